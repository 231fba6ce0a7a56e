"""Settle deliveries that nobody leases, because receipts came; and the keys by which receipts find deliveries.

What lives here: what each of them reads and changes in ``deliveries`` and ``receipts``, for a whole batch. What hangs
on it is written with the rest of the batch (`liane.store.follow`).

Rule: hl7v2.md §6 (correlate, tell once); mssante.md §6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from liane.domain.documents.delivery import FINAL_STATES, Cause
from liane.store.bodies import BodyRow, make_body
from liane.store.connection import Connection
from liane.store.consequences import Consequences
from liane.store.journal import Draft, draft_event
from liane.store.queue import DeliveryDraft, draft_delivery
from liane.store.records import ClaimedDelivery, DeliveryOutcome
from liane.store.values import clean_text, month_of

_HELD = """
    SELECT d.id FROM unnest($1::bigint[], $2::uuid[]) AS o(id, token)
    JOIN deliveries d ON d.id = o.id AND d.token = o.token AND coalesce(d.worker, -1) >= 0
"""
_LOCK = """
    SELECT id, document_id, message_id, lane, state, worker FROM deliveries WHERE id = ANY($1::bigint[])
    ORDER BY id FOR UPDATE
"""
_RECEIVE = """
    INSERT INTO receipts SELECT * FROM unnest(
      $1::text[], $2::text[], $3::timestamptz[], $4::date[], $5::bigint[], $6::bytea[], $7::bigint[])
    ON CONFLICT (key) DO NOTHING RETURNING key
"""
_SETTLE = """
    UPDATE deliveries AS d
    SET state = o.state, due = 'infinity', worker = NULL, token = NULL, done_at = o.at, cause_class = o.cause_class,
        cause_code = o.cause_code, cause_message = o.cause_message, cause_remedy = o.cause_remedy
    FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS o(id, state, at, cause_class, cause_code, cause_message, cause_remedy)
    WHERE d.id = o.id
"""
RECEIPT_KINDS = {"receipt.delivery": "dsn", "receipt.reading": "mdn"}
RECEIPT_MEDIA_TYPE = "message/rfc822"


class StillLeased(Exception):
    """The attempt that a receipt speaks of has not been written yet; try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlating:
    """The keys of one leased delivery."""

    delivery_id: int
    token: UUID
    keys: tuple[str, ...]
    size_bytes: int = 512

    @property
    def months(self) -> set[date]:
        """Months in which it writes: none."""
        return set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """One receipt to settle, with all the work done that needs no database. receipt: its key and its bytes."""

    delivery_id: int
    outcome: DeliveryOutcome
    now: datetime
    deliveries: tuple[DeliveryDraft, ...]
    events: tuple[Draft, ...]
    receipt: tuple[str, BodyRow] | None
    size_bytes: int

    @property
    def months(self) -> set[date]:
        """Months in which it writes."""
        return {draft.month for draft in self.events} | ({self.receipt[1].month} if self.receipt else set())

    @property
    def kind(self) -> str:
        """Kind of receipt, as the table of receipts says it."""
        return RECEIPT_KINDS.get(self.outcome.events[0].name, "receipt") if self.outcome.events else "receipt"


def prepare_correlating(claimed: ClaimedDelivery, keys: Sequence[str]) -> Correlating:
    """Make the keys of a leased delivery storable."""
    return Correlating(delivery_id=claimed.id, token=UUID(claimed.token), keys=tuple(clean_text(key) for key in keys))


def prepare_settling(delivery_id: int, outcome: DeliveryOutcome, now: datetime, receipt_key: str | None) -> Settling:
    """Hash, compress and write as JSON. Raises TypeError or ValueError for a defect of the caller."""
    events = tuple(draft_event(event) for event in outcome.events)
    raw = next((event.body for event in outcome.events if event.body is not None), b"")
    receipt = None
    if receipt_key is not None:
        month = month_of(now)
        same = (d.body for d in events if d.body and d.body.month == month and d.media_type == RECEIPT_MEDIA_TYPE)
        receipt = (clean_text(receipt_key), next(same, None) or make_body(raw, RECEIPT_MEDIA_TYPE, month))
    return Settling(
        delivery_id=delivery_id,
        outcome=outcome,
        now=now.astimezone(UTC),
        deliveries=tuple(draft_delivery(new) for new in outcome.new_deliveries),
        events=events,
        receipt=receipt,
        size_bytes=sum(len(draft.body.content) for draft in events if draft.body) + 512,
    )


