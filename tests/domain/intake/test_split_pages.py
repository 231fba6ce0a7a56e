"""Where documents end in a file: two patients are never joined, one document is kept whole."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.domain.intake.page import Box, Page, PageSymbol, SymbolKind, Word
from liane.domain.intake.split import PAGES_MAX, split_pages
from tests.domain.intake.extract import word_pages

HEAD_A = ("Centre hospitalier de Lianeville", "12 rue des Lilas, 99120 Lianeville")
HEAD_B = ("Clinique de Kerlaz-la-Forêt", "3 place du Marché, 99450 Kerlaz")
MARTIN = ("Nom de naissance : MARTIN", "Prénom : Jeanne", "Date de naissance : 12/03/1954")
DURAND = ("Nom de naissance : DURAND", "Prénom : Luc", "Date de naissance : 01/07/1971")
TEXT = ("Le traitement habituel est poursuivi sans modification.", "La surveillance sera assurée en ville.")


def make_page(
    number: int, lines: Sequence[str], *, symbols: tuple[PageSymbol, ...] = (), is_blank: bool = False
) -> Page:
    """A page of plain lines from the top."""
    words = []
    for at, line in enumerate(lines):
        x = 0.1
        for part in line.split():
            box = Box(x0=x, y0=0.05 + 0.025 * at, x1=x + 0.01 * len(part), y1=0.065 + 0.025 * at)
            words.append(Word(text=part, box=box, line=at))
            x = box.x1 + 0.008
    return Page(number=number, width_pt=595, height_pt=842, words=tuple(words), symbols=symbols, is_blank=is_blank)


def split(*pages: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Split pages given as lines; no line: a blank page."""
    return split_pages([make_page(at, lines, is_blank=not lines) for at, lines in enumerate(pages, 1)])


def test_one_page_is_one_document() -> None:
    assert split((*HEAD_A, *MARTIN)) == ((1,),)


def test_no_page_is_no_document() -> None:
    assert split_pages([]) == ()


def test_two_patients_are_two_documents_under_the_same_letterhead() -> None:
    assert split((*HEAD_A, *MARTIN, *TEXT), (*HEAD_A, *DURAND, *TEXT)) == ((1,), (2,))


def test_another_birth_date_begins_a_document() -> None:
    other = (*MARTIN[:2], "Date de naissance : 12/03/1984")
    assert split((*HEAD_A, *MARTIN), (*HEAD_A, *other)) == ((1,), (2,))


def test_numbering_does_not_join_two_patients() -> None:
    assert split((*HEAD_A, *MARTIN, "Page 1/2"), (*HEAD_A, *DURAND, "Page 2/2")) == ((1,), (2,))


def test_a_page_that_names_nobody_follows() -> None:
    assert split((*HEAD_A, *MARTIN, *TEXT), TEXT) == ((1, 2),)


def test_the_same_patient_under_the_same_head_is_one_document() -> None:
    assert split((*HEAD_A, *MARTIN, *TEXT, "Page 1/2"), (*HEAD_A, *MARTIN, *TEXT, "Page 2/2")) == ((1, 2),)


def test_a_page_that_says_it_follows_is_kept_even_under_the_name_of_who_signs() -> None:
    end = ("Docteur Paul ESSAI", "Praticien hospitalier", "RPPS 89970000004")
    assert split((*HEAD_A, *MARTIN, *TEXT), ("Suite - MARTIN Jeanne", *end)) == ((1, 2),)
    assert split((*HEAD_A, *MARTIN, *TEXT, "- 1 -"), (*end, "- 2 -")) == ((1, 2),)
    assert split((*HEAD_A, *MARTIN, *TEXT, "page 1"), (*HEAD_B, *DURAND, "page 2")) == ((1,), (2,))


def test_the_date_of_the_document_after_a_name_is_no_other_birth() -> None:
    first = (*HEAD_A, *MARTIN, "Lianeville, le 03/02/2024", *TEXT)
    assert split(first, ("Patient : Mme MARTIN Jeanne - 03/02/2024", *TEXT)) == ((1, 2),)
    assert split(first, ("Patient : Mme MARTIN Jeanne née le 04/02/1980", *TEXT)) == ((1,), (2,))


def test_page_one_begins_a_document() -> None:
    assert split((*HEAD_A, *MARTIN, "Page 1/1"), (*HEAD_A, *MARTIN, "Page 1/1")) == ((1,), (2,))


