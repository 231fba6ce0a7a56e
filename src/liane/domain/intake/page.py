"""A page as words with their places, whatever engine read it."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of a page, upright as shown: fractions of its width and height, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Height as a fraction of the page."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """Centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: "Box") -> "Box":
        """The smallest rectangle around both."""
        return Box(
            x0=min(self.x0, other.x0),
            y0=min(self.y0, other.y0),
            x1=max(self.x1, other.x1),
            y1=max(self.y1, other.y1),
        )

    def place_in(self, outer: "Box") -> "Box":
        """The same rectangle as fractions of the page on which ``outer``, in whose fractions it is told, lies."""
        width, height = outer.x1 - outer.x0, outer.height
        return Box(
            x0=outer.x0 + self.x0 * width,
            y0=outer.y0 + self.y0 * height,
            x1=outer.x0 + self.x1 * width,
            y1=outer.y0 + self.y1 * height,
        )

    def seen_from(self, outer: "Box") -> "Box":
        """The same rectangle as fractions of ``outer``, both told as fractions of one page: undoes ``place_in``."""
        width, height = outer.x1 - outer.x0, outer.height
        return Box(
            x0=(self.x0 - outer.x0) / width,
            y0=(self.y0 - outer.y0) / height,
            x1=(self.x1 - outer.x0) / width,
            y1=(self.y1 - outer.y0) / height,
        )


class Engine(StrEnum):
    """What read a word. Rule: intake.md §7."""

    TEXT_LAYER = "text"
    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word. confidence: 0 to 1 as the engine says (1 for a text layer). line: index of its line on the page, in
    reading order; block: index of its column or block.
    """

    text: str
    box: Box
    confidence: float = 1.0
    engine: Engine = Engine.TEXT_LAYER
    line: int = 0
    block: int = 0


class SymbolKind(StrEnum):
    """Kinds of codes that a page carries."""

    DATAMATRIX = "datamatrix"
    QR = "qr"
    CODE_1D = "1d"
    OTHER = "autre"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSymbol:
    """A code seen on a page: its exact bytes and its place. format: as the reader names it (``DataMatrix``,
    ``Code128``…).
    """

    kind: SymbolKind
    format: str
    payload: bytes
    box: Box


class Legibility(StrEnum):
    """How far a page can be trusted. ``POOR``: below the quality floor, never filed without a person."""

    GOOD = "bonne"
    FAIR = "moyenne"
    POOR = "mauvaise"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuality:
    """Measures of a page. dpi: of its picture, 0 for a text page. ink: share of dark pixels. lexical: share of words of
    a French lexicon. mean_confidence: of its words. skew_degrees: found and corrected before reading.
    """

    legibility: Legibility = Legibility.GOOD
    dpi: int = 0
    ink: float = 0.0
    lexical: float = 1.0
    mean_confidence: float = 1.0
    skew_degrees: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as read.

    number: from 1, in the file. rotation: degrees turned (clockwise) to make it upright: 0, 90, 180 or 270. second:
    words of the second reader where it was asked, over zones of the same page. papers: the separate papers that were
    laid on one glass, in reading order, none where the page is one. empty_labels: places of the labels of an INS beside
    and under which no ink stands, on a page read by eye. region: of such a paper alone, its place on the
    upright page; every other measure of it, boxes too, is then of the paper.
    """

    number: int
    width_pt: float
    height_pt: float
    words: tuple[Word, ...] = ()
    second: tuple[Word, ...] = ()
    symbols: tuple[PageSymbol, ...] = ()
    quality: PageQuality = field(default_factory=PageQuality)
    rotation: int = 0
    is_blank: bool = False
    engines: tuple[Engine, ...] = ()
    region: Box | None = None
    papers: tuple["Page", ...] = ()
    empty_labels: tuple[Box, ...] = ()

    @property
    def is_read_by_eye(self) -> bool:
        """True when an optical reader read some of the words: a letter or a figure of any may be wrong."""
        return any(word.engine is not Engine.TEXT_LAYER for word in self.words)

    @property
    def text(self) -> str:
        """The words in reading order, a line break at each new line."""
        lines: list[str] = []
        current = -1
        for word in self.words:
            if word.line != current:
                lines.append(word.text)
                current = word.line
            else:
                lines[-1] += f" {word.text}"
        return "\n".join(lines)
