"""What a scanner makes of a page: a picture in a PDF, a little askew, without any text. For the mails from outside."""

import io

from PIL import Image

from liane.codecs.pdf.pages_file import render_page

DPI = 200
SKEW_DEGREES = 0.4
PAPER = 250
JPEG_QUALITY = 75


def scan_first_page(pdf: bytes) -> bytes:
    """Give a PDF that holds the picture of the first page of another. Raises InvalidInput."""
    with Image.open(io.BytesIO(render_page(pdf, 1, DPI))) as drawn:
        picture = drawn.convert("L").rotate(SKEW_DEGREES, fillcolor=PAPER)
    output = io.BytesIO()
    picture.save(output, "PDF", resolution=DPI, quality=JPEG_QUALITY)
    return output.getvalue()