def test_another_letterhead_begins_a_document() -> None:
    assert split((*HEAD_A, *MARTIN, *TEXT), (*HEAD_B, *TEXT)) == ((1,), (2,))


def test_blank_backs_stay_with_their_front() -> None:
    assert split((*HEAD_A, *MARTIN), (), (*HEAD_B, *DURAND), ()) == ((1, 2), (3, 4))


def test_a_blank_first_page_goes_with_the_next() -> None:
    assert split((), (*HEAD_A, *MARTIN)) == ((1, 2),)


def test_a_separator_sheet_cuts() -> None:
    assert split((*HEAD_A, *MARTIN), ("Feuille de séparation",), (*HEAD_A, *MARTIN)) == ((1, 2), (3,))


def test_a_separator_code_cuts() -> None:
    code = PageSymbol(kind=SymbolKind.CODE_1D, format="Code39", payload=b"PATCHT", box=Box(x0=0, y0=0, x1=1, y1=1))
    pages = [make_page(1, MARTIN), make_page(2, (), symbols=(code,)), make_page(3, MARTIN)]
    assert split_pages(pages) == ((1, 2), (3,))


def test_a_relative_does_not_cut() -> None:
    second = ("Personne à prévenir : DURAND Luc (fils), né le 01/07/1971", *TEXT)
    assert split((*HEAD_A, *MARTIN, *TEXT), second) == ((1, 2),)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(ValueError, match="pages"):
        split_pages([make_page(at, ()) for at in range(PAGES_MAX + 1)])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from((*HEAD_A, *HEAD_B, *MARTIN, *DURAND, *TEXT, "Page 1/2", "Page 2/2")), max_size=6),
        max_size=6,
    )
)
def test_every_page_is_in_one_group_in_order(pages: list[list[str]]) -> None:
    groups = split(*pages)
    assert [number for group in groups for number in group] == list(range(1, len(pages) + 1))


def test_a_page_after_one_that_names_two_patients_stays_with_it() -> None:
    both = ("MARTIN Jeanne - née le 12/03/1954", "Suivi", "Patient : M. DURAND Luc, né le 01/07/1971", *TEXT)
    after = ("MARTIN Jeanne - née le 12/03/1954", *TEXT)
    assert split((*HEAD_A, *both), after) == ((1, 2),)
    assert split((*HEAD_A, *both), (*HEAD_B, "COMPTE RENDU DE CONSULTATION", *after)) == ((1,), (2,))


@pytest.mark.parametrize("number", ["P.1/2", "P.1/Z", "P.l/2", ""])
def test_the_cover_of_a_fax_begins_what_is_sent_with_it(number: str) -> None:
    pages = [
        word_pages.make_page("Cabinet\nPatiente : MARTIN Julie, née le 12/03/1960\nBon état général", number=1),
        word_pages.make_page(f"15-04-24 7h53 {number}\nMESSAGE PAR TÉLÉCOPIE\nPOUR le secrétariat\nPAGES 2", number=2),
        word_pages.make_page("15-04-24 7h53 P.2/2\nPatient : DURAND Paul, né le 09/07/1933\nSortie ce jour", number=3),
    ]
    assert split_pages(pages)[0] == (1,)


SMALL_PRINT = "Les informations recueillies font l'objet d'un traitement informatique."
LETTER = (*HEAD_A, "Madame MARTIN Jeanne, née le 12/03/1954", *TEXT)


@pytest.mark.parametrize(
    "rest",
    [
        ("Je vous prie de croire, cher confrère, en mes sentiments les meilleurs.", "Dr Paul ESSAI", SMALL_PRINT),
        ("Dr Paul ESSAI", "Pédiatre", "RPPS 10000000000", SMALL_PRINT),
        ("Lianeville, le 11.10.2026", "Dr Paul ESSAI", "Destinataires : Dr Anne ESSAI, médecin traitant"),
        ("• Phloroglucinol 80 mg : si douleur", "Contrôle de la coloscopie à trois ans.", "Docteur Paul ESSAI"),
        ("Contrôle de l'ionogramme et de la créatinine dans dix jours.", "Holter à programmer.", "Dr Paul ESSAI"),
        ("dans les suites, le transit a repris.", "Docteur Paul ESSAI"),
        ("Phloroglucinol 80 mg : si douleur, 3 par jour", "Suivi", "Docteur Paul ESSAI"),
    ],
)
def test_a_page_that_goes_on_with_a_text_or_signs_it_follows(rest: Sequence[str]) -> None:
    assert split(LETTER, rest) == ((1, 2),)


