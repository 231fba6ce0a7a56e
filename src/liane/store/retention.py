"""What leaves with time: contents by whole months first, their trace much later; and one document's content on demand.

Content is bodies and envelopes (what was received and sent). Trace is everything else (who, what, when, why, hashes).
A month in which a delivery is still open keeps both. What left is known by `dropped_months` and by an event of the
system, so that what is absent is known to be rightly so. Rule: architecture.md §3 (deletion leaves the trace).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from liane.domain.errors import StorageUnavailable
from liane.store import registry_retention
from liane.store.connection import Connection
from liane.store.intake import apply_intake_retention
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.records import NewEvent

BATCH_ROWS = 1000
LOCK_TIMEOUT = "5s"
CONTENT_TABLES = ("bodies", "envelopes")
TRACE_TABLES = ("words", "events")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """How long contents and traces are kept after the end of their month. A trace outlives its content."""

    content: timedelta
    trace: timedelta

    def __post_init__(self) -> None:
        if self.trace < self.content:
            raise ValueError("a trace is kept at least as long as its content")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReport:
    """What left, by month; kept_open: months that stay because deliveries of theirs are not done."""

    content_months: tuple[date, ...]
    trace_months: tuple[date, ...]
    kept_open: tuple[date, ...]
    content_bytes: int
    documents: int


def next_month(month: date) -> date:
    """First day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def is_over(month: date, kept: timedelta, now: datetime) -> bool:
    """Tell whether even the last instant of a month has been kept long enough."""
    end = next_month(month)
    return datetime(end.year, end.month, end.day, tzinfo=UTC) + kept <= now


async def find_months(connection: Connection, table: str) -> list[date]:
    """Months that have a partition of this table, oldest first."""
    rows = await connection.fetch(
        "SELECT to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent "
        "WHERE p.relname = $1 AND p.relnamespace = 'liane'::regnamespace ORDER BY 1",
        table,
    )
    return [row["month"] for row in rows]


async def find_open_months(connection: Connection) -> set[date]:
    """Months with deliveries not done, identity messages not applied, or things come in that wait for a person."""
    rows = await connection.fetch(
        "SELECT d.month FROM deliveries v JOIN documents d ON d.id = v.document_id WHERE v.done_at IS NULL "
        "UNION SELECT month FROM identity_messages WHERE state = 'pending' "
        "UNION SELECT month FROM intake_items WHERE state = 'waiting' "
        "UNION SELECT month FROM intake_mails WHERE state = 'kept'"
    )
    return {row["month"] for row in rows}


async def apply_retention(connection: Connection, policy: RetentionPolicy, now: datetime) -> RetentionReport:
    """Drop what has been kept long enough, month by month, each in its own transaction; may be stopped and run again.

    Raises StorageUnavailable when a long reader holds a month for more than 5 s: try again later.
    """
    open_months = await find_open_months(connection)
    over = [month for month in await find_months(connection, "bodies") if is_over(month, policy.content, now)]
    gone = [month for month in over if month not in open_months]
    content_bytes = 0
    for month in gone:
        content_bytes += await _drop_content(connection, month, now)
    old = [month for month in await find_months(connection, "events") if is_over(month, policy.trace, now)]
    traces = [month for month in old if month not in open_months]
    documents = 0
    for month in traces:
        documents += await _drop_trace(connection, month, now)
    await connection.execute("DELETE FROM verdicts WHERE at < $1", now - policy.content)
    await registry_retention.apply_retention(
        connection, content_before=now - policy.content, trace_before=now - policy.trace, now=now
    )
    await apply_intake_retention(connection, trace_before=now - policy.trace)
    return RetentionReport(
        content_months=tuple(gone),
        trace_months=tuple(traces),
        kept_open=tuple(sorted({month for month in (*over, *old) if month in open_months})),
        content_bytes=content_bytes,
        documents=documents,
    )


async def _drop_content(connection: Connection, month: date, now: datetime) -> int:
    async with connection.transaction():
        size = await _drop_partitions(connection, CONTENT_TABLES, month)
        await _note(connection, "content", month, now, {"month": month.isoformat(), "size_bytes": size})
    return size


async def _drop_partitions(connection: Connection, tables: tuple[str, ...], month: date) -> int:
    size = 0
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    for table in tables:
        name = f"liane.{table}_{month:%Y_%m}"
        size += await connection.fetchval("SELECT coalesce(pg_total_relation_size(to_regclass($1)), 0)", name)
        try:
            await connection.execute(f"DROP TABLE IF EXISTS {name}")
        except asyncpg.LockNotAvailableError as error:
            raise StorageUnavailable(f"{name} is being read: it is dropped another time") from error
    return size


async def _note(connection: Connection, kind: str, month: date, now: datetime, data: dict[str, Any]) -> None:
    await connection.execute("INSERT INTO dropped_months VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", kind, month, now)
    event = NewEvent(name=f"{kind}.dropped", at=now, data=data)
    await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])


async def _drop_trace(connection: Connection, month: date, now: datetime) -> int:
    """Delete the rows of a month's messages and documents by batches, then the month's own partitions."""
    number = 0
    while True:
        async with connection.transaction():
            documents = await _delete_documents(connection, month)
            messages = await _delete_messages(connection, month)
        number += documents
        if documents + messages == 0:
            break
    async with connection.transaction():
        await connection.execute("DELETE FROM receipts WHERE month = $1", month)
        await _drop_partitions(connection, (*TRACE_TABLES, *CONTENT_TABLES), month)
        await _note(connection, "trace", month, now, {"month": month.isoformat(), "documents": number})
    return number


