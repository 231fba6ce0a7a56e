"""Birth dates as people type them, as the registry holds them (``yyyyMMdd``, lunar or incomplete allowed), as shown."""

import re
import unicodedata
from datetime import date

from liane.domain.errors import Finding, RuleViolation, Severity

YEAR_MIN = 1850
TYPED_LENGTH_MAX = 60
_MONTHS = (
    ("JANVIER", "JANV", "JAN"),
    ("FEVRIER", "FEVR", "FEV"),
    ("MARS", "MAR"),
    ("AVRIL", "AVR"),
    ("MAI",),
    ("JUIN", "JUN"),
    ("JUILLET", "JUIL", "JUL"),
    ("AOUT", "AOU"),
    ("SEPTEMBRE", "SEPT", "SEP"),
    ("OCTOBRE", "OCT"),
    ("NOVEMBRE", "NOV"),
    ("DECEMBRE", "DEC"),
)
MONTH_NUMBERS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_DECADE = re.compile(r"(?:VERS|ENVIRON|ANNEES?|CA)?\s*(\d{3})[0?X]S?")
_APPROXIMATE = re.compile(r"(?:VERS|ENVIRON|ANNEES|CA)\s*(\d{4})")
_RULE = "RNIV, saisie d'une date incomplète; ins.md §4.3"


def _refusal(code: str, message: str, remedy: str) -> RuleViolation:
    return RuleViolation(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location="date de naissance",
            message=message,
            remedy=remedy,
            layer="identity",
            rule=_RULE,
        )
    )


def parse_typed(text: str, today_year: int) -> tuple[str, bool]:
    """Read a typed birth date into ``yyyyMMdd`` and whether it is uncertain (completed by convention).

    Read: ``15/11/1962``, ``15-11-62``, ``15 nov. 1962``, ``1er mars 1980``, ``15111962``, ``1962-11-15``,
    ``19621115``, and the incomplete ones, ``11/1962``, ``??/11/1962``, ``1962``, ``vers 1960``. Day unknown: the
    first of the month; month unknown: January; both: 31 December; a year told by its decade: 31 December of its first
    year. today_year bounds the year and settles two-digit years (a year not yet come is of the former century).
    Raises RuleViolation IDV-211 (cannot be read), IDV-212 (no such day), IDV-213 (year out of bounds).
    Rule: RNIV, saisie d'une date incomplète; ins.md §4.3.
    """
    known = parse_known(text, today_year)
    year, month, day = known[:4], known[4:6], known[6:]
    if month == "00" and day == "00":
        return f"{year}1231", True
    if day == "00":
        return f"{year}{month}01", True
    if month == "00":
        return f"{year}01{day}", True
    return known, _DECADE_WORDS.match(_plain(text)) is not None


_DECADE_WORDS = re.compile(r"VERS|ENVIRON|ANNEE|CA\b")


def parse_known(text: str, today_year: int) -> str:
    """Read a typed birth date into ``yyyyMMdd`` with ``00`` for each part that is not known, for a search.

    Raises as ``parse_typed``.
    """
    plain = _plain(text)
    approximate = _APPROXIMATE.fullmatch(plain)
    if approximate:
        return _check_year(int(approximate[1]) // 10 * 10, today_year) + "0000"
    decade = _DECADE.fullmatch(plain)
    if decade and not plain.isdigit():
        return _check_year(int(decade[1]) * 10, today_year) + "0000"
    year, month, day = _read_parts(plain, today_year)
    whole = _check_year(year, today_year) + f"{month:02d}{day:02d}"
    if month > 12 or day > 31 or (month and day and not is_calendar(whole)):
        raise _refusal("IDV-212", "Cette date de naissance n'existe pas.", "Vérifier le jour et le mois.")
    if month and day > _LONGEST[month - 1]:
        raise _refusal("IDV-212", "Cette date de naissance n'existe pas.", "Vérifier le jour et le mois.")
    return whole


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _plain(text: str) -> str:
    if len(text) > TYPED_LENGTH_MAX:
        raise _unreadable()
    decomposed = unicodedata.normalize("NFD", text.upper())
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.sub(r"\b1ER\b", "1", kept).replace(",", " ").split())


def _unreadable() -> RuleViolation:
    return _refusal(
        "IDV-211", "Cette date de naissance n'est pas lisible.", "Écrire jj/mm/aaaa, ou mm/aaaa, ou aaaa si c'est tout."
    )


def _check_year(year: int, today_year: int) -> str:
    if not YEAR_MIN <= year <= today_year:
        raise _refusal(
            "IDV-213",
            f"L'année de naissance doit être comprise entre {YEAR_MIN} et {today_year}.",
            "Vérifier l'année.",
        )
    return f"{year:04d}"


