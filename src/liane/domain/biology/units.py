"""UCUM units of biology: how they are written in French, and which convert into which exactly.

A conversion is a power of ten within one kind of quantity, nothing else: mass is never turned into moles (that needs
the molar mass of the analyte), nor one arbitrary unit into another. What is not in the packaged table is written as it
is and converts into nothing. Rule: UCUM §24 (arbitrary units are not commensurable); BIO/va1.03, BIO/va1.04.
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from liane.domain.biology.value import Measure

TABLE = "ucum_units.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit. code: UCUM. kind: units of one kind convert. exponent: power of ten to the first of its kind."""

    code: str
    kind: str
    exponent: int
    written: str


@cache
def read_units() -> dict[str, Unit]:
    """The packaged table, by UCUM code."""
    text = files("liane.domain.biology").joinpath("data", TABLE).read_text("utf-8")
    units = {}
    for line in text.splitlines():
        if line and not line.startswith(("#", "code\t")):
            code, kind, exponent, written = line.split("\t")
            units[code] = Unit(code=code, kind=kind, exponent=int(exponent), written=written)
    return units


def write_unit(code: str) -> str:
    """Write a unit as a French reader expects it; one that the table does not know is written as received."""
    unit = read_units().get(code)
    return unit.written if unit is not None else code


def find_power(source: str, target: str) -> int | None:
    """Give the power of ten by which a number in one unit is multiplied to be in another.

    None when the units do not convert exactly, or are not known. 0 for two spellings of one unit.
    """
    if source == target:
        return 0
    units = read_units()
    first, second = units.get(source), units.get(target)
    if first is None or second is None or first.kind != second.kind:
        return None
    return first.exponent - second.exponent


def convert(measure: Measure, target: str) -> Measure | None:
    """Give a number in another unit, exactly; None when that cannot be done. Its digits are those of the result."""
    power = find_power(measure.unit, target)
    if power is None:
        return None
    number = measure.number.scaleb(power)
    return replace(measure, number=number, written=f"{number:f}", unit=target)
