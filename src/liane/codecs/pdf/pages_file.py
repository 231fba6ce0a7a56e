"""A file opened for the reading of its pages: PDF or picture, its pages drawn within bounds of pixels.

What lives here: pdfium and Pillow at work on one file. What must not: any verdict on what the pages say.
"""

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

from liane.codecs.imaging.picture import Picture, TooManyPixels, Unreadable, count_frames, open_image, open_picture
from liane.codecs.pdf.pages_guard import guard_pdf, tell_kind
from liane.codecs.pdf.pages_limits import FileKind, PageLimits, corrupt, picture_bomb, refuse_number, refuse_pages
from liane.codecs.pdf.pages_read import FileFacts
from liane.codecs.pdf.pages_text import PageHandle

POINTS_PER_INCH = 72
SIDE_PT_MAX = 14_400.0
RENDER_DPI_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file that passed the guard, open."""

    kind: FileKind
    page_count: int
    data: bytes = field(repr=False)
    limits: PageLimits
    document: pypdfium2.PdfDocument | None = None


def inspect_file(data: bytes, *, name: str, limits: PageLimits) -> FileFacts:
    """Guard a file: its kind, its number of pages, what to tell a person.

    Raises InvalidInput INT-101 to INT-114. Rule: intake.md §1.1.
    """
    kind, findings = tell_kind(data, name=name, limits=limits)
    if kind is FileKind.PDF:
        guarded = guard_pdf(data, limits)
        return FileFacts(kind=kind, page_count=guarded.page_count, findings=findings + guarded.findings)
    try:
        count = count_frames(data, frames_max=limits.pages_max, pixels_max=limits.pixels_max)
    except TooManyPixels as defect:
        raise picture_bomb(limits) from defect
    except Unreadable as defect:
        raise corrupt() from defect
    refuse_pages(count, limits)
    return FileFacts(kind=kind, page_count=count, findings=findings)


@contextmanager
def opened(data: bytes, facts: FileFacts, limits: PageLimits) -> Iterator[OpenFile]:
    """Open a file that passed the guard. Raises InvalidInput INT-104 when pdfium cannot open it all the same."""
    if facts.kind is not FileKind.PDF:
        yield OpenFile(kind=facts.kind, page_count=facts.page_count, data=data, limits=limits)
        return
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()  # draws the fields whose appearance was not written
    except pypdfium2.PdfiumError as defect:
        raise corrupt() from defect
    try:
        yield OpenFile(
            kind=facts.kind,
            page_count=min(facts.page_count, len(document)),
            data=data,
            limits=limits,
            document=document,
        )
    finally:
        document.close()


@contextmanager
def opened_page(file: OpenFile, number: int) -> Iterator[PageHandle]:
    """One page of a PDF, from 1; what was filled in its form is put in it as text and drawing.

    Raises InvalidInput INT-104 when it does not open.
    """
    assert file.document is not None
    try:
        page = file.document[number - 1]
        if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
            page = file.document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as defect:
        raise corrupt() from defect
    try:
        yield page
    finally:
        page.close()


def size_pt(page: PageHandle) -> tuple[float, float]:
    """Width and height of a page as shown, in points, kept within what a page may be."""
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height)):
        raise corrupt()
    return min(max(width, 1.0), SIDE_PT_MAX), min(max(height, 1.0), SIDE_PT_MAX)


def draw_page(page: PageHandle, *, dpi: int, limits: PageLimits) -> Picture:
    """Draw a page in grey; a large page is drawn at fewer dots per inch, so as to stay under pixels_read_max.

    Raises InvalidInput INT-104 when pdfium cannot draw it.
    """
    scale = _scale(page, dpi, limits)
    bitmap = None
    try:
        bitmap = page.render(scale=scale, grayscale=True)
        grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as defect:
        raise corrupt() from defect
    finally:
        if bitmap is not None:
            bitmap.close()
    return Picture(grey=grey, dpi=max(1, round(scale * POINTS_PER_INCH)))


def _scale(page: PageHandle, dpi: int, limits: PageLimits) -> float:
    width, height = size_pt(page)
    most = math.sqrt(limits.pixels_read_max / (width * height))
    return float(min(dpi / POINTS_PER_INCH, most))


def load_picture(file: OpenFile, number: int) -> Picture:
    """One page of a picture file in grey. Raises InvalidInput INT-104, INT-111."""
    limits = file.limits
    try:
        return open_picture(
            file.data, frame=number - 1, pixels_max=limits.pixels_max, pixels_read_max=limits.pixels_read_max
        )
    except TooManyPixels as defect:
        raise picture_bomb(limits) from defect
    except Unreadable as defect:
        raise corrupt() from defect


def render_page(
    data: bytes, number: int, dpi: int, *, rotation: int = 0, form: str = "WEBP", limits: PageLimits | None = None
) -> bytes:
    """Draw one page for a screen, in colour.

    number: from 1; rotation: degrees clockwise, by quarters (``Page.rotation``); form: ``WEBP`` or ``PNG``; dpi:
    bounded by RENDER_DPI_MAX and by pixels_read_max, 24 gives a thumbnail. Raises InvalidInput as
    ``inspect_file``, and INT-115 when there is no such page. Rule: intake.md §6.
    """
    bounds = limits or PageLimits()
    facts = inspect_file(data, name="", limits=bounds)
    if not 1 <= number <= facts.page_count:
        raise refuse_number(number)
    with opened(data, facts, bounds) as file:
        image = _paint(file, number, min(max(dpi, 10), RENDER_DPI_MAX))
    quarter = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if rotation % 360 in quarter:
        image = image.transpose(quarter[rotation % 360])
    buffer = io.BytesIO()
    if form == "PNG":
        image.save(buffer, "PNG", compress_level=3)
    else:
        image.save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()


def _paint(file: OpenFile, number: int, dpi: int) -> Image.Image:
    limits = file.limits
    if file.kind is FileKind.PDF:
        with opened_page(file, number) as page:
            try:
                return page.render(scale=_scale(page, dpi, limits)).to_pil().convert("RGB")  # type: ignore[no-any-return]
            except (pypdfium2.PdfiumError, ValueError, MemoryError) as defect:
                raise corrupt() from defect
    try:
        image, native = open_image(
            file.data, frame=number - 1, pixels_max=limits.pixels_max, pixels_read_max=limits.pixels_read_max
        )
    except TooManyPixels as defect:
        raise picture_bomb(limits) from defect
    except Unreadable as defect:
        raise corrupt() from defect
    if native > dpi:
        ratio = dpi / native
        size = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return image
