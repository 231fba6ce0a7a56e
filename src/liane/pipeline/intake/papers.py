"""Pages of an item on which several papers were read: where each lies, as kept with the reading of its file.

Pure. Rule: intake.md §1.5 (a split is shown), §5 (several patients).
"""

from collections.abc import Sequence
from typing import Any

from liane.domain.intake.page import Box
from liane.store.intake_records import IntakeFile, IntakeItem


def find_papers(item: IntakeItem, file: IntakeFile) -> dict[int, tuple[Box, ...]]:
    """Give the places of the papers of each page of a file that holds several, in reading order; fractions of it."""
    found: dict[int, tuple[Box, ...]] = {}
    for document in reading_of_file(item, file).get("documents") or []:
        region, pages = read_region(document), document.get("pages") or []
        if region is not None and pages:
            found[pages[0]] = (*found.get(pages[0], ()), region)
    return {page: regions for page, regions in found.items() if len(regions) > 1}


def find_rotation(item: IntakeItem, file: IntakeFile, page: int) -> int:
    """Degrees clockwise by which a page was turned to be read: its places are told on the page so turned."""
    pages = reading_of_file(item, file).get("pages") or []
    return next((int(one.get("rotation") or 0) for one in pages if one.get("number") == page), 0)


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
