"""The shapes of the API: what goes out and what comes in, with their meaning. Values of the store become these here."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from liane.api.problems import MEDIA_TYPE, PROBLEMS
from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.store.records import StoredDocument

ID_MAX = 2**63 - 1
IDS_MAX = 1000
REASON_CHARS_MAX = 300
Word = Annotated[str, Field(max_length=200)]
Identifier = Annotated[int, Field(ge=1, le=ID_MAX)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class ErrorItem(_Shape):
    """One thing that is wrong in a request."""

    where: str
    why: str
    message: str | None = None
    remedy: str | None = None


class Problem(_Shape):
    """A failure. Rule: RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorItem] | None = None


PROBLEM_ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": words.french[0],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, words in PROBLEMS.items()
}


def problem_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the failures of a route in the OpenAPI document."""
    return {status: PROBLEM_ANSWERS[status] for status in statuses}


class Patient(_Shape):
    """Who the document is about, as the row keeps it."""

    label: str
    birth_date: str
    sex: str
    ins: str | None
    ins_oid: str | None


class Document(_Shape):
    """One document request. verdict: ``valid``, ``invalid``, ``unjudged`` or empty."""

    id: int
    message_id: int
    received_at: datetime
    unique_id: str
    lineage: str
    version: int | None
    replaces: str | None
    action: str
    type_code: str
    type_label: str
    title: str
    form: str
    patient: Patient
    body_sha256: str
    body_size_bytes: int
    verdict: str

    @classmethod
    def of(cls, row: StoredDocument) -> "Document":
        """Make the shape of a row."""
        return cls(
            id=row.id,
            message_id=row.message_id,
            received_at=row.received_at,
            unique_id=row.unique_id,
            lineage=row.lineage,
            version=row.version,
            replaces=row.replaces,
            action=row.action,
            type_code=row.type_code,
            type_label=row.type_label,
            title=row.title,
            form=row.form,
            patient=Patient(
                label=row.patient_label,
                birth_date=row.patient_birth_date,
                sex=row.patient_sex,
                ins=row.patient_ins,
                ins_oid=row.patient_ins_oid,
            ),
            body_sha256=row.body_sha256,
            body_size_bytes=row.body_size_bytes,
            verdict=row.verdict,
        )


class DeliveryCause(_Shape):
    """Why a delivery did not succeed (yet), and what to do, in French. code: the remote's own."""

    cause_class: CauseClass
    code: str
    message: str
    remedy: str


class Delivery(_Shape):
    """One delivery. due: next attempt, null when nothing is planned."""

    id: int
    document_id: int
    message_id: int
    destination: Destination
    action: str
    recipient: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    due: datetime | None
    done_at: datetime | None
    reason: str
    cause: DeliveryCause | None


class Event(_Shape):
    """One event of the journal. hash chains it to the one before."""

    id: int
    delivery_id: int | None
    name: str
    actor: str
    at: datetime
    data: dict[str, Any]
    body_sha256: str | None
    media_type: str
    hash: str


class Message(_Shape):
    """One received message. outcome: AA, AE, AR, or none when unreadable."""

    id: int
    channel: str
    kind: str
    control_id: str
    sender: str
    receiver: str
    processing_id: str
    received_at: datetime
    outcome: str
    findings: list[dict[str, Any]] = Field(validation_alias=AliasChoices("errors", "findings"))
    document_id: int | None
    size_bytes: int = Field(validation_alias=AliasChoices("raw_size_bytes", "size_bytes"))


class Story(_Shape):
    """Everything about one document: request, decisions, message, deliveries, journal."""

    document: Document
    decisions: list[dict[str, Any]]
    message: Message | None
    deliveries: list[Delivery]
    events: list[Event]


class IncidentShape(_Shape):
    """One cause that stops a remote. waiting: deliveries that wait for its return."""

    id: int
    remote: str
    code: str
    message: str
    remedy: str
    opened_at: datetime
    closed_at: datetime | None
    waiting: int


class Act(_Shape):
    """An act on deliveries, with its reason for the journal. What is delivered is never replayed."""

    act: Literal["replay", "park", "cancel"]
    delivery_ids: Annotated[list[Identifier], Field(min_length=1, max_length=IDS_MAX)]
    reason: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX, pattern=r"\S")]


class ActDone(_Shape):
    """How many deliveries changed; the others were in a state that the act does not concern."""

    changed: int


class Pause(_Shape):
    """Why a channel is paused or resumed."""

    reason: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX, pattern=r"\S")]


class Health(_Shape):
    """Whether this node runs (``live``), and whether a message sent now would be kept (``ready``)."""

    live: bool
    ready: bool
    node: str
    version: str
    database: bool
    free_bytes: int | None
    waiting: int


class DocumentQuery(_Shape):
    """What documents to look for. q: words, all of them, accents and case apart. received_before: not included."""

    q: Word = ""
    state: DeliveryState | None = None
    type_code: Word = ""
    sender: Word = ""
    recipient: Word = ""
    unique_id: Word = ""
    control_id: Word = ""
    received_from: datetime | None = None
    received_before: datetime | None = None
    cursor: Annotated[str | None, Field(max_length=80)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DocumentItem(_Shape):
    """One document of a list, with its deliveries."""

    document: Document
    sender: str
    control_id: str
    deliveries: list[Delivery]


class DocumentList(_Shape):
    """A page of documents, newest first. next_cursor: null at the end."""

    items: list[DocumentItem]
    next_cursor: str | None


class DeliveryList(_Shape):
    """A page of deliveries, newest first. next_cursor: null at the end."""

    items: list[Delivery]
    next_cursor: str | None


class MessageList(_Shape):
    """A page of messages, newest first. next_cursor: null at the end."""

    items: list[Message]
    next_cursor: str | None


class ChannelShape(_Shape):
    """One channel. direction: ``in`` or ``out``; state: ``running`` or ``paused``, since changed_at, by actor."""

    name: str
    label: str
    direction: str
    state: str
    reason: str
    actor: str
    changed_at: datetime
    received_today: int
    refused_today: int
    last_received_at: datetime | None
