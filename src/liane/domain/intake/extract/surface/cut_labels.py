"""Labels that a narrow column cuts over two lines: « Nom de » over « naissance », their value right of the first.

What lives here: putting such a label together. What must not: labels of one line (``labels``).
Rule: intake.md §3 (values read by labels and position).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from liane.domain.intake.extract.surface.labels import Label, find_labels
from liane.domain.intake.extract.surface.sheet import Cell, Sheet, join_cells

_OPEN = re.compile(r"[^A-Z]{0,2}(?:NOM|PRENOMS?|DATE|LIEU|1ER PRENOM|N[°O])(?: DE| D| D'| DU)+ ?")
"""Words that begin a label and cannot end one."""
_ENDS_OPEN = re.compile(r"(?<![A-Z])(?:(?P<given>PRENOMS?(?:\(S\))?(?: DE L'ACTE)?)|NOM) DE$")
"""The end of a line that cuts the label of a name before « naissance »."""
_EDGE = 0.012
_HEIGHTS_MAX = 1.3

Labels = tuple[tuple[Label, ...], ...]


def join_cut(sheet: Sheet, labels: Labels) -> Labels:
    """The labels of a page, those that the end of a narrow column cuts put together."""
    changed: dict[int, tuple[Label, ...]] = {}
    for row in sheet.rows:
        for cell in row.cells:
            if len(row.cells) < 2 or _OPEN.fullmatch(cell.folded) is None:
                continue
            under = _under(sheet, cell)
            label = _whole(cell, under) if under is not None else None
            if label is None or under is None:
                continue
            own = changed.get(row.place, labels[row.place])
            kept = (one for one in own if not cell.start <= one.start < cell.end)
            changed[row.place] = tuple(sorted((*kept, label), key=lambda one: one.start))
            rest = changed.get(under.row.place, labels[under.row.place])
            changed[under.row.place] = tuple(one for one in rest if not under.start <= one.start < under.end)
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def tell_wrapped(sheet: Sheet, labels: Labels) -> Labels:
    """The labels of a page, « naissance : » under « … Prénom(s) de l'acte de » told for what it ends."""
    changed: dict[int, tuple[Label, ...]] = {}
    for over, row in pairwise(sheet.rows):
        first = next(iter(labels[row.place]), None)
        told = _ENDS_OPEN.search(over.folded)
        if told is None or first is None or first.kind != "date.birth" or not first.has_colon or not first.at_start:
            continue
        if row.folded.startswith("NAISS", first.start) and row.top - over.bottom < _HEIGHTS_MAX * row.height:
            kind = "births" if told.group("given") else "birth_name"
            changed[row.place] = (first._replace(kind=kind), *labels[row.place][1:])
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def _under(sheet: Sheet, cell: Cell) -> Cell | None:
    under = sheet.below(cell.box, cell.row, heights_max=_HEIGHTS_MAX)
    return under if under is not None and abs(under.box.x0 - cell.box.x0) < _EDGE else None


def _whole(cell: Cell, under: Cell) -> Label | None:
    """The label that the words of both cells are, at the place of the first; None when they are none."""
    joined = join_cells(cell, under)
    found: Sequence[Label] = find_labels(joined, forgives=False)
    if len(found) != 1 or found[0].start != 0 or not found[0].is_alone:
        return None
    return found[0]._replace(row=cell.row, start=cell.start, end=cell.end, is_alone=True)
