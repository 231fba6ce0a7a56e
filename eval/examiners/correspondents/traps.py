"""Cases that must not be filed (or only with care): how each is prepared."""

import datetime as dt
from dataclasses import replace

from eval.examiners.correspondents.people import neighbours

# fmt: off
NEAR_FIRST = {"F": [("Emma", "Emmy"), ("Louise", "Louisa"), ("Marie", "Maria"), ("Jeanne", "Jeannie"), ("Christine", "Christiane"), ("Danielle", "Danièle"), ("Michèle", "Michelle"), ("Line", "Lina")],
              "M": [("Luca", "Lucas"), ("Jean", "Jehan"), ("Michel", "Mickel"), ("Alexis", "Alexi"), ("Enzo", "Enio"), ("Mathis", "Mathys"), ("André", "Andréa"), ("Julien", "Julian")]}
KINDS = ["absent_namesake", "dob_off", "same_day_namesake", "twins", "father_son", "ins_bad_key", "ins_of_other", "no_birth_date", "used_name_only", "two_patients",
         "relative_in_full", "filename_other", "sticker_other", "newborn_mother"]
WEIGHTS = [16, 13, 7, 7, 6, 8, 8, 7, 8, 5, 8, 6, 7, 4]
NEVER = {"absent_namesake", "dob_off", "ins_bad_key", "ins_of_other", "no_birth_date", "used_name_only", "two_patients", "filename_other", "sticker_other"}
RELATIVE_LAYOUTS = ["ehpad_dlu", "had_synthese", "apa_evaluation", "personne_confiance_directives"]
# fmt: on


def one_digit_off(rng, day, today):
    """A valid date that differs by one digit."""
    s = day.strftime("%d%m%Y")
    for _ in range(500):
        i = rng.choice([0, 1, 1, 1, 2, 3, 3, 6, 7, 7, 7])
        t = s[:i] + rng.choice([c for c in "0123456789" if c != s[i]]) + s[i + 1 :]
        try:
            d = dt.date(int(t[4:]), int(t[2:4]), int(t[:2]))
        except ValueError:
            continue
        apart = abs((d - day).days)
        if d < today - dt.timedelta(days=8) and (apart < 40 or (apart < 365 * 45 and (today - day).days > 365 * 3)):
            return d
    return day - dt.timedelta(days=1)


def prepare(kind, pop, who, rng, today):
    """The person as printed, and the flags of the document."""
    flags = {kind: True}
    p = _lonely(kind, pop, who)
    make = PREPARED.get(kind)
    return (make(p, pop, rng, today, flags) if make else p), flags


def _lonely(kind, pop, who):
    """Somebody whom nobody in the index is near, with what the kind needs."""
    for _ in range(400):
        p = pop.pick(who)
        if _has_needed(kind, p) and not neighbours(p, pop.people):
            break
        pop.used.discard(p.record_id)
    return p


def _has_needed(kind, p):
    if kind == "used_name_only":
        return p.used_name
    return p.ins if kind in ("ins_bad_key", "ins_of_other", "twins", "same_day_namesake") else True


def _absent_namesake(p, pop, rng, today, _flags):
    """Nobody of the index: the one who is there has another birth date or first name."""
    how = rng.choice(["date1", "date", "first"])
    if how == "first":
        others = [x for x in pop.names.firsts(rng, p.sex, p.birth_date.year) if x != p.first_names[0]] or ["Camille"]
        q = pop.variant(p, first_names=others)
    else:
        new = one_digit_off(rng, p.birth_date, today) if how == "date1" else _other_day(p, rng, today)
        q = pop.variant(p, birth_date=new)
    q.record_id = None
    return q


def _other_day(p, rng, today):
    young = (today - p.birth_date).days < 900
    return p.birth_date - dt.timedelta(days=rng.randint(1, 25) if young else rng.randint(40, 900))


def _dob_off(p, _pop, rng, today, _flags):
    return replace(p, birth_date=one_digit_off(rng, p.birth_date, today))


def _renamed(p, rng):
    """Give p a first name that has a near one, which is returned."""
    a, b = rng.choice(NEAR_FIRST[p.sex])
    p.first_names = [a] + [x for x in p.first_names[1:] if x not in (a, b)]
    return b


def _same_day_namesake(p, pop, rng, _today, flags):
    if rng.random() < 0.5:
        flags["show_ins"] = True
        pop.add(pop.variant(p, first_names=[p.first_names[0], pop.names.first(rng, p.sex, p.birth_date.year)]))
    elif p.used_name and p.sex == "F":
        flags["no_ins"] = True
        pop.add(pop.variant(p, used_name=None))
    else:
        flags["no_ins"] = True
        near = _renamed(p, rng)
        pop.add(pop.variant(p, first_names=[near]))
    return p


def _twins(p, pop, rng, _today, flags):
    near = _renamed(p, rng)
    q = pop.variant(p, first_names=[near, *p.first_names[1:]])
    q.address, q.town = p.address, p.town
    pop.add(q)
    flags["show_ins" if rng.random() < 0.3 else "no_ins"] = True
    return p


def _father_son(p, pop, rng, today, flags):
    years = rng.randint(22, 34)
    old = dt.date(p.birth_date.year - years, rng.randint(1, 12), rng.randint(1, 28))
    other = pop.variant(p, birth_date=old, first_names=[p.first_names[0], *pop.names.firsts(rng, p.sex, old.year)[:1]])
    if other.birth_date.year < 1922:
        other.birth_date = dt.date(p.birth_date.year + years, old.month, old.day)
        if other.birth_date >= today:
            other.birth_date = dt.date(2004, old.month, old.day)
        other.ins = None
    other.address, other.town = p.address, p.town
    pop.add(other)
    if rng.random() < 0.35:
        flags["no_birth_date"] = True
    return p


def _ins_bad_key(p, _pop, rng, _today, _flags):
    wrong = f"{(int(p.ins[13:]) + rng.randint(3, 60)) % 97 or 97:02d}"
    if rng.random() < 0.5:
        i = rng.choice([9, 10, 11, 12])
        c = rng.choice([x for x in "0123456789" if x != p.ins[i]])
        return replace(p, ins=p.ins[:i] + c + p.ins[i + 1 :])
    return replace(p, ins=p.ins[:13] + wrong)


def _ins_of_other(p, pop, _rng, _today, _flags):
    q = next(x for x in (pop.pick("any") for _ in range(200)) if x.ins and x.sex == p.sex)
    return replace(p, ins=q.ins)


PREPARED = {
    "absent_namesake": _absent_namesake,
    "dob_off": _dob_off,
    "same_day_namesake": _same_day_namesake,
    "twins": _twins,
    "father_son": _father_son,
    "ins_bad_key": _ins_bad_key,
    "ins_of_other": _ins_of_other,
}
