"""Scanned pages, read by the engines of this machine: upright, straight, poor, partial; skipped visibly without any."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from liane.codecs.imaging.reading import Grey, OCRReaders
from liane.codecs.pdf.pages import read_pages, read_zones
from liane.connectors.ocr.choice import find_readers
from liane.domain.errors import RemoteUnavailable
from liane.domain.intake.page import Box, Engine, Legibility, Page, Word
from tests.pages_kit import LETTER, encode, font, letter_content, letter_image, pdf_of, scan_pdf, show, stream, worn


@pytest.fixture(scope="module")
def readers() -> OCRReaders:
    """The engines of this machine."""
    found = find_readers()
    if found.first is None:
        pytest.skip("no OCR engine is installed")
    return found


def recall(page: Page) -> float:
    """Share of the words of the letter that were read exactly."""
    wanted, read = " ".join(LETTER).split(), set(page.text.split())
    return sum(word in read for word in wanted) / len(wanted)


def only(data: bytes, readers: OCRReaders) -> Page:
    """The only page of a file."""
    (page,) = read_pages(data, name="", readers=readers).pages
    return page


def test_a_clean_scan_is_read_with_its_accents(readers: OCRReaders) -> None:
    page = only(encode(letter_image()), readers)
    assert recall(page) >= 0.97
    assert "QUÉMÉNEUR Hélène née LE GOFF" in page.text
    assert page.quality.legibility is Legibility.GOOD
    assert page.quality.dpi == 200
    assert (round(page.width_pt), round(page.height_pt)) == (595, 842)


def test_a_crooked_poor_scan_is_read_and_its_boxes_lie_on_the_page(readers: OCRReaders) -> None:
    first = OCRReaders(first=readers.first)
    page = only(encode(worn(letter_image(dpi=150, skew=-3)), dpi=150), first)
    assert recall(page) >= 0.9
    assert page.quality.skew_degrees == pytest.approx(-3, abs=0.3)
    word = next(word for word in page.words if word.text == "Lianeville")
    x, y = word.box.middle
    angle = np.radians(3)
    upright = next(one for one in only(encode(letter_image()), first).words if one.text == "Lianeville").box.middle
    dx, dy = (upright[0] - 0.5) * 8.27, (upright[1] - 0.5) * 11.69
    expected = (
        0.5 + (dx * np.cos(angle) - dy * np.sin(angle)) / 8.27,
        0.5 + (dx * np.sin(angle) + dy * np.cos(angle)) / 11.69,
    )
    assert (x, y) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_is_put_upright(readers: OCRReaders, turn: int) -> None:
    first = OCRReaders(first=readers.first)
    page = only(encode(letter_image().rotate(turn, expand=True)), first)
    assert page.rotation == turn
    assert recall(page) >= 0.95
    assert (round(page.width_pt), round(page.height_pt)) == (595, 842)


def test_a_scanned_pdf_is_read_whatever_its_layer_says(readers: OCRReaders) -> None:
    first = OCRReaders(first=readers.first)
    lie = letter_content(["Patient : AUTRE Personne né le 01/01/2000"] * 6, mode=3)
    page = only(scan_pdf(letter_image(), over=lie + show("Imprimé page 1/1", 60, 20, size=7)), first)
    assert recall(page) >= 0.95
    assert "AUTRE" not in page.text
    assert page.text.splitlines()[-1] == "Imprimé page 1/1"
    assert page.engines[0] is Engine.TEXT_LAYER


def test_a_picture_with_words_on_a_born_digital_page_is_read_too(readers: OCRReaders) -> None:
    label = letter_image(dpi=200, lines=["Étiquette : MARTIN Élodie", "née le 04/05/1971"]).crop((100, 130, 1100, 330))
    entries = b"/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % label.size
    content = letter_content() + b"q 360 0 0 72 60 200 cm /Im1 Do Q"
    data = pdf_of([content], more=[stream(label.tobytes(), entries)], resources=b"/XObject<</Im1 6 0 R>>")
    page = only(data, OCRReaders(first=readers.first))
    assert "MARTIN Élodie" in page.text
    assert recall(page) == 1
    assert page.engines[0] is Engine.TEXT_LAYER


def test_lines_under_a_stamp_are_not_passed_over(readers: OCRReaders) -> None:
    image = letter_image()
    pen = ImageDraw.Draw(image)
    pen.ellipse((500, 500, 1100, 900), outline=90, width=8)
    pen.text((560, 650), "REÇU LE 12 MARS 2024", font=font(44), fill=110)
    assert recall(only(encode(image), readers)) >= 0.8


def test_blank_and_noisy_backs_are_blank(readers: OCRReaders) -> None:
    random = np.random.default_rng(3)
    values = np.clip(225 + random.normal(0, 10, (2339, 1654)), 0, 255).astype(np.uint8)
    back = Image.fromarray(values)
    back.paste(20, (30, 500, 70, 540))
    page = only(encode(back), readers)
    assert page.is_blank
    assert page.words == ()


def test_a_tiff_of_several_pages_is_read(readers: OCRReaders) -> None:
    out = io.BytesIO()
    front = letter_image().convert("1")
    front.save(out, "TIFF", save_all=True, append_images=[Image.new("1", front.size, 1)], compression="group4")
    result = read_pages(out.getvalue(), name="a.tif", readers=OCRReaders(first=readers.first))
    assert [page.is_blank for page in result.pages] == [False, True]
    assert recall(result.pages[0]) >= 0.9


def test_zones_are_read_again_by_the_second_reader(readers: OCRReaders) -> None:
    if readers.second is None:
        pytest.skip("one OCR engine only")
    data = encode(letter_image(skew=2))
    page = only(data, OCRReaders(first=readers.first))
    word = next(word for word in page.words if "QUÉM" in word.text)
    zone = Box(x0=word.box.x0 - 0.02, y0=word.box.y0 - 0.01, x1=word.box.x1 + 0.3, y1=word.box.y1 + 0.02)
    again = read_zones(data, page=page, zones=[zone], reader=readers.second)
    found = next(one for one in again.second if one.text == "QUÉMÉNEUR")
    assert found.engine is Engine.RAPIDOCR
    assert found.box.middle == pytest.approx(word.box.middle, abs=0.01)
    assert again.words == page.words


class Silent:
    """An engine that never answers in time."""

    engine = Engine.TESSERACT
    version = "0"

    def read(self, image: Grey, *, dpi: int, zone: Box | None = None) -> tuple[Word, ...]:
        """Fail."""
        raise RemoteUnavailable("tesseract", "timeout")


def test_an_engine_that_fails_is_told_and_the_other_reads(readers: OCRReaders) -> None:
    result = read_pages(encode(letter_image()), name="", readers=OCRReaders(first=Silent(), second=readers.first))
    assert recall(result.pages[0]) >= 0.95
    assert [finding.code for finding in result.findings] == ["INT-123"]
    alone = read_pages(encode(letter_image(dpi=100)), name="", readers=OCRReaders(first=Silent()))
    assert alone.pages[0].quality.legibility is Legibility.POOR
    assert [finding.code for finding in alone.findings] == ["INT-123"]
