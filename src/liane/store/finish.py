"""End or put off leased deliveries: state, journal, correlations and new deliveries in one transaction.

Every write matches the lease's token; a lease that was lost writes nothing. The same finish told twice (its first
answer was lost with the connection) is recognised. Rule: store.md §5 (finish in the journal's transaction).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from liane.domain.documents.delivery import FINAL_STATES, DeliveryState
from liane.store.connection import CROSSED, Connection, Line, is_outage
from liane.store.journal import Draft, append_drafts, draft_event
from liane.store.partitions import Months
from liane.store.queue import (
    ALLOCATE,
    RELEASE_LANES,
    DeliveryDraft,
    Numbering,
    draft_delivery,
    insert_deliveries,
    wakes_workers,
)
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent
from liane.store.values import clean_text, render_json

RETRIES_MAX = 5
CAUSE_CHARS_MAX = 2000

_MOVE = """
    UPDATE deliveries AS d
    SET state = o.state, attempts = d.attempts + o.tried, due = coalesce(o.due, 'infinity'),
        not_before = coalesce(o.due, d.not_before), worker = NULL, done_at = o.done_at,
        interruptions = 0,
        cause_class = o.cause_class, cause_code = o.cause_code, cause_message = o.cause_message,
        cause_remedy = o.cause_remedy, plan = d.plan || o.patch,
        remote_answer = CASE WHEN o.answer = '{}' THEN d.remote_answer ELSE o.answer END
    FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::integer[], $5::timestamptz[], $6::timestamptz[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::jsonb[], $12::jsonb[])
         AS o(id, token, state, tried, due, done_at, cause_class, cause_code, cause_message, cause_remedy, patch,
              answer)
    WHERE d.id = o.id AND d.token = o.token AND coalesce(d.worker, -1) >= 0
    RETURNING d.id, d.lane
"""
"""The worker is asked for in a way that no index answers: the row must be found by its number, not among the leases."""
_TOLD_BEFORE = """
    SELECT d.id FROM unnest($1::bigint[], $2::uuid[]) AS o(id, token)
    JOIN deliveries d ON d.id = o.id AND d.token = o.token AND d.worker IS NULL
"""
_CORRELATE = "INSERT INTO correlations SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One finish with all the work done that needs no database."""

    claimed: ClaimedDelivery
    outcome: DeliveryOutcome
    now: datetime
    due: datetime | None
    answer: str
    patch: str
    deliveries: tuple[DeliveryDraft, ...]
    events: tuple[Draft, ...]
    correlation: tuple[str, ...]
    size_bytes: int

    @property
    def is_final(self) -> bool:
        """Tell whether this delivery is now done."""
        return self.outcome.state in FINAL_STATES


def prepare_ending(claimed: ClaimedDelivery, outcome: DeliveryOutcome, now: datetime) -> Ending:
    """Check and write as JSON; a defect of the caller raises here, away from the endings of others.

    Raises ValueError for a retry_at on a state that waits for nothing, TypeError for what JSON cannot say.
    """
    waits = outcome.state in (DeliveryState.WAITING, DeliveryState.ASKING)
    if outcome.retry_at is not None and not waits:
        raise ValueError(f"a delivery that is {outcome.state.value} has no next try")
    events = tuple(
        draft_event(
            event if event.delivery_id is not None or event.delivery_index is not None else _own(event, claimed)
        )
        for event in outcome.events
    )
    answer, patch = render_json(outcome.remote_answer), render_json(outcome.plan_patch)
    in_events = sum(len(draft.body.content) for draft in events if draft.body)
    return Ending(
        claimed=claimed,
        outcome=outcome,
        now=now.astimezone(UTC),
        due=(outcome.retry_at or now) if waits else None,
        answer=answer,
        patch=patch,
        deliveries=tuple(draft_delivery(new) for new in outcome.new_deliveries),
        events=events,
        correlation=tuple(clean_text(key) for key in outcome.correlation),
        size_bytes=in_events + len(answer) + len(patch) + 512,
    )


def _own(event: NewEvent, claimed: ClaimedDelivery) -> NewEvent:
    return replace(event, delivery_id=claimed.id)


