"""Parts of a name that a page prints apart from where the name began.

What lives here: first names under a family name, a list of first names that goes on, « née X » in the next cell, whose
line a label of first names stands in. What must not: the search for labels.
"""

import re

from liane.domain.intake.extract.surface.labels import Label
from liane.domain.intake.extract.surface.lexicon import is_given, is_mainly_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of, with_parts
from liane.domain.intake.extract.surface.reading import PageReading, Region, is_title
from liane.domain.intake.extract.surface.sheet import Cell, Span

_LINE_OF_CHILD = re.compile(
    r"\W*(?:ENFANT|BEBE|NOUVEAU[- ]NEE?|JUM(?:EAU|ELLE))(?: N ?°? ?[1-4]| [1-4A-D])?(?: [A-Z]{2,9}){0,2} ?"
    r"[:,\-–][^.;]{0,60}$"
)
_EDGE = 0.012
_NAME_OF_BIRTH = re.compile(r" ?\( ?NOM (?:DE )?NAISS[A-Z]*\b")
_BORN = re.compile(r"NEE? (?=[A-Z]{2})(?!LE\b|EN\b|DE\b|A\b)")


def born_beside(cell: Cell) -> Span | None:
    """« MME DUPONT », then « NEE MARTIN » alone in the next cell: the birth name; None without one."""
    after = next(iter(cell.row.cells[cell.place + 1 : cell.place + 2]), None)
    told = _BORN.match(after.folded) if after is not None else None
    if after is None or told is None:
        return None
    name = read_name(cell.row, after.start + told.end(), after.end, Order.FAMILY_ONLY)
    is_whole = name.family is not None and shape_of(name.family.raw) == "U" and name.end >= after.end - 1
    return name.family if is_whole else None


def given_under(reading: PageReading, region: Region, name: PrintedName) -> Span | None:
    """« NOM Prénom » over « DUPONT » over « Marie »: first names alone on the line under the family name."""
    cell = region.row.cell_at(region.start)
    under = reading.sheet.below(cell.box, region.row, heights_max=1.6)
    if under is None or name.end < cell.end - 1 or reading.starts_with_label(under) or is_title(under.folded):
        return None
    value = region.row.words_of(region.start, region.end)
    if region.how != "below" and all(abs(under.box.x0 - word.box.x0) > _EDGE for word in value[:3]):
        return None  # « Nom, prénom : Mme DUPONT (née MARTIN) » over « Marie » at the edge of the box
    given = read_name(under.row, under.start, under.end, Order.GIVEN_ONLY)
    if given.given is None or given.end < under.end - 1 or not is_given(given.given.raw.split()[0]):
        return None
    return given.given


def with_given_apart(
    reading: PageReading, region: Region, name: PrintedName, *, is_headed: bool, is_alone: bool
) -> PrintedName:
    """A name with the first names printed under it. is_headed: its label heads a column; is_alone: no label of the page
    announces first names.
    """
    if name.given is not None:
        return name
    if is_headed:
        return with_parts(name, given=given_under(reading, region, name))
    is_lacking = is_alone and name.family is not None
    return with_parts(name, given=_given_between(reading, region)) if is_lacking else name


def _given_between(reading: PageReading, region: Region) -> Span | None:
    """« Nom : DUPONT » over « Marie » over « Date de naissance : … »: a first name alone between the two."""
    rows, at = reading.sheet.rows, region.row.place
    if at + 2 >= len(rows) or not any(one.kind == "date.birth" and one.at_start for one in reading.labels[at + 2]):
        return None
    under = rows[at + 1]
    is_alone = len(under.cells) == 1 and not reading.labels[under.place]
    return _all_given(under.cells[0]) if is_alone else None


def with_own_givens(name: PrintedName) -> PrintedName:
    """First names where they are printed as a family name.

    « Mme Marie (nom de naissance : DUPONT) », but « Mme Thomas (née DUPONT) »; « DUPONT DAVID, FRANCIS », in capitals.
    """
    family, given, birth = name.family, name.given, name.birth
    if family is None:
        return name
    if given is None and birth is not None and birth.row is family.row and is_mainly_given(family.raw):
        is_told = _NAME_OF_BIRTH.match(family.row.folded, family.end, birth.start) is not None
        return with_parts(name, family=None, given=family) if is_told and not family.raw.isupper() else name
    last = family.raw.split()[-1]
    if given is None or last == family.raw or not (family.raw.isupper() and given.raw.isupper()):
        return name
    is_list = family.row is given.row and family.row.text[family.end : given.start].strip() == ","
    if not (is_list and is_given(last) and is_given(given.raw.split()[0])):
        return name
    start = family.end - len(last)
    end = family.start + len(family.row.text[family.start : start].rstrip())
    return with_parts(name, family=Span(family.row, family.start, end), given=Span(given.row, start, given.end))


def more_givens(reading: PageReading, region: Region, given: Span) -> Span | None:
    """First names that go on under the first ones of a list, on a line that holds nothing else."""
    row, rows = region.row, reading.sheet.rows
    beside = reading.beside.get((row.place, region.start))
    if beside is not None:  # « Prénoms | Marie Anne » over « de naissance | Louise »
        return _all_given(beside)
    is_listed = row.text[given.end : region.end].strip() == ","
    if (region.end < row.cells[-1].end and not is_listed) or row.place + 1 >= len(rows):
        return None
    under = rows[row.place + 1]
    is_near = under.top - row.bottom < 1.2 * max(row.height, under.height)
    if not is_near or (len(under.cells) > 1 and not is_listed) or reading.labels[under.place]:
        return None
    cell, edges = under.cells[0], [given.words[0].box.x0]
    edges += [row.cell_at(given.start).box.x0] if is_listed else []
    if all(abs(cell.box.x0 - edge) > 0.02 for edge in edges):
        return None
    return _all_given(cell)


def _all_given(cell: Cell) -> Span | None:
    """The first names of a cell that holds nothing else."""
    row = cell.row
    more = read_name(row, cell.start, cell.end, Order.GIVEN_ONLY).given
    said = re.findall(r"[^\s,]+", more.raw) if more is not None else []
    if more is None or more.end < len(row.text[: cell.end].rstrip(" .,")) or not all(map(is_given, said)):
        return None
    return more


def is_told_of_child(label: Label) -> bool:
    """« Enfant : fille, prénom Zoé, poids … »: the label of first names in a line that tells of a child."""
    row = label.row
    head = row.folded[row.cell_at(label.start).start : label.start]
    return label.kind in ("given", "births", "first_given") and _LINE_OF_CHILD.match(head) is not None
