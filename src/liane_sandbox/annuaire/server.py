"""Start the simulated Annuaire Santé: TLS, and a door that can be closed."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from liane_sandbox.annuaire.service import BASE, AnnuaireService
from liane_sandbox.dmp.http_server import HTTPServer, Reply, Request
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.pki.folder import PKI


def build_tls(pki: PKI) -> ssl.SSLContext:
    """Build the TLS side of the server: 1.2 or above; the caller shows a key, no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    return context


class AnnuaireServer:
    """A running simulation."""

    def __init__(self, service: AnnuaireService, faults: FaultSwitchboard, tls: ssl.SSLContext, port: int) -> None:
        self.service = service
        self._faults = faults
        self._http = HTTPServer(self._handle, tls, "127.0.0.1", port)
        self._loop = asyncio.get_running_loop()
        self._turning: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._is_stopped = False

    @property
    def url(self) -> str:
        """Base of the API. Rule: annuaire.md §8.2-1."""
        return f"https://127.0.0.1:{self._http.port}{BASE}"

    async def _handle(self, request: Request) -> Reply:
        return self.service.handle(request)

    async def start(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._http.open()
        self.service.base_url = self.url.removesuffix(BASE)
        self._faults.watch(self._turn_soon)

    def _turn_soon(self) -> None:
        if not self._is_stopped:
            self._loop.call_soon_threadsafe(self._turn)

    def _turn(self) -> None:
        if not self._is_stopped:
            self._turning = self._loop.create_task(self.settle())

    async def settle(self) -> None:
        """Make the door as the faults switched on say."""
        async with self._lock:
            if self._faults.is_down("annuaire"):
                await self._http.close()
            elif not self._is_stopped:
                await self._http.open()

    async def stop(self) -> None:
        """Close the door."""
        self._is_stopped = True
        if self._turning is not None:
            await self._turning
        await self._http.close()


async def start(
    *,
    pki: PKI,
    faults: FaultSwitchboard,
    port: int = 0,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AnnuaireServer:
    """Start a simulated directory. port 0: a free one."""
    server = AnnuaireServer(AnnuaireService(faults, clock), faults, build_tls(pki), port)
    await server.start()
    return server
