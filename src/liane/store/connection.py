"""Connections to PostgreSQL: how they are opened, reopened when lost, and what their failures are called."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg

from liane.domain.errors import StorageUnavailable

Connection = Any
"""An asyncpg connection or one lent by a pool: their types differ, their methods do not."""

SEARCH_PATH = "liane,public"
CONNECT_TIMEOUT_S = 10.0
COMMAND_TIMEOUT_S = 60.0
POOL_CONNECTIONS_MAX = 6

PINNED_PLANS = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
"""For the connections that write and claim: a plan chosen while a table was empty must not outlive it (store.md §5)."""

_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


CROSSED = (
    asyncpg.UniqueViolationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.CheckViolationError,  # no partition: its month was dropped meanwhile
)
"""Two transactions met; done again, it passes."""


def is_outage(error: BaseException) -> bool:
    """Tell whether an error means that the database cannot serve now, whatever it is asked."""
    return isinstance(error, _LOST) or (isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError))


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Turn a lost connection, a full disk or a server that stops into StorageUnavailable; other errors are defects."""
    try:
        yield
    except Exception as error:
        if is_outage(error):
            raise StorageUnavailable(type(error).__name__) from error
        raise


async def connect(dsn: str, settings: dict[str, str] | None = None) -> Connection:
    """Open one connection, on the store's schema. Raises StorageUnavailable."""
    with storage_errors():
        return await asyncpg.connect(
            dsn,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            server_settings={"search_path": SEARCH_PATH, "application_name": "liane", **(settings or {})},
        )


async def _leave_as_is(_: object) -> None:
    """Spare the round trip that cleans a session on its return: ours hold no session state (lock, cursor, setting)."""


async def open_pool(dsn: str) -> Any:
    """Open the pool that serves the reads. Raises StorageUnavailable."""
    with storage_errors():
        return await asyncpg.create_pool(
            dsn,
            min_size=0,
            max_size=POOL_CONNECTIONS_MAX,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            reset=_leave_as_is,
            server_settings={"search_path": SEARCH_PATH, "application_name": "liane"},
        )


class Line:
    """One connection kept for one use at a time, reopened when it is lost."""

    def __init__(self, dsn: str, settings: dict[str, str] | None = None) -> None:
        self._dsn = dsn
        self._settings = settings
        self._lock = asyncio.Lock()
        self._connection: Connection | None = None

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[Connection]:
        """Lend the connection. Raises StorageUnavailable when it cannot be opened or is lost meanwhile."""
        async with self._lock:
            if self._connection is None or self._connection.is_closed():
                self._connection = await connect(self._dsn, self._settings)
            with storage_errors():
                yield self._connection

    async def close(self) -> None:
        """Close the connection; the next use opens another."""
        async with self._lock:
            if self._connection is not None:
                with contextlib.suppress(StorageUnavailable), storage_errors():
                    await self._connection.close(timeout=CONNECT_TIMEOUT_S)
                self._connection = None
