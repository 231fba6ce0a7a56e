"""The rows of the store as values. No SQL and no decision here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.domain.documents.delivery import Cause, DeliveryState, Destination


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """One event to append to the journal.

    name: ``document.received``, ``delivery.attempted``… actor: ``liane``, ``emitter:SGL@LABO``, ``user:…``, ``dmp``,
    ``mssante``. data: small JSON without document content. body: bytes to keep beside it (stored once by hash), with
    media_type. delivery_index: position in the list of new deliveries of the same transaction, when the event is about
    one of them.
    """

    name: str
    at: datetime
    actor: str = "liane"
    data: dict[str, Any] = field(default_factory=dict)
    body: bytes | None = None
    media_type: str = ""
    delivery_id: int | None = None
    delivery_index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """One received message: its raw bytes, cut around the embedded document when that loses nothing.

    raw: every byte as received. embedded: (start, end) of the base64 text of the document in ``raw``, None when there
    is none; the store keeps the document decoded once and can always give ``raw`` back to the byte.
    dedup_key: sender, MSH-10, action and document hash; unique. outcome: AA, AE or AR answered.
    """

    channel: str
    kind: str
    control_id: str
    sender: str
    receiver: str
    processing_id: str
    received_at: datetime
    raw: bytes
    embedded: tuple[int, int] | None
    dedup_key: str | None
    outcome: str
    ack: bytes
    errors: tuple[dict[str, Any], ...] = ()
    peer: str = ""
    trace_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """One document request accepted. body: the CDA's exact bytes.

    unique_id: XDS form. lineage: setId in XDS form. patient_key: digest that groups a patient's documents without
    carrying the identifier. search_text: lower-case unaccented words for the search page (names, ids).
    request: the DocumentRequest without its bytes, as JSON; decisions: list of Decision as JSON. body_sha256: digest of
    the body, when the caller has it.
    """

    unique_id: str
    lineage: str
    version: int | None
    replaces: str | None
    action: str
    type_code: str
    type_label: str
    title: str
    form: str
    patient_ins: str | None
    patient_ins_oid: str | None
    patient_label: str
    patient_birth_date: str
    patient_sex: str
    patient_key: str
    created_at_source: str
    body: bytes
    media_type: str
    search_text: str
    request: dict[str, Any]
    decisions: list[dict[str, Any]]
    body_sha256: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """One delivery to do. lane: order is kept inside it. plan: JSON, everything the sender needs beside the document.

    dedup_key: unique when not None; a second insertion is refused silently and reported (nothing doubled).
    """

    destination: Destination
    action: str
    lane: str
    recipient: str
    plan: dict[str, Any]
    due: datetime
    state: DeliveryState = DeliveryState.WAITING
    dedup_key: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """All that one accepted (or refused, or unreadable) message writes, in one transaction."""

    message: NewMessage
    document: NewDocument | None = None
    deliveries: tuple[NewDelivery, ...] = ()
    events: tuple[NewEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the store did. duplicate_ack: the ack of the first message when this one is its retry (nothing written)."""

    message_id: int | None
    document_id: int | None
    delivery_ids: tuple[int | None, ...] = ()
    duplicate_ack: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDelivery:
    """A delivery leased to this worker. token fences every later write.

    attempts: attempts that ended before this one. created_at: since when it is insisted on, that is its creation or its
    last replay. state: ASKING also when a former worker died or fell silent during an attempt.
    """

    id: int
    token: str
    document_id: int
    message_id: int
    destination: Destination
    action: str
    recipient: str
    plan: dict[str, Any]
    state: DeliveryState
    attempts: int
    created_at: datetime
    unique_id: str
    lineage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOutcome:
    """How a leased delivery goes on. retry_at: only for WAITING and ASKING. remote_answer: small JSON kept on the row.

    plan_patch: keys to merge into the plan (for instance a lot uniqueId fixed at the first attempt).
    is_attempt: False when nothing was tried (the remote is known to be down): not counted in ``attempts``.
    correlation: keys (Message-ID, ENVID, lot uniqueId, MSH-10 of a ZAM…) by which a later receipt finds this delivery.
    """

    state: DeliveryState
    cause: Cause | None = None
    retry_at: datetime | None = None
    remote_answer: dict[str, Any] = field(default_factory=dict)
    plan_patch: dict[str, Any] = field(default_factory=dict)
    correlation: tuple[str, ...] = ()
    new_deliveries: tuple[NewDelivery, ...] = ()
    events: tuple[NewEvent, ...] = ()
    is_attempt: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document request as stored."""

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
    patient_ins: str | None
    patient_ins_oid: str | None
    patient_label: str
    patient_birth_date: str
    patient_sex: str
    patient_key: str
    body_sha256: str
    body_size_bytes: int
    verdict: str
    request: dict[str, Any]
    decisions: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """A received message as stored (raw bytes are fetched apart)."""

    id: int
    channel: str
    kind: str
    control_id: str
    sender: str
    receiver: str
    processing_id: str
    received_at: datetime
    outcome: str
    ack: bytes
    errors: list[dict[str, Any]]
    document_id: int | None
    raw_size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDelivery:
    """A delivery as stored."""

    id: int
    document_id: int
    message_id: int
    destination: Destination
    action: str
    recipient: str
    lane: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    due: datetime | None
    done_at: datetime | None
    reason: str
    cause: Cause | None
    remote_answer: dict[str, Any]
    plan: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event of the journal. hash chains it to the previous event of the same document."""

    id: int
    document_id: int | None
    delivery_id: int | None
    name: str
    actor: str
    at: datetime
    data: dict[str, Any]
    body_sha256: str | None
    media_type: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One cause that stops deliveries to one remote: one alert at the start, one notice at the end."""

    id: int
    remote: str
    code: str
    message: str
    remedy: str
    opened_at: datetime
    closed_at: datetime | None
    waiting: int
