"""Pictures of files: TIFF pages, JPEG, PNG, opened within bounds as arrays of grey on white.

What lives here: bytes to pixels and back. What must not: any change of what the picture shows.
"""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from liane.codecs.imaging.reading import Grey

FORMATS = ("JPEG", "PNG", "TIFF")
DEFECTS = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    AttributeError,
    ZeroDivisionError,
    RuntimeError,
)
"""What Pillow raises on damaged pictures, its own and that of its parsers."""
_A4_INCHES = 11.69
_DPI_MIN = 72
_DPI_MAX = 1200


class TooManyPixels(Exception):
    """A picture larger than its bound."""


class Unreadable(Exception):
    """Bytes that are no readable picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page as a picture. grey: rows × columns, 0 black; dpi: as told by the file, else guessed for an A4 sheet."""

    grey: Grey = field(repr=False)
    dpi: int


def count_frames(data: bytes, *, frames_max: int, pixels_max: int) -> int:
    """Pages of a picture file, at most frames_max + 1. Raises Unreadable, TooManyPixels past pixels_max in one page."""
    with _opened(data) as image:
        _check_pixels(image, pixels_max)
        if image.format != "TIFF":
            return 1
        count = 0
        try:
            while count <= frames_max:
                image.seek(count)
                _check_pixels(image, pixels_max)
                count += 1
        except EOFError:
            pass
        return count


def open_image(data: bytes, *, frame: int, pixels_max: int, pixels_read_max: int) -> tuple[Image.Image, int]:
    """Open one page of a picture file on white, in grey or in colour, upright as its own metadata say, with its dpi.

    frame: from 0. A picture larger than pixels_read_max is reduced. Raises TooManyPixels past pixels_max, Unreadable.
    """
    with _opened(data) as image:
        if image.format == "TIFF":
            image.seek(frame)
        _check_pixels(image, pixels_max)
        dpi, width = _dpi(image), image.width
        ratio = _reduction(image.width, image.height, pixels_read_max)
        if image.format == "JPEG" and ratio < 0.5:
            image.draft(image.mode, (int(image.width * ratio), int(image.height * ratio)))
        flat = _on_white(image)
        reduced = _reduce(flat, pixels_read_max)
        return ImageOps.exif_transpose(reduced), max(1, round(dpi * reduced.width / width))


def open_picture(data: bytes, *, frame: int, pixels_max: int, pixels_read_max: int) -> Picture:
    """Open one page as ``open_image`` does, in grey."""
    image, dpi = open_image(data, frame=frame, pixels_max=pixels_max, pixels_read_max=pixels_read_max)
    return Picture(grey=np.array(image.convert("L"), dtype=np.uint8), dpi=dpi)


def encode_png(grey: Grey) -> bytes:
    """A grey picture as PNG bytes, packed fast rather than small."""
    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _check_pixels(image: Image.Image, pixels_max: int) -> None:
    if image.width * image.height > pixels_max:
        raise TooManyPixels


def _reduction(width: int, height: int, pixels_max: int) -> float:
    return min(1.0, math.sqrt(pixels_max / max(width * height, 1)))


def _reduce(image: Image.Image, pixels_max: int) -> Image.Image:
    ratio = _reduction(image.width, image.height, pixels_max)
    if ratio >= 1:
        return image
    size = (max(1, int(image.width * ratio)), max(1, int(image.height * ratio)))
    return image.resize(size, Image.Resampling.BOX)


def _on_white(image: Image.Image) -> Image.Image:
    """Grey when the picture has no colour, else RGB; what is transparent becomes white."""
    if "transparency" in image.info or image.mode in ("LA", "RGBA", "PA", "La", "RGBa"):
        flat = Image.new("RGBA", image.size, "white")
        flat.alpha_composite(image.convert("RGBA"))
        return flat.convert("RGB")
    if image.mode.startswith(("I", "F")):
        return _from_deep(image)
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """Pictures of more than 8 bits, brought back to 8."""
    values = np.asarray(image, dtype=np.float64)
    top = 65535.0 if values.size and values.max() > 255 else 255.0
    return Image.fromarray(np.clip(np.nan_to_num(values) * 255 / top, 0, 255).astype(np.uint8))


def _dpi(image: Image.Image) -> int:
    """Resolution told by the file; when it tells none or a silly one, that of an A4 sheet."""
    told = image.info.get("dpi")
    try:
        value = round(float(told[0])) if told else 0
    except (TypeError, ValueError, ZeroDivisionError, OverflowError, IndexError):
        value = 0
    guessed = max(1, round(max(image.size) / _A4_INCHES))
    return value if _DPI_MIN <= value <= _DPI_MAX and value <= 3 * guessed else guessed


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """A picture opened; every defect of its bytes as Unreadable, also while its pixels are read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                yield image
    except Image.DecompressionBombError as defect:
        raise TooManyPixels from defect
    except DEFECTS as defect:
        raise Unreadable from defect
