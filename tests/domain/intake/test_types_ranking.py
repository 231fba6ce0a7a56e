"""Types of documents: titles, words, OCR slips, and what stays unsaid."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.classify.model import load_model, read_model
from liane.domain.intake.classify.ranking import GUESSES_MAX, rank_types
from liane.domain.intake.classify.titles import find_main_title, find_phrases, load_phrases
from liane.domain.intake.classify.tokens import tokenise
from liane.domain.intake.page import Box, Page, Word
from liane.domain.terminology.value_sets import get_value_set

FILLER = "Le traitement habituel est poursuivi et la surveillance sera assurée en ville"


def make_page(*lines: tuple[str, float, float], number: int = 1) -> Page:
    """A page from lines: text, top (fraction), height (fraction)."""
    words = []
    for at, (text, top, height) in enumerate(lines):
        x = 0.12
        for part in text.split():
            width = 0.011 * len(part)
            words.append(Word(text=part, box=Box(x0=x, y0=top, x1=x + width, y1=top + height), line=at))
            x += width + 0.01
    return Page(number=number, width_pt=595, height_pt=842, words=tuple(words))


def titled(title: str, *body: str) -> Page:
    """A page with a title and a body."""
    texts = body or (FILLER,) * 6
    return make_page((title, 0.15, 0.020), *((text, 0.3 + 0.03 * at, 0.012) for at, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Compte rendu opératoire", "34874-8"),
        ("COMPTE-RENDU OPERATOIRE", "34874-8"),
        ("CR opératoire", "34874-8"),
        ("C.R.O.", "34874-8"),
        ("Compte rendu d'hospitalisation", "34112-3"),
        ("Lettre de liaison à la sortie", "11490-0"),
        ("Ordonnance", "57833-6"),
        ("Ordonnance de kinésithérapie", "PRESC-KINE"),
        ("Prescription d'examens de biologie médicale", "PRESC-BIO"),
        ("Compte rendu d'examens de biologie médicale", "11502-2"),
        ("Scanner thoraco-abdomino-pelvien", "18748-4"),
        ("Demande de scanner", "55115-0"),
        ("Consultation pré-anesthésique", "34749-2"),
        ("Compte rendu de passage aux urgences", "15507-7"),
        ("Compte rendu anatomopathologique", "60568-3"),
        ("Directives anticipées", "EXPPAT_3"),
        ("Carte d'implant", "101881-1"),
        ("Avis d'arrêt de travail", "PRESC-AAT"),
        ("Attestation de droits à l'assurance maladie", "ATTEST-DROITS-AM"),
        ("Projet d'accueil individualisé", "80771-9"),
        ("Transmissions ciblées", "11506-3"),
        ("Évaluation gériatrique", "47420-5"),
        ("Bon d'imagerie", "55115-0"),
        ("Caryotype", "51969-4"),
        ("Numération formule sanguine", "11502-2"),
        ("Historique vaccinal", "11369-6"),
        ("Mes volontés", "EXPPAT_3"),
    ],
)
def test_a_title_tells_the_type(title: str, code: str) -> None:
    assert rank_types([titled(title)])[0].code == code


@pytest.mark.parametrize(
    ("sentences", "codes"),
    [
        (("Merci de voir ce patient et de me donner ton avis.", "Je te l'adresse pour un nodule."), {"96349-6"}),
        (
            ("Intervention sous anesthésie générale, patient en décubitus dorsal.", "Incision, hémostase, fermeture."),
            {"34874-8"},
        ),
        (("Motif de recours : chute. Tri infirmier niveau 3.", "Sortie des urgences avec ordonnance."), {"15507-7"}),
        (("Acuité visuelle 10/10, tension oculaire 14.", "Fond d'oeil normal, lampe à fente."), {"78513-9"}),
    ],
)
def test_a_letter_without_a_title_is_told_by_its_text(sentences: tuple[str, ...], codes: set[str]) -> None:
    lines = [("Docteur Paul Essai", 0.05, 0.012), *((one, 0.3 + 0.1 * at, 0.012) for at, one in enumerate(sentences))]
    assert rank_types([make_page(*lines)])[0].code in codes


@pytest.mark.parametrize(
    "title", ["Comptc rendu opératolre", "C0MPTE RENDU OPERAT0IRE", "COMPTE RENDU OPERAT OIRE OPERATOIRE"]
)
def test_a_title_badly_read_still_tells(title: str) -> None:
    assert rank_types([titled(title)])[0].code == "34874-8"


def test_a_word_of_another_type_in_the_text_does_not_win() -> None:
    page = titled("Compte rendu de consultation", "Le scanner de juin et la coloscopie étaient normaux.", FILLER)
    assert rank_types([page])[0].code == "11488-4"


def test_guesses_are_probabilities_best_first_with_their_labels() -> None:
    guesses = rank_types([titled("Compte rendu d'imagerie médicale")])
    assert 1 <= len(guesses) <= GUESSES_MAX
    assert [one.probability for one in guesses] == sorted((one.probability for one in guesses), reverse=True)
    assert sum(one.probability for one in guesses) <= 1 + 1e-9
    assert guesses[0].label == get_value_set("JDV_J07").label("18748-4")


def test_pages_without_words_have_no_type() -> None:
    assert rank_types([]) == ()
    assert rank_types([Page(number=1, width_pt=595, height_pt=842, is_blank=True)]) == ()


def test_a_text_that_says_nothing_is_not_sure() -> None:
    guesses = rank_types([make_page((FILLER, 0.5, 0.012))])
    assert guesses[0].probability < 0.8


def test_every_code_of_the_titles_is_in_the_value_set() -> None:
    known = {code.code for code in get_value_set("JDV_J07").codes}
    assert {code for rows in load_phrases().values() for _, code, _ in rows} <= known


def test_a_longer_phrase_hides_the_one_inside_it() -> None:
    assert [code for code, _ in find_phrases(tokenise("Ordonnance de soins infirmiers"))] == ["PRESC-INF"]


def test_running_text_is_no_title() -> None:
    text = "Vous trouverez ci-joint le compte rendu opératoire du mois de juin ainsi que ses annexes et ses figures."
    assert find_main_title(make_page((text, 0.6, 0.012), (FILLER, 0.7, 0.012))) == ""


def test_the_model_has_its_card() -> None:
    card = load_model().card
    assert card["date"]
    assert "eval/" in str(card["data"])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no model at all"])
def test_other_bytes_are_no_model(data: bytes) -> None:
    with pytest.raises(ValueError, match="model"):
        read_model(data)


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_words_rank(texts: list[str]) -> None:
    lines = [(text, 0.05 + 0.05 * at, 0.01) for at, text in enumerate(texts)]
    guesses = rank_types([make_page(*lines)])
    assert all(0 <= one.probability <= 1 for one in guesses)


def test_a_page_is_ranked_fast() -> None:
    page = titled("Compte rendu de consultation", *(FILLER for _ in range(25)))
    rank_types([page])
    start = time.process_time()
    for _ in range(20):
        rank_types([page])
    assert (time.process_time() - start) / 20 < 0.03
