"""Fictitious persons, professionals, houses and the index of persons."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from eval.examiners.city.names import (
    BRANDS,
    CITIES,
    COMMON_LAST,
    EXTRA_LAST,
    FAMILY,
    HOUSES,
    NEW_F,
    NEW_M,
    NFR_F,
    NFR_M,
    OLD_F,
    OLD_M,
    PLACES,
    SAINTS,
    STREETS,
    fold,
)
from eval.examiners.common.numbers import ins_key, luhn_digit

OID = "1.2.250.1.213.1.4.10"


def luhn_tail(body: str) -> str:
    """A number with its key."""
    return body + luhn_digit(body)


@dataclass
class Person:
    """Somebody of the index."""

    rid: str
    birth: str
    used: str | None
    firsts: list[str]
    dob: date
    sex: str
    place: str
    ins: str | None
    address: str

    def record(self) -> dict[str, Any]:
        """As the index tells it."""
        return {
            "record_id": self.rid,
            "birth_name": fold(self.birth),
            "used_name": fold(self.used) if self.used else None,
            "first_names": [fold(f) for f in self.firsts],
            "birth_date": self.dob.isoformat(),
            "sex": self.sex,
            "birth_place": self.place,
            "ins": self.ins,
            "oid": OID if self.ins else None,
            "ins_status": "qualifiee" if self.ins else "provisoire",
            "address": self.address,
        }


@dataclass
class Pro:
    """A professional."""

    given: str
    family: str
    sex: str
    spec: str
    rpps: str
    adeli: str = ""


@dataclass
class Site:
    """A house."""

    name: str
    finess: str
    street: str
    cp: str
    city: str
    tel: str
    fax: str
    mail: str


class World:
    """All random persons of one run."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.index: list[Person] = []
        self.n = rng.randint(2100, 8000)

    def family(self) -> str:
        """A family name."""
        r = self.rng.random()
        if r < 0.42:
            return self.rng.choice(COMMON_LAST)
        if r < 0.56:
            return self.rng.choice(EXTRA_LAST)
        if r < 0.60:
            return self.rng.choice(COMMON_LAST) + "-" + self.rng.choice(FAMILY[250:900])
        return self.rng.choice(FAMILY[150:])

    def first(self, sex: str, year: int) -> str:
        """A given name of somebody born that year."""
        r = self.rng.random()
        if r < 0.18:
            return self.rng.choice(NFR_F if sex == "F" else NFR_M)
        old = (year < 1972) != (r < 0.27)
        return self.rng.choice(
            {("F", True): OLD_F, ("F", False): NEW_F, ("M", True): OLD_M, ("M", False): NEW_M}[sex, old]
        )

    def dob(self, lo: int = 1932, hi: int = 2008) -> date:
        """A day of birth."""
        return date(lo, 1, 1) + timedelta(days=self.rng.randrange((hi - lo + 1) * 365))

    def make_ins(self, sex: str, dob: date, place: str) -> str:
        """An INS with its key."""
        n = f"{1 if sex == 'M' else 2}{dob.year % 100:02d}{dob.month:02d}{place}{self.rng.randint(1, 899):03d}"
        return n + ins_key(n)

    def address(self) -> str:
        """A postal address."""
        city, cps = self.rng.choice(CITIES)
        return f"{self.rng.randint(1, 190)} {self.rng.choice(STREETS)}, {self.rng.choice(cps)} {city}"

    def person(
        self,
        sex: str | None = None,
        lo: int = 1932,
        hi: int = 2008,
        two: bool | None = None,
        keep: bool = True,
        **over: Any,
    ) -> Person:
        """Somebody, entered in the index when keep is true."""
        rng = self.rng
        sex = sex or rng.choice("MF")
        dob = over.get("dob") or self.dob(lo, hi)
        birth = over.get("birth") or self.family()
        firsts = over.get("firsts")
        if not firsts:
            firsts = [self.first(sex, dob.year)]
            while rng.random() < 0.5 and len(firsts) < 3:
                f = self.first(sex, dob.year - 20)
                if f not in firsts:
                    firsts.append(f)
        if two is None:
            two = sex == "F" and dob.year < 1998 and rng.random() < 0.5
        used = None
        if two:
            used = self.family()
            if rng.random() < 0.12 and "-" not in birth and "-" not in used:
                used = f"{birth}-{used}"
        dep = (
            rng.choice(["2A", "2B", "99"])
            if rng.random() < 0.05
            else f"{rng.choice([i for i in range(1, 96) if i != 20]):02d}"
        )
        place = f"{dep}{rng.randint(990, 999)}"
        ins = self.make_ins(sex, dob, place) if rng.random() < 0.85 or over.get("need_ins") else None
        self.n += rng.randint(1, 9)
        p = Person(f"P{self.n}", birth, used, firsts, dob, sex, place, ins, over.get("address") or self.address())
        if keep:
            self.index.append(p)
        return p

    def twin_of(self, p: Person, keep: bool = True, **over: Any) -> Person:
        """A near copy of a person: other record number, other INS."""
        self.n += self.rng.randint(1, 9)
        q = replace(p, **{"rid": f"P{self.n}", "firsts": list(p.firsts), **over})
        q.ins = self.make_ins(q.sex, q.dob, q.place)
        if q.ins == p.ins:
            q.ins = self.make_ins(q.sex, q.dob, f"{q.place[:2]}{990 + (int(q.place[2:]) - 989) % 10}")
        if keep:
            self.index.append(q)
        return q

    def pro(self, spec: str = "", sex: str | None = None) -> Pro:
        """A professional."""
        sex = sex or self.rng.choice("MF")
        return Pro(
            self.first(sex, self.rng.randint(1955, 1990)),
            self.family(),
            sex,
            spec,
            luhn_tail("10" + f"{self.rng.randint(0, 99999999):08d}"),
            luhn_tail(f"{self.rng.randint(10000000, 95999999)}"),
        )

    def site(self, kind: str) -> Site:
        """A house of a kind."""
        rng = self.rng
        city, cps = rng.choice(CITIES)
        cp = rng.choice(cps)
        name = rng.choice(HOUSES[kind]).format(
            s=rng.choice(SAINTS), p=rng.choice(PLACES), x=rng.choice(BRANDS), f=self.family()
        )
        slug = "".join(c for c in fold(name).lower() if c.isalnum())[:18]

        def tel() -> str:
            return f"0{rng.choice('1234 5'.replace(' ', ''))} " + " ".join(
                f"{rng.randint(0, 99):02d}" for _ in range(4)
            )

        return Site(
            name,
            luhn_tail(f"{cp[:2]}{rng.randint(0, 999999):06d}"),
            f"{rng.randint(1, 150)} {rng.choice(STREETS)}",
            cp,
            city,
            tel(),
            tel(),
            f"{rng.choice(['contact', 'secretariat', 'accueil'])}@{slug}.example",
        )


def distance(a: str, b: str, cap: int = 3) -> int:
    """Edits between two words, cap when there are so many or more."""
    if abs(len(a) - len(b)) >= cap:
        return cap
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return row[-1]


def too_close(p: Person, index: list[Person]) -> Person | None:
    """Somebody else in the index within one edit of the names and one digit of the date."""
    me = (fold(p.birth), fold(p.firsts[0]), p.dob.strftime("%d%m%Y"))
    for q in index:
        if q.rid == p.rid:
            continue
        if sum(a != b for a, b in zip(me[2], q.dob.strftime("%d%m%Y"), strict=False)) > 1:
            continue
        names = [fold(q.birth)] + ([fold(q.used)] if q.used else [])
        if any(distance(me[0], n) <= 1 for n in names) and any(distance(me[1], fold(f)) <= 1 for f in q.firsts):
            return q
    return None
