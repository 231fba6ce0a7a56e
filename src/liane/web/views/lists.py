"""The rows of the lists: documents, deliveries, refused messages; and the sentence above each list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.delivery import Cause, Destination
from liane.store.page_records import DeliveryLine, DocumentLine
from liane.store.records import StoredDelivery, StoredMessage
from liane.web.french import count_of, format_hl7_date
from liane.web.views.findings import FindingView, describe_findings
from liane.web.views.states import (
    ACTION_WORDS,
    DESTINATION_WORDS,
    MESSAGE_WORDS,
    Shape,
    State,
    describe_delivery_state,
    find_shown,
    summarise,
)

LIVE_SHAPES = (Shape.TODO, Shape.REFUSED)
SHORT_DESTINATIONS = {
    Destination.DMP: "DMP",
    Destination.MSSANTE_PS: "Professionnel",
    Destination.MSSANTE_PATIENT: "Patient",
    Destination.LPS: "Logiciel",
    Destination.ZAM: "Accusé",
    Destination.FEEDBACK: "Retour",
}
MESSAGE_KINDS = {
    "ORU^R01": "Compte rendu à transmettre",
    "MDM^T02": "Document à transmettre",
    "MDM^T10": "Document à remplacer",
    "MDM^T04": "Document à supprimer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationState:
    """Where one destination of a document stands."""

    name: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document of a list. kind: what is asked, when it is no first sending. why: what calls for a person."""

    id: int
    address: str
    state: State
    patient: str
    traits: str
    title: str
    type: str
    kind: str
    deliveries: tuple[DestinationState, ...]
    why: str
    sender: str
    facility: str
    control_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One delivery of a list."""

    id: int
    address: str
    state: State
    title: str
    recipient: str
    cause: Cause | None
    reason: str
    document: str
    patient: str
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """One refused message. first: the gravest finding."""

    id: int
    address: str
    state: State
    name: str
    sender: str
    facility: str
    first: FindingView | None
    number: int
    received_at: datetime


def describe_document_row(line: DocumentLine, now: datetime) -> DocumentRow:
    """Describe one document of a list, with one state per destination."""
    document = line.document
    shown = find_shown(line.deliveries)
    stuck = next((d for d in shown if d.cause and describe_delivery_state(d, now).shape in LIVE_SHAPES), None)
    return DocumentRow(
        id=document.id,
        address=f"/documents/{document.id}",
        state=summarise(delivery.state for delivery in shown),
        patient=document.patient_label or "patient inconnu",
        traits=tell_traits(document.patient_birth_date, document.patient_sex),
        title=document.title or document.type_label or document.unique_id,
        type=f"{document.type_label} ({document.type_code})",
        kind="" if document.action == "create" else ACTION_WORDS.get(document.action, document.action),
        deliveries=_by_destination(shown, now),
        why=stuck.cause.message if stuck and stuck.cause else "",
        sender=line.sender.partition("@")[0],
        facility=line.sender.partition("@")[2],
        control_id=line.control_id,
        received_at=document.received_at,
    )


def tell_traits(birth_date: str, sex: str) -> str:
    """Say birth and sex: « née le 12/03/1980 »."""
    word = {"F": "née le", "M": "né le"}.get(sex, "né(e) le")
    return f"{word} {format_hl7_date(birth_date)}" if birth_date else "date de naissance absente"


def _by_destination(deliveries: Sequence[StoredDelivery], now: datetime) -> tuple[DestinationState, ...]:
    rows = []
    for destination, word in SHORT_DESTINATIONS.items():
        group = [delivery for delivery in deliveries if delivery.destination is destination]
        if len(group) == 1:
            rows.append(DestinationState(name=word, state=describe_delivery_state(group[0], now)))
        elif group:
            state = summarise(delivery.state for delivery in group)
            named = State(shape=state.shape, word=f"{state.word} ({len(group)})")
            rows.append(DestinationState(name=word, state=named))
    return tuple(rows)


def describe_delivery_row(line: DeliveryLine, now: datetime) -> DeliveryRow:
    """Describe one delivery of a list."""
    delivery = line.delivery
    state = describe_delivery_state(delivery, now)
    action = ACTION_WORDS.get(delivery.action, delivery.action)
    where = DESTINATION_WORDS[delivery.destination]
    return DeliveryRow(
        id=delivery.id,
        address=f"/documents/{delivery.document_id}",
        state=state,
        title=action if delivery.destination is Destination.ZAM else f"{action} : {where}",
        recipient=delivery.recipient,
        cause=delivery.cause if state.shape not in (Shape.DONE, Shape.IDLE) else None,
        reason=delivery.reason,
        document=line.title or line.type_label or line.unique_id,
        patient=line.patient_label,
        attempts=delivery.attempts,
        created_at=delivery.created_at,
    )


def describe_message_row(message: StoredMessage) -> MessageRow:
    """Describe one refused message of a list."""
    findings = describe_findings(message.errors)
    return MessageRow(
        id=message.id,
        address=f"/messages/{message.id}",
        state=MESSAGE_WORDS.get(message.outcome, State(shape=Shape.IDLE, word=message.outcome)),
        name=name_message(message),
        sender=message.sender.partition("@")[0],
        facility=message.sender.partition("@")[2],
        first=findings[0] if findings else None,
        number=len(findings),
        received_at=message.received_at,
    )


def name_message(message: StoredMessage) -> str:
    """Name a message: what it asks, its kind and its number."""
    if message.outcome == "none":
        return "Octets illisibles"
    kind = "^".join(message.kind.split("^")[:2])
    known = MESSAGE_KINDS.get(kind)
    asked = f"{known} ({kind})" if known else message.kind
    return " ".join(part for part in (asked, message.control_id) if part) or "Octets illisibles"


def tell_list(shown: int, noun: tuple[str, str], *, is_filtered: bool, has_more: bool, is_first: bool) -> str:
    """Say what a list shows. noun: singular and plural."""
    if not shown:
        return f"Aucun{'e' if noun[0] == 'livraison' else ''} {noun[0]} à montrer."
    if is_first and not has_more:
        return f"{count_of(shown, *noun)}{' pour ce filtre' if is_filtered else ' en tout'}."
    place = "Les plus récents" if noun[0] != "livraison" else "Les plus récentes"
    start = place if is_first else "La suite"
    return f"{start} : {count_of(shown, *noun)} sur cette page{', pour ce filtre' if is_filtered else ''}."


def tell_refused(message: StoredMessage, findings: Sequence[FindingView]) -> str:
    """Say why a message was refused and what its emitter must do."""
    if message.outcome == "AA":
        return "Ce message a été accepté."
    errors = [finding for finding in findings if finding.state.shape is Shape.REFUSED]
    if not errors:
        return MESSAGE_WORDS.get(message.outcome, State(shape=Shape.IDLE, word="")).meaning or "Message non traité."
    if len(errors) == 1:
        return f"Refusé pour une raison : {errors[0].message[0].lower()}{errors[0].message[1:]}"
    return f"Refusé pour {len(errors)} raisons ; toutes sont à corriger avant de renvoyer le message."
