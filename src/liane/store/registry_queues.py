"""The queues of the registry: identity messages to apply, notices to send, and who does it alone."""

import asyncio
import contextlib
import zlib
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from liane.domain.errors import StorageUnavailable
from liane.store import registry_messages, registry_notices
from liane.store.connection import Connection, Line, connect, storage_errors
from liane.store.page_records import Page
from liane.store.registry_notices import LEASE
from liane.store.registry_records import ClaimedNotice, FailedMessage, Notice, NoticeCount, NoticeState

ALONE_CLASS = 7244


class RegistryQueues:
    """What waits in the registry; the registry that inherits it lends the connections.

    _notice_line: the connection of the outbox. _notices_made: set when an act made a notice.
    """

    _dsn: str
    _notice_line: Line
    _notices_made: asyncio.Event

    def _reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        raise NotImplementedError

    @contextlib.asynccontextmanager
    async def alone(self, task: str) -> AsyncIterator[bool]:
        """Hold a task while inside, for this process alone among all nodes; gives False when another holds it.

        The hold ends with the connection, however the process dies. Should only the connection be lost, another may
        begin meanwhile: what applies a message says so in its act, which is refused when it already was applied.
        """
        connection = await connect(self._dsn)
        try:
            number = zlib.crc32(task.encode()) & 0x7FFFFFFF
            with storage_errors():
                held = await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", ALONE_CLASS, number)
            try:
                yield bool(held)
            finally:
                # Given back before the connection ends: the server notices an end in its own time only.
                if held:
                    with contextlib.suppress(StorageUnavailable), storage_errors():
                        await connection.fetchval("SELECT pg_advisory_unlock($1, $2)", ALONE_CLASS, number)
        finally:
            connection.terminate()

    # Identity messages.

    async def next_pending_messages(self, *, limit: int) -> list[tuple[int, bytes]]:
        """Identity messages accepted and not yet applied, in order of acceptance: (message id, bytes), 1000 at most.

        No bytes where the retention took them before they were applied.
        """
        async with self._reading() as connection:
            return await registry_messages.next_pending(connection, limit)

    async def oldest_pending_message(self) -> int | None:
        """Id of the oldest identity message not yet applied; None when all are."""
        async with self._reading() as connection:
            return await registry_messages.oldest_pending(connection)

    async def count_pending_messages(self) -> int:
        """How many identity messages wait to be applied."""
        async with self._reading() as connection:
            return await registry_messages.count_pending(connection)

    async def find_failed_messages(self, *, cursor: str | None = None, limit: int = 50) -> Page[FailedMessage]:
        """One page of identity messages that could not be applied, newest first. Raises ValueError for the cursor."""
        async with self._reading() as connection:
            return await registry_messages.find_failed(connection, cursor, limit)

    async def put_back_messages(self, message_ids: Sequence[int]) -> int:
        """Have failed identity messages applied again, each at its old place; returns how many."""
        async with self._reading() as connection:
            return await registry_messages.put_back(connection, message_ids)

    # Notices.

    async def claim_notices(self, *, limit: int, now: datetime, lease: timedelta = LEASE) -> list[ClaimedNotice]:
        """Lease due notices: at most one per lane, the oldest of its lane first. Raises StorageUnavailable."""
        self._notices_made.clear()
        async with self._notice_line.use() as connection:
            return await registry_notices.claim_notices(connection, limit=limit, now=now, lease=lease)

    async def finish_notice(
        self,
        claimed: ClaimedNotice,
        *,
        state: NoticeState,
        now: datetime,
        retry_at: datetime | None = None,
        cause: tuple[str, str] = ("", ""),
        answer: bytes = b"",
    ) -> bool:
        """End a leased notice (SENT, CANCELLED), put it off (WAITING, retry_at) or set it aside (PARKED).

        cause: (code, French explanation). answer: the subscriber's, its first 64 kB are kept. False, having written
        nothing, when the lease was lost. Raises StorageUnavailable.
        """
        async with self._notice_line.use() as connection, connection.transaction():
            done = await registry_notices.finish_notice(
                connection, claimed, state=state, now=now, retry_at=retry_at, cause=cause, answer=answer
            )
        if done and state in (NoticeState.SENT, NoticeState.CANCELLED):
            self._notices_made.set()
        return done

    async def wait_for_notices(self, timeout_s: float) -> None:
        """Return when this process made a notice or ended one, or after timeout_s."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._notices_made.wait(), timeout_s)

    async def change_notices(self, notice_ids: Sequence[int], *, act: str, now: datetime) -> int:
        """Replay (``replay``), park (``park``) or cancel (``cancel``) open notices; returns how many changed.

        Raises ValueError for another act.
        """
        async with self._notice_line.use() as connection, connection.transaction():
            changed = await registry_notices.change_notices(connection, notice_ids, act=act, now=now)
        if changed:
            self._notices_made.set()
        return changed

    async def waiting_notices(
        self, *, subscriber: str = "", cursor: str | None = None, limit: int = 50
    ) -> Page[Notice]:
        """One page of notices not done, newest first. Raises ValueError for the cursor."""
        async with self._reading() as connection:
            return await registry_notices.find_notices(
                connection, subscriber=subscriber, person_id=None, only_open=True, cursor=cursor, limit=limit
            )

    async def find_notices(
        self, *, subscriber: str = "", person_id: int | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[Notice]:
        """One page of notices, done or not, newest first. Raises ValueError for the cursor."""
        async with self._reading() as connection:
            return await registry_notices.find_notices(
                connection, subscriber=subscriber, person_id=person_id, only_open=False, cursor=cursor, limit=limit
            )

    async def count_notices(self) -> list[NoticeCount]:
        """How many notices wait or are set aside, by subscriber."""
        async with self._reading() as connection:
            return await registry_notices.count_notices(connection)
