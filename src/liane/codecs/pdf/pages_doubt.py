"""Which lines of a page the second reader sees again, and what is kept of two readings of one place.

What lives here: the choice of the lines and of the words, without an engine. What must not: pixels, the meaning of a
page (``domain``); the words that announce an identity are only known here as lines to be read twice first.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

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
DAY_SURE_FROM, _DAY_GUESSED_FROM = 0.65, 0.5
"""The same of the second where the first saw no day and the second sees one that a calendar has; where the first only
guesses, too. What the first saw stays to compare: nothing is surer for it.
"""
ALONE_FROM = 0.95
"""Confidence of a word that the second reader alone saw."""
_IDENTITY = re.compile(
    r"\b(?:NOMS?|PRENOMS?|NEE?|DDN|SEXE|INS|PATIENTE?|MADAME|MONSIEUR|MME|MLLE|USAGE|EPOUSE|IDENTITE)\b|\bN[EÉ]\("
    r"|\bNE[({\[LI1|]?E[)}\]]|\bNEE?LE\b|(?<!CON)NAISS|\bNOM(?:DE|D.USAGE|USUEL|UTILIS|PATRONYM)",
)
"""The last line: the same run together or spoilt, « Néle) », « Datenaiss. », « Nomd'usage »."""
LABELS_MIN = 2
UNDER_MAX = 2.5
"""Labels in a row that make the head of a table; in heights of such a head, how far under it what it tells stands."""
_WORDS_OF_LABEL = 3
_NUMBER = re.compile(r"[0-9/.\-]{6,}")
_DAY = re.compile(r"(?<![0-9/.\-])([0-9]{1,2}) ?[/.\-] ?([0-9]{1,2}) ?[/.\-] ?((?:1[89]|20)[0-9]{2})(?![0-9/.\-])")
_MONTHS = "JANVIER|FEVRIER|MARS|AVRIL|MAI|JUIN|JUILLET|AOUT|SEPTEMBRE|OCTOBRE|NOVEMBRE|DECEMBRE"
_NAMED_DAY = re.compile(rf"\b([0-9]{{1,2}})(?:ER)? ?({_MONTHS}) ?([0-9]{{4}})\b")
_FIGURES = re.compile("[0-9]{2}")
_YEARS = (1850, 2100)
_INS = re.compile(r"\b(?:INS|NIR|MATRICULE|SECURITE SOCIALE|SECU|NSS)\b[^0-9]*([0-9][0-9 ./|:\-]{11,30})")
_INS_LABEL = re.compile(r"\b(?:INS|NIR|MATRICULE|SOCIALE|SECU|NSS)\b")
_INS_SIGNS, _KEY_OF = 15, 97


def find_doubtful(words: Sequence[Word]) -> list[Box]:
    """The doubtful parts of the lines of least confidence, those with numbers or capitals first, at most
    DOUBTED_ZONES_MAX.

    Before them, at most KEY_ZONES_MAX lines of an identity that hold a weak word, or a date that no calendar has.
    Rule: intake.md §7 (second reader on low-confidence zones and on key fields).
    """
    lines = _group(words)
    told = _identity_lines(words)
    keys: list[tuple[float, Box]] = []
    ranked: list[tuple[float, Box]] = []
    for number, line in lines.items():
        text = _text(line)
        is_identity = number in told
        bound = KEY_DOUBT_BELOW if is_identity else DOUBT_BELOW
        weak = [word for word in line if word.confidence < bound and len(word.text) >= 3]
        weak += [word for word in line if is_identity and word not in weak and _sureness(word) < word.confidence]
        if _has_false_day(text) or _has_false_number(text):
            keys.append((0.0, _around(line, KEY_PAD)))
        elif weak and is_identity:
            keys.append((min(word.confidence for word in weak), _around(line, KEY_PAD)))
        elif weak:
            is_key = any(any(sign.isdigit() for sign in word.text) or word.text.isupper() for word in weak)
            ranked.append((min(word.confidence for word in weak) - (0.5 if is_key else 0.0), _around(weak)))
    keys.sort(key=lambda pair: pair[0])
    ranked = sorted([*keys[KEY_ZONES_MAX:], *ranked], key=lambda pair: pair[0])
    return [zone for _, zone in (*keys[:KEY_ZONES_MAX], *ranked[:DOUBTED_ZONES_MAX])]


def _group(words: Sequence[Word]) -> dict[int, list[Word]]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return lines


def _text(line: Sequence[Word]) -> str:
    return fold(" ".join(word.text for word in line))


