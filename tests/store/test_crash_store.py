"""The server is killed under load: nothing acknowledged is lost, nothing is finished twice, the store comes back."""

import asyncio
import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.domain.errors import StorageUnavailable
from liane.store.embedded import EmbeddedPostgres
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent
from tests.store.store_examples import NOW, acceptance, delivery

pytestmark = [pytest.mark.anyio, pytest.mark.crash]
LATER = NOW + timedelta(hours=1)
FAR = NOW + timedelta(days=365 * 50)
"""When work is asked for: what a dead worker held is due again at the instant of the server's own clock."""
KILLS = 3
SENDERS = 8


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """A server of its own; a killed process loses nothing that the system already has, with or without fsync."""
    with EmbeddedPostgres.throwaway(fsync=False) as made:
        yield made


class Load:
    """Senders that insist, a worker that counts what it finished, a killer."""

    def __init__(self, store: PostgresStore, server: EmbeddedPostgres) -> None:
        self.store = store
        self.server = server
        self.acknowledged: dict[int, int] = {}
        self.finished: list[int] = []
        self.ended_unheard: set[int] = set()
        """Committed, but the server was killed before it said so: told again, the lease is no longer ours."""
        self.is_over = asyncio.Event()

    async def send(self, first: int) -> None:
        number = first
        while not self.is_over.is_set():
            number += 1
            given = acceptance(number, deliveries=(delivery(number),))
            while True:
                try:
                    accepted = await self.store.accept(given)
                    break
                except StorageUnavailable:
                    await asyncio.sleep(0.02)
            if accepted.document_id is not None:
                self.acknowledged[number] = accepted.document_id
            else:
                assert accepted.duplicate_ack == given.message.ack, "kept, though its first answer was lost"
                (document,) = await self.again(number)
                self.acknowledged[number] = document

    async def again(self, number: int) -> list[int]:
        while True:
            try:
                found = await self.store.find_documents_by_unique_id(f"1.2.250.1.999.{number}")
                return [document.id for document in found]
            except StorageUnavailable:
                await asyncio.sleep(0.02)

    async def work(self) -> None:
        """Deliver until everything acknowledged is delivered."""
        while not (self.is_over.is_set() and len({*self.finished, *self.ended_unheard}) >= len(self.acknowledged)):
            try:
                claimed = await self.store.claim(limit=8, now=FAR)
            except StorageUnavailable:
                await asyncio.sleep(0.02)
                continue
            for item in claimed:
                event = NewEvent(name="delivery.delivered", at=LATER)
                outcome = DeliveryOutcome(state=DeliveryState.DELIVERED, events=(event,))
                if await self.store.finish(item, outcome, LATER):
                    self.finished.append(item.id)
                elif await self.is_delivered(item):
                    self.ended_unheard.add(item.id)
            if not claimed:
                await asyncio.sleep(0.01)

    async def is_delivered(self, item: ClaimedDelivery) -> bool:
        """Tell whether a delivery whose end was not heard was ended all the same."""
        while True:
            try:
                found = await self.store.find_deliveries(item.document_id)
                return {stored.id: stored.state for stored in found}[item.id] is DeliveryState.DELIVERED
            except StorageUnavailable:
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        for _ in range(KILLS):
            before = len(self.finished)
            while len(self.finished) < before + 20:
                await asyncio.sleep(0.01)
            pid = self.server.postmaster.find_live_pid()
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        before = len(self.finished)
        while len(self.finished) < before + 20:
            await asyncio.sleep(0.01)
        self.is_over.set()


async def test_a_killed_server_loses_nothing_acknowledged(server: EmbeddedPostgres) -> None:
    async with PostgresStore(server.dsn) as store:
        load = Load(store, server)
        senders = (load.send(sender * 100_000) for sender in range(SENDERS))
        await asyncio.wait_for(asyncio.gather(load.kill(), load.work(), *senders), 100)
        assert len(set(load.finished)) == len(load.finished), "nothing is finished twice"
        chains, breaks = await store.verify_all_journals()
        assert breaks == []
        assert chains == len(load.acknowledged)
        for number, document_id in load.acknowledged.items():
            document = await store.get_document(document_id)
            assert document.unique_id == f"1.2.250.1.999.{number}"
            names = [event.name for event in await store.find_events(document_id)]
            assert names.count("delivery.delivered") == 1
