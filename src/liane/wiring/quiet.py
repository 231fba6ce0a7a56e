"""Knowing when a node has nothing left to do now: what rehearsals, demonstrations and crash tests wait for."""

import asyncio
from dataclasses import dataclass

from liane.store.postgres_store import PostgresStore

POLL_S = 0.05
_ACTIVE = """
    SELECT count(*) FROM deliveries
    WHERE done_at IS NULL AND state IN ('waiting', 'asking') AND (destination <> 'watch' OR action = 'GATHER')
"""
_RECEIPTS = """
    SELECT count(*) FROM deliveries d
    WHERE d.destination IN ('mssante_ps', 'mssante_patient') AND d.state = 'delivered'
      AND (d.remote_answer ->> 'receipt_expected')::boolean
      AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.delivery_id = d.id)
"""


_IDENTITIES = """
    SELECT (SELECT count(*) FROM identity_messages WHERE state = 'pending')
         + (SELECT count(*) FROM persons_to_examine)
         + (SELECT count(*) FROM notices WHERE state = 'waiting')
         + (SELECT count(*) FROM intake_mails WHERE state = 'kept')
         + (SELECT count(*) FROM intake_readings WHERE state IN ('waiting', 'filing'))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What is still going on: deliveries to do, receipts to come, identities to apply, to examine and to tell of."""

    deliveries: int
    receipts: int
    identities: int = 0

    @property
    def is_quiet(self) -> bool:
        """True when nothing is expected any more."""
        return self.deliveries == 0 and self.receipts == 0 and self.identities == 0


async def measure_pending(store: PostgresStore) -> Pending:
    """Count what is still going on."""
    async with store.reading() as connection:
        return Pending(
            deliveries=await connection.fetchval(_ACTIVE),
            receipts=await connection.fetchval(_RECEIPTS),
            identities=await connection.fetchval(_IDENTITIES),
        )


async def wait_until_quiet(store: PostgresStore, *, timeout_s: float, poll_s: float = POLL_S) -> Pending:
    """Wait until nothing is going on, twice in a row, or until timeout_s; returns what is left."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    seen_quiet = False
    while True:
        pending = await measure_pending(store)
        if pending.is_quiet and seen_quiet:
            return pending
        if asyncio.get_running_loop().time() >= deadline:
            return pending
        seen_quiet = pending.is_quiet
        await asyncio.sleep(poll_s)
