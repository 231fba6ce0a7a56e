"""What people and flows change besides a lease: deliveries added, replayed, parked, cancelled; receipts kept.

Each function runs inside the caller's transaction and journals what it does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liane.store.bodies import BodyRow, make_body
from liane.store.connection import Connection
from liane.store.journal import Draft, append_drafts, draft_event
from liane.store.queue import ALLOCATE, RELEASE_LANES, DeliveryDraft, Numbering, insert_deliveries
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of

CHANGED_PER_TRANSACTION_MAX = 500
ACTS = {"replay": "delivery.replayed", "park": "delivery.parked", "cancel": "delivery.cancelled"}

_LOCK = "SELECT id FROM deliveries WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE"
_REPLAY = """
    UPDATE deliveries AS d
    SET state = CASE WHEN d.worker IS NOT NULL OR d.state = 'asking' OR d.cause_class = 'outcome_unknown'
                THEN 'asking' ELSE 'waiting' END,
        attempts = 0, interruptions = 0, insisting_since = $2, not_before = $2, done_at = NULL, worker = NULL,
        token = NULL, due = CASE WHEN d.behind THEN 'infinity'::timestamptz ELSE $2 END
    WHERE d.id = ANY($1::bigint[]) AND d.state IN ('waiting', 'asking', 'parked', 'refused', 'cancelled')
      AND NOT EXISTS (
        SELECT 1 FROM documents c JOIN documents c2 ON c2.lineage = c.lineage
        JOIN deliveries x ON x.document_id = c2.id
        WHERE c.id = d.document_id AND x.lane = d.lane AND x.id > d.id AND x.state = 'delivered')
    RETURNING d.id, d.document_id, d.lane
"""
_PARK = """
    UPDATE deliveries AS d
    SET cause_class = CASE WHEN d.worker IS NOT NULL OR d.state = 'asking' THEN 'outcome_unknown' ELSE 'policy' END,
        cause_code = 'parked', cause_message = $3,
        cause_remedy = 'Rejouer ou annuler cette livraison.',
        state = 'parked', due = 'infinity', worker = NULL, token = NULL
    WHERE d.id = ANY($1::bigint[]) AND d.state IN ('waiting', 'asking') AND $2::timestamptz IS NOT NULL
    RETURNING d.id, d.document_id, d.lane
"""
_CANCEL = """
    UPDATE deliveries AS d
    SET state = 'cancelled', done_at = $2, reason = $3, worker = NULL, token = NULL
    WHERE d.id = ANY($1::bigint[]) AND d.done_at IS NULL
    RETURNING d.id, d.document_id, d.lane
"""


async def change_deliveries(
    connection: Connection, ids: Sequence[int], *, act: str, actor: str, reason: str, now: datetime
) -> int:
    """Replay, park or cancel; returns how many changed. A running lease loses its token, thus its right to write.

    Replay takes what is not delivered and not skipped; one whose last attempt ended unknown comes back as ASKING. It
    leaves alone a delivery that a later one of its lane has overtaken: an old version must not replace a newer one.
    """
    await connection.fetch(_LOCK, list(ids))
    if act == "replay":
        changed = await connection.fetch(_REPLAY, list(ids), now)
    else:
        statement = _PARK if act == "park" else _CANCEL
        changed = await connection.fetch(statement, list(ids), now, clean_text(reason, 2000))
    if act == "cancel":
        await connection.fetch(RELEASE_LANES, sorted({row["lane"] for row in changed}), now)
    entries = [(row["document_id"], _act_event(row, act, actor, reason, now)) for row in changed]
    await append_drafts(connection, entries)
    return len(changed)


def _act_event(row: Any, act: str, actor: str, reason: str, now: datetime) -> Draft:
    return draft_event(NewEvent(name=ACTS[act], at=now, actor=actor, data={"reason": reason}, delivery_id=row["id"]))


async def add_deliveries(
    connection: Connection, document_id: int, drafts: Sequence[DeliveryDraft], events: Sequence[Draft]
) -> tuple[tuple[int | None, ...], bool]:
    """Add deliveries to a document; returns their numbers (None: key taken) and whether work was made.

    They are dated by the first event, else by the first due instant. Raises LookupError.
    """
    message_id = await connection.fetchval("SELECT message_id FROM documents WHERE id = $1", document_id)
    if message_id is None:
        raise LookupError(f"no document {document_id}")
    keys = [draft.dedup_key for draft in drafts if draft.dedup_key is not None]
    answer = await connection.fetchrow(ALLOCATE, len(drafts), keys)
    numbering = Numbering(answer["taken"])
    given: list[int | None] = []
    if drafts:
        at = events[0].at if events else min(draft.due for draft in drafts)
        given = numbering.add(drafts, answer["ids"], document_id=document_id, message_id=message_id, at=at)
        await connection.execute(insert_deliveries("$1"), numbering.rows)
    await append_drafts(connection, [(document_id, draft) for draft in events], given)
    return tuple(given), bool(numbering.rows)


async def save_receipt(
    connection: Connection, *, key: str, kind: str, body: BodyRow, at: datetime, delivery_id: int | None
) -> bool:
    """Keep a receipt once; False when its key was there."""
    made = await connection.fetchval(
        """
        INSERT INTO receipts VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING RETURNING true
        """,
        clean_text(key),
        clean_text(kind),
        at,
        body.month,
        delivery_id,
        body.sha256,
        body.size_bytes,
    )
    if made:
        await connection.execute("INSERT INTO bodies VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING", *body)
    return bool(made)


def receipt_body(raw: bytes, at: datetime) -> BodyRow:
    """Make the body row of a receipt."""
    return make_body(raw, "message/rfc822", month_of(at))
