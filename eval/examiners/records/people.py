"""Fictitious patients and their index, with deliberate near twins. Nobody who signs or receives: see houses."""

import datetime as dt
from dataclasses import dataclass, field, replace

from eval.examiners.common.numbers import ins_key
from eval.examiners.records.names import (
    GIVEN,
    STREETS,
    TOWNS,
    TWIN_GIVEN,
    edit,
    given_pool,
    norm,
    pick_family,
    pick_given,
)

OID_TEST = "1.2.250.1.213.1.4.10"


@dataclass
class Person:
    record_id: str
    birth_name: str
    used_name: str | None
    first_names: list
    birth_date: dt.date
    sex: str
    birth_place: str
    birth_town: str
    ins: str | None
    street: str
    postcode: str
    town: str
    link: str = ""  # kind of deliberate near twin
    link_ids: list = field(default_factory=list)

    @property
    def first(self):
        return self.first_names[0]

    def record(self):
        return {
            "record_id": self.record_id,
            "birth_name": norm(self.birth_name),
            "used_name": norm(self.used_name) if self.used_name else None,
            "first_names": [norm(f) for f in self.first_names],
            "birth_date": self.birth_date.isoformat(),
            "sex": self.sex,
            "birth_place": self.birth_place,
            "ins": self.ins,
            "oid": OID_TEST if self.ins else None,
            "ins_status": "QUALIFIEE" if self.ins else "VALIDEE",
            "address": f"{self.street} {self.postcode} {self.town.upper()}",
        }


def make_ins(rng, sex, birth, place):
    body = f"{1 if sex == 'M' else 2}{birth.year % 100:02d}{birth.month:02d}{place}{rng.randint(1, 899):03d}"
    return body + ins_key(body)


def pick_birth(rng, low=0, high=98):
    """Birth date with ages weighted as in a hospital."""
    age = rng.choices(
        [rng.randint(0, 17), rng.randint(18, 45), rng.randint(46, 70), rng.randint(71, 98)], [2, 3, 4, 5]
    )[0]
    return dt.date(2025 - age, 1, 1) + dt.timedelta(days=rng.randint(0, 364))


def make_person(rng, rid, **fixed):
    birth = fixed.get("birth_date") or pick_birth(rng)
    sex = fixed.get("sex") or rng.choice("FM")
    town, _, dep = rng.choice(TOWNS)
    if rng.random() < 0.08:
        town, place = rng.choice(
            [("Casablanca", "99350"), ("Porto", "99139"), ("Alger", "99352"), ("Dakar", "99341"), ("Turin", "99127")]
        )
    else:
        place = f"{dep}{rng.randint(990, 999)}"
    first_names = fixed.get("first_names") or pick_given(rng, sex, birth.year)
    family = fixed.get("birth_name") or pick_family(rng)
    used = None
    age = 2025 - birth.year
    if "used_name" in fixed:
        used = fixed["used_name"]
    elif sex == "F" and age > 22 and rng.random() < (0.7 if age > 50 else 0.45):
        used = pick_family(rng)
        if rng.random() < 0.08 and " " not in used + family and "-" not in used + family:
            used = f"{family}-{used}" if rng.random() < 0.5 else f"{used}-{family}"
    elif sex == "M" and age > 25 and rng.random() < 0.01:
        used = pick_family(rng)
    if used == family:
        used = None
    home, postcode, _ = rng.choice(TOWNS[:16])
    return Person(
        rid,
        family,
        used,
        first_names,
        birth,
        sex,
        place,
        town,
        make_ins(rng, sex, birth, place) if rng.random() < 0.88 else None,
        f"{rng.randint(1, 140)} {rng.choice(STREETS)}",
        postcode,
        home,
    )


