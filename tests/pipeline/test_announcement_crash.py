"""A release cut at any instant, a connection that dies, two nodes at once: one release, one mail, nothing forgotten."""

import asyncio

import pytest

from liane.domain.documents.announcement import AnnouncementState, FolderVisibility
from liane.domain.documents.delivery import DeliveryState
from liane.domain.errors import RuleViolation, StorageUnavailable
from liane.pipeline.announcement.desk import Shown
from liane.store.postgres_store import PostgresStore
from tests.pipeline.announcement_kit import BIOLOGY, HAND, HIDDEN, TO_PATIENT, Folder, Ward, delays, make_ward

pytestmark = pytest.mark.anyio


async def start(store: PostgresStore) -> Ward:
    """A ward whose DMP always shows what it is asked to."""
    ward = make_ward(store, folder=Folder(script=[Shown.DONE] * 200))
    await ward.know()
    return ward


async def release_until_done(ward: Ward, unique_id: str) -> None:
    """What a person does after a crash: look again, then act again if it still waits."""
    try:
        await ward.desk.release(unique_id, HAND, note="", mails=True)
    except RuleViolation:
        await ward.desk.show(unique_id, HAND)


@pytest.mark.parametrize("is_ruled", [False, True])
async def test_a_release_cut_at_any_step_is_done_once(store: PostgresStore, is_ruled: bool) -> None:
    ward = await start(store)
    ward.hold_rules = BIOLOGY if is_ruled else ()
    for steps in range(1, 60, 4):
        document = await ward.receive(TO_PATIENT if is_ruled else HIDDEN, serial=steps)
        await ward.feed()
        await ward.mail()
        task = asyncio.ensure_future(ward.desk.release(document.unique_id, HAND, note="", mails=True))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await release_until_done(ward, document.unique_id)
        done = await ward.of(document)
        assert (done.state, done.visibility) == (AnnouncementState.RELEASED, FolderVisibility.DONE)
        while await ward.mail() is not None:
            pass
        mails = [one for one in await store.find_deliveries(document.id) if one.destination.value == "mssante_patient"]
        assert [one.state for one in mails] == [DeliveryState.DELIVERED], steps


async def test_two_nodes_release_what_is_due_once(store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as first, PostgresStore(store_dsn) as second:
        one = await start(first)
        two = make_ward(second)
        two.flow.clock = one.flow.clock
        one.rules = two.rules = delays(others=1)
        documents = [await one.receive(HIDDEN, serial=serial) for serial in range(1, 5)]
        for _ in documents:
            await one.feed()
        one.flow.clock.advance(days=2)
        await asyncio.gather(*(ward.keeper.work() for ward in (one, two, one, two)))
        for document in documents:
            assert (await one.of(document)).state is AnnouncementState.RELEASED
            mails = await first.find_deliveries(document.id)
            assert sum(1 for mail in mails if mail.destination.value == "mssante_patient") == 1
            assert (await one.flow.names(document)).count("announcement.released") == 1


async def test_a_request_kept_but_not_looked_at_is_found_after_a_restart(store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as store:
        ward = await start(store)
        document = await ward.receive(HIDDEN)
        assert await ward.announcements.next_to_examine(limit=10) == [document.id]
    async with PostgresStore(store_dsn) as again:
        back = make_ward(again)
        assert await back.keeper.work() == 1
        assert (await back.of(document)).state is AnnouncementState.WAITING
        assert await back.announcements.next_to_examine(limit=10) == []


async def test_a_connection_that_dies_in_an_act_leaves_nothing_half_done(store: PostgresStore) -> None:
    ward = await start(store)
    document = await ward.receive(HIDDEN)
    await ward.feed()

    def die(_: object) -> object:
        raise StorageUnavailable("cut")

    with pytest.raises(StorageUnavailable):
        await ward.announcements.act(document.lineage, die, at=ward.flow.clock())  # type: ignore[arg-type]
    assert (await ward.of(document)).state is AnnouncementState.WAITING
    await release_until_done(ward, document.unique_id)
    assert (await ward.of(document)).state is AnnouncementState.RELEASED
