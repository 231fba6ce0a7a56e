"""The patient on a page: each helper notes the truth of what it prints."""

import base64
import io
from html import escape

from PIL import Image
from ppf.datamatrix import DataMatrix

from eval.examiners.department.names import fold
from eval.examiners.department.people import OID
from eval.examiners.department.sheet import Sheet

Rows = list[tuple[str, str]]
NO_VALUES = ("", "—", "/")
"""What a label may stand before when there is nothing to tell."""
# fmt: off
BIRTH_LABELS = (
    "Nom de naissance", "Nom de naissance", "Nom de famille", "Nom naissance", "Nom patronymique", "Nom de naiss.",
)
DAY_LABELS = ("Date de naissance", "Né(e) le", "DDN", "Date naiss.", "Naissance")
LIST_LABELS = ("Prénoms de naissance", "Prénom(s) de naissance", "Prénoms (état civil)")
INS_LABELS = ("Matricule INS", "INS", "N° INS", "INS-NIR", "Identité nationale de santé")
INS_HEADS = ("Matricule INS : ", "INS : ", "N° INS : ", "Identité nationale de santé : ", "INS-NIR : ")
# fmt: on


class Identity(Sheet):
    """What a layout uses to print its patient."""

    def written_name(self, name: str) -> str:
        """A family name as this document writes it."""
        if self.caps:
            return name
        return "-".join(" ".join(word.capitalize() for word in part.split(" ")) for part in name.split("-"))

    def _names(self) -> tuple[str, str | None]:
        """The birth name and the used one, for the truth, but when the used one alone is printed."""
        birth, used = self.written_name(self.p.birth_name), self.p.used_name
        used = self.written_name(used) if used else None
        if used and self.trap == "used_name_only":
            self.leave("birth_name", "used_name")
        else:
            self.f["birth_name"], self.f["used_name"] = birth, used
        return birth, used

    def first(self) -> str:
        """The first name, for the truth; whether there are more is left open."""
        name = self.p.first
        self.f["first_name"] = name
        self.leave("first_names")
        return name.upper() if self.up_first else name

    def civ(self) -> str:
        """Madame or Monsieur, as long as the patient is no child."""
        if self.child:
            return self.rng.choice(["l'enfant", "Enfant"])
        self.f["sex"] = self.p.sex
        return self.rng.choice(["Monsieur", "M.", "Mr"] if self.p.sex == "M" else ["Madame", "Mme", "Mme"])

    def _leave_sex(self) -> None:
        """The grammar of the page may tell it."""
        if not self.f.get("sex"):
            self.leave("sex")

    def who(self, order: str | None = None) -> str:
        """The patient in running text or on one line. order: f or b, first or birth name in front."""
        r = self.rng
        title, first = self.civ() + " ", self.first()
        birth, used = self._names()
        if not used:
            return escape(title + (f"{first} {birth}" if (order or r.choice("fb")) == "f" else f"{birth} {first}"))
        if self.trap == "used_name_only":
            return escape(title + r.choice([f"{first} {used}", f"{used} {first}"]))
        if self.p.sex == "M":
            return escape(f"{title}{birth} {first} (nom d'usage : {used})")
        self._leave_sex()
        forms = (
            f"{first} {used} née {birth}",
            f"{used} {first} née {birth}",
            f"{used} née {birth} {first}",
            f"{first} {used} (née {birth})",
            f"{birth} épouse {used} {first}",
            f"{birth} ép. {used}, {first}",
        )
        return escape(title + r.choice(forms))

    def dob(self, form: str | None = None) -> str:
        """The date of birth, for the truth."""
        if not self.has_dob:
            return ""
        self.f["birth_date"] = self.p.birth_date
        return self.fd(self.p.birth_date, form)

    def born(self, in_brackets: bool = False) -> str:
        """The date of birth with its label."""
        if not self.has_dob:
            return ""
        label = "née" if self.p.sex == "F" else "né"
        if label == "née":
            self._leave_sex()
        plain = f"{label} le {self.dob()}"
        said = self.rng.choice([plain, plain, f"né(e) le {self.dob()}", f"DDN : {self.dob()}"])
        return f"({said})" if in_brackets else said

    def ins(self, has_label: bool = True) -> str:
        """The national number, for the truth unless it is a wrong one."""
        if not self.show_ins:
            return ""
        v = self.p.ins
        if self.trap in ("ins_bad_key", "ins_other_person"):
            self.leave("ins")
        else:
            self.f["ins"] = v
        apart = f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}"
        said = self.rng.choice([v, apart, f"{v[:13]} {v[13:]}", f"{v[:13]} clé {v[13:]}"]).replace(" ", "\u00a0")
        if self.chance(0.25):
            said += f" (OID {OID})"
        return (self.rng.choice(INS_HEADS) if has_label else "") + said

    def sexe(self) -> str:
        """The sex, for the truth."""
        self.f["sex"] = self.p.sex
        return self.rng.choice([self.p.sex, {"M": "Masculin", "F": "Féminin"}[self.p.sex]])

    def episode(self, has_label: bool = True) -> str:
        """The number of the stay, for the truth."""
        self.f["episode"] = self.nda
        labels = ["N° de séjour : ", "NDA : ", "N° séjour ", "Venue n° ", "N° de venue : "]
        return (self.rng.choice(labels) if has_label else "") + self.nda

    def kv(
        self,
        sex: bool = True,
        ipp: bool = False,
        nda: bool = False,
        addr: bool | None = None,
        all_first: bool | None = None,
    ) -> Rows:
        """Identity as labelled pairs, in an order of the sender's own. addr, all_first: drawn when None."""
        r = self.rng
        rows = self._name_rows()
        rows += self._first_rows(self.chance(0.3) if all_first is None else all_first)
        if self.has_dob:
            rows.append((r.choice(DAY_LABELS), self.dob()))
        if sex:
            rows.append((r.choice(["Sexe", "Sexe", "Genre"]), self.sexe()))
        if self.show_ins:
            rows.append((r.choice(INS_LABELS), self.ins(False)))
        if ipp:
            rows.append((r.choice(["IPP", "N° IPP", "N° patient"]), self.ipp))
        if nda:
            rows.append((r.choice(["N° séjour", "NDA", "Séjour n°", "N° de venue"]), self.episode(False)))
        if addr or (addr is None and self.chance(0.3)):
            rows.append(("Adresse", self.p.address))
        return rows

    def _name_rows(self) -> Rows:
        r = self.rng
        birth, used = self._names()
        marital = "Nom marital" if self.p.sex == "F" else "Nom d'usage"
        birth_label = r.choice(BIRTH_LABELS)
        used_label = r.choice(["Nom utilisé", "Nom d'usage", "Nom usuel", "Nom d'usage", marital])
        if used and self.trap == "used_name_only":
            return [(r.choice(["Nom", "Patient", "NOM"]), used)]
        rows = [(birth_label if used or self.chance(0.75) else "Nom", birth)]
        if used:
            rows.insert(r.choice([0, 1]), (used_label, used))
        elif self.chance(0.25):
            rows.append((used_label, r.choice(NO_VALUES)))
        return rows

    def _first_rows(self, is_list: bool) -> Rows:
        r, first = self.rng, self.first()
        names = self.p.first_names
        if not is_list or len(names) < 2:
            return [(r.choice(["Prénom", "Prénom", "1er prénom", "Premier prénom"]), first)]
        self.f["first_names"] = list(names)
        written = [name.upper() if self.up_first else name for name in names]
        rows = [(r.choice(LIST_LABELS), r.choice([" ", ", "]).join(written))]
        if self.chance(0.6):
            rows.append((r.choice(["Prénom utilisé", "Premier prénom", "1er prénom"]), first))
        return rows

    def datamatrix(self) -> str:
        """The code that health insurance prints, for identities that may carry one."""
        if not self.f.get("ins") or self.trap or not self.has_dob:
            return ""
        p = self.p
        year, month, day = p.birth_date.split("-")
        firsts = " ".join(fold(name) for name in p.first_names)
        text = (
            f"IS01{'0' * 22}S1{p.ins}S2{OID}S3{firsts}\x1dS4{fold(p.birth_name)}\x1d"
            f"S5{p.sex}S6{day}-{month}-{year}S7{p.birth_place}"
        )
        matrix = DataMatrix(text).matrix
        side = len(matrix)
        image = Image.new("1", (side + 4, side + 4), 1)
        for down, row in enumerate(matrix):
            for across, is_dark in enumerate(row):
                if is_dark:
                    image.putpixel((across + 2, down + 2), 0)
        image = image.resize((image.width * 8, image.height * 8))
        target = io.BytesIO()
        image.save(target, "PNG")
        drawn = base64.b64encode(target.getvalue()).decode()
        return (
            "<div style='text-align:center;font-size:6pt'>"
            f"<img style='width:24mm' src='data:image/png;base64,{drawn}'><br>INS à scanner</div>"
        )


def told(rows: Rows) -> Rows:
    """The pairs that tell something."""
    return [row for row in rows if row[1] not in NO_VALUES]
