"""Dates as French documents print them: 12/03/26, 12 mars 2026, 1er mars, 12MAR26, boxes of digits, incomplete ones.

What lives here: the forms and the calendar. What must not: what a date is the date of (``date_roles``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from liane.domain.intake.extract.surface.sheet import Cell, Row, Span

DATES_PER_ROW_MAX = 40
_BROKEN_ROWS_MAX = 3
_MONTH_NAMES = (
    "JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE",
    "DECEMBRE",
)  # fmt: skip
_MONTHS = {
    **{name[:size]: at for at, name in enumerate(_MONTH_NAMES, 1) for size in range(3, len(name) + 1)},
    "FEVR": 2, "JUN": 6, "JUL": 7, "AUG": 8, "FEB": 2, "APR": 4, "MAY": 5,
}  # fmt: skip
"""Names of months, whole or cut after three letters at least (« avr. », « octo. »), and English ones of machines."""
del _MONTHS["JUI"]
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DIGIT = r"[0-9OQILSBZ|]"
_NUMERIC = re.compile(
    rf"(?:(?<![0-9A-Z.,/\-])|(?<=\.\.)|(?<=__)|(?<=\bLE)|(?<=\bDU)|(?<=\bAU))(?!\| )({_DIGIT}{{1,2}})"
    rf"( ?[/.\-] ?| )({_DIGIT}{{1,2}})(?:\2|[/.\-])({_DIGIT}{{4}}|{_DIGIT}{{2}})"
    r"(?![0-9]|[./\-][0-9])"
)
_ISO = re.compile(r"(?<![0-9A-Z/.\-])((?:19|20)\d\d)([-/.]| ?- ?)(\d\d)(?:\2| ?- ?)(\d\d)(?![0-9]|[/.\-][0-9])")
_WORDED = re.compile(
    rf"(?<![0-9A-Z/])(?:({_DIGIT}{{1,2}})(?: ?(?:ER|E\b|°))?[ .\-/]{{0,2}})({_MONTH})\.?[ .\-,/]{{0,3}}((?:19|"
    rf"20)\d\d|\d\d)(?!{_DIGIT})"
)
_MISREAD_MONTH = re.compile(
    rf"(?<![0-9A-Z/])({_DIGIT}{{1,2}})(?: ?ER)? ([A-Z0-9|]{{3,10}})\.? ([12I]{_DIGIT}[0-9OQILSZ|]{{2}})(?![0-9A-Z])"
)
"""A date in words, some letters or figures of which an optical reader took for others."""
_MONTH_YEAR = re.compile(rf"(?<![0-9A-Z])({_MONTH})\.?[ \-/]((?:19|20)\d\d)(?![0-9])")
_PARTED = re.compile(
    r"(?<![0-9A-Z.,/\-])(\d ?\d) ?/ ?(\d ?\d) ?/ ?([12] ?\d ?\d ?\d)(?![0-9])|"
    r"(?<![0-9A-Z.,/\-])(\d ?\d) ?\. ?(\d ?\d) ?\. ?([12] ?\d ?\d ?\d)(?![0-9])"
)
"""Figures that an optical reader parted: « 20/1 1/201 2 »."""
_SIGN = r" ?[/.,:;*\\|_\-–—] ?"
_SIGNED = re.compile(rf"(?<![0-9A-Z.,/\-])([0-3]?\d){_SIGN}([01]?\d)(?:{_SIGN}| )((?:19|20)\d\d)(?![0-9]|[./\-][0-9])")
"""Figures whose signs an optical reader took for others, or that bars part: « 12/03,1960 », « 12 | 03 | 1960 »."""
_ONES = re.compile(
    r"(?<![0-9A-Z.,/\-])(?:([0-3]\d)[1IL|!]([01]\d)[/.\-1IL|!]|([0-3]\d)[/.\-]([01]\d)[1IL|!])((?:19|20)\d\d)(?![0-9])"
)
"""A stroke of a date that an optical reader took for a figure: « 12103/1960 », « 12/0311960 »."""
_CUT_YEAR = re.compile(
    rf"(?<![0-9A-Z/.])([0-3]?\d)(?:([/.\-])([01]?\d)\2| ?(?:ER)? ({_MONTH})\.? )((?:19|20) \d\d)"
    r"(?!\d|[ ]?(?:H\b|H\d|:|MIN\b|ANS?\b|MOIS\b|KG\b|CM\b|G\b|M[GLM]\b|%|/))"
)
"""A year that an optical reader cut: « 12-03-19 60 »; no hour and no measure after a year of two figures."""
_BROKEN_HEAD = re.compile(rf"(?<![0-9A-Z/.\-])(\d{{1,2}})(?: ?ER)?(?:[ .\-/]{{1,3}}({_MONTH}))?(?: ?[.\-/])?$")
_BROKEN_TAIL = re.compile(rf"(?:({_MONTH})[ .\-/]{{1,3}})?((?:19|20)\d\d)(?![0-9]|[/.]\d)")
_CUT_HEAD = re.compile(r"(?<![0-9A-Z.,/\-])(\d\d) ?([/.\-])(?: ?(\d\d) ?\2)?$")
_CUT_TAIL = re.compile(r"(?:(\d\d) ?([/.\-]) ?)?((?:19|20)\d\d)(?![0-9]| ?[/\-] ?\d)")
"""« 12 / » over « 03 / 1960 », « 12 - 03 - » over « 1960 »: figures that the end of a narrow cell cuts."""
_SLASH_YEAR = re.compile(r"(?<![0-9A-Z/.\-])(0[1-9]|1[0-2]|00)/((?:19|20)\d\d)(?![0-9/])")
_COMPACT = re.compile(r"(?<![0-9A-Z])(?<![0-9] )(\d\d) ?(\d\d) ?((?:19|20)\d\d)(?! ?[0-9])")
_BOXES = re.compile(
    r"(?<![0-9A-Z])(\d)[ |\t](\d)[ |/.\t]{1,3}(\d)[ |\t](\d)[ |/.\t]{1,3}(\d)[ |\t](\d)[ |\t](\d)[ |"
    r"\t](\d)(?![0-9A-Z])"
)
_YEAR = re.compile(r"(?<![0-9A-Z/.\-])((?:19|20)\d\d)(?![0-9/.\-])")
_FIGURES_BEFORE = re.compile(
    r"(?<![A-Z0-9])[0-3OIL|]?[0-9OQILSBZ][ /.,:;*\\|_\-]{1,3}[01OIL|]?[0-9OQILSBZ][ /.,:;*\\|_\-]{1,3}$"
)
"""The day and the month of a date that could not be read: its year alone tells nothing."""
_REPAIRS = str.maketrans("OQIL|SBZ", "00111582")
_LETTERS = str.maketrans("0158|", "OISBI")
_ADDRESS_CHARS = 24
_STREET = re.compile(
    r"\b(?:RUE|PLACE|PL|AVENUE|AV|BOULEVARD|BD|BLD|QUAI|SQUARE|ALL[EÉ]ES?|IMPASSE|ROUTE|RTE|CHEMIN|CIT[EÉ]|R[EÉ]SIDENCE|"
    r"ESPLANADE|ROND-POINT|PARC|LOTISSEMENT|CASERNE)\.? DU $",
    re.IGNORECASE,
)
_TIME = re.compile(r"[ \t]{0,2}(?:,|A|-|\(|VERS)?[ \t]{0,2}(\d{1,2})[ ]?[H:][ ]?(\d{2})?")
MONTHLESS = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date on a row. iso: ``yyyy-MM-dd``, ``yyyy-MM`` or ``yyyy``. is_short: the year has two digits, its century is
    a guess. is_repaired: letters were read as digits. needs_label: a form that is a date only after a label.
    """

    span: Span
    iso: str
    is_short: bool = False
    is_repaired: bool = False
    needs_label: bool = False
    has_time: bool = False

    @property
    def is_whole(self) -> bool:
        """True when the day is known."""
        return len(self.iso) == 10


