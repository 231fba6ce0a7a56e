"""How far two identities agree, trait by trait, as levels; what a level is worth is said in ``linkage``.

A ``Candidate`` is a person made ready once (folded names, phonetic keys, shares), then compared with many others.
"""

from dataclasses import dataclass
from enum import Enum

from liane.domain.identity.birth_date import differs_only_by_incomplete, is_inverted, is_one_digit_apart
from liane.domain.identity.comparison import UNKNOWN_PLACE
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.lexis import fold_name, significant_words
from liane.domain.identity.name_rarity import NameRarity
from liane.domain.identity.person import Person
from liane.domain.identity.phonetics import phonetic_key

EDIT_LENGTH_MIN = 4
SOUND_LENGTH_MIN = 3


class Level(Enum):
    """How far one trait agrees. Hashed by identity: a level is looked up several times for each pair."""

    __hash__ = object.__hash__

    SAME = "identique"
    PARTICLE = "même nom, particule à part"
    PHONETIC = "même prononciation"
    ONE_EDIT = "à une lettre près"
    PART = "une partie du nom composé, ou un autre ordre"
    CROSSED = "nom utilisé de l'un, nom de naissance de l'autre"
    SWAPPED = "nom et prénom intervertis"
    REORDERED = "autre prénom de la liste, ou prénom utilisé"
    SHORTENED = "prénom abrégé"
    INCOMPLETE = "ne diffère que par la partie inconnue"
    INVERTED = "jour et mois inversés"
    ONE_DIGIT = "à un chiffre près"
    FORMER = "INS de l'un dans l'historique de l'autre"
    NEAR = "même département ou même pays"
    DIFFERENT = "différent"
    MISSING = "absent d'un côté"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person made ready for comparison. Names are folded; ``…_tight`` without spaces; shares: chance of agreement."""

    family: str
    family_tight: str
    family_words: tuple[str, ...]
    family_sound: str
    family_share: float
    used_family: str
    given: str
    givens: tuple[str, ...]
    used_given: str
    given_sound: str
    given_share: float
    date: str
    is_date_uncertain: bool
    sex: str
    place: str
    matricule: str
    is_waiting_number: bool
    former: frozenset[str]

    def __repr__(self) -> str:
        return "Candidate(…)"


def prepare(person: Person, rarity: NameRarity) -> Candidate:
    """Make a person ready for comparison with many others."""
    traits = person.traits
    family = fold_name(traits.birth_family)
    given = fold_name(traits.birth_given or traits.birth_givens.partition(" ")[0])
    listed = [*given.split(), *fold_name(traits.birth_givens).split()]
    ins = person.ins.ins if person.ins else None
    return Candidate(
        family=family,
        family_tight=family.replace(" ", ""),
        family_words=significant_words(family),
        family_sound=phonetic_key(family),
        family_share=rarity.family_share(family),
        used_family=fold_name(traits.used_family),
        given=given,
        givens=tuple(dict.fromkeys(listed)),
        used_given=fold_name(traits.used_given),
        given_sound=phonetic_key(given),
        given_share=rarity.given_share(given),
        date=traits.birth_date,
        is_date_uncertain=person.birth_date_uncertain,
        sex=traits.sex if traits.sex in ("M", "F") else "",
        place="" if traits.birth_place == UNKNOWN_PLACE else traits.birth_place.upper(),
        matricule=ins.matricule.upper() if ins else "",
        is_waiting_number=ins is not None and ins.authority is INSAuthority.NIA,
        former=frozenset(one.ins.matricule.upper() for one in person.former_ins),
    )


def is_one_edit_apart(a: str, b: str) -> bool:
    """Tell whether two words differ by one letter put in, left out, changed, or two neighbours exchanged."""
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    if longer == shorter or len(longer) - len(shorter) > 1:
        return False
    place = 0
    while place < len(shorter) and longer[place] == shorter[place]:
        place += 1
    if len(longer) > len(shorter):
        return longer[place + 1 :] == shorter[place:]
    if longer[place + 1 :] == shorter[place + 1 :]:
        return True
    exchanged = longer[place : place + 2] == shorter[place : place + 2][::-1]
    return exchanged and longer[place + 2 :] == shorter[place + 2 :]


def compare_families(a: Candidate, b: Candidate) -> Level:
    """Level of the birth family name."""
    if not a.family or not b.family:
        return Level.MISSING
    if a.family_tight == b.family_tight:
        return Level.SAME
    if a.family_words == b.family_words:
        return Level.PARTICLE
    if a.family_sound == b.family_sound and len(a.family_sound) >= SOUND_LENGTH_MIN:
        return Level.PHONETIC
    if len(a.family_tight) >= EDIT_LENGTH_MIN and is_one_edit_apart(a.family_tight, b.family_tight):
        return Level.ONE_EDIT
    if a.family == b.used_family or b.family == a.used_family:
        return Level.CROSSED
    if a.family == b.given and b.family == a.given:
        return Level.SWAPPED
    mine, yours = set(a.family_words), set(b.family_words)
    if mine <= yours or yours <= mine:
        return Level.PART
    return Level.DIFFERENT


def compare_givens(a: Candidate, b: Candidate) -> Level:
    """Level of the prénoms: the first one first, then the lists and the names used."""
    mine, yours = a.given, b.given
    if not mine or not yours:
        return Level.MISSING
    if mine == yours:
        return Level.SAME
    if mine.startswith(yours) or yours.startswith(mine):
        return _compare_beginnings(a, b)
    if a.given_sound == b.given_sound and len(a.given_sound) >= SOUND_LENGTH_MIN:
        return Level.PHONETIC
    if max(len(mine), len(yours)) >= EDIT_LENGTH_MIN and is_one_edit_apart(mine, yours):
        return Level.ONE_EDIT
    if mine == b.family and yours == a.family:
        return Level.SWAPPED
    if (
        mine in b.givens
        or yours in a.givens
        or mine == b.used_given
        or yours == a.used_given
        or set(mine.split()) == set(yours.split())
    ):
        return Level.REORDERED
    return Level.DIFFERENT


def _compare_beginnings(a: Candidate, b: Candidate) -> Level:
    """One first prénom begins the other: the same when it is a whole word of a list (« ANNE », « ANNE MARIE »)."""
    longer, shorter = (a, b) if len(a.given) > len(b.given) else (b, a)
    if not longer.given.startswith(f"{shorter.given} "):
        return Level.ONE_EDIT if is_one_edit_apart(a.given, b.given) and len(shorter.given) > 2 else Level.SHORTENED
    count = len(longer.given.split())
    says_more = len(shorter.givens) > 1 and shorter.givens[:count] != tuple(longer.given.split())
    return Level.SHORTENED if says_more else Level.SAME


def compare_dates(a: Candidate, b: Candidate) -> Level:
    """Level of the birth date."""
    mine, yours = a.date, b.date
    if not mine or not yours:
        return Level.MISSING
    if mine == yours:
        return Level.SAME
    if differs_only_by_incomplete(mine, yours):
        return Level.INCOMPLETE
    if (a.is_date_uncertain or b.is_date_uncertain) and mine[:4] == yours[:4]:
        return Level.INCOMPLETE
    if is_inverted(mine, yours):
        return Level.INVERTED
    return Level.ONE_DIGIT if is_one_digit_apart(mine, yours) else Level.DIFFERENT


def compare_sexes(a: Candidate, b: Candidate) -> Level:
    """Level of the sex."""
    if not a.sex or not b.sex:
        return Level.MISSING
    return Level.SAME if a.sex == b.sex else Level.DIFFERENT


def compare_places(a: Candidate, b: Candidate) -> Level:
    """Level of the birth place; 99999 (unknown) is absent."""
    if not a.place or not b.place:
        return Level.MISSING
    if a.place == b.place:
        return Level.SAME
    return Level.NEAR if a.place[:2] == b.place[:2] else Level.DIFFERENT


def compare_numbers(a: Candidate, b: Candidate) -> Level:
    """Level of the INS: a waiting number (NIA) and a NIR may be the same person's, their difference says nothing."""
    if a.matricule and a.matricule == b.matricule:
        return Level.SAME
    if a.matricule in b.former or b.matricule in a.former or a.former & b.former:
        return Level.FORMER
    if not a.matricule or not b.matricule or a.is_waiting_number != b.is_waiting_number:
        return Level.MISSING
    return Level.DIFFERENT
