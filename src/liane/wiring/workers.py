"""Worker processes for heavy work (signatures, mails, validation): a pool that survives the death of a worker."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Result = TypeVar("Result")
TRIES_MAX = 2
PRELOADED = ["liane.pipeline.dmp_orders", "liane.pipeline.mail_orders", "liane.pipeline.validate"]


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process, which ends the pool in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class WorkerPool:
    """A bounded pool of processes, started before the first use."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._executor: ProcessPoolExecutor | None = None

    def _pool(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._size, mp_context=self._context, initializer=_ignore_interrupt, max_tasks_per_child=None
            )
        return self._executor

    async def run(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run a function in a worker; started again once, in a new pool, when its worker died.

        Raises what the function raises, BrokenProcessPool when the second worker died too.
        """
        loop = asyncio.get_running_loop()
        for attempt in range(TRIES_MAX):
            pool = self._pool()
            try:
                return await loop.run_in_executor(pool, function, *arguments)
            except BrokenProcessPool:
                if self._executor is pool:
                    self._executor = None
                    pool.shutdown(wait=False)
                if attempt == TRIES_MAX - 1:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def close(self) -> None:
        """End the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None
