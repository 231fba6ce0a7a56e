"""The thin path: a message is kept, its deliveries are leased, done, and everything reads back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.store.postgres_store import PostgresStore
from liane.store.records import Acceptance, DeliveryOutcome, NewEvent
from tests.store.store_examples import NOW, acceptance, delivery, document, message

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(seconds=1)


async def test_a_message_reads_back_to_the_byte(store: PostgresStore) -> None:
    given = acceptance()
    accepted = await store.accept(given)
    assert accepted.message_id is not None
    assert accepted.document_id is not None
    assert given.document is not None
    assert await store.load_message_raw(accepted.message_id) == given.message.raw
    assert await store.load_document_body(accepted.document_id) == given.document.body
    stored = await store.get_document(accepted.document_id)
    assert stored.request == {"number": 1}
    assert stored.received_at == given.message.received_at
    assert await store.load_body(stored.body_sha256) == given.document.body
    kept = await store.get_message(accepted.message_id)
    assert (kept.ack, kept.document_id, kept.raw_size_bytes) == (
        given.message.ack,
        accepted.document_id,
        len(given.message.raw),
    )
    assert [found.id for found in await store.find_documents_by_unique_id(stored.unique_id)] == [stored.id]


async def test_events_are_chained_and_name_their_delivery(store: PostgresStore) -> None:
    accepted = await store.accept(acceptance())
    assert accepted.document_id is not None
    events = await store.find_events(accepted.document_id)
    assert [event.name for event in events] == ["document.received", "delivery.planned", "message.acknowledged"]
    assert events[1].delivery_id == accepted.delivery_ids[0]
    assert events[2].body_sha256 is not None
    assert await store.load_body(events[2].body_sha256) == b"MSH|ack"
    assert len({event.hash for event in events}) == 3


async def test_a_delivery_is_claimed_once_and_finished(store: PostgresStore) -> None:
    accepted = await store.accept(acceptance())
    claimed = await store.claim(limit=10, now=LATER)
    assert {item.destination for item in claimed} == {Destination.DMP, Destination.MSSANTE_PS}
    assert await store.claim(limit=10, now=LATER) == []
    first = min(claimed, key=lambda item: item.id)
    outcome = DeliveryOutcome(
        state=DeliveryState.DELIVERED,
        remote_answer={"status": "Success"},
        plan_patch={"lot": "1.2.3"},
        correlation=("<m1@liane>",),
        new_deliveries=(delivery(99, Destination.ZAM),),
        events=(
            NewEvent(name="delivery.delivered", at=LATER),
            NewEvent(name="zam.planned", at=LATER, delivery_index=0),
        ),
    )
    assert await store.finish(first, outcome, LATER)
    assert accepted.document_id is not None
    deliveries = await store.find_deliveries(accepted.document_id)
    assert [item.state for item in deliveries] == ["delivered", "waiting", "waiting"]
    assert deliveries[0].plan == {"number": 1, "lot": "1.2.3"}
    assert deliveries[0].remote_answer == {"status": "Success"}
    assert (deliveries[0].attempts, deliveries[0].done_at) == (1, LATER)
    found = await store.find_delivery_by_correlation("<m1@liane>")
    assert found is not None
    assert found.id == first.id
    events = await store.find_events(accepted.document_id)
    assert [(event.name, event.delivery_id) for event in events[3:]] == [
        ("delivery.delivered", first.id),
        ("zam.planned", deliveries[2].id),
    ]


async def test_a_put_off_delivery_comes_back_when_due(store: PostgresStore) -> None:
    await store.accept(acceptance(deliveries=(delivery(),)))
    (claimed,) = await store.claim(limit=10, now=LATER)
    cause = Cause(cause_class=CauseClass.UNAVAILABLE, code="ECONNREFUSED", message="Injoignable.", remedy="Attendre.")
    again = LATER + timedelta(seconds=30)
    assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.WAITING, cause=cause, retry_at=again), LATER)
    assert await store.claim(limit=10, now=again - timedelta(seconds=1)) == []
    (back,) = await store.claim(limit=10, now=again)
    assert (back.id, back.attempts) == (claimed.id, 1)
    assert back.token != claimed.token
    (stored,) = await store.find_deliveries(back.document_id)
    assert stored.cause == cause


async def test_a_lost_lease_writes_nothing(store: PostgresStore) -> None:
    await store.accept(acceptance(deliveries=(delivery(),)))
    (claimed,) = await store.claim(limit=10, now=LATER)
    much_later = LATER + timedelta(hours=1)
    (again,) = await store.claim(limit=10, now=much_later)
    assert again.state is DeliveryState.ASKING
    event = NewEvent(name="delivery.delivered", at=much_later)
    outcome = DeliveryOutcome(state=DeliveryState.DELIVERED, events=(event,), correlation=("k",))
    assert not await store.finish(claimed, outcome, much_later)
    assert [item.name for item in await store.find_events(claimed.document_id)][-1] == "message.acknowledged"
    assert await store.find_delivery_by_correlation("k") is None
    assert await store.finish(again, outcome, much_later)
    assert await store.finish(again, outcome, much_later), "the same finish told twice is the same finish"
    assert len(await store.find_events(claimed.document_id)) == 4


async def test_a_retry_of_a_message_gets_the_first_ack(store: PostgresStore) -> None:
    first = await store.accept(acceptance())
    second = await store.accept(replace(acceptance(), message=replace(acceptance().message, ack=b"other")))
    assert (second.message_id, second.document_id, second.duplicate_ack) == (None, None, b"MSH|ack|1")
    assert first.document_id is not None
    assert [event.name for event in await store.find_events(first.document_id)][-1] == "message.duplicate"


async def test_the_same_message_many_times_at_once_is_kept_once(store: PostgresStore, store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as other:
        results = await asyncio.gather(*(side.accept(acceptance()) for _ in range(20) for side in (store, other)))
    made = [result for result in results if result.document_id is not None]
    assert len(made) == 1
    assert {result.duplicate_ack for result in results if result.document_id is None} == {b"MSH|ack|1"}
    assert made[0].document_id is not None
    assert len(await store.find_events(made[0].document_id)) == 3 + 39


async def test_a_message_without_a_document_is_kept(store: PostgresStore) -> None:
    raw = b"MSH|^~\\&|A|B\r"
    given = Acceptance(
        message=message(raw=raw, embedded=None, dedup_key=None, outcome="AE"),
        events=(NewEvent(name="message.refused", at=NOW, data={"findings": ["HL7-001"]}),),
    )
    accepted = await store.accept(given)
    assert accepted.document_id is None
    assert accepted.message_id is not None
    assert await store.load_message_raw(accepted.message_id) == raw


async def test_two_documents_with_the_same_delivery_key(store: PostgresStore) -> None:
    one = acceptance(1, deliveries=(delivery(1, dedup_key="dmp|x"),))
    two = acceptance(2, deliveries=(delivery(2, dedup_key="dmp|x"), delivery(2, Destination.ZAM)))
    first, second = await asyncio.gather(store.accept(one), store.accept(two))
    assert first.delivery_ids[0] is not None
    assert second.delivery_ids[0] is None
    assert second.delivery_ids[1] is not None


async def test_text_that_postgresql_refuses_is_kept_readable(store: PostgresStore) -> None:
    made = document(1, title="nul \x00 ici", request={"clé\x00": "va\x00leur", "d": "\ud800"})
    accepted = await store.accept(acceptance(1, document=made, message=message(1, made.body, control_id="x" * 5000)))
    assert accepted.document_id is not None
    stored = await store.get_document(accepted.document_id)
    assert stored.title == "nul � ici"
    assert stored.request == {"clé�": "va�leur", "d": "�"}
    assert accepted.message_id is not None
    assert len((await store.get_message(accepted.message_id)).control_id) == 500


async def test_incidents_open_and_close_once(store: PostgresStore) -> None:
    await store.accept(acceptance())
    assert await store.open_incident("dmp", "503", "Le DMP ne répond pas.", "Attendre.", NOW)
    assert not await store.open_incident("dmp", "503", "Le DMP ne répond pas.", "Attendre.", NOW)
    (incident,) = await store.find_incidents(only_open=True)
    assert (incident.waiting, incident.closed_at) == (1, None)
    assert await store.close_incident("dmp", LATER)
    assert not await store.close_incident("dmp", LATER)
    assert await store.find_incidents(only_open=True) == []
    (closed,) = await store.find_incidents(only_open=False)
    assert closed.closed_at == LATER


async def test_verdicts_and_receipts(store: PostgresStore) -> None:
    accepted = await store.accept(acceptance())
    assert accepted.document_id is not None
    assert await store.get_verdict("k") is None
    event = NewEvent(name="document.validated", at=NOW)
    await store.save_verdict(accepted.document_id, "k", "valid", {"state": "valid", "findings": []}, event)
    assert await store.get_verdict("k") == {"state": "valid", "findings": []}
    assert (await store.get_document(accepted.document_id)).verdict == "valid"
    assert await store.save_receipt(key="<r1>", kind="dsn", raw=b"receipt", at=NOW, delivery_id=None)
    assert not await store.save_receipt(key="<r1>", kind="dsn", raw=b"receipt", at=NOW, delivery_id=None)


async def test_what_is_absent_is_said_so(store: PostgresStore) -> None:
    for load in (store.get_document, store.get_message, store.load_document_body, store.load_message_raw):
        with pytest.raises(LookupError):
            await load(123456)
    with pytest.raises(LookupError):
        await store.load_body("00" * 32)
    with pytest.raises(LookupError):
        await store.load_body("é")
