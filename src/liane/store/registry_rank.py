"""How well a person answers a search: a score between 0 and 1, and in French what matched. Pure, no SQL.

Every word typed looks for its best match among the words of the person's names; what was asked and does not match
costs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from liane.domain.identity.birth_date import find_inverted, is_one_digit_apart
from liane.domain.identity.lexis import phonetic_key
from liane.store.registry_query import TypedDate, TypedName, TypedSearch

PREFIX_CHARS_MIN = 3
NEAR_CHARS_MIN = 4
FAR_CHARS_MIN = 7
CACHE_MAX = 100_000
SCORE_MIN = 0.45
NAME_SHARE = 0.5

_EXACT, _GLUED, _NEAR, _SOUND, _START, _FAR = 1.0, 0.98, 0.85, 0.82, 0.78, 0.6
_LABELS = {
    _EXACT: "exact",
    _GLUED: "écrit en un ou plusieurs mots",
    _NEAR: "à une lettre près",
    _SOUND: "de même prononciation",
    _START: "qui commence ainsi",
    _FAR: "à deux lettres près",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What the search keeps of one person, read for ranking. found_by: identifiers that matched, in French."""

    person_id: int
    sex: str
    birth_date: str
    families: str
    givens: str
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person with a score and what matched. order: what breaks ties."""

    person_id: int
    score: float
    why: tuple[str, ...]
    order: tuple[str, ...]


def choose(ranked: Iterable[Ranked], limit: int) -> list[Ranked]:
    """The best first; those that answer too badly are left out."""
    kept = [one for one in ranked if one.score >= SCORE_MIN]
    kept.sort(key=lambda one: (-round(one.score, 3), one.order, one.person_id))
    return kept[:limit]


def rank_one(search: TypedSearch, row: Row) -> Ranked:
    """How well one person answers; one that a number found answers well, whatever the names."""
    order = (row.families, row.givens, row.birth_date)
    names, name_reasons = _rank_names(search.names, row)
    date, date_reason = _rank_date(search.date, row.birth_date)
    reasons = (*row.found_by, *name_reasons, *((date_reason,) if date_reason else ()))
    if row.found_by:
        extra = [value for value, is_asked in ((names, search.names), (date, search.date)) if is_asked]
        score = 0.9 + 0.1 * (sum(extra) / len(extra) if extra else 1.0)
        return Ranked(row.person_id, score, reasons, order)
    if search.names and search.date:
        return Ranked(row.person_id, NAME_SHARE * names + (1 - NAME_SHARE) * date, reasons, order)
    return Ranked(row.person_id, names if search.names else date, reasons, order)


def _rank_names(names: Sequence[TypedName], row: Row) -> tuple[float, tuple[str, ...]]:
    if not names:
        return 0.0, ()
    birth, _, used = row.families.partition("|")
    first, every, called = [*row.givens.split("|"), "", ""][:3]
    fields = (
        ("n", "nom", birth),
        ("n", "nom utilisé", used),
        ("g", "prénom", first),
        ("g", "prénom utilisé", called),
        ("g", "autre prénom", every),
    )
    total, reasons = 0.0, []
    for name in names:
        best, label = _match_name(name, fields)
        total += best
        if label:
            reasons.append(label)
    return total / len(names), tuple(dict.fromkeys(reasons))


_PENALTIES = {"autre prénom": 0.06, "nom utilisé": 0.01, "prénom utilisé": 0.02, "nom": 0.0, "prénom": 0.0}
_CROSSED = 0.12


def _match_name(name: TypedName, fields: Sequence[tuple[str, str, str]]) -> tuple[float, str]:
    best, label = 0.0, ""
    for role, title, text in fields:
        weight = _match_field(name, text) if text else 0.0
        if not weight:
            continue
        crossed = bool(name.role) and name.role != role
        score = weight - _PENALTIES[title] - (_CROSSED if crossed else 0.0)
        if score > best + 1e-9:
            best, label = score, f"{title} {_LABELS[weight]}" + (", nom et prénom inversés" if crossed else "")
            if score == _EXACT:
                break
    return best, label


@lru_cache(maxsize=CACHE_MAX)
def _match_field(name: TypedName, text: str) -> float:
    """How much a word typed is one of a field, or with its neighbours the whole of it."""
    weight = max(compare_words(name.word, word) for word in text.split())
    if weight < _EXACT and (" " in text or name.glued):
        weight = max(weight, _compare_glued(name, text))
    return weight


def _compare_glued(name: TypedName, text: str) -> float:
    whole = text.replace(" ", "")
    forms = (name.word, *name.glued)
    if whole in forms or any(form in text.split() for form in name.glued):
        return _GLUED
    if any(_are_near(form, whole) for form in forms):
        return _NEAR
    sound = phonetic_key(whole)
    return _SOUND if sound and any(phonetic_key(form) == sound for form in forms) else 0.0


@lru_cache(maxsize=CACHE_MAX)
def compare_words(typed: str, kept: str) -> float:
    """How much a word typed is a word kept: 0 to 1. A short start, or one letter of four, is no match."""
    if typed == kept:
        return _EXACT
    if _are_near(typed, kept):
        return _NEAR
    if len(typed) >= PREFIX_CHARS_MIN and kept.startswith(typed):
        return _START
    if len(typed) >= PREFIX_CHARS_MIN:
        sound = phonetic_key(typed)
        if sound and sound == phonetic_key(kept):
            return _SOUND
    if min(len(typed), len(kept)) >= FAR_CHARS_MIN and len(set(typed) ^ set(kept)) <= 4:
        return _FAR if find_distance(typed, kept, 2) <= 2 else 0.0
    return 0.0


def _are_near(typed: str, kept: str) -> bool:
    return min(len(typed), len(kept)) >= NEAR_CHARS_MIN and is_one_edit(typed, kept)


def is_one_edit(left: str, right: str) -> bool:
    """Tell whether two words are the same but for one letter wrong, missing, in excess, or two exchanged."""
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    place = next((place for place, letter in enumerate(left) if letter != right[place]), len(left))
    if len(left) < len(right):
        return left[place:] == right[place + 1 :]
    if left[place + 1 :] == right[place + 1 :]:
        return True
    exchanged = right[place + 1 : place + 2] + right[place]
    return left[place : place + 2] == exchanged and left[place + 2 :] == right[place + 2 :]


def find_distance(left: str, right: str, distance_max: int) -> int:
    """How many letters are wrong, missing, in excess or exchanged with their neighbour; distance_max + 1 past it."""
    if abs(len(left) - len(right)) > distance_max:
        return distance_max + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        two_before, before, row = before, row, [place]
        for other, kept in enumerate(right, 1):
            cost = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != kept))
            if place > 1 and other > 1 and letter == right[other - 2] and left[place - 2] == kept:
                cost = min(cost, two_before[other - 2] + 1)
            row.append(cost)
        if min(row) > distance_max:
            return distance_max + 1
    return row[-1]


def _rank_date(date: TypedDate | None, kept: str) -> tuple[float, str]:
    if date is None or not kept:
        return 0.0, ""
    if kept in date.full:
        return 1.0, "date de naissance exacte"
    if any(find_inverted(full) == kept or (full[:4] + full[6:] + full[4:6]) == kept for full in date.full):
        return 0.9, "jour et mois inversés"
    if any(is_one_digit_apart(full, kept) for full in date.full):
        return 0.8, "date de naissance à un chiffre près"
    if not date.full and date.month:
        if any(kept.startswith(year + date.month) for year in date.years):
            return 1.0, "mois et année de naissance"
    elif kept[:4] in date.years:
        is_incomplete = not date.full or kept[4:] in ("0000", "0101", "1231")
        return (1.0 if not date.full else 0.7 if is_incomplete else 0.5), "année de naissance"
    if any(full[4:] == kept[4:] for full in date.full):
        return 0.5, "jour et mois de naissance"
    return 0.0, ""