def _identity_lines(words: Sequence[Word]) -> set[int]:
    """The lines that announce an identity, and those just under a row of its labels, in a table or a form."""
    lines = _group(words)
    told = {number for number, line in lines.items() if tells_identity(_text(line))}
    for number in tuple(told):
        head, labels = lines[number], len(_IDENTITY.findall(_text(lines[number])))
        if labels >= LABELS_MIN and len(head) <= _WORDS_OF_LABEL * labels and not _FIGURES.search(_text(head)):
            told.update(other for other, line in lines.items() if _is_under(line, head))
    return told


def _is_under(line: Sequence[Word], head: Sequence[Word]) -> bool:
    """True for the line just under another one, as one that holds what its labels announce."""
    high = median(word.box.height for word in head)
    bottom = max(word.box.y1 for word in head)
    middle = median(word.box.middle[1] for word in line)
    if not bottom - high / 2 < middle < bottom + UNDER_MAX * high:
        return False
    return min(word.box.x0 for word in line) < max(word.box.x1 for word in head) + high


def fold(text: str) -> str:
    """A text in capitals without accents."""
    plain = unicodedata.normalize("NFD", text.upper())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _has_false_day(text: str) -> bool:
    """True for a day that no calendar has: « 85/92/1993 », « 15 janvier 1481 »."""
    told = [(match.group(1), match.group(2), match.group(3)) for match in _DAY.finditer(text)]
    named = [(day, str(_MONTHS.split("|").index(month) + 1), year) for day, month, year in _NAMED_DAY.findall(text)]
    return any(not _is_day(*map(int, parts)) for parts in (*told, *named))


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return _YEARS[0] <= year <= _YEARS[1]


def _has_false_number(text: str) -> bool:
    """True for the national number of a person whose key is wrong, or that lacks a figure."""
    told = _INS.search(text)
    figures = re.sub("[^0-9]", "", told.group(1)) if told else ""
    if not figures or len(figures) == _INS_SIGNS - 2:
        return False
    return len(figures) != _INS_SIGNS or not _is_keyed(figures)


def _is_keyed(figures: str) -> bool:
    """True for a national number whose last two figures are the key of the others."""
    return _KEY_OF - int(figures[:-2]) % _KEY_OF == int(figures[-2:])


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
    keys, false_days = _identity_lines(words), _lines_of(words, _has_false_day)
    for word in words:
        better = [one for one in second if _stands_on(one, word)]
        sureness = _sureness(word, better) if word.line in keys else word.confidence
        is_key = word.line in keys and sureness < KEY_DOUBT_BELOW
        is_false = word.line in false_days and plain(word.text).isdigit()
        if word not in kept or (word.confidence >= GUESS_BELOW and not (is_key or is_false)):
            continue
        if word.confidence >= GUESS_BELOW and [one.text for one in better] == [word.text]:
            continue
        sure = _sure_from(sureness) if is_key or is_false else SURE_FROM
        if (is_key or is_false) and _makes_day(word, better, kept):
            sure = min(sure, _DAY_GUESSED_FROM if sureness < GUESS_BELOW else DAY_SURE_FROM)
        parts = _parts_of_number(better, words)
        if word.confidence >= GUESS_BELOW and not parts and any(_is_wider(one, word, words) for one in better):
            continue
        if better and all(one.confidence >= sure and one not in kept for one in better):
            gone = [word, *(one for one in parts if one is not word and one in kept)]
            kept = [one for one in kept if one not in gone] + [_level(one, word) for one in better]
            second = [one for one in second if one not in better] + gone
    kept, second = _take_numbers(kept, second, _lines_of(words, _has_false_number))
    kept, second = _take_days(kept, second, keys)
    alone = [one for one in second if _is_alone(one, words, keys)]
    return [*kept, *alone], [one for one in second if one not in alone]


def without_echoes(words: Sequence[Word]) -> list[Word]:
    """What one reader saw in zones that overlap: each word once; of two readings the surer, as sure as the other."""
    kept: list[Word] = []
    for word in words:
        same = [one for one in kept if _stands_on(one, word)]
        if not same:
            kept.append(word)
        elif len(same) == 1 and plain(same[0].text) != plain(word.text):
            surer = max(same[0], word, key=lambda one: one.confidence)
            weaker = min(same[0].confidence, word.confidence)
            kept[kept.index(same[0])] = replace(surer, confidence=weaker)
    return kept


def _lines_of(words: Sequence[Word], holds: Callable[[str], bool]) -> set[int]:
    """The lines whose text, folded, is such."""
    return {number for number, line in _group(words).items() if holds(_text(line))}


def tells_identity(text: str) -> bool:
    """True for the text of a line, or for a word, that announces an identity."""
    return _IDENTITY.search(fold(text)) is not None


def _stands_on(one: Word, word: Word) -> bool:
    """True for two words at one place."""
    return is_known(one, (word,)) or is_known(word, (one,))


