"""The outbox of the alerts: which notice of which incident is to be sent, is being sent, was sent.

Written from the incidents themselves, so that none is lost between an incident and its notice; a notice is leased
before it is sent, so that two nodes do not send it twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liane.store.connection import Connection
from liane.store.postgres_store import PostgresStore
from liane.store.values import clean_text

LEASE = timedelta(minutes=2)
PAST_MAX = timedelta(days=7)
PROBLEM_CHARS_MAX = 500

_PLAN = """
    INSERT INTO alert_notices (incident_id, phase, channel, created_at, due)
    SELECT i.id, p.phase, c.channel, $1, $1
    FROM alert_channels c
    CROSS JOIN LATERAL (
      SELECT i.id, i.closed_at FROM incidents i
      WHERE i.closed_at IS NULL OR i.opened_at >= greatest(c.since, $2)
         OR (i.closed_at >= $2 AND EXISTS (
           SELECT 1 FROM alert_notices n WHERE n.incident_id = i.id AND n.phase = 'opened' AND n.channel = c.channel))
    ) AS i
    CROSS JOIN (VALUES ('opened'), ('closed')) AS p(phase)
    WHERE p.phase = 'opened' OR i.closed_at IS NOT NULL
    ON CONFLICT DO NOTHING
"""
_CLAIM = """
    UPDATE alert_notices AS n SET due = $1::timestamptz + $2::interval, attempts = n.attempts + 1
    FROM incidents i
    WHERE i.id = n.incident_id AND (n.incident_id, n.phase, n.channel) = (
      SELECT m.incident_id, m.phase, m.channel FROM alert_notices m
      WHERE m.done_at IS NULL AND m.due <= $1 AND m.channel = ANY($3::text[])
        AND (m.phase = 'opened' OR EXISTS (
          SELECT 1 FROM alert_notices o WHERE o.incident_id = m.incident_id AND o.channel = m.channel
            AND o.phase = 'opened' AND o.done_at IS NOT NULL))
      ORDER BY m.due, m.incident_id, m.phase DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING n.incident_id, n.phase, n.channel, n.attempts, n.created_at, i.remote, i.code, i.message, i.remedy,
              i.opened_at, i.closed_at
"""
_END = """
    UPDATE alert_notices SET done_at = $5, was_sent = $6, problem = $7, due = $8
    WHERE incident_id = $1 AND phase = $2 AND channel = $3 AND attempts = $4 AND done_at IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice leased to be sent. phase: ``opened`` or ``closed``. attempts: this one included."""

    incident_id: int
    phase: str
    channel: str
    attempts: int
    created_at: datetime
    remote: str
    code: str
    message: str
    remedy: str
    opened_at: datetime
    closed_at: datetime | None


class AlertOutbox:
    """The notices of one store."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def set_channels(self, channels: Sequence[str], now: datetime) -> None:
        """Say which channels are set; a new one starts with what is open now, a former one is forgotten."""
        async with self._store.writing() as connection:
            await connection.execute("DELETE FROM alert_channels WHERE channel <> ALL($1::text[])", list(channels))
            await connection.execute(
                "INSERT INTO alert_channels SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING", list(channels), now
            )

    async def plan(self, now: datetime) -> None:
        """Write the notices that the incidents ask for and that are not written yet."""
        async with self._store.writing() as connection:
            await connection.execute(_PLAN, now, now - PAST_MAX)

    async def claim(self, channels: Sequence[str], now: datetime) -> Notice | None:
        """Lease the next notice due; the end of an incident never goes before its beginning."""
        async with self._store.writing() as connection:
            row = await connection.fetchrow(_CLAIM, now, LEASE, list(channels))
        return Notice(**dict(row)) if row is not None else None

    async def finish(self, notice: Notice, now: datetime) -> None:
        """Write that a notice was sent."""
        async with self._store.writing() as connection:
            await _end(connection, notice, done_at=now, was_sent=True, problem="", due=now)

    async def put_off(self, notice: Notice, problem: str, due: datetime | None, now: datetime) -> None:
        """Write that a notice could not be sent; due None gives it up."""
        async with self._store.writing() as connection:
            done_at = now if due is None else None
            await _end(connection, notice, done_at=done_at, was_sent=False, problem=problem, due=due or now)


async def _end(
    connection: Connection, notice: Notice, *, done_at: datetime | None, was_sent: bool, problem: str, due: datetime
) -> None:
    await connection.execute(
        _END,
        notice.incident_id,
        notice.phase,
        notice.channel,
        notice.attempts,
        done_at,
        was_sent,
        clean_text(problem, PROBLEM_CHARS_MAX),
        due,
    )
