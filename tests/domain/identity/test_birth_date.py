"""Birth dates: typed in every French form, incomplete by the conventions, lunar, shown, compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.errors import RuleViolation
from liane.domain.identity.birth_date import (
    differs_only_by_incomplete,
    find_inverted,
    is_calendar,
    is_incomplete,
    is_inverted,
    is_one_digit_apart,
    parse_known,
    parse_typed,
    show,
)

TODAY_YEAR = 2026
TYPED = [
    ("15/11/1962", "19621115", False),
    ("15-11-1962", "19621115", False),
    ("15.11.1962", "19621115", False),
    (" 15 11 1962 ", "19621115", False),
    ("5/1/1962", "19620105", False),
    ("15111962", "19621115", False),
    ("19621115", "19621115", False),
    ("20020120", "20020120", False),
    ("1962-11-15", "19621115", False),
    ("1962/11/15", "19621115", False),
    ("15/11/62", "19621115", False),
    ("151162", "19621115", False),
    ("15/11/25", "20251115", False),
    ("15/11/26", "20261115", False),
    ("15/11/27", "19271115", False),
    ("15 novembre 1962", "19621115", False),
    ("15 nov. 1962", "19621115", False),
    ("1er mars 1980", "19800301", False),
    ("1ER MARS 1980", "19800301", False),
    ("3 août 2001", "20010803", False),
    ("3 AOUT 2001", "20010803", False),
    ("28 févr. 1999", "19990228", False),
    ("15 décembre 62", "19621215", False),
    ("29/02/2000", "20000229", False),
    # Incomplete: the conventions of the RNIV.
    ("11/1962", "19621101", True),
    ("novembre 1962", "19621101", True),
    ("00/11/1962", "19621101", True),
    ("??/11/1962", "19621101", True),
    ("xx/11/1962", "19621101", True),
    ("15/00/1962", "19620115", True),
    ("1962", "19621231", True),
    ("00/00/1962", "19621231", True),
    ("00001962", "19621231", True),
    ("19620000", "19621231", True),
    ("19621100", "19621101", True),
    ("vers 1962", "19601231", True),
    ("années 1960", "19601231", True),
    ("196?", "19601231", True),
]
KNOWN = [("15/11/1962", "19621115"), ("11/1962", "19621100"), ("1962", "19620000"), ("15/??/1962", "19620015")]
REFUSED = [
    ("31/02/1962", "IDV-212"),
    ("29/02/1900", "IDV-212"),
    ("32/01/1962", "IDV-212"),
    ("15/13/1962", "IDV-212"),
    ("31/04/1962", "IDV-212"),
    ("15/11/1849", "IDV-213"),
    ("15/11/2027", "IDV-213"),
    ("1200", "IDV-213"),
    ("", "IDV-211"),
    ("hier", "IDV-211"),
    ("15/1962/11", "IDV-211"),
    ("15 brumaire 1962", "IDV-211"),
    ("1/2/3/1962", "IDV-211"),
    ("١٥/١١/١٩٦٢", "IDV-211"),
    ("15²/11/1962", "IDV-211"),
    ("9" * 70, "IDV-211"),
    ("62", "IDV-213"),
]


@pytest.mark.parametrize(("text", "value", "is_uncertain"), TYPED)
def test_typed(text: str, value: str, is_uncertain: bool) -> None:
    assert parse_typed(text, TODAY_YEAR) == (value, is_uncertain)


@pytest.mark.parametrize(("text", "value"), KNOWN)
def test_known_parts_for_a_search(text: str, value: str) -> None:
    assert parse_known(text, TODAY_YEAR) == value


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        parse_typed(text, TODAY_YEAR)
    assert [finding.code for finding in refused.value.findings] == [code]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("19621115", "15/11/1962"),
        ("19621100", "11/1962 (jour inconnu)"),
        ("19620000", "1962 (jour et mois inconnus)"),
        ("19620015", "15/??/1962 (mois inconnu)"),
        ("1962", "1962 (jour et mois inconnus)"),
        ("196211", "11/1962 (jour inconnu)"),
        ("19621535", "35/15/1962 (hors calendrier)"),
        ("19620230", "30/02/1962 (hors calendrier)"),
        ("", ""),
        ("n/a", "n/a"),
    ],
)
def test_shown(value: str, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("19620000", "19621115", True),
        ("19621100", "19621115", True),
        ("19621100", "19621215", False),
        ("19620000", "19631115", False),
        ("19621115", "19621115", False),
        ("19621115", "19621116", False),
        ("19621545", "19621115", True),
        ("19621145", "19621115", True),
        ("19620015", "19621115", True),
        ("19620014", "19621115", False),
        ("1962", "19621115", True),
        ("", "19621115", False),
    ],
)
def test_only_the_unknown_part_differs(one: str, other: str, expected: bool) -> None:
    assert differs_only_by_incomplete(one, other) is expected
    assert differs_only_by_incomplete(other, one) is expected


def test_inversion() -> None:
    assert is_inverted("19620311", "19621103")
    assert not is_inverted("19620303", "19620303")
    assert not is_inverted("19620311", "19631103")
    assert find_inverted("19620311") == "19621103"
    assert find_inverted("19620315") is None
    assert find_inverted("19620303") is None
    assert find_inverted("19620000") is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("19621115", "19621116", True),
        ("19621115", "19261115", True),
        ("19621115", "19621151", True),
        ("19621115", "19621226", False),
        ("19621115", "19621115", False),
        ("1962", "19621115", False),
    ],
)
def test_one_digit(one: str, other: str, expected: bool) -> None:
    assert is_one_digit_apart(one, other) is expected


def test_calendar() -> None:
    assert is_calendar("20000229")
    assert not is_calendar("19000229")
    assert not is_calendar("1962-115")
    assert is_incomplete("19620000")
    assert not is_incomplete("")


@given(st.text(max_size=70))
def test_any_text_gives_a_date_of_the_calendar_or_a_refusal(text: str) -> None:
    try:
        value, _ = parse_typed(text, TODAY_YEAR)
    except RuleViolation:
        return
    assert is_calendar(value)


@given(st.dates(min_value=date(1850, 1, 1), max_value=date(2026, 12, 31)))
def test_what_is_shown_is_read_again(day: object) -> None:
    value = f"{day:%Y%m%d}"
    assert parse_typed(show(value), TODAY_YEAR) == (value, False)
    assert parse_typed(f"{day:%d%m%Y}", TODAY_YEAR) == (value, False)
    assert parse_typed(value, TODAY_YEAR) == (value, False)
