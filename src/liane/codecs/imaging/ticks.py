"""Boxes to tick on a page: small squares drawn by a pen, a printer or a form, empty or ticked.

What lives here: where they stand and whether there is ink inside. What must not: what a box answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from liane.codecs.imaging.reading import Grey
from liane.domain.intake.page import Box

BOXES_MAX = 200
"""Squares of one page past which they are the squares of a grid, not boxes to tick."""
SIDE_MM = (1.7, 5.5)
EMPTY_SIGN, TICKED_SIGN = "☐", "☒"
_DPI = 150
"""Resolution at which boxes are looked for: ink is kept, white is lost, when a page is drawn finer."""
_DARK = 140
_SQUARE = 0.8
"""Shorter side over longer side, at least."""
_SIDE_INKED = 0.86
"""Share of the length of each side that ink covers, at least: a letter has round or open sides."""
_EDGE = 0.14
"""How deep a side may stand in its rectangle, as a share of it: a box askew, a rough print."""
_ALONE = 0.2
"""Blank before and after a box, as a share of its width."""
_WAVE_MAX = 0.3
"""Mean distance of the ink of a side to a straight line, in pixels."""
_EMPTY_MAX, _TICKED_MIN = 0.025, 0.07
"""Share of ink inside a box, its outline left out: a box between the two is neither empty nor ticked for sure."""
_SOLID = 0.93
_COMB_MIN = 2
"""Boxes in a row that nearly touch are the places of the letters of a word or of the figures of a date."""
Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class TickBox:
    """One box. box: fractions of the page; is_ticked: there is ink inside; is_joined: that ink is one with the outline,
    as in the sign of a font, where a letter in a square stands apart; pixels: left, top, width, height.
    """

    box: Box
    is_ticked: bool
    is_joined: bool
    pixels: tuple[int, int, int, int]

    @property
    def sign(self) -> str:
        """The sign that stands for it in a text."""
        return TICKED_SIGN if self.is_ticked else EMPTY_SIGN


def find_tick_boxes(grey: Grey, dpi: int) -> tuple[TickBox, ...]:
    """The boxes to tick of an upright picture, from top to bottom. A box that its tick leaves is not found."""
    step = max(1, dpi // _DPI)
    small = cv2.erode(grey, np.ones((step, step), np.uint8))[::step, ::step] if step > 1 else grey
    dpi //= step
    height, width = small.shape
    dark = (small < _DARK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    low, high = (side * dpi / 25.4 for side in SIDE_MM)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_square = np.minimum(wide, tall) >= _SQUARE * np.maximum(wide, tall)
    fits = is_square & (np.minimum(wide, tall) >= low) & (np.maximum(wide, tall) <= high)
    fits[0] = False
    found: list[TickBox] = []
    for place in np.flatnonzero(fits)[: 4 * BOXES_MAX]:
        left, top, across, down = (int(one) for one in stats[place, :4])
        outline = (labels[top : top + down, left : left + across] == place).astype(np.uint8)
        ticked = _judge(outline, dark[top : top + down, left : left + across])
        if ticked is None or not _stands_alone(dark, left, top, across, down):
            continue
        box = Box(x0=left / width, y0=top / height, x1=(left + across) / width, y1=(top + down) / height)
        pixels = (left * step, top * step, across * step, down * step)
        found.append(TickBox(box=box, is_ticked=ticked, is_joined=_has_ink(_inside(outline)), pixels=pixels))
    kept = _without_combs(found)
    return tuple(kept) if len(kept) <= BOXES_MAX else ()


def wipe_boxes(grey: Grey, boxes: Sequence[TickBox]) -> Grey:
    """The picture without these boxes, which engines take for letters; ink apart inside one is left to be read."""
    if not boxes:
        return grey
    cleaned = grey.copy()
    for one in boxes:
        left, top, across, down = one.pixels
        kept = cleaned[top : top + down, left : left + across].copy()
        cleaned[max(0, top - 2) : top + down + 2, max(0, left - 2) : left + across + 2] = 255
        if one.is_ticked and not one.is_joined:
            pad = _padding(min(across, down))
            inner = kept[pad : down - pad, pad : across - pad]
            cleaned[top + pad : top + down - pad, left + pad : left + across - pad] = inner
    return cleaned


def _padding(side: int) -> int:
    return max(3, round(0.2 * side))


def _inside(part: Mask) -> Mask:
    rows, columns = part.shape
    pad = _padding(min(rows, columns))
    return part[pad : rows - pad, pad : columns - pad]


def _has_ink(part: Mask) -> bool:
    return part.size > 0 and float(part.mean()) >= _TICKED_MIN


def _judge(outline: Mask, dark: Mask) -> bool | None:
    """Whether a square of ink is a box that is ticked; None when it is no box, or when that is not sure.

    outline: its own ink; dark: all ink within the same rectangle, of a tick that does not touch it too.
    """
    rows, columns = outline.shape
    sides = (outline, outline[::-1], outline.T, outline[:, ::-1].T)
    if not all(_is_straight(side, edge=max(2, round(_EDGE * min(rows, columns)))) for side in sides):
        return None
    inside = _inside(dark)
    if inside.size < 9:
        return None
    share = float(inside.mean())
    if share > _SOLID:
        return None
    return True if share >= _TICKED_MIN else False if share <= _EMPTY_MAX else None


def _stands_alone(dark: Mask, left: int, top: int, across: int, down: int) -> bool:
    """True when no ink stands just before or after: what touches its neighbours is a letter of a word."""
    gap = max(2, round(_ALONE * across))
    rows = slice(top + down // 6, top + down - down // 6)
    before, after = (
        dark[rows, max(0, left - gap) : max(0, left - 1)],
        dark[rows, left + across + 1 : left + across + gap],
    )
    return not before.any() and not after.any()


def _is_straight(side: Mask, *, edge: int) -> bool:
    """True when ink runs along the first rows from one end to the other, as straight as a ruled line, even askew.

    edge: how deep it may stand, in pixels.
    """
    depth = np.where(side[:edge].any(axis=0), side[:edge].argmax(axis=0), edge).astype(float)
    is_inked = depth < edge
    if float(is_inked.mean()) < _SIDE_INKED or not (is_inked[:2].any() and is_inked[-2:].any()):
        return False
    places = np.flatnonzero(is_inked)
    slope, start = np.polyfit(places, depth[is_inked], 1)
    return float(np.abs(depth[is_inked] - slope * places - start).mean()) <= _WAVE_MAX


def _without_combs(boxes: Sequence[TickBox]) -> list[TickBox]:
    """Leave out boxes side by side, of one size: each holds a letter or a figure."""
    kept: list[TickBox] = []
    row: list[TickBox] = []
    for one in sorted(boxes, key=lambda one: (round(one.pixels[1] / max(one.pixels[3], 1)), one.pixels[0])):
        if row and _is_beside(row[-1], one):
            row.append(one)
            continue
        kept += row if len(row) < _COMB_MIN else []
        row = [one]
    kept += row if len(row) < _COMB_MIN else []
    return sorted(kept, key=lambda one: (one.pixels[1], one.pixels[0]))


def _is_beside(one: TickBox, other: TickBox) -> bool:
    left, top, across, down = one.pixels
    gap = other.pixels[0] - left - across
    return abs(other.pixels[1] - top) < 0.5 * down and -0.2 * across <= gap <= 0.35 * across
