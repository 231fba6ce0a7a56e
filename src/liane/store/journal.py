"""The journal: events that are only ever appended, chained by hash so that a quiet edit shows.

What lives here: how an event becomes a row, how a chain goes on, how it is verified. A chain is named by a number:
a document's, minus a message's when the message made no document, 0 for the system.
Rule: architecture.md §3 (journal).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from liane.store.bodies import BodyRow, make_body
from liane.store.connection import Connection
from liane.store.records import NewEvent
from liane.store.rows import ChainRow, EventRow
from liane.store.values import clean_text, month_of, render_json

SYSTEM_CHAIN = 0
START = ChainRow(0, 0, bytes(32))
FORMAT = 1
EVENTS_MAX = 10_000

OPEN_CHAINS = """
    INSERT INTO chains SELECT c, 0, decode(repeat('00', 32), 'hex') FROM unnest($1::bigint[]) AS c ORDER BY c
    ON CONFLICT DO NOTHING
"""
LOCK_HEADS = "SELECT chain, seq, hash FROM chains WHERE chain = ANY($1::bigint[]) ORDER BY chain FOR UPDATE"
APPEND = """
    WITH b AS (INSERT INTO bodies SELECT * FROM unnest($2::bodies[]) ON CONFLICT DO NOTHING),
    c AS (UPDATE chains SET seq = n.seq, hash = n.hash FROM unnest($3::chains[]) AS n WHERE chains.chain = n.chain)
    INSERT INTO events
    SELECT n.month, nextval('ids'), n.chain, n.seq, n.delivery_id, n.name, n.actor, n.at, n.data, n.body_sha256,
           n.media_type, n.hash
    FROM unnest($1::events[]) AS n
    RETURNING id
"""
SELECT_CHAIN = f"""
    SELECT id, chain, seq, delivery_id, name, actor, at, data, body_sha256, media_type, hash FROM events
    WHERE chain = $1 ORDER BY seq LIMIT {EVENTS_MAX}
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event ready to be chained. body: the row of its bytes, if any."""

    name: str
    actor: str
    at: datetime
    month: date
    data: str
    body: BodyRow | None
    media_type: str
    delivery_id: int | None
    delivery_index: int | None


def draft_event(event: NewEvent) -> Draft:
    """Make an event storable. Raises TypeError or ValueError when its data is no JSON or its instant is naive."""
    month = month_of(event.at)
    body = None if event.body is None else make_body(event.body, event.media_type, month)
    return Draft(
        name=clean_text(event.name),
        actor=clean_text(event.actor),
        at=event.at.astimezone(UTC),
        month=month,
        data=render_json(event.data),
        body=body,
        media_type=clean_text(event.media_type),
        delivery_id=event.delivery_id,
        delivery_index=event.delivery_index,
    )


def hash_event(previous: bytes, row: EventRow) -> bytes:
    """Hash an event with the hash before it. The row's number and its own hash are left out, all the rest is in."""
    fields = (
        FORMAT,
        row.chain,
        row.seq,
        row.delivery_id,
        row.name,
        row.actor,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.data,
        None if row.body_sha256 is None else row.body_sha256.hex(),
        row.media_type,
    )
    return hashlib.sha256(previous + render_json(fields).encode()).digest()


def chain_events(
    head: ChainRow, drafts: Iterable[Draft], delivery_ids: Sequence[int | None] = ()
) -> tuple[list[EventRow], ChainRow]:
    """Append drafts to a chain whose head is known and held; returns the rows and the new head.

    delivery_ids: those of the deliveries made in the same transaction, which a draft may name by position. The rows
    get their number when they are inserted.
    """
    rows = []
    for draft in drafts:
        delivery_id = draft.delivery_id
        if draft.delivery_index is not None:
            delivery_id = delivery_ids[draft.delivery_index]
        row = EventRow(
            month=draft.month,
            id=0,
            chain=head.chain,
            seq=head.seq + 1,
            delivery_id=delivery_id,
            name=draft.name,
            actor=draft.actor,
            at=draft.at,
            data=draft.data,
            body_sha256=draft.body.sha256 if draft.body else None,
            media_type=draft.media_type,
            hash=b"",
        )
        row = row._replace(hash=hash_event(head.hash, row))
        rows.append(row)
        head = ChainRow(head.chain, row.seq, row.hash)
    return rows, head


async def append_drafts(
    connection: Connection, entries: Sequence[tuple[int, Draft]], delivery_ids: Sequence[int | None] = ()
) -> list[int]:
    """Append events to any chains, inside the caller's transaction; returns their numbers, in order of the entries.

    entries: (chain, draft). The heads are held until the transaction ends.
    """
    if not entries:
        return []
    chains = sorted({chain for chain, _ in entries})
    heads = {row["chain"]: ChainRow(*row) for row in await connection.fetch(LOCK_HEADS, chains)}
    if len(heads) < len(chains):
        await connection.execute(OPEN_CHAINS, [chain for chain in chains if chain not in heads])
        heads = {row["chain"]: ChainRow(*row) for row in await connection.fetch(LOCK_HEADS, chains)}
    rows = []
    for chain, draft in entries:
        made, heads[chain] = chain_events(heads[chain], (draft,), delivery_ids)
        rows += made
    bodies = {draft.body[:2]: draft.body for _, draft in entries if draft.body is not None}
    numbers = await connection.fetch(APPEND, rows, [bodies[key] for key in sorted(bodies)], list(heads.values()))
    return [row["id"] for row in numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain does not hold. seq: the first event that is wrong or missing. reason: French, for an auditor."""

    chain: int
    seq: int
    reason: str


def verify_chain(rows: Sequence[EventRow], head: ChainRow | None, *, is_cut: bool = False) -> Break | None:
    """Verify one chain, oldest first, against its head; None when it holds.

    is_cut: the oldest events of the chain left with the retention, so the first one that stays is taken as it is.
    """
    if not rows:
        if head is None or head.seq == 0 or is_cut:
            return None
        return Break(chain=head.chain, seq=1, reason="Les événements ont disparu.")
    chain, previous, expected = rows[0].chain, START.hash, 1
    if is_cut and rows[0].seq > 1:
        previous, expected = rows[0].hash, rows[0].seq + 1
        rows = rows[1:]
    for row in rows:
        if row.seq != expected:
            return Break(chain=row.chain, seq=expected, reason=f"L'événement {expected} manque.")
        if hash_event(previous, row) != row.hash:
            return Break(chain=row.chain, seq=row.seq, reason=f"L'événement {row.seq} a été modifié.")
        previous, expected = row.hash, expected + 1
    if head is not None and (head.seq != expected - 1 or head.hash != previous):
        return Break(chain=head.chain, seq=expected, reason="La fin de la chaîne ne correspond pas à son empreinte.")
    if head is None:
        return Break(chain=chain, seq=expected, reason="L'empreinte de la chaîne a disparu.")
    return None
