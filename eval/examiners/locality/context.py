"""What a layout uses beside the patient: author, house, addressees, stay."""

from html import escape

from eval.examiners.locality.identity import Identity
from eval.examiners.locality.professionals import House, Pro


class Ctx(Identity):
    """A document being written, and its truth as it is printed."""

    def dr(self, spec: str = "generaliste", sex: str | None = None) -> Pro:
        """A professional drawn."""
        return self.w.pros.doc(spec, sex)

    def drname(self, x: Pro, long: bool | None = None) -> str:
        """A doctor as they are named."""
        title = self.pick("Dr", "Docteur", "Dr.") if long is None else ("Docteur" if long else "Dr")
        if self.r.random() < 0.8:
            return f"{title} {escape(x['given'])} {self.fam(x['family'])}"
        return f"{title} {self.fam(x['family'], True)} {escape(x['given'])}"

    def author(self, x: Pro, rpps: bool = False) -> str:
        """Who writes, for the truth. Gives back their number as it is printed, empty when it is not to be."""
        self.f["author_family"], self.f["author_given"] = x["family"], x["given"]
        if not rpps:
            return ""
        n = self.f["author_rpps"] = x["rpps"]
        is_spaced = self.chance(0.3)
        spaced = f"RPPS {n[:2]} {n[2:5]} {n[5:8]} {n[8:]}"
        return str(self.pick(f"RPPS : {n}", f"N° RPPS {n}", spaced if is_spaced else f"RPPS {n}"))

    def struct(self, kind: str, finess: bool | None = None) -> House:
        """The house that writes, for the truth. finess: whether its number is printed, drawn when None."""
        house = self.w.pros.struct(kind)
        self.f["structure_name"] = house["name"]
        house["fi"] = ""
        if finess or (finess is None and self.chance(0.5)):
            self.f["structure_finess"] = house["finess"]
            house["fi"] = self.pick("FINESS : ", "N° FINESS ", "FINESS géographique : ") + house["finess"]
        house["adr"] = f"{house['street']} {self.pick('-', '–', '<br>')} {house['cp']} {house['town']}"
        return house

    def to(self, *pros: Pro) -> None:
        """Recipients, for the truth."""
        self.f["recipients"] = [x["family"] for x in pros]

    def episode(self) -> str:
        """The number of a stay, for the truth."""
        n = self.pick(self.num(9), self.num(8), "26" + self.num(7), "H" + self.num(7), self.num(10))
        self.f["episode"] = n
        return str(n)
