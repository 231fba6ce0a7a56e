"""Identity traps: they prepare the index and what the page prints."""

import datetime as dt
from dataclasses import dataclass, field

from eval.examiners.common.numbers import ins_key
from eval.examiners.town.people import digits_apart

TWIN_PAIRS = {
    "F": [
        ("Léa", "Léna"),
        ("Emma", "Emmy"),
        ("Anna", "Hanna"),
        ("Lina", "Lisa"),
        ("Marie", "Maria"),
        ("Claire", "Clara"),
        ("Louise", "Louisa"),
        ("Julie", "Julia"),
    ],
    "M": [
        ("Lucas", "Luca"),
        ("Hugo", "Ugo"),
        ("Noé", "Noa"),
        ("Marc", "Marco"),
        ("Mathis", "Mathias"),
        ("Yvan", "Yvon"),
        ("Tim", "Tom"),
        ("Lilian", "Lilyan"),
    ],
}
NEVER = {
    "absent",
    "dob_digit",
    "dob_swapped",
    "namesake_same_day",
    "twins_near",
    "ins_badkey",
    "ins_other",
    "test_oid",
    "no_dob",
    "used_only",
    "filename_other",
    "sticker_other",
    "two_patients",
    "near_record",
}
INS_TRAPS = {"ins_badkey", "ins_other", "test_oid"}


def shift_digit(rng, d, today):
    """A valid past date one digit away."""
    while True:
        s = list(d.isoformat())
        i = rng.choice([3, 3, 6, 8, 9, 9])
        s[i] = rng.choice("0123456789")
        try:
            n = dt.date.fromisoformat("".join(s))
        except ValueError:
            continue
        if digits_apart(n.isoformat(), d.isoformat()) == 1 and n < today - dt.timedelta(days=30) and n.year > 1920:
            return n


def near_first(name):
    for group in TWIN_PAIRS.values():
        for a, b in group:
            if name in (a, b):
                return b if name == a else a
    return name[:-1] if name.endswith("e") else name + "e"


def other(people, rng, p, lo=18, hi=80):
    """Somebody far from p."""
    while True:
        q = people.make(age=(lo, hi))
        if digits_apart(q["birth_date"], p["birth_date"]) > 2 and q["birth_name"] != p["birth_name"]:
            return q


@dataclass(slots=True)
class Prepared:
    """What a trap made: the person, what the page prints instead, flags for the layout, whom the file name names."""

    person: dict
    view: dict = field(default_factory=dict)
    flags: dict = field(default_factory=dict)
    named: dict | None = None


def absent(people, lay, rng, today):
    """Nobody of the index; somebody who resembles them is."""
    p = people.make(register=False, sex=lay.sex, age=lay.age)
    if rng.random() < 0.6:
        while True:
            b = people.birth_date(*lay.age) if lay.age[1] > 5 else people.birth_date(1, 40)
            if digits_apart(b.isoformat(), p["birth_date"]) >= 3:
                break
        people.make(sex=p["sex"], family=p["birth_name"], first=p["first_name"], birth=b)
    else:
        people.make(sex=p["sex"], family=p["birth_name"], birth=dt.date.fromisoformat(p["birth_date"]))
        if people.index[-1]["first_name"] == p["first_name"]:
            people.index.pop()
    p["record_id"] = None
    return Prepared(p)


def _twin_of(people, p, q):
    q["birth_place"] = p["birth_place"]
    q["ins"] = people.ins_for(q)


def twins_near(people, lay, rng, today):
    """Twins whose first names are a letter apart, with no INS on the page."""
    sex = lay.sex or rng.choice("FM")
    pair = list(rng.choice(TWIN_PAIRS[sex]))
    rng.shuffle(pair)
    p = people.make(sex=sex, age=lay.age, first=pair[0])
    _twin_of(
        people,
        p,
        people.make(sex=sex, family=p["birth_name"], first=pair[1], birth=dt.date.fromisoformat(p["birth_date"])),
    )
    return Prepared(p, flags={"no_ins": True})


def twins_distinct(people, lay, rng, today):
    """Twins whom their first names tell apart."""
    if not lay.sex:
        rng.choice("FM")  # drawn as for the other twins: part of a seed
    p = people.make(sex=lay.sex, age=lay.age)
    _twin_of(
        people,
        p,
        people.make(sex=rng.choice("FM"), family=p["birth_name"], birth=dt.date.fromisoformat(p["birth_date"])),
    )
    return Prepared(p)


def used_only(people, lay, rng, today):
    """The used name alone is printed."""
    used = people.family()
    p = people.make(used=used, sex=lay.sex, age=lay.age)
    if not p["used_name"]:
        p["used_name"] = people.family()
    return Prepared(p, flags={"no_ins": True, "used_only": True})


def dob_swapped(people, lay, rng, today):
    """Day and month of birth the other way round."""
    while True:
        b = people.birth_date(*lay.age)
        if b.day <= 12 and b.day != b.month:
            break
    p = people.make(sex=lay.sex, birth=b, age=lay.age)
    swapped = b.replace(month=b.day, day=b.month)
    if swapped > today - dt.timedelta(days=600):
        return apply("dob_digit", people, lay, rng, today)
    return Prepared(p, {"birth_date": swapped.isoformat()}, {"no_ins": True})


