"""The trail of accesses: durable, in order, found again; an edit, a deletion or a reordering shows."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from liane.domain.actors.actor import Structure
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.actors.professional import Situation
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.store.accesses_chain import AccessRow
from liane.store.accesses_records import AccessQuery
from liane.store.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DOCTOR = Operator(
    name="Camille EXEMPLE",
    roles=frozenset({Role.CLINICIEN, Role.AUDIT}),
    unit="Cardiologie",
    identifier="899700218896",
    means=SignInMeans.PRO_SANTE_CONNECT,
    situation=Situation(
        profession="10",
        specialty="SM04",
        sector="SA01",
        structure=Structure(identifier="10B0152872", name="CH des Tilleuls (fictif)"),
        exercise_mode="S",
        key="1",
    ),
    session="42",
)
CLERK = Operator(name="Dominique MODELE", roles=frozenset({Role.SECRETARIAT}))


def access(number: int = 0, **values: Any) -> AccessEvent:
    """One line; its instant grows with its number."""
    fields: dict[str, Any] = {
        "act": AccessAct.SEE_PERSON,
        "at": NOW + timedelta(seconds=number),
        "operator": DOCTOR,
        "person_id": 7,
        "target": "/identites/7",
        "address": "192.0.2.4",
        "detail": {"page": "identité"},
    }
    return AccessEvent(**(fields | values))


async def fill(store: PostgresStore, count: int = 6) -> None:
    for number in range(count):
        await store.accesses.record(access(number, person_id=number % 3 + 1))


async def test_a_line_is_given_back_as_it_was_recorded(store: PostgresStore) -> None:
    event = access(reason="Urgence vitale", outcome=Outcome.REFUSED)
    await store.accesses.record(event)
    bare = AccessEvent(act=AccessAct.LOCK_OUT, at=NOW, operator=Operator(name="", roles=frozenset()))
    await store.accesses.record(bare)
    first, second = await store.accesses.following(0, limit=5)
    assert (first.seq, first.event) == (1, event)
    assert (second.seq, second.event) == (2, bare)
    assert (await store.accesses.get(1)).id == first.id != second.id
    assert await store.accesses.find_by_id(first.id) == first
    for name in (first.id[:-1], second.id.replace("2-", "1-"), "3-00", "x", "", "9" * 40, "²-00"):
        assert await store.accesses.find_by_id(name) is None
    with pytest.raises(LookupError):
        await store.accesses.get(3)


async def test_what_cannot_be_stored_is_cleaned_and_bounded(store: PostgresStore) -> None:
    detail = {f"k{number}": "x" * 1000 for number in range(50)}
    await store.accesses.record(access(target="a\x00b\ud800", reason="r" * 5000, detail=detail))
    (line,) = await store.accesses.following(0, limit=5)
    assert line.event.target == "a�b�"
    assert len(line.event.reason) == 1000
    assert len(line.event.detail) == 20
    assert {len(value) for value in line.event.detail.values()} == {300}
    assert (await store.accesses.verify(NOW)).is_whole


async def test_many_at_once_make_one_chain_without_a_gap(store: PostgresStore, store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as other:
        await asyncio.gather(*(one.accesses.record(access(number)) for number in range(150) for one in (store, other)))
        lines = await other.accesses.following(0, limit=500)
    assert [line.seq for line in lines] == list(range(1, 301))
    proof = await store.accesses.verify(NOW, asked_by="A. Auditeur")
    assert (proof.is_whole, proof.lines, proof.seq) == (True, 300, 300)
    assert await store.accesses.find_proofs() == [proof]
    assert await store.accesses.find_hash(300) == proof.digest == lines[-1].digest


async def test_a_closed_store_refuses(store_dsn: str) -> None:
    from liane.domain.errors import StorageUnavailable

    closed = PostgresStore(store_dsn)
    with pytest.raises(StorageUnavailable):
        await closed.accesses.record(access())


async def tamper(store: PostgresStore, statement: str) -> None:
    """Do what somebody with the owner's rights on the database could do."""
    async with store.writing() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "broken_seq", "reason"),
    [
        ("UPDATE accesses SET operator = 'AUTRE' WHERE seq = 3", 3, "modifiée"),
        ("UPDATE accesses SET person_id = NULL WHERE seq = 3", 3, "modifiée"),
        ("UPDATE accesses SET at = at + interval '1 microsecond' WHERE seq = 6", 6, "modifiée"),
        ("UPDATE accesses SET detail = '{}' WHERE seq = 1", 1, "modifiée"),
        ("DELETE FROM accesses WHERE seq = 3", 3, "manque"),
        ("DELETE FROM accesses WHERE seq >= 5", 5, "coupée"),
        ("DELETE FROM accesses", 1, "coupée"),
        ("UPDATE accesses SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3)", 2, "manque"),
        ("UPDATE access_head SET seq = 5, hash = (SELECT hash FROM accesses WHERE seq = 5)", None, ""),
        ("DELETE FROM access_head", 1, "disparu"),
    ],
)
async def test_tampering_shows(store: PostgresStore, statement: str, broken_seq: int | None, reason: str) -> None:
    await fill(store)
    await tamper(store, statement)
    if "SET seq = CASE" in statement:
        await tamper(store, "UPDATE accesses SET seq = seq - 100 WHERE seq > 100")
        broken_seq, reason = 2, "modifiée"
    proof = await store.accesses.verify(NOW)
    assert proof.broken_seq == broken_seq
    assert reason in proof.reason
    assert (await store.accesses.find_proofs())[0].broken_seq == broken_seq


