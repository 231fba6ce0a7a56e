"""The lists that are worked: deliveries to replay, park or cancel; messages refused; events; one document's story."""

from typing import Any

from liane.domain.documents.delivery import FINAL_STATES
from liane.store.connection import Connection
from liane.store.cursors import read_cursor, write_cursor
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


def _delivery_conditions(wanted: DeliveryFilter) -> Conditions:
    conditions = Conditions()
    if wanted.state is not None:
        is_final = wanted.state in FINAL_STATES
        conditions.add(f"v.state = '{wanted.state.value}' AND v.done_at IS {'NOT ' if is_final else ''}NULL")
    if wanted.destination is not None:
        conditions.add("v.destination = {}", wanted.destination.value)
    if wanted.cause_code:
        conditions.add("v.cause_code = {}", clean_text(wanted.cause_code))
    if wanted.recipient:
        conditions.add("v.recipient ILIKE {}", like_pattern(clean_text(wanted.recipient)))
    if wanted.document_id is not None:
        conditions.add("v.document_id = {}", wanted.document_id)
    if wanted.created_from is not None:
        conditions.add("v.created_at >= {}", wanted.created_from)
    if wanted.created_before is not None:
        conditions.add("v.created_at < {}", wanted.created_before)
    return conditions


async def search_deliveries(
    connection: Connection, wanted: DeliveryFilter, *, cursor: str | None, limit: int
) -> Page[DeliveryLine]:
    """One page of deliveries, newest first. Raises ValueError for a cursor that is none of ours."""
    limit = max(1, min(limit, LIMIT_MAX))
    conditions = _delivery_conditions(wanted)
    if cursor is not None:
        conditions.add("v.id < {}", read_cursor(cursor)[1])
    rows = await connection.fetch(
        f"""
        SELECT v.*, d.unique_id, d.title, d.type_label, d.patient_label, d.sender
        FROM (SELECT {DELIVERY_COLUMNS} FROM deliveries v WHERE {conditions.text} ORDER BY v.id DESC LIMIT {limit + 1})
             AS v
        JOIN documents d ON d.id = v.document_id ORDER BY v.id DESC
        """,  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(_delivery_line(row) for row in rows[:limit])
    last = lines[-1].delivery if len(rows) > limit else None
    return Page(lines=lines, next_cursor=write_cursor(last.created_at, last.id) if last else None)


def _delivery_line(row: Any) -> DeliveryLine:
    values = dict(row)
    names = {name: values.pop(name) for name in ("unique_id", "title", "type_label", "patient_label", "sender")}
    return DeliveryLine(delivery=read_delivery(values), **names)


async def find_delivery_ids(connection: Connection, wanted: DeliveryFilter, limit: int) -> list[int]:
    """Numbers of the deliveries of a selection, oldest first, at most 10,000: what a bulk act is given."""
    conditions = _delivery_conditions(wanted)
    rows = await connection.fetch(
        f"SELECT v.id FROM deliveries v WHERE {conditions.text} ORDER BY v.id LIMIT {min(limit, IDS_MAX)}",  # noqa: S608
        *conditions.arguments,
    )
    return [row["id"] for row in rows]


async def find_refused_messages(
    connection: Connection, wanted: MessageFilter, *, cursor: str | None, limit: int
) -> Page[StoredMessage]:
    """One page of messages that were not accepted, newest first. Raises ValueError for a wrong cursor."""
    limit = max(1, min(limit, LIMIT_MAX))
    conditions = Conditions()
    conditions.add("m.outcome <> 'AA'")
    for column in ("control_id", "sender", "channel", "outcome"):
        value = getattr(wanted, column)
        if value:
            conditions.add(f"m.{column} = {{}}", clean_text(value))
    for word in split_words(wanted.text):
        conditions.add(
            "(m.sender || ' ' || m.control_id || ' ' || m.peer || ' ' || m.kind || ' ' || m.errors) ILIKE {}",
            like_pattern(word),
        )
    if wanted.received_from is not None:
        conditions.add("m.received_at >= {}", wanted.received_from)
    if wanted.received_before is not None:
        conditions.add("m.received_at < {}", wanted.received_before)
    if cursor is not None:
        conditions.add("(m.received_at, m.id) < ({}, {})", *read_cursor(cursor))
    rows = await connection.fetch(
        f"""
        SELECT {MESSAGE_COLUMNS} FROM messages m WHERE {conditions.text}
        ORDER BY m.received_at DESC, m.id DESC LIMIT {limit + 1}
        """,  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(read_message(row) for row in rows[:limit])
    last = lines[-1] if len(rows) > limit else None
    return Page(lines=lines, next_cursor=write_cursor(last.received_at, last.id) if last else None)


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
        conditions.add("(e.at, e.id) < ({}, {})", *read_cursor(cursor))
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
