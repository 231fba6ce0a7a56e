"""Profession × type of document: what the national matrix is known to refuse, from a packaged table marked incomplete.

It informs; the DMP enforces. A profession that the table does not name is not said to reach every type.
Rule: arrêté du 26 octobre 2023; dmp.md §11.2.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenType:
    """A type of document that a profession does not reach. profession: TRE_G15 code."""

    profession: str
    type_code: str
    label: str


@cache
def _load() -> tuple[HiddenType, ...]:
    text = files("liane.domain.dmp").joinpath("data", "habilitations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    return tuple(HiddenType(profession=row[0], type_code=row[1], label=row[2]) for row in rows)


def find_hidden_types(profession: str) -> tuple[HiddenType, ...]:
    """Types that a profession is known not to reach: what a screen says under an empty list. Incomplete."""
    return tuple(one for one in _load() if one.profession == profession)


def is_known_hidden(profession: str, type_code: str) -> bool:
    """Tell whether the table says that a profession does not reach a type; False proves nothing."""
    return any(one.type_code == type_code for one in find_hidden_types(profession))
