"""Fictitious persons, their national health number (test ranges) and the index. Names stand in names."""

import datetime as dt
from dataclasses import dataclass

from eval.examiners.common.numbers import ins_key
from eval.examiners.practice.names import LAST, TOWNS, address, first_name, fold, last_name

OID_TEST = "1.2.250.1.213.1.4.10"


def make_ins(rng, sex, birth, dep):
    """A national health number of a test range."""
    commune = rng.randint(990, 999)
    n = f"{'1' if sex == 'M' else '2'}{birth.year % 100:02d}{birth.month:02d}{dep}{commune}{rng.randint(1, 899):03d}"
    return n + ins_key(n)


@dataclass
class Person:
    """Somebody who may be a patient or a relative."""

    record_id: str
    birth_name: str
    used_name: str
    first_names: list
    birth: dt.date
    sex: str
    place: tuple
    ins: str
    status: str
    addr: tuple

    def record(self):
        """As the index of persons has it."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name) if self.used_name else None,
            "first_names": [fold(f) for f in self.first_names],
            "birth_date": self.birth.isoformat(),
            "sex": self.sex,
            "birth_place": self.place[2],
            "ins": self.ins,
            "oid": OID_TEST if self.ins else None,
            "ins_status": self.status,
            "address": f"{self.addr[0]}, {self.addr[1]} {self.addr[2]}",
        }

    def age(self, on):
        """Whole years."""
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


def birth_date(rng, lo=0, hi=97):
    """A birth date between two ages."""
    age = rng.triangular(lo, hi, min(hi, max(lo, 66)))
    return dt.date(2026, 10, 1) - dt.timedelta(days=int(age * 365.25) + rng.randint(0, 360))


def make_person(rng, rid, sex=None, lo=0, hi=96, name=None):
    """A person drawn, what is not given."""
    sex = sex or rng.choice("FM")
    birth = birth_date(rng, lo, hi)
    firsts = [first_name(rng, sex, birth.year)]
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        f = first_name(rng, sex, birth.year - rng.choice([0, 25, 45]))
        if f not in firsts:
            firsts.append(f)
    used = None
    bname = name or last_name(rng)
    if sex == "F" and birth.year < 2000 and rng.random() < 0.68:
        used = last_name(rng)
        if rng.random() < 0.08 and "-" not in bname and " " not in bname:
            used = f"{bname}-{rng.choice(LAST[:400])}"
    place = rng.choice(TOWNS)
    has_ins = rng.random() < 0.8
    return Person(
        rid,
        bname,
        used,
        firsts,
        birth,
        sex,
        place,
        make_ins(rng, sex, birth, place[2][:2]) if has_ins else None,
        rng.choice(["QUALIFIEE", "QUALIFIEE", "QUALIFIEE", "VALIDEE"])
        if has_ins
        else rng.choice(["VALIDEE", "PROVISOIRE"]),
        address(rng),
    )


class Index:
    """The index of persons; ids are drawn so that order tells nothing."""

    def __init__(self, rng):
        self.rng = rng
        self.people = []
        self.ids = rng.sample(range(10000, 99999), 6000)

    def new_id(self):
        """A record number."""
        return f"P{self.ids.pop()}"

    def add(self, **kw):
        """Somebody more in the index."""
        p = make_person(self.rng, self.new_id(), **kw)
        self.people.append(p)
        return p

    def clone(self, p, **changes):
        """A near twin of a person, in the index, with its own INS."""
        q = Person(
            self.new_id(),
            p.birth_name,
            p.used_name,
            list(p.first_names),
            p.birth,
            p.sex,
            p.place,
            None,
            p.status,
            address(self.rng),
        )
        for k, v in changes.items():
            setattr(q, k, v)
        q.ins = make_ins(self.rng, q.sex, q.birth, q.place[2][:2]) if p.ins else None
        self.people.append(q)
        return q


def edit1(a, b):
    """True when a and b are equal or one edit (or one swap) apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return (
        a[i + 1 :] == b[i + 1 :]
        or a[i:] == b[i + 1 :]
        or a[i + 1 :] == b[i:]
        or (a[i + 2 :] == b[i + 2 :] and sorted(a[i : i + 2]) == sorted(b[i : i + 2]))
    )


def near(p, q):
    """Same or nearly the same name, first name and birth date."""
    da, db = p.birth.strftime("%d%m%Y"), q.birth.strftime("%d%m%Y")
    if sum(x != y for x, y in zip(da, db, strict=True)) > 1 and not (
        p.birth.year == q.birth.year and p.birth.day == q.birth.month and p.birth.month == q.birth.day
    ):
        return False
    pn = [fold(n) for n in (p.birth_name, p.used_name) if n]
    qn = [fold(n) for n in (q.birth_name, q.used_name) if n]
    if not any(edit1(a, b) for a in pn for b in qn):
        return False
    return any(edit1(fold(a), fold(b)) for a in p.first_names[:1] for b in q.first_names[:1])
