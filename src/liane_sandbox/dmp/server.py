"""Start the simulated DMP: mutual TLS, worker threads, and the closing of its door when it is told to be down."""

import asyncio
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from liane_sandbox.closing_door import ClosingDoor
from liane_sandbox.dmp.content_checks import ContentRules, Strictness
from liane_sandbox.dmp.dossier import fill_dossiers
from liane_sandbox.dmp.metadata_checks import MetadataRules
from liane_sandbox.dmp.service import BASE_PATH, DMPService
from liane_sandbox.dmp.session import DoorRules
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.dmp.transactions import Registry
from liane_sandbox.establishment import STRUCTURE_ID
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
from liane_sandbox.pki.folder import PKI
from liane_sandbox.pki.trust import load_trust

THREADS = 2
CIPHERS = "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-CHACHA20-POLY1305"
"""Suites of TLS 1.2 that the DMP lists. Rule: dmp.md §2 TLS."""


def build_tls(pki: PKI) -> ssl.SSLContext:
    """Build the TLS side of the server: 1.2 or above, a client certificate required, revocations known.

    Rule: dmp.md §2 TLS, Client certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(cafile=pki.authorities)
    context.load_verify_locations(cafile=pki.crl)
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    return context


class DMPServer:
    """A running simulated DMP."""

    def __init__(
        self,
        service: DMPService,
        faults: FaultSwitchboard,
        tls: ssl.SSLContext | None,
        port: int,
        *,
        has_dossiers: bool = False,
    ) -> None:
        self.service = service
        self._has_dossiers = has_dossiers
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="dmp")
        self._door = ClosingDoor("dmp", self._handle, faults, tls, port)
        self._loop = asyncio.get_running_loop()

    @property
    def base_url(self) -> str:
        """The base to which the names of services are appended. Rule: dmp.md §2."""
        return f"{self._door.address}{BASE_PATH}"

    @property
    def state(self) -> DMPState:
        """The state, for pages and checks."""
        return self.service.registry.state

    async def _handle(self, request: Request) -> Reply:
        return await self._loop.run_in_executor(self._pool, self.service.handle, request)

    def reset(self) -> None:
        """Forget everything; the dossiers come back when there are some."""
        self.state.reset()
        if self._has_dossiers:
            fill_dossiers(self.state)

    async def start(self) -> None:
        """Fill the dossiers, open the door and follow the faults « down »."""
        if self._has_dossiers:
            await asyncio.to_thread(fill_dossiers, self.state)
        await self._door.open()

    async def settle(self) -> None:
        """Make the door as the faults switched on say."""
        await self._door.settle()

    async def stop(self) -> None:
        """Close the door, the threads and the state."""
        await self._door.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.state.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPRules:
    """How strict a simulated DMP is, and whom it knows.

    structures: identifiers of the structures known and active. homologation: the only number accepted, None for any.
    authorizations: whether consulting needs a declared authorisation. has_dossiers: years of fictitious documents.
    """

    contents: ContentRules = field(default_factory=ContentRules)
    metadata: MetadataRules = field(default_factory=MetadataRules)
    structures: frozenset[str] = frozenset({STRUCTURE_ID})
    homologation: str | None = None
    authorizations: Strictness = Strictness.ENFORCE
    has_dossiers: bool = False


async def start(
    *,
    path: Path,
    pki: PKI,
    faults: FaultSwitchboard,
    port: int = 0,
    rules: DMPRules | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> DMPServer:
    """Start a simulated DMP. path: its SQLite file. port 0: a free one. clock: gives the aware instant of now."""
    rules = rules or DMPRules()
    trust = load_trust(pki)
    registry = Registry(
        state=DMPState(path),
        trust=trust,
        contents=rules.contents,
        metadata=rules.metadata,
        authorizations=rules.authorizations,
    )
    door = DoorRules(trust=trust, structures=rules.structures, homologation=rules.homologation)
    service = DMPService(registry, door, faults, clock)
    server = DMPServer(service, faults, build_tls(pki), port, has_dossiers=rules.has_dossiers)
    await server.start()
    return server
