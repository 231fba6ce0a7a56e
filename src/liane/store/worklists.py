"""The lists that are worked: deliveries to replay, park or cancel; messages refused; events; one document's story."""

from datetime import datetime
from typing import Any

from liane.store.connection import Connection
from liane.store.cursors import NUMBER_MAX, read_cursor, read_dated_cursor, write_cursor
from liane.store.page_records import (
    DeliveryFilter,
    DeliveryLine,
    DocumentStory,
    EventFilter,
    MessageFilter,
    Page,
    StoredReceipt,
)
from liane.store.readings import (
    DELIVERY_COLUMNS,
    MESSAGE_COLUMNS,
    find_events,
    get_message,
    read_delivery,
    read_event,
    read_message,
)
from liane.store.records import StoredEvent, StoredMessage
from liane.store.search import LIMIT_MAX, Conditions, describe_lines, like_pattern, split_words
from liane.store.values import clean_text

IDS_MAX = 10_000
VERSIONS_MAX = 50
EXAMINED_MAX = 20_000
CROSSING_IDS = 100_000
_BY_DOCUMENT = "ORDER BY v.document_id DESC, v.id DESC"


async def _delivery_conditions(connection: Connection, wanted: DeliveryFilter) -> Conditions:
    conditions = Conditions()
    if wanted.state is not None:
        conditions.add(f"v.state = '{wanted.state.value}'")
    if wanted.destination is not None:
        conditions.add("v.destination = {}", wanted.destination.value)
    if wanted.cause_code:
        conditions.add("v.cause_code = {}", clean_text(wanted.cause_code))
        if wanted.state is None:
            conditions.add("v.state IN ('parked', 'refused')")
    if wanted.document_id is not None:
        conditions.add("v.document_id = {}", wanted.document_id)
    if wanted.received_from is not None:
        first = await _document_near(connection, wanted.received_from, is_start=True)
        conditions.add("v.document_id >= {}", first)
    if wanted.received_before is not None:
        last = await _document_near(connection, wanted.received_before, is_start=False)
        conditions.add("v.document_id <= {}", last)
    return conditions


async def _document_near(connection: Connection, at: datetime, *, is_start: bool) -> int:
    """A number surely not above (start) or below (end) those of the documents received from (or before) an instant.

    Numbers rise with time but for writers that cross; the exact instant is checked on the rows.
    """
    compare, order = ("<", "DESC") if is_start else (">=", "ASC")
    number = await connection.fetchval(
        f"SELECT id FROM documents WHERE received_at {compare} $1 ORDER BY received_at {order}, id {order} LIMIT 1",  # noqa: S608
        at,
    )
    if number is None:
        return 0 if is_start else NUMBER_MAX
    return int(number) + (-CROSSING_IDS if is_start else CROSSING_IDS)


def _add_examined(conditions: Conditions, wanted: DeliveryFilter) -> None:
    """Add what no index serves; it is applied to a bounded number of rows."""
    if wanted.recipient:
        conditions.add("v.recipient ILIKE {}", like_pattern(clean_text(wanted.recipient)))
    if wanted.received_from is not None:
        conditions.add("d.received_at >= {}", wanted.received_from)
    if wanted.received_before is not None:
        conditions.add("d.received_at < {}", wanted.received_before)


async def search_deliveries(
    connection: Connection, wanted: DeliveryFilter, *, cursor: str | None, limit: int
) -> Page[DeliveryLine]:
    """One page of deliveries, those of the newest documents first. Raises ValueError for a wrong cursor.

    A page may hold fewer lines than asked and yet have a cursor: 20,000 rows were read for it, and more are left.
    """
    limit = max(1, min(limit, LIMIT_MAX))
    indexed = await _delivery_conditions(connection, wanted)
    if cursor is not None:
        indexed.add("(v.document_id, v.id) < ({}, {})", *read_cursor(cursor))
    examined = indexed.fork()
    _add_examined(examined, wanted)
    inner = f"SELECT v.* FROM deliveries v WHERE {indexed.text} {_BY_DOCUMENT} LIMIT {EXAMINED_MAX}"  # noqa: S608
    rows = await connection.fetch(
        f"""
        WITH v AS ({inner})
        SELECT {DELIVERY_COLUMNS}, d.unique_id, d.title, d.type_label, d.patient_label, d.sender
        FROM v JOIN documents d ON d.id = v.document_id WHERE {examined.text} {_BY_DOCUMENT} LIMIT {limit + 1}
        """,  # noqa: S608
        *examined.arguments,
    )
    lines = tuple(_delivery_line(row) for row in rows[:limit])
    if len(rows) > limit:
        last = lines[-1].delivery
        return Page(lines=lines, next_cursor=write_cursor(last.document_id, last.id))
    return Page(lines=lines, next_cursor=await _find_unread(connection, indexed))


async def _find_unread(connection: Connection, indexed: Conditions) -> str | None:
    """Where to read on when the rows examined ran out before the page was full."""
    row = await connection.fetchrow(
        f"SELECT v.document_id, v.id FROM deliveries v WHERE {indexed.text} {_BY_DOCUMENT} "  # noqa: S608
        f"OFFSET {EXAMINED_MAX - 1} LIMIT 1",
        *indexed.arguments,
    )
    return None if row is None else write_cursor(row["document_id"], row["id"])


def _delivery_line(row: Any) -> DeliveryLine:
    values = dict(row)
    names = {name: values.pop(name) for name in ("unique_id", "title", "type_label", "patient_label", "sender")}
    return DeliveryLine(delivery=read_delivery(values), **names)


