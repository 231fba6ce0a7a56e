"""Deliveries as a queue: how they enter, and how a lane moves on.

The row is the queue. Inside a lane, deliveries are done strictly in the order of their numbers. Only the first open one
of a lane is due; those after it are ``behind``, out of the due range, so that a claim never reads past a long lane.
The insertion decides it, holding the row before it so that it cannot end unseen; each end releases the next.
Rule: store.md §5; architecture.md §3 (order per patient and document lineage).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liane.domain.documents.delivery import FINAL_STATES, DeliveryState
from liane.store.records import NewDelivery
from liane.store.rows import DeliveryRow
from liane.store.values import clean_text, digest_key, month_of, render_json

_INSERT = """
    INSERT INTO deliveries
    SELECT n.id, n.document_id, n.message_id, n.destination, n.action, n.recipient, n.lane, n.plan, n.state,
           n.attempts, n.interruptions, n.created_at, n.insisting_since, n.not_before,
           CASE WHEN n.state = 'parked' OR (n.done_at IS NULL AND (n.behind OR p.id IS NOT NULL)) THEN 'infinity'
                ELSE n.due END,
           n.done_at IS NULL AND (n.behind OR p.id IS NOT NULL),
           n.worker, n.token, n.done_at, n.reason, n.cause_class, n.cause_code, n.cause_message, n.cause_remedy,
           n.remote_answer, n.dedup_key
    FROM unnest({rows}::deliveries[]) AS n
    LEFT JOIN LATERAL (
      SELECT e.id FROM deliveries e WHERE e.lane = n.lane AND e.done_at IS NULL
      ORDER BY e.id DESC LIMIT 1 FOR SHARE
    ) AS p ON n.done_at IS NULL
"""

RELEASE_LANES = """
    UPDATE deliveries AS d
    SET behind = false, due = CASE WHEN d.state = 'parked' THEN 'infinity' ELSE greatest(d.not_before, $2) END
    FROM unnest($1::text[]) AS l(lane)
    CROSS JOIN LATERAL (
      SELECT e.id FROM deliveries e WHERE e.lane = l.lane AND e.done_at IS NULL ORDER BY e.id LIMIT 1
    ) AS first
    WHERE d.id = first.id AND d.behind
    RETURNING d.id
"""

ALLOCATE = """
    SELECT ARRAY(SELECT nextval('ids') FROM generate_series(1, $1::integer)) AS ids,
           ARRAY(SELECT d.dedup_key FROM deliveries d
                 WHERE d.dedup_key = ANY($2::uuid[]) AND d.dedup_key IS NOT NULL) AS taken
"""


def insert_deliveries(parameter: str) -> str:
    """SQL that inserts an array of rows given by that parameter (``$5``)."""
    return _INSERT.format(rows=parameter)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDraft:
    """A new delivery, cleaned and ready to be numbered."""

    destination: str
    action: str
    recipient: str
    lane: str
    plan: str
    state: str
    due: datetime
    is_final: bool
    reason: str
    dedup_key: UUID | None


def draft_delivery(new: NewDelivery) -> DeliveryDraft:
    """Make a new delivery storable. Raises TypeError or ValueError when its plan is no JSON or its instant is naive."""
    month_of(new.due)
    return DeliveryDraft(
        destination=new.destination.value,
        action=clean_text(new.action),
        recipient=clean_text(new.recipient),
        lane=clean_text(new.lane),
        plan=render_json(new.plan),
        state=new.state.value,
        due=new.due,
        is_final=new.state in FINAL_STATES,
        reason=clean_text(new.reason, 2000),
        dedup_key=digest_key(new.dedup_key),
    )


class Numbering:
    """Gives rows to drafts inside one transaction: skips the keys that exist, keeps lanes in order.

    taken: keys that the database has already.
    """

    def __init__(self, taken: Sequence[UUID]) -> None:
        self._taken = set(taken)
        self._open_lanes: set[str] = set()
        self.rows: list[DeliveryRow] = []

    def add(
        self, drafts: Sequence[DeliveryDraft], ids: Sequence[int], *, document_id: int, message_id: int, at: datetime
    ) -> list[int | None]:
        """Number the deliveries of one document; None where the key is taken. ids: as many as drafts, rising."""
        given: list[int | None] = []
        for draft, number in zip(drafts, ids, strict=True):
            if draft.dedup_key is not None:
                if draft.dedup_key in self._taken:
                    given.append(None)
                    continue
                self._taken.add(draft.dedup_key)
            self.rows.append(_make_row(draft, number, document_id, message_id, at, draft.lane in self._open_lanes))
            given.append(number)
            if not draft.is_final:
                self._open_lanes.add(draft.lane)
        return given


def _make_row(
    draft: DeliveryDraft, number: int, document_id: int, message_id: int, at: datetime, is_behind: bool
) -> DeliveryRow:
    return DeliveryRow(
        id=number,
        document_id=document_id,
        message_id=message_id,
        destination=draft.destination,
        action=draft.action,
        recipient=draft.recipient,
        lane=draft.lane,
        plan=draft.plan,
        state=draft.state,
        attempts=0,
        interruptions=0,
        created_at=at,
        insisting_since=at,
        not_before=draft.due,
        due=draft.due,
        behind=is_behind,
        worker=None,
        token=None,
        done_at=at if draft.is_final else None,
        reason=draft.reason,
        cause_class=None,
        cause_code=None,
        cause_message=None,
        cause_remedy=None,
        remote_answer="{}",
        dedup_key=draft.dedup_key,
    )


def wakes_workers(rows: Sequence[DeliveryRow]) -> bool:
    """Tell whether at least one of these rows is work to do."""
    return any(row.state in (DeliveryState.WAITING, DeliveryState.ASKING) for row in rows)
