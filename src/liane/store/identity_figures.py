"""The figures of identities, counted from the registry: statuses, qualified INS by unit and day, doubles, INSi answers.

Counted when asked, over a bounded period, each by one index. Rule: RNIV 1, indicators of quality.
"""

from dataclasses import dataclass
from datetime import date, datetime

from liane.domain.identity.patient import IdentityStatus
from liane.store.postgres_store import PostgresStore

ROWS_MAX = 20_000

_STATUSES = "SELECT status, count(*) AS number FROM persons WHERE merged_into IS NULL GROUP BY status"
_BY_UNIT = """
    SELECT left(s.admitted, 8) AS day, s.unit, max(s.unit_label) AS label,
           count(DISTINCT k.id) AS persons, count(DISTINCT k.id) FILTER (WHERE k.status = 'qualifiée') AS qualified
    FROM stays s
    JOIN persons p ON p.id = s.person_id
    JOIN persons k ON k.id = coalesce(p.merged_into, p.id)
    WHERE s.admitted >= $1 AND s.admitted < $2 AND s.state <> 'annulé'
    GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3
"""
_PRESENT = """
    SELECT s.unit, max(s.unit_label) AS label, count(DISTINCT k.id) AS persons,
           count(DISTINCT k.id) FILTER (WHERE k.status = 'qualifiée') AS qualified
    FROM stays s
    JOIN persons p ON p.id = s.person_id
    JOIN persons k ON k.id = coalesce(p.merged_into, p.id)
    WHERE s.state = 'en cours' GROUP BY 1 ORDER BY 1 LIMIT $1
"""
_ALERTS = """
    SELECT (at AT TIME ZONE 'Europe/Paris')::date AS day, kind, count(*) AS number
    FROM alerts WHERE at >= $1 AND at < $2 GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3
"""
_CALLS = """
    SELECT (at AT TIME ZONE 'Europe/Paris')::date AS day, outcome, count(*) AS number
    FROM insi_calls WHERE at >= $1 AND at < $2 GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """Persons of one unit, and how many of them are qualified now. day: of admission; None: present now."""

    unit: str
    label: str
    persons: int
    qualified: int
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many of one kind, one day."""

    day: date
    kind: str
    number: int


class IdentityFigures:
    """Counts on one store. Raises StorageUnavailable."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store

    async def count_statuses(self) -> dict[IdentityStatus, int]:
        """Persons in force by status."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_STATUSES)
        return {IdentityStatus(row["status"]): row["number"] for row in rows}

    async def count_admitted(self, first: date, after: date) -> list[UnitCount]:
        """Persons admitted by unit and day, from first on and before after; the unit is the last known of the stay."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_BY_UNIT, f"{first:%Y%m%d}", f"{after:%Y%m%d}", ROWS_MAX)
        return [
            UnitCount(
                unit=row["unit"],
                label=row["label"],
                persons=row["persons"],
                qualified=row["qualified"],
                day=datetime.strptime(row["day"], "%Y%m%d").date(),  # noqa: DTZ007
            )
            for row in rows
            if len(row["day"]) == 8 and row["day"].isdigit()
        ]

    async def count_present(self) -> list[UnitCount]:
        """Persons whose stay is open, by unit."""
        async with self._store.reading() as connection:
            rows = await connection.fetch(_PRESENT, ROWS_MAX)
        return [
            UnitCount(unit=row["unit"], label=row["label"], persons=row["persons"], qualified=row["qualified"])
            for row in rows
        ]

    async def count_alerts(self, first: datetime, after: datetime) -> list[DayCount]:
        """Alerts opened by day and kind."""
        return await self._count(_ALERTS, "kind", first, after)

    async def count_calls(self, first: datetime, after: datetime) -> list[DayCount]:
        """Calls of INSi by day and outcome."""
        return await self._count(_CALLS, "outcome", first, after)

    async def _count(self, query: str, name: str, first: datetime, after: datetime) -> list[DayCount]:
        async with self._store.reading() as connection:
            rows = await connection.fetch(query, first, after, ROWS_MAX)
        return [DayCount(day=row["day"], kind=row[name], number=row["number"]) for row in rows]