async def find_delivery_ids(connection: Connection, wanted: DeliveryFilter, limit: int) -> list[int]:
    """Numbers of the deliveries of a selection, oldest first, at most 10,000: what a bulk act is given."""
    indexed = await _delivery_conditions(connection, wanted)
    examined = indexed.fork()
    _add_examined(examined, wanted)
    rows = await connection.fetch(
        f"""
        SELECT v.id FROM deliveries v JOIN documents d ON d.id = v.document_id
        WHERE {indexed.text} AND {examined.text} ORDER BY v.document_id, v.id LIMIT {min(limit, IDS_MAX)}
        """,  # noqa: S608
        *examined.arguments,
    )
    return [row["id"] for row in rows]


async def find_refused_messages(
    connection: Connection, wanted: MessageFilter, *, cursor: str | None, limit: int
) -> Page[StoredMessage]:
    """One page of messages that were not accepted, newest first. Raises ValueError for a wrong cursor.

    A page may hold fewer lines than asked and yet have a cursor, as search_deliveries.
    """
    limit = max(1, min(limit, LIMIT_MAX))
    indexed = Conditions()
    indexed.add("m.outcome <> 'AA'")
    if wanted.received_from is not None:
        indexed.add("m.received_at >= {}", wanted.received_from)
    if wanted.received_before is not None:
        indexed.add("m.received_at < {}", wanted.received_before)
    if cursor is not None:
        indexed.add("(m.received_at, m.id) < ({}, {})", *read_dated_cursor(cursor))
    examined = indexed.fork()
    for column in ("control_id", "sender", "channel", "outcome"):
        value = getattr(wanted, column)
        if value:
            examined.add(f"m.{column} = {{}}", clean_text(value))
    for word in split_words(wanted.text):
        examined.add(
            "(m.sender || ' ' || m.control_id || ' ' || m.peer || ' ' || m.kind || ' ' || m.errors) ILIKE {}",
            like_pattern(word),
        )
    order = "ORDER BY m.received_at DESC, m.id DESC"
    inner = f"SELECT m.* FROM messages m WHERE {indexed.text} {order} LIMIT {EXAMINED_MAX}"  # noqa: S608
    rows = await connection.fetch(
        f"WITH m AS ({inner}) SELECT {MESSAGE_COLUMNS} FROM m WHERE {examined.text} {order} LIMIT {limit + 1}",  # noqa: S608
        *examined.arguments,
    )
    lines = tuple(read_message(row) for row in rows[:limit])
    if len(rows) > limit:
        return Page(lines=lines, next_cursor=write_cursor(lines[-1].received_at, lines[-1].id))
    left = await connection.fetchrow(
        f"SELECT m.received_at, m.id FROM messages m WHERE {indexed.text} {order} OFFSET {EXAMINED_MAX - 1} LIMIT 1",  # noqa: S608
        *indexed.arguments,
    )
    return Page(lines=lines, next_cursor=None if left is None else write_cursor(left["received_at"], left["id"]))


async def search_events(
    connection: Connection, wanted: EventFilter, *, cursor: str | None, limit: int
) -> Page[StoredEvent]:
    """One page of the whole journal, newest first. Raises ValueError for a cursor that is none of ours."""
    limit = max(1, min(limit, LIMIT_MAX))
    conditions = Conditions()
    if wanted.name.endswith(".*"):
        conditions.add("starts_with(e.name, {})", wanted.name.removesuffix("*"))
    elif wanted.name:
        conditions.add("e.name = {}", clean_text(wanted.name))
    if wanted.actor:
        conditions.add("e.actor = {}", clean_text(wanted.actor))
    if wanted.at_from is not None:
        conditions.add("e.at >= {}", wanted.at_from)
        conditions.add("e.month >= date_trunc('month', {}::timestamptz AT TIME ZONE 'UTC')::date", wanted.at_from)
    if wanted.at_before is not None:
        conditions.add("e.at < {}", wanted.at_before)
        conditions.add("e.month <= ({}::timestamptz AT TIME ZONE 'UTC')::date", wanted.at_before)
    if cursor is not None:
        conditions.add("(e.at, e.id) < ({}, {})", *read_dated_cursor(cursor))
    rows = await connection.fetch(
        f"""
        SELECT e.id, e.chain, e.delivery_id, e.name, e.actor, e.at, e.data, e.body_sha256, e.media_type, e.hash
        FROM events e WHERE {conditions.text} ORDER BY e.at DESC, e.id DESC LIMIT {limit + 1}
        """,  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(read_event(row) for row in rows[:limit])
    last = lines[-1] if len(rows) > limit else None
    return Page(lines=lines, next_cursor=write_cursor(last.at, last.id) if last else None)


async def get_document_story(connection: Connection, document_id: int) -> DocumentStory:
    """Everything about one document request, in one snapshot. Raises LookupError."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        lines = await describe_lines(connection, [document_id])
        if not lines:
            raise LookupError(f"no document {document_id}")
        line = lines[0]
        others = await connection.fetch(
            f"SELECT id FROM documents WHERE lineage = $1 ORDER BY id LIMIT {VERSIONS_MAX}",  # noqa: S608
            line.document.lineage,
        )
        receipts = await connection.fetch(
            "SELECT key, kind, at, delivery_id, sha256, size_bytes FROM receipts "
            "WHERE delivery_id = ANY($1::bigint[]) ORDER BY at, key LIMIT 500",
            [delivery.id for delivery in line.deliveries],
        )
        return DocumentStory(
            line=line,
            message=await get_message(connection, line.document.message_id),
            events=tuple(await find_events(connection, document_id)),
            receipts=tuple(_read_receipt(row) for row in receipts),
            versions=tuple(await describe_lines(connection, [row["id"] for row in others])),
        )


def _read_receipt(row: Any) -> StoredReceipt:
    return StoredReceipt(**(dict(row) | {"sha256": row["sha256"].hex()}))
