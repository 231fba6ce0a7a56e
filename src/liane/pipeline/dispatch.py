"""Dispatch: lease due deliveries, run each one with its handler, write how it went; forever, within bounds.

The handlers decide nothing about retries: they return an outcome or raise an error of the tree, and the class of that
error decides here. A handler that raises something else is a defect: its delivery is parked, the others go on.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from liane.domain.documents.delivery import Cause, CauseClass, Destination
from liane.domain.errors import LianeError, RemoteFailure, RemoteRefusal, StorageUnavailable
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.outcomes import Interrupted, bug_outcome, put_off, remote_name, tell_incident
from liane.pipeline.outlet_failures import Failure, tell_outlet_failure
from liane.pipeline.ports import Store
from liane.pipeline.retry import CircuitBreaker, RetryPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome

CLAIM_SHARE = 4
"""While busy, a lease is only asked for once a quarter of the room is free: one statement then takes several rows."""
GATHER_S = 0.004
"""Between a call to work and the lease: what several commits made is then taken by one."""

log = structlog.get_logger(__name__)


class Handler(Protocol):
    """Does one kind of delivery."""

    def remote(self, claimed: ClaimedDelivery) -> str:
        """Name the remote party, key of the circuit breaker (``dmp``, ``mssante``, ``zam:SGL@LABO``)."""
        ...

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Do it. Raises RemoteUnavailable or RemoteOutcomeUnknown; definite refusals are outcomes."""
        ...


class WorkStore(Store, Protocol):
    """The store, with a way to sleep until something is due."""

    async def wait_for_work(self, timeout_s: float) -> None:
        """Return when work may be due, or after timeout_s."""
        ...


class Dispatcher:
    """Runs deliveries, at most concurrency_max at a time."""

    def __init__(
        self,
        store: WorkStore,
        handlers: Mapping[Destination, Handler],
        *,
        retry: RetryPolicy,
        channels: ChannelGuard,
        now: Callable[[], datetime],
        concurrency_max: int = 16,
        poll_s: float = 1.0,
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._retry = retry
        self._channels = channels
        self._now = now
        self._concurrency_max = concurrency_max
        self._poll_s = poll_s
        self._breaker = CircuitBreaker(dice=random.random)
        self._down: dict[str, Failure] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def run(self) -> None:
        """Work until stopped; survives a store that goes away and comes back."""
        while not self._stopping:
            try:
                await self._step()
            except StorageUnavailable:
                log.warning("dispatch.storage_unavailable")
                await asyncio.sleep(self._poll_s)

    async def stop(self) -> None:
        """Take nothing more and wait for what runs."""
        self._stopping = True
        if self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _step(self) -> None:
        """Lease what there is room for; a full lease means that more may wait, a short one that nothing else is due."""
        room = self._concurrency_max - len(self._running)
        if room < max(1, self._concurrency_max // CLAIM_SHARE):
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            return
        running = await self._channels.keep_running(tuple(self._handlers))
        claimed = await self._store.claim(limit=room, now=self._now(), destinations=running) if running else []
        for delivery in claimed:
            task = asyncio.create_task(self._run_one(delivery))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        if len(claimed) < room:
            await self._store.wait_for_work(self._poll_s)
            await asyncio.sleep(GATHER_S)

    async def _run_one(self, claimed: ClaimedDelivery) -> None:
        reach(Milestone.DELIVERY_CLAIMED)
        try:
            outcome = await self._attempt(claimed)
            reach(Milestone.DELIVERY_SENT)
            kept = await self._store.finish(claimed, outcome, self._now())
        except StorageUnavailable:
            log.warning("delivery.not_written", delivery=claimed.id)
            return
        reach(Milestone.DELIVERY_FINISHED)
        if not kept:
            log.warning("delivery.lease_lost", delivery=claimed.id)

    async def _attempt(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        handler = self._handlers[claimed.destination]
        remote = handler.remote(claimed)
        blocked = self._breaker.blocked_until(remote, self._now())
        if blocked is not None:
            return _wait_for_remote(claimed, self._down.get(remote) or _silent(remote), blocked)
        try:
            outcome = await handler.deliver(claimed)
        except RemoteRefusal as error:
            await self._succeed(remote)
            return bug_outcome(error, self._now())
        except RemoteFailure as error:
            return await self._put_off(claimed, remote, Interrupted(error, ()))
        except Interrupted as stop:
            return await self._put_off(claimed, remote, stop)
        except StorageUnavailable:
            raise
        except Exception as error:
            level = log.warning if isinstance(error, LianeError) else log.exception
            level("delivery.stopped", delivery=claimed.id, error=type(error).__name__)
            return bug_outcome(error, self._now())
        if outcome.is_attempt:
            await self._succeed(remote)
        return outcome

    async def _put_off(self, claimed: ClaimedDelivery, remote: str, stop: Interrupted) -> DeliveryOutcome:
        await self._fail(remote, stop.error)
        dice = random.random()  # noqa: S311 - jitter
        return put_off(claimed, stop, policy=self._retry, now=self._now(), dice=dice)

    async def _fail(self, remote: str, error: RemoteFailure) -> None:
        if self._breaker.record_failure(remote, self._now()):
            log.warning("remote.circuit_opened", remote=remote, code=error.code)
            message, remedy = tell_incident(remote, error)
            if (told := tell_outlet_failure(error)) is not None:
                self._down[remote] = told
            await self._store.open_incident(remote, error.code, message, remedy, self._now())

    async def _succeed(self, remote: str) -> None:
        if self._breaker.record_success(remote):
            self._down.pop(remote, None)
            log.info("remote.circuit_closed", remote=remote)
            await self._store.close_incident(remote, self._now())


def _silent(remote: str) -> Failure:
    return Failure(message=f"{remote_name(remote)} ne répond pas.", remedy="Rien à faire : Liane réessaie d'elle-même.")


def _wait_for_remote(claimed: ClaimedDelivery, told: Failure, until: datetime) -> DeliveryOutcome:
    """Put off without an attempt: the remote is known to be down. told: what is wrong with it, and what to do."""
    return DeliveryOutcome(
        state=claimed.state,
        cause=Cause(
            cause_class=CauseClass.UNAVAILABLE,
            code="circuit",
            message=f"{told.message.rstrip('.')} ; la livraison attend son retour.",
            remedy=told.remedy,
        ),
        is_attempt=False,
        retry_at=until + timedelta(milliseconds=random.randrange(1000)),  # noqa: S311 - spreads the wake-up
    )
