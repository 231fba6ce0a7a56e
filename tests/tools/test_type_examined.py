"""Which code a document of an examiner teaches, when several are accepted."""

from eval.examiners import EXAMINERS

from liane.domain.intake.classify.model import load_model
from liane.domain.intake.page import Page
from tests.domain.intake.extract.word_pages import make_page
from tools.examined_pages import TAUGHT, Examined
from tools.type_examined import choose_code


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


def test_the_packaged_model_learnt_none_that_is_kept_aside() -> None:
    card = load_model().card
    figures = card["figures_by_bank_left_out"]
    assert isinstance(figures, dict)
    apart = {name for name, one in EXAMINERS.items() if one.is_kept_aside}
    assert set(TAUGHT) == set(EXAMINERS) & set(figures)
    assert not [name for name in apart if name in str(card["data"])]
