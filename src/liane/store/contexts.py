"""Calls in context, kept: each is opened once, whatever node answers. Every method commits before it returns.

The word of the one-time address is never kept, only its SHA-256. Rule: pfi-dpi-requirements.md (contextual call);
REM SSI/IE (sessions).
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from liane.store.connection import Connection

KEPT_FOR = timedelta(days=1)
"""How long a call that is over stays, for who looks into what happened; the trail of accesses keeps the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextCall:
    """One call. identifier: PS_IdNat of the professional it is for. caller: name of the record system.

    opened_at: None until the professional came. until: end of the context once opened.
    """

    id: str
    person_id: int
    identifier: str
    purpose: str
    caller: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    session: str = ""
    until: datetime | None = None
    ended_at: datetime | None = None

    def is_in_force(self, at: datetime) -> bool:
        """True between its opening and its end."""
        return self.opened_at is not None and self.ended_at is None and self.until is not None and at < self.until


class Lender(Protocol):
    """Who lends connections: the store."""

    def reading(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection for reads. Raises StorageUnavailable."""
        ...

    def writing(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """Lend a connection inside a transaction. Raises StorageUnavailable."""
        ...


class PostgresContexts:
    """The calls in context of one database."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def add(self, call: ContextCall, ticket: bytes, *, waiting_max: int) -> bool:
        """Keep a call that waits for its professional; False when its caller already has too many waiting.

        Those long over leave on the way.
        """
        async with self._lender.writing() as connection:
            over = call.created_at - KEPT_FOR
            await connection.execute(
                "DELETE FROM contexts WHERE expires_at < $1 AND (until IS NULL OR until < $1)", over
            )
            waiting = await connection.fetchval(
                """
                SELECT count(*) FROM contexts
                WHERE caller = $1 AND opened_at IS NULL AND ended_at IS NULL AND expires_at > $2
                """,
                call.caller,
                call.created_at,
            )
            if waiting >= waiting_max:
                return False
            await connection.execute(
                """
                INSERT INTO contexts (id, ticket, person_id, identifier, purpose, caller, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                call.id,
                ticket,
                call.person_id,
                call.identifier,
                call.purpose,
                call.caller,
                call.created_at,
                call.expires_at,
            )
            return True

    async def find_waiting(self, ticket: bytes, at: datetime) -> ContextCall | None:
        """The call that a ticket opens; None when it is unknown, opened, ended or too old."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                """
                SELECT * FROM contexts
                WHERE ticket = $1 AND opened_at IS NULL AND ended_at IS NULL AND expires_at > $2
                """,
                ticket,
                at,
            )
        return read_call(row) if row is not None else None

    async def open(self, ticket: bytes, *, session: str, at: datetime, until: datetime) -> ContextCall | None:
        """Open a call, once: of two at the same instant, one gets None. Former ones of the same two parties end.

        Rule: one patient at a time for one professional called by one record system.
        """
        async with self._lender.writing() as connection:
            return await open_call(connection, ticket, session=session, at=at, until=until)

    async def get(self, context_id: str) -> ContextCall | None:
        """One call by its number."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM contexts WHERE id = $1", context_id)
        return read_call(row) if row is not None else None

    async def end(self, context_id: str, at: datetime) -> bool:
        """End a call, opened or not; False when it was over, or is not known."""
        async with self._lender.writing() as connection:
            done = await connection.fetchval(
                "UPDATE contexts SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING true", context_id, at
            )
        return bool(done)


async def open_call(
    connection: Connection, ticket: bytes, *, session: str, at: datetime, until: datetime
) -> ContextCall | None:
    """Open a call inside a transaction: see ``PostgresContexts.open``."""
    row = await connection.fetchrow(
        """
        UPDATE contexts SET opened_at = $2, session = $3, until = $4
        WHERE ticket = $1 AND opened_at IS NULL AND ended_at IS NULL AND expires_at > $2 RETURNING *
        """,
        ticket,
        at,
        session,
        until,
    )
    if row is None:
        return None
    await connection.execute(
        """
        UPDATE contexts SET ended_at = $4
        WHERE identifier = $1 AND caller = $2 AND id <> $3 AND opened_at IS NOT NULL AND ended_at IS NULL
        """,
        row["identifier"],
        row["caller"],
        row["id"],
        at,
    )
    return read_call(row)


def read_call(row: Any) -> ContextCall:
    """Read a row of the table of calls."""
    return ContextCall(
        id=row["id"],
        person_id=row["person_id"],
        identifier=row["identifier"],
        purpose=row["purpose"],
        caller=row["caller"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        opened_at=row["opened_at"],
        session=row["session"],
        until=row["until"],
        ended_at=row["ended_at"],
    )