def dob_digit(people, p, rng, today):
    """One digit of the birth date is another."""
    b = dt.date.fromisoformat(p["birth_date"])
    return Prepared(p, {"birth_date": shift_digit(rng, b, today).isoformat()}, {"no_ins": True})


def namesake_same_day(people, p, rng, today):
    """Somebody of the same family name born the same day, of nearly the same first name."""
    people.make(
        sex=p["sex"],
        family=p["birth_name"],
        first=near_first(p["first_name"]),
        birth=dt.date.fromisoformat(p["birth_date"]),
    )
    return Prepared(p, flags={"no_ins": True})


def father_son(people, p, rng, today):
    """Somebody of the same names a generation away."""
    b = dt.date.fromisoformat(p["birth_date"])
    gap = rng.randint(22, 38)
    for k in range(60):
        nb = b - dt.timedelta(days=int((gap if b.year > 1965 else -gap) * 365.25) + k)
        if digits_apart(nb.isoformat(), p["birth_date"]) >= 2:
            break
    people.make(sex=p["sex"], family=p["birth_name"], first=p["first_name"], birth=nb)
    return Prepared(p)


def ins_badkey(people, p, rng, today):
    """The key of the INS is wrong."""
    n = p["ins"][:13]
    good = int(ins_key(n))
    wrong = n + f"{(good + rng.randint(3, 90) - 1) % 97 + 1:02d}"
    if wrong == p["ins"]:
        wrong = n + f"{good % 97 + 1:02d}"
    return Prepared(p, {"ins": wrong}, {"ins": True, "ins_badkey": True})


def ins_other(people, p, rng, today):
    """The INS is somebody else's."""
    return Prepared(p, {"ins": other(people, rng, p)["ins"]}, {"ins": True, "no_dm": True})


def test_oid(people, p, rng, today):
    """The INS is one of a test."""
    return Prepared(p, {"ins_oid": "1.2.250.1.213.1.4.10"}, {"ins": True, "test_oid": True})


def no_dob(people, p, rng, today):
    """No birth date is printed."""
    return Prepared(p, flags={"no_dob": True, "no_ins": True})


def relative_full(people, p, rng, today):
    """A relative is named in full, with the birth date."""
    fam = p["used_name"] if p["used_name"] and rng.random() < 0.5 else p["birth_name"]
    while True:
        q = people.make(family=fam, age=(20, 85), used="")
        q["used_name"] = None
        if digits_apart(q["birth_date"], p["birth_date"]) > 1 and q["first_name"] != p["first_name"]:
            return Prepared(p, flags={"relative": q})
        people.index.pop()


def filename_other(people, p, rng, today):
    """The name of the file is somebody else's."""
    return Prepared(p, named=other(people, rng, p))


def sticker_other(people, p, rng, today):
    """Somebody else's sticker is on the page."""
    return Prepared(p, flags={"sticker": other(people, rng, p)})


def two_patients(people, p, rng, today, age):
    """A second patient of the same family on the page."""
    q = people.make(age=age, family=p["birth_name"])
    while q["first_name"] == p["first_name"]:
        q["first_name"] = people.given(q["sex"], 1960)
        q["first_names"] = [q["first_name"]]
    return Prepared(p, flags={"second": q})


def newborn_mother(people, p, rng, today):
    """The mother is named in full beside her child."""
    m = people.make(
        sex="F",
        age=(19, 42),
        family=p["birth_name"] if rng.random() < 0.4 else None,
        used="" if rng.random() < 0.5 else None,
    )
    m["used_name"] = m["used_name"] or None
    return Prepared(p, flags={"mother": m})


MAKE_PERSON = {
    "absent": absent,
    "twins_near": twins_near,
    "twins_distinct": twins_distinct,
    "used_only": used_only,
    "dob_swapped": dob_swapped,
}
CHANGE_PERSON = {
    one.__name__: one
    for one in (
        dob_digit,
        namesake_same_day,
        father_son,
        ins_badkey,
        ins_other,
        test_oid,
        no_dob,
        relative_full,
        filename_other,
        sticker_other,
        newborn_mother,
    )
}


def apply(trap, people, lay, rng, today):
    """Draw a person for a layout and prepare the trap."""
    if trap in MAKE_PERSON:
        return MAKE_PERSON[trap](people, lay, rng, today)
    p = people.make(sex=lay.sex, age=lay.age)
    if trap == "two_patients":
        return two_patients(people, p, rng, today, lay.age)
    return CHANGE_PERSON[trap](people, p, rng, today) if trap else Prepared(p)


def may_auto(trap, record, ctx, people):
    """§5: two agreeing pieces of evidence, nobody near, no trap that forbids it."""
    if record is None or trap in NEVER:
        return False
    seen = ctx.printed
    if "birth_date" not in seen or "first_name" not in seen:
        return False
    if "ins" in seen:
        return True
    return "birth_name" in seen and not people.neighbours(record)
