"""Which code a document of an examiner teaches, when several are accepted."""

from liane.domain.intake.page import Page
from tests.domain.intake.extract.word_pages import make_page
from tools.examined_pages import TAUGHT, Examined
from tools.type_examined import BANKS, choose_code


def examined(title: str) -> Examined:
    page: Page = make_page(f"Clinique des Ormes\n\n{title}\n\nMonsieur SORBIER Gilles né le 21/10/1948")
    return Examined(
        examiner="essai",
        layout="essai:un",
        number=1,
        pages=(page,),
        fields={},
        codes=("47420-5", "70004-7"),
        received_on="2026-11-02",
    )


def test_the_code_that_the_title_names_is_learnt() -> None:
    assert choose_code(examined("Explorations fonctionnelles respiratoires")) == "70004-7"
    assert choose_code(examined("Bilan orthophonique")) == "47420-5"


def test_else_the_first_one() -> None:
    assert choose_code(examined("Valmont, le 3 mars 2026")) == "47420-5"


def test_none_is_learnt_that_may_not_be() -> None:
    assert set(BANKS) <= set(TAUGHT)
