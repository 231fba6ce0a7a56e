"""The queue: order inside a lane, blocking, release, replay, fences, workers that die."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta

import asyncpg
import pytest

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.errors import StorageUnavailable
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewDelivery, NewEvent
from tests.store.store_examples import NOW, acceptance, delivery, document

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(seconds=1)
DONE = DeliveryOutcome(state=DeliveryState.DELIVERED)
CAUSE = Cause(cause_class=CauseClass.UNAVAILABLE, code="503", message="Muet.", remedy="Attendre.")


async def keep_lane(store: PostgresStore, count: int, lane: str = "dmp|L", first: int = 1) -> list[int]:
    """Documents first to first + count - 1, each with one delivery in the same lane; their delivery numbers."""
    numbers: list[int] = []
    for number in range(first, first + count):
        given = acceptance(number, deliveries=(delivery(number, lane=lane),), events=())
        (made,) = (await store.accept(given)).delivery_ids
        assert made is not None
        numbers.append(made)
    return numbers


async def claim_ids(store: PostgresStore, limit: int = 100) -> list[int]:
    return [claimed.id for claimed in await store.claim(limit=limit, now=LATER)]


async def behind_count(store: PostgresStore) -> int:
    async with store.reading() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM deliveries WHERE behind AND done_at IS NULL"))


async def test_a_lane_moves_one_by_one_in_order(store: PostgresStore) -> None:
    expected = await keep_lane(store, 5)
    assert await behind_count(store) == 4
    done = []
    while claimed := await store.claim(limit=100, now=LATER):
        assert len(claimed) == 1
        assert await store.finish(claimed[0], DONE, LATER)
        done.append(claimed[0].id)
    assert done == expected


async def test_deliveries_of_one_batch_and_lane_are_ordered_too(store: PostgresStore) -> None:
    lanes = [delivery(1, Destination.DMP, lane="L"), delivery(1, Destination.MSSANTE_PS, lane="L")]
    made = (await store.accept(acceptance(1, deliveries=tuple(lanes)))).delivery_ids
    assert await claim_ids(store) == [made[0]]


@pytest.mark.parametrize("state", [DeliveryState.REFUSED, DeliveryState.SKIPPED, DeliveryState.CANCELLED])
async def test_an_ended_delivery_lets_the_next_pass(store: PostgresStore, state: DeliveryState) -> None:
    first, second = await keep_lane(store, 2)
    (claimed,) = await store.claim(limit=9, now=LATER)
    assert claimed.id == first
    assert await store.finish(claimed, DeliveryOutcome(state=state, cause=CAUSE), LATER)
    assert await claim_ids(store) == [second]


async def test_a_parked_delivery_blocks_its_lane_until_someone_acts(store: PostgresStore) -> None:
    first, second, third = await keep_lane(store, 3)
    (claimed,) = await store.claim(limit=9, now=LATER)
    assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.PARKED, cause=CAUSE), LATER)
    assert await store.claim(limit=9, now=LATER + timedelta(days=900)) == []
    assert await store.change_deliveries([first], act="replay", actor="user:a", reason="ok", now=LATER) == 1
    (claimed,) = await store.claim(limit=9, now=LATER)
    assert (claimed.id, claimed.attempts, claimed.created_at) == (first, 0, LATER)
    assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.PARKED, cause=CAUSE), LATER)
    assert await store.change_deliveries([first], act="cancel", actor="user:a", reason="inutile", now=LATER) == 1
    assert await claim_ids(store) == [second]
    assert await store.change_deliveries([third], act="park", actor="user:a", reason="attendre", now=LATER) == 1


async def test_a_lane_that_waits_for_its_retry_is_respected(store: PostgresStore) -> None:
    first, second = await keep_lane(store, 2)
    (claimed,) = await store.claim(limit=9, now=LATER)
    again = LATER + timedelta(hours=1)
    assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.ASKING, cause=CAUSE, retry_at=again), LATER)
    assert await claim_ids(store) == []
    (claimed,) = await store.claim(limit=9, now=again)
    assert (claimed.id, claimed.state) == (first, DeliveryState.ASKING)
    assert await store.finish(claimed, DONE, again)
    assert [item.id for item in await store.claim(limit=9, now=again)] == [second]


async def test_a_follower_keeps_its_own_due_instant(store: PostgresStore) -> None:
    tomorrow = LATER + timedelta(days=1)
    (first,) = await keep_lane(store, 1)
    held = acceptance(2, deliveries=(delivery(2, lane="dmp|L", due=tomorrow),), events=())
    (second,) = (await store.accept(held)).delivery_ids
    (claimed,) = await store.claim(limit=9, now=LATER)
    assert claimed.id == first
    assert await store.finish(claimed, DONE, LATER)
    assert await claim_ids(store) == []
    assert [item.id for item in await store.claim(limit=9, now=tomorrow)] == [second]


async def test_one_stuck_lane_hides_nothing_of_the_others(store: PostgresStore) -> None:
    await keep_lane(store, 40)
    (claimed,) = await store.claim(limit=9, now=LATER)
    assert await store.finish(claimed, DeliveryOutcome(state=DeliveryState.PARKED, cause=CAUSE), LATER)
    others = await keep_lane(store, 1, lane="dmp|M", first=100)
    assert await claim_ids(store) == others
    async with store.reading() as connection:
        due = await connection.fetchval("SELECT count(*) FROM deliveries WHERE due <= $1", LATER)
    assert due == 0, "followers of a stuck head are out of the due range; the other one is leased"


async def test_each_destination_is_claimed_for_itself(store: PostgresStore) -> None:
    for number in range(1, 6):
        await store.accept(acceptance(number))
    only = await store.claim(limit=100, now=LATER, destinations=[Destination.MSSANTE_PS])
    assert {claimed.destination for claimed in only} == {Destination.MSSANTE_PS}
    assert len(only) == 5
    assert await store.claim(limit=100, now=LATER, destinations=[]) == []
    assert len(await store.claim(limit=3, now=LATER)) == 3


async def test_two_workers_never_invert_a_lane(store: PostgresStore, store_dsn: str) -> None:
    expected = {lane: await keep_lane(store, 12, lane, first) for lane, first in (("a", 1), ("b", 101), ("c", 201))}
    order: list[tuple[str, int]] = []
    running: set[str] = set()
    lane_of = {number: lane for lane, numbers in expected.items() for number in numbers}

    async def work(worker: PostgresStore) -> None:
        while len(order) < 36:
            for claimed in await worker.claim(limit=4, now=LATER):
                lane = lane_of[claimed.id]
                assert lane not in running
                running.add(lane)
                await asyncio.sleep(0)
                order.append((lane, claimed.id))
                running.discard(lane)
                assert await worker.finish(claimed, DONE, LATER)

    async with PostgresStore(store_dsn) as other:
        await asyncio.gather(work(store), work(other), work(store))
    for lane, numbers in expected.items():
        assert [number for name, number in order if name == lane] == numbers


async def test_a_delivery_that_joins_a_lane_while_its_head_ends_is_not_forgotten(
    store: PostgresStore, store_dsn: str
) -> None:
    await keep_lane(store, 1)
    done: list[int] = []

    async def work() -> None:
        while len(done) < 41:
            for claimed in await store.claim(limit=9, now=LATER):
                assert await store.finish(claimed, DONE, LATER)
                done.append(claimed.id)

    async def add(worker: PostgresStore, first: int) -> None:
        await keep_lane(worker, 20, first=first)

    async with PostgresStore(store_dsn) as other:
        await asyncio.gather(work(), add(store, 100), add(other, 200))
    assert done == sorted(done)
    assert await behind_count(store) == 0


async def test_a_running_lease_is_fenced_by_a_person(store: PostgresStore) -> None:
    (number,) = await keep_lane(store, 1)
    (claimed,) = await store.claim(limit=1, now=LATER)
    assert await store.change_deliveries([number], act="park", actor="user:a", reason="Vérifier.", now=LATER) == 1
    assert not await store.finish(claimed, DONE, LATER)
    assert not await store.extend(claimed, LATER)
    (stored,) = await store.find_deliveries(claimed.document_id)
    assert (stored.state, stored.cause and stored.cause.message) == (DeliveryState.PARKED, "Vérifier.")
    assert await store.change_deliveries([number], act="replay", actor="user:a", reason="ok", now=LATER) == 1
    (again,) = await store.claim(limit=1, now=LATER)
    assert again.state is DeliveryState.ASKING, "its last attempt was cut: nobody knows how it ended"


async def test_what_a_person_may_not_do(store: PostgresStore) -> None:
    (number,) = await keep_lane(store, 1)
    (claimed,) = await store.claim(limit=1, now=LATER)
    assert await store.finish(claimed, DONE, LATER)
    for act in ("replay", "park", "cancel"):
        assert await store.change_deliveries([number], act=act, actor="user:a", reason="x", now=LATER) == 0
    with pytest.raises(ValueError, match="unknown act"):
        await store.change_deliveries([number], act="delete", actor="user:a", reason="x", now=LATER)


async def test_an_old_version_is_not_replayed_over_a_newer_one(store: PostgresStore) -> None:
    for number, version in ((1, 1), (2, 2)):
        made = document(number, lineage="L", version=version)
        await store.accept(acceptance(number, document=made, deliveries=(delivery(number, lane="dmp|L"),)))
    (first,) = await store.claim(limit=1, now=LATER)
    assert await store.finish(first, DeliveryOutcome(state=DeliveryState.REFUSED, cause=CAUSE), LATER)
    assert await store.change_deliveries([first.id], act="replay", actor="user:a", reason="x", now=LATER) == 1
    (first,) = await store.claim(limit=1, now=LATER)
    assert await store.finish(first, DeliveryOutcome(state=DeliveryState.REFUSED, cause=CAUSE), LATER)
    (second,) = await store.claim(limit=1, now=LATER)
    assert await store.finish(second, DONE, LATER)
    assert await store.change_deliveries([first.id], act="replay", actor="user:a", reason="x", now=LATER) == 0


async def test_a_lease_is_extended_by_its_owner_only(store: PostgresStore) -> None:
    await keep_lane(store, 1)
    (claimed,) = await store.claim(limit=1, now=LATER)
    late = LATER + timedelta(seconds=110)
    assert await store.extend(claimed, late)
    assert await store.claim(limit=1, now=late + timedelta(seconds=30)) == []
    assert len(await store.claim(limit=1, now=late + timedelta(seconds=121))) == 1
    assert not await store.extend(claimed, late)


async def test_a_put_off_without_an_attempt_is_not_counted(store: PostgresStore) -> None:
    await keep_lane(store, 1)
    (claimed,) = await store.claim(limit=1, now=LATER)
    outcome = DeliveryOutcome(state=DeliveryState.WAITING, cause=CAUSE, retry_at=LATER, is_attempt=False)
    assert await store.finish(claimed, outcome, LATER)
    (claimed,) = await store.claim(limit=1, now=LATER)
    assert claimed.attempts == 0


async def test_an_outcome_that_says_two_things_is_a_defect(store: PostgresStore) -> None:
    await keep_lane(store, 1)
    (claimed,) = await store.claim(limit=1, now=LATER)
    with pytest.raises(ValueError, match="no next try"):
        await store.finish(claimed, DeliveryOutcome(state=DeliveryState.DELIVERED, retry_at=LATER), LATER)
    with pytest.raises(TypeError):
        await store.finish(claimed, DeliveryOutcome(state=DeliveryState.DELIVERED, plan_patch={"x": b""}), LATER)
    assert await store.finish(claimed, DONE, LATER)


async def test_added_deliveries_take_their_place(store: PostgresStore) -> None:
    (first,) = await keep_lane(store, 1)
    (stored,) = await store.find_documents_by_unique_id(document(1).unique_id)
    new: Sequence[NewDelivery] = (delivery(1, lane="dmp|L", dedup_key="z"), delivery(1, Destination.ZAM, dedup_key="z"))
    event = NewEvent(name="zam.planned", at=LATER, delivery_index=1)
    second, third = await store.add_deliveries(stored.id, new, (event,))
    assert second is not None
    assert third is None
    assert await claim_ids(store) == [first]
    assert (await store.find_events(stored.id))[-1].delivery_id is None
    with pytest.raises(LookupError):
        await store.add_deliveries(999_999, (), ())


async def test_waiting_workers_wake_on_work(store: PostgresStore, store_dsn: str) -> None:
    async with PostgresStore(store_dsn) as other:
        for waiting in (store, other):
            assert await waiting.claim(limit=1, now=LATER) == []
        woken = [asyncio.create_task(waiting.wait_for_work(30)) for waiting in (store, other)]
        await keep_lane(store, 1)
        await asyncio.wait_for(asyncio.gather(*woken), 5)


async def test_leases_of_a_closed_store_go_to_the_others(store: PostgresStore, store_dsn: str) -> None:
    await keep_lane(store, 1)
    async with PostgresStore(store_dsn) as other:
        (lost,) = await other.claim(limit=1, now=LATER)
        assert await store.free_dead_leases() == 0, "its owner lives"
        assert await other.free_dead_leases() == 0, "never its own"
    assert await free_when_dead(store) == 1
    (claimed,) = await store.claim(limit=1, now=LATER + timedelta(days=99))
    assert (claimed.id, claimed.state) == (lost.id, DeliveryState.ASKING)
    assert not await store.finish(lost, DONE, LATER)
    assert [event.name for event in await store.find_events(lost.document_id)] == ["delivery.interrupted"]


async def free_when_dead(store: PostgresStore) -> int:
    """Wait for the server to see the end of a session, then count what was freed since."""
    for _ in range(500):
        await store.free_dead_leases()
        async with store.reading() as connection:
            freed = await connection.fetchval("SELECT count(*) FROM deliveries WHERE interruptions > 0")
        if freed:
            return int(freed)
        await asyncio.sleep(0.01)
    return 0


async def test_a_delivery_that_kills_every_worker_is_parked(store: PostgresStore, store_dsn: str) -> None:
    (number,) = await keep_lane(store, 1)
    async with store.writing() as connection:
        await connection.execute("UPDATE deliveries SET interruptions = 9, worker = 77, token = gen_random_uuid()")
    await store.free_dead_leases()
    (line,) = (await store.find_documents_by_unique_id(document(1).unique_id),)
    (stored,) = await store.find_deliveries(line[0].id)
    assert (stored.id, stored.state, stored.due) == (number, DeliveryState.PARKED, None)
    assert stored.cause is not None
    assert stored.cause.cause_class is CauseClass.BUG


VICTIM = """
import asyncio, sys
from datetime import datetime
from liane.store.postgres_store import PostgresStore

