"""Professionals and establishments of a region."""

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.region.people import OLD_F, OLD_M, PARTICLE

SPECS = {
    "cardio": ("Cardiologie", "Cardiologue"),
    "pneumo": ("Pneumologie", "Pneumologue"),
    "gastro": ("Hépato-gastro-entérologie", "Gastro-entérologue"),
    "neuro": ("Neurologie", "Neurologue"),
    "rhumato": ("Rhumatologie", "Rhumatologue"),
    "endoc": ("Endocrinologie - Diabétologie", "Endocrinologue"),
    "onco": ("Oncologie médicale", "Oncologue"),
    "ortho": ("Chirurgie orthopédique", "Chirurgien orthopédiste"),
    "uro": ("Urologie", "Urologue"),
    "ophta": ("Ophtalmologie", "Ophtalmologue"),
    "orl": ("ORL et chirurgie cervico-faciale", "ORL"),
    "derm": ("Dermatologie", "Dermatologue"),
    "psy": ("Psychiatrie", "Psychiatre"),
    "geria": ("Gériatrie", "Gériatre"),
    "nephro": ("Néphrologie", "Néphrologue"),
    "gyn": ("Gynécologie-obstétrique", "Gynécologue-obstétricien"),
    "ped": ("Pédiatrie", "Pédiatre"),
    "mg": ("Médecine générale", "Médecin généraliste"),
}
TOWNS = [
    ("Vierzac", "16"),
    ("Saint-Aubry", "35"),
    ("Montrelais", "44"),
    ("Beaulieu-sur-Orne", "61"),
    ("Castelverdun", "81"),
    ("Port-Louvain", "76"),
    ("Roquemaure-les-Bains", "30"),
    ("Chalmazel", "42"),
    ("Ploufragnec", "22"),
    ("Hautmesnil", "59"),
    ("Villerange", "69"),
    ("Argentières", "73"),
    ("Mirefleurs", "63"),
    ("La Ferté-Gaubert", "45"),
    ("Sarzignan", "56"),
    ("Brûlon-sur-Vègre", "72"),
    ("Lestrac", "33"),
    ("Oberfeld", "67"),
]
STREETS = [
    "rue des Tilleuls",
    "avenue Jean Jaurès",
    "place de la République",
    "boulevard Pasteur",
    "rue du Général Leclerc",
    "chemin des Vignes",
    "rue de l'Hôtel-Dieu",
    "allée des Érables",
    "quai des Mariniers",
    "route de Bordeaux",
    "rue Marie Curie",
    "impasse du Moulin",
]
SAINT = [
    "Saint-Vincent",
    "Sainte-Anne",
    "Saint-Luc",
    "Notre-Dame",
    "Saint-Roch",
    "Sainte-Marthe",
    "du Parc",
    "des Cèdres",
    "Les Ormeaux",
    "Ambroise Croizat",
    "Louise Michel",
    "du Val de Loue",
    "Bel-Air",
    "Simone Veil",
    "de l'Estuaire",
    "du Grand Chêne",
    "Camille Claudel",
]


class Pro:
    """A professional with the numbers that prescriptions print."""

    def __init__(self, w, spec="mg"):
        r = w.r
        self.sex = r.choice("MF")
        self.family = w.last()
        while (" " in self.family and self.family not in PARTICLE) or self.family.count(" ") > 1:
            self.family = w.last()
        self.given = r.choice(OLD_F if self.sex == "F" else OLD_M)
        b = "10" + f"{r.randint(0, 10**8 - 1):08d}"
        self.rpps = b + luhn_digit(b)
        self.am = f"{r.randint(1, 95):02d}1{r.randint(10000, 99999)}{r.randint(0, 9)}"
        self.adeli = f"{r.randint(1, 95):02d}{r.choice([4, 6, 7])}{r.randint(100000, 999999)}"
        self.spec = spec
        self.tel = f"0{r.randint(1, 5)} " + " ".join(f"{r.randint(0, 99):02d}" for _ in range(4))


class Place:
    """An establishment or a practice."""

    def __init__(self, w, kind):
        r = w.r
        self.town, self.dep = r.choice(TOWNS)
        s = r.choice(SAINT)
        self.name = {
            "hospital": r.choice(
                [
                    f"Centre Hospitalier {de(self.town)}",
                    f"Hôpital {s}",
                    f"CHU {de(self.town)}",
                    f"Centre Hospitalier {s}",
                    f"Hôpital privé {s}",
                ]
            ),
            "clinic": r.choice([f"Clinique {s}", f"Polyclinique {s}", f"Clinique chirurgicale {s}"]),
            "lab": r.choice(
                [
                    f"Laboratoire {s}",
                    f"BIOVAL {self.town}",
                    f"SELAS LABORIZON {self.town.upper()}",
                    f"Laboratoire de biologie médicale {s}",
                    f"Biologie {s}",
                ]
            ),
            "path": r.choice(
                [f"Centre de Pathologie {s}", f"CYPATH {self.town}", f"Cabinet d'anatomie pathologique {s}"]
            ),
            "imaging": r.choice(
                [f"Imagerie médicale {s}", f"Centre d'imagerie {s}", f"SCM Radiologie {s}", f"IRM Scanner {self.town}"]
            ),
            "ehpad": r.choice([f"EHPAD {s}", f"Résidence {s}", f"EHPAD Résidence {s}", f"Maison de retraite {s}"]),
            "gp": r.choice(
                [
                    f"Maison de santé {s}",
                    f"Cabinet médical {s}",
                    f"Maison de santé pluriprofessionnelle {s}",
                    f"Centre de santé {s}",
                ]
            ),
            "pharm": r.choice([f"Pharmacie {s}", "Pharmacie de la Mairie", f"Pharmacie {self.town} Centre"]),
            "rehab": r.choice([f"Centre de rééducation {s}", f"SMR {s}", f"Clinique de réadaptation {s}"]),
            "genetic": r.choice([f"CHU {de(self.town)}", f"Institut de génétique médicale {s}", f"Hôpital {s}"]),
        }[kind]
        self.street = f"{r.randint(1, 148)} {r.choice(STREETS)}"
        self.zip = f"{self.dep}{r.choice(['000', '100', '230', '310', '400', '560', '700'])}"
        self.tel = f"0{r.randint(1, 5)} " + " ".join(f"{r.randint(0, 99):02d}" for _ in range(4))
        self.fax = self.tel[:-2] + f"{r.randint(0, 99):02d}"
        b = self.dep + f"{r.choice([0, 1, 78, 79])}"
        b = (b + f"{r.randint(0, 10**6 - 1):06d}")[:8]
        self.finess = b + luhn_digit(b)

    @property
    def addr(self):
        return f"{self.street}, {self.zip} {self.town}"


def de(town):
    """'de' before the name of a town."""
    if town.startswith("La "):
        return "de " + town
    return ("d'" if town[0] in "AEIOUÉH" and not town.startswith("H") else "de ") + town
