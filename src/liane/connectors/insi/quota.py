"""How many calls a minute this node makes: a sliding window, with a part kept for the persons who wait.

Rule: ins.md §12 (call quotas: to be confirmed, hence a setting).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from liane.codecs.insi.names import Trigger

WINDOW_S = 60.0
CALLS_MAX = 10_000
RESERVED_SHARE = 5
"""One call in so many is kept for persons: a batch never takes the last ones."""


class CallQuota:
    """A sliding window of one minute. clock: monotonic seconds. sleep: waits so many seconds."""

    def __init__(
        self,
        calls_per_minute_max: int,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limit = max(1, min(calls_per_minute_max, CALLS_MAX))
        self._clock = clock
        self._sleep = sleep
        self._calls: deque[float] = deque()

    def find_wait_s(self, trigger: Trigger) -> float:
        """Seconds until a call of that kind may leave; 0 when it may now."""
        now = self._clock()
        while self._calls and now - self._calls[0] >= WINDOW_S:
            self._calls.popleft()
        allowed = self._limit
        if trigger is Trigger.BATCH and self._limit > 1:
            allowed -= max(1, self._limit // RESERVED_SHARE)
        if len(self._calls) < allowed:
            return 0.0
        return max(0.001, WINDOW_S - (now - self._calls[len(self._calls) - allowed]))

    async def take(self, trigger: Trigger, *, wait_s_max: float) -> bool:
        """Take one call, waiting for it at most so long; False when none became free in that time."""
        waited = 0.0
        while (wait_s := self.find_wait_s(trigger)) > 0:
            if waited + wait_s > wait_s_max:
                return False
            await self._sleep(wait_s)
            waited += wait_s
        self._calls.append(self._clock())
        return True
