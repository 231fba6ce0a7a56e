"""« Épouse : DUPONT » among the boxes of a name, the used name of the patient and no relative; « Né(e) » for a name.

What lives here: telling such a box from the line of a contact, « Épouse : DUPONT Jeanne, 06 … ». What must not: names
told in a sentence (``names``).
Rule: intake.md §3 (birth name and used name told apart).
"""

import re

from liane.domain.intake.extract.surface.labels import Label, covers
from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.sheet import Sheet, fold

_WIFE = re.compile(r"(?:EPOUSE|EPOUX|EPOU(?:X|SE)\(SE\)|EPSE)\b")
_BORN = re.compile(r"NEE?(?:\(E\))?[ :.]*")
_NAMES = ("birth_name", "name")
_ROWS = 1
_VALUE = re.compile(r"[\s:=.…_\-–—>→|]*(?P<name>[A-ZÀ-Ýa-zà-ÿ'’]{2,}(?:[ \-][A-ZÀ-Ýa-zà-ÿ'’]{2,}){0,3})?[\s.…_|]*")

Labels = tuple[tuple[Label, ...], ...]


def tell_used(sheet: Sheet, labels: Labels) -> Labels:
    """The labels of a page, « Épouse » beside the box of a family name told for that of the used name."""
    changed: dict[int, tuple[Label, ...]] = {}
    for row in labels:
        for label in row:
            if label.kind != "role.relative" or _WIFE.match(label.row.folded, label.start) is None:
                continue
            if _is_beside(label, labels) and _holds_family(sheet, label, labels):
                place = label.row.place
                own = changed.get(place, labels[place])
                changed[place] = tuple(one._replace(kind="used_name") if one is label else one for one in own)
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def tell_born(labels: Labels) -> Labels:
    """The labels of a page, « Né(e) » beside « Nom » and « Né(e) le » told for that of the birth name."""
    changed: dict[int, tuple[Label, ...]] = {}
    for place, row in enumerate(labels):
        born = [one for one in row if one.kind == "date.birth"]
        bare = [one for one in born if _BORN.fullmatch(one.row.folded, one.start, one.end)]
        if len(born) == 2 and len(bare) == 1 and any(one.kind in ("name", "used_name") for one in row):
            changed[place] = tuple(one._replace(kind="birth_name") if one is bare[0] else one for one in row)
    return tuple(changed.get(place, own) for place, own in enumerate(labels)) if changed else labels


def _is_beside(label: Label, labels: Labels) -> bool:
    """True on the line of the box of a family name, or just under or over one in its column."""
    place, own = label.row.place, label.row.cell_at(label.start).box
    near = (one for row in labels[max(0, place - _ROWS) : place + _ROWS + 1] for one in row if one.kind in _NAMES)
    return any(one.row is label.row or abs(one.row.cell_at(one.start).box.x0 - own.x0) < own.height for one in near)


def _holds_family(sheet: Sheet, label: Label, labels: Labels) -> bool:
    """True where nothing but a family name may be the value: a first name or a number tells somebody else."""
    row = label.row
    if covers(labels[row.place], row):
        return len(labels[row.place]) > 1
    cell = row.cell_at(label.start)
    end = min((one.start for one in labels[row.place] if one.start > label.start), default=len(row.text))
    after = row.cells[cell.place + 1 : cell.place + 2]
    end = min(end, after[-1].end if after and not row.text[label.end : cell.end].strip(" :") else cell.end)
    told = _VALUE.fullmatch(row.text, label.end, end)
    if told is None:
        return False
    words = (told.group("name") or "").split()
    return not (len(words) > 1 and any(is_given(word) for word in words if fold(word) not in ("LE", "LA", "DE")))