async def main():
    async with PostgresStore(sys.argv[1]) as store:
        claimed = await store.claim(limit=50, now=datetime.fromisoformat(sys.argv[2]))
        print(len(claimed), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.crash
async def test_a_killed_worker_loses_nothing(store: PostgresStore, store_dsn: str) -> None:
    for number in range(1, 11):
        await store.accept(acceptance(number, deliveries=(delivery(number),), events=()))
    with subprocess.Popen(  # noqa: ASYNC220 - its start is part of the test
        [sys.executable, "-c", VICTIM, store_dsn, LATER.isoformat()], stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        taken = await asyncio.to_thread(victim.stdout.readline)
        assert taken.strip() == "10"
        assert await store.claim(limit=50, now=LATER) == []
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
    assert await free_when_dead(store) == 10
    again: list[ClaimedDelivery] = await store.claim(limit=50, now=LATER + timedelta(days=9))
    assert len(again) == 10
    results = await asyncio.gather(*(store.finish(claimed, DONE, LATER) for claimed in again))
    assert results == [True] * 10
    assert await store.verify_all_journals() == (10, [])


async def test_the_store_comes_back_after_its_connections_were_cut(store: PostgresStore, postgres_dsn: str) -> None:
    await keep_lane(store, 1)
    cutter = await asyncpg.connect(postgres_dsn)
    await cutter.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'liane'")
    await cutter.close()
    await asyncio.gather(*(try_often(store, number) for number in range(2, 12)))
    assert await store.find_documents_by_unique_id(document(11).unique_id)


async def try_often(store: PostgresStore, number: int) -> None:
    for _ in range(20):
        try:
            await store.accept(acceptance(number))
        except StorageUnavailable:
            await asyncio.sleep(0.05)
        else:
            return
    raise AssertionError("the store did not come back")
