"""Labels that a narrow column cuts over two lines: « Nom de » over « naissance », « Né(e) » over « le ».

What lives here: putting such a label together, and its value, right of the first line, of the second or between both.
What must not: labels of one line (``labels``).
Rule: intake.md §3 (values read by labels and position).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from liane.domain.intake.extract.surface.labels import Label, find_labels
from liane.domain.intake.extract.surface.lexicon import is_family, is_given
from liane.domain.intake.extract.surface.sheet import Cell, Sheet, join_cells

_OPEN = re.compile(
    r"[^A-Z]{0,2}(?:(?:NOM|PRENOMS?(?:\(S\))?|DATE|LIEU|(?:1ER|PREMIER) PRENOM|N[°O])(?: [A-Z']{2,12}){0,2}"
    r"(?: DE| D| D'| DU| DES| DE LA| DE L'| A LA)+ ?|LISTE(?: DES)? ?|"
    r"(?:NOM|PRENOMS?(?:\(S\))?|DATE|SEXE)[A-Z' ]{0,20}\([A-Z' ]{0,10})"
)
"""Words that begin a label and cannot end one: « Nom de », « Prénoms (état »."""
_OPEN_FILLED = re.compile(
    r"[^A-Z]{0,2}(?:(?:NOM|PRENOMS?(?:\(S\))?|DATE|LIEU) (?:DE |D'|DU )|(?:1ER|PREMIER) |NEE?\(E\) )(?=[A-Z0-9])"
)
"""The same before a value in their cell: « Nom de MARTIN » over « famille : »."""
_WHOLE_OR_OPEN = re.compile(
    r"[^A-Z]{0,2}(?:NOM(?: DE FAMILLE)?|PRENOMS?(?:\(S\))?|DATE|LIEU|SEXE|"
    r"(?P<first>1ER|PREMIER)(?: PRENOM)?|NEE?(?:\(E\))?) ?"
)
"""Words that begin a label, and that another line may end."""
_REST = re.compile(
    r"(?:(?:DE |D'|DU |DE LA )(?:NAISSANCE|NAISS\.?|FAMILLE|JEUNE FILLE|USAGE|EPOUSE|ETAT CIVIL|PATIENTE?|RESIDENTE?)|"
    r"PATRONYMIQUE|MARITAL|USUEL|UTILISE|OFFICIEL|PRENOM|\(S\)|LE|NAISSANCE|NAISS\.?|FAMILLE(?= ?:)|"
    r"\((?:DE |A LA )?NAISSANCE\)|\(ETAT CIVIL\))(?: DE NAISSANCE)?[ .:=]*"
)
"""Words that end one, and that begin none."""
_HEAD = re.compile(
    r"[^A-Z]{0,2}(?:NOM|PATIENTE?|PRENOMS?(?:\(S\))?|LISTE|DATE|1ER|PREMIER)(?! ?[/,&])(?: [A-Z'()]{1,10}){0,3} ?"
)
"""The first line of any other label of a name or a birth date that the end of a column cuts: « Nom à la »."""
_NO_TAIL = re.compile(
    r"[^A-Z(]{0,2}(?:NOM|PRENOM|DATE|NEE?\b|SEXE|DDN|D\.D|NAISS|AGE|IPP|INS|ADRESSE|LIEU|1ER|PREMIER|EPOU|ET\b|[^A-Z(]*$)"
)
"""What begins a label of its own, never the rest of one."""
_HEAD_OR_OPEN = re.compile(rf"{_HEAD.pattern}|{_WHOLE_OR_OPEN.pattern}")
_TAIL_SIGNS_MAX = 30
_ENDS_OPEN = re.compile(r"(?<![A-Z])(?:(?P<given>PRENOMS?(?:\(S\))?(?: DE L'ACTE)?)|NOM) DE$")
"""The end of a line that cuts the label of a name before « naissance »."""
_LOST = re.compile(r"[^A-Z]{0,2}(?:NOM|(?P<given>PRENOMS?))(?: DE| D| D'| DU)+ ?[:.]?")
_NUMBERS = ("ins", "ipp", "episode", "dossier")
_GIVENS = ("births", "first_given", "given")
_PERSONAL = ("used_name", "given", "births", "first_given", "date.birth", "birth_name")
_EDGE = 0.012
_HEIGHTS_MAX = 1.3
_LABEL_SIGNS_MAX = 16
_BESIDE = 0.25
"""Of the width of a page: what stands farther is in another column."""

Labels = tuple[tuple[Label, ...], ...]
Values = dict[tuple[int, int], Cell]


def join_cut(sheet: Sheet, labels: Labels) -> tuple[Labels, Values]:
    """The labels of a page, those that the end of a narrow column cuts put together; where the values of these are."""
    changed: dict[int, tuple[Label, ...]] = {}
    values: dict[tuple[int, int], Cell] = {}
    ends: set[tuple[int, int]] = set()
    for row in sheet.rows:
        for cell in row.cells:
            cut = _cut(sheet, cell, labels) if (row.place, cell.start) not in ends else None
            if cut is None:
                continue
            label, under, found = cut
            if len(found) == 1 or (found and label.kind in _GIVENS and _is_open(cell, under)):
                values[row.place, cell.start] = found[0]
                for one, more in pairwise(found):
                    values[one.row.place, one.start] = more
            elif len(row.cells) < 2 or _OPEN.fullmatch(cell.folded) is None:
                continue
            ends.add((under.row.place, under.start))
            own = changed.get(row.place, labels[row.place])
            kept = (one for one in own if not cell.start <= one.start < cell.end)
            changed[row.place] = tuple(sorted((*kept, label), key=lambda one: one.start))
            rest = changed.get(under.row.place, labels[under.row.place])
            changed[under.row.place] = tuple(one for one in rest if not under.start <= one.start < under.end)
    joined = tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels
    return joined, values


def join_parted(sheet: Sheet, labels: Labels) -> Labels:
    """The labels of a page, « Né(e) | le : | 12/03/1960 » put together: a wide blank parts the words of one."""
    changed: dict[int, tuple[Label, ...]] = {}
    for row in sheet.rows:
        for cell, after in pairwise(row.cells):
            label = _whole(cell, after) if _ends_with(cell, after) else None
            if label is not None and after is not row.cells[-1]:
                own = changed.get(row.place, labels[row.place])
                kept = (one for one in own if not cell.start <= one.start < after.end)
                changed[row.place] = tuple(sorted((*kept, label._replace(end=after.end)), key=lambda one: one.start))
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def _ending(sheet: Sheet, cell: Cell) -> Cell | None:
    """The cell under one that ends the label it begins; None for any other."""
    if _OPEN.fullmatch(cell.folded) is not None:
        return _under(sheet, cell)
    if len(cell.text) > _LABEL_SIGNS_MAX or _HEAD_OR_OPEN.fullmatch(cell.folded) is None:
        return None
    under = _under(sheet, cell)
    return under if under is not None and (_ends_with(cell, under) or _is_tail(cell, under)) else None


def _is_tail(cell: Cell, under: Cell) -> bool:
    """True for words that no label begins with, under the head of one: « fille : » under « Nom de jeune »."""
    is_short = len(under.text) <= _TAIL_SIGNS_MAX and _HEAD.fullmatch(cell.folded) is not None
    return is_short and _NO_TAIL.match(under.folded) is None


def _is_open(cell: Cell, under: Cell) -> bool:
    """False for « Prénom » over « Naissance », each of which may have its own value."""
    return _OPEN.fullmatch(cell.folded) is not None or under.folded.startswith(("DE ", "D'", "("))


def _ends_with(cell: Cell, after: Cell) -> bool:
    """True for a cell that begins a label and another that may end it: « 1er » and « prénom », never « Nom » and it."""
    opened = _WHOLE_OR_OPEN.fullmatch(cell.folded)
    if opened is None or _REST.fullmatch(after.folded) is None:
        return False
    return not after.folded.startswith("PRENOM") or opened.group("first") is not None


def _cut(sheet: Sheet, cell: Cell, labels: Labels) -> tuple[Label, Cell, list[Cell]] | None:
    """The label that a cell begins, the cell under it that ends it, its values; None for any other cell."""
    under = _ending(sheet, cell)
    label = _whole(cell, under, forgives=sheet.is_scan) if under is not None else None
    if label is None or under is None:
        return _filled(sheet, cell)
    return label, under, _values_beside(sheet, cell, under, labels)


def _filled(sheet: Sheet, cell: Cell) -> tuple[Label, Cell, list[Cell]] | None:
    """« Nom de MARTIN » over « famille : »: the label of both lines, its end, and the value between."""
    opened = _OPEN_FILLED.match(cell.folded)
    under = _under(sheet, cell) if opened is not None else None
    if opened is None or under is None or not under.text.rstrip().endswith(":"):
        return None
    place = cell.start + opened.end()
    if _REST.fullmatch(under.folded) is None or ":" in cell.text:
        return None
    head = Cell(cell.row, cell.start, place - 1, cell.box, cell.place)
    label = _whole(head, under)
    words = cell.row.words_of(place, cell.end)
    if label is None or not words:
        return None
    value = Cell(cell.row, place, cell.end, words[0].box, cell.place)
    return label._replace(is_alone=False), under, [value]


def _values_beside(sheet: Sheet, cell: Cell, under: Cell, labels: Labels) -> list[Cell]:
    """The cells right of a label of two lines, at the height of either or between them, before any other label.

    Two where each line has its own; none for the value of a label that stands over it.
    """
    right, found = max(cell.box.x1, under.box.x1), []
    heads = [one.row.cell_at(one.start).box for one in labels[cell.row.place] if one.at_start and one.start > cell.end]
    for row in sheet.rows[cell.row.place : under.row.place + 1]:
        starts = {one.start for one in labels[row.place] if one.at_start}
        after = [one for one in row.cells if one not in (cell, under) and one.box.x0 > cell.box.x1]
        first = min(after, key=lambda one: one.box.x0, default=None)
        if first is None or first.start in starts or first.box.x0 - right >= _BESIDE:
            continue
        if row is cell.row or not any(head.x0 < first.box.x1 and first.box.x0 < head.x1 for head in heads):
            found.append(first)
    left = min((one.box.x0 for one in found), default=0.0)
    return [one for one in found if one.box.x0 - left < 2 * _EDGE]


def name_lost(sheet: Sheet, labels: Labels) -> Labels:
    """The labels of a page, « Nom de | MARTIN » over « Prénom | Marie » told for a name: its end was not read."""
    changed: dict[int, tuple[Label, ...]] = {}
    for row in sheet.rows if sheet.is_scan else ():
        cell = row.cells[0]
        lost = _LOST.fullmatch(cell.folded) if len(row.cells) > 1 else None
        if lost is None or labels[row.place] or not _is_among_boxes(sheet, cell, labels):
            continue
        kind = "given" if lost.group("given") else "name"
        changed[row.place] = (Label(kind, row, cell.start, cell.end, False, True, True, True, False),)
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def _is_among_boxes(sheet: Sheet, cell: Cell, labels: Labels) -> bool:
    """True where the boxes of the same column, just over or under, are those of a person."""
    near = (
        one for place in (cell.row.place - 1, cell.row.place + 1) if 0 <= place < len(labels) for one in labels[place]
    )
    return any(
        one.kind in _PERSONAL and one.at_start and abs(one.row.cell_at(one.start).box.x0 - cell.box.x0) < 2 * _EDGE
        for one in near
    )


def drop_names(labels: Labels) -> Labels:
    """The labels of a page without the names that look like a heading misread: « CAUSSE », « Régine »."""
    return tuple(
        tuple(one for one in row if not (one.fuzzy and one.kind == "stop" and _is_name(one))) for row in labels
    )


def _is_name(label: Label) -> bool:
    said = label.row.text[label.start : label.end].strip(" .")
    return not label.has_colon and (is_given(said) or is_family(said))


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


def _whole(cell: Cell, under: Cell, *, forgives: bool = False) -> Label | None:
    """The label that the words of both cells are, at the place of the first; None when they are none."""
    joined = join_cells(cell, under)
    found: Sequence[Label] = find_labels(joined, forgives=forgives)
    if len(found) != 1 or found[0].start != 0 or not found[0].is_alone:
        return None
    if found[0].kind not in (*_PERSONAL, "used_given", "name", "sex", "birth_place", *_NUMBERS):
        return None
    return found[0]._replace(row=cell.row, start=cell.start, end=cell.end, is_alone=True)
