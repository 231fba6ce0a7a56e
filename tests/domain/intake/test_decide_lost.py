"""Somebody else named on a page read by eye, whose birth date the reader lost or broke."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.facts import Facts
from liane.domain.intake.decide.lost import check_lost_births
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeDecision
from liane.domain.intake.page import Engine
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "MARTIN", "JULIE", "19600312")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"
OWN = "Patiente : Madame MARTIN Julie, née le 12/03/1960\n"
END = "\nDr Anne ESSAI"


def _facts(text: str, engine: Engine) -> Facts:
    page = make_page(HEAD + OWN + text + END, engine=engine)
    read = extract_fields([page], received_on="2026-05-04")
    found = match(read, [page], InMemoryIndex((KNOWN,)))
    return Facts(read=read, pages=[page], matching=found, policy=COMMAND_LINE_POLICY, source="")


def _decide(text: str, engine: Engine) -> IntakeDecision:
    facts = _facts(text, engine)
    return decide(facts.read, facts.pages, facts.matching, policy=COMMAND_LINE_POLICY)


@pytest.mark.parametrize(
    "line",
    [
        "Conple : MARTIN Julie 12/03/1960 / LEROY 03/05/1958",
        "Cas signalés : tante (LEROY Anne,",
        "Vu avcc son père LEROY Jul es, le 1er août 1438, examiné également.",
        "Personne à prévenir : LEROY Paul\n2Z janvier 197B",
        "Bracelet au nom de LEROY Paul",
        "Chambre 12 porte : LEROY Paul",
        "Seringue remplie pour LEROY Paul (père, 2 août : 0,5 ml.",
        "Bilan demandé par LER0Y Ieyna (fille), 07/07/2010, joint à ce courrier.",
        "Sérologie de LEROY Paul (épou5e), 06/01/1988",
        "Lettre pour LEROY Paul (oncle), 06/01/1488",
        "Relu avec LEROY Paul, uéc lc 14/10/1914 : normal.",
        "Courrier de LEROY Paul (père), 2 1993, joint.",
        "Attestation pour LEROY Paul (oncle), 16 avnil 1940",
        "Assistent : LEROY Paul (père, 18 févr ier 1951), examiné ensuite.",
        "Assistent : LEROY (n eveu, 12-12-2000), examiné ensuite.",
        "Retiré par MARTIN Julie, née le 15/06/7979",
        "Bilan joint de LEROY Paul, né du 15/06/7979",
        "LEROY (frère) 28/05/1964",
        "Personne de confiance : LEROY Paul (père), né le 02/08/1930\nOrdonnance pour Pau1 LEROY.",
        "Personne de confiance : LEROY Stéphane (frère), né le 02/08/1962\nOrdonnance pour St éphane LEROY.",
    ],
)
def test_another_whose_date_the_reader_lost_is_shown(line: str) -> None:
    assert "INT-046" in _decide(line, Engine.TESSERACT).codes


@pytest.mark.parametrize(
    "line",
    [
        "Personne de confiance : LEROY Paul (père), né le 02/08/1930, tél. 06 99 12 34 56",
        "Contacf : LEROY Paul (père), né le 02/08/1930, tél. 06 99 12 34 56",
        "Fille à joindre : LEROY Anne, 06 99 12 34 56",
        "Adresse : 12 rue Paul LEROY, 99120 Testville",
        "Vu avec le Dr Paul LEROY le 1Z juin 2025",
        "Accompagnée de LEROY Anne (fille), 45 ans",
        "Le couple : vie à deux, marche autonome.",
        "Entretien avec LEROY Anne (fille) le 02/06/2025",
        "Madame MARTIN Julie, née le 12/03/7960",
        "Douleur EVA 6 2",
        "Douleur EVA 8 1\nForce MRC 3 4",
        "EN COURS (traitement du 06/03/2025)",
        "Nom : MARTIN Consultation du 14/01/2025",
    ],
)
def test_kin_to_ring_doctors_and_streets_are_nobody_else(line: str) -> None:
    assert check_lost_births(_facts(line, Engine.TESSERACT)) is None


@pytest.mark.parametrize("line", ["Chambre 12 porte : LEROY Paul", "Courrier de LEROY Paul (père), 2 1993, joint."])
def test_a_text_layer_loses_no_date(line: str) -> None:
    assert check_lost_births(_facts(line, Engine.TEXT_LAYER)) is None


@pytest.mark.parametrize(
    "line", ["A" * 39_000, "AB " * 12_000, "LEROY (" * 5_000, "LEROY Paul " * 3_500, "Aa1 " * 9_000]
)
def test_a_line_without_end_costs_nothing(line: str) -> None:
    _facts(line[:60], Engine.TESSERACT)
    page = make_page(HEAD + OWN, engine=Engine.TESSERACT)
    facts = _facts("", Engine.TESSERACT)
    long = Facts(
        read=facts.read,
        pages=[make_page(line, engine=Engine.TESSERACT), page],
        matching=facts.matching,
        policy=facts.policy,
        source="",
    )
    check_lost_births(long)


@given(st.text(alphabet="LEROY Paul(),.:12/9\né", max_size=80))
def test_any_line_gives_an_answer(line: str) -> None:
    check_lost_births(_facts(line, Engine.TESSERACT))
