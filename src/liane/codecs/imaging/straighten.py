"""A page put upright and straight: the direction of its lines, turned by quarters and by a few degrees.

What lives here: geometry of pictures. What must not: reading.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from liane.codecs.imaging.reading import Grey
from liane.domain.intake.page import Box, Word

SKEW_DEGREES_MAX = 8.0
_WORK_SIDE = 1000
_COARSE = 0.5
_FINE = 0.1
_SURE = 1.25
"""How much sharper the lines must be across for a page to be held as lying on its side."""
_LETTERS_MIN = 30
_OVERTURNED = -0.12

_Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """How a page lies. is_sideways: its lines are vertical; skew_degrees: anticlockwise slope of its lines; asymmetry:
    what rises above the letters less what hangs below, -1 to 1 (French rises); letters: marks that look like letters;
    other_skew: the slope if the page lay the other way.
    """

    is_sideways: bool
    skew_degrees: float
    asymmetry: float
    letters: int
    other_skew: float = 0.0

    @property
    def seems_overturned(self) -> bool:
        """True when the letters hang rather than rise."""
        return self.letters >= _LETTERS_MIN and self.asymmetry < _OVERTURNED


def find_pose(grey: Grey) -> Pose:
    """Measure how a page lies, by the sharpness of its lines. Rule: intake.md §1.3 (orientation, deskew)."""
    mask, letters = find_letters(grey)
    if letters < _LETTERS_MIN:
        return Pose(is_sideways=False, skew_degrees=0.0, asymmetry=0.0, letters=letters)
    upright, skew = _best_angle(mask)
    sideways, side_skew = _best_angle(np.ascontiguousarray(np.rot90(mask)))
    if sideways > _SURE * upright:
        straight = _rotate_small(np.ascontiguousarray(np.rot90(mask)), side_skew)
        rise = _asymmetry(straight)
        return Pose(is_sideways=True, skew_degrees=side_skew, asymmetry=rise, letters=letters, other_skew=skew)
    straight = _rotate_small(mask, skew)
    return Pose(is_sideways=False, skew_degrees=skew, asymmetry=_asymmetry(straight), letters=letters)


def find_letters(grey: Grey) -> tuple[_Mask, int]:
    """A small black and white picture with only what has the size of letters, and how many such marks there are."""
    labels, is_letter, _ = _mark_letters(grey)
    mask: _Mask = is_letter[labels].astype(np.uint8)
    return mask, int(is_letter.sum())


def letter_centres(grey: Grey) -> npt.NDArray[np.float64]:
    """Middles of the marks that have the size of letters: n × 2, fractions of the width and of the height."""
    labels, is_letter, centres = _mark_letters(grey)
    height, width = labels.shape
    found: npt.NDArray[np.float64] = centres[is_letter] / np.array([width, height], dtype=np.float64)
    return found


def _mark_letters(
    grey: Grey,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    scale = min(1.0, _WORK_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    block = 31
    dark = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    sides = np.maximum(wide, high)
    is_letter = (sides >= 4) & (sides <= 60) & (np.minimum(wide, high) <= 40) & (area >= 6) & (area <= 900)
    is_letter[0] = False
    return labels.astype(np.int32, copy=False), is_letter, centres.astype(np.float64, copy=False)


def _best_angle(mask: _Mask) -> tuple[float, float]:
    """Sharpness of the lines at the best slope, and this slope."""
    coarse = np.arange(-SKEW_DEGREES_MAX, SKEW_DEGREES_MAX + _COARSE / 2, _COARSE)
    half = cv2.resize(mask * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA).astype(np.uint8)
    best = max(coarse, key=lambda angle: _sharpness(half, float(angle)))
    fine = np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE)
    angle = float(max(fine, key=lambda angle: _sharpness(mask, float(angle))))
    return _sharpness(mask, angle), round(angle, 2)


def _sharpness(mask: _Mask, angle: float) -> float:
    profile = _rotate_small(mask, angle).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _rotate_small(mask: _Mask, angle: float) -> _Mask:
    height, width = mask.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_NEAREST).astype(np.uint8)


def _asymmetry(mask: _Mask) -> float:
    """What rises above the body of the letters less what hangs below, over both; 0 when there is neither."""
    profile = mask.sum(axis=1, dtype=np.float64)
    usual = float(np.percentile(profile[profile > 0], 75)) if (profile > 0).any() else 0.0
    if usual <= 0:
        return 0.0
    is_body = profile > 0.5 * usual
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_body.astype(np.int8), [0]))))
    above = below = 0.0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        reach = max(2, (end - start) // 2)
        above += float(profile[max(0, start - reach) : start].sum())
        below += float(profile[end : end + reach].sum())
    return (above - below) / (above + below) if above + below else 0.0


def turn_picture(grey: Grey, rotation: int) -> Grey:
    """Turn a picture clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(grey, -(rotation // 90) % 4))


def straighten_picture(grey: Grey, skew_degrees: float) -> Grey:
    """Turn a picture by a few degrees about its middle so that its lines are level; same size, white corners."""
    if abs(skew_degrees) < _FINE / 2:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew_degrees, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return turned.astype(np.uint8)


def place_back(words: tuple[Word, ...], skew_degrees: float, *, width: int, height: int) -> tuple[Word, ...]:
    """Move the boxes of words read on a straightened picture to where the words are on the page as shown.

    The middle of each box turns with the page; its size stays.
    """
    if abs(skew_degrees) < _FINE / 2:
        return words
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew_degrees, 1.0).astype(np.float64)
    return tuple(_moved(word, matrix, width, height) for word in words)


def _moved(word: Word, matrix: npt.NDArray[np.float64], width: int, height: int) -> Word:
    box = word.box
    x, y = box.middle
    new_x, new_y = (float(value) for value in matrix @ np.array([x * width, y * height, 1.0]))
    left, top = new_x / width - (box.x1 - box.x0) / 2, new_y / height - (box.y1 - box.y0) / 2
    right, bottom = left + box.x1 - box.x0, top + box.y1 - box.y0
    return replace(word, box=Box(x0=_clamp(left), y0=_clamp(top), x1=_clamp(right), y1=_clamp(bottom)))


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def turn_box(box: Box, rotation: int) -> Box:
    """Where a box of a page goes when the page is turned clockwise by quarters."""
    if rotation % 360 == 90:
        return Box(x0=1 - box.y1, y0=box.x0, x1=1 - box.y0, y1=box.x1)
    if rotation % 360 == 180:
        return Box(x0=1 - box.x1, y0=1 - box.y1, x1=1 - box.x0, y1=1 - box.y0)
    if rotation % 360 == 270:
        return Box(x0=box.y0, y0=1 - box.x1, x1=box.y1, y1=1 - box.x0)
    return box
