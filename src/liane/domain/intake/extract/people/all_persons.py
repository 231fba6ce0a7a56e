"""Every person named on a page, whatever names them: the persons of boxes, civilities and roles (``persons``), and here
those named in a sentence or on the object line, without civility.

What lives here: these two, and the list of all the mentions of a page. What must not: birth dates (``births``).
"""

import re
from collections.abc import Iterator

from liane.domain.intake.extract.people.name_order import settle_order
from liane.domain.intake.extract.people.persons import (
    OPENS_DATE,
    Person,
    begins_with_civility,
    first_place,
    is_capital,
    is_likely_name,
    skip_signs,
    stated_persons,
)
from liane.domain.intake.extract.people.wrapped_names import continue_name
from liane.domain.intake.extract.surface.evidence import Feature
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import PrintedName, read_name
from liane.domain.intake.extract.surface.reading import PageReading, Region, is_title
from liane.domain.intake.extract.surface.said_names import find_said
from liane.domain.intake.fields import Role

PERSONS_MAX = 200
_OPENS_PATIENT = re.compile(
    r"\b(?:PATIENTE?(?:\(E\))?|PRIS(?:E|ONS)? EN CHARGE|EXAMINE(?: CE JOUR)?|REVOIS|REVU|VOIS(?: EN CONSULTATION)?|"
    r"RECEVOIR|CONFIE[RZ]?|ADRESSE[RZ]?|CONCERNANT|AVONS RECU|SUIVI D[E'])[ ,:]{1,3}(?=[A-Z])"
)
_OPENED_MAX = 8
_GOES_ON = re.compile(r"[^.:]{0,60}? (?:A ETE|A BENEFICIE|EST|PRESENTE|CONSULTE|SERA|SE PRESENTE)\b")
_PARTS = ("birth_name", "used_name", "given", "first_given")
"""Labels that stand inside a name too."""
_PART = re.compile(r" [-–—:|·] |, ")


def find_persons(reading: PageReading) -> list[Person]:
    """Every person named on a page, from the top, each place once."""
    found: dict[tuple[int, int, int], Person] = {}
    for source in (stated_persons, _after_object, _said, _in_prose):
        for person in source(reading):
            if len(found) < PERSONS_MAX:
                found.setdefault(first_place(person), person)
    kept = _without_parts(list(found.values()))
    settle_order(kept)
    return sorted(kept, key=lambda person: person.key)


def _without_parts(persons: list[Person]) -> list[Person]:
    """The mentions without the boxes that are a part of another one: « DUPONT (nom de naissance : MARTIN) Marie »."""
    parts = {
        (span.row.page, span.row.place, span.start)
        for person in persons
        if not person.kind
        for span in (person.name.birth, person.name.used, person.name.given)
        if span is not None and span.row is person.row and span.end <= person.row.cell_at(person.start).end
    }
    return [one for one in persons if one.kind not in _PARTS or first_place(one) not in parts]


def _said(reading: PageReading) -> Iterator[Person]:
    """« J'ai revu MARTIN nom d'usage DUPONT Marie »: both names told by words, whatever stands before."""
    for label in reading.all_labels("birth_name", "used_name"):
        said = find_said(label, reading)
        if said is not None:
            yield Person(
                reading=reading, row=label.row, start=said[0], name=said[1], features={Feature.GRAMMAR, Feature.PROSE}
            )


def _in_prose(reading: PageReading) -> Iterator[Person]:
    """A patient named without civility: « pris en charge Jeanne MARTIN », « MARTIN Jeanne a été hospitalisée »."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            opened: list[tuple[int, re.Match[str] | None]] = [
                (match.end(), match) for match in _OPENS_PATIENT.finditer(row.folded, cell.start, cell.end)
            ]
            if _GOES_ON.search(cell.folded):
                opened.append((cell.start, None))
            for start, match in opened[:_OPENED_MAX]:
                name = continue_name(reading, cell, read_name(row, start, cell.end))
                is_line = match is not None and match.start() == cell.start and name.end >= cell.end - 1
                if begins_with_civility(row, start) or name.given is None or not is_capital(name):
                    continue
                if not is_line and not is_given(name.given.raw.split()[0]):
                    continue
                if match is None and not _GOES_ON.match(row.folded, name.end):
                    continue
                features = {Feature.PROSE}
                if match is not None and match.start() == cell.start:
                    features.add(Feature.PATIENT_SECTION)  # « PATIENT DUPONT Marie »
                yield Person(reading=reading, row=row, start=start, name=name, features=features)


def _after_object(reading: PageReading) -> Iterator[Person]:
    for label in reading.all_labels("object"):
        region = reading.value_of(label)
        if region is None:
            continue
        start = skip_signs(region.row, region.start, region.end)
        if begins_with_civility(region.row, start):
            continue
        start, name = _of_object(region, start)
        if name is None:
            continue
        yield Person(
            reading=reading,
            row=region.row,
            start=start,
            name=name,
            role=Role.PATIENT,
            label=label,
            features={Feature.OBJECT_LINE},
        )


def _of_object(region: Region, start: int) -> tuple[int, PrintedName | None]:
    """The name that an object line begins with, or one between its dashes: « Bilan - DUPONT Marie - 12.03.1960 »."""
    name = read_name(region.row, start, region.end)
    is_plain = is_capital(name) or (name.given is not None and is_given(name.given.raw))
    if is_plain and not is_title(region.row.folded[start : region.end]) and is_likely_name(name):
        return start, name  # none for « Objet : C.R.H. », « Objet : ECG d'effort »
    for part in _PART.finditer(region.row.text, start, region.end):
        if begins_with_civility(region.row, part.end()):
            continue
        name = read_name(region.row, part.end(), region.end)
        rest = region.row.text[name.end : region.end]
        is_framed = OPENS_DATE.match(region.row.folded, name.end) or not any(sign.isalnum() for sign in rest)
        if is_capital(name) and is_likely_name(name) and is_framed:
            return part.end(), name
    return start, None
