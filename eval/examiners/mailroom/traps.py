"""Traps: what is put into the index and onto the page so that a document goes astray."""

import datetime as dt

from eval.examiners.mailroom.context import Ctx, E
from eval.examiners.mailroom.people import LAST, Person, strict, strip

# who may be the patient of a layout: (sex, lowest age, highest age)
NEEDS = {
    "delivery_report": ("F", 19, 42),
    "newborn_record": (None, 0, 0),
    "rehab_running_head": (None, 45, 99),
    "memory_center_copy": (None, 55, 99),
    "tumor_board": (None, 30, 90),
    "cancer_institute_letter": (None, 30, 90),
    "mental_health_letter": (None, 19, 85),
    "anesthesia_grid": (None, 18, 90),
    "endoscopy_report": (None, 25, 85),
    "echocardiography_measures": (None, 30, 90),
    "lung_function_test": (None, 25, 85),
    "genetics_report": (None, 18, 75),
    "sick_leave_notice": (None, 20, 62),
    "autonomy_grid": (None, 68, 99),
    "nursing_home_transfer": (None, 70, 99),
    "pharmacy_review": (None, 60, 95),
    "advance_directives": (None, 40, 95),
    "disability_certificate": (None, 18, 60),
    "school_care_plan": (None, 4, 15),
    "day_hospital_summary": (None, 20, 85),
    "chronic_disease_protocol": (None, 35, 90),
    "clinic_operation": (None, 20, 90),
    "imaging_center": (None, 18, 95),
    "imaging_hospital_two_column": (None, 18, 95),
    "pathology_classic": (None, 25, 90),
    "pathology_hospital_form": (None, 25, 90),
    "child_hospital_letter": (None, 1, 15),
    "two_zone_prescription": (None, 40, 90),
    "nurse_followup": (None, 40, 95),
    "social_report": (None, 60, 95),
    "pacemaker_card": (None, 55, 95),
}
HANDWRITTEN = {"consent_hand_filled", "advance_directives"}
NEWBORN = "newborn_record"
BLOCKED = {
    "unknown",
    "dob_digit",
    "ins_bad_key",
    "ins_other",
    "no_dob",
    "used_only",
    "two_patients",
    "file_name",
    "sticker",
}
"""Traps whose document is never filed without a person."""
TRAPS = [
    "unknown",
    "dob_digit",
    "same_day",
    "same_day_close",
    "twins",
    "father_son",
    "ins_bad_key",
    "ins_other",
    "no_dob",
    "used_only",
    "two_patients",
    "relative",
    "file_name",
    "sticker",
]


class World:
    """Every person drawn; those of the index are in persons."""

    def __init__(self, rng):
        self.rng, self.persons, self.n = rng, [], 0

    def person(self, listed=True, **kw):
        self.n += 1
        p = Person(self.rng, f"P{self.n:05d}", **kw)
        p.listed = listed
        if listed:
            self.persons.append(p)
        return p


def sibling(w, p, first=None, dob=None, listed=True, sex=None):
    return w.person(listed, sex=sex or p.sex, birth=p.birth, first=first, dob=dob or p.dob, used=p.used)


def one_digit_off(rng, d):
    for _ in range(50):
        s = list(d.strftime("%d%m%Y"))
        i = rng.choice([0, 1, 2, 3, 6, 7])
        s[i] = str((int(s[i]) + rng.choice([-1, 1, 2, 3])) % 10)
        try:
            n = dt.date(int("".join(s[4:])), int("".join(s[2:4])), int("".join(s[:2])))
        except ValueError:
            continue
        if n != d and dt.date(1925, 1, 1) < n < dt.date(2026, 9, 1) and abs((n - d).days) < 366 * 4:
            return n
    return d + dt.timedelta(days=1)


def close_name(rng, s):
    swaps = [("i", "y"), ("n", "nn"), ("l", "ll"), ("ph", "f"), ("t", "th"), ("e", "é"), ("c", "k"), ("a", "e")]
    rng.shuffle(swaps)
    for a, b in swaps:
        if a in s[1:] and strip(a) != strip(b) and b not in s:
            return s[0] + s[1:].replace(a, b, 1)
    return s + "e"


