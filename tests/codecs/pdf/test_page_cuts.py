"""Papers cut out of a page: of the other paper nothing is left, neither shown nor behind."""

import io
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from liane.codecs.pdf.from_pictures import pictures_as_pdf
from liane.codecs.pdf.page_cuts import cut_pages, find_pixels
from liane.codecs.pdf.page_groups import part_pdf
from liane.codecs.pdf.pages_file import inspect_file
from liane.codecs.pdf.pages_limits import FileKind, PageLimits
from liane.codecs.pdf.pages_read import PageCut
from liane.codecs.pdf.writer import Canvas, Description
from liane.domain.errors import InvalidInput
from liane.domain.intake.page import Box

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
UPPER, LOWER = Box(x0=0.0, y0=0.0, x1=1.0, y1=0.5), Box(x0=0.0, y0=0.5, x1=1.0, y1=1.0)
RED, BLUE = (200, 30, 30), (30, 30, 200)
Colour = tuple[int, int, int]


def two_papers(upper: Colour = RED, lower: Colour = BLUE, *, form: str = "PNG") -> bytes:
    """An A4 glass at 100 dots per inch: a patch in the upper half, another in the lower."""
    image = Image.new("RGB", (827, 1170), "white")
    image.paste(upper, (100, 100, 400, 300))
    image.paste(lower, (200, 750, 500, 900))
    buffer = io.BytesIO()
    image.save(buffer, form, dpi=(100, 100))
    return buffer.getvalue()


def cut(data: bytes, *groups: tuple[PageCut, ...], turned: int = 0) -> tuple[bytes, ...]:
    return cut_pages(data, groups, title="Scan", created=AT, turned=turned)


def halves(rotation: int = 0) -> tuple[tuple[PageCut, ...], ...]:
    return tuple((PageCut(page=1, region=region, rotation=rotation),) for region in (UPPER, LOWER))


def colours(pdf: bytes) -> set[str]:
    """Which of both patches a PDF holds, in any picture inside it, drawn or not."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pictures = [
            one for one in opened.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        for one in pictures:
            image = pikepdf.PdfImage(one).as_pil_image().convert("RGB")
            shown = np.asarray(image, dtype=np.int16)
            more_red = shown[:, :, 0] - shown[:, :, 2]
            found |= {name for name, part in (("red", more_red > 90), ("blue", more_red < -90)) if part.any()}
    return found


@pytest.mark.parametrize("form", ["PNG", "JPEG", "PDF"])
def test_each_paper_holds_its_own_part_of_the_page_alone(form: str) -> None:
    upper, lower = cut(two_papers(form=form), *halves())
    assert (colours(upper), colours(lower)) == ({"red"}, {"blue"})
    assert cut(two_papers(form=form), *halves()) == (upper, lower)
    for pdf in (upper, lower):
        facts = inspect_file(pdf, name="papier.pdf", limits=PageLimits())
        assert (facts.kind, facts.page_count) == (FileKind.PDF, 1)
        with pypdfium2.PdfDocument(pdf) as opened:
            assert opened[0].get_size() == pytest.approx((595, 421), abs=2)
        with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "1"


def test_a_text_behind_the_page_stays_behind() -> None:
    canvas = Canvas()
    canvas.add_page()
    canvas.text(60, 100, "PERCHERON Lucette", 12)
    canvas.text(60, 600, "THIERCELIN Armand", 12)
    whole = canvas.render(Description(title="Scan", created=AT))
    for pdf in cut(whole, *halves()):
        with pypdfium2.PdfDocument(pdf) as opened:
            assert opened[0].get_textpage().get_text_bounded() == ""


def test_a_page_that_lay_on_its_side_comes_out_upright_then_as_a_person_turned_it() -> None:
    lying = Image.open(io.BytesIO(two_papers())).transpose(Image.Transpose.ROTATE_90)
    buffer = io.BytesIO()
    lying.save(buffer, "PNG", dpi=(100, 100))
    upper, lower = cut(buffer.getvalue(), *halves(rotation=90))
    assert (colours(upper), colours(lower)) == ({"red"}, {"blue"})
    (turned, _) = cut(buffer.getvalue(), *halves(rotation=90), turned=90)
    with pypdfium2.PdfDocument(upper) as one, pypdfium2.PdfDocument(turned) as other:
        assert other[0].get_size() == pytest.approx(one[0].get_size()[::-1], abs=1)


def test_whole_pages_go_beside_a_paper_and_nothing_else() -> None:
    pages = [Image.open(io.BytesIO(two_papers())), Image.new("RGB", (827, 1170), (30, 160, 30))]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    groups = (halves()[0], (PageCut(page=1, region=LOWER), PageCut(page=2)))
    for data in (buffer.getvalue(), pictures_as_pdf(buffer.getvalue(), title="Scan", created=AT)):
        first, second = cut(data, *groups)
        assert (colours(first), colours(second)) == ({"red"}, {"blue"})
        assert inspect_file(second, name="", limits=PageLimits()).page_count == 2


def test_a_page_in_grey_stays_in_grey_and_one_that_is_not_there_is_refused() -> None:
    (upper, _) = cut(two_papers((60, 60, 60), (90, 90, 90)), *halves())
    assert b"/DeviceGray" in upper
    with pytest.raises(InvalidInput) as refused:
        cut(two_papers(), (PageCut(page=2, region=UPPER),))
    assert refused.value.findings[0].code == "INT-115"


def test_regions_that_meet_share_no_pixel() -> None:
    for height in range(90, 130):
        for share in (0.333, 0.5, 0.4999):
            upper = find_pixels(Box(x0=0.0, y0=0.0, x1=1.0, y1=share), 80, height)
            lower = find_pixels(Box(x0=0.0, y0=share, x1=1.0, y1=1.0), 80, height)
            assert upper[3] == lower[1]


def test_a_part_of_a_file_holds_no_picture_of_its_other_pages() -> None:
    buffer = io.BytesIO()
    one, other = (Image.open(io.BytesIO(two_papers(colour, colour))) for colour in (RED, BLUE))
    one.save(buffer, "TIFF", save_all=True, append_images=[other], dpi=(100, 100))
    first, second = part_pdf(pictures_as_pdf(buffer.getvalue(), title="Scan", created=AT), [(1,), (2,)])
    assert (colours(first), colours(second)) == ({"red"}, {"blue"})
