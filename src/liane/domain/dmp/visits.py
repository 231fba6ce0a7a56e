"""« Nouveau depuis ma dernière visite »: groups of types, and how many new documents each has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from liane.domain.dmp.document import DMPDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeGroup:
    """Types counted together under one label. type_codes: JDV_J07 codes. Rule: DMP/UX.15, DMP/UX.17."""

    key: str
    label: str
    type_codes: frozenset[str]


OTHER = "autre"
DEFAULT_GROUPS = (
    TypeGroup(
        key="liaison",
        label="Lettres de liaison",
        type_codes=frozenset({"11490-0", "34133-9", "88348-8", "83981-1", "74207-2"}),
    ),
    TypeGroup(
        key="hopital",
        label="Documents hospitaliers",
        type_codes=frozenset({"34112-3", "34874-8", "77436-4", "34749-2", "11488-4", "15507-7"}),
    ),
    TypeGroup(key="vsm", label="Synthèses médicales", type_codes=frozenset({"60591-5"})),
    TypeGroup(key="biologie", label="Comptes rendus de biologie", type_codes=frozenset({"11502-2"})),
    TypeGroup(key="imagerie", label="Comptes rendus d’imagerie", type_codes=frozenset({"18748-4"})),
    TypeGroup(key="prescription", label="Prescriptions de médicaments", type_codes=frozenset({"57833-6"})),
    TypeGroup(key="vaccination", label="Vaccinations", type_codes=frozenset({"11369-6", "87273-9"})),
)
"""The types that the requirement names; what is in none of them is « autre ». Rule: DMP/UX.17; couloirs.md §2.4."""


def find_group(type_code: str, groups: Iterable[TypeGroup] = DEFAULT_GROUPS) -> str:
    """The key of the group of a type, ``autre`` when it is in none."""
    return next((group.key for group in groups if type_code in group.type_codes), OTHER)


def count_new(documents: Iterable[DMPDocument], groups: Iterable[TypeGroup] = DEFAULT_GROUPS) -> Mapping[str, int]:
    """How many new documents by key of group; groups without any are absent. Rule: DMP/UX.15."""
    known = tuple(groups)
    counts: dict[str, int] = {}
    for document in documents:
        if document.is_new:
            key = find_group(document.type.code, known)
            counts[key] = counts.get(key, 0) + 1
    return counts
