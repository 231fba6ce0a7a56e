"""A dispatcher that works only when told, on a real store: no clock runs, nothing is waited for but its own rest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.errors import StorageUnavailable
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.dispatch import Dispatcher, Handler
from liane.pipeline.retry import RetryPolicy
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome
from tests.pipeline.flow_kit import Flow, play

SETTLED_S_MAX = 20.0
DONE = DeliveryOutcome(state=DeliveryState.DELIVERED)


class PacedStore:
    """The store, whose wait for work lasts until the test says so. failing: names of methods that now fail."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.idle = asyncio.Event()
        self.wake = asyncio.Event()
        self.failing: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        if self.failing.get(name, 0) > 0:
            self.failing[name] -= 1
            return self._fail
        return getattr(self._store, name)

    async def _fail(self, *_: Any, **__: Any) -> None:
        raise StorageUnavailable("the store is away")

    async def wait_for_work(self, timeout_s: float) -> None:
        """Rest until woken; say that there is nothing to do, unless a waking is on its way."""
        if not self.wake.is_set():
            self.idle.set()
        await self.wake.wait()
        self.wake.clear()


@dataclass(slots=True)
class Scripted:
    """A handler that plays a script, and remembers what it was given."""

    script: list[DeliveryOutcome | Exception]
    name: str = "dmp"
    seen: list[ClaimedDelivery] = field(default_factory=list)

    def remote(self, claimed: ClaimedDelivery) -> str:
        """The remote party."""
        return self.name

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Play the next step."""
        self.seen.append(claimed)
        outcome: DeliveryOutcome = play(self.script.pop(0))
        return outcome


@dataclass(slots=True)
class Working:
    """A dispatcher at work."""

    dispatcher: Dispatcher
    paced: PacedStore

    async def settle(self) -> None:
        """Let it do all that is due now."""
        self.paced.idle.clear()
        self.paced.wake.set()
        await asyncio.wait_for(self.paced.idle.wait(), SETTLED_S_MAX)


@asynccontextmanager
async def working(
    flow: Flow,
    handlers: dict[Destination, Handler],
    *,
    retry: RetryPolicy | None = None,
    concurrency_max: int = 1,
) -> AsyncIterator[Working]:
    """Run a dispatcher; one delivery at a time unless told otherwise, so that its rest means that all is written."""
    paced = PacedStore(flow.store)
    dispatcher = Dispatcher(
        paced,  # type: ignore[arg-type]  # delegates what it does not say
        handlers,
        retry=retry or RetryPolicy(),
        channels=ChannelGuard(flow.store, now=flow.clock),
        now=flow.clock,
        concurrency_max=concurrency_max,
        poll_s=0.01,
    )
    running = asyncio.create_task(dispatcher.run())
    try:
        yield Working(dispatcher, paced)
    finally:
        await dispatcher.stop()
        paced.wake.set()
        await asyncio.wait_for(running, SETTLED_S_MAX)
