"""The surveillance of what is filed without a person: modes, the blind sample, stops and releases. Each act commits.

What lives here: statements. What a wrong filing brings about is said by ``domain.intake.sampling``; who may act, by the
pages. Every act is an event of the system's journal. Rule: intake.md §5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import ModeRule
from liane.domain.intake.sampling import AutomationWatch, SourceWatch, is_sampled
from liane.store.connection import Connection
from liane.store.intake import Lender
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.records import NewEvent
from liane.store.values import clean_text, month_of

LISTED_MAX = 500
REASON_CHARS_MAX = 500

_RECORD = """
    INSERT INTO intake_automatic
      (item_id, document_id, person_id, source, type_code, unit, filed_at, is_sampled, review)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (item_id) DO NOTHING RETURNING item_id
"""
_WATCH = """
    SELECT coalesce(a.source, s.source) AS source, coalesce(a.filed, 0) AS filed, coalesce(a.reviewed, 0) AS reviewed,
           coalesce(a.wrong, 0) AS wrong, s.stopped_at, coalesce(s.stopped_item, 0) AS stopped_item,
           coalesce(s.released_by, '') AS released_by, s.released_at, coalesce(s.release_reason, '') AS release_reason
    FROM (SELECT source, count(*) AS filed, count(*) FILTER (WHERE review IN ('right', 'wrong')) AS reviewed,
                 count(*) FILTER (WHERE review = 'wrong') AS wrong
          FROM intake_automatic GROUP BY source) AS a
    FULL JOIN intake_stops s ON s.source = a.source
"""
_STOP = """
    INSERT INTO intake_stops (source, stopped_at, stopped_item) VALUES ($1, $2, $3)
    ON CONFLICT (source) DO UPDATE SET stopped_at = $2, stopped_item = $3 WHERE intake_stops.stopped_at IS NULL
    RETURNING source
"""
_REVIEW = """
    UPDATE intake_automatic SET review = $2, reviewed_by = $3, reviewed_at = $4, answered = $5
    WHERE item_id = $1 AND (review = 'waiting' OR ($2 = 'wrong' AND review <> 'wrong')) RETURNING source