def _patient(w, name):
    """Somebody whom a layout suits."""
    rng = w.rng
    sex, lo, hi = NEEDS.get(name, (None, None, None))
    if name == NEWBORN:
        return w.person(
            sex=rng.choice("MF"), dob=dt.date(2026, 10, 1) + dt.timedelta(days=rng.randint(0, 45)), used=None
        )
    age = rng.randint(lo, hi) if lo is not None else (rng.randint(1, 17) if rng.random() < 0.05 else None)
    p = w.person(sex=sex, age=age)
    if age is None and p.age() < 18 and rng.random() < 0.8:
        p.__init__(rng, p.rid, age=rng.randint(25, 92))
    return p


def _suited(trap, p, name, rng):
    """The trap, or None where it cannot go with the layout or with the patient (who may be drawn again)."""
    baby = name == NEWBORN
    if trap == "used_only" and not baby and not (p.used and p.sex == "F"):
        if p.age() <= 22:
            return None
        p.__init__(rng, p.rid, sex="F", dob=p.dob, used=rng.choice(LAST))
    elif baby and trap in ("father_son", "twins", "used_only"):
        return None
    if name in HANDWRITTEN and trap in ("ins_bad_key", "ins_other", "same_day"):
        return None  # these print no INS
    return trap


def _mother(w, p):
    rng = w.rng
    m = w.person(sex="F", age=rng.randint(21, 41))
    if rng.random() < 0.6:
        m.used = p.birth
    else:
        m.birth, m.used = p.birth, None
    return m


def new_ctx(w, name, trap):
    """Draw the patient of a layout and prepare the trap."""
    rng = w.rng
    p = _patient(w, name)
    trap = _suited(trap, p, name, rng)
    c = Ctx(rng, p, name)
    if name == NEWBORN:
        c.mother, trap = _mother(w, p), trap or "newborn_mother"
    c.trap, c.block, c.note = trap, trap in BLOCKED, None
    if trap in PLANTED:
        PLANTED[trap](w, p, c)
    if trap is None and rng.random() < 0.06 and p in w.persons:  # a near twin nobody speaks of
        sibling(
            w, p, first=rng.choice([None, close_name(rng, p.first)]), dob=rng.choice([p.dob, one_digit_off(rng, p.dob)])
        )
    return c


def _unknown(w, p, c):
    rng = w.rng
    p.listed = False
    w.persons.remove(p)
    k = rng.random()
    if k < 0.4:
        far = (
            p.dob + dt.timedelta(days=rng.randint(500, 9000))
            if p.age() > 40
            else p.dob - dt.timedelta(days=rng.randint(2000, 9000))
        )
        sibling(w, p, first=p.first, dob=far)
    elif k < 0.7:
        sibling(w, p)
    else:
        w.person(sex=p.sex, first=p.first, dob=p.dob, used=None)


def _dob_digit(w, p, c):
    rng = w.rng
    c.want_ins = False
    q = one_digit_off(rng, p.dob)
    r = Person(rng, p.rid, sex=p.sex, birth=p.birth, first=p.first, dob=q, used=p.used)
    r.ipp, r.firsts, r.listed = p.ipp, p.firsts, True
    w.persons.remove(p)
    w.persons.append(r)


def _same_day(w, p, c):
    sibling(w, p, first=p.first)
    c.want_ins = True


def _same_day_close(w, p, c):
    sibling(w, p, first=close_name(w.rng, p.first))
    c.want_ins = w.rng.random() < 0.4


def _twins(w, p, c):
    sibling(w, p, sex=w.rng.choice([p.sex, p.sex, "M" if p.sex == "F" and not p.used else p.sex]))


def _father_son(w, p, c):
    gap = dt.timedelta(days=w.rng.randint(8500, 12000))
    sibling(w, p, first=p.first, dob=p.dob + gap if p.age() > 40 else p.dob - gap)


def _ins_bad_key(w, p, c):
    rng = w.rng
    c.want_ins, c.ins_fair = True, False
    k = int(p.ins[13:])
    shift = rng.randint(3, 60) if rng.random() < 0.99 else None
    c.printed_ins = p.ins[:13] + f"{k if shift is None else (k + shift) % 97 + 1:02d}"
    if c.printed_ins == p.ins:
        c.printed_ins = p.ins[:13] + f"{k % 97 + 1:02d}"


