"""Tables whose rules a text holds as signs: « | Nom | Prénom | » over « | DUPONT | Marie | ».

What lives here: finding bars that stand one under another, and the words that a cell begins with. What must not: a line
of its own parted by bars, « DUPONT | Marie | 12/03/1960 »; signs in boxes (``parted_signs``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from liane.domain.intake.page import Word

BARS_MAX = 2_000
_BAR = re.compile(r"[|¦│]+")
_LINE_MIN, _COLUMN_MIN = 2, 3
"""Bars of a line, or lines of one bar, at least, that make a table."""
_ALIGNED = 0.008
"""How far two bars of one rule may stand from each other, as a share of the width of the page."""
_LEVEL = 0.6
"""Heights between the middles of two bars of one line, at most."""
_NEAR = 2.6
"""Heights of a line between two bars of one rule, at most."""


class _Bar(NamedTuple):
    """A bar of a line: the place of its word, its signs in it, its middle, its height."""

    place: int
    start: int
    end: int
    x: float
    y: float
    height: float


def part_ruled(words: Sequence[Word]) -> tuple[list[Word], frozenset[int]]:
    """The words of a page, in the order given, without the bars of its tables; those that begin a cell, by identity."""
    bars = list(_bars(words))
    ruled = _aligned(bars) if 1 < len(bars) <= BARS_MAX else []
    if not ruled:
        return list(words), frozenset()
    by_word: dict[int, list[_Bar]] = {}
    for bar in ruled:
        by_word.setdefault(bar.place, []).append(bar)
    kept: list[Word] = []
    heads: set[int] = set()
    is_after = False
    for place, word in enumerate(words):
        at = 0
        own: list[_Bar | None] = [*by_word.get(place, []), None]
        for end in own:
            part = _part(word, at, end.start if end is not None else len(word.text))
            if part is not None:
                kept.append(part)
                if is_after:
                    heads.add(id(part))
                is_after = False
            if end is not None:
                is_after, at = True, end.end
    return kept, frozenset(heads)


def _part(word: Word, start: int, end: int) -> Word | None:
    """Some signs of a word, with their share of its box; None where there are none."""
    if start == 0 and end == len(word.text):
        return word
    text = word.text[start:end]
    if not text.strip():
        return None
    step = (word.box.x1 - word.box.x0) / len(word.text)
    return replace(word, text=text, box=replace(word.box, x0=word.box.x0 + step * start, x1=word.box.x0 + step * end))


def _bars(words: Sequence[Word]) -> Iterator[_Bar]:
    for place, word in enumerate(words):
        for match in _BAR.finditer(word.text):
            step = (word.box.x1 - word.box.x0) / len(word.text)
            x = word.box.x0 + step * (match.start() + match.end()) / 2
            yield _Bar(place, *match.span(), x, word.box.middle[1], word.box.height)


def _aligned(bars: Sequence[_Bar]) -> list[_Bar]:
    """The bars of tables: two of a line over or under two of the next, or one of three lines that follow."""
    lines = _lines(bars)
    kept: set[_Bar] = set()
    for place, line in enumerate(lines):
        beside = [one for at in (place - 1, place + 1) if 0 <= at < len(lines) for one in lines[at]]
        mine = [one for one in line if _has_twin(one, beside)]
        kept.update(mine if len(mine) >= _LINE_MIN else (one for one in mine if _runs(one, place, lines)))
    return sorted(kept)


def _lines(bars: Sequence[_Bar]) -> list[list[_Bar]]:
    """Bars at one height, from the top."""
    lines: list[list[_Bar]] = []
    for bar in sorted(bars, key=lambda one: one.y):
        if lines and bar.y - lines[-1][0].y < _LEVEL * max(bar.height, lines[-1][0].height):
            lines[-1].append(bar)
        else:
            lines.append([bar])
    return lines


def _has_twin(bar: _Bar, others: Sequence[_Bar]) -> bool:
    """True for a bar near over or under one of others."""
    return any(
        abs(one.x - bar.x) < _ALIGNED and 0 < abs(one.y - bar.y) < _NEAR * max(one.height, bar.height) for one in others
    )


def _runs(bar: _Bar, place: int, lines: Sequence[Sequence[_Bar]]) -> bool:
    """True for a bar of a rule that goes through three lines."""
    count = 1
    for step in (-1, 1):
        at, last = place + step, bar
        while 0 <= at < len(lines):
            twin = next((one for one in lines[at] if _has_twin(last, (one,))), None)
            if twin is None:
                break
            count, last, at = count + 1, twin, at + step
    return count >= _COLUMN_MIN
