"""Whose RPPS each printed one is: the name that stands beside it, and what is left to the author.

What lives here: numbers given to mentions. What must not: finding numbers (``keyed_fields``), roles (``rank_persons``).
Rule: intake.md §3 (author, RPPS).
"""

from collections.abc import Sequence

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.extract.evidence import Feature, Found
from liane.domain.intake.extract.persons import Person
from liane.domain.intake.extract.professionals import family_key
from liane.domain.intake.extract.rank_persons import Weighed, is_same_person
from liane.domain.intake.fields import Role

_NEAR_ROWS_MAX = 4
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
