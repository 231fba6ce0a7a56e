"""What a layout needs: the patient, professionals, houses, prose; every printed value is recorded as truth."""

import re
from collections.abc import Iterable
from html import escape as esc

from eval.examiners.university import people
from eval.examiners.university.dice import OMIT, write_date
from eval.examiners.university.identity import Identity
from eval.examiners.university.people import Doctor, Structure

MARK = re.compile(r"\{([^{}]+)\}")
"""What is filled in a text of the banks."""
KIN_OF_OLD = [("sa fille", "F"), ("son fils", "M"), ("sa sœur", "F"), ("son frère", "M")]
KIN_OF_YOUNG = [("sa mère", "F"), ("son père", "M"), ("sa sœur", "F")]


class Ctx(Identity):
    """Patient, options and face of a document; its truth as it is printed."""

    s: Structure
    """The house that writes."""

    # -- professionals
    def dr(self, one: Doctor, style: str | None = None) -> str:
        """A professional as they are named."""
        style = style or self.pick("full", "full", "rev", "long")
        family = esc(one.family)
        if style == "full":
            return f"{one.title} {esc(one.given)} {family}"
        if style == "rev":
            return f"{one.title} {family} {esc(one.given)}"
        if style == "short":
            return f"{one.title} {family}"
        if style == "init":
            return f"{one.title} {one.given[0]}. {family}"
        return f"{'Docteur' if one.title == 'Dr' else 'Professeur'} {esc(one.given)} {family}"

    def author(self, one: Doctor, style: str | None = None) -> str:
        """Who writes, for the truth."""
        style = style or self.pick("full", "full", "rev", "long")
        self.f["author_family"] = one.family
        self.f["author_given"] = None if style == "short" else OMIT if style == "init" else one.given
        return self.dr(one, style)

    def rpps(self, one: Doctor, *, is_author: bool = True) -> str:
        """The number of a professional, for the truth when they write."""
        number = one.rpps
        if is_author:
            self.f["author_rpps"] = number
        if self.r.random() < 0.15:
            number = f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"
        return f"{self.pick('RPPS', 'RPPS :', 'N° RPPS :', 'N° RPPS')} {number}"

    def rec(self, one: Doctor, style: str | None = None) -> str:
        """A recipient, for the truth."""
        self.f["recipients"] = (self.f["recipients"] or []) + [one.family]
        return self.dr(one, style)

    # -- houses
    def struct(self, kind: str = "hopital") -> Structure:
        """The house that writes, for the truth."""
        self.s = people.structure(self.r, kind)
        self.f["structure_name"] = self.s.name
        return self.s

    def finess(self) -> str:
        """Its number, for the truth."""
        self.f["structure_finess"] = self.s.finess
        label = self.pick("FINESS", "N° FINESS :", "FINESS ET :", "FINESS :", "Finess juridique et géographique :")
        return f"{label} {self.s.finess}"

    def phone(self) -> str:
        """A number of telephone."""
        return people.phone(self.r)

    # -- prose
    def fill(self, text: str) -> str:
        """Expand the marks of a text of the banks."""
        return MARK.sub(lambda mark: self._filled(mark.group(1)), text)

    def paras(self, texts: Iterable[str], tag: str = "p") -> str:
        """Texts of the banks, each in a paragraph."""
        return "".join(f"<{tag}>{self.fill(text)}</{tag}>" for text in texts)

    def _filled(self, mark: str) -> str:
        if mark in ("e", "il", "Il", "le", "Le"):
            return self._agreed(mark)
        if mark in ("d-", "d+"):
            day = self.before() if mark == "d-" else self.after()
            return self.d(day, self.pick("slash", "long", self.pstyle))
        if mark == "pat":
            return self.mr()
        if mark == "age":
            return self.agetxt()
        if mark == "doc":
            self.named = (self.named + 1) % len(self.docs)
            return self.dr(self.docs[self.named], self.pick("short", "short", "init", "full"))
        if mark == "rel":
            kin, sex = self.r.choice(KIN_OF_OLD if self.age > 45 else KIN_OF_YOUNG)
            return f"{kin} {people.first_name(self.r, sex, 1975)}"
        return self._drawn(mark)

    def _agreed(self, mark: str) -> str:
        """Words that agree with the patient."""
        of_women = {"e": "e", "il": "elle", "Il": "Elle", "le": "la patiente", "Le": "La patiente"}
        of_men = {"e": "", "il": "il", "Il": "Il", "le": "le patient", "Le": "Le patient"}
        return (of_women if self.fem else of_men)[mark]

    def _drawn(self, mark: str) -> str:
        """One of several, or a number within bounds."""
        if "|" in mark:
            return self.r.choice(mark.split("|"))
        low, high = mark.split("~")
        if "." in low:
            return f"{self.r.uniform(float(low), float(high)):.1f}".replace(".", ",")
        return str(self.r.randint(int(low), int(high)))

    # -- what a trap prints somewhere on the page
    def trap_block(self) -> str:
        """A relative, a second patient or a label of somebody else; nothing without such a trap."""
        o = self.other
        if o is None:
            return ""
        born = f"{'née' if o.sex == 'F' else 'né'} le {write_date(o.birth_date, self.dstyle)}"
        name = f"{esc(o.birth_name)} {esc(o.first)}"
        if "relative" in self.flags:
            lead = self.pick("Personne de confiance", "Personne à prévenir", "Personne à contacter")
            return (
                '<div style="border:1px solid #777;padding:1.5mm 3mm;margin:2mm 0;font-size:90%">'
                f"{lead} : {name} ({o.kin}), {born} – tél. {self.phone()}</div>"
            )
        if "second" in self.flags:
            lead = self.pick("Dossier suivant", "Patient suivant", "Également vu ce jour")
            rest = self.pick(
                "mêmes consignes, contrôle dans huit jours",
                "dossier à revoir, résultats en attente",
                "surveillance simple, pas de traitement",
            )
            return (
                '<div style="margin:4mm 0 0;border-top:2px dashed #444;padding-top:2mm">'
                f"<b>{lead}</b> : {'Mme' if o.sex == 'F' else 'M.'} {name}, {born} – {rest}.</div>"
            )
        return self._label_of_other() if "sticker" in self.flags else ""

    def _label_of_other(self) -> str:
        o = self.other
        assert o is not None
        return (
            '<div style="width:66mm;border:1px dashed #555;border-radius:2mm;padding:1.5mm 3mm;'
            f"margin:2mm 0 2mm {self.r.choice([0, 40, 95])}mm;font:8.5pt 'DejaVu Sans Mono';background:#fff\">"
            f"{esc(o.birth_name)} {esc(o.first.upper())}<br>{'Née' if o.sex == 'F' else 'Né'} le "
            f"{o.birth_date:%d/%m/%Y}  {o.sex}<br>IPP {o.ipp}</div>"
        )
