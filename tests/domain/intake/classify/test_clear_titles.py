"""A clear title outweighs what the text recalls; a reference, a subject that quotes, a line of the text is no title."""

import math
from dataclasses import replace

import pytest

from liane.domain.intake.classify.clear_titles import (
    ClearTitle,
    find_clear_title,
    load_families,
    weigh_title,
)
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.classify.titles import outline_page
from liane.domain.intake.fields import TypeGuess
from liane.domain.intake.page import Page
from liane.domain.terminology.value_sets import get_value_set
from tests.domain.intake.extract.word_pages import make_page

HEAD = """Clinique des Trois Rivières
Pôle de médecine
8 allée des Acacias 69990 VALMONT   Tél. 04 99 11 22 33"""
PATIENT = "Monsieur SORBIER Gilles né le 21/10/1948"
MEETING = """J'ai reçu ce jour en consultation Monsieur Sorbier pour son suivi habituel.
L'état général est conservé, l'auscultation est sans particularité.
Je le reverrai dans quatre mois. Bien confraternellement."""
STAY = """Le patient a séjourné dans le service du 4 au 11 mai 2026 pour une pneumopathie.
Évolution favorable sous antibiotiques, retour au domicile le 11 mai.
Traitement de sortie : amoxicilline 1 g trois fois par jour."""
RESULTS = """Sodium   139 mmol/L   136 - 145
Potassium   4,1 mmol/L   3,5 - 5,0
Ferritine   88 µg/L   30 - 300"""
SWORN = """Je soussigné, docteur en médecine, certifie avoir examiné ce jour Monsieur Sorbier
et n'avoir pas constaté de signe qui s'oppose à la pratique de la marche."""
SURGERY = """Installation en décubitus latéral sous anesthésie générale.
Incision latérale, exérèse de la lésion, hémostase soigneuse, fermeture sur drain."""
PRESCRIBED = {"57833-6", "57828-6", "57832-8", "PRESC-BIO", "PRESC-KINE", "PRESC-INF", "55115-0", "PRESC-AAT"}


def told(text: str) -> TypeGuess:
    return rank_types([make_page(text)])[0]


def page_of(title: str, body: str) -> str:
    return f"{HEAD}\n\n{title}\n\n{PATIENT}\n{body}\nDocteur Irène CASTAN"


def heighten(page: Page, words: set[str]) -> Page:
    taller = tuple(
        replace(word, box=replace(word.box, y0=word.box.y0 - 0.004)) if word.text in words else word
        for word in page.words
    )
    return replace(page, words=taller)


@pytest.mark.parametrize("body", [MEETING, STAY, RESULTS, SWORN, SURGERY])
@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Ordonnance", PRESCRIBED),
        ("PRESCRIPTION MÉDICALE", PRESCRIBED),
        ("Compte rendu opératoire", {"34874-8", "11505-5"}),
        ("CR OPÉRATOIRE", {"34874-8", "11505-5"}),
        ("Compte-rendu d’hospitalisation", {"34112-3", "11490-0"}),
        ("LETTRE DE LIAISON", {"34112-3", "11490-0"}),
        ("Résultats d'analyses", {"11502-2"}),
        ("Certificat médical", {"89601-9", "CERT_DECL"}),
        ("Demande d'avis", {"96349-6"}),
        ("Compte rendu de passage aux urgences", {"15507-7", "60280-5"}),
        ("Bilan orthophonique", {"47420-5", "34120-6", "11506-3"}),
        ("Compte rendu d'échographie", {"18748-4"}),
    ],
)
def test_what_a_paper_calls_itself_outweighs_what_its_text_recalls(title: str, codes: set[str], body: str) -> None:
    assert told(page_of(title, body)).code in codes


