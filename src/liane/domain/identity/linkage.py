"""Whether two identities are one person: weights of agreement by trait (Fellegi and Sunter), evidence, decision.

The weight of a level is log2(m / u): m, how often two identities of one person stand at this level; u, how often two
persons taken at random do. For a name that agrees, u is the share of that very name. Weights add up to the prior, and
the sum is the log2 of the odds. Orders of magnitude of m and u are those of the errors seen at a reception desk; the
thresholds are justified by the table of cases of ``tests/domain/identity/test_linkage.py``.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp2, log2

from liane.domain.identity import linkage_levels as levels
from liane.domain.identity.linkage_levels import Candidate, Level, prepare
from liane.domain.identity.name_rarity import DEFAULT_RARITY, NameRarity
from liane.domain.identity.person import Person

__all__ = [
    "CERTAIN_MIN",
    "DEFAULT_RARITY",
    "PRIOR",
    "REVIEW_MIN",
    "Candidate",
    "LinkedTrait",
    "Match",
    "NameRarity",
    "Overlay",
    "PairScore",
    "TraitEvidence",
    "detect_overlay",
    "prepare",
    "score_candidates",
    "score_pair",
    "weigh",
]

PRIOR = -22.0
"""log2 of the odds that two identities taken at random are one person: 500,000 of them, a few in a hundred double."""
REVIEW_MIN = 0.0
"""From here on (as likely as not), a person looks at the pair."""
CERTAIN_MIN = 12.5
"""From here on (six thousand to one), no strict trait differing, the pair is a sure double. A person still merges."""
TWINS_TOGETHER_MAX = 14.0
"""Family, date and place weigh no more than this together when the prénoms differ: twins share all three."""
TWINS_NEAR_MAX = 23.0
"""The same when one prénom is nearly the other (LENA, LINA): a slip of the hand, or twins; a person looks."""
SHARE_MIN = 2e-5
"""No family name counts for rarer than this: families, where father and son share names, are not random."""


class LinkedTrait(StrEnum):
    """The traits weighed."""

    INS = "INS"
    FAMILY = "nom de naissance"
    GIVEN = "prénom"
    DATE = "date de naissance"
    SEX = "sexe"
    PLACE = "lieu de naissance"
    TWINS = "jumeaux"


class Match(StrEnum):
    """What to make of a pair."""

    CERTAIN = "doublon certain"
    REVIEW = "à examiner"
    DISTINCT = "distincts"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitEvidence:
    """What one trait says. weight: in bits, added to the others. text_fr: for a person; never a value."""

    trait: LinkedTrait
    level: Level
    weight: float
    text_fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """How likely two identities are one person. weight: log2 of the odds; probability: 0 to 1."""

    weight: float
    probability: float
    match: Match
    evidence: tuple[TraitEvidence, ...]


_Levels = tuple[Level, Level, Level, Level, Level, Level]

# m and u of each level; for names, u is how many times the share of the name.
_FAMILY = {
    Level.SAME: (0.88, 1.0),
    Level.PARTICLE: (0.02, 1.0),
    Level.PHONETIC: (0.03, 3.0),
    Level.ONE_EDIT: (0.03, 4.0),
    Level.PART: (0.02, 4.0),
    Level.CROSSED: (0.03, 2.0),
    Level.SWAPPED: (0.004, 1.0),
}
_GIVEN = {
    Level.SAME: (0.88, 1.0),
    Level.PHONETIC: (0.03, 2.0),
    Level.ONE_EDIT: (0.03, 3.0),
    Level.REORDERED: (0.03, 6.0),
    Level.SHORTENED: (0.02, 8.0),
    Level.SWAPPED: (0.5, 1.0),
}
_NUMBER = {
    Level.SAME: log2(0.98 / 1e-8),
    Level.FORMER: log2(0.5 / 1e-8),
    Level.DIFFERENT: log2(0.0005 / 1.0),
}
_FAMILY_DIFFERENT = log2(0.012 / 0.99)
_GIVEN_DIFFERENT = log2(0.008 / 0.98)
_DATE = {
    Level.SAME: log2(0.93 / 3.4e-5),
    Level.INCOMPLETE: log2(0.7 / 1.3e-2),
    Level.INVERTED: log2(0.01 / 1.4e-5),
    Level.ONE_DIGIT: log2(0.02 / 1.5e-3),
    Level.DIFFERENT: log2(0.0025 / 0.99),
}
_SEX = {
    Level.SAME: log2(0.995 / 0.5),
    Level.DIFFERENT: log2(0.005 / 0.5),
}
_PLACE = {
    Level.SAME: log2(0.88 / 0.015),
    Level.NEAR: log2(0.06 / 0.04),
    Level.DIFFERENT: log2(0.06 / 0.95),
}
_CONVENTIONAL_DATE = log2(0.93 / 6e-4)
_CONVENTIONAL_DATE_ABROAD = log2(0.93 / 1e-2)
_CONVENTIONAL_DAYS = ("0101", "1231", "0000")
_ABROAD = log2(0.88 / 0.06)
_TRAITS = (
    LinkedTrait.INS,
    LinkedTrait.FAMILY,
    LinkedTrait.GIVEN,
    LinkedTrait.DATE,
    LinkedTrait.SEX,
    LinkedTrait.PLACE,
)


def score_pair(a: Person, b: Person, rarity: NameRarity = DEFAULT_RARITY) -> PairScore:
    """Score two persons. To compare one with many, ``prepare`` each once, then ``score_candidates`` or ``weigh``."""
    return score_candidates(prepare(a, rarity), prepare(b, rarity))


def score_candidates(a: Candidate, b: Candidate) -> PairScore:
    """Score two persons made ready, with the evidence of each trait."""
    found = _find_levels(a, b)
    weights = _weigh_levels(a, b, found)
    evidence = [
        TraitEvidence(trait=trait, level=level, weight=weight, text_fr=_tell(trait, level, weight))
        for trait, level, weight in zip(_TRAITS, found, weights, strict=False)
    ]
    together = weights[-1]
    if together:
        text = "même nom, même date, prénoms différents ou voisins : peut-être des jumeaux"
        evidence.append(TraitEvidence(trait=LinkedTrait.TWINS, level=Level.DIFFERENT, weight=together, text_fr=text))
    weight = PRIOR + sum(weights)
    return PairScore(
        weight=weight, probability=_to_probability(weight), match=_decide(weight, found), evidence=tuple(evidence)
    )


def weigh(a: Candidate, b: Candidate) -> tuple[float, Match]:
    """Weight and decision alone, without the texts: for detection over many pairs."""
    found = _find_levels(a, b)
    weight = PRIOR + sum(_weigh_levels(a, b, found))
    return weight, _decide(weight, found)


def _find_levels(a: Candidate, b: Candidate) -> _Levels:
    return (
        levels.compare_numbers(a, b),
        levels.compare_families(a, b),
        levels.compare_givens(a, b),
        levels.compare_dates(a, b),
        levels.compare_sexes(a, b),
        levels.compare_places(a, b),
    )


def _weigh_levels(a: Candidate, b: Candidate, found: _Levels) -> list[float]:
    """Weights in the order of the traits, then what siblings take away (0 when there is no such case)."""
    numbers, family, given, date, sex, place = found
    weights = [
        _NUMBER.get(numbers, 0.0),
        _FAMILY_DIFFERENT
        if family is Level.DIFFERENT
        else _weigh_name(_FAMILY.get(family), max(SHARE_MIN, min(a.family_share, b.family_share))),
        _GIVEN_DIFFERENT
        if given is Level.DIFFERENT
        else _weigh_name(_GIVEN.get(given), min(a.given_share, b.given_share)),
        _DATE.get(date, 0.0),
        _SEX.get(sex, 0.0),
        _PLACE.get(place, 0.0),
    ]
    is_abroad = a.place.startswith("99") or b.place.startswith("99")
    if date is Level.SAME and a.date[4:] in _CONVENTIONAL_DAYS:
        weights[3] = _CONVENTIONAL_DATE_ABROAD if is_abroad else _CONVENTIONAL_DATE
    if place is Level.SAME and is_abroad:
        weights[5] = _ABROAD
    weights.append(_weigh_twins(given, date, weights[1] + weights[3] + weights[5]))
    return weights


def _weigh_twins(given: Level, date: Level, together: float) -> float:
    """What family, date and place weigh too much, together, when the prénoms are those of twins. 0 or less."""
    if date is not Level.SAME:
        return 0.0
    if given is Level.DIFFERENT:
        return min(0.0, TWINS_TOGETHER_MAX - together)
    return min(0.0, TWINS_NEAR_MAX - together) if given in (Level.ONE_EDIT, Level.SHORTENED) else 0.0


def _weigh_name(odds: tuple[float, float] | None, share: float) -> float:
    """What a name that agrees weighs; 0 when it is absent."""
    return log2(odds[0] / min(odds[1] * share, 0.5)) if odds else 0.0


def _decide(weight: float, found: _Levels) -> Match:
    """Sure only when no strict trait differs; one INS on two identities is always looked at."""
    numbers = found[0]
    if weight >= CERTAIN_MIN and Level.DIFFERENT not in found:
        return Match.CERTAIN
    shares_number = numbers in (Level.SAME, Level.FORMER)
    return Match.REVIEW if weight >= REVIEW_MIN or shares_number else Match.DISTINCT


def _to_probability(weight: float) -> float:
    odds = exp2(max(-60.0, min(60.0, weight)))
    return odds / (1.0 + odds)


def _tell(trait: LinkedTrait, level: Level, weight: float) -> str:
    text = f"{trait.value} : {level.value}"
    if level is Level.SAME and trait in (LinkedTrait.FAMILY, LinkedTrait.GIVEN):
        rarity = "rare" if weight > _RARE_MIN else "courant" if weight < _COMMON_MAX else ""
        return f"{text} ({rarity})" if rarity else text
    return text


_RARE_MIN = 13.0
_COMMON_MAX = 8.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A change of traits that looks like another person written over the first. reasons: French, no value."""

    score: PairScore
    reasons: tuple[str, ...]


def detect_overlay(before: Person, after: Person, rarity: NameRarity = DEFAULT_RARITY) -> Overlay | None:
    """Suspect a collision: the identity, after a change, is perhaps no longer of the same person.

    Suspect: another prénom, another birth date (unless the former was uncertain), two other traits, another INS of
    the same kind. A family name alone (marriage, correction) is not.
    Rule: RNIV 1, collisions; the worklist of overlays.
    """
    ours, theirs = prepare(before, rarity), prepare(after, rarity)
    score = score_candidates(ours, theirs)
    differing = {one.trait: one.text_fr for one in score.evidence if one.level is Level.DIFFERENT}
    differing.pop(LinkedTrait.TWINS, None)
    if before.birth_date_uncertain:
        differing.pop(LinkedTrait.DATE, None)
    grave = {LinkedTrait.GIVEN, LinkedTrait.DATE, LinkedTrait.INS} & differing.keys()
    if not grave and len(differing.keys() - {LinkedTrait.PLACE}) < 2:
        return None
    return Overlay(score=score, reasons=tuple(differing.values()))
