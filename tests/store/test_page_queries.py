"""The questions of the pages: the figures of the day, the search, the worklists, the story of a document."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.store.page_records import DeliveryFilter, DocumentFilter, DocumentLine, EventFilter, MessageFilter, Page
from liane.store.postgres_store import PostgresStore
from liane.store.records import Acceptance, DeliveryOutcome, NewEvent
from tests.store.store_examples import NOW, acceptance, delivery, document, message

pytestmark = pytest.mark.anyio
PARIS = ZoneInfo("Europe/Paris")
LATER = NOW + timedelta(seconds=5)
REFUSED = Cause(cause_class=CauseClass.REFUSED, code="XDSRegistryError", message="Le DMP a refusé.", remedy="Corriger.")


def refused_message(number: int, **values: object) -> Acceptance:
    fields = {"raw": b"MSH|x", "embedded": None, "dedup_key": None, "outcome": "AE"}
    return Acceptance(message=message(number, **(fields | values)))


def numbers(page: Page[DocumentLine]) -> list[int]:
    return [int(line.document.unique_id.rsplit(".", 1)[1]) for line in page.lines]


async def finish_one(store: PostgresStore, destination: Destination, outcome: DeliveryOutcome) -> int:
    (claimed,) = await store.claim(limit=1, now=LATER, destinations=[destination])
    assert await store.finish(claimed, outcome, LATER)
    return claimed.document_id


async def read_all(store: PostgresStore, wanted: DocumentFilter, limit: int) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = await store.search_documents(wanted, cursor=cursor, limit=limit)
        found += numbers(page)
        cursor = page.next_cursor
        if cursor is None:
            return found


async def keep(store: PostgresStore, given: Sequence[Acceptance]) -> list[int]:
    accepted = [await store.accept(item) for item in given]
    return [item.document_id for item in accepted if item.document_id is not None]


async def test_the_day_is_counted_in_local_time(store: PostgresStore) -> None:
    midnight = datetime(2026, 11, 22, 0, 0, tzinfo=PARIS)
    before = acceptance(1, message=message(1, document(1).body, received_at=midnight - timedelta(seconds=1)))
    first = acceptance(2, message=message(2, document(2).body, received_at=midnight))
    await keep(store, [before, first, acceptance(3), refused_message(4)])
    await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.DELIVERED))
    await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.PARKED, cause=REFUSED))
    summary = await store.today_summary(LATER.astimezone(PARIS))
    assert summary.since == midnight
    counts = [(item.outcome, item.hour.astimezone(PARIS).hour, item.number) for item in summary.received]
    assert counts == [("AA", 0, 1), ("AA", 10, 1), ("AE", 10, 1)]
    assert [(item.destination, item.state, item.number) for item in summary.done] == [("dmp", "delivered", 1)]
    assert [(item.destination, item.state, item.number) for item in summary.open] == [
        ("dmp", "parked", 1),
        ("dmp", "waiting", 1),
        ("mssante_ps", "waiting", 3),
    ]
    assert summary.open[2].oldest_at == midnight - timedelta(seconds=1)
    (stuck,) = summary.stuck
    assert (stuck.cause_code, stuck.message, stuck.number) == ("XDSRegistryError", "Le DMP a refusé.", 1)


async def test_documents_are_listed_newest_first_and_read_on(store: PostgresStore) -> None:
    await keep(store, [acceptance(number) for number in range(1, 8)])
    assert await read_all(store, DocumentFilter(), 3) == [7, 6, 5, 4, 3, 2, 1]
    page = await store.search_documents(DocumentFilter(), limit=3)
    line = page.lines[0]
    assert (line.sender, line.channel, line.control_id, len(line.deliveries)) == ("SGL@LABO", "mllp", "MSG7", 2)
    with pytest.raises(ValueError, match="cursor"):
        await store.search_documents(DocumentFilter(), cursor="n'importe quoi")


async def test_documents_are_found_by_what_one_knows(store: PostgresStore) -> None:
    ids = await keep(
        store,
        [
            acceptance(1),
            acceptance(2, document=document(2, type_code="18748-4", patient_key="b" * 32)),
            acceptance(3, message=message(3, document(3).body, sender="RIS@IMAGERIE")),
            acceptance(4, deliveries=(delivery(4, Destination.MSSANTE_PS, recipient="Dr.Rare@exemple.mssante.fr"),)),
        ],
    )

    async def find(**wanted: object) -> list[int]:
        return numbers(await store.search_documents(DocumentFilter(**wanted)))  # type: ignore[arg-type]

    assert await find(document_id=ids[1]) == [2]
    assert await find(unique_id="1.2.250.1.999.3") == [3]
    assert await find(control_id="MSG4") == [4]
    assert await find(type_code="18748-4") == [2]
    assert await find(sender="RIS@IMAGERIE") == [3]
    assert await find(patient_key="b" * 32) == [2]
    assert await find(recipient="rare@exemple") == [4]
    assert await find(recipient="document1") == []
    assert await find(received_from=NOW + timedelta(milliseconds=3)) == [4, 3]
    assert await find(received_before=NOW + timedelta(milliseconds=3)) == [2, 1]
    assert await find(text="Dominique", received_before=NOW + timedelta(milliseconds=3)) == [2, 1]
    assert await find(text="msg3") == [3]


async def test_words_are_found_without_accent_or_case(store: PostgresStore) -> None:
    await keep(
        store,
        [
            acceptance(1, document=document(1, search_text="heloise-test 100% a_b")),
            acceptance(2, document=document(2, search_text="heloise autre 1000 axb")),
        ],
    )

    async def find(text: str) -> list[int]:
        return numbers(await store.search_documents(DocumentFilter(text=text)))

    assert await find("HÉLOÏSE") == [2, 1]
    assert await find("héloïse autre") == [2]
    assert await find("lois") == [2, 1]
    assert await find("100%") == [1]
    assert await find("a_b") == [1]
    assert await find("zz") == []
    assert await find("\\") == []
    assert await find("'; DROP TABLE documents; --") == []


async def test_words_are_found_across_months_in_order(store: PostgresStore) -> None:
    given = []
    for number in range(1, 13):
        at = NOW - timedelta(days=31 * number)
        given.append(acceptance(number, message=message(number, document(number).body, received_at=at)))
    await keep(store, given)
    assert await read_all(store, DocumentFilter(text="dominique"), 5) == list(range(1, 13))
    assert await read_all(store, DocumentFilter(text="document11"), 5) == [11]
    recent = DocumentFilter(text="dominique", received_from=NOW - timedelta(days=100))
    assert await read_all(store, recent, 2) == [1, 2, 3]


async def test_documents_are_found_by_the_state_of_a_delivery(store: PostgresStore) -> None:
    await keep(store, [acceptance(number) for number in (1, 2, 3)])
    await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.REFUSED, cause=REFUSED))
    await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.DELIVERED))

    async def find(state: DeliveryState, text: str = "") -> list[int]:
        return numbers(await store.search_documents(DocumentFilter(state=state, text=text)))

    assert await find(DeliveryState.REFUSED) == [1]
    assert await find(DeliveryState.DELIVERED) == [2]
    assert await find(DeliveryState.WAITING) == [3, 2, 1]
    assert await find(DeliveryState.WAITING, "document2") == [2]
    assert await find(DeliveryState.PARKED) == []


async def test_refused_messages_are_kept_and_found(store: PostgresStore) -> None:
    errors = ({"code": "HL7-012", "message": "Le segment OBX manque."},)
    await keep(store, [acceptance(1)])
    await store.accept(refused_message(2, sender="RIS@IMAGERIE", errors=errors))
    await store.accept(refused_message(3, kind="illisible", outcome="none", control_id="", raw=b"\x00\xff"))
    page = await store.find_refused_messages(MessageFilter())
    assert [item.outcome for item in page.lines] == ["none", "AE"]
    assert await store.load_message_raw(page.lines[0].id) == b"\x00\xff"
    (found,) = (await store.find_refused_messages(MessageFilter(text="hl7-012"))).lines
    assert found.errors == [{"code": "HL7-012", "message": "Le segment OBX manque."}]
    assert (await store.find_refused_messages(MessageFilter(text="hl7-012", sender="SGL@LABO"))).lines == ()
    first = await store.find_refused_messages(MessageFilter(), limit=1)
    assert first.next_cursor is not None
    second = await store.find_refused_messages(MessageFilter(), limit=1, cursor=first.next_cursor)
    assert [item.outcome for item in second.lines] == ["AE"]
    assert second.next_cursor is None


async def test_a_selection_of_deliveries_is_replayed_at_once(store: PostgresStore) -> None:
    await keep(store, [acceptance(number) for number in (1, 2, 3)])
    for _ in range(2):
        await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.PARKED, cause=REFUSED))
    wanted = DeliveryFilter(state=DeliveryState.PARKED, cause_code="XDSRegistryError", destination=Destination.DMP)
    page = await store.search_deliveries(wanted)
    assert [line.title for line in page.lines] == ["Compte rendu 2", "Compte rendu 1"]
    assert (await store.search_deliveries(DeliveryFilter(cause_code="autre"))).lines == ()
    ids = await store.find_delivery_ids(wanted)
    changed = await store.change_deliveries(ids, act="replay", actor="user:a", reason="Le DMP répond.", now=LATER)
    assert changed == 2
    assert (await store.search_deliveries(wanted)).lines == ()
    assert len(await store.claim(limit=10, now=LATER, destinations=[Destination.DMP])) == 3
    page = await store.search_deliveries(DeliveryFilter(), limit=2)
    assert page.next_cursor is not None
    rest = await store.search_deliveries(DeliveryFilter(), cursor=page.next_cursor)
    assert len(page.lines) + len(rest.lines) == 6


async def test_the_story_of_a_document(store: PostgresStore) -> None:
    first, second = await keep(
        store, [acceptance(1), acceptance(2, document=document(2, lineage="1.2.250.1.998.1", version=2))]
    )
    await finish_one(store, Destination.DMP, DeliveryOutcome(state=DeliveryState.DELIVERED, correlation=("<m>",)))
    (dmp, _) = await store.find_deliveries(first)
    await store.save_receipt(key="<dsn>", kind="dsn", raw=b"receipt", at=LATER, delivery_id=dmp.id)
    story = await store.get_document_story(first)
    assert story.line.document.id == first
    assert story.message.control_id == "MSG1"
    assert story.events[0].name == "document.received"
    assert [(receipt.kind, receipt.delivery_id) for receipt in story.receipts] == [("dsn", dmp.id)]
    assert [line.document.id for line in story.versions] == [first, second]
    with pytest.raises(LookupError):
        await store.get_document_story(999)


async def test_the_whole_journal_is_searched(store: PostgresStore) -> None:
    (first,) = await keep(store, [acceptance(1)])
    await store.append_event(None, NewEvent(name="user.signed_in", at=LATER, actor="user:a"))
    await store.append_event(first, NewEvent(name="document.viewed", at=LATER, actor="user:a"))
    found = await store.search_events(EventFilter(actor="user:a"))
    assert [(event.name, event.document_id) for event in found.lines] == [
        ("document.viewed", first),
        ("user.signed_in", None),
    ]
    assert len((await store.search_events(EventFilter(name="document.*"))).lines) == 2
    assert len((await store.search_events(EventFilter(name="document.viewed"))).lines) == 1
    page = await store.search_events(EventFilter(at_from=NOW, at_before=LATER), limit=2)
    assert page.next_cursor is not None
    rest = await store.search_events(EventFilter(at_from=NOW, at_before=LATER), cursor=page.next_cursor)
    assert len(page.lines) + len(rest.lines) == 3


async def test_channels_are_paused_and_resumed_with_a_reason(store: PostgresStore) -> None:
    await store.declare_channel("mllp", label="MLLP", direction="in", at=NOW)
    await keep(store, [acceptance(1), refused_message(2)])
    assert await store.get_channel_state("mllp") == "running"
    assert await store.set_channel_state("mllp", "paused", actor="user:a", reason="Maintenance", at=LATER)
    assert not await store.set_channel_state("mllp", "paused", actor="user:a", reason="Maintenance", at=LATER)
    await store.declare_channel("mllp", label="MLLP (SGL)", direction="in", at=LATER)
    (channel,) = await store.list_channels(LATER)
    assert (channel.state, channel.reason, channel.label) == ("paused", "Maintenance", "MLLP (SGL)")
    assert (channel.received_today, channel.refused_today) == (2, 1)
    assert channel.last_received_at == NOW + timedelta(milliseconds=2)
    events = await store.search_events(EventFilter(name="channel.*"))
    assert events.lines[0].data == {"channel": "mllp", "reason": "Maintenance"}
    with pytest.raises(LookupError):
        await store.set_channel_state("autre", "paused", actor="user:a", reason="x", at=LATER)
    with pytest.raises(ValueError, match="running or paused"):
        await store.set_channel_state("mllp", "broken", actor="user:a", reason="x", at=LATER)
