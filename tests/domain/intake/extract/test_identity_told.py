"""Ways of telling the patient's identity that forms and letters share: signs for a colon, states of a patient, sex."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, Role
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
WHOLE = {"birth_name": "MARTIN", "first_name": "JULIE", "birth_date": "1960-03-12"}


def _read(text: str) -> dict[str, str | None]:
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    names = ("birth_name", "used_name", "first_name", "birth_date", "sex")
    return {name: found.chosen.value if (found := read.fields.get(FieldName(name))) else None for name in names}


@pytest.mark.parametrize("sign", [">", "→", "->", "=>", "»", "::", "~", ";", "•", "·", "-", "–", "|", "="])
def test_a_sign_stands_for_the_colon_of_a_label(sign: str) -> None:
    text = f"Nom de naissance {sign} MARTIN\nPrénom {sign} Julie\nDate de naissance {sign} 12/03/1960\nSexe {sign} F"
    assert WHOLE.items() <= _read(text).items()


@pytest.mark.parametrize("pair", ["[]", "()", "<>"])
def test_a_label_may_stand_in_brackets_before_its_value(pair: str) -> None:
    labels = {"Nom de naissance": "MARTIN", "Prénom": "Julie", "Date de naissance": "12/03/1960"}
    text = "\n".join(f"{pair[0]}{label}{pair[1]} {value}" for label, value in labels.items())
    assert WHOLE.items() <= _read(text).items()


def test_a_name_that_begins_as_ne_after_a_dash_is_no_label() -> None:
    assert _read("Nom de naissance - NEVEU\nPrénom - Julie\nNée le 12/03/1960")["birth_name"] == "NEVEU"


@pytest.mark.parametrize(
    "label",
    [
        "Patiente suivie",
        "Patient(e) pris(e) en charge",
        "Résidente concernée",
        "Usager accompagné",
        "Malade opéré",
        "Personne accueillie",
        "Personne accompagnée",
        "Enfant hospitalisé",
        "Accouchée",
        "Hospitalisée",
        "Dossier de",
        "Pour",
    ],
)
def test_a_label_of_the_patient_with_their_state(label: str) -> None:
    assert WHOLE.items() <= _read(f"{label} : MARTIN Julie, née le 12/03/1960").items()


def test_whom_a_patient_is_sent_by_is_not_the_patient() -> None:
    read = extract_fields(
        [make_page("Patient adressé par : MARTIN Julie\nPatient : DURAND Paul")], received_on=RECEIVED
    )
    assert FieldName.BIRTH_NAME in read.fields
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "DURAND"


def test_whom_a_letter_is_for_without_birth_date_is_no_patient() -> None:
    read = extract_fields([make_page("Pour : MARTIN Julie\nObjet : résultats")], received_on=RECEIVED)
    assert all(one.role is not Role.PATIENT for one in read.mentions)


@pytest.mark.parametrize(
    "text",
    [
        "MARTIN Julie\n12/03/1960 - 66 ans - sexe F",
        "MARTIN Julie\n12/03/1960 - 66 ans - Féminin",
        "MARTIN Julie - F - 12/03/1960",
        "MARTIN Julie, F, 66 ans (12/03/1960)",
        "MARTIN Julie (DDN 12/03/1960, sexe F)",
        "MARTIN Julie · 12/03/1960 · Femme",
        "MARTIN Julie\nsexe féminin, née le 12/03/1960",
        "Dossier : MARTIN Julie, F (12/03/1960)",
        "Réf. : 4520 - MARTIN Julie - 12/03/1960 - F",
    ],
)
def test_the_sex_is_read_around_the_birth_date(text: str) -> None:
    assert (WHOLE | {"sex": "F"}).items() <= _read(text).items()


def test_a_birth_date_of_parted_figures_counts_after_a_name() -> None:
    assert WHOLE.items() <= _read("Usager : MARTIN Julie 12 03 1960\nCompte rendu").items()


def test_an_abbreviation_of_a_laboratory_is_no_civility() -> None:
    page = make_page("Nom : MARTIN   Prénom : Julie\nV.G.M.      88,2   fL\nHématocrite  40   %")
    assert not any(
        one.family and "MATOCRITE" in one.family.value for one in extract_fields([page], received_on=RECEIVED).mentions
    )
