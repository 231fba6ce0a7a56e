"""Who might be the same person twice: the few worth comparing, found by what they share. The comparison is elsewhere.

A person is met by the INS, or by a block: birth date (either way of writing it) with a name by ear, both names by ear.
Those that share most come first. Rule: RNIV (recherche de doublons); ins.md §5.4.
"""

from collections.abc import Sequence
from typing import Any

from liane.domain.identity.person import Person
from liane.store.connection import Connection
from liane.store.registry_keys import make_blocks
from liane.store.registry_make import bound
from liane.store.registry_read import PERSON_COLUMNS, read_person
from liane.store.values import clean_text

CANDIDATES_MAX = 200
READ_MAX = 300

_SETTINGS = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan"
_BY_BLOCK = f"""
    SELECT w.place, s.person_id, s.shared FROM unnest($1::integer[], $2::text[]) AS w(place, blocks)
    CROSS JOIN LATERAL (
      SELECT x.person_id,
             cardinality(ARRAY(SELECT unnest(x.blocks) INTERSECT SELECT unnest(w.blocks::text[]))) AS shared
      FROM (SELECT p.person_id, p.blocks FROM person_search p
            WHERE p.blocks && w.blocks::text[] AND p.in_force LIMIT {READ_MAX}) AS x
    ) AS s
"""  # noqa: S608 - a constant
_BY_INS = """
    SELECT w.place, i.person_id, 10 AS shared
    FROM unnest($1::integer[], $2::text[], $3::text[]) AS w(place, value, domain)
    JOIN person_identifiers i ON i.value = w.value AND i.domain = w.domain AND i.kind IN ('ins', 'former')
"""


async def find_many_candidates(connection: Connection, persons: Sequence[Person], limit: int) -> list[list[Person]]:
    """For each person, those in force worth comparing with them, themselves left out."""
    limit = max(1, min(limit, CANDIDATES_MAX))
    async with connection.transaction(readonly=True):
        await connection.execute(_SETTINGS)
        shared = await _find_shared(connection, persons)
        chosen = [_choose(person, found, limit) for person, found in zip(persons, shared, strict=True)]
        wanted = sorted({number for numbers in chosen for number in numbers})
        rows = await connection.fetch(
            f"SELECT {PERSON_COLUMNS} FROM persons p WHERE p.id = ANY($1::bigint[]) AND p.merged_into IS NULL",  # noqa: S608
            wanted,
        )
    loaded = {row["id"]: read_person(row) for row in rows}
    return [[loaded[number] for number in numbers if number in loaded] for numbers in chosen]


def _choose(person: Person, found: dict[int, int], limit: int) -> list[int]:
    found.pop(person.id, None)
    return sorted(found, key=lambda number: (-found[number], number))[:limit]


async def _find_shared(connection: Connection, persons: Sequence[Person]) -> list[dict[int, int]]:
    """For each person, how much others share with them."""
    shared: list[dict[int, int]] = [{} for _ in persons]
    blocks = [[clean_text(block) for block in make_blocks(person.traits)] for person in persons]
    rows: list[Any] = await connection.fetch(
        _BY_BLOCK, list(range(len(persons))), [render_array(own) for own in blocks]
    )
    numbers = [
        (place, ins)
        for place, person in enumerate(persons)
        for ins in (*((person.ins.ins,) if person.ins else ()), *(former.ins for former in person.former_ins))
    ]
    if numbers:
        rows = rows + await connection.fetch(
            _BY_INS,
            [place for place, _ in numbers],
            [bound(ins.matricule) for _, ins in numbers],
            [bound(ins.oid) for _, ins in numbers],
        )
    for row in rows:
        found = shared[row["place"]]
        found[row["person_id"]] = found.get(row["person_id"], 0) + row["shared"]
    return shared


def render_array(texts: Sequence[str]) -> str:
    """Write texts as PostgreSQL writes an array, so that arrays of different lengths travel as one list."""
    quoted = ('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
    return "{" + ",".join(quoted) + "}"
