"""The keyboard-fed card reader: reads one line, refuses any other, and does not exist in production."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import ConfigurationError, InvalidInput, RuleViolation
from liane.domain.identity.insi import Beneficiary, CardSource
from liane.pipeline.identity.card_reader import KeyboardCardReader, parse_card_line


def test_a_line_gives_a_beneficiary() -> None:
    reader = KeyboardCardReader(
        lambda: " APCV|2 90 02 99999001 29|186012999900129|TESTNOM|EMMA|2018-03-03|2 \n", is_production=False
    )
    assert reader.read_beneficiary() == Beneficiary(
        source=CardSource.APCV,
        nir="290029999900129",
        holder_nir="186012999900129",
        family="TESTNOM",
        given="EMMA",
        birth_date="20180303",
        rank="2",
    )


def test_a_typed_card_does_not_exist_in_production() -> None:
    """§6.5: values are read on the card, never typed."""
    with pytest.raises(ConfigurationError):
        KeyboardCardReader(lambda: "", is_production=True)


@pytest.mark.parametrize("line", ["", "VITALE|1", "CARTE|||||||", "CARTE|1|2|3|4|5|6", "|" * 6, "VITALE|" + "x" * 500])
def test_any_other_line_is_refused(line: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_card_line(line)
    assert [one.code for one in caught.value.findings] == ["INSD-004"]


@given(st.text(max_size=120))
def test_any_text_gives_a_beneficiary_or_a_refusal(line: str) -> None:
    try:
        assert isinstance(parse_card_line(line), Beneficiary)
    except InvalidInput:
        return
