"""The figures of the day: what came, what left, what waits, what is stuck and why."""

from datetime import datetime, timedelta
from typing import Any

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.store.connection import Connection
from liane.store.page_records import Channel, DoneCount, OpenCount, ReceivedCount, StuckCount, TodaySummary

STUCK_MAX = 200

RECEIVED = """
    SELECT channel, kind, outcome, date_bin('1 hour', received_at, $1) AS hour, count(*) AS number FROM messages
    WHERE received_at >= $1 AND received_at < $2 GROUP BY 1, 2, 3, 4 ORDER BY 4, 1, 2, 3
"""
DONE = """
    SELECT destination, state, date_bin('1 hour', done_at, $1) AS hour, count(*) AS number FROM deliveries
    WHERE done_at >= $1 AND done_at < $2 GROUP BY 1, 2, 3 ORDER BY 3, 1, 2
"""
OPEN = """
    SELECT o.destination, o.state, o.number, d.created_at AS oldest_at
    FROM (SELECT destination, state, count(*) AS number, min(id) AS first FROM deliveries
          WHERE done_at IS NULL GROUP BY 1, 2) AS o
    JOIN deliveries d ON d.id = o.first ORDER BY 1, 2
"""
STUCK = f"""
    SELECT s.state, s.destination, s.cause_class, s.cause_code, s.number, d.cause_message AS message,
           d.cause_remedy AS remedy, d.created_at AS newest_at
    FROM (SELECT state, destination, cause_class, cause_code, count(*) AS number, max(id) AS last FROM deliveries
          WHERE state IN ('parked', 'refused') GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT {STUCK_MAX}) AS s
    JOIN deliveries d ON d.id = s.last ORDER BY s.number DESC, s.last DESC
"""  # noqa: S608 - a constant
CHANNELS = """
    SELECT c.*, coalesce(t.received, 0) AS received_today, coalesce(t.refused, 0) AS refused_today,
           (SELECT m.received_at FROM messages m WHERE m.channel = c.name
            ORDER BY m.received_at DESC LIMIT 1) AS last_received_at
    FROM channels c
    LEFT JOIN (
      SELECT channel, count(*) AS received, count(*) FILTER (WHERE outcome <> 'AA') AS refused FROM messages
      WHERE received_at >= $1 AND received_at < $2 GROUP BY channel
    ) AS t ON t.channel = c.name
    ORDER BY c.direction, c.name
"""


def start_of_day(now: datetime) -> datetime:
    """Midnight of now's own time zone: give a local instant to count a local day."""
    if now.tzinfo is None:
        raise ValueError("an instant must carry its time zone")
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


async def summarise(connection: Connection, now: datetime) -> TodaySummary:
    """Count the day that now is in, and all that is not done."""
    since, until = start_of_day(now), now + timedelta(seconds=1)
    received = await connection.fetch(RECEIVED, since, until)
    done = await connection.fetch(DONE, since, until)
    opened = await connection.fetch(OPEN)
    stuck = await connection.fetch(STUCK)
    return TodaySummary(
        since=since,
        received=tuple(ReceivedCount(**dict(row)) for row in received),
        done=tuple(DoneCount(**_typed(row)) for row in done),
        open=tuple(OpenCount(**_typed(row)) for row in opened),
        stuck=tuple(_read_stuck(row) for row in stuck),
    )


def _typed(row: Any) -> dict[str, Any]:
    values = dict(row)
    values["destination"] = Destination(values["destination"])
    values["state"] = DeliveryState(values["state"])
    return values


def _read_stuck(row: Any) -> StuckCount:
    values = _typed(row)
    kind = values["cause_class"]
    values["cause_class"] = None if kind is None else CauseClass(kind)
    for name in ("cause_code", "message", "remedy"):
        values[name] = values[name] or ""
    return StuckCount(**values)


async def list_channels(connection: Connection, now: datetime) -> list[Channel]:
    """All channels, with their figures of the day."""
    rows = await connection.fetch(CHANNELS, start_of_day(now), now + timedelta(seconds=1))
    return [Channel(**dict(row)) for row in rows]
