"""Papers laid together on one glass: which parts of a page are papers of their own, and what becomes of them."""

from dataclasses import replace

import pytest

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Box, Page
from liane.domain.intake.papers import are_papers, place_on_sheet
from liane.domain.intake.recognise.guided import match
from liane.domain.intake.split import part_documents
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

LOWER = Box(x0=0.0, y0=0.5, x1=1.0, y1=1.0)
VALLON = """Docteur Irène VALLON
Médecine générale
14 quai du Moulin
41000 BLOIS
Blois, le 7 octobre 2026
Madame PERCHERON Lucette
née le 21/05/1948
Ordonnance
DOLIPRANE 1 g trois fois par jour
LASILIX 20 mg le matin"""
GRAND = """Cabinet dentaire du Grand Pré
6 place du Marché 41200 ROMORANTIN - Tél. 02 54 00 11 22
Romorantin, le 9 octobre 2026
Certificat médical
Je soussignée, Dr Paule GARANCE, certifie avoir soigné ce jour
Monsieur THIERCELIN Armand, né le 02/11/1961,
qui ne peut reprendre son travail avant lundi.
Dr Paule GARANCE"""
VALLON_AGAIN = VALLON.replace("PERCHERON Lucette", "JOUBLIN Odile").replace("21/05/1948", "30/08/1972")
GRAND_OF_SAME = GRAND.replace(
    "Monsieur THIERCELIN Armand, né le 02/11/1961", "Madame PERCHERON Lucette, née le 21/05/1948"
)

BRAND = """Biolys Ouest
Réf. H20417
Madame ARTAUD Simone
née le 03.12.1955
FROTTIS CERVICO-UTÉRIN
Prélevé le 02/10/2026 par Dr Irène VALLON
Étalement riche, sans cellule suspecte. Contrôle dans trois ans.
Le 06/10/2026 Docteur Blaise CORMIER"""
CARD = """CARTE D'IMPLANT
Nom de naissance : ARTAUD
Premier prénom : Simone
Date de naissance : 03/12/1955
Sexe : F
Dispositif Prothèse totale de hanche gauche
Référence REF 30211 LOT 77120B"""
"""Neither is headed by who writes it as a letter is."""


@pytest.mark.parametrize(
    ("one", "other"),
    [(VALLON, GRAND), (GRAND, VALLON), (VALLON, VALLON_AGAIN), (VALLON, GRAND_OF_SAME)],
    ids=["two senders", "the other way", "one sender of two patients", "two senders of one patient"],
)
def test_two_whole_papers_are_papers(one: str, other: str) -> None:
    assert are_papers(make_page(one), make_page(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VALLON, VALLON),
        (VALLON, VALLON.replace("LASILIX 20 mg le matin", "LASILIX 40 mg le matin")),
        (VALLON, "\n".join(VALLON.splitlines()[5:] + GRAND.splitlines()[4:])),
        (
            VALLON,
            "Propositions\nDiminuer le LASILIX, revoir Madame PERCHERON Lucette, née le 21/05/1948, dans un mois.",
        ),
        (
            VALLON,
            "Conjoint : Monsieur PERCHERON Marc\nné le 04/04/1946\nvit avec elle, bonne santé habituelle, aucun suivi",
        ),
        (
            "\n".join(VALLON.splitlines()[:5]) + "\nDr Anne LEFEVRE\nDr Paul ROUX\nSecrétariat de 9 h à 18 h",
            VALLON_AGAIN,
        ),
        (
            VALLON,
            "Talon à retourner au Docteur Irène VALLON\n14 quai du Moulin 41000 BLOIS\nCourrier bien reçu oui non",
        ),
    ],
    ids=["a copy", "nearly a copy", "no head", "the end of a letter", "a spouse", "a margin of doctors", "a coupon"],
)
def test_what_is_no_paper_of_its_own_is_left_with_its_page(one: str, other: str) -> None:
    assert not are_papers(make_page(one), make_page(other), has_edge=False)
    assert not are_papers(make_page(other), make_page(one), has_edge=False)


