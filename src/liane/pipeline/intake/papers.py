"""Files of an item that hold several documents: papers laid on one page and where each lies, documents of several
persons; as kept with the reading of the file.

Pure. Rule: intake.md §1.5 (a split is shown), §5 (several patients).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from liane.domain.intake.page import Box
from liane.store.intake_records import IntakeFile, IntakeItem

_PROOFS = ("ins", "birth_date")
_NAMES = ("birth_name", "first_name")


def find_papers(item: IntakeItem, file: IntakeFile) -> dict[int, tuple[Box, ...]]:
    """Give the places of the papers of each page of a file that holds several, in reading order; fractions of it."""
    found: dict[int, tuple[Box, ...]] = {}
    for document in reading_of_file(item, file).get("documents") or []:
        region, pages = read_region(document), document.get("pages") or []
        if region is not None and pages:
            found[pages[0]] = (*found.get(pages[0], ()), region)
    return {page: regions for page, regions in found.items() if len(regions) > 1}


def find_starts(item: IntakeItem, file: IntakeFile) -> list[int]:
    """Give the pages where a new document of a file begins, by what was read of it, but for the first."""
    documents = (reading_of_file(item, file).get("documents") or [])[1:]
    return sorted({one["pages"][0] for one in documents if one.get("pages") and one["pages"][0] > 1})


def find_rotation(item: IntakeItem, file: IntakeFile, page: int) -> int:
    """Degrees clockwise by which a page was turned to be read: its places are told on the page so turned."""
    pages = reading_of_file(item, file).get("pages") or []
    return next((int(one.get("rotation") or 0) for one in pages if one.get("number") == page), 0)


def names_several_people(item: IntakeItem, file: IntakeFile) -> bool:
    """True when the documents of a file are of several persons, by what was read of each: never one document then.

    Rule: intake.md §1.5 (never merge two patients).
    """
    documents = reading_of_file(item, file).get("documents") or []
    return any(_are_strangers(one, other) for one, other in combinations(documents, 2))


def name_strangers(one: IntakeItem, other: IntakeItem) -> bool:
    """True when two items are of two persons, by the record proposed for each and by what was read of each.

    Rule: intake.md §1.5 (never merge two patients).
    """
    persons = one.person_id, other.person_id
    if all(persons) and persons[0] != persons[1]:
        return True
    mine, theirs = (
        [document for file in item.files for document in reading_of_file(item, file).get("documents") or []]
        for item in (one, other)
    )
    return any(_are_strangers(first, second) for first in mine for second in theirs)


def _are_strangers(one: dict[str, Any], other: dict[str, Any]) -> bool:
    records = one.get("record_id"), other.get("record_id")
    if all(records):
        return records[0] != records[1]
    if any(_differ(one, other, name) for name in _PROOFS):
        return True
    return all(_differ(one, other, name) for name in _NAMES)


def _differ(one: dict[str, Any], other: dict[str, Any], name: str) -> bool:
    values = [((document.get("fields") or {}).get(name) or {}).get("value") for document in (one, other)]
    return all(values) and values[0] != values[1]


def reading_of_file(item: IntakeItem, file: IntakeFile) -> dict[str, Any]:
    """What was read of one file of an item; empty when nothing was."""
    whole = item.reading or {}
    found: dict[str, Any] = whole if "documents" in whole else whole.get(file.name) or {}
    return found


def read_region(document: dict[str, Any]) -> Box | None:
    """The place of the paper that a document is, on its first page; None for whole pages."""
    sides = document.get("region")
    if not isinstance(sides, Sequence) or isinstance(sides, str) or len(sides) != 4:
        return None
    x0, y0, x1, y1 = (min(max(float(side), 0.0), 1.0) for side in sides)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x1 > x0 and y1 > y0 else None
