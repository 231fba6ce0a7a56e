"""How far a printed name is from a known one, for a page that an optical reader may have blurred.

What lives here: distances between folded names (confusions of optical readers cost little), similarity by beginnings,
and the level of agreement that follows. What must not: where a name stands on a page, and what its agreement weighs.
"""

from enum import Enum
from functools import lru_cache

from liane.domain.identity.lexis import fold_name, significant_words
from liane.domain.identity.linkage_levels import EDIT_LENGTH_MIN, SOUND_LENGTH_MIN, is_one_edit_apart
from liane.domain.identity.phonetics import phonetic_key

NAME_CHARS_MAX = 60
"""Longer names are compared on their beginning."""
CACHE_MAX = 65_536
CONFUSED = 0.3
"""Cost of a letter taken for another of the same shape."""
CONFUSED_PAIR = 0.4
"""Cost of two letters taken for one (RN for M)."""
FAR_SHARE = 0.25
FAR_LENGTH_MIN = 6
FAR_SIMILARITY_MIN = 0.88
_SHAPES = ("O0QDCG", "I1LJT", "S5", "B8", "Z2", "G6", "EF", "UV", "NMH", "AR4", "CE", "KX", "VY", "PFR", "HK", "B3")
_LOOKALIKE = frozenset((one, other) for shape in _SHAPES for one in shape for other in shape if one != other)
_TWO_AS_ONE = (("M", "RN IN NI"), ("D", "CL"), ("W", "VV"), ("U", "LI II"), ("N", "TI RI"))
_PAIRS = frozenset((pair, one) for one, pairs in _TWO_AS_ONE for pair in pairs.split())


class NameLevel(Enum):
    """How a printed name compares with a known one, from the best to the worst."""

    SAME = "identique"
    PARTICLE = "même nom, particule à part"
    CONFUSED = "mêmes lettres, à la lecture optique près"
    SOUND = "même prononciation"
    EDIT = "à une lettre près"
    PART = "une partie du nom seulement"
    FAR = "ressemblant"
    OTHER_GIVEN = "autre prénom de la liste"
    CROSSED = "nom utilisé de l'un, nom de naissance de l'autre"
    DIFFERENT = "différent"
    MISSING = "absent"


EXACT = frozenset({NameLevel.SAME, NameLevel.PARTICLE})
"""Levels at which two names are the same name."""


@lru_cache(maxsize=CACHE_MAX)
def fold_known(name: str) -> str:
    """Fold a name of the index; the same ones come again and again."""
    return fold_name(name)


@lru_cache(maxsize=CACHE_MAX)
def ocr_distance(printed: str, known: str) -> float:
    """Edit distance between two folded words where a confusion of shapes costs ``CONFUSED`` and any other edit 1."""
    printed, known = printed[:NAME_CHARS_MAX], known[:NAME_CHARS_MAX]
    if printed == known:
        return 0.0
    width = len(known) + 1
    rows = [[float(place) for place in range(width)]]
    for i, letter in enumerate(printed, start=1):
        above = rows[-1]
        row = [float(i)]
        for j, other in enumerate(known, start=1):
            change = 0.0 if letter == other else CONFUSED if (letter, other) in _LOOKALIKE else 1.0
            row.append(min(above[j] + 1.0, row[j - 1] + 1.0, above[j - 1] + change))
            if i > 1 or j > 1:
                row[j] = min(row[j], _pair_cost(printed, known, (i, j), rows))
        rows.append(row)
        if len(rows) > 3:
            rows.pop(0)
    return rows[-1][-1]


def _pair_cost(printed: str, known: str, place: tuple[int, int], rows: list[list[float]]) -> float:
    """Cost of ending at a place by two letters read for one, one for two, or two exchanged. rows: those above."""
    i, j = place
    best = float("inf")
    if i > 1 and (printed[i - 2 : i], known[j - 1]) in _PAIRS:
        best = rows[-2][j - 1] + CONFUSED_PAIR
    if j > 1 and (known[j - 2 : j], printed[i - 1]) in _PAIRS:
        best = min(best, rows[-1][j - 2] + CONFUSED_PAIR)
    if i > 1 and j > 1 and printed[i - 1] == known[j - 2] and printed[i - 2] == known[j - 1]:
        best = min(best, rows[-2][j - 2] + 1.0)
    return best


