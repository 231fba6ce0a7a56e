"""A patient as one document prints him: what is printed goes to the page and to the truth by the same calls."""

import datetime as dt

from ppf.datamatrix import DataMatrix

from eval.examiners.common.vocabulary import FIELDS
from eval.examiners.correspondents.dates import fmt_date
from eval.examiners.correspondents.names import esc, fold, title_name
from eval.examiners.correspondents.people import OID_TEST

# fmt: off
SANS = ["Liberation Sans", "DejaVu Sans", "Carlito", "Lato", "Roboto", "Open Sans", "FreeSans", "Noto Sans", "Cantarell", "DejaVu Sans Condensed", "Roboto Condensed"]
SERIF = ["Liberation Serif", "Liberation Serif", "DejaVu Serif", "Caladea", "Vollkorn", "EB Garamond", "FreeSerif", "Noto Serif"]
MONOS = ["Liberation Mono", "Courier Prime", "DejaVu Sans Mono", "FreeMono"]
HANDS = ["Breip", "DkgHandwriting", "Comic Neue", "Humor Sans"]
INKS = ["#1b2f8f", "#14213d", "#222", "#0b3d91"]
# fmt: on


class Identity:
    """A document being written: its dates and its patient."""

    def __init__(self, rng, person, ctx, traps=None):
        self.rng, self.p, self.ctx = rng, person, ctx
        self.traps = traps or {}
        self.f = dict.fromkeys(FIELDS)
        self.left_out = set()
        self.caps_accents = rng.random() < 0.4
        self.date_style = rng.choices(["slash", "dot", "dash", "long", "iso"], [62, 8, 7, 20, 3])[0]
        self.num_style = rng.choices(["slash", "dot", "dash"], [84, 8, 8])[0]
        self.want_ins = (
            bool(person.ins) and (rng.random() < 0.42 or "show_ins" in self.traps) and "no_ins" not in self.traps
        )
        if "ins_bad_key" in self.traps or "ins_of_other" in self.traps:
            self.want_ins = True
        self.used_only = "used_name_only" in self.traps
        self.sexed = self.gendered = False
        self.font_sans, self.font_serif, self.font_mono = rng.choice(SANS), rng.choice(SERIF), rng.choice(MONOS)
        self.hand = rng.choice(HANDS)
        self.ink = rng.choice(INKS)
        self.sticker_html = ""
        self.sticker_top = rng.random() < 0.4

    def day(self, lo=2, hi=25):
        """A working day before the day of reception."""
        d = self.ctx.received - dt.timedelta(days=self.rng.randint(lo, hi))
        while d.weekday() == 6:
            d -= dt.timedelta(days=1)
        return d

    def before(self, d, lo, hi):
        """Some days earlier."""
        return d - dt.timedelta(days=self.rng.randint(lo, hi))

    def after(self, d, lo, hi):
        """Some days later."""
        return d + dt.timedelta(days=self.rng.randint(lo, hi))

    def d(self, d, style=None):
        """A date that is not of the truth."""
        return fmt_date(d, style or self.num_style)

    def doc_date(self, d, style=None):
        """The date of the document."""
        self.f["doc_date"] = d.isoformat()
        return fmt_date(d, style or self.date_style)

    def act_date(self, d, style=None):
        """The date of the act."""
        self.f["act_date"] = d.isoformat()
        return fmt_date(d, style or self.num_style)

    def fam(self, name, case="upper"):
        """A family name, in capitals or not."""
        if case == "upper":
            return esc(name if self.caps_accents else fold(name))
        return esc(title_name(name))

    def plain(self, name):
        """A family name as this document prints it."""
        return name if self.caps_accents else fold(name)

    def bn(self, case="upper"):
        """The birth name."""
        self.f["birth_name"] = self.plain(self.p.birth_name)
        return self.fam(self.p.birth_name, case)

    def un(self, case="upper"):
        """The used name."""
        if self.p.used_name and not self.used_only:
            self.f["used_name"] = self.plain(self.p.used_name)
        return self.fam(self.p.used_name, case)

    def fn(self, case="title"):
        """The first name."""
        self.f["first_name"] = self.p.first_names[0]
        t = self.p.first_names[0]
        return esc((t.upper() if self.caps_accents else fold(t)) if case == "upper" else t)

    def fns(self, case="title", sep=None):
        """All first names of birth, separated so that compounds stay plain."""
        sep = sep or self.rng.choice([", ", " "])
        self.f["first_name"] = self.p.first_names[0]
        self.f["first_names"] = list(self.p.first_names)
        t = sep.join(self.p.first_names)
        return esc((t.upper() if self.caps_accents else fold(t)) if case == "upper" else t)

    def civ(self, long=None):
        """Civility, long or short."""
        self.f["sex"] = self.p.sex
        self.sexed = True
        if self.p.age(self.ctx.today) < 15 and long is None:
            return "Mlle" if self.p.sex == "F" else "M."
        if long is None:
            long = self.rng.random() < 0.3
        if long:
            return "Madame" if self.p.sex == "F" else "Monsieur"
        return "Mme" if self.p.sex == "F" else self.rng.choice(["M.", "M.", "Mr"])

    def child(self):
        """Is the patient called by the first name?"""
        return self.p.age(self.ctx.today) < 15

    def e(self):
        """Ending of an agreement."""
        return "e" if self.p.sex == "F" else ""

    def sexword(self, style=None):
        """Sex as a letter or a word."""
        self.f["sex"] = self.p.sex
        self.sexed = True
        style = style or self.rng.choice(["letter", "word", "letter", "word" if self.child() else "word2"])
        return {
            "letter": self.p.sex,
            "word": "Féminin" if self.p.sex == "F" else "Masculin",
            "word2": "Femme" if self.p.sex == "F" else "Homme",
        }[style]

    def single_name(self, case="upper"):
        """The one name printed when there is no label that tells which it is."""
        if self.p.used_name:
            self.left_out |= {"birth_name", "used_name"}
            return self.fam(self.p.used_name, case)
        return self.bn(case)

    def full(self, civ=None, order=None, all_firsts=False):
        """Civility, names, first name in one breath."""
        r = self.rng
        civ = self.rng.random() < 0.75 if civ is None else civ
        fn = self.fns() if all_firsts and len(self.p.first_names) > 1 else self.fn()
        c = ""
        if civ and self.child():
            c = r.choice(["l'enfant ", "l'enfant ", ""]) if civ != "civ" else self.civ() + " "
        elif civ:
            c = self.civ() + " "
        order = order or r.choice(["nf", "fn"])
        if self.p.used_name and not self.used_only:
            return self._two_names(c, fn)
        n = self.single_name()
        return f"{c}{n} {fn}" if order == "nf" else f"{c}{fn} {n}"

    def _two_names(self, c, fn):
        """Both family names. c: civility with its space, fn: first name."""
        r = self.rng
        bn, un = self.bn(), self.un()
        woman = self.p.sex == "F"
        widow = woman and self.p.extra.get("widow")
        forms = [
            f"{c}{un} {fn}, né{self.e()} {bn}",
            f"{c}{fn} {un} né{self.e()} {bn}",
            f"{c}{un} né{self.e()} {bn} {fn}",
            f"{c}{fn} {un} (né{self.e()} {bn})",
        ]
        if woman:
            forms += [
                f"{c}{bn} {'épouse' if not widow else 'veuve'} {un} {fn}",
                f"{c}{bn} {'ép.' if not widow else 'vve'} {un} {fn}",
                f"{c}{un} {fn} (nom de naissance : {bn})",
            ]
            if r.random() < 0.3:
                forms += [f"{c}{un} ({bn}) {fn}"]
        if not woman:
            forms = [f"{c}{un} {fn} (nom de naissance : {bn})"]
        return r.choice(forms)

    def short(self):
        """How the running text or a running head calls the patient (nothing new is told)."""
        n = self.fam(self.p.used_name or self.p.birth_name)
        if self.child():
            return esc(self.p.first_names[0])
        return ("Mme " if self.p.sex == "F" else "M. ") + n

    def mention(self):
        """The patient in running text; a civility tells the sex."""
        s = self.short()
        self.gendered = True
        if not self.child():
            self.f["sex"] = self.p.sex
        return s

    def no_dob(self):
        """Is the birth date not to be told?"""
        return "no_birth_date" in self.traps

    def dob(self, style=None):
        """The birth date."""
        if self.no_dob():
            return ""
        self.f["birth_date"] = self.p.birth_date.isoformat()
        return fmt_date(self.p.birth_date, style or self.date_style if style != "num" else self.num_style)

    def born(self, style=None, neutral=False):
        """'né le …' with the right ending, or the age only when the date is not told."""
        if self.no_dob():
            return self.rng.choice([f"{self.age_txt()}", f"âgé{self.e()} de {self.age_txt()}"])
        self.gendered = self.gendered or not neutral
        return self.rng.choice(
            [f"né{self.e()} le {self.dob(style)}"] * 3
            + [
                f"né(e) le {self.dob(style)}",
                f"DDN {self.dob(style)}",
                f"né{self.e()} le {self.dob(style)} ({self.age_txt()})",
            ]
        )

    def age_txt(self, on=None):
        """Age, in days or months for the youngest."""
        on = on or self.ctx.today
        a = self.p.age(on)
        if a < 2:
            m = (
                (on.year - self.p.birth_date.year) * 12
                + on.month
                - self.p.birth_date.month
                - (on.day < self.p.birth_date.day)
            )
            return f"{m} mois" if m > 0 else f"{(on - self.p.birth_date).days} jours"
        return f"{a} ans"

    def ins_txt(self, oid=None):
        """The number, spaced or not, with or without the name of the authority; empty when it is not to be shown."""
        if not self.want_ins:
            return ""
        n = self.p.ins
        if not ({"ins_bad_key", "ins_of_other"} & set(self.traps)):
            self.f["ins"] = n
        else:
            self.left_out.add("ins")
        r = self.rng
        t = r.choice(
            [
                n,
                f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}",
                f"{n[:13]} {n[13:]}",
                f"{n[:13]} / {n[13:]}",
                f"{n[0]} {n[1:3]} {n[3:5]} {n[5:10]} {n[10:13]} {n[13:]}",
                f"{n[0]}.{n[1:3]}.{n[3:5]}.{n[5:7]}.{n[7:10]}.{n[10:13]}.{n[13:]}" if r.random() < 0.25 else n,
            ]
        )
        if oid if oid is not None else r.random() < 0.35:
            t += r.choice([f" ({OID_TEST})", f" – OID : {OID_TEST}", f" OID {OID_TEST}", f" [{OID_TEST}]"])
        return t

    def ins_line(self, prefix=""):
        """The number after its label; empty when it is not shown."""
        t = self.ins_txt()
        if not t:
            return ""
        return (
            prefix
            + self.rng.choice(
                [
                    "INS : ",
                    "Matricule INS : ",
                    "N° INS ",
                    "INS-NIR : ",
                    "Identité nationale de santé : ",
                    "Identifiant national de santé (INS) : ",
                ]
            )
            + f"<span class=nb>{t}</span>"
        )

    def ins_label(self):
        """A label of the number."""
        return self.rng.choice(
            ["INS", "Matricule INS", "N° INS", "INS (NIR)", "Identifiant INS", "Id. national de santé"]
        )

    def datamatrix(self, mm=19):
        """The INS datamatrix as a drawing; only for a sound, shown number."""
        if not self.f["ins"] or self.f["birth_date"] is None or {"dob_off"} & set(self.traps):
            return ""
        p = self.p
        t = (
            "IS01"
            + "0" * 22
            + "S1"
            + p.ins
            + "S2"
            + OID_TEST
            + "S3"
            + " ".join(fold(x) for x in p.first_names)
            + "\x1dS4"
            + fold(p.birth_name)
            + "\x1dS5"
            + p.sex
        )
        t += "S6" + p.birth_date.strftime("%d-%m-%Y") + "S7" + p.birth_place
        m = DataMatrix(t).matrix
        n = len(m)
        rects = []
        for y, row in enumerate(m):
            x = 0
            while x < n:
                if row[x]:
                    x0 = x
                    while x < n and row[x]:
                        x += 1
                    rects.append(f"M{x0 + 1} {y + 1}h{x - x0}v1h-{x - x0}z")
                else:
                    x += 1
        self.left_out |= {k for k in ("first_names", "birth_name", "used_name", "sex") if self.f[k] is None}
        return (
            f"<svg width='{mm}mm' height='{mm}mm' viewBox='0 0 {n + 2} {n + 2}' shape-rendering='crispEdges'><rect width='{n + 2}' height='{n + 2}' fill='white'/>"
            f"<path d='{''.join(rects)}' fill='black'/></svg>"
        )
