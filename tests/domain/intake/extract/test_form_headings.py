"""Forms that hold the boxes of several persons: whose they are is told by the heading of a column or of a section."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument, Role
from tests.domain.intake.extract.word_pages import make_page

HEAD = "Centre hospitalier de Testville\nTestville, le 04/06/2025\n\n"


def _read(text: str) -> ReadDocument:
    return extract_fields([make_page(HEAD + text)], received_on="2026-05-04")


def _patients(read: ReadDocument) -> set[str]:
    """Family and first names of the mentions of the patient."""
    named = [one for one in read.mentions if one.role is Role.PATIENT]
    values = [value.value for one in named for value in (one.family, one.used_family, one.given) if value is not None]
    return {value.upper() for value in values}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("PATIENTE EXAMINÉE (objet du rapport)", "CONJOINT (pour mémoire)"),
        ("Le patient", "Le conjoint (renseignements)"),
        ("ENFANT", "MÈRE"),
        ("Élève", "Représentant légal"),
        ("Résidente", "Personne de confiance"),
        ("1. Bénéficiaire", "2. Assuré(e) - si différent"),
    ],
)
def test_the_column_of_another_person_is_not_the_patients(left: str, right: str) -> None:
    rows = [
        (left, right),
        ("Nom          MARTIN", "Nom          DURAND"),
        ("Prénom       Julie", "Prénom       Paul"),
        ("Naissance    12/03/1951", "Naissance    02/07/1949"),
    ]
    read = _read("\n".join(f"{one:<52}{other}" for one, other in rows))
    assert _patients(read) == {"MARTIN", "JULIE"}
    assert read.fields[FieldName.BIRTH_DATE].chosen.value == "1951-03-12"
    assert not read.several_patients


@pytest.mark.parametrize(
    "section",
    [
        "4. Prescripteur\nNom et prénom      LEROY Anne\nIdentifiant        10100000041",
        "Médecin traitant\nNom                LEROY\nPrénom             Anne",
        "C. Demandeur\nNom                LEROY\nPrénom             Anne",
    ],
)
def test_the_boxes_of_a_professional_are_not_the_patients(section: str) -> None:
    read = _read(
        f"Nom                MARTIN\nPrénom             Julie\nDate de naissance  12/03/1951\n\nTrajet\n{section}"
    )
    assert _patients(read) == {"MARTIN", "JULIE"}


def test_a_heading_of_staff_over_the_identity_rules_nothing() -> None:
    read = _read(
        "Praticien hospitalier\nNom                MARTIN\nPrénom             Julie\nNé(e) le           12/03/1951"
    )
    assert _patients(read) == {"MARTIN", "JULIE"}


def test_the_insured_without_a_patient_is_read_as_before() -> None:
    read = _read("Assuré\nNom                MARTIN\nPrénom             Julie\nNé(e) le           12/03/1951")
    assert read.fields[FieldName.BIRTH_NAME].chosen.value == "MARTIN"


@pytest.mark.parametrize(
    "line",
    [
        "Infirmière coordinatrice      Mme LEROY Anne",
        "Aide à domicile               Mme LEROY Anne",
        "Éducateur référent            M. LEROY Paul",
    ],
)
def test_whom_a_function_tells_in_a_table_is_no_patient(line: str) -> None:
    table = "Patiente                      Madame MARTIN Julie\n                              née le 12/03/1951\n"
    read = _read(
        f"{table}Médecin                       Dr PETIT Jean\n{line}\nPharmacie                     de la Gare"
    )
    assert _patients(read) == {"MARTIN", "JULIE"}


@pytest.mark.parametrize(
    "line",
    [
        "École des Vergers - direction : M. LEROY",
        "Coordination du parcours : Mme LEROY Anne",
        "VALIDATION : M. LEROY / A. PETIT",
    ],
)
def test_whom_a_function_tells_on_a_line_is_no_patient(line: str) -> None:
    assert _patients(_read(f"Nom : MARTIN\nPrénom : Julie\nNée le 12/03/1951\n\n{line}")) == {"MARTIN", "JULIE"}


def test_asides_and_columns_of_signatures_name_no_patient() -> None:
    text = "Nom : MARTIN\nPrénom : Julie\nNée le 12/03/2015\nClasse : CE2 (Mme LEROY)\n\n"
    heads = f"{'Parents':<24}{'Responsable cantine':<24}\n{'le 03/09/2025':<24}{'le 07/09/2025':<24}\n"
    assert _patients(_read(f"{text}{heads}{'J. Martin':<24}{'M. PETIT':<24}")) == {"MARTIN", "JULIE"}


def test_a_patient_in_brackets_is_still_one() -> None:
    assert "LEROY" in _patients(_read("J'ai revu en consultation votre patiente (Mme LEROY) ce jour."))


def test_a_civility_after_a_function_keeps_who_is_born() -> None:
    read = _read("Coordination : Mme MARTIN Julie, née le 12/03/1951")
    assert read.fields[FieldName.BIRTH_DATE].chosen.value == "1951-03-12"


def test_the_box_of_the_sex_heads_nobody() -> None:
    text = (
        "Nom                MARTIN\nPrénom             Julie\nFille / garçon     fille\nNé(e) le           12/03/2019"
    )
    assert _read(text).fields[FieldName.BIRTH_DATE].chosen.value == "2019-03-12"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["PATIENT", "CONJOINT", "2. Assuré(e)", "(x)", "Nom", "DURAND", "Paul", "\n", "   "]),
        max_size=24,
    )
)
def test_any_headings_are_read(words: list[str]) -> None:
    text = " ".join(words).strip()
    assert _read(text or "x").pages == (1,)
