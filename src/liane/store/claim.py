"""Lease due deliveries: a few rows at a time, each with a fresh token, never two of one lane.

The look at the lane is a subquery that the planner may not flatten (``OFFSET 0``): flattened, a plan made while the
table was empty reads the whole queue at each claim, and plans are pinned. Rule: store.md §5.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store.connection import Connection
from liane.store.records import ClaimedDelivery

CLAIM_ROWS_MAX = 500

CLAIM = """
    WITH due AS MATERIALIZED (
      SELECT x.id, x.due FROM unnest($1::text[]) AS w(destination)
      CROSS JOIN LATERAL (
        SELECT d.id, d.due FROM deliveries d
        WHERE d.destination = w.destination AND d.done_at IS NULL AND NOT d.behind AND d.due <= $2
          AND NOT EXISTS (
            SELECT 1 FROM deliveries e WHERE e.lane = d.lane AND e.done_at IS NULL AND e.id < d.id OFFSET 0)
        ORDER BY d.due, d.id LIMIT $3 FOR UPDATE OF d SKIP LOCKED
      ) AS x
      ORDER BY x.due, x.id LIMIT $3
    )
    UPDATE deliveries AS d
    SET worker = $4, token = gen_random_uuid(), due = $5,
        state = CASE WHEN d.worker IS NULL THEN d.state ELSE 'asking' END
    FROM due, documents c
    WHERE d.id = due.id AND c.id = d.document_id
    RETURNING d.id, d.token, d.document_id, d.message_id, d.destination, d.action, d.recipient, d.plan, d.state,
              d.attempts, d.insisting_since, c.unique_id, c.lineage, due.due AS was_due
"""
EXTEND = "UPDATE deliveries SET due = $3 WHERE id = $1 AND token = $2 AND worker IS NOT NULL RETURNING id"


async def claim_deliveries(
    connection: Connection,
    worker: int,
    *,
    limit: int,
    now: datetime,
    lease: timedelta,
    destinations: Sequence[Destination] | None,
) -> list[ClaimedDelivery]:
    """Lease at most limit due deliveries, longest due first.

    A delivery whose former lease ran out without an answer comes back as ASKING: nobody knows how it ended.
    """
    wanted = [destination.value for destination in (destinations if destinations is not None else Destination)]
    rows = await connection.fetch(CLAIM, wanted, now, min(limit, CLAIM_ROWS_MAX), worker, now + lease)
    rows.sort(key=lambda row: (row["was_due"], row["id"]))
    return [
        ClaimedDelivery(
            id=row["id"],
            token=str(row["token"]),
            document_id=row["document_id"],
            message_id=row["message_id"],
            destination=Destination(row["destination"]),
            action=row["action"],
            recipient=row["recipient"],
            plan=json.loads(row["plan"]),
            state=DeliveryState(row["state"]),
            attempts=row["attempts"],
            created_at=row["insisting_since"],
            unique_id=row["unique_id"],
            lineage=row["lineage"],
        )
        for row in rows
    ]
