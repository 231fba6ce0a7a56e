"""What is seen of one printed date: the words around it, its form, its place, what rules say of it, as named features.

What lives here: the features of one place. What must not: the choice between dates (``rank_dates``).
Words are kept whole, as four letters running (an optical reader spoils one of them), and as classes of
``data/date_words.tsv``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from liane.domain.intake.extract.dating.date_roles import RoledDate
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row

WORD_FAMILIES = frozenset(
    ("b1", "b2", "b3", "b4", "b", "g", "s", "a1", "a2", "a3", "l", "lg", "u", "ug", "d", "f1", "f2", "p", "h", "k1",
     "k", "kl", "ku", "kd", "kf", "kp", "kh", "ka", "role", "lab", "why")
)  # fmt: skip
"""Families that hold words, or what rules made of words: hidden at random while a ranker learns.

b before (at a distance), a after, l in the cell at the left, u over, d under, f first of the line, p end of the line
before, h heading; g, lg, ug: four letters running; s beginnings; k…: classes; role, lab, why: what rules say.
"""
PLACE_FAMILIES = frozenset(
    ("form", "y", "x", "page", "alone", "cells", "prose", "time", "week", "le", "city", "sign", "top", "title",
     "titled", "rowdates", "near", "leftmost", "size", "tail")
)  # fmt: skip
"""Families of the form and of the place."""
_PAGES = {(True, True): "only", (True, False): "first", (False, True): "last", (False, False): "inner"}
_WORD = re.compile(r"[A-Z]+|[0-9]+")
_WEEK = re.compile(r"\b(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI|DIMANCHE) ?(?:LE )?$")
_LE = re.compile(r"(?:^|[ ,.\t])LE[ :]*(?:(?:LUN|MAR|MERCRE|JEU|VENDRE|SAME)DI |DIMANCHE )?$")
_CITY = re.compile(r"^[ ,.]*(?:FAIT )?(?:A )?[A-Z][A-Z' \-]{2,40}[ ,]+(?:LE )?(?:[A-Z]{5,8}DI |DIMANCHE )?$")
_DOCTOR = re.compile(r"\b(?:DR|DOCTEURE?|PR|PROFESSEURE?|INTERNE|CHEF DE)\b")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What is looked at once a page: rows of its title and of its last doctor (-1 without), rows of several dates."""

    title: int
    signer: int
    busy: int


def look_at(reading: PageReading) -> PageContext:
    """Look at a page before its dates."""
    rows = reading.sheet.rows
    title = next((row.place for row in rows if row.top < 0.6 and is_title(row.folded.strip(" *-\t"))), -1)
    signers = [row.place for row in rows if row.top > 0.45 and _DOCTOR.search(row.folded)]
    return PageContext(title, signers[-1] if signers else -1, sum(len(dates) >= 3 for dates in reading.dates))


def features_of(
    reading: PageReading, row: Row, one: PrintedDate, told: RoledDate | None, context: PageContext
) -> dict[str, float]:
    """The features of one printed date, each with a measure of one. told: what rules say of it."""
    cell = row.cell_at(one.span.start)
    made: dict[str, float] = {}
    for name in (
        *_words_in_line(row, cell, one),
        *_words_around(reading, row, cell, one),
        *_rules(told),
        *_shape(row, cell, one),
        *_place_on_page(reading, row, cell, context),
    ):
        made[name] = 1.0
    return made


def _words(text: str) -> list[str]:
    return ["#" * len(word) if word.isdigit() else word for word in _WORD.findall(text)]


