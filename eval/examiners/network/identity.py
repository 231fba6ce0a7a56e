"""The patient as a page prints them: names, birth, number, labels. Every printed value is recorded as truth."""

import base64
import io

from PIL import Image
from ppf.datamatrix import DataMatrix

from eval.examiners.network.names import FIRST_FOLDED, fold, title_name
from eval.examiners.network.page import esc
from eval.examiners.network.people import OID_TEST


class Identity:
    """Prints the patient of a context and fills its truth."""

    # -- identity
    def up(self, s):
        """Capitals, with their accents or not."""
        s = s.upper()
        return s if self.accents else fold(s)

    def fam(self, s, caps=True):
        """A family name."""
        return self.up(s) if caps else title_name(s)

    def firsts_printed(self):
        """The first names that a form prints."""
        if self.o.get("all_firsts") or (len(self.p.first_names) > 1 and self.ch(0.35)):
            return list(self.p.first_names)
        return [self.p.first]

    def _rec_firsts(self, fl, labelled=False):
        self.f["first_name"] = fl[0]
        if len(fl) > 1 and fold(fl[0]) in ("JEAN", "MARIE", "ANNE", "PIERRE", "PAUL"):
            self.omit("first_name")  # the second may be read as part of a compound
        if len(fl) > 1 or (labelled and len(self.p.first_names) == 1):
            self.f["first_names"] = list(fl)
        else:
            self.omit("first_names")

    def civ(self, long=False):
        """A title, when of age."""
        if self.age() < 18:
            return ""
        self.f["sex"] = self.p.sex
        if self.is_woman:
            return self.pick("Madame") if long else self.pick("Mme", "Mme", "Madame")
        return "Monsieur" if long else self.pick("M.", "M.", "Mr", "Monsieur")

    def name(self, civ=True, order=None, caps=None, long_civ=False, firsts=None):
        """One-line name of the patient, not labelled part by part."""
        p = self.p
        c = (self.civ(long_civ) + " ") if civ else ""
        c = c if c.strip() else ""
        fl = firsts or (list(p.first_names) if self.o.get("all_firsts") else [p.first])
        self._rec_firsts(fl)
        first = " ".join(fl)
        caps = caps if caps is not None else True
        order = order or self.pick("FG", "GF")
        if not caps:
            order = "GF"
        if order == "FG" and self.ch(0.25) and not ({fold(x) for x in p.birth_name.split("-")} & FIRST_FOLDED):
            first = self.up(first)
        if self.o.get("used_only"):
            u = self.fam(p.used_name, caps)
            self.omit("birth_name", "used_name")
            s = f"{first} {u}" if order == "GF" else f"{u} {first}"
        elif p.used_name:
            s = self._both_names(first, order, caps)
        else:
            b = self.fam(p.birth_name, caps)
            self.f["birth_name"] = b
            s = f"{first} {b}" if order == "GF" else f"{b} {first}"
        return c + s

    def _both_names(self, first, order, caps):
        """Used and birth name with the first name."""
        u, b = self.fam(self.p.used_name, caps), self.fam(self.p.birth_name, caps)
        self.f["birth_name"], self.f["used_name"] = b, u
        nee = "née" if self.is_woman else "né"
        if order == "GF":
            return self.pick(f"{first} {u} {nee} {b}", f"{first} {u}, {nee} {b}", f"{first} {u} ({nee} {b})")
        opts = [f"{u} {first} {nee} {b}", f"{u} {nee} {b} {first}", f"{u} ({nee} {b}) {first}"]
        if self.is_woman:
            opts += [f"{b} ép. {u} {first}", f"{b} épouse {u} {first}"]
        return self.pick(*opts)

    def name_rows(self):
        """Labelled parts: list of (label, value)."""
        p = self.p
        fl = self.firsts_printed()
        rows = []
        caps = self.ch(0.8)
        if self.o.get("used_only"):
            self.f["used_name"] = self.fam(p.used_name, caps)
            rows.append((self.pick("Nom d'usage", "Nom utilisé", "Nom usuel"), self.f["used_name"]))
            self._rec_firsts([p.first])
            rows.append(("Prénom", p.first))
            return rows
        b = self.fam(p.birth_name, caps)
        self.f["birth_name"] = b
        if p.used_name:
            u = self.fam(p.used_name, caps)
            self.f["used_name"] = u
            lb, lu = self.pick(
                ("Nom de naissance", "Nom utilisé"),
                ("Nom de naissance", "Nom d'usage"),
                ("Nom de famille", "Nom d'usage"),
                ("Né(e)", "Nom"),
                ("Nom de jeune fille", "Nom marital") if self.is_woman else ("Nom de naissance", "Nom d'usage"),
                ("NOM DE NAISSANCE", "NOM UTILISÉ"),
            )
            rows += [(lb, b), (lu, u)] if self.ch(0.55) or lu == "Nom utilisé" else [(lu, u), (lb, b)]
        else:
            rows.append(
                (
                    self.pick(
                        "Nom de naissance", "Nom", "NOM", "Nom de naissance", "Nom du patient", "Nom patronymique"
                    ),
                    b,
                )
            )
        multi = len(fl) > 1
        self._rec_firsts(fl, labelled=True)
        lf = (
            self.pick("Prénom(s)", "Prénoms", "Prénom(s) de naissance", "Prénoms de naissance")
            if multi
            else self.pick("Prénom", "Prénom", "Premier prénom", "Prénom usuel" if not p.used_name else "Prénom")
        )
        if not multi and lf == "Prénom usuel":
            self.omit("first_names")
        rows.append((lf, self.pick(" ", ", ").join(fl) if multi else fl[0]))
        return rows

    def dob(self, style=None):
        """Formatted birth date ('' when the document does not say it)."""
        if not self.o.get("show_dob", True):
            self.f["birth_date"] = None
            return ""
        self.f["birth_date"] = self.p.birth_date.isoformat()
        if self.hw:
            style = style or self.pick("/", "/", "long", self.dstyle)
        return self.date(
            self.p.birth_date,
            style or self.pick(self.dstyle, "/", "/", "cap" if self.ch(0.3) else "/", "iso" if self.ch(0.2) else "/"),
        )

    def dob_row(self):
        """Label and value of the birth date, when it is told."""
        d = self.dob()
        return (
            [(self.pick("Date de naissance", "Né(e) le", "DDN", "Naissance", "Date naiss.", "Né(e) le"), d)]
            if d
            else []
        )

    def ne(self, sep=", "):
        """The birth date in a sentence."""
        d = self.dob()
        if not d:
            return ""
        if self.f["sex"] is None:
            self.omit("sex")
        return f"{sep}{self.pick('né' + self.e() + ' le', 'né' + self.e() + ' le', 'DDN :')} {d}"

    def sex_row(self, pr=0.7):
        """Label and value of the sex, or nothing."""
        if not self.ch(pr):
            return []
        self.f["sex"] = self.p.sex
        return [
            (
                self.pick("Sexe", "Sexe", "Genre"),
                {"M": self.pick("M", "Masculin", "Homme", "M"), "F": self.pick("F", "Féminin", "Femme", "F")}[
                    self.p.sex
                ],
            )
        ]

    def ins_txt(self):
        """The national health number, when it is told."""
        if not self.o.get("show_ins"):
            return ""
        v = self.o["ins_value"]
        if self.o["show_ins"] == "ok":
            self.f["ins"] = v
        else:
            self.omit("ins")
        return self.pick(
            v,
            f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}",
            f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} / {v[13:]}",
            f"{v[:13]} {v[13:]}",
            f"{v[:13]} clé {v[13:]}",
        )

    def ins_row(self):
        """Label and value of the national health number."""
        t = self.ins_txt()
        if not t:
            return []
        rows = [(self.pick("INS", "Matricule INS", "N° INS", "INS-NIR", "Identité Nationale de Santé"), t)]
        if self.ch(0.35) and not self.hw:
            rows.append((self.pick("OID", "OID INS"), OID_TEST))
        return rows

    def ins_line(self, pre=" – "):
        """The same in a line."""
        rows = self.ins_row()
        return "".join(f"{pre}{a} : {b}" for a, b in rows)

    def ipp(self):
        """A number of the patient in a house."""
        return self.pick(f"{self.n(100000, 999999)}", f"{self.n(10000000, 99999999)}", f"IP{self.n(100000, 999999)}")

    def stay(self):
        """The number of a stay."""
        v = self.pick(
            f"{self.today.year % 100}{self.n(1000000, 9999999)}",
            f"{self.n(100000000, 999999999)}",
            f"{self.n(1000000, 9999999)}",
        )
        self.f["episode"] = v
        return v

    def stay_row(self, pr=0.5):
        """Label and value of the stay, or nothing."""
        return (
            [(self.pick("N° de séjour", "Séjour", "N° dossier séjour", "IEP", "N° de venue"), self.stay())]
            if self.ch(pr)
            else []
        )

    def rows(self, extra=(), shuffle=True):
        """Labels and values of the whole identity."""
        rows = self.name_rows()
        tail = self.dob_row() + self.sex_row() + self.ins_row() + list(extra)
        if shuffle and self.ch(0.3):
            self.r.shuffle(tail)
        return rows + tail

    def label_of(self, p):
        """The printed label of somebody else."""
        names = f"<b>{esc(fold(p.used_name or p.birth_name))} {esc(fold(p.first))}</b><br>"
        if p.used_name:
            names += f"Née {esc(fold(p.birth_name))}<br>"
        return f"<div class=stk>{names}DDN {p.birth_date:%d/%m/%Y} &nbsp; {p.sex}<br>IPP {self.ipp()}</div>"

    def sticker(self, extra_stay=True):
        """A printed patient label."""
        p = self.p
        b, u = fold(p.birth_name), fold(p.used_name) if p.used_name else None
        fl = list(p.first_names) if self.o.get("all_firsts") else [p.first]
        self._rec_firsts(fl)
        fst = esc(" ".join(fl))
        if self.o.get("used_only"):
            self.omit("birth_name", "used_name")
            t = f"<b>{esc(u)} {fst}</b><br>"
        elif u:
            self.f["birth_name"], self.f["used_name"] = b, u
            t = self.pick(
                f"<b>{esc(u)} {fst}</b><br>Nom naiss. : {esc(b)}<br>",
                f"<b>NN : {esc(b)}</b> &nbsp; NU : {esc(u)}<br>Prénom : <b>{fst}</b><br>",
            )
        else:
            self.f["birth_name"] = b
            t = self.pick(f"<b>{esc(b)} {fst}</b><br>", f"<b>Nom : {esc(b)}</b><br>Prénom : <b>{fst}</b><br>")
        d = self.dob("/")
        self.f["sex"] = p.sex
        t += (f"{self.pick('DDN', 'Né(e) le', 'Nais.')} {d} &nbsp; " if d else "") + f"Sexe : {p.sex}<br>"
        i = self.ins_txt()
        t += f"INS {i}<br>" if i else ""
        t += f"IPP {self.ipp()}" + (f" &nbsp; {self.pick('IEP', 'Séj.')} {self.stay()}" if extra_stay else "")
        return f"<div class=stk>{t}</div>"

    def datamatrix(self):
        """The datamatrix of the national health number, when it is told."""
        if self.o.get("show_ins") != "ok" or not self.o.get("matrix"):
            return ""
        p = self.p
        names = " ".join(fold(x) for x in p.first_names)
        gs = "\x1d"
        s = f"IS01{'0' * 22}S1{p.ins}S2{OID_TEST}S3{names}{gs}S4{fold(p.birth_name)}{gs}S5{p.sex}S6{p.birth_date:%d-%m-%Y}S7{p.birth_place}"
        try:
            m = DataMatrix(s).matrix
        except ValueError:
            return ""
        im = Image.new("L", (len(m) + 4, len(m) + 4), 255)
        for y, row in enumerate(m):
            for xx, v in enumerate(row):
                if v:
                    im.putpixel((xx + 2, y + 2), 0)
        im = im.resize((im.width * 8, im.height * 8), Image.NEAREST)
        b = io.BytesIO()
        im.save(b, "PNG")
        return f"<div class=dm><img src='data:image/png;base64,{base64.b64encode(b.getvalue()).decode()}'><br>INS à scanner</div>"

    def parent(self):
        """A relative to be named without birth date."""
        return self.fac.person(30, 60)

    def relative_html(self):
        """A relative in full, when the trap asks for it."""
        q = self.o.get("relative")
        if not q:
            return ""
        lien = self.o.get("relative_link", "conjoint" if q.sex == "M" else "conjointe")
        nm = f"{'Mme' if q.sex == 'F' else 'M.'} {self.up(q.birth_name)} {q.first}"
        e = "e" if q.sex == "F" else ""
        d = self.date(q.birth_date, "/")
        return (
            "<p class=rel>"
            + self.pick(
                f"Personne à prévenir : {esc(nm)}, né{e} le {d} ({lien}), tél. {self.phone()}.",
                f"{lien.capitalize()} également suivi{e} : {esc(nm)}, né{e} le {d}.",
                f"Assuré{e} / accompagnant : {esc(nm)} – date de naissance {d} – {lien}.",
            )
            + "</p>"
        )