def test_an_edge_between_tells_two_papers_of_one_sender_to_one_patient_apart() -> None:
    later = VALLON.replace("7 octobre", "12 octobre").replace(
        "DOLIPRANE 1 g trois fois par jour\nLASILIX 20 mg le matin",
        "Vingt séances de rééducation du genou droit\nà domicile, renforcement musculaire, marche\nappareillage",
    )
    assert are_papers(make_page(VALLON), make_page(later), has_edge=True)
    assert not are_papers(make_page(VALLON), make_page(later), has_edge=False)


def test_far_apart_two_patients_under_two_titles_are_two_papers_whoever_wrote_them() -> None:
    assert are_papers(make_page(VALLON), make_page(BRAND), is_far=True)
    assert are_papers(make_page(VALLON), make_page(CARD), is_far=True, has_edge=True)
    assert not are_papers(make_page(VALLON), make_page(BRAND), has_edge=True), "a rule of a form looks like an edge"
    assert not are_papers(make_page(VALLON), make_page(CARD), is_far=True)


@pytest.mark.parametrize(
    "other",
    [
        BRAND.replace("ARTAUD Simone", "PERCHERON Lucette").replace("03.12.1955", "21/05/1948"),
        BRAND.replace("FROTTIS CERVICO-UTÉRIN\n", ""),
        BRAND.replace("née le 03.12.1955", ""),
        "Personne à prévenir\nMonsieur PERCHERON Marc\nné le 04/04/1946\nvit avec elle, en bonne santé, aucun suivi",
    ],
    ids=["the same patient", "no title", "no birth date", "a relative"],
)
def test_far_apart_what_is_not_whole_stays_with_its_page(other: str) -> None:
    assert not are_papers(make_page(VALLON), make_page(other), is_far=True)


def paper(text: str, region: Box, number: int = 1) -> Page:
    return replace(make_page(text, number=number), region=region)


def test_the_papers_of_a_page_are_documents_of_their_own_and_a_blank_back_goes_with_the_last() -> None:
    upper, lower = paper(VALLON, replace(LOWER, y0=0.0, y1=0.5), 2), paper(GRAND, LOWER, 2)
    two = replace(make_page(f"{VALLON}\n{GRAND}", number=2), papers=(upper, lower))
    letter, back = make_page("Lettre de sortie", number=1), Page(number=3, width_pt=595, height_pt=842, is_blank=True)
    after = make_page("Compte rendu opératoire", number=4)
    assert part_documents([letter, two, back, after]) == ((letter,), (upper,), (lower, back), (after,))
    assert part_documents([letter]) == ((letter,),)
    assert part_documents([]) == ()


def test_the_boxes_of_a_paper_are_told_on_the_whole_page() -> None:
    lower = paper(GRAND, LOWER)
    read = extract_fields([lower], received_on="2026-11-01")
    placed = place_on_sheet(read, [lower])
    box, moved = (one.fields[FieldName.BIRTH_DATE].chosen.boxes[0] for one in (read, placed))
    assert moved.y0 == pytest.approx(0.5 + box.y0 / 2)
    assert (moved.x0, moved.x1) == pytest.approx((box.x0, box.x1))
    assert moved.seen_from(LOWER).y1 == pytest.approx(box.y1)
    moved = placed.candidates[FieldName.BIRTH_DATE][0].boxes[0]
    assert moved.y0 >= LOWER.y0
    assert place_on_sheet(read, [make_page(GRAND)]) is read


def test_a_paper_that_lay_beside_another_is_shown_with_its_record() -> None:
    known = InMemoryIndex((person("A", "THIERCELIN", "ARMAND", "19611102", "M"),))
    lower = paper(GRAND, LOWER)
    read = extract_fields([lower], received_on="2026-11-01")
    decision = decide(read, [lower], match(read, [lower], known), policy=COMMAND_LINE_POLICY)
    assert decision.action is IntakeAction.REVIEW
    assert decision.codes[0] == "INT-149"
    assert "papiers" in decision.reason
    assert decision.record_id == "A"
