"""Somebody else pointed at without a birth date, or the person of the record told as a third party: shown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.identity import is_other_place
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.decide.subjects import find_names
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.match import IndexPerson
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import ins_of, person

KNOWN = person("A", "MARTIN", "JULIE ANNE", "19510312")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1951\n"


def _decide(*texts: str) -> IntakeDecision:
    pages = [make_page(text, number=number) for number, text in enumerate(texts, 1)]
    read = extract_fields(pages, received_on="2026-05-04")
    return decide(read, pages, match(read, pages, InMemoryIndex((KNOWN,))), policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "line",
    ["LEROY Paul   PETIT Anne", "Biologistes médicaux : Paul LEROY - Anne PETIT - Léa DURAND", "Chambre MANUEL : 139"],
)
def test_a_team_at_the_head_and_words_of_forms_are_no_patients(line: str) -> None:
    assert "INT-144" not in _decide(HEAD + line + "\n" + OWN).codes
    assert "INT-144" in _decide(HEAD + OWN + "Ont été vus : MARTIN Julie, LEROY Paul.").codes


def test_the_future_mother_is_the_patient() -> None:
    text = HEAD + "Examen échographique\nFuture mère de jumeaux : MARTIN Julie, née le 12/03/1951"
    assert "INT-144" not in _decide(text).codes


def test_the_family_name_in_small_letters_may_stand_before_the_first_name() -> None:
    own = "Concerne : Madame Martin Julie (née le 12/03/1951)"
    assert "INT-144" not in _decide(HEAD + own).codes
    assert "INT-144" in _decide(HEAD + OWN + "Concerne : Monsieur Durand Paul").codes


@pytest.mark.parametrize(
    "line",
    [
        "Objet : résultats de Monsieur Paul DURAND",
        "Réf. : votre patient, DURAND Paul",
        "Tube 1 : MARTIN Julie\nTube 2 : MARTIN Louise",
        "Fenêtre : DURAND Paul",
        "Cas index : DURAND Paul",
        "Typage HLA du donneur DURAND Paul",
        "Vue ce jour, MARTIN Julie, ainsi que DURAND Paul.",
        "Transport partagé : MARTIN Julie (12/03/1951) et DURAND Paul",
        "M. DURAND se plaint d'une douleur du genou.",
        "Bonjour, j'écris pour mon mari Paul.",
        "Paul est suivi pour un asthme.",
        "Conjoint : DURAND Paul\nSpermogramme : numération normale",
        "CARTE NATIONALE D'IDENTITÉ\nNom : DURAND Paul",
        "EXAMEN DE DURAND Paul",
        "08:00 MARTIN Julie hanche\n10:00 DURAND Paul genou",
        "Compte rendu établi au nom de DURAND Paul.",
        "Rendez-vous pris pour : MARTIN Léna",
    ],
)
def test_somebody_pointed_at_without_a_birth_date_is_shown(line: str) -> None:
    assert "INT-144" in _decide(HEAD + OWN + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "Objet : Madame Julie MARTIN",
        "Concerne : MARTIN Julie Anne",
        "PATIENTE : JULIE MARTIN",
        "Contact du patient : DURAND Paul (frère)",
        "Sa fille, Mme Louise DURAND, est suivie pour un diabète.",
        "Compte rendu de Dr Paul DURAND",
        "Vue ce jour avec le Dr Paul DURAND, cardiologue.",
        "Paul DURAND, interne",
        "Rédigé par Paul DURAND",
        "Vit avec son mari Paul.",
        "Scanner de contrôle dans un mois.",
        "1. Repos\n2. Glace",
        "REPRÉSENTANT DU PATIENT\nMadame DURAND Louise",
        "Personne de confiance de la patiente : DURAND Paul",
        "Médecin traitant du patient\nDURAND Paul",
    ],
)
def test_the_patient_doctors_and_kin_in_passing_may_stand(line: str) -> None:
    assert "INT-144" not in _decide(HEAD + OWN + line).codes


def test_another_name_at_the_head_of_the_next_page_is_shown() -> None:
    assert "INT-144" in _decide(HEAD + OWN, "DURAND Paul\nConclusion : examen normal.").codes
    assert "INT-144" not in _decide(HEAD + OWN, "MARTIN Julie\nConclusion : examen normal.").codes


def test_heads_of_an_insured_person_beside_a_patient_are_shown() -> None:
    assert "INT-144" in _decide(HEAD + "Assuré   Patient\n" + OWN).codes


@pytest.mark.parametrize(
    "line",
    [
        "Témoin : MARTIN Julie, née le 12/03/1951",
        "Message de Julie MARTIN, née le 12/03/1951",
        "À la demande de MARTIN Julie, née le 12/03/1951, j'ai examiné\nDURAND, uée le 21/02/1975.",
        "Pièce d'identité présentée : MARTIN Julie, née le 12/03/1951",
        "Mme MARTIN Julie née le 12/03/1951 (mère)",
        "Mme MARTIN Julie, née le 12/03/1951, a accompagné son enfant ce jour.",
        "MARTIN Julie, née le 12/03/1951\npour son fils",
        "MARTIN Julie, née le 12/03/1951, agissant en qualité de représentante légale",
    ],
)
def test_the_record_told_as_a_third_party_is_shown(line: str) -> None:
    assert "INT-145" in _decide(HEAD + line).codes


@pytest.mark.parametrize(
    "line",
    [
        "MARTIN Julie, née le 12/03/1951, mère de deux enfants, vit seule.\nPatiente : MARTIN Julie",
        "Mme MARTIN Julie, née le 12/03/1951, accompagnée de sa mère",
        "Je certifie avoir examiné Mme MARTIN Julie, née le 12/03/1951.\nÉtabli à la demande de Mme MARTIN Julie.",
        "MARTIN Julie, née le 12/03/1951 (mère : Mme Anne DURAND)",
    ],
)
def test_a_patient_who_is_a_parent_too_is_no_third_party(line: str) -> None:
    assert "INT-145" not in _decide(HEAD + line).codes


@pytest.mark.parametrize(
    ("line", "is_shown"),
    [
        ("Attention : homonyme dans le service.", True),
        ("Identité à vérifier", True),
        ("Document classé par erreur dans ce dossier.", True),
        ("Personne se disant Julie MARTIN", True),
        ("Hémianopsie latérale homonyme droite.", False),
        ("Quadranopsie homonyme.", False),
        ("Identité vérifiée par bracelet.", False),
    ],
)
def test_a_doubt_written_on_the_identity_is_shown(line: str, *, is_shown: bool) -> None:
    assert ("INT-146" in _decide(HEAD + OWN + line).codes) is is_shown


@given(st.text(alphabet="DUPONT Jean-Lé'éa.M,: ", max_size=240))
def test_names_of_any_line_stand_in_it(line: str) -> None:
    for name in find_names(line):
        assert 0 <= name.start <= name.end <= len(line)


def test_a_long_line_of_capitals_is_read_quickly() -> None:
    start = time.perf_counter()
    list(find_names("DUPONT JEAN D'AB-C " * 13))
    assert time.perf_counter() - start < 1


ELSEWHERE = person("B", "MARTIN", "JULIE ANNE", "19510312", place="31991")


def _decide_born(text: str, record: IndexPerson) -> IntakeDecision:
    page = make_page(HEAD + text)
    read = extract_fields([page], received_on="2026-05-04")
    return decide(read, [page], match(read, [page], InMemoryIndex((record,))), policy=COMMAND_LINE_POLICY)


def test_a_namesake_born_the_same_day_elsewhere_is_shown() -> None:
    ins = ins_of("19510312", "F", place="99901")
    assert "INT-025" in _decide_born(f"{OWN}INS : {ins}", ELSEWHERE).codes
    assert "INT-025" not in _decide_born(f"{OWN}INS : {ins}", KNOWN).codes
    told = f"{OWN}Code INSEE du lieu de naissance : 99901"
    assert "INT-147" in _decide_born(told, ELSEWHERE).codes
    assert "INT-147" not in _decide_born(told, KNOWN).codes


@pytest.mark.parametrize("code", ["", "99999", "00000", "9990", "99901"])
def test_a_place_that_is_unknown_or_the_same_contradicts_nothing(code: str) -> None:
    assert not is_other_place(code, "99901")
    assert is_other_place("31991", "99901")


def test_a_cue_that_the_reader_blurred_still_sets_the_record_aside() -> None:
    page = make_page(HEAD + "Appel dc Madame MARTIN Julie, née le 12/03/1951", engine=Engine.TESSERACT)
    read = extract_fields([page], received_on="2026-05-04")
    decision = decide(read, [page], match(read, [page], InMemoryIndex((KNOWN,))), policy=COMMAND_LINE_POLICY)
    assert "INT-145" in decision.codes


def test_a_twin_told_with_the_birth_date_that_the_page_bears_elsewhere_is_shown() -> None:
    text = "Assurée : MARTIN Julie\nNée le 12/03/1951\nSoins dispensés à : MARTIN Louise, 12/03/1951"
    assert "INT-046" in _decide(HEAD + text).codes


def test_who_signs_at_the_head_of_the_next_page_over_a_trade_is_no_second_patient() -> None:
    first = HEAD + OWN + "Bilan neuropsychologique\nLes praxies gestuelles sont correctes.\n"
    assert "INT-144" not in _decide(first, "Valérie DURAND\nPsychologue, neuropsychologie\n").codes
    assert "INT-144" in _decide(first, "Valérie DURAND\nBilan de la marche\n").codes