def _iso(day: int, month: int, year: int) -> str | None:
    if day == 0 and month == 0 and 1850 < year < 2200:
        return f"{year:04d}"
    if day == 0 and 1 <= month <= 12 and 1850 < year < 2200:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat() if 1850 < year < 2200 else None
    except ValueError:
        return None


def _year(text: str, received_on: str) -> tuple[int, bool]:
    """The year, and whether its century had to be guessed: the last one that is not after the reception."""
    year = int(text)
    if len(text) == 4:
        return year, False
    reached = int(received_on[:4])
    full = reached - reached % 100 + year
    return (full if full <= reached + 2 else full - 100), True


def is_in_address(before: str) -> bool:
    """True where the words before a day name a street after it: « 81 rue du 8-Mai-1945 »."""
    return _STREET.search(before) is not None


def find_dates(row: Row, received_on: str) -> tuple[PrintedDate, ...]:
    """Every date of a row, left to right, none inside another. received_on: ISO, for the century of short years."""
    found: list[PrintedDate] = []
    taken: list[tuple[int, int]] = []
    if not any(sign.isdigit() for sign in row.folded):
        return ()
    for reader in _READERS:
        for one in reader(row, received_on):
            start, end = one.span.start, one.span.end
            if len(found) < DATES_PER_ROW_MAX and not any(start < last and end > first for first, last in taken):
                taken.append((start, end))
                if not is_in_address(row.folded[max(0, start - _ADDRESS_CHARS) : start]):
                    found.append(_with_time(one))
    return tuple(sorted(found, key=lambda one: one.span.start))


