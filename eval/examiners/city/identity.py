"""The patient as a document prints them."""

import base64
import io
from html import escape

from PIL import Image
from ppf.datamatrix import DataMatrix

from eval.examiners.city.dates import fmt
from eval.examiners.city.document import Document
from eval.examiners.city.names import FIRSTS, fold


class Identity(Document):
    """Names, birth, sex and INS, for the truth."""

    def up(self, s: str, force: bool | None = None) -> str:
        """A family name, in capitals or not."""
        on = self.caps if force is None else force
        return escape((fold(s) if self.rng.random() < 0.5 else s.upper()) if on else s)

    @property
    def fem(self) -> bool:
        """Is the patient a woman?"""
        return self.p.sex == "F"

    def civ(self, short: bool | None = None) -> str:
        """The civility; it tells the sex."""
        if self.age() < 15:
            return self.c("l'enfant", "Enfant", "le jeune" if not self.fem else "la jeune")
        self.put("sex", self.p.sex)
        self.omit.discard("sex")
        short = self.k(0.5) if short is None else short
        return ("Mme" if short else "Madame") if self.fem else ("M." if short else "Monsieur")

    def age(self) -> int:
        """Years on the day of the act."""
        return (self.act_day - self.p.dob).days // 365

    def given(self) -> str:
        """The first given name."""
        f = self.p.firsts[0]
        self.put("first_name", f)
        if "first_names" not in self.omit and self.t["first_names"] is None:
            self.leave("first_names")
        return escape(f)

    def usual(self) -> str:
        """Family name used in running prose."""
        return self.up(self.p.used or self.p.birth)

    def _looks_given(self) -> bool:
        """A family name that is also a first name is written in capitals when it carries no label."""
        return any(fold(n) in FIRSTS for n in (self.p.birth, self.p.used or ""))

    def name(self) -> str:
        """Both names, in one of the phrases people use."""
        p, b = self.p, self.p.birth
        g = self.given()
        self.caps = self.caps or self._looks_given()
        if not p.used:
            self.put("birth_name", b)
            return self.c(f"{self.up(b)} {g}", f"{g} {self.up(b)}")
        if self.used_only:
            self.leave("birth_name", "used_name")
            return self.c(f"{self.up(p.used)} {g}", f"{g} {self.up(p.used)}")
        self.put("birth_name", b)
        self.put("used_name", p.used)
        u, bb = self.up(p.used), self.up(b)
        if self.fem:
            return self.c(
                f"{u} née {bb} {g}",
                f"{g} {u} née {bb}",
                f"{bb} épouse {u} {g}",
                f"{g} {bb} ép. {u}",
                f"{u} {g} (nom de naissance : {bb})",
                f"{u} {g}, née {bb}",
                f"{g} {u}, née {bb}",
            )
        return self.c(f"{u} {g} (nom de naissance : {bb})", f"{g} {u} né {bb}")

    def one(self, order: str | None = None) -> str:
        """One family name only."""
        p, g = self.p, self.given()
        self.single = True
        self.caps = self.caps or self._looks_given()
        n = p.used or p.birth
        if p.used:
            self.leave("birth_name", "used_name")
        else:
            self.put("birth_name", n)
        order = order or self.c("FN", "NF")
        return f"{self.up(n)} {g}" if order == "FN" else f"{g} {self.up(n)}"

    def f_birth(self, caps: bool | None = None) -> str:
        """Content of a box of the name of birth."""
        if self.used_only:
            return ""
        self.put("birth_name", self.p.birth)
        return self.up(self.p.birth, caps)

    def f_used(self, same: bool = False, caps: bool | None = None) -> str:
        """Content of a box 'nom utilisé'; empty when there is none."""
        if self.p.used:
            self.put("used_name", self.p.used)
            if self.used_only:
                self.leave("birth_name")
            return self.up(self.p.used, caps)
        if same:
            self.leave("used_name")
            self.put("birth_name", self.p.birth)
            return self.up(self.p.birth, caps)
        return ""

    def f_firsts(self, sep: str | None = None) -> str:
        """Every given name."""
        self.put("first_name", self.p.firsts[0])
        self.omit.discard("first_names")
        self.put("first_names", list(self.p.firsts))
        return escape((sep or self.c(", ", " ")).join(self.p.firsts))

    def dob(self, style: str | None = None) -> str:
        """The day of birth."""
        if self.trap == "no_birth_date":
            return ""
        self.put("birth_date", self.shown_dob.isoformat())
        return fmt(self.shown_dob, style or self.bstyle)

    def born(self, lead: str = "", style: str | None = None) -> str:
        """Phrase 'né(e) le …', nothing when the date is not known."""
        if self.trap == "no_birth_date":
            return ""
        word = self.c("née" if self.fem else "né", "née" if self.fem else "né", "né(e)")
        return f"{lead}{word} le {self.dob(style or self.c('/', '/', 'long', self.bstyle))}"

    def sex(self, kind: str | None = None) -> str:
        """The sex as it is printed."""
        self.put("sex", self.p.sex)
        self.omit.discard("sex")
        kind = kind or self.c("F", "long", "long")
        return {"F": self.p.sex, "long": "Féminin" if self.fem else "Masculin"}[kind]

    def sexbox(self) -> str:
        """The sex as two boxes."""
        self.put("sex", self.p.sex)
        self.omit.discard("sex")
        on, off = "☒", "☐"
        return f"{on if not self.fem else off} M&nbsp; {on if self.fem else off} F"

    def ins_value(self) -> str | None:
        """The INS that is printed, wrong when the trap says so."""
        if self.trap == "ins_of_other" and self.other:
            return self.other.ins
        v = self.p.ins
        if v and self.trap == "ins_wrong_key":
            return v[:13] + f"{(int(v[13:]) + self.rng.randint(1, 90)) % 97 + 1:02d}"
        return v

    def may_ins(self) -> bool:
        """Is an INS printed?"""
        if self.trap in ("ins_wrong_key", "ins_of_other", "twin_with_ins"):
            return True
        if self.trap in (
            "namesake_same_day",
            "twins",
            "birth_one_digit",
            "not_in_index",
            "no_birth_date",
            "used_name_only",
        ):
            return False
        if not hasattr(self, "_ins"):
            self._ins = bool(self.p.ins) and self.k(0.42)
        return self._ins

    def ins(self, tpl: str | None = None, empty: str = "") -> str:
        """INS printed in one of the usual ways, or nothing."""
        v = self.ins_value() if self.may_ins() else None
        if not v:
            return empty
        self.put("ins", v)
        s = self.c(
            v,
            f"{v[:13]} {v[13:]}",
            f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}",
            f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} {v[7:10]} {v[10:13]} {v[13:]}",
        )
        if self.k(0.25):
            s += self.c(" (INS-NIR)", " (OID 1.2.250.1.213.1.4.10)", " – INS-TEST")
        return (
            tpl or self.c("INS : {}", "Matricule INS : {}", "N° INS {}", "Identité nationale de santé : {}")
        ).format(s)

    def matrix(self, size: int = 16) -> str:
        """The INS datamatrix as an inline picture."""
        if not self.may_ins() or self.trap in ("ins_wrong_key", "ins_of_other") or not self.p.ins or not self.k(0.6):
            return ""
        p, gs = self.p, "\x1d"
        text = (
            "IS01"
            + "0" * 22
            + f"S1{p.ins}S21.2.250.1.213.1.4.10S3{' '.join(fold(f) for f in p.firsts)}{gs}S4{fold(p.birth)}{gs}"
            f"S5{p.sex}S6{p.dob.strftime('%d-%m-%Y')}S7{p.place}"
        )
        m = DataMatrix(text).matrix
        n = len(m)
        im = Image.new("L", (n + 4, n + 4), 255)
        for y, row in enumerate(m):
            for x, v in enumerate(row):
                if v:
                    im.putpixel((x + 2, y + 2), 0)
        im = im.resize(((n + 4) * 8,) * 2, Image.Resampling.NEAREST)
        buf = io.BytesIO()
        im.save(buf, "PNG")
        self.matrix_used = True
        return f"<img style='width:{size}mm;height:{size}mm;image-rendering:pixelated' src='data:image/png;base64,{base64.b64encode(buf.getvalue()).decode()}'>"
