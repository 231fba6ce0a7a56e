"""What a layout needs: dice and dates, the patient, professionals, letterheads; every printed value is recorded as truth."""

import datetime as dt

from eval.examiners.common.vocabulary import FIELDS, MONTHS
from eval.examiners.network.identity import Identity
from eval.examiners.network.names import PLACES, STREETS, fold
from eval.examiners.network.page import FONTS, HANDS, INK, Drawing


class Ctx(Identity, Drawing):
    """Patient, options and face of a document; its truth as it is printed."""

    def __init__(self, rng, fac, patient, opts):
        self.r, self.fac, self.p = rng, fac, patient
        self.o = opts  # show_ins, ins_value, show_dob, used_only, relative, sticker, all_firsts
        self.f = dict.fromkeys(FIELDS)
        self.omitted = set()
        self.font = rng.choice(FONTS)
        self.hand = rng.choice(HANDS)
        self.ink = rng.choice(INK)
        self.color = rng.choice(
            ["#1f4e79", "#00695c", "#7b1fa2", "#8a1c1c", "#2e7d32", "#37474f", "#003a70", "#b3541e", "#444", "#0a7d8c"]
        )
        self.dstyle = rng.choice(["/", "/", "/", "long", "long", "-", "."])
        self.hw = False
        self.accents = rng.random() < 0.6
        lo = max(dt.date(2024, 1, 8), patient.birth_date + dt.timedelta(days=2))
        span = (dt.date(2026, 10, 30) - lo).days
        self.today = lo + dt.timedelta(days=rng.randint(0, max(1, span)))
        self.author = None
        self.trap, self.mother = None, None
        self.used_families = {patient.birth_name, patient.used_name}

    # -- small helpers
    def pick(self, *a):
        """One of several."""
        return self.r.choice(a)

    def ch(self, pr):
        """Whether it happens, at a chance."""
        return self.r.random() < pr

    def n(self, a, b):
        """A whole number."""
        return self.r.randint(a, b)

    def x(self, a, b, d=1):
        """A decimal number, as French writes it."""
        return f"{self.r.uniform(a, b):.{d}f}".replace(".", ",")

    def sample(self, seq, k):
        """Some of several."""
        return self.r.sample(list(seq), min(k, len(seq)))

    def omit(self, *names):
        """Leave fields out of the truth: the page leaves them open."""
        self.omitted.update(names)

    def age(self, on=None):
        """Whole years."""
        on = on or self.today
        b = self.p.birth_date
        return on.year - b.year - ((on.month, on.day) < (b.month, b.day))

    def age_txt(self):
        """The age in words."""
        a = self.age()
        if a >= 3:
            return f"{a} ans"
        m = (self.today.year - self.p.birth_date.year) * 12 + self.today.month - self.p.birth_date.month
        return f"{max(m, 1)} mois"

    @property
    def is_woman(self):
        """Whether the patient is a woman."""
        return self.p.sex == "F"

    def e(self):
        """Ending of a participle."""
        return "e" if self.is_woman else ""

    def date(self, d, style=None):
        """A date as this page writes it."""
        s = style or self.dstyle
        if s == "long":
            return f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
        if s == "iso":
            return d.isoformat()
        if s == "cap":
            return f"{d.day:02d}-{fold(MONTHS[d.month - 1])}-{d.year}"
        if s == "yy":
            return d.strftime("%d/%m/%y")
        return d.strftime(f"%d{s}%m{s}%Y")

    def ago(self, a, b, frm=None):
        """A day before."""
        return (frm or self.today) - dt.timedelta(days=self.n(a, b))

    def later(self, a, b, frm=None):
        """A day after."""
        return (frm or self.today) + dt.timedelta(days=self.n(a, b))

    def time(self, a=7, b=19):
        """An hour."""
        return f"{self.n(a, b):02d}{self.pick('h', ':')}{self.n(0, 59):02d}"

    def phone(self):
        """A number of telephone."""
        sep = self.pick(" ", ".", " ")
        return sep.join([f"0{self.n(1, 5)}"] + [f"{self.n(0, 99):02d}" for _ in range(4)])

    # -- professionals
    def pro(self, **kw):
        """A professional whose family name nobody else on the page bears."""
        if kw.get("title") in ("Mme", "M."):
            kw["sex"] = "F" if kw["title"] == "Mme" else "M"
        while True:
            q = self.fac.pro(**kw)
            if q.family not in self.used_families:
                self.used_families.add(q.family)
                return q

    def pname(self, q, title=True, caps=None, given=True):
        """A professional as they are named."""
        fam = self.fam(q.family, True if caps is None else caps)
        t = (q.title if q.title != "Dr" else self.pick("Dr", "Dr", "Docteur", "Dr")) + " " if title and q.title else ""
        return f"{t}{q.given} {fam}" if given else f"{t}{fam}"

    def set_author(self, q, given=True):
        """Who writes, for the truth."""
        self.author = q
        self.f["author_family"] = self.up(q.family)
        if given:
            self.f["author_given"] = q.given
        else:
            self.omit("author_given")
        return q

    def rpps(self, q):
        """The number of who writes."""
        self.f["author_rpps"] = q.rpps
        return self.pick(
            f"RPPS {q.rpps}",
            f"N° RPPS : {q.rpps}",
            f"RPPS : {q.rpps}",
            f"RPPS {q.rpps[:2]} {q.rpps[2:5]} {q.rpps[5:8]} {q.rpps[8:]}",
        )

    def to(self, *qs):
        """Recipients, for the truth."""
        self.f["recipients"] = (self.f["recipients"] or []) + [self.up(q.family) for q in qs]

    # -- establishment
    def structure(self, *names, finess=0.5):
        """The house that writes, for the truth."""
        s = {
            "name": self.pick(*names),
            "addr": f"{self.n(1, 140)} {self.pick(*STREETS)}",
            "city": f"{self.n(10, 95)}{self.n(1, 9)}{self.n(0, 9)}0 {self.pick(*PLACES)[0]}",
            "tel": self.phone(),
            "fax": self.phone(),
            "finess": self.fac.finess(),
        }
        self.f["structure_name"] = s["name"]
        s["fin"] = ""
        if self.ch(finess):
            self.f["structure_finess"] = s["finess"]
            s["fin"] = self.pick(
                f"FINESS {s['finess']}",
                f"N° FINESS : {s['finess']}",
                f"FINESS ET : {s['finess']}",
                f"Finess géographique {s['finess'][:2]} {s['finess'][2:5]} {s['finess'][5:8]} {s['finess'][8:]}",
            )
        return s

    def fields(self):
        """The truth."""
        return {k: v for k, v in self.f.items() if k not in self.omitted}
