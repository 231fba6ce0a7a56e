"""Names of a record against a document: the patient's name as extracted, and the names recognised on the pages.

A name counts whole when it was extracted as the patient's, less when it is only seen on a page, and nothing when it is
seen only as the name of a relative, a professional or an addressee.
Rule: intake.md §3 (roles), §4 (recognised rather than transcribed).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from liane.domain.identity.lexis import fold_name
from liane.domain.identity.name_rarity import NameRarity
from liane.domain.identity.patient import PatientTraits
from liane.domain.intake.fields import Candidate, FieldName, ReadDocument, Role
from liane.domain.intake.matching.match import Agreement, TraitMatch
from liane.domain.intake.matching.score_evidence import (
    FAMILY_DIFFERENT,
    FAMILY_ODDS,
    GIVEN_DIFFERENT,
    GIVEN_ODDS,
    NAME_ABSENT,
    SHARE_MIN,
    MatchTrait,
    tell,
    weigh_level,
)
from liane.domain.intake.matching.score_names import EXACT, NameLevel, compare_families, compare_givens, fold_known
from liane.domain.intake.matching.words import PageWords, Sighting

NEAR_TOKENS_MAX = 8
NEAR_HEIGHT_MAX = 0.06
BOTH_FAMILIES_BITS_MAX = 4.0
CROWD_NEAR, CROWD_FAR = 4.0, 12.0
"""How many names of persons a page shows around a name, and in all."""
_ELSEWHERE_LOSS = 10.0
_ORDER = {level: rank for rank, level in enumerate(NameLevel)}
_CROSSED_TEXTS = {
    MatchTrait.BIRTH_FAMILY: "lu comme nom utilisé",
    MatchTrait.USED_FAMILY: "lu comme nom de naissance",
}
_RARE_MAX, _COMMON_MIN = 3e-5, 5e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNames:
    """The patient's names as extracted, folded; empty when they were not. pages: where each was seen."""

    birth: str = ""
    used: str = ""
    givens: str = ""
    birth_page: int = 0
    used_page: int = 0
    given_page: int = 0

    @classmethod
    def of(cls, read: ReadDocument) -> "PrintedNames":
        """From the fields, else from the first mention of the patient."""
        mention = next((one for one in read.mentions if one.role is Role.PATIENT), None)
        birth = _choose(read, FieldName.BIRTH_NAME, mention.family if mention else None)
        used = _choose(read, FieldName.USED_NAME, mention.used_family if mention else None)
        given = _choose(read, FieldName.FIRST_NAMES, None) or _choose(read, FieldName.FIRST_NAME, None)
        given = given or (mention.given if mention else None)
        if used is not None and FieldName.BIRTH_NAME not in read.fields and FieldName.USED_NAME in read.fields:
            birth = None  # the mention repeats the used name
        return cls(
            birth=fold_name(birth.value) if birth else "",
            used=fold_name(used.value) if used else "",
            givens=fold_name(given.value) if given else "",
            birth_page=birth.page if birth else 0,
            used_page=used.page if used else 0,
            given_page=given.page if given else 0,
        )


def _choose(read: ReadDocument, name: FieldName, other: Candidate | None) -> Candidate | None:
    found = read.fields.get(name)
    return found.chosen if found else other


def weigh_names(
    traits: PatientTraits, printed: PrintedNames, words: PageWords, rarity: NameRarity
) -> tuple[TraitMatch, ...]:
    """Evidence of the birth name, the used name (when the record has another) and the first name.

    Rule: intake.md §4; §3 (used name and birth name told apart).
    """
    birth, used = fold_known(traits.birth_family), fold_known(traits.used_family)
    first = fold_known(traits.birth_given or traits.birth_givens.partition(" ")[0])
    listed = tuple(fold_known(f"{traits.birth_givens} {traits.used_given}").split())
    seen = _see(birth, used, first, fold_known(traits.used_given), words)
    as_birth, as_used = (printed.birth, printed.birth_page), (printed.used, printed.used_page)
    family = _weigh_family(MatchTrait.BIRTH_FAMILY, birth, as_birth, as_used, seen.birth, rarity)
    found = [family]
    if used and used != birth:
        other = _weigh_family(MatchTrait.USED_FAMILY, used, as_used, as_birth, seen.used, rarity)
        found = _join_families(family, other)
    share = rarity.given_share(first)
    found.append(_weigh_given(first, listed, printed, seen.given, share))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One name recognised. crowd: 0 when it is not there for the patient. is_other: only as somebody else's."""

    sighting: Sighting | None = None
    crowd: float = 0.0
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class _SeenNames:
    birth: _Seen
    used: _Seen
    given: _Seen


def _see(birth: str, used: str, first: str, used_given: str, words: PageWords) -> _SeenNames:
    givens = [*words.find(first), *(words.find(used_given) if used_given and used_given != first else ())]
    births, useds = words.find(birth), words.find(used) if used else ()
    best_birth = _pair(births, givens, words)
    best_used = _pair(useds, givens, words)
    leader = best_birth if best_birth[0].crowd or not best_used[0].crowd else best_used
    return _SeenNames(birth=best_birth[0], used=best_used[0], given=leader[1])


