"""Who signs or heads a document without being called doctor: a midwife, a pharmacist, a name over a profession.

What lives here: finding that person where no doctor is the author. What must not: the other roles (``roles``).
Rule: intake.md §3 (roles: labels, position, civility).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.persons import Person, first_place, is_capital, is_likely_name
from liane.domain.intake.extract.people.professions import CARERS, follows_closing, tells_profession, words_of
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import PrintedName, read_name
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row
from liane.domain.intake.fields import Role

_LOW_ROWS = 10
_TOP_MAX = 0.25
_RIGHT_MIN = 0.48
_CIVILITY = re.compile(r" ?(?:MADAME|MME|MONSIEUR|MR|M\.|MLLE)\.? ")
_PROFESSION_FIRST = re.compile(
    rf" ?(?:LE |LA |L')(?:{words_of(*CARERS)}|DIRECT(?:EUR|RICE)|INTERNE)[A-Z ]{{0,24}}[,:] ?"
)
_SIGNED_BY = re.compile(
    r"(?:SIGN|VALID|REDIG|ETABLI|AUTHENTIFI|REMPLI|COMPLET)E?E?S? (?:ELECTRONIQUEMENT )?LE "
    r"[^.;]{6,34}? PAR (?:LE |LA )?"
)
_JOINTS = " ,;:()-–."


def appoint_signature(readings: Sequence[PageReading], persons: list[Person]) -> None:
    """Where nobody is the author, make one of who signs the last page or heads the first one; adds to ``persons``."""
    authors = [person for person in persons if person.role is Role.AUTHOR]
    if not all(_may_be_addressed(person) for person in authors):
        return
    patients = {_key(one.name) for one in persons if one.role in (Role.PATIENT, Role.RELATIVE)}
    known = {first_place(one): one for one in persons}
    for found in _candidates(readings, has_head=not authors):
        if _key(found.name) in patients:
            continue
        person = known.get(first_place(found), found)
        person.role, person.is_professional = Role.AUTHOR, True
        person.features |= found.features
        for author in authors:
            author.role = Role.RECIPIENT
        if person is found:
            persons.append(person)
            persons.sort(key=lambda one: one.key)
        return


def _may_be_addressed(person: Person) -> bool:
    """True for an author known by standing at the top right alone: where somebody else signs, that is the addressee."""
    return Feature.LETTERHEAD in person.features and person.row.cell_at(person.start).box.x0 > _RIGHT_MIN


def _key(name: PrintedName) -> tuple[str, str]:
    family, given = name.family or name.birth, name.given
    return (fold_name(family.raw) if family else "", fold_name(given.raw).split(" ")[0] if given else "")


def _candidates(readings: Sequence[PageReading], *, has_head: bool) -> Iterator[Person]:
    """Signed by, then signatures from the last page, then the head of the first."""
    for reading in readings:
        yield from _signed_by(reading)
    for reading in reversed(readings):
        last = len(reading.sheet.rows) - 1
        rows = reading.sheet.rows
        closed = [row for row in rows if follows_closing(reading, row)]
        yield from _named_over_profession(reading, closed, Feature.SIGNATURE, needs_profession=False)
        low = [row for row in rows if row.place >= last - _LOW_ROWS and row.place > 0.4 * last]
        yield from _named_over_profession(reading, reversed(low), Feature.SIGNATURE)
    for reading in readings[:1] if has_head else ():
        high = [row for row in reading.sheet.rows if row.top < _TOP_MAX]
        yield from _named_over_profession(reading, high, Feature.LETTERHEAD)


def _signed_by(reading: PageReading) -> Iterator[Person]:
    """« Signé électroniquement le 03/04/2026 par PETIT Luc »."""
    for row in reading.sheet.rows:
        for match in _SIGNED_BY.finditer(row.folded):
            name = read_name(row, match.end(), row.cell_at(match.end() - 1).end)
            if _is_person(name):
                yield _make(reading, row, match.end(), name, Feature.ROLE_STATED)


def _named_over_profession(
    reading: PageReading, rows: Iterable[Row], where: Feature, *, needs_profession: bool = True
) -> Iterator[Person]:
    for row in rows:
        for cell in row.cells:
            told = _PROFESSION_FIRST.match(row.folded, cell.start, cell.end)
            begin = told.end() if told is not None else cell.start
            civility = _CIVILITY.match(row.folded, begin, cell.end)
            start = civility.end() if civility is not None else begin
            if reading.starts_with_label(cell):
                continue
            name = read_name(row, start, cell.end)
            is_alone = (told is not None or not needs_profession) and not cell.row.folded[name.end : cell.end].strip(
                _JOINTS
            )
            if _is_person(name) and (is_alone or _tells_profession(reading, cell, name)):
                yield _make(reading, row, start, name, where)


def _is_person(name: PrintedName) -> bool:
    if name.family is None or name.given is None or not is_likely_name(name):
        return False
    return is_capital(name) or is_given(name.given.raw.split()[0])


def _tells_profession(reading: PageReading, cell: Cell, name: PrintedName) -> bool:
    """A profession or a number of professional after the name, under it, or over it."""
    rest = cell.row.folded[name.end : cell.end]
    if rest.strip(_JOINTS):
        return tells_profession(rest)
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.9)
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.9)
    return any(one is not None and len(one.text) < 60 and tells_profession(one.folded) for one in (under, over))


def _make(reading: PageReading, row: Row, start: int, name: PrintedName, where: Feature) -> Person:
    features = {where, Feature.ALONE}
    return Person(reading=reading, row=row, start=start, name=name, is_professional=True, features=features)
