"""Alerts: each incident is told once when it begins and once when it ends, on each channel of the site.

A notice is written before it is sent and ended after: a restart loses none. One that was being sent when the process
died is sent again under the same key (Message-ID, Idempotency-Key), so that who receives it can tell.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from liane.domain.errors import RemoteFailure
from liane.domain.steering.alert import Alert, AlertedIncident, compose_alert
from liane.store.alerts import Notice

log = structlog.get_logger(__name__)
FIRST_DELAY = timedelta(seconds=30)
DELAY_MAX = timedelta(minutes=15)
INSIST_MAX = timedelta(days=2)
BATCH_MAX = 100

SendAlert = Callable[[Alert], Awaitable[None]]
"""Sends one alert on one channel. Raises RemoteFailure."""


class Outbox(Protocol):
    """The notices, durable."""

    async def plan(self, now: datetime) -> None:
        """Write the notices that the incidents ask for."""
        ...

    async def claim(self, channels: Sequence[str], now: datetime) -> Notice | None:
        """Lease the next notice due."""
        ...

    async def finish(self, notice: Notice, now: datetime) -> None:
        """Write that it was sent."""
        ...

    async def put_off(self, notice: Notice, problem: str, due: datetime | None, now: datetime) -> None:
        """Write that it could not be sent; due None gives it up."""
        ...


class AlertFlow:
    """Sends what is to be sent."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, SendAlert],
        *,
        establishment: str,
        environment: str,
        now: Callable[[], datetime],
    ) -> None:
        self._outbox = outbox
        self._channels = dict(channels)
        self._establishment = establishment
        self._environment = environment
        self._now = now
        self._stopping = False

    def stop(self) -> None:
        """Take no other notice than the one in hand."""
        self._stopping = True

    async def send_due(self) -> int:
        """Plan, then send every notice that is due; returns how many left."""
        await self._outbox.plan(self._now())
        sent = 0
        for _ in range(BATCH_MAX):
            notice = None if self._stopping else await self._outbox.claim(tuple(self._channels), self._now())
            if notice is None:
                break
            sent += await self._send(notice)
        return sent

    async def _send(self, notice: Notice) -> bool:
        alert = compose_alert(
            AlertedIncident(
                id=notice.incident_id,
                remote=notice.remote,
                code=notice.code,
                message=notice.message,
                remedy=notice.remedy,
                opened_at=notice.opened_at,
                closed_at=notice.closed_at,
            ),
            is_end=notice.phase == "closed",
            establishment=self._establishment,
            environment=self._environment,
        )
        try:
            await self._channels[notice.channel](alert)
        except RemoteFailure as error:
            await self._put_off(notice, error.code)
            return False
        await self._outbox.finish(notice, self._now())
        return True

    async def _put_off(self, notice: Notice, problem: str) -> None:
        now = self._now()
        if now - notice.created_at >= INSIST_MAX:
            log.error("alert.given_up", incident=notice.incident_id, channel=notice.channel, problem=problem)
            await self._outbox.put_off(notice, problem, None, now)
            return
        log.warning("alert.not_sent", incident=notice.incident_id, channel=notice.channel, problem=problem)
        delay = min(FIRST_DELAY * 2 ** min(notice.attempts - 1, 10), DELAY_MAX)
        await self._outbox.put_off(notice, problem, now + delay, now)
