"""Documents as words with their places, without drawing a PDF nor reading a picture: tens of thousands in minutes.

What matching and deciding see of a document is its words. Grade ``words``: as a text layer gives them; ``misread``: with
the errors of an optical reader, some of them sure of themselves. Same seed, same words.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics

from liane.codecs.pdf.pages_limits import FileKind
from liane.codecs.pdf.pages_order import order_words
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.intake.page import (
    Box,
    Engine,
    Legibility,
    Page,
    PageQuality,
    PageSymbol,
    SymbolKind,
    Word,
)

WIDTH, HEIGHT = A4
GRADES = ("words", "misread")
MARK = b"%PDF-words\n"
"""Begins the bytes that stand for a document of words, so that the pipeline takes them for a file of pages."""
_LOOK_ALIKE = {
    "0": "O8", "1": "I7l", "2": "Z7", "3": "8", "4": "A9", "5": "S6", "6": "58", "7": "1", "8": "63B", "9": "4",
    "A": "4", "B": "8", "C": "G", "D": "O", "E": "F", "G": "C6", "I": "l1", "L": "I", "M": "N", "N": "M", "O": "0Q",
    "R": "P", "S": "5", "T": "I", "U": "V", "V": "U", "Z": "2", "a": "o", "c": "e", "e": "c", "é": "e", "è": "é",
    "i": "l", "l": "i1", "m": "n", "n": "u", "o": "a0", "r": "n", "s": "5", "t": "f", "u": "n", "É": "E", "/": "1",
}  # fmt: skip


class WordCanvas:
    """Takes the calls that a sheet makes of a PDF canvas and keeps the words and the codes of each page."""

    def __init__(self) -> None:
        self.pages: list[tuple[list[Word], list[PageSymbol]]] = []
        self._words: list[Word] = []
        self._symbols: list[PageSymbol] = []
        self._font, self._size = "Helvetica", 10.0

    def setFont(self, name: str, size: float) -> None:  # noqa: N802 - the names of the canvas that it stands for
        """Choose the font of what follows."""
        self._font, self._size = name, size

    def drawString(self, x: float, base: float, text: str) -> None:  # noqa: N802
        """Keep the words of a line. base: from the foot of the page, in points."""
        space = pdfmetrics.stringWidth(" ", self._font, self._size)
        for piece in text.split(" "):
            width = pdfmetrics.stringWidth(piece, self._font, self._size)
            if piece and x >= 0 and x + width <= WIDTH:
                top, low = HEIGHT - base - 0.72 * self._size, HEIGHT - base + 0.2 * self._size
                box = Box(x0=x / WIDTH, x1=(x + width) / WIDTH, y0=max(0.0, top / HEIGHT), y1=min(1.0, low / HEIGHT))
                self._words.append(Word(text=piece, box=box))
            x += width + space

    def symbol(self, payload: bytes, x: float, y: float, side: float) -> None:
        """Keep a datamatrix. x, y: its top left corner, from the top of the page."""
        box = Box(x0=x / WIDTH, y0=y / HEIGHT, x1=(x + side) / WIDTH, y1=(y + side) / HEIGHT)
        self._symbols.append(PageSymbol(kind=SymbolKind.DATAMATRIX, format="DataMatrix", payload=payload, box=box))

    def showPage(self) -> None:  # noqa: N802
        """End the page."""
        self.pages.append((self._words, self._symbols))
        self._words, self._symbols = [], []

    def save(self) -> None:
        """Nothing to write."""

    def _draw(self, *_numbers: float, **_options: object) -> None:
        """Lines and boxes are no words."""

    setLineWidth = line = setFillGray = rect = _draw  # noqa: N815


@dataclass(frozen=True, slots=True, kw_only=True)
class Misreading:
    """How badly words are read: chance of an error in a word, of one sure of itself, of a word lost, cut or joined."""

    word: float = 0.05
    is_sure: float = 0.4
    lost: float = 0.004
    cut: float = 0.006


def to_pages(canvas: WordCanvas, *, misreading: Misreading | None, dice: Random) -> tuple[Page, ...]:
    """The pages of a canvas, in reading order, with errors of reading when asked."""
    pages = []
    for number, (words, symbols) in enumerate(canvas.pages, 1):
        kept = words if misreading is None else list(misread(words, misreading, dice))
        ordered = order_words(kept, width_pt=WIDTH, height_pt=HEIGHT)
        engine = Engine.TEXT_LAYER if misreading is None else Engine.TESSERACT
        mean = sum(word.confidence for word in ordered) / max(1, len(ordered))
        quality = PageQuality(legibility=Legibility.GOOD, dpi=0 if misreading is None else 300, mean_confidence=mean)
        pages.append(
            Page(
                number=number,
                width_pt=WIDTH,
                height_pt=HEIGHT,
                words=ordered,
                symbols=tuple(symbols),
                quality=quality,
                engines=(engine,),
            )
        )
    return tuple(pages)


def misread(words: Sequence[Word], misreading: Misreading, dice: Random) -> Sequence[Word]:
    """The words as an optical reader gives them."""
    seen: list[Word] = []
    for word in words:
        chance = dice.random()
        read = replace(word, engine=Engine.TESSERACT, confidence=round(dice.uniform(0.9, 0.97), 3))
        if chance < misreading.lost:
            continue
        if chance < misreading.lost + misreading.cut and len(word.text) > 5:
            seen.extend(_cut(read, dice))
        elif dice.random() < misreading.word:
            is_sure = dice.random() < misreading.is_sure
            confidence = read.confidence if is_sure else round(dice.uniform(0.25, 0.85), 3)
            seen.append(replace(read, text=_confuse(word.text, dice), confidence=confidence))
        else:
            seen.append(read)
    return seen


def _confuse(text: str, dice: Random) -> str:
    places = [place for place, sign in enumerate(text) if sign in _LOOK_ALIKE]
    if not places:
        return text
    place = dice.choice(places)
    return text[:place] + dice.choice(_LOOK_ALIKE[text[place]]) + text[place + 1 :]


def _cut(word: Word, dice: Random) -> tuple[Word, Word]:
    place = dice.randrange(2, len(word.text) - 2)
    middle = word.box.x0 + (word.box.x1 - word.box.x0) * place / len(word.text)
    left = replace(word, text=word.text[:place], box=replace(word.box, x1=middle - 0.0005))
    return left, replace(word, text=word.text[place:], box=replace(word.box, x0=middle + 0.0005))


def as_read(pages: tuple[Page, ...]) -> PagesRead:
    """The pages as the reading of a file gives them."""
    return PagesRead(kind=FileKind.PDF, pages=pages, findings=())


def open_words() -> tuple[WordCanvas, io.BytesIO]:
    """A canvas of words, and bytes that stand for its file."""
    return WordCanvas(), io.BytesIO(MARK)
