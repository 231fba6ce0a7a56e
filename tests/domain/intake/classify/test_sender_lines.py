"""Letterheads: lines that tell whose paper it is are counted apart from those that tell what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.classify.model import count_features
from liane.domain.intake.classify.ranking import rank_types
from liane.domain.intake.classify.titles import outline_page, score_titles
from liane.domain.intake.classify.tokens import lines_of
from liane.domain.intake.classify.zones import find_sender_lines
from liane.domain.intake.page import Box, Page, Word

HEAD = ("Équipe de soins infirmiers à domicile du Val Fictif", "Mme Rose CORVIN, cadre de santé",
        "4 rue du Lavoir 99123 TESTVILLE", "Accueil 03 99 00 00 01 - Urgences 15")  # fmt: skip
OWNER = "Patiente : Mme LORMEL Inès, née le 02/03/1950"
LETTER = (
    "Chère consœur,",
    "J'ai revu ce jour votre patiente en consultation pour sa tension.",
    "L'examen est normal, l'auscultation claire, je renouvelle le traitement.",
    "Nous nous reverrons dans un an.",
)


def page_of_lines(*texts: str) -> Page:
    """Lines of the same letters, from the top."""
    words = []
    for at, text in enumerate(texts):
        y0 = 0.04 + 0.03 * at
        for place, piece in enumerate(text.split()):
            box = Box(x0=min(0.9, 0.08 + 0.05 * place), y0=y0, x1=min(0.95, 0.12 + 0.05 * place), y1=y0 + 0.012)
            words.append(Word(text=piece, box=box, line=at))
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))


def test_a_letterhead_goes_down_to_its_last_line_of_contact() -> None:
    lines = lines_of(page_of_lines(*HEAD, "Suivi", OWNER, *LETTER))
    assert find_sender_lines(lines) == {0, 1, 2, 3}


def test_a_line_of_contact_after_the_patient_is_taken_alone() -> None:
    lines = lines_of(page_of_lines("Certificat médical", OWNER, *LETTER, "Fax 03 99 00 00 02"))
    assert find_sender_lines(lines) == {6}


def test_the_subject_of_a_mail_is_no_letterhead() -> None:
    page = page_of_lines("De : rose@exemple.example", "RE: lésion - téléexpertise", "À : luc@exemple.example", *LETTER)
    assert find_sender_lines(lines_of(page)) == {0, 2}


def test_the_address_of_the_patient_beside_the_name_is_no_letterhead() -> None:
    lines = lines_of(page_of_lines(f"{OWNER}, 4 rue du Lavoir 99123 TESTVILLE", *LETTER))
    assert find_sender_lines(lines) == frozenset()


def test_a_title_over_the_letterhead_stays_a_title() -> None:
    page = page_of_lines("PRESCRIPTION DE SOINS INFIRMIERS", *HEAD[1:], OWNER, "Pansement tous les jours.")
    assert 0 not in outline_page(page).context
    assert max(score_titles([page]).items(), key=lambda one: one[1])[0] == "PRESC-INF"


def test_words_of_a_letterhead_are_counted_apart() -> None:
    counts = count_features([page_of_lines(*HEAD, OWNER, *LETTER)])
    assert "uINFIRMIERS" in counts
    assert "wINFIRMIERS" not in counts
    assert "wTENSION" in counts
    assert "uTENSION" not in counts


@pytest.mark.parametrize("head", [
    HEAD,
    ("Cabinet de masseurs-kinésithérapeutes", "Paul ESTAL - Lina HUVAL", "2 place du Puits 99456 ESSAI 03 99 00 00 03"),
    ("Pôle urgences, SAMU et réanimation", "Dr Luc BELLIN, chef de pôle", "Secrétariat : 03 99 00 00 04"),
    ("Institut de cancérologie - oncologie médicale", "Téléconsultations le jeudi", "Standard 03 99 00 00 05"),
])  # fmt: skip
def test_the_same_letter_is_a_letter_on_any_paper(head: tuple[str, ...]) -> None:
    assert rank_types([page_of_lines(*head, OWNER, *LETTER)])[0].code in {"11488-4", "96349-6", "60591-5"}


@pytest.mark.parametrize(("title", "codes"), [
    ("BILAN DE KINÉSITHÉRAPIE", {"47420-5", "11506-3", "34120-6"}),
    ("PRESCRIPTION DE KINÉSITHÉRAPIE", {"PRESC-KINE"}),
])  # fmt: skip
def test_what_the_title_does_tells_two_papers_about_the_same_care_apart(title: str, codes: set[str]) -> None:
    said = ("Rééducation du genou droit, renforcement du quadriceps.", "Deux séances par semaine pendant deux mois.")
    assert rank_types([page_of_lines(title, OWNER, *said)])[0].code in codes


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_lines_have_their_sender_among_them(texts: list[str]) -> None:
    lines = lines_of(page_of_lines(*texts))
    assert find_sender_lines(lines) <= set(range(len(lines)))
