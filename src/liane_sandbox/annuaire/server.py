"""Start the simulated Annuaire Santé: TLS, and a door that can be closed."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from liane_sandbox.annuaire.service import BASE, AnnuaireService
from liane_sandbox.closing_door import ClosingDoor
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
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
        self._door = ClosingDoor("annuaire", self._handle, faults, tls, port)

    @property
    def url(self) -> str:
        """Base of the API. Rule: annuaire.md §8.2-1."""
        return f"{self._door.address}{BASE}"

    async def _handle(self, request: Request) -> Reply:
        return self.service.handle(request)

    async def start(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._door.open()
        self.service.base_url = self.url.removesuffix(BASE)

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
) -> AnnuaireServer:
    """Start a simulated directory. port 0: a free one."""
    server = AnnuaireServer(AnnuaireService(faults, clock), faults, build_tls(pki), port)
    await server.start()
    return server
