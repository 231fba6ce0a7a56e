"""Worker processes for heavy work (signatures, mails, validation): a pool that survives the death of a worker."""

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Result = TypeVar("Result")
TRIES_MAX = 2
PRELOADED = ["liane.pipeline.dmp_orders", "liane.pipeline.mail_orders", "liane.pipeline.validate"]


def _prepare_worker() -> None:
    """Leave Ctrl-C to the main process, and die with it: a killed node leaves no worker behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _say_ready() -> None:
    """Do nothing: the worker has imported what it needs."""


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
                self._size, mp_context=self._context, initializer=_prepare_worker, max_tasks_per_child=None
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

    async def warm(self) -> None:
        """Start every worker now rather than at the first document."""
        await asyncio.gather(*(self.run(_say_ready) for _ in range(self._size)))

    def close(self) -> None:
        """End the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None
