"""Labels of an INS that nothing follows: the empty box of a form, told from a number that no reader saw.

What lives here: the ink beside and under a label that stands alone on its line. What must not: engines, what a missing
number means for the filing (``decide.identity``). Rule: intake.md §5 (no contradiction anywhere).
"""

from collections.abc import Sequence
from itertools import groupby
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from liane.codecs.imaging.reading import Grey
from liane.domain.intake.matching.marks import announces_ins_alone
from liane.domain.intake.page import Box, Word

LABELS_MAX = 8
INK_BELOW = 190
"""Darkness of what counts as ink on an even light, faint writing with it."""
_BESIDE, _GAP, _LEAN, _UNDER, _REACH = 30.0, 0.3, 0.35, 2.2, 6.0
"""In heights of the label: how far beside it a number may stand, what is left free around it, how far above or below
its row ink still belongs to it, how far under it, and how far to the right what stands under it may begin."""
_RULE_ACROSS, _RULE_DOWN = 1.5, 1.2
"""In heights of the label: a straight stroke as long is a rule of the form."""
_MARK, _WIDE = 0.3, 2.0
"""In heights of the label: what is smaller is a dot of a leader; one mark as wide may be figures that touch."""
_FIGURES_MIN = 3
_GUESS_BELOW = 0.5
_Mask = npt.NDArray[np.uint8]


def find_empty_labels(grey: Grey, words: Sequence[Word]) -> tuple[Box, ...]:
    """The places of the labels of an INS alone on their line, beside and under which no ink stands.

    grey: the upright picture that was read; words: in reading order, boxes as fractions of it. Figures or guesses read
    beside or under a label make it no empty one: they may be what is left of a number.
    """
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    alone = [line for line in lines if announces_ins_alone(" ".join(word.text for word in line))]
    return tuple(_place(line) for line in alone[:LABELS_MAX] if _is_empty(grey, line, words))


def _place(line: Sequence[Word]) -> Box:
    place = line[0].box
    for word in line[1:]:
        place = place.union(word.box)
    return place


def _is_empty(grey: Grey, line: Sequence[Word], words: Sequence[Word]) -> bool:
    label, high = _place(line), median(word.box.height for word in line)
    others = [word for word in words if word not in line]
    wide = high * grey.shape[0] / grey.shape[1]
    level = [word for word in others if word.box.x0 >= label.x1 and _is_level(word.box, label)]
    reach = Box(x0=label.x0 - wide, y0=label.y1, x1=label.x1 + _REACH * wide, y1=label.y1 + _UNDER * high)
    first = sorted(level, key=lambda word: word.box.x0)[:1]
    if any(map(_may_be_number, first)) or any(_begins_number(word, reach) for word in others):
        return False
    read = [word.box for word in others]
    return not any(
        _has_ink(grey, zone, high, read) for zone in (_beside(label, wide, level), _under(label, high, wide, others))
    )


def _beside(label: Box, wide: float, level: Sequence[Word]) -> Box:
    """The row of a label, up to the next word. level: the words of this row."""
    high = label.height
    end = min([*(word.box.x0 for word in level), label.x1 + _BESIDE * wide, 1.0]) - _GAP * wide
    start = label.x1 + _GAP * wide
    return Box(x0=start, y0=label.y0 - _LEAN * high, x1=max(start, end), y1=label.y1 + _LEAN * high)


def _under(label: Box, high: float, wide: float, others: Sequence[Word]) -> Box:
    """What stands under a label, down to the words of the next row."""
    start, end = label.x0 - wide, min(label.x1 + _BESIDE / 2 * wide, 1.0)
    top = label.y1 + _GAP * high
    tops = [
        word.box.y0 for word in others if word.box.y0 >= top and word.box.x0 < end and word.box.x1 > max(0.0, start)
    ]
    bottom = min([*tops, top + _UNDER * high, 1.0])
    return Box(x0=max(0.0, start), y0=top, x1=end, y1=max(top, bottom))


def _is_level(box: Box, label: Box) -> bool:
    return min(box.y1, label.y1) - max(box.y0, label.y0) > min(box.height, label.height) / 2


def _begins_number(word: Word, reach: Box) -> bool:
    """True for a word just under a label that bears a figure, or was only guessed."""
    across = min(word.box.x1, reach.x1) - max(word.box.x0, reach.x0)
    is_there = across > 0 and reach.y0 <= word.box.middle[1] <= reach.y1
    return is_there and (any(map(str.isdigit, word.text)) or word.confidence < _GUESS_BELOW)


def _may_be_number(word: Word) -> bool:
    """True for figures, and for what a reader only guessed."""
    return sum(sign.isdigit() for sign in word.text) >= _FIGURES_MIN or word.confidence < _GUESS_BELOW


def _has_ink(grey: Grey, zone: Box, high: float, read: Sequence[Box]) -> bool:
    """True where marks stand in a zone, rules of a form, dots and words that were read apart."""
    height, width = grey.shape
    top, bottom = max(0, round(zone.y0 * height)), round(zone.y1 * height)
    left, right = max(0, round(zone.x0 * width)), round(zone.x1 * width)
    size = high * height
    if bottom - top < _MARK * size or right - left < _MARK * size:
        return False
    dark: _Mask = (grey[top:bottom, left:right] < INK_BELOW).astype(np.uint8)
    for box in read:
        pad = round(_MARK * size / 2)
        y0, y1 = round(box.y0 * height) - top - pad, round(box.y1 * height) - top + pad
        x0, x1 = round(box.x0 * width) - left - pad, round(box.x1 * width) - left + pad
        dark[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(_without_rules(dark, size), connectivity=8)
    across, down = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    is_mark = (np.maximum(across, down) >= _MARK * size) & (np.minimum(across, down) >= _MARK * size / 4)
    return int(is_mark.sum()) > 1 or bool((across[is_mark] >= _WIDE * size).any())


def _without_rules(dark: _Mask, size: float) -> _Mask:
    """Ink without the straight strokes longer than a letter: frames, lines to write on, combs."""
    edge = round(_RULE_ACROSS * size)
    padded = cv2.copyMakeBorder(dark, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
    lengths = ((1, max(3, edge)), (max(3, round(_RULE_DOWN * size)), 1))
    opened = [cv2.morphologyEx(padded, cv2.MORPH_OPEN, np.ones(one, np.uint8)) for one in lengths]
    rules = cv2.dilate(cv2.bitwise_or(*opened), np.ones((3, 3), np.uint8))
    shown = rules[edge : edge + dark.shape[0], edge : edge + dark.shape[1]]
    return cv2.subtract(dark, shown).astype(np.uint8)
