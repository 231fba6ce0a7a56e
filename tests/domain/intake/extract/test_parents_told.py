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


@pytest.mark.parametrize(
    "text",
    [
        "COMPTE RENDU D'ACCOUCHEMENT\nPatiente                      NOUVEAU-NÉ\n"
        "Nom (naissance) : MARTIN      Nom : DUPONT\nPrénom(s) : Julie, Anne       Prénom : Lou\n"
        "Sexe : F                      Née le 02/05/2026 - fille\n",
        "Suites de couches : synthèse de sortie\nMÈRE                          Nouveau-né\n"
        "Nom : MARTIN                  Nom : DUPONT\nPrénoms : Julie, Anne         Prénom : Lou\n"
        "Sexe : F                      Née le 02/05/2026 - fille\n",
    ],
)
def test_the_mother_of_a_birth_is_the_patient_though_her_birth_date_is_not_read(text: str) -> None:
    read = extract_fields(
        [make_page(f"Maternité de Testville\n{text}\nAccouchement le 02/05/2026")], received_on=RECEIVED
    )
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "MARTIN"
    assert read.fields[FieldName.FIRST_NAME].chosen.value == "JULIE"
    assert FieldName.BIRTH_DATE not in read.fields


def test_whose_state_of_health_a_certificate_tells_is_the_patient() -> None:
    text = (
        "Je soussignée, Dr Anne LEROUX, docteur en médecine, certifie que l'état de santé de Mme DE\n"
        "LA TOUR Julie, âgée de 41 ans, nécessite la présence d'une tierce personne plusieurs\nheures par jour.\n"
    )
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "DE LA TOUR"
    assert read.fields[FieldName.FIRST_NAME].chosen.value == "JULIE"
