"""The number of a stay, told by a word beside it: « venue 26M04471 », « 26-3302 (séjour) », « SEJ » over it.

What lives here: words for a stay, shapes of such numbers, and what only looks like one. What must not: labels of the
table (``labels``), the choice between two numbers.
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span
from liane.domain.intake.fields import FieldName, Role

STAY_CHARS_MIN = 7
"""Signs of the number of a « dossier » that may be that of a stay."""
_DIGITS_MIN, _DIGITS_MAX, _LETTERS_MAX = 5, 14, 6
_CHARS_MIN, _CHARS_MAX = 6, 20
_GROUPED_MIN, _GROUPED_MAX = 7, 12
"""Digits of a number printed in groups: « 26 331 870 »."""
_YEARS_MAX = 8
_HEAD_MAX = 0.3
_WIDE_MIN, _LINES_APART = 0.75, 1.2
"""Where a line ends that goes on under it; heights between the two."""
_STAY = (
    r"(?:SEJ(?:OUR)?(?: HOSPITALIER)?|VEN(?:UE)?|PASSAGE(?: (?:AUX )?URGENCES?)?|PASS|"
    r"(?:PRE[- ]?)?ADM(?:ISSION)?|HOSP(?:I|IT|ITALISATION)?|EPISODE(?: DE SOINS?)?|VISITE?|ENTREE|MOUVEMENT|MVT|"
    r"RENCONTRE|"
    r"I\.?E\.?P|N\.?D\.?A|DOSSIER (?:ADMIN(?:ISTRATIF)?|(?:DE |D')?(?:SEJOUR|VENUE|ADMISSION|HOSPITALISATION|PASSAGE)))"
)
_KIND = (
    r"(?: (?:EN )?(?:HAD|SMR|SSR|MCO|PSY|HDJ|HTP|HC|USLD|SLD|SAU|UHCD|UPATOU|EHPAD|USSR|URGENCES|AMBULATOIRE|"
    r"HOSPITALIER|ADMINISTRATIF|PATIENTE?)(?![0-9A-Z-]))?"
)
"""The kind of stay that may follow the word for it: « séjour SMR »."""
_NUMBERED = r"(?:N ?[°O]|N|NUM(?:ERO)?)"
_VALUE = r"(?:[A-Z]{1,4}-?)?[0-9][0-9A-Z]{0,19}(?:[\-/._][0-9A-Z]{1,12}){0,3}(?: [0-9]{2,4}(?![0-9/.A-Z])){0,3}"
_AFTER = re.compile(
    rf"(?<![A-Z0-9'\-])(?P<word>{_STAY}){_KIND}[.)\]]{{0,2}}(?P<sign>[ \t]{{0,3}}{_NUMBERED}[. ]?)?"
    rf"[ \t:=#.|…·>»]{{0,14}}-? ?[(\[]?(?P<value>{_VALUE})(?![0-9A-Z%€])"
)
_BEFORE = re.compile(
    rf"(?<![0-9A-Z\-/.])(?P<value>{_VALUE}) ?[(\[] ?(?:{_NUMBERED}[. ]?(?:DE |D')?)?(?:{_STAY}|URGENCES)\b"
)
"""« 26501177 (séjour) »: the word stands after the number."""
_FILE = re.compile(rf"(?<![A-Z0-9'\-])DOSSIER(?: (?:PATIENT|MEDICAL))? (?P<value>{_VALUE})(?![0-9A-Z%€])")
_PAIR = re.compile(
    rf"(?<![A-Z0-9'\-])(?:IPP|NIP|DOSSIER|PATIENT|IDENTIFIANT) ?/ ?(?:{_NUMBERED}[. ]?)?{_STAY}{_KIND}"
    rf"[. ]{{0,2}}(?:{_NUMBERED})?[ \t:=.]{{0,14}}[0-9A-Z\-.]{{4,20}} ?/ ?(?P<value>{_VALUE})(?![0-9A-Z%€])"
)
"""« IPP / séjour : 4561297 / 26728595 »: two labels, then two numbers in their order."""
_PAIR_CUT = re.compile(
    rf"(?<![A-Z0-9'\-])(?:IPP|NIP|DOSSIER|PATIENT|IDENTIFIANT) ?/ ?(?:{_NUMBERED}[. ]?)?{_STAY}{_KIND}[. ]{{0,2}}"
    rf"(?:{_NUMBERED})?[ \t:=.]{{0,14}}[0-9A-Z\-.]{{4,20}} ?/ ?$"
)
_PAIRED = re.compile(r"\b(?:IPP|NIP|DOSSIER|PATIENT|IDENTIFIANT) ?/ ?$")
_SPENT = re.compile(
    rf"\bSEJOUR (?:HOSPITALIER )?DU [0-9A-Z /.\-]{{6,24}} AU [0-9A-Z /.\-]{{6,24}} ?[,;(–\-]? ?{_NUMBERED}[. :]{{0,3}}"
    rf"(?P<value>{_VALUE})(?![0-9A-Z%€])"
)
"""« Séjour du 3 au 9 mars 2026, n° 26531644 »."""
_HEADING = re.compile(
    rf"\W{{0,3}}(?:{_NUMBERED}[. ]?(?:DE |DU |D'|DE LA )?)?{_STAY}{_KIND}[. ]{{0,2}}(?:{_NUMBERED})?[ .:)\]]{{0,4}}"
)
_ALONE = re.compile(rf"\W{{0,3}}(?P<value>{_VALUE})\W{{0,3}}")
_LAST = re.compile(rf"(?<![A-Z0-9'\-]){_STAY}{_KIND}[. ]{{0,2}}{_NUMBERED}?[ .:]{{0,4}}$")
_FIRST = re.compile(rf"(?P<value>{_VALUE})(?![0-9A-Z%€])")
"""A word for the stay that ends a line, and a number that begins the next."""
_LAST_MAX, _NEAR_CHARS = 40, 20
_HELD = re.compile(r"[0-9][)\]]? ?[(\[][^()\[\]]{0,14}$")
"""A number, then the bracket that a word for the stay stands in: it tells that number."""
_PHONE = re.compile(r"0[1-9](?:[ .\-]?[0-9]{2}){4}(?![0-9])")
_SPLIT_PHONE = re.compile(r"0[1-9](?:[ .\-][0-9]{2}){4}(?![0-9])")
_CALLED = re.compile(r"(?:PRE[- ]?)?ADM|HOSP|ENTREE|VISITE|PASS")
"""Words that a telephone number follows as well: « Admissions », « Hospitalisation »."""
_DAY = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])[ ./\-](?:0?[1-9]|1[0-2])[ ./\-](?:19|20)?[0-9]{2}(?![0-9])")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}[\-/.](?:(?:19|20)?[0-9]{2}|[01][0-9][\-/.][0-3][0-9])")
_RUN = re.compile(r"[0-9]{4}")
"""Figures that follow each other somewhere in such a number: « 100/100 » is a rate."""
_YEAR_FIRST = re.compile(r"[A-Z]{0,3}(?:20(?=[0-9]{2}[A-Z]))?([0-9]{2})")
_STICKER_LINES = 3
_SURE_MIN = 0.6
_BORN = re.compile(r"(?:\b[MFH]|\bDDN|\bNEE?(?:\(E\))?(?: LE)?|\bNAISS[A-Z.]*(?: LE)?)[ :.]*$")
_SEXED = re.compile(r" ?[(,–-]? ?(?:M|F|H)\)?[ .]*")
_OFFICE = re.compile(
    r"LABORATOIRE|BIOLOGIE MEDICALE|\bLBM\b|CABINET|RADIOLOGIE|IMAGERIE|PHARMACIE|ANATOM|MAISON DE SANTE|SELA"
)
_HOSPITAL = re.compile(
    r"CENTRE HOSPITALIER|\bCH[RU]?\b|\bCHRU\b|HOPITA|CLINIQUE|HOSPITALI|\bINSTITUT\b|\bHAD\b|\bEHPAD\b|URGENCES"
)


def stay_fields(reading: PageReading) -> Iterator[Found]:
    """Numbers that a word for the stay stands before, in brackets after, or over; that of a « dossier » says less."""
    for row in reading.sheet.rows:
        if not any(sign.isdigit() for sign in row.folded) and len(row.cells) < 2:
            continue
        yield from _on_row(reading, row)
    yield from _under_headings(reading)
    yield from _over_line_ends(reading)


def _on_row(reading: PageReading, row: Row) -> Iterator[Found]:
    for pattern in (_BEFORE, _PAIR, _SPENT):
        for match in pattern.finditer(row.folded):
            yield from _made(reading, row, match, ())
    for match in _AFTER.finditer(row.folded):
        near = max(0, match.start() - _NEAR_CHARS)
        if not any(pattern.search(row.folded, near, match.start()) for pattern in (_PAIRED, _HELD)):
            yield from _made(reading, row, match, ())
    for match in _FILE.finditer(row.folded):
        if may_be_stay(reading, _plain(match["value"])):
            yield from _made(reading, row, match, (Feature.LABEL_VAGUE,))
    if _PAIR_CUT.search(row.folded.rstrip()) is not None:
        yield from _alone_under(reading, row.cells[-1])


def _under_headings(reading: PageReading) -> Iterator[Found]:
    """« SEJ », « N° venue » alone in a cell, over a number alone in its own."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            if _HEADING.fullmatch(cell.folded) is None or _has_right(row, cell):
                continue
            yield from _alone_under(reading, cell)


