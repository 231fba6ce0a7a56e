"""Fictitious persons, professionals and the number of an establishment. Names stand in names."""

import datetime as dt
from dataclasses import dataclass

from eval.examiners.common.numbers import ins_key, luhn_digit
from eval.examiners.network.names import (
    FAMILY,
    FEMALE_MID,
    FEMALE_NEW,
    FEMALE_OLD,
    MALE_MID,
    MALE_NEW,
    MALE_OLD,
    PLACES,
    SPECIAL_FAMILY,
    STREETS,
    fold,
)

OID_TEST = "1.2.250.1.213.1.4.10"


def with_luhn(body):
    """A number with its last digit."""
    return body + luhn_digit(body)


@dataclass
class Person:
    """Somebody who may be a patient or a relative."""

    birth_name: str
    used_name: str | None
    first_names: list
    birth_date: dt.date
    sex: str
    birth_place: str
    town: str
    ins: str
    address: str
    record_id: str | None = None

    @property
    def first(self):
        """The first of the first names."""
        return self.first_names[0]

    def record(self):
        """As the index of persons has it."""
        return {
            "record_id": self.record_id,
            "birth_name": self.birth_name,
            "used_name": self.used_name,
            "first_names": self.first_names,
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins,
            "oid": OID_TEST,
            "ins_status": "VALI" if self.ins else "PROV",
            "address": self.address,
        }


@dataclass
class Pro:
    """A professional."""

    family: str
    given: str
    sex: str
    rpps: str
    title: str = "Dr"


class Factory:
    """Draws persons and professionals; keeps the family names of doctors away from those of patients on the same page."""

    def __init__(self, rng):
        self.r = rng
        self.order = rng.randint(1, 400)

    def family(self):
        """A family name."""
        r = self.r
        x = r.random()
        if x < 0.14:
            return r.choice(SPECIAL_FAMILY)
        if x < 0.19:
            return r.choice(FAMILY[:900]) + "-" + r.choice(FAMILY[:900])
        if x < 0.5:
            return r.choice(FAMILY[:600])
        return r.choice(FAMILY)

    def firsts(self, sex, year, n=None):
        """First names of a time."""
        r = self.r
        pool = {"M": (MALE_OLD, MALE_MID, MALE_NEW), "F": (FEMALE_OLD, FEMALE_MID, FEMALE_NEW)}[sex][
            0 if year < 1958 else 1 if year < 1996 else 2
        ]
        n = n or r.choices([1, 2, 3], [45, 30, 25])[0]
        out = []
        while len(out) < n:
            c = r.choice(pool)
            if c not in out:
                out.append(c)
        return out

    def make_ins(self, sex, d, dep):
        """A national health number of a test range."""
        r = self.r
        self.order = (self.order * 7 + 13) % 990 + 5
        body = f"{1 if sex == 'M' else 2}{d.year % 100:02d}{d.month:02d}{dep}{r.randint(990, 999) if len(dep) == 2 else r.randint(90, 99)}{self.order:03d}"
        return body + ins_key(body)

    def person(self, lo=0, hi=97, sex=None, family=None, d=None):
        """A person drawn, what is not given."""
        r = self.r
        sex = sex or r.choice("MF")
        if d is None:
            days = r.randint(int(lo * 365.25) + 5, int(hi * 365.25) + 360)
            d = dt.date(2026, 9, 1) - dt.timedelta(days=days)
        age = (dt.date(2026, 9, 1) - d).days / 365.25
        town, dep = r.choice(PLACES)
        if r.random() < 0.05:
            town, dep = r.choice(
                [("Saint-Pierre", "974"), ("Fort-de-France", "972"), ("Papeete", "987"), ("Cayenne", "973")]
            )
        birth = family or self.family()
        used = None
        if sex == "F" and age > 26 and r.random() < 0.6:
            used = self.family()
        elif sex == "F" and age > 26 and r.random() < 0.08:
            used = birth.split("-")[0] + "-" + self.r.choice(FAMILY[:300]) if " " not in birth else None
        elif sex == "M" and age > 30 and r.random() < 0.03:
            used = self.family()
        if used == birth:
            used = None
        ins = self.make_ins(sex, d, dep)
        return Person(
            birth,
            used,
            self.firsts(sex, d.year),
            d,
            sex,
            (dep + ins[5 + len(dep) : 10])[:5],
            town,
            ins,
            f"{r.randint(1, 148)} {r.choice(STREETS)}, {r.randint(10, 95)}{r.randint(1, 9)}{r.randint(0, 9)}0 {r.choice(PLACES)[0]}",
        )

    def pro(self, sex=None, title=None):
        """A professional drawn."""
        r = self.r
        sex = sex or r.choice("MF")
        given = self.firsts(sex, r.randint(1960, 1994), 1)[0]
        return Pro(
            self.family(),
            given,
            sex,
            with_luhn("10" + f"{r.randint(1000000, 1999999):07d}" + f"{r.randint(0, 9)}"),
            title or "Dr",
        )

    def finess(self):
        """A number of an establishment."""
        r = self.r
        return with_luhn(f"{r.randint(10, 95)}0{r.randint(10000, 99999)}")


def similar_twin(rng, p, fac):
    """A near namesake, for the index: one of several kinds of confusion."""
    kind = rng.choice(["digit", "brother", "twin", "father", "spelling", "sameday"])
    d = p.birth_date
    if kind == "digit":
        day = d.day + 1 if d.day < 28 else d.day - 1
        q = Person(
            p.birth_name,
            p.used_name,
            list(p.first_names),
            d.replace(day=day),
            p.sex,
            p.birth_place,
            p.town,
            "",
            p.address,
        )
    elif kind == "brother":
        q = fac.person(d=d + dt.timedelta(days=rng.randint(400, 1500)), family=p.birth_name)
    elif kind == "twin":
        q = fac.person(d=d, family=p.birth_name, sex=p.sex)
        while fold(q.first) == fold(p.first):
            q = fac.person(d=d, family=p.birth_name, sex=p.sex)
    elif kind == "father":
        q = Person(
            p.birth_name,
            None,
            [p.first],
            d.replace(year=max(1925, d.year - 29), day=min(d.day, 28)),
            p.sex,
            p.birth_place,
            p.town,
            "",
            p.address,
        )
    elif kind == "spelling":
        n = p.birth_name
        n2 = (
            n.replace("RD", "RT")
            if "RD" in n
            else n.replace("AU", "O")
            if "AU" in n
            else n + "E"
            if not n.endswith("E")
            else n[:-1]
        )
        q = Person(n2, p.used_name, list(p.first_names), d, p.sex, p.birth_place, p.town, "", p.address)
    else:
        q = fac.person(d=d)
        q.first_names = list(p.first_names)
        q.sex = p.sex
        q.used_name = None
    dep = (
        p.birth_place[:2]
        if not p.birth_place.startswith("9") or p.birth_place[:2] in ("93", "94", "95", "91")
        else "75"
    )
    q.ins = fac.make_ins(q.sex, q.birth_date, dep)
    return kind, q
