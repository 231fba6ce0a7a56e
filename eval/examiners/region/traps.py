"""Traps: what is put into the index and onto the page so that a document goes astray."""

import datetime as dt

from eval.examiners.common.numbers import ins_key
from eval.examiners.region.dates import fdate
from eval.examiners.region.people import CLOSE_F, CLOSE_M, fold

LAST_DAY = dt.date(2026, 11, 20)
TRAPS = {
    "not_in_index": 5,
    "bd_one_digit": 3,
    "same_day": 2,
    "twins_close": 2,
    "twins_distinct": 1,
    "father_son": 1.5,
    "ins_badkey": 2,
    "ins_other": 2,
    "no_birth": 2.5,
    "used_only": 2,
    "two_patients": 1.5,
    "relative": 3,
    "filename_other": 2,
    "sticker_other": 2,
}
NEVER = {
    "not_in_index",
    "bd_one_digit",
    "ins_badkey",
    "ins_other",
    "no_birth",
    "used_only",
    "two_patients",
    "filename_other",
    "sticker_other",
}


def one_digit(r, d):
    """A valid date that differs by one digit."""
    for _ in range(200):
        s = list(d.isoformat())
        i = r.choice([3, 5, 6, 8, 9, 9, 9, 3])
        s[i] = r.choice("0123456789")
        try:
            n = dt.date.fromisoformat("".join(s))
        except ValueError:
            continue
        if n != d and abs(n.year - d.year) < 10 and n < LAST_DAY:
            return n
    return d + dt.timedelta(days=1) if d.day % 10 < 8 and d.day < 28 else d - dt.timedelta(days=1)


def added(world, p, **kw):
    """A copy of a person, changed, with an INS and a record of its own; the list of first names follows the first."""
    if "fn" in kw:
        kw.setdefault("fns", [kw["fn"], *p.fns[1:]])
    q = p.copy(**kw)
    q.rid = None
    q.ins = world.make_ins(q.sex, q.bd, q.cog)
    return world.add(q)


def _unknown(r, w, p):
    """Somebody of the index who resembles the patient, who is not in it."""
    far = p.bd - dt.timedelta(days=r.randint(900, 6000))
    k = r.random()
    if k < 0.5:
        added(w, p, bd=far, cog=w.cog())
    elif k < 0.8:
        added(w, p, fn=w.first(p.sex, p.bd.year), un=None, cog=w.cog())
    else:
        added(w, p, bn=w.last(), un=None, cog=w.cog())


def _twins_close(r, w, p):
    a, b = r.choice(CLOSE_M if p.male else CLOSE_F)
    p.fn, p.fns = a.capitalize(), [a.capitalize()]
    added(w, p, fn=b.capitalize(), fns=[b.capitalize()])


def _twins_distinct(w, p):
    f = w.first(p.sex, p.bd.year)
    while fold(f)[:2] == fold(p.fn)[:2] or len(f) == len(p.fn):
        f = w.first(p.sex, p.bd.year)
    added(w, p, fn=f, fns=[f])


def _father_son(r, w, p, d0):
    years = r.choice([-29, -26, 27, 31] if p.age(d0) > 45 else [-29, -26])
    added(w, p, bd=p.bd + dt.timedelta(days=365 * years + r.randint(2, 300)), cog=w.cog())


def _relative(r, w, p, d0):
    sex = r.choice("MF")
    k = r.random()
    return w.add(
        w.person(
            max(1925, p.bd.year - 4),
            min(p.bd.year + 30, d0.year - 20),
            sex,
            **({"bn": p.shown, "un": None} if k < 0.6 else {}),
        )
    )


def _somebody(w, p, trap):
    other = w.add(w.person(1930, 2005, **({"bn": p.bn} if trap == "two_patients" else {})))
    if trap == "two_patients":
        other.un = None
    return other


def _namesake(r, w, p):
    """Somebody of the same names, or nearly, far enough not to be taken for the patient."""
    if r.random() < 0.5:
        added(w, p, bd=p.bd - dt.timedelta(days=r.randint(700, 9000)), cog=w.cog())
    else:
        added(w, p, fn=w.first(p.sex, p.bd.year) + "e", un=None)


