"""Sections of a form that are about a professional: « 4. Prescripteur » over « Nom et prénom ».

What lives here: whether such a heading rules a box of a name. What must not: the headings of others (``headings``).
Rule: intake.md §3 (roles).
"""

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.reading import PageReading

_BOXES = ("name", "family_given", "given_family", "given", "first_given")
_ROWS = 4
"""Rows under a box of a section where a birth date would make it that of a patient."""


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
