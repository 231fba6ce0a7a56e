"""Keeps which documents that came in were looked at for critical biology, and of which ones a person must know.

No result is kept: their number, and where the document is. Each method commits before it returns.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of

LISTED_MAX = 200
READ_MAX = 50
FILES_MAX = 5
BACK = 10_000
"""How far behind the newest one looked at a document that was committed late is still found, in numbers given."""
TRIES_MAX = 20
_XML = ("text/xml", "application/xml", "application/xslt+xml")

_UNREAD = """
    SELECT came.* FROM (
      SELECT id AS item_id, person_id, unit, files, NULL::bytea AS body FROM intake_items
      WHERE kind = 'document' AND id > (SELECT coalesce(max(item_id), $1) - $1 FROM critical_readings)
      UNION ALL
      SELECT a.item_id, a.person_id, a.unit, NULL, d.body_sha256 FROM intake_automatic a
      JOIN documents d ON d.id = a.document_id
      WHERE a.item_id = a.document_id AND a.item_id > (SELECT coalesce(max(item_id), $1) - $1 FROM critical_readings)
    ) AS came
    WHERE NOT EXISTS (SELECT 1 FROM critical_readings c WHERE c.item_id = came.item_id)
    ORDER BY came.item_id LIMIT $2
"""
_FORGET = """
    DELETE FROM critical_readings
    WHERE item_id < (SELECT max(item_id) FROM critical_readings) - 2 * $1 AND (number = 0 OR seen_at < $2)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameIn:
    """One document that nobody looked at for critical biology yet. files: SHA-256 of what may be its CDA."""

    item_id: int
    person_id: int | None
    unit: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalReading:
    """One document with critical results. number: how many. is_item: it is in the worklist, else among the flows."""

    item_id: int
    number: int
    person_id: int | None
    unit: str
    found_at: datetime
    is_item: bool


class PostgresCriticals:
    """What one process keeps of critical biology."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def find_unread(self, *, limit: int = READ_MAX) -> list[CameIn]:
        """The documents not looked at yet, oldest first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(_UNREAD, BACK, min(limit, READ_MAX))
        return [
            CameIn(item_id=row["item_id"], person_id=row["person_id"], unit=row["unit"], files=_read_files(row))
            for row in rows
        ]

    async def keep(self, came: CameIn, number: int, at: datetime) -> None:
        """Say that a document was looked at, and how many critical results it has; told once in the journal."""
        event = NewEvent(name="critical.found", at=at, data={"item": came.item_id, "results": number})

        async def work(connection: Connection) -> None:
            is_new = await connection.fetchval(
                "INSERT INTO critical_readings (item_id, number, person_id, unit, found_at) "
                "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING true",
                came.item_id,
                number,
                came.person_id,
                came.unit,
                at,
            )
            if is_new and number:
                await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])

        await self._lender.transact({month_of(at)} if number else (), work)

    async def list_open(self, units: Sequence[str] = (), *, limit: int = 100) -> list[CriticalReading]:
        """Those that nobody said to have seen, newest first; of these units, of all when empty."""
        statement = (
            "SELECT c.*, EXISTS (SELECT 1 FROM intake_items i WHERE i.id = c.item_id) AS is_item "
            "FROM critical_readings c WHERE c.number > 0 AND c.seen_at IS NULL "
            "AND (cardinality($1::text[]) = 0 OR c.unit = ANY($1::text[])) "
            "ORDER BY c.found_at DESC, c.item_id DESC LIMIT $2"
        )
        async with self._lender.reading() as connection:
            rows = await connection.fetch(statement, list(units), min(limit, LISTED_MAX))
        return [
            CriticalReading(
                item_id=row["item_id"],
                number=row["number"],
                person_id=row["person_id"],
                unit=row["unit"],
                found_at=row["found_at"],
                is_item=row["is_item"],
            )
            for row in rows
        ]

    async def count_open(self) -> int:
        """How many nobody said to have seen; counted up to LISTED_MAX."""
        statement = (
            "SELECT count(*) FROM "
            "(SELECT 1 FROM critical_readings WHERE number > 0 AND seen_at IS NULL LIMIT $1) AS unseen"
        )
        async with self._lender.reading() as connection:
            return int(await connection.fetchval(statement, LISTED_MAX))

    async def mark_seen(self, item_ids: Sequence[int], *, by: str, at: datetime) -> int:
        """Say that a person knows; returns for how many nobody did. Each is an event of the journal."""

        async def work(connection: Connection) -> int:
            rows = await connection.fetch(
                "UPDATE critical_readings SET seen_by = $2, seen_at = $3 "
                "WHERE item_id = ANY($1::bigint[]) AND number > 0 AND seen_at IS NULL RETURNING item_id",
                list(item_ids)[:LISTED_MAX],
                clean_text(by),
                at,
            )
            drafts = [
                draft_event(NewEvent(name="critical.seen", at=at, actor=f"user:{by}", data={"item": row["item_id"]}))
                for row in rows
            ]
            if drafts:
                await append_drafts(connection, [(SYSTEM_CHAIN, draft) for draft in drafts])
            return len(rows)

        return await self._lender.transact({month_of(at)}, work)

    async def find_untold(self) -> list[int]:
        """Those whose notice did not leave yet, and may still be tried."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT item_id FROM critical_readings WHERE number > 0 AND told_at IS NULL AND seen_at IS NULL "
                "AND tries < $1 ORDER BY item_id LIMIT $2",
                TRIES_MAX,
                LISTED_MAX,
            )
        return [row["item_id"] for row in rows]

    async def note_told(self, item_ids: Sequence[int], at: datetime, *, is_sent: bool) -> None:
        """Say that a notice left, or that it was tried in vain."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE critical_readings SET tries = tries + 1, told_at = CASE WHEN $3 THEN $2::timestamptz END "
                "WHERE item_id = ANY($1::bigint[])",
                list(item_ids),
                at,
                is_sent,
            )

        await self._lender.transact((), work)

    async def forget(self, before: datetime) -> int:
        """Delete what is of no more use: documents without critical results, and those seen before an instant."""

        async def work(connection: Connection) -> int:
            status = await connection.execute(_FORGET, BACK, before)
            return int(str(status).rpartition(" ")[2])

        return await self._lender.transact((), work)


def _read_files(row: Any) -> tuple[str, ...]:
    if row["body"] is not None:
        return (bytes(row["body"]).hex(),)
    files = json.loads(row["files"]) if isinstance(row["files"], str) else row["files"]
    found = [str(one.get("sha256", "")) for one in files if one.get("media_type", "") in _XML]
    return tuple(found[:FILES_MAX])
