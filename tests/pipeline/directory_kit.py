"""A simulated Annuaire Santé, a client of it, and a local copy on a real store."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liane.connectors.annuaire.client import AnnuaireClient, AnnuaireConnection
from liane.pipeline.directory.loading import DirectoryLoader
from liane.store.directory import DirectoryStore
from liane.store.postgres_store import PostgresStore
from liane_sandbox.annuaire import server
from liane_sandbox.annuaire.service import API_KEY
from liane_sandbox.faults import FaultSwitchboard
from tests.pki_kit import make_cheap_pki

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Ticking:
    """A clock that moves when it is told to; waiting moves it too, and takes no time."""

    at: datetime = NOW
    waited: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@dataclass(slots=True)
class Directory:
    """The simulation, its client, the copy and its loader."""

    server: server.AnnuaireServer
    faults: FaultSwitchboard
    client: AnnuaireClient
    copy: DirectoryStore
    clock: Ticking
    authorities: Path

    @property
    def loader(self) -> DirectoryLoader:
        return DirectoryLoader(self.copy, self.client, now=self.clock, page_size=40)


@asynccontextmanager
async def run_directory(folder: Path, store: PostgresStore) -> AsyncIterator[Directory]:
    """Run a simulated directory while the context lasts."""
    clock, faults = Ticking(), FaultSwitchboard()
    pki = await asyncio.to_thread(make_cheap_pki, folder / "pki", datetime.now(UTC))
    running = await server.start(pki=pki, faults=faults, clock=clock)
    tls = ssl.create_default_context(cafile=str(pki.authorities))
    connection = AnnuaireConnection(base_url=running.url, api_key=API_KEY, tls=tls)
    client = AnnuaireClient(connection, sleep=clock.sleep, clock=clock.monotonic)
    try:
        yield Directory(
            server=running,
            faults=faults,
            client=client,
            copy=DirectoryStore(store),
            clock=clock,
            authorities=pki.authorities,
        )
    finally:
        await client.close()
        await running.stop()
