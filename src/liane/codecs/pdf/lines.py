"""From blocks of narrative to lines of measured words, for one column width.

What lives here: cutting text into lines. What must not: where lines fall on the page (see ``layout``).
"""

import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from liane.codecs.cda.narrative import Block, Cell, ListBlock, Media, Paragraph, Span, Table
from liane.codecs.pdf.writer import Canvas

BULLET = "•"
LIST_INDENT = 12.0
NESTING_MAX = 8
"""Beyond this depth of nested lists, indentation no longer grows."""

_MEDIA_NAMES = {
    "application/pdf": "fichier PDF annexé au document, non reproduit ici",
    "": "élément multimédia non reproduit ici",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: runs of (text, is_bold) in order, shifted right by indent points; rise is not drawn."""

    runs: tuple[tuple[str, bool], ...]
    indent: float = 0.0


def clean_text(text: str) -> str:
    """Compose accents and drop what no page can show (controls, surrogates)."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one >= " " and not "\ud800" <= one <= "\udfff")


def describe_media(media: Media, drawn: Container[str] = ()) -> str:
    """French words that stand for a media. drawn: references of the pictures that are drawn below."""
    if media.reference in drawn:
        return "[image ci-dessous]"
    return f"[{_MEDIA_NAMES.get(media.media_type, 'image non reproduite ici, voir le document d’origine')}]"


def find_medias(block: Block) -> Iterator[Media]:
    """The media of a block, however deep, in order."""
    if isinstance(block, Media):
        yield block
    elif isinstance(block, ListBlock):
        for item in block.items:
            for inner in item:
                yield from find_medias(inner)
    elif isinstance(block, Table):
        for row in (*block.head, *block.body):
            for cell in row:
                for inner in cell.blocks:
                    yield from find_medias(inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setter:
    """Cuts text for one canvas at one size (points). drawn: references of the pictures that will be drawn."""

    canvas: Canvas
    size: float
    drawn: Container[str] = ()

    def width(self, text: str, is_bold: bool) -> float:
        """Width of a run, in points."""
        return self.canvas.face(is_bold).measure(text) * self.size / 1000

    def natural_width(self, blocks: Iterable[Block], *, is_bold: bool = False) -> tuple[float, float]:
        """Widths that a cell would like: its longest word, and all of its text on one line per paragraph."""
        word, line = 0.0, 0.0
        for runs, indent in self._paragraphs(blocks, is_bold):
            total = indent
            for text, bold in runs:
                total += self.width(text, bold)
                word = max([word, *(indent + self.width(part, bold) for part in text.split())])
            line = max(line, total)
        return word, line

    def lines(self, blocks: Iterable[Block], width: float, *, is_bold: bool = False) -> Iterator[Line]:
        """The lines of blocks in a column of that width, in points."""
        for runs, indent in self._paragraphs(blocks, is_bold):
            yield from self._wrap(runs, width - indent, indent)

    def _paragraphs(
        self, blocks: Iterable[Block], is_bold: bool, depth: int = 0
    ) -> Iterator[tuple[list[tuple[str, bool]], float]]:
        """Each hard line as runs, with its indentation."""
        indent = LIST_INDENT * min(depth, NESTING_MAX)
        for block in blocks:
            if isinstance(block, Paragraph):
                caption = (Span(text=f"{block.caption} : ", is_bold=True),) if block.caption else ()
                for runs in _hard_lines((*caption, *block.spans), is_bold):
                    yield runs, indent
            elif isinstance(block, Media):
                yield [(describe_media(block, self.drawn), is_bold)], indent
            elif isinstance(block, Table):
                yield from self._nested_table(block, is_bold, depth)
            else:
                yield from self._list(block, is_bold, depth)

    def _list(self, block: ListBlock, is_bold: bool, depth: int) -> Iterator[tuple[list[tuple[str, bool]], float]]:
        if block.caption:
            yield [(clean_text(block.caption), True)], LIST_INDENT * min(depth, NESTING_MAX)
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}. " if block.is_ordered else f"{BULLET} "
            for index, (runs, indent) in enumerate(self._paragraphs(item, is_bold, depth + 1)):
                if index:
                    yield runs, indent
                else:
                    yield [(mark, is_bold), *runs], indent - LIST_INDENT / 2

    def _nested_table(self, table: Table, is_bold: bool, depth: int) -> Iterator[tuple[list[tuple[str, bool]], float]]:
        """A table inside a cell or an item: one line per row, cells joined."""
        for row in (*table.head, *table.body):
            runs: list[tuple[str, bool]] = []
            for cell in row:
                for cell_runs, _ in self._paragraphs(cell.blocks, is_bold or cell.is_heading):
                    runs += [*([(" – ", is_bold)] if runs else []), *cell_runs]
            if runs:
                yield runs, LIST_INDENT * min(depth, NESTING_MAX)

    def _wrap(self, runs: list[tuple[str, bool]], width: float, indent: float) -> Iterator[Line]:
        """Fill lines greedily with words; a word wider than the column is cut between characters."""
        line: list[tuple[str, bool]] = []
        used = 0.0
        for word, is_bold in _words(runs):
            if not line and word == " ":
                continue
            for piece in self._fit(word, is_bold, width):
                size = self.width(piece, is_bold)
                if line and used + size > width and piece != " ":
                    yield _line(line, indent)
                    line, used = [], 0.0
                line.append((piece, is_bold))
                used += size
        if line:
            yield _line(line, indent)

    def _fit(self, word: str, is_bold: bool, width: float) -> Iterator[str]:
        if self.width(word, is_bold) <= width:
            yield word
            return
        piece = ""
        for character in word:
            if piece and self.width(piece + character, is_bold) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


def cell_lines(setter: Setter, cell: Cell, width: float) -> list[Line]:
    """The lines of one cell."""
    return list(setter.lines(cell.blocks, width, is_bold=cell.is_heading))


def _hard_lines(spans: Iterable[Span], is_bold: bool) -> Iterator[list[tuple[str, bool]]]:
    runs: list[tuple[str, bool]] = []
    for span in spans:
        if span.text == "\n":
            yield runs
            runs = []
        else:
            runs.append((clean_text(span.text), is_bold or span.is_bold))
    if runs:
        yield runs


def _words(runs: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Words and single spaces, each with its weight; a no-break space stays inside its word."""
    for text, is_bold in runs:
        start = 0
        while start < len(text):
            space = text.find(" ", start)
            if space == start:
                yield " ", is_bold
                start += 1
                continue
            end = len(text) if space < 0 else space
            yield text[start:end], is_bold
            start = end


def _line(pieces: list[tuple[str, bool]], indent: float) -> Line:
    """Join neighbours of the same weight, drop the trailing space."""
    runs: list[tuple[str, bool]] = []
    for text, is_bold in pieces:
        if runs and runs[-1][1] == is_bold:
            runs[-1] = (runs[-1][0] + text, is_bold)
        else:
            runs.append((text, is_bold))
    runs[-1] = (runs[-1][0].rstrip(" "), runs[-1][1])
    return Line(runs=tuple(runs), indent=indent)
