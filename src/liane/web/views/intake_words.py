"""The words of what comes in: doors, kinds, states, reasons of a return, how sure a value is. No data."""

from liane.store.intake_records import ItemKind, ItemSource, ItemState
from liane.web.views.states import Shape, State

SOURCE_WORDS: dict[ItemSource, str] = {
    ItemSource.MSSANTE: "MSSanté",
    ItemSource.PATIENT: "Mon espace santé",
    ItemSource.FOLDER: "dossier surveillé",
    ItemSource.UPLOAD: "dépôt",
    ItemSource.HL7: "application (HL7)",
    ItemSource.DMP: "DMP",
}
KIND_WORDS: dict[ItemKind, str] = {
    ItemKind.DOCUMENT: "document structuré",
    ItemKind.FILE: "fichier à lire",
    ItemKind.MESSAGE: "message à lire",
    ItemKind.RECEIPT: "accusé sans envoi connu",
    ItemKind.UNREADABLE: "fichier illisible",
}
STATE_WORDS: dict[ItemState, State] = {
    ItemState.WAITING: State(shape=Shape.TODO, word="à traiter", meaning="Une personne doit décider."),
    ItemState.FILED: State(
        shape=Shape.DONE, word="intégré", meaning="Le document est confié au logiciel de l’établissement."
    ),
    ItemState.SENT_BACK: State(shape=Shape.REFUSED, word="renvoyé", meaning="L’expéditeur est prévenu du motif."),
    ItemState.SET_ASIDE: State(shape=Shape.IDLE, word="mis de côté", meaning="Gardé, sans suite."),
}
SURE = State(shape=Shape.DONE, word="sûr")
TO_CHECK = State(shape=Shape.TODO, word="à vérifier")
NOT_FOUND = State(shape=Shape.IDLE, word="non trouvé")
TYPED = State(shape=Shape.PROGRESS, word="saisi")
UNDONE_AT_ONCE = "annulé aussitôt par la personne qui avait décidé"
SURE_FROM = 0.95
MARGIN_SURE_FROM = 3.0
"""In log-odds of base 2: the first record is eight times likelier than the second."""

RETURN_REASONS = (
    "Patient inconnu de l’établissement",
    "Document destiné à un autre service ou établissement",
    "Document illisible ou incomplet",
    "Identité du patient insuffisante ou contradictoire",
    "Plusieurs patients dans le même fichier",
    "Document déjà reçu",
    "Fichier protégé ou d’un format non accepté",
)
AGREEMENT_WORDS: dict[str, State] = {
    "concorde": State(shape=Shape.DONE, word="concorde"),
    "proche": State(shape=Shape.PROGRESS, word="proche"),
    "diffère": State(shape=Shape.REFUSED, word="diffère"),
    "absent": State(shape=Shape.IDLE, word="absent"),
}


def tell_sureness(confidence: float, *, is_checked: bool, has_value: bool) -> State:
    """Say in words how sure a value is. Rule: intake.md §6 (words, the number on demand)."""
    if not has_value:
        return NOT_FOUND
    return SURE if is_checked or confidence >= SURE_FROM else TO_CHECK
