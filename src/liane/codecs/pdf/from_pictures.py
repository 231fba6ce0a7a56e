"""Pictures (TIFF, JPEG, PNG) as a PDF/A-1b, one page each: what a record system takes of a scan that is no PDF.

The same picture gives the same bytes. Nothing is read of it, nothing is cleaned. Rule: ISO 19005-1; intake.md §1.9.
"""

import io
import zlib
from collections.abc import Sequence
from datetime import datetime

from PIL import Image

from liane.codecs.imaging.picture import TooManyPixels, Unreadable, open_image
from liane.codecs.pdf.pages_file import inspect_file
from liane.codecs.pdf.pages_limits import FileKind, PageLimits, corrupt, picture_bomb, refuse_number
from liane.codecs.pdf.pictures import Picture
from liane.codecs.pdf.writer import Canvas, Description

A4_PT = (595.28, 841.89)
JPEG_QUALITY = 88
LEVELS_KEPT = 16
"""A picture with no more grey levels is a drawing or a scan in black and white: kept without loss."""
QUARTERS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def pictures_as_pdf(
    data: bytes,
    *,
    title: str,
    created: datetime,
    turned: int = 0,
    pages: Sequence[int] = (),
    limits: PageLimits | None = None,
) -> bytes:
    """Write the pages of a picture file as a PDF/A-1b.

    title: of the document. created: aware instant, that of the document. turned: degrees clockwise by which a person
    turned them. pages: from 1, in order; empty for all. Raises InvalidInput as ``inspect_file`` does, INT-115 for a
    page that is not there, ValueError for a PDF.
    """
    bounds = limits or PageLimits()
    facts = inspect_file(data, name="", limits=bounds)
    if facts.kind is FileKind.PDF:
        raise ValueError("a PDF needs no conversion")
    wanted = list(pages) or list(range(1, facts.page_count + 1))
    for number in wanted:
        if not 1 <= number <= facts.page_count:
            raise refuse_number(number)
    canvas: Canvas | None = None
    for number in wanted:
        image = _load(data, number, turned, bounds)
        if canvas is None:
            width, height = A4_PT if image.height >= image.width else A4_PT[::-1]
            canvas = Canvas(width=width, height=height)
        _draw(canvas, image)
    assert canvas is not None, "a file that passed the guard has a page"
    return canvas.render(Description(title=title, created=created))


def part_pictures(
    data: bytes, groups: Sequence[Sequence[int]], title: str, created: datetime, turned: int = 0
) -> tuple[bytes, ...]:
    """Make one PDF for each group of pages of a picture file. Raises as ``pictures_as_pdf``. Rule: intake.md §1.5."""
    return tuple(pictures_as_pdf(data, title=title, created=created, turned=turned, pages=group) for group in groups)


def _load(data: bytes, number: int, turned: int, limits: PageLimits) -> Image.Image:
    try:
        image, _ = open_image(
            data, frame=number - 1, pixels_max=limits.pixels_max, pixels_read_max=limits.pixels_read_max
        )
    except TooManyPixels as defect:
        raise picture_bomb(limits) from defect
    except Unreadable as defect:
        raise corrupt() from defect
    quarter = QUARTERS.get(turned % 360)
    return image.transpose(quarter) if quarter is not None else image


def _draw(canvas: Canvas, image: Image.Image) -> None:
    """Put a picture in the middle of a page of its own, as large as the page lets it."""
    canvas.add_page()
    scale = min(canvas.width / image.width, canvas.height / image.height)
    width, height = image.width * scale, image.height * scale
    canvas.picture(pack_image(image), (canvas.width - width) / 2, (canvas.height - height) / 2, width, height)


def pack_image(image: Image.Image) -> Picture:
    """Pack a picture for a PDF: without loss where it is a drawing or in black and white."""
    is_grey = image.mode == "L"
    if is_grey and image.getcolors(LEVELS_KEPT) is not None:
        data, encoding = zlib.compress(image.tobytes(), 6), "/FlateDecode"
    else:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=JPEG_QUALITY)
        data, encoding = buffer.getvalue(), "/DCTDecode"
    return Picture(width=image.width, height=image.height, is_grey=is_grey, encoding=encoding, data=data)
