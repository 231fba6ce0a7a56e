"""The one list of professions, and the grammars over it."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.people.professions import TRADES, tells_profession, words_of
from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.fields import Role
from tests.domain.intake.extract.word_pages import make_page


def test_every_kind_of_the_list_is_read() -> None:
    assert {kind for kind, _ in read_rows("professions.tsv")} == set(TRADES)
    assert words_of("school") in words_of("school")


@pytest.mark.parametrize(
    "folded",
    [
        "CARDIOLOGUE",
        ", HEPATO-GASTRO-ENTEROLOGUE",
        " - PEDOPSYCHIATRE",
        "MEDECINE GENERALE",
        "SAGE-FEMME",
        "(INTERNE)",
        "INFIRMIERE COORDINATRICE",
        "ASSISTANTE DE SERVICE SOCIAL",
        "IBODE",
        "N° RPPS 10000000009",
    ],
)
def test_what_tells_a_profession(folded: str) -> None:
    assert tells_profession(folded)


@pytest.mark.parametrize("folded", ["CARDIOLOGIE", "ASSURANCE", "IDEAL", "MARDI", "RUE DES MEDECINS", "INTERNET"])
def test_what_tells_none(folded: str) -> None:
    assert not tells_profession(folded)


@pytest.mark.parametrize("place", ["Consultation ORL", "Consultation externe"])
def test_a_place_of_care_before_a_name_is_no_function(place: str) -> None:
    page = make_page(
        f"CHU de Testville\n\n{place} : M. TESTPATIENT Paul\n\nNormal.\n\nBien cordialement,\n\nDr Anne TESTAUTEUR"
    )
    found = extract_fields((page,), received_on="2026-11-01")
    assert [one.role for one in found.mentions] == [Role.PATIENT, Role.AUTHOR]
