"""A printed name read as family, used name and first names: « DUPONT née MARTIN Marie », « M. Le Goff Yann ».

What lives here: the grammar of one name. What must not: whose name it is (``mentions``).
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import inf
from typing import Any

from liane.domain.intake.extract.surface.labels import read_rows
from liane.domain.intake.extract.surface.lexicon import (
    family_score,
    given_score,
    is_family,
    is_given,
    is_mainly_given,
    lean_to_given,
)
from liane.domain.intake.extract.surface.mended_names import BROKEN_WORD, is_hyphen, mend_name
from liane.domain.intake.extract.surface.name_marks import DASHED_BIRTH, NO_NAMES, SAID_INSIDE, TOLD, TOLD_WITH, said_at
from liane.domain.intake.extract.surface.sheet import Row, Span, fold
from liane.domain.intake.page import Engine

NAME_WORDS_MAX = 10


def _word_list(kind: str) -> frozenset[str]:
    """One list of the table of words."""
    return frozenset(word for row in read_rows("name_words.tsv") if row[0] == kind for word in row[1].split(" "))


_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´\-‐‑][^\W\d_]+)*['’]?\.?")
_ONLY = re.compile(rf"(?:DES )?{_WORD.pattern}")
_DASH = re.compile(r"[-–—] (?=[^\W\d_])")
_PARTICLES = _word_list("particle")
_DATE_AFTER = re.compile(
    r"[ :]*(?:\(E\))?[ :]*(?:A |(?:LE|EN|DU|L?E)?[ :]*(?:\d|[OIL|]\d?[/.\-])|"
    r"LE (?:LUN|MAR|MERC|JEU|VEND|SAM|DIM)[A-Z]*I |LE$|LE:)"
)
_MISREAD_LE = re.compile(r"[ :]{1,2}(?:le|ie|1e|Ie)[ :]")
_SMALL_LE = re.compile(r"[ (e)]{1,5}le ")
_BIRTH = frozenset({"NEE", "NE", "NEES"})
_MISREAD_BIRTH = frozenset({"NEC", "UEE", "NEO", "NES", "HEE", "NCE", "UEC"})
"""« née » in small letters, as an optical reader may give it between two names."""
_USED = frozenset({"EPOUSE", "EPSE", "EP", "EPS", "VEUVE", "VVE", "VEUF", "DIVORCEE", "EPX", "FEMME", "MARIEE"})
_WIVES = frozenset({"EPOUSE", "EPSE", "EP", "VEUVE", "VVE"})
_GIVEN_WORDS = frozenset({"PRENOM", "PRENOMS", "PRENOMMEE", "PRENOMME"})
"""« DUPONT née MARTIN, prénom Marie »."""
_ALIAS = frozenset({"DIT", "DITE", "ALIAS", "SURNOMME", "SURNOMMEE"})
STOPS = _word_list("stop") | frozenset(
    ("LUI-MEME", "ELLE-MEME", "SOI-MEME", "L'ELEVE", "L'ENFANT", "L'ADOLESCENT", "L'ADOLESCENTE", "L'INTERESSE",
     "L'INTERESSEE", "FILLE", "GARCON", "DDN", "NIP")
)  # fmt: skip
"""Folded words that are no part of a name."""
_LONG = 5
_SMALL_MAX = 4


class Order(StrEnum):
    """In which order a label says that the names come."""

    FAMILY_FIRST = "nom prénom"
    GIVEN_FIRST = "prénom nom"
    UNKNOWN = ""
    FAMILY_ONLY = "nom"
    GIVEN_ONLY = "prénom"


class NameWord:
    """One word of a name. shape: ``U`` capitals, ``T`` capitalised, ``I`` initial, ``P`` particle in small letters."""

    __slots__ = ("end", "key", "shape", "start", "text")

    def __init__(self, text: str, start: int, end: int, shape: str) -> None:
        self.text, self.start, self.end, self.shape = text, start, end, shape
        self.key = fold(text).rstrip(".'")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A name as printed. family: the only or main family name; birth: after « née »; used: after « épouse », « dit »;
    given: first names. bracket: first name between brackets after the list of first names. end: where reading stopped.
    sureness: 0 to 1, how sure the order is. is_birth_guessed: the birth name stood between brackets.
    """

    family: Span | None = None
    birth: Span | None = None
    used: Span | None = None
    given: Span | None = None
    bracket: Span | None = None
    end: int = 0
    sureness: float = 1.0
    is_birth_guessed: bool = False
    is_feminine: bool | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing was read."""
        return self.family is None and self.birth is None and self.given is None and self.used is None


def with_parts(name: PrintedName, **changes: Any) -> PrintedName:
    """A name with some of its parts replaced: family, birth, used, given, bracket."""
    return replace(name, **changes)


def shape_of(text: str) -> str:
    """``U`` capitals, ``T`` capitalised, ``I`` initial, ``L`` small letters."""
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return "L"
    capitals = sum(sign.isupper() for sign in letters)
    if len(letters) == 1:
        return "I" if capitals else "L"
    if capitals == len(letters) or (len(letters) >= 4 and capitals >= 0.7 * len(letters)):
        return "U"
    if letters[0].isupper():
        return "T"
    return "L"


def _words(row: Row, start: int, end: int, *, is_labelled: bool) -> list[tuple[str, NameWord]]:
    """Words of a name up to what cannot be one, each with its group: main, birth, used, paren, bracket.

    is_labelled: a label says the order of the names, so that a dash may part them.
    """
    taken: list[tuple[str, NameWord]] = []
    group, place, closing = "main", start, ""
    while place < end and len(taken) < NAME_WORDS_MAX:
        sign = row.text[place]
        told = TOLD.match(row.folded, place, end) or TOLD_WITH.match(row.folded, place, end) if taken else None
        said = _said(row, place, end, group) if taken else None
        if told is not None:
            taken = _tell(row, taken, told)
            place = told.end()
        elif said is not None:
            group, place = "birth" if said.group("birth") else "used", said.end()
            closing = ")" if sign == "(" else closing
        elif sign in "([":
            place, group, closing = place + 1, "paren" if sign == "(" else "bracket", ")" if sign == "(" else "]"
        elif closing and sign == closing:
            place, group, closing = place + 1, "main", ""
        elif gap := _gap(row, place, end, parts_names=is_labelled and bool(taken), has_words=bool(taken)):
            place += gap
        else:
            match = _match_word(row, place, end)
            word = _take(match, group, taken) if match else None
            if word is None or match is None:
                break
            place = match.end()
            if isinstance(word, str):
                group = word
            elif word.shape != "X":
                taken.append((group, word))
    return taken


def _gap(row: Row, place: int, end: int, *, parts_names: bool, has_words: bool) -> int:
    """How many signs between two words of a name stand at a place. parts_names: a dash may."""
    text = row.text
    if text[place] in " ,;/^" and (has_words or text[place] != "/"):
        return 1
    if text[place] == "." and has_words and text[place - 1] == ")":
        return 1  # « DUPONT (née MARTIN). Marie », a comma misread
    if has_words and is_hyphen(text[:place], text[place:end]):
        return 2
    if has_words and (dash := DASHED_BIRTH.match(row.folded, place, end)):
        return len(dash.group())  # « DUPONT Marie - née MARTIN »
    return 2 if parts_names and _DASH.match(text, place, end) else 0


def _said(row: Row, place: int, end: int, group: str) -> "re.Match[str] | None":
    """The words that tell, in a sentence or inside brackets, what the family name after them is."""
    if row.text[place] == "(":
        return SAID_INSIDE.match(row.folded, place, end)
    return said_at(row, place) if group == "main" else None


def _tell(row: Row, taken: list[tuple[str, NameWord]], told: "re.Match[str]") -> list[tuple[str, NameWord]]:
    """The words of a name with what brackets tell of them, or of the name that the brackets hold."""
    group = "birth" if told.group("birth") else "used"
    if "name" not in told.re.groupindex:
        return [(group if one == "main" else one, word) for one, word in taken]
    words = _WORD.finditer(row.text, *told.span("name"))
    return [*taken, *((group, NameWord(word.group(), *word.span(), shape_of(word.group()))) for word in words)]


def _match_word(row: Row, place: int, end: int) -> "re.Match[str] | None":
    """The word at a place; on a page read by eye, whole in spite of a figure in it."""
    match = _WORD.match(row.text, place, end)
    broken = BROKEN_WORD.match(row.text, place, end) if any(map(str.isdigit, row.text[place:end])) else None
    if broken is None or (match is not None and match.end() >= broken.end()):
        return match
    words = row.words_of(broken.start(), broken.end())
    return broken if all(word.engine is not Engine.TEXT_LAYER for word in words) else match


def _take(match: "re.Match[str]", group: str, taken: list[tuple[str, NameWord]]) -> NameWord | str | None:
    """The word read, or the group that it opens, or None when the name stops before it."""
    text = match.group()
    if text.endswith(".") and len(text) > 3:
        text = text[:-1]
    word = NameWord(text, match.start(), match.start() + len(text), shape_of(text))
    opened = _opened(word, match, group, taken)
    if opened is not None:
        return opened or None
    is_initial = word.shape == "I" and match.group().endswith(".")
    if word.key in STOPS and not (is_initial or _heads_name(word, match, group) or _ends_name(word, match, taken)):
        return None
    if word.shape == "L":
        if word.key in _PARTICLES:
            word.shape = "P"
            return word
        if not taken or mend_name(text)[0] == text:
            return None
        word.shape = "T"  # « DUPONT lbrahima »
    return word


def _opened(word: NameWord, match: "re.Match[str]", group: str, taken: list[tuple[str, NameWord]]) -> str | None:
    """The group that a word opens, empty where the name stops before it; None for a word of the name itself."""
    if word.key in _BIRTH and (word.shape in "LUT" and (taken or word.shape != "U" or word.key == "NEE")):
        follows = fold(match.string[match.end() : match.end() + 20])
        is_date = _DATE_AFTER.match(follows) or _SMALL_LE.match(match.string, match.end())
        return "" if is_date or not follows.strip(" :)") else "birth"
    if word.key in _MISREAD_BIRTH and word.shape == "L" and match.string[match.end() + 1 : match.end() + 2].isupper():
        return "birth"
    if word.key in _MISREAD_BIRTH and taken and _MISREAD_LE.match(match.string, match.end()):
        return ""  # « DUPONT Marie Néc le 12/03/1960 »
    if word.key in _USED and (word.shape == "L" or taken or group == "paren" or word.key in _WIVES):
        return "used"
    if word.key in _ALIAS and taken:
        return "used"
    is_bare = word.shape == "L" and match.string[match.end() : match.end() + 1] == " "
    return "given" if word.key in _GIVEN_WORDS and taken and is_bare else None


def _ends_name(word: NameWord, match: "re.Match[str]", taken: list[tuple[str, NameWord]]) -> bool:
    """« Dr Jean-Michel FRANCE », « Ayden DES ROCHES »: a word in capitals after first names alone that are not."""
    are_given = bool(taken) and all(one.shape == "T" and is_mainly_given(one.text) for _, one in taken)
    if not are_given or word.shape != "U":
        return False
    if word.key in _PARTICLES:
        following = _WORD.match(match.string, match.end() + 1)
        return following is not None and len(following.group()) > 2 and shape_of(following.group()) == "U"
    return len(word.text) >= _LONG and is_family(word.text)


def _heads_name(word: NameWord, match: "re.Match[str]", group: str) -> bool:
    """« PAGE Lena », « PLACE Henri »: a word in capitals that lists know as a family name, before a first name.

    group: after « née » or « épouse », an article in capitals begins a name that lists need not know.
    """
    following = _WORD.match(match.string, match.end() + 1)
    if following is None or word.shape != "U" or match.string[match.end()] != " ":
        return False
    if word.key in _PARTICLES:  # « DES ROCHES »
        is_named = group in ("birth", "used") and len(following.group()) > 2
        return shape_of(following.group()) == "U" and (is_named or is_family(following.group()))
    if not is_family(word.text):
        return False
    return shape_of(following.group()) == "T" and is_given(following.group())


def read_name(row: Row, start: int, end: int, order: Order = Order.UNKNOWN) -> PrintedName:
    """Read the name that starts at a place of a row, up to ``end`` or to what cannot be part of a name."""
    is_labelled = order in (Order.FAMILY_FIRST, Order.GIVEN_FIRST)
    taken = _words(row, start, end, is_labelled=is_labelled) or _only_word(row, start, end, order)
    while taken and (_is_no_end(row, taken[-1][1]) or (len(taken) > 2 and taken[-1][1].text in ("F", "M", "H"))):
        taken.pop()
    groups: dict[str, list[NameWord]] = {}
    for group, word in taken:
        groups.setdefault(group, []).append(word)
    main = groups.get("main", [])
    if TOLD.search(row.folded, start, end) and order is Order.UNKNOWN and main:
        order = Order.GIVEN_ONLY  # « MARTIN (nom de naissance) Marie »: what the brackets leave is the first names
    family, given, sureness = _split(main, order)
    birth, birth_given = _set_alike(family, _side(groups.get("birth", []), has_given=bool(given)))
    used, used_given = _side(groups.get("used", []), has_given=bool(given))
    given = groups.get("given") or given or birth_given or used_given
    if not family and birth and used and TOLD.search(row.folded, start, end):
        family, used = used, []  # « MARTIN (nom de naissance) DUPONT (nom d'usage) Marie »
    guessed = False
    if order is Order.GIVEN_ONLY and "paren" in groups:
        groups.setdefault("bracket", groups.pop("paren"))
    paren = groups.get("paren", [])
    is_name = bool(paren and family) and (all(word.shape == "U" for word in paren) or _is_titled(main, paren))
    is_between = bool(paren and family and given) and family[-1].end < paren[0].start < given[0].start
    if is_name and not birth and (is_between or not (given and is_mainly_given(_text(paren)))):
        birth, guessed = paren, True
    return PrintedName(
        family=_span(row, family),
        birth=_span(row, birth),
        used=_span(row, used),
        given=_span(row, given),
        bracket=_span(row, groups.get("bracket", [])),
        end=taken[-1][1].end if taken else start,
        sureness=sureness,
        is_birth_guessed=guessed,
    )


def _is_titled(main: list[NameWord], paren: list[NameWord]) -> bool:
    """« Dupont Marie (Martin) »: where nothing is in capitals, a family name between brackets after both names."""
    is_plain = len(main) > 1 and all(word.shape in "TP" for word in main) and len(paren) == 1
    return is_plain and paren[0].shape == "T" and is_family(paren[0].text) and not is_mainly_given(paren[0].text)


def read_small_name(row: Row, start: int, end: int, order: Order = Order.UNKNOWN) -> PrintedName | None:
    """A name typed in small letters, « dupont jeanne », where a box or a civility announces one.

    None unless every word may be one of a name; where the order is not that of a box, a first name and a family name
    that lists know.
    """
    words: list[NameWord] = []
    place = start
    while place < end:
        match = _WORD.match(row.text, place, end)
        if match is None and row.text[place] in " ,":
            place += 1
            continue
        word = NameWord(match.group().rstrip("."), *match.span(), shape_of(match.group())) if match else None
        if word is None or word.shape != "L" or word.key in STOPS | NO_NAMES | _BIRTH | _USED:
            break
        word.shape = "P" if word.key in _PARTICLES else "T"
        words.append(word)
        place = word.end
    names = [word for word in words if word.shape == "T"]
    if not names or len(names) > _SMALL_MAX or min(len(word.text) for word in names) < 2:
        return None
    if order in (Order.FAMILY_ONLY, Order.GIVEN_ONLY):
        if any(sign.isalnum() for sign in row.text[place:end]):
            return None
        span = _span(row, words)
        return PrintedName(
            family=span if order is Order.FAMILY_ONLY else None,
            given=span if order is Order.GIVEN_ONLY else None,
            end=place,
        )
    family, given, sureness = _split(words, order)
    if not given or not is_mainly_given(given[0].text) or not is_family(_text(family)):
        return None
    return PrintedName(family=_span(row, family), given=_span(row, given), end=words[-1].end, sureness=sureness)


def _is_no_end(row: Row, word: NameWord) -> bool:
    """True for a particle that ends a name: in small letters, or « LE », « EN » before a date."""
    if word.shape == "P":
        return True
    return word.key in ("LE", "EN", "DU") and row.folded[word.end : word.end + 2].strip(" :")[:1].isdigit()


def _only_word(row: Row, start: int, end: int, order: Order) -> list[tuple[str, NameWord]]:
    """« Nom de naissance CHEMIN », « NOM DES CHAMPS »: words elsewhere no name are one where a label has no other."""
    said = row.text[start:end].strip(" .")
    if order is Order.GIVEN_ONLY and said.startswith("l") and said.isalpha() and mend_name(said)[0] != said:
        begin = row.text.index(said, start)
        return [("main", NameWord(said, begin, begin + len(said), "T"))]  # « lsabelle »
    match = _ONLY.fullmatch(said) if order is Order.FAMILY_ONLY else None
    if match is None or shape_of(said) != "U" or len(said) < 3:
        return []
    begin = row.text.index(said, start)
    return [
        ("main", NameWord(one.group(), begin + one.start(), begin + one.end(), "U")) for one in _WORD.finditer(said)
    ]


def _span(row: Row, words: list[NameWord]) -> Span | None:
    return Span(row, words[0].start, words[-1].end) if words else None


def _side(words: list[NameWord], *, has_given: bool) -> tuple[list[NameWord], list[NameWord]]:
    """A family name after « née » or « épouse », and the first names that may follow it."""
    if len(words) < 2:
        return words, []
    head, tail, sureness = _split(words, Order.FAMILY_FIRST)
    if has_given and len({word.shape for word in words} - {"P"}) == 1:
        return words, []
    return (head, tail) if sureness > 0 else (words, [])


def _set_alike(family: list[NameWord], side: "_Sides") -> "_Sides":
    """« Grimal née Olivier PAULINE »: the family name after « née » is the one set as the name before it."""
    birth, given = side
    if not (family and birth and given) or any(word.shape not in "TP" for word in (*family, *given)):
        return side
    lean = lean_to_given([_text(birth)]) - lean_to_given([_text(given)])
    return (given, birth) if all(word.shape == "U" for word in birth) and lean >= _LEANS else side


_Sides = tuple[list[NameWord], list[NameWord]]
_Split = tuple[list[NameWord], list[NameWord], float]
_LEANS = 0.5
_TURNED_MIN, _TURNED_TOLD_MIN, _TURNED_SURE = 3.5, 2.0, 0.7
_LEANING_COST = 1.3
"""What a first name in the middle of a family name costs: « DUPONT MARCEL JEAN » has two first names."""


def _split(words: list[NameWord], order: Order) -> _Split:
    """Tell the family name from the first names: by capitals, else by what lists know and the order."""
    if not words:
        return [], [], 1.0
    if order is Order.FAMILY_ONLY:
        return words, [], 1.0
    if order is Order.GIVEN_ONLY:
        return [], words, 1.0
    if len(words) == 1 or all(_is_particle(word) for word in words[:-1]):
        return words, [], 1.0
    shapes = {word.shape for word in words if not _is_particle(word)}
    if "U" in shapes and ("T" in shapes or "I" in shapes):
        by_case = _split_by_case(words)
        if by_case is not None:
            return _turned(by_case, order)
    return _split_by_lists(words, order)


def _turned(split: _Split, order: Order) -> _Split:
    """« Maire-Bataille GUY »: first names set in capitals beside a family name that is not, where lists say so."""
    family, given, _ = split
    if not given or any(word.shape != "T" for word in given if not _is_particle(word)):
        return split
    first = Order.FAMILY_FIRST if family[0].start < given[0].start else Order.GIVEN_FIRST
    least = _TURNED_MIN if not order else _TURNED_TOLD_MIN if order is not first else inf
    names = [word.text for word in family if not _is_particle(word)]
    is_turned = bool(names) and lean_to_given(names) - lean_to_given([_text(given)]) >= least
    return (given, family, _TURNED_SURE) if is_turned else split


def _is_particle(word: NameWord) -> bool:
    """True for « de », « Le », « L' »; an initial is none."""
    return word.shape == "P" or (word.key in _PARTICLES and word.shape != "I")


