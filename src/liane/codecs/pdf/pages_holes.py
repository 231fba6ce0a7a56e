"""Where the label of an identity stands and what it announces was passed over: the holes of its line.

What lives here: the places to read again, from words and marks like letters that lie in no word. What must not: pixels,
engines, the meaning of a page.
"""

import re
from collections.abc import Sequence
from statistics import median

from liane.codecs.pdf.pages_doubt import fold, tells_identity
from liane.codecs.pdf.pages_layer import Points
from liane.domain.intake.page import Box, Word

HOLES_MAX = 4
HOLE_MARKS_MIN = 2
"""Marks in no word that make a hole: a name written by hand in one stroke leaves no more."""
HOLE_SURE_FROM = 0.5
"""Confidence from which a word read in a hole is kept."""
UPPER_HALF = Box(x0=0.0, y0=0.0, x1=1.0, y1=0.5)
"""Where the person whom a page is about is named."""
_LINES_UNDER = 2
"""Lines under a label where its value may stand, in a table or under its caption."""
_MONTH = r"(?:[0-9O]{1,2}|[A-Z]{3,9}\.?)"
_DAY = re.compile(
    rf"\b[0-9]{{1,2}}(?:ER)? ?[/.\- ] ?{_MONTH} ?[/.\- ] ?(?:[0-9]{{2}}){{1,2}}\b|\b[0-9](?: [0-9]){{7}}\b"
    rf"|\b[12][0-9]{{3}} ?[/.\-] ?{_MONTH} ?[/.\-] ?[0-9]"
)
_ABOVE, _AROUND = 0.35, 0.5
"""In heights of the line: how far above or below it a mark still stands on it, and what is read around."""
_BESIDE = 3.0
_HIGH_MAX = 1.5
_NEAR = 6.0
"""In heights of the line: how far from a word or from each other marks may stand; specks stand alone."""


def find_holes(words: Sequence[Word], unread: Points) -> list[Box]:
    """The places to read again, at most HOLES_MAX, those with most marks first.

    words: in reading order; unread: marks like letters that lie in no word. A place begins with the label: engines read
    a line better than its end. Rule: intake.md §7 (second reader on key fields).
    """
    if not len(unread) or not words:
        return []
    usual = median(word.box.height for word in words)
    found: list[tuple[int, Box]] = []
    for line in _lines(words):
        label = next((word for word in line if tells_identity(word.text)), None)
        hole = None if label is None else _hole(line, label, unread, usual)
        if hole is not None:
            found.append(hole)
    found.sort(key=lambda pair: -pair[0])
    return [box for _, box in found[:HOLES_MAX]]


def lacks_birth(words: Sequence[Word]) -> bool:
    """True where no day stands beside what announces an identity, nor just under it. words: in reading order."""
    lines = _lines(words)
    texts = [fold(" ".join(word.text for word in line)) for line in lines]
    return not any(
        _DAY.search(" ".join(texts[place : place + 1 + _LINES_UNDER])) or _DAY.search(_beside(lines[place], words))
        for place, text in enumerate(texts)
        if tells_identity(text)
    )


def _beside(line: Sequence[Word], words: Sequence[Word]) -> str:
    """All that stands as high as a line, in other columns too, folded."""
    middle = median(word.box.middle[1] for word in line)
    level = sorted((word for word in words if word.box.y0 <= middle <= word.box.y1), key=lambda word: word.box.x0)
    return fold(" ".join(word.text for word in level))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _hole(line: Sequence[Word], label: Word, unread: Points, usual: float) -> tuple[int, Box] | None:
    """How many marks stand on the line behind its label, in no word, and the place that holds them with the label.

    usual: height of a word of the page; a word that an engine stretched over what it did not read is no higher.
    """
    told = [word for word in line if any(sign.isalnum() for sign in word.text)]
    high = min(_HIGH_MAX * usual, median(word.box.height for word in told))
    middle = median(word.box.middle[1] for word in told)
    top, bottom = middle - high / 2, middle + high / 2
    inside = unread[
        (unread[:, 1] > top - _ABOVE * high) & (unread[:, 1] < bottom + _ABOVE * high) & (unread[:, 0] > label.box.x0)
    ]
    marks = inside[inside[:, 0].argsort()]
    kept = [one for one in range(len(marks)) if _has_neighbour(marks, one, high)]
    if len(kept) < HOLE_MARKS_MIN:
        return None
    last = max(float(marks[kept, 0].max()) + _BESIDE * high, *(word.box.x1 for word in line))
    pad = _AROUND * high
    box = Box(
        x0=max(0.0, label.box.x0 - pad),
        y0=max(0.0, min(top, float(marks[kept, 1].min())) - pad),
        x1=min(1.0, last),
        y1=min(1.0, max(bottom, float(marks[kept, 1].max())) + pad),
    )
    return len(kept), box


def _has_neighbour(marks: Points, place: int, high: float) -> bool:
    """True for a mark beside another one. marks: from left to right."""
    sides = [other for other in (place - 1, place + 1) if 0 <= other < len(marks)]
    return any(abs(float(marks[other, 0] - marks[place, 0])) < _NEAR * high for other in sides)
