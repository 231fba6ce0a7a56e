"""Being alive: the connection that holds this worker's number, hears of work, and frees what dead workers left.

The number is held by an advisory lock of the session: when the process dies, however it dies, the server frees it at
once, and another worker gives its leases back. Needs a direct connection, not a pooler in transaction mode.
Rule: store.md §5 (liveness, NOTIFY after the commit only).
"""

import asyncio
import contextlib
from typing import Any

import asyncpg
import structlog

from liane.domain.errors import StorageUnavailable
from liane.store.connection import PINNED_PLANS, Connection, connect, storage_errors
from liane.store.journal import Draft, append_drafts, draft_event
from liane.store.partitions import Months
from liane.store.records import NewEvent

log = structlog.get_logger(__name__)

LOCK_CLASS = 7242
CHANNEL = "liane_work"
REAP_PERIOD_S = 0.5
NOTIFY_PERIOD_S = 0.05
RECONNECT_PERIOD_S = 0.5
INTERRUPTIONS_MAX = 10

REAP = f"""
    UPDATE deliveries AS d
    SET worker = NULL, token = NULL, interruptions = d.interruptions + 1,
        state = CASE WHEN d.interruptions + 1 >= {INTERRUPTIONS_MAX} THEN 'parked' ELSE 'asking' END,
        due = CASE WHEN d.interruptions + 1 >= {INTERRUPTIONS_MAX} THEN 'infinity'::timestamptz ELSE $2 END,
        cause_class = CASE WHEN d.interruptions + 1 >= {INTERRUPTIONS_MAX} THEN 'bug' ELSE 'outcome_unknown' END,
        cause_code = 'interrupted',
        cause_message = 'Le service s''est arrêté pendant cet envoi : on ne sait pas s''il a abouti.',
        cause_remedy = CASE WHEN d.interruptions + 1 >= {INTERRUPTIONS_MAX}
                       THEN 'Consulter le journal du service ; rejouer après correction.'
                       ELSE 'Rien à faire : Liane demande ce qu''il en est avant tout nouvel envoi.' END
    WHERE d.worker = ANY (
      SELECT w.worker FROM (SELECT DISTINCT worker FROM deliveries WHERE worker IS NOT NULL) AS w
      WHERE w.worker <> $1 AND NOT EXISTS (
        SELECT 1 FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.classid = {LOCK_CLASS} AND l.objid = w.worker AND l.objsubid = 2
          AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    )
    RETURNING d.id, d.document_id, d.state
"""  # noqa: S608 - only constants of this file


class Session:
    """The living connection of one store. wake: what a worker loop waits on."""

    def __init__(self, dsn: str, months: Months) -> None:
        self._dsn = dsn
        self._months = months
        self._connection: Connection | None = None
        self._lock = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._must_notify = asyncio.Event()
        self.number: int | None = None
        self.wake = asyncio.Event()

    async def start(self) -> None:
        """Take a number, then stay alive in the background. Raises StorageUnavailable."""
        async with self._lock:
            await self._connect()
        self._tasks = [
            asyncio.create_task(self._stay_alive(), name="liane-store-session"),
            asyncio.create_task(self._notify(), name="liane-store-notify"),
        ]

    async def stop(self) -> None:
        """Give the number back: what this worker still leases is freed by the others."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []
        self.number = None
        if self._connection is not None:
            with contextlib.suppress(StorageUnavailable), storage_errors():
                await self._connection.close(timeout=5)
            self._connection = None

    def get_number(self) -> int:
        """Number of this worker. Raises StorageUnavailable while it has none."""
        if self.number is None or self._connection is None or self._connection.is_closed():
            raise StorageUnavailable("no session with the database")
        return self.number

    def tell_work(self) -> None:
        """Say, after a commit, that there is work: here at once, elsewhere at most every 50 ms."""
        self.wake.set()
        self._must_notify.set()

    async def _connect(self) -> None:
        self.number = None
        connection = await connect(self._dsn, {**PINNED_PLANS, "synchronous_commit": "off"})
        try:
            with storage_errors():
                number = await connection.fetchval("SELECT nextval('workers') % 2147483647")
                await connection.execute("SELECT pg_advisory_lock($1, $2)", LOCK_CLASS, number)
                await connection.add_listener(CHANNEL, self._hear)
        except BaseException:
            connection.terminate()
            raise
        self._connection, self.number = connection, number

    def _hear(self, *_: Any) -> None:
        self.wake.set()

    async def _stay_alive(self) -> None:
        while True:
            try:
                async with self._lock:
                    if self._connection is None or self._connection.is_closed():
                        await self._connect()
                        log.warning("store.session_reopened", worker=self.number)
                    else:
                        await self._reap()
                await asyncio.sleep(REAP_PERIOD_S)
            except StorageUnavailable:
                await asyncio.sleep(RECONNECT_PERIOD_S)
            except asyncpg.PostgresError:
                log.exception("store.reaper_failed")
                await asyncio.sleep(RECONNECT_PERIOD_S)

    async def reap(self) -> int:
        """Free what dead workers left, now; returns how many deliveries."""
        async with self._lock:
            return await self._reap()

    async def _reap(self) -> int:
        connection = self._connection
        assert connection is not None
        with storage_errors():
            if not await connection.fetchval(
                "SELECT EXISTS (SELECT 1 FROM deliveries WHERE worker <> $1)", self.number
            ):
                return 0
            at = await connection.fetchval("SELECT clock_timestamp()")
            await self._months.ensure(connection, {at.date().replace(day=1)})
            async with connection.transaction():
                freed = await connection.fetch(REAP, self.number, at)
                await append_drafts(connection, [(row["document_id"], _interruption(row, at)) for row in freed])
        if freed:
            log.warning("deliveries.freed", count=len(freed))
            self.wake.set()
        return len(freed)

    async def _notify(self) -> None:
        while True:
            await self._must_notify.wait()
            self._must_notify.clear()
            try:
                async with self._lock:
                    if self._connection is not None:
                        with storage_errors():
                            await self._connection.execute(f"NOTIFY {CHANNEL}")
            except StorageUnavailable:
                log.warning("store.notify_failed")
            await asyncio.sleep(NOTIFY_PERIOD_S)


def _interruption(row: Any, at: Any) -> Draft:
    event = NewEvent(name="delivery.interrupted", at=at, data={"state": row["state"]}, delivery_id=row["id"])
    return draft_event(event)
