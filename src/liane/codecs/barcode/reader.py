"""The codes of a picture: a scan, a photograph of a label; within bounds of size, of tries and of number.

What lives here: pixels to bytes. What must not: the meaning of the bytes (see ``datamatrix_ins``).
"""

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from liane.domain.errors import Finding, MalformedMessage, Severity

if TYPE_CHECKING:
    import zxingcpp

IMAGE_BYTES_MAX = 20 * 1024 * 1024
IMAGE_PIXELS_MAX = 40_000_000
SIDE_PIXELS_MAX = 3_600
"""Larger pictures are reduced to this before they are searched: it bounds the time that a search takes."""
SMALL_SIDE_PIXELS = 1_200
SYMBOLS_MAX = 20
_MARGIN = 20
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One DataMatrix found. data: exact bytes; corners: pixels of the picture as received, clockwise."""

    data: bytes = field(repr=False)
    corners: tuple[tuple[int, int], ...]


def read_symbols(image_bytes: bytes) -> tuple[Symbol, ...]:
    """Find the DataMatrix symbols of a picture, at any angle, at most SYMBOLS_MAX; none found gives an empty result.

    JPEG, PNG, TIFF (first page), BMP, GIF or WebP, told by the content.
    Raises MalformedMessage DTM-030 (too many bytes), DTM-031 (no readable picture), DTM-032 (too many pixels).
    """
    import zxingcpp

    image, scale = _open(image_bytes)
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    for variant, factor, margin in _variants(image):
        found = zxingcpp.read_barcodes(variant, formats=wanted)
        found = found or zxingcpp.read_barcodes(variant, formats=wanted, binarizer=zxingcpp.Binarizer.GlobalHistogram)
        symbols = tuple(_make_symbol(one, factor * scale, margin) for one in found if one.valid)[:SYMBOLS_MAX]
        if symbols:
            return symbols
    return ()


def _variants(image: Image.Image) -> list[tuple[Image.Image, float, int]]:
    """The picture, and when it is small the same twice as large: few pixels a module are then read better.

    With each: what one of its pixels is worth, and the margin added around.
    """
    variants = [(image, 1.0, 0)]
    if max(image.size) <= SMALL_SIDE_PIXELS:
        double = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
        variants.append((ImageOps.expand(double, _MARGIN, 255), 0.5, _MARGIN))
    return variants


def _make_symbol(found: "zxingcpp.Barcode", scale: float, margin: int) -> Symbol:
    position = found.position
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return Symbol(
        data=found.bytes,
        corners=tuple((round((point.x - margin) * scale), round((point.y - margin) * scale)) for point in points),
    )


def _open(data: bytes) -> tuple[Image.Image, float]:
    """The picture in grey on white, reduced when it is large, and how much a pixel of it is worth."""
    if len(data) > IMAGE_BYTES_MAX:
        raise _refuse(
            "DTM-030", f"L'image dépasse {IMAGE_BYTES_MAX // 1024 // 1024} Mo.", "Envoyer une image plus légère."
        )
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > IMAGE_PIXELS_MAX:
                raise _refuse(
                    "DTM-032",
                    f"L'image dépasse {IMAGE_PIXELS_MAX // 1_000_000} millions de pixels.",
                    "Numériser en 300 points par pouce.",
                )
            image.draft("L", (SIDE_PIXELS_MAX, SIDE_PIXELS_MAX))
            width = image.width
            grey = _on_white(image)
    except (*_UNREADABLE, *_BOMBS) as defect:
        raise _refuse(
            "DTM-031", "Ce fichier n'est pas une image lisible.", "Envoyer une image JPEG, PNG, TIFF, BMP, GIF ou WebP."
        ) from defect
    grey.thumbnail((SIDE_PIXELS_MAX, SIDE_PIXELS_MAX))
    return grey, width / max(grey.width, 1)


def _on_white(image: Image.Image) -> Image.Image:
    if "transparency" in image.info or image.mode in ("LA", "RGBA", "PA", "La", "RGBa"):
        flat = Image.new("RGBA", image.size, "white")
        flat.alpha_composite(image.convert("RGBA"))
        return flat.convert("L")
    return image.convert("L")


def _refuse(code: str, message: str, remedy: str) -> MalformedMessage:
    finding = Finding(
        code=code,
        severity=Severity.ERROR,
        location="image",
        message=message,
        remedy=remedy,
        layer="datamatrix",
        rule="ins.md §9",
    )
    return MalformedMessage(finding)
