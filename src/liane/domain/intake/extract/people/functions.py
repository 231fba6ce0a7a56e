"""Persons whom a function tells, no doctor's title: « Infirmière coordinatrice | Mme GAL », « direction : M. ROBIN ».

What lives here: the words of functions, and where they stand. What must not: the other roles (``roles``).
Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

import re

from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professions import WORKERS, words_of
from liane.domain.intake.extract.surface.sheet import Cell, Span

_EDGE = 0.01
_HEIGHTS_MAX = 2.5
_DAY = re.compile(r"(?:LE |DATE ?:? ?)?[0-9]{1,2}[ /.\-][0-9A-Z]{1,9}[ /.\-][0-9]{2,4}")
_CUT = re.compile("[;.—–]")
_SOMEBODY = re.compile(
    r"\b(?:PATIENTE?|MALADE|CHEZ|CETTE|CE|DAME|MONSIEUR|ENFANT|RESIDENTE?|USAGERE?|EPOUSE|EPOUX|NEE?|VOTRE|"
    r"CONCERNE|OBJET|ADRESSEE?|IDENTITE)\b"
)
_FUNCTION_WORDS = (
    rf"(?:{words_of(*WORKERS)}|RESPONSABLE (?!LEGA)(?:DE |DU |D')?(?:LA |L')?[A-Z]+|"
    r"AUXILIAIRE|AIDE A DOMICILE|ASSISTANTE?|DIRECTION|PROFESSEURE?|MAITRE|EMPLOYEUR|TRANSPORTEUR|CHAUFFEUR|"
    r"INTERVENANTE?|SECRETARIAT|PRESTATAIRE|VALIDATION|LECTURE|INTERPRETATION|DELEGUEE?|FORMAT(?:EUR|RICE)|"
    r"REFERENTE? PEDAGOGIQUE|AGENT|ACCUEIL|VENDEU(?:R|SE))"
)
_FUNCTION_CELL = re.compile(rf"[^\w]{{0,3}}(?:VOTRE |L'|LE |LA |UNE? )?{_FUNCTION_WORDS}S?\b[A-Z'() \-,]{{0,32}}[ :.]*")
_FUNCTION_BEFORE = re.compile(rf"\b{_FUNCTION_WORDS}S?(?: [A-Z']{{2,16}}){{0,4}} ?: ?$")


def has_function(person: Person, before: str) -> bool:
    """Tell whether a function tells who somebody is, and no birth: « direction : M. ROBIN », a cell left of the name.

    before: the words, folded, before the mention in its cell.
    """
    if person.birth_date is not None or person.name.birth is not None or person.is_child:
        return False
    if _FUNCTION_BEFORE.search(before) or _is_aside(person, before):
        return True
    at = person.civility if person.civility is not None else Span(person.row, person.start, person.start)
    cell = at.row.cell_at(at.start)
    if at.start - cell.start > 2:
        return False
    if person.name.given is None and _heads_signature(person, cell):
        return True
    if cell.place == 0:
        return False
    left = at.row.cells[cell.place - 1]
    return _FUNCTION_CELL.fullmatch(left.folded) is not None and _has_rows(person, cell.place)


def _is_aside(person: Person, before: str) -> bool:
    """« Classe : CE2 (Mme ROULAND) », « 12 séances (Mme ORVIAL) »: a name alone in brackets, told of no patient."""
    if person.name.given is not None or not before.endswith("(") or _SOMEBODY.search(_CUT.split(before)[-1]):
        return False
    return person.row.folded[person.name.end :].lstrip(" .").startswith(")")


def _heads_signature(person: Person, cell: Cell) -> bool:
    """« Responsable de la cantine » over « le 07/09/2026 » over « M. TANGUIN », in the columns of signatures."""
    sheet = person.reading.sheet
    over = sheet.above(cell.box, cell.row, heights_max=_HEIGHTS_MAX)
    if over is not None and _DAY.fullmatch(over.folded):
        over = sheet.above(over.box, over.row, heights_max=_HEIGHTS_MAX)
    is_listed = over is not None and len(over.row.cells) > 1
    return over is not None and is_listed and _FUNCTION_CELL.fullmatch(over.folded) is not None


def _has_rows(person: Person, place: int) -> bool:
    """True in a table: the row over that of a mention, or the one under it, has a cell at the same left edge."""
    own, rows = person.row.cells[place], person.reading.sheet.rows
    near = (rows[at] for at in (person.row.place - 1, person.row.place + 1) if 0 <= at < len(rows))
    edges = [abs(cell.box.x0 - own.box.x0) < _EDGE for row in near if len(row.cells) > 1 for cell in row.cells[1:]]
    return any(edges)