def _split_by_case(words: list[NameWord]) -> _Split | None:
    marks = ["F" if word.shape == "U" else "G" if word.shape in "TI" else "?" for word in words]
    for place in range(1, len(words) - 1):  # « D'ALMEIDA E SILVA »
        is_joint = words[place].key in ("E", "Y") and words[place].shape == "I"
        if is_joint and words[place - 1].shape == words[place + 1].shape == "U":
            marks[place] = "F"
    for place in range(len(words) - 1, -1, -1):  # a particle goes with the word after it
        word = words[place]
        if marks[place] == "?" or (_is_particle(word) and word.shape != "U" and place + 1 < len(words)):
            marks[place] = marks[place + 1] if place + 1 < len(words) else "F"
    changes = sum(one != other for one, other in pairwise(marks))
    if changes == 1:
        family = [word for word, mark in zip(words, marks, strict=True) if mark == "F"]
        given = [word for word, mark in zip(words, marks, strict=True) if mark == "G"]
        return family, given, 1.0
    if marks[0] == "G" and "F" in marks:  # « Jean DUPONT Cardiologue »: what follows is no first name
        first = marks.index("F")
        last = first
        while last + 1 < len(marks) and marks[last + 1] == "F":
            last += 1
        return words[first : last + 1], words[:first], 0.9
    if marks[0] == "F" and "G" in marks:
        first = marks.index("G")
        last = first
        while last + 1 < len(marks) and marks[last + 1] == "G":
            last += 1
        return words[:first], words[first : last + 1], 0.9
    return None


