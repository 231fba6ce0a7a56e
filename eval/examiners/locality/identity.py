"""The patient on a page: each helper notes the truth of what it prints."""

import base64
import io
from collections.abc import Iterable
from html import escape
from typing import Any

from PIL import Image
from ppf.datamatrix import DataMatrix

from eval.examiners.locality.names import fold
from eval.examiners.locality.people import OID
from eval.examiners.locality.sheet import Sheet

Rows = list[tuple[str, Any]]
# fmt: off
BIRTH_LABELS = ("Nom de naissance", "Nom de famille (de naissance)", "Nom naiss.", "Nom de famille")
USED_LABELS = ("Nom d'usage", "Nom utilisé", "Nom usuel", "Nom d'épouse")
INS_HEADS = ("INS : ", "Matricule INS : ", "INS-NIR : ", "Identité nationale de santé : ", "N° INS ")
# fmt: on


class Identity(Sheet):
    """What a layout uses to print its patient."""

    @property
    def age(self) -> int:
        """Whole years."""
        born = self.p["dob"]
        return int(self.day.year - born.year - ((self.day.month, self.day.day) < (born.month, born.day)))

    @property
    def age_txt(self) -> str:
        """The age in words."""
        if self.age >= 2:
            return f"{self.age} ans"
        return f"{max(1, (self.day - self.p['dob']).days // 30)} mois"

    # -- names
    def civ(self, long: bool | None = None) -> str:
        """Madame or Monsieur, as long as the patient is no child."""
        self.f["sex"] = None if self.age < 16 else self.p["sex"]
        if self.age < 16:
            return "l'enfant"
        long = self.chance(0.5) if long is None else long
        if self.is_woman:
            return "Madame" if long else "Mme"
        return "Monsieur" if long else "M."

    def who(
        self, civ: bool = True, order: str | None = None, caps: bool | None = None, civlong: bool | None = None
    ) -> str:
        """The patient in a line of text, with all printed names noted. order: gf or fg, given or family name first."""
        p = self.p
        order = order or self.r.choice(["gf", "fg"])
        given = self.first()
        title = (self.civ(civlong) + " ") if civ else ""
        if not p["used"]:
            self.f["birth_name"], self.f["used_name"] = p["birth"], None
            name = self.fam(p["birth"], caps)
        elif self.trap == "used_only":
            self.drop |= {"birth_name", "used_name"}
            name = self.fam(p["used"], caps)
        else:
            return title + self._two_names(order, given, caps)
        return title + (f"{given} {name}" if order == "gf" else f"{name} {given}")

    def _two_names(self, order: str, given: str, caps: bool | None) -> str:
        """A birth name and a used name that differs, in a line."""
        p, r = self.p, self.r
        self.f["birth_name"], self.f["used_name"] = p["birth"], p["used"]
        birth, used = self.fam(p["birth"], caps), self.fam(p["used"], caps)
        born = "née" if self.is_woman else "né"
        share = r.random()
        if order == "gf":
            if share < 0.75 or not self.is_woman:
                return f"{given} {used} {born} {birth}"
            return f"{given} {birth} {r.choice(['épouse', 'ép.'])} {used}"
        if share < 0.4 or not self.is_woman:
            return f"{used} {born} {birth} {given}"
        if share < 0.7:
            return f"{used} {given} {born} {birth}"
        return f"{birth} {r.choice(['épouse', 'ép.', 'EP.'])} {used} {given}"

    def short(self) -> str:
        """A running head: no new truth."""
        return f"{escape((self.p['used'] or self.p['birth']).upper())} {escape(self.p['firsts'][0])}"

    def title(self) -> str:
        """How the patient is spoken of in prose."""
        if self.age < 16:
            return "cette enfant" if self.is_woman else "cet enfant"
        name = self.fam(self.p["used"] or self.p["birth"])
        if self.is_woman:
            return str(self.pick("cette patiente", "Madame " + name, "votre patiente"))
        return str(self.pick("ce patient", "Monsieur " + name, "votre patient"))

    def firsts(self) -> str:
        """All the first names."""
        self.f["first_name"] = self.p["firsts"][0]
        self.f["first_names"] = list(self.p["firsts"])
        self.drop.discard("first_names")
        return escape(self.pick(", ", " ").join(self.p["firsts"]))

    def first(self) -> str:
        """The first of the first names."""
        self.f["first_name"] = self.p["firsts"][0]
        self.drop.add("first_names")
        return escape(self.p["firsts"][0])

    def sex(self, letter: bool = True) -> str:
        """The sex, as a letter or a word."""
        self.f["sex"] = self.p["sex"]
        if letter:
            return "F" if self.is_woman else "M"
        return "Féminin" if self.is_woman else "Masculin"

    # -- birth
    def dob(self, style: str | None = None) -> str:
        """The date of birth, empty when it is not to be printed."""
        if self.trap == "no_dob":
            return ""
        self.f["birth_date"] = self.p["dob"].isoformat()
        return self.d(self.p["dob"], style)

    def born(self, style: str | None = None, age: bool | None = None) -> str:
        """The birth in many wordings, empty or the age when the date is not to be printed."""
        if self.trap == "no_dob":
            return str(self.pick("", f"{self.age_txt}"))
        t = self.dob(style)
        # fmt: off
        said = self.pick(f"né{self.e} le {t}", f"Né{self.e} le : {t}", f"né(e) le {t}", f"DDN : {t}",
                         f"Date de naissance : {t}", f"D.N. {t}", f"Naissance : {t}", f"né{self.e} le {t}")
        # fmt: on
        if age or (age is None and self.chance(0.3)):
            said += f" ({self.age_txt})"
        return str(said)

    # -- number
    def ins_txt(self) -> str:
        """The national health number, empty when it is not to be printed."""
        p = self.p
        if not self.want_ins:
            return ""
        n = str(p.get("printed_ins") or p["ins"])
        self.printed_ins = True
        if p.get("printed_ins_bad"):
            self.drop.add("ins")
        else:
            self.f["ins"] = n
        spaced = f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}"
        said = str(self.pick(n, spaced, spaced, f"{n[:13]} {n[13:]}"))
        share = self.r.random()
        if share < 0.35:
            said += f" (OID {OID})"
        elif share < 0.5:
            said += f" - {OID}"
        return said

    def ins_line(self, pre: str = "", post: str = "") -> str:
        """The number after its label."""
        said = self.ins_txt()
        return pre + self.pick(*INS_HEADS) + said + post if said else ""

    def dm(self) -> str:
        """The INS datamatrix as an image, when the INS is printed and right."""
        p = self.p
        is_false = p.get("printed_ins") or self.trap in ("no_dob", "dob_digit", "used_only")
        if not self.printed_ins or is_false or not self.chance(0.3):
            return ""
        firsts = " ".join(fold(first) for first in p["firsts"])
        said = (
            f"IS01{'0' * 22}S1{p['ins']}S2{OID}S3{firsts}\x1dS4{fold(p['birth'])}\x1dS5{p['sex']}"
            f"S6{p['dob']:%d-%m-%Y}S7{p['place']}"
        )
        # the data of the symbol is printed data too
        self.f["birth_name"] = p["birth"]
        self.drop |= {"first_names", "sex"}
        return (
            '<span style="display:inline-block;text-align:center;font-size:6pt"><img style="width:13mm" '
            f'src="data:image/png;base64,{_drawn(said)}"><br>INS à scanner</span>'
        )

    # -- labels
    def rows(self, extra: Iterable[tuple[str, Any]] = ()) -> Rows:
        """Labelled identity lines as (label, value) pairs."""
        p = self.p
        if not p["used"]:
            out = self._name_rows()
        elif self.trap == "used_only":
            self.f["used_name"], self.f["birth_name"] = p["used"], None
            out = [(self.pick("Nom d'usage", "Nom utilisé", "Nom usuel", "Nom marital"), self.fam(p["used"]))]
        else:
            out = self._two_name_rows()
        if self.chance(0.4):
            label = self.pick("Prénom(s) de naissance", "Prénoms de naissance", "Prénoms (état civil)")
            out.append((label, self.firsts()))
        else:
            out.append((self.pick("Prénom", "Prénom", "PRÉNOM"), self.first()))
        if self.trap != "no_dob":
            label = self.pick("Date de naissance", "Né(e) le", "Naissance", "DDN", "Date de naiss.")
            out.append((label, self.dob()))
        if self.chance(0.6):
            out.append(("Sexe", self.sex(self.chance(0.6))))
        number = self.ins_txt()
        if number:
            out.append((self.pick("INS", "Matricule INS", "INS (NIR)", "Identifiant national (INS)"), number))
        return out + list(extra)

    def _two_name_rows(self) -> Rows:
        p = self.p
        self.f["birth_name"], self.f["used_name"] = p["birth"], p["used"]
        birth = (self.pick(*BIRTH_LABELS), self.fam(p["birth"]))
        used = (self.pick(*USED_LABELS[: 4 if self.is_woman else 2]), self.fam(p["used"]))
        return [birth, used] if self.chance(0.6) else [used, birth]

    def _name_rows(self) -> Rows:
        birth = self.p["birth"]
        self.f["birth_name"], self.f["used_name"] = birth, None
        if not self.chance(0.4):
            return [(self.pick("Nom", "NOM", "Nom du patient", "Patient (nom)"), self.fam(birth))]
        out: Rows = [(self.pick(*BIRTH_LABELS[:3]), self.fam(birth))]
        if self.chance(0.4):
            out.append(("Nom d'usage", ""))
        elif self.chance(0.3):
            out.append((self.pick("Nom utilisé", "Nom d'usage"), self.fam(birth)))
            self.f["used_name"] = birth
        return out

    def table(self, rows: Iterable[tuple[str, Any]]) -> str:
        """Labels and values, one pair a line."""
        lines = "".join(f"<tr><td class=l>{label}</td><td class=v>{value}</td></tr>" for label, value in rows)
        return f'<table class="id">{lines}</table>'


def _drawn(said: str) -> str:
    """A datamatrix as a picture, in base 64."""
    matrix = DataMatrix(said).matrix
    side = len(matrix) + 4
    im = Image.new("1", (side, side), 1)
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                im.putpixel((x + 2, y + 2), 0)
    target = io.BytesIO()
    im.resize((side * 8, side * 8), Image.Resampling.NEAREST).save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode()
