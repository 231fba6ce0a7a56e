"""Context given to a layout: what to print, and what was printed (the truth)."""

import datetime as dt
import html

from ppf.datamatrix import DataMatrix

from eval.examiners.common.vocabulary import DAYS, FIELDS, MONTHS
from eval.examiners.town.people import luhn_complete, strict
from eval.examiners.town.staff import Pro

SHORT = ["JAN", "FEV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOUT", "SEPT", "OCT", "NOV", "DEC"]
CITIES = """Vernay-sur-Aulne 71490|Saint-Clair-les-Forges 42560|Montrevel 38690|Le Bosc-Hardy 76340|Plouézan 29640|Castelfranc-d'Olt 12210
Aubrives 08320|La Roche-Marsan 40180|Beaulieu-le-Vieux 87470|Rochefontaine 52120|Mirecombe 88270|Pont-Saint-Aubert 63780
Villefort-d'Allier 03240|Sainte-Luce-des-Prés 85310|Arcy-la-Forêt 60440|Grandchamp-le-Roi 28130|Lannévez 22450|Salins-Montfleur 25270
Bourg-Argelès 65400|Marquenay 59287|Châtelbourg 69870|Trévillac 24390|Neufmoulin 80540|Lussan-les-Vignes 30580""".replace(
    "\n", "|"
).split("|")
CITIES = [(c.rsplit(" ", 1)[0], c.rsplit(" ", 1)[1]) for c in CITIES]
STREETS = """rue des Acacias|avenue Jean-Jaurès|place de l'Église|boulevard Gambetta|rue Victor-Hugo|chemin des Vignes|impasse du Lavoir
rue de la République|allée des Tilleuls|quai des Tanneurs|route de Lyon|rue du 8-Mai-1945|rue Pasteur|cours Lafayette|rue des Écoles
square Marie-Curie|rue du Moulin|avenue de la Gare""".replace("\n", "|").split("|")


def d_fmt(d, style):
    if style == "slash":
        return d.strftime("%d/%m/%Y")
    if style == "dot":
        return d.strftime("%d.%m.%Y")
    if style == "dash":
        return d.strftime("%d-%m-%Y")
    if style == "iso":
        return d.isoformat()
    if style == "long":
        return f"{'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
    if style == "longday":
        return f"{DAYS[d.weekday()]} {'1er' if d.day == 1 else d.day} {MONTHS[d.month - 1]} {d.year}"
    if style == "upper":
        return f"{d.day:02d}-{SHORT[d.month - 1]}-{d.year}"
    if style == "spaced":
        return d.strftime("%d / %m / %Y")
    if style == "yy":
        return d.strftime("%d/%m/%y")
    raise ValueError(style)


def esc(t):
    return html.escape(str(t), quote=False)