def _pair(families: Sequence[Sighting], givens: Sequence[Sighting], words: PageWords) -> tuple[_Seen, _Seen]:
    """The family name and the first name that stand best together on the pages."""
    mine = [one for one in families if not one.is_other_person]
    ours = [one for one in givens if not one.is_other_person]
    pairs = [
        (_ORDER[one.level] + _ORDER[other.level], one, other)
        for one in mine
        for other in ours
        if _are_near(one, other, words)
    ]
    if pairs:
        _, family, given = min(pairs, key=lambda one: one[0])
        is_patient = Role.PATIENT in (family.role, given.role)
        crowd = 1.0 if is_patient else CROWD_NEAR
        return _Seen(family, crowd), _Seen(given, crowd)
    return _alone(mine, families), _alone(ours, givens)


def _alone(mine: Sequence[Sighting], everyone: Sequence[Sighting]) -> _Seen:
    sure = [one for one in mine if one.role is Role.PATIENT or one.level in EXACT]
    if sure:
        best = min(sure, key=lambda one: (one.role is not Role.PATIENT, _ORDER[one.level]))
        return _Seen(best, 2.0 if best.role is Role.PATIENT else CROWD_FAR)
    return _Seen(None, 0.0, bool(everyone) and not mine)


def _are_near(one: Sighting, other: Sighting, words: PageWords) -> bool:
    if one.page != other.page or (one.start < other.end and other.start < one.end):
        return False
    mine, yours = words.tokens[one.start], words.tokens[other.start]
    if mine.line == yours.line and min(abs(other.start - one.end), abs(one.start - other.end)) <= NEAR_TOKENS_MAX:
        return True
    return abs(mine.box.y0 - yours.box.y0) <= NEAR_HEIGHT_MAX and abs(mine.box.x0 - yours.box.x0) <= 0.35


_Printed = tuple[str, int]
"""A folded name and its page."""


def _weigh_family(
    trait: MatchTrait, held: str, printed: _Printed, crossed: _Printed, seen: _Seen, rarity: NameRarity
) -> TraitMatch:
    """One family name of a record. printed: the name given as such; crossed: the one given as the other kind."""
    if not held:
        return tell(trait, Agreement.MISSING, 0.0, "absent du dossier")
    share = max(SHARE_MIN, rarity.family_share(held))
    level = compare_families(printed[0], held)
    if level not in (NameLevel.MISSING, NameLevel.DIFFERENT):
        return _tell_level(trait, level, weigh_level(FAMILY_ODDS, level, share, 1.0), share, printed[1])
    if compare_families(crossed[0], held) in EXACT:
        weight = weigh_level(FAMILY_ODDS, NameLevel.CROSSED, share, 1.0)
        return tell(trait, Agreement.CLOSE, weight, _CROSSED_TEXTS[trait], crossed[1])
    if seen.sighting is not None and level is NameLevel.MISSING:
        weight = weigh_level(FAMILY_ODDS, seen.sighting.level, share, seen.crowd)
        return _tell_level(trait, seen.sighting.level, weight, share, seen.sighting.page)
    if seen.sighting is not None:
        weight = weigh_level(FAMILY_ODDS, seen.sighting.level, share, seen.crowd) - _ELSEWHERE_LOSS
        if weight > 0:
            text = "présent, mais un autre est lu comme celui du patient"
            return tell(trait, Agreement.CLOSE, weight, text, seen.sighting.page)
    if level is NameLevel.DIFFERENT:
        return tell(trait, Agreement.DIFFERS, FAMILY_DIFFERENT, page=printed[1])
    return _tell_absent(trait, seen)


def _tell_absent(trait: MatchTrait, seen: _Seen) -> TraitMatch:
    text = "lu seulement comme celui d'une autre personne" if seen.is_other else ""
    return tell(trait, Agreement.MISSING, NAME_ABSENT, text)


def _tell_level(trait: MatchTrait, level: NameLevel, weight: float, share: float, page: int) -> TraitMatch:
    if level in EXACT:
        rare = " (nom rare)" if share <= _RARE_MAX else " (nom courant)" if share >= _COMMON_MIN else ""
        return tell(trait, Agreement.AGREES, weight, level.value + rare, page)
    return tell(trait, Agreement.CLOSE, weight, level.value, page)


def _join_families(birth: TraitMatch, used: TraitMatch) -> list[TraitMatch]:
    """Both names of a record: the second that agrees adds little, an absent or other used name takes nothing away."""
    if used.weight <= 0:
        return [birth, tell(MatchTrait.USED_FAMILY, used.agreement, 0.0, _reason(used), used.page)]
    if birth.weight > 0:
        weight = min(used.weight, BOTH_FAMILIES_BITS_MAX)
        return [birth, tell(MatchTrait.USED_FAMILY, used.agreement, weight, _reason(used), used.page)]
    return [birth, used]


def _reason(match: TraitMatch) -> str:
    return match.text.partition(" : ")[2].partition(" (page")[0]


def _weigh_given(first: str, listed: tuple[str, ...], printed: PrintedNames, seen: _Seen, share: float) -> TraitMatch:
    trait = MatchTrait.GIVEN
    if not first:
        return tell(trait, Agreement.MISSING, 0.0, "absent du dossier")
    level = compare_givens(printed.givens, first, listed)
    if level not in (NameLevel.MISSING, NameLevel.DIFFERENT):
        return _tell_level(trait, level, weigh_level(GIVEN_ODDS, level, share, 1.0), 1e-4, printed.given_page)
    if level is NameLevel.DIFFERENT:
        return tell(trait, Agreement.DIFFERS, GIVEN_DIFFERENT, page=printed.given_page)
    if seen.sighting is not None:
        weight = weigh_level(GIVEN_ODDS, seen.sighting.level, share, seen.crowd)
        return _tell_level(trait, seen.sighting.level, weight, 1e-4, seen.sighting.page)
    return _tell_absent(trait, seen)
