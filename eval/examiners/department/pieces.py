"""Houses, letterheads and lists that several layouts use."""

from html import escape
from typing import Final

from eval.examiners.department.document import Doc
from eval.examiners.department.names import TOWNS

# fmt: off
CHD = [
    "Centre Hospitalier Départemental d'Armagnac-Gascogne", "Centre Hospitalier de Condom-Ténarèze",
    "Centre Hospitalier du Pays d'Albret", "Hôpital Saint-Jacques de Mirande", "Centre Hospitalier Layné-Douze",
]
GHT = "GHT des Coteaux de Gascogne"
EHPAD = [
    "EHPAD Les Jardins de Lomagne", "Résidence La Baïse", "EHPAD Le Clos des Chênes", "Résidence Cadet de Gascogne",
    "EHPAD Saint-Joseph",
]
LABO = [
    "Laboratoire BioGascogne", "SELAS Biologie des Deux Rives", "Labo Adour Analyses", "Laboratoire Ténarèze Biologie",
]
IMG = ["Groupe d'imagerie de la Gélise", "Centre d'imagerie Sainte-Quitterie", "SCM Radiologie du Midour"]
AMB = ["Ambulances du Bas-Armagnac", "SARL Ambulances Lacaze", "Taxi-Ambulances de l'Auzoue"]
# fmt: on
FORM_CSS: Final = (
    ".f{border-bottom:.7pt dotted #444;padding:0 4pt}.h{border:1pt solid #2a5a9a;margin:5pt 0;padding:5pt 7pt}"
    ".t{background:#2a5a9a;color:#fff;padding:2pt 6pt;font-weight:bold}"
)


def staff(d: Doc, count: int = 6) -> str:
    """Doctors of a ward, one under the other."""
    return "<br>".join(escape(f"Dr {pro.given} {pro.family}") for pro in (d.doctor() for _ in range(count)))


def practice(d: Doc, speciality: str) -> list[str]:
    """Letterhead lines of a lone practitioner, who is also the author."""
    author = d.set_author()
    d.leave("structure_name", "structure_finess")
    code, town, department = d.pick(TOWNS)
    number = f"{department} 1 {d.rng.randrange(10000, 99999)} {d.rng.randrange(10)}"
    shown = d.rpps_text() if d.chance(0.65) else f"N° AM {number}"
    titles = ["Ancien interne des hôpitaux", "Conventionné secteur 1", "Diplômé de la faculté de Bordeaux"]
    return [
        d.pick(["Docteur ", "Dr "]) + f"{author.given} {author.family}",
        speciality,
        d.pick(titles),
        f"{d.rng.randrange(1, 90)} rue de la République, {code} {town}",
        "Tél. " + d.phone(),
        shown,
    ]


def letterhead(lines: list[str], align: str = "left") -> str:
    """The lines over a page, the first one larger."""
    rest = "<br>".join(f"<span class=sm>{escape(line)}</span>" for line in lines[1:])
    return f"<div style='text-align:{align}'><b style='font-size:13pt'>{escape(lines[0])}</b><br>{rest}</div>"