def _with_time(one: PrintedDate) -> PrintedDate:
    has_time = _TIME.match(one.span.row.folded, one.span.end) is not None
    if not has_time:
        return one
    return PrintedDate(
        span=one.span,
        iso=one.iso,
        is_short=one.is_short,
        is_repaired=one.is_repaired,
        needs_label=one.needs_label,
        has_time=True,
    )


def _iso_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for match in _ISO.finditer(row.folded):
        iso = _iso(int(match.group(4)), int(match.group(3)), int(match.group(1)))
        if iso:
            is_parted = " " in match.group()  # « 1975- 08-21 »
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=is_parted))
    return made


def _numeric_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for match in _NUMERIC.finditer(row.folded):
        day, sign, month, year = match.groups()
        if not _is_mostly_digits(day + month + year):
            continue
        clean = [part.translate(_REPAIRS) for part in (day, month, year)]
        is_repaired = [day, month, year] != clean
        full, is_short = _year(clean[2], received_on)
        iso = _iso(int(clean[0]), int(clean[1]), full)
        is_weak = sign == " " or (is_short and (sign == "." or len(month) < 2))
        if iso and not (is_repaired and (is_weak or len(day) < 2)):
            made.append(
                PrintedDate(
                    span=Span(row, *match.span()),
                    iso=iso,
                    is_short=is_short,
                    is_repaired=is_repaired,
                    needs_label=is_weak and sign != "/",
                )
            )
    return made


def _is_mostly_digits(text: str) -> bool:
    letters = sum(not sign.isdigit() for sign in text)
    return letters == 0 or (letters <= 3 and letters <= len(text) - 4)


def _parted_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for match in _PARTED.finditer(row.folded):
        day, month, year = (part.replace(" ", "") for part in match.groups() if part is not None)
        iso = _iso(int(day), int(month), int(year))
        if iso and " " in match.group():
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso))
    return made


def _signed_dates(row: Row, received_on: str) -> list[PrintedDate]:
    """Dates whose signs were misread, told by a label alone: no figure of theirs is in doubt."""
    made = []
    for match in _SIGNED.finditer(row.folded):
        iso = _iso(*map(int, match.groups()))
        if iso:
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=True))
    for match in _ONES.finditer(row.folded):
        day, month, year = (part for part in match.groups() if part is not None)
        iso = _iso(int(day), int(month), int(year))
        if iso:
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, is_repaired=True, needs_label=True))
    return made


def _cut_years(row: Row, received_on: str) -> list[PrintedDate]:
    """Dates the four figures of whose year stand in two words, told by a label alone."""
    made = []
    for match in _CUT_YEAR.finditer(row.folded):
        day, _, figures, name, year = match.groups()
        month = int(figures) if figures else _MONTHS[name]
        iso = _iso(int(day), month, int(year.replace(" ", "")))
        if iso and iso <= received_on:
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=True))
    return made


def find_broken_dates(rows: Sequence[Row]) -> Iterator[PrintedDate]:
    """Dates in words that the end of a line cuts: « née le 10 mai » over « 1977 », « le 10 » over « mai 1977 ».

    rows: of a page, from the top; a line of another column may stand between. At most one a row; the span is what
    stands on the first row.
    """
    for place, row in enumerate(rows):
        for under in rows[place + 1 : place + 1 + _BROKEN_ROWS_MAX]:
            if under.top - row.bottom >= 1.2 * row.height:
                break
            broken = _broken_date(row, under)
            if broken is not None:
                yield broken
                break


def _broken_date(row: Row, under: Row) -> PrintedDate | None:
    for cell in reversed(row.cells):
        broken = _broken_words(cell, under) or _cut_figures(cell, under)
        if broken is not None:
            return broken
    return None


