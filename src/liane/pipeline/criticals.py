"""Look at what comes in for critical biology, and say so at once: a mark on the pages, and a mail without health data.

Critical is what the laboratory says (interpretationCode), never what a bound would say. Rule: MSS/UX.18, MSS/UX.20;
BIO/va1.01; couloirs.md §2.6.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from liane.codecs.cda.results import read_report
from liane.domain.biology.result import BiologyReport, Interpretation
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.store.criticals import CameIn, PostgresCriticals

log = structlog.get_logger(__name__)
SEEN_KEPT_FOR = timedelta(days=90)
PASSES_MAX = 20
"""Batches looked at in one turn, so that a flood leaves the loop time for notices."""


class Files(Protocol):
    """The bytes of what came in."""

    async def load_file(self, sha256: str) -> bytes:
        """Load a file, exactly as received. Raises LookupError."""
        ...


Tell = Callable[[int], Awaitable[None]]
"""Tells the person configured that this number of documents wait. Raises RemoteFailure."""


def count_critical(report: BiologyReport) -> int:
    """Count the results that the laboratory calls critical (AA, HH, LL), former results that it recalls apart.

    Rule: MSS/UX.18; couloirs.md §2.6 (« never from low/high bounds »).
    """
    return sum(one.gravity is Interpretation.CRITICAL and not one.is_previous for one in report.results)


def count_in(data: bytes) -> int:
    """Count the critical results of a CDA; 0 for what holds no structured results. Runs in a worker."""
    try:
        return count_critical(read_report(data))
    except InvalidInput:
        return 0


class CriticalWatch:
    """Looks at each document once. run: runs a function in a worker. tell: None where nobody is to be mailed."""

    def __init__(
        self,
        store: PostgresCriticals,
        files: Files,
        *,
        run: Callable[..., Awaitable[Any]],
        now: Callable[[], datetime],
        tell: Tell | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._run = run
        self._now = now
        self._tell = tell

    async def turn(self) -> int:
        """Look at what came in since, tell what is untold; returns how many documents have critical results.

        Raises StorageUnavailable.
        """
        found = 0
        for _ in range(PASSES_MAX):
            came = await self._store.find_unread()
            if not came:
                break
            for one in came:
                found += await self._look(one)
        await self._tell_untold()
        await self._store.forget(self._now() - SEEN_KEPT_FOR)
        return found

    async def _look(self, came: CameIn) -> bool:
        number = 0
        for sha256 in came.files:
            number += await self._count(sha256)
        await self._store.keep(came, number, self._now())
        if number:
            log.info("critical.found", item=came.item_id)
        return number > 0

    async def _count(self, sha256: str) -> int:
        try:
            data = await self._files.load_file(sha256)
        except LookupError:  # no longer kept
            return 0
        count: int = await self._run(count_in, data)
        return count

    async def _tell_untold(self) -> None:
        if self._tell is None:
            return
        untold: Sequence[int] = await self._store.find_untold()
        if not untold:
            return
        try:
            await self._tell(len(untold))
        except RemoteFailure as error:
            log.warning("critical.notice_failed", code=error.code)
            await self._store.note_told(untold, self._now(), is_sent=False)
        else:
            await self._store.note_told(untold, self._now(), is_sent=True)
