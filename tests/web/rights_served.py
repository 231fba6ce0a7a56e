"""The pages of the rights of patients, really served on loopback, over a store that a morning filled."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
import uvloop

from liane.pipeline.announcement.access_log import AccessLogDesk
from liane.pipeline.announcement.desk import Shown
from liane.pipeline.announcement.patient_rights import RightsDesk
from liane.store.patient_rights import PostgresPatientRights
from liane.store.postgres_store import PostgresStore
from liane.store.records import StoredDocument
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.rights_room import RightsRoom
from liane.web.security import Credential
from tests.pipeline.announcement_kit import HIDDEN, TO_PATIENT, Folder, Ward, make_ward
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, make_status


class _Server(uvicorn.Server):
    """A server that leaves the signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True)
class ServedRights:
    """A running console. held: waits for its announcement; free: has not left, nobody holds it."""

    url: str
    ward: Ward
    known: Known
    held: StoredDocument
    free: StoredDocument
    loop: asyncio.AbstractEventLoop
    server: Any = field(repr=False)

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of the server and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=30)


async def open_rights(store: PostgresStore, credentials: tuple[Credential, ...]) -> tuple[Any, Ward, Known]:
    """Fill a registry, open the pages over it."""
    flow = make_flow(store, lambda: NOW)
    known = await fill_desk(flow)
    ward = make_ward(store, folder=Folder(script=[Shown.DONE] * 5), trail=store.accesses)
    await ward.know()
    room = RightsRoom(
        announcements=ward.desk,
        rights=RightsDesk(store.registry, flow.registry, trail=store.accesses, now=lambda: NOW),
        collecting=PostgresPatientRights(store),
        accesses=AccessLogDesk(
            store.registry, store.accesses, trail=store.accesses, establishment="CH TEST", now=lambda: NOW
        ),
    )
    settings = ConsoleSettings(rights=room, operator_token="f" * 32, credentials=credentials, refresh_s=0.05)
    app = create_app(store=store, status=make_status(), now=lambda: NOW, settings=settings, desk=make_desk(flow))
    return app, ward, known


@contextlib.contextmanager
def serve_rights(dsn: str, credentials: tuple[Credential, ...]) -> Iterator[ServedRights]:
    """Serve the pages until the end of the block."""
    ready = threading.Event()
    kept: list[ServedRights] = []

    async def main() -> None:
        async with PostgresStore(dsn) as store:
            app, ward, known = await open_rights(store, credentials)
            held = await ward.receive(HIDDEN)
            await ward.feed()
            free = await ward.receive(TO_PATIENT, serial=2)
            listener = socket.create_server(("127.0.0.1", 0))
            server = _Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
            kept.append(
                ServedRights(
                    url=f"http://127.0.0.1:{listener.getsockname()[1]}",
                    ward=ward,
                    known=known,
                    held=held,
                    free=free,
                    loop=asyncio.get_running_loop(),
                    server=(app, server),
                )
            )
            ready.set()
            await server.serve(sockets=[listener])

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(main())
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="liane-rights")
    thread.start()
    assert ready.wait(60)
    try:
        yield kept[0]
    finally:
        for served in kept:
            app, server = served.server
            app.state.streams.close()
            server.should_exit = True
        thread.join(30)
