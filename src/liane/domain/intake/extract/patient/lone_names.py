"""The patient of a page that names nobody by a label or a civility: one bare name, chosen among all those of the page.

What lives here: which bare names may be the patient's, and what speaks for each: a birth date in the same block, a line
of its own, the head of the page, other marks of identity, the same name again. What must not: names that labels,
civilities or a date just after tell (``persons``, ``births``, ``stickers``), whose role stands.
Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.dating.date_roles import DateRole, RoledDate
from liane.domain.intake.extract.patient.births import may_be_birth
from liane.domain.intake.extract.patient.stickers import KIN, beyond
from liane.domain.intake.extract.people.persons import Person, begins_with_civility
from liane.domain.intake.extract.people.professions import tells_profession
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of, with_parts
from liane.domain.intake.extract.surface.reading import PageReading, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span
from liane.domain.intake.fields import Role

CANDIDATES_MAX = 40
_STARTS_MAX = 12
_TOP_MAX = 0.7
_HEAD_MAX = 0.25
_NEAR_ROWS_MAX, _NEAR_HEIGHT_MAX, _BLOCK_HEIGHT_MAX = 5, 0.09, 0.13
_COLUMN = 0.05
_TOLD, _BESIDE, _IN_BLOCK, _ON_PAGE = 3.5, 3.0, 1.5, 0.5
_SCORE_MIN, _ONLY_MIN, _RIVALS_MIN = 3.5, 2.0, 4.0
_MARGIN_MIN = 1.0
_MARKS = ("sex", "ins", "ipp", "episode", "date.birth")
_FAMILY_BOXES = ("birth_name", "used_name", "name", "family_given", "given_family", "birth_family_given")
_LEADING = re.compile(
    r"[^A-Z0-9]*(?:\d{1,2}[.)] )?(?:(?:LE |LA |L'|DU |DE LA )?(?:PATIENTE?|MALADE|RESIDENTE?|USAGERE?|ENFANT|JEUNE|"
    r"ELEVE|CLIENTE?|BENEFICIAIRE|IDENTITE|CONCERNE|CONCERNANT|OBJET|REF(?:ERENCES?)?|DOSSIER|POUR)(?:\(E\))?[^A-Z0-9]*)?"
)
_OBJECT = re.compile(r"[^A-Z]{0,3}(?:OBJET|CONCERNE|CONCERNANT|RE|SUJET) ?[:–-].*\b(?:DE |D'|POUR |: ?)$")
_OTHERS = re.compile(
    r"\b(?:DRE?|DOCTEURE?|PRE?|PROFESSEURE?|INTERNE|IDE|PAR|OPER(?:ATEUR)?|SECRETAIRE|VALIDE|SIGNE|DEMANDEUR|PRESC[A-Z]*|"
    r"RUE|AVENUE|PLACE|ALLEE|CHEMIN|BOULEVARD)\b"
)


@dataclass(slots=True, eq=False)
class _Lone:
    """A bare name, and what speaks for its being the patient's."""

    person: Person
    score: float
    is_whole: bool


def name_patient(
    readings: Sequence[PageReading], persons: Sequence[Person], dates: Sequence[RoledDate], *, received_on: str
) -> list[Person]:
    """The mentions of the patient of a document where nobody stands as one: all those of the best bare name.

    Empty where the patient is named already, where no name is good enough or where two are alike. persons: every
    mention of the document, with its role.
    """
    if _is_named(persons):
        return []
    taken = {place for one in persons for place in _places(one)}
    births = [one for one in dates if one.role is DateRole.BIRTH and not _is_owned(one, persons)]
    doctors = {_family_key(one.name) for one in persons if one.is_professional}
    found = [
        one
        for reading in readings
        for one in _read_page(reading, births, _free(reading, dates, received_on))
        if not set(_places(one.person)) & taken and _family_key(one.person.name) not in doctors
    ][:CANDIDATES_MAX]
    _count_again(found)
    found.sort(key=lambda one: (-one.score, one.person.key))
    if not found or not _is_best(found, persons):
        return []
    best = found[0].person
    return [one.person for one in found if _is_same(one.person, best)]


