"""From a professional to what they may do here: the people that the site names, else rights by profession.

Matched on the national identifier only, never on a name. Rule: psc.md §5 (provisioning); REM SSI/IE.30 to IE.35.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Role
from liane.domain.actors.professional import SignedProfessional, Situation

ANY_STRUCTURE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habilitation:
    """What a person may do here. profession, specialty: declared by the site for who has no situation of their own."""

    roles: frozenset[Role]
    unit: str = ""
    profession: str = ""
    specialty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationRules:
    """Who may enter. people: by PS_IdNat. professions: by TRE_G15 code, or ``profession/specialty`` (``10/SM03``).

    structures: Struct_IdNat of this site. Rights by profession are given only to who works in one of them (``*``: in
    any), lest every physician of the country be let in. declared: the structure of a situation that the site declares.
    """

    people: Mapping[str, Habilitation] = field(default_factory=dict)
    professions: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    structures: frozenset[str] = frozenset()
    declared: Structure | None = None
    sector: str = ""


def find_situations(professional: SignedProfessional, rules: HabilitationRules) -> tuple[Situation, ...]:
    """Give the situations in which this person may act here; what they do elsewhere is not offered.

    Someone whom the site names, and who has no situation here, acts in the one that the site declares, if it does.
    Rule: psc.md §5, §14.1-4 (several: choose; none: declared, by policy).
    """
    known = rules.people.get(professional.identifier)
    offered = tuple(one for one in professional.situations if _is_here(one, rules) and find_roles(one, known, rules))
    if offered or known is None or not known.profession:
        return offered
    return (
        Situation(
            profession=known.profession,
            specialty=known.specialty,
            sector=rules.sector,
            structure=rules.declared,
            key="declared",
        ),
    )


def find_roles(situation: Situation | None, known: Habilitation | None, rules: HabilitationRules) -> frozenset[Role]:
    """Give the roles of a person in a situation: those that the site gives by name, else by profession."""
    if known is not None:
        return known.roles
    if situation is None:
        return frozenset()
    by_specialty = rules.professions.get(f"{situation.profession}/{situation.specialty}")
    return by_specialty or rules.professions.get(situation.profession, frozenset())


def find_habilitation(
    professional: SignedProfessional, situation: Situation | None, rules: HabilitationRules
) -> Habilitation | None:
    """Say what a person may do in a situation; None: this site does not know them, and they stay outside."""
    known = rules.people.get(professional.identifier)
    if known is not None:
        return known
    if situation is None or not _is_here(situation, rules):
        return None
    roles = find_roles(situation, None, rules)
    return Habilitation(roles=roles) if roles else None


def _is_here(situation: Situation, rules: HabilitationRules) -> bool:
    if ANY_STRUCTURE in rules.structures:
        return True
    return situation.structure is not None and situation.structure.identifier in rules.structures
