"""What was typed in the search box, understood: names, dates, INS, other numbers, in any order. Pure text, no SQL.

What may be two things is taken as both: « 12031980 » is a date and may be an IPP. Rule: INS/va1.02, va1.25, va1.41;
ins.md §5.4.
"""

import re
from dataclasses import dataclass

from liane.domain.identity.ins import MATRICULE_LENGTH, compute_ins_key
from liane.domain.identity.lexis import fold_name, significant_words
from liane.store.registry_keys import WORD_CHARS_MAX, fold_identifier, glue
from liane.store.registry_records import PersonQuery

TEXT_CHARS_MAX = 200
WORDS_MAX = 8
IDENTIFIERS_MAX = 4
PREFIX_CHARS_MIN = 5

_MONTH_NAMES = ("JAN", "FEV", "MAR", "AVR", "MAI", "JUIN", "JUIL", "AOU", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_WORDY_DATE = re.compile(
    r"\b(?:(\d{1,2})(?:ER)? )?(JANV?|FEVR?|MARS?|AVR|MAI|JUIN|JUIL|AOUT?|SEPT?|OCT|NOV|DEC)"
    r"(?:IER|IL|LET|EMBRE|OBRE)?\.? (\d{4}|\d{2})\b"
)
_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?![\d/.\-])")
_ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MONTH_AND_YEAR = re.compile(r"(?<![\d/])(\d{1,2})[/.\-](\d{4})(?!\d)")
_INS = re.compile(r"(?<![0-9A-Z])[1-8](?:[ .-]?\d){4}[ .-]?\d[ .-]?[\dAB](?:[ .-]?\d){6}(?:[ .-]?\d{2})?(?![0-9A-Z])")
_INS_START = re.compile(r"(?<![0-9A-Z/])[1-8] \d\d \d\d(?: \d[\dAB])?(?: \d{1,3})*(?![0-9A-Z/])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TITLES = frozenset({"M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "NE", "NEE", "NOM", "PRENOM", "IPP", "INS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDate:
    """A date as typed. full: ``yyyyMMdd`` of each reading. years: four digits. month: two digits or empty."""

    full: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    month: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedName:
    """One word of a name. role: ``n`` (family), ``g`` (given) or empty. glued: with the words beside it, as one."""

    word: str
    role: str = ""
    glued: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedSearch:
    """All that was typed. matricules: 13 to 15 characters, or the beginning of one. identifiers: folded numbers."""

    names: tuple[TypedName, ...] = ()
    date: TypedDate | None = None
    matricules: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    sex: str = ""
    status: str = ""
    include_merged: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing was typed by which someone could be found."""
        return not (self.names or self.date or self.matricules or self.identifiers or self.status)


def parse_query(query: PersonQuery) -> TypedSearch:
    """Understand a search. Never raises: what is not understood is a word like another."""
    plain = _flatten(query.text)
    plain, matricules = _take_matricules(plain)
    plain, date = _take_date(plain)
    words, identifiers = [], []
    for token in plain.split():
        if any(character.isdigit() for character in token):
            identifiers.append(fold_identifier(token))
            date = date or _read_number(token)
        else:
            words += fold_name(token).split()
    names = [*name_words(words), *name_words(_split(query.family), "n"), *name_words(_split(query.given), "g")]
    asked = query.birth_date.strip()
    if query.matricule.strip():
        matricules.append(fold_identifier(query.matricule))
    if query.identifier.strip():
        identifiers.append(fold_identifier(query.identifier))
    return TypedSearch(
        names=tuple(names[:WORDS_MAX]),
        date=_read_parts(asked[:4], asked[4:6], asked[6:8]) if asked else date,
        matricules=tuple(_complete(matricule) for matricule in matricules if matricule),
        identifiers=tuple(dict.fromkeys(number for number in identifiers if number))[:IDENTIFIERS_MAX],
        sex=query.sex.strip(),
        status=query.status.strip(),
        include_merged=query.include_merged,
    )


def _split(text: str) -> list[str]:
    return fold_name(text[:TEXT_CHARS_MAX]).split()


def _flatten(text: str) -> str:
    """Upper case without accents; digits, slashes, dots and hyphens stay."""
    kept = [
        fold_name(character) or (character if character in "/.-_" else " ") if not character.isdigit() else character
        for character in text[:TEXT_CHARS_MAX]
    ]
    return " ".join("".join(kept).split())


def name_words(words: list[str], role: str = "") -> list[TypedName]:
    """The words of a name that count: each with its glued forms, so that particles may be written apart or not."""
    words = [word[:WORD_CHARS_MAX] for word in words if len(words) == 1 or word not in _TITLES]
    significant = set(significant_words(" ".join(words))) if words else set()
    significant = {word for word in significant if len(word) > 1} or set(words)
    made: list[TypedName] = []
    start = 0
    for place, word in enumerate(words):
        if word not in significant:
            continue
        glued = [glue(words[start : place + 1])] if start < place else []
        if place + 1 < len(words):
            glued.append(glue(words[place : place + 2]))
        if place and glue(words[place - 1 : place + 1]) not in glued:
            glued.append(glue(words[place - 1 : place + 1]))
        if place + 1 - start > 2:
            glued.append(glue(words[place - 1 : place + 1]))
        made.append(TypedName(word=word, role=role, glued=tuple(dict.fromkeys(glued))))
        start = place + 1
    return made


def _take_matricules(plain: str) -> tuple[str, list[str]]:
    found: list[str] = []
    for pattern in (_INS, _INS_START):
        match = pattern.search(plain)
        while match is not None:
            found.append(fold_identifier(match.group()))
            plain = f"{plain[: match.start()]} {plain[match.end() :]}"
            match = pattern.search(plain)
        if found:
            break
    return plain, found


def _complete(matricule: str) -> str:
    """A matricule of 13 characters with its key; another length as it is."""
    if len(matricule) == MATRICULE_LENGTH - 2:
        try:
            return matricule + compute_ins_key(matricule)
        except ValueError:
            return matricule
    return matricule[:MATRICULE_LENGTH]


def _take_date(plain: str) -> tuple[str, TypedDate | None]:
    """The first date of a text, and the text without it."""
    for pattern, order in ((_ISO_DATE, (1, 2, 3)), (_DATE, (3, 2, 1)), (_WORDY_DATE, (3, 2, 1))):
        match = pattern.search(plain)
        if match is None:
            continue
        year, month, day = (match.group(place) or "" for place in order)
        if pattern is _WORDY_DATE:
            month = str(_MONTHS.get(month[:4]) or _MONTHS.get(month[:3], 0))
        made = _read_parts(year, month, day)
        if made is not None:
            return f"{plain[: match.start()]} {plain[match.end() :]}", made
    match = _MONTH_AND_YEAR.search(plain)
    if match is not None:
        made = _read_parts(match.group(2), match.group(1), "")
        if made is not None:
            return f"{plain[: match.start()]} {plain[match.end() :]}", made
    return plain, None


def _read_number(token: str) -> TypedDate | None:
    """A date written in digits alone: a year, ``jjmmaaaa``, ``aaaammjj`` or ``jjmmaa``."""
    if not (token.isascii() and token.isdigit()):
        return None
    if len(token) == 4:
        return TypedDate(years=(token,)) if _YEAR.fullmatch(token) else None
    if len(token) == 6:
        return _read_parts(token[4:], token[2:4], token[:2])
    if len(token) != 8:
        return None
    readings = (_read_parts(token[4:], token[2:4], token[:2]), _read_parts(token[:4], token[4:6], token[6:]))
    found = [reading for reading in readings if reading is not None]
    if not found:
        return None
    full = tuple(date for reading in found for date in reading.full)
    return TypedDate(full=full, years=tuple(dict.fromkeys(date[:4] for date in full)))


def _read_parts(year: str, month: str, day: str) -> TypedDate | None:
    """A date from its parts, as far as they are known; None when they make none."""
    if not all(part.isascii() and part.isdigit() for part in (year, month or "0", day or "0")):
        return None
    if len(year) == 2:
        years: tuple[str, ...] = (f"19{year}", f"20{year}")
    elif _YEAR.fullmatch(year) or ("18" <= year[:2] <= "20" and len(year) == 4):
        years = (year,)
    else:
        return None
    month, day = month.zfill(2), day.zfill(2)
    if month == "00":
        return TypedDate(years=years)
    if day == "00":
        return TypedDate(years=years, month=month) if month <= "12" else None
    if not ((month <= "12" and day <= "31") or (month <= "31" and day <= "12")):
        return None
    return TypedDate(full=tuple(one + month + day for one in years), years=years)
