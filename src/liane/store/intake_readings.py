"""Files to read, as durable work: queued with their item, leased, told as they go, kept with what follows from them.

The row is the queue. A lease that runs out gives the work to whoever claims next; a token makes what the former one
says harmless. What a reading says is written with its item, its journal and its own figures in one transaction.
Rule: intake.md §1, §9 (a restart loses nothing).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from liane.store.connection import Connection
from liane.store.intake import REASON_CHARS_MAX, Lender
from liane.store.journal import append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of, render_json

_CLAIM = """
    UPDATE intake_readings r
    SET token = gen_random_uuid(), due = $1 + $3::interval, attempts = r.attempts + 1
    FROM (SELECT item_id FROM intake_readings WHERE state IN ('waiting', 'filing') AND due <= $1
          ORDER BY due, item_id LIMIT $2 FOR UPDATE SKIP LOCKED) AS found
    WHERE r.item_id = found.item_id
    RETURNING r.item_id, r.token, r.state, r.attempts, r.is_begun
"""
_TELL = """
    UPDATE intake_readings SET due = $3, pages_done = greatest(pages_done, $4), pages_total = greatest(pages_total, $5)
    WHERE item_id = $1 AND token = $2 RETURNING true
"""
_SAVE = """
    UPDATE intake_readings
    SET state = $3, token = NULL, attempts = 0, due = $4, read_at = $4, pages_done = $5, pages_total = $5,
        duration_ms = $6, is_scan = $7, source = $8, type_code = $9, mode = $10, is_shadow = $11, codes = $12,
        proposed = $13, would_file = $14
    WHERE item_id = $1 AND token = $2 RETURNING true
"""
_SAVE_ITEM = """
    UPDATE intake_items
    SET reading = $2, person_id = coalesce(person_id, $3), findings = findings || $5::jsonb,
        reason = CASE WHEN $4 = '' THEN reason ELSE $4 END, remedy = CASE WHEN $6 = '' THEN remedy ELSE $6 END
    WHERE id = $1 AND state = 'waiting'
"""
_PROGRESS = """
    SELECT item_id, state, pages_done, pages_total, token IS NOT NULL AS is_leased FROM intake_readings
    WHERE item_id = ANY($1::bigint[]) AND state IN ('waiting', 'filing')
"""


class ReadingState(StrEnum):
    """Where a reading stands. ``FILING``: read, to be filed without a person."""

    WAITING = "waiting"
    FILING = "filing"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedReading:
    """One reading leased. attempts: how many times it was begun, this one counted, since its state last changed.

    is_begun: its filing was allowed and begun by whoever had it before.
    """

    item_id: int
    token: str
    state: ReadingState
    attempts: int
    is_begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingKept:
    """What one reading leaves behind.

    reading: JSON for the screen, by name of file. person_id: the person proposed. reason, remedy: French, why a person
    must look, empty to leave what the item says. source, type_code, mode, is_shadow, codes, proposed, would_file: what
    the figures count. versions: what ran, for the journal.
    """

    state: ReadingState
    reading: dict[str, Any] = field(repr=False)
    person_id: int | None = None
    reason: str = ""
    remedy: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    pages: int = 0
    duration_ms: int = 0
    is_scan: bool = False
    source: str = ""
    type_code: str = ""
    mode: str = ""
    is_shadow: bool = False
    codes: tuple[str, ...] = ()
    proposed: int | None = None
    would_file: bool = False
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a reading is. pages_total: 0 until the file was opened. is_running: somebody reads it now."""

    state: ReadingState
    pages_done: int = 0
    pages_total: int = 0
    is_running: bool = False


