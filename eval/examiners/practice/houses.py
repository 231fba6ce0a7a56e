"""Doctors and establishments that write to the practice. What they write stands in the layouts."""

from dataclasses import dataclass

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.practice.names import TOWNS, address, first_name, fold, last_name


def make_rpps(rng):
    """A number of a professional."""
    body = "10" + rng.choice(["0", "1"]) + f"{rng.randint(0, 9999999):07d}"
    return body + luhn_digit(body)


def make_finess(rng, dep):
    """A number of an establishment."""
    body = f"{dep}0{rng.randint(0, 99999):05d}"
    return body + luhn_digit(body)


def make_adeli(rng, dep):
    """A number of a professional of an older register."""
    return f"{dep}{rng.choice('1579')}{rng.randint(100000, 999999)}"


@dataclass
class Doctor:
    """A professional who signs, receives or is named."""

    family: str
    given: str
    sex: str
    spec: str
    rpps: str
    am: str
    title: str = "Dr"

    def full(self, rng=None, style=None):
        """Title and names."""
        t = {"Dr": ["Dr", "Docteur"], "Pr": ["Pr", "Professeur"]}.get(self.title, [self.title])
        t = rng.choice(t) if rng else t[0]
        style = style or (rng.choice(["gf", "gf", "fg"]) if rng else "gf")
        body = f"{self.given} {self.family}" if style == "gf" else f"{self.family} {self.given}"
        return f"{t} {body}".strip()


def make_doctor(rng, spec, title="Dr", dep="83"):
    """A doctor, a man or a woman."""
    sex = rng.choice("FM")
    return Doctor(
        last_name(rng),
        first_name(rng, sex, rng.randint(1962, 1993)),
        sex,
        spec,
        make_rpps(rng),
        f"{dep}1{rng.randint(10000, 99999)}",
        title,
    )


@dataclass
class Structure:
    """An establishment or a practice."""

    name: str
    kind: str
    addr: tuple
    finess: str
    tel: str
    fax: str
    mail: str
    color: str
    dep: str


COLORS = ["#0b5394", "#1d6f5c", "#7a1f3d", "#444", "#b45f06", "#20608a", "#5b3a8e", "#00756f", "#a61c00", "#224"]


def _names(rng, kind, town, saint, nat):
    """Names that an establishment of a kind may bear: all are drawn, whatever the kind."""
    return {
        "chu": [
            f"Centre Hospitalier Universitaire {nat}",
            f"CHU {nat} – Hôpital {saint}",
            f"Hôpitaux Universitaires {nat}",
        ],
        "ch": [
            f"Centre Hospitalier de {town[0]}",
            f"Centre Hospitalier Intercommunal {nat}",
            f"Hôpital {saint} – {town[0]}",
        ],
        "clinique": [
            f"Clinique {saint}",
            f"Polyclinique {nat}",
            f"Hôpital privé {nat}",
            f"Clinique {rng.choice(['les Pins', 'du Parc', 'la Pinède', 'les Lauriers-Roses', 'Bel-Air'])}",
        ],
        "labo": [
            f"BIO{rng.choice(['MED', 'SUD', 'LITTORAL', 'DURANCE', 'GARRIGUE', 'AZUR'])} {rng.choice(['13', 'Provence', 'Méditerranée', 'Réunis'])}",
            f"Laboratoire {saint} – SELAS {rng.choice(['Analysud', 'Cerbio', 'Labomistral', 'Biolys'])}",
            f"LBM {nat}",
        ],
        "radio": [
            f"Centre d'imagerie médicale {saint}",
            f"Imagerie {nat}",
            f"Groupe de radiologie {nat}",
            f"SELARL Imagerie {town[0]} Centre",
        ],
        "path": [f"Cabinet de pathologie {nat}", f"Institut d'Histopathologie {nat}", f"MEDIPATH {town[0]}"],
        "cabinet": [
            f"Cabinet médical {nat}",
            f"Centre de consultations {saint}",
            f"Pôle médical {rng.choice(['Mistral', 'Pagnol', 'Giono', 'Cézanne'])}",
        ],
        "msp": [f"Maison de santé pluriprofessionnelle {nat}"],
        "ehpad": [
            f"EHPAD {rng.choice(['Les Lavandes', 'La Bastide', 'Les Amandiers', 'Lou Paradou', 'Le Mas des Anges', 'Résidence Mirabeau'])}",
            f"Résidence {rng.choice(['Les Micocouliers', 'L’Oustaou', 'Les Arcades'])}",
        ],
        "had": [
            f"HAD {nat}",
            f"SSIAD {rng.choice(['ADMR', 'Présence Sud', 'Croix d’Azur'])} {town[0]}",
            f"Hospitalisation à domicile {saint}",
        ],
        "pharma": [
            f"Pharmacie {rng.choice(['du Cours', 'de la Fontaine', 'des Platanes', 'du Marché', 'Mistral', 'de la Gare'])}"
        ],
        "smr": [f"Centre de réadaptation {nat}", f"SMR {saint}"],
        "dialyse": [f"Centre d'hémodialyse {nat}"],
    }[kind]


def make_structure(rng, kind):
    """An establishment with its numbers."""
    town = rng.choice(TOWNS)
    saint = rng.choice(
        [
            "Saint-Roch",
            "Sainte-Claire",
            "Saint-Jean",
            "Notre-Dame",
            "Saint-Privat",
            "Sainte-Marthe",
            "Saint-Cyr",
            "Sainte-Victoire",
        ]
    )
    nat = rng.choice(
        [
            "des Alpilles",
            "du Luberon",
            "de la Durance",
            "des Calanques",
            "de l'Esterel",
            "des Garrigues",
            "du Ventoux",
            "de la Camargue",
            "des Maures",
            "de l'Hérault",
            "des Cévennes",
            "du Verdon",
            "de Provence Verte",
        ]
    )
    names = _names(rng, kind, town, saint, nat)
    dep = town[2][:2]
    ind = {"83": "04 94", "13": "04 91", "84": "04 90", "30": "04 66", "34": "04 67", "06": "04 93"}.get(dep, "04 92")
    tel = f"{ind} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
    fax = tel[:-2] + f"{rng.randint(10, 99)}"
    name = rng.choice(names)
    slug = "".join(c for c in fold(name).lower() if c.isalpha())[:14]
    return Structure(
        name,
        kind,
        address(rng, town),
        make_finess(rng, dep),
        tel,
        fax,
        f"secretariat@{slug}.fr",
        rng.choice(COLORS),
        dep,
    )