async def _delete_documents(connection: Connection, month: date) -> int:
    rows = await connection.fetch(f"SELECT id FROM documents WHERE month = $1 LIMIT {BATCH_ROWS}", month)  # noqa: S608
    ids = [row["id"] for row in rows]
    if ids:
        sent = await connection.fetch("SELECT id FROM deliveries WHERE document_id = ANY($1::bigint[])", ids)
        deliveries = [row["id"] for row in sent]
        await _delete_chains(connection, ids)
        await connection.execute("DELETE FROM correlations WHERE delivery_id = ANY($1::bigint[])", deliveries)
        await connection.execute("DELETE FROM receipts WHERE delivery_id = ANY($1::bigint[])", deliveries)
        await connection.execute("DELETE FROM deliveries WHERE id = ANY($1::bigint[])", deliveries)
        await connection.execute("DELETE FROM document_persons WHERE document_id = ANY($1::bigint[])", ids)
        await connection.execute("DELETE FROM documents WHERE id = ANY($1::bigint[])", ids)
    return len(ids)


async def _delete_messages(connection: Connection, month: date) -> int:
    rows = await connection.fetch(f"SELECT id FROM messages WHERE month = $1 LIMIT {BATCH_ROWS}", month)  # noqa: S608
    ids = [row["id"] for row in rows]
    if ids:
        await _delete_chains(connection, [-number for number in ids])
        await connection.execute("DELETE FROM identity_messages WHERE message_id = ANY($1::bigint[])", ids)
        await connection.execute("DELETE FROM messages WHERE id = ANY($1::bigint[])", ids)
    return len(ids)


async def _delete_chains(connection: Connection, chains: list[int]) -> None:
    await connection.execute("SET LOCAL liane.retention = 'on'")
    await connection.execute("DELETE FROM events WHERE chain = ANY($1::bigint[])", chains)
    await connection.execute("DELETE FROM chains WHERE chain = ANY($1::bigint[])", chains)
    await connection.execute("SET LOCAL liane.retention = 'off'")


async def erase_document(connection: Connection, document_id: int, *, actor: str, reason: str, now: datetime) -> int:
    """Erase the content of one document and the patient's traits, inside the caller's transaction; the trace stays.

    Bodies that another document shares stay for it. Returns how many bodies left. Raises LookupError, or ValueError
    while a delivery of it is not done (cancel it first).
    """
    document = await connection.fetchrow(
        "SELECT id, message_id, month, body_sha256, unique_id FROM documents WHERE id = $1 FOR UPDATE", document_id
    )
    if document is None:
        raise LookupError(f"no document {document_id}")
    waiting = "SELECT EXISTS (SELECT 1 FROM deliveries WHERE document_id = $1 AND done_at IS NULL)"
    if await connection.fetchval(waiting, document_id):
        raise ValueError(f"document {document_id} has deliveries that are not done")
    erased = await _erase_bodies(connection, document)
    await connection.execute("DELETE FROM envelopes WHERE message_id = $1", document["message_id"])
    await connection.execute("DELETE FROM document_persons WHERE document_id = $1", document_id)
    await connection.execute("UPDATE messages SET errors = '[]' WHERE id = $1", document["message_id"])
    await connection.execute("DELETE FROM words WHERE month = $1 AND document_id = $2", document["month"], document_id)
    await connection.execute(
        """
        UPDATE documents SET title = '', patient_ins = NULL, patient_ins_oid = NULL, patient_label = '',
          patient_birth_date = '', patient_sex = '', patient_key = '', request = '{}', decisions = '[]', erased_at = $2
        WHERE id = $1
        """,
        document_id,
        now,
    )
    await connection.execute(
        """
        UPDATE deliveries SET plan = '{}', remote_answer = '{}', reason = '', cause_message = left(cause_message, 0),
          recipient = CASE WHEN destination = 'mssante_patient' THEN '' ELSE recipient END,
          lane = CASE WHEN destination = 'mssante_patient' THEN 'erased' ELSE lane END
        WHERE document_id = $1
        """,
        document_id,
    )
    event = NewEvent(name="document.erased", at=now, actor=actor, data={"reason": reason, "bodies": erased})
    await append_drafts(connection, [(document_id, draft_event(event))])
    return erased


_ERASE_BODIES = """
    WITH mine AS (
      SELECT $2::date AS month, $3::bytea AS sha256
      UNION SELECT e.month, e.body_sha256 FROM events e WHERE e.chain = $1 AND e.body_sha256 IS NOT NULL
      UNION SELECT r.month, r.sha256 FROM receipts r
            JOIN deliveries v ON v.id = r.delivery_id WHERE v.document_id = $1
      UNION SELECT n.month, n.sha256 FROM envelopes n WHERE n.message_id = $4 AND n.sha256 IS NOT NULL
    )
    DELETE FROM bodies b USING mine m
    WHERE b.month = m.month AND b.sha256 = m.sha256
      AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.unique_id = $5 AND d.id <> $1 AND d.erased_at IS NULL
                      AND d.month = b.month AND d.body_sha256 = b.sha256)
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.month = b.month AND e.body_sha256 = b.sha256 AND e.chain <> $1
                      AND NOT EXISTS (SELECT 1 FROM documents x WHERE x.id = e.chain AND x.erased_at IS NOT NULL))
    RETURNING 1
"""


async def _erase_bodies(connection: Connection, document: Any) -> int:
    rows = await connection.fetch(
        _ERASE_BODIES,
        document["id"],
        document["month"],
        document["body_sha256"],
        document["message_id"],
        document["unique_id"],
    )
    return len(rows)
