"""The worklist and the mails, on a real PostgreSQL: kept once, locked, decided once, journaled, told by the query."""

from datetime import UTC, datetime, timedelta

import pytest

from liane.domain.errors import StaleVersion
from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    ItemKind,
    ItemQuery,
    ItemSource,
    ItemState,
    MailState,
    NewIntakeFile,
    NewItem,
)
from liane.store.journal import verify_chain
from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from liane.store.rows import ChainRow, EventRow

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOX = "pfi@ch-exemple.mssante.fr"


def make_item(key: str = "a", **changes: object) -> NewItem:
    values: dict[str, object] = {
        "dedup_key": key,
        "source": ItemSource.MSSANTE,
        "kind": ItemKind.FILE,
        "door": BOX,
        "received_at": AT,
        "code": "INT-210",
        "reason": "Pièce jointe sans données structurées.",
        "files": (NewIntakeFile(name="scan.pdf", media_type="application/pdf", data=b"%PDF-1.4 x"),),
    }
    return NewItem(**(values | changes))  # type: ignore[arg-type]


def decide(act: DecisionAct, actor: str = "Secrétaire", person_id: int | None = None) -> IntakeDecisionMade:
    return IntakeDecisionMade(act=act, actor=actor, at=AT + timedelta(minutes=1), reason="vu", person_id=person_id)


async def test_a_mail_is_kept_once_and_settled_once(store: PostgresStore) -> None:
    event = NewEvent(name="mail.received", at=AT, data={"mailbox": BOX})
    for _ in range(2):
        kept = await store.intake.keep_mail(key="k", mailbox=BOX, raw=b"From: x", is_oversize=False, at=AT, event=event)
        assert kept.state is MailState.KEPT
    for _ in range(2):
        await store.intake.settle_mail(kept.id, kind="xdm", folder="TRAITE", at=AT)
    (mail,) = await store.intake.find_mails(mailbox=BOX)
    assert (mail.id, mail.state, mail.folder) == (kept.id, MailState.SETTLED, "TRAITE")
    assert await store.intake.load_file(mail.sha256) == b"From: x"
    assert [one.name for one in await store.intake.find_item_events(mail.id)] == ["mail.received", "mail.settled"]


async def test_an_item_is_added_once_with_its_files(store: PostgresStore) -> None:
    first = await store.intake.add_item(make_item())
    assert await store.intake.add_item(make_item()) == first
    item = await store.intake.get_item(first)
    assert (item.state, item.files[0].name, item.files[0].size_bytes) == (ItemState.WAITING, "scan.pdf", 10)
    assert await store.intake.load_file(item.files[0].sha256) == b"%PDF-1.4 x"
    assert [one.name for one in await store.intake.find_item_events(first)] == ["item.added"]


async def test_two_people_never_hold_the_same_item(store: PostgresStore) -> None:
    number = await store.intake.add_item(make_item())
    until = AT + timedelta(minutes=5)
    held = await store.intake.lock(number, by="Anne", at=AT, until=until)
    assert held is not None
    assert held.locked_by == "Anne"
    assert await store.intake.lock(number, by="Paul", at=AT, until=until) is None
    assert await store.intake.lock(number, by="Anne", at=AT, until=until) is not None
    assert not await store.intake.unlock(number, by="Paul")
    with pytest.raises(StaleVersion):
        await store.intake.decide(number, 1, decide(DecisionAct.SET_ASIDE, actor="Paul"))
    late = until + timedelta(seconds=1)
    assert await store.intake.lock(number, by="Paul", at=late, until=late + timedelta(minutes=5)) is not None
    assert await store.intake.unlock(number, by="Paul")
    with pytest.raises(LookupError):
        await store.intake.lock(10**9, by="Paul", at=AT, until=until)


async def test_an_item_is_decided_once_and_may_be_reopened(store: PostgresStore) -> None:
    number = await store.intake.add_item(make_item())
    filed = await store.intake.decide(number, 1, decide(DecisionAct.FILE, person_id=7), document_id=99)
    assert (filed.state, filed.version, filed.person_id, filed.document_id) == (ItemState.FILED, 2, 7, 99)
    assert filed.decision is not None
    assert filed.decision.act is DecisionAct.FILE
    for version in (1, 2):
        with pytest.raises(StaleVersion):
            await store.intake.decide(number, version, decide(DecisionAct.SET_ASIDE))
    back = await store.intake.decide(number, 2, decide(DecisionAct.REOPEN))
    assert (back.state, back.version) == (ItemState.WAITING, 3)
    names = [one.name for one in await store.intake.find_item_events(number)]
    assert names == ["item.added", "item.decided", "item.decided"]


async def test_the_query_filters_and_pages(store: PostgresStore) -> None:
    numbers = [await store.intake.add_item(make_item(f"k{rank}", door="ab"[rank % 2])) for rank in range(6)]
    await store.intake.decide(numbers[0], 1, decide(DecisionAct.SET_ASIDE))
    waiting = await store.intake.list_items(ItemQuery(), limit=3)
    assert [one.id for one in waiting] == numbers[1:4]
    rest = await store.intake.list_items(ItemQuery(after_id=numbers[3]))
    assert [one.id for one in rest] == numbers[4:]
    assert [one.id for one in await store.intake.list_items(ItemQuery(doors=("b",), newest_first=True))] == [
        numbers[5],
        numbers[3],
        numbers[1],
    ]
    assert await store.intake.count_items(ItemQuery(states=(ItemState.SET_ASIDE,))) == 1
    assert await store.intake.count_items(ItemQuery(code="INT-999")) == 0
    given = await store.intake.assign(numbers[1], to="Anne", actor="Chef", at=AT)
    assert given.assigned_to == "Anne"
    assert await store.intake.count_items(ItemQuery(assigned_to="Anne")) == 1


async def test_what_was_read_is_kept_beside(store: PostgresStore) -> None:
    number = await store.intake.add_item(make_item())
    await store.intake.save_reading(number, {"documents": []}, person_id=4, reason="Deux patients portent ce nom.")
    item = await store.intake.get_item(number)
    assert (item.reading, item.person_id, item.reason) == ({"documents": []}, 4, "Deux patients portent ce nom.")
    with pytest.raises(LookupError):
        await store.intake.save_reading(10**9, {}, person_id=None, reason="")


async def test_the_journal_of_an_item_is_chained(store: PostgresStore) -> None:
    number = await store.intake.add_item(make_item())
    await store.intake.append_item_event(number, NewEvent(name="item.viewed", at=AT, actor="user:Anne"))
    async with store.reading() as connection:
        rows = await connection.fetch("SELECT * FROM events WHERE chain = $1 ORDER BY seq", -number)
        head = ChainRow(*await connection.fetchrow("SELECT chain, seq, hash FROM chains WHERE chain = $1", -number))
    chained = [EventRow(*(row[name] for name in EventRow._fields)) for row in rows]
    assert len(chained) == 2
    assert verify_chain(chained, head) is None
    assert verify_chain(chained[:1], head) is not None