async def test_a_cut_with_its_head_moved_back_shows_against_a_noted_print(store: PostgresStore) -> None:
    await fill(store)
    noted = await store.accesses.verify(NOW)
    await tamper(store, "DELETE FROM accesses WHERE seq = 6")
    await tamper(store, "UPDATE access_head SET seq = 5, hash = (SELECT hash FROM accesses WHERE seq = 5)")
    assert (await store.accesses.verify(NOW)).is_whole, "the database alone cannot tell"
    assert await store.accesses.find_hash(noted.seq) is None
    await store.accesses.record(access(99))
    assert await store.accesses.find_hash(noted.seq) != noted.digest


async def test_the_database_itself_refuses_edits(store: PostgresStore) -> None:
    await fill(store, 2)
    for statement in (
        "UPDATE accesses SET reason = 'x'",
        "DELETE FROM accesses",
        "TRUNCATE accesses",
        "TRUNCATE accesses_2026_11",
    ):
        with pytest.raises(asyncpg.RaiseError):
            async with store.writing() as connection:
                await connection.execute(statement)
    assert (await store.accesses.verify(NOW)).lines == 2


async def test_lines_are_found_by_each_criterion(store: PostgresStore) -> None:
    record = store.accesses.record
    await record(access(1))
    await record(access(2, operator=CLERK, person_id=8, address="192.0.2.5"))
    await record(access(3, act=AccessAct.BREAK_GLASS, outcome=Outcome.REFUSED, target="1.2.3"))
    await record(access(4, operator=CLERK, act=AccessAct.SEARCH_PERSONS, person_id=None))

    async def find(**values: Any) -> list[int]:
        return [line.seq for line in (await store.accesses.search(AccessQuery(**values))).lines]

    assert await find() == [4, 3, 2, 1]
    assert await find(who="modèle") == [4, 2]
    assert await find(who="MODELE dominique") == []
    assert await find(who="899700218896") == [3, 1]
    assert await find(who="camille", acts=(AccessAct.SEE_PERSON,)) == [1]
    assert await find(who="inconnue") == await find(who="100%") == []
    assert await find(person_id=7) == [3, 1]
    assert await find(outcome=Outcome.REFUSED) == [3]
    assert await find(acts=(AccessAct.SEARCH_PERSONS, AccessAct.BREAK_GLASS)) == [4, 3]
    assert await find(since=NOW + timedelta(seconds=2), until=NOW + timedelta(seconds=4)) == [3, 2]
    assert await find(address="192.0.2.5") == [2]
    assert await find(target="1.2.3") == [3]
    assert await find(unit="Cardiologie", session="42") == [3, 1]
    of_person = await store.accesses.of_person(7, NOW, NOW + timedelta(seconds=2))
    assert [line.seq for line in of_person.lines] == [1]
    assert [line.seq for line in (await store.accesses.of_person(8, also=(7,))).lines] == [3, 2, 1]


