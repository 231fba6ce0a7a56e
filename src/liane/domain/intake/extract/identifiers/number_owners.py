"""Whose RPPS each printed one is: the name that stands beside it, and what is left to the author; and those in bars.

What lives here: numbers given to mentions. What must not: finding printed numbers (``keyed_fields``), roles
(``rank_persons``). Rule: intake.md §3 (author, RPPS; checks by key).
"""

import re
from collections.abc import Iterator, Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.people.persons import Person
from liane.domain.intake.extract.people.professionals import family_key
from liane.domain.intake.extract.people.rank_persons import Weighed, choose_author, is_same_person
from liane.domain.intake.extract.surface.evidence import Feature, Found
from liane.domain.intake.extract.surface.numbers import luhn_is_right
from liane.domain.intake.fields import FieldName, Role, Source
from liane.domain.intake.page import Box, Page, PageSymbol, SymbolKind

_NEAR_ROWS_MAX = 4
_BARS = re.compile(r"8?([18][0-9]{10})")
"""An RPPS in bars, with or without the figure that tells its kind of identifier."""
_BARS_UNDER_MAX, _BARS_OVER_MAX, _BARS_ASIDE_MAX = 0.14, 0.06, 0.45
"""How far bars stand from the name of whom they are, as shares of the page: under, over, on either side."""
_LIKELY_MIN = -3.0
"""Log-odds from which somebody is enough of an author to keep a number that nobody else can claim."""


def give_numbers(weighed: Sequence[Weighed], rpps: Sequence[Found]) -> None:
    """Leave to the author the numbers that are theirs, and mark the others.

    A number is of the nearest name on its line, over it or just under it. Where none is the author's so, one that also
    stands under the author's name is (a resident's name between), else the only one of the document that nobody claims.
    """
    best = max(weighed, key=lambda one: one.author, default=None)
    author = best.person if best is not None and best.author >= _LIKELY_MIN else None
    persons = [one.person for one in weighed]
    owners = [_owner(number, persons) for number in rpps]
    mine = [
        number
        for number, owner in zip(rpps, owners, strict=True)
        if (owner is None and Feature.FALLBACK not in number.features)
        or (owner is not None and author is not None and _is_of(owner, author))
    ]
    owned = [number for number, owner in zip(rpps, owners, strict=True) if owner is not None and number in mine]
    if author is not None and not owned:
        mine += _shared_with(author, persons, rpps, owners) or _only_one(rpps, owners)
    for number, owner in zip(rpps, owners, strict=True):
        if not any(number is one for one in mine):
            number.role = owner.role if owner is not None and owner.role not in (None, Role.AUTHOR) else Role.OTHER


def _is_of(owner: Person, author: Person) -> bool:
    """True for another mention of the author, one with a part of their name lost or misread included (a stamp)."""
    if is_same_person(owner, author):
        return True
    given = fold_name(author.name.given.raw) if author.name.given is not None else ""
    told = owner.name.given if owner.name.given is not None else owner.name.family
    return len(given) > 2 and told is not None and fold_name(told.raw) == given


def _owner(found: Found, persons: Sequence[Person]) -> Person | None:
    """Whose number it is: the nearest person on its line or over it, else just under it."""
    near = [person for person in persons if _is_beside(found, person)]
    if not near:
        return None
    place = found.spans[0].row.place
    return min(near, key=lambda one: (place < one.row.place, abs(place - one.row.place), -one.start))


def _is_beside(found: Found, person: Person) -> bool:
    """True for a number on the person's line or just under their name, before the next person."""
    if not found.spans:
        return False
    span, row = found.spans[0], person.row
    if span.row.page != row.page or not -1 <= span.row.place - row.place <= _NEAR_ROWS_MAX:
        return False
    own, cell = row.cell_at(person.start).box, span.row.cell_at(span.start).box
    if span.row.place < row.place:
        return abs(own.x0 - cell.x0) < 0.03 and row.top - span.row.bottom < 1.2 * row.height
    if span.row is row:
        return span.start > person.start
    return abs(own.x0 - cell.x0) < 0.12 or min(own.x1, cell.x1) - max(own.x0, cell.x0) > 0.02


