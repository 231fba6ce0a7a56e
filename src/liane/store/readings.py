"""Reading single things back: documents, messages, deliveries, events, bodies. No list of a page here."""

import json
from collections.abc import Sequence
from typing import Any

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.store.bodies import decompress, join_message
from liane.store.connection import Connection
from liane.store.journal import SELECT_CHAIN
from liane.store.records import StoredDelivery, StoredDocument, StoredEvent, StoredMessage

DOCUMENT_COLUMNS = """
    d.id, d.message_id, d.received_at, d.unique_id, d.lineage, d.version, d.replaces, d.action, d.type_code,
    d.type_label, d.title, d.form, d.patient_ins, d.patient_ins_oid, d.patient_label, d.patient_birth_date,
    d.patient_sex, d.patient_key, d.body_sha256, d.body_size_bytes, d.verdict, d.request, d.decisions
"""
MESSAGE_COLUMNS = """
    m.id, m.channel, m.kind, m.control_id, m.sender, m.receiver, m.processing_id, m.received_at, m.outcome, m.ack,
    m.errors, m.document_id, m.raw_size_bytes
"""
DELIVERY_COLUMNS = """
    v.id, v.document_id, v.message_id, v.destination, v.action, v.recipient, v.lane, v.state, v.attempts, v.created_at,
    nullif(v.due, 'infinity') AS due, v.done_at, v.reason, v.cause_class, v.cause_code, v.cause_message,
    v.cause_remedy, v.remote_answer, v.plan
"""
ROWS_MAX = 1000


def read_document(row: Any) -> StoredDocument:
    """Make a document of its row."""
    values = dict(row)
    values["body_sha256"] = values["body_sha256"].hex()
    values["request"] = json.loads(values["request"])
    values["decisions"] = json.loads(values["decisions"])
    return StoredDocument(**values)


def read_message(row: Any) -> StoredMessage:
    """Make a message of its row."""
    values = dict(row)
    values["errors"] = json.loads(values["errors"])
    return StoredMessage(**values)


def read_delivery(row: Any) -> StoredDelivery:
    """Make a delivery of its row."""
    values = dict(row)
    code, message, remedy = values.pop("cause_code"), values.pop("cause_message"), values.pop("cause_remedy")
    kind = values.pop("cause_class")
    cause = None
    if kind is not None:
        cause = Cause(cause_class=CauseClass(kind), code=code, message=message, remedy=remedy)
    values["destination"] = Destination(values["destination"])
    values["state"] = DeliveryState(values["state"])
    values["remote_answer"] = json.loads(values["remote_answer"])
    values["plan"] = json.loads(values["plan"])
    return StoredDelivery(**values, cause=cause)


def read_event(row: Any) -> StoredEvent:
    """Make an event of its row."""
    return StoredEvent(
        id=row["id"],
        document_id=row["chain"] if row["chain"] > 0 else None,
        delivery_id=row["delivery_id"],
        name=row["name"],
        actor=row["actor"],
        at=row["at"],
        data=json.loads(row["data"]),
        body_sha256=None if row["body_sha256"] is None else row["body_sha256"].hex(),
        media_type=row["media_type"],
        hash=row["hash"].hex(),
    )


async def get_message(connection: Connection, message_id: int) -> StoredMessage:
    """Load one message. Raises LookupError."""
    row = await connection.fetchrow(f"SELECT {MESSAGE_COLUMNS} FROM messages m WHERE m.id = $1", message_id)  # noqa: S608
    if row is None:
        raise LookupError(f"no message {message_id}")
    return read_message(row)


async def load_body(connection: Connection, sha256: bytes) -> bytes:
    """Load a body of any month, the newest first. Raises LookupError."""
    row = await connection.fetchrow(
        "SELECT encoding, content FROM bodies WHERE sha256 = $1 ORDER BY month DESC LIMIT 1", sha256
    )
    if row is None:
        raise LookupError("no such body, or it is no longer kept")
    return decompress(row["encoding"], row["content"])


async def load_document_body(connection: Connection, document_id: int) -> bytes:
    """Load a document's bytes. Raises LookupError, also when its content is no longer kept."""
    row = await connection.fetchrow("SELECT body_sha256, month FROM documents WHERE id = $1", document_id)
    if row is None:
        raise LookupError(f"no document {document_id}")
    found = await connection.fetchrow(
        "SELECT encoding, content FROM bodies WHERE sha256 = $1 AND month = $2", row["body_sha256"], row["month"]
    )
    if found is None:
        raise LookupError(f"the content of document {document_id} is no longer kept")
    return decompress(found["encoding"], found["content"])


async def load_message_raw(connection: Connection, message_id: int) -> bytes:
    """Give back a message exactly as received. Raises LookupError, also when its content is no longer kept."""
    month = await connection.fetchval("SELECT month FROM messages WHERE id = $1", message_id)
    if month is None:
        raise LookupError(f"no message {message_id}")
    row = await connection.fetchrow(
        """
        SELECT e.encoding, e.form, e.cut_at, e.content, e.sha256, b.encoding AS body_encoding, b.content AS body
        FROM envelopes e LEFT JOIN bodies b ON b.sha256 = e.sha256 AND b.month = e.month
        WHERE e.message_id = $1 AND e.month = $2
        """,
        message_id,
        month,
    )
    if row is None or (row["sha256"] is not None and row["body"] is None):
        raise LookupError(f"the content of message {message_id} is no longer kept")
    body = None if row["body"] is None else decompress(row["body_encoding"], row["body"])
    return join_message(decompress(row["encoding"], row["content"]), row["form"], row["cut_at"], body)


async def find_deliveries(connection: Connection, document_id: int) -> list[StoredDelivery]:
    """All deliveries of one document request, oldest first."""
    rows = await connection.fetch(
        f"SELECT {DELIVERY_COLUMNS} FROM deliveries v WHERE v.document_id = $1 ORDER BY v.id LIMIT {ROWS_MAX}",  # noqa: S608
        document_id,
    )
    return [read_delivery(row) for row in rows]


async def find_events(connection: Connection, chain: int) -> Sequence[StoredEvent]:
    """The journal of one chain, oldest first, its first 10,000 events."""
    return [read_event(row) for row in await connection.fetch(SELECT_CHAIN, chain)]
