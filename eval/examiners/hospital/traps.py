"""Traps: what is put into the index and onto the page so that a document goes astray."""

import datetime as dt

from eval.examiners.hospital.people import F_MID, F_NEW, M_MID, M_NEW, Person, fold, lev

TRAPS = [
    "unknown_patient",
    "dob_one_digit",
    "near_namesake",
    "namesake_same_day",
    "twin",
    "father_son",
    "ins_wrong_key",
    "ins_of_other",
    "no_birth_date",
    "used_name_only",
    "two_patients",
    "relative_in_full",
    "file_name_of_other",
    "sticker_of_other",
]
NEVER = {
    "unknown_patient",
    "dob_one_digit",
    "ins_wrong_key",
    "ins_of_other",
    "no_birth_date",
    "used_name_only",
    "two_patients",
    "file_name_of_other",
    "sticker_of_other",
}
"""Those whose document is never filed without a person."""


def one_digit(rng, b):
    """A valid date with one digit changed."""
    while True:
        s = list(b.strftime("%d%m%Y"))
        i = rng.choice([0, 1, 3, 6, 7])
        s[i] = str(rng.randrange(10))
        try:
            d = dt.date(int("".join(s[4:])), int("".join(s[2:4])), int("".join(s[:2])))
        except ValueError:
            continue
        if (d != b and d < dt.date(2017, 1, 1)) or (d != b and b.year >= 2017 and d < dt.date(2025, 1, 1)):
            return d


def near_first(rng, first, sex):
    pool = [f for f in (F_MID + F_NEW if sex == "F" else M_MID + M_NEW) if f != first and 1 <= lev(f, first) <= 2]
    return rng.choice(pool) if pool else rng.choice([f for f in (F_NEW if sex == "F" else M_NEW) if f != first])


def typo(rng, s):
    """A family name one letter away."""
    i = rng.randrange(1, len(s))
    k = rng.randrange(3)
    if k == 0 and s[i].isalpha():
        return s[:i] + s[i] + s[i:]
    sub = {
        "T": "D",
        "D": "T",
        "E": "A",
        "A": "E",
        "I": "Y",
        "S": "Z",
        "O": "A",
        "N": "M",
        "L": "R",
        "R": "L",
        "U": "O",
        "C": "S",
    }
    for j in list(range(i, len(s))) + list(range(1, i)):
        if fold(s[j]) in sub:
            return s[:j] + sub[fold(s[j])] + s[j + 1 :]
    return s + "S"


def newborn(rng, idx, kit):
    """A child with its mother, both in the index or the mother alone."""
    p = Person(rng, amin=0, amax=0, ref=rng.randint(2019, 2025))
    while True:
        m = Person(rng, sex="F", amin=20, amax=41, ref=p.birth.year)
        if idx.near(m) is None:
            break
    m.has_ins = True
    if rng.random() < 0.7:
        p.birth_name = m.used_name or m.birth_name
    kit["mother"] = idx.add(m)
    if rng.random() < 0.6:
        idx.add(p)
    return p


def _drawn(rng, idx, spec, trap):
    """A patient that fits the layout and the trap, near nobody of the index."""
    least = max(spec.get("amin", 0), 30) if trap == "used_name_only" else spec.get("amin", 0)
    if trap in ("relative_in_full", "father_son"):
        least = max(least, 1)
    if spec.get("amin", 0) >= 14:
        least = max(least + 8, 26)
    while True:
        p = Person(rng, sex=spec.get("sex"), amin=least, amax=spec.get("amax", 95), ref=2025)
        if trap == "used_name_only" and not p.used_name:
            continue
        if trap in ("ins_wrong_key", "ins_of_other") and not p.has_ins:
            continue
        if idx.near(p) is None:
            return p


def _namesake_of_unknown(rng, p):
    """Somebody of the index whom the patient, who is not in it, resembles."""
    k = rng.randrange(3)
    q = p.clone(rng, firsts=[p.first], used_name=None)
    if k == 0:  # same names, other date
        return p.clone(
            rng,
            firsts=[p.first],
            birth=p.birth.replace(year=p.birth.year - rng.randint(2, 9), day=min(p.birth.day, 28)),
        )
    if k == 1:  # other first name, same date
        q.firsts = [near_first(rng, p.first, p.sex)]
    else:  # name one letter away, same date
        q.birth_name = typo(rng, p.birth_name)
    return q


def _add_neighbour(rng, idx, p, trap):
    """The person that some traps put beside the patient."""
    if trap == "near_namesake":
        idx.add(p.clone(rng, birth_name=typo(rng, p.birth_name), firsts=[p.first], used_name=p.used_name))
    elif trap == "namesake_same_day":
        idx.add(p.clone(rng, firsts=[p.first, *p.firsts[1:2]], order=p.order + rng.randint(1, 50)))
    elif trap == "twin":
        idx.add(p.clone(rng, firsts=[near_first(rng, p.first, p.sex)], order=p.order + 1))
    elif trap == "father_son":
        y = p.birth.year - rng.randint(23, 36)
        idx.add(p.clone(rng, firsts=[p.first], birth=dt.date(y, rng.randint(1, 12), rng.randint(1, 28))))


def _other(rng, idx, p, trap):
    """Somebody else whom the page, or the name of the file, names."""
    if trap == "relative_in_full":
        q = Person(rng, sex=rng.choice("MF"), amin=25, amax=85, last=p.birth_name if rng.random() < 0.6 else None)
    else:
        q = Person(rng, amin=20, amax=90)
    q.has_ins = True
    return idx.add(q)


def prepare(rng, idx, spec, trap, person=None):
    """Patient, index state and drawing kit for one document."""
    kit = {}
    if spec.get("mother"):
        return newborn(rng, idx, kit), kit
    p = person
    if p is None:
        p = _drawn(rng, idx, spec, trap)
        idx.add(_namesake_of_unknown(rng, p) if trap == "unknown_patient" else p)
    if trap == "dob_one_digit":
        kit["birth"] = one_digit(rng, p.birth)
    _add_neighbour(rng, idx, p, trap)
    if trap in ("ins_of_other", "two_patients", "relative_in_full", "file_name_of_other", "sticker_of_other"):
        kit["other"] = _other(rng, idx, p, trap)
    return p, kit


def trap_held(ctx):
    """Was the trap really printed?"""
    t, done = ctx.trap, ctx.done
    if t in ("ins_wrong_key", "ins_of_other"):
        return "ins" in done and "dob" in done
    if t == "dob_one_digit":
        return "dob" in done
    if t == "namesake_same_day":
        return "dob" in done and "ipp" in done
    if t in ("near_namesake", "twin", "father_son", "unknown_patient"):
        return "dob" in done
    if t == "used_name_only":
        return ctx.f.get("birth_name") is None
    if t == "no_birth_date":
        return "dob" not in done
    if t == "relative_in_full":
        return "relative" in done
    if t == "two_patients":
        return "second" in done
    if t == "sticker_of_other":
        return "sticker" in done
    return True
