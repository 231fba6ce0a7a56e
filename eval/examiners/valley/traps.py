"""Traps: what the page shows instead of the plain identity, and the judgement on filing alone."""

import random
from dataclasses import replace
from datetime import date

from .case import Case, Plan
from .keys import ins_key, wrong_key
from .people import Index, Maker, Person, digit_off, typo

WEIGHTS = {
    "birth_digit": 12,
    "day_month_swap": 8,
    "ins_wrong_key": 9,
    "ins_of_other": 7,
    "used_name_only": 9,
    "no_birth_date": 9,
    "twins": 8,
    "namesake": 8,
    "father_son": 6,
    "unknown": 9,
    "near_unknown": 7,
    "name_typo": 6,
    "sticker_of_other": 9,
    "other_sex": 6,
    "file_name": 6,
    "duplicate": 6,
    "two_patients": 10,
    "newborn_unnamed": 4,
    "newborn_with_mother": 4,
    "near_in_index": 9,
}
NO_INS = {
    "used_name_only",
    "no_birth_date",
    "twins",
    "namesake",
    "father_son",
    "name_typo",
    "other_sex",
    "duplicate",
    "newborn_unnamed",
    "day_month_swap",
    "near_in_index",
}
KINDS = {
    "twins": ("twin",),
    "namesake": ("namesake",),
    "father_son": ("parent", "son"),
    "duplicate": ("double",),
    "near_in_index": ("near", "nextday"),
}


def wanted(trap: str | None, who: Person, index: Index) -> bool:
    """Tell whether this person can bear the trap."""
    if trap in KINDS:
        if trap == "near_in_index" and not index.near(who):
            return False
        return who.kind in KINDS[trap] and (trap != "duplicate" or who.qualified)
    if trap in ("ins_wrong_key", "ins_of_other"):
        return who.qualified
    if trap == "used_name_only":
        return bool(who.used_name) and who.birth_name not in (who.used_name or "")
    if trap == "day_month_swap":
        return who.birth_date.day <= 12 and who.birth_date.day != who.birth_date.month
    if trap in ("newborn_unnamed", "newborn_with_mother"):
        return who.kind == "newborn" and bool(who.kin)
    return True


def disguise(  # noqa: C901
    trap: str | None, real: Person, index: Index, rng: random.Random, maker: Maker
) -> tuple[Person, Plan, bool]:
    """Return the person as the page shows them, the plan of the page, and whether the index knows them."""
    plan = Plan(trap=trap)
    if trap in NO_INS:
        plan.ins = 0.0
    if trap == "birth_digit":
        for _ in range(40):
            day = digit_off(real.birth_date, rng)
            gap = abs(day.year - real.birth_date.year)
            if gap <= 9 and (gap == 0 or real.birth_date.year < 2000):
                return replace(real, birth_date=day), plan, True
    if trap == "day_month_swap":
        born = real.birth_date
        return replace(real, birth_date=date(born.year, born.day, born.month)), plan, True
    if trap == "ins_wrong_key":
        return replace(real, number=wrong_key(real.number, rng)), plan, True
    if trap == "ins_of_other":
        others = [
            person for person in rng.sample(index.people, 200) if person.qualified and person.number != real.number
        ]
        return replace(real, number=others[0].number), plan, True
    if trap == "used_name_only":
        plan.birth_name = False
    if trap in ("no_birth_date", "father_son"):
        plan.birth = False
    if trap == "twins":
        same = list(index.near(replace(real, first_names=(real.first_names[0],))))
        pair = [
            other
            for other in index.people
            if other.birth_date == real.birth_date
            and other.kind == "twin"
            and other.birth_name == real.birth_name
            and other.record_id != real.record_id
        ]
        alike = bool(pair) and pair[0].first_names[0][0] == real.first_names[0][0]
        plan.first = "initial" if alike and not same else "none"
    if trap == "newborn_unnamed":
        plan.first = "none"
    if trap == "name_typo":
        return replace(real, birth_name=typo(real.birth_name, rng)), plan, True
    if trap == "other_sex":
        return replace(real, sex="M" if real.sex == "F" else "F"), plan, True
    if trap == "sticker_of_other":
        plan.other = rng.choice(
            [
                person
                for person in rng.sample(index.people, 60)
                if person.record_id != real.record_id and person.birth_name != real.birth_name
            ]
        )
    if trap == "newborn_with_mother":
        plan.other = index.by_id[real.kin]
    if trap in ("unknown", "near_unknown"):
        return stranger(trap, real, index, rng, maker), plan, False
    return real, plan, True


def stranger(trap: str, real: Person, index: Index, rng: random.Random, maker: Maker) -> Person:
    """Return somebody whom the index does not hold, near to a record or not."""
    while True:
        year = real.birth_date.year
        fresh = maker.new(year, year, real.sex, status="qualifiee", kind=real.kind, kin=real.kin)
        if trap == "near_unknown":
            other = typo(real.birth_name, rng)
            day = digit_off(real.birth_date, rng)
            if day.year != year:
                continue
            return replace(
                fresh,
                birth_name=other,
                first_names=real.first_names,
                birth_date=day,
                address=real.address,
                number=maker.number(real.sex, day, fresh.birth_place),
            )
        if index.clear(fresh):
            return fresh


def visible(case: Case) -> bool:
    """Tell whether the trap can be seen on the page that was written."""
    fields, trap = case.fields, case.plan.trap
    if trap in ("ins_wrong_key", "ins_of_other"):
        return fields["ins"] is not None and not case.datamatrix
    if trap in ("birth_digit", "day_month_swap", "namesake", "twins", "duplicate", "name_typo", "near_in_index"):
        return fields["birth_date"] is not None and named(case) is not None
    if trap in ("sticker_of_other", "newborn_with_mother"):
        return case.sticker_shown
    if trap == "other_sex":
        return "sex" in fields and fields["birth_date"] is not None
    if trap == "used_name_only":
        return fields["birth_name"] is None and fields["birth_date"] is not None
    if trap in ("no_birth_date", "father_son"):
        return fields["birth_date"] is None and fields["birth_name"] is not None
    return True


def named(case: Case) -> str | None:
    """Return the name that the page gives, if any."""
    name = case.fields["birth_name"] or case.fields["used_name"]
    return str(name) if name else None


def may_auto(case: Case, index: Index) -> bool:
    """Tell whether the document may be filed without a person looking."""
    fields, real, trap = case.fields, case.real, case.plan.trap
    if real.record_id is None or trap not in (None, "file_name"):
        return False
    if not fields["birth_date"] or not named(case) or not fields["first_name"]:
        return False
    number = str(fields["ins"] or (real.number if case.datamatrix else ""))
    if number and ins_key(number[:13]) == number[13:] and real.qualified and number == real.number:
        return True
    return bool(fields["birth_name"]) and not index.near(real)
