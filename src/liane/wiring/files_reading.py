"""Files read by a command: their pages in worker processes, the rest here, one file at a time.

What lives here: the pace. What must not: the reading of a page, nor what is made of it.
"""

import asyncio
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages_read import PagesRead
from liane.domain.errors import InvalidInput
from liane.pipeline.intake.pages import PageReader, refuse_overrun
from liane.pipeline.intake.reader import ReadPages
from liane.wiring.intake_reading import MEGABYTE, ReadingPool, run_contained
from liane.wiring.intake_settings import IntakeSettings
from liane.wiring.workers import WorkerDied, WorkerPool

WORKERS_MAX = 8
_READING = ("liane.codecs.pdf.apart",)

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def count_workers(files: int) -> int:
    """How many worker processes read so many files: one for each processor that this process may use."""
    return max(1, min(files, len(os.sched_getaffinity(0)), WORKERS_MAX))


def read_at_once(
    items: Sequence[Item], read: Callable[[Item, ReadPages], Answer], *, readers: OCRReaders, workers: int
) -> Iterator[Answer]:
    """Give what ``read`` makes of each item, in their order, while the pages of the next ones are being read.

    read: makes the answer of an item; it reads pages by the function that it is given, which raises InvalidInput
    INT-116 for a file that ends its worker or passes its time. Rule: intake.md §9 (workers, memory, throughput).
    """
    with _workers(readers, workers) as pages, ThreadPoolExecutor(workers, thread_name_prefix="read") as threads:
        waiting: list[Future[Answer]] = [threads.submit(pages.work, read, item) for item in items]
        try:
            for future in waiting:
                yield future.result()
        finally:
            for future in waiting:
                future.cancel()


def read_alone(readers: OCRReaders, *, page_s: float | None = None) -> ReadPages:
    """Give what reads the pages of one file in a process of its own: a copy of this one, ready at once.

    page_s: seconds that a page may take, those of the settings when None. What it gives raises InvalidInput, INT-116
    for a file that ends its process or passes its time. Rule: intake.md §9 (memory, a file does not block).
    """
    settings = IntakeSettings()
    reader = PageReader(
        run=_run_here, died=WorkerDied, readers=readers, page_s=settings.page_s_max if page_s is None else page_s
    )

    def read(data: bytes, name: str) -> PagesRead:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_answer_alone, args=(theirs, reader, settings.memory_mb_max * MEGABYTE, data, name), daemon=True
        )
        process.start()
        theirs.close()
        try:
            answer = pickle.loads(ours.recv_bytes())  # noqa: S301 - written by our own process
        except EOFError as defect:
            raise refuse_overrun() from defect
        finally:
            process.kill()
            process.join()
            ours.close()
        if isinstance(answer, Exception):
            raise answer
        found: PagesRead = answer
        return found

    return read


def _answer_alone(link: Connection, reader: PageReader, memory_bytes_max: int, data: bytes, name: str) -> None:
    """Read one file in the process made for it, which each call of the reader ends past its time."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        answer: PagesRead | Exception = run_contained(memory_bytes_max, 0, _read_all, (reader, data, name))
    except InvalidInput as refused:
        answer = refused
    link.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))


def _read_all(reader: PageReader, data: bytes, name: str) -> PagesRead:
    return asyncio.run(reader.read(data, name=name))


async def _run_here(function: Callable[..., Answer], /, *arguments: Any) -> Answer:
    return function(*arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SharedPages:
    """The workers, as threads see them. turn: held by the one thread that is not waiting for pages."""

    loop: asyncio.AbstractEventLoop
    reader: PageReader
    turn: threading.Lock

    def work(self, read: Callable[[Item, ReadPages], Answer], item: Item) -> Answer:
        """Make the answer of an item in its turn."""
        with self.turn:
            return read(item, self.read)

    def read(self, data: bytes, name: str) -> PagesRead:
        """Read pages in the workers, leaving the turn to others meanwhile."""
        asked = asyncio.run_coroutine_threadsafe(self.reader.read(data, name=name), self.loop)
        self.turn.release()
        try:
            return asked.result()
        finally:
            self.turn.acquire()


@contextmanager
def _workers(readers: OCRReaders, count: int) -> Iterator[_SharedPages]:
    """Worker processes and the loop that speaks to them, ended with the context."""
    settings = IntakeSettings()
    pool = WorkerPool(count, preloaded=_READING)
    run = ReadingPool(pool=pool, memory_bytes_max=settings.memory_mb_max * MEGABYTE, niceness=0).run
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="workers", daemon=True)
    thread.start()
    try:
        yield _SharedPages(
            loop=loop,
            reader=PageReader(run=run, died=WorkerDied, readers=readers, page_s=settings.page_s_max),
            turn=threading.Lock(),
        )
    finally:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(pool.close(), loop).result(timeout=30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
