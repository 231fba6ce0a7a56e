"""Read the registry back: persons, what they are known by, merges, history, stays."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from liane.domain.identity.ins import INS
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay, StayState
from liane.store.connection import Connection
from liane.store.journal import Break, verify_chain
from liane.store.registry_json import load_facts, load_movement, load_person
from liane.store.registry_make import Key, as_journal_row, bound, make_key
from liane.store.registry_records import StoredPersonEvent
from liane.store.registry_rows import PersonEventRow
from liane.store.rows import ChainRow

EVENTS_MAX = 10_000
STAYS_MAX = 1000
FAMILY_MAX = 1000
VERIFIED_AT_ONCE = 500

PERSON_COLUMNS = "p.id, p.version, p.merged_into, p.state"
_FAMILY = """
    WITH RECURSIVE family AS (
      SELECT $1::bigint AS id
      UNION SELECT p.id FROM family f JOIN persons p ON p.merged_into = f.id
    )
"""
_UP = """
    WITH RECURSIVE up AS (
      SELECT p.id AS start, p.id, p.merged_into, 0 AS depth FROM persons p WHERE p.id = ANY($1::bigint[])
      UNION ALL SELECT up.start, p.id, p.merged_into, up.depth + 1 FROM up JOIN persons p ON p.id = up.merged_into
      WHERE up.depth < 100
    )
"""


def read_person(row: Any) -> Person:
    """A person from a row that has PERSON_COLUMNS."""
    return load_person(row["state"], person_id=row["id"], version=row["version"], merged_into=row["merged_into"])


async def get_persons(connection: Connection, person_ids: Sequence[int]) -> list[Person]:
    """Persons in the order asked; unknown ones left out."""
    rows = await connection.fetch(
        f"SELECT {PERSON_COLUMNS} FROM persons p WHERE p.id = ANY($1::bigint[])",  # noqa: S608
        list(person_ids),
    )
    found = {row["id"]: read_person(row) for row in rows}
    return [found[number] for number in person_ids if number in found]


async def find_effective(connection: Connection, person_ids: Iterable[int]) -> dict[int, int]:
    """By person, the one in force at the end of their merges (themselves when not merged)."""
    rows = await connection.fetch(
        f"{_UP} SELECT start, id FROM up WHERE merged_into IS NULL",  # noqa: S608
        sorted(set(person_ids)),
    )
    return {row["start"]: row["id"] for row in rows}


async def find_many_by_identifiers(connection: Connection, keys: Iterable[Key]) -> dict[Key, Person]:
    """Persons in force by local identifier, merges followed; keys are given back as asked."""
    asked = {key: make_key(*key) for key in keys}
    wanted = sorted(set(asked.values()))
    rows = await connection.fetch(
        "SELECT i.domain, i.value, i.person_id FROM unnest($1::text[], $2::text[]) AS k(domain, value) "
        "JOIN person_identifiers i ON i.domain = k.domain AND i.value = k.value AND i.kind = 'local'",
        [domain for domain, _ in wanted],
        [value for _, value in wanted],
    )
    owners = {(row["domain"], row["value"]): row["person_id"] for row in rows}
    persons = await _get_in_force(connection, owners.values())
    return {key: persons[owners[kept]] for key, kept in asked.items() if kept in owners and owners[kept] in persons}


async def find_each_by_identifier(connection: Connection, keys: Sequence[Key]) -> list[Any]:
    """For each (domain, value), the person in force who holds it, None where nobody does."""
    found = await find_many_by_identifiers(connection, keys)
    return [found.get(key) for key in keys]


async def find_each_by_ins(connection: Connection, keys: Sequence[INS]) -> list[Any]:
    """For each INS, every person in force who has it."""
    found = await find_many_by_ins(connection, keys)
    return [found[key] for key in keys]


async def _get_in_force(connection: Connection, person_ids: Iterable[int]) -> dict[int, Person]:
    """By person, the one in force at the end of their merges, loaded."""
    wanted = sorted(set(person_ids))
    found = {person.id: person for person in await get_persons(connection, wanted)}
    merged = [number for number, person in found.items() if person.merged_into is not None]
    if not merged:
        return found
    effective = await find_effective(connection, merged)
    kept = {person.id: person for person in await get_persons(connection, sorted(set(effective.values())))}
    for number in merged:
        target = kept.get(effective.get(number, 0))
        if target is None:
            del found[number]
        else:
            found[number] = target
    return found


async def find_many_by_ins(connection: Connection, wanted: Iterable[INS]) -> dict[INS, list[Person]]:
    """Persons in force by INS in force."""
    asked = sorted(set(wanted), key=lambda ins: (ins.matricule, ins.oid))
    rows = await connection.fetch(
        f"""
        SELECT i.value, i.domain, {PERSON_COLUMNS} FROM unnest($1::text[], $2::text[]) AS k(value, domain)
        JOIN person_identifiers i ON i.value = k.value AND i.domain = k.domain AND i.kind = 'ins'
        JOIN persons p ON p.id = i.person_id AND p.merged_into IS NULL ORDER BY p.id
        """,  # noqa: S608
        [bound(ins.matricule) for ins in asked],
        [bound(ins.oid) for ins in asked],
    )
    found: dict[INS, list[Person]] = {ins: [] for ins in asked}
    for row in rows:
        found[INS(matricule=row["value"], oid=row["domain"])].append(read_person(row))
    return found


async def find_merged_into(connection: Connection, person_id: int) -> list[Person]:
    """Persons merged into one, directly or not."""
    rows = await connection.fetch(
        f"{_FAMILY} SELECT {PERSON_COLUMNS} FROM family f JOIN persons p ON p.id = f.id "  # noqa: S608
        f"WHERE p.id <> $1 ORDER BY p.id LIMIT {FAMILY_MAX}",
        person_id,
    )
    return [read_person(row) for row in rows]


async def find_person_events(connection: Connection, person_id: int) -> list[StoredPersonEvent]:
    """History of a person and of those merged into them, oldest first."""
    rows = await connection.fetch(
        f"{_FAMILY} SELECT e.id, e.person_id, e.name, e.at, e.actor, e.data, e.message_id "  # noqa: S608
        f"FROM family f JOIN person_events e ON e.person_id = f.id ORDER BY e.at, e.id LIMIT {EVENTS_MAX}",
        person_id,
    )
    return [StoredPersonEvent(**(dict(row) | {"data": json.loads(row["data"])})) for row in rows]


async def verify_person(connection: Connection, person_id: int) -> Break | None:
    """Verify the chain of events of one person; None when it holds. Raises LookupError."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        head = await connection.fetchrow("SELECT id, events_seq, events_hash FROM persons WHERE id = $1", person_id)
        if head is None:
            raise LookupError(f"no person {person_id}")
        rows = await connection.fetch("SELECT * FROM person_events WHERE person_id = $1 ORDER BY seq", person_id)
        is_cut = await connection.fetchval("SELECT EXISTS (SELECT 1 FROM dropped_histories)")
    return verify_chain([as_journal_row(PersonEventRow(*row)) for row in rows], ChainRow(*head), is_cut=is_cut)


