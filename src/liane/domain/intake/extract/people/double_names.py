"""One label for both family names of a person: « Nom d'usage/de naissance : DUPONT / MARTIN ».

What lives here: such labels, in both orders, and their one or two values. What must not: labels of one name.
Rule: intake.md §3 (birth name and used name told apart, never guessed from one another).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liane.domain.intake.extract.surface.names import Order, PrintedName, read_name, with_parts
from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell, Row, Span

DOUBLES_MAX = 12
_BIRTH = r"(?:NOM )?(?:DE |A LA )?(?:NAISSANCE|NAISS\.?|JEUNE FILLE)|(?:NOM )?DE FAMILLE"
_USED = r"(?:NOM )?(?:D' ?|D |DE )?(?:USAGE|EPOUSE|EPOUX|MARIAGE)|(?:NOM )?(?:UTILISE|USUEL|MARITAL|PORTE)"
_SIGN = r" ?(?P<sign{0}>/|[-–—]|,|;|\+|\(|\bET\b|\bOU\b|\|) ?"
_LABEL = re.compile(
    r"(?<![A-Z])NOMS? ?[(:]? ?(?:"
    rf"(?:{_BIRTH}){_SIGN.format(1)}(?P<used_last>{_USED})|(?:{_USED}){_SIGN.format(2)}(?P<birth_last>{_BIRTH})"
    r")(?![A-Z]) ?\)?(?P<given> ?[/,-]? ?(?:ET )?PRENOMS?(?:\(S\))?)?(?P<rest>[ .]{0,3}:? ?)"
)
_PARTED = re.compile(r"(?P<first>[^/,;()|]+?) ?(?:[/,;|]| [-–—] |\() ?(?P<second>[^/,;()|]+?) ?\)?(?= |$)")
_OPENS_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleName:
    """A label for two names and what it holds. start, end: the words of the label in its row; at: where the value is;
    how: ``after``, ``right`` or ``below``.
    """

    row: Row
    start: int
    end: int
    at: Row
    name: PrintedName
    how: str


def find_doubles(reading: PageReading) -> Iterator[DoubleName]:
    """Every such label of a page that has a value, from the top."""
    found = 0
    for row in reading.sheet.rows:
        told = _LABEL.search(row.folded)
        if told is None or found >= DOUBLES_MAX or "\t" in row.text[told.start() : told.end("rest")].rstrip():
            continue
        place = _value_place(reading, row, told)
        name = _read(place[0], place[1:3], told) if place is not None else None
        if place is not None and name is not None:
            found += 1
            yield DoubleName(row=row, start=told.start(), end=told.end(), at=place[0], name=name, how=place[3])


def _value_place(reading: PageReading, row: Row, told: "re.Match[str]") -> tuple[Row, int, int, str] | None:
    """Where the names stand: after the label in its cell, right of it, or under it."""
    cell = row.cell_at(told.start())
    end = reading.next_label_start(row, told.end(), cell.end)
    if _OPENS_WORD.search(row.text, told.end(), end):
        return (row, told.end(), end, "after") if told.group("rest").strip() or end == cell.end else None
    right = _free(reading, next((one for one in row.cells[cell.place + 1 :] if one.text.strip() != ":"), None))
    if right is not None:
        return (*right, "right")
    under = _free(reading, reading.sheet.below(cell.box, row, heights_max=1.8))
    return (*under, "below") if under is not None else None


def _free(reading: PageReading, cell: Cell | None) -> tuple[Row, int, int] | None:
    """The words of a cell that begins with no label."""
    if cell is None or reading.starts_with_label(cell) or not _OPENS_WORD.match(cell.text):
        return None
    return cell.row, cell.start, reading.next_label_start(cell.row, cell.start, cell.end)


def _read(row: Row, place: tuple[int, int], told: "re.Match[str]") -> PrintedName | None:
    """The two names in the order of the label; one name alone is told of neither kind."""
    start, end = place
    start = next((at for at in range(start, end) if _OPENS_WORD.match(row.text, at)), end)
    parted = _PARTED.match(row.text, start, end)
    parted = parted if parted is not None and _is_whole(row, parted, end, has_given=bool(told.group("given"))) else None
    if parted is None:
        order = Order.FAMILY_FIRST if told.group("given") else Order.FAMILY_ONLY
        name = read_name(row, start, end, order)
        return name if name.family is not None else None
    first, second = (_name_at(row, *parted.span(part)) for part in ("first", "second"))
    if first is None or second is None:
        return None
    birth, used = (second, first) if told.group("birth_last") else (first, second)
    given = read_name(row, parted.end(), end, Order.GIVEN_ONLY).given if told.group("given") else None
    whole = read_name(row, start, parted.end(), Order.FAMILY_ONLY)
    return with_parts(whole, family=used, birth=birth, used=None, given=given, bracket=None)


def _is_whole(row: Row, parted: "re.Match[str]", end: int, *, has_given: bool) -> bool:
    """True where nothing follows the two names, or first names that the label announces."""
    return has_given or not any(sign.isalpha() for sign in row.text[parted.end() : end])


def _name_at(row: Row, start: int, end: int) -> Span | None:
    name = read_name(row, start, end, Order.FAMILY_ONLY)
    return name.family if name.family is not None and name.end >= end - 1 else None
