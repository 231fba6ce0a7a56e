"""What is told to subscribers: an outbox whose rows are the queue, in order inside each lane, leased by token.

As for deliveries, only the first open notice of a lane is due; those after it are ``behind``. A lease that runs out
gives its notice back: the subscriber may be told twice, under the same control id, never in another order.
Rule: store.md §5; INS/va1.60.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from liane.store.bodies import decompress
from liane.store.connection import Connection
from liane.store.cursors import read_cursor, write_cursor
from liane.store.page_records import Page
from liane.store.registry_make import DETAIL_CHARS_MAX
from liane.store.registry_records import ClaimedNotice, Notice, NoticeCount, NoticeState
from liane.store.search import Conditions
from liane.store.values import clean_text

LEASE = timedelta(seconds=60)
CLAIM_ROWS_MAX = 200
PAGE_MAX = 200
ANSWER_BYTES_MAX = 65_536

CLAIM = """
    WITH due AS MATERIALIZED (
      SELECT n.id, n.due FROM notices n WHERE n.done_at IS NULL AND NOT n.behind AND n.due <= $1
        AND NOT EXISTS (
          SELECT 1 FROM notices e WHERE e.lane = n.lane AND e.done_at IS NULL AND e.id < n.id OFFSET 0)
      ORDER BY n.due, n.id LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    UPDATE notices AS n SET token = gen_random_uuid(), due = $3 FROM due WHERE n.id = due.id
    RETURNING n.id, n.token, n.subscriber, n.event, n.control_id, n.person_id, n.lane, n.encoding, n.message,
              n.attempts, n.created_at, due.due AS was_due
"""
_FINISH = """
    UPDATE notices
    SET state = $3, attempts = attempts + 1, token = NULL, due = coalesce($4::timestamptz, 'infinity'),
        not_before = coalesce($4::timestamptz, not_before), done_at = $5, cause = $6, detail = $7, answer = $8
    WHERE id = $1 AND token = $2 RETURNING lane
"""
_RELEASE = """
    UPDATE notices AS n
    SET behind = false, due = CASE WHEN n.state = 'parked' THEN 'infinity' ELSE greatest(n.not_before, $2) END
    FROM unnest($1::text[]) AS l(lane)
    CROSS JOIN LATERAL (
      SELECT e.id FROM notices e WHERE e.lane = l.lane AND e.done_at IS NULL ORDER BY e.id LIMIT 1
    ) AS f
    WHERE n.id = f.id AND n.behind
"""
_CHANGES = {
    "replay": """
        UPDATE notices SET state = 'waiting', not_before = $2, token = NULL,
          due = CASE WHEN behind THEN 'infinity'::timestamptz ELSE $2 END
        WHERE id = ANY($1::bigint[]) AND done_at IS NULL RETURNING lane
    """,
    "park": """
        UPDATE notices SET state = 'parked', due = 'infinity', token = NULL
        WHERE id = ANY($1::bigint[]) AND done_at IS NULL AND $2::timestamptz IS NOT NULL RETURNING lane
    """,
    "cancel": """
        UPDATE notices SET state = 'cancelled', done_at = $2, token = NULL
        WHERE id = ANY($1::bigint[]) AND done_at IS NULL RETURNING lane
    """,
}
_COUNT = """
    SELECT subscriber, state, count(*) AS number, min(created_at) AS oldest_at FROM notices
    WHERE done_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


async def claim_notices(connection: Connection, *, limit: int, now: datetime, lease: timedelta) -> list[ClaimedNotice]:
    """Lease at most limit due notices, longest due first, at most one per lane."""
    rows = await connection.fetch(CLAIM, now, max(1, min(limit, CLAIM_ROWS_MAX)), now + lease)
    rows.sort(key=lambda row: (row["was_due"], row["id"]))
    return [
        ClaimedNotice(
            id=row["id"],
            token=str(row["token"]),
            subscriber=row["subscriber"],
            event=row["event"],
            control_id=row["control_id"],
            person_id=row["person_id"],
            lane=row["lane"],
            message=decompress(row["encoding"], row["message"]),
            attempts=row["attempts"],
            created_at=row["created_at"],
        )
        for row in rows
    ]


async def finish_notice(
    connection: Connection,
    claimed: ClaimedNotice,
    *,
    state: NoticeState,
    now: datetime,
    retry_at: datetime | None,
    cause: tuple[str, str],
    answer: bytes,
) -> bool:
    """End a leased notice or put it off, inside the caller's transaction; False when the lease was lost."""
    is_done = state in (NoticeState.SENT, NoticeState.CANCELLED)
    lane = await connection.fetchval(
        _FINISH,
        claimed.id,
        UUID(claimed.token),
        state.value,
        (retry_at or now) if state is NoticeState.WAITING else None,
        now if is_done else None,
        clean_text(cause[0]),
        clean_text(cause[1], DETAIL_CHARS_MAX),
        answer[:ANSWER_BYTES_MAX],
    )
    if lane is None:
        return False
    if is_done:
        await connection.execute(_RELEASE, [lane], now)
    return True


async def change_notices(connection: Connection, ids: Sequence[int], *, act: str, now: datetime) -> int:
    """Replay, park or cancel open notices, inside the caller's transaction; returns how many. A lease is fenced.

    Raises ValueError for another act.
    """
    if act not in _CHANGES:
        raise ValueError(f"unknown act {act}")
    await connection.fetch("SELECT id FROM notices WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE", list(ids))
    rows = await connection.fetch(_CHANGES[act], list(ids), now)
    if act == "cancel":
        await connection.execute(_RELEASE, sorted({row["lane"] for row in rows}), now)
    return len(rows)


async def find_notices(
    connection: Connection,
    *,
    subscriber: str,
    person_id: int | None,
    only_open: bool,
    cursor: str | None,
    limit: int,
) -> Page[Notice]:
    """One page of notices, newest first. Raises ValueError for a cursor that is none of ours."""
    limit = max(1, min(limit, PAGE_MAX))
    conditions = Conditions()
    if only_open:
        conditions.add("n.done_at IS NULL")
    if subscriber:
        conditions.add("n.subscriber = {}", clean_text(subscriber))
    if person_id is not None:
        conditions.add("n.person_id = {}", person_id)
    if cursor is not None:
        conditions.add("n.id < {}", read_cursor(cursor)[0])
    rows = await connection.fetch(
        f"SELECT n.* FROM notices n WHERE {conditions.text} ORDER BY n.id DESC LIMIT {limit + 1}",  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(_read_notice(row) for row in rows[:limit])
    return Page(lines=lines, next_cursor=write_cursor(lines[-1].id, 0) if len(rows) > limit else None)


def _read_notice(row: Any) -> Notice:
    is_due = row["done_at"] is None and not row["behind"] and row["state"] == NoticeState.WAITING
    return Notice(
        id=row["id"],
        subscriber=row["subscriber"],
        event=row["event"],
        control_id=row["control_id"],
        person_id=row["person_id"],
        state=NoticeState(row["state"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
        due=row["due"] if is_due else None,
        is_behind=row["behind"] and row["done_at"] is None,
        done_at=row["done_at"],
        cause=row["cause"],
        detail=row["detail"],
        message=decompress(row["encoding"], row["message"]),
        answer=row["answer"],
    )


async def count_notices(connection: Connection) -> list[NoticeCount]:
    """How many notices wait or are set aside, by subscriber."""
    rows = await connection.fetch(_COUNT)
    return [NoticeCount(**(dict(row) | {"state": NoticeState(row["state"])})) for row in rows]
