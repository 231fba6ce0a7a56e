"""Fictitious persons and the index of patients. Names stand in names, professionals in sheet."""

import datetime as dt
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from eval.examiners.common.numbers import ins_key
from eval.examiners.department.names import STREETS, TOWNS, family, firsts, fold

OID = "1.2.250.1.213.1.4.10"
PLACES = ("32", "40", "47", "64", "33", "65", "31", "75", "99")
LAST_DAY = dt.date(2026, 10, 1)
OLDEST, YOUNGEST = 1926, 2025
"""Years that a mistaken date of birth stays between, both left out."""


@dataclass
class Person:
    """Somebody. birth_date: ISO; record_id: None as long as the index has them not."""

    birth_name: str
    used_name: str | None
    first_names: list[str]
    birth_date: str
    sex: str
    birth_place: str
    ins: str
    address: str
    has_ins: bool = True
    record_id: str | None = None

    @property
    def first(self) -> str:
        """The first of the first names."""
        return self.first_names[0]

    def copy(self, **changed: Any) -> "Person":
        """Somebody else who is alike, in no index."""
        return replace(self, **{"first_names": list(self.first_names), "record_id": None, **changed})

    def number(self, r: Random, place: str | None = None) -> None:
        """Give a new national number, and the place of birth that it tells."""
        self.ins = make_ins(r, self.sex, self.birth_date, place)
        self.birth_place = self.ins[5:10]

    def record(self) -> dict[str, Any]:
        """What the index tells."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name) if self.used_name else None,
            "first_names": [fold(name) for name in self.first_names],
            "birth_date": self.birth_date,
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins if self.has_ins else None,
            "oid": OID if self.has_ins else None,
            "ins_status": "VALI" if self.has_ins else "PROV",
            "address": self.address,
        }


def make_ins(r: Random, sex: str, birth_date: str, place: str | None = None) -> str:
    """A national health number of communes that do not exist."""
    year, month, _ = birth_date.split("-")
    place = place or r.choice(PLACES)
    first = "1" if sex == "M" else "2"
    body = f"{first}{year[2:]}{month}{place}{r.randrange(990, 1000)}{r.randrange(1, 700):03d}"
    return body + ins_key(body)


def digit_off(r: Random, birth_date: str) -> str:
    """A real date that differs by one digit."""
    while True:
        place = r.choice([3, 5, 6, 8, 9])
        other = birth_date[:place] + r.choice("0123456789") + birth_date[place + 1 :]
        try:
            day = dt.date.fromisoformat(other)
        except ValueError:
            continue
        if other != birth_date and OLDEST < day.year < YOUNGEST:
            return other


class Population:
    """Draws persons and keeps the index of those that have a record."""

    def __init__(self, r: Random) -> None:
        self.r = r
        self.records: list[Person] = []

    def draw(
        self,
        low: int = 0,
        high: int = 95,
        sex: str | None = None,
        day: dt.date = LAST_DAY,
        birth_date: str | None = None,
    ) -> Person:
        """A person drawn, what is not given. low, high: ages on a day."""
        r = self.r
        sex = sex or r.choice("MFF")
        if birth_date is None:
            birth_date = (day - dt.timedelta(days=r.randrange(low * 365, high * 365 + 300) + 3)).isoformat()
        year = int(birth_date[:4])
        name = family(r)
        used = self._used_name(sex, year, name)
        ins = make_ins(r, sex, birth_date)
        code, town, _ = r.choice(TOWNS)
        return Person(
            birth_name=name,
            used_name=used,
            first_names=firsts(r, sex, year),
            birth_date=birth_date,
            sex=sex,
            birth_place=ins[5:10],
            ins=ins,
            address=f"{r.randrange(1, 190)} {r.choice(STREETS)}, {code} {town}",
        )

    def _used_name(self, sex: str, year: int, name: str) -> str | None:
        r = self.r
        if year >= 2000 or r.random() >= (0.62 if sex == "F" else 0.02):
            return None
        used = family(r)
        if r.random() < 0.1 and "-" not in used + name and " " not in used + name:
            used = f"{used}-{name}"
        return None if used == name else used

    def add(self, p: Person) -> Person:
        """Put a person into the index."""
        p.record_id = f"P{10000 + (len(self.records) + 1) * 7 + self.r.randrange(7):05d}"
        self.records.append(p)
        return p

    def fill(self, count: int, r: Random) -> None:
        """Persons of whom no page tells, up to so many records."""
        while len(self.records) < count:
            p = self.draw(0, 97)
            p.has_ins = r.random() < 0.85
            self.add(p)

    def has_near(self, p: Person) -> bool:
        """Has the index somebody else who may be taken for this one?"""
        return any(is_near(p, other) for other in self.records if other.record_id != p.record_id)


def _is_one_edit_off(one: str, other: str) -> bool:
    """Are they the same, or one edit apart?"""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]


def is_near(one: Person, other: Person) -> bool:
    """Could one be taken for the other within one digit of the birth and one edit of each name?"""
    if sum(x != y for x, y in zip(one.birth_date, other.birth_date, strict=True)) > 1:
        return False
    return _is_one_edit_off(fold(one.birth_name), fold(other.birth_name)) and _is_one_edit_off(
        fold(one.first), fold(other.first)
    )
