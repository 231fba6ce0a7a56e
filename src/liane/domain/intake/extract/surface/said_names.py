"""Both family names of one person in a sentence, told apart by words: « MARTIN nom d'usage DUPONT Marie ».

What lives here: where such words stand, and the name around them. What must not: boxes of forms (``labels``).
Rule: intake.md §3 (names: « DUPONT née MARTIN », labelled boxes).
"""

import re

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.name_marks import said_at
from liane.domain.intake.extract.surface.names import PrintedName, read_name, shape_of
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Row

_LAST = re.compile(r"([^\W\d_][^\W\d_'’\-]+),? $")
_WORDS_MAX = 4


def find_said(label: Label, reading: PageReading) -> tuple[int, PrintedName] | None:
    """The name around such words, with its start; None for the label of a box, or where a sentence has one name."""
    row = label.row
    if label.at_start or label.has_colon or label.kind not in ("birth_name", "used_name"):
        return None
    if said_at(row, label.start) is None:
        return None
    start = _begin(row, label.start)
    if any(start - 2 <= one.end <= label.start or one.start == start for one in reading.labels[row.place]):
        return None  # « NOM DUPONT nom de naissance MARTIN »
    end = reading.next_label_start(row, label.end, row.cell_at(label.start).end)
    name = read_name(row, start, end) if start < label.start else None
    is_whole = name is not None and bool(name.birth or name.used) and bool(name.family and name.given)
    return (start, name) if name is not None and is_whole else None


def _begin(row: Row, place: int) -> int:
    """Where the words in capitals that end just before a place begin."""
    first, at = row.cell_at(place).start, place
    for _ in range(_WORDS_MAX):
        before = _LAST.search(row.text, first, at)
        if before is None or shape_of(before.group(1)) != "U":
            break
        at = before.start(1)
    return at
