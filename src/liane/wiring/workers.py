"""Worker processes for heavy work (signatures, mails, validation): a pool that survives the death of a worker.

Each worker hangs on one end of a socket pair whose other end the event loop reads itself: no thread, no shared queue.
A call and its answer are pickles behind their length. A worker whose socket closes ends: it never outlives its node.
"""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

import structlog

log = structlog.get_logger(__name__)

Result = TypeVar("Result")
TRIES_MAX = 2
CALLS_PER_WORKER_MAX = 2
"""One that runs and one that waits behind it, so that a worker does not sleep between two calls."""
MESSAGE_BYTES_MAX = 1024 * 1024 * 1024
STOP_S_MAX = 10.0
PRELOADED = ("liane.pipeline.dmp_orders", "liane.pipeline.mail_orders", "liane.pipeline.validate")
_LENGTH = struct.Struct("!Q")


class WorkerDied(Exception):
    """A worker ended before it answered."""


def _serve(connection: Connection) -> None:
    """Answer calls until the node goes away; Ctrl-C is the node's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    with socket.socket(fileno=os.dup(connection.fileno())) as link:
        connection.close()
        link.setblocking(True)
        with contextlib.suppress(EOFError, OSError), link.makefile("rb", buffering=256 * 1024) as calls:
            while True:
                (length,) = _LENGTH.unpack(_read(calls.read, _LENGTH.size))
                answer = _answer(_read(calls.read, length))
                link.sendall(_LENGTH.pack(len(answer)) + answer)


def _read(read: Callable[[int], bytes], length: int) -> bytes:
    data = read(length)
    if len(data) < length:
        raise EOFError
    return data


def _answer(call: bytes) -> bytes:
    """Run one call; its result or its error, pickled."""
    try:
        function, arguments = pickle.loads(call)  # noqa: S301 - written by our own node
        return pickle.dumps((True, function(*arguments), ""), protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        trace = traceback.format_exc()
        try:
            return pickle.dumps((False, error, trace), protocol=pickle.HIGHEST_PROTOCOL)
        except Exception:  # an error that cannot travel is told by its name
            return pickle.dumps((False, RuntimeError(type(error).__name__), trace))


def _say_ready() -> None:
    """Do nothing: the worker has imported what it needs."""


class _Link(asyncio.Protocol):
    """The node's end of one worker. Answers come in the order of the calls."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self._pieces: list[bytes] = []
        self._size = 0
        self._wanted = 0
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        """True while the worker lives, as far as is known."""
        return self._transport is not None

    @property
    def load(self) -> int:
        """Calls not answered yet."""
        return len(self._waiting)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass

    def data_received(self, data: bytes) -> None:
        self._pieces.append(data)
        self._size += len(data)
        if self._size < max(self._wanted, _LENGTH.size):
            return
        gathered = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        start = 0
        while len(gathered) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(gathered, start)
            if length > MESSAGE_BYTES_MAX:
                self.close()
                return
            self._wanted = _LENGTH.size + length
            if len(gathered) - start < self._wanted:
                break
            self._resolve(gathered[start + _LENGTH.size : start + self._wanted])
            start, self._wanted = start + self._wanted, 0
        rest = gathered[start:]
        self._pieces, self._size = ([rest] if rest else []), len(rest)

    def _resolve(self, answer: bytes) -> None:
        waiting = self._waiting.popleft()
        if not waiting.done():
            waiting.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        waiting, self._waiting = self._waiting, deque()
        for call in waiting:
            if not call.done():
                call.set_exception(WorkerDied())

    def call(self, data: bytes) -> "asyncio.Future[bytes]":
        """Send one call; the future gives its answer or WorkerDied."""
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        if self._transport is None:
            answer.set_exception(WorkerDied())
            return answer
        self._waiting.append(answer)
        self._transport.write(_LENGTH.pack(len(data)) + data)
        return answer

    def close(self) -> None:
        """Hang up: the worker ends once its call is over."""
        if self._transport is not None:
            self._transport.close()


class WorkerPool:
    """A bounded pool of processes, each started before its first use and again after its death."""

    def __init__(self, size: int, *, preloaded: Sequence[str] = PRELOADED) -> None:
        """preloaded: modules that the workers are to find imported."""
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(preloaded))
        self._links: list[_Link] = [_Link() for _ in range(size)]
        self._processes: list[Any] = [None] * size
        self._turns = [asyncio.Lock() for _ in range(size)]
        self._slots = asyncio.Semaphore(size * CALLS_PER_WORKER_MAX)

    async def run(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Run a function in the worker that has least to do; once more, in a new one, when it dies meanwhile.

        Raises what the function raises, WorkerDied when the second worker died too.
        """
        call = pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL)
        async with self._slots:
            for attempt in range(TRIES_MAX):
                place = min(range(len(self._links)), key=lambda one: self._links[one].load)
                try:
                    answer = await (await self._reach(place)).call(call)
                except WorkerDied:
                    log.warning("worker.died", place=place)
                    if attempt == TRIES_MAX - 1:
                        raise
                    continue
                is_success, value, trace = pickle.loads(answer)  # noqa: S301 - written by our own worker
                if is_success:
                    return cast(Result, value)
                value.add_note(trace)
                raise value
        raise AssertionError("unreachable: the last try returns or raises")

    async def _reach(self, place: int) -> _Link:
        """Give the link of a worker, started if it does not run."""
        if self._links[place].is_open:
            return self._links[place]
        async with self._turns[place]:
            if not self._links[place].is_open:
                await self._start(place)
            return self._links[place]

    async def _start(self, place: int) -> None:
        ours, theirs = self._context.Pipe(duplex=True)
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True, name=f"liane-worker-{place}")
        await asyncio.to_thread(process.start)  # waits for what is preloaded
        theirs.close()
        link = socket.socket(fileno=os.dup(ours.fileno()))
        ours.close()
        link.setblocking(False)
        _, self._links[place] = await asyncio.get_running_loop().create_unix_connection(_Link, sock=link)
        self._processes[place] = process

    async def warm(self) -> None:
        """Start every worker now rather than at the first document."""
        links = await asyncio.gather(*(self._reach(place) for place in range(len(self._links))))
        ready = pickle.dumps((_say_ready, ()))
        await asyncio.gather(*(link.call(ready) for link in links))

    async def close(self) -> None:
        """End the workers, each once its call is over; one that does not end in time is killed."""
        for link in self._links:
            link.close()
        for process in self._processes:
            if process is None:
                continue
            await asyncio.to_thread(process.join, STOP_S_MAX)
            if process.is_alive():
                process.kill()
