"""Whose a labelled birth date is, by its place: boxes of a column, whoever stands before it on its line or over it.

What lives here: these places. What must not: dates without a label, which a name alone explains (``births``).
Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.dating.date_roles import RoledDate
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.roles import is_under_office
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.fields import Role

_BESIDE_ROWS_MAX = 3
_EDGE = 0.05
_KIN_BOX = re.compile(r"\b(?:LIEN|PARENTE|TELEPHONE|TEL|QUALITE)\b")


def boxes_over(roled: RoledDate, persons: Sequence[Person]) -> Person | None:
    """The box of a name just over « Né(e) le : … » in its column, before whoever is named beside in another column."""
    label, row = roled.label, roled.date.span.row
    if label is None or label.row is not row or not label.at_start:
        return None
    cell = row.cell_at(label.start)
    over = [
        one
        for one in persons
        if one.kind and one.row.page == row.page and 0 < row.place - one.row.place <= _BESIDE_ROWS_MAX
        and one.birth_date is None and _is_in_column(one, cell) and one.role is Role.PATIENT
    ]  # fmt: skip
    return over[-1] if over else None


def boxed_patient(roled: RoledDate, owner: Person, persons: Sequence[Person]) -> Person | None:
    """The patient of a form, where the lone birth date of the page stands in a box under that of a contact.

    « Médecin traitant | Dr X | Personne de confiance | Anne DURAND » over « Adresse | … | Date de naissance | … »: the
    contact has one box, with a value of its own, and rules none of the next line.
    """
    label, row = roled.label, owner.row
    if owner.role is not Role.RELATIVE or owner.kind or label is None or not (label.at_start and label.is_alone):
        return None
    is_in_grid = row.place < label.row.place and len(row.cells) > 3 and row.cell_at(owner.start).place > 0
    is_in_grid = is_in_grid and len(label.row.cells) > 3 and not _KIN_BOX.search(label.row.folded)
    boxed = [one for one in persons if one.kind and one.role is Role.PATIENT and one.key < owner.key]
    return boxed[-1] if is_in_grid and boxed and not any(one.birth_date for one in boxed) else None


def drop_shared(persons: Sequence[Person]) -> None:
    """Take from a contact the birth date, over which they stand, that a box of the patient holds."""
    boxed = [one for one in persons if one.kind and one.role is Role.PATIENT and one.birth_date is not None]
    held = {one.birth_date.span for one in boxed if one.birth_date is not None}
    for person in persons:
        is_other = person.role is Role.RELATIVE and not person.kind and person.birth_label is None
        if is_other and person.birth_date is not None and person.birth_date.span in held:
            person.birth_date = None


def _is_in_column(person: Person, cell: Cell) -> bool:
    """True for a box whose name, or whose label, begins where a cell does."""
    label = person.label
    places = (person.row.cell_at(person.start), *((label.row.cell_at(label.start),) if label is not None else ()))
    return any(abs(one.box.x0 - cell.box.x0) < _EDGE for one in places)


def before_wrapped(roled: RoledDate, persons: Sequence[Person]) -> Person | None:
    """« Réf. : Mme DUPONT Marie née le » over « 12/03/1960 »: who stands before « née le » on its own line."""
    label = roled.label
    if label is None or not is_wrapped(roled):
        return None
    return find_owner(
        label.row, label.start, [one for one in persons if one.row is label.row and one.start < label.start]
    )


def is_wrapped(roled: RoledDate) -> bool:
    """True for a date under the words that tell it, where these end the line of a name."""
    label, row = roled.label, roled.date.span.row
    if label is None or label.row is row or label.at_start or label.row.page != row.page:
        return False
    return not any(sign.isalnum() for sign in label.row.text[label.end : label.row.cell_at(label.start).end])


def shares_heading(person: Person, scope: Label | None) -> bool:
    """False for a box under the heading of another column than that of a date: « PATIENT » beside « CONJOINT »."""
    if not person.kind or scope is None or not scope.is_alone:
        return True
    return "role.relative" not in (person.scope, scope.kind) or person.scope == scope.kind


def find_owner(row: Row, start: int, persons: Sequence[Person]) -> Person | None:
    """Whoever is named before a place on its line, else over it in its column."""
    cell = row.cell_at(start)
    best: Person | None = None
    for person in persons:
        if person.row.page != row.page or (person.row.place, person.start) > (row.place, start):
            continue
        distance = row.place - person.row.place
        if distance > _BESIDE_ROWS_MAX or (person.is_professional and not person.sex) or _is_staff(person, row):
            continue  # « Dr X certifie avoir examiné … né le … » tells nothing of the doctor
        own = person.row.cell_at(person.start).box
        overlap = min(own.x1, cell.box.x1) - max(own.x0, cell.box.x0)
        if distance == 0 or overlap > 0 or abs(own.x0 - cell.box.x0) < 0.05:
            best = person
    return best


def _is_staff(person: Person, row: Row) -> bool:
    """True for whoever a label tells as staff over a date, or who stands under « Secrétariat »."""
    if person.row is not row and person.role in (Role.STAFF, Role.RECIPIENT):
        return True
    return person.name.given is None and not person.kind and is_under_office(person)
