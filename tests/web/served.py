"""A console really served on loopback, in a thread with its own loop: for browsers and for outside clients."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from liane.api.app import create_api
from liane.api.metrics import MetricsApp
from liane.api.worklist import make_router as make_worklist
from liane.api.worklist_joins import make_joins_router
from liane.api.worklist_lots import make_lots_router
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.desk import Desk
from liane.web.reception import ReceptionRoom
from liane_sandbox.pki.folder import PKI
from tests.insi_kit import Wire, running_insi
from tests.pipeline.identity_kit import IdentityFlow
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_reception, make_status
from tests.web.intake_kit import Arrived, fill_room, make_room, make_worklist_parts

Equip = Callable[[PostgresStore, Clock], tuple[dict[str, Any], dict[str, Any]]]
"""Gives what changes in the room of the reception, then in the settings of the console."""


class _Server(uvicorn.Server):
    """A server that leaves the signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    desk: Desk | None = None
    flow: IdentityFlow | None = None
    wire: Wire | None = None
    known: Known | None = None
    room: ReceptionRoom | None = None
    arrived: Arrived | None = None


@dataclass(slots=True)
class Served:
    """A running console. run: does a coroutine in its loop. clock: what the pages take for now."""

    url: str
    store: PostgresStore
    clock: Clock
    loop: asyncio.AbstractEventLoop
    stop: Any = field(repr=False)
    flow: IdentityFlow | None = None
    wire: Wire | None = None
    known: Known | None = None
    arrived: Arrived | None = None

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of the server and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=30)

    def receive(self, message: bytes) -> bytes:
        """Give a message to the real reception; returns the acknowledgement."""
        acknowledgement: bytes = self.run(make_reception(self.store, self.clock).accept(message, "127.0.0.1"))
        return acknowledgement


@contextlib.asynccontextmanager
async def _open_desk(
    store: PostgresStore, clock: Clock, insi: tuple[PKI, Path] | None, *, has_reception: bool
) -> AsyncIterator[_Desk]:
    """Fill a registry and open its desk, with a simulated INSi of its own; nothing when no place is given for it.

    has_reception: fill a worklist instead, and open its room.
    """
    if has_reception:
        flow = make_flow(store, clock.now)
        arrived = await fill_room(flow, clock.at)
        yield _Desk(desk=make_desk(flow), flow=flow, room=make_room(store, clock.now), arrived=arrived)
        return
    if insi is None:
        yield _Desk()
        return
    async with running_insi(*insi) as wire:
        flow = make_flow(store, clock.now)
        known = await fill_desk(flow)
        yield _Desk(desk=make_desk(flow, wire), flow=flow, wire=wire, known=known)


@contextlib.contextmanager
def serve(
    dsn: str,
    *,
    insi: tuple[PKI, Path] | None = None,
    has_reception: bool = False,
    equip: Equip | None = None,
    **settings: Any,
) -> Iterator[Served]:
    """Serve the console of a database until the end of the block.

    insi: also a desk, and where INSi keeps its state. has_reception: also a worklist of what came in. equip: gives what
    the room of the reception and the settings of the console have more, once the store is there.
    """
    ready = threading.Event()
    kept: list[Served] = []

    async def main() -> None:
        clock = Clock(NOW)
        async with PostgresStore(dsn) as store, _open_desk(store, clock, insi, has_reception=has_reception) as opened:
            status = make_status()
            changes, more = equip(store, clock) if equip is not None else ({}, {})
            room = replace(opened.room, **changes) if opened.room is not None else None
            api = create_api(store=store, status=status, accept=make_reception(store, clock).accept, now=clock.now)
            if room is not None:
                parts = make_worklist_parts(store, room, clock.now, store.accesses)
                api.include_router(make_worklist(parts))
                api.include_router(make_lots_router(parts))
                assert room.joining is not None
                api.include_router(make_joins_router(parts, room.joining))
            app = create_app(
                store=store,
                status=status,
                now=clock.now,
                settings=ConsoleSettings(establishment="CH des Tilleuls (fictif)", refresh_s=0.05, **settings, **more),
                mounts={"/api": api, "/metrics": MetricsApp(store=store, status=status, now=clock.now)},
                desk=opened.desk,
                reception=room,
            )
            listener = socket.create_server(("127.0.0.1", 0))
            server = _Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))

            def stop() -> None:
                app.state.streams.close()
                server.should_exit = True

            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            kept.append(
                Served(
                    url=url,
                    store=store,
                    clock=clock,
                    loop=asyncio.get_running_loop(),
                    stop=stop,
                    flow=opened.flow,
                    wire=opened.wire,
                    known=opened.known,
                    arrived=opened.arrived,
                )
            )
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
