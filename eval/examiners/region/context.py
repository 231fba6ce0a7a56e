"""What one document knows while it is drawn: the patient, its dates, its authors, and the truth as it is printed."""

import datetime as dt
import re

from eval.examiners.common.numbers import ins_key
from eval.examiners.common.vocabulary import FIELDS
from eval.examiners.region.dates import fdate
from eval.examiners.region.pdf import ANY, SANS, SERIF, Pdf
from eval.examiners.region.people import GIVEN, fold, title
from eval.examiners.region.staff import Place, Pro

ROLES = {"M": ["son fils", "son frère", "son époux"], "F": ["sa fille", "sa sœur", "son épouse"]}


GENDERED = {
    "e": ("", "e"),
    "il": ("il", "elle"),
    "Il": ("Il", "Elle"),
    "le": ("le", "la"),
    "ce": ("ce patient", "cette patiente"),
    "Ce": ("Ce patient", "Cette patiente"),
}


class Ctx:
    """One document being drawn. r: the random numbers; world: its people; patient: as printed; trap: what it tries."""

    def __init__(self, r, world, patient, date, trap=None):
        self.r, self.w, self.p, self.d0, self.trap = r, world, patient, date, trap
        self.T, self.out = {}, {"sex"}
        self.trap_done = trap not in ("relative", "sticker_other", "two_patients")
        self.other = None  # another person on the page, when a trap wants one
        self.show_ins = r.random() < 0.35
        self.dm_on = r.random() < 0.4
        self.caps = r.random() < 0.78
        self.fnup = self.caps and r.random() < 0.28
        self.ds = r.choice(["s", "s", "s", "long", "long", "dot", "dash"])
        self.bs = r.choice(["s", "s", "s", "s", "long", "dot", "dash", "MON", "iso", "short", "sp"])
        self._ep = None
        self.pdf = None
        self.hand = False  # hand-filled: never made a poor scan
        self.ins_value = patient.ins

    # ---- truth
    def set(self, **kw):
        for k, v in kw.items():
            self.T[k] = v.isoformat() if isinstance(v, dt.date) else v
            self.out.discard(k)

    def leave(self, *names):
        for n in names:
            if n not in self.T:
                self.out.add(n)

    def fields(self):
        return {k: self.T.get(k) for k in FIELDS if k not in self.out}

    # ---- choice helpers
    def one(self, *a):
        return self.r.choice(a)

    def maybe(self, p=0.5):
        return self.r.random() < p

    def new(self, kind="any", size=None, **kw):
        fam = (
            kind
            if kind not in ("any", "sans", "serif")
            else self.r.choice({"any": ANY, "sans": SANS, "serif": SERIF}[kind])
        )
        self.pdf = Pdf(fam, size or self.one(9.5, 10, 10.5), **kw)
        return self.pdf

    # ---- dates
    def d(self, x, s=None):
        return fdate(x, s or self.ds)

    def ago(self, lo, hi, of=None):
        x = (of or self.d0) - dt.timedelta(days=self.r.randint(lo, hi))
        return max(x, self.p.bd + dt.timedelta(days=1)) if x <= self.p.bd else x

    def ahead(self, lo, hi):
        return self.d0 + dt.timedelta(days=self.r.randint(lo, hi))

    def docdate(self, s=None):
        self.set(doc_date=self.d0)
        return self.d(self.d0, s)

    def act(self, lo=0, hi=0, s=None):
        """The date of the act, drawn once."""
        if not hasattr(self, "_act"):
            self._act = self.ago(lo, hi)
        self.set(act_date=self._act)
        return self.d(self._act, s)

    # ---- the patient
    def cased(self, name):
        return name if self.caps else title(name)

    @property
    def fn(self):
        return (self.p.fn.upper() if self.r.random() < 0.5 else fold(self.p.fn)) if self.fnup else self.p.fn

    def civ(self, long=None):
        self.set(sex=self.p.sex)
        if long is None:
            long = self.maybe()
        return ("Monsieur" if long else self.one("M.", "M.", "Mr")) if self.p.male else ("Madame" if long else "Mme")

    def ref(self):
        """How the prose calls the patient."""
        if self.p.age(self.d0) < 16:
            return self.p.fn
        return f"{self.civ(True)} {self.cased(self.p.shown)}"

    def ident(self, civ=None, order=None):
        """The whole name in one phrase."""
        p = self.p
        if civ is None:
            civ = self.maybe(0.7)
        child = p.age(self.d0) < 16
        parts = set((p.bn + " " + (p.un or "")).replace("-", " ").split())
        keep = self.caps, self.fnup
        if parts & GIVEN or " " in p.bn + (p.un or ""):
            self.caps, self.fnup = True, False  # otherwise nobody could tell the name from the first name
        s = self._ident(civ, child, order)
        self.caps, self.fnup = keep
        return s

    def _ident(self, civ, child, order):
        p, r = self.p, self.r
        pre = (self.one("Enfant ", "l'enfant ", "") if child else self.civ() + " ") if civ else ""
        order = order or self.one("nf", "nf", "fn" if pre else "nf")
        fn = p.fn if order == "fn" else self.fn
        self.set(first_name=p.fn)
        self.leave("first_names")
        if self.trap == "used_only":
            self.leave("birth_name", "used_name")
            un = self.cased(p.un)
            return pre + (f"{un} {fn}" if order == "nf" else f"{fn} {un}")
        if not p.un:
            self.set(birth_name=p.bn, used_name=None)
            bn = self.cased(p.bn)
            return pre + (f"{bn} {fn}" if order == "nf" else f"{fn} {bn}")
        self.set(birth_name=p.bn, used_name=p.un)
        bn, un = self.cased(p.bn), self.cased(p.un)
        e = "" if p.male else "e"
        v = r.random()
        if order == "fn" and v < 0.7:
            return f"{pre}{fn} {un} {self.one(f'né{e} {bn}', f'(né{e} {bn})', f'- né{e} {bn}')}"
        if v < 0.45:
            return (
                f"{pre}{un} {fn} {self.one(f'née {bn}', f'(née {bn})', f'(nom de naissance : {bn})', f'née : {bn}')}"
                if not p.male
                else f"{pre}{un} {fn} (nom de naissance : {bn})"
            )
        if v < 0.75 and not p.male:
            return f"{pre}{bn} {self.one('épouse', 'ép.', 'Ep.', 'épouse')} {un} {fn}"
        if v < 0.82 and not p.male and p.age(self.d0) > 60:
            return f"{pre}{un} veuve {fn}".replace(f"{un} veuve", f"{bn} veuve {un}")
        return f"{pre}{un} (né{e} {bn}) {fn}"

    def pairs(self, sex=None, place=False):
        """Labelled names, birth date, sex: list of (label, value)."""
        p = self.p
        self.set(first_name=p.fn)
        fn = self.fn
        out = self._used_only(fn) if self.trap == "used_only" else [*self._family_names(), self._first_names(fn)]
        b = self.bdate()
        if b:
            label = self.one("Date de naissance", "Né(e) le", "Naissance", "DDN", "Date naiss.", "D. de naissance")
            out.append((label, b + self.one("", "", f" ({self.years()})")))
        if sex if sex is not None else self.maybe(0.55):
            self.set(sex=p.sex)
            out.append(
                (
                    self.one("Sexe", "Sexe", "Genre"),
                    self.one("M", "Masculin", "Homme") if p.male else self.one("F", "Féminin", "Femme"),
                )
            )
        if place and self.maybe():
            out.append((self.one("Lieu de naissance", "Né(e) à", "Code INSEE naissance"), p.cog))
        return out

    def _used_only(self, fn):
        p = self.p
        if self.maybe():
            self.set(birth_name=None, used_name=p.un)
            name = (self.one("Nom d'usage", "Nom utilisé", "Nom marital"), self.cased(p.un))
        else:
            self.leave("birth_name", "used_name")
            name = (self.one("Nom", "NOM"), self.cased(p.un))
        first = (self.one("Prénom", "Prénom usuel"), fn)
        self.leave("first_names")
        return [name, first]

    def _family_names(self):
        p = self.p
        self.set(birth_name=p.bn, used_name=p.un)
        v = self.r.random()
        if not p.un:
            return [
                (
                    self.one("Nom", "NOM", "Nom de naissance", "Nom de naissance", "Nom de famille", "Nom du patient"),
                    self.cased(p.bn),
                )
            ]
        if v < 0.4:
            return [
                (self.one("Nom de naissance", "Nom de famille (naissance)", "Nom naiss."), self.cased(p.bn)),
                (self.one("Nom d'usage", "Nom utilisé", "Nom usuel", "Nom marital"), self.cased(p.un)),
            ]
        if v < 0.65:
            return [
                (self.one("Nom d'usage", "Nom utilisé", "Nom usuel"), self.cased(p.un)),
                (
                    self.one("Nom de naissance", "Nom de jeune fille" if not p.male else "Nom de naissance", "Né(e)"),
                    self.cased(p.bn),
                ),
            ]
        if v < 0.85 or p.male:
            return [
                (
                    self.one("Nom", "NOM", "Nom du patient"),
                    f"{self.cased(p.un)} (né{'' if p.male else 'e'} {self.cased(p.bn)})",
                )
            ]
        return [(self.one("Nom", "NOM"), f"{self.cased(p.bn)} {self.one('épouse', 'ép.')} {self.cased(p.un)}")]

    def _first_names(self, fn):
        p = self.p
        if len(p.fns) > 1 and self.maybe(0.4):
            value = self.one(" ", ", ").join(p.fns if not self.fnup else [fold(f) for f in p.fns])
            label = self.one("Prénoms", "Prénom(s) de naissance", "Prénom(s)", "Liste des prénoms")
            self.set(first_names=list(p.fns))
            return label, value
        self.leave("first_names")
        return self.one("Prénom", "Prénom", "1er prénom", "Prénom usuel"), fn

    def years(self):
        a = self.p.age(self.d0)
        if a >= 2:
            return f"{a} ans"
        days = (self.d0 - self.p.bd).days
        return f"{days // 30} mois" if days > 60 else f"{days} jours"

    def bdate(self, s=None):
        """The printed birth date, or None."""
        if self.trap == "no_birth":
            self.set(birth_date=None)
            return None
        self.set(birth_date=self.p.bd)
        s = s or self.bs
        if s == "short" and not (1931 <= self.p.bd.year <= 1999 and self.p.bd.day > 12):
            s = "s"
        return fdate(self.p.bd, s)

    def born(self, paren=False, age=None):
        """', né le ...' phrase, empty without birth date."""
        b = self.bdate()
        if not b:
            return ""
        e = "" if self.p.male else "e"
        if self.p.un is None and self.maybe(0.1):
            e = "(e)"
        s = f"né{e} le {b}"
        if age if age is not None else self.maybe(0.3):
            s += f", {self.years()}" if not paren else f" - {self.years()}"
        return f" ({s})" if paren else s

    def ins(self, label=True):
        """INS text or None. A wrong key or another person's number comes from ins_value."""
        if not self.show_ins or not self.ins_value:
            return None
        n = self.ins_value
        if ins_key(n[:13]) == n[13:]:
            self.set(ins=n)
        else:
            self.T.pop("ins", None)
            self.out.add("ins")
        v = self.r.random()
        s = n
        if v < 0.45:
            s = f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}"
        elif v < 0.6:
            s = f"{n[:13]} {n[13:]}"
        elif v < 0.68:
            s = f"{n[:13]} clé {n[13:]}"
        if v < 0.25 or v > 0.92:
            s += self.one(" (NIR)", " - OID 1.2.250.1.213.1.4.8", " (1.2.250.1.213.1.4.8)")
        return s

    def ins_pair(self):
        s = self.ins()
        return (
            [
                (
                    self.one(
                        "INS", "Matricule INS", "N° INS", "Identité nationale de santé (INS)", "INS (NIR)", "Mat. INS"
                    ),
                    s,
                )
            ]
            if s
            else []
        )

    def dm(self, x, y, mm=17, cap=True):
        """The INS datamatrix, when this document has one."""
        if not (
            self.show_ins
            and self.dm_on
            and self.trap
            in (None, "same_day", "twins_close", "twins_distinct", "father_son", "relative", "filename_other")
        ):
            return False
        p = self.p
        txt = (
            f"IS01{'0' * 22}S1{p.ins}S21.2.250.1.213.1.4.8\x1dS3{' '.join(fold(f) for f in p.fns)}\x1dS4{fold(p.bn)}\x1dS5{p.sex}"
            f"S6{p.bd.strftime('%d-%m-%Y')}S7{p.cog}"
        )
        self.pdf.dm(x, y, mm, txt)
        if cap:
            self.pdf.t(x + mm / 2, y + mm + 3, self.one("INS à scanner", "INS", "Datamatrix INS"), 6, al="C")
        self.leave("ins")
        return True

    def ipp(self):
        return (
            f"{self.r.randint(10**6, 10**9)}"
            if self.maybe()
            else f"{self.r.randint(100, 999)}{self.r.randint(10000, 99999)}"
        )

    def ep(self):
        """Stay number."""
        if not self._ep:
            y = self.d0.year
            self._ep = self.one(
                f"{y % 100}{self.r.randint(1000000, 9999999)}",
                f"{y}{self.r.randint(100000, 999999)}",
                f"{self.r.randint(100000000, 999999999)}",
            )
        self.set(episode=self._ep)
        return self._ep

    def ep_pair(self, p=0.5):
        return (
            [
                (
                    self.one(
                        "N° de séjour",
                        "Séjour n°",
                        "N° venue",
                        "IEP",
                        "N° de dossier séjour",
                        "Numéro de séjour",
                        "NDA",
                    ),
                    self.ep(),
                )
            ]
            if self.maybe(p)
            else []
        )

    # ---- professionals and places
    def pro(self, spec="mg"):
        return Pro(self.w, spec)

    def place(self, kind):
        return Place(self.w, kind)

    def author(self, pro, style=None):
        """The name of the one who signs; records the truth."""
        self.set(author_family=pro.family)
        fam = pro.family if self.maybe(0.8) else title(pro.family)
        style = style or self.one("full", "full", "full", "last", "init")
        pre = self.one("Dr", "Docteur", "Dr")
        if style == "full":
            self.set(author_given=pro.given)
            return self.one(f"{pre} {pro.given} {fam}", f"{pre} {pro.given} {fam}", f"{pre} {pro.family} {pro.given}")
        if style == "plain":
            self.set(author_given=pro.given)
            return f"{pro.given} {pro.family}"
        self.leave("author_given")
        ini = "-".join(q[0] for q in pro.given.split("-"))
        return f"{pre} {ini}. {fam}" if style == "init" else f"{pre} {fam}"

    def rpps(self, pro, label=True):
        self.set(author_rpps=pro.rpps)
        n = pro.rpps if self.maybe(0.75) else f"{pro.rpps[:2]} {pro.rpps[2:5]} {pro.rpps[5:8]} {pro.rpps[8:]}"
        return self.one("RPPS : ", "N° RPPS : ", "RPPS ", "N° RPPS ") + n if label else n

    def dest(self, pro, style=None):
        """An addressee, primary or copy."""
        self.T.setdefault("recipients", [])
        if pro.family not in self.T["recipients"]:
            self.T["recipients"].append(pro.family)
        return self.dr(pro, style)

    def dr(self, pro, style=None):
        style = style or self.one("full", "full", "last", "init")
        pre = self.one("Dr", "Docteur", "Dr")
        fam = pro.family if self.maybe(0.8) else title(pro.family)
        if style == "full":
            return f"{pre} {pro.given} {fam}"
        return f"{pre} {pro.given[0]}. {fam}" if style == "init" else f"{pre} {fam}"

    def struct(self, pl):
        self.set(structure_name=pl.name)
        return pl.name

    def finess(self, pl, label=True):
        self.set(structure_finess=pl.finess)
        n = pl.finess if self.maybe(0.7) else f"{pl.finess[:2]} {pl.finess[2:5]} {pl.finess[5:8]} {pl.finess[8]}"
        return self.one("FINESS : ", "N° FINESS : ", "FINESS ", "N° FINESS ") + n if label else n

    def type(self, *codes):
        self.set(doc_type=codes[0] if len(codes) == 1 else list(codes))

    # ---- relatives
    def relative(self):
        """A sentence naming a relative; with the birth date only for the trap of that name."""
        r = self.r
        if self.trap == "relative":
            o = self.other
            self.trap_done = True
            role = r.choice(ROLES[o.sex])
            e = "" if o.male else "e"
            nm = f"{'M.' if o.male else 'Mme'} {self.cased(o.shown)} {o.fn}"
            return r.choice(
                [
                    f"Personne de confiance : {role}, {nm}, né{e} le {fdate(o.bd, 's')}.",
                    f"Vient accompagné{'' if self.p.male else 'e'} de {role}, {nm} (né{e} le {fdate(o.bd, 's')}), qui est également suivi{e} dans le service.",
                    f"À prévenir : {nm} ({role}), né{e} le {fdate(o.bd, 'long')}, joignable au 06 {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)}.",
                ]
            )
        if self.maybe(0.18):
            s = r.choice("MF")
            return f"Personne à prévenir : {'M.' if s == 'M' else 'Mme'} {self.w.first(s, 1960)} {self.cased(self.w.last())} ({r.choice(ROLES[s])}), tél. 06 {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)} {r.randint(10, 99)}."
        return None

    # ---- prose templates: {e} {il} {ref} {40-90} {a|b} {d} {f} {dr} {age} {act}
    def tpl(self, s):
        """A template with its tokens filled, up to three deep."""
        for _ in range(3):
            s = re.sub(r"\{([^{}]+)\}", self._token, s)
        return s

    def _token(self, found):
        k = found.group(1)
        if k in GENDERED:
            return GENDERED[k][not self.p.male]
        drawn = {
            "ref": self.ref,
            "d": lambda: self.d(self.ago(40, 1600)),
            "dp": lambda: self.d(self.ago(3, 38)),
            "f": lambda: self.d(self.ahead(10, 200)),
            "dr": lambda: self.dr(self.pro()),
            "age": self.years,
            "act_": self._said_act,
            "act": self.act,
        }
        if k in drawn:
            return drawn[k]()
        if "|" in k:
            return self.r.choice(k.split("|"))
        number = re.fullmatch(r"(\d+)-(\d+)(?:/(\d+))?", k)
        return self._number(int(number[1]), int(number[2]), number[3]) if number else found.group(0)

    def _said_act(self):
        a = self.act()
        return (
            "ce jour"
            if self._act == self.d0
            else self.r.choice([f"le {a}", f"en date du {a}", f"à la consultation du {a}"])
        )

    def _number(self, lo, hi, over):
        """A number between two, divided when asked for; a year is never before the birth."""
        if lo > 1900 and hi < 2100 and not over:
            lo = min(max(lo, self.p.bd.year + 1), self.d0.year)
            hi = max(lo, min(hi, self.d0.year))
        v = self.r.randint(lo, hi)
        return f"{v / int(over):.{len(over) - 1}f}".replace(".", ",") if over else str(v)
