"""Manners of writing that layouts unlike one another taught: brackets, ends of lines, tables of traits, two readers."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, Role
from liane.domain.intake.page import Engine
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-05-04"
INS = "290029999900129"

MANNERS = {
    "the label in brackets after the value": (
        "Patient : MARTIN (nom de naissance) DUPONT (nom d'usage) Marie\nNée le 12/03/1960   Sexe : F",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE", "birth_date": "1960-03-12"},
    ),
    "the label in brackets, one name": (
        "Patient : MARTIN (nom de naissance) Marie\nNée le 12/03/1960",
        {"birth_name": "MARTIN", "used_name": None, "first_name": "MARIE"},
    ),
    "a birth date over the end of a line": (
        "Veuillez trouver ci-dessous les éléments concernant Monsieur Paul BERNARD, dont la date de\n"
        "naissance est le 07/06/1984.",
        {"birth_name": "BERNARD", "first_name": "PAUL", "birth_date": "1984-06-07"},
    ),
    "a year on the next line": (
        "Je vous donne des nouvelles de votre patiente, Madame PETIT Denise, qui est née le 10 mai\n1977 (48 ans).",
        {"birth_name": "PETIT", "first_name": "DENISE", "birth_date": "1977-05-10"},
    ),
    "a month on the next line": (
        "Je vous donne des nouvelles de votre patiente, Madame PETIT Denise, qui est née le 1er\nmai 1977 à Testville.",
        {"birth_name": "PETIT", "birth_date": "1977-05-01"},
    ),
    "née at the end of a line": (
        "Mon cher confrère, merci de suivre en consultation Madame PETIT Denise, âgée de 48 ans, née\nle 10-05-1977.",
        {"birth_name": "PETIT", "first_name": "DENISE", "birth_date": "1977-05-10"},
    ),
    "a birth name over the end of a line": (
        "Veuillez trouver ci-dessous les éléments concernant notre patiente Madame Marie DUPONT (nom de\n"
        "naissance MARTIN), née le 12/03/1960.",
        {"birth_name": "MARTIN", "used_name": "DUPONT", "first_name": "MARIE"},
    ),
    "headings so close that they run together": (
        "Nom de naissance   Prénom de naissance  Naissance   Sexe\n"
        "MARTIN             Marie Anne           12/03/1960  F",
        {"birth_name": "MARTIN", "first_name": "MARIE", "first_names": "MARIE ANNE", "birth_date": "1960-03-12"},
    ),
    "an age between the name and the birth date": (
        "MARTIN Paul, 65 ans, né le 31/01/1958\nMotif : douleur",
        {"birth_name": "MARTIN", "first_name": "PAUL", "birth_date": "1958-01-31"},
    ),
    "a sentence without civility": (
        "Nous avons pris en charge Marie MARTIN (12/06/1974).",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1974-06-12"},
    ),
    "a name that is a word of addresses": (
        "Nom de naissance : CHEMIN\nPrénom : Paul\nNé le : 12/03/1960",
        {"birth_name": "CHEMIN", "first_name": "PAUL"},
    ),
    "the date parted by the reader": (
        "Monsieur MARTIN Paul\nNé le 20/1 1/201 2",
        {"birth_date": "2012-11-20"},
    ),
    "a patient under a title that names nurses": (
        "Objet : Fiche de suivi infirmier - Madame MARTIN Marie, née le 20/01/1941",
        {"birth_name": "MARTIN", "first_name": "MARIE", "birth_date": "1941-01-20"},
    ),
}


@pytest.mark.parametrize("name", MANNERS)
def test_manner(name: str) -> None:
    text, wanted = MANNERS[name]
    fields = extract_fields([make_page(text)], received_on=RECEIVED).fields
    got = {field: fields[FieldName(field)].chosen.value if FieldName(field) in fields else None for field in wanted}
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Fiche RCP\nNom de naissance : MARTIN\nPrénom : Marie",
        "COMPTE RENDU D'EXAMENS DE BIOLOGIE MÉDICALE\nNOM NAISS. : MARTIN        PRENOM : MARIE",
        "ATTESTATION DE DROITS À L'ASSURANCE MALADIE\nNom de naissance : MARTIN\nPrénom : Marie",
        "Objet : C.R.H.\nPatiente : Madame Marie MARTIN",
        "Concerne : M. MARTIN Paul - DDN 12/03/1960",
        "Dr M. FERNANDEZ\nNom de naissance : MARTIN\nPrénom : Paul",
    ],
)
def test_a_title_or_a_civility_is_no_second_patient(text: str) -> None:
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    families = {one.family.value for one in read.mentions if one.role is Role.PATIENT and one.family is not None}
    assert families == {"MARTIN"}
    givens = {one.given.value for one in read.mentions if one.role is Role.PATIENT and one.given is not None}
    assert len(givens) == 1


@pytest.mark.parametrize("first", ["899700917129", "89970917128"])
def test_the_second_reader_settles_an_rpps_by_its_key(first: str) -> None:
    text = "Signé électroniquement par le Dr Paul FAVRE (RPPS {})"
    page = make_page(text.format(first), engine=Engine.TESSERACT, confidence=0.7, second=text.format("89970917129"))
    chosen = extract_fields([page], received_on=RECEIVED).fields[FieldName.AUTHOR_RPPS].chosen
    assert chosen.value == "89970917129"
    assert chosen.is_repaired


def test_two_right_numbers_of_the_second_reader_settle_nothing() -> None:
    page = make_page(
        "Dr Paul FAVRE RPPS 89970917128",
        engine=Engine.TESSERACT,
        second="Dr Paul FAVRE RPPS 89970917129 89977224180",
    )
    chosen = extract_fields([page], received_on=RECEIVED).fields.get(FieldName.AUTHOR_RPPS)
    assert chosen is None or chosen.chosen.value == "89970917128"


def test_the_second_reader_settles_an_ins_by_its_key() -> None:
    page = make_page("Matricule INS : 290029999900128", engine=Engine.TESSERACT, second=f"Matricule INS : {INS}")
    chosen = extract_fields([page], received_on=RECEIVED).fields[FieldName.INS].chosen
    assert (chosen.value, chosen.is_repaired) == (INS, True)


def test_the_birth_date_beside_a_doctor_is_somebody_elses() -> None:
    text = "Je soussigné Dr PETIT, certifie avoir examiné Mousieur LEBRUN Gabriel, né le 07-05-2003."
    read = extract_fields([make_page(text)], received_on=RECEIVED)
    assert read.fields[FieldName.BIRTH_DATE].chosen.value == "2003-05-07"
    assert all(one.birth_date is None for one in read.mentions if one.role is not Role.PATIENT)


WRONG_KEY = "89970917128"


@pytest.mark.parametrize("line", [f"Dr Paul FAVRE\nRPPS : {WRONG_KEY}", f"Dr Paul FAVRE - N° RPPS {WRONG_KEY}"])
def test_an_rpps_of_a_wrong_key_is_told_where_it_was_printed_so_and_not_where_a_reader_may_have_misread_it(
    line: str,
) -> None:
    text = f"{line}\n\nCompte rendu\nExamen normal.\n\nDr Paul FAVRE"
    printed = extract_fields([make_page(text)], received_on=RECEIVED).fields
    scanned = extract_fields([make_page(text, engine=Engine.TESSERACT, confidence=0.95)], received_on=RECEIVED).fields
    assert FieldName.AUTHOR_RPPS not in scanned
    assert FieldName.AUTHOR_RPPS not in printed or printed[FieldName.AUTHOR_RPPS].chosen.value == WRONG_KEY


def test_an_rpps_of_a_wrong_key_that_two_places_hold_was_printed_so() -> None:
    text = f"Dr Paul FAVRE\nRPPS : {WRONG_KEY}\n\nCompte rendu\nExamen normal.\n\nDr Paul FAVRE\nRPPS {WRONG_KEY}"
    page = make_page(text, engine=Engine.TESSERACT, confidence=0.95)
    assert extract_fields([page], received_on=RECEIVED).fields[FieldName.AUTHOR_RPPS].chosen.value == WRONG_KEY


def test_a_telephone_and_a_figure_beside_a_doctor_are_no_rpps_though_a_key_is_right() -> None:
    text = "Dr Paul FAVRE\n04 93 55 62 39 9\n06600 Testville\n\nOrdonnance\nSoins à domicile.\n\nDr Paul FAVRE"
    assert FieldName.AUTHOR_RPPS not in extract_fields([make_page(text)], received_on=RECEIVED).fields
