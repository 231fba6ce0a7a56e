"""Proofs of identity asked by API clients, kept: each is given once and serves once. Every method commits.

The word that the client holds is never kept, only its SHA-256. Rule: psc.md §7; RFC 9470.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.store.contexts import Lender


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProof:
    """One proof. identifier: PS_IdNat of who must give it. document: uniqueId, empty for an act on the folder.

    sealed: what the provider knows it by. expires_at: of the request, then of the proof once given.
    """

    identifier: str
    act: str
    person_id: int
    document: str
    sealed: bytes = field(repr=False)
    interval_s: int
    created_at: datetime
    poll_at: datetime
    expires_at: datetime
    is_sent: bool = False
    proven_at: datetime | None = None
    used_at: datetime | None = None
    ended_at: datetime | None = None


class PostgresApiProofs:
    """The proofs of one database."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def add(self, key: bytes, proof: StoredProof, *, gone_before: datetime) -> None:
        """Keep a proof to give; a former one of the same person that waits is void. Those long over leave on the way.

        Rule: psc.md §7 (a new request invalidates the former one on the client side).
        """
        async with self._lender.writing() as connection:
            await connection.execute("DELETE FROM api_proofs WHERE expires_at < $1", gone_before)
            await connection.execute(
                """
                UPDATE api_proofs SET ended_at = $2
                WHERE identifier = $1 AND proven_at IS NULL AND used_at IS NULL AND ended_at IS NULL
                """,
                proof.identifier,
                proof.created_at,
            )
            await connection.execute(
                """
                INSERT INTO api_proofs
                  (id, identifier, act, person_id, document, sealed, interval_s, created_at, poll_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                key,
                proof.identifier,
                proof.act,
                proof.person_id,
                proof.document,
                proof.sealed,
                proof.interval_s,
                proof.created_at,
                proof.poll_at,
                proof.expires_at,
            )

    async def find(self, key: bytes, identifier: str) -> StoredProof | None:
        """Find the proof of a word, for the person who must give it alone."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM api_proofs WHERE id = $1 AND identifier = $2", key, identifier
            )
        return _read(row) if row is not None else None

    async def send_once(self, key: bytes) -> bool:
        """Take the right to ring the phone, once for ever."""
        return await self._mark(
            "UPDATE api_proofs SET is_sent = true WHERE id = $1 AND NOT is_sent AND ended_at IS NULL RETURNING true",
            key,
        )

    async def sent(
        self, key: bytes, sealed: bytes, *, interval_s: int, poll_at: datetime, expires_at: datetime
    ) -> None:
        """Keep what the provider answered to the request."""
        await self._mark(
            """
            UPDATE api_proofs SET sealed = $2, interval_s = $3, poll_at = $4, expires_at = $5
            WHERE id = $1 RETURNING true
            """,
            key,
            sealed,
            interval_s,
            poll_at,
            expires_at,
        )

    async def claim(self, key: bytes, *, now: datetime, next_poll: datetime) -> bool:
        """Take the right to poll, one caller at a time; False before its time. Rule: psc.md §7 (interval)."""
        return await self._mark(
            """
            UPDATE api_proofs SET poll_at = $3
            WHERE id = $1 AND poll_at <= $2 AND proven_at IS NULL AND ended_at IS NULL RETURNING true
            """,
            key,
            now,
            next_poll,
        )

    async def slow_down(self, key: bytes, *, interval_s: int, poll_at: datetime) -> None:
        """Ask less often."""
        await self._mark(
            "UPDATE api_proofs SET interval_s = $2, poll_at = $3 WHERE id = $1 RETURNING true", key, interval_s, poll_at
        )

    async def prove(self, key: bytes, *, at: datetime, until: datetime) -> bool:
        """Note that the person accepted, once."""
        return await self._mark(
            """
            UPDATE api_proofs SET proven_at = $2, expires_at = $3
            WHERE id = $1 AND proven_at IS NULL AND ended_at IS NULL RETURNING true
            """,
            key,
            at,
            until,
        )

    async def end(self, key: bytes, at: datetime) -> bool:
        """End a proof that serves no more."""
        return await self._mark(
            "UPDATE api_proofs SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING true", key, at
        )

    async def use(
        self, key: bytes, *, identifier: str, act: str, person_id: int, document: str, at: datetime
    ) -> datetime | None:
        """Use a proof for exactly what it was given for, once; gives when it was given, None when it does not serve."""
        async with self._lender.writing() as connection:
            proven: datetime | None = await connection.fetchval(
                """
                UPDATE api_proofs SET used_at = $6
                WHERE id = $1 AND identifier = $2 AND act = $3 AND person_id = $4 AND document = $5
                  AND proven_at IS NOT NULL AND used_at IS NULL AND ended_at IS NULL AND expires_at > $6
                RETURNING proven_at
                """,
                key,
                identifier,
                act,
                person_id,
                document,
                at,
            )
        return proven

    async def _mark(self, statement: str, *values: object) -> bool:
        async with self._lender.writing() as connection:
            return bool(await connection.fetchval(statement, *values))


def _read(row: Any) -> StoredProof:
    values = {name: row[name] for name in StoredProof.__dataclass_fields__}
    return StoredProof(**(values | {"sealed": bytes(row["sealed"])}))
