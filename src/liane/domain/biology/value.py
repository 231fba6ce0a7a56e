"""What a laboratory measured: a number with its unit, an interval, a ratio, words, or nothing. Numbers stay as written.

A number is kept twice: as the digits that the laboratory wrote, which alone are shown, and as an exact decimal, which
alone is compared and drawn. Nothing is rounded here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from liane.domain.terminology.code import Code

NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$")
"""What counts as a number: at most fifteen digits on either side of the point, so that none is costly."""


class Comparator(StrEnum):
    """How a value stands to the number beside it; the value is what a person reads."""

    EQUAL = ""
    LESS = "<"
    LESS_OR_EQUAL = "≤"
    GREATER = ">"
    GREATER_OR_EQUAL = "≥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number. written: its digits as received. unit: UCUM code, empty for a number without unit."""

    number: Decimal
    written: str
    unit: str = ""
    comparator: Comparator = Comparator.EQUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Everything between two bounds, both there."""

    low: Measure
    high: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A titre or another ratio: ``1/128``. Both as written."""

    numerator: Measure
    denominator: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A result in words. code: its coded form, None when the laboratory gave none."""

    text: str
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """No value. reason: HL7 nullFlavor (``NAV``, ``NA``…), empty when none was told."""

    reason: str = ""


Value = Measure | Interval | Ratio | Words | Absent


def read_measure(written: str, unit: str = "", comparator: Comparator = Comparator.EQUAL) -> Measure | None:
    """Read a number as a laboratory writes it (a point, no space); None when it is none."""
    if not NUMBER.match(written):
        return None
    return Measure(number=Decimal(written), written=written, unit=unit, comparator=comparator)
