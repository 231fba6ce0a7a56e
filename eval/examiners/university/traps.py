"""Traps: what is done to a patient, to the index and to a page so that a document must be shown."""

import copy
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from eval.examiners.common.numbers import ins_key
from eval.examiners.university import people
from eval.examiners.university.names import TOWNS, fold
from eval.examiners.university.people import Person

# fmt: off
TRAPS = [
    "absent", "one_digit", "same_day_namesake", "near_twin_brother", "father_son_no_dob", "bad_ins", "other_ins",
    "no_dob", "used_only", "second", "relative", "filename", "sticker",
]
PAIRS = {
    "M": [("Louis", "Loïs"), ("Jean", "Jan"), ("Éric", "Érik"), ("Marc", "Marco"), ("Denis", "Denys"),
          ("Julien", "Julian"), ("Noé", "Noël")],
    "F": [("Marie", "Maria"), ("Anne", "Anna"), ("Julie", "Julia"), ("Laure", "Laura"), ("Hélène", "Hélena"),
          ("Emma", "Emmy"), ("Léa", "Léna")],
}
"""Given names of twins."""
# fmt: on
WITH_OTHER = {"sticker", "second", "relative", "other_ins"}
"""Traps that print something of somebody else."""
FLAGS = {"bad_ins", "no_dob", "used_only", *WITH_OTHER}
"""Traps that the page itself lays."""
WITHOUT_INS = {
    "same_day_namesake", "near_twin_brother", "father_son_no_dob", "used_only", "no_dob", "one_digit", "absent",
}  # fmt: skip
HARMLESS = {None, "relative"}
"""What may be filed without a click all the same."""


@dataclass
class Laid:
    """What a trap leaves: who is printed, what the page is told, of whom else."""

    printed: Person
    flags: set[str] = field(default_factory=set)
    other: Person | None = None


def lay(r: Random, add: Callable[[Person], Person], p: Person, trap: str | None) -> Laid:
    """Lay a trap for a patient who was drawn for this document. add: puts somebody in the index."""
    if trap == "absent":
        add(near_twin(r, p))
        return Laid(p)
    if trap == "used_only" and not p.used_name:
        p.used_name = people.last_name(r)
    if trap == "near_twin_brother":
        add(_brother(r, p))
    add(p)
    laid = Laid(p, {trap} if trap in FLAGS else set())
    if trap in WITH_OTHER:
        laid.other = add(_other(r, p, is_relative=trap == "relative"))
    elif trap == "one_digit":
        laid.printed = copy.deepcopy(p)
        laid.printed.birth_date = digit_off(r, p.birth_date)
    elif trap == "same_day_namesake":
        add(_namesake(r, p))
    elif trap == "father_son_no_dob":
        add(_father(r, p))
        laid.flags.add("no_dob")
    elif trap is None and r.random() < 0.12:
        add(near_twin(r, p))
    return laid


def _brother(r: Random, p: Person) -> Person:
    """A twin of nearly the same given name, with a number of nearly the same digits."""
    own, his = r.choice(PAIRS[p.sex])
    p.first_names[0] = own
    twin = copy.deepcopy(p)
    twin.first_names = [his, *twin.first_names[1:2]]
    p.first_names = [own, *(name for name in p.first_names[1:] if name not in (own, his))]
    body = twin.ins[:10] + f"{r.randint(900, 990)}"
    twin.ins = body + ins_key(body)
    return twin


def _namesake(r: Random, p: Person) -> Person:
    """Of the same names, born the same day elsewhere."""
    one = copy.deepcopy(p)
    one.first_names = [p.first, people.first_name(r, p.sex, p.birth_date.year)]
    one.address = people.person(r).address
    one.department = r.choice(TOWNS)[1]
    return people.renew_ins(r, one)


def _father(r: Random, p: Person) -> Person:
    """Of the same names, a generation away."""
    one = copy.deepcopy(p)
    born = p.birth_date.year
    year = born - r.randint(22, 34) if born > 1958 else born + r.randint(20, 30)
    one.birth_date = dt.date(year, r.randint(1, 12), r.randint(1, 28))
    return people.renew_ins(r, one)


def _other(r: Random, p: Person, *, is_relative: bool) -> Person:
    """Somebody else of whom something is printed."""
    other = people.person(r, ages=(30, 88))
    other.used_name = None
    if is_relative:
        if r.random() < 0.5:
            other.birth_name = p.used_name or p.birth_name
        is_of_age = abs(other.birth_date.year - p.birth_date.year) < 20
        other.kin = "conjoint" if is_of_age else "parent" if other.birth_date < p.birth_date else "enfant"
    return other


def near_twin(r: Random, p: Person) -> Person:
    """Another person close to one: one letter, one digit or another given name."""
    one = copy.deepcopy(p)
    one.record_id = None
    k = r.random()
    if k < 0.4:
        one.birth_date = digit_off(r, p.birth_date)
    elif k < 0.7:
        at = r.randrange(1, len(one.birth_name) - 1)
        one.birth_name = one.birth_name[:at] + r.choice("AEINRST") + one.birth_name[at + 1 :]
    else:
        one.first_names = [people.first_name(r, one.sex, one.birth_date.year)]
    one.ipp = str(r.randint(700000, 9899999))
    one.address = f"{people.street(r)}, 76100 Fécamp"
    return people.renew_ins(r, one)


def digit_off(r: Random, day: dt.date) -> dt.date:
    """A date of which one digit differs."""
    for _ in range(200):
        digits = list(day.strftime("%d%m%Y"))
        at = r.choice([0, 1, 3, 6, 7])
        digits[at] = str((int(digits[at]) + r.choice([1, -1, 3, 5])) % 10)
        text = "".join(digits)
        try:
            moved = dt.date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        is_likely = dt.date(1925, 12, 31) < moved < dt.date(2026, 9, 1)
        if moved != day and is_likely and abs(moved.year - day.year) < 11:
            return moved
    return day - dt.timedelta(days=1)


def close(a: str, b: str) -> bool:
    """At most one edit apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = 0
    while at < len(a) and a[at] == b[at]:
        at += 1
    return a[at:] == b[at + 1 :] or a[at + 1 :] == b[at + 1 :]


def has_neighbour(p: Person, index: Iterable[Person]) -> bool:
    """Whether a fair person would hesitate between this one and somebody else of the index."""
    names = {fold(name) for name in (p.birth_name, p.used_name) if name}
    return any(_is_near(p, names, other) for other in index if other is not p)


def _is_near(p: Person, names: set[str], other: Person) -> bool:
    """One edit in the names or one digit in the date, or day and month swapped."""
    own, theirs = p.birth_date.strftime("%d%m%Y"), other.birth_date.strftime("%d%m%Y")
    digits = sum(x != y for x, y in zip(own, theirs, strict=True))
    is_swapped = theirs == own[2:4] + own[:2] + own[4:]
    if digits > 1 and not is_swapped:
        return False
    others = [fold(name) for name in (other.birth_name, other.used_name) if name]
    if not any(close(a, b) for a in names for b in others):
        return False
    return digits == 0 or close(fold(p.first), fold(other.first))