class Ctx:
    """One document in the making."""

    def __init__(self, rng, people, person, today, flags=None):
        self.rng, self.people, self.person, self.today = rng, people, person, today
        self.v = dict(person)  # what the page prints; a trap may change it
        self.flags = dict(flags or {})
        self.fields = dict.fromkeys(FIELDS)
        self.fields.pop("sex")  # never null: grammar may tell it
        self.fields.pop("first_names")
        self.dob_style = rng.choice(["slash"] * 5 + ["dot", "long", "long", "dash", "upper", "iso", "spaced"])
        self.date_style = rng.choice(["slash", "slash", "long", "long", "dot"])
        self.upper = rng.random() < 0.65
        self.show_ins = rng.random() < 0.33 if "ins" not in self.flags else self.flags["ins"]
        if self.flags.get("ins_wanted"):
            self.show_ins = True
        self.printed = set()  # kinds of identity evidence on the page
        self.city, self.zip = rng.choice(CITIES)
        self.pcity, self.pzip = rng.choice(CITIES)
        self.addr = f"{rng.randint(1, 189)} {rng.choice(STREETS)}"
        self.paddr = f"{rng.randint(1, 189)} {rng.choice(STREETS)}"
        self.finess = luhn_complete(f"{rng.randint(1, 95):02d}0{rng.randint(10000, 99999):05d}")
        self.doc_date = today - dt.timedelta(days=rng.randint(2, 500))
        b = dt.date.fromisoformat(self.v["birth_date"])
        if self.doc_date <= b + dt.timedelta(days=4):
            self.doc_date = b + dt.timedelta(days=rng.randint(4, 7))
        self.phone_prefix = rng.choice(["01", "02", "03", "04", "05"])
        self.names_used = []

    # -- small helpers
    def pick(self, *xs):
        return self.rng.choice(xs)

    def maybe(self, p, text, other=""):
        return text if self.rng.random() < p else other

    def put(self, **kw):
        self.fields.update(kw)

    def omit(self, *keys):
        for k in keys:
            self.fields.pop(k, None)

    def date(self, d, style=None):
        return d_fmt(d, style or self.date_style)

    def back(self, lo, hi, frm=None):
        d = (frm or self.doc_date) - dt.timedelta(days=self.rng.randint(lo, hi))
        first = self.dob + dt.timedelta(days=2)
        return d if d > first else min(first, frm or self.doc_date)

    def fwd(self, lo, hi, frm=None):
        return (frm or self.doc_date) + dt.timedelta(days=self.rng.randint(lo, hi))

    def phone(self):
        r = self.rng
        sep = r.choice([" ", ".", " "])
        return sep.join([self.phone_prefix] + [f"{r.randint(0, 99):02d}" for _ in range(4)])

    def pro(self, spec):
        p = Pro(self.rng, spec)
        while p.family == self.v["birth_name"] or p.family == self.v.get("used_name"):
            p = Pro(self.rng, spec)
        return p

    def author(self, pro, rpps=True, given=True):
        self.put(
            author_family=pro.family, author_given=pro.given if given else None, author_rpps=pro.rpps if rpps else None
        )

    # -- the patient
    @property
    def fem(self):
        return self.v["sex"] == "F"

    @property
    def dob(self):
        return dt.date.fromisoformat(self.v["birth_date"])

    @property
    def age(self):
        return int((self.doc_date - self.dob).days / 365.25)

    @property
    def age_txt(self):
        a = self.age
        if a >= 3:
            return f"{a} ans"
        return f"{max(0, int((self.doc_date - self.dob).days / 30.44))} mois"

    def case(self, name, upper=None):
        up = self.upper if upper is None else upper
        if up:
            return name
        if any(c in name for c in "'") or name.startswith(
            ("DE ", "DU ", "VAN ", "VON ", "EL ", "BEN ", "MC ", "DES ", "DELLA ")
        ):
            return name
        return name.title()

    @property
    def civ(self):
        if self.age < 14:
            return "l'enfant"
        return self.pick("Mme", "Madame") if self.fem else self.pick("M.", "Monsieur")

    def civility(self, short=None):
        """Civility word, recorded as telling the sex."""
        if self.age < 14:
            return self.pick("l'enfant", "l'enfant", "la jeune" if self.fem else "le jeune")
        self.put(sex=self.v["sex"])
        if short:
            return "Mme" if self.fem else "M."
        return self.civ

    def e(self, text=""):
        """Feminine ending."""
        return "e" if self.fem else ""

    def bn(self, upper=None):
        self.put(birth_name=self.v["birth_name"])
        self.printed.add("birth_name")
        return self.case(self.v["birth_name"], upper)

    def un(self, upper=None):
        if self.v["used_name"]:
            self.put(used_name=self.v["used_name"])
            return self.case(self.v["used_name"], upper)
        return ""

    def fn(self, upper=False):
        self.put(first_name=self.v["first_name"])
        self.printed.add("first_name")
        return self.v["first_name"].upper() if upper else self.v["first_name"]

    def fns(self, sep=" ", upper=None):
        self.put(first_name=self.v["first_name"], first_names=list(self.v["first_names"]))
        self.printed.add("first_name")
        t = sep.join(self.v["first_names"])
        return t.upper() if (self.upper if upper is None else upper) else t

    def bd(self, style=None):
        if self.flags.get("no_dob"):
            return ""
        self.put(birth_date=self.v["birth_date"])
        self.printed.add("birth_date")
        return d_fmt(self.dob, style or self.dob_style)

    def sx(self, style=None):
        self.put(sex=self.v["sex"])
        return {"l": "Féminin" if self.fem else "Masculin", "s": self.v["sex"], "w": "Femme" if self.fem else "Homme"}[
            style or self.pick("l", "s", "w")
        ]

    def ins(self, style=None, force=False):
        """The INS as text, or an empty string when this document does not print it."""
        if not (self.show_ins or force) or self.flags.get("no_ins"):
            return ""
        n = self.v["ins"]
        if self.flags.get("ins_badkey"):
            self.omit("ins")
        else:
            self.put(ins=n)
        self.printed.add("ins")
        style = style or self.pick("sp", "sp", "tight", "key", "oid")
        sp = " ".join([n[0], n[1:3], n[3:5], n[5:7], n[7:10], n[10:13], n[13:]])
        oid = self.v["ins_oid"]
        if self.flags.get("test_oid"):
            return f"{n} ({oid})"
        return {"sp": sp, "tight": n, "key": f"{n[:13]} {n[13:]}", "oid": f"{n} (OID {oid})"}[style]

    def ipp(self):
        return self.v["ipp"]

    def datamatrix(self, px=70):
        """Inline SVG of the INS datamatrix, only beside a printed INS."""
        if "ins" not in self.printed or self.flags.get("no_dm") or self.flags.get("ins_badkey"):
            return ""
        v = self.v
        msg = "IS01" + "0" * 22 + "S1" + v["ins"] + "S2" + v["ins_oid"]
        if len(v["ins_oid"]) < 20:
            msg += "\x1d"
        msg += "S3" + strict(" ".join(v["first_names"])) + "\x1d" + "S4" + strict(v["birth_name"]) + "\x1d"
        msg += "S5" + v["sex"] + "S6" + self.dob.strftime("%d-%m-%Y") + "S7" + v["birth_place"]
        m = DataMatrix(msg).matrix
        n = len(m)
        rects = "".join(
            f'<rect x="{x}" y="{y}" width="1.02" height="1.02"/>'
            for y, row in enumerate(m)
            for x, b in enumerate(row)
            if b
        )
        return (
            f'<svg class="dm" width="{px}" height="{px}" viewBox="-2 -2 {n + 4} {n + 4}" shape-rendering="crispEdges">'
            f'<rect x="-2" y="-2" width="{n + 4}" height="{n + 4}" fill="#fff"/>{rects}</svg>'
        )

    def labelled_full(self, upper=None):
        """'DUPONT née MARTIN Claire' in one of several orders, recording both names when both are printed."""
        b, f = self.bn(upper), self.fn()
        if self.flags.get("used_only"):
            self.omit("birth_name", "used_name")
            self.printed.discard("birth_name")
            return f"{self.case(self.v['used_name'], upper)} {f}"
        u = self.un(upper)
        caps = self.upper if upper is None else upper
        if not u:
            return self.pick(f"{b} {f}", f"{f} {b}") if caps else f"{f} {b}"
        if self.fem:
            wid = "veuve" if self.age > 74 else "épouse"
            if not caps:
                return self.pick(f"{f} {u} née {b}", f"{f} {u}, née {b}", f"{f} {b} épouse {u}")
            return self.pick(
                f"{u} née {b} {f}",
                f"{f} {u} née {b}",
                f"{b} ép. {u} {f}",
                f"{b} {wid} {u} {f}",
                f"{u} {f}, née {b}",
                f"{u} {f} (née {b})",
                f"{b} {f} épouse {u}",
            )
        return f"{u} {f} (nom de naissance : {b})"
