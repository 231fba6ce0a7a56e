"""Group commit: batches within bounds, every sender answered, one bad item harms no other; and the space floor."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from liane.domain.errors import StorageUnavailable
from liane.store.groups import BATCH_BYTES_MAX, ITEMS_MAX, WAITING_BYTES_MAX, GroupWriter
from liane.store.postgres_store import PostgresStore
from liane.store.space import SpaceGuard
from tests.store.store_examples import acceptance, document, message

pytestmark = pytest.mark.anyio


class Recorder:
    """A writer that remembers its batches; negative items fail, 13 makes the whole batch fail."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def write(self, batch: Sequence[int]) -> list[int | Exception]:
        await self.gate.wait()
        self.batches.append(list(batch))
        if 13 in batch:
            raise StorageUnavailable("down")
        return [ValueError(item) if item < 0 else item * 2 for item in batch]


async def test_what_waits_is_written_together_within_bounds() -> None:
    recorder = Recorder()
    writer: GroupWriter[int, int] = GroupWriter(recorder.write)
    writer.start()
    recorder.gate.clear()
    sent = [asyncio.create_task(writer.submit(number, 10)) for number in range(100, 300)]
    large = [asyncio.create_task(writer.submit(number, BATCH_BYTES_MAX)) for number in (300, 301)]
    await asyncio.sleep(0)
    recorder.gate.set()
    assert await asyncio.gather(*sent, *large) == [number * 2 for number in range(100, 302)]
    assert [number for batch in recorder.batches for number in batch] == list(range(100, 302))
    assert max(len(batch) for batch in recorder.batches) <= ITEMS_MAX
    assert recorder.batches[-2:] == [[300], [301]] or recorder.batches[-1] == [301]
    assert len(recorder.batches) <= 8
    await writer.stop()
    with pytest.raises(StorageUnavailable):
        await writer.submit(1, 1)


async def test_each_sender_gets_its_own_answer() -> None:
    recorder = Recorder()
    writer: GroupWriter[int, int] = GroupWriter(recorder.write)
    writer.start()
    results = await asyncio.gather(*(writer.submit(item, 1) for item in (1, -2, 3)), return_exceptions=True)
    assert results[0] == 2
    assert isinstance(results[1], ValueError)
    assert results[2] == 6
    with pytest.raises(StorageUnavailable):
        await writer.submit(13, 1)
    assert await writer.submit(4, 1) == 8, "the writer lives on"
    await writer.stop()


async def test_a_sender_that_leaves_holds_nobody_up() -> None:
    recorder = Recorder()
    writer: GroupWriter[int, int] = GroupWriter(recorder.write)
    writer.start()
    recorder.gate.clear()
    leaving, staying = (asyncio.create_task(writer.submit(number, 1)) for number in (1, 2))
    await asyncio.sleep(0)
    leaving.cancel()
    recorder.gate.set()
    assert await staying == 4
    await writer.stop()


async def test_too_much_waiting_is_refused() -> None:
    recorder = Recorder()
    writer: GroupWriter[int, int] = GroupWriter(recorder.write)
    writer.start()
    recorder.gate.clear()
    held = asyncio.create_task(writer.submit(1, 1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    huge = asyncio.create_task(writer.submit(2, 2 * WAITING_BYTES_MAX))
    await asyncio.sleep(0)
    with pytest.raises(StorageUnavailable, match="too much"):
        await writer.submit(3, 1)
    recorder.gate.set()
    assert await asyncio.gather(held, huge) == [2, 4]
    await writer.stop()


async def test_a_defect_of_one_sender_harms_no_other(store: PostgresStore) -> None:
    bad = acceptance(2, document=document(2, version=2**40), message=message(2, document(2).body))
    results = await asyncio.gather(
        *(store.accept(item) for item in (acceptance(1), bad, acceptance(3))), return_exceptions=True
    )
    assert [type(result).__name__ for result in results][::2] == ["Accepted", "Accepted"]
    assert isinstance(results[1], Exception)
    assert not isinstance(results[1], StorageUnavailable)


async def test_under_the_floor_nothing_is_taken(store_dsn: str, tmp_path: Path) -> None:
    async with PostgresStore(store_dsn, space=SpaceGuard(tmp_path, floor_bytes=2**62)) as store:
        with pytest.raises(StorageUnavailable, match="floor"):
            await store.accept(acceptance())
    async with PostgresStore(store_dsn, space=SpaceGuard(tmp_path, floor_bytes=0)) as store:
        assert (await store.accept(acceptance())).document_id is not None


async def test_a_closed_store_says_so(store_dsn: str) -> None:
    store = PostgresStore(store_dsn)
    with pytest.raises(StorageUnavailable):
        await store.accept(acceptance())
    with pytest.raises(StorageUnavailable):
        await store.get_document(1)
    with pytest.raises(StorageUnavailable):
        await store.claim(limit=1, now=acceptance().message.received_at)


async def test_no_database_is_an_outage_not_a_defect() -> None:
    with pytest.raises(StorageUnavailable):
        await PostgresStore("postgresql://nobody@/none?host=/nonexistent").open()
