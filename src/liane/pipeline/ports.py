"""What a flow needs of the outside, as protocols; the wiring gives real objects, the flows never name them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from liane.domain.documents.delivery import Destination
from liane.store.records import (
    Acceptance,
    Accepted,
    ClaimedDelivery,
    DeliveryOutcome,
    Incident,
    NewDelivery,
    NewEvent,
    StoredDelivery,
    StoredDocument,
    StoredEvent,
    StoredMessage,
)


class Store(Protocol):
    """The durable store. Every method commits before it returns."""

    async def accept(self, acceptance: Acceptance) -> Accepted:
        """Write a message and all that follows from it, in one (group) commit.

        Raises StorageUnavailable when it cannot (no connection, no free space).
        """
        ...

    async def claim(
        self, *, limit: int, now: datetime, destinations: Sequence[Destination] | None = None
    ) -> list[ClaimedDelivery]:
        """Lease due deliveries: at most one per lane, oldest of its lane first."""
        ...

    async def finish(self, claimed: ClaimedDelivery, outcome: DeliveryOutcome, now: datetime) -> bool:
        """End or put off a leased delivery, with its events and new deliveries, in one transaction.

        Returns False, having written nothing, when the lease was lost (token does not match).
        """
        ...

    async def correlate(self, claimed: ClaimedDelivery, keys: Sequence[str]) -> bool:
        """Write, before a send, the keys by which a receipt will find this delivery even if we die at once.

        False, having written nothing, when the lease was lost: then nothing must be sent.
        """
        ...

    async def settle(
        self, delivery_id: int, outcome: DeliveryOutcome, now: datetime, *, receipt_key: str | None = None
    ) -> bool:
        """Change a delivery that nobody leases, because a receipt came (DSN, MDN), with its events and new deliveries.

        One transaction with the receipt's key: False, having written nothing, when this receipt was already settled.
        """
        ...

    async def append_event(self, document_id: int | None, event: NewEvent) -> int:
        """Append one event to the journal of a document (None: of the system)."""
        ...

    async def add_deliveries(
        self, document_id: int, deliveries: Sequence[NewDelivery], events: Sequence[NewEvent]
    ) -> tuple[int | None, ...]:
        """Add deliveries to a document (a ZAM for a receipt…); None where the dedup_key already exists."""
        ...

    async def get_document(self, document_id: int) -> StoredDocument:
        """Load one document row. Raises LookupError."""
        ...

    async def load_document(self, document_id: int) -> tuple[StoredDocument, bytes]:
        """Load one document row and the CDA's exact bytes. Raises LookupError."""
        ...

    async def get_message(self, message_id: int) -> StoredMessage:
        """Load one message row. Raises LookupError."""
        ...

    async def load_document_body(self, document_id: int) -> bytes:
        """Load the CDA's exact bytes."""
        ...

    async def load_message_raw(self, message_id: int) -> bytes:
        """Give back the message's bytes exactly as received."""
        ...

    async def load_body(self, sha256: str) -> bytes:
        """Load any stored body by its hash. Raises LookupError."""
        ...

    async def find_documents_by_unique_id(self, unique_id: str) -> list[StoredDocument]:
        """All requests that carried this document, oldest first."""
        ...

    async def find_delivery_by_correlation(self, key: str) -> StoredDelivery | None:
        """Find the delivery that a receipt speaks of."""
        ...

    async def find_deliveries(self, document_id: int) -> list[StoredDelivery]:
        """All deliveries of one document request."""
        ...

    async def find_events(self, document_id: int) -> list[StoredEvent]:
        """The journal of one document, oldest first."""
        ...

    async def save_receipt(self, *, key: str, kind: str, raw: bytes, at: datetime, delivery_id: int | None) -> bool:
        """Keep an incoming receipt (DSN, MDN…) once; False when this key was already there."""
        ...

    async def get_verdict(self, cache_key: str) -> dict[str, Any] | None:
        """Read a cached validation verdict."""
        ...

    async def save_verdict(
        self, document_id: int, cache_key: str, state: str, verdict: dict[str, Any], event: NewEvent
    ) -> None:
        """Cache a verdict and set it on the document, with its event."""
        ...

    async def change_deliveries(
        self, delivery_ids: Sequence[int], *, act: str, actor: str, reason: str, now: datetime
    ) -> int:
        """Replay (``replay``), park (``park``) or cancel (``cancel``) deliveries; returns how many changed.

        Each change is an event with its reason. A running lease is fenced. Delivered ones are never replayed.
        """
        ...

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open the incident of a remote; False when it is already open."""
        ...

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close the open incident of a remote; False when there was none."""
        ...

    async def find_incidents(self, *, only_open: bool) -> list[Incident]:
        """List incidents, newest first."""
        ...
