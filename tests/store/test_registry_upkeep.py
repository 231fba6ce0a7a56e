"""The registry over time: figures, lists, export; what leaves with the retention; backup; a writer that dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from liane.domain.errors import StorageUnavailable
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.stays import StayState
from liane.store import backup, registry_flush, registry_rows
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import (
    AlertDecision,
    AlertKind,
    INSiCall,
    NewAlert,
    NoticeState,
    PersonQuery,
    RegistryWrite,
    RegistryWritten,
)
from liane.store.retention import RetentionPolicy
from tests.store.registry_examples import NOW, adt, creation, event, ipp, movement, notice, person, qualified, stay
from tests.store.store_examples import acceptance

pytestmark = pytest.mark.anyio
TABLES = {
    "alerts": registry_rows.AlertRow,
    "identity_messages": registry_rows.IdentityMessageRow,
    "movements": registry_rows.MovementRow,
    "notices": registry_rows.NoticeRow,
    "person_events": registry_rows.PersonEventRow,
    "person_identifiers": registry_rows.IdentifierRow,
    "person_names": registry_rows.NameRow,
    "person_search": registry_rows.SearchRow,
    "persons": registry_rows.PersonRow,
    "stays": registry_rows.StayRow,
}
MANY_YEARS = NOW + timedelta(days=365 * 30)


@pytest.mark.parametrize("table", sorted(TABLES))
async def test_rows_have_the_columns_of_their_table_in_order(store: PostgresStore, table: str) -> None:
    async with store.reading() as connection:
        found = await connection.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum",
            table,
        )
    assert [row["attname"] for row in found] == list(TABLES[table]._fields)  # type: ignore[attr-defined]


async def fill(store: PostgresStore) -> list[int]:
    """Six persons with a stay: the even ones qualified; the last was merged into the second."""
    registry = store.registry
    writes = [creation((qualified if number % 2 == 0 else person)(number)) for number in range(1, 7)]
    results = await registry.write_registry_many(writes)
    ids = [result.person_ids[0] for result in results if isinstance(result, RegistryWritten)]
    surgery = movement(2, medical_unit="3002", medical_unit_label="Chirurgie")
    stays = [stay(ids[0], 1), stay(ids[1], 2), stay(ids[2], 3, movements=(movement(1), surgery))]
    stays += [stay(ids[3], 4, state=StayState.CLOSED), stay(ids[4], 5, movements=()), stay(ids[4], 6)]
    await registry.write_registry(RegistryWrite(stays=tuple(stays)))
    kept, retired = await registry.get_persons([ids[1], ids[4]])
    act = RegistryWrite(persons=(kept, replace(retired, merged_into=kept.id)), events=(event(person_id=kept.id),))
    await registry.write_registry(act)
    return ids


async def test_rates_follow_merges(store: PostgresStore) -> None:
    ids = await fill(store)
    registry = store.registry
    rates = [(rate.unit, rate.label, rate.persons, rate.qualified) for rate in await registry.rate_by_unit()]
    assert rates == [("", "", 1, 1), ("3001", "Cardiologie", 2, 1), ("3002", "Chirurgie", 1, 0)]
    (day,) = await registry.rate_by_day("20261101", "20261102")
    assert (day.day, day.stays, day.qualified) == ("20261101", 6, 4)
    (day,) = await registry.rate_by_day("20261101", "20261102", unit="3002")
    assert (day.stays, day.qualified) == (1, 0)
    assert await registry.rate_by_day("20261102", "20261201") == []
    assert await registry.count_by_status() == {
        IdentityStatus.PROVISOIRE: 2,
        IdentityStatus.RECUPEREE: 0,
        IdentityStatus.VALIDEE: 0,
        IdentityStatus.QUALIFIEE: 3,
    }
    lines = (await registry.list_unqualified()).lines
    assert [(line.person.id, line.unit) for line in lines] == [(ids[2], "3002"), (ids[0], "3001")]
    page = await registry.list_unqualified(limit=1)
    assert [line.person.id for line in (await registry.list_unqualified(cursor=page.next_cursor)).lines] == [ids[0]]
    assert [line.person.id for line in (await registry.list_unqualified(unit="3001")).lines] == [ids[0]]


async def test_renewals_and_export(store: PostgresStore) -> None:
    ids = await fill(store)
    registry = store.registry
    assert (await registry.list_renewals(NOW)).lines == ()
    page = await registry.list_renewals(NOW + timedelta(seconds=1), limit=2)
    rest = await registry.list_renewals(NOW + timedelta(seconds=1), cursor=page.next_cursor)
    assert [one.id for one in (*page.lines, *rest.lines)] == [ids[1], ids[3], ids[5]]
    listed = await registry.list_by_status(IdentityStatus.PROVISOIRE, limit=1)
    after = await registry.list_by_status(IdentityStatus.PROVISOIRE, cursor=listed.next_cursor)
    assert [one.id for one in (*listed.lines, *after.lines)] == [ids[2], ids[0]]
    assert [one.id async for one in registry.stream_persons()] == [*ids[:4], ids[5]]
    assert [one.id async for one in registry.stream_persons(include_merged=True, after=ids[3])] == ids[4:]
    assert [one.id async for one in registry.stream_persons(status=IdentityStatus.PROVISOIRE)] == [ids[0], ids[2]]
    with pytest.raises(ValueError, match="cursor"):
        await registry.list_unqualified(cursor="é")


async def test_what_leaves_with_the_retention(store: PostgresStore) -> None:
    registry = store.registry
    accepted = await store.accept(acceptance(1))
    told = await store.accept(adt(2))
    assert accepted.document_id is not None
    alert = NewAlert(kind=AlertKind.DUPLICATE, at=NOW, dedup_key="x")
    written = await registry.write_registry(creation(qualified(1), notices=(notice(1),), alerts=(alert,)))
    number, alert_id = written.person_ids[0], written.alert_ids[0]
    assert alert_id is not None
    decision = AlertDecision(alert_id=alert_id, decision="classer", reason="", actor="x", at=NOW)
    await registry.write_registry(RegistryWrite(closed_alerts=(decision,)))
    await registry.link_document(accepted.document_id, number, "IPP", NOW)
    call = INSiCall(
        at=NOW,
        operation="vérification",
        actor="x",
        certificate="INSI-AUTO",
        message_id="1",
        code="00",
        label="",
        outcome="OK",
        duration_ms=1,
        request=b"q",
        answer=b"a",
    )
    await registry.save_insi_call(call)
    (claimed,) = await registry.claim_notices(limit=1, now=NOW)
    await registry.finish_notice(claimed, state=NoticeState.SENT, now=NOW, answer=b"MSA")
    policy = RetentionPolicy(content=timedelta(days=90), trace=timedelta(days=3650))
    await store.apply_retention(policy, NOW + timedelta(days=200))
    assert await registry.next_pending_messages(limit=5) != [], "a month whose messages wait stays whole"
    (kept,) = await registry.find_insi_calls()
    assert (kept.request, kept.answer, kept.code) == (b"", b"", "00")
    (line,) = (await registry.find_notices()).lines
    assert (line.message, line.answer, line.control_id) == (b"", b"", "N1")
    await registry.write_registry(
        RegistryWrite(events=(event(person_id=number, at=MANY_YEARS),), applied_message_id=told.message_id)
    )
    await store.change_deliveries(
        [item.id for item in await store.find_deliveries(accepted.document_id)],
        act="cancel",
        actor="x",
        reason="",
        now=NOW,
    )
    await store.apply_retention(policy, MANY_YEARS)
    assert await registry.find_insi_calls() == []
    assert (await registry.find_notices()).lines == ()
    assert await registry.find_alerts(only_open=False) == []
    assert await registry.find_document_person(accepted.document_id) is None
    assert len(await registry.find_person_events(number)) == 1
    assert (await registry.get_person(number)).id == number, "a person never leaves by themselves"
    assert len(await registry.search_persons(PersonQuery(text="patient-test"))) == 1
    assert await registry.verify_person(number) is None
    assert await registry.verify_all_persons() == (1, [])
    async with store.reading() as connection:
        assert await connection.fetchval("SELECT count(*) FROM identity_messages") == 0
    assert (await store.verify_all_journals())[1] == []


async def test_a_document_erased_is_nobodys(store: PostgresStore) -> None:
    accepted = await store.accept(acceptance(1, deliveries=(), events=()))
    assert accepted.document_id is not None
    await store.registry.link_document(accepted.document_id, 1, "IPP", NOW)
    await store.erase_document(accepted.document_id, actor="x", reason="demande", now=NOW)
    assert await store.registry.find_document_person(accepted.document_id) is None


async def test_an_edited_history_is_found(store: PostgresStore) -> None:
    ids = await fill(store)
    assert await store.registry.verify_all_persons() == (6, [])
    async with store.reading() as connection:
        await connection.execute("ALTER TABLE person_events DISABLE TRIGGER ALL")
        await connection.execute("DELETE FROM person_events WHERE person_id = $1 AND seq = 2", ids[1])
    (wrong,) = (await store.registry.verify_all_persons())[1]
    assert (wrong.chain, wrong.seq) == (ids[1], 2)


async def test_a_writer_that_dies_leaves_nothing_behind(
    store: PostgresStore, store_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is cut between two statements of an act: nothing of it stays, and the next act passes."""
    accepted = await store.accept(adt(1))
    act = creation(person(1), notices=(notice(1),), applied_message_id=accepted.message_id)
    await store.registry.write_registry(creation(person(9)))
    killing = "SELECT pg_terminate_backend(pg_backend_pid()) WHERE $1::notices[] IS NOT NULL"
    monkeypatch.setattr(registry_flush, "ADD_NOTICES", killing)
    with pytest.raises(StorageUnavailable):
        await store.registry.write_registry(act)
    monkeypatch.undo()
    assert await store.registry.oldest_pending_message() == accepted.message_id
    assert await store.registry.find_by_identifier(ipp(1).oid, ipp(1).value) is None
    written = await store.registry.write_registry(act)
    assert await store.registry.verify_person(written.person_ids[0]) is None
    assert await store.registry.oldest_pending_message() is None