def _broken_words(cell: Cell, under: Row) -> PrintedDate | None:
    """A date in words whose end stands in a cell just under its beginning."""
    head = _BROKEN_HEAD.search(cell.row.folded, cell.start, cell.end)
    for other in under.cells if head is not None else ():
        if other.box.x0 >= cell.box.x1 or other.box.x1 <= cell.box.x0:
            continue
        tail = _BROKEN_TAIL.match(under.folded, other.start)
        if head is None or tail is None or bool(head.group(2)) == bool(tail.group(1)):
            continue
        iso = _iso(int(head.group(1)), _MONTHS[head.group(2) or tail.group(1)], int(tail.group(2)))
        if iso is not None:
            return PrintedDate(span=Span(cell.row, *head.span()), iso=iso)
    return None


def _cut_figures(cell: Cell, under: Row) -> PrintedDate | None:
    """A date in figures whose end stands in the cell just under its beginning."""
    head = _CUT_HEAD.search(cell.row.folded, cell.start, cell.end)
    for other in under.cells if head is not None else ():
        tail = _CUT_TAIL.match(under.folded, other.start, other.end)
        is_under = other.box.x0 < cell.box.x1 and other.box.x1 > cell.box.x0
        if head is None or tail is None or not is_under or bool(head.group(3)) == bool(tail.group(1)):
            continue
        if tail.group(2) not in (None, head.group(2)):
            continue  # « 12 - » over « 03/2019 »
        iso = _iso(int(head.group(1)), int(head.group(3) or tail.group(1)), int(tail.group(3)))
        if iso is not None:
            return PrintedDate(span=Span(cell.row, *head.span()), iso=iso)
    return None


def _worded_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for match in _WORDED.finditer(row.folded):
        day = match.group(1).translate(_REPAIRS)
        full, is_short = _year(match.group(3), received_on)
        iso = _iso(int(day), _MONTHS[match.group(2)], full)
        if iso:
            made.append(
                PrintedDate(
                    span=Span(row, *match.span()),
                    iso=iso,
                    is_short=is_short,
                    is_repaired=day != match.group(1) and not match.group(1).startswith(("L", "I")),
                )
            )
    return made


def _misread_dates(row: Row, received_on: str) -> list[PrintedDate]:
    """Dates in words with one letter of the month taken for another, or figures taken for letters."""
    made = []
    for match in _MISREAD_MONTH.finditer(row.folded):
        day, name, year = match.groups()
        month = _nearest_month(name.translate(_LETTERS))
        figures = (day.translate(_REPAIRS), year.translate(_REPAIRS))
        if month is None or not figures[1].isdigit() or not _is_mostly_digits(day + year):
            continue
        iso = _iso(int(figures[0]), month, int(figures[1]))
        if iso:
            made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, is_repaired=figures != (day, year)))
    return made


@lru_cache(maxsize=5_000)
def _nearest_month(name: str) -> int | None:
    """The month that a word is, one letter of four or more taken for another, lost or added; None when two could be."""
    for one in (name, name.replace("RN", "M", 1), name.replace("IN", "M", 1)):
        if one in _MONTHS:  # « rnars », « inai »
            return _MONTHS[one]
    near = {at for at, month in enumerate(_MONTH_NAMES, 1) if len(name) > 3 and _is_one_off(name, month)}
    return near.pop() if len(near) == 1 else None


def _is_one_off(word: str, other: str) -> bool:
    if len(word) == len(other):
        return sum(one != two for one, two in zip(word, other, strict=True)) == 1
    short, long = sorted((word, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _boxed_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for pattern in (_BOXES, _COMPACT):
        for match in pattern.finditer(row.folded):
            digits = "".join(match.groups())
            iso = _iso(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
            if iso:
                made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=True))
    return made


def _partial_dates(row: Row, received_on: str) -> list[PrintedDate]:
    made = []
    for match in _MONTH_YEAR.finditer(row.folded):
        iso = f"{match.group(2)}-{_MONTHS[match.group(1)]:02d}"
        made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=True))
    for match in _SLASH_YEAR.finditer(row.folded):
        iso = match.group(2) if match.group(1) == "00" else f"{match.group(2)}-{match.group(1)}"
        made.append(PrintedDate(span=Span(row, *match.span()), iso=iso, needs_label=True))
    for match in _YEAR.finditer(row.folded):
        if _FIGURES_BEFORE.search(row.folded, 0, match.start()):
            continue
        made.append(PrintedDate(span=Span(row, *match.span()), iso=match.group(1), needs_label=True))
    return made


_READERS = (
    _cut_years, _iso_dates, _numeric_dates, _parted_dates, _worded_dates, _misread_dates, _boxed_dates, _signed_dates,
    _partial_dates,
)  # fmt: skip