"""
_SET_MODE = """
    INSERT INTO intake_modes (source, type_code, mode, is_shadow, set_by, set_at, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (source, type_code) DO UPDATE SET mode = $3, is_shadow = $4, set_by = $5, set_at = $6, reason = $7
"""


class Review(StrEnum):
    """What the blind review says of one filing."""

    NONE = "none"
    WAITING = "waiting"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticFiling:
    """One document filed without a person. person_id: the record it went to. answered: whom a reviewer named.

    seen_at: first look of a person of the service, None until then. undone_at: when somebody took it back.
    """

    item_id: int
    document_id: int
    person_id: int
    source: str
    type_code: str
    unit: str
    filed_at: datetime
    is_sampled: bool = False
    review: Review = Review.NONE
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    answered: int | None = None
    undone_at: datetime | None = None
    undone_by: str = ""
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeSet:
    """A rule that an administrator set: by whom, when, why."""

    rule: ModeRule
    by: str
    at: datetime
    reason: str


class PostgresAutomation:
    """The surveillance kept in one store."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    # What is filed.

    async def record(self, filing: AutomaticFiling) -> AutomaticFiling:
        """Keep one filing, once, drawn or not for the blind review; the draw is the same however often it is asked."""
        async with self._lender.reading() as connection:
            salt = await connection.fetchval("SELECT salt FROM intake_sample")
        drawn = is_sampled(str(filing.item_id), salt=salt)
        event = NewEvent(
            name="automation.filed",
            at=filing.filed_at,
            data={
                "item": filing.item_id,
                "document": filing.document_id,
                "source": filing.source,
                "type": filing.type_code,
            },
        )
        values = (
            filing.item_id,
            filing.document_id,
            filing.person_id,
            clean_text(filing.source),
            clean_text(filing.type_code),
            clean_text(filing.unit),
            filing.filed_at,
            drawn,
            Review.WAITING.value if drawn else Review.NONE.value,
        )

        async def work(connection: Connection) -> None:
            if await connection.fetchval(_RECORD, *values):
                await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])

        await self._lender.transact({month_of(filing.filed_at)}, work)
        return await self.get_filing(filing.item_id)

    async def find_filing(self, item_id: int) -> AutomaticFiling | None:
        """The automatic filing of an item; None when there was none."""
        async with self._lender.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM intake_automatic WHERE item_id = $1", item_id)
        return _read_filing(row) if row is not None else None

    async def get_filing(self, item_id: int) -> AutomaticFiling:
        """The automatic filing of an item. Raises LookupError."""
        found = await self.find_filing(item_id)
        if found is None:
            raise LookupError("not filed without a person")
        return found

    async def list_to_review(self, units: Sequence[str] = (), *, limit: int = 100) -> list[AutomaticFiling]:
        """Those drawn that nobody looked at again yet, oldest first. units: only these; empty for all."""
        statement = (
            "SELECT * FROM intake_automatic WHERE review = 'waiting' "
            "AND (cardinality($1::text[]) = 0 OR unit = ANY($1::text[])) ORDER BY item_id LIMIT $2"
        )
        return await self._list(statement, list(units), min(limit, LISTED_MAX))

    async def list_unseen(self, units: Sequence[str] = (), *, limit: int = 100) -> list[AutomaticFiling]:
        """Those that nobody of the service looked at yet, newest first. Rule: MSS/UX.07."""
        statement = (
            "SELECT * FROM intake_automatic WHERE seen_at IS NULL AND undone_at IS NULL "
            "AND (cardinality($1::text[]) = 0 OR unit = ANY($1::text[])) ORDER BY filed_at DESC, item_id DESC LIMIT $2"
        )
        return await self._list(statement, list(units), min(limit, LISTED_MAX))

    async def count_unseen(self) -> int:
        """How many went alone that nobody looked at yet; counted up to LISTED_MAX."""
        statement = (
            "SELECT count(*) FROM "
            "(SELECT 1 FROM intake_automatic WHERE seen_at IS NULL AND undone_at IS NULL LIMIT $1) AS unseen"
        )
        async with self._lender.reading() as connection:
            return int(await connection.fetchval(statement, LISTED_MAX))

    async def mark_seen(self, item_ids: Sequence[int], *, by: str, at: datetime) -> int:
        """Say that a person looked at documents filed without one; returns how many nobody had looked at."""

        async def work(connection: Connection) -> int:
            rows = await connection.fetch(
                "UPDATE intake_automatic SET seen_by = $2, seen_at = $3 "
                "WHERE item_id = ANY($1::bigint[]) AND seen_at IS NULL RETURNING item_id",
                list(item_ids)[:LISTED_MAX],
                clean_text(by),
                at,
            )
            return len(rows)

        return await self._lender.transact(set(), work)

    # What is said of it.

    async def record_review(self, item_id: int, *, answered: int | None, is_wrong: bool, by: str, at: datetime) -> bool:
        """Keep what a person found; a wrong filing stops its source in the same transaction. False when it was told.

        answered: the record that the person names, None when they only say that the one chosen is wrong.
        Rule: intake.md §5 (one confirmed wrong filing turns automation off for that source).
        """
        review = Review.WRONG if is_wrong else Review.RIGHT
        event = NewEvent(
            name="automation.reviewed",
            at=at,
            actor=f"user:{by}",
            data={"item": item_id, "is_wrong": is_wrong, "answered": answered or 0},
        )

        async def work(connection: Connection) -> bool:
            source = await connection.fetchval(_REVIEW, item_id, review.value, clean_text(by), at, answered)
            if source is None:
                return False
            told = [event]
            if is_wrong and await connection.fetchval(_STOP, source, at, item_id):
                stopped = {"source": source, "item": item_id}
                told.append(NewEvent(name="automation.stopped", at=at, actor=f"user:{by}", data=stopped))
            await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(one)) for one in told])
            return True

        return await self._lender.transact({month_of(at)}, work)

    async def record_undone(self, item_id: int, *, by: str, at: datetime) -> None:
        """Say that a person took an automatic filing back."""

        async def work(connection: Connection) -> None:
            await connection.execute(
                "UPDATE intake_automatic SET undone_at = $2, undone_by = $3 WHERE item_id = $1 AND undone_at IS NULL",
                item_id,
                at,
                clean_text(by),
            )

        await self._lender.transact(set(), work)

    async def load_watch(self) -> AutomationWatch:
        """Every source watched, with its counts and its stops."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch(_WATCH)
        return AutomationWatch(sources={row["source"]: _read_watch(row) for row in rows})

    async def release(self, source: str, *, by: str, reason: str, at: datetime) -> SourceWatch:
        """Turn automation on again for a source. Raises RuleViolation INT-048, INT-049.

        Rule: intake.md §5 (until released by a named person).
        """
        released = (await self.load_watch()).of(source).release(by=by, reason=reason, at=at)
        event = NewEvent(
            name="automation.released", at=at, actor=f"user:{by}", data={"source": source, "reason": reason.strip()}
        )

        async def work(connection: Connection) -> None:
            done = await connection.fetchval(
                "UPDATE intake_stops SET stopped_at = NULL, released_by = $2, released_at = $3, release_reason = $4 "
                "WHERE source = $1 AND stopped_at IS NOT NULL RETURNING true",
                source,
                clean_text(by),
                at,
                clean_text(reason.strip(), REASON_CHARS_MAX),
            )
            if done:
                await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])

        await self._lender.transact({month_of(at)}, work)
        return released

    # How documents are filed.

    async def load_modes(self) -> list[ModeSet]:
        """The rules that administrators set."""
        async with self._lender.reading() as connection:
            rows = await connection.fetch("SELECT * FROM intake_modes ORDER BY source, type_code")
        return [
            ModeSet(
                rule=ModeRule(
                    source=row["source"],
                    type_code=row["type_code"],
                    mode=FilingMode(row["mode"]),
                    is_shadow=row["is_shadow"],
                ),
                by=row["set_by"],
                at=row["set_at"],
                reason=row["reason"],
            )
            for row in rows
        ]

    async def set_mode(self, rule: ModeRule, *, by: str, reason: str, at: datetime) -> None:
        """Set how documents of a source and a type are filed, with who and why."""
        values = (clean_text(rule.source), clean_text(rule.type_code), rule.mode.value, rule.is_shadow)
        event = NewEvent(
            name="automation.mode_set",
            at=at,
            actor=f"user:{by}",
            data={
                "source": rule.source,
                "type": rule.type_code,
                "mode": rule.mode.value,
                "is_shadow": rule.is_shadow,
                "reason": reason,
            },
        )

        async def work(connection: Connection) -> None:
            await connection.execute(_SET_MODE, *values, clean_text(by), at, clean_text(reason, REASON_CHARS_MAX))
            await append_drafts(connection, [(SYSTEM_CHAIN, draft_event(event))])

        await self._lender.transact({month_of(at)}, work)

    async def _list(self, statement: str, *values: Any) -> list[AutomaticFiling]:
        async with self._lender.reading() as connection:
            return [_read_filing(row) for row in await connection.fetch(statement, *values)]


def _read_filing(row: Any) -> AutomaticFiling:
    return AutomaticFiling(
        **{name: row[name] for name in AutomaticFiling.__slots__} | {"review": Review(row["review"])}
    )


def _read_watch(row: Any) -> SourceWatch:
    return SourceWatch(
        source=row["source"],
        filed=row["filed"],
        reviewed=row["reviewed"],
        wrong=row["wrong"],
        stopped_at=row["stopped_at"],
        stopped_document=str(row["stopped_item"]) if row["stopped_at"] else "",
        released_by=row["released_by"],
        released_at=row["released_at"],
        release_reason=row["release_reason"],
    )
