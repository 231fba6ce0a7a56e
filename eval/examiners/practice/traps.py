"""Patients of the kind that a layout wants, and cases that must not be filed (or only with care)."""

import datetime as dt
from dataclasses import dataclass, field

from eval.examiners.practice.names import first_name, fold
from eval.examiners.practice.people import make_ins, make_person

# fmt: off
TRAPS = [
    "unknown_near", "dob_digit", "namesake_same_day", "twins", "father_son", "ins_bad_key", "ins_other", "no_dob", "used_only",
    "two_patients_page", "relative_full", "filename_other", "sticker_other",
]
# fmt: on
RELATIVE_LEADS = ["Personne à prévenir", "Personne de confiance", "Accompagnant", "Aidant principal"]
NOT_FOR_BABIES = ("unknown_near", "dob_digit", "father_son", "used_only", "relative_full")
AGES = {
    "child": {"lo": 1, "hi": 14},
    "old": {"lo": 72, "hi": 96},
    "woman": {"lo": 18, "hi": 85, "sex": "F"},
    "pregnant": {"lo": 20, "hi": 41, "sex": "F"},
    "mother": {"lo": 20, "hi": 41, "sex": "F"},
    "any": {"lo": 1, "hi": 95},
    "young": {"lo": 16, "hi": 60},
}
GHOST_AGES_MIN = {"old": 72, "child": 1}
GHOST_AGES_MAX = {"child": 14, "mother": 40, "pregnant": 40, "old": 95}


@dataclass(slots=True)
class Case:
    """What a trap decides. options: for the context; record: "none" or "leave" when the truth names no record."""

    trap: str | None
    options: dict = field(default_factory=dict)
    may: bool = True
    record: str | None = None


def who_person(rng, index, who):
    """A patient of the kind a layout wants."""
    if who != "baby":
        return index.add(**AGES.get(who, {"lo": 19, "hi": 95}))
    p = index.add(lo=0, hi=1)
    p.birth = dt.date(2026, 9, 25) + dt.timedelta(days=rng.randint(0, 30))
    p.ins = ins_of(rng, p) if p.ins else None
    return p


def ins_of(rng, p):
    """A number of this person."""
    return make_ins(rng, p.sex, p.birth, p.place[2][:2])


def shift_digit(rng, d):
    """A birth date one digit away."""
    while True:
        s = list(d.strftime("%d%m%Y"))
        k = rng.choice([1, 3, 7])
        s[k] = str((int(s[k]) + rng.choice([1, 2, 9])) % 10)
        t = "".join(s)
        try:
            out = dt.date(int(t[4:]), int(t[2:4]), int(t[:2]))
        except ValueError:
            continue
        if out != d and dt.date(1925, 1, 1) < out < dt.date(2026, 9, 1):
            return out


def other_first(rng, p):
    """A first name that p does not bear."""
    for _ in range(50):
        f = first_name(rng, p.sex, p.birth.year)
        if fold(f) not in [fold(x) for x in p.first_names]:
            return f
    return "Ange"


def ghost(rng, index, who):
    """Somebody who is not in the index, where a namesake is."""
    sex = "F" if who in ("woman", "mother", "pregnant") else None
    p = make_person(rng, None, lo=GHOST_AGES_MIN.get(who, 20), hi=GHOST_AGES_MAX.get(who, 90), sex=sex)
    namesake = index.clone(p)
    if rng.random() < 0.5:
        namesake.birth = p.birth + dt.timedelta(days=rng.randint(200, 3000))
    else:
        namesake.first_names = [other_first(rng, p), *namesake.first_names[1:]]
    namesake.ins = ins_of(rng, namesake)
    return p


def _dob_digit(rng, _index, p, case):
    case.options["birth"] = shift_digit(rng, p.birth)
    case.options["ins"] = False
    case.may = False


def _namesake_same_day(_rng, index, p, case):
    q = index.clone(p, first_names=p.first_names[:1])
    q.used_name = p.used_name
    case.options["ins"] = False
    case.may, case.record = False, "leave"


