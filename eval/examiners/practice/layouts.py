"""Every layout, in the order that belongs to a seed. No page is written here."""

from eval.examiners.practice import care, offices, prescriptions, results, stays, wards
from eval.examiners.practice.context import LAYOUTS as REGISTERED

MODULES = (stays, wards, results, prescriptions, care, offices)
"""Read so that their layouts register."""
# fmt: off
ORDER = (
    "chu_crh_marge", "lettre_liaison_cadre", "chu_consultation_lettre", "clinique_operatoire",
    "anesthesie_formulaire", "urgences_passage", "rcp_oncologie", "maternite_accouchement", "neonat_sortie",
    "pediatrie_lettre", "psychiatrie_machine_fax", "labo_colonnes", "labo_matriciel", "labo_portail_hopital",
    "radiologie_cr", "irm_bicolonne", "echocardiographie_mesures", "anatomopathologie", "endoscopie_digestive",
    "ophtalmologie_lettre", "efr_tableau", "mammographie_depistage", "echographie_obstetricale",
    "ordonnance_medicaments", "ordonnance_kinesitherapie", "ordonnance_infirmier", "ordonnance_optique",
    "prescription_transport", "arret_de_travail", "certificat_medical", "vaccination_pharmacie",
    "ehpad_fiche_urgence", "had_plan_soins", "kine_bilan", "idel_suivi_plaie", "synthese_logiciel",
    "courriel_imprime", "protocole_ald", "bilan_medication_pharmacie", "teleconsultation_plateforme",
    "convocation_rendez_vous", "bulletin_situation", "prescription_biologie", "demande_imagerie",
    "lettre_adressage", "consentement_soins", "certificat_mdph", "carte_implant", "genetique_moleculaire",
)
# fmt: on
LAYOUTS = {name: REGISTERED[name] for name in ORDER}
