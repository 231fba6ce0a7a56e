"""Health professionals: never patients."""

from eval.examiners.town.people import FAMILIES, MID_F, MID_M, SPECIAL_FAMILY, luhn_complete

SPECIALTIES = {
    "gp": ["Médecine générale", "Médecin généraliste", "Médecine générale – conventionné secteur 1"],
    "cardio": ["Cardiologie", "Cardiologue", "Maladies du cœur et des vaisseaux"],
    "rhumato": ["Rhumatologie", "Rhumatologue"],
    "pneumo": ["Pneumologie", "Pneumologue"],
    "gastro": ["Hépato-gastro-entérologie", "Gastro-entérologue"],
    "neuro": ["Neurologie", "Neurologue"],
    "endoc": ["Endocrinologie – Diabétologie", "Endocrinologue"],
    "derm": ["Dermatologie", "Dermatologue"],
    "ophta": ["Ophtalmologie", "Ophtalmologiste"],
    "orl": ["ORL et chirurgie cervico-faciale", "Oto-rhino-laryngologiste"],
    "psy": ["Psychiatrie", "Psychiatre"],
    "uro": ["Chirurgie urologique", "Urologue"],
    "ortho": ["Chirurgie orthopédique et traumatologique", "Chirurgien orthopédiste"],
    "anesth": ["Anesthésie-réanimation", "Médecin anesthésiste-réanimateur"],
    "radio": ["Radiodiagnostic et imagerie médicale", "Médecin radiologue"],
    "bio": ["Biologiste médical", "Biologie médicale"],
    "patho": ["Anatomie et cytologie pathologiques", "Médecin pathologiste"],
    "geriatre": ["Gériatrie", "Gériatre"],
    "urg": ["Médecine d'urgence", "Médecin urgentiste"],
    "onco": ["Oncologie médicale", "Oncologue"],
    "gene": ["Génétique médicale", "Généticien"],
    "pedia": ["Pédiatrie", "Pédiatre"],
    "visc": ["Chirurgie viscérale et digestive", "Chirurgien viscéral"],
    "gyneco": ["Gynécologie obstétrique", "Gynécologue-obstétricien"],
    "interne": ["Médecine interne", "Interniste"],
    "sf": ["Sage-femme", "Sage-femme libérale"],
    "dent": ["Chirurgien-dentiste", "Docteur en chirurgie dentaire"],
    "ide": ["Infirmière diplômée d'État", "Infirmier(ère) D.E."],
    "kine": ["Masseur-kinésithérapeute D.E.", "Masseur-kinésithérapeute"],
    "pharm": ["Pharmacien", "Pharmacien titulaire"],
    "orthoph": ["Orthophoniste"],
    "psycho": ["Psychologue clinicienne", "Psychologue"],
}


class Pro:
    """A health professional (never a patient)."""

    def __init__(self, rng, spec):
        self.spec = spec
        self.sex = rng.choice("FM")
        if spec in ("sf", "ide", "psycho", "orthoph"):
            self.sex = rng.choice("FFFFM")
        self.family = rng.choice(FAMILIES[300:3500]) if rng.random() < 0.85 else rng.choice(SPECIAL_FAMILY)
        self.given = rng.choice(MID_F if self.sex == "F" else MID_M)
        self.label = rng.choice(SPECIALTIES[spec])
        self.rpps = luhn_complete("10" + f"{rng.randint(0, 99999999):08d}")
        self.am = f"{rng.randint(1, 95):02d}{1}{rng.randint(1000, 99999):05d}{rng.randint(0, 9)}"
        self.adeli = f"{rng.randint(1, 95):02d}{rng.randint(1000000, 9999999):07d}"
        self.doctor = spec not in ("sf", "ide", "kine", "orthoph", "psycho", "pharm")

    @property
    def title(self):
        if self.doctor:
            return "Dr"
        return "Mme" if self.sex == "F" else "M."

    def name(self, rng=None, style=None):
        """Printable name; style picks order and case."""
        style = style or (rng.choice(["TgF", "TGF", "TgU", "TFg"]) if rng else "TgU")
        t = self.title
        if self.doctor and style == "TGF":
            t = "Docteur"
        fam = (
            self.family.title() if style in ("TgF", "TGF") and not any(c in self.family for c in " '") else self.family
        )
        if style == "TFg":
            return f"{t} {fam} {self.given}"
        return f"{t} {self.given} {fam}"
