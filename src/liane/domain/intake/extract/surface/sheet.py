"""A page as rows and cells of text, where every character knows its word, hence its box.

What lives here: geometry of words turned into text that can be searched, and the neighbours of a place (right of it,
under it, over it). What must not: the meaning of any word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import radians, tan
from statistics import median
from typing import NamedTuple

from liane.domain.intake.extract.surface.combs import Combs, find_combs
from liane.domain.intake.extract.surface.glued_words import part_glued
from liane.domain.intake.extract.surface.hyphens import join_hyphens
from liane.domain.intake.extract.surface.parted_signs import open_parted
from liane.domain.intake.extract.surface.ruled import part_ruled
from liane.domain.intake.extract.surface.wrapped_lines import join_wrapped
from liane.domain.intake.page import Box, Engine, Page, Word

WORDS_MAX = 20_000
"""Words of one page that are looked at; a dense page has 1,500."""
WORD_CHARS_MAX = 200
_GAP = 1.35
"""A gap between two words, in heights of the line, that parts two cells."""
_TOUCH = 0.002
"""How far two words of one line may reach over each other, of the width of the page."""
_NARROW = 0.7
"""Width of a letter, in usual ones, at least, of a word whose box was drawn over the next words."""
_TILT_MIN = 0.002
"""A page that leans less has its lines level: height gained over its width, of its height."""
GAP_SIGN = "\t"
_BELOW_ROWS_MAX = 6
_TOKEN = re.compile(r"\( ?(?:E|S|ES|NE|EE|ERE|TE|E S) ?\)|[^\W_]+")
_MIXED = re.compile(r"[A-Z]{2,}(?=\d{2})|\d+(?=[A-Z]{3})")


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].upper()
        if len(base) == 1 and base.isascii() and base.isalpha():
            table[code] = base
    table.update({ord(sign): "'" for sign in "\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032"})
    table.update({ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"})
    table.update({ord(low): low.upper() for low in "abcdefghijklmnopqrstuvwxyz"})
    table.update({ord("ø"): "O", ord("Ø"): "O", ord("ł"): "L", ord("Ł"): "L", ord("œ"): "Œ", ord("æ"): "Æ"})
    table.update({ord("\u00a0"): " ", ord("\u202f"): " ", ord("\uff1a"): ":"})
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Capitals without accents, character for character: the length never changes."""
    return text.translate(_FOLD)


class Token(NamedTuple):
    """One run of letters and digits of a row, folded, with its place in the text of the row."""

    text: str
    start: int
    end: int


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a row."""

    row: "Row"
    start: int
    end: int

    @property
    def raw(self) -> str:
        """The characters as printed, cells parted by one space."""
        return self.row.text[self.start : self.end].replace(GAP_SIGN, " ")

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that hold these characters."""
        return self.row.words_of(self.start, self.end)


@dataclass(slots=True, eq=False)
class Cell:
    """Words of a row without a wide gap. start, end: in the text of the row."""

    row: "Row"
    start: int
    end: int
    box: Box
    place: int

    @property
    def text(self) -> str:
        """As printed."""
        return self.row.text[self.start : self.end]

    @property
    def folded(self) -> str:
        """In capitals without accents."""
        return self.row.folded[self.start : self.end]


@dataclass(slots=True, eq=False)
class Row:
    """All the words at one height of a page, left to right; cells are parted by a tabulation in the text.

    place: index among the rows of the page, from the top. height: usual height of its words.
    """

    page: int
    place: int
    text: str
    folded: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    cells: tuple[Cell, ...]
    top: float
    bottom: float
    height: float
    tokens: tuple[Token, ...] = ()

    def words_of(self, start: int, end: int) -> tuple[Word, ...]:
        """Words with at least one character between two places."""
        return tuple(
            word
            for word, at in zip(self.words, self.starts, strict=True)
            if at < end and at + len(_clean(word.text)) > start
        )

    def cell_at(self, place: int) -> Cell:
        """The cell that holds a character."""
        for cell in self.cells:
            if place < cell.end:
                return cell
        return self.cells[-1]


