"""The worklists of identity-vigilance: lines opened by acts of the registry, closed by a person's decision."""

import json
from collections.abc import Sequence
from typing import Any

from liane.store.connection import Connection
from liane.store.cursors import read_dated_cursor, write_cursor
from liane.store.page_records import Page
from liane.store.registry_make import bound
from liane.store.registry_records import Alert, AlertKind
from liane.store.search import Conditions

LIMIT_MAX = 1000


def read_alert(row: Any) -> Alert:
    """An alert from its row."""
    values = dict(row)
    del values["dedup_key"]
    return Alert(**(values | {"kind": AlertKind(row["kind"]), "evidence": json.loads(row["evidence"])}))


async def find_alerts(
    connection: Connection,
    *,
    kinds: Sequence[AlertKind],
    person_id: int | None,
    only_open: bool,
    cursor: str | None,
    limit: int,
) -> Page[Alert]:
    """One page of alerts, newest first; those of a person are also those where they are the other one.

    Raises ValueError for a cursor that is none of ours.
    """
    limit = max(1, min(limit, LIMIT_MAX))
    conditions = Conditions()
    if only_open:
        conditions.add("a.decided_at IS NULL")
    if kinds:
        conditions.add("a.kind = ANY ({}::text[])", [kind.value for kind in kinds])
    if person_id is not None:
        conditions.add("(a.person_id = {} OR a.other_id = {})", person_id, person_id)
    if cursor is not None:
        conditions.add("(a.at, a.id) < ({}, {})", *read_dated_cursor(cursor))
    rows = await connection.fetch(
        f"SELECT a.* FROM alerts a WHERE {conditions.text} ORDER BY a.at DESC, a.id DESC LIMIT {limit + 1}",  # noqa: S608
        *conditions.arguments,
    )
    lines = tuple(read_alert(row) for row in rows[:limit])
    last = write_cursor(lines[-1].at, lines[-1].id) if len(rows) > limit else None
    return Page(lines=lines, next_cursor=last)


async def get_alert(connection: Connection, alert_id: int) -> Alert:
    """One alert. Raises LookupError."""
    row = await connection.fetchrow("SELECT * FROM alerts WHERE id = $1", alert_id)
    if row is None:
        raise LookupError(f"no alert {alert_id}")
    return read_alert(row)


async def count_open(connection: Connection) -> dict[AlertKind, int]:
    """How many lines are open, by kind."""
    rows = await connection.fetch("SELECT kind, count(*) AS number FROM alerts WHERE decided_at IS NULL GROUP BY kind")
    return {AlertKind(row["kind"]): row["number"] for row in rows}


async def find_by_dedup_keys(connection: Connection, dedup_keys: Sequence[str]) -> dict[str, Alert]:
    """By key as asked, the newest alert that bears it, open or decided: what was judged once is not asked again."""
    asked = {key: bound(key) for key in dedup_keys if key}
    rows = await connection.fetch(
        "SELECT DISTINCT ON (a.dedup_key) a.* FROM alerts a "
        "WHERE a.dedup_key = ANY($1::text[]) AND a.dedup_key <> '' ORDER BY a.dedup_key, a.id DESC",
        sorted(set(asked.values())),
    )
    found = {row["dedup_key"]: read_alert(row) for row in rows}
    return {key: found[kept] for key, kept in asked.items() if kept in found}
