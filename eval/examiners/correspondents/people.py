"""Fictitious persons, their national health number (test ranges) and the patient index. Names stand in names."""

import datetime as dt
from dataclasses import dataclass, field, replace

from eval.examiners.common.numbers import ins_key
from eval.examiners.correspondents.names import STREETS, TOWNS, Names, fold

OID_TEST = "1.2.250.1.213.1.4.10"


@dataclass
class Person:
    """Somebody who may be a patient or a relative."""

    record_id: str
    birth_name: str
    used_name: str | None
    first_names: list
    birth_date: dt.date
    sex: str
    birth_place: str
    ins: str | None
    ins_status: str
    address: str
    town: tuple
    phone: str = ""
    extra: dict = field(default_factory=dict)

    @property
    def oid(self):
        """Authority of the number."""
        return OID_TEST if self.ins else None

    def age(self, on):
        """Whole years."""
        b = self.birth_date
        return on.year - b.year - ((on.month, on.day) < (b.month, b.day))

    def row(self):
        """As the index of persons has it."""
        return {
            "record_id": self.record_id,
            "birth_name": fold(self.birth_name),
            "used_name": fold(self.used_name) if self.used_name else None,
            "first_names": [fold(x) for x in self.first_names],
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins,
            "oid": self.oid,
            "ins_status": self.ins_status,
            "address": self.address,
        }


def make_ins(rng, sex, birth, place=None):
    """A national health number of a test range, and its place of birth."""
    if place is None:
        if rng.random() < 0.1:
            place = "99" + str(rng.randint(990, 998))
        else:
            dep = rng.choice(["18", "18", "18", "36", "41", "45", "58", "03", "37", "75", "63", "69", "87", "59"])
            place = dep + str(rng.randint(990, 999))
    n13 = (
        ("1" if sex == "M" else "2") + f"{birth.year % 100:02d}{birth.month:02d}" + place + f"{rng.randint(1, 620):03d}"
    )
    return n13 + ins_key(n13), place


def phone(rng, mobile=None):
    """A telephone number."""
    if mobile is None:
        mobile = rng.random() < 0.5
    head = rng.choice(["06", "07"]) if mobile else "02"
    return head + "".join(f" {rng.randint(0, 99):02d}" for _ in range(4))


def address(rng):
    """An address and its town."""
    cp, town = rng.choice(TOWNS)
    return f"{rng.randint(1, 140)} {rng.choice(STREETS)}, {cp} {town}", (cp, town)


def _is_wanted(p, a, want):
    return {
        "any": True,
        "adult": a >= 18,
        "old": a >= 75,
        "child": 2 <= a < 16,
        "baby": a < 2,
        "woman": p.sex == "F" and 20 <= a <= 42,
        "worker": 20 <= a <= 62,
        "minor": a < 16,
        "senior": a >= 60,
    }[want]


class Population:
    """The index (about 3,000 persons) and the ways to add near twins to it."""

    def __init__(self, rng, size, today):
        self.rng, self.today, self.names = rng, today, Names()
        self.people, self.used, self._n = [], set(), 0
        ids = list(range(10000, 99999))
        rng.shuffle(ids)
        self._ids = ids
        for _ in range(size):
            self.people.append(self.new())

    def next_id(self):
        """A record number that tells nothing of its order."""
        self._n += 1
        return f"P{self._ids[self._n]:05d}"

    def new(self, sex=None, birth=None, family=None, firsts=None, used=None, in_index=True):
        """A person drawn, what is not given. Only one that is in the index has a record."""
        rng = self.rng
        sex = sex or rng.choice("MF")
        if birth is None:
            age = rng.choices(
                [
                    rng.uniform(0, 2),
                    rng.uniform(2, 16),
                    rng.uniform(16, 40),
                    rng.uniform(40, 65),
                    rng.uniform(65, 80),
                    rng.uniform(80, 99),
                ],
                [5, 10, 20, 22, 24, 19],
            )[0]
            birth = self.today - dt.timedelta(days=int(age * 365.25) + 3)
        family = family or self.names.family(rng)
        firsts = firsts or self.names.firsts(rng, sex, birth.year)
        age = (self.today - birth).days / 365.25
        if used is None and sex == "F" and age > 24 and rng.random() < 0.6:
            used = self.names.family(rng)
            if rng.random() < 0.08 and "-" not in family and "-" not in used:
                used = family + "-" + used
        elif used is None and sex == "M" and age > 25 and rng.random() < 0.015:
            used = family + "-" + self.names.family(rng).split("-")[0]
        if used == family:
            used = None
        ins, place = make_ins(rng, sex, birth)
        status = rng.choices(["QUALIFIEE", "VALIDEE", "PROVISOIRE"], [80, 8, 12])[0]
        if status != "QUALIFIEE":
            ins = None
        addr, town = address(rng)
        return Person(
            self.next_id() if in_index else None,
            family,
            used or None,
            firsts,
            birth,
            sex,
            place,
            ins,
            status,
            addr,
            town,
            phone(rng),
        )

    def pick(self, want):
        """An unused person of a category: adult, old, child, baby, woman (20-42), worker, any."""
        for _ in range(20000):
            p = self.rng.choice(self.people)
            if p.record_id in self.used:
                continue
            a = p.age(self.today)
            if _is_wanted(p, a, want):
                self.used.add(p.record_id)
                return p
        raise RuntimeError(want)

    def add(self, p):
        """Put a person in the index."""
        if not p.record_id:
            p.record_id = self.next_id()
        self.people.append(p)
        self.used.add(p.record_id)
        return p

    def variant(self, p, **kw):
        """Another person made from p (new record, new number)."""
        q = replace(p, record_id=None, extra={}, **kw)
        q.ins, q.birth_place = make_ins(self.rng, q.sex, q.birth_date)
        if p.ins is None:
            q.ins = None
        q.address, q.town = address(self.rng)
        q.phone = phone(self.rng)
        return q


def edit1(a, b):
    """True when a and b are equal or one edit (or transposition) apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        diff = [i for i in range(len(a)) if a[i] != b[i]]
        return len(diff) == 1 or (
            len(diff) == 2 and diff[1] == diff[0] + 1 and a[diff[0]] == b[diff[1]] and a[diff[1]] == b[diff[0]]
        )
    if len(a) > len(b):
        a, b = b, a
    return any(b[:i] + b[i + 1 :] == a for i in range(len(b)))


def near_date(a, b):
    """One digit apart at most, or day and month swapped."""
    x, y = a.strftime("%d%m%Y"), b.strftime("%d%m%Y")
    return sum(i != j for i, j in zip(x, y, strict=True)) <= 1 or x[2:4] + x[:2] + x[4:] == y


def neighbours(p, people):
    """Other records whom a careful person could take for p: near name, near first name, near birth date."""
    out = []
    fam = {fold(n) for n in (p.birth_name, p.used_name) if n}
    firsts = {fold(x) for x in p.first_names[:1]}
    for q in people:
        if q.record_id == p.record_id or not near_date(p.birth_date, q.birth_date):
            continue
        qfam = {fold(n) for n in (q.birth_name, q.used_name) if n}
        if any(edit1(a, b) for a in fam for b in qfam) and any(
            edit1(a, fold(b)) for a in firsts for b in q.first_names[:1]
        ):
            out.append(q)
    return out
