"""Which lines of a page the second reader sees again, and what is kept of two readings of one place.

What lives here: the choice of the lines and of the words, without an engine. What must not: pixels, the meaning of a
page (``domain``); the words that announce an identity are only known here as lines to be read twice first.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from liane.domain.intake.page import Box, Word

DOUBTED_ZONES_MAX = 8
KEY_ZONES_MAX = 6
"""Lines of an identity read again beside these."""
DOUBT_BELOW = 0.72
GUESS_BELOW, SURE_FROM = 0.4, 0.8
"""Confidences under which the first reader guesses, and from which the second is sure."""
DISPUTES_MAX = 6
"""Words of an identity on one page that are read once more."""
_SIGNS_MIN = 2
KEY_SURE_FROM = 0.98
"""Confidence of the second reader from which it is followed where the first doubts of an identity."""
ALONE_FROM = 0.95
"""Confidence of a word that the second reader alone saw."""
_IDENTITY = re.compile(
    r"\b(?:NOMS?|PRENOMS?|NAISS(?:ANCE)?|NEE?|DDN|SEXE|INS|PATIENTE?|MADAME|MONSIEUR|MME|MLLE|USAGE|EPOUSE)\b|\bN[EÉ]\(",
)
_DAY = re.compile(r"(?<![0-9/.\-])([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2}) ?[/.\-] ?((?:1[89]|20)[0-9]{2})(?![0-9/.\-])")


def find_doubtful(words: Sequence[Word]) -> list[Box]:
    """The lines of least confidence, those with numbers or capitals first, at most DOUBTED_ZONES_MAX.

    Before them, at most KEY_ZONES_MAX lines of an identity that hold a weak word, or a date that no calendar has.
    Rule: intake.md §7 (second reader on low-confidence zones and on key fields).
    """
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    keys: list[tuple[float, Box]] = []
    ranked: list[tuple[float, Box]] = []
    for line in lines.values():
        weak = [word for word in line if word.confidence < DOUBT_BELOW and len(word.text) >= 3]
        text = _fold(" ".join(word.text for word in line))
        if _has_false_day(text):
            keys.append((0.0, _around(line)))
        elif weak and _tells_identity(text):
            keys.append((min(word.confidence for word in weak), _around(line)))
        elif weak:
            is_key = any(any(sign.isdigit() for sign in word.text) or word.text.isupper() for word in weak)
            ranked.append((min(word.confidence for word in weak) - (0.5 if is_key else 0.0), _around(line)))
    keys.sort(key=lambda pair: pair[0])
    ranked = sorted([*keys[KEY_ZONES_MAX:], *ranked], key=lambda pair: pair[0])
    return [zone for _, zone in (*keys[:KEY_ZONES_MAX], *ranked[:DOUBTED_ZONES_MAX])]


def _fold(text: str) -> str:
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


def _around(line: Sequence[Word]) -> Box:
    box = line[0].box
    for word in line[1:]:
        box = box.union(word.box)
    pad = 0.35 * box.height
    return Box(x0=max(0, box.x0 - pad), y0=max(0, box.y0 - pad), x1=min(1, box.x1 + pad), y1=min(1, box.y1 + pad))


def prefer_sure(words: Sequence[Word], others: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """What is kept of two readings, and what the other reader says, to be compared.

    Where the first reader guessed and the second is sure, their readings change places; on the lines of an identity
    and in a day that no calendar has, also where the first doubts and the second is surer yet. A word that the second
    alone saw, sure and between words of the first, is kept.
    """
    kept, second = list(words), list(others)
    keys, false_days = _lines_of(words, _tells_identity), _lines_of(words, _has_false_day)
    for word in words:
        is_key = word.line in keys and word.confidence < DOUBT_BELOW
        is_false = word.line in false_days and word.text.strip("/.- ").isdigit()
        if word.confidence >= GUESS_BELOW and not (is_key or is_false):
            continue
        sure = SURE_FROM if word.confidence < GUESS_BELOW else KEY_SURE_FROM
        better = [one for one in second if _stands_on(one, word)]
        if word.confidence >= GUESS_BELOW and any(_is_wider(one, word, words) for one in better):
            continue
        if better and all(one.confidence >= sure and one not in kept for one in better):
            kept.remove(word)
            kept.extend(better)
            second = [one for one in second if one not in better] + [word]
    alone = [one for one in second if _is_alone(one, words)]
    return [*kept, *alone], [one for one in second if one not in alone]


def _lines_of(words: Sequence[Word], holds: Callable[[str], bool]) -> set[int]:
    """The lines whose text, folded, is such."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return {line for line, texts in lines.items() if holds(_fold(" ".join(texts)))}


def _tells_identity(text: str) -> bool:
    return _IDENTITY.search(text) is not None


def _stands_on(one: Word, word: Word) -> bool:
    """True for two words at one place."""
    return is_known(one, (word,)) or is_known(word, (one,))


def _is_wider(one: Word, word: Word, words: Sequence[Word]) -> bool:
    """True for a word that stands over others of the first reader too: « GRILLETIbrahima » over « Ibrahima »."""
    return any(other is not word and _stands_on(one, other) for other in words)


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
    keys = _lines_of(words, _tells_identity) if second else set()
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


def plain(text: str) -> str:
    """The letters and figures of a text, in capitals without accents: by these two readings are compared."""
    return "".join(sign for sign in _fold(text) if sign.isalnum())