def _makes_day(word: Word, better: Sequence[Word], kept: Sequence[Word]) -> bool:
    """True where the line of a word tells a true day once the other reader's words stand in its place, and none
    before. kept: what was chosen of the two so far.
    """
    top, bottom = word.box.y0, word.box.y1
    line = [one for one in kept if one.line == word.line or top < one.box.middle[1] < bottom]
    changed = [*(one for one in line if one is not word), *better]
    before, after = (_text(sorted(part, key=lambda one: one.box.x0)) for part in (line, changed))
    return bool(better) and not _has_true_day(before) and _has_true_day(after)


def _take_numbers(kept: list[Word], second: list[Word], lines: Container[int]) -> tuple[list[Word], list[Word]]:
    """Let the figures of the second reader take the place of those of the first on lines whose number is wrong, where
    it alone saw a national number whose key is right.
    """
    labels = {word.line: word for word in kept if word.line in lines and _INS_LABEL.search(fold(word.text))}
    for line in labels.values():
        top, bottom = line.box.y0 - line.box.height / 4, line.box.y1 + line.box.height / 4
        level = [one for one in (*kept, *second) if top < one.box.middle[1] < bottom and one.box.x1 > line.box.x1]
        figures_of = sorted((one for one in level if plain(one.text).isdigit()), key=lambda one: one.box.x0)
        seen = [one for one in figures_of if one in second]
        figures = "".join(plain(one.text) for one in seen)
        if len(figures) != _INS_SIGNS or not _is_keyed(figures) or any(one.confidence < GUESS_BELOW for one in seen):
            continue
        gone = [one for one in figures_of if one not in seen and one.box.x0 < seen[-1].box.x1]
        kept = [one for one in kept if one not in gone] + seen
        second = [one for one in second if one not in seen] + gone
    return kept, second


def _take_days(kept: list[Word], second: list[Word], keys: Container[int]) -> tuple[list[Word], list[Word]]:
    """Let a true day that the second reader alone saw on the line of an identity, whole, take the place of all that the
    first read there: « & Suille+ 14733 » is « 6 juillet 1933 », in as many words or not.
    """
    for number, line in _group(kept).items():
        if number not in keys or _has_true_day(_text(line)):
            continue
        middle = median(word.box.middle[1] for word in line)
        level = sorted((one for one in second if one.box.y0 < middle < one.box.y1), key=lambda one: one.box.x0)
        seen = _words_of_day(level)
        if not seen or min(one.confidence for one in seen) < DAY_SURE_FROM:
            continue
        left, right = seen[0].box.x0, max(one.box.x1 for one in seen)
        gone = [one for one in line if left < one.box.middle[0] < right]
        if not gone or any(one.confidence >= KEY_DOUBT_BELOW and len(plain(one.text)) > 1 for one in gone):
            continue
        kept = [one for one in kept if one not in gone] + [_level(one, gone[0]) for one in seen]
        second = [one for one in second if one not in seen] + gone
    return kept, second


def _words_of_day(level: Sequence[Word]) -> list[Word]:
    """The fewest words side by side that tell the only true day of a line; none where it tells none or several."""
    text = _text(level)
    if not _has_true_day(text) or len(_DAY.findall(text)) + len(_NAMED_DAY.findall(text)) != 1:
        return []
    runs = (level[first : first + long] for long in range(1, len(level) + 1) for first in range(len(level) - long + 1))
    return next(list(run) for run in runs if _has_true_day(_text(run)))


def _has_true_day(text: str) -> bool:
    return not _has_false_day(text) and bool(_DAY.search(text) or _NAMED_DAY.search(text))


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
    lost = abs(length - len(plain(better[0].text)))
    is_cut = lost == 1 and any(_is_cut_day(word.text, better[0].text) for word in parts)
    return parts if len(parts) > 1 and (is_cut or not lost) else []


def _is_alone(word: Word, words: Sequence[Word], keys: Container[int]) -> bool:
    """True for a sure word that stands between two words of the first reader, over none of them, or after the last one
    of a line in keys.
    """
    if word.confidence < ALONE_FROM or not any(sign.isalnum() for sign in word.text):
        return False
    middle = word.box.middle[1]
    level = [one for one in words if one.box.y0 <= middle <= one.box.y1]
    if any(one.box.x0 < word.box.x1 and one.box.x1 > word.box.x0 for one in level):
        return False
    if plain(word.text) in [plain(one.text) for one in level]:
        return False
    before = [one for one in level if one.box.x1 <= word.box.x0]
    is_key = any(one.line in keys for one in before)
    return bool(before) and (is_key or any(one.box.x0 >= word.box.x1 for one in level))


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
    keys = _identity_lines(words) if second else set()
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
