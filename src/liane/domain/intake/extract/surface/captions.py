"""Forms that print the name of a box under what it holds: « DUPONT » over « Nom de naissance ».

What lives here: which labels of a page stand so. What must not: the value of any other label (``reading``).
Rule: intake.md §3 (values read by labels and position).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from liane.domain.intake.extract.surface.dates import PrintedDate
from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.sheet import Cell, Sheet

_NAMES = (
    "birth_name", "used_name", "name", "births", "first_given", "given", "used_given", "family_given", "given_family",
    "birth_family_given",
)  # fmt: skip
_ROWS_MAX = 8
"""Rows between a birth date over its label and the other boxes of the same form."""
_STEP_MAX = 3
"""Rows from a box of such a form to the next, further off."""
_GAP = 1.9
_WORDS_MAX = 6
_SEX_WORD = r"(?:F|M|H|X|FEM[A-Z]*|MASC[A-Z]*|FEMME|HOMME|FILLE|GARCON)"
_SEX = re.compile(rf"[^A-Z]*{_SEX_WORD}(?:[^A-Z]+{_SEX_WORD}){{0,2}}[^A-Z]*")
_BESIDE_DATE = re.compile(r"\W*(?:[IL] )?(?:LE )?\W*")
_AFTER_DATE = re.compile(r"\W*(?:\d{1,3} ?A(?:NS)?\b\W*)?(?:A [A-Z][A-Z' \-]{2,30}\W*(?:\(?\d{2,5}\)?\W*)?)?")
"""« le », and the age or the town that a box of a birth date may hold."""
_FIGURES = re.compile(r"[\d .AB]{13,26}|(?:[A-Z][A-Z' \-]+ )?\(?(?:\d{5}|2[AB]\d{3})\)?")
"""A matricule, a code of a place."""
_NAME = re.compile(r"(?:[|\[\]!] ?)?[^\W\d_][^\d:]*")

Labels = Sequence[Sequence[Label]]
Dates = Sequence[Sequence[PrintedDate]]


def find_captions(sheet: Sheet, labels: Labels, dates: Dates) -> dict[tuple[int, int], Cell | None]:
    """The cell of the value over each label that stands under it, by the place of the label: row and sign.

    Only in a form that prints a birth date just over its label, and none beside nor under it. None for a box left
    empty, under whose label stands what the next box holds.
    """
    alone = list(_alone(labels))
    births = [cell for label, cell in alone if label.kind == "date.birth"]
    told = [cell for cell in births if _is_date(_over(sheet, cell, labels), dates)]
    anchors = [cell.row.place for cell in told if not _has_other(sheet, cell, dates)]
    found: dict[tuple[int, int], Cell | None] = {}
    empty: list[tuple[Label, Cell]] = []
    near = _reach(anchors, sorted({label.row.place for label, _ in alone}))
    for label, cell in alone:
        if label.row.place in near:
            over = _over(sheet, cell, labels)
            if over is not None and _fits(label.kind, over, dates):
                found[label.row.place, label.start] = over
            elif over is None or over in found.values():
                empty.append((label, cell))
    held = {id(cell) for cell in found.values()}
    for label, cell in empty:
        if id(sheet.below(cell.box, cell.row)) in held:
            found[label.row.place, label.start] = None
    return found


def _reach(anchors: Sequence[int], places: Sequence[int]) -> set[int]:
    """The rows of labels that stand in the form of a birth date over its label, each one near the one before it."""
    near = {place for place in places if any(abs(place - anchor) <= _ROWS_MAX for anchor in anchors)}
    for one, other in (*pairwise(places), *pairwise(reversed(places))):
        if one in near and abs(one - other) <= _STEP_MAX:
            near.add(other)
    return near


def _alone(labels: Labels) -> Iterator[tuple[Label, Cell]]:
    """Labels of a trait that are all their cell, without a colon, with their cells; brackets may hold them."""
    for row in labels:
        for label in row:
            cell = label.row.cell_at(label.start)
            words = label.row.text[label.start : cell.end]
            is_bracketed = cell.text.startswith("(") and cell.text.rstrip().endswith(")")
            is_whole = label.is_alone and (is_bracketed or not label.has_colon) and ":" not in words
            if is_whole and label.kind in (*_NAMES, "date.birth", "sex", "birth_place", "ins"):
                yield label, cell


def _over(sheet: Sheet, cell: Cell, labels: Labels) -> Cell | None:
    """The cell just over one, where no label stands."""
    over = sheet.above(cell.box, cell.row, heights_max=_GAP)
    if over is None or any(over.start <= label.start < over.end for label in labels[over.row.place]):
        return None
    return over


def _is_date(cell: Cell | None, dates: Dates) -> bool:
    """True for a cell that holds a whole date and nothing else but an age, a town."""
    if cell is None:
        return False
    whole = [one for one in dates[cell.row.place] if cell.start <= one.span.start < cell.end and one.is_whole]
    return len(whole) == 1 and _stands_alone(cell, whole[0])


def _stands_alone(cell: Cell, date: PrintedDate) -> bool:
    text = cell.row.folded
    is_led = _BESIDE_DATE.fullmatch(text, cell.start, date.span.start) is not None
    return is_led and _AFTER_DATE.fullmatch(text, date.span.end, cell.end) is not None


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
    if kind in ("birth_place", "ins"):
        return _FIGURES.fullmatch(cell.folded.strip()) is not None
    return _NAME.fullmatch(cell.text.strip()) is not None and len(cell.text.split()) <= _WORDS_MAX
