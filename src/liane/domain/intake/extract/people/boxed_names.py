"""Boxes of a family name whose label says no « nom »: « Née : MARTIN », « NÉ(E) | Martin », « Patient | MARTIN » over
« Prénom | Marie ».

What lives here: finding such boxes. What must not: whose they are (``persons``), boxes of other labels (``labels``).
Rule: intake.md §3 (birth name and used name told apart; values read by labels and position).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import is_mainly_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of
from liane.domain.intake.extract.surface.reading import PageReading, Region
from liane.domain.intake.extract.surface.sheet import Cell

_BOX = re.compile(r"NEE?(?:\(E\))?(?: ?: ?| |$)(?!(?:LE|EN|DE|A)\b)(?=[A-Z]{2}|$)")
_SIGNS = re.compile(r"[\s:=.,;*+_\-–|•>]*")
_PATIENT = re.compile(r"(?:PATIENT|RESIDENT|USAGER|CONSULTANT|MALADE)E?(?:\(E\))?(?: ?:)?(?: |$)")
_GIVENS = ("given", "births", "first_given")
_EDGE = 0.012
_FAMILIES = ("name", "used_name")
_ROWS_MAX = 2


class BoxedBirth(NamedTuple):
    """One such box. label: that of a birth date which a name follows; None where the box has no label of the table."""

    region: Region
    name: PrintedName
    label: Label | None


def find_boxed_births(reading: PageReading) -> Iterator[BoxedBirth]:
    """The boxes of the birth name of a page: a name in capitals anywhere, any other beside the box of a family name."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            region = _region_of(reading, cell)
            name = _read(reading, region, is_bare=True) if region is not None else None
            if region is not None and name is not None:
                yield BoxedBirth(region, name, None)
    for label in reading.all_labels("date.birth"):
        if not label.has_colon or not label.row.folded.startswith(("NEE", "NAISS"), label.start):
            continue
        region = reading.value_of(label)
        name = _read(reading, region, is_bare=False) if region is not None else None
        if region is not None and name is not None:
            yield BoxedBirth(region, name, label)


def find_boxed_patients(reading: PageReading) -> Iterator[tuple[Region, PrintedName]]:
    """« Patient | MARTIN » or « Patient MARTIN » just over « Prénom | Marie »: the family name of a form."""
    for row in reading.sheet.rows:
        for cell in row.cells:
            told = _PATIENT.match(cell.folded)
            if told is None or not _is_over_given(reading, cell):
                continue
            region = _rest_of(reading, cell, cell.start + told.end())
            name = read_name(region.row, region.start, region.end, Order.FAMILY_ONLY) if region is not None else None
            if region is not None and name is not None and _is_lone_family(region, name):
                yield region, name


def _is_over_given(reading: PageReading, cell: Cell) -> bool:
    """True where the label of first names begins the line just under, in the same column."""
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.9)
    if under is None or abs(under.box.x0 - cell.box.x0) > _EDGE:
        return False
    labels = reading.labels[under.row.place]
    return any(one.kind in _GIVENS and one.at_start and under.start <= one.start < under.end for one in labels)


def _is_lone_family(region: Region, name: PrintedName) -> bool:
    """True where a family name is all that stands in a region, set as one."""
    text = region.row.text
    if name.family is None or any(sign.isalnum() for sign in text[name.end : region.end]):
        return False
    words = name.family.raw.split()
    return all(shape_of(word) in "UT" for word in words) and not any(map(is_mainly_given, words))


def _region_of(reading: PageReading, cell: Cell) -> Region | None:
    """What stands after « Née » in its cell, else in the next one; None for another cell."""
    told = _BOX.match(cell.folded)
    return _rest_of(reading, cell, cell.start + told.end()) if told is not None else None


def _rest_of(reading: PageReading, cell: Cell, start: int) -> Region | None:
    """What stands in a cell after a place, up to the next label, else in the next cell where no label begins it."""
    row = cell.row
    if any(sign.isalnum() for sign in row.text[start : cell.end]):
        return Region(row, start, reading.next_label_start(row, start, cell.end), "after")
    after = row.cells[cell.place + 1 : cell.place + 2]
    if not after or reading.starts_with_label(after[0]):
        return None
    return Region(row, after[0].start, reading.next_label_start(row, after[0].start, after[0].end), "right")


def _read(reading: PageReading, region: Region, *, is_bare: bool) -> PrintedName | None:
    """The family name of a box; None where anything else stands there.

    is_bare: no label of a birth date opens the box: the name must then be all that it holds.
    """
    row, end = region.row, region.end
    signs = _SIGNS.match(row.text, region.start, end)
    start = signs.end() if signs is not None else region.start
    name = read_name(row, start, end, Order.FAMILY_ONLY if is_bare else Order.UNKNOWN)
    if name.family is None:
        return None
    is_all = not any(sign.isalnum() for sign in row.text[name.end : end])
    is_stated = shape_of(name.family.raw) == "U" and not (is_bare and region.how == "right")
    if is_stated and (is_all or not is_bare):
        return name
    return read_name(row, start, end, Order.FAMILY_ONLY) if is_all and _is_beside_family(reading, region) else None


def _is_beside_family(reading: PageReading, region: Region) -> bool:
    """True where the box of a family name stands on the line, or just over it."""
    place = region.row.place
    near = (one for row in reading.labels[max(0, place - _ROWS_MAX) : place + 1] for one in row)
    return any(one.kind in _FAMILIES for one in near)
