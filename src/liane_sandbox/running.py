"""The parts of a running sandbox, started and stopped together; what the pages and the command line act on."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from liane_sandbox.annuaire import server as annuaire_server
from liane_sandbox.annuaire.server import AnnuaireServer
from liane_sandbox.dmp import server as dmp_server
from liane_sandbox.dmp.content_checks import ContentRules
from liane_sandbox.dmp.server import DMPRules, DMPServer
from liane_sandbox.dpi import server as dpi_server
from liane_sandbox.dpi.server import DPI
from liane_sandbox.emitter.emitter import Emitter, EmitterSettings
from liane_sandbox.emitter.state import EmitterState
from liane_sandbox.establishment import ANNEX_ID, STRUCTURE_ID
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.guests import Guests
from liane_sandbox.insi import server as insi_server
from liane_sandbox.insi.server import INSiServer
from liane_sandbox.mssante import server as mssante_server
from liane_sandbox.mssante.server import MSSanteOperator, OperatorPorts
from liane_sandbox.patients import welcome_patient
from liane_sandbox.pki.folder import PKI, make_pki, render_crl
from liane_sandbox.psc import server as psc_server
from liane_sandbox.psc.server import PSCServer

PLATFORM_PORT = 2575


def read_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPorts:
    """Where each service listens on loopback; 0 takes any free port."""

    pages: int = 0
    dmp: int = 0
    smtp: int = 0
    imap: int = 0
    zam: int = 0
    insi: int = 0
    dpi: int = 0
    psc: int = 0
    annuaire: int = 0

    @classmethod
    def from_base(cls, base: int) -> "SandboxPorts":
        """Nine ports in a row."""
        names = ("pages", "dmp", "smtp", "imap", "zam", "insi", "dpi", "psc", "annuaire")
        return cls(**{name: base + place for place, name in enumerate(names)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxOptions:
    """What a person chooses. folder: kept between runs. platform_port: MLLP port of the product to send to.

    has_dossiers: the DMP holds years of fictitious documents from the start.
    """

    folder: Path
    ports: SandboxPorts = field(default_factory=SandboxPorts)
    contents: ContentRules = field(default_factory=ContentRules)
    platform_host: str = "127.0.0.1"
    platform_port: int = PLATFORM_PORT
    guests: Guests = field(default_factory=Guests)
    has_dossiers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    """The services that run."""

    dmp: DMPServer
    mssante: MSSanteOperator
    emitter: Emitter
    insi: INSiServer
    dpi: DPI
    psc: PSCServer
    annuaire: AnnuaireServer


class Sandbox:
    """A running sandbox."""

    def __init__(
        self,
        options: SandboxOptions,
        pki: PKI,
        faults: FaultSwitchboard,
        stand_ins: StandIns,
        clock: Callable[[], datetime],
    ) -> None:
        self.options = options
        self.pki = pki
        self.faults = faults
        self.dmp = stand_ins.dmp
        self.mssante = stand_ins.mssante
        self.insi = stand_ins.insi
        self.dpi = stand_ins.dpi
        self.psc = stand_ins.psc
        self.annuaire = stand_ins.annuaire
        self.emitter = stand_ins.emitter
        self.clock = clock
        self.started_at = clock()
        self.is_server_revoked = False
        self.platform = (options.platform_host, options.platform_port)
        self._sender = stand_ins.emitter
        self._turn = asyncio.Lock()

    @property
    def sender(self) -> Emitter:
        """The application that sends: it shares its memory with the one that listens."""
        return self._sender

    async def aim(self, host: str, port: int) -> None:
        """Send to another platform from now on."""
        former, self.platform = self._sender, (host, port)
        settings = EmitterSettings(platform_host=host, platform_port=port)
        self._sender = Emitter(settings, self.emitter.state, self.faults)
        if former is not self.emitter:
            await former.close()

    def publish_crl(self) -> bytes:
        """Give the revocation list of the issuing authority as it stands now, DER, good for a day."""
        also = (self.pki.server,) if self.is_server_revoked else ()
        return render_crl(self.pki, also, self.clock())

    async def reset(self) -> None:
        """Forget what was received and switch every fault off; patients and certificates stay.

        The mail operator starts anew on the same ports: its mailboxes are as on the first day.
        """
        async with self._turn:
            self.faults.clear()
            self.is_server_revoked = False
            self.dmp.reset()
            self.insi.state.reset()
            self.emitter.state.clear()
            self.dpi.state.clear()
            self.psc.service.state.clear()
            self.annuaire.service.state.reset()
            folder, ports = self.options.folder / "mssante", self.mssante
            await ports.stop()
            await asyncio.to_thread(shutil.rmtree, folder)
            self.mssante = await _start_mssante(
                self.options,
                self.pki,
                OperatorPorts(smtp=ports.smtp_port, imap=ports.imap_port),
                self.faults,
                self.clock,
            )

    async def stop(self) -> None:
        """Stop every service and close every state."""
        if self._sender is not self.emitter:
            await self._sender.close()
        await self.emitter.close()
        self.emitter.state.close()
        await self.annuaire.stop()
        await self.psc.stop()
        await self.dpi.stop()
        await self.insi.stop()
        await self.mssante.stop()
        await self.dmp.stop()


async def _start_mssante(
    options: SandboxOptions, pki: PKI, ports: OperatorPorts, faults: FaultSwitchboard, clock: Callable[[], datetime]
) -> MSSanteOperator:
    return await mssante_server.start(
        folder=options.folder / "mssante",
        pki=pki,
        ports=ports,
        faults=faults,
        guest_domains=frozenset(options.guests.domains),
        clock=clock,
    )


async def start_sandbox(options: SandboxOptions, clock: Callable[[], datetime] = read_clock) -> Sandbox:
    """Start every simulated service but the pages. Raises OSError when a port is taken."""
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for patient in options.guests.patients:
        welcome_patient(patient)
    pki = await asyncio.to_thread(make_pki, folder / "pki", clock())
    faults = FaultSwitchboard()
    async with AsyncExitStack() as stack:
        dmp = await dmp_server.start(
            path=folder / "dmp.sqlite3",
            pki=pki,
            faults=faults,
            port=options.ports.dmp,
            rules=DMPRules(
                contents=options.contents,
                structures=frozenset({STRUCTURE_ID, ANNEX_ID, *options.guests.structures}),
                has_dossiers=options.has_dossiers,
            ),
            clock=clock,
        )
        stack.push_async_callback(dmp.stop)
        insi = await insi_server.start(
            path=folder / "insi.sqlite3", pki=pki, faults=faults, port=options.ports.insi, clock=clock
        )
        stack.push_async_callback(insi.stop)
        ports = OperatorPorts(smtp=options.ports.smtp, imap=options.ports.imap)
        mssante = await _start_mssante(options, pki, ports, faults, clock)
        stack.push_async_callback(mssante.stop)
        settings = EmitterSettings(
            platform_host=options.platform_host, platform_port=options.platform_port, zam_port=options.ports.zam
        )
        dpi = await dpi_server.start(path=folder / "dpi.sqlite3", faults=faults, port=options.ports.dpi, clock=clock)
        stack.push_async_callback(dpi.stop)
        psc = await psc_server.start(pki=pki, faults=faults, port=options.ports.psc, clock=clock)
        stack.push_async_callback(psc.stop)
        annuaire = await annuaire_server.start(pki=pki, faults=faults, port=options.ports.annuaire, clock=clock)
        stack.push_async_callback(annuaire.stop)
        emitter = Emitter(settings, EmitterState(folder / "emitter.sqlite3"), faults)
        await emitter.start()
        stack.pop_all()
    stand_ins = StandIns(dmp=dmp, mssante=mssante, emitter=emitter, insi=insi, dpi=dpi, psc=psc, annuaire=annuaire)
    return Sandbox(options, pki, faults, stand_ins, clock)
