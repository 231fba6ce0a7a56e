"""Types that one paper may bear alike: an officer of health information could file it under either
(data/near_types.tsv).

« Compte rendu d'hospitalisation » and « lettre de liaison à la sortie » are one paper in many houses. What is unsure
between two such types is no doubt on what the paper is. What lives here: which types are near. What must not: how sure
a type is (ranking.py).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def load_near() -> Mapping[str, frozenset[str]]:
    """For each type told, the types of which a paper may be where it is as good an answer; without itself.

    Rule: CI-SIS, JDV_J07 (labels that overlap); intake.md §10 (accepted codes).
    """
    text = files("liane.domain.intake.classify").joinpath("data", "near_types.tsv").read_text(encoding="utf-8")
    table: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith(("#", "told\t")):
            told, others = line.split("\t")
            table[told] = frozenset(others.split())
    return MappingProxyType(table)


def sum_near(code: str, chances: Mapping[str, float]) -> float:
    """How likely it is that a paper is of a type near one, which that one would stand for."""
    return sum(chances.get(one, 0.0) for one in load_near().get(code, ()))
