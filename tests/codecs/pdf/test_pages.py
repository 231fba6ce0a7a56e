"""Born-digital pages: words with boxes, order, rotation, hidden text, codes; the pictures of the screen."""

import io

import pytest
import zxingcpp
from PIL import Image

from liane.codecs.imaging.picture import Picture
from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf import pages
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_file import draw_page, render_page
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_read import PagesRead
from liane.codecs.pdf.pages_text import PageHandle
from liane.domain.errors import InvalidInput
from liane.domain.intake.page import Engine, Legibility, Page, SymbolKind
from tests.pages_kit import LETTER, encode, letter_content, letter_image, letter_pdf, pdf_of, scan_pdf, show, stream

NOBODY = OCRReaders()


def read(data: bytes) -> PagesRead:
    """Read without any engine."""
    return read_pages(data, name="courrier.pdf", readers=NOBODY)


def only(data: bytes) -> Page:
    """The only page of a file read without any engine."""
    (page,) = read(data).pages
    return page


def codes(result: PagesRead) -> list[str]:
    """Codes told."""
    return [finding.code for finding in result.findings]


def test_a_letter_gives_its_lines_in_order() -> None:
    page = only(letter_pdf())
    assert page.text.splitlines() == [" ".join(line.split()) for line in LETTER]
    assert page.engines == (Engine.TEXT_LAYER,)
    assert page.quality.legibility is Legibility.GOOD
    assert (page.width_pt, page.height_pt, page.rotation, page.is_blank) == (595, 842, 0, False)


def test_boxes_lie_where_the_words_are() -> None:
    page = only(pdf_of([show("Hélène", 59.5, 842 * 0.75, size=12)]))
    (word,) = page.words
    assert word.text == "Hélène"
    assert word.box.x0 == pytest.approx(0.1, abs=0.003)
    assert word.box.y0 < 0.25 < word.box.y1 + 0.003
    assert 0.008 < word.box.height < 0.022


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_put_upright(rotate: int) -> None:
    upright, turned = only(letter_pdf()), only(letter_pdf(page=b"/Rotate %d" % rotate))
    assert turned.text == upright.text
    assert turned.rotation == (360 - rotate) % 360
    assert (turned.width_pt, turned.height_pt) == (595, 842)
    for one, other in zip(turned.words, upright.words, strict=True):
        assert one.box.middle == pytest.approx(other.box.middle, abs=0.002)


def test_text_written_upwards_is_put_upright() -> None:
    content = b"".join(show(line, 60 + 24 * place, 60, matrix="0 1 -1 0") for place, line in enumerate(LETTER))
    page = only(pdf_of([content]))
    assert page.rotation == 90
    assert page.text.splitlines()[0] == LETTER[0]
    assert (page.width_pt, page.height_pt) == (842, 595)


def test_a_crop_moves_the_boxes() -> None:
    page = only(pdf_of([show("Marie", 297.5, 421)], page=b"/CropBox[297.5 0 595 842]"))
    assert page.words[0].box.x0 == pytest.approx(0, abs=0.005)
    assert page.width_pt == pytest.approx(297.5)


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"La première colonne poursuit son récit {place} sans" for place in range(12)]
    right = [f"La seconde colonne raconte autre chose {place} ici" for place in range(12)]
    content = b"".join(
        show(one, 40, 700 - 15 * place, size=9) + show(other, 320, 700 - 15 * place, size=9)
        for place, (one, other) in enumerate(zip(left, right, strict=True))
    )
    page = only(pdf_of([show("Compte rendu de consultation", 200, 780, size=14) + content]))
    assert page.text.splitlines() == ["Compte rendu de consultation", *left, *right]


