"""Start the simulated INSi: mutual TLS, worker threads, and the closing of its door when it is told to be down."""

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liane_sandbox.closing_door import ClosingDoor
from liane_sandbox.establishment import INSI_AUTHORIZATION
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
from liane_sandbox.insi.operations import NATIONAL_TEST_OIDS, Operations
from liane_sandbox.insi.service import PATH, INSiService
from liane_sandbox.insi.state import INSiState
from liane_sandbox.pki.folder import PKI
from liane_sandbox.pki.trust import load_trust

THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class INSiRules:
    """How this simulated INSi answers. oid_of: OID per kind (NIR, NIA). lot_delay: how long it works on a lot."""

    idam: str = INSI_AUTHORIZATION
    oid_of: dict[str, str] = field(default_factory=lambda: dict(NATIONAL_TEST_OIDS))
    lot_delay: timedelta = timedelta(seconds=2)


def build_tls(pki: PKI) -> ssl.SSLContext:
    """Build the TLS side of the server: 1.2 or above, a client certificate required, revocations known."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(cafile=pki.authorities)
    context.load_verify_locations(cafile=pki.crl)
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    return context


class INSiServer:
    """A running simulated INSi."""

    def __init__(self, service: INSiService, faults: FaultSwitchboard, tls: ssl.SSLContext, port: int) -> None:
        self.service = service
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="insi")
        self._door = ClosingDoor("insi", self._handle, faults, tls, port)
        self._loop = asyncio.get_running_loop()

    @property
    def url(self) -> str:
        """Address of the service. Rule: ins.md §6.2 (path ``/lps``)."""
        return f"{self._door.address}{PATH}"

    @property
    def state(self) -> INSiState:
        """The state, for pages and checks."""
        return self.service.state

    async def _handle(self, request: Request) -> Reply:
        return await self._loop.run_in_executor(self._pool, self.service.handle, request)

    async def start(self) -> None:
        """Open the door and follow the faults « down »."""
        await self._door.open()

    async def settle(self) -> None:
        """Make the door as the faults switched on say."""
        await self._door.settle()

    async def stop(self) -> None:
        """Close the door, the threads and the state."""
        await self._door.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.state.close()


async def start(
    *,
    path: Path,
    pki: PKI,
    faults: FaultSwitchboard,
    port: int = 0,
    rules: INSiRules | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> INSiServer:
    """Start a simulated INSi. path: its SQLite file. port 0: a free one."""
    rules = rules or INSiRules()
    state = INSiState(path)
    operations = Operations(state, oid_of=rules.oid_of, lot_delay=rules.lot_delay)
    service = INSiService(state, operations, load_trust(pki), faults, idam=rules.idam, clock=clock)
    server = INSiServer(service, faults, build_tls(pki), port)
    await server.start()
    return server
