"""Doctors, practices and establishments that write to the hospital. What they write stands in the layouts."""

from dataclasses import dataclass, field

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.correspondents.names import STREETS, TOWNS, fold
from eval.examiners.correspondents.people import phone


def make_rpps(rng):
    """A number of a professional."""
    s = "10" + rng.choice("01") + "".join(rng.choice("0123456789") for _ in range(7))
    return s + luhn_digit(s)


def make_finess(rng, cp):
    """A number of an establishment."""
    s = cp[:2] + "0" + "".join(rng.choice("0123456789") for _ in range(5))
    return s + luhn_digit(s)


# where the establishments that bear the name of a place stand
PLACES = {
    "Vierzon": ("18100", "Vierzon"),
    "Tours": ("37000", "Tours"),
    "Bretonneau": ("37000", "Tours"),
    "Jacques-Cœur": ("18000", "Bourges"),
    "Châteauroux": ("36000", "Châteauroux"),
    "Orléans": ("45000", "Orléans"),
    "Montluçon": ("03100", "Montluçon"),
    "Nevers": ("58000", "Nevers"),
    "Estaing": ("63000", "Clermont-Ferrand"),
    "Limoges": ("87000", "Limoges"),
    "Bourges": ("18000", "Bourges"),
    "Saint-Maur": ("36250", "Saint-Maur"),
    "SAMU 18": ("18000", "Bourges"),
    "départemental du Cher": ("18000", "Bourges"),
    "Nièvre": ("58000", "Nevers"),
    "Département de l'Indre": ("36000", "Châteauroux"),
    "Guillaume-de-Varye": ("18230", "Saint-Doulchard"),
    "George-Sand": ("18000", "Bourges"),
    "APST 18": ("18000", "Bourges"),
}


@dataclass
class Doctor:
    """A professional who signs, receives or is named."""

    family: str
    given: str
    sex: str
    rpps: str
    title: str = "Dr"
    spec: str = ""


@dataclass
class Structure:
    """An establishment or a practice."""

    name: str
    street: str
    cp: str
    town: str
    tel: str
    fax: str
    mail: str
    finess: str
    staff: list = field(default_factory=list)


class Senders:
    """The hospital that receives, and who writes to it."""

    def __init__(self, rng, names):
        self.rng, self.names = rng, names
        self.hospital = "Centre Hospitalier du Val d'Arnon"
        self.hosp_addr = ("7 avenue des Grands-Champs", "18200", "Saint-Amand-Montrond")
        specs = [
            "cardiologie",
            "pneumologie",
            "médecine polyvalente",
            "gériatrie aiguë",
            "chirurgie orthopédique",
            "chirurgie viscérale",
            "urgences",
            "gynécologie-obstétrique",
            "pédiatrie",
            "néphrologie",
            "neurologie",
            "diabétologie",
            "hépato-gastroentérologie",
            "oncologie",
            "urologie",
            "ORL",
            "ophtalmologie",
            "anesthésie",
            "rhumatologie",
            "réanimation",
            "infectiologie",
            "UMG - court séjour gériatrique",
            "équipe mobile de soins palliatifs",
        ]
        self.hosp_doctors = [self.doctor(rng, s) for s in specs]

    def doctor(self, rng, spec="", title=None):
        """A doctor, a man or a woman."""
        sex = rng.choice("MF")
        family = self.names.family(rng)
        given = self.names.first(rng, sex, rng.randint(1958, 1991))
        return Doctor(family, given, sex, make_rpps(rng), title or rng.choices(["Dr", "Pr"], [94, 6])[0], spec)

    def town_doctor(self, rng, spec="médecine générale"):
        """A doctor of a town practice."""
        return self.doctor(rng, spec, "Dr")

    def structure(self, rng, name, town=None, staff=0, spec=""):
        """An establishment; {t} in its name stands for its town."""
        known = next((v for k, v in PLACES.items() if k in name), None)
        cp, town = town or known or rng.choice(TOWNS)
        street = f"{rng.randint(1, 120)} {rng.choice(STREETS)}"
        slug = fold(name.split(" ")[-1]).lower().replace("'", "")
        tel = phone(rng, False)
        mail = (
            rng.choice(["contact", "secretariat", "accueil", "medical"])
            + "@"
            + slug
            + rng.choice([".fr", "-sante.fr", ".mssante.fr"])
        )
        s = Structure(name.replace("{t}", town), street, cp, town, tel, phone(rng, False), mail, make_finess(rng, cp))
        s.staff = [self.doctor(rng, spec) for _ in range(staff)]
        return s
