"""Traits of two identities side by side: trait by trait, what is the same, what is written otherwise, what differs.

The differing characters are given, so that a screen may show them; what follows of it is said elsewhere.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from liane.domain.identity.birth_date import differs_only_by_incomplete, is_inverted
from liane.domain.identity.lexis import first_given_is_consistent, fold_name
from liane.domain.identity.patient import PatientTraits

UNKNOWN_PLACE = "99999"


class Trait(StrEnum):
    """The strict traits, as a French reader knows them. Rule: RNIV, traits stricts; ins.md §4.1."""

    BIRTH_FAMILY = "nom de naissance"
    BIRTH_GIVEN = "premier prénom de naissance"
    BIRTH_GIVENS = "prénom(s) de naissance"
    BIRTH_DATE = "date de naissance"
    SEX = "sexe"
    BIRTH_PLACE = "lieu de naissance"


class Verdict(StrEnum):
    """What the comparison of one trait gives."""

    SAME = "identique"
    EQUIVALENT = "équivalent"
    DIFFERS = "différent"
    MISSING = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitComparison:
    """One trait, both values. differences: spans (start, end) of ``theirs`` that are not in ``ours``.

    our_differences: spans of ``ours`` that are not in ``theirs``. note: French, why the verdict is not plain.
    """

    trait: Trait
    ours: str
    theirs: str
    verdict: Verdict
    differences: tuple[tuple[int, int], ...] = ()
    our_differences: tuple[tuple[int, int], ...] = ()
    note: str = ""

    def __repr__(self) -> str:
        return f"TraitComparison({self.trait.name}, {self.verdict.name})"


def compare_traits(ours: PatientTraits, theirs: PatientTraits) -> tuple[TraitComparison, ...]:
    """Compare the strict traits of two identities, in the order of a card.

    Names that differ by case, accents, hyphens, apostrophes and spaces are equivalent, and so is a list of prénoms
    that begins like the other. A date that differs by its unknown part only is different, with a note.
    Rule: INS/va1.38 (results compared trait by trait); ins.md §4.1, §4.2, §4.3.
    """
    values = [(trait, _value(ours, trait), _value(theirs, trait)) for trait in Trait]
    return tuple(_compare(trait, mine, yours) for trait, mine, yours in values)


def _value(traits: PatientTraits, trait: Trait) -> str:
    match trait:
        case Trait.BIRTH_FAMILY:
            return traits.birth_family
        case Trait.BIRTH_GIVEN:
            return traits.birth_given
        case Trait.BIRTH_GIVENS:
            return traits.birth_givens or traits.birth_given
        case Trait.BIRTH_DATE:
            return traits.birth_date
        case Trait.SEX:
            return traits.sex
        case Trait.BIRTH_PLACE:
            return traits.birth_place


def _compare(trait: Trait, ours: str, theirs: str) -> TraitComparison:
    verdict, note = _judge(trait, ours, theirs)
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    if ours != theirs and ours and theirs:
        spans = _find_spans(ours, theirs)
    return TraitComparison(
        trait=trait,
        ours=ours,
        theirs=theirs,
        verdict=verdict,
        differences=tuple(spans[1]),
        our_differences=tuple(spans[0]),
        note=note,
    )


def _find_spans(ours: str, theirs: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    mine: list[tuple[int, int]] = []
    yours: list[tuple[int, int]] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            if end > start:
                mine.append((start, end))
            if other_end > other_start:
                yours.append((other_start, other_end))
    return mine, yours


def _judge(trait: Trait, ours: str, theirs: str) -> tuple[Verdict, str]:
    if ours == theirs:
        return (Verdict.SAME, "") if ours else (Verdict.MISSING, "absent des deux côtés")
    if not ours or not theirs:
        return Verdict.MISSING, "absent d'un côté"
    match trait:
        case Trait.BIRTH_DATE:
            return Verdict.DIFFERS, _note_of_dates(ours, theirs)
        case Trait.SEX:
            unknown = ours not in ("M", "F") or theirs not in ("M", "F")
            return (Verdict.MISSING, "sexe indéterminé d'un côté") if unknown else (Verdict.DIFFERS, "")
        case Trait.BIRTH_PLACE:
            return _judge_places(ours, theirs)
        case _:
            return _judge_names(trait, ours, theirs)


def _judge_places(ours: str, theirs: str) -> tuple[Verdict, str]:
    if ours.upper() == theirs.upper():
        return Verdict.EQUIVALENT, "casse du code"
    if UNKNOWN_PLACE in (ours, theirs):
        return Verdict.MISSING, "lieu inconnu d'un côté"
    return Verdict.DIFFERS, ""


def _note_of_dates(ours: str, theirs: str) -> str:
    if differs_only_by_incomplete(ours, theirs):
        return "ne diffère que par la partie inconnue"
    return "jour et mois inversés" if is_inverted(ours, theirs) else ""


def _judge_names(trait: Trait, ours: str, theirs: str) -> tuple[Verdict, str]:
    mine, yours = fold_name(ours), fold_name(theirs)
    if mine == yours:
        return Verdict.EQUIVALENT, "casse, accents, traits d'union, apostrophes ou espaces"
    if mine.replace(" ", "") == yours.replace(" ", ""):
        return Verdict.EQUIVALENT, "espaces"
    if trait is not Trait.BIRTH_FAMILY and (
        first_given_is_consistent(mine, yours) or first_given_is_consistent(yours, mine)
    ):
        return Verdict.EQUIVALENT, "liste de prénoms plus longue d'un côté"
    return Verdict.DIFFERS, ""


def is_strictly_same(ours: PatientTraits, theirs: PatientTraits) -> bool:
    """Tell whether the strict traits are the same, byte for byte (premier prénom apart when one side has none)."""
    for comparison in compare_traits(ours, theirs):
        if comparison.trait is Trait.BIRTH_GIVEN and not (comparison.ours and comparison.theirs):
            continue
        if comparison.ours != comparison.theirs:
            return False
    return True


def is_coherent(ours: PatientTraits, theirs: PatientTraits) -> bool:
    """Tell whether nothing contradicts: every trait the same, equivalent, or absent on a side.

    Rule: RNIV; ins.md §5.1 (« traits coherent »).
    """
    return all(comparison.verdict is not Verdict.DIFFERS for comparison in compare_traits(ours, theirs))


def is_same_person(ours: PatientTraits, theirs: PatientTraits) -> bool:
    """Tell whether two sets of traits are those of one person, beside a number that both bear.

    Name and first prénom of birth, birth date and sex are there on both sides, and nothing contradicts.
    Rule: RNIV; ins.md §5.1. Never enough without the number.
    """
    compared = {comparison.trait: comparison for comparison in compare_traits(ours, theirs)}
    sure = (Trait.BIRTH_FAMILY, Trait.BIRTH_DATE, Trait.SEX)
    if any(one.verdict is Verdict.DIFFERS for one in compared.values()):
        return False
    given = compared[Trait.BIRTH_GIVEN], compared[Trait.BIRTH_GIVENS]
    return all(compared[trait].verdict is not Verdict.MISSING for trait in sure) and any(
        one.verdict is not Verdict.MISSING for one in given
    )
