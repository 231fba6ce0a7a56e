"""The patient of a document: names, birth, numbers and stay, printed and told at the same time. No page is written here."""

import datetime as dt

from ppf.datamatrix import DataMatrix

from eval.examiners.clinic.content import CASES
from eval.examiners.clinic.page import code39, date, img
from eval.examiners.clinic.people import TEST_OID, fold, title
from eval.examiners.common.vocabulary import FIELDS


class Identity:
    """The patient of a document, as it is printed."""

    def __init__(self, world, rng, person, options):
        self.w, self.r, self.p, self.o = world, rng, person, options
        self.f = dict.fromkeys(FIELDS)
        self.dropped = set()
        self.dstyle = rng.choice(["num"] * 6 + ["dot", "dash", "long", "mon", "iso", "wide"])
        self.lstyle = rng.choice(["long", "long", "num", "full"])
        self.caps = rng.random() < 0.82
        self.plain = rng.random() < 0.35
        self.case = rng.choice(CASES)
        self.act = dt.date(2024, 2, 1) + dt.timedelta(days=rng.randint(0, 950))
        self.docd = self.act + dt.timedelta(days=rng.choice([0, 0, 1, 1, 2, 3, 5, 8]))
        self.d1 = self.act - dt.timedelta(days=rng.randint(120, 1400))
        self.d2 = self.act - dt.timedelta(days=rng.randint(9, 90))
        self.x1, self.x2 = world.doctor(), world.doctor()
        self.font = "Liberation Sans"
        self.fsize = 10.5
        self.said_extra = False
        self.struct = None
        self.leading, self.gap = rng.choice([1.22, 1.3, 1.35, 1.45, 1.55]), rng.choice([0, 0, 4, 9, 14])
        self.has_matrix = False

    # --- small helpers -------------------------------------------------
    def pick(self, *options):
        return self.r.choice(options)

    def maybe(self, share):
        return self.r.random() < share

    def use(self, fonts, lo=9.5, hi=11.5):
        self.font = self.r.choice(fonts)
        self.fsize = round(self.r.uniform(lo, hi), 1)

    def drop(self, *names):
        self.dropped.update(names)

    def put(self, **fields):
        self.f.update(fields)

    def later(self, *days):
        return self.docd + dt.timedelta(days=self.r.randint(*days))

    # --- names ---------------------------------------------------------
    def fam(self, name):
        name = fold(name) if self.plain and self.caps else name
        return name if self.caps else title(name)

    def giv(self, name):
        return fold(name) if self.plain and self.caps else name

    def civ(self, long=None):
        self.f["sex"] = self.p.sex
        if self.p.sex == "F":
            return "Madame" if long or (long is None and self.maybe(0.5)) else "Mme"
        return "Monsieur" if long or (long is None and self.maybe(0.5)) else self.pick("M.", "M.", "Mr")

    @property
    def e(self):
        return "e" if self.p.sex == "F" else ""

    def name_now(self):
        """The name a colleague uses in the middle of a text."""
        civ = "Madame" if self.p.sex == "F" else "Monsieur"
        self.f["sex"] = self.p.sex
        return f"{civ} {self.fam(self.p.used_name or self.p.birth_name)}"

    def first(self):
        self.f["first_name"] = self.p.first
        if self.f["first_names"] is None:
            self.drop("first_names")
        return self.giv(self.p.first)

    def firsts(self, sep=None):
        self.f["first_name"] = self.p.first
        self.f["first_names"] = list(self.p.first_names)
        self.dropped.discard("first_names")
        return (sep or self.pick(", ", " ")).join(self.giv(x) for x in self.p.first_names)

    def birth(self):
        self.f["birth_name"] = self.p.birth_name
        return self.fam(self.p.birth_name)

    def used(self):
        self.f["used_name"] = self.p.used_name
        return self.fam(self.p.used_name)

    def who(self, civ=True, style=None):
        """One-line identity; both names are told apart in words when there are two."""
        first = self.first()
        head = self.civ() + " " if civ else ""
        if not self.p.used_name:
            return head + (f"{self.birth()} {first}" if self.maybe(0.55) else f"{first} {self.birth()}")
        if self.o.get("used_only"):
            self.drop("birth_name", "used_name")
            name = self.fam(self.p.used_name)
            return head + (f"{name} {first}" if self.maybe(0.5) else f"{first} {name}")
        ne = "née" if self.p.sex == "F" else "né"
        b, u = self.birth(), self.used()
        return head + (
            style
            or self.pick(
                f"{u} {ne} {b} {first}",
                f"{first} {u} ({ne} {b})",
                f"{first} {u}, {ne} {b}",
                f"{b} ép. {u} {first}",
                f"{b} épouse {u} {first}",
                f"{b} veuve {u} {first}",
                f"{u} (nom de naissance : {b}) {first}",
                f"{first} {b} (nom d'usage : {u})",
                f"{u} {ne.upper()} {b} {first}",
            )
        )

    # --- dates and numbers ---------------------------------------------
    def day(self, day, style=None):
        return date(day, style or self.dstyle)

    def dob(self, style=None):
        """The printed birth date, or nothing when the sender forgot it."""
        born = self.o.get("dob", self.p.birth_date)
        if not born:
            return ""
        self.f["birth_date"] = born.isoformat()
        return date(born, style or self.dstyle)

    def age(self):
        born = self.o.get("dob", self.p.birth_date)
        return int((self.act - born).days / 365.25) if born else None

    def born(self, style=None):
        """« née le 12/03/1956 » and its kin."""
        text = self.dob(style)
        if not text:
            return ""
        out = self.pick(
            f"né{self.e} le {text}",
            f"né{self.e} le {text}",
            f"né(e) le {text}",
            f"Né(e) le : {text}",
            f"DDN : {text}",
            f"date de naissance : {text}",
            f"ddn {text}",
        )
        if self.maybe(0.25):
            out += f" ({self.age()} ans)"
        if self.maybe(0.15) and "né" in out and self.p.birth_town:
            out += f" à {self.p.birth_town}"
        return out

    def ins_number(self):
        number = self.o.get("ins_value") or self.p.ins
        if not self.o.get("ins") or not number:
            return ""
        if self.o.get("ins_bad"):
            self.drop("ins")
        else:
            self.f["ins"] = number
        n = number
        return self.pick(
            n,
            f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}",
            f"{n[:13]} {n[13:]}",
            f"{n[0]} {n[1:3]} {n[3:5]} {n[5:10]} {n[10:13]} / {n[13:]}",
            f"{n[:13]} clé {n[13:]}",
        )

    def ins(self, before="", after=""):
        n = self.ins_number()
        if not n:
            return ""
        out = (
            self.pick("INS", "Matricule INS", "N° INS", "Identité nationale de santé", "INS-NIR")
            + self.pick(" : ", " ", " : ")
            + n
        )
        if self.maybe(0.3):
            out += self.pick(f" (OID {TEST_OID})", f" - OID : {TEST_OID}", " (NIR)")
        return before + out + after

    def matrix(self):
        """The INS datamatrix, now and then, and only when the number is sound."""
        if (
            not (self.o.get("ins") and self.p.ins)
            or self.o.get("ins_value")
            or self.o.get("ins_bad")
            or not self.maybe(0.4)
            or self.o.get("dob", 1) != 1
        ):
            return ""
        self.has_matrix = True
        p, gs = self.p, "\x1d"
        data = (
            f"IS01{'0' * 22}S1{p.ins}S2{TEST_OID}S3{fold(' '.join(p.first_names))}{gs}S4{fold(p.birth_name)}{gs}S5{p.sex}"
            f"S6{p.birth_date:%d-%m-%Y}S7{p.birth_place}"
        )
        rows = DataMatrix(data).matrix
        n = len(rows)
        cells = "".join(
            f'<rect x="{x}" y="{y}" width="1.03" height="1.03"/>'
            for y, row in enumerate(rows)
            for x, bit in enumerate(row)
            if bit
        )
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {n + 4} {n + 4}" width="{n + 4}" height="{n + 4}">{cells}</svg>'
        return (
            f'<div class="dm">{img(svg, "width:23mm;height:23mm")}<div style="font-size:6pt">INS à scanner</div></div>'
        )

    def ipp(self):
        return (
            self.pick("IPP", "N° patient", "IPP", "N° dossier", "NIP")
            + " : "
            + self.r.choice(["", "80", "A0"])
            + str(self.r.randint(100000, 9999999))
        )

    def stay(self, label=True):
        number = str(self.r.choice([24, 25, 26])) + f"{self.r.randint(0, 9999999):07d}"
        self.f["episode"] = number
        return (
            self.pick("N° de séjour : ", "Séjour n° ", "IEP : ", "N° venue ", "Dossier séjour : ", "NDA : ")
            if label
            else ""
        ) + number

    def address(self):
        return f"{self.p.street}, {self.p.town[1]} {self.p.town[0]}"

    def _name_rows(self):
        p = self.p
        if p.used_name and self.o.get("used_only"):
            self.drop("birth_name", "used_name")
            return [(self.pick("Nom", "NOM", "Patient"), self.fam(p.used_name))]
        if p.used_name:
            b = (
                self.pick(
                    "Nom de naissance",
                    "Nom de naiss.",
                    "Nom de famille",
                    "Née" if p.sex == "F" else "Né",
                    "Nom de jeune fille" if p.sex == "F" else "Nom de naissance",
                ),
                self.birth(),
            )
            u = (
                self.pick("Nom utilisé", "Nom d'usage", "Nom usuel", "Nom marital" if p.sex == "F" else "Nom utilisé"),
                self.used(),
            )
            return [b, u] if self.maybe(0.6) and not b[0].startswith("Né") else [u, b]
        return [(self.pick("Nom de naissance", "Nom", "NOM", "Nom de famille", "Nom de naissance"), self.birth())]

    def rows(self, stay=0.4, sex=True, address=0.5):
        """Identity as label/value pairs, each label drawn among its synonyms."""
        out, p = self._name_rows(), self.p
        if self.o.get("distinguish") or (len(p.first_names) > 1 and self.maybe(0.35)):
            out.append(
                (self.pick("Prénoms", "Prénom(s)", "Prénoms de naissance", "Prénom(s) de naissance"), self.firsts())
            )
        else:
            out.append((self.pick("Prénom", "Prénom", "Premier prénom", "Prénom utilisé"), self.first()))
        born = self.dob()
        if born:
            out.append((self.pick("Date de naissance", "Né(e) le", "Date de naiss.", "DDN", "Naissance"), born))
        if sex and self.maybe(0.7):
            self.f["sex"] = p.sex
            out.append(
                (
                    self.pick("Sexe", "Sexe", "Genre"),
                    self.pick("F", "Féminin") if p.sex == "F" else self.pick("M", "Masculin"),
                )
            )
        number = self.ins_number()
        if number:
            out.append((self.pick("INS", "Matricule INS", "N° INS", "Identité nationale de santé"), number))
        if self.maybe(0.3):
            lab, val = self.ipp().split(" : ")
            out.append((lab, val))
        if self.maybe(stay):
            number = self.stay(False)
            out.append((self.pick("N° de séjour", "IEP", "N° venue", "Séjour n°"), number))
        if self.maybe(address) or self.o.get("distinguish"):
            out.append((self.pick("Adresse", "Domicile", "Demeurant"), self.address()))
        if self.o.get("distinguish"):
            self.said_extra = True
        return out

    def kv(self, rows, sep=" : ", tag="div", strong="b"):
        return "".join(f"<{tag}>{k}{sep}<{strong}>{v}</{strong}></{tag}>" for k, v in rows)

    def table(self, rows, css="", cols=1):
        cells = [f'<td class="k">{k}</td><td class="v">{v}</td>' for k, v in rows]
        lines = [cells[i : i + cols] for i in range(0, len(cells), cols)]
        return f'<table class="kv" style="{css}">' + "".join(f"<tr>{''.join(x)}</tr>" for x in lines) + "</table>"

    def label(self, barcode=True):
        """The small sticker of the admission desk."""
        r = self.rows(stay=1, address=0)
        num = self.f["episode"]
        return (
            '<div class="label">' + self.kv(r, tag="div") + (code39(num, "7mm", "42mm") if barcode else "") + "</div>"
        )
