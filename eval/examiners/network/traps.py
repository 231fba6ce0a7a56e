"""Traps: what is done to a patient, to the index and to a page so that a document must be shown."""

import datetime as dt
from dataclasses import replace

from eval.examiners.network.names import fold
from eval.examiners.network.people import Person, similar_twin

# fmt: off
TRAPS = ["unknown", "unknown", "dob_digit", "dob_digit", "same_day", "twins", "father_son", "ins_key", "ins_other", "no_dob", "used_only", "used_only", "relative", "relative", "sticker", "filename"]
TWIN_NAMES = {"M": [("Lucas", "Luca"), ("Noé", "Noël"), ("Mathis", "Mathias"), ("Louis", "Luis"), ("Jean", "Joan"), ("Paul", "Paulo"), ("Antoine", "Antonin")],
              "F": [("Emma", "Ema"), ("Lina", "Lena"), ("Marie", "Maria"), ("Anna", "Hanna"), ("Élise", "Élisa"), ("Jeanne", "Jeanna"), ("Louise", "Louisa")]}
# fmt: on
SHOWN = {*TRAPS, "newborn", "mother_data"}
"""No document with one of these may be filed without a click."""


def prepare(maker, p, trap, o, is_first):
    """Lay a trap. o: the options of the page. is_first: the patient was drawn for this document. Returns who is printed."""
    if trap in _LAID:
        return _LAID[trap](maker, p, o) or p
    if trap is None and is_first and maker.r.random() < 0.14:
        kind, q = similar_twin(maker.r, p, maker.fac)
        if kind in ("brother", "sameday"):
            maker.add(q)
    return p


def _unknown(maker, p, _o):
    p.record_id = None
    if maker.r.random() < 0.7:
        _, q = similar_twin(maker.r, p, maker.fac)
        maker.add(q)


def _dob_digit(maker, p, o):
    r, d = maker.r, p.birth_date
    o["show_ins"] = None
    moves = (
        lambda: d.replace(day=d.day + r.choice([-1, 1, -2, 2])),
        lambda: d.replace(year=d.year + r.choice([-1, 1, -10, 10])),
        lambda: d.replace(month=d.month + r.choice([-1, 1])),
    )
    for _ in range(20):
        try:
            moved = r.choice(moves)()
        except ValueError:
            continue
        if digits_off(moved, d) == 1 and moved < dt.date(2026, 1, 1) and moved.year > 1924:
            return replace(p, birth_date=moved)
    return replace(p, birth_date=d.replace(year=d.year - 1))


def _same_day(maker, p, o):
    r, fac = maker.r, maker.fac
    firsts = [p.first, *fac.firsts(p.sex, p.birth_date.year, 2)[:1]]
    q = Person(p.birth_name, p.used_name, firsts, p.birth_date, p.sex, p.birth_place, p.town, "", p.address)
    q.ins = fac.make_ins(p.sex, p.birth_date, r.choice(["13", "59", "31", "44"]))
    if len(p.first_names) == 1:
        others = fac.firsts(p.sex, p.birth_date.year, 3)
        p.first_names.append(next(x for x in others if x not in q.first_names))
    o["all_firsts"] = True
    maker.add(q)
    o["show_ins"] = None


def _twins(maker, p, o):
    a, b = maker.r.choice(TWIN_NAMES[p.sex])
    p.first_names = [a, *p.first_names[1:]]
    q = maker.fac.person(d=p.birth_date, sex=p.sex, family=p.birth_name)
    q.used_name = p.used_name
    q.first_names = [b]
    maker.add(q)
    o["show_ins"] = None


def _father_son(maker, p, o):
    y = p.birth_date.year
    other = y - 30 if (y // 10 % 10) >= 3 else y + 30 if y + 30 < 2024 else y - 20
    try:
        day = p.birth_date.replace(year=other)
    except ValueError:
        day = p.birth_date.replace(year=other, day=28)
    q = Person(p.birth_name, None, list(p.first_names[:1]), day, p.sex, p.birth_place, p.town, "", p.address)
    q.ins = maker.fac.make_ins(q.sex, day, "59")
    maker.add(q)
    o["show_ins"] = None


def _ins_key(_maker, p, o):
    key = int(p.ins[13:]) % 97 + 1
    o.update(show_ins="bad", ins_value=p.ins[:13] + f"{key:02d}")


def _ins_other(maker, _p, o):
    o.update(show_ins="other", ins_value=maker.add(maker.fac.person(20, 90)).ins)


def _no_dob(_maker, _p, o):
    o.update(show_dob=False, show_ins=None)


def _used_only(_maker, _p, o):
    o.update(used_only=True, show_ins=None)


def _relative(maker, p, o):
    q = maker.fac.person(22, 80)
    q.used_name = None
    if p.used_name and maker.r.random() < 0.5:
        q.sex, q.birth_name = "M", p.used_name
        q.first_names = maker.fac.firsts("M", q.birth_date.year, 1)
    o["relative"] = q
    age = (p.birth_date - q.birth_date).days / 365.25
    father = ("père", "mère") if age > 18 else ("fils", "fille") if age < -18 else ("frère", "sœur")
    o["relative_link"] = father[q.sex == "F"]
    if maker.r.random() < 0.6:
        maker.add(q)


def _sticker(maker, _p, o):
    o["sticker"] = maker.add(maker.fac.person(20, 90))


_LAID = {
    "unknown": _unknown,
    "dob_digit": _dob_digit,
    "same_day": _same_day,
    "twins": _twins,
    "father_son": _father_son,
    "ins_key": _ins_key,
    "ins_other": _ins_other,
    "no_dob": _no_dob,
    "used_only": _used_only,
    "relative": _relative,
    "sticker": _sticker,
}


def fitting(trap, layout, name):
    """The trap that a layout can hold instead of the one drawn."""
    if trap == "relative" and not layout["allow_rel"]:
        trap = "unknown"
    if trap == "used_only" and (layout["hi"] < 40 or layout["sex"] == "M" or "newborn" in name):
        trap = "dob_digit"
    return None if trap == "filename" and "newborn" in name else trap


def edit1(a, b):
    """True when the strings are within one edit."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :] or a[i + 1 :] == b[i:]


def digits_off(a, b):
    """How many digits of two dates differ."""
    return sum(x != y for x, y in zip(a.strftime("%d%m%Y"), b.strftime("%d%m%Y"), strict=True))


def close(p, q):
    """A fair person would hesitate between both with names and birth date only."""
    names_p = {fold(n) for n in (p.birth_name, p.used_name) if n}
    names_q = {fold(n) for n in (q.birth_name, q.used_name) if n}
    same_family = any(edit1(x, y) for x in names_p for y in names_q)
    same_first = any(edit1(fold(x), fold(y)) for x in p.first_names[:1] for y in q.first_names)
    return (same_family and same_first and digits_off(p.birth_date, q.birth_date) <= 1) or (
        p.birth_date == q.birth_date and same_family
    )
