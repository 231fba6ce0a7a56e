"""What an engine of the site proposes: quoted from the page or dropped, never evidence, never over what was read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument, Source, TypeGuess
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.outcome import IntakeAction, IntakeDecision
from liane.domain.intake.outside import ASKED, QUOTES_MAX, EngineSaid, Quote, weigh_engine
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "MARTIN", "JULIE", "19510312")
OTHER = person("B", "DURAND", "PAUL", "19490302")
LABELS = {"11488-4": "CR ou fiche de consultation ou de visite", "34112-3": "CR hospitalier (séjour)"}
CLEAR = """CHU de Testville
Testville, le 04/06/2025
Compte rendu de consultation
Patiente : Madame MARTIN Julie, née le 12/03/1951
Sexe : F
Madame MARTIN va bien. Suite prévue avec le Dr Paul DURAND le 8 juillet 2025.
Docteur Camille ARRAS"""
BARE = """Lettre
Julie MARTIN
12 mars 1951
Elle va bien."""


def _seen(text: str) -> tuple[ReadDocument, Page]:
    page = make_page(text)
    return extract_fields([page], received_on="2026-05-04"), page


def _without(read: ReadDocument, *names: FieldName) -> ReadDocument:
    """As if the rules had not read some fields."""
    fields = {name: found for name, found in read.fields.items() if name not in names}
    candidates = {name: found for name, found in read.candidates.items() if name not in names}
    return replace(read, fields=fields, candidates=candidates)


def _weigh(
    text: str,
    *quotes: tuple[FieldName, str],
    types: tuple[tuple[str, float], ...] = (),
    without: tuple[FieldName, ...] = (),
) -> ReadDocument:
    read, page = _seen(text)
    read = _without(read, *without)
    said = EngineSaid(engine="essai 1", quotes=tuple(Quote(name=name, text=one) for name, one in quotes), types=types)
    return weigh_engine(read, [page], said, received_on="2026-05-04", labels=LABELS)


def _decide(read: ReadDocument, text: str) -> IntakeDecision:
    page = make_page(text)
    types = (TypeGuess(code="11488-4", label="", probability=0.99),)
    whole = replace(read, types=types)
    matching = match(whole, [page], InMemoryIndex((KNOWN, OTHER)))
    return decide(whole, [page], matching, policy=COMMAND_LINE_POLICY)


def test_a_quote_fills_a_field_that_the_rules_did_not_read() -> None:
    read = _weigh(BARE, (FieldName.BIRTH_DATE, "12 mars 1951"), without=(FieldName.BIRTH_DATE,))
    found = read.fields[FieldName.BIRTH_DATE].chosen
    assert found.value == "1951-03-12"
    assert found.source is Source.ENGINE
    assert found.page == 1
    assert len(found.boxes) == 3
    assert read.outside is not None
    assert read.outside.filled == {FieldName.BIRTH_DATE}
    assert read.outside.engines == ("essai 1",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (FieldName.BIRTH_NAME, "DUPONT"),  # not on the page
        (FieldName.BIRTH_NAME, "MART"),  # part of a word
        (FieldName.BIRTH_DATE, "1951-03-12"),  # right, yet not as printed
        (FieldName.BIRTH_DATE, "va bien"),  # printed, no date
        (FieldName.BIRTH_NAME, "1951"),  # printed, no name
        (FieldName.INS, "1951"),
        (FieldName.AUTHOR_RPPS, "12"),
        (FieldName.SEX, "Elle"),
        (FieldName.IPP, "1951"),  # nobody asked
        (FieldName.EPISODE, "Lettre"),
        (FieldName.BIRTH_NAME, ""),
    ],
)
def test_what_is_not_printed_or_not_of_its_form_is_dropped(name: FieldName, text: str) -> None:
    read = _weigh(BARE, (name, text))
    assert read.outside is not None
    assert read.outside.dropped == 1
    assert not read.outside.filled
    assert read.fields.keys() == _seen(BARE)[0].fields.keys()


def test_what_is_read_is_never_replaced_and_who_agrees_adds_nothing() -> None:
    before, _ = _seen(CLEAR)
    read = _weigh(CLEAR, (FieldName.BIRTH_NAME, "MARTIN"), (FieldName.DOC_DATE, "8 juillet 2025"))
    assert read.fields == before.fields
    assert read.candidates[FieldName.BIRTH_NAME] == before.candidates[FieldName.BIRTH_NAME]
    assert read.candidates[FieldName.DOC_DATE][-1].source is Source.ENGINE
    assert read.outside is not None
    assert not read.outside.differs
    assert _decide(read, CLEAR).action is IntakeAction.AUTO


def test_another_identity_quoted_calls_a_person() -> None:
    read = _weigh(CLEAR, (FieldName.BIRTH_NAME, "DURAND"), (FieldName.FIRST_NAME, "Paul"))
    found = _decide(read, CLEAR)
    assert found.action is IntakeAction.REVIEW
    assert "INT-140" in found.codes
    assert found.record_id == "A"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (FieldName.DOC_DATE, "04/06/2025"),
        (FieldName.BIRTH_DATE, "12/03/1951"),
        (FieldName.BIRTH_NAME, "MARTIN"),
        (FieldName.FIRST_NAME, "Julie"),
    ],
)
def test_a_value_that_only_an_engine_read_never_goes_alone(name: FieldName, text: str) -> None:
    read = _weigh(CLEAR, (name, text), without=(name,))
    assert name in read.fields
    found = _decide(read, CLEAR)
    assert found.action is IntakeAction.REVIEW
    assert "INT-141" in found.codes


def test_types_are_added_after_those_of_the_model_and_unknown_codes_dropped() -> None:
    read = _weigh(BARE, types=(("99999-9", 0.9), ("34112-3", 0.4), ("11488-4", 0.8)))
    assert [one.code for one in read.types] == ["11488-4", "34112-3"]
    assert read.fields[FieldName.DOC_TYPE].chosen.value == "11488-4"
    assert "INT-141" in _decide(read, BARE).codes


def test_two_engines_add_up() -> None:
    read, page = _seen(BARE)
    read = _without(read, FieldName.BIRTH_DATE)
    for engine, name, text in (("a 1", FieldName.BIRTH_DATE, "12 mars 1951"), ("b 2", FieldName.BIRTH_NAME, "Elle")):
        said = EngineSaid(engine=engine, quotes=(Quote(name=name, text=text),))
        read = weigh_engine(read, [page], said, received_on="2026-05-04", labels=LABELS)
    assert read.outside is not None
    assert read.outside.engines == ("a 1", "b 2")
    assert FieldName.BIRTH_DATE in read.outside.filled


def test_too_many_quotes_are_dropped() -> None:
    read = _weigh(BARE, *[(FieldName.BIRTH_NAME, f"x{place}") for place in range(QUOTES_MAX + 5)])
    assert read.outside is not None
    assert read.outside.dropped == QUOTES_MAX + 5


@given(
    quotes=st.lists(
        st.tuples(st.sampled_from((*ASKED, FieldName.IPP)), st.sampled_from(CLEAR.split()) | st.text(max_size=30)),
        max_size=12,
    )
)
def test_whatever_an_engine_says_nothing_goes_alone_that_did_not_and_values_stay(
    quotes: list[tuple[FieldName, str]],
) -> None:
    for text in (CLEAR, BARE):
        before, page = _seen(text)
        read = _weigh(text, *quotes)
        for name, found in before.fields.items():
            assert read.fields[name] == found
        for name in read.fields.keys() - before.fields.keys():
            assert read.fields[name].chosen.raw in page.text.replace("\n", " ") + page.text
        if _decide(before, text).action is not IntakeAction.AUTO:
            assert _decide(read, text).action is not IntakeAction.AUTO