class PostgresReadings:
    """The readings of one store."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def claim(self, *, limit: int, now: datetime, lease: timedelta) -> list[ClaimedReading]:
        """Lease readings that are due, longest due first; never one that somebody else holds."""

        async def work(connection: Connection) -> list[Any]:
            rows: list[Any] = await connection.fetch(_CLAIM, now, limit, lease)
            return rows

        rows = await self._lender.transact(set(), work)
        return [
            ClaimedReading(
                item_id=row["item_id"],
                token=str(row["token"]),
                state=ReadingState(row["state"]),
                attempts=row["attempts"],
                is_begun=row["is_begun"],
            )
            for row in sorted(rows, key=lambda one: int(one["item_id"]))
        ]

    async def tell(self, claimed: ClaimedReading, *, done: int = 0, total: int = 0, until: datetime) -> bool:
        """Say how far a reading is, and keep it leased until an instant; False when the lease was lost."""
        return await self._one(_TELL, claimed, until, done, total)

    async def save(self, claimed: ClaimedReading, kept: ReadingKept, at: datetime) -> bool:
        """Keep what was read with its item and its journal; False, having written nothing, when the lease was lost."""
        event = NewEvent(
            name="item.read",
            at=at,
            data={
                "state": kept.state.value,
                "pages": kept.pages,
                "duration_ms": kept.duration_ms,
                "codes": list(kept.codes),
                "person": kept.proposed or 0,
                "mode": kept.mode,
                "versions": kept.versions,
            },
        )

        async def work(connection: Connection) -> bool:
            if not await connection.fetchval(_SAVE, claimed.item_id, UUID(claimed.token), *_figures(kept, at)):
                return False
            await connection.execute(
                _SAVE_ITEM,
                claimed.item_id,
                render_json(kept.reading),
                kept.person_id,
                clean_text(kept.reason, REASON_CHARS_MAX),
                render_json(list(kept.findings)),
                clean_text(kept.remedy, REASON_CHARS_MAX),
            )
            await append_drafts(connection, [(-claimed.item_id, draft_event(event))])
            return True

        return await self._lender.transact({month_of(at)}, work)

    async def begin_filing(self, claimed: ClaimedReading) -> bool:
        """Say that the filing is allowed and begins; False when the lease was lost."""
        return await self._one(
            "UPDATE intake_readings SET is_begun = true WHERE item_id = $1 AND token = $2 RETURNING true", claimed
        )

    async def end_filing(self, claimed: ClaimedReading) -> bool:
        """Say that nothing is left to do; False when the lease was lost."""
        statement = (
            "UPDATE intake_readings SET state = 'read', token = NULL, attempts = 0, is_begun = false "
            "WHERE item_id = $1 AND token = $2 RETURNING true"
        )
        return await self._one(statement, claimed)

    async def put_off(self, claimed: ClaimedReading, *, due: datetime) -> bool:
        """Let a reading go until an instant; False when the lease was lost."""
        statement = "UPDATE intake_readings SET token = NULL, due = $3 WHERE item_id = $1 AND token = $2 RETURNING true"
        return await self._one(statement, claimed, due)

    async def give_back(self, claimed: ClaimedReading, *, due: datetime) -> bool:
        """Let a reading go that was not tried: an orderly stop counts for no attempt."""
        statement = (
            "UPDATE intake_readings SET token = NULL, due = $3, attempts = greatest(attempts - 1, 0) "
            "WHERE item_id = $1 AND token = $2 RETURNING true"
        )
        return await self._one(statement, claimed, due)

    async def find_progress(self, item_ids: Sequence[int]) -> dict[int, Progress]:
        """How far the readings still going on are, by item."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(_PROGRESS, list(item_ids))
        return {
            row["item_id"]: Progress(
                state=ReadingState(row["state"]),
                pages_done=row["pages_done"],
                pages_total=row["pages_total"],
                is_running=row["is_leased"],
            )
            for row in rows
        }

    async def count_waiting(self) -> int:
        """How many files wait to be read, or are being read."""
        async with self._lender.reading() as connection:
            return int(
                await connection.fetchval("SELECT count(*) FROM intake_readings WHERE state IN ('waiting', 'filing')")
            )

    async def _one(self, statement: str, claimed: ClaimedReading, *values: Any) -> bool:
        async def work(connection: Connection) -> bool:
            return bool(await connection.fetchval(statement, claimed.item_id, UUID(claimed.token), *values))

        return await self._lender.transact(set(), work)


def _figures(kept: ReadingKept, at: datetime) -> tuple[Any, ...]:
    return (
        kept.state.value,
        at,
        kept.pages,
        kept.duration_ms,
        kept.is_scan,
        clean_text(kept.source),
        clean_text(kept.type_code),
        kept.mode,
        kept.is_shadow,
        list(kept.codes),
        kept.proposed,
        kept.would_file,
    )
