"""Situations that must not deceive a reader, and what they allow. Nothing here writes a page."""

import datetime as dt

from eval.examiners.clinic.people import fold

# fmt: off
MUST_SHOW = {"absent", "birth_digit", "namesake_same_day", "twins_no_ins", "ins_bad_key", "ins_of_other", "no_birth_date", "used_name_only",
             "two_patients_one_page", "file_name_other", "newborn_in_index", "sticker_other"}
KINDS = ["absent", "absent", "birth_digit", "namesake_same_day", "twins_no_ins", "twins_ins", "father_son", "ins_bad_key", "ins_of_other",
         "no_birth_date", "used_name_only", "two_patients_one_page", "relative_in_full", "relative_in_full", "file_name_other", "newborn", "sticker_other"]
TWIN_PAIRS = [("Louis", "Louise", "M", "F"), ("Émile", "Émilie", "M", "F"), ("Simon", "Simone", "M", "F"), ("Julia", "Julie", "F", "F"), ("Léo", "Léa", "M", "F"),
              ("Paul", "Paule", "M", "F"), ("Pascal", "Pascale", "M", "F"), ("André", "Andrée", "M", "F"), ("Marine", "Martine", "F", "F"), ("Théo", "Théa", "M", "F"),
              ("Noé", "Noa", "M", "M"), ("Jules", "Jude", "M", "M"), ("Loris", "Louis", "M", "M"), ("Maria", "Marie", "F", "F"), ("Daniel", "Danièle", "M", "F")]
# fmt: on


def edit(a, b, limit=2):
    """Edit distance, cut at a limit."""
    if abs(len(a) - len(b)) >= limit:
        return limit
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return min(row[-1], limit)


def near(people, who):
    """Records within one edit on the names and one digit on the date."""
    out, day = [], who.birth_date.strftime("%d%m%Y")
    names = {fold(n) for n in (who.birth_name, who.used_name) if n}
    for q in people:
        if q is who or sum(a != b for a, b in zip(day, q.birth_date.strftime("%d%m%Y"), strict=True)) > 1:
            continue
        if (
            any(edit(n, fold(m)) < 2 for n in names for m in (q.birth_name, q.used_name) if m)
            and edit(fold(who.first), fold(q.first)) < 2
        ):
            out.append(q)
    return out


def one_digit_away(rng, day):
    """A date with another digit."""
    text = day.strftime("%d%m%Y")
    while True:
        i = rng.choice([0, 1, 2, 3, 6, 7, 7, 1])
        new = text[:i] + str(rng.randint(0, 9)) + text[i + 1 :]
        try:
            other = dt.date(int(new[4:]), int(new[2:4]), int(new[:2]))
        except ValueError:
            continue
        if new != text and other.year < 2009:
            return other


def absent(w, rng, sex, ages, o):
    """Nobody of the index, but one of the index is like him."""
    p = w.person(sex, ages, keep=False)
    if rng.random() < 0.6:
        w.person(p.sex, ages, birth_name=p.birth_name, first_names=[p.first, w.given(p.sex)], used_name=p.used_name)
    else:
        w.person(p.sex, ages, birth_name=p.birth_name, birth_date=p.birth_date, used_name=None)
    return p


def twins(w, rng, _sex, ages, o):
    """Twins with given names that are nearly the same."""
    a, b, sa, sb = rng.choice(TWIN_PAIRS)
    p = w.person(sa, ages, first_names=[a, w.given(sa)], used_name=None, with_ins=True)
    q = w.person(
        sb,
        ages,
        first_names=[b, w.given(sb)],
        used_name=None,
        birth_name=p.birth_name,
        birth_date=p.birth_date,
        with_ins=True,
    )
    if rng.random() < 0.5:
        p, q = q, p
    return p


def twins_with_ins(w, rng, sex, ages, o):
    """Twins told apart by the printed INS."""
    p = twins(w, rng, sex, ages, o)
    o["ins"] = True
    return p


