"""Forms that print the name of a box under what it holds: « DUPONT » over « Nom de naissance ».

What lives here: which labels of a page stand so. What must not: the value of any other label (``reading``).
Rule: intake.md §3 (values read by labels and position).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.sheet import Cell, Sheet

_NAMES = (
    "birth_name", "used_name", "name", "births", "first_given", "given", "used_given", "family_given", "given_family",
    "birth_family_given",
)  # fmt: skip
_ROWS_MAX = 8
"""Rows between a birth date over its label and the other boxes of the same form."""
_GAP = 1.9
_WORDS_MAX = 6
_SEX = re.compile(r"[^A-Z]*(?:F|M|H|FEM[A-Z]*|MASC[A-Z]*|FEMME|HOMME|FILLE|GARCON)[^A-Z]*")
_NAME = re.compile(r"[^\W\d_][^\d:]*")

Labels = Sequence[Sequence[Label]]
Dates = Sequence[Sequence[PrintedDate]]


def find_captions(sheet: Sheet, labels: Labels, dates: Dates) -> dict[tuple[int, int], Cell]:
    """The cell of the value over each label that stands under it, by the place of the label: row and sign.

    Only in a form that prints a birth date just over its label, and none beside nor under it.
    """
    alone = list(_alone(labels))
    births = [cell for label, cell in alone if label.kind == "date.birth"]
    told = [cell for cell in births if _is_date(_over(sheet, cell, labels), dates)]
    anchors = [cell.row.place for cell in told if not _has_other(sheet, cell, dates)]
    found: dict[tuple[int, int], Cell] = {}
    for label, cell in alone:
        if any(abs(place - label.row.place) <= _ROWS_MAX for place in anchors):
            over = _over(sheet, cell, labels)
            if over is not None and _fits(label.kind, over, dates):
                found[label.row.place, label.start] = over
    return found


def _alone(labels: Labels) -> Iterator[tuple[Label, Cell]]:
    """Labels of a trait that are all their cell, without a colon, with their cells; brackets may hold them."""
    for row in labels:
        for label in row:
            cell = label.row.cell_at(label.start)
            words = label.row.text[label.start : cell.end]
            is_bracketed = cell.text.startswith("(") and cell.text.rstrip().endswith(")")
            is_whole = label.is_alone and (is_bracketed or not label.has_colon) and ":" not in words
            if is_whole and label.kind in (*_NAMES, "date.birth", "sex"):
                yield label, cell


def _over(sheet: Sheet, cell: Cell, labels: Labels) -> Cell | None:
    """The cell just over one, where no label stands."""
    over = sheet.above(cell.box, cell.row, heights_max=_GAP)
    if over is None or any(over.start <= label.start < over.end for label in labels[over.row.place]):
        return None
    return over


def _is_date(cell: Cell | None, dates: Dates) -> bool:
    """True for a cell that holds a whole date and no other letter."""
    if cell is None:
        return False
    whole = [one for one in dates[cell.row.place] if cell.start <= one.span.start < cell.end and one.is_whole]
    return len(whole) == 1 and not any(sign.isalpha() for sign in _without(cell, whole[0]))


def _without(cell: Cell, date: PrintedDate) -> str:
    text = cell.row.text
    return text[cell.start : date.span.start] + text[date.span.end : cell.end]


def _has_other(sheet: Sheet, cell: Cell, dates: Dates) -> bool:
    """True where a date stands right of a label or under it, which may be its value too."""
    right = cell.row.cells[cell.place + 1 : cell.place + 2]
    under = sheet.below(cell.box, cell.row, heights_max=_GAP)
    return any(_is_date(one, dates) for one in (*right, under))


def _fits(kind: str, cell: Cell, dates: Dates) -> bool:
    """True for a cell that may be the value of a label."""
    if kind == "date.birth":
        return _is_date(cell, dates)
    if kind == "sex":
        return _SEX.fullmatch(cell.folded) is not None
    return _NAME.fullmatch(cell.text.strip()) is not None and len(cell.text.split()) <= _WORDS_MAX
