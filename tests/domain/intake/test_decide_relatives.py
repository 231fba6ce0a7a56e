"""A relative who has a record: filed beside only when the pages say twice that they are the contact of the patient."""

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import ins_of, person

PATIENT = person("A", "MARTIN", "JULIE ANNE", "19510312")
CONTACT = person("B", "DURAND", "PAUL", "19490302")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1951\n"


def _decide(text: str) -> IntakeDecision:
    page = make_page(HEAD + OWN + text)
    read = extract_fields([page], received_on="2026-05-04")
    index = InMemoryIndex((PATIENT, CONTACT))
    return decide(read, [page], match(read, [page], index), policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "line",
    [
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949",
        "Personne à prévenir : M. DURAND Paul, mari, né le 2 mars 1949, tél. 06 99 00 00 00",
        "- Tiers de confiance : Paul DURAND (époux), né le 02/03/1949",
        "Contact : DURAND Paul (voisin), né le 02.03.1949",
        "Aidant principal : DURAND Paul - conjoint, né le\n02/03/1949",
        "Personne à contacter en cas d'urgence : DURAND Paul, frère, né le 02/03/1949",
        "Personne de confiance : DURAND Paul, né le 02/03/1949, tél. 06 99 00 00 00",
        "Personne à prévenir : M. DURAND Paul, né le 2 mars 1949 - portable : 0699000000",
    ],
)
def test_a_contact_told_twice_does_not_hold_the_document_back(line: str) -> None:
    answer = _decide(line)
    assert "INT-044" not in answer.codes
    assert answer.record_id == "A"


@pytest.mark.parametrize(
    "line",
    [
        "Personne de confiance : DURAND Paul, né le 02/03/1949",
        "DURAND Paul (conjoint), né le 02/03/1949",
        "Conjoint : DURAND Paul, né le 02/03/1949",
        "Présenté par M. DURAND Paul (conjoint), né le 02/03/1949",
        "Délivré pour DURAND Paul (conjoint), né le 02/03/1949",
        "Personne de confiance : DURAND Paul, né le 02/03/1949, dossier 06 99 00 00 00",
        "Personne de confiance : DURAND Paul, né le 02/03/1949, tél. 06 99 00 00 00, hospitalisé ce jour",
        "Patient : DURAND Paul, né le 02/03/1949, tél. 06 99 00 00 00",
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949\nRésultats de DURAND Paul",
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949\nDossier du 02/03/1949",
        "Personne de confiance : DURAND Jacques (conjoint), né le 02/03/1949\nM. DURAND Paul",
        "Personne de confiance : LEROY Anne (soeur), née le 01/02/1950, et DURAND Paul né le 02/03/1949",
    ],
)
def test_anything_less_is_shown(line: str) -> None:
    assert "INT-044" in _decide(line).codes


def test_two_persons_under_the_label_of_a_patient_are_shown() -> None:
    codes = set(_decide("Patient : DURAND Paul (conjoint), né le 02/03/1949").codes)
    assert codes & {"INT-003", "INT-044"}


def test_a_contact_whose_traits_are_near_those_of_the_patient_is_shown() -> None:
    twin = person("B", "MARTIN", "ANNE", "19510312")
    page = make_page(HEAD + OWN + "Personne de confiance : MARTIN Anne (soeur), née le 12/03/1951")
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((PATIENT, twin)))
    assert decide(read, [page], found, policy=COMMAND_LINE_POLICY).codes


@pytest.mark.parametrize(
    "line",
    [
        "Entourage : conjoint, DURAND Paul, né le 02/03/1949",
        "Accompagnée de M. DURAND Paul, conjoint, né le 02/03/1949.",
        "DURAND Paul (cousin), né le 02/03/1949 accompagne la patiente.",
        "Cousin : DURAND Paul, né le 02/03/1949",
        "Accompagnant : DURAND Paul, né le 02/03/1949, tél. 06 99 00 00 00",
    ],
)
def test_who_came_along_or_is_collateral_kin_does_not_hold_the_document_back(line: str) -> None:
    assert "INT-044" not in _decide(line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Cousin : DURAND Paul, né le 02/03/1949\nGreffe de rein.",
        "Accompagnée de M. DURAND Paul, conjoint, né le 02/03/1949.\nCouple suivi en AMP.",
        "Cousin : DURAND Paul, né le 02/03/1949\nLe bilan de Paul est normal.",
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949\nDossier de DURAND Pau1",
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949\nINS 149039990100184",
        "Personne de confiance : DURAND Paul (conjoint), né le 02/03/1949, hospitalisé ce jour",
    ],
)
def test_a_page_of_two_subjects_is_shown(line: str) -> None:
    assert _decide(line).codes


def test_a_twin_named_on_the_page_is_never_settled_by_the_ins() -> None:
    ins = ins_of("19510312", "F")
    patient = person("A", "MARTIN", "JULIE ANNE", "19510312", ins=ins)
    twin = person("B", "MARTIN", "ROSE", "19510312")
    page = make_page(f"{HEAD}{OWN}INS : {ins}\nAccompagnée de MARTIN Rose, vue ce jour.")
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((patient, twin)))
    assert "INT-013" in decide(read, [page], found, policy=COMMAND_LINE_POLICY).codes


def test_a_contact_with_two_family_names_is_one_person() -> None:
    wife = person("B", "PEREIRA", "SYLVIE", "19530902", used="KEITA")
    page = make_page(f"{HEAD}{OWN}Aidante : Mme Sylvie KEITA née PEREIRA (conjointe), née le 02/09/1953")
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((PATIENT, wife)))
    assert "INT-044" not in decide(read, [page], found, policy=COMMAND_LINE_POLICY).codes
