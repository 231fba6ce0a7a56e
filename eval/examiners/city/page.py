"""Pieces of a page: faces, logos, addresses, the whole page. No wording of a document."""

from collections.abc import Sequence
from html import escape as E  # noqa: N812

from eval.examiners.city.context import Ctx
from eval.examiners.city.people import Pro, Site

SANS = ["Liberation Sans", "Carlito", "Open Sans", "Roboto", "Lato", "DejaVu Sans", "FreeSans", "Cantarell"]
SERIF = ["Liberation Serif", "Caladea", "EB Garamond", "FreeSerif", "Vollkorn", "DejaVu Serif"]
MONO = ["Liberation Mono", "Courier Prime", "FreeMono", "DejaVu Sans Mono", "Go Mono"]
CONFR = [
    "Cher confrère,",
    "Chère consœur, cher confrère,",
    "Cher ami,",
    "Madame, Monsieur et cher confrère,",
    "Mon cher confrère,",
]
BYE = [
    "Bien confraternellement,",
    "Je te remercie de ta confiance.",
    "Avec mes salutations les plus cordiales.",
    "Confraternellement vôtre.",
    "Restant à votre disposition, je vous prie de croire en mes sentiments confraternels.",
]


def html(
    d: Ctx,
    body: str,
    css: str = "",
    fonts: Sequence[str] = SANS,
    size: float = 10.5,
    margin: str = "16mm 18mm",
    foot: str = "",
    head: str = "",
) -> str:
    """The whole page around its body. foot, head: running lines."""
    font = d.c(*fonts)
    size = size + d.c(-0.5, 0, 0, 0.5)
    run = ""
    if foot:
        run += f'@bottom-center{{content:"{foot}";font-size:7.5pt;color:#444}}'
    if head:
        run += f'@top-left{{content:"{head}";font-size:8.5pt}}'
    return (
        f"<html><head><style>@page{{size:A4;margin:{margin};{run}}}body{{font-family:'{font}','Liberation Sans';font-size:{size}pt;line-height:1.32;margin:0;font-variant-numeric:lining-nums}}"
        f"p{{margin:0 0 2.2mm 0}}table{{border-collapse:collapse}}td,th{{vertical-align:top;text-align:left}}{css}</style></head><body>{body}</body></html>"
    )


def logo(d: Ctx, kind: str | None = None) -> str:
    """A logo that nobody owns."""
    col = d.c("#0b5a8a", "#7a1f4b", "#1c7a4f", "#b3541e", "#333", "#4b3b8f")
    shape = {
        "c": f"<circle cx='20' cy='20' r='17' fill='{col}'/><path d='M20 9v22M9 20h22' stroke='#fff' stroke-width='6'/>",
        "w": f"<path d='M2 28 Q12 4 20 20 T38 12 V36 H2Z' fill='{col}'/>",
        "h": f"<path d='M4 18 20 5 36 18V36H4Z' fill='none' stroke='{col}' stroke-width='4'/><circle cx='20' cy='24' r='5' fill='{col}'/>",
        "l": f"<path d='M20 36C4 24 4 10 14 8q6 0 6 6 0-6 6-6c10 2 10 16-6 28z' fill='{col}'/>",
        "b": f"<rect x='4' y='4' width='14' height='32' fill='{col}'/><rect x='22' y='14' width='14' height='22' fill='{col}' opacity='.55'/>",
    }
    return f"<svg width='14mm' height='14mm' viewBox='0 0 40 40'>{shape[kind or d.c(*shape)]}</svg>"


def addr(s: Site, tel: bool = True) -> str:
    """Address of a house."""
    return f"{E(s.street)} – {s.cp} {s.city.upper()}" + (f"<br>Tél. {s.tel} – Fax {s.fax}" if tel else "")


def staff(d: Ctx, n: int, spec: bool = True) -> str:
    """Other physicians of the house."""
    sp = [
        "Cardiologie",
        "Chirurgie digestive",
        "Anesthésie",
        "Orthopédie",
        "Urologie",
        "Rythmologie",
        "Angiologie",
        "Gynécologie",
    ]
    return "".join(
        f"<div>Dr {E(p.given)} {p.family.upper() if d.caps else E(p.family)}{'<br><i>' + d.c(*sp) + '</i>' if spec and d.k(0.6) else ''}</div>"
        for p in (d.pro() for _ in range(n))
    )


def addressee(d: Ctx, pro: Pro, street: bool = True) -> str:
    """A recipient, for the truth, as they are named."""
    d.to(pro)
    s = d.w.site("cab")
    return (
        f"{d.c('Docteur', 'Dr', 'Monsieur le Docteur' if pro.sex == 'M' else 'Madame le Docteur')} {E(pro.given)} {d.up(pro.family)}"
        + (f"<br>{E(s.street)}<br>{s.cp} {s.city}" if street else "")
    )


def copies(d: Ctx, n: int = 1) -> str:
    """Who else receives the document, for the truth."""
    ps = [d.to(d.pro()) for _ in range(n)]
    return d.c("Copie : ", "Copie à : ", "c.c. ", "Double : ", "En copie : ") + d.c(", ", " ; ").join(
        f"Dr {E(p.given)} {d.up(p.family)}" for p in ps
    )
