"""The words of identities: statuses, attributes, proofs, stances, alerts, calls. Shape, word and meaning, no data."""

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import (
    Attribute,
    ConsultationStance,
    FeedingStance,
    INSSource,
    ProofDocument,
)
from liane.domain.identity.stays import StayState
from liane.store.registry_records import AlertKind
from liane.web.views.states import Shape, State

STATUS_WORDS: dict[IdentityStatus, State] = {
    IdentityStatus.PROVISOIRE: State(
        shape=Shape.TODO,
        word="identité provisoire",
        meaning="Ni INSi ni une pièce d’identité ne l’ont confirmée : l’INS ne peut pas circuler.",
    ),
    IdentityStatus.RECUPEREE: State(
        shape=Shape.PROGRESS,
        word="identité récupérée",
        meaning="INSi a donné l’INS ; il reste à contrôler une pièce d’identité à haut niveau de confiance.",
    ),
    IdentityStatus.VALIDEE: State(
        shape=Shape.PROGRESS,
        word="identité validée",
        meaning="La pièce d’identité est contrôlée ; il reste à obtenir l’INS auprès d’INSi.",
    ),
    IdentityStatus.QUALIFIEE: State(
        shape=Shape.DONE, word="identité qualifiée", meaning="INSi et la pièce concordent : l’INS peut circuler."
    ),
}
MERGED = State(shape=Shape.IDLE, word="fusionnée", meaning="Cette identité n’est plus en vigueur.")
DECEASED = "décès déclaré"

ATTRIBUTE_WORDS: dict[Attribute, State] = {
    Attribute.HOMONYME: State(
        shape=Shape.TODO,
        word="homonyme",
        meaning="Une autre personne porte presque les mêmes traits : vérifier avant de choisir.",
    ),
    Attribute.DOUTEUX: State(
        shape=Shape.REFUSED,
        word="identité douteuse",
        meaning="Usurpation possible : INSi n’est pas appelé, l’INS ne sort pas, le DMP n’est pas alimenté.",
    ),
    Attribute.FICTIF: State(
        shape=Shape.IDLE,
        word="identité fictive",
        meaning="Essai ou anonymat : INSi n’est pas appelé et rien ne sort.",
    ),
}

PROOF_WORDS: dict[ProofDocument, str] = {
    ProofDocument.CN: "carte nationale d’identité",
    ProofDocument.PA: "passeport",
    ProofDocument.CS: "titre de séjour",
    ProofDocument.AN: "extrait d’acte de naissance",
    ProofDocument.LE: "livret de famille",
    ProofDocument.CC: "carnet de circulation",
    ProofDocument.CE: "carte d’identité européenne",
    ProofDocument.CM: "carte de militaire",
    ProofDocument.PC: "permis de conduire",
    ProofDocument.TC: "tiers de confiance",
    ProofDocument.AV: "appli carte Vitale",
    ProofDocument.DC: "document de circulation pour étranger mineur (DCEM)",
    ProofDocument.AC: "acte de naissance et carte Vitale",
    ProofDocument.IE: "identification électronique (eIDAS)",
}

SOURCE_WORDS: dict[INSSource, str] = {
    INSSource.INSI_TRAITS: "INSi, recherche par traits",
    INSSource.INSI_VITALE: "INSi, recherche par carte Vitale",
    INSSource.INSI_VERIFICATION: "INSi, vérification",
    INSSource.FLUX: "reçue par un flux d’identité",
}

