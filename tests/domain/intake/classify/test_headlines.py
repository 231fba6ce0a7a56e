"""Titles written as everything else are found by the word that they begin with, and told by their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.classify.headlines import find_headlines, opens_title
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.classify.title_parts import find_part, load_rules
from liane.domain.intake.classify.titles import HEADLINE_LIKENESS, outline_page, score_titles
from liane.domain.intake.classify.tokens import Line, tokenise
from liane.domain.intake.page import Box, Page, Word
from liane.domain.terminology.value_sets import get_value_set


def page_of_lines(*texts: str) -> Page:
    """A page of lines of one size at the left margin, as a letter typed without care."""
    words = [
        Word(
            text=text,
            box=Box(x0=0.1 + 0.04 * at, y0=0.05 + 0.02 * line, x1=0.135 + 0.04 * at, y1=0.062 + 0.02 * line),
            line=line,
        )
        for line, one in enumerate(texts)
        for at, text in enumerate(one.split())
    ]
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def line_of(text: str, **box: float) -> Line:
    return Line(
        tokens=tokenise(text), box=Box(**({"x0": 0.1, "y0": 0.2, "x1": 0.5, "y1": 0.215} | box)), height=1.0, text=text
    )


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Prescription de verres correcteurs pour l'enfant", {"57833-6"}),
        ("Ordonnance de bilan orthophonique", {"PRESC-ORTHOPHO"}),
        ("Compte rendu d'admission en hospitalisation à domicile", {"67851-6"}),
        ("Séance d'hémodialyse du 3 mars", {"11505-5"}),
        ("Suivi de plaie", {"11506-3"}),
        ("Compte rendu d'examens biologiques", {"11502-2"}),
        ("Échographie abdominale", {"18748-4"}),
        ("Cholécystectomie sous cœlioscopie", {"34874-8"}),
        ("Demande d'avis cardiologique", {"96349-6"}),
        ("Certificat de vaccination", {"87273-9"}),
        ("Sortie contre avis médical d'un mineur", {"59284-0"}),
        ("Bilan orthoptique – enfant Louane, CE2", {"47420-5"}),
    ],
)
def test_a_title_in_plain_letters_names_its_type(title: str, codes: set[str]) -> None:
    page = page_of_lines(
        "Villebrune, ce 7 oct. 2026", title, "Madame DUPONT Anne née le 01/02/1950", "Texte du papier."
    )
    scores = score_titles([page])
    assert max(scores, key=lambda code: scores[code]) in codes


def test_a_letterhead_of_a_department_is_no_title() -> None:
    page = page_of_lines(
        "Dr Luc MARSAN", "Échographie – Holter – Épreuve d'effort", "12 rue Haute 99310 TESTVILLE",
        "Tél. 01 99 00 00 00", "Cher Ami,", "J'ai revu votre patiente Mme DUPONT Anne née le 01/02/1950.",
    )  # fmt: skip
    outline = outline_page(page)
    assert outline.headlines == frozenset()
    assert 1 in outline.context


def test_the_title_of_a_paper_in_a_letterhead_is_no_sender() -> None:
    page = page_of_lines(
        "DOSSIER DE LIAISON D'URGENCE (DLU) mis à jour", "EHPAD Les Jardins FINESS 991310012", "Tél. 01 99 00 00 00",
        "Nom de naissance Prénom", "KERVELLA Germaine",
    )  # fmt: skip
    assert outline_page(page).headlines == frozenset({0})
    scores = score_titles([page])
    assert max(scores, key=lambda code: scores[code]) == "74207-2"


def test_what_a_title_says_clearly_counts_twice() -> None:
    scores = score_titles([page_of_lines("Ordonnance de bilan orthophonique")])
    assert scores["PRESC-ORTHOPHO"] > 9 * HEADLINE_LIKENESS


@pytest.mark.parametrize(
    "text",
    [
        "Ordonnance n° 4453",
        "Prescription : kinésithérapie",
        "L'échographie montre une lésion du foie",
        "Certificat remis en main propre à l'intéressé pour faire valoir ce que de droit.",
        "bilan satisfaisant ce jour",
    ],
)
def test_labels_sentences_and_articles_open_no_title(text: str) -> None:
    assert not opens_title(line_of(text))


def test_a_line_that_goes_on_from_the_one_above_is_no_title() -> None:
    above = line_of("Madame est venue ce matin avec son ancienne", x1=0.9, y0=0.18, y1=0.195)
    below = line_of("Ordonnance de collyre que nous reprenons")
    assert find_headlines((above, below), ()) == frozenset()
    assert find_headlines((below,), ()) == frozenset({0})


def test_every_rule_names_a_type_and_is_well_formed() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    rules = load_rules()
    assert len(rules) > 100
    assert all(rule.code in known and 5 <= rule.weight <= 9 for rule in rules)


@given(st.lists(st.text(alphabet="ABCDEGORTUSX01", min_size=1, max_size=60), max_size=16))
def test_any_words_have_a_part_or_none(words: list[str]) -> None:
    told = find_part(words)
    assert told is None or told[1] > 0


def test_a_line_without_end_is_read() -> None:
    page = page_of_lines("Ordonnance " + "A" * 40_000, "PRESCRIPTION " + "ECTOMI" * 7_000, "compte " * 4_000)
    assert len(rank_types([page])) <= 5