def _twins(rng, index, p, case):
    q = index.clone(p, first_names=[other_first(rng, p)], sex=p.sex)
    q.addr, q.used_name = p.addr, None
    case.options["ins"] = rng.random() < 0.3


def _father_son(rng, index, p, case):
    q = index.clone(p)
    apart = dt.timedelta(days=int(365.25 * rng.randint(23, 36)))
    q.birth = p.birth - apart if p.birth.year > 1965 else p.birth + apart
    q.ins = ins_of(rng, q)
    if rng.random() < 0.4:
        case.options["no_dob"], case.options["ins"] = True, False
        case.may, case.record = False, "leave"


def _ins_wrong(rng, index, p, case):
    if not p.ins:
        p.ins = ins_of(rng, p)
    if case.trap == "ins_bad_key":
        case.options["ins_text"] = p.ins[:13] + f"{(int(p.ins[13:]) + rng.randint(3, 60)) % 97 or 12:02d}"
    else:
        o = index.add()
        o.ins = o.ins or ins_of(rng, o)
        case.options["ins_text"] = o.ins
    case.may = False


def _no_dob(_rng, _index, _p, case):
    case.options["no_dob"], case.options["ins"], case.may = True, False, False


def _used_only(_rng, _index, p, case):
    if p.used_name:
        case.options["mode"], case.options["ins"], case.may = "used_only", False, False
    else:
        case.trap = None


def _relative_full(rng, index, p, case):
    rel = index.add(lo=30, hi=80)
    if rng.random() < 0.6:
        rel.birth_name, rel.used_name = p.used_name or p.birth_name, None
    case.options["relative"] = (rel, rng.choice(RELATIVE_LEADS))


def _sticker_other(_rng, index, _p, case):
    case.options["sticker"] = index.add()
    case.may = False


PREPARED = {
    "dob_digit": _dob_digit,
    "namesake_same_day": _namesake_same_day,
    "twins": _twins,
    "father_son": _father_son,
    "ins_bad_key": _ins_wrong,
    "ins_other": _ins_wrong,
    "no_dob": _no_dob,
    "used_only": _used_only,
    "relative_full": _relative_full,
    "sticker_other": _sticker_other,
}


def prepare(rng, index, who, trap, person=None):
    """The patient, and what the trap decides. person: who it is when a file tells twice of somebody."""
    if who == "baby" and trap in NOT_FOR_BABIES:
        trap = "no_dob"
    case = Case(trap)
    if trap == "unknown_near":
        p, case.may, case.record = ghost(rng, index, who), False, "none"
    else:
        p = person or who_person(rng, index, who)
    if trap in PREPARED:
        PREPARED[trap](rng, index, p, case)
    _add_family(rng, index, who, p, case)
    return p, case


def _add_family(rng, index, who, p, case):
    """The newborn of a mother, or the mother of a newborn, in the index too."""
    if who == "mother" and case.trap is None and rng.random() < 0.5:
        case.options["baby"] = index.add(name=p.used_name or p.birth_name)
        case.trap, case.may = "newborn_mother", False
    if who == "baby" and case.trap is None and rng.random() < 0.6:
        mother = index.add(lo=20, hi=41, sex="F")
        if mother.used_name:
            mother.used_name = p.birth_name
        else:
            mother.birth_name = p.birth_name
        case.options["mother"] = mother
        case.trap, case.may = "newborn_mother", False


def settle(case, p, mode, fields):
    """What the printed page decides: a trap that it does not show is none, and what it leaves out is one."""
    if case.trap == "twins" and fields.get("ins") is None:
        case.may = False
    if case.trap in ("ins_bad_key", "ins_other") and fields.get("ins") is None:
        case.trap, case.may = None, True  # the layout prints no INS: an ordinary page
    if fields.get("birth_date") is None:
        case.may, case.trap = False, case.trap or "no_dob"
    if p.used_name and mode in ("single", "used_only"):
        case.may, case.trap = False, case.trap or "used_only"
