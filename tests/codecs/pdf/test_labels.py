"""Labels: what they say of whom, where they fall, and the symbol read back from the printed page."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from liane.codecs.barcode.datamatrix_ins import encode_payload, read_payload
from liane.codecs.barcode.reader import read_symbols
from liane.codecs.pdf.label import MENTION, IdentityLabel, find_symbol, render_labels, show_birth_date, show_matricule
from liane.codecs.pdf.label_sheets import DEFAULT_SHEET, SHEETS
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import Attribute, INSSource, Person, RegistryINS
from tests.codecs.pdf.test_pdf_making import preflight

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
MATRICULE = "290029999900129"
PERSON = Person(
    status=IdentityStatus.QUALIFIEE,
    traits=PatientTraits(
        birth_family="TESTOMBELLE",
        birth_given="CAMILLE",
        birth_givens="CAMILLE ROSE",
        birth_date="19900214",
        sex="F",
        birth_place="99999",
        used_family="TESTLISERON",
    ),
    ins=RegistryINS(
        ins=INS(matricule=MATRICULE, oid="1.2.250.1.213.1.4.10"), source=INSSource.INSI_TRAITS, retrieved_at=AT
    ),
    identifiers=(PatientIdentifier(value="IPP000731", oid="1.2.250.1.999.2.1", type_code="PI"),),
)
LONG = replace(
    PERSON,
    traits=replace(PERSON.traits, birth_family="TESTOMBELLE-" * 8 + "FIN", birth_givens="MARIE-JOSEPHE " * 6 + "ROSE"),
)
LABEL = IdentityLabel(person=PERSON, stay_number="VEN2600731")


def run(tool: str, pdf: bytes, folder: Path, *arguments: str) -> bytes:
    """Run one of poppler's tools on a file; skip without it."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    path = folder / "labels.pdf"
    path.write_bytes(pdf)
    return subprocess.run([tool, *arguments, path, "-"], check=True, capture_output=True).stdout


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of the pages, blanks made plain."""
    return " ".join(run("pdftotext", pdf, folder, "-enc", "UTF-8").decode().split())


def picture_of(pdf: bytes, folder: Path, dpi: int = 200) -> bytes:
    """The first page as a picture."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    path = folder / "labels.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", path, folder / "page"], check=True)
    return (folder / "page.png").read_bytes()


def test_a_qualified_person_has_traits_matricule_and_symbol(tmp_path: Path) -> None:
    text = text_of(render_labels([LABEL], created=AT, sheet=SHEETS["1x1"]), tmp_path)
    for words in (
        *("TESTOMBELLE", "CAMILLE ROSE", "TESTLISERON", "14/02/1990", "99999", "Sexe : F", MENTION),
        *("Matricule INS (NIR, test)", "2 90 02 99 999 001 29", "IPP : IPP000731", "Venue : VEN2600731"),
    ):
        assert words in text


@pytest.mark.parametrize("person", [PERSON, LONG], ids=["usual", "long"])
@pytest.mark.parametrize(("key", "dpi"), [*((key, 200) for key in SHEETS), ("3x8", 300)])
def test_the_symbol_is_read_back_from_the_page(person: Person, key: str, dpi: int, tmp_path: Path) -> None:
    pdf = render_labels([IdentityLabel(person=person, stay_number="VEN1")], created=AT, sheet=SHEETS[key])
    (symbol,) = read_symbols(picture_of(pdf, tmp_path, dpi))
    assert person.ins is not None
    assert symbol.data == encode_payload(person.ins.ins, person.traits)
    assert read_payload(symbol.data, is_production=False).ins == person.ins.ins
    if key.startswith("1x1"):
        return
    sheet = SHEETS[key]
    left, top = next(iter(sheet.places()))
    dots = dpi / 25.4
    for x, y in symbol.corners:
        assert left < x / dots < left + sheet.width
        assert top < y / dots < top + sheet.height


def test_a_whole_sheet_is_read_back(tmp_path: Path) -> None:
    page = picture_of(render_labels([LABEL] * 4, created=AT), tmp_path)
    symbols = read_symbols(page)
    assert len(symbols) == 4
    assert len({symbol.data for symbol in symbols}) == 1