def test_a_form_keeps_labels_with_their_values() -> None:
    rows = [("Nom de naissance", "LE GOFF"), ("Prénom", "Hélène"), ("Sexe", "F"), ("Date", "12/03/1954"), ("IPP", "12")]
    content = b"".join(
        show(label, 60, 700 - 20 * place) + show(value, 320, 700 - 20 * place)
        for place, (label, value) in enumerate(rows)
    )
    assert only(pdf_of([content])).text.splitlines() == [f"{label} {value}" for label, value in rows]


def test_text_that_nobody_sees_is_left_out_and_told() -> None:
    white = b"1 1 1 rg " + show("Patient : AUTRE Personne", 60, 100) + b"0 0 0 rg "
    unseen = show("né le 01/01/2000", 60, 60, mode=3)
    off_page = show("ailleurs", 900, 100)
    result = read(pdf_of([white + letter_content() + unseen + off_page]))
    assert result.pages[0].text == only(letter_pdf()).text
    assert codes(result) == ["INT-126"]


@pytest.mark.parametrize("is_under", [True, False])
def test_text_under_a_picture_or_invisible_over_it_is_not_believed(is_under: bool) -> None:
    lie = letter_content(["Patient : AUTRE Personne née le 01/01/2000"] * 8, mode=0 if is_under else 3)
    scan = letter_image(dpi=100)
    result = read(scan_pdf(scan, under=lie) if is_under else scan_pdf(scan, over=lie))
    assert result.pages[0].text == ""
    assert codes(result) == ["INT-126", "INT-121", "INT-122"]


def test_a_scan_without_an_engine_is_said_unread() -> None:
    result = read(scan_pdf(letter_image(dpi=100), over=show("page 1/1", 60, 20, size=7)))
    assert codes(result) == ["INT-121", "INT-122"]
    assert result.pages[0].quality.legibility is Legibility.POOR
    assert result.pages[0].text == "page 1/1"


def test_garbage_is_not_believed() -> None:
    garbage = [" ".join(["xqzt", "vbkrw", "zzgh", "pqtr", "hjkl", "wwxz"][:6]) for _ in range(8)]
    assert codes(read(pdf_of([letter_content(garbage)])))[0] == "INT-121"


@pytest.mark.parametrize("has_drawing", [True, False])
def test_what_was_filled_in_a_form_is_read_where_it_stands(has_drawing: bool) -> None:
    drawn = stream(
        b"BT /F1 11 Tf 0 g 2 5 Td (MARTIN Elodie) Tj ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>",
    )
    widget = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(nom)/V(MARTIN Elodie)/DA(/F1 11 Tf 0 g)/Rect[150 600 350 620]/F 4%s>>"
    )
    form = b"/AcroForm<</Fields[6 0 R]/DA(/F1 11 Tf 0 g)/DR<</Font<</F1 3 0 R>>>>>>"
    more = [widget % (b"/AP<</N 7 0 R>>" if has_drawing else b""), drawn]
    page = only(pdf_of([show("Nom :", 60, 605)], more=more, page=b"/Annots[6 0 R]", extra=form))
    assert page.text == "Nom : MARTIN Elodie"
    assert page.words[-1].box.x0 > 150 / 595


def test_blank_pages_are_kept_and_said_blank() -> None:
    result = read(pdf_of([b"", letter_content(), b""]))
    assert [(page.number, page.is_blank) for page in result.pages] == [(1, True), (2, False), (3, True)]
    assert codes(result) == []


def test_some_pages_alone() -> None:
    data = pdf_of([show(f"Page {place}", 60, 700) for place in range(1, 6)])
    result = read_pages(data, name="", readers=NOBODY, numbers=(2, 4))
    assert [(page.number, page.text) for page in result.pages] == [(2, "Page 2"), (4, "Page 4")]


