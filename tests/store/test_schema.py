"""The shape of the database: rows match their tables, steps are applied once, hot queries go by their indexes."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.errors import ConfigurationError
from liane.store import rows
from liane.store.accept import _write_statement
from liane.store.claim import CLAIM
from liane.store.connection import PINNED_PLANS, connect
from liane.store.migrate import check_history, load_migrations, migrate
from liane.store.page_records import DeliveryFilter, DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane.store.search import search_documents
from liane.store.session import REAP
from liane.store.worklists import search_deliveries
from tests.store.store_examples import NOW, acceptance

pytestmark = pytest.mark.anyio
TABLES = {
    "bodies": rows.BodyRow,
    "chains": rows.ChainRow,
    "deliveries": rows.DeliveryRow,
    "documents": rows.DocumentRow,
    "envelopes": rows.EnvelopeRow,
    "events": rows.EventRow,
    "messages": rows.MessageRow,
    "words": rows.WordsRow,
}


@pytest.mark.parametrize("table", sorted(TABLES))
async def test_rows_have_the_columns_of_their_table_in_order(store: PostgresStore, table: str) -> None:
    async with store.reading() as connection:
        found = await connection.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum",
            table,
        )
    assert [row["attname"] for row in found] == list(TABLES[table]._fields)  # type: ignore[attr-defined]


async def test_partitions_are_set_as_measured(store: PostgresStore) -> None:
    await store.accept(acceptance())
    async with store.reading() as connection:
        options = await connection.fetchval(
            "SELECT c.reloptions || t.reloptions FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid "
            "WHERE c.relname = 'bodies_2026_11'"
        )
        storage = await connection.fetchval(
            "SELECT attstorage::text FROM pg_attribute "
            "WHERE attrelid = 'bodies_2026_11'::regclass AND attname = 'content'"
        )
    assert options == ["autovacuum_vacuum_insert_threshold=-1"] * 2
    assert storage == "e"


async def test_steps_are_applied_once_by_many(postgres_dsn: str) -> None:
    connection = await asyncpg.connect(postgres_dsn)
    await connection.execute("CREATE DATABASE steps")
    dsn = postgres_dsn.replace("@/postgres?", "@/steps?")
    applied = await asyncio.gather(*(migrate(dsn) for _ in range(4)))
    assert sorted(applied) == [0, 0, 0, len(load_migrations())]
    await connection.execute("DROP DATABASE steps WITH (FORCE)")
    await connection.close()


def test_the_past_is_never_changed() -> None:
    steps = load_migrations()
    done = {step.version: step.checksum for step in steps}
    check_history(steps, done)
    check_history(steps, {})
    with pytest.raises(ConfigurationError, match="plus récent"):
        check_history(steps, done | {9999: "x"})
    with pytest.raises(ConfigurationError, match="modifiée"):
        check_history([replace(steps[0], checksum="x"), *steps[1:]], done)


async def plan(connection: Any, statement: str, *arguments: Any) -> str:
    """The plan as text, with what each node reads."""
    found = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement}", *arguments)
    nodes: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        nodes.append(f"{node['Node Type']} {node.get('Index Name', node.get('Relation Name', ''))}")
        for child in node.get("Plans", ()):
            walk(child)

    walk(json.loads(found)[0]["Plan"])
    return "\n".join(nodes)


async def fill(store: PostgresStore, count: int) -> None:
    """Many rows by SQL, some in each state, with statistics."""
    await asyncio.gather(*(store.accept(acceptance(number)) for number in range(1, 4)))
    async with store.writing() as connection:
        await connection.execute(
            f"""
            INSERT INTO documents
            SELECT 1000 + i, 0, d.received_at - i * interval '1 minute', d.month, d.channel, 'S' || i % 50, 'C' || i,
              'U' || i, 'L' || i, 1, NULL, 'create', 'T' || i % 100, '', '', '', NULL, NULL, '', '', '', 'K' || i, '',
              sha256(i::text::bytea), 1, '', '{{}}', '[]', '', NULL, NULL
            FROM generate_series(1, {count}) AS i, (SELECT * FROM documents LIMIT 1) AS d;
            INSERT INTO messages
            SELECT 2000000 + i, 1000 + i, 'mllp', '', 'C' || i, '', '', '', now(), m.month, 'AA', '', '[]', NULL, '',
              '', 0
            FROM generate_series(1, {count}) AS i, (SELECT * FROM messages LIMIT 1) AS m;
            INSERT INTO words SELECT d.month, d.id, d.received_at, d.type_code, d.sender, 'nom' || d.id || ' prenom'
            FROM documents d WHERE d.id >= 1000;
            INSERT INTO deliveries
            SELECT 1000000 + i, 1000 + i, 0, 'dmp', 'create', '', 'lane' || i, '{{}}', s.state, 0, 0, now(), now(),
              now(), 'infinity', false, NULL, NULL, CASE WHEN s.state = 'delivered' THEN now() END, '', NULL,
              CASE WHEN s.state = 'parked' THEN '503' END, NULL, NULL, '{{}}', NULL
            FROM generate_series(1, {count}) AS i,
                 LATERAL (SELECT CASE WHEN i % 500 = 0 THEN 'parked' ELSE 'delivered' END AS state) AS s;
            """
        )
    async with store.reading() as connection:
        await connection.execute("VACUUM ANALYZE")


async def test_hot_statements_go_by_their_indexes(store: PostgresStore, store_dsn: str) -> None:
    await fill(store, 5000)
    connection = await connect(store_dsn, PINNED_PLANS)
    claimed = await plan(connection, CLAIM, ["dmp", "zam"], NOW, 10, 1, NOW + timedelta(seconds=60))
    assert "deliveries_due" in claimed
    assert "deliveries_lane" in claimed
    assert "deliveries_leased" in await plan(connection, REAP, 1, NOW)
    written = await plan(connection, _write_statement(0), [], [], [], [], [], [], [], [])
    assert "deliveries_lane" in written
    for text in (claimed, written):
        assert "Seq Scan" not in text
    await connection.close()


class Recorder:
    """Stands before a connection and keeps the plans of what is asked of it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.plans: list[str] = []

    async def fetch(self, statement: str, *arguments: Any) -> Any:
        self.plans.append(await plan(self._connection, statement, *arguments))
        return await self._connection.fetch(statement, *arguments)

    async def fetchval(self, statement: str, *arguments: Any) -> Any:
        return await self._connection.fetchval(statement, *arguments)

    async def fetchrow(self, statement: str, *arguments: Any) -> Any:
        return await self._connection.fetchrow(statement, *arguments)