async def test_pages_follow_each_other(store: PostgresStore) -> None:
    await asyncio.gather(*(store.accesses.record(access(0)) for _ in range(25)))
    seen, cursor = [], ""
    while True:
        page = await store.accesses.of_person(7, cursor=cursor, limit=10)
        seen += [line.seq for line in page.lines]
        cursor = page.cursor
        if not cursor:
            break
    assert seen == list(range(25, 0, -1))
    assert [line.seq async for line in store.accesses.walk(AccessQuery(), lines_max=12, page_size=5)] == seen[:12]
    with pytest.raises(ValueError, match="cursor"):
        await store.accesses.search(AccessQuery(), cursor="n'importe quoi")


async def test_old_months_leave_and_the_chain_goes_on(store: PostgresStore) -> None:
    years = (2015, 2016, 2026)
    for year in years:
        await store.accesses.record(access(at=datetime(year, 3, 31, 23, 59, tzinfo=UTC)))
        await store.accesses.record(access(at=datetime(year, 4, 2, tzinfo=UTC)))
    await store.accesses.record(access(at=datetime(2026, 4, 1, tzinfo=UTC)))
    assert (await store.accesses.following(6, limit=1))[0].seq == 7
    kept = timedelta(days=3650)
    dropped = await store.accesses.apply_retention(kept, datetime(2026, 5, 1, tzinfo=UTC))
    assert [month.isoformat() for month in dropped] == ["2015-03-01", "2015-04-01", "2016-03-01", "2016-04-01"]
    proof = await store.accesses.verify(NOW)
    assert (proof.is_whole, proof.lines, proof.seq) == (True, 3, 7)
    assert await store.accesses.apply_retention(kept, NOW) == []
    await tamper(store, "DELETE FROM accesses WHERE seq = 5")
    assert (await store.accesses.verify(NOW)).broken_seq == 5
    assert await store.accesses.apply_retention(timedelta(0), datetime(2030, 1, 1, tzinfo=UTC)) == [date(2026, 3, 1)]


async def test_rows_have_the_columns_of_their_table_in_order(store: PostgresStore) -> None:
    async with store.reading() as connection:
        found = await connection.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'accesses'::regclass AND attnum > 0 ORDER BY attnum"
        )
    assert [row["attname"] for row in found] == list(AccessRow._fields)


async def test_searches_go_by_their_indexes(store: PostgresStore) -> None:
    await fill(store)
    async with store.writing() as connection:
        await connection.execute(
            """
            INSERT INTO accesses
            SELECT month, seq + 10 * i, at - i * interval '1 minute', act, outcome, 'O' || i % 97, identifier, roles,
              unit, means, situation, session, 100 + i % 1000, target, reason, address, detail, hash
            FROM accesses, generate_series(1, 5000) AS i
            """
        )
    async with store.reading() as connection:
        await connection.execute("VACUUM ANALYZE accesses")
    explain: Callable[[str], Awaitable[str]] = lambda where: _plan(store, where)  # noqa: E731
    assert "person_id" in await explain("person_id = 77")
    assert "operator" in await explain("operator = ANY('{O5}')")
    assert "at_seq" in await explain("outcome = 'DONE'")


async def _plan(store: PostgresStore, where: str) -> str:
    async with store.reading() as connection:
        rows = await connection.fetch(
            f"EXPLAIN SELECT * FROM accesses WHERE {where} ORDER BY at DESC, seq DESC LIMIT 51"
        )
    text = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in text
    return text
