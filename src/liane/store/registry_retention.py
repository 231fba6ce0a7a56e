"""What leaves the registry with time: the bytes of INSi and of notices with the contents, their lines with the traces.

Persons, what they are known by, their stays and to whom documents belong do not leave by themselves. Of a person's
history, what is older than the traces leaves; the chain of what stays still verifies. No copy of an identity document
is ever kept here (INS/va1.42): a proof is its kind, who checked it and when.
"""

from dataclasses import dataclass
from datetime import datetime

from liane.store.connection import Connection
from liane.store.journal import SYSTEM_CHAIN, append_drafts, draft_event
from liane.store.records import NewEvent

BATCH_ROWS = 1000

_ERASE = (
    """
    UPDATE insi_calls SET request = '', answer = '', request_encoding = 0, answer_encoding = 0, is_erased = true
    WHERE id IN (SELECT id FROM insi_calls WHERE at < $1 AND NOT is_erased ORDER BY at LIMIT $2) RETURNING 1
    """,
    """
    UPDATE notices SET message = '', answer = '', encoding = 0
    WHERE id IN (SELECT id FROM notices WHERE done_at < $1 AND message <> '' ORDER BY done_at LIMIT $2) RETURNING 1
    """,
)
_DELETE = (
    "DELETE FROM insi_calls WHERE id IN (SELECT id FROM insi_calls WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1",
    "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE done_at < $1 ORDER BY done_at LIMIT $2) RETURNING 1",
    """
    DELETE FROM alerts
    WHERE id IN (SELECT id FROM alerts WHERE decided_at < $1 ORDER BY decided_at LIMIT $2) RETURNING 1
    """,
)
_CUT = """
    DELETE FROM person_events e USING (
      SELECT person_id, seq FROM person_events WHERE at < $1 ORDER BY at LIMIT $2
    ) AS old
    WHERE e.person_id = old.person_id AND e.seq = old.seq
      AND NOT EXISTS (SELECT 1 FROM person_events k WHERE k.person_id = e.person_id AND k.seq < e.seq AND k.at >= $1)
    RETURNING 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRetention:
    """What left: lines whose bytes were erased, lines deleted, events of persons cut."""

    erased: int
    deleted: int
    events: int


async def apply_retention(
    connection: Connection, *, content_before: datetime, trace_before: datetime, now: datetime
) -> RegistryRetention:
    """Erase, delete and cut by small transactions; may be stopped and run again."""
    erased = sum([await _repeat(connection, statement, content_before) for statement in _ERASE])
    deleted = sum([await _repeat(connection, statement, trace_before) for statement in _DELETE])
    events = await _cut_history(connection, trace_before, now)
    return RegistryRetention(erased=erased, deleted=deleted, events=events)


async def _repeat(connection: Connection, statement: str, before: datetime) -> int:
    number = 0
    while done := len(await connection.fetch(statement, before, BATCH_ROWS)):
        number += done
    return number


async def _cut_history(connection: Connection, before: datetime, now: datetime) -> int:
    """Take the oldest events of persons away, with an event of the system that says so."""
    number = 0
    while True:
        async with connection.transaction():
            await connection.execute("SET LOCAL liane.retention = 'on'")
            done = len(await connection.fetch(_CUT, before, BATCH_ROWS))
            if done:
                await connection.execute(
                    "INSERT INTO dropped_histories VALUES (true, $1) "
                    "ON CONFLICT (is_only) DO UPDATE SET before = greatest(dropped_histories.before, excluded.before)",
                    before,
                )
        if not done:
            break
        number += done
    if number:
        data = {"before": before.isoformat(), "events": number}
        async with connection.transaction():
            drafts = [(SYSTEM_CHAIN, draft_event(NewEvent(name="history.dropped", at=now, data=data)))]
            await append_drafts(connection, drafts)
    return number
