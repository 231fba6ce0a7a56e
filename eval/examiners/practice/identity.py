"""One patient as one page prints him, and the truth that follows."""

import datetime as dt

from ppf.datamatrix import DataMatrix

from eval.examiners.practice.dates import fdate
from eval.examiners.practice.names import fold
from eval.examiners.practice.people import OID_TEST


def title_name(name):
    """A family name with capitals at the head of its parts."""
    out, up = [], True
    for c in name:
        out.append(c.upper() if up else c.lower())
        up = c in " -'’"
    text = "".join(out)
    for w in ("De ", "Du ", "La ", "Des "):
        if text.startswith(w) and w == "De ":
            text = "de " + text[3:]
    return text


class Ident:
    """One patient as one page prints him; `fields()` is the truth of what was printed."""

    def __init__(self, rng, p, ins=None, mode=None, no_dob=False, ins_text=None, birth=None, want_ins=True):
        self.rng, self.p = rng, p
        self.e = "e" if p.sex == "F" else ""
        self.birth = birth or p.birth
        self.no_dob = no_dob
        ins_ok = p.ins and want_ins and rng.random() < 0.5 if ins is None else ins and p.ins
        self.ins = (ins_text or p.ins) if (ins_ok or ins_text) else None
        if mode is None:
            if p.used_name:
                mode = rng.choice(
                    ["nee", "nee", "nee", "labels", "labels", "ep"] + ([] if self.ins else ["single"] * 1)
                )
            else:
                mode = rng.choice(["plain", "plain", "blabel"])
        self.mode = mode
        self.child = p.age(dt.date(2026, 11, 1)) < 15
        self.caps = rng.random() < 0.78
        self.first_caps = rng.random() < 0.25
        self.all_first = len(p.first_names) > 1 and rng.random() < (0.7 if self.ins else 0.15)
        self.order = rng.choice(["lf", "lf", "fl"])
        self.dstyle = rng.choice(["slash"] * 6 + ["long"] * 2 + ["dot", "dash", "mon", "iso"])
        self.civ = (
            {"F": ["Mme", "Madame", "MME"], "M": ["M.", "Monsieur", "Mr", "M."]}[p.sex][rng.randrange(3)]
            if not self.child
            else rng.choice(["", "Enfant", ""])
        )
        self.civ_used = False
        self.sex_used = False
        self.ins_used = False
        self.dob_used = False
        self.ipp = f"{rng.randint(10**6, 10**8 - 1)}"
        self.stay = f"{rng.choice(['26', '2026', '9', '126'])}{rng.randint(10**5, 10**6 - 1)}"
        self.stay_used = False
        self.place_used = False

    # --- pieces -------------------------------------------------------
    def n(self, name):
        """A family name as this page prints it."""
        return name.upper() if self.caps else title_name(name)

    @property
    def firsts(self):
        """First names."""
        names = self.p.first_names if self.all_first else self.p.first_names[:1]
        sep = ", " if self.rng.random() < 0.4 and len(names) > 1 else " "
        text = sep.join(names)
        return text.upper() if self.first_caps else text

    def family(self):
        """Family names."""
        p = self.p
        b, u = self.n(p.birth_name), self.n(p.used_name) if p.used_name else None
        if self.mode in ("nee", "labels") and u:
            return f"{u} né{self.e} {b}" if self.rng.random() < 0.8 else f"{u} (née {b})"
        if self.mode == "ep" and u:
            return f"{b} {self.rng.choice(['ép.', 'épouse', 'ép.'])} {u}"
        if self.mode in ("single", "used_only") and u:
            return u
        return b

    def civility(self):
        """Civility; nothing for a child."""
        if self.civ in ("", "Enfant"):
            return self.civ
        self.civ_used = True
        return self.civ

    def full(self, civ=True):
        """Civility, names and first names in one breath."""
        c = self.civility() + " " if civ and self.civ else ""
        fam, fi = self.family(), self.firsts
        if self.order == "fl" and not self.all_first and self.mode != "ep":
            return f"{c}{fi} {fam}"
        if "né" in fam and self.mode in ("nee", "labels") and self.rng.random() < 0.4:
            u, b = self.n(self.p.used_name), self.n(self.p.birth_name)
            return f"{c}{u} {fi} née {b}"
        return f"{c}{fam} {fi}"

    def dob(self, style=None):
        """The birth date."""
        self.dob_used = True
        return fdate(self.birth, style or self.dstyle)

    def born(self, age_on=None):
        """The birth date after its words."""
        if self.no_dob:
            return ""
        lead = self.rng.choice([f"né{self.e} le", f"né{self.e} le", "DDN :", f"Né{self.e} le :", "né(e) le"])
        text = f"{lead} {self.dob()}"
        if self.rng.random() < 0.25 and not self.ins:
            text += f" à {self.p.place[0]}"
        if age_on and self.rng.random() < 0.35:
            text += f" ({self.p.age(age_on)} ans)" if self.p.age(age_on) > 2 else ""
        return text

    def short(self):
        """How prose names the patient."""
        p = self.p
        if self.child:
            return p.first_names[0]
        c = {"F": ["Mme", "Madame"], "M": ["M.", "Monsieur"]}[p.sex][self.rng.randrange(2)]
        self.civ_used = True
        nm = (
            p.used_name if p.used_name and self.mode in ("nee", "labels", "ep", "single", "used_only") else p.birth_name
        )
        return f"{c} {self.n(nm)}"

    def ins_str(self):
        """The number, spaced or not."""
        self.ins_used = True
        i = self.ins
        spaced = f"{i[0]} {i[1:3]} {i[3:5]} {i[5:7]} {i[7:10]} {i[10:13]} {i[13:]}"
        return self.rng.choice([spaced, spaced, i, f"{i[:13]} {i[13:]}"])

    def ins_line(self):
        """The number after its label; empty when it is not shown."""
        if not self.ins:
            return ""
        lead = self.rng.choice(["INS :", "Matricule INS :", "INS (NIR) :", "N° INS", "Identité nationale de santé :"])
        tail = self.rng.choice(["", "", f" OID {OID_TEST}", f" ({OID_TEST})"])
        return f"{lead} {self.ins_str()}{tail}"

    def stay_str(self):
        """Number of the stay."""
        self.stay_used = True
        return self.stay

    def sex_pair(self):
        """Label and sex."""
        self.sex_used = True
        v = {"M": ["M", "Masculin", "Homme"], "F": ["F", "Féminin", "Femme"]}[self.p.sex]
        return (self.rng.choice(["Sexe", "Sexe", "Genre"]), v[self.rng.randrange(3)])

    def datamatrix(self, mm=19):
        """SVG of the INS datamatrix (only for a right INS)."""
        p = self.p
        self.ins_used = True
        sep = "\x1d"
        text = (
            "IS01"
            + "0" * 22
            + "S1"
            + self.ins
            + "S2"
            + OID_TEST
            + "S3"
            + fold(" ".join(p.first_names))
            + sep
            + "S4"
            + fold(p.birth_name)
            + sep
            + "S5"
            + p.sex
            + "S6"
            + self.birth.strftime("%d-%m-%Y")
            + "S7"
            + p.place[2]
        )
        m = DataMatrix(text).matrix
        k = len(m)
        rects = "".join(
            f'<rect x="{x}" y="{y}" width="1.02" height="1.02"/>'
            for y, row in enumerate(m)
            for x, v in enumerate(row)
            if v
        )
        return (
            f'<svg width="{mm}mm" height="{mm}mm" viewBox="-1 -1 {k + 2} {k + 2}" style="background:#fff">{rects}</svg>'
        )

    # --- whole blocks --------------------------------------------------
    def pairs(self, stay=False, sex=None, ipp=None):
        """Labels and values of the identity."""
        r = self.rng
        out = self._name_pairs()
        out.append(
            (
                ("Prénom(s) de naissance" if r.random() < 0.4 else "Prénoms")
                if self.all_first
                else r.choice(["Prénom", "Prénom", "PRENOM"]),
                self.firsts,
            )
        )
        if not self.no_dob:
            out.append((r.choice(["Date de naissance", "Né(e) le", "DDN", "Naissance", "Date naiss."]), self.dob()))
        if sex or (sex is None and r.random() < 0.5):
            out.append(self.sex_pair())
        if self.ins:
            lab = r.choice(["Matricule INS", "INS", "N° INS", "INS-NIR"])
            out.append((lab, self.ins_str()))
            if r.random() < 0.3:
                out.append(("OID", OID_TEST))
        if ipp or (ipp is None and r.random() < 0.4):
            out.append((r.choice(["IPP", "N° patient", "N° dossier permanent"]), self.ipp))
        if stay:
            out.append((r.choice(["N° de séjour", "IEP", "N° venue", "NDA"]), self.stay_str()))
        return out

    def _name_pairs(self):
        r, p = self.rng, self.p
        out = []
        b, u = self.n(p.birth_name), self.n(p.used_name) if p.used_name else None
        if self.mode in ("nee", "labels") and u:
            out += r.choice(
                [
                    [("Nom de naissance", b), ("Nom utilisé", u)],
                    [("Nom d'usage", u), ("Nom de naissance", b)],
                    [("Nom", u), ("Nom de jeune fille", b)],
                    [("NOM USUEL", u), ("NOM DE NAISSANCE", b)],
                    [("Nom", u), ("Née", b)],
                ]
            )
        elif self.mode == "used_only":
            out.append((r.choice(["Nom d'usage", "Nom marital", "Nom utilisé"]), u))
        elif self.mode == "ep" and u:
            out.append((r.choice(["Patiente", "Identité", "Nom"]), f"{b} ép. {u}"))
        elif self.mode == "blabel":
            out.append((r.choice(["Nom de naissance", "Nom de famille"]), b))
        else:
            out.append((r.choice(["Nom", "NOM", "Patient"]), self.family()))
        return out

    def fields(self):
        """What was printed of the patient."""
        p, f = self.p, {}
        if self.mode in ("nee", "labels", "ep") and p.used_name:
            f["birth_name"], f["used_name"] = p.birth_name, p.used_name
        elif self.mode in ("plain", "blabel") and not p.used_name:
            f["birth_name"], f["used_name"] = p.birth_name, None
        f["first_name"] = p.first_names[0]
        if self.all_first:
            f["first_names"] = list(p.first_names)
        f["birth_date"] = self.birth.isoformat() if self.dob_used else None
        if self.civ_used or self.sex_used:
            f["sex"] = p.sex
        f["ins"] = self.ins if self.ins_used else None
        f["episode"] = self.stay if self.stay_used else None
        return f
