"""A document as a layout writes it: prose, lists, pictures and the whole page. No wording of a document."""

from html import escape

from eval.examiners.department.content import HISTORY
from eval.examiners.department.identity import Identity, Rows

SHAPES = (
    "<circle cx='25' cy='25' r='22' fill='{c}'/><path d='M25 10v30M10 25h30' stroke='#fff' stroke-width='7'/>",
    "<path d='M5 40 Q25 0 45 40 Z' fill='{c}'/><circle cx='25' cy='34' r='6' fill='#fff'/>",
    "<rect x='4' y='4' width='42' height='42' rx='9' fill='none' stroke='{c}' stroke-width='5'/>"
    "<path d='M25 13v24M13 25h24' stroke='{c}' stroke-width='6'/>",
    "<path d='M3 25h12l5-14 8 28 6-14h13' fill='none' stroke='{c}' stroke-width='4'/>",
    "<path d='M4 28q11-16 21 0t21 0' fill='none' stroke='{c}' stroke-width='6'/>"
    "<path d='M4 40q11-16 21 0t21 0' fill='none' stroke='{c}' stroke-width='3'/>",
)
"""Logos that nobody owns."""


class Doc(Identity):
    """A document being written, and its truth as it is printed."""

    def fill(self, text: str) -> str:
        """Prose about the patient: {P} and {M} name them, {e} agrees, {d1} to {d3} are days before, {dr} a doctor."""
        is_woman = self.p.sex == "F"
        patient = "l'enfant" if self.child else "la patiente" if is_woman else "le patient"
        for mark in ("{d1}", "{d2}", "{d3}"):
            while mark in text:
                text = text.replace(mark, self.fd(self.past()), 1)
        words = {
            "{M}": patient,
            "{P}": patient[0].upper() + patient[1:],
            "{e}": "e" if is_woman and not self.child else "",
            "{age}": str(self.age),
            "{dr}": self.other.family,
        }
        for mark, word in words.items():
            text = text.replace(mark, word)
        if not self.child and self.f.get("sex") is None:
            self.leave("sex")
        return escape(text, quote=False)

    def more(self, count: int) -> str:
        """Further paragraphs of history and examination."""
        return "".join(f"<p class=j>{self.fill(text)}</p>" for text in self.rng.sample(HISTORY, count))

    def table(self, rows: Rows, css: str = "", columns: int = 1, mark: str = "") -> str:
        """Labelled pairs as a table. mark: what follows a label."""
        cells = [f"<td class=k>{escape(key)}{mark}</td><td class=v>{escape(value)}</td>" for key, value in rows]
        lines = (f"<tr>{''.join(cells[at : at + columns])}</tr>" for at in range(0, len(cells), columns))
        return f"<table class=id style='{css}'>{''.join(lines)}</table>"

    def lines(self, rows: Rows, mark: str = " : ") -> str:
        """Labelled pairs one under the other."""
        return "<br>".join(
            f"<span class=k>{escape(key)}{mark}</span><span class=v>{escape(value)}</span>" for key, value in rows
        )

    def bars(self, width: int = 150, height: int = 24) -> str:
        """What looks like a bar code."""
        at, drawn = 0, ""
        while at < width:
            bar = self.rng.choice([1, 1, 2, 3])
            drawn += f"<rect x='{at}' y='0' width='{bar}' height='{height}'/>"
            at += bar + self.rng.choice([1, 2, 3])
        return f"<svg width='{width}' height='{height}'>{drawn}</svg>"

    def logo(self, colour: str = "#2a6", size: int = 46) -> str:
        """A logo."""
        shape = self.rng.choice(SHAPES).format(c=colour)
        return f"<svg width='{size}' height='{size}' viewBox='0 0 50 50'>{shape}</svg>"

    def page(
        self, body: str, css: str = "", margin: str = "14mm 15mm", font: str | None = None, size: float | None = None
    ) -> str:
        """The whole page around its body."""
        size = size or self.rng.choice([9.5, 10, 10.5, 11])
        return f"""<html lang=fr><head><meta charset=utf-8><style>@page{{size:A4;margin:{margin}}}
body{{font-family:'{font or self.sans}';font-size:{size}pt;line-height:1.35;color:#111}}
table{{border-collapse:collapse}}td,th{{vertical-align:top;padding:1.5pt 5pt}}
.j{{text-align:justify}}.r{{text-align:right}}.c{{text-align:center}}.sm{{font-size:8pt}}
h1{{font-size:14pt;margin:8pt 0}}h2{{font-size:11pt;margin:8pt 0 2pt}}p{{margin:5pt 0}}
.box{{border:1pt solid #333;padding:6pt 8pt}}.full{{width:100%}}.grid td,.grid th{{border:.7pt solid #555}}{css}
</style></head><body>{body}{self.mention}</body></html>"""
