"""What waits in the registry: identity messages in order across nodes, notices in their lanes; lists, journals."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.errors import StaleVersion
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import (
    AlertDecision,
    AlertKind,
    INSiCall,
    NewAlert,
    NoticeState,
    RegistryWrite,
)
from tests.store.registry_examples import NOW, adt, creation, event, notice, person
from tests.store.store_examples import acceptance

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(seconds=1)


async def test_an_identity_message_waits_to_be_applied(store: PostgresStore) -> None:
    registry = store.registry
    assert await registry.oldest_pending_message() is None
    await store.accept(acceptance(1))
    refused = adt(9, outcome="AE", dedup_key=None)
    first, second, _ = [await store.accept(one) for one in (adt(1), adt(2), refused)]
    retried = await store.accept(adt(1))
    assert retried.duplicate_ack is not None
    assert first.message_id is not None
    assert second.message_id is not None
    assert await registry.next_pending_messages(limit=10) == [
        (first.message_id, adt(1).message.raw),
        (second.message_id, adt(2).message.raw),
    ]
    assert await registry.next_pending_messages(limit=1) == [(first.message_id, adt(1).message.raw)]
    assert await registry.oldest_pending_message() == first.message_id
    await registry.write_registry(creation(person(1), applied_message_id=first.message_id))
    assert await registry.oldest_pending_message() == second.message_id
    with pytest.raises(StaleVersion):
        await registry.write_registry(creation(person(2), applied_message_id=first.message_id))
    assert await registry.count_by_status() == {"provisoire": 1, "récupérée": 0, "validée": 0, "qualifiée": 0}
    await registry.write_registry(RegistryWrite(applied_message_id=second.message_id, failure="Le MRG manque."))
    assert await registry.count_pending_messages() == 0
    (failed,) = (await registry.find_failed_messages()).lines
    assert (failed.message_id, failed.error, failed.control_id) == (second.message_id, "Le MRG manque.", "ADT2")
    assert await registry.put_back_messages([first.message_id, second.message_id]) == 1
    assert await registry.oldest_pending_message() == second.message_id


async def test_no_message_slips_under_those_already_read(store: PostgresStore, store_dsn: str) -> None:
    """Three nodes accept at once while a reader looks: what it once saw only ever grows at its end."""
    seen: list[int] = []
    async with PostgresStore(store_dsn) as one, PostgresStore(store_dsn) as two:
        nodes = (store, one, two)

        async def send(node: int, sender: int) -> None:
            for rank in range(10):
                await nodes[node].accept(adt(node * 1000 + sender * 100 + rank))

        async def look() -> None:
            while len(seen) < 180:
                found = [number for number, _ in await store.registry.next_pending_messages(limit=1000)]
                assert found[: len(seen)] == seen
                seen[:] = found
                await asyncio.sleep(0)

        async with asyncio.timeout(20):
            await asyncio.gather(look(), *(send(node, sender) for node in range(3) for sender in range(6)))
    controls = [(await store.get_message(number)).control_id for number in seen]
    for node in range(3):
        for sender in range(6):
            start = node * 1000 + sender * 100
            mine = [control for control in controls if control in {f"ADT{start + rank}" for rank in range(10)}]
            assert mine == [f"ADT{start + rank}" for rank in range(10)], "what one sender sent in order stays in order"


async def test_a_position_is_drawn_under_a_lock_until_the_commit(store: PostgresStore) -> None:
    async with store.writing() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(7243, 1)")
        accepting = asyncio.ensure_future(store.accept(adt(1)))
        done, _ = await asyncio.wait({accepting}, timeout=0.2)
        assert not done
    assert (await accepting).message_id is not None


async def test_a_task_is_held_by_one_alone(store: PostgresStore, store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as other:
        async with store.registry.alone("application") as held, other.registry.alone("application") as second:
            assert (held, second) == (True, False)
            async with other.registry.alone("envoi") as third:
                assert third
        async with other.registry.alone("application") as held:
            assert held


async def test_notices_of_a_lane_leave_in_order(store: PostgresStore) -> None:
    registry = store.registry
    both = (notice(1, lane="SGL|1"), notice(2, lane="SGL|1"), notice(3, lane="SGL|3"))
    await registry.write_registry(creation(person(1), notices=both))
    await registry.write_registry(creation(person(2), notices=(notice(4, lane="SGL|1"),)))
    claimed = await registry.claim_notices(limit=10, now=LATER)
    assert [one.control_id for one in claimed] == ["N1", "N3"]
    assert claimed[0].message == notice().message
    assert await registry.claim_notices(limit=10, now=LATER) == []
    again = LATER + timedelta(minutes=5)
    down = ("ECONNREFUSED", "Injoignable.")
    assert await registry.finish_notice(claimed[0], state=NoticeState.WAITING, now=LATER, retry_at=again, cause=down)
    assert not await registry.finish_notice(claimed[0], state=NoticeState.SENT, now=LATER), "the lease is over"
    assert await registry.finish_notice(claimed[1], state=NoticeState.SENT, now=LATER, answer=b"MSA|AA")
    assert await registry.claim_notices(limit=10, now=again - timedelta(seconds=1)) == []
    (first,) = await registry.claim_notices(limit=10, now=again)
    assert (first.control_id, first.attempts) == ("N1", 1)
    assert await registry.finish_notice(first, state=NoticeState.SENT, now=again)
    (second,) = await registry.claim_notices(limit=10, now=again)
    assert second.control_id == "N2"
    (late,) = await registry.claim_notices(limit=10, now=again + timedelta(minutes=2))
    assert (late.id, late.token != second.token) == (second.id, True), "a lease that ran out is given to another"
    assert not await registry.finish_notice(second, state=NoticeState.SENT, now=again)
    assert await registry.finish_notice(late, state=NoticeState.PARKED, now=again, cause=("AE", "Refusé."))
    assert await registry.claim_notices(limit=10, now=again + timedelta(days=1)) == [], "its lane waits behind it"
    (count,) = [one for one in await registry.count_notices() if one.state is NoticeState.PARKED]
    assert (count.subscriber, count.number) == ("SGL", 1)
    lines = (await registry.waiting_notices(subscriber="SGL")).lines
    assert [(line.control_id, line.is_behind, line.cause) for line in lines] == [("N4", True, ""), ("N2", False, "AE")]
    assert await registry.change_notices([late.id], act="cancel", now=again) == 1
    assert [one.control_id for one in await registry.claim_notices(limit=10, now=again)] == ["N4"]
    assert [line.control_id for line in (await registry.find_notices()).lines] == ["N4", "N3", "N2", "N1"]
    page = await registry.find_notices(limit=3)
    assert [line.control_id for line in (await registry.find_notices(cursor=page.next_cursor)).lines] == ["N1"]
    with pytest.raises(ValueError, match="unknown act"):
        await registry.change_notices([1], act="x", now=NOW)


async def test_many_workers_send_each_notice_once(store: PostgresStore, store_dsn: str) -> None:
    acts = [
        creation(person(n), notices=tuple(notice(n * 10 + r, lane=f"L|{n}") for r in range(3))) for n in range(1, 41)
    ]
    await store.registry.write_registry_many(acts)
    sent: list[str] = []
    async with PostgresStore(store_dsn) as other:

        async def work(node: PostgresStore) -> None:
            while len(sent) < 120:
                for one in await node.registry.claim_notices(limit=7, now=LATER):
                    sent.append(one.control_id)
                    assert await node.registry.finish_notice(one, state=NoticeState.SENT, now=LATER)
                await asyncio.sleep(0)

        async with asyncio.timeout(20):
            await asyncio.gather(*(work(node) for node in (store, other, store)))
    assert len(sent) == len(set(sent)) == 120
    for number in range(1, 41):
        mine = [control for control in sent if int(control[1:]) // 10 == number]
        assert mine == sorted(mine)


async def test_a_wait_for_notices_ends_when_one_is_made(store: PostgresStore) -> None:
    await store.registry.claim_notices(limit=1, now=NOW)
    waiting = asyncio.ensure_future(store.registry.wait_for_notices(20))
    await asyncio.sleep(0)
    await store.registry.write_registry(creation(person(1), notices=(notice(1),)))
    async with asyncio.timeout(5):
        await waiting
    await store.registry.wait_for_notices(0.001)


def suspicion(**values: object) -> NewAlert:
    fields = {
        "kind": AlertKind.DUPLICATE,
        "at": NOW,
        "score": 0.9,
        "evidence": {"nom": "identique"},
        "dedup_key": "1-2",
    }
    return NewAlert(**(fields | values))  # type: ignore[arg-type]


async def test_an_alert_is_open_once_and_decided_once(store: PostgresStore) -> None:
    registry = store.registry
    written = await registry.write_registry(
        creation(person(1), alerts=(suspicion(), suspicion(kind=AlertKind.COLLISION, dedup_key="c")))
    )
    owner = written.person_ids[0]
    other = await registry.write_registry(creation(person(2), alerts=(suspicion(person_id=owner),)))
    assert other.alert_ids == (None,)
    first, second = written.alert_ids
    assert first is not None
    assert second is not None
    (found,) = await registry.find_alerts(kinds=[AlertKind.DUPLICATE])
    assert (found.id, found.person_id, found.evidence, found.score) == (first, owner, {"nom": "identique"}, 0.9)
    assert await registry.get_alert(first) == found
    assert await registry.count_open_alerts() == {AlertKind.DUPLICATE: 1, AlertKind.COLLISION: 1}
    assert [one.id for one in await registry.find_alerts(person_id=owner)] == [second, first]
    decision = AlertDecision(alert_id=first, decision="distincts", reason="Jumeaux.", actor="user:civ", at=LATER)
    await registry.write_registry(RegistryWrite(closed_alerts=(decision,)))
    with pytest.raises(StaleVersion):
        await registry.write_registry(RegistryWrite(closed_alerts=(decision,)))
    with pytest.raises(StaleVersion):
        await registry.write_registry(RegistryWrite(closed_alerts=(replace(decision, alert_id=10**9),)))
    judged = await registry.find_alerts_by_key(["1-2", "zzz", ""])
    assert {key: (alert.decision, alert.decided_by) for key, alert in judged.items()} == {
        "1-2": ("distincts", "user:civ")
    }
    assert await registry.find_alerts(kinds=[AlertKind.DUPLICATE]) == []
    assert len(await registry.find_alerts(kinds=[AlertKind.DUPLICATE], only_open=False)) == 1
    page = await registry.list_alerts(only_open=False, limit=1)
    assert len((await registry.list_alerts(only_open=False, cursor=page.next_cursor)).lines) == 1
    with pytest.raises(LookupError):
        await registry.get_alert(10**9)
    counts = await registry.count_duplicates(NOW.replace(hour=0, minute=0), NOW + timedelta(days=1))
    assert [(count.decision, count.number) for count in counts] == [("", 1), ("distincts", 1)]


async def test_calls_of_insi_are_journalled(store: PostgresStore) -> None:
    registry = store.registry
    call = INSiCall(
        at=NOW,
        operation="recherche par traits",
        actor="user:accueil",
        certificate="INSI-MANU",
        message_id="uuid:1",
        code="00",
        label="OK",
        outcome="trouvée",
        duration_ms=120,
        request=b"<RECSANSVITALE/>" * 200,
        answer=b"<RESULTAT/>",
    )
    number = await registry.save_insi_call(call)
    assert await registry.find_insi_calls() == [replace(call, id=number)]
    written = await registry.write_registry(creation(person(1), call_ids=(number,)))
    (tied,) = await registry.find_insi_calls(person_id=written.person_ids[0])
    assert tied == replace(call, id=number, person_id=written.person_ids[0])
    assert await registry.find_insi_calls(lot_id=1) == []
    (count,) = await registry.count_insi_answers(NOW.replace(hour=0, minute=0), NOW + timedelta(days=1))
    assert (count.operation, count.code, count.outcome, count.number) == ("recherche par traits", "00", "trouvée", 1)


async def test_documents_are_tied_once(store: PostgresStore) -> None:
    registry = store.registry
    assert await registry.link_document(5, 1, "INS", NOW)
    assert not await registry.link_document(5, 2, "IPP", NOW)
    assert await registry.link_document(6, 1, "IPP", NOW)
    assert await registry.find_document_person(5) == 1
    assert await registry.find_document_persons([5, 6, 7]) == {5: 1, 6: 1}
    assert await registry.find_documents_of_person(1) == [6, 5]
    assert await registry.find_documents_of_person(1, limit=1) == [6]
    assert event().name == "person.created"