NOT_QUALIFIED = [
    (replace(PERSON, status=IdentityStatus.PROVISOIRE), "Identité provisoire"),
    (replace(PERSON, status=IdentityStatus.RECUPEREE), "Identité récupérée"),
    (replace(PERSON, status=IdentityStatus.VALIDEE), "Identité validée"),
    (
        replace(PERSON, status=IdentityStatus.PROVISOIRE, attributes=frozenset({Attribute.DOUTEUX})),
        "Identité provisoire, douteuse",
    ),
    (replace(PERSON, attributes=frozenset({Attribute.FICTIF})), "fictive"),
    (replace(PERSON, merged_into=4), "Identité qualifiée"),
]


@pytest.mark.parametrize(("person", "words"), NOT_QUALIFIED)
def test_no_ins_is_printed_unless_it_may_circulate(person: Person, words: str, tmp_path: Path) -> None:
    assert find_symbol(person) == ()
    pdf = render_labels([IdentityLabel(person=person)], created=AT, sheet=SHEETS["1x1"])
    text = text_of(pdf, tmp_path)
    assert "TESTOMBELLE" in text
    assert words in text
    assert MENTION not in text
    assert "Matricule" not in text
    assert MATRICULE not in text.replace(" ", "")
    assert read_symbols(picture_of(pdf, tmp_path)) == ()


def test_a_trait_that_cannot_stand_in_the_symbol_keeps_the_rest(tmp_path: Path) -> None:
    person = replace(PERSON, traits=replace(PERSON.traits, birth_givens="", birth_given=""))
    assert find_symbol(person) == ()
    text = text_of(render_labels([IdentityLabel(person=person)], created=AT), tmp_path)
    assert "Matricule INS" in text
    assert MENTION not in text


@pytest.mark.parametrize("key", SHEETS)
def test_nothing_is_lost_of_long_names(key: str, tmp_path: Path) -> None:
    pdf = render_labels([IdentityLabel(person=LONG, stay_number="VEN1")], created=AT, sheet=SHEETS[key])
    text = text_of(pdf, tmp_path)
    joined = text.replace(" ", "").replace("-", "")
    assert LONG.traits.birth_family.replace("-", "") in joined
    assert joined.count("MARIEJOSEPHE") == 6
    assert "Venue : VEN1" in text
    boxes = run("pdftotext", pdf, tmp_path, "-bbox").decode()
    bottoms = [float(part.split('"')[0]) for part in boxes.split('yMax="')[1:]]
    _, top = next(iter(SHEETS[key].places()))
    assert max(bottoms) <= (top + SHEETS[key].height) * 72 / 25.4


def test_labels_follow_the_sheet_and_open_pages(tmp_path: Path) -> None:
    for count, used, pages in ((1, 0, 1), (24, 0, 1), (25, 0, 2), (24, 1, 2), (1, 23, 1)):
        path = tmp_path / "sheet.pdf"
        path.write_bytes(render_labels([LABEL] * count, created=AT, used=used))
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == pages
            assert [round(float(value)) for value in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_every_label_stands_on_its_page(sheet: object) -> None:
    assert isinstance(sheet, type(DEFAULT_SHEET))
    places = list(sheet.places())
    assert len(places) == sheet.count
    for x, y in places:
        assert -0.01 <= x <= sheet.page_width - sheet.width + 0.01
        assert -0.01 <= y <= sheet.page_height - sheet.height + 0.01


def test_the_file_is_the_same_twice_and_names_nobody(tmp_path: Path) -> None:
    first = render_labels([LABEL], created=AT)
    assert first == render_labels([LABEL], created=AT)
    assert b"TESTOMBELLE" not in first
    path = tmp_path / "label.pdf"
    path.write_bytes(first)
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Étiquette d'identité"
        assert metadata["pdfaid:part"] == "1"


@pytest.mark.parametrize(("count", "used"), [(0, 0), (2001, 0), (1, 24), (1, -1)])
def test_bounds(count: int, used: int) -> None:
    with pytest.raises(ValueError, match="bounds"):
        render_labels([LABEL] * count, created=AT, used=used)


def test_dates_and_matricules_are_shown_as_people_read_them() -> None:
    assert show_birth_date("19620000") == "00/00/1962"
    assert show_birth_date("1962") == "1962"
    assert show_matricule(INS(matricule="185062A99904975", oid="1.2.250.1.213.1.4.8")) == "1 85 06 2A 999 049 75"


@pytest.mark.foreign
def test_a_sheet_is_a_true_pdfa_1b(tmp_path: Path) -> None:
    assert "is a valid PDF/A-1b file" in preflight(render_labels([LABEL] * 25, created=AT), tmp_path)
