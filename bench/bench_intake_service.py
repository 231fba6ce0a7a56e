"""How fast the reading service finds the patient of a document among 500,000 persons of the registry, and how many
files it reads, from their arrival to what is kept of them.

``python -m bench bench_intake_service``; ``run`` gives the figures as (label, value, unit), by the clock.
LIANE_BENCH_PERSONS sets another size.
Rule: intake.md §4 (candidates in under 50 ms), §9 (10,000 digital pages an hour on two cores).
"""

import asyncio
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import uvloop
from eval.generate import TrueFile, make_file
from eval.types import SEEN

from bench.bench_intake_match import extract, make_page, show
from bench.identities import PERSONS, Town
from liane.domain.identity.person import Person
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.page import Page
from liane.domain.intake.recognise.guided import match
from liane.pipeline.intake.answering import answer
from liane.pipeline.intake.asked_index import Answers, AskedIndex
from liane.store.embedded import EmbeddedPostgres
from liane.store.intake_reading_index import RECORD_PREFIX, RegistryIndex
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.postgres_store import PostgresStore
from liane.store.registry_json import dump_person
from liane.store.registry_keys import fold_identifier, make_keys
from liane.wiring.clock import utc_now
from liane.wiring.services import Liane
from liane.wiring.settings import Settings

DOCUMENTS = 120
FILES = 60
FIRST = 4
"""Files that have the workers started."""
BATCH = 5000
READ_S_MAX = 300.0
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Figure = tuple[str, float, str]
_INDEXES = {
    "person_search_keys": "CREATE INDEX person_search_keys ON person_search USING gin (keys)",
    "person_search_blocks": "CREATE INDEX person_search_blocks ON person_search USING gin (blocks)",
    "person_search_born": "CREATE INDEX person_search_born ON person_search (birth_date, person_id) WHERE in_force",
}


async def fill(dsn: str, persons: Iterator[Person]) -> None:
    """Put everybody in the tables at once, as the registry writes them; indexes are made afterwards."""
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "liane,public"})
    try:
        for name in _INDEXES:
            await connection.execute(f"DROP INDEX {name}")
        number, names = 0, set()
        while batch := list(itertools.islice(persons, BATCH)):
            rows = [(number + rank, person, make_keys(person.traits)) for rank, person in enumerate(batch, 1)]
            number += len(batch)
            names |= {name for _, _, keys in rows for name in keys.names}
            await _copy(connection, rows)
        await connection.copy_records_to_table("person_names", records=[(name, [name], 1, 1) for name in names])
        for statement in _INDEXES.values():
            await connection.execute(statement)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: Any, rows: Sequence[tuple[int, Person, Any]]) -> None:
    await connection.copy_records_to_table(
        "persons",
        records=[
            (number, 1, person.status.value, None, AT, 0, bytes(32), dump_person(person), b"")
            for number, person, _ in rows
        ],
    )
    await connection.copy_records_to_table(
        "person_search",
        records=[
            (
                number,
                True,
                person.traits.sex,
                person.traits.birth_date,
                keys.families,
                keys.givens,
                list(keys.keys),
                list(keys.blocks),
            )
            for number, person, keys in rows
        ],
    )
    await connection.copy_records_to_table("person_identifiers", records=list(_identifiers(rows)))


def _identifiers(rows: Sequence[tuple[int, Person, Any]]) -> Iterator[tuple[int, str, str, str, str]]:
    for number, person, _ in rows:
        for one in person.identifiers:
            yield number, "local", one.oid, one.value, fold_identifier(one.value)
        if person.ins is not None:
            ins = person.ins.ins
            yield number, "ins", ins.oid, ins.matricule, fold_identifier(ins.matricule)


async def find_patient(index: RegistryIndex, read: ReadDocument, page: Page) -> tuple[str, int, float]:
    """Match one document; returns the record found first, how many rounds it took, and the seconds of the registry."""
    answers, rounds, spent = Answers(), 0, 0.0
    while True:
        asked = AskedIndex(answers)
        found = match(read, (page,), asked)
        if not asked.missing:
            return (found.matches[0].person.record_id if found.matches else ""), rounds, spent
        rounds += 1
        begun = time.perf_counter()
        answers = answers.joined(await answer(index, asked.missing))
        spent += time.perf_counter() - begun