def plant(r, w, p, trap, d0):
    """Fill the index as a trap wants it; gives the person as printed and somebody else to name, if any."""
    shown, other = p, None
    if trap == "not_in_index":
        _unknown(r, w, p)
    elif trap == "bd_one_digit":
        shown = p.copy(bd=one_digit(r, p.bd))
    elif trap == "same_day":
        added(w, p, cog=w.cog(), fns=[p.fn])
    elif trap == "twins_close":
        _twins_close(r, w, p)
    elif trap == "twins_distinct":
        _twins_distinct(w, p)
    elif trap == "father_son":
        _father_son(r, w, p, d0)
    else:
        other = _planted_other(r, w, p, trap, d0)
    return shown, other


def _planted_other(r, w, p, trap, d0):
    if trap == "ins_other":
        return w.add(w.person(p.bd.year - 8, min(p.bd.year + 8, d0.year), p.sex))
    if trap == "relative":
        return _relative(r, w, p, d0)
    if trap in ("two_patients", "sticker_other", "filename_other"):
        return _somebody(w, p, trap)
    if r.random() < 0.12:
        _namesake(r, w, p)
    return None


def show_ins(c, r, p, other, trap):
    """Whether the INS is printed, and which one."""
    if trap in ("bd_one_digit", "no_birth", "used_only"):
        c.show_ins = False
    if trap in ("ins_badkey", "ins_other"):
        c.show_ins = True
    if trap == "twins_close":
        c.show_ins = r.random() < 0.3
    if trap == "ins_badkey":
        c.ins_value = p.ins[:13] + f"{(int(p.ins[13:]) + r.randint(1, 90)) % 97 + 1:02d}"
        if ins_key(c.ins_value[:13]) == c.ins_value[13:]:
            c.ins_value = p.ins[:13] + f"{int(p.ins[13:]) % 97 + 1:02d}"
    if trap == "ins_other":
        c.ins_value = other.ins


def sticker(p, o, r):
    p.box(0.3, 0.3, 61.4, 23.4)
    e = "" if o.male else "e"
    p.t(2, 5, f"{o.shown} {fold(o.fn)}", 9 if len(o.shown + o.fn) < 26 else 7, "B")
    p.t(2, 9.5, (f"Né{e} {o.bn}   " if o.un else "") + f"DDN {fdate(o.bd, 's')}   {o.sex}", 7.5)
    p.t(2, 13.5, f"IPP {o.ipp}   Séjour {r.randint(10**8, 10**9)}", 7.5)
    p.bars(2, 15, r, 42)


def received(p, d):
    p.box(0.5, 0.5, 45, 13, col="violet", th=0.6)
    p.t(23, 6, "COURRIER REÇU LE", 8, "B", al="C", col="violet")
    p.t(23, 11, fdate(d, "s"), 9, "B", al="C", col="violet")


def two_patients(c):
    """A page about two members of a family, side by side."""
    pdf = c.new("sans", 10)
    pl, au = c.place("gp"), c.pro()
    a, b = c.p, c.other
    pdf.t(16, 18, c.struct(pl), 12, "B")
    pdf.t(16, 24, c.author(au, "full"), 11)
    c.leave("author_rpps")
    pdf.t(190, 34, f"Le {c.docdate()}", al="R")
    pdf.t(
        105,
        48,
        c.one("COMPTE RENDU DE VISITE À DOMICILE", "Courrier concernant deux patients", "RÉSULTATS DE TESTS - FOYER"),
        13,
        "B",
        al="C",
    )
    y = 60
    for q in (a, b):
        e = "" if q.male else "e"
        nm = f"{'M.' if q.male else 'Mme'} {q.bn if not q.un else q.un + ' née ' + q.bn} {q.fn}"
        pdf.box(16, y, 178, 40)
        pdf.t(20, y + 7, f"{nm}, né{e} le {fdate(q.bd, 's')}", 11, "B")
        pdf.para(
            20,
            y + 11,
            170,
            c.tpl(
                "TA {110-160}/{60-90}, poids {50-95} kg. "
                + c.one(
                    "Test antigénique grippe négatif.",
                    "Vaccination faite ce jour.",
                    "Renouvellement du traitement pour trois mois.",
                    "Toux sans fièvre, auscultation libre.",
                )
                + " Contrôle le {f}."
            ),
        )
        y += 48
    pdf.sign(130, y + 12, c.r)
    c.T = {k: v for k, v in c.T.items() if k in ("author_family", "author_given", "structure_name", "doc_date")}
    c.out = {
        "birth_name",
        "used_name",
        "first_name",
        "first_names",
        "birth_date",
        "sex",
        "doc_type",
        "act_date",
        "recipients",
    }
