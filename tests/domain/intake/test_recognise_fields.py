"""Names and birth date taken again from the words of the page where those of the record proposed are printed."""

from dataclasses import replace

from liane.domain.intake.decide.decision import decide
from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.matching.memory_index import InMemoryIndex
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.fields import WHY, recognise_fields
from liane.domain.intake.recognise.guided import match
from tests.domain.intake.extract.word_pages import make_page
from tests.domain.intake.match_kit import person

KNOWN = person("A", "QUEMENEUR", "JULIE", "19510312")
TEXT = "CHU de Testville\nTestville, le 04/06/2025\nJulie QUEMENEUR\nAccueil B   né le 12/03/1951\nRésultats"
NAMES = (FieldName.BIRTH_NAME, FieldName.FIRST_NAME)


def _read(text: str = TEXT) -> tuple[ReadDocument, Page]:
    page = make_page(text)
    return extract_fields([page], received_on="2026-05-04"), page


def _without(read: ReadDocument, *names: FieldName) -> ReadDocument:
    """The same, as if nobody had been seen on the page."""
    left_out = {*names, FieldName.AUTHOR_FAMILY, FieldName.AUTHOR_GIVEN}
    return replace(read, fields={name: one for name, one in read.fields.items() if name not in left_out}, mentions=())


def test_names_left_empty_are_the_printed_words() -> None:
    whole, page = _read()
    read = _without(whole, *NAMES)
    found = match(read, [page], InMemoryIndex((KNOWN,)))
    fields = recognise_fields(read, [page], found).fields
    assert [fields[name].chosen.value for name in NAMES] == ["QUEMENEUR", "JULIE"]
    assert fields[FieldName.BIRTH_NAME].chosen.boxes == (page.words[7].box,)
    assert all(fields[name].chosen.why == (WHY,) for name in NAMES)


def test_what_is_recognised_is_no_evidence() -> None:
    whole, page = _read()
    read = _without(whole, *NAMES)
    read = replace(read, candidates={})
    found = match(read, [page], InMemoryIndex((KNOWN,)))
    guided = recognise_fields(read, [page], found)
    before = decide(read, [page], found, policy=COMMAND_LINE_POLICY).codes
    after = decide(guided, [page], found, policy=COMMAND_LINE_POLICY).codes
    assert "INT-032" in before
    assert "INT-032" in after


def test_a_printed_value_is_never_replaced() -> None:
    whole, page = _read(TEXT.replace("Résultats", "Nom de naissance : DURAND\nPrénom : Anne"))
    found = match(whole, [page], InMemoryIndex((KNOWN,)))
    fields = recognise_fields(whole, [page], found).fields
    held = whole.fields.get(FieldName.BIRTH_NAME)
    assert held is None or fields[FieldName.BIRTH_NAME] == held


def test_nothing_is_recognised_where_another_record_is_as_near() -> None:
    whole, page = _read()
    read = _without(whole, *NAMES)
    near = person("B", "QUEMENEUR", "JULIA", "19510312")
    found = match(read, [page], InMemoryIndex((KNOWN, near)))
    assert recognise_fields(read, [page], found) is read


def test_nothing_is_recognised_without_the_birth_date_of_the_record() -> None:
    whole, page = _read(TEXT.replace("12/03/1951", "13/03/1951"))
    read = _without(whole, *NAMES)
    found = match(read, [page], InMemoryIndex((KNOWN,)))
    assert not set(NAMES) & set(recognise_fields(read, [page], found).fields)
