"""Every layout, in the order that belongs to a seed."""

from eval.examiners.records import administrations, practice, results, stays, town, wards
from eval.examiners.records.page import LAYOUTS as REGISTERED

MODULES = (practice, town, administrations, stays, wards, results)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "ordonnance_simple", "ordonnance_bizone", "ordonnance_soins_ambulatoires", "specialiste_deux_colonnes", "adressage_manuscrit",
    "certificat_medical", "arret_travail_form", "transport_form", "dentiste_bilan", "kine_bilan",
    "ophtalmo_consult", "pharmacie_bilan", "synthese_logiciel_cabinet", "teleconsultation_portail", "courriel_imprime",
    "grossesse_suivi", "vaccination_carnet", "psychologue_bilan", "mdph_certificat", "apa_grille_aggir",
    "protocole_ald", "directives_anticipees", "personne_confiance", "projet_ehpad", "demande_admission_ssr",
    "chu_lettre_marge", "crh_multipage", "lettre_liaison_sortie", "cro_encadre", "urgences_logiciel",
    "dlu_ehpad_manuscrit", "rcp_fiche", "cpa_formulaire", "accouchement", "bulletin_situation",
    "convocation", "transfert_ide", "consentement", "had_plan_soins", "fiche_nouveau_ne",
    "labo_ville_tableau", "labo_matriciel", "imagerie_cabinet", "imagerie_ris", "anapath",
    "genetique", "endoscopie_acte", "labo_fax_resultat_urgent",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