def _split_by_lists(words: list[NameWord], order: Order) -> _Split:
    usual = Order.FAMILY_FIRST if words[0].shape == "U" else Order.GIVEN_FIRST
    scored: list[tuple[float, int, Order]] = []
    for place in range(1, len(words)):
        if _is_particle(words[place - 1]):
            continue
        for way in (Order.FAMILY_FIRST, Order.GIVEN_FIRST):
            head, tail = words[:place], words[place:]
            family, given = (head, tail) if way is Order.FAMILY_FIRST else (tail, head)
            if _is_particle(given[0]):
                continue  # « Ben Salah Leïla »: no first name begins so
            names = [word for word in given if not _is_particle(word)]
            score = family_score(_text(family)) + sum(given_score(word.text) for word in names) / len(names)
            score += 0.2 * (len(names) - 1) * (1 if all(given_score(word.text) > 1 for word in names) else -1)
            score -= _LEANING_COST * sum(map(_leans_given, family)) if len(family) > 1 else 0.0
            score += (3.0 if order is way else 0.0) if order else (0.8 if usual is way else 0.0)
            scored.append((score, place, way))
    if not scored:
        return words, [], 0.5
    scored.sort(reverse=True)
    best = scored[0]
    rival = next((score for score, _, way in scored if way is not best[2]), best[0] - 3)
    head, tail = words[: best[1]], words[best[1] :]
    sureness = min(1.0, max(0.2, (best[0] - rival) / 2.0))
    return (head, tail, sureness) if best[2] is Order.FAMILY_FIRST else (tail, head, sureness)


def _leans_given(word: NameWord) -> bool:
    """True when a word is rather a first name than a family name."""
    return given_score(word.text) > max(0.0, family_score(word.text)) + _LEANS


def _text(words: list[NameWord]) -> str:
    return " ".join(word.text for word in words)
