"""Keeps the documents held until their announcement. Every act on a lineage is one transaction, under its lock.

What lives here: statements and transactions. What an act writes is planned by a pure function, given what is seen under
the lock: two acts at once on one document never both win. Rule: couloirs.md §5.1; architecture.md §3.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from liane.domain.documents.announcement import Announcement, FolderVisibility
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.store import changes
from liane.store.announcement_records import (
    HELD_KEY,
    AnnouncementWrite,
    DueQuery,
    LineageDelivery,
    LineageView,
    ListedAnnouncement,
    Plan,
    read_announcement,
    write_announcement,
)
from liane.store.connection import Connection
from liane.store.journal import append_drafts, draft_event
from liane.store.postgres_store import PostgresStore
from liane.store.queue import draft_delivery
from liane.store.readings import DOCUMENT_COLUMNS, read_document
from liane.store.records import StoredDocument
from liane.store.values import clean_text, month_of

LIST_MAX = 500
LINEAGE_DELIVERIES_MAX = 1000
NOTE_CHARS_MAX = 2000

_LOOK = """
    SELECT ARRAY(SELECT a FROM announcements a WHERE a.lineage = k.lineage ORDER BY a.document_id) AS known,
           EXISTS (SELECT 1 FROM announcements_to_examine e WHERE e.lineage = k.lineage AND e.document_id <= k.id)
             AS is_pending
    FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k(lineage, id, place) ORDER BY k.place
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('announcement|' || $1, 0))"
_KNOWN = "SELECT * FROM announcements WHERE lineage = $1 ORDER BY document_id, unique_id FOR UPDATE"
_DELIVERIES = f"""
    SELECT v.id, v.document_id, c.unique_id, v.destination, v.action, v.recipient, v.state,
           v.plan ? '{HELD_KEY}' AND v.state = 'parked' AS is_held, v.worker IS NOT NULL AS is_leased,
           coalesce(v.plan -> 'recipient', '{{}}') AS recipient_plan
    FROM documents c JOIN deliveries v ON v.document_id = c.id
    WHERE c.lineage = $1 AND v.destination = ANY($2::text[])
    ORDER BY v.id LIMIT {LINEAGE_DELIVERIES_MAX}
"""  # noqa: S608 - only constants
_UPSERT = """
    INSERT INTO announcements (unique_id, lineage, document_id, type_code, held_at, origin, reason, held_by, state,
      fed_hidden, visibility, visibility_note, mail, mode, released_at, released_by, released_id, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (unique_id) DO UPDATE
    SET state = excluded.state, fed_hidden = excluded.fed_hidden, visibility = excluded.visibility,
        visibility_note = excluded.visibility_note, mail = excluded.mail, mode = excluded.mode,
        released_at = excluded.released_at, released_by = excluded.released_by, released_id = excluded.released_id,
        note = excluded.note, version = announcements.version + 1
"""
_MARK = """
    UPDATE announcements SET fed_hidden = true, version = version + (NOT fed_hidden)::integer
    WHERE unique_id = $1 AND state IN ('waiting', 'superseded') RETURNING true
"""
_NEXT = "SELECT document_id FROM announcements_to_examine ORDER BY document_id LIMIT $1"
_EXAMINED = "DELETE FROM announcements_to_examine WHERE document_id = $1"
_DUE = f"""
    SELECT a.* FROM announcements a
    LEFT JOIN unnest($1::text[], $2::integer[]) AS r(type_code, days) ON r.type_code = a.type_code
    WHERE a.state = 'waiting'
      AND a.held_at <= $4::timestamptz
          - make_interval(days => CASE WHEN r.type_code IS NULL THEN $3::integer ELSE r.days END)
    ORDER BY a.held_at, a.unique_id LIMIT least($5::integer, {LIST_MAX})
"""  # noqa: S608 - only constants
_LISTED = f"""
    SELECT a AS announcement, l.person_id, {DOCUMENT_COLUMNS}
    FROM announcements a JOIN documents d ON d.id = a.document_id
    LEFT JOIN document_persons l ON l.document_id = a.document_id
    WHERE {{where}} ORDER BY {{order}} LIMIT $1 OFFSET $2
"""  # noqa: S608 - only constants
_LISTS = {
    "waiting": ("a.state = 'waiting'", "a.held_at, a.unique_id"),
    "to_show": ("a.visibility = 'to_do'", "a.released_at, a.unique_id"),
    "released": ("a.released_at IS NOT NULL", "a.released_at DESC, a.unique_id"),
}
_HOLDABLE = f"""
    SELECT l.person_id, {DOCUMENT_COLUMNS}
    FROM (
      SELECT DISTINCT v.document_id FROM deliveries v
      WHERE v.state IN ('waiting', 'parked') AND v.destination = ANY($1::text[]) AND v.action <> 'delete'
    ) AS open JOIN documents d ON d.id = open.document_id
    LEFT JOIN document_persons l ON l.document_id = d.id
    WHERE NOT EXISTS (SELECT 1 FROM announcements a WHERE a.unique_id = d.unique_id)
      AND NOT EXISTS (
        SELECT 1 FROM documents c JOIN deliveries x ON x.document_id = c.id
        WHERE c.unique_id = d.unique_id AND x.destination = ANY($1::text[])
          AND (x.state IN ('delivered', 'asking') OR x.worker IS NOT NULL))
    ORDER BY d.id DESC LIMIT $2 OFFSET $3
"""  # noqa: S608 - only constants
_COUNT = """
    SELECT (SELECT count(*) FROM announcements WHERE state = 'waiting') AS waiting,
           (SELECT count(*) FROM announcements WHERE visibility = 'to_do') AS to_show
"""
_SHOWN = """
    UPDATE announcements SET visibility = $2, visibility_note = $3, version = version + 1
    WHERE unique_id = $1 AND visibility = 'to_do' RETURNING document_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageLook:
    """The announcements of a lineage, oldest first. is_pending: a request of it was not yet looked at."""

    known: tuple[Announcement, ...]
    is_pending: bool


async def look_at_lineages(connection: Connection, keys: Sequence[tuple[str, int]]) -> list[Any]:
    """For each (lineage, document), the announcements of the lineage and whether one is still to be examined."""
    rows = await connection.fetch(_LOOK, [lineage for lineage, _ in keys], [number for _, number in keys])
    return [
        LineageLook(known=tuple(read_announcement(one) for one in row["known"]), is_pending=row["is_pending"])
        for row in rows
    ]


class PostgresAnnouncements:
    """The announcements of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def look(self, lineage: str, document_id: int) -> LineageLook:
        """Look at a lineage; is_pending: this request or one before it was not yet examined."""
        seen: LineageLook = await self._store.look_up(look_at_lineages, (lineage, document_id))
        return seen

    async def get(self, unique_id: str) -> Announcement:
        """One announcement. Raises LookupError."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow("SELECT * FROM announcements WHERE unique_id = $1", unique_id)
        if row is None:
            raise LookupError(f"no announcement {unique_id}")
        return read_announcement(row)

    async def find_by_document(self, document_id: int) -> Announcement | None:
        """The announcement of the version that a request carries, if it has one."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(
                "SELECT a.* FROM announcements a JOIN documents d ON d.unique_id = a.unique_id WHERE d.id = $1",
                document_id,
            )
        return None if row is None else read_announcement(row)

    async def act(self, lineage: str, plan: Plan, *, at: datetime, examined: int | None = None) -> AnnouncementWrite:
        """Lock a lineage, plan on what is seen there, write it whole; returns what was written.

        examined: the request that this act looked at. What the plan raises undoes everything.
        """
        work = partial(_act, lineage=lineage, plan=plan, at=at, examined=examined)
        return await self._store.transact({month_of(at)}, work)

    async def mark_fed_hidden(self, unique_id: str) -> bool:
        """Note, before a feed leaves, that it hides the document; False when it is no longer held."""
        async with self._store.writing() as connection:
            return bool(await connection.fetchval(_MARK, unique_id))

    async def next_to_examine(self, *, limit: int) -> list[int]:
        """Requests not yet looked at, oldest first."""
        async with self._store.reading() as connection:
            return [row["document_id"] for row in await connection.fetch(_NEXT, limit)]

    async def find_due(self, query: DueQuery) -> list[Announcement]:
        """Documents whose delay has passed, oldest first."""
        types = sorted(query.days)
        days = [query.days[one] for one in types]
        async with self._store.reading() as connection:
            rows = await connection.fetch(_DUE, types, days, query.default_days, query.now, query.limit)
        return [read_announcement(row) for row in rows]

    async def list_announcements(self, which: str, *, limit: int, offset: int = 0) -> list[ListedAnnouncement]:
        """A page of a list: ``waiting`` (oldest first), ``to_show`` (oldest first), ``released`` (newest first)."""
        where, order = _LISTS[which]
        async with self._store.reading() as connection:
            rows = await connection.fetch(_LISTED.format(where=where, order=order), min(limit, LIST_MAX), offset)
        return [_read_listed(row) for row in rows]

    async def list_holdable(self, *, limit: int, offset: int = 0) -> list[tuple[StoredDocument, int | None]]:
        """Documents that have not left and that nobody holds, newest first, each with the number of its person."""
        wanted = [Destination.DMP.value, Destination.MSSANTE_PATIENT.value]
        async with self._store.reading() as connection:
            rows = await connection.fetch(_HOLDABLE, wanted, min(limit, LIST_MAX), offset)
        return [_read_holdable(row) for row in rows]

    async def count(self) -> dict[str, int]:
        """How many wait for their announcement (``waiting``), for the DMP to show them (``to_show``)."""
        async with self._store.reading() as connection:
            row = await connection.fetchrow(_COUNT)
        return {"waiting": row["waiting"], "to_show": row["to_show"]}

    async def record_visibility(self, unique_id: str, visibility: FolderVisibility, note: str) -> bool:
        """Write what came of the DMP for a released document; False when nothing was to do there."""
        async with self._store.writing() as connection:
            found = await connection.fetchval(
                _SHOWN, unique_id, visibility.name.lower(), clean_text(note, NOTE_CHARS_MAX)
            )
        return found is not None


