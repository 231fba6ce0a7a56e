"""How a document names its patient, and the record of it. Neither who signs (staffing) nor other persons (others)."""

import base64
import io

import numpy as np
import zxingcpp
from PIL import Image

from eval.examiners.records.dates import fmt_date
from eval.examiners.records.names import capital, norm, strip_accents
from eval.examiners.records.people import OID_TEST


class Identity:
    """The patient's names, days and numbers as printed; each writes what it printed in the truth."""

    def fam(self, name):
        text = name if self.family == "upper" else capital(name)
        return text if self.accents else strip_accents(text)

    def giv(self, name):
        text = name.upper() if self.given_upper else name
        return text if self.accents else strip_accents(text)

    def civ(self, long=None):
        """Printed civility; counts as the sex."""
        self.f["sex"] = self.p.sex
        if long is None:
            long = self.maybe(0.35)
        if self.p.sex == "M":
            return "Monsieur" if long else self.one("M.", "M.", "Mr")
        return "Madame" if long else self.one("Mme", "Mme", "Mme", "M<sup>me</sup>")

    @property
    def mode(self):
        if not self.p.used_name:
            return "one"
        return self.plan.get("name_mode", "both")

    def given_text(self, all_given=False):
        p = self.p
        if all_given or self.plan.get("all_given"):
            self.f["first_name"] = self.giv(p.first)
            if len(p.first_names) > 1:
                self.f["first_names"] = [self.giv(n) for n in p.first_names]
                self.skip.discard("first_names")
            else:
                self.drop("first_names")
            return self.one(" ", " ", ", ").join(self.giv(n) for n in p.first_names)
        self.f["first_name"] = self.giv(p.first)
        if self.f["first_names"] is None:
            self.drop("first_names")
        return self.giv(p.first)

    def short(self):
        """Name used in running text, with civility for adults."""
        p, m = self.p, self.mode
        fam = p.birth_name if m in ("one", "birth_single", "birth_label") or not p.used_name else p.used_name
        if self.child:
            return self.giv(p.first)
        return f"{self.civ(False)} {self.fam(fam)}"

    def name_line(self, civ=None, all_given=False):
        """One-line name for letters. Records the name fields."""
        p, m, f = self.p, self.mode, self.f
        self.name_shown = True
        g = self.given_text(all_given)
        many = g != self.giv(p.first)
        if civ is None:
            civ = self.maybe(0.85)
        c = "" if self.child or not civ else self.civ() + " "
        if self.child:
            c = self.one("", "", "l'enfant ", "") if civ else ""
        if m == "one" or m == "birth_single":
            return self._single_name(c, g, many)
        if m == "birth_label":
            n = f["birth_name"] = self.fam(p.birth_name)
            return self.one(f"{c}{g} (nom de naissance : {n})", f"{c}nom de naissance {n}, prénom {g}")
        if m == "used_only":
            u = self.fam(p.used_name)
            if self.plan.get("used_labelled", True):
                f["used_name"] = u
                return self.one(f"{c}{g} (nom d'usage : {u})", f"{c}nom d'usage {u}, prénom {g}")
            self.drop("birth_name", "used_name")
            return f"{c}{u} {g}"
        return self._both_names(c, g, many)

    def _single_name(self, c, g, many):
        """A line with one family name. c: civility, g: given names, many: whether all are there."""
        n = self.fam(self.p.birth_name)
        if self.mode == "one":
            self.f["birth_name"] = n
        else:
            self.drop("birth_name", "used_name")
        if many:
            return self.one(f"{c}{n} {g}", f"{c}{n}, {g}") if ", " not in g else f"{c}{n} – {g}"
        styles = [f"{c}{n} {g}", f"{c}{n} {g}", f"{c}{n}, {g}"]
        if not self.given_upper and (self.family == "upper" or c):
            styles += [f"{c}{g} {n}", f"{c}{g} {n}"]
        return self.one(*styles)

    def _both_names(self, c, g, many):
        """A line with the name of birth and the one in use."""
        p, f = self.p, self.f
        fem = p.sex == "F"
        b, u = self.fam(p.birth_name), self.fam(p.used_name)
        f["birth_name"], f["used_name"] = b, u
        styles = [f"{c}{u} {g}, nom de naissance : {b}", f"{c}{u} {g} (nom de naissance {b})"]
        ne = "née" if fem else "né"
        styles += [f"{c}{u} {ne} {b} {g}", f"{c}{u} {g} ({ne} {b})", f"{c}{u} {g} {ne} {b}"] * 2
        if fem:
            w = self.one("épouse", "ép.", "ép.", "veuve", "Ep.")
            styles += [f"{c}{b} {w} {u} {g}", f"{c}{b} {w} {u}, {g}"]
            if not self.given_upper:
                styles.append(f"{c}{g} {b} {w} {u}")
            if not many and not self.given_upper:
                styles += [f"{c}{g} {u}, née {b}"] * 2
        return self.one(*styles)

    def name_rows(self, all_given=None):
        """Label / value rows for forms. Records the name fields."""
        p, m, f = self.p, self.mode, self.f
        self.name_shown = True
        rows = []
        birth_label = self.one(
            "Nom de naissance",
            "Nom de naissance",
            "NOM DE NAISSANCE",
            "Nom de famille (naissance)",
            "Nom naiss.",
            "Nom de famille",
        )
        used_label = self.one(
            "Nom d'usage", "Nom utilisé", "NOM D'USAGE", "Nom marital", "Nom d'usage (s'il y a lieu)", "Nom usuel"
        )
        if birth_label == "Nom de famille":
            used_label = "Nom d'usage"
        if m == "one":
            f["birth_name"] = self.fam(p.birth_name)
            rows.append(
                (
                    self.one("Nom", "NOM", birth_label, birth_label, "Nom du patient" if p.sex == "M" else "Nom"),
                    f["birth_name"],
                )
            )
        elif m == "birth_single":
            self.drop("birth_name", "used_name")
            rows.append((self.one("Nom", "NOM"), self.fam(p.birth_name)))
        elif m == "birth_label":
            f["birth_name"] = self.fam(p.birth_name)
            rows.append((self.one("Nom de naissance", "NOM DE NAISSANCE"), f["birth_name"]))
        elif m == "used_only":
            f["used_name"] = self.fam(p.used_name)
            rows.append((self.one("Nom d'usage", "Nom utilisé", "Nom marital"), f["used_name"]))
        else:
            f["birth_name"], f["used_name"] = self.fam(p.birth_name), self.fam(p.used_name)
            rows = [(birth_label, f["birth_name"]), (used_label, f["used_name"])]
            if self.maybe(0.35) and birth_label != "Nom de famille":
                rows.reverse()
        if all_given is None:
            all_given = self.maybe(0.35)
        if all_given or self.plan.get("all_given"):
            rows.append(
                (self.one("Prénom(s) de naissance", "Prénoms", "Prénom(s)", "Liste des prénoms"), self.given_text(True))
            )
            if p.first_names == p.first_names[:1] and rows[-1][0] == "Liste des prénoms":
                f["first_names"] = [self.giv(p.first)]
                self.skip.discard("first_names")
        else:
            rows.append((self.one("Prénom", "Prénom", "PRÉNOM", "1er prénom"), self.given_text(False)))
        return rows

    def dob(self, style=None):
        if not self.show_dob:
            return ""
        self.f["birth_date"] = self.p.birth_date.isoformat()
        return fmt_date(self.p.birth_date, style or self.bstyle)

    def born(self, town=None):
        """Phrase with the birth date, agreeing with the sex; empty when no birth date is to be printed."""
        e = "e" if self.p.sex == "F" else ""
        if not self.show_dob:
            return f", âgé{e} de {self.age_text()}" if self.maybe() else ""
        d = self.dob()
        if town is None:
            town = self.maybe(0.2)
        place = f" à {self.p.birth_town}" if town else ""
        styles = [
            f", né{e} le {d}{place}",
            f", né{e} le {d}{place}",
            f" – né{e} le {d}{place}",
            f" (né{e} le {d})",
            f", né{e} le {d}{place} ({self.age_text()})",
            f" DDN : {d}",
            f", âgé{e} de {self.age_text()} (né{e} le {d})",
            f" - né(e) le {d}",
        ]
        return self.one(*styles)

    def dob_row(self):
        if not self.show_dob:
            return []
        label = self.one("Date de naissance", "Né(e) le", "DDN", "Date de naiss.", "Naissance", "Né(e) le")
        return [(label, self.dob() + (f" ({self.age_text()})" if self.maybe(0.25) else ""))]

    def sex_row(self):
        self.f["sex"] = self.p.sex
        words = {"M": ["M", "Masculin", "Homme", "H"], "F": ["F", "Féminin", "Femme", "F"]}[self.p.sex]
        return [(self.one("Sexe", "Sexe", "Genre", "SEXE"), self.rng.choice(words))]

    def ins_text(self):
        """The matricule as printed, or an empty string."""
        value = self.p.ins
        if not self.show_ins or not value:
            return ""
        if self.plan.get("ins_bad"):
            self.drop("ins")
        self.f["ins"] = value
        v = value
        spaced = f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}"
        text = self.one(
            v,
            spaced,
            spaced,
            v[:13] + " " + v[13:],
            f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} / {v[13:]}",
            spaced.replace(" ", "&nbsp;"),
        )
        if self.maybe(0.25):
            text += self.one(f" (OID {OID_TEST})", f" – OID : {OID_TEST}", f" [{OID_TEST}]", " (NIR)")
        return text

    def ins_row(self):
        t = self.ins_text()
        return (
            [
                (
                    self.one(
                        "INS",
                        "Matricule INS",
                        "N° INS",
                        "Identité nationale de santé",
                        "INS-NIR",
                        "Identifiant national (INS)",
                    ),
                    t,
                )
            ]
            if t
            else []
        )

    def ins_line(self, before="", after=""):
        rows = self.ins_row()
        return f"{before}{rows[0][0]} : {rows[0][1]}{after}" if rows else ""

    def ipp_row(self):
        return [(self.one("IPP", "IPP", "N° dossier patient", "N° patient", "NIP", "Identifiant permanent"), self.ipp)]

    def episode(self):
        if not self.f["episode"]:
            self.f["episode"] = self.one(
                f"{self.rng.randint(100000000, 999999999)}",
                f"{self.doc_date.year % 100}{self.rng.randint(100000, 999999)}",
                f"{self.rng.randint(10000000, 99999999)}",
            )
        return self.f["episode"]

    def episode_row(self, kind="séjour"):
        return [
            (
                self.one(f"N° de {kind}", f"N° {kind}", f"N° {kind}")
                if kind == "passage"
                else self.one("N° de séjour", "N° séjour", "IEP", "N° venue", "Séjour n°"),
                self.episode(),
            )
        ]

    def address(self):
        p = self.p
        return f"{p.street}, {p.postcode} {p.town}"

    def rows(self, *parts):
        """Concatenate identity rows: name dob sex ins ipp episode address place phone."""
        out = []
        for part in parts:
            if part == "name":
                out += self.name_rows()
            elif part == "address":
                out += [("Adresse", self.address())]
            elif part == "place":
                label = self.one("Lieu de naissance", "Né(e) à", "Commune de naissance")
                out += [(label, self.one(self.p.birth_town, f"{self.p.birth_town} ({self.p.birth_place})"))]
            elif part == "phone":
                out += [(self.one("Tél.", "Téléphone", "Portable"), self.phone())]
            else:
                out += getattr(self, part + "_row")()
        return out

    def datamatrix(self, size="21mm"):
        """The INS datamatrix as an image with its mention, sometimes."""
        p = self.p
        if (
            not (self.show_ins and p.ins and self.f["ins"])
            or self.plan.get("ins_bad")
            or self.plan.get("ins_other")
            or self.rng.random() > 0.45
            or not self.show_dob
        ):
            return ""
        given, family = " ".join(norm(n) for n in p.first_names), norm(p.birth_name)
        gs = "\x1d"
        text = f"IS01{'0' * 22}S1{p.ins}S2{OID_TEST}S3{given}{gs}S4{family}{gs}S5{p.sex}S6{p.birth_date:%d-%m-%Y}S7{p.birth_place}"
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix)
        img = np.array(code.to_image(scale=1))
        img = np.pad(img, 1, constant_values=255)
        big = Image.fromarray(np.kron(img, np.ones((8, 8), dtype=np.uint8)))
        buf = io.BytesIO()
        big.save(buf, "PNG")
        src = base64.b64encode(buf.getvalue()).decode()
        return f'<div style="text-align:center;font-size:6.5pt;width:{size}"><img src="data:image/png;base64,{src}" style="width:{size};height:{size}"><br>INS à scanner</div>'