def jaro_winkler(a: str, b: str) -> float:
    """Similarity of Jaro and Winkler, 0 to 1: common letters close to each other, a common beginning counts more."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    reach = max(len(a), len(b)) // 2 - 1
    taken = [False] * len(b)
    matched: list[str] = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                matched.append(letter)
                break
    if not matched:
        return 0.0
    theirs = [letter for letter, is_taken in zip(b, taken, strict=True) if is_taken]
    moved = sum(one != other for one, other in zip(matched, theirs, strict=True)) / 2
    count = len(matched)
    jaro = (count / len(a) + count / len(b) + (count - moved) / count) / 3
    begun = 0
    while begun < min(4, len(a), len(b)) and a[begun] == b[begun]:
        begun += 1
    return jaro + begun * 0.1 * (1 - jaro)


def compare_tight(printed: str, known: str) -> NameLevel:
    """Level of two folded names without their spaces; ``MISSING`` when one is empty.

    Rule: intake.md §4 (edit distance weighted by OCR confusions, Jaro-Winkler, French phonetics).
    """
    if not printed or not known:
        return NameLevel.MISSING
    if printed == known:
        return NameLevel.SAME
    longest = max(len(printed), len(known))
    if abs(len(printed) - len(known)) > max(2, longest // 4):
        return NameLevel.DIFFERENT
    distance = ocr_distance(printed, known)
    if distance <= CONFUSED_PAIR and longest > 2:
        return NameLevel.CONFUSED
    if _sounds_same(printed, known):
        return NameLevel.SOUND
    if longest >= EDIT_LENGTH_MIN and (distance <= 1.0 or is_one_edit_apart(printed, known)):
        return NameLevel.EDIT
    is_far = longest >= FAR_LENGTH_MIN and distance <= FAR_SHARE * longest
    return NameLevel.FAR if is_far and jaro_winkler(printed, known) >= FAR_SIMILARITY_MIN else NameLevel.DIFFERENT


def _sounds_same(printed: str, known: str) -> bool:
    if not printed.isalpha():
        return False
    sound = phonetic_key(printed)
    return len(sound) >= SOUND_LENGTH_MIN and sound == phonetic_key(known)


@lru_cache(maxsize=CACHE_MAX)
def compare_families(printed: str, known: str) -> NameLevel:
    """Level of two folded family names: whole, without their particles, then word by word of a compound name."""
    level = compare_tight(printed.replace(" ", ""), known.replace(" ", ""))
    if level in (NameLevel.SAME, NameLevel.MISSING):
        return level
    mine, yours = significant_words(printed), significant_words(known)
    if mine == yours:
        return NameLevel.PARTICLE
    if level is NameLevel.DIFFERENT and (set(mine) <= set(yours) or set(yours) <= set(mine)):
        return NameLevel.PART
    return level


@lru_cache(maxsize=CACHE_MAX)
def compare_givens(printed: str, first: str, listed: tuple[str, ...]) -> NameLevel:
    """Level of a printed list of prénoms against the first one of a record and its others, all folded.

    printed: one prénom or several, in any order. first: one word or a compound. listed: every prénom that the record
    gives, used one too. Rule: intake.md §4 (first names in any order).
    """
    if not printed or not first:
        return NameLevel.MISSING
    tight = printed.replace(" ", "")
    level = compare_tight(tight, first.replace(" ", ""))
    if level is NameLevel.SAME:
        return level
    words, known = printed.split(), first.split()
    whole = "".join(dict.fromkeys([*known, *listed])) if known and listed else ""
    if tight == whole or (words[: len(known)] == known and set(words) <= {*known, *listed}):
        return NameLevel.SAME
    if set(known) <= set(words) <= {*known, *listed}:
        return NameLevel.SAME
    if level is not NameLevel.DIFFERENT:
        return level
    if words[: len(known)] == known or known[: len(words)] == words:
        return NameLevel.PART
    best = compare_tight(words[0], known[0])
    if len(words) > 1 and best in (NameLevel.SAME, NameLevel.CONFUSED, NameLevel.SOUND, NameLevel.EDIT):
        return NameLevel.PART if best is NameLevel.SAME else best
    if set(words) & set(listed) or tight in listed:
        return NameLevel.OTHER_GIVEN
    return NameLevel.PART if len(tight) == 1 and first.startswith(tight) else NameLevel.DIFFERENT
