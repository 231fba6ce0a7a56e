"""Every mention of a person that may be a professional: what rules found, and names without any civility nor label.

What lives here: the candidates that the ranker of roles weighs (``rank_persons``). What must not: their roles.
Rule: intake.md §3 (a page holds many names), §7 (a ranker over candidates).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.evidence import Feature
from liane.domain.intake.extract.lexicon import is_family, is_given
from liane.domain.intake.extract.names import PrintedName, read_name, shape_of
from liane.domain.intake.extract.persons import Person, first_place
from liane.domain.intake.extract.reading import PageReading
from liane.domain.intake.extract.sheet import Cell, Row
from liane.domain.intake.fields import Role

MENTIONS_MAX = 80
"""Mentions of one document that are weighed; a page full of names has 40."""
_STARTS_MAX = 12
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*\.?")
_INITIAL = re.compile(r"[A-ZÀ-Ý](?:\.?-[A-ZÀ-Ý])?\.")
_CIVILITY = re.compile(r"(?:MADAME|MME|MLLE|MONSIEUR|MR|M\.)\.? ?$")
_PATIENT_WORDS = re.compile(
    r"\b(?:PATIENTE?|NEE?|OBJET|CONCERN[A-Z]+|NOM|PRENOMS?|USAGER|RESIDENTE?|BENEFICIAIRE|ASSUREE?|FILS|FILLE)"
    r"(?:\(E\))?[ :,]*(?:LE |D'|DE )?$"
)


def find_mentions(readings: Sequence[PageReading], persons: Sequence[Person]) -> list[Person]:
    """Mentions that may be an author or an addressee, from the first page: at most MENTIONS_MAX.

    Those that rules hold for the patient or a relative are left out, and so are their names wherever they stand. A name
    that rules left to the patient for want of a better role is none either: it stays.
    """
    own = {_key(one.name) for one in persons if one.role in (Role.PATIENT, Role.RELATIVE) and _is_settled(one)}
    kept = [one for one in persons if _may_be_weighed(one) and _key(one.name) not in own]
    taken = {place for one in persons for place in _places(one)}
    made = list(kept)
    for reading in readings:
        made.extend(one for one in _unmarked(reading, taken) if _key(one.name) not in own)
    made.sort(key=lambda one: one.key)
    return made[:MENTIONS_MAX]


def family_key(person: Person) -> str:
    """The family name of a mention as names are compared; empty when it has none."""
    span = person.name.family or person.name.birth
    return fold_name(span.raw) if span is not None else ""


def _key(name: PrintedName) -> tuple[str, str]:
    family, given = name.family or name.birth, name.given
    return (fold_name(family.raw) if family else "", fold_name(given.raw).split(" ")[0] if given else "")


def _may_be_weighed(person: Person) -> bool:
    if person.name.family is None:
        return False
    return person.is_professional or person.role in (Role.AUTHOR, Role.RECIPIENT, Role.STAFF, Role.OTHER)


def _is_settled(person: Person) -> bool:
    """True for the patient or a relative by more than a civility in passing."""
    return bool(
        person.kind or person.scope or person.birth_date or person.label or person.role is Role.RELATIVE
    ) or bool(person.features & {Feature.OBJECT_LINE, Feature.PATIENT_SECTION, Feature.GRAMMAR, Feature.PROSE})


def _places(person: Person) -> Iterator[tuple[int, int, int]]:
    """Every character of a mention, so that none is read twice."""
    name = person.name
    for span in (name.family, name.given, name.birth, name.used, person.civility):
        if span is not None:
            yield from ((span.row.page, span.row.place, at) for at in range(span.start, span.end))


def _unmarked(reading: PageReading, taken: set[tuple[int, int, int]]) -> Iterator[Person]:
    """Names written with a first name that lists know, or an initial and capitals, wherever they stand."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            at = cell.start
            for _ in range(_STARTS_MAX):
                name = _next_name(row, at, cell)
                if name is None:
                    break
                at = max(name.end, at + 1)
                person = _make(reading, row, name)
                place = first_place(person)
                if place not in taken and not _is_of_patient(row, cell, place[2]):
                    yield person


def _next_name(row: Row, start: int, cell: Cell) -> PrintedName | None:
    for match in _WORD.finditer(row.text, start, cell.end):
        if not _may_begin(row, match, cell):
            continue
        name = read_name(row, match.start(), cell.end)
        if _is_name(name):
            return name
    return None


def _may_begin(row: Row, match: "re.Match[str]", cell: Cell) -> bool:
    """True for a first name, an initial, or a word in capitals before a first name."""
    text = match.group()
    if _INITIAL.fullmatch(text):
        return True
    shape = shape_of(text)
    if shape not in "UT" or len(text) < 2:
        return False
    if is_given(text.rstrip(".")):
        return True
    following = _WORD.search(row.text, match.end(), min(cell.end, match.end() + 40))
    return shape == "U" and following is not None and is_given(following.group().rstrip("."))


def _is_name(name: PrintedName) -> bool:
    family, given = name.family, name.given
    if family is None or given is None or len(family.raw) < 2 or "." in family.raw.strip("."):
        return False
    first = given.raw.split()[0]
    if shape_of(family.raw) == "U":
        return is_given(first.rstrip(".")) or (shape_of(first) == "I" and len(family.raw) > 2)
    return is_given(first) and is_family(family.raw) and shape_of(family.raw) == "T"


def _make(reading: PageReading, row: Row, name: PrintedName) -> Person:
    spans = [span for span in (name.given, name.family) if span is not None]
    start = min(span.start for span in spans)
    return Person(reading=reading, row=row, start=start, name=name, role=Role.OTHER)


def _is_of_patient(row: Row, cell: Cell, start: int) -> bool:
    before = row.folded[cell.start : start]
    return _PATIENT_WORDS.search(before) is not None
