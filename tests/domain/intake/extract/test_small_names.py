"""Names typed in small letters, in forms and mails, and words in small letters that are none."""

import pytest

from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName
from tests.domain.intake.extract.word_pages import make_page

NAMES = ("birth_name", "used_name", "first_name", "birth_date")
FOOT = "\n\nbonne réception,\nle secrétariat"


def _read(text: str) -> list[str | None]:
    fields = extract_fields([make_page(text + FOOT)], received_on="2026-05-04").fields
    return [fields[FieldName(name)].chosen.value if FieldName(name) in fields else None for name in NAMES]


@pytest.mark.parametrize(
    "text",
    [
        "nom : vidal\nprénom : odette\nné(e) le : 30/11/1948",
        "Nom : vidal\nPrénom : odette\nDate de naissance : 30/11/1948",
        "Nom et prénom : vidal odette\ndate de naissance : 30/11/1948",
        "Patient : vidal odette\nNée le : 30/11/1948",
        "Bonjour,\nje vous adresse mme vidal odette née le 30/11/1948 pour un scanner.",
        "Objet : résultats mme odette vidal 30/11/1948\nBonjour,",
        "bonjour,\nmerci de prévoir un lit pour madame odette vidal, née le 30/11/1948",
    ],
)
def test_a_name_in_small_letters(text: str) -> None:
    assert _read(text) == ["VIDAL", None, "ODETTE", "1948-11-30"]


def test_both_names_in_small_letters() -> None:
    text = "Nom de naissance : le gall   Nom d'usage : vidal\nPrénom : marie-odette   né(e) le 30/11/1948"
    assert _read(text) == ["LE GALL", "VIDAL", "MARIE-ODETTE", "1948-11-30"]


@pytest.mark.parametrize(
    "text",
    [
        "Nom : voir ci-dessus",
        "Nom : idem",
        "Nom : non communiqué",
        "Patient : vu ce jour en consultation",
        "nous avons vu monsieur le maire avec madame la directrice",
        "Prénom : sans objet",
    ],
)
def test_words_in_small_letters_that_are_no_name(text: str) -> None:
    assert _read(text)[:3] == [None, None, None]
