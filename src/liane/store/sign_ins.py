"""Keeps what a sign-in leaves on its way: requests, phones that ring, forms put aside, tries, one-time codes used."""

from datetime import datetime, timedelta
from typing import Any

from liane.domain.access.attempts import AttemptRule, Attempts, count_attempt, is_barred
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.session_records import RingingPhone
from liane.store.values import clean_text

ATTEMPTS_KEPT = timedelta(days=1)
CODES_KEPT = timedelta(hours=1)
_COUNT = """
    INSERT INTO signin_attempts VALUES ($1, $2, $3, $4)
    ON CONFLICT (key) DO UPDATE SET count = $2, since = $3, barred_until = $4
"""


class PostgresSignIns:
    """The sign-ins on their way, shared by every node."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def keep_request(self, state_hash: bytes, browser_hash: bytes, sealed: bytes, at: datetime) -> None:
        """Keep a request sent to the provider."""
        await self._run("INSERT INTO signin_requests VALUES ($1, $2, $3, $4)", state_hash, browser_hash, sealed, at)

    async def take_request(self, state_hash: bytes, browser_hash: bytes, *, made_after: datetime) -> bytes | None:
        """Take a request, once and for ever, for the browser that made it; None when there is no such one."""
        statement = """
            DELETE FROM signin_requests WHERE state_hash = $1 AND browser_hash = $2 AND made_at > $3 RETURNING sealed
        """
        found = await self._run(statement, state_hash, browser_hash, made_after)
        return bytes(found) if found is not None else None

    # Phones.

    async def keep_phone(self, handle_hash: bytes, browser_hash: bytes, phone: RingingPhone) -> None:
        """Keep a request that is about to ring a phone, or replace it once it rings."""
        statement = """
            INSERT INTO signin_phones VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (handle_hash) DO UPDATE
            SET sealed = $3, interval_s = $4, poll_at = $5, expires_at = $6, is_sent = $7
            WHERE signin_phones.browser_hash = $2
        """
        values = (phone.sealed, phone.interval_s, phone.poll_at, phone.expires_at, phone.is_sent)
        await self._run(statement, handle_hash, browser_hash, *values)

    async def find_phone(self, handle_hash: bytes, browser_hash: bytes) -> RingingPhone | None:
        """Find a request to a phone, for the browser that made it."""
        statement = """
            SELECT sealed, interval_s, poll_at, expires_at, is_sent FROM signin_phones
            WHERE handle_hash = $1 AND browser_hash = $2
        """
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(statement, handle_hash, browser_hash)
        return RingingPhone(**dict(row) | {"sealed": bytes(row["sealed"])}) if row is not None else None

    async def claim_phone(self, handle_hash: bytes, *, now: datetime, next_poll: datetime) -> bool:
        """Take the right to poll, one caller at a time; False before its time. Rule: psc.md §7 (interval)."""
        statement = """
            UPDATE signin_phones SET poll_at = $3 WHERE handle_hash = $1 AND poll_at <= $2 AND is_sent RETURNING true
        """
        return bool(await self._run(statement, handle_hash, now, next_poll))

    async def send_phone_once(self, handle_hash: bytes) -> bool:
        """Take the right to ring the phone, once for ever."""
        statement = "UPDATE signin_phones SET is_sent = true WHERE handle_hash = $1 AND NOT is_sent RETURNING true"
        return bool(await self._run(statement, handle_hash))

    async def drop_phones(self, browser_hash: bytes) -> None:
        """Forget every request to a phone made by a browser. Rule: psc.md §7 (a new request invalidates the former)."""
        await self._run("DELETE FROM signin_phones WHERE browser_hash = $1", browser_hash)

    async def drop_phone(self, handle_hash: bytes) -> bool:
        """Forget a request to a phone; False when another caller did."""
        return bool(await self._run("DELETE FROM signin_phones WHERE handle_hash = $1 RETURNING true", handle_hash))

    # Forms.

    async def keep_form(
        self, handle_hash: bytes, browser_hash: bytes, *, owner: str, sealed: bytes, until: datetime
    ) -> None:
        """Put a form aside for its owner."""
        statement = "INSERT INTO kept_forms VALUES ($1, $2, $3, $4, $5)"
        await self._run(statement, handle_hash, browser_hash, owner, sealed, until)

    async def find_form(self, handle_hash: bytes, browser_hash: bytes, *, owner: str, now: datetime) -> bytes | None:
        """Give a form back to its owner on the same browser; None to anybody else, or once it is too old."""
        statement = """
            SELECT sealed FROM kept_forms
            WHERE handle_hash = $1 AND browser_hash = $2 AND owner = $3 AND expires_at > $4
        """
        found = await self._run(statement, handle_hash, browser_hash, owner, now)
        return bytes(found) if found is not None else None

    async def drop_form(self, handle_hash: bytes, browser_hash: bytes) -> None:
        """Forget a form."""
        await self._run(
            "DELETE FROM kept_forms WHERE handle_hash = $1 AND browser_hash = $2", handle_hash, browser_hash
        )

    # Tries and codes.

    async def count(self, key: str, rule: AttemptRule, now: datetime) -> Attempts:
        """Count one more try under a key, over every node, one at a time; gives what is kept."""

        async def work(connection: Connection) -> Attempts:
            await connection.execute("SELECT pg_advisory_xact_lock(7242, hashtext($1))", clean_text(key, 200))
            row = await connection.fetchrow(
                "SELECT count, since, barred_until FROM signin_attempts WHERE key = $1", clean_text(key, 200)
            )
            after = count_attempt(Attempts(**dict(row)) if row is not None else None, rule, now)
            await connection.execute(_COUNT, clean_text(key, 200), after.count, after.since, after.barred_until)
            return after

        return await self._lender.transact((), work)

    async def is_barred(self, key: str, now: datetime) -> bool:
        """Tell whether one must wait, without counting."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                "SELECT count, since, barred_until FROM signin_attempts WHERE key = $1", clean_text(key, 200)
            )
        return is_barred(Attempts(**dict(row)) if row is not None else None, now)

    async def forgive(self, key: str) -> None:
        """Forget the tries of a key: a right password came."""
        await self._run("DELETE FROM signin_attempts WHERE key = $1", clean_text(key, 200))

    async def use_code(self, account: str, step: int, at: datetime) -> bool:
        """Use a one-time code; False when it served already."""
        statement = "INSERT INTO signin_codes VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true"
        return bool(await self._run(statement, clean_text(account, 100), step, at))

    async def purge(self, now: datetime, *, requests_before: datetime) -> None:
        """Forget what is too old to serve."""
        async with self._lender.reading() as connection:
            await connection.execute("DELETE FROM signin_requests WHERE made_at < $1", requests_before)
            await connection.execute("DELETE FROM signin_phones WHERE expires_at < $1", now - timedelta(minutes=10))
            await connection.execute("DELETE FROM kept_forms WHERE expires_at < $1", now)
            await connection.execute("DELETE FROM signin_codes WHERE used_at < $1", now - CODES_KEPT)
            await connection.execute(
                "DELETE FROM signin_attempts WHERE since < $1 AND (barred_until IS NULL OR barred_until < $2)",
                now - ATTEMPTS_KEPT,
                now,
            )

    async def _run(self, statement: str, *values: Any) -> Any:
        async with self._lender.reading() as connection:
            return await connection.fetchval(statement, *values)
