"""The trail of accesses of one process, on PostgreSQL: written by groups, each line durable before its act goes on.

What lives here: which connection does what. The chain is in ``accesses_chain``, the searches in ``accesses_search``.
Rule: architecture.md §3; IHE ATNA (audit records are kept whole and in order); REM SSI/GEN (traçabilité).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

import asyncpg

from liane.domain.audit.access import AccessEvent
from liane.domain.errors import StorageUnavailable
from liane.store import accesses_search
from liane.store.accesses_anomalies import AnomalyDesk
from liane.store.accesses_chain import (
    COLUMNS,
    START_HASH,
    AccessRow,
    Head,
    Verifier,
    chain_accesses,
    draft_access,
    hash_access,
    read_access,
)
from liane.store.accesses_readers import AccessReaders
from liane.store.accesses_records import AccessPage, AccessQuery, ChainProof, StoredAccess
from liane.store.connection import CROSSED, PINNED_PLANS, Connection, Line
from liane.store.groups import GroupWriter
from liane.store.retention import LOCK_TIMEOUT, find_months, is_over
from liane.store.values import clean_text, fold

TRIES_MAX = 5
ROW_BYTES = 1024
VERIFIED_AT_ONCE = 2000
OPERATORS_KNOWN_MAX = 50_000
CHECKS_MAX = 30
RANK_DIGITS_MAX = 18
Result = TypeVar("Result")

_LOCK_HEAD = "SELECT seq, hash, month FROM access_head FOR UPDATE"
_APPEND = """
    WITH h AS (UPDATE access_head SET seq = $2, hash = $3, month = $4),
    o AS (INSERT INTO access_operators SELECT * FROM unnest($5::text[], $6::text[], $7::text[]) ON CONFLICT DO NOTHING)
    INSERT INTO accesses SELECT * FROM unnest($1::accesses[])
"""
_FOLLOWING = f"SELECT {COLUMNS} FROM accesses WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT {VERIFIED_AT_ONCE}"  # noqa: S608


class Lender(Protocol):
    """Who lends connections: the store."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    async def transact(self, months: Iterable[date], work: Callable[[Connection], Awaitable[Result]]) -> Result:
        """Run work inside a transaction."""
        ...


