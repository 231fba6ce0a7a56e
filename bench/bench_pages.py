"""How fast the pages of the reception and of the desk answer, over a worklist of months and a whole registry.

``python -m bench bench_pages``; ``run`` gives the figures as (label, value, unit), by the clock, over HTTP on loopback,
one reader at a time. LIANE_BENCH_PERSONS sets another size of the registry.
Rule: architecture.md §7 (search a person among 500,000: under 50 ms p95); intake.md §6 (20 documents in 3 minutes).
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import asyncpg
import httpx
import uvloop
from eval.generate import make_file
from eval.types import SEEN

from bench.bench_intake_service import fill
from bench.identities import PERSONS, Town
from liane.cli.node import Node
from liane.store.embedded import EmbeddedPostgres
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.settings import HTTPSettings, Settings

WAITING, DECIDED = 5_000, 100_000
UNITS, SEARCHES, CALLS = 40, 40, 25
Figure = tuple[str, float, str]
_MODEL = "SELECT id FROM intake_items ORDER BY id LIMIT 1"
_CLONE = """
    INSERT INTO intake_items
    SELECT (made.row).* FROM (
      SELECT jsonb_populate_record(t, jsonb_build_object(
               'id', nextval('ids'), 'dedup_key', gen_random_uuid(), 'unit', 'UF ' || (n % $3),
               'received_at', t.received_at - make_interval(mins => n), 'state', $4::text,
               'person_id', 1 + n % $5,
               'decided_at', CASE WHEN $4 = 'waiting' THEN NULL ELSE t.received_at - make_interval(mins => n - 2) END,
               'decision', CASE WHEN $4 = 'waiting' THEN NULL ELSE jsonb_build_object(
                 'act', 'file', 'actor', 'essai', 'at', t.received_at, 'reason', '', 'person_id', 1 + n % $5,
                 'data', '{}'::jsonb) END)) AS row
      FROM intake_items t, generate_series(1, $2) AS n WHERE t.id = $1
    ) AS made
"""
_READ = """
    INSERT INTO intake_readings (item_id, state, due, queued_at, read_at, pages_total, duration_ms, codes, source)
    SELECT id, 'read', received_at, received_at, received_at, 2, 700, ARRAY['INT-042'], 'folder:scanner'
    FROM intake_items WHERE id > $1 ON CONFLICT DO NOTHING
"""


def make_reading(name: str, person_id: int) -> dict[str, object]:
    """What a reading of usual size leaves: twelve fields with their places, five records with their evidence."""
    field = {"value": "TESTVALEUR", "confidence": 0.9, "page": 1, "boxes": [[0.1, 0.1, 0.3, 0.12]], "source": "page"}
    names = ("birth_name", "first_names", "birth_date", "sex", "doc_date", "act_date", "title", "author_family")
    line = {"trait": "prénom", "agreement": "concorde", "weight": 9.0, "text": "prénom : identique (page 1)", "page": 1}
    document = {
        "pages": [1],
        "fields": dict.fromkeys(names, field) | {"doc_type": field | {"value": "11488-4"}},
        "record_id": str(person_id),
        "record_confidence": 0.99,
        "candidates": [
            {"record_id": str(person_id + rank), "score": 40 - rank, "evidence": [line] * 8} for rank in range(5)
        ],
        "types": [{"code": "11488-4", "label": "", "probability": 0.9}],
        "action": "review",
        "reason": "Le dossier est proposé : l'accord d'une personne est demandé.",
        "codes": ["INT-042"],
    }
    return {name: {"documents": [document], "pages": []}}


async def fill_worklist(dsn: str, store: PostgresStore, persons: int) -> int:
    """Months of a reception: what waits and what was decided; gives the number of an item that waits."""
    file = make_file(1, grade="digital", split=SEEN, trap="nothing")
    number = await store.intake.add_item(
        NewItem(
            dedup_key="bench",
            source=ItemSource.FOLDER,
            kind=ItemKind.FILE,
            door="scanner",
            received_at=utc_now(),
            code="INT-210",
            reason="Le dossier est proposé : l'accord d'une personne est demandé.",
            files=(NewIntakeFile(name=file.name, media_type="application/pdf", data=file.data),),
        )
    )
    reading = make_reading(file.name, 1)
    await store.intake.save_reading(number, reading, person_id=1, reason="L'accord d'une personne est demandé.")
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "liane,public"})
    try:
        for count, state in ((WAITING, "waiting"), (DECIDED, "filed")):
            await connection.execute(_CLONE, number, count, UNITS, state, persons)
        await connection.execute(_READ, 0)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
    return number


async def measure(client: httpx.AsyncClient, label: str, paths: Sequence[str]) -> list[Figure]:
    """Time one page after the other; the first call is not counted."""
    (await client.get(paths[0])).raise_for_status()
    delays = []
    for path in paths:
        begun = time.perf_counter()
        (await client.get(path)).raise_for_status()
        delays.append(time.perf_counter() - begun)
    delays.sort()
    return [
        (f"{label}, p50", 1000 * delays[len(delays) // 2], "ms"),
        (f"{label}, p95", 1000 * delays[int(len(delays) * 0.95)], "ms"),
    ]


async def bench_pages(port: int, item: int, searches: Sequence[str]) -> list[Figure]:
    """Every page, over HTTP."""
    figures: list[Figure] = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
        for label, paths in (
            ("worklist of the reception", ["/reception"] * CALLS),
            ("worklist of one unit", ["/reception?unite=UF%203"] * CALLS),
            ("documents filed, newest first", ["/reception?etat=filed"] * CALLS),
            ("documents filed of one unit", ["/reception?etat=filed&unite=UF%203"] * CALLS),
            ("one document to file", [f"/reception/{item}"] * CALLS),
            ("one document, another patient looked for", [f"/reception/{item}?q={one}" for one in searches]),
            ("quality of the reception, 30 days", ["/reception/qualite"] * CALLS),
            ("what is learnt", ["/reception/apprentissage"] * CALLS),
            ("persons found at the desk", [f"/identites?q={one}" for one in searches]),
            ("one person", [f"/identites/{1 + rank * 7}" for rank in range(CALLS)]),
        ):
            figures += await measure(client, label, paths)
    return figures


async def bench_all(total: int) -> list[Figure]:
    """All the figures, on a server of its own."""
    server = EmbeddedPostgres.throwaway(fsync=False)
    dsn = await server.start_async()
    try:
        async with PostgresStore(dsn) as store:
            await fill(dsn, Town().make_persons(total))
            item = await fill_worklist(dsn, store, total)
        wanted = set(random.Random(11).sample(range(1, total + 1), SEARCHES))
        people = [one for place, one in enumerate(Town().make_persons(total), 1) if place in wanted]
        searches = [quote(f"{one.traits.birth_family} {one.traits.birth_given}") for one in people]
        with tempfile.TemporaryDirectory() as folder:
            http = HTTPSettings(port=0)
            settings = Settings(data=Path(folder), database_url=dsn, free_space_floor_mb=1, http=http)
            async with Node(settings, roles=("web",)) as node:
                return await bench_pages(node.http_port, item, searches)
    finally:
        await server.stop_async()


def run() -> list[Figure]:
    """Measure; some minutes for 500,000 persons."""
    return uvloop.run(bench_all(int(os.environ.get("LIANE_BENCH_PERSONS", PERSONS))))


if __name__ == "__main__":
    for label, value, unit in run():
        sys.stdout.write(f"{label:60} {value:12.1f} {unit}{os.linesep}")
