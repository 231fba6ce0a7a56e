"""To whom a letter goes: the block of the address, the list of copies.

What lives here: places that say that a doctor named there is an addressee. What must not: the other roles (``roles``).
Rule: intake.md §3 (addressees).
"""

import re
from collections.abc import Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import ROLE_PREFIX, PageReading
from liane.domain.intake.extract.surface.sheet import Cell
from liane.domain.intake.page import Box

Blocks = list[tuple[Box, list[Cell]]]
"""Blocks of lines of addressees, each with its box."""
_POSTCODE = re.compile(r"(?<![0-9])(?:\d{5}|\d{2} \d{3})[ ,]+[A-Z]{2}")
_LETTERHEAD_WORDS = re.compile(
    r"\bTEL\b|TELEPHONE|\bFAX\b|SECRETARIAT|@|FINESS|STANDARD|RENDEZ-VOUS|HORAIRES|SIRET|ADELI|RPPS|CONVENTIONNE"
)
_DAY = re.compile(r"(?:^| |,)(?:LE|DATE) ?:? ?(?:[A-Z]+DI )?\d")
_PATIENT = re.compile(r"\bPATIENTE?\b|\bNEE?\b|\bDDN\b|NAISSANCE|\bOBJET\b|\bCONCERNE")
_DAY_ROWS_MAX = 4
_BY_SOMEBODY = re.compile(r"\bPAR(?: LE| LA| MON| NOS?)?[ :]*$")
_ADDRESSEE_LINES_MAX = 7
_LIST_ROWS_MAX = 6
_LEFT_TOP_MIN = 0.1
_INDENT_MAX = 0.25
"""How far to the right of its label a list may go on: a signature at the other side of the page is none of it."""


def address_blocks(reading: PageReading) -> list[tuple[Box, list[Cell]]]:
    """Blocks of lines of an addressee: upper part of the first page, in the right half, ended by a postcode."""
    if not reading.is_first:
        return []
    blocks: list[tuple[Box, list[Cell]]] = []
    for row in reading.sheet.rows:
        if not 0.04 < row.top < 0.5:
            continue
        for cell in row.cells:
            if cell.box.x0 > 0.42 and _POSTCODE.search(cell.folded):
                lines = _block_of(reading, cell)
                text = " ".join(line.folded for line in lines)
                if len(lines) >= 2 and not _LETTERHEAD_WORDS.search(text):
                    box = lines[0].box
                    for line in lines[1:]:
                        box = box.union(line.box)
                    blocks.append((box, lines))
    return blocks


def _block_of(reading: PageReading, last: Cell) -> list[Cell]:
    lines = [last]
    while len(lines) < _ADDRESSEE_LINES_MAX:
        top = lines[0]
        over = reading.sheet.above(top.box, top.row, heights_max=1.9)
        if over is None or abs(over.box.x0 - last.box.x0) > 0.03 or _POSTCODE.search(over.folded):
            break
        lines.insert(0, over)
    return lines


def begins_cell(person: Person) -> bool:
    """True when a mention begins its cell, civility included."""
    at = person.civility.start if person.civility is not None else person.start
    cell = person.row.cell_at(at)
    return at - cell.start <= 3


def in_block(person: Person, blocks: list[tuple[Box, list[Cell]]]) -> bool:
    """True when a mention stands on a line of a block."""
    cell = person.row.cell_at(person.start)
    return any(cell is line for _, lines in blocks for line in lines)


def is_addressed(person: Person, doctors: Sequence[Person]) -> bool:
    """True for a doctor at the head of a block over the body of the first page: in the right half, or in the left one
    with « Monsieur le Docteur » before the name or the postcode under it and somebody else at the foot of the page.
    """
    cell = person.row.cell_at(person.start)
    if not person.reading.is_first or not 0.08 < person.row.top < 0.42 or not begins_cell(person):
        return False
    if person.row.place > 0.6 * len(person.reading.sheet.rows):
        return False
    text = " ".join(line.folded for line in _lines_under(person.reading, cell))
    if _LETTERHEAD_WORDS.search(text) or person.row.top <= _LEFT_TOP_MIN:
        return False
    if cell.box.x0 >= 0.48 or _stands_under_day(person, cell):
        return True
    is_styled = person.civility is not None and bool(person.sex)  # nobody writes « Monsieur le Docteur » of himself
    return is_styled or (_POSTCODE.search(text) is not None and _signs_another(person, doctors))