def _twins(rng, ids):
    """Twins with near first names."""
    sex = rng.choice("FM")
    one, two = rng.choice(TWIN_GIVEN[sex])
    birth = dt.date(rng.randint(2003, 2021), rng.randint(1, 12), rng.randint(1, 28))
    first = make_person(rng, next(ids), sex=sex, birth_date=birth, first_names=[one], used_name=None)
    body = first.birth_place
    second = replace(first, record_id=next(ids), first_names=[two], ins=make_ins(rng, sex, birth, body))
    first.ins = make_ins(rng, sex, birth, body)
    while second.ins == first.ins:
        second.ins = make_ins(rng, sex, birth, body)
    return [first, second]


def _namesakes(rng, ids):
    """Same name, first name and day; other first names, place and INS."""
    first = make_person(rng, next(ids), used_name=None)
    if first.birth_date.year > 2004:
        first.birth_date = first.birth_date.replace(year=first.birth_date.year - 40, day=min(first.birth_date.day, 28))
    names = pick_given(rng, first.sex, first.birth_date.year, 3)
    first.first_names = names
    second = make_person(
        rng,
        next(ids),
        birth_name=first.birth_name,
        sex=first.sex,
        birth_date=first.birth_date,
        used_name=None,
        first_names=[names[0], *[n for n in pick_given(rng, first.sex, 1950, 3) if n not in names][:2]],
    )
    while len(second.first_names) < 2:
        extra = rng.choice(given_pool(first.sex, 1940))
        if extra not in names:
            second.first_names.append(extra)
    for p in (first, second):
        p.ins = make_ins(rng, p.sex, p.birth_date, p.birth_place)
    return [first, second]


def _father_and_son(rng, ids):
    """Father and son of the same first name."""
    given = rng.choice(GIVEN["M"]["mid"].split())
    birth = dt.date(rng.randint(1938, 1972), rng.randint(1, 12), rng.randint(1, 28))
    father = make_person(rng, next(ids), sex="M", birth_date=birth, first_names=[given], used_name=None)
    son_birth = dt.date(birth.year + rng.randint(22, 34), rng.randint(1, 12), rng.randint(1, 28))
    son = make_person(
        rng,
        next(ids),
        sex="M",
        birth_date=son_birth,
        first_names=[given, rng.choice(GIVEN["M"]["old"].split())],
        birth_name=father.birth_name,
        used_name=None,
    )
    return [father, son]


GROUPS = {
    "twins": ("twin", _twins),
    "namesakes": ("namesake", _namesakes),
    "father_son": ("father_son", _father_and_son),
}
"""Deliberate near twins: name of the group, link that its persons bear, what makes a pair."""


def build_index(rng, size=2850):
    """Random persons, then deliberate near twins. Ids are shuffled so that they carry no hint."""
    ids = iter([f"P{n}" for n in rng.sample(range(100200, 998000), size + 400)])
    people = [make_person(rng, next(ids)) for _ in range(size)]
    groups = {name: [] for name in GROUPS}
    for name, (link, make_pair) in GROUPS.items():
        for _ in range(25):
            pair = make_pair(rng, ids)
            for p in pair:
                p.link, p.link_ids = link, [q.record_id for q in pair if q is not p]
            people += pair
            groups[name].append(pair)
    return people, groups, ids


def digits_apart(a, b):
    """Number of differing digits of two dates; a day / month swap counts one."""
    x, y = a.strftime("%d%m%Y"), b.strftime("%d%m%Y")
    if x[2:4] + x[:2] + x[4:] == y:
        return 1
    return sum(p != q for p, q in zip(x, y, strict=True))


def near(a, b, name_gap, given_gap, date_gap):
    """Whether two persons are near enough to be taken for one another."""
    if digits_apart(a.birth_date, b.birth_date) > date_gap:
        return False
    families = [norm(n) for n in (a.birth_name, a.used_name) if n]
    others = [norm(n) for n in (b.birth_name, b.used_name) if n]
    if min(edit(x, y) for x in families for y in others) > name_gap:
        return False
    return edit(norm(a.first), norm(b.first)) <= given_gap
