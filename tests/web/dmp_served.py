"""The pages of DMPs really served on loopback, in a thread with its own loop, over the simulated DMP."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from tests.web.dmp_kit import Ground, House
from tests.web.served import _Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedHouse:
    """Running pages. run: does a coroutine in their loop."""

    url: str
    house: House
    loop: asyncio.AbstractEventLoop

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of the server and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)


@contextlib.contextmanager
def serve_house(ground: Ground, folder: Path, **rules: Any) -> Iterator[ServedHouse]:
    """Serve the pages until the end of the block."""
    ready = threading.Event()
    kept: list[tuple[ServedHouse, Any]] = []

    async def main() -> None:
        hosts = ("localhost", "127.0.0.1", "liane.test")
        async with ground.build(folder, hosts=hosts, **rules) as house:
            listener = socket.create_server(("127.0.0.1", 0))
            server = _Server(uvicorn.Config(house.app, log_config=None, timeout_graceful_shutdown=1))
            served = ServedHouse(
                url=f"http://127.0.0.1:{listener.getsockname()[1]}", house=house, loop=asyncio.get_running_loop()
            )

            def stop() -> None:
                house.app.state.streams.close()  # type: ignore[attr-defined]
                server.should_exit = True

            kept.append((served, stop))
            ready.set()
            await server.serve(sockets=[listener])

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run, name="liane-dmp-served")
    thread.start()
    try:
        assert ready.wait(60)
        yield kept[0][0]
    finally:
        if kept:
            served, stop = kept[0]
            served.loop.call_soon_threadsafe(stop)
        thread.join(30)