class PostgresAccesses:
    """The trail. dsn: that of the store; lender: the store itself. Implements ``AccessTrail``."""

    def __init__(self, dsn: str, lender: Lender) -> None:
        self._lender = lender
        self._line = Line(dsn, PINNED_PLANS)
        self._writer: GroupWriter[AccessRow, None] = GroupWriter(self._write)
        self._months: set[date] = set()
        self._operators: set[tuple[str, str]] = set()
        self.anomalies = AnomalyDesk(lender)
        self.readers = AccessReaders(lender)

    def start(self) -> None:
        """Start the writer in the running loop."""
        self._writer.start()

    async def stop(self) -> None:
        """Write what waits, then let the connection go."""
        await self._writer.stop()
        await self._line.close()

    # Writing.

    async def record(self, event: AccessEvent) -> None:
        """Append one line and return once it is durable. Raises StorageUnavailable: then the act must not happen."""
        await self._writer.submit(draft_access(event), ROW_BYTES)

    async def record_all(self, events: Sequence[AccessEvent]) -> None:
        """Append several lines, together. Raises StorageUnavailable."""
        await asyncio.gather(*(self.record(event) for event in events))

    async def _write(self, batch: Sequence[AccessRow]) -> Sequence[Exception | None]:
        async with self._line.use() as connection:
            for _ in range(TRIES_MAX - 1):
                try:
                    await self._write_once(connection, batch)
                    break
                except CROSSED:
                    self._months.clear()
            else:
                await self._write_once(connection, batch)
        return [None] * len(batch)

    async def _write_once(self, connection: Connection, batch: Sequence[AccessRow]) -> None:
        for month in sorted({row.month for row in batch} - self._months):
            await connection.execute("SELECT ensure_access_month($1)", month)
            self._months.add(month)
        named = sorted({(row.operator, row.identifier) for row in batch} - self._operators)
        async with connection.transaction():
            head = await connection.fetchrow(_LOCK_HEAD)
            rows, end = chain_accesses(Head(seq=head["seq"], digest=head["hash"], month=head["month"]), batch)
            await connection.execute(
                _APPEND,
                rows,
                end.seq,
                end.digest,
                end.month,
                [name for name, _ in named],
                [identifier for _, identifier in named],
                [fold(name) for name, _ in named],
            )
        if len(self._operators) > OPERATORS_KNOWN_MAX:
            self._operators.clear()
        self._operators.update(named)

    # Reading.

    async def get(self, seq: int) -> StoredAccess:
        """Read one line. Raises LookupError."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(f"SELECT {COLUMNS} FROM accesses WHERE seq = $1", seq)  # noqa: S608
        if row is None:
            raise LookupError(f"no line {seq}")
        return read_access(row)

    async def find_by_id(self, name: str) -> StoredAccess | None:
        """Find a line by its name outside Liane; None when there is none, or no longer."""
        rank = name.partition("-")[0]
        if not (rank.isascii() and rank.isdigit() and len(rank) <= RANK_DIGITS_MAX):
            return None
        try:
            line = await self.get(int(rank))
        except LookupError:
            return None
        return line if line.id == name else None

    async def search(self, query: AccessQuery, *, cursor: str = "", limit: int = 50) -> AccessPage:
        """Find lines, newest first. Raises ValueError for a cursor of another list."""
        async with self._lender.reading() as connection:
            return await accesses_search.search(connection, query, cursor=cursor, limit=limit)

    async def of_person(
        self,
        person_id: int,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str = "",
        *,
        also: Sequence[int] = (),
        limit: int = 50,
    ) -> AccessPage:
        """Find who accessed what concerns one person, newest first: the access log that a patient may be given.

        also: the identities that were merged into this one.
        """
        query = AccessQuery(person_id=person_id, also_persons=tuple(also), since=since, until=until)
        return await self.search(query, cursor=cursor, limit=limit)

    async def following(self, seq: int, *, limit: int) -> list[StoredAccess]:
        """Read the lines after a rank, in order: how the trail is forwarded and examined."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                f"SELECT {COLUMNS} FROM accesses WHERE seq > $1 ORDER BY seq LIMIT $2",  # noqa: S608
                seq,
                limit,
            )
        return [read_access(row) for row in rows]

    async def walk(self, query: AccessQuery, *, lines_max: int, page_size: int = 500) -> AsyncIterator[StoredAccess]:
        """Give all the lines that a search finds, newest first, at most lines_max."""
        cursor, left = "", lines_max
        while left > 0:
            page = await self.search(query, cursor=cursor, limit=min(page_size, left))
            for line in page.lines:
                yield line
            left -= len(page.lines)
            cursor = page.cursor
            if not cursor:
                return

    async def read_head(self) -> Head:
        """Read the end of the chain."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT seq, hash, month FROM access_head")
        return Head(seq=row["seq"], digest=row["hash"], month=row["month"])

    # Proof and retention.

    async def verify(self, now: datetime, *, asked_by: str = "Liane") -> ChainProof:
        """Verify the whole chain against its head, and keep what was found.

        The trail goes on being written meanwhile: what is verified is what it held when this began.
        """
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT seq, hash, month FROM access_head")
            cut = await connection.fetchrow("SELECT seq, hash FROM access_cuts ORDER BY month DESC LIMIT 1")
        verifier = Verifier(seq=0, digest=START_HASH) if cut is None else Verifier(seq=cut["seq"], digest=cut["hash"])
        if row is None:
            proof = ChainProof(
                at=now, asked_by=asked_by, lines=0, seq=0, digest=START_HASH, broken_seq=1,
                reason="L’empreinte de fin de la piste a disparu.",
            )  # fmt: skip
        else:
            head = Head(seq=row["seq"], digest=row["hash"], month=row["month"])
            await self._feed(verifier, head)
            proof = ChainProof(
                at=now,
                asked_by=asked_by,
                lines=verifier.lines,
                seq=head.seq,
                digest=head.digest,
                broken_seq=verifier.broken_seq,
                reason=verifier.reason,
            )
        await self._keep_proof(proof)
        return proof

    async def _feed(self, verifier: Verifier, head: Head) -> None:
        while True:
            async with self._lender.reading() as connection:
                rows = await connection.fetch(_FOLLOWING, verifier.seq, head.seq)
            if not rows:
                break
            if not await asyncio.to_thread(verifier.feed, [AccessRow(*row) for row in rows]):
                return
        verifier.finish(head)

    async def _keep_proof(self, proof: ChainProof) -> None:
        async def work(connection: Connection) -> None:
            await connection.execute(
                "INSERT INTO access_checks VALUES (nextval('ids'), $1, $2, $3, $4, $5, $6, $7)",
                proof.at,
                clean_text(proof.asked_by),
                proof.lines,
                proof.seq,
                proof.digest,
                proof.broken_seq,
                proof.reason,
            )

        await self._lender.transact((), work)

    async def find_proofs(self, *, limit: int = CHECKS_MAX) -> list[ChainProof]:
        """Read the last verifications, newest first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT * FROM access_checks ORDER BY id DESC LIMIT $1", min(limit, CHECKS_MAX)
            )
        return [
            ChainProof(
                at=row["at"],
                asked_by=row["asked_by"],
                lines=row["lines"],
                seq=row["seq"],
                digest=row["hash"],
                broken_seq=row["broken_seq"],
                reason=row["reason"],
            )
            for row in rows
        ]

    async def find_hash(self, seq: int) -> bytes | None:
        """Read the hash of a line, to compare it with one noted earlier; None when the line is not there."""
        async with self._lender.reading() as connection:
            found: bytes | None = await connection.fetchval("SELECT hash FROM accesses WHERE seq = $1", seq)
        return found

    async def check_line(self, seq: int) -> tuple[bytes | None, bool | None]:
        """Hash one line again from the one before it: (hash before, whether it holds); None when that one left."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                f"SELECT {COLUMNS} FROM accesses WHERE seq IN ($1::bigint, $1::bigint - 1) ORDER BY seq",  # noqa: S608
                seq,
            )
            cut = await connection.fetchval("SELECT hash FROM access_cuts WHERE seq = $1::bigint - 1", seq)
        if not rows or rows[-1]["seq"] != seq:
            raise LookupError(f"no line {seq}")
        previous = START_HASH if seq == 1 else rows[0]["hash"] if len(rows) > 1 else cut
        if previous is None:
            return None, None
        row = AccessRow(*rows[-1])
        return previous, hash_access(previous, row) == row.hash

    async def apply_retention(self, kept: timedelta, now: datetime) -> list[date]:
        """Drop the months kept long enough, oldest first; the chain is verified from where it was cut.

        The month of the last line always stays. Raises StorageUnavailable when a long reader holds a month.
        """
        dropped = []
        async with self._lender.reading() as connection:
            last: Any = await connection.fetchval("SELECT month FROM access_head")
            months = await find_months(connection, "accesses")
        for month in months:
            if month >= last or not is_over(month, kept, now):
                break
            await self._lender.transact((), lambda connection, month=month: _drop(connection, month, now))  # type: ignore[misc]
            self._months.discard(month)
            dropped.append(month)
        return dropped


async def _drop(connection: Connection, month: date, now: datetime) -> None:
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    last = await connection.fetchrow("SELECT seq, hash FROM accesses WHERE month = $1 ORDER BY seq DESC LIMIT 1", month)
    if last is not None:
        await connection.execute(
            "INSERT INTO access_cuts VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            month,
            last["seq"],
            last["hash"],
            now,
        )
    name = f"liane.accesses_{month:%Y_%m}"
    try:
        await connection.execute(f"DROP TABLE IF EXISTS {name}")
    except asyncpg.LockNotAvailableError as error:
        raise StorageUnavailable(f"{name} is being read: it is dropped another time") from error
