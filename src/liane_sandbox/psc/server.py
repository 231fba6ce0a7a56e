"""Start the simulated Pro Santé Connect: TLS with an optional client certificate, and a door that can be closed."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from liane_sandbox.closing_door import ClosingDoor
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
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
        self._door = ClosingDoor("psc", self._handle, faults, tls, port)

    @property
    def url(self) -> str:
        """Address of the endpoints that servers call."""
        return self._door.address

    async def _handle(self, request: Request) -> Reply:
        return self.service.handle(request)

    async def start(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._door.open()
        self.service.base_url = self.url

    async def settle(self) -> None:
        """Make the door as the faults switched on say."""
        await self._door.settle()

    async def stop(self) -> None:
        """Close the door."""
        await self._door.close()


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