def _ins_other(w, p, c):
    o = (
        w.person(sex=p.sex)
        if w.rng.random() < 0.5
        else sibling(w, p, dob=p.dob + dt.timedelta(days=700 if p.age() > 5 else -3000))
    )
    c.want_ins, c.printed_ins = True, o.ins


def _no_dob(w, p, c):
    c.hide_dob, c.want_ins = True, False


def _used_only(w, p, c):
    c.used_only, c.want_ins = True, False


def _two_patients(w, p, c):
    o = w.person()
    while o.age() < 18:
        o.__init__(w.rng, o.rid)
    civ, born = ("Mme", "née") if o.sex == "F" else ("M.", "né")
    label = c.one("Patient suivant :", "Second patient concerné par ce courrier :", "Concerne également le patient :")
    end = c.one(" – même conduite à tenir.", " – voir conclusions ci-dessous.")
    c.extra = f"<p style='border:0.7pt solid #555;padding:1.5mm'><b>{label}</b> {civ} {c.fam(o.birth)} {E(o.first)}, {born} le {c.d(o.dob)}, IPP {o.ipp}{end}</p>"


def _relative(w, p, c):
    rng = w.rng
    o = w.person(listed=rng.random() < 0.5, birth=p.birth, used=None)
    while o.age() < 20:
        o.__init__(rng, o.rid, birth=p.birth, used=None)
        o.listed = o in w.persons
    f = o.sex == "F"
    link = c.one("sa sœur" if f else "son frère", "sa cousine" if f else "son cousin", "sa tante" if f else "son oncle")
    who, born = f"{'Mme' if f else 'M.'} {c.fam(o.birth)} {E(o.first)}", f"{'née' if f else 'né'} le {c.d(o.dob)}"
    c.extra = c.one(
        f"<p>Personne à prévenir : {who} ({link}), {born}, tél. {o.phone}.</p>",
        f"<p>Personne de confiance désignée : {who}, {link}, {born} ({o.phone}).</p>",
        f"<p>Accompagnant : {who} ({link}), {born} – joignable au {o.phone}.</p>",
    )


def _file_name(w, p, c):
    c.note = w.person()


def _sticker(w, p, c):
    o = w.person()
    turn, born = w.rng.uniform(-3, 3), "Née" if o.sex == "F" else "Né"
    c.extra = (
        f"<div style='float:right;width:62mm;border:0.8pt solid #222;background:#fff;padding:1.5mm;font-family:Liberation Sans;font-size:8pt;transform:rotate({turn:.1f}deg);margin:1mm'>"
        f"<b>{E(strict(o.birth))}</b> {E(o.first)}<br>{born} le {o.dob.strftime('%d/%m/%Y')} &nbsp; {o.sex}<br>IPP {o.ipp}<br>INS {o.ins}</div>"
    )


PLANTED = {
    "unknown": _unknown,
    "dob_digit": _dob_digit,
    "same_day": _same_day,
    "same_day_close": _same_day_close,
    "twins": _twins,
    "father_son": _father_son,
    "ins_bad_key": _ins_bad_key,
    "ins_other": _ins_other,
    "no_dob": _no_dob,
    "used_only": _used_only,
    "two_patients": _two_patients,
    "relative": _relative,
    "file_name": _file_name,
    "sticker": _sticker,
}


def edit1(a, b):
    """True when a and b are equal or one edit apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    j = 0
    while j < min(len(a), len(b)) - i and a[-1 - j] == b[-1 - j]:
        j += 1
    return max(len(a), len(b)) - i - j <= 1 or (
        len(a) == len(b) and len(a) - i - j == 2 and a[i] == b[i + 1] and a[i + 1] == b[i]
    )


def _is_near_day(a, b):
    """One edit apart, or day and month the other way round."""
    return edit1(a, b) or (a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6])


def near(p, persons):
    """Whether somebody of the index may be taken for this person."""
    names = [strict(a) for a in (p.birth, p.used) if a]
    day = p.dob.strftime("%Y%m%d")
    for q in persons:
        if (
            q.rid == p.rid
            or not _is_near_day(day, q.dob.strftime("%Y%m%d"))
            or not edit1(strict(p.first), strict(q.first))
        ):
            continue
        if any(edit1(a, strict(b)) for a in names for b in (q.birth, q.used) if b):
            return True
    return False
