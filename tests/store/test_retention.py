"""What leaves with time, and what must not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.store.page_records import DocumentFilter, EventFilter
from liane.store.postgres_store import PostgresStore
from liane.store.records import DeliveryOutcome, NewEvent
from liane.store.retention import RetentionPolicy, is_over, next_month
from tests.store.store_examples import NOW, acceptance, delivery, document, message

POLICY = RetentionPolicy(content=timedelta(days=90), trace=timedelta(days=3650))


def test_a_month_is_over_when_its_last_instant_was_kept_long_enough() -> None:
    kept = timedelta(days=90)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert not is_over(date(2026, 1, 1), kept, datetime(2026, 5, 1, 23, 59, 59, tzinfo=UTC))
    assert is_over(date(2026, 1, 1), kept, datetime(2026, 5, 2, tzinfo=UTC))


def test_a_trace_outlives_its_content() -> None:
    with pytest.raises(ValueError, match="at least as long"):
        RetentionPolicy(content=timedelta(days=2), trace=timedelta(days=1))


async def keep_done(store: PostgresStore, number: int, at: datetime) -> tuple[int, int]:
    made = document(number)
    events = (NewEvent(name="document.received", at=at, body=b"ack %d" % number),)
    given = acceptance(
        number,
        message=message(number, made.body, received_at=at),
        deliveries=(delivery(number, state=DeliveryState.SKIPPED),),
        events=events,
    )
    accepted = await store.accept(given)
    assert accepted.document_id is not None
    assert accepted.message_id is not None
    return accepted.document_id, accepted.message_id


@pytest.mark.anyio
async def test_old_content_leaves_and_its_trace_stays(store: PostgresStore) -> None:
    old_document, old_message = await keep_done(store, 1, NOW - timedelta(days=150))
    new_document, new_message = await keep_done(store, 2, NOW)
    report = await store.apply_retention(POLICY, NOW)
    assert report.content_months == (date(2026, 6, 1),)
    assert report.trace_months == report.kept_open == ()
    for load, number in ((store.load_document_body, old_document), (store.load_message_raw, old_message)):
        with pytest.raises(LookupError, match="no longer kept"):
            await load(number)
    assert await store.load_document_body(new_document) == document(2).body
    assert await store.load_message_raw(new_message)
    assert (await store.get_document(old_document)).title == "Compte rendu 1"
    assert len((await store.search_documents(DocumentFilter(text="dominique"))).lines) == 2
    assert await store.verify_all_journals() == (3, [])
    (event,) = (await store.search_events(EventFilter(name="content.dropped"))).lines
    assert event.data["month"] == "2026-06-01"
    assert (await store.apply_retention(POLICY, NOW)).content_months == ()
    await keep_done(store, 3, NOW - timedelta(days=150))


@pytest.mark.anyio
async def test_a_month_with_an_open_delivery_stays(store: PostgresStore) -> None:
    at = NOW - timedelta(days=150)
    await store.accept(acceptance(1, message=message(1, document(1).body, received_at=at)))
    report = await store.apply_retention(POLICY, NOW)
    assert (report.content_months, report.kept_open) == ((), (date(2026, 6, 1),))
    for claimed in await store.claim(limit=5, now=NOW + timedelta(seconds=1)):
        assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.DELIVERED), NOW)
    assert (await store.apply_retention(POLICY, NOW)).content_months == (date(2026, 6, 1),)


@pytest.mark.anyio
async def test_at_the_very_end_the_trace_leaves_too(store: PostgresStore) -> None:
    old, old_message = await keep_done(store, 1, NOW - timedelta(days=5000))
    await store.append_event(old, NewEvent(name="document.viewed", at=NOW))
    await store.append_event(None, NewEvent(name="user.signed_in", at=NOW - timedelta(days=5000)))
    new, _ = await keep_done(store, 2, NOW)
    report = await store.apply_retention(POLICY, NOW)
    assert (len(report.trace_months), report.documents) == (1, 1)
    for load, number in ((store.get_document, old), (store.get_message, old_message)):
        with pytest.raises(LookupError):
            await load(number)
    assert await store.find_events(old) == []
    assert (await store.search_documents(DocumentFilter())).lines[0].document.id == new
    assert await store.verify_all_journals() == (2, [])


@pytest.mark.anyio
async def test_one_document_is_erased_and_its_trace_stays(store: PostgresStore) -> None:
    erased, raw = await keep_done(store, 1, NOW)
    again = acceptance(1, message=message(9, document(1).body), deliveries=(), events=())
    twin = (await store.accept(again)).document_id
    other, _ = await keep_done(store, 2, NOW)
    assert twin is not None
    number = await store.erase_document(erased, actor="user:dpo", reason="Demande du patient.", now=NOW)
    assert number == 1, "the acknowledgement; the document itself is shared with its twin"
    assert await store.load_document_body(twin) == document(1).body
    with pytest.raises(LookupError, match="no longer kept"):
        await store.load_message_raw(raw)
    stored = await store.get_document(erased)
    assert (stored.title, stored.patient_label, stored.patient_ins, stored.request) == ("", "", None, {})
    assert [line.document.id for line in (await store.search_documents(DocumentFilter(text="dominique"))).lines] == [
        twin,
        other,
    ]
    events = await store.find_events(erased)
    assert events[-1].name == "document.erased"
    assert events[-1].data == {"reason": "Demande du patient.", "bodies": 1}
    assert await store.verify_journal(erased) is None
    assert await store.erase_document(twin, actor="user:dpo", reason="Demande du patient.", now=NOW) == 1
    with pytest.raises(LookupError, match="no longer kept"):
        await store.load_document_body(erased)
    with pytest.raises(LookupError):
        await store.erase_document(999, actor="user:dpo", reason="x", now=NOW)


@pytest.mark.anyio
async def test_a_document_under_way_is_not_erased(store: PostgresStore) -> None:
    accepted = await store.accept(acceptance(1))
    assert accepted.document_id is not None
    with pytest.raises(ValueError, match="not done"):
        await store.erase_document(accepted.document_id, actor="user:dpo", reason="x", now=NOW)
