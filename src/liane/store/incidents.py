"""Incidents: one cause that stops deliveries to one remote, opened once, closed once."""

from datetime import datetime
from typing import Any

from liane.domain.documents.delivery import Destination
from liane.store.connection import Connection
from liane.store.records import Incident
from liane.store.values import clean_text

INCIDENTS_MAX = 500
REMOTE_DESTINATIONS = {
    "dmp": (Destination.DMP,),
    "mssante": (Destination.MSSANTE_PS, Destination.MSSANTE_PATIENT),
    "crl": (Destination.MSSANTE_PS, Destination.MSSANTE_PATIENT),
    "lps": (Destination.LPS,),
    "zam": (Destination.ZAM,),
}
"""What waits when a remote is down; a remote such as ``zam:SGL@LABO`` counts under its first word."""


async def open_incident(
    connection: Connection, remote: str, *, code: str, message: str, remedy: str, at: datetime
) -> bool:
    """Open the incident of a remote; False when it is open already."""
    made = await connection.fetchval(
        """
        INSERT INTO incidents VALUES (nextval('ids'), $1, $2, $3, $4, $5, NULL)
        ON CONFLICT (remote) WHERE closed_at IS NULL DO NOTHING RETURNING true
        """,
        clean_text(remote),
        clean_text(code),
        clean_text(message, 2000),
        clean_text(remedy, 2000),
        at,
    )
    return bool(made)


async def close_incident(connection: Connection, remote: str, at: datetime) -> bool:
    """Close the open incident of a remote; False when there was none."""
    done = await connection.fetchval(
        "UPDATE incidents SET closed_at = $2 WHERE remote = $1 AND closed_at IS NULL RETURNING true",
        clean_text(remote),
        at,
    )
    return bool(done)


async def find_incidents(connection: Connection, *, only_open: bool) -> list[Incident]:
    """Incidents, newest first, with how many deliveries wait for their remote now (0 once closed)."""
    rows = await connection.fetch(
        f"SELECT * FROM incidents WHERE closed_at IS NULL OR NOT $1 ORDER BY opened_at DESC, id DESC LIMIT {INCIDENTS_MAX}",  # noqa: S608, E501
        only_open,
    )
    waiting: dict[str, int] = {}
    if any(row["closed_at"] is None for row in rows):
        counted = await connection.fetch(
            """
            SELECT destination, count(*) AS waiting FROM deliveries
            WHERE done_at IS NULL AND state IN ('waiting', 'asking') GROUP BY destination
            """
        )
        waiting = {row["destination"]: row["waiting"] for row in counted}
    return [_read(row, waiting) for row in rows]


def _read(row: Any, waiting: dict[str, int]) -> Incident:
    concerned = REMOTE_DESTINATIONS.get(row["remote"].split(":", 1)[0], ())
    count = sum(waiting.get(destination.value, 0) for destination in concerned) if row["closed_at"] is None else 0
    return Incident(**dict(row), waiting=count)
