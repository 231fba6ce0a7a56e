"""Identity messages that wait to be applied, strictly in the order in which they were accepted.

A message enters by itself, in the transaction that accepts it (trigger of ``messages``), and draws its position under
a lock held until the commit: a reader that sees a position sees all those below it. So the oldest pending one is a mark
that nothing can slip under. Rule: architecture.md §1 (order), store.md §5.
"""

from collections.abc import Sequence
from typing import Any

from liane.store.bodies import Form, decompress
from liane.store.connection import Connection
from liane.store.cursors import read_cursor, write_cursor
from liane.store.page_records import Page
from liane.store.readings import load_message_raw
from liane.store.registry_records import FailedMessage

IDENTITY_CHANNEL = "identités"
PENDING_MAX = 1000
PAGE_MAX = 200

_NEXT = """
    SELECT i.message_id, e.encoding, e.form, e.content FROM identity_messages i
    LEFT JOIN envelopes e ON e.month = i.month AND e.message_id = i.message_id
    WHERE i.state = 'pending' ORDER BY i.position LIMIT $1
"""
_FAILED = """
    SELECT i.position, i.message_id, i.error, i.ended_at, m.kind, m.control_id, m.sender, m.received_at
    FROM identity_messages i JOIN messages m ON m.id = i.message_id
    WHERE i.state = 'failed' AND i.position < $1 ORDER BY i.position DESC LIMIT $2
"""


async def next_pending(connection: Connection, limit: int) -> list[tuple[int, bytes]]:
    """The oldest messages not yet applied, as (message id, bytes); no bytes when they are no longer kept."""
    rows = await connection.fetch(_NEXT, min(limit, PENDING_MAX))
    return [(row["message_id"], await _read_raw(connection, row)) for row in rows]


async def _read_raw(connection: Connection, row: Any) -> bytes:
    if row["content"] is None:
        return b""
    if row["form"] == Form.WHOLE:
        return decompress(row["encoding"], row["content"])
    return await load_message_raw(connection, row["message_id"])


async def count_pending(connection: Connection) -> int:
    """How many messages wait to be applied."""
    return int(await connection.fetchval("SELECT count(*) FROM identity_messages WHERE state = 'pending'"))


async def oldest_pending(connection: Connection) -> int | None:
    """Number of the oldest message not yet applied."""
    found: int | None = await connection.fetchval(
        "SELECT message_id FROM identity_messages WHERE state = 'pending' ORDER BY position LIMIT 1"
    )
    return found


async def find_failed(connection: Connection, cursor: str | None, limit: int) -> Page[FailedMessage]:
    """One page of messages that could not be applied, newest first. Raises ValueError for a wrong cursor."""
    limit = max(1, min(limit, PAGE_MAX))
    before = read_cursor(cursor)[0] if cursor is not None else 2**62
    rows = await connection.fetch(_FAILED, before, limit + 1)
    lines = tuple(
        FailedMessage(
            message_id=row["message_id"],
            error=row["error"],
            at=row["ended_at"],
            kind=row["kind"],
            control_id=row["control_id"],
            sender=row["sender"],
            received_at=row["received_at"],
        )
        for row in rows[:limit]
    )
    last = write_cursor(rows[limit - 1]["position"], 0) if len(rows) > limit else None
    return Page(lines=lines, next_cursor=last)


async def put_back(connection: Connection, message_ids: Sequence[int]) -> int:
    """Have failed messages applied again, each at its old place; returns how many."""
    rows = await connection.fetch(
        "UPDATE identity_messages SET state = 'pending', error = '', ended_at = NULL "
        "WHERE message_id = ANY($1::bigint[]) AND state = 'failed' RETURNING message_id",
        list(message_ids),
    )
    return len(rows)
