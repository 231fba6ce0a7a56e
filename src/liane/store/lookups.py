"""Lookups by key that many flows make at once, answered together: one statement for all the keys that wait.

Reads only. A lookup that comes alone is asked alone, at once. The plans are pinned, so each statement leaves the
planner one way only (``OFFSET 0``), the same on an empty table as on a full one. Rule: store.md §1.2, §5.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from liane.store.bodies import decompress
from liane.store.connection import Connection, Line
from liane.store.readings import DELIVERY_COLUMNS, DOCUMENT_COLUMNS, ROWS_MAX, read_delivery, read_document

_HISTORY = f"""
    SELECT k.place, {DOCUMENT_COLUMNS} FROM unnest($1::text[]) WITH ORDINALITY AS k(key, place)
    CROSS JOIN LATERAL (SELECT * FROM documents x WHERE x.unique_id = k.key OFFSET 0) AS d
    ORDER BY k.place, d.id LIMIT {ROWS_MAX}
"""  # noqa: S608 - only constants
_DOCUMENT = f"""
    SELECT k.place, b.encoding, b.content, {DOCUMENT_COLUMNS}
    FROM unnest($1::bigint[]) WITH ORDINALITY AS k(key, place)
    JOIN documents d ON d.id = k.key
    CROSS JOIN LATERAL (SELECT * FROM bodies x WHERE x.sha256 = d.body_sha256 AND x.month = d.month OFFSET 0) AS b
"""  # noqa: S608 - only constants
_ROW = f"""
    SELECT k.place, {DOCUMENT_COLUMNS} FROM unnest($1::bigint[]) WITH ORDINALITY AS k(key, place)
    JOIN documents d ON d.id = k.key
"""  # noqa: S608 - only constants
_VERDICT = """
    SELECT k.place, v.verdict FROM unnest($1::text[]) WITH ORDINALITY AS k(key, place)
    JOIN verdicts v ON v.cache_key = k.key
"""
_CORRELATION = f"""
    SELECT k.place, {DELIVERY_COLUMNS} FROM unnest($1::text[]) WITH ORDINALITY AS k(key, place)
    CROSS JOIN LATERAL (SELECT c.delivery_id FROM correlations c WHERE c.key = k.key OFFSET 0) AS named
    JOIN deliveries v ON v.id = named.delivery_id
    ORDER BY k.place, v.id
"""  # noqa: S608 - only constants


class Lookup(NamedTuple):
    """One question. find: which one, a function of this module; key: what it asks for."""

    find: "Find"
    key: Any


Find = Callable[[Connection, Sequence[Any]], Awaitable[list[Any]]]


class LookupReader:
    """Answers batches of lookups on one connection."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def read(self, batch: Sequence[Lookup]) -> list[Any]:
        """One statement per kind of lookup in the batch; an answer, or the exception of that lookup, for each."""
        answers: list[Any] = [None] * len(batch)
        async with self._line.use() as connection:
            for find in dict.fromkeys(lookup.find for lookup in batch):
                places = [place for place, lookup in enumerate(batch) if lookup.find is find]
                found = await find(connection, [batch[place].key for place in places])
                for place, answer in zip(places, found, strict=True):
                    answers[place] = answer
        return answers


def _without_place(row: Any, *others: str) -> dict[str, Any]:
    values = dict(row)
    for name in ("place", *others):
        del values[name]
    return values


async def find_histories(connection: Connection, keys: Sequence[str]) -> list[Any]:
    """For each uniqueId, the requests that carried that document, oldest first."""
    answers: list[Any] = [[] for _ in keys]
    for row in await connection.fetch(_HISTORY, keys):
        answers[row["place"] - 1].append(read_document(_without_place(row)))
    return answers


async def find_documents(connection: Connection, keys: Sequence[int]) -> list[Any]:
    """For each number, the row; LookupError where there is none."""
    answers: list[Any] = [LookupError(f"no document {key}") for key in keys]
    for row in await connection.fetch(_ROW, keys):
        answers[row["place"] - 1] = read_document(_without_place(row))
    return answers


async def load_documents(connection: Connection, keys: Sequence[int]) -> list[Any]:
    """For each number, the row and the bytes; LookupError where there is none, or where the bytes are not kept."""
    answers: list[Any] = [LookupError(f"no document {key}, or its content is no longer kept") for key in keys]
    for row in await connection.fetch(_DOCUMENT, keys):
        document = read_document(_without_place(row, "encoding", "content"))
        answers[row["place"] - 1] = (document, decompress(row["encoding"], row["content"]))
    return answers


async def find_verdicts(connection: Connection, keys: Sequence[str]) -> list[Any]:
    """For each key, the verdict, None where there is none."""
    answers: list[Any] = [None] * len(keys)
    for row in await connection.fetch(_VERDICT, keys):
        answers[row["place"] - 1] = dict(json.loads(row["verdict"]))
    return answers


async def find_correlated(connection: Connection, keys: Sequence[str]) -> list[Any]:
    """For each key, the newest delivery that gave it, None where there is none."""
    answers: list[Any] = [None] * len(keys)
    for row in await connection.fetch(_CORRELATION, keys):
        answers[row["place"] - 1] = read_delivery(_without_place(row))
    return answers
