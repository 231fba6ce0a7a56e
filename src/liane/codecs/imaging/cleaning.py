"""A page made easier to read: even light, clear ink, no specks; and what its ink amounts to.

What lives here: pixels to pixels, and measures. What must not: geometry (``straighten``) nor reading.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from liane.codecs.imaging.reading import Grey
from liane.codecs.imaging.straighten import find_letters

_DARK = 150
_MARGIN = 0.03
_BLANK_INK = 0.0012
_BLANK_LETTERS = 12
_SPECKS_MAX = 1500.0
"""Specks on an A4 page past which they are wiped: dots and accents of a full page count a few hundred."""
_A4_INCHES2 = 96.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Measures of a page. share: of dark pixels within its margins; letters: marks of the size of letters; contrast: 0
    to 1, between the paper and the ink.
    """

    share: float
    letters: int
    contrast: float

    @property
    def is_blank(self) -> bool:
        """True when nothing is written: a back, a separator without words, what shows through the paper."""
        return self.letters < _BLANK_LETTERS and self.share < _BLANK_INK


def measure_ink(grey: Grey) -> Ink:
    """Measure a page whose light is even. Rule: intake.md §1.3 (blank pages are dropped from reading)."""
    height, width = grey.shape
    inner = grey[int(height * _MARGIN) : int(height * (1 - _MARGIN)), int(width * _MARGIN) : int(width * (1 - _MARGIN))]
    if inner.size == 0:
        inner = grey
    _, letters = find_letters(np.ascontiguousarray(inner))
    low, high = np.percentile(inner[::2, ::2], (0.5, 90))
    return Ink(share=float((inner < _DARK).mean()), letters=letters, contrast=float(high - low) / 255)


def even_light(grey: Grey) -> Grey:
    """Bring the paper to white and the ink to black, also where light falls unevenly (photograph, folded sheet)."""
    height, width = grey.shape
    scale = max(1, max(height, width) // 400)
    small = cv2.resize(grey, (max(1, width // scale), max(1, height // scale)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    if float(paper.min()) >= 235:
        return grey
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(grey, np.maximum(wide, 40).astype(np.uint8), scale=255)
    return flat.astype(np.uint8)


def clear_ink(grey: Grey) -> Grey:
    """Stretch a pale page so that its ink is dark; a page already dark enough is left alone."""
    low, high = (float(value) for value in np.percentile(grey[::3, ::3], (0.5, 95)))
    if low < 90 or high - low < 20:
        return grey
    stretched = (grey.astype(np.float32) - low * 0.9) * (255.0 / (high - low * 0.9))
    clipped: Grey = np.clip(stretched, 0, 255).astype(np.uint8)
    return clipped


def wipe_specks(grey: Grey, dpi: int) -> Grey:
    """Wipe the specks of a noisy page; accents and dots are kept, since a clean page is left alone."""
    dark = (grey < 128).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    largest = max(2, round((dpi / 200) ** 2 * 4))
    is_speck = stats[:, cv2.CC_STAT_AREA] <= largest
    is_speck[0] = False
    sheets = max(0.1, grey.size / max(dpi, 72) ** 2 / _A4_INCHES2)
    if is_speck.sum() / sheets < _SPECKS_MAX:
        return grey
    cleaned = grey.copy()
    cleaned[is_speck[labels]] = 255
    return cleaned


def resize_to(grey: Grey, dpi: int, wanted: int, pixels_max: int) -> tuple[Grey, int]:
    """Bring a page to the resolution at which it reads best, within pixels_max; gives it with its resolution."""
    ratio = min(wanted / max(dpi, 1), float(np.sqrt(pixels_max / max(grey.size, 1))))
    if 0.9 <= ratio <= 1.1:
        return grey, dpi
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=how)
    return resized.astype(np.uint8), max(1, round(dpi * ratio))
