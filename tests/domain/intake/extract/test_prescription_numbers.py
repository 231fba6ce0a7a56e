"""The unique number of a digital prescription: in clear, in groups, in the code of the sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.identifiers.prescription_numbers import ALPHABET, check_is_right, has_shape
from liane.domain.intake.fields import FieldName, FieldValue, Source
from liane.domain.intake.page import Box, Engine, PageSymbol, SymbolKind
from tests.domain.intake.extract.word_pages import make_page

NATIONAL, STAND_IN = "01S2TBPZ2JCNZZYGHZ", "99K7M2Q8RZ4T1WDPCQ"
HEAD = "Ordonnance\nMadame DURAND Julie née le 12/03/1951\n"


def _read(
    text: str, *payloads: bytes, kind: SymbolKind = SymbolKind.QR, engine: Engine = Engine.TEXT_LAYER
) -> FieldValue | None:
    box = Box(x0=0.1, y0=0.8, x1=0.2, y1=0.88)
    symbols = tuple(PageSymbol(kind=kind, format=kind.value, payload=one, box=box) for one in payloads)
    page = make_page(HEAD + text, symbols=symbols, engine=engine)
    return extract_fields([page], received_on="2026-05-04").fields.get(FieldName.PRESCRIPTION_NUMBER)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"N° e-prescription : {NATIONAL}", NATIONAL),
        (f"Ordonnance numérique n° {NATIONAL}", NATIONAL),
        (f"Numéro unique de prescription   {NATIONAL}", NATIONAL),
        (f"N° EPU : {NATIONAL[:4]} {NATIONAL[4:8]} {NATIONAL[8:12]} {NATIONAL[12:16]} {NATIONAL[16:]}", NATIONAL),
        (f"N° d'ordonnance : {NATIONAL}", NATIONAL),
        (NATIONAL, NATIONAL),
        (f"simulation {STAND_IN}", STAND_IN),
        ("Lot 07S2TBPZ2JCNZZYGHZ", None),
        ("01S2TBPZ2JCNZZYGH", None),
        ("01S2TBPZ2JCNZZYGHZ7", None),
        ("012345678901234567", None),
        ("simulation 99K7M2Q8RZ4T1WDPCR", None),
        ("N° d'ordonnance : 2026-0042", None),
    ],
)
def test_number_in_clear(text: str, wanted: str | None) -> None:
    found = _read(text)
    assert (found.chosen.value if found else None) == wanted
    if found is not None:
        assert found.chosen.page == 1
        assert found.chosen.boxes


@pytest.mark.parametrize(
    "payload", [f"SIM-EPU:1:{STAND_IN}", f"https://exemple.invalid/o?n={NATIONAL}&v=1", NATIONAL, f"a;{NATIONAL};b"]
)
def test_number_in_the_code_of_the_sheet(payload: str) -> None:
    found = _read("", payload.encode())
    assert found is not None
    assert found.chosen.value in (NATIONAL, STAND_IN)
    assert found.chosen.source is Source.BARCODE
    assert found.chosen.boxes


@pytest.mark.parametrize("payload", [b"Hello :)", b"IS01" + b"0" * 22, b"07S2TBPZ2JCNZZYGHZ", b"\xff\xfe", b""])
def test_other_codes_hold_no_number(payload: bytes) -> None:
    assert _read("", payload) is None


def test_two_numbers_in_one_code_are_none() -> None:
    assert _read("", f"{NATIONAL} {STAND_IN}".encode()) is None


def test_code_and_print_that_agree_make_the_number_sure() -> None:
    alone, both = _read(NATIONAL), _read(NATIONAL, NATIONAL.encode())
    assert alone is not None
    assert both is not None
    assert not alone.chosen.is_checked
    assert both.chosen.is_checked
    assert both.chosen.confidence > alone.chosen.confidence


def test_a_sign_is_mended_only_under_a_check() -> None:
    blurred = STAND_IN.replace("1", "I")
    mended = _read(f"N° EPU : {blurred}", engine=Engine.TESSERACT)
    assert mended is not None
    assert mended.chosen.value == STAND_IN
    assert mended.chosen.is_repaired
    assert _read(f"N° EPU : {NATIONAL.replace('0', 'O')}", engine=Engine.TESSERACT) is None
    seen = _read(f"N° EPU : {NATIONAL.replace('0', 'O')}", NATIONAL.encode(), engine=Engine.TESSERACT)
    assert seen is not None
    assert seen.chosen.value == NATIONAL


@given(st.text(alphabet=ALPHABET, min_size=15, max_size=15))
def test_exactly_one_check_sign_is_right(middle: str) -> None:
    right = [sign for sign in ALPHABET if check_is_right(f"99{middle}{sign}")]
    assert len(right) == 1
    assert has_shape(NATIONAL)


@given(st.binary(max_size=300))
def test_any_payload_gives_a_number_of_the_shape_or_none(payload: bytes) -> None:
    found = _read("", payload)
    assert found is None or has_shape(found.chosen.value)
