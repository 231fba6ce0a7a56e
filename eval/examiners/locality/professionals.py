"""Fictitious professionals and houses."""

from random import Random
from typing import Any

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.locality.names import COMMON, MID_F, MID_M, STREETS, TOWNS, family

# fmt: off
SPECIALITIES = {"generaliste": ["Médecine générale", "Médecin généraliste"], "cardio": ["Cardiologie et maladies vasculaires", "Cardiologue"],
        "dermato": ["Dermatologie - Vénéréologie", "Dermatologue"], "ophta": ["Ophtalmologie", "Chirurgien ophtalmologiste"],
        "orl": ["ORL et chirurgie cervico-faciale", "Oto-rhino-laryngologie"], "gastro": ["Hépato-gastro-entérologie", "Gastro-entérologue"],
        "pneumo": ["Pneumologie", "Pneumologue"], "neuro": ["Neurologie", "Neurologue"], "rhumato": ["Rhumatologie", "Rhumatologue"],
        "endoc": ["Endocrinologie - Diabétologie", "Endocrinologue"], "ortho": ["Chirurgie orthopédique et traumatologique", "Chirurgien orthopédiste"],
        "uro": ["Urologie", "Chirurgien urologue"], "gyneco": ["Gynécologie-obstétrique", "Gynécologue"], "psy": ["Psychiatrie", "Psychiatre"],
        "radio": ["Radiologie et imagerie médicale", "Médecin radiologue"], "geriatre": ["Gériatrie", "Gériatre"], "urg": ["Médecine d'urgence", "Médecin urgentiste"],
        "anesth": ["Anesthésie-réanimation", "Anesthésiste"], "onco": ["Oncologie médicale", "Oncologue"], "bio": ["Biologie médicale", "Biologiste médical"],
        "acp": ["Anatomie et cytologie pathologiques", "Pathologiste"], "pedia": ["Pédiatrie", "Pédiatre"], "gene": ["Génétique médicale", "Généticien"],
        "nephro": ["Néphrologie", "Néphrologue"]}
TREES = [
    "des Tilleuls", "du Val d'Orge", "Saint-Roch", "des Trois Rivières", "Louis-Pasteur", "de l'Étang", "des Bruyères",
    "Sainte-Anne", "du Parc", "Ambroise-Paré", "de la Fontaine", "des Cordeliers", "du Grand Pré", "Jeanne-d'Arc"
]
# fmt: on
Pro = dict[str, Any]
"""family, given, sex, spec, rpps, am and adeli."""
House = dict[str, Any]
"""name, street, cp, town, tel, fax and finess; on a page, fi and adr as they are printed."""


def _named(tree: str, town: str) -> dict[str, list[str]]:
    """What houses of every kind may be called."""
    # fmt: off
    return {
        "ch": [f"Centre Hospitalier de {town}", f"Centre Hospitalier {tree}", f"Hôpital local de {town}", f"CH {town}"],
        "chu": ["CHU de Valmonde", "Centre Hospitalier Universitaire de Rochefleur", "Hospices civils de Brévanne"],
        "clinique": [f"Clinique {tree}", f"Polyclinique {tree}", f"Hôpital privé {tree}"],
        "msp": [f"Maison de santé pluriprofessionnelle {tree}", f"MSP {tree}", f"Pôle de santé {tree}"],
        "cabinet": [f"Cabinet médical {tree}", f"Centre médical {tree}", f"Groupe médical {tree}"],
        "labo": [f"Laboratoire de biologie médicale {tree}", f"LBM {town}", "BIOVAL", "SELAS BIO-CENTRE", f"Laboratoire {tree}"],
        "imagerie": [f"Centre d'imagerie médicale {tree}", f"IRM Scanner {tree}", f"Imagerie médicale {town}"],
        "pharmacie": [f"Pharmacie {tree}", "Pharmacie de la Place", f"Grande Pharmacie {tree}", "Pharmacie du Marché"],
        "ehpad": [f"EHPAD {tree}", f"Résidence {tree}", f"EHPAD Les Jardins {tree}", f"Maison de retraite {tree}"],
        "ssiad": [f"SSIAD de {town}", f"SSIAD {tree}", f"Service de soins infirmiers à domicile {tree}"],
        "had": [f"HAD {tree}", f"Hospitalisation à domicile {town}", "HAD des Deux Vallées"],
        "kine": [f"Cabinet de kinésithérapie {tree}", f"Kiné Santé {tree}"],
        "dentaire": [f"Cabinet dentaire {tree}", f"Centre dentaire {tree}"],
        "optique": [f"Optique {tree}", "Les Opticiens de la Halle", "Vision Claire"],
        "idel": [f"Cabinet infirmier {tree}", "Cabinet d'infirmières libérales de la Place"],
        "acp": [f"Cabinet de pathologie {tree}", "Institut d'histo-pathologie de l'Ouest", "PATHO-CENTRE"],
    }
    # fmt: on


class Pros:
    """Draws professionals and houses."""

    def __init__(self, r: Random) -> None:
        self.r = r

    def _figures(self, count: int) -> str:
        return "".join(str(self.r.randint(0, 9)) for _ in range(count))

    def doc(self, spec: str = "generaliste", sex: str | None = None) -> Pro:
        """A professional drawn."""
        r = self.r
        sex = sex or r.choice("MF")
        given = r.choice(MID_M if sex == "M" else MID_F)
        name = family(r) if r.random() < 0.35 else r.choice(COMMON)
        title = r.choice(SPECIALITIES.get(spec, [spec]))
        body = "10" + self._figures(8)
        return {
            "family": name,
            "given": given,
            "sex": sex,
            "spec": title,
            "rpps": body + luhn_digit(body),
            "am": self._figures(8) + str(r.randint(1, 9)),
            "adeli": self._figures(9),
        }

    def tel(self) -> str:
        """A number of telephone."""
        r = self.r
        return r.choice(["02", "03", "04", "05"]) + "".join(f" {r.randint(10, 99)}" for _ in range(4))

    def struct(self, kind: str) -> House:
        """A house of a kind."""
        r = self.r
        town, county = r.choice(TOWNS)
        names = _named(r.choice(TREES), town)[kind]
        name, street = r.choice(names), f"{r.randint(1, 90)} {r.choice(STREETS)}"
        code, tel, fax = f"{county}{r.randint(100, 900)}", self.tel(), self.tel()
        body = county + "0" + self._figures(5)
        return {
            "name": name,
            "street": street,
            "cp": code,
            "town": town,
            "tel": tel,
            "fax": fax,
            "finess": body + luhn_digit(body),
        }