async def bench_index(store: PostgresStore, persons: Sequence[tuple[int, Person]]) -> list[Figure]:
    """How long the registry takes to answer all that the matching of a document asks."""
    index, dice = RegistryIndex(store, now=utc_now), random.Random(3)
    await index.find_size()
    figures: list[Figure] = []
    for label in ("traits extracted", "nothing extracted"):
        delays, rounds, first = [], [], 0
        for number, person in persons:
            traits = person.traits
            head = f"Patient : {traits.birth_given} {traits.birth_family} né(e) le {show(traits.birth_date)}"
            page, read = make_page(head, dice), ReadDocument(pages=(1,))
            if label == "traits extracted":
                iso = f"{traits.birth_date[:4]}-{traits.birth_date[4:6]}-{traits.birth_date[6:]}"
                read = extract(
                    {
                        FieldName.BIRTH_NAME: traits.birth_family,
                        FieldName.FIRST_NAME: traits.birth_given,
                        FieldName.BIRTH_DATE: iso,
                        FieldName.SEX: traits.sex,
                    }
                )
            found, asked, spent = await find_patient(index, read, page)
            delays.append(spent)
            rounds.append(asked)
            first += found == f"{RECORD_PREFIX}{number}"
        delays.sort()
        figures += [
            (f"candidates from the registry, {label}, p50", 1000 * delays[len(delays) // 2], "ms"),
            (f"candidates from the registry, {label}, p95", 1000 * delays[int(len(delays) * 0.95)], "ms"),
            (f"rounds of questions, {label}, most", float(max(rounds)), "rounds"),
            (f"right record first, {label}", 100 * first / len(persons), "%"),
        ]
    return figures


async def bench_service(dsn: str, folder: Path) -> list[Figure]:
    """How many digital files the service reads, from their arrival to what is kept, and how long a first one takes.

    The first file waits for the workers to start: it is told apart.
    """
    settings = Settings(data=folder, database_url=dsn, free_space_floor_mb=1)
    files = [make_file(seed, grade="digital", split=SEEN, trap="nothing") for seed in range(1, FILES + FIRST + 1)]
    async with Liane(settings, roles=("deliver",)) as node:
        first = await _read_all(node, files[:FIRST])
        before = await _count_pages(node)
        spent = await _read_all(node, files[FIRST:])
        pages = await _count_pages(node) - before
    return [
        ("first files, workers started", first, "s"),
        ("digital files read, arrival to kept", FILES / spent, "/s"),
        ("digital pages read, arrival to kept", 3600 * pages / spent, "/h"),
    ]


async def _read_all(node: Liane, files: Sequence[TrueFile]) -> float:
    """Give files to the node and wait until all are read; returns the seconds."""
    begun = time.perf_counter()
    for file in files:
        await node.store.intake.add_item(
            NewItem(
                dedup_key=f"bench|{file.name}",
                source=ItemSource.FOLDER,
                kind=ItemKind.FILE,
                door="bench",
                received_at=utc_now(),
                code="INT-210",
                reason="",
                files=(NewIntakeFile(name=file.name, media_type="application/pdf", data=file.data),),
            )
        )
    async with asyncio.timeout(READ_S_MAX):
        while await node.reading.readings.count_waiting():  # noqa: ASYNC110 - the database tells, no event does
            await asyncio.sleep(0.05)
    return time.perf_counter() - begun


async def _count_pages(node: Liane) -> int:
    async with node.store.reading() as connection:
        return int(await connection.fetchval("SELECT coalesce(sum(pages_total), 0) FROM intake_readings"))


async def bench_all(total: int) -> list[Figure]:
    """All the figures, on a server of its own."""
    server = EmbeddedPostgres.throwaway(fsync=False)
    dsn = await server.start_async()
    try:
        async with PostgresStore(dsn):
            pass
        await fill(dsn, Town().make_persons(total))
        dice = random.Random(11)
        wanted = sorted(dice.sample(range(1, total + 1), DOCUMENTS))
        people = enumerate(Town().make_persons(total), 1)
        chosen = [pair for pair in people if pair[0] in set(wanted)]
        async with PostgresStore(dsn) as store:
            figures = await bench_index(store, chosen)
        with tempfile.TemporaryDirectory() as folder:
            figures += await bench_service(dsn, Path(folder))
        return figures
    finally:
        await server.stop_async()


def run() -> list[Figure]:
    """Measure; some minutes for 500,000 persons."""
    return uvloop.run(bench_all(int(os.environ.get("LIANE_BENCH_PERSONS", PERSONS))))


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.1f} {unit}{os.linesep}")
