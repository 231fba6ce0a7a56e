"""What is counted and listed for the cell of identity-vigilance: rates, answers of INSi, work lists, export.

A stay of a person since merged counts for the person in force. Rule: RNIV (indicateurs qualité); INS/va1.02.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person
from liane.store.connection import Connection
from liane.store.cursors import read_cursor, read_dated_cursor, write_cursor
from liane.store.page_records import Page
from liane.store.registry_read import PERSON_COLUMNS, read_person
from liane.store.registry_records import (
    AlertKind,
    DayRate,
    DuplicateCount,
    INSiCount,
    UnitRate,
    UnqualifiedLine,
)
from liane.store.search import Conditions
from liane.store.values import clean_text

PAGE_MAX = 200
EXPORT_ROWS = 500
QUALIFIED = IdentityStatus.QUALIFIEE.value

_IN_FORCE = """
    WITH RECURSIVE up AS (
      SELECT p.id AS start, p.merged_into AS id FROM persons p WHERE p.merged_into IS NOT NULL
      UNION SELECT up.start, p.merged_into FROM up JOIN persons p ON p.id = up.id WHERE p.merged_into IS NOT NULL
    ),
    effective AS (
      SELECT up.start, up.id FROM up JOIN persons p ON p.id = up.id WHERE p.merged_into IS NULL
    )
"""
_OF_STAY = "LEFT JOIN effective e ON e.start = s.person_id JOIN persons p ON p.id = coalesce(e.id, s.person_id)"
_BY_UNIT = f"""
    {_IN_FORCE}
    SELECT s.unit, max(s.unit_label) AS label, count(DISTINCT p.id) AS persons,
           count(DISTINCT p.id) FILTER (WHERE p.status = '{QUALIFIED}') AS qualified
    FROM stays s {_OF_STAY} WHERE s.state = 'en cours' GROUP BY s.unit ORDER BY s.unit
"""  # noqa: S608 - constants
_BY_DAY = f"""
    {_IN_FORCE}
    SELECT left(s.admitted, 8) AS day, count(*) AS stays,
           count(*) FILTER (WHERE p.status = '{QUALIFIED}') AS qualified
    FROM stays s {_OF_STAY}
    WHERE s.admitted >= $1 AND s.admitted < $2 AND s.state <> 'annulé' AND ($3 = '' OR s.unit = $3)
    GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - constants
_DUPLICATES = f"""
    SELECT date_bin('1 day', at, $1) AS day, '' AS decision, count(*) AS number FROM alerts
    WHERE kind = '{AlertKind.DUPLICATE.value}' AND at >= $1 AND at < $2 GROUP BY 1
    UNION ALL
    SELECT date_bin('1 day', decided_at, $1), decision, count(*) FROM alerts
    WHERE kind = '{AlertKind.DUPLICATE.value}' AND decided_at >= $1 AND decided_at < $2 GROUP BY 1, 2
    ORDER BY 1, 2
"""  # noqa: S608 - constants
_INSI = """
    SELECT date_bin('1 day', at, $1) AS day, operation, code, outcome, count(*) AS number FROM insi_calls
    WHERE at >= $1 AND at < $2 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_UNQUALIFIED = f"""
    {_IN_FORCE}
    SELECT {PERSON_COLUMNS}, s.id AS stay_id, s.visit_number, s.unit, s.unit_label, s.admitted
    FROM stays s {_OF_STAY}
    WHERE s.state = 'en cours' AND p.status <> '{QUALIFIED}' AND s.id < $1 AND ($2 = '' OR s.unit = $2)
    ORDER BY s.id DESC LIMIT $3
"""  # noqa: S608 - constants
_RENEWALS = f"""
    SELECT {PERSON_COLUMNS}, p.verified_at FROM persons p
    WHERE p.merged_into IS NULL AND p.status = '{QUALIFIED}' AND p.verified_at < $1
      AND (p.verified_at, p.id) > ($2, $3)
    ORDER BY p.verified_at, p.id LIMIT $4