_STAY_COLUMNS = "s.id, s.person_id, s.state, s.facts"


async def _read_stays(connection: Connection, rows: Sequence[Any]) -> list[Stay]:
    moves = await connection.fetch(
        "SELECT stay_id, facts FROM movements WHERE stay_id = ANY($1::bigint[]) ORDER BY stay_id, position",
        [row["id"] for row in rows],
    )
    movements: dict[int, list[Any]] = {}
    for move in moves:
        movements.setdefault(move["stay_id"], []).append(load_movement(move["facts"]))
    return [
        Stay(
            id=row["id"],
            person_id=row["person_id"],
            state=StayState(row["state"]),
            facts=load_facts(row["facts"]),
            movements=tuple(movements.get(row["id"], ())),
        )
        for row in rows
    ]


async def find_stays(connection: Connection, person_id: int) -> list[Stay]:
    """Stays of a person and of those merged into them, newest first."""
    rows = await connection.fetch(
        f"{_FAMILY} SELECT {_STAY_COLUMNS} FROM family f JOIN stays s ON s.person_id = f.id "  # noqa: S608
        f"ORDER BY s.admitted DESC, s.id DESC LIMIT {STAYS_MAX}",
        person_id,
    )
    return await _read_stays(connection, rows)


async def find_many_stays(connection: Connection, keys: Iterable[Key]) -> dict[Key, Stay]:
    """Stays by (visit number, its domain); keys are given back as asked."""
    asked = {key: make_key(*key) for key in keys if key[0]}
    wanted = sorted(set(asked.values()))
    rows = await connection.fetch(
        f"SELECT {_STAY_COLUMNS}, s.visit_number, s.visit_domain "  # noqa: S608
        "FROM unnest($1::text[], $2::text[]) AS k(number, domain) "
        "JOIN stays s ON s.visit_number = k.number AND s.visit_domain = k.domain AND s.visit_number <> ''",
        [number for number, _ in wanted],
        [domain for _, domain in wanted],
    )
    stays = await _read_stays(connection, rows)
    found = {(row["visit_number"], row["visit_domain"]): stay for row, stay in zip(rows, stays, strict=True)}
    return {key: found[kept] for key, kept in asked.items() if kept in found}


async def find_stay(connection: Connection, visit_number: str, visit_domain: str) -> Stay | None:
    """One stay by its number; without a domain, the newest that has this number in any."""
    found = await find_many_stays(connection, [(visit_number, visit_domain)])
    if found:
        return found[(visit_number, visit_domain)]
    if visit_domain or not visit_number:
        return None
    rows = await connection.fetch(
        f"SELECT {_STAY_COLUMNS} FROM stays s WHERE s.visit_number = $1 AND s.visit_number <> '' "  # noqa: S608
        "ORDER BY s.id DESC LIMIT 1",
        bound(visit_number),
    )
    stays = await _read_stays(connection, rows)
    return stays[0] if stays else None


async def verify_all(connection: Connection) -> AsyncIterator[tuple[int, Break | None]]:
    """Verify the history of every person, as (person, what is wrong); in one snapshot, memory stays flat."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        is_cut = await connection.fetchval("SELECT EXISTS (SELECT 1 FROM dropped_histories)")
        after = 0
        while True:
            heads = await connection.fetch(
                f"SELECT id, events_seq, events_hash FROM persons WHERE id > $1 ORDER BY id LIMIT {VERIFIED_AT_ONCE}",  # noqa: S608
                after,
            )
            if not heads:
                return
            rows = await connection.fetch(
                "SELECT * FROM person_events WHERE person_id = ANY($1::bigint[]) ORDER BY person_id, seq",
                [head["id"] for head in heads],
            )
            chains: dict[int, list[Any]] = {}
            for row in rows:
                chains.setdefault(row["person_id"], []).append(as_journal_row(PersonEventRow(*row)))
            for head in heads:
                yield head["id"], verify_chain(chains.get(head["id"], []), ChainRow(*head), is_cut=is_cut)
            after = heads[-1]["id"]
