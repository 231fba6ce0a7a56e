"""Doctors, carers and establishments of the valley and of the towns below."""

import random
from dataclasses import dataclass

from .keys import finess, rpps
from .names import first_name, last_name, titled
from .people import phone


@dataclass(frozen=True)
class Carer:
    """Somebody who writes, signs or is written to."""

    family: str
    given: str
    sex: str
    rpps: str
    job: str

    @property
    def family_low(self) -> str:
        """Return the family name in small letters."""
        return titled(self.family)


@dataclass(frozen=True)
class House:
    """An establishment, an office or a company."""

    name: str
    kind: str
    finess: str
    street: str
    town: str
    phone: str
    fax: str


JOBS = {
    "Médecin généraliste": 26,
    "Cardiologue": 5,
    "Néphrologue": 6,
    "Pneumologue": 4,
    "Gastro-entérologue": 4,
    "Chirurgien orthopédiste": 5,
    "Chirurgien viscéral": 4,
    "Anesthésiste-réanimateur": 6,
    "Gynécologue-obstétricien": 6,
    "Pédiatre": 5,
    "Sage-femme": 8,
    "Urgentiste": 9,
    "Gériatre": 5,
    "Radiologue": 9,
    "Biologiste médical": 6,
    "Anatomopathologiste": 3,
    "Ophtalmologiste": 5,
    "Dermatologue": 3,
    "Endocrinologue": 3,
    "Neurologue": 4,
    "Psychiatre": 3,
    "Oncologue": 3,
    "Médecin polyvalent": 8,
    "Infirmier": 14,
    "Masseur-kinésithérapeute": 9,
    "Orthoptiste": 4,
    "Opticien": 5,
    "Orthophoniste": 4,
    "Pédicure-podologue": 3,
    "Pharmacien": 6,
    "Cadre de santé": 5,
    "Agent": 12,
    "Ambulancier": 7,
    "Assistant social": 4,
    "Ergothérapeute": 3,
    "Chirurgien-dentiste": 3,
    "ORL": 3,
    "Rhumatologue": 3,
    "Urologue": 3,
    "Diététicien": 3,
    "Audioprothésiste": 2,
}
HOUSES = [
    ("Centre Hospitalier du Val d'Ambrune", "hospital", "73"),
    ("Hôpital de Bessevieille", "hospital", "74"),
    ("Centre Hospitalier des Trois Aiguilles", "hospital", "73"),
    ("Centre Hospitalier Universitaire de Lyssieu", "chu", "69"),
    ("Hôpital Sainte-Aldegonde", "chu", "38"),
    ("Clinique des Sources Claires", "clinic", "74"),
    ("Polyclinique du Grand Large", "clinic", "73"),
    ("Clinique Belle-Étoile", "clinic", "38"),
    ("EHPAD Les Edelweiss", "home", "73"),
    ("Résidence La Marmotte d'Or", "home", "74"),
    ("EHPAD Fernand-Traversier", "home", "73"),
    ("Maison de retraite Le Clos Saint-Ours", "home", "05"),
    ("Unité de dialyse du Haut-Ambre", "dialysis", "73"),
    ("Association Rein et Montagne", "dialysis", "74"),
    ("Laboratoire Bioval", "lab", "73"),
    ("Laboratoire des Gentianes", "lab", "74"),
    ("Labo Alpes-Analyses", "lab", "38"),
    ("LBM Torrent & Associés", "lab", "73"),
    ("Centre d'imagerie du Pont Vieux", "imaging", "73"),
    ("Radiologie des Arcades", "imaging", "74"),
    ("Imagerie Médicale de l'Ambre", "imaging", "73"),
    ("Scanner-IRM Porte des Alpes", "imaging", "38"),
    ("Cabinet de pathologie Verdier-Lombard", "path", "69"),
    ("Maison de santé des Arvières", "msp", "73"),
    ("Maison de Santé Pluridisciplinaire du Col", "msp", "74"),
    ("Pharmacie de la Fontaine", "pharmacy", "73"),
    ("Pharmacie du Torrent", "pharmacy", "74"),
    ("Pharmacie des Cimes", "pharmacy", "73"),
    ("Ambulances du Haut-Val", "ambulance", "73"),
    ("Ambulances Taxis Chamois", "ambulance", "74"),
    ("SARL Secours Ambrune", "ambulance", "73"),
    ("Optique du Marché", "optician", "73"),
    ("Les Lunetiers de l'Alpe", "optician", "74"),
    ("Mutuelle des Vallées Réunies", "insurer", "69"),
    ("Prévoyance Cordée", "insurer", "75"),
    ("Garantie Alpine Santé", "insurer", "38"),
    ("Caisse primaire d'assurance maladie des Hauts Pays", "cpam", "73"),
    ("HAD Alpes-Domicile", "had", "73"),
    ("SSIAD de la Haute Vallée", "ssiad", "73"),
    ("Centre de soins de suite Le Grand Pré", "ssr", "05"),
    ("Cabinet médical de la Scierie", "office", "73"),
    ("Cabinet médical des Guides", "office", "74"),
    ("Cabinet du Four Banal", "office", "73"),
    ("Centre de cardiologie des Deux Rives", "office", "38"),
    ("Cabinet infirmier du Pont Vieux", "nurses", "73"),
    ("Cabinet infirmier Les Mélèzes", "nurses", "74"),
    ("Cabinet de kinésithérapie du Belvédère", "physio", "73"),
    ("Kiné Montagne", "physio", "74"),
    ("Centre médico-social de Valombre", "cms", "73"),
]
TOWNS = [
    "73440 Valombre",
    "73510 Les Arvières",
    "73620 Saint-Ours-la-Combe",
    "74310 Bessevieille",
    "74920 Montaclair",
    "05640 La Salle-Haute",
    "38780 Roc-en-Oisans-le-Vieux",
    "73730 Fontblanche",
    "73270 Aigueclaire",
]
FAR_TOWNS = {"69": "69310 Lyssieu", "75": "75099 Paris", "38": "38930 Corbelle"}


class Staff:
    """The pool of carers and houses, the same for all the files of a set."""

    def __init__(self, rng: random.Random) -> None:
        self.carers: dict[str, list[Carer]] = {}
        taken: set[str] = set()
        for job, count in JOBS.items():
            self.carers[job] = [self._carer(rng, job, taken) for _ in range(count)]
        self.houses: dict[str, list[House]] = {}
        for name, kind, department in HOUSES:
            street = f"{rng.randrange(1, 90)} {rng.choice(['avenue de la Gare', 'rue des Guides', 'place du Marché'])}"
            town = FAR_TOWNS.get(department) or rng.choice([town for town in TOWNS if town.startswith(department)])
            house = House(name, kind, finess(rng, department), street, town, phone(rng), phone(rng))
            self.houses.setdefault(kind, []).append(house)

    @staticmethod
    def _carer(rng: random.Random, job: str, taken: set[str]) -> Carer:
        while True:
            family = last_name(rng)
            if family not in taken:
                break
        taken.add(family)
        sex = rng.choice("FM")
        return Carer(family, first_name(rng, sex, rng.randint(1955, 1990)), sex, rpps(rng), job)

    def carer(self, rng: random.Random, *jobs: str) -> Carer:
        """Draw a carer of one of these jobs."""
        return rng.choice(self.carers[rng.choice(jobs)])

    def house(self, rng: random.Random, *kinds: str) -> House:
        """Draw an establishment of one of these kinds."""
        return rng.choice(self.houses[rng.choice(kinds)])
