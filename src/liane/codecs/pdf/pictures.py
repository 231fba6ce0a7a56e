"""The pictures that a narrative shows, ready to be drawn in a PDF: curves, photographs, two-dimensional codes.

What lives here: decoding within bounds. What must not: where a picture falls on the page.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from PIL import Image, UnidentifiedImageError

from liane.codecs.cda.elements import NAMESPACE, base64_of, child, value_of

PICTURES_MAX = 50
PICTURE_BYTES_MAX = 8 * 1024 * 1024
PICTURE_PIXELS_MAX = 10_000_000
_FORMATS = ("JPEG", "PNG", "GIF")
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture as a PDF image. width, height: pixels; is_grey: one component, else three; encoding: PDF filter."""

    width: int
    height: int
    is_grey: bool
    encoding: str
    data: bytes = field(repr=False)


def read_pictures(root: etree._Element) -> dict[str, Picture]:
    """The readable pictures of a document, by ID of their ``observationMedia``; at most PICTURES_MAX.

    root: the ClinicalDocument element. A picture that cannot be read or is too large is left out.
    """
    pictures: dict[str, Picture] = {}
    for reference, value in _picture_values(root):
        if len(pictures) >= PICTURES_MAX:
            break
        data = base64_of(value)
        picture = read_picture(data) if data is not None else None
        if picture is not None:
            pictures[reference] = picture
    return pictures


def _picture_values(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for media in root.iter(f"{{{NAMESPACE}}}observationMedia"):
        value = child(media, "value")
        if value is not None and value_of(value, "mediaType").startswith("image/") and media.get("ID"):
            yield media.get("ID", ""), value


def read_picture(data: bytes) -> Picture | None:
    """Read a JPEG, PNG or GIF by its content, whatever the type announced; None when it is none or too large.

    A JPEG in grey or RGB is kept as it is; anything else is put on white and kept without loss.
    """
    if not data or len(data) > PICTURE_BYTES_MAX:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > PICTURE_PIXELS_MAX:
                return None
            if image.format == "JPEG" and image.mode in ("L", "RGB"):
                image.load()
                return Picture(
                    width=image.width, height=image.height, is_grey=image.mode == "L", encoding="/DCTDecode", data=data
                )
            flat = _on_white(image)
    except (*_UNREADABLE, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return Picture(
        width=flat.width,
        height=flat.height,
        is_grey=flat.mode == "L",
        encoding="/FlateDecode",
        data=zlib.compress(flat.tobytes(), 6),
    )


def _on_white(image: Image.Image) -> Image.Image:
    """Grey or RGB, transparency replaced by white: PDF/A-1 allows none."""
    if image.mode in ("1", "L", "I;16"):
        return image.convert("L")
    if "transparency" in image.info or image.mode in ("LA", "RGBA", "PA"):
        opaque = Image.new("RGBA", image.size, "white")
        opaque.alpha_composite(image.convert("RGBA"))
        return opaque.convert("RGB")
    return image.convert("RGB")
