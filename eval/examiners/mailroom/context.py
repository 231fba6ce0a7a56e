"""One document being written: what it prints and, at the same time, the truth of what it prints."""

import base64
import datetime as dt
import html

from ppf.datamatrix import DataMatrix

from eval.examiners.common.vocabulary import MONTHS
from eval.examiners.mailroom.content import CASES, LIFE, TALK
from eval.examiners.mailroom.people import DEPS, LAST, TOWNS, Doctor, address, finess, phone, strict, strip

MABBR = ["JAN", "FÉV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOÛT", "SEPT", "OCT", "NOV", "DÉC"]
E = html.escape


def fmt(d, style):
    if style == "text":
        return f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
    if style == "upper":
        return f"{d.day:02d}-{MONTHS[d.month - 1].upper()}-{d.year}"
    if style == "abbr":
        return f"{d.day:02d} {MABBR[d.month - 1].lower() + ('' if MABBR[d.month - 1] in ('MARS', 'MAI', 'JUIN', 'AOÛT') else '.')} {d.year}"
    if style == "iso":
        return d.isoformat()
    return d.strftime({"/": "%d/%m/%Y", ".": "%d.%m.%Y", "-": "%d-%m-%Y"}[style])


class Ctx:
    """One document: r draws, p is the patient as printed, f the truth."""

    def __init__(self, rng, person, layout):
        self.r, self.p, self.layout = rng, person, layout
        self.f = {
            "birth_name": None,
            "used_name": None,
            "first_name": None,
            "birth_date": None,
            "ins": None,
            "doc_type": None,
            "doc_date": None,
            "act_date": None,
            "author_family": None,
            "author_given": None,
            "author_rpps": None,
            "structure_name": None,
            "structure_finess": None,
            "recipients": None,
            "episode": None,
        }
        self.hide_dob = self.used_only = False
        self.want_ins = rng.random() < 0.36
        self.printed_ins = None  # replaces the person's own INS when a trap asks for it
        self.ins_fair = True
        self.extra = ""  # paragraph of a relative or of a second patient
        self.sticker = None
        self.caps = rng.choice(["up", "up", "up", "plain", "title"])
        self.ds = rng.choice(["/", "/", "/", "text", ".", "-"])
        self.docdate = dt.date(2026, 10, 1) + dt.timedelta(days=rng.randint(0, 48))
        self.act = self.docdate - dt.timedelta(days=rng.choice([0, 0, 1, 1, 2, 3, 5, 8]))
        self.entry = self.act - dt.timedelta(days=rng.randint(2, 14))
        self.child = person.age() < 18
        self.author = Doctor(rng)
        self.case = None
        self._fill()

    # ---- small helpers -------------------------------------------------
    def one(self, *a):
        return self.r.choice(a)

    def past(self, lo=40, hi=1500):
        d = self.docdate - dt.timedelta(days=self.r.randint(lo, hi))
        if d <= self.p.dob:
            d = self.p.dob + dt.timedelta(days=max(1, (self.docdate - self.p.dob).days // 2))
        return d

    def d(self, day, style=None):
        return fmt(day, style or self.ds)

    def fam(self, s):
        return E({"up": s.upper(), "plain": strip(s).upper(), "title": s}[self.caps])

    def giv(self, s):
        return E(strip(s).upper() if self.caps == "plain" and self._firstup else s)

    def _fill(self):
        f, r = self.p.sex == "F", self.r
        self._firstup = r.random() < 0.6
        self.rv = self.docdate + dt.timedelta(days=r.randint(20, 150))
        self.doc2, self.doc3 = Doctor(r), Doctor(r)
        self.fill = {
            "le_patient": ("l'enfant" if self.child else "la patiente" if f else "le patient"),
            "Il": "Elle" if f else "Il",
            "il": "elle" if f else "il",
            "e": "e" if f else "",
            "ne": "ne" if f else "",
            "age": self.p.age(),
            "d1": self.d(self.past(300, 2500)),
            "d2": self.d(self.past(120, 900)),
            "d3": self.d(self.past(10, 60)),
            "rv": self.d(self.rv),
            "dx": self.doc2.family,
            "dy": self.doc3.family,
            "town": r.choice(TOWNS)[0],
            "P": ("L'enfant" if self.child else f"{self.civ()} {self.p.used or self.p.birth}"),
        }

    def t(self, s):
        return E(s.format_map(self.fill))

    def civ(self, long=True):
        return ("Madame" if long else "Mme") if self.p.sex == "F" else ("Monsieur" if long else "M.")

    def pick_case(self, *names):
        if self.child:
            names = ("pediatrie",)
        elif not names:
            names = [k for k in CASES if k != "pediatrie"]
        self.case = CASES[self.r.choice(list(names))]
        self.author.spec = self.case["spec"]
        return self.case

    # ---- patient -------------------------------------------------------
    def _first_truth(self):
        self.f["first_name"] = self.p.first

    def nm(self, pattern="civ last first", long=None):
        """Name on one line; the pattern orders civility, family name and first name."""
        r = self.r
        long = r.random() < 0.6 if long is None else long
        last_first = pattern.index("last") < pattern.index("first")
        kept = self.caps, self._firstup
        if last_first and self.caps == "title":
            self.caps = "up"  # otherwise nobody could tell which word is the family name
        if not last_first:
            self._firstup = False
        try:
            return self._nm(pattern, long)
        finally:
            self.caps, self._firstup = kept

    def _nm(self, pattern, long):
        p, r = self.p, self.r
        self._first_truth()
        fam, tail = self._family()
        parts = []
        for w in pattern.split():
            if w == "civ" and self.child:
                parts.append(r.choice(["l'enfant", "Enfant"]) if pattern.startswith("civ") else "")
            elif w == "civ":
                parts.append(self.civ(long))
                self.f["sex"] = p.sex
            elif w == "last":
                parts.append(fam)
                if pattern.index("last") < pattern.index("first") and tail and r.random() < 0.5:
                    parts.append(tail.strip())
                    tail = ""
            elif w == "first":
                parts.append(self.giv(p.first))
        return " ".join(x for x in parts if x) + tail

    def _family(self):
        """The family name to print and what follows it when there are two."""
        p, r = self.p, self.r
        if p.used and self.used_only:
            self.f.pop("birth_name", None)
            self.f.pop("used_name", None)
            return self.fam(p.used), ""
        self.f["birth_name"], self.f["used_name"] = p.birth, p.used
        if not p.used:
            return self.fam(p.birth), ""
        k = r.choice(["nee", "nee", "par", "ep"]) if p.sex == "F" else "dit"
        if k == "ep":
            return self.fam(p.birth), " " + r.choice(["épouse", "ép.", "nom d'usage"]) + " " + self.fam(p.used)
        tails = {
            "nee": f" née {self.fam(p.birth)}",
            "par": f" (née {self.fam(p.birth)})",
            "dit": f" (nom de naissance : {self.fam(p.birth)})",
        }
        return self.fam(p.used), tails[k]

    def kv_names(self, l_birth="Nom de naissance", l_used="Nom utilisé", l_first="Prénom", firsts=False, civ=False):
        """Labelled name rows."""
        p, rows = self.p, []
        self._first_truth()
        if p.used and self.used_only:
            rows.append((l_used, self.fam(p.used)))
            self.f["used_name"] = p.used
        else:
            self.f["birth_name"] = p.birth
            rows.append((l_birth, self.fam(p.birth)))
            if p.used:
                rows.append((l_used, self.fam(p.used)))
                self.f["used_name"] = p.used
        if firsts:
            rows.append((l_first, self.r.choice([" ", ", "]).join(self.giv(x) for x in p.firsts)))
            self.f["first_names"] = list(p.firsts)
        else:
            rows.append((l_first, self.giv(p.first)))
        return rows

    def dob(self, style=None):
        if self.hide_dob:
            return None
        self.f["birth_date"] = self.p.dob.isoformat()
        return self.d(self.p.dob, style)

    def born(self, style=None, lead=None):
        d = self.dob(style)
        if d is None:
            return ""
        ne = "née" if self.p.sex == "F" else "né"
        return (lead or self.r.choice([ne + " le", ne + " le", "né(e) le", "DDN :", "date de naissance :"])) + " " + d

    def kv_dob(self, label="Date de naissance", style=None):
        d = self.dob(style)
        return [(label, d)] if d else []

    def kv_sex(self, label="Sexe"):
        self.f["sex"] = self.p.sex
        v = self.r.choice([("M", "F"), ("Masculin", "Féminin"), ("Homme", "Femme")])
        return [(label, v[self.p.sex == "F"])]

    def ins(self):
        if not self.want_ins:
            return None
        n = self.printed_ins or self.p.ins
        if self.ins_fair:
            self.f["ins"] = n
        else:
            self.f.pop("ins", None)
        k = self.r.random()
        if k < 0.4:
            s = f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}"
        elif k < 0.5:
            s = n[:13] + " " + n[13:]
        else:
            s = n
        if self.r.random() < 0.3:
            s += self.r.choice([" (NIR)", " - OID 1.2.250.1.213.1.4.8", " / NIR"])
        return s

    def kv_ins(self, label=None):
        v = self.ins()
        return (
            [(label or self.one("INS", "Matricule INS", "Identité nationale de santé (INS)", "N° INS"), v)] if v else []
        )

    def ins_line(self, sep=""):
        v = self.kv_ins()
        return f"{sep}{v[0][0]} : {v[0][1]}" if v else ""

    def ipp(self):
        return self.p.ipp

    def episode(self, pre=None):
        pre = self.one("26", "2026", "S26", "H26-") if pre is None else pre
        n = pre + "".join(self.r.choice("0123456789") for _ in range(6))
        self.f["episode"] = n
        return n

    def datamatrix(self, mm=16):
        if not self.want_ins or self.hide_dob or not self.ins_fair or self.used_only:
            return ""
        p, up = self.p, strict
        msg = (
            "IS01"
            + "0" * 22
            + "S1"
            + (self.printed_ins or p.ins)
            + "S21.2.250.1.213.1.4.8\x1dS3"
            + " ".join(up(x) for x in p.firsts)
            + "\x1dS4"
            + up(p.birth)
            + "\x1dS5"
            + p.sex
            + "S6"
            + p.dob.strftime("%d-%m-%Y")
            + "S7"
            + p.place
        )
        svg = DataMatrix(msg).svg()
        return f'<span style="display:inline-block;text-align:center;font-size:6pt"><img style="width:{mm}mm;height:{mm}mm" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"><br>INS à scanner</span>'

    # ---- dates ---------------------------------------------------------
    def doc(self, style=None):
        self.f["doc_date"] = self.docdate.isoformat()
        return self.d(self.docdate, style)

    def acted(self, style=None):
        self.f["act_date"] = self.act.isoformat()
        return self.d(self.act, style)

    # ---- professionals -------------------------------------------------
    def who(self, d, title=None):
        """A doctor's name; sometimes capitals, sometimes not."""
        title = (
            title if title is not None else self.one("Dr", "Docteur", "Dr", "Pr" if self.r.random() < 0.15 else "Dr")
        )
        n = f"{E(d.given)} {self.fam(d.family)}"
        if self.caps != "title" and self.r.random() < 0.25:
            n = f"{self.fam(d.family)} {E(d.given)}"
        return (title + " " + n).strip()

    def sign(self, title=None):
        a = self.author
        self.f["author_family"], self.f["author_given"] = a.family, a.given
        return self.who(a, title)

    def rpps(self, label=None):
        self.f["author_rpps"] = self.author.rpps
        n = self.author.rpps
        if self.r.random() < 0.15:
            n = n[:1] + " " + n[1:4] + " " + n[4:7] + " " + n[7:]
        return f"{label if label is not None else self.one('RPPS', 'RPPS :', 'N° RPPS :', 'RPPS n°')} {n}"

    def recipient(self, d=None, title=None):
        d = d or Doctor(self.r)
        self.f["recipients"] = (self.f["recipients"] or []) + [d.family]
        return self.who(d, title if title is not None else self.one("Dr", "Docteur"))

    # ---- establishment -------------------------------------------------
    def structure(self, *patterns):
        street, city, town = address(self.r)
        t = town[0]
        de = "d'" if t[0] in "AEIOUÉ" else "de "
        if t.startswith("Le "):
            de, t2 = "du ", t[3:]
        else:
            t2 = t
        name = self.r.choice(patterns).format(
            de_t=de + t2,
            t=t,
            s=self.one("Anne", "Joseph", "Vincent", "Camille", "Luc", "Michel"),
            n=self.r.choice(LAST[:300]),
        )
        self.street, self.city, self.town = street, city, t
        self.tel, self.fax = phone(self.r), phone(self.r)
        self.sname = name
        self.f["structure_name"] = name
        return E(name)

    def finess(self, label=None):
        n = finess(self.r, self.r.choice(DEPS))
        self.f["structure_finess"] = n
        return f"{label if label is not None else self.one('FINESS', 'N° FINESS :', 'Finess géographique :', 'FINESS :')} {n}"

    # ---- body ----------------------------------------------------------
    def some(self, key, lo=2, hi=9):
        xs = list(self.case[key])
        k = min(len(xs), self.r.randint(max(lo, len(xs) - 2) if hi == 9 else lo, hi))
        keep = sorted(self.r.sample(range(len(xs)), k))
        return [self.t(xs[i]) for i in keep]

    def talk(self, bank, n):
        return f"<p>{' '.join(self.t(x) for x in self.r.sample(bank, n))}</p>"

    def life(self, n=3):
        return self.talk(LIFE, n)

    def discussion(self, n=3):
        return self.talk(TALK, n)

    def ul(self, key, lo=2, hi=9, cls=""):
        return f"<ul class='{cls}'>{''.join(f'<li>{x}</li>' for x in self.some(key, lo, hi))}</ul>"

    def para(self, key, lo=2, hi=9):
        return f"<p>{' '.join(self.some(key, lo, hi))}</p>"


def table(rows, cls="kv", sep=""):
    return "<table class='{}'>{}</table>".format(
        cls, "".join(f"<tr><td class='k'>{k}{sep}</td><td class='v'>{v}</td></tr>" for k, v in rows)
    )


def inline(rows, sep=" : ", join=" &nbsp; "):
    return join.join(f"{k}{sep}<b>{v}</b>" for k, v in rows)