@cache
def _stems() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By first letter: beginning of a word and its class, the longest first; those under four letters must be whole."""
    table: dict[str, list[tuple[str, str]]] = {}
    for kind, stems in read_rows("date_words.tsv"):
        for stem in stems.split(" | "):
            table.setdefault(stem[0], []).append((stem, kind))
    return {letter: tuple(sorted(ones, key=lambda one: -len(one[0]))) for letter, ones in table.items()}


def _class_of(word: str) -> str:
    for stem, kind in _stems().get(word[:1], ()):
        if word == stem or (len(stem) > 3 and word.startswith(stem)):
            return kind
    return ""


def _classes(family: str, words: Iterable[str]) -> Iterator[str]:
    return (f"{family}={kind}" for kind in dict.fromkeys(map(_class_of, words)) if kind)


def _grams(family: str, text: str) -> Iterator[str]:
    flat = "_".join(_words(text)) + "_"
    return (f"{family}={flat[at : at + 4]}" for at in range(max(0, len(flat) - 3)))


def _words_in_line(row: Row, cell: Cell, one: PrintedDate) -> Iterator[str]:
    before = row.folded[cell.start : one.span.start]
    after = row.folded[one.span.end : cell.end]
    words = _words(before)
    for distance, word in enumerate(reversed(words[-4:]), 1):
        yield f"b{distance}={word}"
    for word in words[-7:]:
        yield f"b={word}"
        if len(word) > 5:
            yield f"s={word[:5]}"
    yield from _grams("g", before[-26:])
    yield from _classes("k", words[-7:])
    nearest = [kind for kind in map(_class_of, reversed(words[-7:])) if kind]
    yield f"k1={nearest[0] if nearest else 'none' if words else 'empty'}"
    following = _words(after)[:5]
    for distance, word in enumerate(following[:3], 1):
        yield f"a{distance}={word}"
    yield from _classes("ka", following)
    first = _words(row.folded[:60])[:3]
    for distance, word in enumerate(first[:2], 1):
        yield f"f{distance}={word}"
    yield from _classes("kf", first)


def _words_around(reading: PageReading, row: Row, cell: Cell, one: PrintedDate) -> Iterator[str]:
    """Words of the cell at the left, of those over and under, of the line before, of the heading of the section."""
    if cell.place:
        words = _words(row.cells[cell.place - 1].folded)[-5:]
        yield from (f"l={word}" for word in words)
        yield from _grams("lg", row.cells[cell.place - 1].folded[-20:])
        yield from _classes("kl", words)
    over = reading.sheet.above(cell.box, row)
    if over is not None:
        words = _words(over.folded)[:8]
        yield from (f"u={word}" for word in words[:6])
        yield from _classes("ku", words)
        if len(words) <= 5:
            yield from _grams("ug", over.folded[:26])
    under = reading.sheet.below(cell.box, row)
    if under is not None:
        words = _words(under.folded)[:5]
        yield from (f"d={word}" for word in words)
        yield from _classes("kd", words)
    if row.place and not row.folded[cell.start : one.span.start].strip(" ,.:"):
        words = _words(reading.sheet.rows[row.place - 1].folded)[-3:]
        yield from (f"p={word}" for word in words)
        yield from _classes("kp", words)
    heading = _heading_over(reading, row)
    if heading:
        words = _words(heading)[:4]
        yield from (f"h={word}" for word in words)
        yield from _classes("kh", words)


def _heading_over(reading: PageReading, row: Row) -> str:
    """The nearest short line over a row, without figures, that ends with a colon or is in capitals; empty when none."""
    for over in reversed(reading.sheet.rows[max(0, row.place - 8) : row.place]):
        text = over.text.strip()
        is_short = 3 < len(text) <= 45 and len(over.cells) == 1 and not any(sign.isdigit() for sign in text)
        if is_short and (text.endswith(":") or text.isupper()):
            return over.folded
    return ""


def _rules(told: RoledDate | None) -> Iterator[str]:
    if told is None:
        yield "role=none"
        return
    yield f"role={told.role.name}"
    if told.label is not None:
        yield f"lab={told.label.kind}"
    yield from (f"why={feature.name}" for feature in told.features)


def _shape(row: Row, cell: Cell, one: PrintedDate) -> Iterator[str]:
    before = row.folded[cell.start : one.span.start]
    after = row.folded[one.span.end : cell.end]
    raw = row.folded[one.span.start : one.span.end]
    words_before, words_after = _words(before), _words(after)
    is_worded = any(sign.isalpha() for sign in raw)
    yield f"form={'long' if is_worded else 'short' if one.is_short else 'weak' if one.needs_label else 'plain'}"
    if not words_before and not words_after:
        yield "alone"
    if len(words_before) + len(words_after) > 9:
        yield "prose"
    yield f"size={min(len(words_before), 8)}"
    yield f"tail={min(len(words_after), 4)}"
    yield f"cells={min(len(row.cells), 4)}"
    if one.has_time:
        yield "time"
    if _WEEK.search(before):
        yield "week"
    if _LE.search(before):
        yield "le"
    if _CITY.match(before):
        yield "city"
    if cell.place == 0:
        yield "leftmost"


def _place_on_page(reading: PageReading, row: Row, cell: Cell, context: PageContext) -> Iterator[str]:
    yield f"y={int(min(0.99, max(0.0, row.top)) * 10)}"
    yield f"x={int(min(0.99, max(0.0, cell.box.x0)) * 5)}"
    yield f"page={_PAGES[reading.is_first, reading.is_last]}"
    if reading.is_first and row.top < 0.22:
        yield "top"
    if context.title >= 0:
        gap = row.place - context.title
        yield f"title={'on' if gap == 0 else 'near' if abs(gap) <= 3 else 'far'} {'under' if gap > 0 else 'over'}"
        if gap == 0:
            yield "titled"
    if context.signer >= 0 and abs(row.place - context.signer) <= 3:
        yield f"sign={'over' if row.place < context.signer else 'under'}"
    yield f"rowdates={min(3, len(reading.dates[row.place]))}"
    if context.busy >= 2:
        yield "near=table"
