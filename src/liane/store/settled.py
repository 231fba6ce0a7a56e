"""Which deliveries the applications have answered for good, so that what was kept for their sake may go."""

from collections.abc import Sequence

from liane.store.connection import Connection

IDS_MAX = 500
_SETTLED = """
    SELECT id FROM deliveries WHERE id = ANY($1::bigint[]) AND done_at IS NOT NULL AND state IN ('delivered', 'refused')
"""


async def find_settled(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Of these deliveries, those delivered or refused; one that was cancelled may be insisted on, and is not."""
    rows = await connection.fetch(_SETTLED, list(ids)[:IDS_MAX])
    return {row["id"] for row in rows}
