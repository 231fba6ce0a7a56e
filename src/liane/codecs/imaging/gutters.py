"""Where one paper ends and the next begins on a picture of both: the edge that is seen between them, or bare glass.

What lives here: pixels between two places. What must not: what the papers say.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from liane.codecs.imaging.cleaning import even_light
from liane.codecs.imaging.reading import Grey

_DARK = 160
_ENDS = 0.045
"""Share of the length of a gutter left aside at each end: borders of the glass, lines that a fax prints."""
_BLANK_INK = 0.0012
_BLANK_MIN = 0.004
_HALF = 0.5
_BLOCKS = 48
_DIP_MIN = 7.0
"""Levels of grey by which an edge is darker than the paper on both sides."""
_ON_LINE_MIN = 0.7
_OFF_LINE_MAX = 0.006
_SMALL = 1200

_Profile = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gutter:
    """Where two papers part. place: fraction of the side; has_edge: an edge or its shadow runs along there."""

    place: float
    has_edge: bool


def find_gutter(grey: Grey, low: float, high: float, *, is_upright: bool) -> Gutter | None:
    """Find where to part a picture between two fractions of its width (of its height where not upright).

    None where ink crosses the whole way: nothing can be cut there. Rule: intake.md §1.5.
    """
    band = _band(grey, low, high, is_upright=is_upright)
    if band is None:
        return None
    raw, even = band
    span = raw.shape[1]
    side = span / (high - low)
    edge = _find_edge(raw, side)
    if edge is not None:
        return Gutter(place=low + (high - low) * edge / span, has_edge=True)
    run = _widest(np.asarray((even < _DARK).mean(axis=0) <= _BLANK_INK))
    if run is None or run[1] - run[0] < _BLANK_MIN * side:
        return None
    first, last = (low + (high - low) * end / span for end in run)
    is_half_bare = first + _BLANK_MIN <= _HALF <= last - _BLANK_MIN
    return Gutter(place=_HALF if is_half_bare else (first + last) / 2, has_edge=False)


def _band(grey: Grey, low: float, high: float, *, is_upright: bool) -> tuple[Grey, Grey] | None:
    """What lies between, its length down and its span across: as seen, and under an even light."""
    scale = min(1.0, _SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    even = even_light(small.astype(np.uint8))
    if not is_upright:
        small, even = small.T, even.T
    length, width = small.shape
    ends = int(length * _ENDS)
    first, last = int(low * width), int(np.ceil(high * width))
    if last - first < 4 or length - 2 * ends < _BLOCKS:
        return None
    cut = (slice(ends, length - ends), slice(first, last))
    return np.ascontiguousarray(small[cut]).astype(np.uint8), np.ascontiguousarray(even[cut]).astype(np.uint8)


def _find_edge(band: Grey, side: float) -> float | None:
    """The middle of a thin dark line, or of a step of light, that runs straight along the whole band."""
    blocks = np.array_split(band.astype(np.float64), _BLOCKS, axis=0)
    profiles = [np.median(block, axis=0) for block in blocks]
    dips = np.array([_dip(profile) for profile in profiles])
    is_dip = dips[:, 1] >= _DIP_MIN
    if is_dip.mean() < _ON_LINE_MIN:
        return None
    rows = np.arange(_BLOCKS)
    best: tuple[int, _Profile] | None = None
    chosen = np.flatnonzero(is_dip)
    for one in chosen[:: max(1, len(chosen) // 8)]:
        for other in chosen[:: max(1, len(chosen) // 8)]:
            if other - one < _BLOCKS // 3:
                continue
            slope = (dips[other, 0] - dips[one, 0]) / (other - one)
            line = dips[one, 0] + slope * (rows - one)
            count = int((is_dip & (np.abs(dips[:, 0] - line) <= max(2.0, _OFF_LINE_MAX * side))).sum())
            if best is None or count > best[0]:
                best = (count, line)
    if best is None or best[0] < _ON_LINE_MIN * _BLOCKS:
        return None
    return float(best[1].mean())


def _dip(profile: _Profile) -> tuple[float, float]:
    """Where a profile is darkest against what lies around it, and by how much."""
    around = cv2.blur(profile.reshape(1, -1), (25, 1), borderType=cv2.BORDER_REFLECT).ravel()
    depth = around - profile
    place = int(np.argmax(depth))
    return float(place), float(depth[place])


def _widest(is_blank: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
    """The longest run of blank places: its first one and the one after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], is_blank.astype(np.int8), [0]))))
    if not len(edges):
        return None
    runs = edges.reshape(-1, 2)
    longest = runs[int(np.argmax(runs[:, 1] - runs[:, 0]))]
    return int(longest[0]), int(longest[1])