class FinishWriter:
    """Writes batches of endings on one connection."""

    def __init__(self, line: Line, months: Months) -> None:
        self._line = line
        self._months = months
        self.has_made_work = False

    async def write(self, batch: Sequence[Ending]) -> list[bool | Exception]:
        """Write a batch; when it is refused as a whole, each ending alone, so that one bad row harms no other."""
        self.has_made_work = False
        async with self._line.use() as connection:
            try:
                return list(await self._write_again(connection, batch))
            except asyncpg.PostgresError as error:
                if len(batch) == 1 or is_outage(error):
                    raise
            results: list[bool | Exception] = []
            for ending in batch:
                try:
                    results += await self._write_again(connection, (ending,))
                except asyncpg.PostgresError as error:
                    if is_outage(error):
                        raise
                    results.append(error)
            return results

    async def _write_again(self, connection: Connection, batch: Sequence[Ending]) -> list[bool]:
        for attempt in range(RETRIES_MAX):
            await self._months.ensure(connection, {draft.month for ending in batch for draft in ending.events})
            try:
                async with connection.transaction():
                    return await self._write_once(connection, batch)
            except CROSSED:
                self._months.forget()
                if attempt == RETRIES_MAX - 1:
                    raise
        raise AssertionError

    async def _write_once(self, connection: Connection, batch: Sequence[Ending]) -> list[bool]:
        once = {ending.claimed.id: ending for ending in reversed(batch)}
        endings = [once[number] for number in sorted(once)]
        lanes = {row["id"]: row["lane"] for row in await connection.fetch(_MOVE, *_columns(endings))}
        kept = [ending for ending in endings if ending.claimed.id in lanes]
        await self._follow_up(connection, kept)
        over = [ending for ending in kept if ending.is_final]
        if over:
            at = max(ending.now for ending in over)
            released = await connection.fetch(RELEASE_LANES, sorted({lanes[e.claimed.id] for e in over}), at)
            self.has_made_work = self.has_made_work or bool(released)
        if len(kept) == len(batch):
            return [True] * len(batch)
        others = [ending for ending in batch if ending not in kept]
        told = await connection.fetch(
            _TOLD_BEFORE, [e.claimed.id for e in others], [UUID(e.claimed.token) for e in others]
        )
        done = {row["id"] for row in told} | {ending.claimed.id for ending in kept}
        return [ending.claimed.id in done for ending in batch]

    async def _follow_up(self, connection: Connection, kept: Sequence[Ending]) -> None:
        """Write what hangs on the endings: new deliveries, then the events (which may name them), the keys."""
        given: dict[int, list[int | None]] = {}
        if any(ending.deliveries for ending in kept):
            given = await self._add_deliveries(connection, kept)
        entries = []
        for ending in kept:
            for draft in ending.events:
                if draft.delivery_index is not None:
                    number = given[ending.claimed.id][draft.delivery_index]
                    draft = replace(draft, delivery_id=number, delivery_index=None)
                entries.append((ending.claimed.document_id, draft))
        await append_drafts(connection, entries)
        keys = [(key, ending.claimed.id) for ending in kept for key in ending.correlation]
        if keys:
            await connection.execute(_CORRELATE, [key for key, _ in keys], [number for _, number in keys])

    async def _add_deliveries(self, connection: Connection, kept: Sequence[Ending]) -> dict[int, list[int | None]]:
        drafts = [draft for ending in kept for draft in ending.deliveries]
        keys = [draft.dedup_key for draft in drafts if draft.dedup_key is not None]
        answer = await connection.fetchrow(ALLOCATE, len(drafts), keys)
        numbering, ids, given = Numbering(answer["taken"]), iter(answer["ids"]), {}
        for ending in kept:
            given[ending.claimed.id] = numbering.add(
                ending.deliveries,
                [next(ids) for _ in ending.deliveries],
                document_id=ending.claimed.document_id,
                message_id=ending.claimed.message_id,
                at=ending.now,
            )
        await connection.execute(insert_deliveries("$1"), numbering.rows)
        self.has_made_work = self.has_made_work or wakes_workers(numbering.rows)
        return given


def _columns(endings: Sequence[Ending]) -> tuple[list[Any], ...]:
    causes = [ending.outcome.cause for ending in endings]
    return (
        [ending.claimed.id for ending in endings],
        [UUID(ending.claimed.token) for ending in endings],
        [ending.outcome.state.value for ending in endings],
        [int(ending.outcome.is_attempt) for ending in endings],
        [ending.due for ending in endings],
        [ending.now if ending.is_final else None for ending in endings],
        [cause.cause_class.value if cause else None for cause in causes],
        [clean_text(cause.code) if cause else None for cause in causes],
        [clean_text(cause.message, CAUSE_CHARS_MAX) if cause else None for cause in causes],
        [clean_text(cause.remedy, CAUSE_CHARS_MAX) if cause else None for cause in causes],
        [ending.patch for ending in endings],
        [ending.answer for ending in endings],
    )
