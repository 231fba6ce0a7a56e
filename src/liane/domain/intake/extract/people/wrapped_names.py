"""A name that the end of its line cuts: « Madame DUPONT » over « Jeanne, née le … », « … née » over « MARTIN le … ».

What lives here: the rest of such a name, at the start of the line under it. What must not: where names begin.
"""

import re

from liane.domain.intake.extract.surface.lexicon import is_given
from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, shape_of, with_parts
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Span

_OPENS_BIRTH = re.compile(r" ?(?:[(,] ?(?:NOM(?: DE)?(?: NAISSANCE)? ?:?|NEE?)?|NEE) ?")
_REST_OF_BIRTH = re.compile(r"(?:(?:(?:NOM )?DE )?NAISSANCE ?:? |NEE? (?!LE\b|EN\b|\d))")
_ENDS_NEE = re.compile(r"(?<![A-Z])NEE ?$")
_EDGE = 0.03


def continue_name(reading: PageReading, cell: Cell, name: PrintedName) -> PrintedName:
    """A name cut by the end of its line goes on at the start of the line under it: « née … », the family name."""
    under = reading.sheet.below(cell.box, cell.row, heights_max=1.2)
    if under is None or (abs(under.box.x0 - cell.box.x0) > _EDGE and not _ends_carried(cell)):
        return name
    birth = _birth_under(cell, under, name)
    if birth is not None:
        return with_parts(name, birth=birth)
    if name.end < cell.end - 1 or reading.starts_with_label(under):
        return name
    more = read_name(under.row, under.start, under.end)
    if more.is_empty:
        return name
    if more.birth and more.family is None and name.birth is None:
        return with_parts(name, birth=more.birth)
    if more.used and more.family is None and name.used is None:
        return with_parts(name, used=more.used)
    alone = name.family if name.given is None else None
    if alone is not None and _is_rest(alone, more):
        return with_parts(name, given=more.family, birth=more.birth or name.birth)
    if alone is None or more.family is None or not all(map(is_given, alone.raw.split())):
        return name
    if shape_of(more.family.raw) == "U" and shape_of(alone.raw) == "T":
        return with_parts(name, family=more.family, given=alone, birth=more.birth)
    return name


def _birth_under(cell: Cell, under: Cell, name: PrintedName) -> Span | None:
    """The birth name under « … (née », « … (nom de », « … née » at the end of a line; None where it is not cut so."""
    rest = cell.row.folded[name.end : cell.end]
    if name.birth is not None or _OPENS_BIRTH.fullmatch(rest) is None:
        return None
    told = _REST_OF_BIRTH.match(under.folded)
    if told is None and _ENDS_NEE.search(rest) is None:
        return None
    start = under.start + (told.end() if told is not None else 0)
    birth = read_name(under.row, start, under.end, Order.FAMILY_ONLY).family
    is_stated = birth is not None and (told is not None or shape_of(birth.raw) == "U")
    return birth if is_stated else None


def _ends_carried(cell: Cell) -> bool:
    """True where the last word of a cell was brought from the start of the next line."""
    words = cell.row.words_of(cell.end - 1, cell.end)
    return bool(words) and words[-1].box.y0 > cell.row.bottom - 0.3 * cell.row.height


def _is_rest(alone: Span, more: PrintedName) -> bool:
    """True for the first name that begins the line under a family name: « Madame DUPONT », « Marie, née … »."""
    given = more.family if more.given is None else None
    if given is None or shape_of(alone.raw) != "U" or shape_of(given.raw) != "T":
        return False
    return is_given(given.raw)
