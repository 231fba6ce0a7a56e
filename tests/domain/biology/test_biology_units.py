"""Units: written in French, converted only where that is exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.biology.units import convert, find_power, read_units, write_unit
from liane.domain.biology.value import Comparator, Measure, read_measure

CODES = sorted(read_units())


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("ug/L", "µg/L"),
        ("[IU]/L", "UI/L"),
        ("m[IU]/L", "mUI/L"),
        ("10*9/L", "10⁹/L"),
        ("/mL", "/mL"),
        ("%", "%"),
        ("mm[Hg]", "mmHg"),
        ("furlong", "furlong"),
        ("", ""),
    ],
)
def test_a_unit_is_written_in_french_and_an_unknown_one_as_received(code: str, written: str) -> None:
    assert write_unit(code) == written


@pytest.mark.parametrize(
    ("written", "source", "target", "expected"),
    [
        ("0.88", "g/L", "mg/dL", "88.0"),
        ("13.4", "g/dL", "g/L", "134"),
        ("7.67", "pg/mL", "ng/L", "7.67"),
        ("500", "/mL", "10*3/L", "500"),
        ("8200", "/uL", "10*9/L", "8.2"),
        ("8200", "/mm3", "10*9/L", "8.2"),
        ("45", "%", "1", "0.45"),
        ("1.950", "m[IU]/L", "u[IU]/mL", "1.950"),
    ],
)
def test_exact_conversions(written: str, source: str, target: str, expected: str) -> None:
    measure = read_measure(written, source, Comparator.LESS)
    assert measure is not None
    converted = convert(measure, target)
    assert converted is not None
    assert converted.number == Decimal(expected)
    assert (converted.unit, converted.comparator) == (target, Comparator.LESS)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("g/L", "mmol/L"),
        ("[IU]/L", "U/L"),
        ("mg/L", "mg"),
        ("mmol/L", "furlong"),
        ("furlong", "mmol/L"),
        ("10*9/L", "g/L"),
        ("[iU]/L", "[IU]/L"),
        ("mm/h", "s"),
    ],
)
def test_what_does_not_convert_exactly_does_not_convert(source: str, target: str) -> None:
    assert find_power(source, target) is None


def test_an_unknown_unit_is_still_itself() -> None:
    assert find_power("furlong", "furlong") == 0


@given(st.sampled_from(CODES), st.sampled_from(CODES), st.decimals(min_value=-1, max_value=10**6, places=6))
def test_there_and_back_is_the_same_number(source: str, target: str, number: Decimal) -> None:
    there = convert(Measure(number=number, written=f"{number:f}", unit=source), target)
    if there is None:
        assert read_units()[source].kind != read_units()[target].kind
        return
    back = convert(there, source)
    assert back is not None
    assert Fraction(back.number) == Fraction(number)
    assert Fraction(there.number) == Fraction(number) * Fraction(10) ** (find_power(source, target) or 0)


def test_kinds_begin_at_their_own_scale() -> None:
    """Every kind has at least one unit, and no code stands twice under two kinds."""
    for unit in read_units().values():
        assert -30 <= unit.exponent <= 30
        assert unit.code == unit.code.strip()
