"""The durable store on PostgreSQL: the one object that flows use. Every method commits before it returns.

What lives here: which connection does what. The statements are in the modules beside. One connection writes what
arrives, one writes what follows, one claims, one keeps the session alive, a small pool reads.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from liane.domain.documents.delivery import Destination
from liane.domain.errors import StorageUnavailable
from liane.store import changes, incidents
from liane.store.accept import AcceptWriter, Prepared, prepare
from liane.store.accesses import PostgresAccesses
from liane.store.claim import EXTEND, claim_deliveries
from liane.store.connection import CROSSED, PINNED_PLANS, Connection, Line, open_pool, storage_errors
from liane.store.dmp_consultation import PostgresDMPConsultation
from liane.store.finish import prepare_ending
from liane.store.follow import FollowWriter, Step
from liane.store.groups import GroupWriter
from liane.store.intake import PostgresIntake
from liane.store.intake_answers import PostgresAnswers
from liane.store.intake_desk import PostgresIntakeDesk
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.lookups import Find, Lookup, LookupReader
from liane.store.migrate import migrate
from liane.store.pages import PageQueries
from liane.store.partitions import Months
from liane.store.queue import draft_delivery
from liane.store.reader import Reader
from liane.store.records import (
    Acceptance,
    Accepted,
    ClaimedDelivery,
    DeliveryOutcome,
    Incident,
    NewDelivery,
    NewEvent,
)
from liane.store.registry import PostgresRegistry
from liane.store.registry_documents import Tying
from liane.store.session import Session
from liane.store.settlement import StillLeased, prepare_correlating, prepare_settling
from liane.store.space import SpaceGuard
from liane.store.upkeep import Upkeep
from liane.store.values import month_of
from liane.store.verdicts import prepare_judging

LEASE = timedelta(seconds=120)
FINISH_TRIES_MAX = 20
THREAD_FROM_BYTES = 2 * 1024 * 1024
FINISH_PAUSE_S = 1.0
TRANSACTION_TRIES_MAX = 5
SETTLE_TRIES_MAX = 100
SETTLE_PAUSE_S = 0.05

Result = TypeVar("Result")


class PostgresStore(Reader, PageQueries, Upkeep):
    """The store of one process.

    dsn: a direct connection to PostgreSQL 15 or newer. lease: how long a claimed delivery is ours without a sign; a
    worker that dies loses it at once. space: watches the disk of the embedded server.
    """

    def __init__(self, dsn: str, *, lease: timedelta = LEASE, space: SpaceGuard | None = None) -> None:
        self._dsn = dsn
        self._lease = lease
        self._space = space
        self._months = Months()
        self._session = Session(dsn, self._months)
        self._claim_line = Line(dsn, PINNED_PLANS)
        self._accept_line = Line(dsn, PINNED_PLANS)
        self._follow_line = Line(dsn, PINNED_PLANS)
        self._look_up_line = Line(dsn, PINNED_PLANS)
        self._accept_writer = AcceptWriter(self._accept_line, self._months)
        self._follow_writer = FollowWriter(self._follow_line, self._months)
        self._acceptances: GroupWriter[Prepared, Accepted] = GroupWriter(self._write_acceptances)
        self._steps: GroupWriter[Step, bool] = GroupWriter(self._write_steps)
        self._lookups: GroupWriter[Lookup, Any] = GroupWriter(LookupReader(self._look_up_line).read)
        self._pool: Any = None
        self._registry = PostgresRegistry(dsn, self)
        self._intake = PostgresIntake(self)
        self._answers = PostgresAnswers(self)
        self._intake_desk = PostgresIntakeDesk(self)
        self._dmp = PostgresDMPConsultation(self)
        self._accesses = PostgresAccesses(dsn, self)

    @property
    def registry(self) -> PostgresRegistry:
        """The registry of identities, on the same database."""
        return self._registry

    @property
    def intake(self) -> PostgresIntake:
        """What comes in and waits for a person, on the same database."""
        return self._intake

    @property
    def answers(self) -> PostgresAnswers:
        """Prescriptions of patients, texts of the answers, mailboxes of patients, on the same database."""
        return self._answers

    @property
    def intake_desk(self) -> PostgresIntakeDesk:
        """What the desk of the reception remembers beside the worklist, on the same database."""
        return self._intake_desk

    @property
    def dmp(self) -> PostgresDMPConsultation:
        """What is kept of the consultation of DMPs, on the same database."""
        return self._dmp

    @property
    def accesses(self) -> PostgresAccesses:
        """The trail of accesses, on the same database."""
        return self._accesses

    async def open(self) -> None:
        """Bring the database to shape and start. Raises StorageUnavailable or ConfigurationError."""
        with storage_errors():
            await migrate(self._dsn)
        self._pool = await open_pool(self._dsn)
        await self._session.start()
        self._acceptances.start()
        self._steps.start()
        self._lookups.start()
        self._accesses.start()

    async def close(self) -> None:
        """Write what waits, then let everything go; leases that still run are freed for others."""
        await self._acceptances.stop()
        await self._steps.stop()
        await self._lookups.stop()
        await self._accesses.stop()
        await self._session.stop()
        await self._registry.close()
        for line in (self._accept_line, self._follow_line, self._claim_line, self._look_up_line):
            await line.close()
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    async def __aenter__(self) -> "PostgresStore":
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        if self._pool is None:
            raise StorageUnavailable("the store is closed")
        with storage_errors():
            async with self._pool.acquire() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self, months: Iterable[date] = ()) -> AsyncIterator[Connection]:
        """Lend a connection inside a transaction. months: whose partitions will be written."""
        async with self.reading() as connection:
            await self._months.ensure(connection, months)
            async with connection.transaction():
                yield connection

    async def transact(self, months: Iterable[date], work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run work inside a transaction, again when it crossed another one (deadlock, key taken, month dropped)."""
        wanted = set(months)
        for _ in range(TRANSACTION_TRIES_MAX - 1):
            try:
                async with self.writing(wanted) as connection:
                    return await work(connection)
            except CROSSED:
                self._months.forget()
        async with self.writing(wanted) as connection:
            return await work(connection)

    async def look_up(self, find: Find, key: Any) -> Any:
        """Ask one of the questions of `liane.store.lookups`, together with those that wait."""
        return await self._lookups.submit(Lookup(find, key), 0)

    # Work that arrives.

    async def accept(self, acceptance: Acceptance) -> Accepted:
        """Write a message and all that follows from it, in one (group) commit.

        Raises StorageUnavailable when it cannot (no connection, no free space). Rule: architecture.md §1.
        """
        if self._space is not None:
            self._space.check()
        if len(acceptance.message.raw) > THREAD_FROM_BYTES:
            prepared = await asyncio.to_thread(prepare, acceptance)
        else:
            prepared = prepare(acceptance)
        return await self._acceptances.submit(prepared, prepared.size_bytes)

    async def _write_acceptances(self, batch: Sequence[Prepared]) -> Sequence[Accepted | Exception]:
        results = await self._accept_writer.write(batch)
        if self._accept_writer.has_made_work:
            self._session.tell_work()
        return results

    # Work to do.

    async def claim(
        self, *, limit: int, now: datetime, destinations: Sequence[Destination] | None = None
    ) -> list[ClaimedDelivery]:
        """Lease due deliveries: at most one per lane, oldest of its lane first. Raises StorageUnavailable."""
        worker = self._session.get_number()
        self._session.wake.clear()
        async with self._claim_line.use() as connection:
            return await claim_deliveries(
                connection, worker, limit=limit, now=now, lease=self._lease, destinations=destinations
            )

    async def extend(self, claimed: ClaimedDelivery, now: datetime) -> bool:
        """Keep a lease for its full length from now; False when it was lost."""
        async with self._claim_line.use() as connection:
            found = await connection.fetchval(EXTEND, claimed.id, UUID(claimed.token), now + self._lease)
        return found is not None

    async def finish(self, claimed: ClaimedDelivery, outcome: DeliveryOutcome, now: datetime) -> bool:
        """End or put off a leased delivery, with its events and new deliveries, in one transaction.

        Returns False, having written nothing, when the lease was lost. Survives a short absence of the database: the
        token makes telling it twice harmless. Raises StorageUnavailable past that.
        """
        ending = prepare_ending(claimed, outcome, now)
        for _ in range(FINISH_TRIES_MAX - 1):
            try:
                return await self._steps.submit(ending, ending.size_bytes)
            except StorageUnavailable:
                await asyncio.sleep(FINISH_PAUSE_S)
        return await self._steps.submit(ending, ending.size_bytes)

    async def _write_steps(self, batch: Sequence[Step]) -> Sequence[bool | Exception]:
        results = await self._follow_writer.write(batch)
        if self._follow_writer.has_made_work:
            self._session.tell_work()
        return results

    async def wait_for_work(self, timeout_s: float) -> None:
        """Return when work may be due, or after timeout_s."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._session.wake.wait(), timeout_s)

    async def free_dead_leases(self) -> int:
        """Give back, now, what workers that died had leased; done by itself twice a second."""
        return await self._session.reap()

    async def change_deliveries(
        self, delivery_ids: Sequence[int], *, act: str, actor: str, reason: str, now: datetime
    ) -> int:
        """Replay (``replay``), park (``park``) or cancel (``cancel``) deliveries; returns how many changed.

        Each change is an event with its reason. A running lease is fenced. Delivered ones are never replayed. Raises
        ValueError for another act.
        """
        if act not in changes.ACTS:
            raise ValueError(f"unknown act {act}")
        wanted, changed = sorted(set(delivery_ids)), 0
        for start in range(0, len(wanted), changes.CHANGED_PER_TRANSACTION_MAX):
            part = wanted[start : start + changes.CHANGED_PER_TRANSACTION_MAX]
            work = partial(changes.change_deliveries, ids=part, act=act, actor=actor, reason=reason, now=now)
            changed += await self.transact({month_of(now)}, work)
        if changed:
            self._session.tell_work()
        return changed

    async def add_deliveries(
        self, document_id: int, deliveries: Sequence[NewDelivery], events: Sequence[NewEvent]
    ) -> tuple[int | None, ...]:
        """Add deliveries to a document (a ZAM for a receipt…); None where the dedup_key already exists."""
        drafts, noted = [draft_delivery(new) for new in deliveries], [draft_event(event) for event in events]
        work = partial(changes.add_deliveries, document_id=document_id, drafts=drafts, events=noted)
        given, has_work = await self.transact({draft.month for draft in noted}, work)
        if has_work:
            self._session.tell_work()
        return given

    # The journal, verdicts and receipts.

    async def append_event(self, document_id: int | None, event: NewEvent) -> int:
        """Append one event to the journal of a document (None: of the system); returns its number."""
        draft = draft_event(event)
        chain = SYSTEM_CHAIN if document_id is None else document_id
        return (await self.transact({draft.month}, partial(append_drafts, entries=[(chain, draft)])))[0]

    async def save_verdict(
        self, document_id: int, cache_key: str, state: str, verdict: dict[str, Any], event: NewEvent
    ) -> None:
        """Cache a verdict and set it on the document, with its event. Raises LookupError."""
        judging = prepare_judging(document_id, cache_key, state, verdict, event)
        await self._steps.submit(judging, judging.size_bytes)

    async def save_receipt(self, *, key: str, kind: str, raw: bytes, at: datetime, delivery_id: int | None) -> bool:
        """Keep an incoming receipt (DSN, MDN…) once; False when this key was already there."""
        body = changes.receipt_body(raw, at)
        work = partial(changes.save_receipt, key=key, kind=kind, body=body, at=at, delivery_id=delivery_id)
        return await self.transact({body.month}, work)

    async def correlate(self, claimed: ClaimedDelivery, keys: Sequence[str]) -> bool:
        """Write, before a send, the keys by which a receipt will find this delivery; False when the lease was lost."""
        correlating = prepare_correlating(claimed, keys)
        return await self._steps.submit(correlating, correlating.size_bytes)

    async def settle(
        self, delivery_id: int, outcome: DeliveryOutcome, now: datetime, *, receipt_key: str | None = None
    ) -> bool:
        """Change a delivery because a receipt came, once per receipt; False when it was already settled.

        Waits for an attempt that is still being written. Raises StorageUnavailable past that: the receipt stays where
        it is and is read again.
        """
        settling = prepare_settling(delivery_id, outcome, now, receipt_key)
        for _ in range(SETTLE_TRIES_MAX):
            try:
                return await self._steps.submit(settling, settling.size_bytes)
            except StillLeased:
                await asyncio.sleep(SETTLE_PAUSE_S)
        raise StorageUnavailable("the attempt that this receipt speaks of is still going on")

    async def tie(self, tying: Tying) -> bool:
        """Tie a document to a person; False when it already was tied, to anyone."""
        return await self._steps.submit(tying, tying.size_bytes)

    # Incidents.

    async def open_incident(self, remote: str, code: str, message: str, remedy: str, at: datetime) -> bool:
        """Open the incident of a remote; False when it is already open."""
        async with self.writing() as connection:
            return await incidents.open_incident(connection, remote, code=code, message=message, remedy=remedy, at=at)

    async def close_incident(self, remote: str, at: datetime) -> bool:
        """Close the open incident of a remote; False when there was none."""
        async with self.writing() as connection:
            return await incidents.close_incident(connection, remote, at)

    async def find_incidents(self, *, only_open: bool) -> list[Incident]:
        """List incidents, newest first."""
        async with self.reading() as connection:
            return await incidents.find_incidents(connection, only_open=only_open)
