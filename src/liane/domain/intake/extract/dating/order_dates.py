"""The day of an order or of a request, told as such: « prescription du », « date de la demande ».

What lives here: whether such a day is that of the paper itself. What must not: all other roles (``date_roles``).
Rule: intake.md §3 (roles of dates).
"""

import re

from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Row

_HEAD_MAX = 0.3
_ORDER_OF = re.compile(r"^\W*(?:ORDONNANCE|PRESCRIPTION)S? (?:MEDICALE |NUMERIQUE |ELECTRONIQUE )?(?:DU|EN DATE DU) $")
_ORDER = re.compile(r"ORDONNANCE|PRESCRIPTION")
_ASKED = re.compile(r"\b(?:DATE DE (?:LA )?(?:DEMANDE|PRESCRIPTION)|DEMANDEE? LE|PRESCRITE? LE) ?:? ?$")
_REQUEST = re.compile(r"\bDEMANDE|^\W*BON\b|ORDONNANCE|PRESCRIPTION")
_ANSWER = re.compile(r"RESULTAT|COMPTE[ -]?RENDU|\bCR\b|RAPPORT")


def _heads_paper(row: Row) -> bool:
    """True for a title, and for the words of a form that asks, however long."""
    return is_title(row.folded.strip(" *-\t")) or (row.top < _HEAD_MAX and row.folded.startswith("DEMANDE "))


def is_of_order(reading: PageReading, row: Row, text: str) -> bool:
    """« Prescription du » at the head of a page, under no title or under that of a prescription: its own day; « date de
    la demande » of a request, which no title says the answer to one.
    """
    if _ASKED.search(text):
        told = [one.folded for one in reading.sheet.rows if _heads_paper(one)]
        return any(_REQUEST.search(one) for one in told) and not any(_ANSWER.search(one) for one in told)
    if _ORDER_OF.match(text) is None or row.top > _HEAD_MAX or not reading.is_first:
        return False
    titles = [one.folded for one in reading.sheet.rows[: row.place] if is_title(one.folded.strip(" *-\t"))]
    return all(_ORDER.search(one) for one in titles)
