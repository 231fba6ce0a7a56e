"""What the screens and the flows of the intake need: the worklist, and the desk that acts on it.

The worklist keeps; the desk decides and makes what follows (a document for the record system, a mail back). A screen
reads through ``Worklist`` and acts through ``IntakeDesk`` only.
Rule: intake.md §1, §6; mssante.md §10.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from liane.domain.actors.operator import Operator
from liane.store.intake_records import IntakeDecisionMade, IntakeItem, ItemQuery, KeptMail, NewItem
from liane.store.records import NewEvent


class Worklist(Protocol):
    """Items that wait for a person. Every method commits before it returns."""

    async def add_item(self, item: NewItem) -> int:
        """Keep an item with its files, once per dedup_key; returns its id, that of the first when it was there."""
        ...

    async def list_items(self, query: ItemQuery, *, limit: int = 100) -> list[IntakeItem]:
        """Items that answer the query, oldest first unless told otherwise; at most 500."""
        ...

    async def count_items(self, query: ItemQuery) -> int:
        """How many answer the query."""
        ...

    async def get_item(self, item_id: int) -> IntakeItem:
        """Load one item. Raises LookupError."""
        ...

    async def load_file(self, sha256: str) -> bytes:
        """Load the bytes of a file or of a mail, exactly as received. Raises LookupError."""
        ...

    async def lock(self, item_id: int, *, by: str, at: datetime, until: datetime) -> IntakeItem | None:
        """Take an item on screen, or keep it longer; None when someone else holds it. Raises LookupError."""
        ...

    async def unlock(self, item_id: int, *, by: str) -> bool:
        """Let an item go; False when it was not held by them."""
        ...

    async def assign(self, item_id: int, *, to: str, actor: str, at: datetime) -> IntakeItem:
        """Give an item to someone (empty: to nobody). Raises LookupError."""
        ...

    async def save_reading(self, item_id: int, reading: dict[str, Any], *, person_id: int | None, reason: str) -> None:
        """Keep what was read of the files, the person proposed, and why a person must look. Raises LookupError."""
        ...

    async def decide(
        self, item_id: int, version: int, decision: IntakeDecisionMade, *, document_id: int | None = None
    ) -> IntakeItem:
        """Write a decision. Raises LookupError, StaleVersion when the item changed or someone else holds it."""
        ...


class IntakeDesk(Protocol):
    """The acts of a person on an item; each is journaled with its author."""

    async def file(
        self, item_id: int, version: int, *, person_id: int, operator: Operator, choices: dict[str, Any]
    ) -> IntakeItem:
        """File an item in the record of a person: its document goes to the record system's queue.

        choices: ``type_code``, ``type_label``, ``document_date`` (``yyyyMMdd``), ``title``, ``file`` (sha256 when the
        item holds several), ``target`` (``application@facility``) where the item does not say. Raises LookupError,
        StaleVersion, RuleViolation (INT-2xx) when it may not be filed so.
        """
        ...

    async def send_back(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Send an item back to its sender, with the reason, by MSSanté where it came so."""
        ...

    async def set_aside(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Take an item off the list without filing it; it stays kept."""
        ...

    async def reopen(self, item_id: int, version: int, *, reason: str, operator: Operator) -> IntakeItem:
        """Undo a decision: the item waits again; a filed document is taken back from the record system."""
        ...


class MailKeeper(Protocol):
    """Mails of the mailboxes, kept once before anything else."""

    async def keep_mail(
        self, *, key: str, mailbox: str, raw: bytes, is_oversize: bool, at: datetime, event: NewEvent
    ) -> KeptMail:
        """Keep a mail with its event, once per key; returns the row, new or not."""
        ...

    async def settle_mail(self, mail_id: int, *, kind: str, folder: str, at: datetime) -> None:
        """Say that all that follows from a mail is written, and where it is to be filed."""
        ...

    async def find_mails(self, *, mailbox: str = "", limit: int = 100) -> Sequence[KeptMail]:
        """Mails kept, newest first."""
        ...
