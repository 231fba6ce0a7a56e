"""Group commit in the application: one task per process takes all that waits and writes it in one transaction.

No timer makes anyone wait: a batch is what gathered while the batch before it was being written. Rule: store.md §1.2.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import structlog

from liane.domain.errors import StorageUnavailable

log = structlog.get_logger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")

ITEMS_MAX = 64
BATCH_BYTES_MAX = 4 * 1024 * 1024
WAITING_BYTES_MAX = 64 * 1024 * 1024


class _Waiting(NamedTuple, Generic[Item, Result]):
    item: Item
    size_bytes: int
    answer: "asyncio.Future[Result]"


class GroupWriter(Generic[Item, Result]):
    """Writes items in groups of at most 64 or 4 MB (one item alone may be larger).

    write: writes a whole batch durably and returns one result, or the exception of that item, for each.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]]) -> None:
        self._write = write
        self._waiting: deque[_Waiting[Item, Result]] = deque()
        self._waiting_bytes = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_closing = False

    def start(self) -> None:
        """Start the writer task in the running loop."""
        self._is_closing = False
        self._task = asyncio.create_task(self._run(), name="liane-group-writer")

    async def stop(self) -> None:
        """Take nothing more, write what waits, then end."""
        if self._task is None:
            return
        self._is_closing = True
        self._wake.set()
        await self._task
        self._task = None

    async def submit(self, item: Item, size_bytes: int) -> Result:
        """Have one item written; returns after the commit.

        Raises StorageUnavailable when more than 64 MB wait already, or when the store cannot write.
        """
        if self._task is None or self._is_closing:
            raise StorageUnavailable("the store is closed")
        if self._waiting and self._waiting_bytes + size_bytes > WAITING_BYTES_MAX:
            raise StorageUnavailable("too much waits to be written")
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(item, size_bytes, answer))
        self._waiting_bytes += size_bytes
        self._wake.set()
        return await answer

    def _take(self) -> list[_Waiting[Item, Result]]:
        batch: list[_Waiting[Item, Result]] = []
        size = 0
        while self._waiting and len(batch) < ITEMS_MAX:
            if batch and size + self._waiting[0].size_bytes > BATCH_BYTES_MAX:
                break
            taken = self._waiting.popleft()
            size += taken.size_bytes
            batch.append(taken)
        self._waiting_bytes -= size
        return batch

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            batch = self._take()
            if not batch:
                if self._is_closing:
                    return
                self._wake.clear()
                continue
            try:
                results = await self._write([waiting.item for waiting in batch])
            except asyncio.CancelledError:
                self._fail(batch, StorageUnavailable("the store is closed"))
                raise
            except Exception as error:  # each sender gets it; the task must go on for the others
                if not isinstance(error, StorageUnavailable):
                    log.exception("store.write_failed", items=len(batch))
                self._fail(batch, error)
                continue
            for waiting, result in zip(batch, results, strict=True):
                if waiting.answer.done():
                    continue
                if isinstance(result, Exception):
                    waiting.answer.set_exception(result)
                else:
                    waiting.answer.set_result(result)

    @staticmethod
    def _fail(batch: Sequence[_Waiting[Item, Result]], error: Exception) -> None:
        for waiting in batch:
            if not waiting.answer.done():
                waiting.answer.set_exception(error)
