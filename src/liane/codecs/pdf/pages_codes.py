"""The codes of one page: INS datamatrix, stay numbers in bars, 2D-Doc, separator sheets; where each one is.

What lives here: pixels to payloads. What must not: the meaning of a payload.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from liane.codecs.imaging.reading import Grey
from liane.domain.intake.page import Box, PageSymbol, SymbolKind

SYMBOLS_MAX = 40
CROPS_MAX = 6
CODE_DPI = 200
_DARK = 160
_KERNELS = (5, 3)
"""The wide one joins faint modules; the narrow one keeps the text over a code apart."""
RETRY_DPI = 300
_FORMAT = zxingcpp.BarcodeFormat
_MATRIX = {_FORMAT.DataMatrix: SymbolKind.DATAMATRIX, _FORMAT.QRCode: SymbolKind.QR}
_OTHER = (_FORMAT.Aztec, _FORMAT.PDF417)
_LINEAR = (_FORMAT.Code128, _FORMAT.Code39, _FORMAT.Code93, _FORMAT.EAN13, _FORMAT.EAN8, _FORMAT.ITF, _FORMAT.Codabar)
_WANTED = zxingcpp.BarcodeFormats([*_MATRIX, *_OTHER, *_LINEAR])
_WEAK = (_FORMAT.ITF, _FORMAT.Codabar)
"""Formats without a check of their own: short ones are found in rules and hatchings."""
_WEAK_CHARS_MIN = 6


def find_symbols(grey: Grey) -> tuple[PageSymbol, ...]:
    """Find the codes of a page, at any angle, at most SYMBOLS_MAX; boxes are fractions of the picture.

    grey: the page at CODE_DPI or finer. Rule: intake.md §1.4.
    """
    height, width = grey.shape
    found = zxingcpp.read_barcodes(grey, formats=_WANTED)
    return tuple(_make(one, width, height) for one in found if _is_sure(one))[:SYMBOLS_MAX]


def find_suspects(grey: Grey, dpi: int, found: tuple[PageSymbol, ...]) -> tuple[Box, ...]:
    """Zones that look like a code and gave none: dense squares of 6 to 60 mm, at most CROPS_MAX.

    Rule: intake.md §2 (about 3 pixels a module: retry at 300 dpi or on a crop).
    """
    scale = 72 / max(dpi, 1)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    dark = (small < _DARK).astype(np.uint8)
    boxes: list[tuple[int, Box]] = []
    for kernel in _KERNELS:
        for area, box in _dense_squares(dark, kernel, grey):
            seen = (*(symbol.box for symbol in found), *(other for _, other in boxes))
            if not any(_holds(box, other.middle) for other in seen):
                boxes.append((area, box))
    boxes.sort(key=lambda pair: -pair[0])
    return tuple(box for _, box in boxes[:CROPS_MAX])


def _dense_squares(dark: npt.NDArray[np.uint8], kernel: int, grey: Grey) -> Iterator[tuple[int, Box]]:
    """Area and place of each patch of ink about as high as wide. kernel: points between marks that count as one."""
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((kernel, kernel), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    rows, columns = dark.shape
    for left, top, wide, high, area in stats[1 : min(count, 4000)].tolist():
        if not (15 <= wide <= 170 and 15 <= high <= 170 and 0.6 <= wide / high <= 1.7 and area > 0.6 * wide * high):
            continue
        ink = _ink(grey, (left / columns, top / rows, (left + wide) / columns, (top + high) / rows))
        if 0.2 <= ink <= 0.9:
            yield (
                area,
                Box(
                    x0=max(0.0, (left - 8) / columns),
                    y0=max(0.0, (top - 8) / rows),
                    x1=min(1.0, (left + wide + 8) / columns),
                    y1=min(1.0, (top + high + 8) / rows),
                ),
            )


def _ink(grey: Grey, zone: tuple[float, float, float, float]) -> float:
    """Share of dark pixels of a zone, on the fine picture: modules melt into grey on a small one."""
    height, width = grey.shape
    crop = grey[int(zone[1] * height) : int(zone[3] * height) + 1, int(zone[0] * width) : int(zone[2] * width) + 1]
    return float((crop < _DARK).mean()) if crop.size else 0.0


def search_crops(grey: Grey, zones: tuple[Box, ...]) -> tuple[PageSymbol, ...]:
    """Look again for codes in some zones of a finer picture, also enlarged and sharpened."""
    height, width = grey.shape
    symbols: list[PageSymbol] = []
    for zone in zones:
        left, top = int(zone.x0 * width), int(zone.y0 * height)
        crop = grey[top : max(top + 1, int(zone.y1 * height)), left : max(left + 1, int(zone.x1 * width))]
        for variant, factor in _variants(crop):
            found = [one for one in zxingcpp.read_barcodes(variant, formats=_WANTED) if _is_sure(one)]
            if found:
                symbols.extend(_make(one, width, height, left, top, factor) for one in found)
                break
    return tuple(symbols[:SYMBOLS_MAX])


def _variants(crop: Grey) -> list[tuple[Grey, int]]:
    """A crop as it is, twice as large, then in pure black and white."""
    double: Grey = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    _, pure = cv2.threshold(cv2.GaussianBlur(double, (3, 3), 0), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return [(np.ascontiguousarray(crop), 1), (double, 2), (pure.astype(np.uint8), 2)]


def _is_sure(found: zxingcpp.Barcode) -> bool:
    return found.valid and not (found.format in _WEAK and len(found.bytes) < _WEAK_CHARS_MIN)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1


def _make(found: zxingcpp.Barcode, width: int, height: int, left: int = 0, top: int = 0, factor: int = 1) -> PageSymbol:
    at = found.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    columns = [left + point.x / factor for point in corners]
    rows = [top + point.y / factor for point in corners]
    kind = _MATRIX.get(found.format) or (SymbolKind.OTHER if found.format in _OTHER else SymbolKind.CODE_1D)
    return PageSymbol(
        kind=kind,
        format=found.format.name,
        payload=found.bytes,
        box=Box(
            x0=max(0.0, min(columns) / width),
            y0=max(0.0, min(rows) / height),
            x1=min(1.0, max(columns) / width),
            y1=min(1.0, max(rows) / height),
        ),
    )