"""  # noqa: S608 - constants


async def count_by_status(connection: Connection) -> dict[IdentityStatus, int]:
    """How many persons in force have each status; every status is there."""
    rows = await connection.fetch(
        "SELECT status, count(*) AS number FROM persons WHERE merged_into IS NULL GROUP BY status"
    )
    found = {row["status"]: row["number"] for row in rows}
    return {status: found.get(status.value, 0) for status in IdentityStatus}


async def rate_by_unit(connection: Connection) -> list[UnitRate]:
    """By unit of the open stays, persons and those qualified."""
    return [UnitRate(**dict(row)) for row in await connection.fetch(_BY_UNIT)]


async def rate_by_day(connection: Connection, since: str, until: str, unit: str) -> list[DayRate]:
    """By day of admission, from since (included) to until (excluded), ``yyyyMMdd``; unit: empty for all."""
    return [DayRate(**dict(row)) for row in await connection.fetch(_BY_DAY, since, until, clean_text(unit))]


async def count_duplicates(connection: Connection, since: datetime, until: datetime) -> list[DuplicateCount]:
    """By day from since: suspected duplicates found (decision empty), and closed by each decision."""
    return [DuplicateCount(**dict(row)) for row in await connection.fetch(_DUPLICATES, since, until)]


async def count_insi_answers(connection: Connection, since: datetime, until: datetime) -> list[INSiCount]:
    """By day from since: answers of INSi by operation, code and outcome."""
    return [INSiCount(**dict(row)) for row in await connection.fetch(_INSI, since, until)]


async def list_unqualified(
    connection: Connection, *, unit: str, cursor: str | None, limit: int
) -> Page[UnqualifiedLine]:
    """One page of persons not qualified whose stay is open, newest stays first. Raises ValueError for the cursor."""
    limit = max(1, min(limit, PAGE_MAX))
    before = read_cursor(cursor)[0] if cursor is not None else 2**62
    rows = await connection.fetch(_UNQUALIFIED, before, clean_text(unit), limit + 1)
    lines = tuple(
        UnqualifiedLine(
            person=read_person(row),
            stay_id=row["stay_id"],
            visit_number=row["visit_number"],
            unit=row["unit"],
            unit_label=row["unit_label"],
            admitted=row["admitted"],
        )
        for row in rows[:limit]
    )
    return Page(lines=lines, next_cursor=write_cursor(lines[-1].stay_id, 0) if len(rows) > limit else None)


async def list_renewals(
    connection: Connection, verified_before: datetime, *, cursor: str | None, limit: int
) -> Page[Person]:
    """One page of qualified persons whose INS was last verified before an instant, oldest first.

    Raises ValueError for the cursor. Rule: ins.md §6.1 (renewal).
    """
    limit = max(1, min(limit, PAGE_MAX))
    start = read_dated_cursor(cursor) if cursor is not None else (datetime(1, 1, 1, tzinfo=UTC), 0)
    rows = await connection.fetch(_RENEWALS, verified_before, *start, limit + 1)
    last = write_cursor(rows[limit - 1]["verified_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page(lines=tuple(read_person(row) for row in rows[:limit]), next_cursor=last)


async def list_by_status(
    connection: Connection, status: IdentityStatus, *, cursor: str | None, limit: int
) -> Page[Person]:
    """One page of persons in force with a status, newest first. Raises ValueError for the cursor."""
    limit = max(1, min(limit, PAGE_MAX))
    conditions = Conditions()
    conditions.add("p.status = {} AND p.merged_into IS NULL", status.value)
    if cursor is not None:
        conditions.add("p.id < {}", read_cursor(cursor)[0])
    rows = await connection.fetch(
        f"SELECT {PERSON_COLUMNS} FROM persons p WHERE {conditions.text} ORDER BY p.id DESC LIMIT {limit + 1}",  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(read_person(row) for row in rows[:limit])
    return Page(lines=lines, next_cursor=write_cursor(lines[-1].id, 0) if len(rows) > limit else None)


async def stream_persons(
    lend: Callable[[], AbstractAsyncContextManager[Connection]],
    *,
    after: int,
    status: IdentityStatus | None,
    include_merged: bool,
) -> AsyncIterator[Person]:
    """Every person by rising number, 500 at a time: memory stays flat and no connection is kept between two reads."""
    while True:
        conditions = Conditions()
        conditions.add("p.id > {}", after)
        if status is not None:
            conditions.add("p.status = {}", status.value)
        if not include_merged:
            conditions.add("p.merged_into IS NULL")
        async with lend() as connection:
            rows = await connection.fetch(
                f"SELECT {PERSON_COLUMNS} FROM persons p WHERE {conditions.text} "  # noqa: S608
                f"ORDER BY p.id LIMIT {EXPORT_ROWS}",
                *conditions.arguments,
            )
        for row in rows:
            yield read_person(row)
        if len(rows) < EXPORT_ROWS:
            return
        after = rows[-1]["id"]