@dataclass(slots=True, eq=False)
class Sheet:
    """One page as rows. is_scan: read by an OCR engine. aspect: width over height, to compare gaps with heights."""

    page: Page
    rows: tuple[Row, ...]
    aspect: float
    is_scan: bool
    body_height: float = 0.0
    cache: dict[str, object] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Number of the page in its file, from 1."""
        return self.page.number

    def below(self, box: Box, row: Row, *, rows_max: int = _BELOW_ROWS_MAX, heights_max: float = 2.6) -> Cell | None:
        """The first cell under a box that starts near its left edge or overlaps it, close by; None when none is."""
        for under in self.rows[row.place + 1 : row.place + 1 + rows_max]:
            if under.top - box.y1 > heights_max * max(row.height, under.height):
                return None
            fitting = [cell for cell in under.cells if _is_under(cell.box, box)]
            if fitting:
                return max(fitting, key=lambda cell: _overlap(cell.box, box))
        return None

    def above(self, box: Box, row: Row, *, heights_max: float = 2.6) -> Cell | None:
        """The first cell over a box, in the same column, close by; None when none is."""
        for over in reversed(self.rows[max(0, row.place - _BELOW_ROWS_MAX) : row.place]):
            if box.y0 - over.bottom > heights_max * max(row.height, over.height):
                return None
            fitting = [cell for cell in over.cells if _is_under(cell.box, box)]
            if fitting:
                return max(fitting, key=lambda cell: _overlap(cell.box, box))
        return None


def _overlap(one: Box, other: Box) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _is_under(cell: Box, box: Box) -> bool:
    return abs(cell.x0 - box.x0) < 0.015 or _overlap(cell, box) > 0.3 * min(cell.x1 - cell.x0, box.x1 - box.x0)


def _clean(text: str) -> str:
    """A word as it stands in a row: composed, no blank inside, bounded."""
    if text.isascii() and text.isprintable() and " " not in text and len(text) <= WORD_CHARS_MAX:
        return text
    plain = unicodedata.normalize("NFC", text[:WORD_CHARS_MAX])
    return "".join("·" if sign.isspace() or not sign.isprintable() else sign for sign in plain)


def make_sheet(page: Page, words: Sequence[Word] | None = None) -> Sheet:
    """Make the rows of a page from its words, or from others of the same page (a second reader's)."""
    kept = [word for word in (page.words if words is None else words)[:WORDS_MAX] if word.text.strip()]
    aspect = page.width_pt / page.height_pt if page.width_pt > 0 and page.height_pt > 0 else 0.707
    parted, heads = part_ruled(part_glued(open_parted(kept)))
    straight, printed = _straighten(page, parted, aspect)
    heads = frozenset(id(one) for one, word in zip(straight, parted, strict=True) if id(word) in heads)
    combs = find_combs(straight, aspect)
    cuts, combs = join_wrapped(*join_hyphens(_cut_cells(straight, aspect, combs, heads), combs))
    groups = [_unlace(group, aspect, combs) for group in _group_rows(cuts, combs)]
    rows = tuple(_make_row(page.number, place, group, combs) for place, group in enumerate(groups))
    for row in rows if printed else ():
        row.words = tuple(printed[id(word)] for word in row.words)
    return Sheet(
        page=page,
        rows=rows,
        aspect=aspect,
        is_scan=any(word.engine is not Engine.TEXT_LAYER for word in kept[:50]),
        body_height=median([row.height for row in rows]) if rows else 0.0,
    )


def _straighten(page: Page, words: list[Word], aspect: float) -> tuple[list[Word], dict[int, Word]]:
    """The words of a page that lay askew, at the heights that they have once it is straight, and each one as printed.

    Boxes are those of the page as it was scanned: over its width, one degree brings a line to the height of the next.
    """
    tilt = tan(radians(page.quality.skew_degrees)) * aspect
    if abs(tilt) < _TILT_MIN or not words or words[0].engine is Engine.TEXT_LAYER:
        return words, {}
    straight = []
    for word in words:
        box = word.box
        rise = tilt * (box.middle[0] - 0.5)
        placed = replace(box, y0=min(1.0, max(0.0, box.y0 + rise)), y1=min(1.0, max(0.0, box.y1 + rise)))
        straight.append(replace(word, box=placed))
    return straight, {id(one): word for one, word in zip(straight, words, strict=True)}


def _cut_cells(
    words: Sequence[Word], aspect: float, combs: Combs, heads: frozenset[int] = frozenset()
) -> list[list[Word]]:
    """Cut the words, in the order given, wherever the line changes or a wide gap opens, and before the given ones."""
    cuts: list[list[Word]] = []
    before: Word | None = None
    for word in words:
        is_comb = id(word) in combs.glued or id(word) in combs.spaced
        if before is None or id(word) in heads or (not is_comb and _parts(before, word, aspect)):
            cuts.append([word])
        else:
            cuts[-1].append(word)
        before = word
    return cuts


def _parts(before: Word, word: Word, aspect: float) -> bool:
    if word.line != before.line:
        return True
    first, second = before.box, word.box
    height = max(first.y1 - first.y0, second.y1 - second.y0, 1e-4)
    if min(first.y1, second.y1) - max(first.y0, second.y0) < 0.2 * min(first.height, second.height):
        return True
    gap = (second.x0 - first.x1) * aspect
    return gap > _GAP * height or second.x0 < first.x0


def _own(words: Sequence[Word], combs: Combs) -> Sequence[Word]:
    """The words of a cell that stand on its line, without those brought from the next one."""
    return [word for word in words if id(word) not in combs.carried] if combs.carried else words


def _group_rows(cuts: Iterable[list[Word]], combs: Combs) -> list[list[list[Word]]]:
    """Group cells at one height, top to bottom, each group left to right."""
    measured = []
    for words in cuts:
        own = _own(words, combs)
        top = median([word.box.y0 for word in own])
        bottom = median([word.box.y1 for word in own])
        measured.append(((top + bottom) / 2, bottom - top, words))
    measured.sort(key=lambda one: (one[0], one[2][0].box.x0))
    groups: list[list[list[Word]]] = []
    middle = height = -1.0
    for centre, tall, words in measured:
        if groups and centre - middle < 0.45 * max(min(height, tall), 1e-4):
            groups[-1].append(words)
        else:
            groups.append([words])
            middle, height = centre, tall
    for group in groups:
        group.sort(key=lambda words: words[0].box.x0)
    return groups


def _unlace(group: list[list[Word]], aspect: float, combs: Combs) -> list[list[Word]]:
    """The cells of a row, cut again left to right where one stands inside another.

    Fonts of handwriting have boxes of very unequal heights, so that a reader takes small words for a line of their own.
    """
    words = sorted((word for cell in group for word in cell), key=lambda word: word.box.x0)
    is_laced = any(one[-1].box.x1 > other[0].box.x0 for one, other in pairwise(group))
    if not is_laced or any(id(word) in combs.carried for word in words):
        return group
    ends = _ends(words)
    if any(end > other.box.x0 + _TOUCH for end, other in zip(ends, words[1:], strict=False)):
        return group
    usual = median([word.box.height for word in words])
    cells = [[words[0]]]
    for end, word in zip(ends, words[1:], strict=False):
        gap = (word.box.x0 - end) * aspect
        is_comb = id(word) in combs.glued or id(word) in combs.spaced
        if gap > _GAP * usual and not is_comb:
            cells.append([word])
        else:
            cells[-1].append(word)
    return cells


def _ends(words: Sequence[Word]) -> list[float]:
    """Where each word of a row ends; one whose box a reader drew over the next words, where its letters do."""
    pitch = median([(word.box.x1 - word.box.x0) / len(word.text) for word in words])
    ends = []
    for place, word in enumerate(words):
        inside = [one for one in words[place + 1 :] if one.box.x1 <= word.box.x1 + _TOUCH]
        fits = bool(inside) and inside[0].box.x0 - word.box.x0 > _NARROW * pitch * len(word.text)
        ends.append(min(word.box.x1, inside[0].box.x0) if fits else word.box.x1)
    return ends


def _make_row(page: int, place: int, group: list[list[Word]], combs: Combs) -> Row:
    parts: list[str] = []
    starts: list[int] = []
    bounds: list[tuple[int, int, Box]] = []
    at = 0
    for words in group:
        begin = at
        for word in words:
            text = _clean(word.text)
            if id(word) in combs.glued and parts and parts[-1] == " ":
                parts.pop()
                at -= 1
            starts.append(at)
            parts.append(text)
            at += len(text) + 1
            parts.append(" ")
        parts[-1] = GAP_SIGN
        bounds.append((begin, at - 1, _around(_own(words, combs))))
    text = "".join(parts)[:-1]
    flat = tuple(word for words in group for word in words)
    row = Row(
        page=page,
        place=place,
        text=text,
        folded=fold(text),
        words=flat,
        starts=tuple(starts),
        cells=(),
        top=min(box.y0 for _, _, box in bounds),
        bottom=max(box.y1 for _, _, box in bounds),
        height=median([word.box.height for word in flat]),
    )
    row.cells = tuple(Cell(row, begin, end, box, index) for index, (begin, end, box) in enumerate(bounds))
    row.tokens = tuple(_tokens(row.folded))
    return row


def join_cells(upper: Cell, lower: Cell) -> Row:
    """A row of its own that holds the words of two cells, one after the other."""
    words = [*upper.row.words_of(upper.start, upper.end), *lower.row.words_of(lower.start, lower.end)]
    return _make_row(upper.row.page, upper.row.place, [words], Combs(frozenset(), frozenset()))


def _around(words: Sequence[Word]) -> Box:
    return Box(
        x0=min(word.box.x0 for word in words),
        y0=min(word.box.y0 for word in words),
        x1=max(word.box.x1 for word in words),
        y1=max(word.box.y1 for word in words),
    )


def _tokens(folded: str) -> Iterable[Token]:
    """Runs of letters and digits; endings in brackets, « (e) », « (s) », are no token of their own."""
    for match in _TOKEN.finditer(folded):
        text, start = match.group(), match.start()
        if text[0] == "(":
            continue
        mixed = _MIXED.match(text) if len(text) > 3 and not text.isalpha() and not text.isdigit() else None
        if mixed:
            yield Token(mixed.group(), start, start + mixed.end())
            yield Token(text[mixed.end() :], start + mixed.end(), match.end())
        else:
            yield Token(text, start, match.end())