def _is_named(persons: Sequence[Person]) -> bool:
    """True where a box holds a family name, or a mention of the patient has a birth date beside it."""
    mine = [one for one in persons if one.role is Role.PATIENT]
    boxed = any(one.kind in _FAMILY_BOXES for one in mine)
    return boxed or any(one.birth_date is not None and not one.kind and one.name.family is not None for one in mine)


def _is_owned(date: RoledDate, persons: Sequence[Person]) -> bool:
    return any(one.birth_date is not None and one.birth_date.span == date.date.span and not one.kind for one in persons)


def _is_best(found: Sequence[_Lone], persons: Sequence[Person]) -> bool:
    """True where the first name is good enough, and better than any other."""
    first = found[0]
    rival = next((one.score for one in found if not _is_same(one.person, first.person)), 0.0)
    if first.score - rival < _MARGIN_MIN:
        return False
    others = [one for one in persons if one.role is Role.PATIENT and one.name.family and one.name.given]
    if any(not _is_same(one, first.person) for one in others):
        return first.score >= _RIVALS_MIN
    return first.score >= _SCORE_MIN or (first.score >= _ONLY_MIN and first.is_whole and rival == 0.0)


def _free(reading: PageReading, dates: Sequence[RoledDate], received_on: str) -> list[RoledDate]:
    """Dates of a page that may be those of a birth where they follow a name."""
    mine = (one for one in dates if one.reading is reading and one.role in (DateRole.OTHER, DateRole.BIRTH))
    return [one for one in mine if may_be_birth(one.date, dates, received_on)]


def _read_page(reading: PageReading, births: Sequence[RoledDate], free: Sequence[RoledDate]) -> Iterator[_Lone]:
    for row in reading.sheet.rows:
        if row.top > _TOP_MAX:
            return
        for cell in row.cells:
            place = _name_in(reading, cell, free)
            if place is None:
                continue
            start, name = place
            date = _told_after(row, name, free)
            date, nearness = (date, _TOLD) if date is not None else _birth_near(cell, births)
            is_whole = not beyond(row, name.end, cell.end)
            if not is_whole and nearness < _BESIDE:
                continue
            score = nearness + is_whole + (name.birth is not None) + 0.5 * (row.top < _HEAD_MAX and reading.is_first)
            score += 0.5 * any(abs(one.row.place - row.place) <= 1 for one in reading.all_labels(*_MARKS))
            person = Person(
                reading=reading,
                row=row,
                start=start,
                name=name,
                role=Role.PATIENT,
                birth_date=date.date if date is not None and nearness >= _BESIDE else None,
                birth_label=date.label if date is not None and nearness >= _BESIDE else None,
                features={Feature.ALONE, Feature.BIRTH_BESIDE if nearness >= _BESIDE else Feature.POSITION},
            )
            yield _Lone(person, score, is_whole)


def _name_in(reading: PageReading, cell: Cell, free: Sequence[RoledDate]) -> tuple[int, PrintedName] | None:
    """The name of a cell: at its start, after « Patient », or in the words of an object line."""
    row = cell.row
    if is_title(cell.folded) or tells_profession(cell.folded):
        return None
    scope = reading.scope_of(row, cell.start)
    if scope is not None and scope.kind not in ("role.patient", "role.newborn"):
        return None
    under = reading.sheet.below(cell.box, row, heights_max=1.6)
    if under is not None and tells_profession(under.folded):
        return None
    for at in [at for at in row.starts if cell.start <= at < cell.end][:_STARTS_MAX]:
        before = row.folded[cell.start : at]
        if begins_with_civility(row, at) or _OTHERS.search(before):
            return None
        if row.text[at].islower():
            continue  # « accompagnement de DURAND Paul »: no particle
        name = read_name(row, at, cell.end)
        if name.family is not None and name.given is None and at == cell.start:
            name = _with_given_before(cell, name)
        is_headed = _LEADING.fullmatch(before) is not None or _OBJECT.match(before) is not None
        if not is_headed and (KIN.search(before) or _told_after(row, name, free) is None):
            continue
        if _is_likely(name) and not tells_profession(row.folded[name.end :]):
            return at, name
    return None


