"""Days that whoever handled a paper left on it: the line of a fax, the stamp of its arrival, « vu le » in the margin.

What lives here: telling them by their place and by what stands around. What must not: the other days beside the subject
(``side_dates``). Rule: intake.md §3 (« Same for dates »).
"""

import re

from liane.domain.intake.extract.dating.date_kinds import DateRole
from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Row

_EDGE_TOP, _EDGE_FOOT = 0.06, 0.94
_SAME_LINE = 0.012
"""Share of the page within which rows of one line, a little askew, stand."""
_FAX = re.compile(
    r"\bFAX\b|TELECOPI|\bP\.? ?\d{1,3} ?/ ?\d{1,3}|\bDE ?: ?.{0,40}\bA ?: ?|"
    r"\bDE ?: ?0\d(?:[ .]?\d{2}){4}\b|\bP(?:AGE)?[. ]{1,2}0\d{1,2}\b"
)
_SENT_FROM = re.compile(
    r"^\W*[A-Z0-9]{2,4} ?:.{0,80}\b\d{1,2} ?[H:] ?\d{2}\b.{0,20}\bP[A-Z]{1,3}\.? ?\d{1,3} ?(?:SUR|/)"
)
"""« De: Clinique … 24-03-25 14h26 Page 1 sur 2 », its first word read well or not."""
_NUMBERED = re.compile(
    r"(?<!\d)\d{2}(?:[ .]?\d{2}){4}\W{1,12}\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\W{1,4}"
    r"(?:A )?\d{1,2} ?[H:] ?\d{2}\b\W{0,8}\bP"
)
"""« 02 99 00 00 00  12/03/2026  16:29  Page : 1 »: a number, a day, an hour and a page, whatever stands before."""
_PAGED = re.compile(r"\b\d{2} ?[H:] ?\d{2}\W{1,4}\d(?:[ .]?\d){8,9}\b.{0,40}\bPAGE ?\d")
"""« 28/12/2026 68:57  0247432916  ACCUEIL  PAGE 61/61 »: an hour, read well or not, a number and a page."""
_OF_PRINT = re.compile(r"\b(?:EDIT|IMPR|VALID|SIGN|TIRAGE|DATE)")
_MARGIN = re.compile(r"^\W*(?:VUE?|LUE?|CLASSEE?|SCANNEE?|NUMERISEE?|TRAITEE?|SAISIE?)(?: PAR [A-Z .]{1,20})? LE $")
_STAMPED = re.compile(r"^\W*(?:ARRIVEE?|RECUE?|ENTREE?)(?: LE)?\W*$")


def handled_role(
    reading: PageReading, row: Row, date: PrintedDate, role: DateRole, label: Label | None
) -> DateRole | None:
    """FAX or RECEIVED for a day that tells nothing of the paper itself; None for any other.

    role, label: what else tells it.
    """
    is_edge = row.top < _EDGE_TOP or row.bottom > _EDGE_FOOT
    if is_edge and _is_fax(_line_of(reading, row)):
        return DateRole.FAX
    cell = row.cell_at(date.span.start)
    before, after = row.folded[cell.start : date.span.start], row.folded[date.span.end : cell.end]
    if is_edge and len(row.cells) == 1 and _MARGIN.match(before) and not after.strip(" .,;"):
        return DateRole.RECEIVED
    is_alone = not before.strip() and not after.strip(" .,:;0123456789H")
    if role is DateRole.RECEIVED and label is not None and is_alone and _is_stamp(row, label):
        return DateRole.RECEIVED
    return None


def is_of_machine(reading: PageReading, row: Row) -> bool:
    """True for a row of the line, with its day, that a fax prints at the edge of a page."""
    is_edge = row.top < _EDGE_TOP or row.bottom > _EDGE_FOOT
    is_dated = any(not one.needs_label for one in reading.dates[row.place])
    return is_edge and is_dated and _is_fax(_line_of(reading, row))


def _line_of(reading: PageReading, row: Row) -> str:
    """The words at the height of a row, from left to right: a line askew makes several rows."""
    beside = [one for one in reading.sheet.rows if abs(one.top - row.top) < _SAME_LINE]
    return "\t".join(one.folded for one in sorted(beside, key=lambda one: one.cells[0].box.x0))


def _is_fax(line: str) -> bool:
    if any(words.search(line) is not None for words in (_FAX, _NUMBERED, _PAGED)):
        return True
    return _SENT_FROM.match(line) is not None and _OF_PRINT.search(line) is None


def _is_stamp(row: Row, label: Label) -> bool:
    """« ARRIVÉ LE », alone in capitals over the day, neither of which heads or fills a table."""
    if label.row.place >= row.place or min(len(label.row.cells), len(row.cells)) > 1:
        return False
    cell = label.row.cell_at(label.start)
    return _STAMPED.match(cell.folded) is not None and label.row.text[cell.start : cell.end].isupper()


def is_arrival(reading: PageReading, label: Label) -> bool:
    """« Arrivée le » tells the arrival of the patient on a page of the emergency service, not that of the mail."""
    if not label.row.folded.startswith("ARRIV", label.start):
        return False
    return any("URGENCES" in row.folded for row in reading.sheet.rows if row.place < label.row.place)
