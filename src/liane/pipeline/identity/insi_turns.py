"""The turn of a task that works for INSi: one piece of work after the other, a rest when none is due, until cancelled.

What lives here: the rest and what may fail. What must not: any work.
"""

import asyncio
from collections.abc import Awaitable, Callable

from liane.domain.errors import StorageUnavailable


async def turn_until_cancelled(
    work_once: Callable[[], Awaitable[bool]], *, idle_s: float, tell_failure: Callable[[], object]
) -> None:
    """Call ``work_once`` again and again; rest ``idle_s`` seconds when it says that nothing was due.

    A store that is away is waited for. Any other failure is told, inside its handler, and the work comes back when its
    lease ends: nothing is lost.
    """
    while True:
        try:
            is_busy = await work_once()
        except StorageUnavailable:
            is_busy = False
        except Exception:  # the edge of the task: what was claimed keeps its lease and comes back
            tell_failure()
            is_busy = False
        if not is_busy:
            await asyncio.sleep(idle_s)
