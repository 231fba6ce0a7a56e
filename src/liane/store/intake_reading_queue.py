"""How a file enters the queue of the readings: in the transaction that keeps its item, so that neither is without the
other. Rule: intake.md §1, §9 (a restart loses nothing).
"""

from liane.store.connection import Connection
from liane.store.intake_records import ItemKind, NewItem

READ_KINDS = (ItemKind.FILE, ItemKind.DOCUMENT)
"""The items whose files are read; a mail to read or a receipt has none, what is unreadable was refused already."""

_QUEUE = """
    INSERT INTO intake_readings (item_id, state, due, queued_at) VALUES ($1, 'waiting', $2, $2)
    ON CONFLICT (item_id) DO NOTHING
"""


async def queue_reading(connection: Connection, item_id: int, item: NewItem) -> None:
    """Queue the reading of a new item."""
    if item.kind in READ_KINDS and item.files:
        await connection.execute(_QUEUE, item_id, item.received_at)
