"""A console really served on loopback, in a thread with its own loop: for browsers and for outside clients."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
import uvloop

from liane.api.app import create_api
from liane.api.metrics import MetricsApp
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from tests.web.filled_store import NOW, Clock, make_reception, make_status


class _Server(uvicorn.Server):
    """A server that leaves the signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True)
class Served:
    """A running console. run: does a coroutine in its loop. clock: what the pages take for now."""

    url: str
    store: PostgresStore
    clock: Clock
    loop: asyncio.AbstractEventLoop
    stop: Any = field(repr=False)

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of the server and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=30)

    def receive(self, message: bytes) -> bytes:
        """Give a message to the real reception; returns the acknowledgement."""
        acknowledgement: bytes = self.run(make_reception(self.store, self.clock).accept(message, "127.0.0.1"))
        return acknowledgement


@contextlib.contextmanager
def serve(dsn: str, **settings: Any) -> Iterator[Served]:
    """Serve the console of a database until the end of the block."""
    ready = threading.Event()
    kept: list[Served] = []

    async def main() -> None:
        async with PostgresStore(dsn) as store:
            clock = Clock(NOW)
            status = make_status()
            api = create_api(store=store, status=status, accept=make_reception(store, clock).accept, now=clock.now)
            app = create_app(
                store=store,
                status=status,
                now=clock.now,
                settings=ConsoleSettings(establishment="CH des Tilleuls (fictif)", refresh_s=0.05, **settings),
                mounts={"/api": api, "/metrics": MetricsApp(store=store, status=status, now=clock.now)},
            )
            listener = socket.create_server(("127.0.0.1", 0))
            server = _Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))

            def stop() -> None:
                app.state.streams.close()
                server.should_exit = True

            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            kept.append(Served(url=url, store=store, clock=clock, loop=asyncio.get_running_loop(), stop=stop))
            ready.set()
            await server.serve(sockets=[listener])

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run, name="liane-served")
    thread.start()
    try:
        assert ready.wait(30)
        yield kept[0]
    finally:
        if kept:
            kept[0].loop.call_soon_threadsafe(kept[0].stop)
        thread.join(30)
