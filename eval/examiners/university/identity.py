"""The patient as a page prints them: names, birth, number. Every printed value is recorded as truth."""

import re
from collections.abc import Sequence
from html import escape as esc

from ppf.datamatrix import DataMatrix
from reportlab.graphics.barcode import createBarcodeDrawing

from eval.examiners.university.dice import OMIT, Dice, write_date
from eval.examiners.university.names import fold, nice
from eval.examiners.university.people import OID

Extra = Sequence[str | tuple[str, str]]


class Identity(Dice):
    """Prints the patient and fills the truth."""

    # -- names
    @property
    def call_name(self) -> str:
        """The family name people call the patient by."""
        return self.p.used_name or "" if self.mode in ("both", "used") else self.p.birth_name

    def _first(self, *, are_all: bool = False) -> str:
        self.f["first_name"] = self.p.first
        text = self.p.first
        if are_all:
            self.f["first_names"] = list(self.p.first_names)
            text = self.pick(" ", ", ", " ").join(self.p.first_names)
        return esc(text.upper() if self.upper_first else text)

    def _set_names(self, labelled: str | None) -> None:
        """Fill the truth. labelled: which name a label tells apart."""
        f, p = self.f, self.p
        if self.mode == "both":
            f["birth_name"], f["used_name"] = p.birth_name, p.used_name
        elif self.mode == "single":
            f["birth_name"] = p.birth_name
        elif self.mode == "birth":
            f["birth_name"], f["used_name"] = (p.birth_name, None) if labelled == "birth" else (OMIT, OMIT)
        else:
            f["birth_name"], f["used_name"] = (None, p.used_name) if labelled == "used" else (OMIT, OMIT)

    def civ(self, *, is_long: bool = False) -> str:
        """A title."""
        if self.age < 16:
            return "l'enfant"
        self.f["sex"] = self.p.sex
        if self.fem:
            return "Madame" if is_long else self.pick("Mme", "Mme", "MME")
        return "Monsieur" if is_long else self.pick("M.", "M.", "Mr")

    def mr(self) -> str:
        """How the prose calls the patient."""
        if self.age < 16:
            return esc(nice(self.p.first))
        self.f["sex"] = self.p.sex
        name = self.call_name
        return f"{'Mme' if self.fem else 'M.'} {esc(name if self.r.random() < 0.5 else nice(name))}"

    def inline(self, *, has_title: bool | None = None) -> str:
        """The patient's name on one line, with or without title."""
        if has_title is None:
            has_title = self.r.random() < 0.75
        title = self.civ(is_long=self.r.random() < 0.5) + " " if has_title else ""
        if title.startswith("l'enfant"):
            title = self.pick("Enfant ", "")
        self.upper_first = False  # two words in capitals would leave the order open
        first = self._first()
        self._set_names(None)
        if self.mode == "both":
            return title + self._both_names(first)
        name = esc(self.call_name)
        is_first_first = self.r.random() < 0.4
        if title and is_first_first:
            return f"{title}{first} {name}"
        return f"{title}{name} {first}"

    def _both_names(self, first: str) -> str:
        """Used and birth name with the first name."""
        r, born = self.r, self.bornword()
        birth, used = esc(self.p.birth_name), esc(self.p.used_name or "")
        kind = r.choice(["ufn", "fun", "bep", "upn", "bvv" if self.fem else "ufn", "nu"])
        spouse = "épouse" if self.fem else "époux"
        if kind == "ufn":
            return f"{used} {first} {born} {birth}" if r.random() < 0.5 else f"{used} {born} {birth} {first}"
        if kind == "fun":
            return f"{first} {used}, {born} {birth}"
        if kind == "bep":
            return f"{birth} {r.choice([spouse, 'ép.', spouse])} {used} {first}"
        if kind == "upn":
            return f"{used} ({born} {birth}) {first}"
        if kind == "bvv":
            return f"{birth} {first}, veuve {used}"
        return f"{birth} {first} ({r.choice(['nom d’usage :', 'nom utilisé :', 'nom usuel'])} {used})"

    # -- birth and sex
    def bornword(self) -> str:
        """Born, as French agrees it."""
        return "née" if self.fem else "né"

    def dob(self, style: str | None = None) -> str:
        """The birth date, empty when the document does not tell it."""
        if "no_dob" in self.flags:
            return ""
        self.f["birth_date"] = self.p.birth_date.isoformat()
        return write_date(self.p.birth_date, style or self.dstyle)

    def born(self, style: str | None = None, lead: str | None = None) -> str:
        """The birth date with what leads to it, or nothing at all."""
        if "no_dob" in self.flags:
            return ""
        lead = lead or self.pick("{ne} le", "{ne} le", "né(e) le", "Date de naissance :", "DDN :", "D.N.", "{ne} le")
        return lead.replace("{ne}", self.bornword()) + " " + self.dob(style)

    def sexlabel(self) -> str:
        """The sex in a form."""
        self.f["sex"] = self.p.sex
        return self.pick("Féminin", "F", "Femme") if self.fem else self.pick("Masculin", "M", "Homme")

    # -- numbers
    def ins_raw(self) -> str:
        """The national health number, or what a trap puts in its place."""
        s = self.p.ins
        if "other_ins" in self.flags and self.other:
            self.f["ins"] = OMIT
            return self.other.ins
        if "bad_ins" in self.flags:
            self.f["ins"] = OMIT
            return s[:13] + f"{(int(s[13:]) + 11) % 97 + 1:02d}"
        self.f["ins"] = s
        return s

    def ins(self) -> str:
        """The national health number with its label, or an empty text."""
        if not self.shows_ins:
            return ""
        s = self.ins_raw()
        label = self.pick(
            "INS :", "Matricule INS :", "N° INS", "Identité Nationale de Santé :", "INS-NIR :", "Mat. INS", "INS (NIR)"
        )
        return f'<span style="white-space:nowrap">{label} {self.spaced(s)}</span>' + self.oid()

    def spaced(self, s: str) -> str:
        """A number in groups or not."""
        k = self.r.random()
        if k < 0.4:
            return f"{s[0]} {s[1:3]} {s[3:5]} {s[5:7]} {s[7:10]} {s[10:13]} {s[13:]}"
        if k < 0.6:
            return f"{s[:13]} {s[13:]}"
        if k < 0.7:
            return f"{s[:13]} clé {s[13:]}"
        return s

    def oid(self) -> str:
        """Whose numbers they are, or nothing."""
        if self.r.random() < 0.3:
            return self.pick(f" (OID {OID})", f" – OID : {OID}", f" <small>{OID}</small>")
        return ""

    def matrix(self, mm: int = 19) -> str:
        """The datamatrix, only beside a clean printed number, and not always."""
        if not self.f["ins"] or self.f["ins"] == OMIT or self.r.random() > 0.5:
            return ""
        p = self.p
        data = (
            f"IS01{'0' * 22}S1{p.ins}S2{OID}S3{fold(' '.join(p.first_names))}\x1dS4{fold(p.birth_name)}\x1d"
            f"S5{p.sex}S6{p.birth_date:%d-%m-%Y}S7{p.department + p.ins[7:10]}"
        )
        cells = DataMatrix(data).matrix
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(cells) for x, cell in enumerate(row) if cell)
        side = len(cells) + 2
        drawn = f'<path d="{path}" fill="#000"/>'
        return f'<svg style="width:{mm}mm;height:{mm}mm" viewBox="-1 -1 {side} {side}">{drawn}</svg>'

    def bars(self, value: str | None = None, high: int = 9) -> str:
        """A bar code of the stay or of another number."""
        code = createBarcodeDrawing("Code128", value=value or self.stay, barHeight=20, humanReadable=False, quiet=False)
        svg: str = code.asString("svg")
        svg = svg[svg.index("<svg") :]
        size = f'style="width:42mm;height:{high}mm" preserveAspectRatio="none"'
        return re.sub(r'width="[\d.]+" height="[\d.]+" preserveAspectRatio="xMinYMin meet"', size, svg, count=1)

    def episode(self) -> str:
        """The number of the stay, for the truth."""
        self.f["episode"] = self.stay
        label = self.pick(
            "N° de séjour :", "Séjour n°", "NDA :", "N° dossier administratif :", "Venue n°", "N° de passage :",
            "IEP :", "N° venue :",
        )  # fmt: skip
        return f"{label} {self.stay}"

    def ipp(self) -> str:
        """The number of the patient in the house."""
        label = self.pick("IPP :", "N° patient :", "IPP", "NIP :", "N° dossier patient :", "Identifiant :")
        return f"{label} {self.p.ipp}"

    # -- forms
    def pairs(self, *, extra: Extra = (), sex: float = 0.7, has_ins: bool = True) -> list[tuple[str, str]]:
        """Labels and values of the whole identity. extra: what follows; sex: how often it is told."""
        out = self._name_pairs()
        if self.r.random() < 0.3:
            label = self.pick("Prénoms de naissance", "Prénom(s) de naissance", "Liste des prénoms")
            out.append((label, self._first(are_all=True)))
        else:
            usual = "Prénom usuel" if len(self.p.first_names) == 1 else "Prénom"
            out.append((self.pick("Prénom", "Prénom", "PRÉNOM", "Premier prénom", usual), self._first()))
        if "no_dob" not in self.flags:
            label = self.pick("Date de naissance", "Né(e) le", "DDN", "Date naiss.", "Naissance", "DATE DE NAISSANCE")
            out.append((label, self.dob()))
        if self.r.random() < sex:
            out.append((self.pick("Sexe", "Sexe", "Sexe (naissance)"), self.sexlabel()))
        if has_ins and self.shows_ins:
            label = self.pick("INS", "Matricule INS", "N° INS", "INS-NIR")
            out.append((label, self.spaced(self.ins_raw()) + self.oid()))
        return out + [one if isinstance(one, tuple) else self._extra(one) for one in extra]

    def _name_pairs(self) -> list[tuple[str, str]]:
        birth, used = esc(self.p.birth_name), esc(self.p.used_name or "")
        birth_label = self.pick(
            "Nom de naissance", "Nom de naissance", "Nom de famille (naissance)", "NOM DE NAISSANCE", "Nom (naissance)",
            "Nom naiss.",
        )  # fmt: skip
        used_label = self.pick("Nom d'usage", "Nom utilisé", "Nom marital", "NOM UTILISÉ", "Nom d’usage", "Nom usuel")
        self._set_names(self.mode)
        if self.mode == "both":
            out = [(birth_label, birth), (used_label, used)]
            return out[::-1] if self.r.random() < 0.35 else out
        if self.mode == "birth":
            return [(birth_label, birth)]
        if self.mode == "used":
            return [(used_label, used)]
        return [(self.pick(birth_label, "Nom", "NOM", "Nom patient", "Nom de famille"), birth)]

    def _extra(self, one: str) -> tuple[str, str]:
        if one == "ipp":
            return self.pick("IPP", "N° patient", "NIP"), self.p.ipp
        if one == "stay":
            self.f["episode"] = self.stay
            return self.pick("N° de séjour", "NDA", "Venue", "N° séjour", "Séjour", "N° de venue"), self.stay
        if one == "addr":
            return self.pick("Adresse", "Domicile", "Demeurant"), esc(self.p.address)
        return "Âge", self.agetxt()
