"""Settle a delivery that nobody leases, because a receipt came; and the keys by which receipts find deliveries.

Rule: hl7v2.md §6 (correlate, tell once); mssante.md §6.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from liane.domain.documents.delivery import FINAL_STATES
from liane.store import changes
from liane.store.bodies import BodyRow
from liane.store.connection import Connection
from liane.store.journal import Draft
from liane.store.queue import RELEASE_LANES, DeliveryDraft
from liane.store.records import DeliveryOutcome
from liane.store.values import clean_text

_CORRELATE = """
    WITH held AS (SELECT id FROM deliveries WHERE id = $1 AND token = $2 AND worker IS NOT NULL),
    written AS (
      INSERT INTO correlations SELECT k, held.id FROM held, unnest($3::text[]) AS k ON CONFLICT DO NOTHING
    )
    SELECT id FROM held
"""
_LOCK = "SELECT document_id, lane, state, worker FROM deliveries WHERE id = $1 FOR UPDATE"
_SETTLE = """
    UPDATE deliveries
    SET state = $2, due = 'infinity', worker = NULL, token = NULL, done_at = $3, cause_class = $4, cause_code = $5,
        cause_message = $6, cause_remedy = $7
    WHERE id = $1
"""


RECEIPT_KINDS = {"receipt.delivery": "dsn", "receipt.reading": "mdn"}


class StillLeased(Exception):
    """The attempt that a receipt speaks of has not been written yet; try again in a moment."""


async def correlate(connection: Connection, delivery_id: int, token: str, keys: Sequence[str]) -> bool:
    """Write the keys of a leased delivery; False when the lease was lost."""
    held = await connection.fetchval(_CORRELATE, delivery_id, UUID(token), [clean_text(key) for key in keys])
    return held is not None


async def settle(
    connection: Connection,
    delivery_id: int,
    outcome: DeliveryOutcome,
    now: datetime,
    *,
    drafts: Sequence[DeliveryDraft],
    events: Sequence[Draft],
    receipt: tuple[str, BodyRow] | None,
) -> bool:
    """Change the state, append the events, add the deliveries, keep the receipt; all or nothing.

    False when this receipt was already settled. A state is only changed when the outcome is final and differs: a
    late or doubled receipt changes nothing else. Raises LookupError, StillLeased.
    """
    row = await connection.fetchrow(_LOCK, delivery_id)
    if row is None:
        raise LookupError(f"no delivery {delivery_id}")
    if row["worker"] is not None:
        raise StillLeased(delivery_id)
    if receipt is not None:
        key, body = receipt
        if not await changes.save_receipt(
            connection,
            key=key,
            kind=RECEIPT_KINDS.get(outcome.events[0].name, "receipt") if outcome.events else "receipt",
            body=body,
            at=now,
            delivery_id=delivery_id,
        ):
            return False
    if outcome.state in FINAL_STATES and outcome.state.value != row["state"]:
        cause = outcome.cause
        await connection.execute(
            _SETTLE,
            delivery_id,
            outcome.state.value,
            now,
            cause.cause_class.value if cause else None,
            clean_text(cause.code) if cause else None,
            clean_text(cause.message) if cause else None,
            clean_text(cause.remedy) if cause else None,
        )
        await connection.fetch(RELEASE_LANES, [row["lane"]], now)
    await changes.add_deliveries(connection, row["document_id"], drafts, events)
    return True
