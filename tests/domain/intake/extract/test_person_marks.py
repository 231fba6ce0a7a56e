"""Landmarks of a page and where a mention stands among them."""

from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.extract.document import persons_of
from liane.domain.intake.extract.people.person_features import describe_mentions
from liane.domain.intake.extract.people.person_marks import find_marks, tell_marks, tell_subject
from liane.domain.intake.extract.people.professionals import family_key, find_mentions
from tests.domain.intake.extract.word_pages import make_page

LETTER = """Clinique de Testville
Dr Paul TESTMED
Dr Anne TESTAUTEUR

Testville, le 03/04/2026

Dr Luc TESTDEST

Concerne : Mme TESTPATIENT Marie, née le 03/02/1960

Consultation d'anesthésie

Cher confrère,

Examen sans particularité.

Signature et cachet :
Dr Anne TESTAUTEUR
"""


def marks_of(text: str) -> dict[str, set[str]]:
    """What is told of each mention, by family and rank among its mentions."""
    readings, persons = persons_of((make_page(text),), received_on="2026-11-01")
    mentions = find_mentions(readings, persons)
    marks = find_marks(readings)
    told: dict[str, set[str]] = {}
    for one in mentions:
        key = family_key(one)
        told[key if key not in told else f"{key} again"] = set(tell_marks(marks, mentions, one))
    return told


def test_an_addressee_stands_after_the_day_and_before_the_patient() -> None:
    told = marks_of(LETTER)
    assert "mark=sides:><<<" in told["TESTDEST"]
    assert "mark=sides:<<<<" in told["TESTMED"]
    assert "mark=sides:>>>>" in told["TESTAUTEUR again"]


def test_a_place_to_sign_is_near_who_signs_alone() -> None:
    told = marks_of(LETTER)
    assert "mark=blank:True:True" in told["TESTAUTEUR again"]
    assert "mark=blank:False:True" in told["TESTDEST"]


def test_doctors_one_under_the_other_are_a_list() -> None:
    told = marks_of(LETTER)
    assert {"list=over:0", "list=under:1"} <= told["TESTMED"]
    assert {"list=over:1", "list=under:0"} <= told["TESTAUTEUR"]
    assert {"list=over:0", "list=under:0"} <= told["TESTDEST"]


def test_a_trade_is_of_the_subject_of_the_document_or_not() -> None:
    readings, _ = persons_of((make_page(LETTER),), received_on="2026-11-01")
    marks = find_marks(readings)
    assert tell_subject(marks, ["ANESTHESISTE"]) == "yes"
    assert tell_subject(marks, ["OPERATEUR"]) == "no"
    assert tell_subject(marks, ["DR"]) == "silent"


def test_names_around_a_mention_are_no_words_of_it() -> None:
    text = "Dr Paul TESTMED\nDr Anne TESTAUTEUR\nDr Victoria TESTDEUX\n\nCompte rendu"
    readings, persons = persons_of((make_page(text),), received_on="2026-11-01")
    rows = describe_mentions(readings, find_mentions(readings, persons))
    words = {name.partition("=")[2] for row in rows for name in row}
    assert not words & {"TESTMED", "TESTAUTEUR", "TESTDEUX", "VICTORIA", "ANNE", "PAUL"}
    assert "#name" in words


@given(st.text(alphabet="ABCdr .,:\n0123456789/-éÀ", max_size=300))
def test_any_text_has_its_marks(text: str) -> None:
    for told in marks_of(f"Dr Paul TESTMED\n{text}").values():
        assert all(one.startswith(("mark=", "list=")) for one in told)
