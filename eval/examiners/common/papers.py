"""Whole PDF files: joined, counted, rendered as pictures, made of pictures."""

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
from PIL import Image

POINTS = 72


def save(document: pikepdf.Pdf) -> bytes:
    """The bytes of a document: those of its content, whatever the day."""
    target = io.BytesIO()
    document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def joined(parts: Sequence[bytes]) -> bytes:
    """The pages of several files one after the other, without their dates."""
    with pikepdf.Pdf.new() as whole:
        for part in parts:
            with pikepdf.Pdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        return save(whole)


def page_count(data: bytes) -> int:
    """Number of pages."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def laid_over(data: bytes, page: int, over: bytes, place: tuple[float, float, float, float]) -> bytes:
    """The first page of ``over`` drawn on a page. place: left, top, width and height in points from the top left."""
    with pikepdf.Pdf.open(io.BytesIO(data)) as document, pikepdf.Pdf.open(io.BytesIO(over)) as small:
        target = document.pages[page]
        left, top, width, height = place
        _, low, _, high = (float(side) for side in target.mediabox)
        bottom = high - low - top - height
        target.add_overlay(small.pages[0], pikepdf.Rectangle(left, bottom, left + width, bottom + height))
        return save(document)


def pictures(data: bytes, dpi: float, *, is_grey: bool = False, first_only: bool = False) -> list[Image.Image]:
    """Each page as a picture."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[0]] if first_only else list(document)
        return [page.render(scale=dpi / POINTS, grayscale=is_grey).to_pil() for page in pages]


def of_pictures(images: Sequence[Image.Image], quality: int, dpi: float) -> bytes:
    """A file of scanned pages, each a JPEG picture that fills its page."""
    with pikepdf.Pdf.new() as document:
        for image in images:
            _add_picture(document, image, quality, dpi)
        return save(document)


def _add_picture(document: pikepdf.Pdf, image: Image.Image, quality: int, dpi: float) -> None:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    width, height = image.width * POINTS / dpi, image.height * POINTS / dpi
    drawn = pikepdf.Stream(
        document,
        target.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceGray if image.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = document.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn))
    page.Contents = pikepdf.Stream(document, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())
