"""Days of sheets, requests and letters of appointment, each with other days beside it."""

import pytest

from liane.domain.intake.extract.dating.date_roles import DateRole, give_roles
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.extract.surface.reading import read_all
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

RECEIVED = "2026-11-20"
FIRST = """Centre d'Essai
BILAN DE KINÉSITHÉRAPIE
M. TESTPATIENT Jean      Né le 12/06/1956
Date du bilan : 12/10/2026      Bilan initial : 20/08/2026
Marche sans aide."""
REQUEST = """Orientation SSR - dossier n° 778812                Imprimé le 14/10/2026 à 10:02
DEMANDE D'ADMISSION EN SOINS DE SUITE
Nom TESTPATIENT       Prénom Jean      Date de naissance 12/06/1956
Date de la demande   12/10/2026        Admission souhaitée   20/10/2026
Prothèse de hanche opérée le 02/10/2026."""
SESSION = """Unité de dialyse d'Essai
Séance d'hémodialyse
M. TESTPATIENT Jean      Né le 12/06/1956
Séance du 12/10/2026 - poste 4 - générateur 12
Pansement refait le 08/10/2026.
Prochaine séance : 14/10/2026"""
COMING = """CENTRE HOSPITALIER D'ESSAI
12 rue des Tilleuls
Testville, le 12 octobre 2026
Nos références : M. TESTPATIENT Jean, né le 12/06/1956
Nous vous prions de vous présenter en consultation le
jeudi 5 novembre 2026 à 10h15
Merci de vous munir de votre carte."""


def _roles(text: str) -> dict[str, DateRole]:
    (reading,) = read_all([make_page(text)], RECEIVED)
    return {one.date.iso: one.role for one in give_roles(reading)}


def _day(text: str, name: FieldName) -> str:
    told = extract_fields([make_page(text)], received_on=RECEIVED).fields.get(name)
    return told.chosen.value if told is not None else ""


def test_the_first_assessment_beside_the_day_of_this_one_is_an_earlier_one() -> None:
    assert _roles(FIRST)["2026-08-20"] is DateRole.EARLIER
    assert _day(FIRST, FieldName.DOC_DATE) == _day(FIRST, FieldName.ACT_DATE) == "2026-10-12"


def test_a_first_assessment_alone_is_that_of_the_paper() -> None:
    assert _roles("BILAN\nBilan initial : 20/08/2026\nTexte.")["2026-08-20"] is not DateRole.EARLIER


def test_the_day_of_a_request_in_the_cell_beside_its_label_is_its_own() -> None:
    assert _day(REQUEST, FieldName.DOC_DATE) == "2026-10-12"


@pytest.mark.parametrize("name", [FieldName.DOC_DATE, FieldName.ACT_DATE])
def test_a_session_lends_its_day_to_its_sheet(name: FieldName) -> None:
    assert _day(SESSION, name) == "2026-10-12"


def test_a_letter_is_of_the_day_after_its_town_and_the_act_is_to_come() -> None:
    assert _day(COMING, FieldName.DOC_DATE) == "2026-10-12"
    assert _day(COMING, FieldName.ACT_DATE) == "2026-11-05"


@pytest.mark.parametrize("gap", ["     ", " "])
def test_the_code_of_a_form_in_the_head_of_a_page_tells_its_version(gap: str) -> None:
    body = "\n".join(("Texte de la page qui ne dit rien de particulier.",) * 20)
    assert _roles(f"Clinique d'Essai     CONS-IMP-014{gap}12/03/2023\n{body}")["2023-03-12"] is DateRole.FORM
