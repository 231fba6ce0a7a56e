"""Dates and numbers of a document's pages that may point at a record: birth dates, INS, local numbers, stays.

What lives here: what is printed or coded, told with how it was labelled. What must not: the records themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from liane.domain.errors import RuleViolation
from liane.domain.identity.birth_date import find_inverted, is_calendar, parse_known
from liane.domain.identity.ins import INS
from liane.domain.intake.extract.surface.dates import is_in_address
from liane.domain.intake.fields import Candidate, FieldName, ReadDocument, Role, Source
from liane.domain.intake.page import Page

DATES_MAX = 60
NUMBERS_MAX = 60
LINE_CHARS_MAX = 400
YEAR_MIN, YEAR_MAX = "1890", "2099"
_DIGITS = str.maketrans("OoQDlIi|!SsBZz", "00001111155822")
_NUMERIC = re.compile(
    r"(?<![0-9A-Za-z])([0-3OoQlI|][0-9OolISB]|[1-9l])[ ]?[/.\-,][ ]?([0-1OoQlI|][0-9OolISB]|[1-9l])[ ]?[/.\-,][ ]?"
    r"([12lI][0-9OoQlISB]{3}|[0-9]{2})(?![0-9A-Za-z])"
)
_SPACED = re.compile(r"(?<![0-9])([0-3][0-9]) ([01][0-9]) ((?:19|20)[0-9]{2})(?![0-9])")
_ISO = re.compile(
    r"(?<![0-9./\-])((?:18|19|20)[0-9]{2})(?: ?- ?([01][0-9]) ?- ?|([./])([01][0-9])\3)([0-3][0-9])"
    r"(?![0-9]|[./\-][0-9])"
)
_WRITTEN = re.compile(
    r"(?<![0-9])([0-3]?[0-9]|1er)[\s\-./]{0,3}((?:jan|f[ée]v|mar|avr|mai|jui|juil|ao[uû]|sep|oct|nov|d[ée]c)"
    r"[a-zéûA-Z]{0,7})[\s\-./]{0,3}((?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:\bn[ée]+\s?\(?e?\)?\.?\s*(?:le\b|:)|naiss(?:an|\b)|\bddn\b|\bdn\b\s*:|\bn\.?\s?le\b)[^0-9]{0,25}$",
    re.IGNORECASE,
)
"""A label of birth just before a date, no other figure between."""
_OTHER_ACT = re.compile(
    r"\b(?!n[ée]+\b)(?:[a-zà-ÿ]{3,}(?:[ée]e?s?|re[çc]ue?s?|sortie?s?|admise?s?|vue?s?)|re[çc]ue?|vue?|sortie?|admise?)"
    r" (?:le|du)\b[^0-9]{0,4}$|\b(?!n[ée]+\b|assur|int[ée]ress|salari|accompagn|hospitalis|prot[ée]g|concern|soign)"
    r"(?:[a-zà-ÿ]{3,}ée?s?|sortie|admission) ?: ?$",
    re.IGNORECASE,
)
"""A participle before the date that is none of birth."""
_NAMED_ACT = re.compile(r"[Nn]aiss\w*\.?[ :]+[A-ZÀ-Ý][^0-9]* du ?$")
"""« Nom de naiss. : DUPONT   Examen du »: the label is of the name, the day of what stands between."""
_BORN_CHARS_BEFORE = 40
_MATRICULE = re.compile(r"(?<![0-9A-Za-z])([1-478](?:[ .]?[0-9OolISB]){4}(?:[ .]?[0-9OolISABab]){10})(?![0-9A-Za-z])")
_NUMBER_LABEL = re.compile(
    r"\bins\b|\bnir\b|matricule|s[ée]curit[ée] sociale|\bn[°o]?\s?ss\b|\bnia\b|(?:identit[ée]|identifiant|num[ée]ro)"
    r" national(?:e)?\b",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"(?:\b[il1|]n[s5]\b|\bnir\b|\bnia\b|national(?:e)? de sant[ée]|matricule|s[ée]curit[ée] sociale|\bn[°o]?\s?ss\b)"
    r"[^0-9A-Za-z]{0,6}(?:\([^)0-9]{0,12}\)[^0-9A-Za-z]{0,4})?(?:[il1|]n[s5]\b[^0-9A-Za-z]{0,4})?"
    r"((?:[0-9A-Za-z|][ .]?){11,18})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
"""A number after the label of an INS that has not its form: lost, added or misread signs."""
_AGAIN = re.compile(r"^(?:INS|NIR|NIA)+(?=[0-9])")
"""« INS/NIR 2 90 … »: a second label before the number."""
_BROKEN_DIGITS_MIN = 9
_INS_ALONE = re.compile(
    r"(?:n° |num[ée]ro |matricule )?\(?ins\)?(?:[ -]?\(?n[il1][ra]\)?)?\W*"
    r"|(?:identifiant national|identit[ée] nationale) de sant[ée](?: \(ins\))?\W*",
    re.IGNORECASE,
)
_CODED_INS = re.compile(r"S1([0-9]{6}[0-9ABab][0-9]{8})")
_CODED_DATE = re.compile(r"S6([0-9]{2})-([0-9]{2})-([0-9]{4})")
_OWN_ROLES = (Role.PATIENT, Role.OTHER)
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[A-Z]{0,4}[0-9]{5,14})(?![0-9A-Za-z])")


class Mark(NamedTuple):
    """A value on a page. is_labelled: told to be the patient's own (a birth date, an INS, a local number).

    is_doubtful: the century or a letter read as a digit was supplied here: good to search with, no evidence alone.
    """

    value: str
    page: int
    is_labelled: bool
    source: Source = Source.PAGE
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMarks:
    """Everything that may point at a record. relatives: birth dates of other persons named, told so by extraction."""

    births: tuple[Mark, ...]
    dates: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    identifiers: tuple[Mark, ...]
    relatives: frozenset[str] = frozenset()

    @property
    def ins(self) -> tuple[Mark, ...]:
        """The matricules whose key is right."""
        return tuple(one for one in self.numbers if has_right_key(one.value))


def has_right_key(matricule: str) -> bool:
    """Tell whether a matricule of 15 characters has a right key."""
    return len(matricule) == 15 and INS(matricule=matricule, oid="").has_valid_key


def to_index_date(iso: str) -> str:
    """``yyyy-MM-dd`` as the index writes it, ``yyyyMMdd``."""
    return iso.replace("-", "")


def gather_marks(read: ReadDocument, pages: Sequence[Page]) -> PageMarks:
    """Gather dates and numbers, those that extraction chose first, then those that the pages show.

    Rule: intake.md §4 (every plausible date on the page), §2 (datamatrix).
    """
    births = list(_read_candidates(read, FieldName.BIRTH_DATE))
    relatives = {to_index_date(mark.value) for mark in _other_births(read)}
    births = [mark._replace(value=to_index_date(mark.value)) for mark in births]
    dates: list[Mark] = []
    numbers = [mark._replace(value=mark.value.upper()) for mark in _read_candidates(read, FieldName.INS)]
    identifiers = [*_read_candidates(read, FieldName.IPP), *_read_candidates(read, FieldName.EPISODE)]
    for page in pages:
        _read_symbols(page, births, numbers, identifiers)
        for line in page.text.splitlines():
            for mark in _find_dates(line[:LINE_CHARS_MAX], page.number):
                (births if mark.is_labelled else dates).append(mark)
            numbers += _find_matricules(line[:LINE_CHARS_MAX], page.number)
            identifiers += [Mark(one[0], page.number, False) for one in _NUMBER.finditer(line[:LINE_CHARS_MAX])]
    births = [mark for mark in births if mark.value not in relatives or mark.source is not Source.PAGE]
    theirs = {one.value for one in read.candidates.get(FieldName.INS, ()) if one.role not in _OWN_ROLES}
    numbers = [mark for mark in numbers if mark.value not in theirs or mark.source is not Source.PAGE]
    return PageMarks(
        births=_unique(births, DATES_MAX),
        dates=_unique(dates, DATES_MAX),
        numbers=_unique(numbers, NUMBERS_MAX),
        identifiers=_unique(identifiers, NUMBERS_MAX),
        relatives=frozenset(relatives),
    )


def _unique(marks: Sequence[Mark], count_max: int) -> tuple[Mark, ...]:
    """The first of each value, the labelled ones first."""
    kept: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda one: (not one.is_labelled, one.is_doubtful)):
        kept.setdefault(mark.value, mark)
    return tuple(kept.values())[:count_max]


def _read_candidates(read: ReadDocument, name: FieldName) -> Iterator[Mark]:
    """Values of a field that may be the patient's, the chosen one first."""
    chosen: list[Candidate] = [read.fields[name].chosen] if name in read.fields else []
    for candidate in [*chosen, *read.candidates.get(name, ())]:
        if candidate.role in _OWN_ROLES or candidate in chosen:
            is_labelled = candidate in chosen or candidate.role is Role.PATIENT or candidate.source is not Source.PAGE
            value = "".join(candidate.value.split())
            yield Mark(value, candidate.page, is_labelled, candidate.source, candidate.is_repaired)


