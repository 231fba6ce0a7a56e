"""A printed age that does not go with the birth date calls a person; ages of others, and of the past, say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.age import find_ages
from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "MARTIN", "JULIE ANNE", "19510312")
HEAD = "CHU de Testville\nTestville, le 04/06/2025\nCompte rendu de consultation\n"


def _codes(text: str) -> tuple[str, ...]:
    page = make_page(HEAD + text)
    read = extract_fields([page], received_on="2026-05-04")
    found = decide(read, [page], match(read, [page], InMemoryIndex((KNOWN,))), policy=COMMAND_LINE_POLICY)
    assert found.record_id == "A"
    return found.codes


@pytest.mark.parametrize(
    "text",
    [
        "Patiente : Madame MARTIN Julie, née le 12/03/1951 (66 ans)",
        "Patiente : Madame MARTIN Julie, née le 12 mars 1951, 66 ans",
        "Patiente : Madame MARTIN Julie\nNée le 12/03/1951\nÂge : 66 ans",
        "Madame MARTIN Julie, née le 12/03/1951\nJ'ai revu cette patiente âgée de 66 ans pour une gêne.",
        "Madame MARTIN Julie, née le 12/03/1951\nMadame MARTIN, 72 ans, va bien.",
        "Madame MARTIN Julie, née le 12/03/1951\nCette patiente de 58 ans va bien.",
        "Madame MARTIN Julie, née le 12/03/1951 (8 mois)",
    ],
)
def test_an_age_that_the_birth_date_denies_calls_a_person(text: str) -> None:
    assert "INT-142" in _codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Patiente : Madame MARTIN Julie, née le 12/03/1951 (74 ans)",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951 - 73 ans",  # counted before the birthday
        "Patiente : Madame MARTIN Julie, née le 12/03/1951 (75 ans)",  # rounded
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nMère morte à 66 ans, patiente suivie depuis 12 ans.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nSuivie depuis l'âge de 40 ans.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nMadame DURAND, 60 ans, sa voisine, l'accompagne.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nTraitement pendant 3 mois.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nContrôle dans 3 mois.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nJe propose de revoir la patiente dans 4 mois.",
        "Patiente : Madame MARTIN Julie, née le 12/03/1951\nLa patiente reverra la diététicienne tous les 6 mois.",
    ],
)
def test_an_age_that_goes_or_is_not_theirs_says_nothing(text: str) -> None:
    assert "INT-142" not in _codes(text)


@given(st.text(max_size=120))
def test_any_line_gives_ages_or_none(line: str) -> None:
    assert all(age >= 0 for age in find_ages(line))
