"""Who signs for a child, or is told as its parent, is no patient of the page."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, Role
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
CHILD = {"birth_name": "MARTIN", "first_name": "LOUIS", "birth_date": "2019-11-09"}


@pytest.mark.parametrize(
    "text",
    [
        "Je soussignée Madame MARTIN Julie, née DURAND le 30/06/1992,\n"
        "agissant en qualité de mère, autorise les soins de\nMARTIN Louis, né le 09/11/2019",
        "Nom, prénom : MARTIN Julie   née le 30/06/1992   ☒ mère ☐ père ☐ tuteur\n"
        "L'enfant\nNom : MARTIN   Prénom : Louis\nDate de naissance : 09/11/2019",
        "Enfant : MARTIN Louis   Né le 09/11/2019\nMère : Mme MARTIN Julie née DURAND le 30/06/1992",
    ],
)
def test_the_child_is_the_patient(text: str) -> None:
    read = extract_fields([make_page(f"Centre de santé\n{text}\nFait le 03/05/2026")], received_on=RECEIVED)
    assert {name: read.fields[FieldName(name)].chosen.value for name in CHILD} == CHILD
    patients = [one for one in read.mentions if one.role is Role.PATIENT and one.given is not None]
    assert all(one.given is None or one.given.value == "LOUIS" for one in patients)


def test_who_consents_for_themselves_is_the_patient() -> None:
    text = "Je soussignée Madame MARTIN Julie, née DURAND le 30/06/1992, accepte l'intervention proposée."
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    assert read.fields[FieldName.FIRST_NAME].chosen.value == "JULIE"


def test_the_mother_of_a_report_of_birth_stays_the_patient() -> None:
    text = (
        "Maternité\nCompte rendu d'accouchement\nMère : Mme MARTIN Julie, née le 30/06/1992\n"
        "Enfant : MARTIN Louis, né le 03/05/2026\nSuites simples"
    )
    read = extract_fields([make_page(text)], received_on="2026-06-04")
    assert read.fields[FieldName.FIRST_NAME].chosen.value == "JULIE"