@pytest.mark.parametrize(
    "rest",
    [
        ("Dr Paul ESSAI", "Cardiologue", "3 place du Marché, 99450 Kerlaz", "Doliprane 1 g"),
        ("Dr Paul ESSAI", "Tél. 01 99 00 00 00", "Doliprane 1 g"),
        ("Docteur Paul ESSAI", "Cher confrère,", "Merci de ce que vous ferez."),
    ],
)
def test_a_page_that_opens_as_a_document_of_its_own_begins_one(rest: Sequence[str]) -> None:
    assert split(LETTER, rest) == ((1,), (2,))


def test_a_doctor_alone_after_a_signed_page_begins_a_document() -> None:
    assert split((*LETTER, "Dr Anne ESSAI"), ("Dr Paul ESSAI", "Pédiatre", "Doliprane 1 g")) == ((1,), (2,))


def test_what_comes_after_the_last_page_of_a_document_begins_another() -> None:
    sheet = ("Évaluation", "Clinique de Kerlaz", *MARTIN)
    assert split((*HEAD_A, *MARTIN, "Page 1/1"), sheet) == ((1,), (2,))
    assert split((*HEAD_A, *MARTIN, "Page 1/2"), sheet) == ((1, 2),)


def test_another_house_with_its_address_writes_another_document_of_the_same_patient() -> None:
    under = ("Le 3 mars 2025", "Docteur Anne ESSAI", *MARTIN, *TEXT)
    assert split((*HEAD_A, *under), (*HEAD_B, *under)) == ((1,), (2,))
    assert split((*HEAD_A, *under), (*HEAD_A, *under)) == ((1, 2),)


@pytest.mark.parametrize("rest", ["dans les suites, le transit a repris.", "• Phloroglucinol 80 mg : si douleur"])
def test_the_middle_of_a_text_after_a_signed_page_may_be_of_anybody(rest: str) -> None:
    page = (rest, "Dr Paul ESSAI", "Examen normal.")
    assert split(LETTER, page) == ((1, 2),)
    assert split((*LETTER, "Dr Anne ESSAI"), page) == ((1,), (2,))


def test_the_whole_identity_and_a_day_of_its_own_under_another_head_begin_a_document() -> None:
    slip = ("Bon de transport sanitaire", "trajets vers la dialyse", *MARTIN, "Fait le 03/02/2025")
    letter = ("Kinésithérapie Vallonnière", "Destinataire : Dr MERCADIER", *MARTIN, *TEXT)
    assert split(slip, (*letter, "Fait le 17/06/2025")) == ((1,), (2,))
    assert split(slip, (*letter, "Fait le 03/02/2025")) == ((1, 2),)


def test_what_a_fax_machine_prints_over_two_papers_is_no_head_that_they_share() -> None:
    line = "25/05/2025 18:15 TELECOPIE 0562000000 VALLONNIERE"
    first = (line, "Centre hospitalier de Montbrun", "Orthogénie", *MARTIN, *TEXT)
    second = (line, "Docteur Hélène VASSAL", "Ophtalmologie", "12 rue Haute, 32100 Condom", *MARTIN, *TEXT)
    assert split(first, second) == ((1,), (2,))


@pytest.mark.parametrize(
    "rest",
    [
        ("Je propose le traitement suivant :", "Bisoprolol 2,5 mg : un le matin", "Revoir dans dix jours."),
        ("21/11/2026 16:36 DE: 0278416856 P. 001", "Arrêt de travail prolongé d'un mois", "Revoir dans dix jours."),
        ("MARTIN Jeanne – page 2", "Docteur Anne ESSAI", "Gériatre"),
    ],
)
def test_a_page_that_names_nobody_under_no_head_goes_on_whatever_its_words(rest: Sequence[str]) -> None:
    assert split((*HEAD_A, *MARTIN, "Fait le 03/02/2025", *TEXT), rest) == ((1, 2),)


def test_a_title_in_capitals_begins_a_document_even_of_nobody() -> None:
    page = ("COMPTE RENDU OPÉRATOIRE", "Revoir dans dix jours.")
    assert split((*HEAD_A, *MARTIN, *TEXT), page) == ((1,), (2,))
    assert split((*HEAD_A, *MARTIN, *TEXT, "Dr Anne ESSAI"), page) == ((1,), (2,))
