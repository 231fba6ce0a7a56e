"""The day of an extract of a record: « Historique des délivrances », « imprimé le 3 mars » and no other day of its own.

What lives here: when the day of the print is that of the paper. What must not: all other roles (``date_roles``).
Rule: intake.md §3 (roles of dates).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from liane.domain.intake.extract.dating.date_kinds import DateRole
from liane.domain.intake.extract.dating.date_roles import RoledDate
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.reading import PageReading

_HEAD_MAX = 0.3
_EXTRACT = re.compile(
    r"\W*(?:(?:EXTRAIT|HISTORIQUE|RELEVE|RESUME|EXPORT|IMPRESSION|LISTE|RECAPITULATIF)"
    r" (?:DU |DE |DES |DE LA |D')(?:[A-Z]{3,14} )?"
    r"(?:DOSSIER|DELIVRANCE|DISPENSATION|MEDICAMENT|VACCIN|TRAITEMENT|REMBOURSEMENT)|HISTORIQUE PHARMACEUTIQUE\b)"
)
_TOLD = (DateRole.DOCUMENT, DateRole.SIGNED, DateRole.ISSUED, DateRole.VISIT, DateRole.EXAM)


def as_extract(readings: Sequence[PageReading], roled: Sequence[RoledDate]) -> Sequence[RoledDate]:
    """The dates of a document; in an extract of a record that words date in no other way, the day of the print at its
    head is that on which it was issued, and days that begin its lines are of what it lists.
    """
    prints = [one for one in roled if one.role is DateRole.PRINTED and one.label is not None and _heads(one)]
    rows = readings[0].sheet.rows if readings else ()
    titles = (cell for row in rows if row.top < _HEAD_MAX for cell in row.cells)
    if len(prints) != 1 or any(map(_is_told, roled)) or not any(_EXTRACT.match(cell.folded) for cell in titles):
        return roled
    return [_of_extract(one, prints[0]) for one in roled]


def _is_told(one: RoledDate) -> bool:
    """True for a day that a label or « Valmont, le » tells to be the paper's, or that of what was done."""
    return one.role in _TOLD and (one.label is not None or Feature.GRAMMAR in one.features)


def _heads(one: RoledDate) -> bool:
    return one.reading.is_first and one.date.is_whole and one.date.span.row.top < _HEAD_MAX


def _of_extract(one: RoledDate, printed: RoledDate) -> RoledDate:
    if one is printed:
        return replace(one, role=DateRole.ISSUED)
    is_listed = one.role in (DateRole.OTHER, DateRole.DOCUMENT) and one.date.iso < printed.date.iso
    return replace(one, role=DateRole.EARLIER, is_aside=True) if is_listed else one
