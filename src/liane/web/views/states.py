"""States as a person reads them: a shape, a word, a colour, and what it means. Same words on every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.domain.documents.delivery import CauseClass, DecisionOutcome, DeliveryState, Destination
from liane.domain.errors import Severity
from liane.store.records import StoredDelivery
from liane.web.french import format_since

WAITING_STATES = (DeliveryState.WAITING, DeliveryState.ASKING)


class Shape(StrEnum):
    """The four shapes of the house, and a fifth for what needs nothing. The value names the class and the symbol."""

    DONE = "done"
    PROGRESS = "progress"
    TODO = "todo"
    REFUSED = "refused"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state: shape, word, and a sentence that says what it means (may be empty)."""

    shape: Shape
    word: str
    meaning: str = ""


DELIVERY_WORDS: dict[DeliveryState, State] = {
    DeliveryState.WAITING: State(shape=Shape.PROGRESS, word="en attente", meaning="Liane va l’envoyer d’elle-même."),
    DeliveryState.ASKING: State(
        shape=Shape.PROGRESS,
        word="vérification",
        meaning="L’issue du dernier envoi est inconnue : Liane demande avant de renvoyer.",
    ),
    DeliveryState.DELIVERED: State(shape=Shape.DONE, word="remise", meaning="Le destinataire l’a acceptée."),
    DeliveryState.REFUSED: State(
        shape=Shape.REFUSED,
        word="refusée",
        meaning="Le destinataire a dit non ; la renvoyer telle quelle ne sert à rien.",
    ),
    DeliveryState.PARKED: State(
        shape=Shape.TODO, word="à traiter", meaning="Arrêtée jusqu’à ce qu’une personne agisse."
    ),
    DeliveryState.CANCELLED: State(shape=Shape.IDLE, word="annulée", meaning="Une personne y a renoncé."),
    DeliveryState.SKIPPED: State(shape=Shape.IDLE, word="sans objet", meaning="Elle n’avait pas lieu d’être."),
}

DESTINATION_WORDS: dict[Destination, str] = {
    Destination.DMP: "DMP",
    Destination.MSSANTE_PS: "MSSanté, professionnel",
    Destination.MSSANTE_PATIENT: "MSSanté, patient",
    Destination.LPS: "Logiciel de l’établissement",
    Destination.ZAM: "Accusé à l’émetteur",
    Destination.WATCH: "Attente d’un accusé",
    Destination.FEEDBACK: "Retour à l’expéditeur",
}

CAUSE_WORDS: dict[CauseClass, str] = {
    CauseClass.UNAVAILABLE: "Destinataire injoignable",
    CauseClass.OUTCOME_UNKNOWN: "Issue inconnue",
    CauseClass.REFUSED: "Refus du destinataire",
    CauseClass.INVALID: "Contenu non conforme",
    CauseClass.POLICY: "Règle de l’établissement",
    CauseClass.BUG: "Erreur interne",
}

ACTION_WORDS: dict[str, str] = {
    "create": "Envoi",
    "replace": "Remplacement",
    "delete": "Suppression",
    "REPLY": "Réponse d’une personne",
    "Z01": "Accusé de réception DMP (Z01)",
    "Z02": "Accusé de réception MSSanté (Z02)",
    "Z03": "Accusé de lecture MSSanté (Z03)",
}

OUTCOME_WORDS: dict[DecisionOutcome, State] = {
    DecisionOutcome.ACCEPTED: State(shape=Shape.DONE, word="accepté"),
    DecisionOutcome.REFUSED: State(shape=Shape.REFUSED, word="refusé"),
    DecisionOutcome.WARNED: State(shape=Shape.TODO, word="réserve"),
    DecisionOutcome.NOT_ASKED: State(shape=Shape.IDLE, word="non demandé"),
}

SEVERITY_WORDS: dict[Severity, State] = {
    Severity.ERROR: State(shape=Shape.REFUSED, word="erreur"),
    Severity.WARNING: State(shape=Shape.TODO, word="réserve"),
    Severity.INFO: State(shape=Shape.IDLE, word="information"),
}

VERDICT_WORDS: dict[str, State] = {
    "valid": State(shape=Shape.DONE, word="conforme", meaning="Toutes les règles qui s’appliquent ont été vérifiées."),
    "invalid": State(shape=Shape.REFUSED, word="non conforme", meaning="Au moins une règle n’est pas respectée."),
    "unjudged": State(shape=Shape.IDLE, word="non jugé", meaning="Des règles n’ont pas pu être vérifiées."),
    "": State(shape=Shape.IDLE, word="pas encore jugé"),
}

MESSAGE_WORDS: dict[str, State] = {
    "AA": State(shape=Shape.DONE, word="accepté (AA)", meaning="Liane l’a pris en charge."),
    "AE": State(shape=Shape.REFUSED, word="refusé (AE)", meaning="Le message est à corriger avant d’être renvoyé."),
    "AR": State(shape=Shape.TODO, word="rejeté (AR)", meaning="Le même message peut être renvoyé plus tard."),
    "none": State(shape=Shape.REFUSED, word="illisible", meaning="Les octets reçus ne forment pas un message."),
}


def describe_delivery_state(delivery: StoredDelivery, now: datetime) -> State:
    """Say where a delivery stands, with the next attempt when there is one."""
    base = DELIVERY_WORDS[delivery.state]
    if delivery.state in WAITING_STATES and delivery.attempts and delivery.due is not None and delivery.due > now:
        return State(shape=base.shape, word=f"nouvel essai à {format_since(delivery.due, now)}", meaning=base.meaning)
    return base


def find_shown(deliveries: Sequence[StoredDelivery]) -> list[StoredDelivery]:
    """Keep the deliveries that go somewhere: a ``WATCH`` only wakes Liane up."""
    return [delivery for delivery in deliveries if delivery.destination is not Destination.WATCH]


def summarise(states: Iterable[DeliveryState]) -> State:
    """Sum up the deliveries of a document: what calls for a person first, then refusals, then what runs."""
    present = set(states)
    if DeliveryState.PARKED in present:
        return State(shape=Shape.TODO, word="à traiter")
    if DeliveryState.REFUSED in present:
        return State(shape=Shape.REFUSED, word="refusé")
    if present & set(WAITING_STATES):
        return State(shape=Shape.PROGRESS, word="en cours")
    if DeliveryState.DELIVERED in present:
        return State(shape=Shape.DONE, word="fait")
    if present == {DeliveryState.CANCELLED}:
        return State(shape=Shape.IDLE, word="annulé")
    return State(shape=Shape.IDLE, word="rien à livrer")
