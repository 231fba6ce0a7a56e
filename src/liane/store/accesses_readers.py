"""How far each reader of the trail went: collectors that it is forwarded to, the search for anomalies.

The trail itself is the queue: a reader holds a lease while it works and moves its mark after. A node that dies lets the
lease run out; another goes on from the mark, so a line may be told twice, under the same name, and none is left out.
"""

import contextlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from liane.store.connection import Connection
from liane.store.values import clean_text

PROBLEM_CHARS_MAX = 300
Result = TypeVar("Result")

_CLAIM = """
    UPDATE access_readers SET leased_by = $2, leased_until = $4
    WHERE name = $1 AND due <= $3 AND (leased_by IS NULL OR leased_by = $2 OR leased_until < $3)
    RETURNING seq, failures
"""
_ADVANCE = """
    UPDATE access_readers SET seq = $3, failures = 0, problem = '', leased_until = $4, due = '-infinity'
    WHERE name = $1 AND leased_by = $2 RETURNING true
"""


class Lender(Protocol):
    """Who lends connections: the store."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    async def transact(self, months: Iterable[date], work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run work inside a transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderMark:
    """Where a reader stands. failures: tries in a row that failed."""

    seq: int
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderState:
    """What a page tells of a reader. behind: how many lines it has not told yet."""

    name: str
    seq: int
    behind: int
    failures: int
    problem: str


class AccessReaders:
    """The readers of the trail of one store."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def declare(self, name: str, *, from_end: bool) -> None:
        """Make a reader known, once. from_end: a new one begins with what is written from now on, else with all."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "INSERT INTO access_readers (name, seq) SELECT $1, CASE WHEN $2 THEN seq ELSE 0 END FROM access_head "
                "ON CONFLICT DO NOTHING",
                clean_text(name),
                from_end,
            )

        await self._lender.transact((), work)

    async def claim(self, name: str, owner: UUID, now: datetime, lease: timedelta) -> ReaderMark | None:
        """Take the reader for a while; None when another holds it, or when it must wait after a failure."""

        async def work(connection: Connection) -> ReaderMark | None:
            row = await connection.fetchrow(_CLAIM, name, owner, now, now + lease)
            return ReaderMark(seq=row["seq"], failures=row["failures"]) if row is not None else None

        return await self._lender.transact((), work)

    async def advance(self, name: str, owner: UUID, seq: int, leased_until: datetime) -> bool:
        """Say that all was told up to a line; False when the lease was lost: then another tells it again."""

        async def work(connection: Connection) -> bool:
            return bool(await connection.fetchval(_ADVANCE, name, owner, seq, leased_until))

        return await self._lender.transact((), work)

    async def put_off(self, name: str, owner: UUID, problem: str, due: datetime) -> None:
        """Say that what follows could not be told, and when to try again."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE access_readers SET failures = failures + 1, problem = $3, due = $4, leased_by = NULL "
                "WHERE name = $1 AND leased_by = $2",
                name,
                owner,
                clean_text(problem, PROBLEM_CHARS_MAX),
                due,
            )

        await self._lender.transact((), work)

    async def release(self, name: str, owner: UUID) -> None:
        """Give the reader back, so that another node goes on at once."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE access_readers SET leased_by = NULL WHERE name = $1 AND leased_by = $2", name, owner
            )

        await self._lender.transact((), work)

    async def describe(self) -> list[ReaderState]:
        """Tell where each reader stands."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT r.name, r.seq, h.seq - r.seq AS behind, r.failures, r.problem "
                "FROM access_readers r, access_head h ORDER BY r.name"
            )
        return [ReaderState(**dict(row)) for row in rows]
