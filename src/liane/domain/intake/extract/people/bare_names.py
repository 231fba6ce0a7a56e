"""Names that stand without any label: a patient told by what stands beside, a doctor whose name goes on under the line,
a signature whose family name no list knows.

What lives here: these three shapes. What must not: roles (``rank_persons``), the reading of one name (``names``).
Rule: intake.md §3 (a page holds many names), §7 (candidates found by rules).
"""

import re
from dataclasses import replace

from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.lexicon import is_given, is_mainly_given
from liane.domain.intake.extract.surface.names import STOPS, PrintedName, shape_of
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span
from liane.domain.intake.extract.surface.word_classes import class_of

_UNDER_MAX = 2
_TIGHT = 1.9
"""Heights of a line within which another one is of the same block."""
_TRAIT = re.compile(
    r"[ ,;:(/|–—-]*(?:\d{1,3} ?(?:ANS|A)\b|DDN\b|SEXE\b|NEE?\b|AGEE?\b|NAISSANCE\b|DATE DE NAISSANCE|IPP\b|"
    r"[HMF]\b(?![.'’ ]?[A-Z])|HOMME\b|FEMME\b|MASCULIN|FEMININ|GARCON\b|"
    r"\d{1,2}[ ./-](?:\d{1,2}|[A-Z]{3,9})[ ./-](?:19|20)\d\d[ ,(/–—-]{1,4}\d{1,3} ?(?:ANS|A)\b)"
)
"""What only a patient's name is followed by: an age, a sex, a birth."""
_AGED = re.compile(r"(?<!\d)\d{1,3} ?ANS\b(?! (?:D|DE)\b)|\(\d{1,3} ?A\)|\bDDN\b|^(?:[HMF]|HOMME|FEMME)(?: |$)")
_SEPARATOR = re.compile(r" ?(?:$|[,;|·•(/–—-])")
_INITIALS = re.compile(r"[A-ZÀ-Ý]\.(?: ?-?[A-ZÀ-Ý]\.)? ?")
_WORD = re.compile(r"[^\W\d_]{3,}(?:['’\-][^\W\d_]{2,})*")


def is_told_as_patient(person: Person) -> bool:
    """True for a name without civility that an age, a sex or a birth follows, beside it or on the lines just under."""
    row, end = person.row, _end(person.name, person.row)
    cell = row.cell_at(person.start)
    if person.is_professional or any(sign.isalnum() for sign in row.text[cell.start : person.start]):
        return False
    if _TRAIT.match(row.folded, end, cell.end):
        return True
    if row.folded[end : cell.end].strip(" ,"):
        return False
    if cell.place + 1 < len(row.cells) and _TRAIT.match(row.cells[cell.place + 1].folded):
        return True
    at: Cell | None = cell
    for _ in range(_UNDER_MAX):
        at = person.reading.sheet.below(at.box, at.row, heights_max=_TIGHT) if at is not None else None
        if at is None or len(at.text) > 60 or any(class_of(word) == "profession" for word in at.folded.split()):
            return False
        if _AGED.search(at.folded):
            return True
    return False


def _end(name: PrintedName, row: Row) -> int:
    spans = (name.family, name.given, name.birth, name.used)
    return max((span.end for span in spans if span is not None and span.row is row), default=name.end)


def join_wrapped(reading: PageReading, person: Person) -> None:
    """« CPA par Dr Damien » over « LUXEREAU »: the family name under the line that a first name alone ends."""
    family, row = person.name.family, person.row
    if family is None or person.name.given is not None or not person.is_professional or family.row is not row:
        return
    cell = row.cell_at(family.start)
    if cell.end - family.end > 1 or not is_mainly_given(family.raw):
        return
    under = reading.sheet.below(cell.box, row, heights_max=1.3)
    word = _WORD.match(under.text) if under is not None else None
    if under is None or word is None or abs(under.box.x0 - cell.box.x0) > 0.02:
        return
    if shape_of(word.group()) != "U" or word.group() in STOPS or class_of(word.group()) != "other":
        return
    span = Span(under.row, under.start, under.start + word.end())
    person.name = replace(person.name, given=family, family=span)


def read_lone(row: Row, cell: Cell, *, is_low: bool) -> PrintedName | None:
    """A name at the head of a cell, its family name known to no list: « Dorothée Pasquerone · diététicienne »; at the
    foot of a page, alone, « D. Pasquerone ». None where no such name stands.
    """
    initials = _INITIALS.match(cell.text) if is_low else None
    first = _WORD.match(cell.text) if initials is None else None
    if initials is None and (
        first is None or not is_mainly_given(first.group()) or shape_of(first.group()) not in "TU"
    ):
        return None
    given_end = initials.end() if initials is not None else first.end() if first is not None else 0
    start = given_end + (cell.text[given_end : given_end + 1] == " ")
    family = _WORD.match(cell.text, start)
    if family is None or not _may_be_family(family.group()) or _SEPARATOR.match(cell.text, family.end()) is None:
        return None
    if initials is not None and cell.text[family.end() :].strip(" .,")[:1].isalpha() and cell.text[family.end()] != ",":
        return None
    given = Span(row, cell.start, cell.start + given_end - (cell.text[given_end - 1] == " "))
    return PrintedName(
        family=Span(row, cell.start + family.start(), cell.start + family.end()),
        given=given,
        end=cell.start + family.end(),
        sureness=0.7,
    )


def _may_be_family(word: str) -> bool:
    folded = word.upper()
    return (
        shape_of(word) in "TU"
        and len(word) > 3
        and class_of(folded) == "other"
        and folded not in STOPS
        and not is_given(word)
    )
