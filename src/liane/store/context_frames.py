"""Frames of contexts, kept: each holds one secret for one context, whatever node answers. Every method commits.

The secret of the cookie is never kept, only its SHA-256. Rule: REM SSI/IE (sessions); psc.md §12-3.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.store.connection import Connection
from liane.store.contexts import ContextCall, Lender, open_call, read_call

_BOTH = """
SELECT f.id AS frame_id, f.number, f.expires_at AS frame_expires_at, f.tries, f.session AS frame_session, f.situation,
       f.browser, f.confirmed_at, f.taken_at, f.ended_at AS frame_ended_at, c.*
FROM context_frames f JOIN contexts c ON c.id = f.context_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFrame:
    """One frame with the call that it shows.

    number: shown in the frame, to type in the window. session, situation: of who confirmed, 0 and empty before.
    browser: SHA-256 of the secret of the browser that confirmed. taken_at: when the frame came back for it.
    """

    id: str
    call: ContextCall
    number: str = field(repr=False)
    expires_at: datetime
    tries: int = 0
    session: int = 0
    situation: str = ""
    browser: bytes = field(default=b"", repr=False)
    confirmed_at: datetime | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None

    def is_waiting(self, at: datetime) -> bool:
        """True while somebody may confirm it in a window."""
        return self.confirmed_at is None and self.ended_at is None and at < self.expires_at

    @property
    def is_taken(self) -> bool:
        """True once it was confirmed and the frame came back for it; whether its context is in force is apart."""
        return self.taken_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Who confirmed a frame, in a window where they are signed in. See ``ContextFrame``."""

    session: int
    situation: str
    browser: bytes = field(repr=False)
    at: datetime
    until: datetime


class PostgresContextFrames:
    """The frames of one database."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def begin(
        self, ticket: bytes, frame: ContextFrame, *, secret: bytes, new_ticket: bytes, at: datetime
    ) -> bool:
        """Tie a waiting call to a frame: its address opens nothing any more, and it waits as long as the frame.

        False when the call is unknown, opened, ended or too old, or tied already.
        """
        async with self._lender.writing() as connection:
            done = await connection.fetchval(
                """
                UPDATE contexts SET ticket = $3, expires_at = $4
                WHERE ticket = $1 AND opened_at IS NULL AND ended_at IS NULL AND expires_at > $2 RETURNING true
                """,
                ticket,
                at,
                new_ticket,
                frame.expires_at,
            )
            if not done:
                return False
            await connection.execute(
                """
                INSERT INTO context_frames (id, secret, context_id, number, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                frame.id,
                secret,
                frame.call.id,
                frame.number,
                at,
                frame.expires_at,
            )
            return True

    async def get(self, frame_id: str) -> ContextFrame | None:
        """One frame by its number."""
        return await self._read("WHERE f.id = $1", frame_id)

    async def find(self, secret: bytes) -> ContextFrame | None:
        """The frame that a cookie is of."""
        return await self._read("WHERE f.secret = $1", secret)

    async def _read(self, where: str, value: object) -> ContextFrame | None:
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(f"{_BOTH} {where}", value)
        return _read_frame(row) if row is not None else None

    async def count_try(self, frame_id: str, at: datetime) -> int:
        """Count a number typed for a waiting frame; gives how many were, 0 for a frame that does not wait."""
        async with self._lender.writing() as connection:
            tries = await connection.fetchval(
                """
                UPDATE context_frames SET tries = tries + 1
                WHERE id = $1 AND confirmed_at IS NULL AND ended_at IS NULL AND expires_at > $2 RETURNING tries
                """,
                frame_id,
                at,
            )
        return int(tries or 0)

    async def confirm(self, frame_id: str, given: Confirmation) -> ContextCall | None:
        """Confirm a waiting frame and open its call for that session, once; None when it does not wait."""
        async with self._lender.writing() as connection:
            context_id = await connection.fetchval(
                """
                UPDATE context_frames SET session = $3, situation = $4, browser = $5, confirmed_at = $2
                WHERE id = $1 AND confirmed_at IS NULL AND ended_at IS NULL AND expires_at > $2 RETURNING context_id
                """,
                frame_id,
                given.at,
                given.session,
                given.situation,
                given.browser,
            )
            if context_id is None:
                return None
            return await _open(connection, context_id, given)

    async def take(self, frame_id: str, secret: bytes, new_secret: bytes, at: datetime) -> bool:
        """Give a confirmed frame its second secret, once, to who holds the first."""
        async with self._lender.writing() as connection:
            done = await connection.fetchval(
                """
                UPDATE context_frames SET secret = $3, taken_at = $4
                WHERE id = $1 AND secret = $2 AND confirmed_at IS NOT NULL AND taken_at IS NULL AND ended_at IS NULL
                RETURNING true
                """,
                frame_id,
                secret,
                new_secret,
                at,
            )
        return bool(done)

    async def end(self, frame_id: str, at: datetime) -> bool:
        """End a frame and its call; False when it was over."""
        async with self._lender.writing() as connection:
            context_id = await connection.fetchval(
                "UPDATE context_frames SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING context_id",
                frame_id,
                at,
            )
            if context_id is None:
                return False
            await connection.execute(
                "UPDATE contexts SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", context_id, at
            )
            return True


async def _open(connection: Connection, context_id: str, given: Confirmation) -> ContextCall | None:
    ticket = await connection.fetchval("SELECT ticket FROM contexts WHERE id = $1", context_id)
    return await open_call(connection, ticket, session=str(given.session), at=given.at, until=given.until)


def _read_frame(row: Any) -> ContextFrame:
    return ContextFrame(
        id=row["frame_id"],
        call=read_call(row),
        number=row["number"],
        expires_at=row["frame_expires_at"],
        tries=row["tries"],
        session=row["frame_session"] or 0,
        situation=row["situation"],
        browser=row["browser"] or b"",
        confirmed_at=row["confirmed_at"],
        taken_at=row["taken_at"],
        ended_at=row["frame_ended_at"],
    )
