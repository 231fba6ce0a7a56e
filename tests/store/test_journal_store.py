"""The journal: chained, only ever appended, and every tampering shows."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.store.journal import START, Draft, chain_events, draft_event, verify_chain
from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from tests.store.store_examples import NOW, acceptance

LATER = NOW + timedelta(seconds=1)


def drafts(count: int) -> list[Draft]:
    return [draft_event(NewEvent(name=f"e.{number}", at=NOW, data={"n": number})) for number in range(count)]


@given(st.integers(1, 8), st.data())
def test_any_single_change_breaks_the_chain(count: int, data: st.DataObject) -> None:
    rows, head = chain_events(START._replace(chain=7), drafts(count))
    assert verify_chain(rows, head) is None
    place = data.draw(st.integers(0, count - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"name": "autre"},
                {"actor": "user:x"},
                {"at": LATER},
                {"data": "{}"},
                {"delivery_id": 5},
                {"body_sha256": bytes(32)},
                {"media_type": "x"},
                {"chain": 8},
                {"hash": bytes(32)},
            ]
        )
    )
    forged = [*rows[:place], rows[place]._replace(**change), *rows[place + 1 :]]  # type: ignore[arg-type]
    assert verify_chain(forged, head) is not None
    assert verify_chain([*rows[:place], *rows[place + 1 :]], head) is not None
    assert verify_chain(rows, None) is not None


@pytest.mark.anyio
async def test_the_database_refuses_to_change_the_journal(store: PostgresStore) -> None:
    await store.accept(acceptance())
    for statement in (
        "UPDATE events SET name = 'x'",
        "DELETE FROM events",
        "TRUNCATE events",
        "TRUNCATE events_2026_11",
    ):
        with pytest.raises(asyncpg.RaiseError, match="appended"):
            async with store.writing() as connection:
                await connection.execute(statement)


async def tamper(store: PostgresStore, statement: str) -> None:
    async with store.writing() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(statement)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ('UPDATE events SET data = \'{"control_id":"AUTRE"}\' WHERE seq = 1', 1),
        ("UPDATE events SET at = at + interval '1 microsecond' WHERE seq = 3", 3),
        ("DELETE FROM events WHERE seq = 2", 2),
        ("DELETE FROM events WHERE seq = 3", 3),
        ("DELETE FROM events", 1),
        ("DELETE FROM chains", 4),
    ],
)
async def test_tampering_in_the_database_shows(store: PostgresStore, statement: str, seq: int) -> None:
    accepted = await store.accept(acceptance(1))
    assert accepted.document_id is not None
    assert await store.verify_journal(accepted.document_id) is None
    assert await store.verify_all_journals() == (1, [])
    await tamper(store, statement)
    broken = await store.verify_journal(accepted.document_id)
    assert broken is not None
    assert (broken.chain, broken.seq) == (accepted.document_id, seq)
    assert await store.verify_all_journals() == (1, [broken])


@pytest.mark.anyio
async def test_many_writers_make_one_chain(store: PostgresStore, store_dsn: str) -> None:
    accepted = await store.accept(acceptance(1))
    document_id = accepted.document_id
    async with PostgresStore(store_dsn) as other:
        events = [NewEvent(name=f"user.note_{number}", at=LATER) for number in range(30)]
        await asyncio.gather(
            *(side.append_event(document_id, event) for event in events for side in (store, other)),
            *(side.append_event(None, event) for event in events for side in (store, other)),
        )
    assert document_id is not None
    assert len(await store.find_events(document_id)) == 63
    assert await store.verify_journal(document_id) is None
    assert await store.verify_journal(None) is None
    assert await store.verify_all_journals() == (2, [])
