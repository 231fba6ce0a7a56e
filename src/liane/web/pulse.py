"""The pulse of the flows: a mark that changes when anything does, and the figures shown beside the names of pages.

Read by every page and every stream, so it is kept for ``refresh_s`` and counted once for all of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from liane.domain.documents.delivery import DeliveryState
from liane.domain.documents.timestamp import PARIS
from liane.store.page_records import EventFilter
from liane.store.postgres_store import PostgresStore

CountMore = Callable[[], Awaitable[dict[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One reading. mark: opaque. counts: ``parked``, ``refused`` (messages of the day), ``incidents``."""

    day: date
    mark: str
    counts: dict[str, int]


class Pulse:
    """Reads the store at most every ``refresh_s``. count_more: further figures, counted at each reading."""

    def __init__(
        self,
        store: PostgresStore,
        *,
        now: Callable[[], datetime],
        refresh_s: float,
        count_more: CountMore | None = None,
    ) -> None:
        self._store = store
        self._now = now
        self._refresh_s = refresh_s
        self._count_more = count_more
        self._last: Beat | None = None
        self._read_at = 0.0
        self._lock = asyncio.Lock()

    async def read(self) -> Beat:
        """Give the last reading, or a new one when it is too old. Raises StorageUnavailable."""
        async with self._lock:
            at = asyncio.get_running_loop().time()
            if self._last is None or at - self._read_at >= self._refresh_s:
                self._last = await self._count(self._now().astimezone(PARIS))
                self._read_at = at
            return self._last

    async def _count(self, now: datetime) -> Beat:
        newest = await self._store.search_events(EventFilter(), limit=1)
        incidents = await self._store.find_incidents(only_open=True)
        more = await self._count_more() if self._count_more is not None else {}
        # The newest by its instant changes once committed; the last number, also when another clock is ahead of ours.
        first = [newest.lines[0].id if newest.lines else 0, await self._store.last_number()]
        marks = [*first, *(incident.id for incident in incidents), *more.values()]
        mark = ".".join(str(number) for number in marks)
        if self._last is not None and self._last.mark == mark and self._last.day == now.date():
            return self._last
        summary = await self._store.today_summary(now)
        counts = {
            "parked": sum(group.number for group in summary.stuck if group.state is DeliveryState.PARKED),
            "refused": sum(arrived.number for arrived in summary.received if arrived.outcome != "AA"),
            "incidents": len(incidents),
            **more,
        }
        return Beat(day=now.date(), mark=mark, counts=counts)