def _other_births(read: ReadDocument) -> Iterator[Mark]:
    for candidate in read.candidates.get(FieldName.BIRTH_DATE, ()):
        if candidate.role not in _OWN_ROLES:
            yield Mark(candidate.value, candidate.page, False)
    for mention in read.mentions:
        if mention.role not in _OWN_ROLES and mention.birth_date is not None:
            yield Mark(mention.birth_date.value, mention.birth_date.page, False)


def _read_symbols(page: Page, births: list[Mark], numbers: list[Mark], identifiers: list[Mark]) -> None:
    for symbol in page.symbols:
        text = symbol.payload.decode("latin-1")
        if text.lstrip("]d0123456789\x1d\xe8 ").startswith("IS0") or "IS01" in text[:8]:
            numbers += [Mark(one[1].upper(), page.number, True, Source.DATAMATRIX) for one in _CODED_INS.finditer(text)]
            for one in _CODED_DATE.finditer(text):
                births.append(Mark(one[3] + one[2] + one[1], page.number, True, Source.DATAMATRIX))
        elif len(text) <= 40 and text.isascii() and text.isprintable():
            identifiers.append(Mark(text.strip(), page.number, True, Source.BARCODE))


def _find_dates(line: str, page: int) -> Iterator[Mark]:
    for start, value, is_doubtful in read_dates(line):
        if YEAR_MIN <= value[:4] <= YEAR_MAX and is_calendar(value):
            before = line[max(0, start - _BORN_CHARS_BEFORE) : start]
            yield Mark(value, page, _is_told_birth(before), Source.PAGE, is_doubtful)


