"""The sex printed near the patient without a label: « Homme 153 cm 60 kg » under a name, « M 21/12/1937 (88 ans) ».

What lives here: those words and signs, by their place. What must not: labels, civilities (``identity_fields``).
Rule: intake.md §3 (sex).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate
from liane.domain.intake.extract.people.identities import Identity
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.surface.evidence import Feature, Found, found_at
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Span
from liane.domain.intake.fields import FieldName, Role

_ROWS_MAX = 5
_EDGE = 0.02
_HEIGHT_MAX = 0.12
_WORD = r"(?P<v>F|M|H|♂|♀|FEMININ|MASCULIN|FEMME|HOMME|FILLE|GARCON|FEMALE|MALE)"
_ALONE = re.compile(
    rf"[^A-Z0-9♂♀]{{0,3}}(?:SEXE? ?[:.]? ?)?{_WORD}(?![A-Z'’\-])"
    r"(?=[ .,;)/|–—-]{0,6}(?:$|\d{1,3} ?(?:CM|KG|ANS|A|MOIS|M)\b))"
)
"""The sex alone in a cell, or before an age, a height, a weight."""
_BEFORE_DATE = re.compile(rf"(?:^|[ ,;(|/–—-]){_WORD}[ ,;|/–—-]{{1,3}}$")
_AFTER_DATE = re.compile(
    rf"[ ,;)|/–—-]{{1,4}}(?:\(?\d{{1,3}} ?(?:ANS|A)\)?[ ,;|/–—-]{{1,4}})?{_WORD}(?=[ ,;.)|/–—-]|$)"
)
_CIVILITY = re.compile(r"\bCIVILITE ?[:.]? ?(?P<v>MME|MADAME|MLLE|M\.|MR|MONSIEUR)(?![A-Z/])(?! ?[/☐□])")
_CHARS_MAX = 24


def is_female(text: str) -> bool:
    """True for the letters, words and sign of a woman, folded."""
    return text in ("♀", "FEMALE") or text.startswith("F")


def sex_near(identity: Identity | None, dates: Sequence[RoledDate]) -> Iterator[Found]:
    """The sex printed in the block of the patient, or beside a birth date that stands apart from the name."""
    seen: set[tuple[int, int]] = set()
    for person in identity.persons if identity is not None else ():
        for cell in _block(person):
            told = _ALONE.match(cell.folded)
            if told is None or (cell.row.place, cell.start) in seen:
                continue
            seen.add((cell.row.place, cell.start))
            span = Span(cell.row, cell.start + told.start("v"), cell.start + told.end("v"))
            yield _found(span, told.group("v"))
    owned = {one.birth_date.span for one in identity.persons if one.birth_date} if identity is not None else set()
    births = {one.date.iso for one in dates if one.date.span in owned}
    for one in dates:
        is_ours = one.role is DateRole.BIRTH and (not births or one.date.iso in births)
        if is_ours and one.date.span not in owned:
            yield from _beside(one)


def _block(person: Person) -> Iterator[Cell]:
    """The cells of the column of a name without a label, just over or under it."""
    if person.kind or person.is_professional or person.name.given is None:
        return
    own = person.row.cell_at(person.start)
    rows = person.reading.sheet.rows
    for row in rows[max(0, person.row.place - 1) : person.row.place + 1 + _ROWS_MAX]:
        if abs(row.top - person.row.top) <= _HEIGHT_MAX:
            yield from (cell for cell in row.cells if cell is not own and abs(cell.box.x0 - own.box.x0) < _EDGE)


def civility_stated(readings: Sequence[PageReading]) -> Iterator[Found]:
    """« Civilité : M. » on a form: the sex of the patient."""
    for reading in readings:
        for row in reading.sheet.rows:
            told = _CIVILITY.search(row.folded)
            scope = reading.scope_of(row, told.start()) if told is not None else None
            if told is not None and (scope is None or scope.kind == "role.patient"):
                value = "F" if told.group("v").startswith(("MM", "MA", "ML")) else "M"
                yield found_at(FieldName.SEX, value, Span(row, *told.span("v")), (Feature.LABEL,), Role.PATIENT)


def _beside(one: RoledDate) -> Iterator[Found]:
    span = one.date.span
    row = span.row
    cell = row.cell_at(span.start)
    before = row.folded[max(cell.start, span.start - _CHARS_MAX) : span.start]
    told = _BEFORE_DATE.search(before)
    if told is not None:
        at = span.start - len(before)
        yield _found(Span(row, at + told.start("v"), at + told.end("v")), told.group("v"))
        return
    after = _AFTER_DATE.match(row.folded, span.end)
    if after is not None:
        yield _found(Span(row, *after.span("v")), after.group("v"))


def _found(span: Span, text: str) -> Found:
    value = "F" if is_female(text) else "M"
    return found_at(FieldName.SEX, value, span, (Feature.BIRTH_BESIDE, Feature.POSITION), Role.PATIENT)