def _alone_under(reading: PageReading, cell: Cell) -> Iterator[Found]:
    """A number alone in the cell under another one."""
    under = reading.sheet.below(cell.box, cell.row, heights_max=2.6)
    match = _ALONE.fullmatch(under.row.folded, under.start, under.end) if under is not None else None
    if under is not None and match is not None:
        yield from _made(reading, under.row, match, ())


def _over_line_ends(reading: PageReading) -> Iterator[Found]:
    """« … · séjour » at the end of a line, and its number at the start of the next."""
    for row in reading.sheet.rows:
        cell = row.cells[-1]
        start = max(cell.start, cell.end - _LAST_MAX)
        if cell.box.x1 < _WIDE_MIN or _LAST.search(row.folded, start, cell.end) is None:
            continue
        under = reading.sheet.rows[row.place + 1] if row.place + 1 < len(reading.sheet.rows) else None
        match = _FIRST.match(under.folded) if under is not None else None
        if under is not None and match is not None and under.top - row.bottom < _LINES_APART * row.height:
            yield from _made(reading, under, match, ())


def _has_right(row: Row, cell: Cell) -> bool:
    """True when the cell at the right of a heading holds a number, which the words before it tell already."""
    return any(_ALONE.fullmatch(other.folded) is not None for other in row.cells[cell.place + 1 : cell.place + 2])


