"""Verify the journal: every chain, link by link, against its head.

Memory stays flat: chains are read in order, a few thousand events at a time, in one snapshot.
"""

from collections.abc import AsyncIterator
from typing import Any

from liane.store.connection import Connection
from liane.store.journal import SYSTEM_CHAIN, Break, verify_chain
from liane.store.rows import ChainRow, EventRow

PREFETCH_ROWS = 2000

_COLUMNS = (
    "e.month, e.id, e.chain, e.seq, e.delivery_id, e.name, e.actor, e.at, e.data, e.body_sha256, e.media_type, e.hash"
)
_ALL_EVENTS = f"SELECT {_COLUMNS} FROM events e ORDER BY e.chain, e.seq"  # noqa: S608
_ALL_HEADS = "SELECT chain, seq, hash FROM chains ORDER BY chain"


async def _is_cut(connection: Connection) -> bool:
    """Tell whether the oldest events of the system's chain left with the retention."""
    return bool(await connection.fetchval("SELECT EXISTS (SELECT 1 FROM dropped_months WHERE kind = 'trace')"))


async def verify_one(connection: Connection, chain: int) -> Break | None:
    """Verify one chain; None when it holds."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        rows = await connection.fetch(
            f"SELECT {_COLUMNS} FROM events e WHERE e.chain = $1 ORDER BY e.seq",  # noqa: S608
            chain,
        )
        head = await connection.fetchrow("SELECT chain, seq, hash FROM chains WHERE chain = $1", chain)
        is_cut = chain == SYSTEM_CHAIN and await _is_cut(connection)
    return verify_chain([EventRow(*row) for row in rows], None if head is None else ChainRow(*head), is_cut=is_cut)


async def verify_all(connection: Connection) -> AsyncIterator[tuple[int, Break | None]]:
    """Verify every chain, as (chain, what is wrong); also heads whose events are gone and events without a head."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        is_cut = await _is_cut(connection)
        heads = _Ahead(connection.cursor(_ALL_HEADS, prefetch=PREFETCH_ROWS))
        events = _Ahead(connection.cursor(_ALL_EVENTS, prefetch=PREFETCH_ROWS))
        head, event = await heads.take(), await events.take()
        while head is not None or event is not None:
            chain = min(row["chain"] for row in (head, event) if row is not None)
            rows, mine = [], None
            while event is not None and event["chain"] == chain:
                rows.append(EventRow(*event))
                event = await events.take()
            if head is not None and head["chain"] == chain:
                mine, head = ChainRow(*head), await heads.take()
            yield chain, verify_chain(rows, mine, is_cut=is_cut and chain == SYSTEM_CHAIN)


class _Ahead:
    """A cursor read one row at a time."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows.__aiter__()

    async def take(self) -> Any:
        try:
            return await self._rows.__anext__()
        except StopAsyncIteration:
            return None