FEEDING_WORDS: dict[FeedingStance, State] = {
    FeedingStance.NOT_COLLECTED: State(shape=Shape.IDLE, word="non recueilli"),
    FeedingStance.OPPOSED: State(
        shape=Shape.REFUSED, word="opposition", meaning="Le DMP n’est pas alimenté ; un motif légitime est au dossier."
    ),
    FeedingStance.NOT_OPPOSED: State(shape=Shape.DONE, word="pas d’opposition"),
}
CONSULTATION_WORDS: dict[ConsultationStance, State] = {
    ConsultationStance.NOT_COLLECTED: State(shape=Shape.IDLE, word="non recueilli"),
    ConsultationStance.REFUSED: State(shape=Shape.REFUSED, word="refus"),
    ConsultationStance.CONSENTED: State(shape=Shape.DONE, word="consentement"),
}
DMP_WORDS: dict[str, State] = {
    "ACTIF": State(shape=Shape.DONE, word="DMP actif"),
    "FERME": State(shape=Shape.REFUSED, word="DMP fermé"),
    "INEXISTANT": State(shape=Shape.IDLE, word="pas de DMP"),
    "": State(shape=Shape.IDLE, word="état du DMP inconnu"),
}
STAY_WORDS: dict[StayState, State] = {
    StayState.PLANNED: State(shape=Shape.IDLE, word="prévu"),
    StayState.OPEN: State(shape=Shape.PROGRESS, word="en cours"),
    StayState.CLOSED: State(shape=Shape.DONE, word="terminé"),
    StayState.CANCELLED: State(shape=Shape.IDLE, word="annulé"),
}
ALERT_WORDS: dict[AlertKind, State] = {
    AlertKind.DUPLICATE: State(
        shape=Shape.TODO, word="doublon présumé", meaning="Deux identités pourraient être celles d’une même personne."
    ),
    AlertKind.COLLISION: State(
        shape=Shape.REFUSED,
        word="collision",
        meaning="Une identité semble avoir changé de personne : deux patients sous un même numéro.",
    ),
    AlertKind.DISCORDANCE: State(
        shape=Shape.TODO, word="discordance", meaning="Un document ou un flux ne dit pas les mêmes traits."
    ),
    AlertKind.INS_WITHOUT_VALIDATION: State(
        shape=Shape.TODO, word="INS sans validation", meaning="Un flux donne un INS sans dire l’identité validée."
    ),
    AlertKind.VERIFICATION_FAILED: State(
        shape=Shape.REFUSED, word="vérification en échec", meaning="INSi ne confirme pas l’INS : elle ne circule plus."
    ),
    AlertKind.MESSAGE_FAILED: State(
        shape=Shape.REFUSED, word="message non appliqué", meaning="Un message d’identité n’a pas pu être appliqué."
    ),
    AlertKind.MOVEMENT: State(
        shape=Shape.TODO, word="mouvement hors séquence", meaning="Un mouvement est arrivé dans un ordre inattendu."
    ),
    AlertKind.INSI_ANSWER: State(
        shape=Shape.TODO, word="réponse d’INSi à examiner", meaning="INSi a trouvé une identité : l’accepter ou non."
    ),
    AlertKind.FOLLOW_UP: State(
        shape=Shape.TODO,
        word="suite à donner",
        meaning="Un document est parti sous une identité corrigée depuis : le remplacer ou le supprimer.",
    ),
    AlertKind.CREATION: State(
        shape=Shape.TODO,
        word="création demandée",
        meaning="Un document reçu attend son patient, qui n’est pas au référentiel : créer l’identité, ou classer.",
    ),
}
CALL_WORDS: dict[str, State] = {
    "trouvée": State(shape=Shape.DONE, word="une identité trouvée"),
    "aucune": State(shape=Shape.TODO, word="aucune identité trouvée"),
    "plusieurs": State(shape=Shape.TODO, word="plusieurs identités"),
    "OK": State(shape=Shape.DONE, word="INS confirmée"),
    "KO": State(shape=Shape.REFUSED, word="INS non confirmée"),
    "erreur": State(shape=Shape.REFUSED, word="erreur d’INSi"),
    "indisponible": State(shape=Shape.PROGRESS, word="INSi ne répond pas"),
}
SEX_WORDS = {"F": "Féminin", "M": "Masculin", "U": "Indéterminé", "": "Sexe absent"}


def describe_call_outcome(outcome: str) -> State:
    """Say how a call of INSi ended."""
    return CALL_WORDS.get(outcome, State(shape=Shape.IDLE, word=outcome or "sans réponse"))