def test_a_backup_carries_the_registry(tmp_path: Path, postgres_server: EmbeddedPostgres) -> None:
    asyncio.run(_make_databases(postgres_server.dsn, "registry_from", "registry_to"))
    source, target = (
        postgres_server.dsn.replace("@/postgres?", f"@/{name}?") for name in ("registry_from", "registry_to")
    )

    async def keep() -> int:
        async with PostgresStore(source) as store:
            await store.accept(adt(1))
            written = await store.registry.write_registry(creation(qualified(1), notices=(notice(1),)))
            await store.registry.write_registry(RegistryWrite(stays=(stay(written.person_ids[0]),)))
            return written.person_ids[0]

    async def check(number: int) -> None:
        async with PostgresStore(target) as store:
            registry = store.registry
            assert [hit.person.id for hit in await registry.search_persons(PersonQuery(text="patient test"))] == [
                number
            ]
            assert await registry.verify_all_persons() == (1, [])
            assert len(await registry.find_stays(number)) == 1
            assert await registry.count_pending_messages() == 1
            assert len(await registry.claim_notices(limit=5, now=NOW)) == 1
            await store.accept(adt(2))
            assert await registry.count_pending_messages() == 2

    number = asyncio.run(keep())
    backup.backup_database(source, postgres_server.postmaster.binaries.major, tmp_path / "saved", at=NOW)
    backup.restore_database(tmp_path / "saved", target)
    asyncio.run(check(number))


async def _make_databases(dsn: str, *names: str) -> None:
    connection = await asyncpg.connect(dsn)
    for name in names:
        await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