def _is_told_birth(before: str) -> bool:
    """True after a label of birth, unless the words between tell another act: « nom naiss. DUPONT prélevé le »."""
    told = _BORN.search(before)
    if told is None or _NAMED_ACT.search(before):
        return False
    return _OTHER_ACT.search(before, told.start() + 3) is None


def read_dates(line: str) -> Iterator[tuple[int, str, bool]]:
    """Places, values and doubts of the dates of a line, but of the days that streets are named after."""
    for start, value, is_doubtful in _read_days(line):
        if not is_in_address(line[max(0, start - _BORN_CHARS_BEFORE) : start]):
            yield start, value, is_doubtful


def _read_days(line: str) -> Iterator[tuple[int, str, bool]]:
    for found in _NUMERIC.finditer(line):
        parts = tuple(found.groups())
        day, month, year = (part.translate(_DIGITS) for part in parts)
        is_doubtful = len(year) == 2 or (day, month, year) != parts
        years = (year,) if len(year) == 4 else (f"19{year}", f"20{year}")
        for full in years:
            yield found.start(), f"{full}{int(month):02d}{int(day):02d}", is_doubtful
    for found in _SPACED.finditer(line):
        yield found.start(), f"{found[3]}{found[2]}{found[1]}", False
    for found in _ISO.finditer(line):
        yield found.start(), f"{found[1]}{found[2] or found[4]}{found[5]}", False
    for found in _WRITTEN.finditer(line):
        try:
            yield found.start(), parse_known(" ".join(found.groups()), int(YEAR_MAX)), False
        except RuleViolation:
            continue


def _find_matricules(line: str, page: int) -> Iterator[Mark]:
    read: set[str] = set()
    for found in _MATRICULE.finditer(line):
        text = found[1].replace(" ", "").replace(".", "").upper()
        if len(text) == 15:
            corsica = text[5:7] if text[5:7] in ("2A", "2B") else ""
            digits = text.translate(_DIGITS)
            value = digits[:5] + corsica + digits[7:] if corsica else digits
            is_labelled = _NUMBER_LABEL.search(line[: found.start()]) is not None
            read |= {text, value}
            yield Mark(value, page, is_labelled, Source.PAGE, value != text)
    for found in _BROKEN.finditer(line):
        text = _AGAIN.sub("", re.sub(r"[ .|]", "", found[1]).upper())
        if text in read or has_right_key(text[:15]) or text.startswith("12250"):
            continue  # read above, followed by other figures, or an OID
        if sum(sign.isdigit() for sign in text) >= _BROKEN_DIGITS_MIN:
            yield Mark(text, page, True, Source.PAGE, True)


def find_near_dates(value: str) -> tuple[str, ...]:
    """Days of the calendar one digit away from a date, or with two neighbouring digits or day and month exchanged."""
    near: dict[str, None] = {}
    inverted = find_inverted(value)
    if inverted:
        near[inverted] = None
    for place, digit in enumerate(value):
        for other in "0123456789":
            if other != digit:
                near[value[:place] + other + value[place + 1 :]] = None
        if place and value[place - 1] != digit:
            near[value[: place - 1] + digit + value[place - 1] + value[place + 1 :]] = None
    return tuple(one for one in near if YEAR_MIN <= one[:4] <= YEAR_MAX and is_calendar(one))


def announces_ins_alone(line: str) -> bool:
    """True for a line that holds the label of an INS and nothing more."""
    return _INS_ALONE.fullmatch(line.strip()) is not None
