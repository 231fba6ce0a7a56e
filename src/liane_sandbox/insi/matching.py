"""Who the service finds: exact comparison, never a guess.

Rule: ins.md §11.2-4: name equal; one first name sent: equal to one of the list; several: the whole list equal (not
verified on the national service); sex and date equal; place equal when sent. §6.5 for the card.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from liane_sandbox.insi.population import InsuredPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTraits:
    """A search by traits as received. givens: one element each."""

    family: str
    givens: tuple[str, ...]
    sex: str
    birth_date: str
    birth_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCard:
    """A search by the data of a card as received. Empty: not sent."""

    matricule: str = ""
    holder: str = ""
    family: str = ""
    birth_date: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedVerification:
    """An INS and the traits to verify with it, as received."""

    matricule: str
    oid: str
    family: str
    givens: str
    sex: str
    birth_date: str
    birth_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the service answers. person: only with ``00``. sought: whom the question aimed at, for the log alone."""

    code: str
    person: InsuredPerson | None = None
    sought: InsuredPerson | None = None


def _has_givens(person: InsuredPerson, givens: tuple[str, ...]) -> bool:
    if len(givens) == 1 and " " not in givens[0]:
        return givens[0] in person.givens.split(" ")
    return " ".join(givens) == person.givens


def _decide(found: Sequence[InsuredPerson]) -> Outcome:
    if not found:
        return Outcome(code="01")
    if len(found) > 1:
        return Outcome(code="02", sought=found[0])
    person = found[0]
    return Outcome(code=person.code, person=person if person.code == "00" else None, sought=person)


def search_by_traits(population: Sequence[InsuredPerson], asked: AskedTraits) -> Outcome:
    """Search by traits."""
    return _decide(
        [
            person
            for person in population
            if person.family == asked.family
            and _has_givens(person, asked.givens)
            and person.sex == asked.sex
            and person.is_born(asked.birth_date)
            and asked.birth_place.upper() in ("", person.birth_place)
        ]
    )


def search_by_card(population: Sequence[InsuredPerson], asked: AskedCard) -> Outcome:
    """Search by the person's own number, else by the ouvrant droit, the date and the rank."""

    def is_found(person: InsuredPerson) -> bool:
        if asked.matricule:
            is_there = asked.matricule in person.matricules
        else:
            is_there = person.rank == asked.rank and asked.holder in (person.holder, *person.matricules)
        is_named = asked.family in ("", person.family)
        return is_there and is_named and (not asked.birth_date or person.is_born(asked.birth_date))

    return _decide([person for person in population if is_found(person)])


def verify(population: Sequence[InsuredPerson], asked: AskedVerification, oid_of: dict[str, str]) -> bool:
    """Verify one INS: the matricule in force, its OID and every trait equal. oid_of: OID answered for each kind."""
    return any(
        person.number.matricule == asked.matricule
        and oid_of[person.number.kind] == asked.oid
        and (person.family, person.givens, person.sex, person.birth_date, person.birth_place)
        == (asked.family, asked.givens, asked.sex, asked.birth_date, asked.birth_place)
        for person in population
    )