async def _act(
    connection: Connection, *, lineage: str, plan: Plan, at: datetime, examined: int | None
) -> AnnouncementWrite:
    await connection.execute(_LOCK, lineage)
    view = LineageView(
        lineage=lineage,
        known=[read_announcement(row) for row in await connection.fetch(_KNOWN, lineage)],
        deliveries=await _find_deliveries(connection, lineage),
    )
    write = plan(view)
    for one in write.rows:
        await connection.execute(_UPSERT, *(_clean(value) for value in write_announcement(one)))
    for act, ids in (("cancel", write.cancelled), ("replay", write.replayed)):
        if ids:
            await changes.change_deliveries(connection, ids, act=act, actor=write.actor, reason=write.reason, now=at)
    for document_id, delivery in write.added:
        await changes.add_deliveries(connection, document_id, [draft_delivery(delivery)], ())
    await append_drafts(connection, [(document_id, draft_event(event)) for document_id, event in write.events])
    if examined is not None:
        await connection.execute(_EXAMINED, examined)
    return write


def _read_listed(row: Any) -> ListedAnnouncement:
    values = dict(row)
    announcement, person_id = values.pop("announcement"), values.pop("person_id")
    return ListedAnnouncement(
        announcement=read_announcement(announcement), document=read_document(values), person_id=person_id
    )


def _read_holdable(row: Any) -> tuple[StoredDocument, int | None]:
    values = dict(row)
    person_id = values.pop("person_id")
    return read_document(values), person_id


def _clean(value: Any) -> Any:
    return clean_text(value, NOTE_CHARS_MAX) if isinstance(value, str) else value


async def _find_deliveries(connection: Connection, lineage: str) -> Sequence[LineageDelivery]:
    wanted = [Destination.DMP.value, Destination.MSSANTE_PATIENT.value]
    return [
        LineageDelivery(
            id=row["id"],
            document_id=row["document_id"],
            unique_id=row["unique_id"],
            destination=Destination(row["destination"]),
            action=row["action"],
            recipient=row["recipient"],
            state=DeliveryState(row["state"]),
            is_held=row["is_held"],
            is_leased=row["is_leased"],
            recipient_plan=json.loads(row["recipient_plan"]),
        )
        for row in await connection.fetch(_DELIVERIES, lineage, wanted)
    ]