def _made(reading: PageReading, row: Row, match: "re.Match[str]", more: tuple[Feature, ...]) -> Iterator[Found]:
    kept = _keep(match)
    if not kept:
        return
    start = match.start("value")
    span = Span(row, start, start + len(kept))
    dates = reading.dates[row.place]
    if any(one.span.start < span.end and one.span.end > start and not one.needs_label for one in dates):
        return
    yield found_at(FieldName.EPISODE, _plain(kept), span, {Feature.LABEL, *more}, Role.PATIENT)


def _keep(match: "re.Match[str]") -> str:
    """What of the signs found is the number, as printed; empty for a telephone number, a day, years, a postal code."""
    value = match["value"]
    groups = match.groupdict()
    word = groups.get("word") or ""
    phone = _PHONE if _CALLED.match(word) and not groups.get("sign") else _SPLIT_PHONE
    if any(one.match(match.string, match.start("value")) for one in (phone, _DAY, _YEARS)):
        return ""
    first = value.split(" ")[0]
    if " " in value:
        digits = sum(sign.isdigit() for sign in value)
        is_grouped = first.isdigit() and 2 <= len(first) <= 4 and _GROUPED_MIN <= digits <= _GROUPED_MAX
        value = value if is_grouped else first
    if " " not in value and match.end("value") > match.start("value") + len(value) and len(value) < _CHARS_MIN:
        return ""
    digits = sum(sign.isdigit() for sign in value)
    letters = sum(sign.isalpha() for sign in value)
    is_long = _CHARS_MIN <= len(value) <= _CHARS_MAX and _DIGITS_MIN <= digits <= _DIGITS_MAX
    is_told = " " in value or _RUN.search(value) is not None
    return value if is_long and is_told and letters <= _LETTERS_MAX else ""


def _plain(value: str) -> str:
    return value.replace(" ", "").strip("-/._")


def settle_stays(found: Sequence[Found], readings: Sequence[PageReading]) -> None:
    """Give to somebody else the number of a stay that a sticker tells with another birth date than the patient's.

    The date is told as a birth, or stands beside a sex, in the cells just over the number or beside it.
    """
    births = [one for one in found if one.name is FieldName.BIRTH_DATE and one.role is Role.PATIENT]
    own = max(births, key=lambda one: one.confidence, default=None)
    if own is None or own.confidence < _SURE_MIN:
        return
    pages = {reading.sheet.number: reading for reading in readings}
    for one in found:
        if one.name is FieldName.EPISODE and one.spans and one.spans[0].row.page in pages:
            told = list(_births_beside(pages[one.spans[0].row.page], one.spans[0]))
            if told and own.value not in told:
                one.role = Role.RELATIVE
                one.add(Feature.RELATIVE)


def _births_beside(reading: PageReading, span: Span) -> Iterator[str]:
    """Birth dates in the cell of a number and in those just over it, up to the second."""
    at: Cell | None = span.row.cell_at(span.start)
    for _ in range(_STICKER_LINES):
        if at is None:
            return
        dates = [one for one in reading.dates[at.row.place] if at.start <= one.span.start < at.end and one.is_whole]
        yield from (one.iso for one in dates if _is_birth(at, one.span))
        at = reading.sheet.above(at.box, at.row, heights_max=1.6)


def _is_birth(cell: Cell, span: Span) -> bool:
    """True for « DDN 14/01/1970 M », « né le … », a name before and a sex after: no day of anything else."""
    before, after = cell.row.folded[cell.start : span.start], cell.row.folded[span.end : cell.end]
    return _BORN.search(before) is not None or _SEXED.fullmatch(after) is not None


def may_be_stay(reading: PageReading, value: str) -> bool:
    """True for the number of a « dossier » that a hospital prints, long, that begins with a year near those printed."""
    year = _YEAR_FIRST.match(value)
    if len(value) < STAY_CHARS_MIN or year is None:
        return False
    head = " ".join(row.folded for row in reading.sheet.rows if row.top < _HEAD_MAX)
    if _OFFICE.search(head) and not _HOSPITAL.search(head):
        return False
    years = [int(date.iso[:4]) for dates in reading.dates for date in dates if date.is_whole]
    return bool(years) and -_YEARS_MAX <= int(year[1]) - max(years) % 100 <= _YEARS_MAX