def test_codes_of_a_page_are_found_where_they_are() -> None:
    payload = b"IS010000000000000000000000S1254039912345633"
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    image = Image.fromarray(made.to_image(scale=4, add_quiet_zones=False)).convert("L")
    bars = zxingcpp.create_barcode("000123456", zxingcpp.BarcodeFormat.Code128)
    lines = Image.fromarray(bars.to_image(scale=2)).convert("L")
    pictures = [
        stream(
            one.tobytes(),
            b"/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % one.size,
        )
        for one in (image, lines)
    ]
    content = b"q 60 0 0 60 480 740 cm /Im1 Do Q q 160 0 0 40 60 600 cm /Im2 Do Q " + letter_content(LETTER[:3])
    page = only(pdf_of([content], more=pictures, resources=b"/XObject<</Im1 6 0 R/Im2 7 0 R>>"))
    matrix = next(symbol for symbol in page.symbols if symbol.kind is SymbolKind.DATAMATRIX)
    assert matrix.payload == payload
    assert matrix.box.middle == pytest.approx((510 / 595, 1 - 770 / 842), abs=0.01)
    assert [symbol.payload for symbol in page.symbols if symbol.kind is SymbolKind.CODE_1D] == [b"000123456"]


def test_a_scan_without_text_is_drawn_once_and_its_codes_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = b"IS010000000000000000000000S1254039912345633"
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    image = letter_image()
    image.paste(Image.fromarray(made.to_image(scale=4, add_quiet_zones=True)).convert("L"), (1200, 1900))
    drawn: list[int] = []

    def draw(page: PageHandle, *, dpi: int, limits: PageLimits) -> Picture:
        drawn.append(dpi)
        return draw_page(page, dpi=dpi, limits=limits)

    monkeypatch.setattr(pages, "draw_page", draw)
    result = read(scan_pdf(image))
    assert [symbol.payload for symbol in result.pages[0].symbols] == [payload]
    assert len(drawn) == 1
    assert codes(result) == ["INT-121", "INT-122"]
    drawn.clear()
    assert not read(scan_pdf(image, over=show("Texte", 60, 60, mode=3))).pages[0].words
    assert len(drawn) > 1, "a page that has a text layer is judged first"


def test_pages_are_drawn_for_the_screen() -> None:
    with Image.open(io.BytesIO(render_page(letter_pdf(), 1, 100))) as image:
        assert (image.format, image.size) == ("WEBP", (827, 1170))
    with Image.open(io.BytesIO(render_page(letter_pdf(), 1, 24, rotation=90, form="PNG"))) as image:
        assert (image.format, image.size) == ("PNG", (281, 199))
    with Image.open(io.BytesIO(render_page(encode(letter_image()), 1, 50, form="PNG"))) as image:
        assert image.size == pytest.approx((414, 585), abs=2)
    with pytest.raises(InvalidInput, match="INT-115"):
        render_page(letter_pdf(), 2, 100)


def test_a_page_that_cannot_be_opened_does_not_lose_the_others() -> None:
    data = pdf_of([letter_content(), letter_content()]).replace(b"6 0 obj\n<</Type/Page", b"6 0 obj\n<</Type/Pxxx")
    result = read(data)
    assert result.pages[0].text.splitlines()[0] == LETTER[0]


def test_the_pages_of_official_documents_are_read(corpus_dir: object) -> None:
    """Text layers that nobody here wrote: names of the header of the document are on the first page."""
    from pathlib import Path

    from lxml import etree

    from liane.codecs.pdf.extraction import extract_pdf

    found = []
    for path in sorted(Path(str(corpus_dir), "cda").glob("*BIO_2024.01*.xml")):
        root = etree.parse(str(path)).getroot()
        pdf = extract_pdf(root)
        if pdf is None:
            continue
        birth = root.find(".//{urn:hl7-org:v3}patient/{urn:hl7-org:v3}birthTime")
        assert birth is not None
        day = str(birth.get("value"))[:8]
        text = " ".join(page.text for page in read(pdf).pages)
        found.append(f"{day[6:]}/{day[4:6]}/{day[:4]}" in text)
    assert len(found) >= 4
    assert sum(found) >= 3