def _stands_under_day(person: Person, cell: Cell) -> bool:
    """« Testville, le 21 novembre 2024 » over a doctor alone on the line, over the patient: to whom it is written."""
    reading = person.reading
    if cell.end - person.name.end > 3 or len(person.row.cells) > 1:
        return False
    above = reading.sheet.rows[max(0, person.row.place - _DAY_ROWS_MAX) : person.row.place]
    dated = [row for row in above if reading.dates[row.place] and _DAY.search(row.folded)]
    named = any(_PATIENT.search(row.folded) for row in reading.sheet.rows[: person.row.place])
    return bool(dated) and not named


def _lines_under(reading: PageReading, cell: Cell) -> list[Cell]:
    lines, at = [], cell
    for _ in range(4):
        under = reading.sheet.below(at.box, at.row, heights_max=1.9)
        if under is None or abs(under.box.x0 - cell.box.x0) > 0.03:
            break
        lines.append(under)
        at = under
    return lines


def _signs_another(person: Person, doctors: Sequence[Person]) -> bool:
    """True when a doctor of another name ends the page, and this one is not named there."""
    low = [one for one in doctors if one.row.top > 0.45 and one.row.place > person.row.place + 5]
    families = {fold_name(one.name.family.raw) for one in low if one.name.family is not None}
    own = fold_name(person.name.family.raw) if person.name.family is not None else ""
    return bool(families) and own not in families


def is_listed(person: Person) -> bool:
    """True for a doctor after « copie à », « destinataires » on the same line, or on the lines of the same list.

    A label of another role with a colon between ends the list; the words said of each (« médecin traitant ») do not.
    """
    reading, row = person.reading, person.row
    start = person.civility.start if person.civility is not None and person.civility.row is row else person.start
    for label in reading.labels[row.place]:
        if _lists_addressees(label) and label.end <= start and (label.has_colon or label.at_start):
            return not _is_ended(reading, label, start)
    return begins_line(person, start) and _continues_list(person)


def _lists_addressees(label: Label) -> bool:
    """True for « copie à » and, in the plural alone, for « correspondants »."""
    if label.kind == "role.recipient":
        return True
    return label.has_colon and "CORRESPONDANTS" in label.row.folded[label.start : label.end]


def _is_ended(reading: PageReading, label: Label, start: int) -> bool:
    row = label.row
    others = (one for one in reading.labels[row.place] if label.end <= one.start < start)
    if any(one.has_colon and one.kind.startswith(ROLE_PREFIX) and one.kind != label.kind for one in others):
        return True
    return _BY_SOMEBODY.search(row.folded[label.end : start]) is not None


def begins_line(person: Person, start: int) -> bool:
    """True when nothing but a dash or a bullet stands before a mention in its cell."""
    cell = person.row.cell_at(start)
    return not any(sign.isalnum() for sign in person.row.text[cell.start : start])


def _continues_list(person: Person) -> bool:
    """True on a line of a list whose first line has the label, alone or with the first name of the list after it."""
    reading, at = person.reading, person.row.cell_at(person.start)
    for _ in range(_LIST_ROWS_MAX):
        over = reading.sheet.above(at.box, at.row, heights_max=1.9)
        if over is None or at.box.x0 - over.box.x0 > _INDENT_MAX:
            return False
        labels = [one for one in reading.labels[over.row.place] if over.start <= one.start < over.end and one.at_start]
        if labels:
            return _lists_addressees(labels[0]) and (labels[0].has_colon or labels[0].is_alone)
        if not _names_doctor(over.folded):
            return False
        at = over
    return False


def _names_doctor(folded: str) -> bool:
    return (
        re.match(
            r"^[^A-Z0-9]{0,3}(?:(?:MADAME|MONSIEUR|MME|M\.?) (?:LE |LA )?)?(?:DR|DOCTEUR|PR|PROFESSEUR)E?S?\b", folded
        )
        is not None
    )