def twins_without_ins(w, rng, sex, ages, o):
    """Twins, and no INS to tell them apart."""
    p = twins(w, rng, sex, ages, o)
    o["ins"] = False
    return p


def namesake_same_day(w, rng, sex, ages, o):
    """Two persons of the same names and day: the second given name and the address differ."""
    p = w.person(sex, ages, with_ins=True)
    if len(p.first_names) < 2:
        p.first_names.append(w.given(p.sex))
    other = [p.first, *[g for g in (w.given(p.sex) for _ in range(9)) if g not in p.first_names][:1]]
    w.person(
        p.sex,
        ages,
        birth_name=p.birth_name,
        birth_date=p.birth_date,
        first_names=other,
        used_name=p.used_name,
        with_ins=True,
    )
    o.update(ins=False, distinguish=True)
    return p


def father_son(w, rng, _sex, ages, o):
    """A father of the same names."""
    p = w.person("M", (22, 60), used_name=None)
    b = p.birth_date
    while True:
        old = b - dt.timedelta(days=rng.randint(8200, 13500))
        if sum(x != y for x, y in zip(old.strftime("%d%m%Y"), b.strftime("%d%m%Y"), strict=True)) >= 3:
            break
    w.person("M", ages, birth_name=p.birth_name, birth_date=old, first_names=[p.first], used_name=None)
    return p


def used_name_only(w, rng, _sex, ages, o):
    """The birth name is not printed."""
    p = w.person("F", (28, 95), used_name=w.family())
    while p.used_name == p.birth_name:
        p.used_name = w.family()
    o.update(used_only=True, ins=False)
    return p


def birth_digit(w, rng, _ages, p, o):
    """Another digit in the printed birth date."""
    o.update(dob=one_digit_away(rng, p.birth_date), ins=False)


def no_birth_date(w, rng, _ages, p, o):
    """No birth date is printed."""
    o.update(dob=None, ins=False)


def ins_bad_key(w, rng, _ages, p, o):
    """The printed INS has a false key."""
    good = int(p.ins[13:])
    bad = rng.choice([k for k in range(1, 98) if k != good])
    o.update(ins=True, ins_bad=True, ins_value=f"{p.ins[:13]}{bad:02d}")


def ins_of_other(w, rng, ages, p, o):
    """The printed INS is somebody else's."""
    q = w.person(p.sex, ages, with_ins=True)
    o.update(ins=True, ins_value=q.ins)


def relative_in_full(w, rng, ages, p, o):
    """A relative is printed with names and birth date."""
    q = w.person(
        rng.choice("FM"),
        ages,
        used_name=None,
        birth_name=p.birth_name if rng.random() < 0.5 else w.family(),
        keep=rng.random() < 0.5,
    )
    if near([q], p):
        q.first_names = ["Barthélemy" if q.sex == "M" else "Apolline"]
    o["relative"] = q


def sticker_other(w, rng, ages, p, o):
    """The label of another patient is stuck on the page."""
    o["sticker"] = w.person(rng.choice("FM"), ages)


DRAWN = {
    "absent": absent,
    "twins_no_ins": twins_without_ins,
    "twins_ins": twins_with_ins,
    "namesake_same_day": namesake_same_day,
    "father_son": father_son,
    "used_name_only": used_name_only,
}
"""The traps that draw the patient himself."""
ADDED = {
    "birth_digit": birth_digit,
    "no_birth_date": no_birth_date,
    "ins_bad_key": ins_bad_key,
    "ins_of_other": ins_of_other,
    "relative_in_full": relative_in_full,
    "sticker_other": sticker_other,
}
"""The traps that are added to any patient."""


def patient(world, rng, trap, sex=None, ages=(19, 97)):
    """A patient and the options of his document, for one trap (or none)."""
    o = {"ins": rng.random() < 0.38}
    if trap in DRAWN:
        return DRAWN[trap](world, rng, sex, ages, o), o
    p = world.person(sex, ages, with_ins=True)
    if trap in ADDED:
        ADDED[trap](world, rng, ages, p, o)
    return p, o
