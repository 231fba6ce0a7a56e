"""Files joined into one PDF: order, turns, pictures, bounds; the same bytes each time."""

import io

import pikepdf
import pytest
from PIL import Image

from liane.codecs.pdf.joined_files import join_files
from liane.codecs.pdf.pages_limits import PageLimits
from liane.domain.errors import InvalidInput
from tests.pages_kit import letter_content, pdf_of
from tests.web.filled_store import NOW


def join(*files: tuple[bytes, int], limits: PageLimits | None = None) -> bytes:
    return join_files(files, title="Courrier", created=NOW, limits=limits)


def make_pdf(*sides: str) -> bytes:
    return pdf_of([letter_content((side,)) for side in sides])


def list_pages(data: bytes) -> list[tuple[bytes, int]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [(page.Contents.read_bytes(), int(page.get("/Rotate", 0))) for page in pdf.pages]


def make_picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 200).save(buffer, "PNG", dpi=(50, 50))
    return buffer.getvalue()


def test_pages_follow_in_the_order_of_the_files() -> None:
    first, second = make_pdf("recto"), make_pdf("verso", "annexe")
    both = list_pages(join((first, 0), (second, 0)))
    assert both == list_pages(first) + list_pages(second)
    assert join((first, 0), (second, 0)) == join((first, 0), (second, 0))


def test_pages_stay_as_a_person_turned_them() -> None:
    turns = [turn for _, turn in list_pages(join((make_pdf("recto"), 90), (make_pdf("verso"), 0)))]
    assert turns == [90, 0]


def test_a_picture_becomes_a_page() -> None:
    assert len(list_pages(join((make_picture(400, 560), 0), (make_pdf("verso"), 0)))) == 2


def test_too_many_pages_together_and_a_broken_file_are_refused() -> None:
    with pytest.raises(InvalidInput, match="INT-106"):
        join((make_pdf("recto"), 0), (make_pdf("verso"), 0), limits=PageLimits(pages_max=1))
    with pytest.raises(InvalidInput):
        join((make_pdf("recto"), 0), (b"%PDF-1.7\nnothing", 0))
