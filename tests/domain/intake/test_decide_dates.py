"""The day of a document that is unsure but for its role: surely the day of the act, it may be filed under it."""

from dataclasses import replace

import pytest

from liane.domain.intake.fields import FieldName, FieldValue, ReadDocument
from tests.domain.intake.match_kit import LETTER, TRAITS, ZOE, candidate, index_of, judge, page_of, read_of


def _with_date(read: ReadDocument, name: FieldName, value: str, confidence: float) -> ReadDocument:
    chosen = replace(candidate(value), confidence=confidence)
    told = FieldValue(name=name, chosen=chosen, candidates=(chosen,))
    return replace(read, fields={**read.fields, name: told})


@pytest.mark.parametrize(
    ("act", "confidence", "is_shown"),
    [("2026-03-02", 1.0, False), ("2026-03-02", 0.3, True), ("2026-03-05", 1.0, True), ("", 0.0, True)],
)
def test_an_unsure_day_that_is_surely_that_of_the_act_is_sure_enough(
    act: str, confidence: float, *, is_shown: bool
) -> None:
    page = page_of(LETTER)
    read = _with_date(read_of(TRAITS, page), FieldName.DOC_DATE, "2026-03-02", 0.2)
    if act:
        read = _with_date(read, FieldName.ACT_DATE, act, confidence)
    _, decision = judge(read, page, index_of(ZOE))
    assert ("INT-037" in decision.codes) is is_shown


def test_an_act_before_the_birth_is_still_shown() -> None:
    page = page_of(LETTER)
    read = _with_date(read_of(TRAITS, page), FieldName.DOC_DATE, "1950-03-02", 0.2)
    _, decision = judge(_with_date(read, FieldName.ACT_DATE, "1950-03-02", 1.0), page, index_of(ZOE))
    assert "INT-038" in decision.codes
