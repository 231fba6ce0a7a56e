"""The rows that are written, as tuples with the columns in the order of their tables.

They travel as arrays of the table's own row type, one statement for a whole batch. A test holds them against the
catalogue. `NamedTuple` and not dataclass: the driver encodes tuples.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from liane.store.bodies import BodyRow

__all__ = ["BodyRow", "ChainRow", "DeliveryRow", "DocumentRow", "EnvelopeRow", "EventRow", "MessageRow", "WordsRow"]


class EnvelopeRow(NamedTuple):
    """One row of ``envelopes``."""

    month: date
    message_id: int
    encoding: int
    form: int
    cut_at: int
    sha256: bytes | None
    content: bytes


class EventRow(NamedTuple):
    """One row of ``events``."""

    month: date
    id: int
    chain: int
    seq: int
    delivery_id: int | None
    name: str
    actor: str
    at: datetime
    data: str
    body_sha256: bytes | None
    media_type: str
    hash: bytes


class ChainRow(NamedTuple):
    """One row of ``chains``: the head of a chain."""

    chain: int
    seq: int
    hash: bytes


class MessageRow(NamedTuple):
    """One row of ``messages``."""

    id: int
    document_id: int | None
    channel: str
    kind: str
    control_id: str
    sender: str
    receiver: str
    processing_id: str
    received_at: datetime
    month: date
    outcome: str
    ack: bytes
    errors: str
    dedup_key: UUID | None
    peer: str
    trace_id: str
    raw_size_bytes: int


class DocumentRow(NamedTuple):
    """One row of ``documents``."""

    id: int
    message_id: int
    received_at: datetime
    month: date
    channel: str
    sender: str
    control_id: str
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
    body_sha256: bytes
    body_size_bytes: int
    media_type: str
    request: str
    decisions: str
    verdict: str
    verdict_key: str | None
    erased_at: datetime | None


class WordsRow(NamedTuple):
    """One row of ``words``."""

    month: date
    document_id: int
    received_at: datetime
    type_code: str
    sender: str
    text: str


class DeliveryRow(NamedTuple):
    """One row of ``deliveries``. behind and due are settled by the statement that inserts it."""

    id: int
    document_id: int
    message_id: int
    destination: str
    action: str
    recipient: str
    lane: str
    plan: str
    state: str
    attempts: int
    interruptions: int
    created_at: datetime
    insisting_since: datetime
    not_before: datetime
    due: datetime
    behind: bool
    worker: int | None
    token: UUID | None
    done_at: datetime | None
    reason: str
    cause_class: str | None
    cause_code: str | None
    cause_message: str | None
    cause_remedy: str | None
    remote_answer: str
    dedup_key: UUID | None
