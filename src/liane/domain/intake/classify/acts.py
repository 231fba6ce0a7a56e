"""What a title says that the document does: prescribe, ask, assess, report, follow, certify… whatever it is about.

« Bilan de kinésithérapie » and « Prescription de kinésithérapie » speak of the same care; the act tells them apart.
What lives here: words of acts. What must not: what an act tells of the type (model.py learns it).
"""

from collections.abc import Iterable, Sequence

_WORDS = {
    "prescribe": "PRESCRIPTION PRESCRIPTIONS ORDONNANCE ORDONNANCES PRESCRIT FAIRE REALISER PRATIQUER BON"
    " RENOUVELLEMENT",
    "ask": "DEMANDE ADRESSAGE ORIENTATION DEMANDES SOLLICITATION MERCI",
    "assess": "BILAN BILANS EVALUATION EXAMEN EXAMENS TEST TESTS GRILLE EXPLORATION EPREUVE EPREUVES"
    " ENREGISTREMENT CONTROLE",
    "report": "COMPTE RENDU RAPPORT RESUME OBSERVATION RESULTAT RESULTATS ANALYSE ANALYSES CONCLUSION",
    "follow": "SUIVI TRANSMISSION TRANSMISSIONS PASSAGE PASSAGES FEUILLE SURVEILLANCE CAHIER RELEVE SEANCE"
    " SEANCES DIAGRAMME",
    "letter": "LETTRE COURRIER MOT",
    "link": "LIAISON TRANSFERT SORTIE MUTATION RETOUR ENTREE ADMISSION SEJOUR",
    "certify": "CERTIFICAT CERTIFICATS ATTESTATION DECLARATION JUSTIFICATIF CERTIFIE ATTESTE",
    "plan": "PLAN PROJET PROGRAMME CALENDRIER PROTOCOLE PROTOCOLES PARCOURS",
    "meet": "REUNION RCP CONCERTATION STAFF COMITE",
    "call": "CONVOCATION RENDEZ RDV CONFIRMATION ATTENDU ATTENDUE INVITATION RAPPEL",
    "agree": "CONSENTEMENT ACCORD AUTORISATION DIRECTIVES VOLONTES",
    "sum": "SYNTHESE VOLET DOSSIER HISTORIQUE CARNET FICHE",
    "visit": "CONSULTATION VISITE AVIS TELECONSULTATION TELEEXPERTISE ENTRETIEN",
    "operate": "OPERATION INTERVENTION OPERATOIRE GESTE ACTE INFILTRATION PONCTION ACCOUCHEMENT NAISSANCE",
}
_ACTS = {word: act for act, words in _WORDS.items() for word in words.split()}


def find_acts(tokens: Sequence[str]) -> list[str]:
    """The acts that the words of a title name, each once, sorted; tokens: folded."""
    return sorted({_ACTS[token] for token in tokens if token in _ACTS})


def pair_acts(acts: Iterable[str], concepts: Iterable[str]) -> list[str]:
    """Each act with each thing that the document speaks of."""
    spoken = sorted(set(concepts))
    return [f"{act} {concept}" for act in sorted(set(acts)) for concept in spoken]
