"""How lines of the trail are found: by who, about whom, what, when, whence; newest first, a page at a time."""

from datetime import UTC, datetime
from typing import Any

from liane.store.accesses_chain import COLUMNS, read_access
from liane.store.accesses_records import LINES_MAX, AccessPage, AccessQuery
from liane.store.connection import Connection
from liane.store.cursors import read_dated_cursor, write_cursor
from liane.store.values import clean_text, fold, month_of

OPERATORS_MAX = 200
WHO_CHARS_MAX = 100
YEAR_MIN, YEAR_MAX = 1970, 9000
"""A bound outside of these years bounds nothing: no line is older, none is later."""
FIRST = datetime(YEAR_MIN, 1, 1, tzinfo=UTC)
_WHO = """
    SELECT DISTINCT operator FROM access_operators
    WHERE identifier = $1 OR folded LIKE '%' || $2 || '%' ORDER BY operator LIMIT $3
"""
_LIKE_SIGNS = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


async def search(connection: Connection, query: AccessQuery, *, cursor: str, limit: int) -> AccessPage:
    """Find one page of lines. Raises ValueError for a cursor of another list."""
    limit = max(1, min(limit, LINES_MAX))
    conditions, values = _build(query)
    if query.who:
        names = await find_operators(connection, query.who)
        if not names:
            return AccessPage(lines=())
        _add(conditions, values, "operator = ANY({}::text[])", names)
        if _is_identifier(query.who):
            _add(conditions, values, "identifier = {}", query.who.strip())
    if cursor:
        at, seq = read_dated_cursor(cursor)
        values += [at, seq]
        conditions.append(f"(at, seq) < (${len(values) - 1}, ${len(values)})")
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM accesses {where} ORDER BY at DESC, seq DESC LIMIT {limit + 1}",  # noqa: S608
        *values,
    )
    lines = tuple(read_access(row) for row in rows[:limit])
    following = write_cursor(lines[-1].event.at, lines[-1].seq) if len(rows) > limit else ""
    return AccessPage(lines=lines, cursor=following)


async def find_operators(connection: Connection, who: str) -> list[str]:
    """Names of those who appear in the trail with this identifier or this part of a name."""
    text = clean_text(who.strip(), WHO_CHARS_MAX)
    rows = await connection.fetch(_WHO, text, fold(text).translate(_LIKE_SIGNS), OPERATORS_MAX)
    return [row["operator"] for row in rows]


def _is_identifier(who: str) -> bool:
    return who.strip().isdigit()


def _build(query: AccessQuery) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if query.also_persons and query.person_id is not None:
        _add(conditions, values, "person_id = ANY({}::bigint[])", [query.person_id, *query.also_persons])
    elif query.person_id is not None:
        _add(conditions, values, "person_id = {}", query.person_id)
    if query.acts:
        _add(conditions, values, "act = ANY({}::text[])", [act.name for act in query.acts])
    if query.outcome is not None:
        _add(conditions, values, "outcome = {}", query.outcome.name)
    if query.since is not None and query.since.year >= YEAR_MIN:
        _add(conditions, values, "at >= {}", query.since)
        _add(conditions, values, "month >= {}", month_of(query.since))
    if query.until is not None and query.until.year < YEAR_MAX:
        _add(conditions, values, "at < {}", max(query.until, FIRST))
    for column in ("address", "target", "unit", "session"):
        wanted = getattr(query, column)
        if wanted:
            _add(conditions, values, f"{column} = {{}}", clean_text(wanted))
    return conditions, values


def _add(conditions: list[str], values: list[Any], condition: str, value: Any) -> None:
    values.append(value)
    conditions.append(condition.format(f"${len(values)}"))
