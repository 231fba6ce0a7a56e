"""What the desk of the reception remembers beside the worklist: who took over, the second look, pages turned, patients
awaited, unwanted senders, and how long each decision took.

What lives here: statements and transactions. Rule: intake.md §6; mssante.md §10.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liane.domain.errors import StaleVersion
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.intake_records import IntakeItem
from liane.store.intake_rows import read_item
from liane.store.journal import append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of, render_json

LIST_MAX = 500
TIMES_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An item that waits for its patient. Traits as read on it; birth_date: ISO. is_creation: a creation was asked."""

    item_id: int
    is_creation: bool
    ins: str = field(default="", repr=False)
    oid: str = ""
    family: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    sex: str = ""
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwanted:
    """A sender (address or domain) whose mails without a document are put aside."""

    sender: str
    asked_by: str
    asked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkTime:
    """How long a person had an item on screen until they decided. source: the door's kind. act: what was decided."""

    source: str
    act: str
    decided_at: datetime
    seconds: float


class PostgresIntakeDesk:
    """The desk's side of the store of one process. Each method commits, then returns."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def take_over(self, item_id: int, *, by: str, at: datetime, until: datetime) -> IntakeItem:
        """Take an item that somebody else has on screen, in one's own name. Raises LookupError."""

        async def work(connection: Connection) -> Any:
            former = await connection.fetchval("SELECT locked_by FROM intake_items WHERE id = $1 FOR UPDATE", item_id)
            row = await connection.fetchrow(
                "UPDATE intake_items SET locked_by = $2, locked_until = $4, opened_by = $2, opened_at = $3 "
                "WHERE id = $1 RETURNING *",
                item_id,
                clean_text(by),
                at,
                until,
            )
            if row is not None:
                event = NewEvent(name="item.taken_over", at=at, actor=f"user:{by}", data={"from": former})
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return row

        return read_item(await self._lender.transact({month_of(at)}, work))

    async def move_unit(self, item_id: int, unit: str, *, actor: str, at: datetime) -> IntakeItem:
        """Give an item to another unit, and to nobody in it. Raises LookupError."""
        event = NewEvent(name="item.moved", at=at, actor=actor, data={"unit": unit})

        async def work(connection: Connection) -> Any:
            row = await connection.fetchrow(
                "UPDATE intake_items SET unit = $2, assigned_to = '', locked_by = '', locked_until = NULL "
                "WHERE id = $1 RETURNING *",
                item_id,
                clean_text(unit),
            )
            if row is not None:
                await connection.execute(
                    "UPDATE intake_prescriptions SET unit = $2 WHERE item_id = $1", item_id, clean_text(unit)
                )
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return row

        return read_item(await self._lender.transact({month_of(at)}, work))

    async def propose(
        self, item_id: int, version: int, proposal: Mapping[str, Any], *, by: str, at: datetime
    ) -> IntakeItem:
        """Keep what a first person chose, for a second one to agree to; the item waits on. Raises StaleVersion."""
        event = NewEvent(name="item.proposed", at=at, actor=f"user:{by}", data={"person": proposal.get("person", 0)})

        async def work(connection: Connection) -> Any:
            row = await connection.fetchrow(
                "UPDATE intake_items SET version = version + 1, proposal = $3, locked_by = '', locked_until = NULL "
                "WHERE id = $1 AND version = $2 AND state = 'waiting' "
                "AND (locked_by IN ('', $4) OR locked_until < $5) RETURNING *",
                item_id,
                version,
                render_json(dict(proposal)),
                clean_text(by),
                at,
            )
            if row is not None:
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return row

        row = await self._lender.transact({month_of(at)}, work)
        if row is None:
            raise StaleVersion
        return read_item(row)

    async def save_turn(self, item_id: int, sha256: str, degrees: int) -> None:
        """Remember by how many degrees a person turned the pages of a file."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE intake_items SET turns = coalesce(turns, '{}'::jsonb) || jsonb_build_object($2::text, $3::int) "
                "WHERE id = $1",
                item_id,
                clean_text(sha256),
                degrees,
            )

        await self._lender.transact(set(), work)

    async def find_waiting_documents(self, unique_id: str) -> list[int]:
        """Items that hold the document of a uniqueId and wait for a person, oldest first; LIST_MAX at most."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT id FROM intake_items WHERE state = 'waiting' AND kind = 'document' "
                "AND details -> 'document' ->> 'unique_id' = $1 ORDER BY id LIMIT $2",
                unique_id,
                LIST_MAX,
            )
        return [row["id"] for row in rows]

    # Patients awaited.

    async def await_patient(self, one: Awaited) -> None:
        """Put an item among those whose patient is awaited; asked again, the newest demand counts."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "INSERT INTO intake_awaited VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) "
                "ON CONFLICT (item_id) DO UPDATE SET is_creation = excluded.is_creation, ins = excluded.ins, "
                "oid = excluded.oid, family = excluded.family, given = excluded.given, "
                "birth_date = excluded.birth_date, sex = excluded.sex, asked_by = excluded.asked_by, "
                "asked_at = excluded.asked_at",
                one.item_id,
                one.is_creation,
                clean_text(one.ins),
                clean_text(one.oid),
                clean_text(one.family),
                clean_text(one.given),
                clean_text(one.birth_date),
                clean_text(one.sex),
                clean_text(one.asked_by),
                one.asked_at,
            )

        await self._lender.transact(set(), work)

    async def list_awaited(self, *, before: datetime, limit: int = 100) -> list[Awaited]:
        """Items whose patient is awaited and that were not looked at since an instant, longest ago first."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT a.* FROM intake_awaited a JOIN intake_items i ON i.id = a.item_id AND i.state = 'waiting' "
                "WHERE a.looked_at < $1 ORDER BY a.looked_at, a.item_id LIMIT $2",
                before,
                max(0, min(limit, LIST_MAX)),
            )
        return [_read_awaited(row) for row in rows]

    async def find_awaited(self, item_id: int) -> Awaited | None:
        """The demand of an item; None when its patient is not awaited."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM intake_awaited WHERE item_id = $1", item_id)
        return _read_awaited(row) if row is not None else None

    async def touch_awaited(self, item_ids: Sequence[int], *, at: datetime) -> None:
        """Say that some were looked at, and drop those whose item no longer waits."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE intake_awaited SET looked_at = $2 WHERE item_id = ANY($1::bigint[])", list(item_ids), at
            )
            await connection.execute(
                "DELETE FROM intake_awaited a WHERE NOT EXISTS "
                "(SELECT 1 FROM intake_items i WHERE i.id = a.item_id AND i.state = 'waiting')"
            )

        await self._lender.transact(set(), work)

    async def bring_back(self, item_id: int, person_id: int, *, reason: str, remedy: str, at: datetime) -> bool:
        """Give an item back to the worklist with the person that it awaited; False when it no longer waits so."""
        event = NewEvent(name="item.patient_known", at=at, data={"person": person_id})

        async def work(connection: Connection) -> bool:
            asked = await connection.fetchrow("DELETE FROM intake_awaited WHERE item_id = $1 RETURNING *", item_id)
            if asked is None:
                return False
            done = await connection.fetchval(
                "UPDATE intake_items SET person_id = $2, reason = $3, remedy = $4, assigned_to = '' "
                "WHERE id = $1 AND state = 'waiting' RETURNING true",
                item_id,
                person_id,
                clean_text(reason),
                clean_text(remedy),
            )
            if done:
                await append_drafts(connection, [(-item_id, draft_event(event))])
            return bool(done)

        return await self._lender.transact({month_of(at)}, work)

    # Unwanted senders.

    async def add_unwanted(self, one: Unwanted) -> None:
        """Put the mails without a document of a sender aside from now on."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "INSERT INTO intake_unwanted VALUES ($1, $2, $3, $4) ON CONFLICT (sender) DO NOTHING",
                clean_text(one.sender.lower()),
                clean_text(one.asked_by),
                one.asked_at,
                clean_text(one.reason),
            )

        await self._lender.transact(set(), work)

    async def remove_unwanted(self, sender: str) -> bool:
        """Take the mails of a sender again; False when they were."""

        async def work(connection: Connection) -> bool:
            return bool(
                await connection.fetchval(
                    "DELETE FROM intake_unwanted WHERE sender = $1 RETURNING true", clean_text(sender.lower())
                )
            )

        return await self._lender.transact(set(), work)

    async def is_unwanted(self, address: str) -> bool:
        """Tell whether a sender, or its domain (``@domaine``), is unwanted."""
        whole = address.lower()
        async with self._lender.reading() as connection:
            found = await connection.fetchval(
                "SELECT true FROM intake_unwanted WHERE sender = ANY($1::text[]) LIMIT 1",
                [whole, f"@{whole.rpartition('@')[2]}"],
            )
        return bool(found)

    async def list_unwanted(self) -> list[Unwanted]:
        """Every unwanted sender, by name."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch("SELECT * FROM intake_unwanted ORDER BY sender LIMIT $1", LIST_MAX)
        return [Unwanted(**dict(row)) for row in rows]

    # Figures.

    async def find_clerk_times(self, *, since: datetime, until: datetime) -> list[ClerkTime]:
        """How long each decision took on screen, oldest first; TIMES_MAX at most.

        Rule: intake.md §6 (median under 8 s for a right proposal), §10 (clerk seconds per document).
        """
        async with self._lender.reading() as connection:
            rows = await connection.fetch(
                "SELECT source, decision ->> 'act' AS act, decided_at, worked_ms / 1000.0::float8 AS seconds "
                "FROM intake_items WHERE worked_ms IS NOT NULL AND decided_at >= $1 AND decided_at < $2 "
                "ORDER BY decided_at LIMIT $3",
                since,
                until,
                TIMES_MAX,
            )
        return [ClerkTime(**dict(row)) for row in rows]


def _read_awaited(row: Any) -> Awaited:
    values = dict(row)
    del values["looked_at"]
    return Awaited(**values)
