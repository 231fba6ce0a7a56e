"""The pool of worker processes: results, errors, deaths, ends."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from liane.domain.errors import Finding, MalformedMessage, Severity
from liane.wiring.workers import WorkerDied, WorkerPool


@asynccontextmanager
async def open_pool(size: int = 1) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(size)
    try:
        yield pool
    finally:
        await pool.close()


def double(value: bytes) -> bytes:
    return value * 2


def refuse() -> None:
    raise MalformedMessage(
        Finding(code="X-1", severity=Severity.ERROR, location="", message="non", remedy="", layer="")
    )


class Stubborn(Exception):
    def __reduce__(self) -> str:
        raise TypeError("cannot travel")


def fail_stubbornly() -> None:
    raise Stubborn


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_results_come_back_whatever_their_size() -> None:
    async def go() -> None:
        async with open_pool(2) as pool:
            sizes = [0, 1, 70_000, 3_000_000] * 5
            answers = await asyncio.gather(*(pool.run(double, b"x" * size) for size in sizes))
            assert [len(answer) for answer in answers] == [size * 2 for size in sizes]

    asyncio.run(go())


def test_errors_come_back_as_they_are() -> None:
    async def go() -> None:
        async with open_pool() as pool:
            with pytest.raises(MalformedMessage) as caught:
                await pool.run(refuse)
            assert caught.value.findings[0].code == "X-1"
            with pytest.raises(RuntimeError, match="Stubborn"):
                await pool.run(fail_stubbornly)
            assert await pool.run(double, b"a") == b"aa"

    asyncio.run(go())


def test_a_dead_worker_is_replaced_and_what_kills_twice_is_told() -> None:
    async def go() -> None:
        async with open_pool() as pool:
            first = await pool.run(nap, 0)
            calls = [asyncio.create_task(pool.run(nap, 0.2)) for _ in range(2)]
            await asyncio.sleep(0.05)
            os.kill(first, signal.SIGKILL)
            assert first not in await asyncio.gather(*calls)
            with pytest.raises(WorkerDied):
                await pool.run(die)
            assert await pool.run(double, b"a") == b"aa"

    asyncio.run(go())


def test_work_is_shared_between_workers() -> None:
    async def go() -> None:
        async with open_pool(2) as pool:
            await pool.warm()
            assert len(set(await asyncio.gather(*(pool.run(nap, 0.05) for _ in range(4))))) == 2

    asyncio.run(go())


def test_a_call_given_up_does_not_shift_the_answers() -> None:
    async def go() -> None:
        async with open_pool() as pool:
            await pool.warm()
            given_up = asyncio.create_task(pool.run(nap, 0.1))
            await asyncio.sleep(0.01)
            given_up.cancel()
            assert await pool.run(double, b"b") == b"bb"

    asyncio.run(go())


def test_workers_end_with_the_pool() -> None:
    async def go() -> int:
        async with open_pool() as pool:
            return await pool.run(nap, 0)

    number = asyncio.run(go())
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
