"""End or put off leased deliveries; what hangs on them is written in the same transaction (`liane.store.follow`).

Every write matches the lease's token; a lease that was lost writes nothing. The same finish told twice (its first
answer was lost with the connection) is recognised. Rule: store.md §5 (finish in the journal's transaction).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from liane.domain.documents.delivery import FINAL_STATES, DeliveryState
from liane.store.connection import Connection
from liane.store.consequences import Consequences
from liane.store.journal import Draft, draft_event
from liane.store.queue import DeliveryDraft, draft_delivery
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent
from liane.store.values import clean_text, render_json

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
    def months(self) -> set[date]:
        """Months in which it writes."""
        return {draft.month for draft in self.events}

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


async def end(connection: Connection, batch: Sequence[Ending], consequences: Consequences) -> list[bool]:
    """Change the state of each delivery whose lease still runs, and note what hangs on it; one answer for each."""
    once = {ending.claimed.id: ending for ending in reversed(batch)}
    endings = [once[number] for number in sorted(once)]
    lanes = {row["id"]: row["lane"] for row in await connection.fetch(_MOVE, *_columns(endings))}
    kept = [ending for ending in endings if ending.claimed.id in lanes]
    for ending in kept:
        claimed = ending.claimed
        consequences.add(
            claimed.document_id, claimed.message_id, at=ending.now, deliveries=ending.deliveries, events=ending.events
        )
        consequences.keys += [(key, claimed.id) for key in ending.correlation]
        if ending.is_final:
            consequences.release(lanes[claimed.id], ending.now)
    if len(kept) == len(batch):
        return [True] * len(batch)
    others = [ending for ending in batch if ending not in kept]
    told = await connection.fetch(_TOLD_BEFORE, [e.claimed.id for e in others], [UUID(e.claimed.token) for e in others])
    done = {row["id"] for row in told} | {ending.claimed.id for ending in kept}
    return [ending.claimed.id in done for ending in batch]


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
