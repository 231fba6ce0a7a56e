"""What the room « Réception » asks of the store: the worklist, its mails, its journal."""

from typing import Protocol

from liane.pipeline.intake.ports import MailKeeper, Worklist
from liane.store.intake_records import IntakeItem, ItemQuery
from liane.store.records import NewEvent, StoredEvent


class Journal(Protocol):
    """The journal of the items."""

    async def append_item_event(self, item_id: int, event: NewEvent) -> None:
        """Journal one act on an item (a view, a download…)."""
        ...

    async def find_item_events(self, item_id: int) -> list[StoredEvent]:
        """The journal of an item, oldest first."""
        ...


class ReceptionStore(Worklist, MailKeeper, Journal, Protocol):
    """The worklist with its mails and its journal."""

    async def list_decisions(self, query: ItemQuery, *, limit: int = 100) -> list[IntakeItem]:
        """Items that answer the query without their files, details and readings."""
        ...