def _with_given_before(cell: Cell, name: PrintedName) -> PrintedName:
    """« Adèle » and « DURAND, 26.04.2008 » in two cells: a wide blank parts the letters of a name printed large."""
    left = cell.row.cells[cell.place - 1] if cell.place > 0 else None
    if left is None or name.family is None or shape_of(name.family.raw) != "U":
        return name
    given = read_name(cell.row, left.start, left.end, Order.GIVEN_ONLY).given
    is_alone = given is not None and given.end >= left.end - 1 and is_given(given.raw)
    return with_parts(name, given=given) if is_alone else name


def _is_likely(name: PrintedName) -> bool:
    """True for a family name in capitals with a first name that lists know, or two words that lists know."""
    if name.family is None or name.given is None or "." in name.family.raw.strip("."):
        return False
    first = name.given.raw.split()[0]
    is_known = is_given(first) or ("-" in first and is_given(first.split("-")[0]))
    if len(name.family.raw) < 2 or not is_known:
        return False
    return shape_of(name.family.raw) == "U" or (is_family(name.family.raw) and shape_of(name.family.raw) == "T")


def _told_after(row: Row, name: PrintedName, free: Sequence[RoledDate]) -> RoledDate | None:
    """« fin d'accompagnement de DURAND Paul (09/08/2012) »: a date that follows a name, whatever stands before it."""
    if row.text[name.end : name.end + 3].lstrip()[:1] not in ("(", ","):
        return None
    after = (one for one in free if one.date.span.row is row and one.date.span.start >= name.end)
    date = next(after, None)
    return date if date is not None and not beyond(row, name.end, date.date.span.start) else None


def _birth_near(cell: Cell, births: Sequence[RoledDate]) -> tuple[RoledDate | None, float]:
    """The birth date nearest to a name, and how much its place speaks for the name."""
    best: tuple[RoledDate | None, float] = (None, 0.0)
    for one in births:
        nearness = _nearness(cell, one)
        if nearness > best[1]:
            best = one, nearness
    return best


def _nearness(cell: Cell, birth: RoledDate) -> float:
    row, other = cell.row, birth.date.span.row
    if row.page != other.page:
        return 0.0
    if row is other:
        return _BESIDE
    theirs = other.cell_at(birth.date.span.start)
    overlap = min(cell.box.x1, theirs.box.x1) - max(cell.box.x0, theirs.box.x0)
    is_column = overlap > 0 or abs(cell.box.x0 - theirs.box.x0) < _COLUMN
    height = abs(row.top - other.top)
    if is_column and abs(row.place - other.place) <= _NEAR_ROWS_MAX and height <= _NEAR_HEIGHT_MAX:
        return _BESIDE
    return _IN_BLOCK if height <= _BLOCK_HEIGHT_MAX else _ON_PAGE


def _count_again(found: Sequence[_Lone]) -> None:
    """A name told twice is likelier the patient's."""
    told = Counter(_family_key(one.person.name) for one in found)
    for one in found:
        one.score += 1.0 if told[_family_key(one.person.name)] > 1 else 0.0


def _family_key(name: PrintedName) -> str:
    return fold_name(name.family.raw) if name.family is not None else ""


def _is_same(one: Person, other: Person) -> bool:
    return _family_key(one.name) == _family_key(other.name) and _given_key(one) == _given_key(other)


def _given_key(person: Person) -> str:
    return fold_name(person.name.given.raw).split(" ")[0] if person.name.given is not None else ""


def _places(person: Person) -> Iterator[tuple[int, int, int]]:
    """Every character of the names of a mention."""
    name = person.name
    for span in (name.family, name.given, name.birth, name.used):
        if span is not None:
            yield from _characters(span)


def _characters(span: Span) -> Iterator[tuple[int, int, int]]:
    row: Row = span.row
    return ((row.page, row.place, at) for at in range(span.start, span.end))
