"""Pictures as PDF/A: every page, upright, the same bytes for the same picture; any bytes are read or refused."""

import io
from contextlib import suppress
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from liane.codecs.pdf.from_pictures import part_pictures, pictures_as_pdf
from liane.codecs.pdf.pages_file import inspect_file, render_page
from liane.codecs.pdf.pages_limits import FileKind, PageLimits
from liane.domain.errors import InvalidInput

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_page(colour: str = "white", size: tuple[int, int] = (200, 280), mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", size, colour)
    image.paste("black", (10, 10, 60, 30))
    return image.convert(mode)


def save(*pages: Image.Image, form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": list(pages[1:])} if form == "TIFF" else {}
    pages[0].save(buffer, form, dpi=(200, 200), **more)
    return buffer.getvalue()


def convert(data: bytes, turned: int = 0) -> bytes:
    return pictures_as_pdf(data, title="Scan", created=AT, turned=turned)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (save(make_page()), 1),
        (save(make_page("navy"), form="JPEG"), 1),
        (save(make_page(mode="1"), form="PNG"), 1),
        (save(make_page(), make_page("teal"), make_page(mode="L"), form="TIFF"), 3),
    ],
)
def test_every_page_is_there_and_the_file_says_pdf_a(data: bytes, pages: int) -> None:
    pdf = convert(data)
    facts = inspect_file(pdf, name="scan.pdf", limits=PageLimits())
    assert (facts.kind, facts.page_count) == (FileKind.PDF, pages)
    assert convert(data) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "1"
        assert metadata["dc:title"] == "Scan"


def test_pages_are_turned_as_a_person_turned_them() -> None:
    def dark_corner(turned: int) -> tuple[bool, bool]:
        page = Image.open(io.BytesIO(render_page(convert(save(make_page()), turned), 1, 72, form="PNG"))).convert("L")
        width, height = page.size
        left = min(page.crop((0, 0, width // 2, height // 2)).tobytes())
        right = min(page.crop((width // 2, height // 2, width, height)).tobytes())
        return left < 100, right < 100

    assert dark_corner(0) == (True, False)
    assert dark_corner(180) == (False, True)


def test_a_wide_picture_makes_a_wide_page() -> None:
    with pikepdf.open(io.BytesIO(convert(save(make_page(size=(400, 200)))))) as opened:
        box = [float(value) for value in opened.pages[0].MediaBox]
    assert box[2] > box[3]


def test_a_picture_is_parted_by_pages() -> None:
    data = save(make_page(), make_page("teal"), make_page("navy"), form="TIFF")
    first, second = part_pictures(data, [(1,), (2, 3)], "Lot", AT)
    counts = [inspect_file(one, name="", limits=PageLimits()).page_count for one in (first, second)]
    assert counts == [1, 2]
    with pytest.raises(InvalidInput) as caught:
        part_pictures(data, [(4,)], "Lot", AT)
    assert caught.value.findings[0].code == "INT-115"


def test_a_pdf_is_not_converted() -> None:
    with pytest.raises(ValueError, match="no conversion"):
        convert(convert(save(make_page())))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        pictures_as_pdf(save(make_page()), title="x", created=AT, limits=PageLimits(pixels_max=1000))
    assert caught.value.findings[0].code == "INT-111"


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00"]))
def test_any_bytes_are_converted_or_refused(tail: bytes, start: bytes) -> None:
    with suppress(InvalidInput):
        convert(start + tail)
