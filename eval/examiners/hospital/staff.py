"""Doctors and establishments that write to a hospital."""

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.hospital.people import CITIES, F_MID, F_NEW, LAST, LAST_SPECIAL, M_MID, M_NEW, STREETS, fold

SPECS = {
    "cardio": "Cardiologie",
    "pneumo": "Pneumologie",
    "gastro": "Hépato-gastro-entérologie",
    "ortho": "Chirurgie orthopédique et traumatologique",
    "neuro": "Neurologie",
    "rhumato": "Rhumatologie",
    "uro": "Urologie",
    "endo": "Endocrinologie - Diabétologie",
    "geria": "Médecine gériatrique",
    "interne": "Médecine interne",
    "radio": "Radiologie et imagerie médicale",
    "bio": "Biologie médicale",
    "path": "Anatomie et cytologie pathologiques",
    "urg": "Urgences",
    "anesth": "Anesthésie - Réanimation",
    "onco": "Oncologie médicale",
    "gyneco": "Gynécologie-obstétrique",
    "gen": "Médecine générale",
    "pedia": "Pédiatrie",
    "genet": "Génétique médicale",
    "visc": "Chirurgie viscérale et digestive",
    "orl": "ORL",
    "nephro": "Néphrologie",
    "ophta": "Ophtalmologie",
}


class Doctor:
    """A doctor with an RPPS number."""

    def __init__(self, rng, spec="gen"):
        self.spec = spec
        self.sex = rng.choice("MF")
        self.family = rng.choice(LAST) if rng.random() < 0.88 else rng.choice(LAST_SPECIAL)
        pool = F_MID + F_NEW[:60] if self.sex == "F" else M_MID + M_NEW[:60]
        self.given = rng.choice(pool)
        body = "10" + f"{rng.randrange(10**8):08d}"
        self.rpps = body + luhn_digit(body)
        self.title = (
            rng.choice(["Dr", "Docteur", "Dr", "Dr", "Pr"]) if spec not in ("gen",) else rng.choice(["Dr", "Docteur"])
        )

    def full(self, style=0):
        return f"{self.title} {self.given} {self.family}" if style == 0 else f"{self.title} {self.family} {self.given}"


class Structure:
    """An establishment or a practice: names, addresses, numbers."""

    def __init__(self, rng, kind):
        self.kind = kind
        self.city, self.dep = rng.choice(CITIES)
        saint = rng.choice(
            [
                "Saint-Roch",
                "Sainte-Anne",
                "Notre-Dame",
                "Bel-Air",
                "des Trois Rivières",
                "du Val d'Or",
                "Saint-Luc",
                "des Remparts",
                "Sainte-Marguerite",
                "du Parc",
                "La Roseraie",
                "de l'Estuaire",
                "Les Ormeaux",
                "Saint-Vincent",
                "des Lilas",
                "du Lac",
            ]
        )
        who = rng.choice(
            [
                "René Leriche",
                "Simone Veil",
                "Émile Roux",
                "Ambroise Paré",
                "Françoise Barré",
                "Jean Rostand",
                "Marie Lannelongue",
                "Louis Pradel",
            ]
        )
        # a place name with an article contracts
        de = "d'" if self.city[0] in "AEÉIOUH" else "de "
        t = {
            "ch": [
                f"Centre Hospitalier {de}{self.city}",
                "Centre Hospitalier " + who,
                "Hôpital " + saint,
                f"CH {de}{self.city}",
                "Groupe Hospitalier " + self.city + " Sud",
                "Hôpital local " + saint,
                f"CHU {de}{self.city}",
                "Centre hospitalier intercommunal " + self.city,
            ],
            "clin": [
                "Clinique " + saint,
                "Polyclinique " + saint,
                "Hôpital privé " + saint,
                "Clinique chirurgicale " + saint,
                "Nouvelle Clinique " + saint,
            ],
            "lab": [
                "Laboratoire " + saint,
                "BioSynergie " + self.city,
                "SELAS Bio-" + self.city,
                "Laboratoire de biologie médicale " + saint,
                "LABM " + who,
                "Analys'Bio " + self.city,
            ],
            "img": [
                "Centre d'imagerie médicale " + saint,
                "IRM-Scanner " + saint,
                "Cabinet de radiologie " + saint,
                "Imagerie " + saint,
                "Groupe d'imagerie " + self.city,
            ],
            "path": [
                "Institut de pathologie " + saint,
                "Cabinet de pathologie " + self.city,
                "Laboratoire d'anatomie pathologique " + saint,
            ],
            "cab": ["Cabinet médical " + saint, "Maison de santé " + saint],
        }
        self.name = rng.choice(t[kind])
        self.addr = f"{rng.randint(1, 90)} {rng.choice(STREETS)}"
        self.cp = f"{self.dep}{rng.randrange(0, 99) * 10:03d}"
        d2 = f"{rng.randrange(10**9):09d}"
        body = self.dep + "0" + d2[:5]
        self.finess = body + luhn_digit(body)

        def tel():
            return f"0{rng.choice([1, 2, 3, 4, 5])} {rng.randrange(10, 99):02d} {rng.randrange(100):02d} {rng.randrange(100):02d} {rng.randrange(100):02d}"

        self.tel, self.fax, self.tel2 = tel(), tel(), tel()
        dom = fold(self.name).lower().replace("'", "").replace(" ", "-")[:22].strip("-")
        self.mail = (
            rng.choice(["secretariat@", "contact@", "accueil@"]) + dom + rng.choice([".fr", ".org", ".medical.example"])
        )
        self.web = "www." + dom + ".fr"
