"""Which lines of a page the second reader sees again, and what is kept of two readings of one place.

What lives here: the choice of the lines and of the words, without an engine. What must not: pixels, the meaning of a
page (``domain``); the words that announce an identity are only known here as lines to be read twice first.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from liane.domain.intake.page import Box, Word

DOUBTED_ZONES_MAX = 8
KEY_ZONES_MAX = 6
"""Lines of an identity read again beside these."""
DOUBT_BELOW = 0.72
KEY_DOUBT_BELOW = 0.8
"""The same on the line of an identity: what is read right there is nearly always surer."""
GUESS_BELOW, SURE_FROM = 0.4, 0.8
"""Confidences under which the first reader guesses, and from which the second is sure."""
DISPUTES_MAX = 6
"""Words of an identity on one page that are read once more."""
KEY_PAD = 0.5
"""In heights of the line, what is read around the line of an identity: letters written by hand go beyond it."""
ODD_IS = 0.5
"""What the confidence of a word that holds a sign of no name and no date is worth: « {4 juin », « |2 mai »."""
_ODD = re.compile(r"[0-9A-Za-zÀ-ÿ][{}|\\£¢~^<>]|[{}|\\£¢~^<>][0-9A-Za-zÀ-ÿ]")
_SLOPE_MIN = 1.5
_SIGNS_MIN = 2
KEY_SURE_FROM = ((GUESS_BELOW, 0.61), (0.6, 0.9), (KEY_DOUBT_BELOW, 0.98))
"""On the lines of an identity: below a confidence of the first reader, that from which the second is followed. What the
first guesses there is next to never right.
"""
ALONE_FROM = 0.95
"""Confidence of a word that the second reader alone saw."""
_IDENTITY = re.compile(
    r"\b(?:NOMS?|PRENOMS?|NAISS(?:ANCE)?|NEE?|DDN|SEXE|INS|PATIENTE?|MADAME|MONSIEUR|MME|MLLE|USAGE|EPOUSE)\b|\bN[EÉ]\(",
)
_NUMBER = re.compile(r"[0-9/.\-]{6,}")
_DAY = re.compile(r"(?<![0-9/.\-])([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2}) ?[/.\-] ?((?:1[89]|20)[0-9]{2})(?![0-9/.\-])")


def find_doubtful(words: Sequence[Word]) -> list[Box]:
    """The doubtful parts of the lines of least confidence, those with numbers or capitals first, at most
    DOUBTED_ZONES_MAX.

    Before them, at most KEY_ZONES_MAX lines of an identity that hold a weak word, or a date that no calendar has.
    Rule: intake.md §7 (second reader on low-confidence zones and on key fields).
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    keys: list[tuple[float, Box]] = []
    ranked: list[tuple[float, Box]] = []
    for line in lines.values():
        text = fold(" ".join(word.text for word in line))
        is_identity = tells_identity(text)
        bound = KEY_DOUBT_BELOW if is_identity else DOUBT_BELOW
        weak = [word for word in line if word.confidence < bound and len(word.text) >= 3]
        weak += [word for word in line if is_identity and word not in weak and _sureness(word) < word.confidence]
        if _has_false_day(text):
            keys.append((0.0, _around(line, KEY_PAD)))
        elif weak and is_identity:
            keys.append((min(word.confidence for word in weak), _around(line, KEY_PAD)))
        elif weak:
            is_key = any(any(sign.isdigit() for sign in word.text) or word.text.isupper() for word in weak)
            ranked.append((min(word.confidence for word in weak) - (0.5 if is_key else 0.0), _around(weak)))
    keys.sort(key=lambda pair: pair[0])
    ranked = sorted([*keys[KEY_ZONES_MAX:], *ranked], key=lambda pair: pair[0])
    return [zone for _, zone in (*keys[:KEY_ZONES_MAX], *ranked[:DOUBTED_ZONES_MAX])]


def fold(text: str) -> str:
    """A text in capitals without accents."""
    plain = unicodedata.normalize("NFD", text.upper())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _has_false_day(text: str) -> bool:
    """True for a day that no calendar has: « 85/92/1993 »."""
    for match in _DAY.finditer(text):
        day, month, year = map(int, match.groups())
        try:
            date(year, month, day)
        except ValueError:
            return True
    return False


def _around(line: Sequence[Word], share: float = 0.35) -> Box:
    """The place of some words and a little more. share: of their height, on each side."""
    box = line[0].box
    for word in line[1:]:
        box = box.union(word.box)
    pad = share * box.height
    return Box(x0=max(0, box.x0 - pad), y0=max(0, box.y0 - pad), x1=min(1, box.x1 + pad), y1=min(1, box.y1 + pad))


def prefer_sure(words: Sequence[Word], others: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """What is kept of two readings, and what the other reader says, to be compared.

    Where the first reader guessed and the second is sure, their readings change places; on the lines of an identity
    and in a day that no calendar has, also where the first doubts and the second is surer yet. A word that the second
    alone saw, sure and between words of the first, is kept.
    """
    kept, second = list(words), list(others)
    keys, false_days = _lines_of(words, tells_identity), _lines_of(words, _has_false_day)
    for word in words:
        better = [one for one in second if _stands_on(one, word)]
        sureness = _sureness(word, better) if word.line in keys else word.confidence
        is_key = word.line in keys and sureness < KEY_DOUBT_BELOW
        is_false = word.line in false_days and word.text.strip("/.- ").isdigit()
        if word not in kept or (word.confidence >= GUESS_BELOW and not (is_key or is_false)):
            continue
        if word.confidence >= GUESS_BELOW and [one.text for one in better] == [word.text]:
            continue
        sure = _sure_from(sureness) if is_key or is_false else SURE_FROM
        parts = _parts_of_number(better, words)
        if word.confidence >= GUESS_BELOW and not parts and any(_is_wider(one, word, words) for one in better):
            continue
        if better and all(one.confidence >= sure and one not in kept for one in better):
            gone = [word, *(one for one in parts if one is not word and one in kept)]
            kept = [one for one in kept if one not in gone] + [_level(one, word) for one in better]
            second = [one for one in second if one not in better] + gone
    alone = [one for one in second if _is_alone(one, words)]
    return [*kept, *alone], [one for one in second if one not in alone]


def _lines_of(words: Sequence[Word], holds: Callable[[str], bool]) -> set[int]:
    """The lines whose text, folded, is such."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return {line for line, texts in lines.items() if holds(fold(" ".join(texts)))}


def tells_identity(text: str) -> bool:
    """True for the text of a line, or for a word, that announces an identity."""
    return _IDENTITY.search(fold(text)) is not None


def _stands_on(one: Word, word: Word) -> bool:
    """True for two words at one place."""
    return is_known(one, (word,)) or is_known(word, (one,))


def _is_wider(one: Word, word: Word, words: Sequence[Word]) -> bool:
    """True for a word that stands over others of the first reader too: « GRILLETIbrahima » over « Ibrahima »."""
    return any(other is not word and _stands_on(one, other) for other in words)


def _sureness(word: Word, others: Sequence[Word] = ()) -> float:
    """How sure a word on the line of an identity is: little where it holds a sign of no name and no date, or begins a
    day that the other reader saw whole.
    """
    is_cut = len(others) == 1 and _is_cut_day(word.text, others[0].text)
    return min(word.confidence, ODD_IS) if is_cut or _ODD.search(word.text) else word.confidence


def _is_cut_day(text: str, whole: str) -> bool:
    """True for « 03/0 » and « 03/04/1981 »."""
    return _DAY.fullmatch(whole) is not None and not _has_false_day(whole) and whole != text and whole.startswith(text)


def _level(one: Word, word: Word) -> Word:
    """A word in the place of another, on its line: the box of a line that slopes is higher than what it holds."""
    if one.box.height <= _SLOPE_MIN * word.box.height:
        return one
    return replace(one, box=replace(one.box, y0=word.box.y0, y1=word.box.y1))


def _sure_from(confidence: float) -> float:
    """The confidence that is asked of the second reader on the line of an identity. confidence: of the first."""
    return next((sure for below, sure in KEY_SURE_FROM if confidence < below), KEY_SURE_FROM[-1][1])


def _parts_of_number(better: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The words over which a number stands that the second reader saw in one: « 03/04/19 » and « 72 »; else none."""
    if len(better) != 1 or _NUMBER.fullmatch(better[0].text) is None:
        return []
    parts = [word for word in words if _stands_on(better[0], word)]
    length = sum(len(plain(word.text)) for word in parts)
    return parts if len(parts) > 1 and length == len(plain(better[0].text)) else []


def _is_alone(word: Word, words: Sequence[Word]) -> bool:
    """True for a sure word that stands between two words of the first reader, over none of them."""
    if word.confidence < ALONE_FROM or not any(sign.isalnum() for sign in word.text):
        return False
    middle = word.box.middle[1]
    level = [one for one in words if one.box.y0 <= middle <= one.box.y1]
    if any(one.box.x0 < word.box.x1 and one.box.x1 > word.box.x0 for one in level):
        return False
    return any(one.box.x1 <= word.box.x0 for one in level) and any(one.box.x0 >= word.box.x1 for one in level)


def is_known(word: Word, words: Sequence[Word]) -> bool:
    """True when a word was read at this place already: zones of close lines overlap."""
    x, y = word.box.middle
    return any(one.box.x0 <= x <= one.box.x1 and one.box.y0 <= y <= one.box.y1 for one in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A word of an identity that two readers give otherwise. others: of the second; zone: what to read once more."""

    word: Word
    others: tuple[Word, ...]
    zone: Box


def find_disputes(words: Sequence[Word], second: Sequence[Word]) -> list[Dispute]:
    """The words on the lines of an identity that the other reader gives otherwise, at most DISPUTES_MAX."""
    keys = _lines_of(words, tells_identity) if second else set()
    found: list[Dispute] = []
    for word in words:
        own = plain(word.text)
        if word.line not in keys or len(own) < _SIGNS_MIN:
            continue
        others = tuple(one for one in second if _stands_on(one, word))
        if any(_is_wider(one, word, words) for one in others):
            continue
        if others and own not in plain("".join(one.text for one in others)):
            found.append(Dispute(word=word, others=others, zone=_around((word, *others))))
    return found[:DISPUTES_MAX]


def is_insisted(dispute: Dispute, again: Sequence[Word]) -> bool:
    """True where the first reader only guessed and the other, asked again, is sure of what it saw before."""
    seen = plain("".join(one.text for one in again))
    return (
        bool(seen)
        and dispute.word.confidence < GUESS_BELOW
        and all(one.engine is not dispute.word.engine and one.confidence >= ALONE_FROM for one in again)
        and seen == plain("".join(one.text for one in dispute.others))
    )


def plain(text: str) -> str:
    """The letters and figures of a text, in capitals without accents: by these two readings are compared."""
    return "".join(sign for sign in fold(text) if sign.isalnum())
