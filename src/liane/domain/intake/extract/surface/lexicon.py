"""What is known of French names: how often a word is a first name or a family name.

What lives here: the table of names and questions to it. What must not: the reading of a printed name.
"""

from collections.abc import Sequence
from functools import cache
from math import log10

from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.sheet import fold

_UNKNOWN_GIVEN = 0.05
_UNKNOWN_FAMILY = 0.8
"""Shares per million of a word that no list knows: rare family names are many more than rare first names."""


@cache
def _names() -> dict[str, tuple[int, int, int]]:
    return {name: (int(women), int(men), int(family)) for name, women, men, family in read_rows("names.tsv")}


def _key(name: str) -> str:
    return fold(name).replace("Œ", "OE").replace("-", " ").replace("'", " ").strip()


def _shares(name: str) -> tuple[float, float]:
    known = _names().get(_key(name))
    if known is None:
        return 0.0, 0.0
    return float(known[0] + known[1]), float(known[2])


def given_score(name: str) -> float:
    """log10 of how often this is a first name, per million; a compound is as good as its parts."""
    given, _ = _shares(name)
    if given:
        return log10(given)
    parts = [part for part in _key(name).split() if len(part) > 1]
    if len(parts) < 2:
        return log10(_UNKNOWN_GIVEN)
    return min(log10(_shares(part)[0] or _UNKNOWN_GIVEN) for part in parts) - 0.3


def family_score(name: str) -> float:
    """log10 of how often this is a family name, per million."""
    _, family = _shares(name)
    if family:
        return log10(family)
    parts = [part for part in _key(name).split() if len(part) > 2]
    if len(parts) < 2:
        return log10(_UNKNOWN_FAMILY)
    return sum(log10(_shares(part)[1] or _UNKNOWN_FAMILY) for part in parts) / len(parts) - 0.3


def is_given(name: str) -> bool:
    """True when lists know this as a first name."""
    return _shares(name)[0] > 0


def is_family(name: str) -> bool:
    """True when lists know this, or each part of it, as a family name."""
    parts = [part for part in _key(name).split() if len(part) > 2]
    return _shares(name)[1] > 0 or (bool(parts) and all(_shares(part)[1] > 0 for part in parts))


def is_mainly_given(name: str) -> bool:
    """True when this is far more a first name than a family name."""
    given, family = _shares(name)
    return given > 3 * family


def lean_to_given(words: Sequence[str]) -> float:
    """log10 of how much more often these words are first names than family names, on the average."""
    return sum(given_score(word) - family_score(word) for word in words) / len(words)


def sex_of_given(name: str) -> str:
    """``F`` or ``M`` when nearly all who bear this first name are; empty else."""
    words = _key(name).split()
    known = _names().get(_key(name)) or (_names().get(words[0]) if words else None)
    if known is None:
        return ""
    women, men, _ = known
    if women > 20 * max(men, 1) and women > 50:
        return "F"
    return "M" if men > 20 * max(women, 1) and men > 50 else ""
