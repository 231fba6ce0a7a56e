"""What the pages ask and get, as values. No SQL and no decision here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCount:
    """Messages received since the day began. hour: start of the hour; outcome: AA, AE, AR or none."""

    channel: str
    kind: str
    outcome: str
    hour: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneCount:
    """Deliveries that ended since the day began, by final state."""

    destination: Destination
    state: DeliveryState
    hour: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCount:
    """Deliveries that are not done, whatever their age. oldest_at: creation of the oldest one."""

    destination: Destination
    state: DeliveryState
    number: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCount:
    """Parked and refused deliveries of one cause. message, remedy: those of the newest one. newest_at: its creation."""

    state: DeliveryState
    destination: Destination
    cause_class: CauseClass | None
    cause_code: str
    message: str
    remedy: str
    number: int
    newest_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySummary:
    """Where things stand. since: start of the day that is counted."""

    since: datetime
    received: tuple[ReceivedCount, ...]
    done: tuple[DoneCount, ...]
    open: tuple[OpenCount, ...]
    stuck: tuple[StuckCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """What to look for; absent or empty means whatever.

    text: words, all of them, in any order, accents and case apart; each may be a part of a word, from 3 characters on.
    state: documents with at least one delivery in that state. received_from: included; received_before: not.
    """

    text: str = ""
    document_id: int | None = None
    unique_id: str = ""
    control_id: str = ""
    recipient: str = ""
    state: DeliveryState | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    type_code: str = ""
    sender: str = ""
    patient_key: str = ""
    lineage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document of a list, with all its deliveries."""

    document: StoredDocument
    sender: str
    channel: str
    control_id: str
    is_erased: bool
    deliveries: tuple[StoredDelivery, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which refused or unreadable messages. text: words in the sender, the control id, the peer or the errors."""

    text: str = ""
    control_id: str = ""
    sender: str = ""
    channel: str = ""
    outcome: str = ""
    received_from: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries. cause_code: empty means any; received_from, received_before: when their document came."""

    state: DeliveryState | None = None
    destination: Destination | None = None
    cause_code: str = ""
    recipient: str = ""
    document_id: int | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One delivery of a list, with what names its document."""

    delivery: StoredDelivery
    unique_id: str
    title: str
    type_label: str
    patient_label: str
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """A part of a list. next_cursor: give it back to read on; None at the end."""

    lines: tuple[Line, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReceipt:
    """A receipt that was kept (DSN, MDN…). Its bytes: ``load_body(sha256)``."""

    key: str
    kind: str
    at: datetime
    delivery_id: int | None
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStory:
    """All that is known of one document request. versions: those of its lineage, itself included, oldest first."""

    line: DocumentLine
    message: StoredMessage
    events: tuple[StoredEvent, ...]
    receipts: tuple[StoredReceipt, ...]
    versions: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events of the journal, all chains together. name: exact or ending with ``.*``."""

    name: str = ""
    actor: str = ""
    at_from: datetime | None = None
    at_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A door by which messages come or go. direction: ``in`` or ``out``; state: ``running`` or ``paused``.

    received_today, refused_today, last_received_at: of the messages that carry its name.
    """

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
