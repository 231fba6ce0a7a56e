"""Sections of a form that are about a professional: « 4. Prescripteur » over « Nom et prénom ».

What lives here: whether such a heading, or such a label beside, rules a box of a name. What must not: the headings of
others (``headings``).
Rule: intake.md §3 (roles).
"""

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading

_BOXES = ("name", "family_given", "given_family", "given", "first_given")
_ROWS = 4
"""Rows under a box of a section where a birth date would make it that of a patient."""
_COLUMN_ROWS = 9
_EDGE = 0.012


def heads_section(reading: PageReading, scope: Label | None, label: Label) -> bool:
    """True where a heading of a professional alone rules a box of a name.

    Only where the form gave a birth date before it, and gives none under it: a heading of staff in a letterhead rules
    no identity. scope: the label of a role that governs the box; label: that of the box.
    """
    if scope is None or not scope.is_alone or scope.row is label.row or label.kind not in _BOXES:
        return False
    births = [one.row.place for one in reading.all_labels("date.birth")]
    is_told = any(place < scope.row.place for place in births)
    return is_told and not any(scope.row.place <= place <= label.row.place + _ROWS for place in births)


def has_birth_box(reading: PageReading, scope: Label, label: Label) -> bool:
    """« Service demandeur : » of a letterhead, on the line of « NOM | MARTIN » over « Né le | 12/03/1960 ».

    True where the boxes of the column of a label, just under it, hold a birth date: no professional has such a box.
    """
    own = label.row.cell_at(label.start)
    if scope.row.cell_at(scope.start) is own or not label.at_start:
        return False
    place = label.row.place
    under = (one for row in reading.labels[place + 1 : place + _COLUMN_ROWS] for one in row)
    births = (one for one in under if one.kind == "date.birth" and one.at_start)
    return any(abs(one.row.cell_at(one.start).box.x0 - own.box.x0) < _EDGE for one in births)
