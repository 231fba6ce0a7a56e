"""What hangs on a change of state, gathered over a whole batch and written at once: deliveries, events, keys, receipts.

Two statements write it all, inside the caller's transaction: one takes numbers, known keys and the heads of the chains
(held until the end), one inserts every row. A third lets the lanes that are free move on. Rule: store.md §1.2, §5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liane.store.bodies import BodyRow
from liane.store.connection import Connection
from liane.store.journal import OPEN_CHAINS, Draft, chain_events
from liane.store.queue import RELEASE_LANES, DeliveryDraft, Numbering, insert_deliveries, wakes_workers
from liane.store.rows import ChainRow, EventRow

_TAKE = """
    SELECT ARRAY(SELECT nextval('ids') FROM generate_series(1, $1::integer)) AS ids,
           ARRAY(SELECT d.dedup_key FROM deliveries d
                 WHERE d.dedup_key = ANY($2::uuid[]) AND d.dedup_key IS NOT NULL) AS taken,
           ARRAY(SELECT ROW(c.chain, c.seq, c.hash) FROM chains c
                 WHERE c.chain = ANY($3::bigint[]) ORDER BY c.chain FOR UPDATE) AS heads
"""
_WRITE = f"""
    WITH b AS (INSERT INTO bodies SELECT * FROM unnest($2::bodies[]) ON CONFLICT DO NOTHING),
    c AS (UPDATE chains SET seq = n.seq, hash = n.hash FROM unnest($3::chains[]) AS n WHERE chains.chain = n.chain),
    k AS (INSERT INTO correlations SELECT * FROM unnest($5::text[], $6::bigint[]) ON CONFLICT DO NOTHING),
    d AS ({insert_deliveries("$4")})
    INSERT INTO events
    SELECT n.month, nextval('ids'), n.chain, n.seq, n.delivery_id, n.name, n.actor, n.at, n.data, n.body_sha256,
           n.media_type, n.hash
    FROM unnest($1::events[]) AS n
"""  # noqa: S608 - no value is written into the text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What one change brings about in one document."""

    document_id: int
    message_id: int
    at: datetime
    deliveries: Sequence[DeliveryDraft]
    events: Sequence[Draft]


class Consequences:
    """Gathers, then writes. keys: (key, delivery) by which receipts find deliveries. bodies: others than events'."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []
        self._lanes: dict[str, datetime] = {}
        self.keys: list[tuple[str, int]] = []
        self.bodies: list[BodyRow] = []
        self.has_made_work = False

    def add(
        self,
        document_id: int,
        message_id: int,
        *,
        at: datetime,
        deliveries: Sequence[DeliveryDraft] = (),
        events: Sequence[Draft] = (),
    ) -> None:
        """Note the deliveries and events of one document; an event may name one of these deliveries by position."""
        self._groups.append(
            _Group(document_id=document_id, message_id=message_id, at=at, deliveries=deliveries, events=events)
        )

    def release(self, lane: str, at: datetime) -> None:
        """Note that the first delivery of a lane is done."""
        self._lanes[lane] = max(at, self._lanes.get(lane, at))

    async def write(self, connection: Connection) -> None:
        """Write all that was noted."""
        if self._groups or self.keys or self.bodies:
            await self._write_rows(connection)
        if self._lanes:
            released = await connection.fetch(RELEASE_LANES, sorted(self._lanes), max(self._lanes.values()))
            self.has_made_work = self.has_made_work or bool(released)

    async def _write_rows(self, connection: Connection) -> None:
        drafts = [draft for group in self._groups for draft in group.deliveries]
        dedup_keys = [draft.dedup_key for draft in drafts if draft.dedup_key is not None]
        chains = sorted({group.document_id for group in self._groups if group.events})
        ids, taken, heads = await self._take(connection, len(drafts), dedup_keys, chains)
        numbering, numbers, events = Numbering(taken), iter(ids), list[EventRow]()
        for group in self._groups:
            given = numbering.add(
                group.deliveries,
                [next(numbers) for _ in group.deliveries],
                document_id=group.document_id,
                message_id=group.message_id,
                at=group.at,
            )
            if group.events:
                chain = group.document_id
                rows, heads[chain] = chain_events(heads[chain], _name_deliveries(group.events, given))
                events += rows
        await connection.execute(
            _WRITE,
            events,
            self._collect_bodies(),
            [heads[chain] for chain in chains],
            numbering.rows,
            [key for key, _ in self.keys],
            [number for _, number in self.keys],
        )
        self.has_made_work = self.has_made_work or wakes_workers(numbering.rows)

    @staticmethod
    async def _take(
        connection: Connection, count: int, dedup_keys: Sequence[UUID], chains: Sequence[int]
    ) -> tuple[list[int], list[UUID], dict[int, ChainRow]]:
        """Numbers, known keys, heads of the chains, opened where they did not exist."""
        answer = await connection.fetchrow(_TAKE, count, dedup_keys, chains)
        heads = {row[0]: ChainRow(*row) for row in answer["heads"]}
        missing = [chain for chain in chains if chain not in heads]
        if missing:
            await connection.execute(OPEN_CHAINS, missing)
            opened = await connection.fetchrow(_TAKE, 0, [], missing)
            heads |= {row[0]: ChainRow(*row) for row in opened["heads"]}
        return answer["ids"], answer["taken"], heads

    def _collect_bodies(self) -> list[BodyRow]:
        """Each body once, in one order for all, so that two transactions never wait for each other."""
        found = {body[:2]: body for body in self.bodies}
        for group in self._groups:
            found |= {draft.body[:2]: draft.body for draft in group.events if draft.body is not None}
        return [found[key] for key in sorted(found)]


def _name_deliveries(events: Sequence[Draft], given: Sequence[int | None]) -> list[Draft]:
    return [
        draft
        if draft.delivery_index is None
        else replace(draft, delivery_id=given[draft.delivery_index], delivery_index=None)
        for draft in events
    ]