def _shared_with(
    author: Person, persons: Sequence[Person], rpps: Sequence[Found], owners: Sequence[Person | None]
) -> list[Found]:
    """Names one under the other, then their numbers: the number of the author's rank, else the first."""
    mentions = [one for one in persons if is_same_person(one, author)]
    near = [
        number
        for number, owner in zip(rpps, owners, strict=True)
        if (owner is None or (owner.role is not Role.RECIPIENT and owner.row is not number.spans[0].row))
        and any(_is_beside(number, one) and one.row.place < number.spans[0].row.place for one in mentions)
    ]
    if not near:
        return []
    stacked = [one for one in persons if any(_is_beside(number, one) for number in near)]
    families = list(dict.fromkeys(family_key(one) for one in stacked))
    if len(near) == len(families) and family_key(author) in families:
        return [near[families.index(family_key(author))]]
    others = [one for one in stacked if not is_same_person(one, author)]
    return near[:1] if all(one.civility is None for one in others) else []


def _only_one(rpps: Sequence[Found], owners: Sequence[Person | None]) -> list[Found]:
    """The only number of the document, unless it stands beside an addressee or just under another name."""
    if len({number.value for number in rpps}) != 1:
        return []
    kept = []
    for number, owner in zip(rpps, owners, strict=True):
        gap = number.spans[0].row.place - owner.row.place if owner is not None else _NEAR_ROWS_MAX
        if Feature.FALLBACK not in number.features and gap > 1 and (owner is None or owner.role is not Role.RECIPIENT):
            kept.append(number)
    return kept


def coded_numbers(weighed: Sequence[Weighed], pages: Sequence[Page], taken: Sequence[Found]) -> Iterator[Found]:
    """The RPPS that bars hold, by its key, where the nearest professional is the author. taken: other numbers.

    Rule: intake.md §1.4 (bars), §3 (no value without a place; RPPS by Luhn).
    """
    author = choose_author(weighed)
    known = {one.value for one in taken}
    for page in pages if author is not None else ():
        for symbol in page.symbols:
            value = _read_bars(symbol)
            owner = _nearest(symbol.box, page, weighed) if value and value not in known else None
            if owner is not None and author is not None and _is_of(owner, author.person):
                yield Found(
                    name=FieldName.AUTHOR_RPPS,
                    value=value,
                    features={Feature.BARCODE: 1.0, Feature.KEY: 1.0},
                    role=Role.AUTHOR,
                    is_checked=True,
                    source=Source.BARCODE,
                    zones=(symbol.box,),
                    raw=value,
                    page=page.number,
                )


def _read_bars(symbol: PageSymbol) -> str:
    """The RPPS of some bars, its key right; empty when they hold something else."""
    if symbol.kind is not SymbolKind.CODE_1D:
        return ""
    match = _BARS.fullmatch(symbol.payload[:16].decode("latin-1").strip("* \r\n"))
    return match.group(1) if match is not None and luhn_is_right(match.group(1)) else ""


def _nearest(box: Box, page: Page, weighed: Sequence[Weighed]) -> Person | None:
    """The professional whose name stands nearest to bars of a page, over them rather than under."""
    best: tuple[float, Person] | None = None
    for one in weighed:
        if one.person.row.page != page.number:
            continue
        cell = one.person.row.cell_at(one.person.start).box
        below, above = box.y0 - cell.y1, cell.y0 - box.y1
        aside = max(0.0, box.x0 - cell.x1, cell.x0 - box.x1)
        if below > _BARS_UNDER_MAX or above > _BARS_OVER_MAX or aside > _BARS_ASIDE_MAX:
            continue
        distance = max(below, 2 * above, 0.0) + aside / 2
        if best is None or distance < best[0]:
            best = (distance, one.person)
    return best[1] if best is not None else None