DOCUMENT_INDEXES = [
    (DocumentFilter(), "documents_received"),
    (DocumentFilter(type_code="T7"), "documents_type"),
    (DocumentFilter(sender="S7"), "documents_sender"),
    (DocumentFilter(unique_id="U7"), "documents_unique_id"),
    (DocumentFilter(patient_key="K7"), "documents_patient"),
    (DocumentFilter(document_id=1007), "documents_pkey"),
    (DocumentFilter(control_id="C7"), "messages_control"),
    (DocumentFilter(state=DeliveryState.PARKED), "deliveries_state"),
    (DocumentFilter(text="nom1234 prenom"), "words_2026_11_string_to_array_idx"),
    (DocumentFilter(text="om123 zzz"), "words_2026_11_text_idx"),
]
DELIVERY_INDEXES = [
    (DeliveryFilter(), "deliveries_document"),
    (DeliveryFilter(state=DeliveryState.PARKED), "deliveries_state"),
    (DeliveryFilter(state=DeliveryState.PARKED, cause_code="503"), "deliveries_cause"),
    (DeliveryFilter(destination=Destination.ZAM), "deliveries_destination"),
]


async def test_searches_go_by_their_indexes(store: PostgresStore) -> None:
    await fill(store, 5000)
    async with store.reading() as connection:
        for wanted, index in DOCUMENT_INDEXES:
            recorder = Recorder(connection)
            await search_documents(recorder, wanted, cursor=None, limit=20)
            assert any(index in text for text in recorder.plans), (wanted, recorder.plans)
        for sought, index in DELIVERY_INDEXES:
            recorder = Recorder(connection)
            await search_deliveries(recorder, sought, cursor=None, limit=20)
            assert any(index in text for text in recorder.plans), (sought, recorder.plans)