def _read_parts(plain: str, today_year: int) -> tuple[int, int, int]:
    if not plain.isascii():
        raise _unreadable()
    if re.fullmatch(r"\d{8}", plain):
        if YEAR_MIN <= int(plain[:4]) <= today_year and int(plain[4:6]) <= 12:
            return int(plain[:4]), int(plain[4:6]), int(plain[6:])
        return int(plain[4:]), int(plain[2:4]), int(plain[:2])
    if re.fullmatch(r"\d{6}", plain):
        return _full_year(plain[4:], today_year), int(plain[2:4]), int(plain[:2])
    parts = [part for part in re.split(r"[\s/.\-]+", plain) if part]
    if len(parts) == 3 and re.fullmatch(r"\d{4}", parts[0]):
        parts.reverse()
    if not 1 <= len(parts) <= 3 or not re.fullmatch(r"\d{4}|\d{2}", parts[-1]):
        raise _unreadable()
    year = _full_year(parts[-1], today_year) if len(parts) > 1 else int(parts[0])
    month = _read_part(parts[-2], MONTH_NUMBERS) if len(parts) > 1 else 0
    day = _read_part(parts[-3], {}) if len(parts) > 2 else 0
    return year, month, day


def _read_part(part: str, words: dict[str, int]) -> int:
    if part in words:
        return words[part]
    if re.fullmatch(r"[?X]{1,2}", part):
        return 0
    if re.fullmatch(r"\d{1,2}", part):
        return int(part)
    raise _unreadable()


def _full_year(typed: str, today_year: int) -> int:
    if len(typed) == 4:
        return int(typed)
    year = today_year // 100 * 100 + int(typed)
    return year if year <= today_year else year - 100


def is_calendar(value: str) -> bool:
    """Tell whether a value ``yyyyMMdd`` is a day of the calendar (neither incomplete nor lunar)."""
    if len(value) != 8 or not (value.isascii() and value.isdigit()):
        return False
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return False
    return True


def show(value: str) -> str:
    """Write a birth date for a French reader: ``15/11/1962``, ``11/1962 (jour inconnu)``, ``1962 (jour et mois…)``."""
    if is_calendar(value):
        return f"{value[6:]}/{value[4:6]}/{value[:4]}"
    if not (value.isascii() and value.isdigit()) or len(value) not in (4, 6, 8):
        return value
    year, month, day = value[:4], value[4:6] or "00", value[6:] or "00"
    if month == "00" and day == "00":
        return f"{year} (jour et mois inconnus)"
    if day == "00" and int(month) <= 12:
        return f"{month}/{year} (jour inconnu)"
    if month == "00":
        return f"{day}/??/{year} (mois inconnu)"
    return f"{day}/{month}/{year} (hors calendrier)"


def _known_parts(value: str) -> tuple[str, str, str]:
    """Year, month and day; empty for what is not known (``00``, beyond the calendar, absent)."""
    year, month, day = value[:4], value[4:6], value[6:8]
    month = month if "01" <= month <= "12" else ""
    return year, month, day if "01" <= day <= "31" else ""


def is_incomplete(value: str) -> bool:
    """Tell whether a birth date is incomplete or lunar: not a day of the calendar, and not empty."""
    return bool(value) and not is_calendar(value)


def differs_only_by_incomplete(a: str, b: str) -> bool:
    """Tell whether two different dates agree on every part that both know, one at least being incomplete.

    Such a date is proposed to a person, never accepted by itself.
    Rule: ins.md §4.3.
    """
    if a == b or not a or not b or not (is_incomplete(a) or is_incomplete(b)) or a[:4] != b[:4]:
        return False
    return all(
        not ours or not theirs or ours == theirs for ours, theirs in zip(_known_parts(a), _known_parts(b), strict=True)
    )


def is_inverted(a: str, b: str) -> bool:
    """Tell whether two dates differ by the exchange of day and month only."""
    return a != b and len(a) == len(b) == 8 and a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]


def find_inverted(value: str) -> str | None:
    """The date with day and month exchanged, to search for it too; None when that is no other day of the calendar."""
    swapped = value[:4] + value[6:8] + value[4:6]
    return swapped if swapped != value and is_calendar(value) and is_calendar(swapped) else None


def is_one_digit_apart(a: str, b: str) -> bool:
    """Tell whether two dates differ by one digit, or by two neighbouring digits exchanged."""
    if len(a) != 8 or len(b) != 8 or a == b:
        return False
    places = [place for place in range(8) if a[place] != b[place]]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and a[places[0]] == b[places[1]]
        and a[places[1]] == b[places[0]]
    )
