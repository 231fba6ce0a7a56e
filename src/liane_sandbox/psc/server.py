"""Start the simulated Pro Santé Connect: TLS with an optional client certificate, and a door that can be closed."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from liane_sandbox.dmp.http_server import HTTPServer, Reply, Request
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.pki.folder import PKI
from liane_sandbox.pki.trust import load_trust
from liane_sandbox.psc.service import PSCService
from liane_sandbox.psc.signing import KeyRing


def build_tls(pki: PKI) -> ssl.SSLContext:
    """Build the TLS side of the server: 1.2 or above, a client certificate taken when one is shown."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(cafile=pki.authorities)
    context.verify_mode = ssl.CERT_OPTIONAL
    return context


class PSCServer:
    """A running simulation; its pages are those of the sandbox."""

    def __init__(self, service: PSCService, faults: FaultSwitchboard, tls: ssl.SSLContext, port: int) -> None:
        self.service = service
        self._faults = faults
        self._http = HTTPServer(self._handle, tls, "127.0.0.1", port)
        self._loop = asyncio.get_running_loop()
        self._turning: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._is_stopped = False

    @property
    def url(self) -> str:
        """Address of the endpoints that servers call."""
        return f"https://127.0.0.1:{self._http.port}"

    async def _handle(self, request: Request) -> Reply:
        return self.service.handle(request)

    async def start(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._http.open()
        self.service.base_url = self.url
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
            if self._faults.is_down("psc"):
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
    keys: KeyRing | None = None,
) -> PSCServer:
    """Start a simulated Pro Santé Connect. port 0: a free one. keys: what signs its tokens, new ones when None."""
    service = PSCService(load_trust(pki), faults, clock, keys)
    server = PSCServer(service, faults, build_tls(pki), port)
    await server.start()
    return server
