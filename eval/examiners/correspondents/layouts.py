"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.correspondents import (
    administrations,
    homes,
    hospitals,
    imaging,
    laboratories,
    letters,
    prescriptions,
    stays,
    therapists,
)
from eval.examiners.correspondents.page import LAYOUTS as REGISTERED

MODULES = (letters, laboratories, imaging, prescriptions, therapists, homes, stays, hospitals, administrations)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "courrier_generaliste", "courrier_specialiste_marge", "consultation_ophtalmo", "labo_prive",
    "labo_bacterio_listing", "imagerie_cabinet", "imagerie_une_ligne", "anatomopathologie",
    "exploration_fonctionnelle", "ordonnance_ville", "certificat_medical", "arret_travail", "bon_transport",
    "bilan_kine", "opticien_refraction", "dentiste_bilan", "pharmacie_historique", "infirmiere_liberale",
    "ehpad_dlu", "courriel_imprime", "smr_compte_rendu", "had_synthese", "dialyse_synthese",
    "lettre_liaison_autre_hopital", "crh_autre_hopital_long", "clinique_operatoire", "consultation_anesthesie",
    "maternite_suites", "pmi_certificat_enfant", "cmp_psychiatrie", "medecine_travail", "apa_evaluation",
    "mdph_certificat", "unite_penitentiaire", "smur_intervention", "urgences_autre_etablissement",
    "genetique_chu", "rcp_oncologie", "protocole_ald", "historique_vaccinal", "portail_teleconsultation",
    "orthophonie_psychologie", "personne_confiance_directives",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