@pytest.mark.parametrize("place", ["above", "beside", "below"])
def test_wherever_the_title_stands_at_the_head(place: str) -> None:
    first, rest = HEAD.split("\n", 1)
    pages = {
        "above": f"Compte rendu d'hospitalisation\n{HEAD}\n{PATIENT}\n{MEETING}",
        "beside": f"{first}          CR D'HOSPITALISATION\n{rest}\n{PATIENT}\n{MEETING}",
        "below": f"{HEAD}\nValmont, le 12 mai 2026\n{PATIENT}\nCompte rendu d'hospitalisation\n{MEETING}",
    }
    assert told(pages[place]).code in {"34112-3", "11490-0"}


def test_a_title_that_agrees_makes_surer() -> None:
    page = page_of("Compte rendu de consultation", MEETING)
    without = told(page.replace("Compte rendu de consultation", ""))
    assert told(page).code == without.code == "11488-4"
    assert told(page).certainty >= min(without.certainty, 0.9)


def test_a_title_told_by_its_beginning_is_unsure_over_another_text() -> None:
    guess = told(page_of("Compte rendu opératoire – voie latérale droite", SWORN))
    assert guess.code in {"34874-8", "11505-5"}
    assert guess.certainty < 0.8


@pytest.mark.parametrize(
    "line",
    [
        "Ordonnance du",
        "Ordonnance du 15.10.2026",
        "Objet : résultats d'analyses",
        "Objet : ordonnance",
        "Certificat n°",
        "Prochain rendez-vous le 3 mars 2027.",
        "Rendez-vous de contrôle le 03/03/2027",
        "Certificat médical remis.",
        "Dossier suivi par le secrétariat",
    ],
)
def test_a_reference_is_no_title(line: str) -> None:
    assert find_clear_title(outline_page(make_page(page_of(line, MEETING)))) is None


def test_no_title_stands_below_the_text_nor_the_greeting() -> None:
    text = "Je vous remercie de m'avoir confié ce patient que j'ai examiné avec attention ce matin au cabinet médical"
    for above in (text, "Cher confrère,"):
        page = make_page(f"{HEAD}\n{PATIENT}\n{above}\nCompte rendu opératoire\n{STAY}")
        assert find_clear_title(outline_page(page)) is None


def test_a_title_on_two_lines() -> None:
    page = make_page(f"{HEAD}\n\nCOMPTE RENDU\nD'HOSPITALISATION\n\n{PATIENT}\n{MEETING}")
    tall = [heighten(page, {"COMPTE", "RENDU", "D'HOSPITALISATION"})]
    assert rank_types(tall)[0].code in {"34112-3", "11490-0"}


def test_the_odds_are_raised_to_what_the_title_gives_and_no_lower() -> None:
    title = ClearTitle(types=frozenset("ab"), named=frozenset("a"), least=(0.9, 0.6))
    raised = weigh_title({"a": -4.0, "b": -3.0, "c": 5.0, "d": 4.0}, title)
    total = math.fsum(map(math.exp, raised.values()))
    chances = {code: math.exp(value) / total for code, value in raised.items()}
    assert chances["a"] + chances["b"] == pytest.approx(0.9)
    assert chances["a"] >= 0.6
    assert raised["c"] - raised["d"] == pytest.approx(1.0)
    agreed = {"a": 9.0, "b": 1.0, "c": 0.0}
    assert weigh_title(agreed, title) == pytest.approx(agreed)
    assert weigh_title({"c": 1.0}, title) == {"c": 1.0}
    assert weigh_title({"a": 1.0}, title) == {"a": 1.0}


def test_every_type_of_the_table_is_of_the_value_set() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    assert {code for types in load_families().values() for code in types} <= known


@pytest.mark.parametrize(
    "title", ["Document de liaison – départ de l'EHPAD", "Lettre de liaison, sortie de la résidence", "Départ du foyer"]
)
def test_leaving_a_home_is_no_discharge_from_hospital(title: str) -> None:
    guess = told(
        page_of(title, "Cette résidente vous est confiée en raison de chutes répétées.\nGIR 3, marche avec aide.")
    )
    assert guess.code in {"83981-1", "18761-7", "88348-8", "74207-2", "78341-5"}
