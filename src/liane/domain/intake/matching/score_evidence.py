"""The traits that are compared, what their agreement weighs, and how it is told to a French reader."""

from collections.abc import Mapping
from enum import StrEnum
from math import log2
from types import MappingProxyType

from liane.domain.intake.matching.match import Agreement, TraitMatch
from liane.domain.intake.matching.score_names import NameLevel


class MatchTrait(StrEnum):
    """The traits of a match, as a French reader names them."""

    INS = "INS"
    BIRTH_FAMILY = "nom de naissance"
    USED_FAMILY = "nom utilisé"
    GIVEN = "prénom"
    BIRTH_DATE = "date de naissance"
    SEX = "sexe"
    BIRTH_PLACE = "lieu de naissance"
    IPP = "numéro local"
    EPISODE = "numéro de séjour"
    TWINS = "jumeaux"
    NAMESAKES = "homonymes"
    LEARNT = "appris ici"


CONVENTIONAL_DAYS = ("0101", "1231", "0000")
DATE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "same": log2(0.93 / 3.4e-5),
        "conventional": log2(0.93 / 6e-4),
        "inverted": log2(0.01 / 1.4e-5),
        "one digit": log2(0.02 / 1.5e-3),
        "incomplete": log2(0.7 / 1.3e-2),
        "elsewhere": 3.0,
        "absent": -3.5,
        "different": -11.0,
    }
)
INS_WEIGHTS: Mapping[Agreement, float] = MappingProxyType(
    {
        Agreement.AGREES: log2(0.98 / 1e-8),
        Agreement.CLOSE: 8.0,
        Agreement.DIFFERS: log2(0.0005),
    }
)
FAMILY_ODDS: Mapping[NameLevel, tuple[float, float]] = MappingProxyType(
    {
        NameLevel.SAME: (0.88, 1.0),
        NameLevel.PARTICLE: (0.05, 1.0),
        NameLevel.CONFUSED: (0.08, 1.5),
        NameLevel.SOUND: (0.03, 3.0),
        NameLevel.EDIT: (0.04, 4.0),
        NameLevel.PART: (0.03, 6.0),
        NameLevel.CROSSED: (0.05, 3.0),
        NameLevel.FAR: (0.02, 15.0),
    }
)
"""m, and how many times the share of the name u is."""
GIVEN_ODDS: Mapping[NameLevel, tuple[float, float]] = MappingProxyType(
    {
        NameLevel.SAME: (0.88, 1.0),
        NameLevel.PARTICLE: (0.05, 1.0),
        NameLevel.CONFUSED: (0.06, 1.5),
        NameLevel.SOUND: (0.03, 2.0),
        NameLevel.EDIT: (0.03, 3.0),
        NameLevel.PART: (0.04, 6.0),
        NameLevel.OTHER_GIVEN: (0.03, 8.0),
        NameLevel.FAR: (0.02, 10.0),
    }
)
FAMILY_DIFFERENT = log2(0.012 / 0.99)
GIVEN_DIFFERENT = log2(0.008 / 0.98)
NAME_ABSENT = -3.0
SHARE_MIN = 2e-5
"""No family name counts for rarer: families, where names are shared, are not random."""
_WORDS = {
    Agreement.AGREES: "identique",
    Agreement.CLOSE: "proche",
    Agreement.DIFFERS: "différent",
    Agreement.MISSING: "non trouvé",
}
_FEMININE = {Agreement.DIFFERS: "différente", Agreement.MISSING: "non trouvée"}


def tell(trait: MatchTrait, agreement: Agreement, weight: float, text: str = "", page: int = 0) -> TraitMatch:
    """One piece of evidence with its French sentence; no value in it. text: in place of the usual word."""
    usual = _FEMININE.get(agreement, _WORDS[agreement]) if trait is MatchTrait.BIRTH_DATE else _WORDS[agreement]
    where = f" (page {page})" if page else ""
    return TraitMatch(
        trait=trait.value, agreement=agreement, weight=weight, text=f"{trait.value} : {text or usual}{where}", page=page
    )


def weigh_level(odds: Mapping[NameLevel, tuple[float, float]], level: NameLevel, share: float, crowd: float) -> float:
    """Log-odds of a name that agrees at a level. share: how common it is; crowd: how many names it could have been."""
    m, times = odds[level]
    return log2(m / min(times * share * crowd, 0.5))