async def correlate(
    connection: Connection, batch: Sequence[Correlating], consequences: Consequences
) -> list[bool | Exception]:
    """Note the keys of the deliveries whose lease still runs; False for the others."""
    rows = await connection.fetch(_HELD, [one.delivery_id for one in batch], [one.token for one in batch])
    held = {row["id"] for row in rows}
    for one in batch:
        if one.delivery_id in held:
            consequences.keys += [(key, one.delivery_id) for key in one.keys]
    return [one.delivery_id in held for one in batch]


async def settle(
    connection: Connection, batch: Sequence[Settling], consequences: Consequences
) -> list[bool | Exception]:
    """Keep the receipts, change the states, note what hangs on them; one answer for each.

    False: this receipt was already settled. LookupError: no such delivery. StillLeased: come back. A state is only
    changed when the outcome is final and differs: a late or doubled receipt changes nothing else.
    """
    rows = {row["id"]: row for row in await connection.fetch(_LOCK, sorted({one.delivery_id for one in batch}))}
    answers: list[bool | Exception] = [_find_obstacle(rows.get(one.delivery_id), one.delivery_id) for one in batch]
    ready = [place for place, answer in enumerate(answers) if answer is True]
    fresh = await _keep_receipts(connection, [batch[place] for place in ready])
    changes: dict[int, Settling] = {}
    for place in ready:
        one = batch[place]
        if one.receipt is not None:
            if one.receipt[0] not in fresh:
                answers[place] = False
                continue
            fresh.remove(one.receipt[0])
            consequences.bodies.append(one.receipt[1])
        row = rows[one.delivery_id]
        if one.outcome.state in FINAL_STATES and one.outcome.state.value != row["state"]:
            changes[one.delivery_id] = one
            consequences.release(row["lane"], one.now)
        consequences.add(
            row["document_id"], row["message_id"], at=one.now, deliveries=one.deliveries, events=one.events
        )
    if changes:
        await connection.execute(_SETTLE, *_columns([changes[number] for number in sorted(changes)]))
    return answers


def _find_obstacle(row: Any, delivery_id: int) -> bool | Exception:
    if row is None:
        return LookupError(f"no delivery {delivery_id}")
    return True if row["worker"] is None else StillLeased(delivery_id)


async def _keep_receipts(connection: Connection, batch: Sequence[Settling]) -> set[str]:
    """Keep each receipt once; returns the keys that were new."""
    wanted = {one.receipt[0]: (one, one.receipt[1]) for one in reversed(batch) if one.receipt is not None}
    if not wanted:
        return set()
    keys = sorted(wanted)
    rows = await connection.fetch(
        _RECEIVE,
        keys,
        [wanted[key][0].kind for key in keys],
        [wanted[key][0].now for key in keys],
        [wanted[key][1].month for key in keys],
        [wanted[key][0].delivery_id for key in keys],
        [wanted[key][1].sha256 for key in keys],
        [wanted[key][1].size_bytes for key in keys],
    )
    return {row["key"] for row in rows}


def _columns(batch: Sequence[Settling]) -> tuple[list[Any], ...]:
    causes: list[Cause | None] = [one.outcome.cause for one in batch]
    return (
        [one.delivery_id for one in batch],
        [one.outcome.state.value for one in batch],
        [one.now for one in batch],
        [cause.cause_class.value if cause else None for cause in causes],
        [clean_text(cause.code) if cause else None for cause in causes],
        [clean_text(cause.message) if cause else None for cause in causes],
        [clean_text(cause.remedy) if cause else None for cause in causes],
    )
