"""Fictitious persons and the index of patients. Names stand in names, professionals in professionals."""

import datetime as dt
from random import Random
from typing import Any

from eval.examiners.common.numbers import ins_key
from eval.examiners.locality.names import STREETS, TOWNS, family, fold, given

OID = "1.2.250.1.213.1.4.10"
PLACES = ("03", "18", "21", "29", "33", "34", "42", "44", "51", "58", "63", "69", "71", "75", "86", "87")
LAST_DAY = dt.date(2025, 12, 1)

Person = dict[str, Any]
"""birth, used, firsts, dob, sex, place, ins and address; rid when the index has it; what a page shows of it."""


def make_ins(r: Random, sex: str, dob: dt.date, place: str) -> str:
    """A national health number of a test range."""
    body = f"{1 if sex == 'M' else 2}{dob.year % 100:02d}{dob.month:02d}{place}{r.randint(1, 899):03d}"
    return body + ins_key(body)


def distance(one: str, other: str) -> int:
    """Signs to add, take away or change from one text to another."""
    if one == other:
        return 0
    before = list(range(len(other) + 1))
    for i, x in enumerate(one, 1):
        now = [i]
        for j, y in enumerate(other, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        before = now
    return before[-1]


class People:
    """Draws persons and keeps the index of those that have a record."""

    def __init__(self, r: Random) -> None:
        self.r = r
        self.index: list[dict[str, Any]] = []
        self.n = r.randint(10000, 60000)

    def draw(self, sex: str | None = None, age: int | None = None) -> Person:
        """A person drawn, what is not given."""
        r = self.r
        sex = sex or r.choice("MF")
        if age is None:
            ages = [r.randint(0, 12), r.randint(13, 30), r.randint(31, 60), r.randint(61, 80), r.randint(81, 101)]
            age = r.choices(ages, [5, 8, 24, 33, 30])[0]
        dob = LAST_DAY - dt.timedelta(days=age * 365 + r.randint(1, 360))
        birth = family(r)
        used = self._used_name(sex, age, birth)
        firsts = [given(r, sex, dob.year)]
        for _ in range(r.choices([0, 1, 2], [35, 35, 30])[0]):
            more = given(r, sex, dob.year)
            if more not in firsts:
                firsts.append(more)
        place = r.choice(PLACES) + str(r.randint(990, 999))
        return {
            "birth": birth,
            "used": used,
            "firsts": firsts,
            "dob": dob,
            "sex": sex,
            "place": place,
            "ins": make_ins(r, sex, dob, place),
            "address": self.address(),
        }

    def _used_name(self, sex: str, age: int, birth: str) -> str | None:
        r = self.r
        if sex == "F" and age > 26 and r.random() < 0.62:
            used = family(r)
            if used == birth:
                return None
            if r.random() < 0.10 and "-" not in birth + used and " " not in birth + used:
                return f"{birth}-{used}"
            return used
        if sex == "M" and r.random() < 0.03:
            return family(r)
        return None

    def address(self) -> str:
        """Where somebody lives."""
        town = self.r.choice(TOWNS)
        return f"{self.r.randint(1, 140)} {self.r.choice(STREETS)}, {town[1]}{self.r.randint(100, 900)} {town[0]}"

    def add(self, p: Person) -> str:
        """Put a person into the index; gives back its record id."""
        r = self.r
        self.n += r.randint(1, 9)
        p["rid"] = f"P{self.n}"
        has_ins = bool(r.random() < 0.8 or p.get("need_ins"))
        is_folded = r.random() < 0.8
        p["in_index_ins"] = has_ins

        def written(name: str) -> str:
            return fold(name) if is_folded else name

        used = written(p["used"]) if p["used"] else written(p["birth"]) if r.random() < 0.3 else None
        self.index.append(
            {
                "record_id": p["rid"],
                "birth_name": written(p["birth"]),
                "used_name": used,
                "first_names": [written(first) for first in p["firsts"]],
                "birth_date": p["dob"].isoformat(),
                "sex": p["sex"],
                "birth_place": p["place"],
                "ins": p["ins"] if has_ins else None,
                "oid": OID if has_ins else None,
                "ins_status": "qualifiee" if has_ins else r.choice(["validee", "provisoire"]),
                "address": p["address"],
            }
        )
        return str(p["rid"])

    def variant(self, p: Person, **changed: Any) -> Person:
        """Somebody alike who has a number and an address of their own."""
        q = dict(p, firsts=list(p["firsts"]), address=self.address())
        q.pop("rid", None)
        q.update(changed)
        q["ins"] = make_ins(self.r, q["sex"], q["dob"], q["place"])
        return q

    def digit_off(self, day: dt.date) -> dt.date:
        """A real date that differs by one digit when written JJ/MM/AAAA."""
        r = self.r
        while True:
            signs = list(day.strftime("%d%m%Y"))
            place = r.choice([0, 1, 3, 6, 7, 7, 1])
            signs[place] = str(r.randint(0, 9))
            try:
                other = dt.datetime.strptime("".join(signs), "%d%m%Y").replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
            if other != day and dt.date(1915, 1, 1) < other < LAST_DAY:
                return other

    def rivals(self, p: Person, rid: str | None) -> list[str]:
        """Other records a reader could take for this person: one edit, one digit."""
        out = []
        day = p["dob"].strftime("%d%m%Y")
        names = [fold(name) for name in (p["birth"], p["used"]) if name]
        first = fold(p["firsts"][0])
        for q in self.index:
            if q["record_id"] == rid:
                continue
            year, month, date = q["birth_date"].split("-")
            if sum(one != other for one, other in zip(day, date + month + year, strict=True)) > 1:
                continue
            theirs = [fold(name) for name in (q["birth_name"], q["used_name"]) if name]
            if (
                min(distance(one, other) for one in names for other in theirs) <= 1
                and min(distance(first, fold(other)) for other in q["first_names"]) <= 1
            ):
                out.append(q["record_id"])
        return out
