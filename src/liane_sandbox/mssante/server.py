"""Starts and stops the simulated operator: SMTP, IMAP, and the clock that delivers late receipts.

Rule: mssante.md §13.2; peers.md §1.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.mssante.authentication import Authenticator
from liane_sandbox.mssante.imap_server import IMAPSession
from liane_sandbox.mssante.operator import Operator, OperatorRules
from liane_sandbox.mssante.persons import Persons
from liane_sandbox.mssante.records import MailboxKind, MailboxState, StoredMailbox, load_seed
from liane_sandbox.mssante.smtp_server import SMTPSession
from liane_sandbox.mssante.state import OperatorState
from liane_sandbox.mssante.wire import Wire
from liane_sandbox.patients import MESState, list_patients
from liane_sandbox.pki.folder import PKI

CONNECTIONS_MAX = 200
RECEIPTS_POLL_MAX_S = 1.0
CIPHERS = (
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256:"
    "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256"
)
"""TLS 1.2 suites permitted. Rule: MSS/CONF.03."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorPorts:
    """Where to listen; port 0 takes any free one."""

    host: str = "127.0.0.1"
    smtp: int = 0
    imap: int = 0


class _Session(Protocol):
    async def run(self) -> None: ...


def make_server_context(pki: PKI) -> ssl.SSLContext:
    """Make the TLS side of the operator: TLS 1.2 at least, permitted suites, client certificates checked with the CRL.

    A client may show no certificate (personal and organisational mailboxes), but none that is wrong.
    Rule: MSS/CONF.01 to .03; mssante.md §3.1.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    context.load_verify_locations(pki.authorities)
    context.load_verify_locations(pki.crl)
    context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    context.verify_mode = ssl.CERT_OPTIONAL
    return context


class MSSanteOperator:
    """The running operator. `smtp_port`, `imap_port`: where it listens; `state`, `persons`: for the pages."""

    def __init__(self, operator: Operator, ports: OperatorPorts, context: ssl.SSLContext) -> None:
        self.operator = operator
        self.state = operator.state
        self.persons = Persons(operator.state, operator.clock)
        self.host = ports.host
        self.smtp_port = ports.smtp
        self.imap_port = ports.imap
        self._authenticator = Authenticator(operator.state, operator.rules.checker)
        self._context = context
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wires: set[Wire] = set()
        self._wake = asyncio.Event()

    async def listen(self) -> None:
        """Open both services. Raises OSError when a port is taken."""
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(self._make_smtp, self.host, self.smtp_port, backlog=256)
        self._servers.append(smtp)
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        imap = await loop.create_server(self._make_imap, self.host, self.imap_port, backlog=256)
        self._servers.append(imap)
        self.imap_port = imap.sockets[0].getsockname()[1]

        def wake() -> None:
            loop.call_soon_threadsafe(self._wake.set)

        self.state.watch_receipts(wake)
        self._start(self._deliver_receipts())

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _make_smtp(self) -> Wire:
        return _ServedWire(
            self, "mssante.smtp", lambda wire: SMTPSession(wire, self.operator, self._authenticator, self._context)
        )

    def _make_imap(self) -> Wire:
        return _ServedWire(
            self, "mssante.imap", lambda wire: IMAPSession(wire, self.operator, self._authenticator, self._context)
        )

    def admit(self, wire: Wire, service: str) -> bool:
        """Tell whether a new connection may be served now."""
        if len(self._wires) >= CONNECTIONS_MAX or self.operator.faults.is_down(service):
            return False
        self._wires.add(wire)
        return True

    def serve(self, wire: Wire, session: _Session) -> None:
        """Run a session to its end."""

        async def run() -> None:
            try:
                await session.run()
            finally:
                self._wires.discard(wire)

        self._start(run())

    async def _deliver_receipts(self) -> None:
        while True:
            now = self.operator.clock()
            await asyncio.to_thread(self.state.deliver_due_receipts, now)
            due = self.state.find_next_due()
            wait_s = RECEIPTS_POLL_MAX_S if due is None else (due - self.operator.clock()).total_seconds()
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), min(max(wait_s, 0.001), RECEIPTS_POLL_MAX_S))
            except TimeoutError:
                continue

    async def stop(self) -> None:
        """Close the services, cut the connections, close the state."""
        for server in self._servers:
            server.close()
        for wire in tuple(self._wires):
            wire.abort()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()
        self.state.close()


class _ServedWire(Wire):
    """A connection that starts its session by itself."""

    def __init__(self, owner: MSSanteOperator, service: str, make: Callable[[Wire], _Session]) -> None:
        super().__init__()
        self._owner = owner
        self._service = service
        self._make = make
        self._is_served = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the session, or cut when the service is down or full."""
        super().connection_made(transport)
        if self._is_served:
            return
        self._is_served = True
        if self._owner.admit(self, self._service):
            self._owner.serve(self, self._make(self))
        else:
            self.abort()


def list_citizens() -> tuple[StoredMailbox, ...]:
    """Give the mailboxes of the sandbox's patients, by the state of their Mon espace santé."""
    return tuple(
        StoredMailbox(
            address=f"{patient.ins.matricule}@patient.mssante.fr",
            kind=MailboxKind.CITIZEN,
            label=patient.label,
            state=MailboxState(patient.mes_state.value),
            is_full=False,
        )
        for patient in list_patients()
        if patient.mes_state is not MESState.UNKNOWN
    )


def open_state(folder: Path, at: datetime) -> OperatorState:
    """Open the memory of the operator in a folder, made when absent."""
    folder.mkdir(parents=True, exist_ok=True)
    return OperatorState(folder / "mssante.sqlite3", load_seed(list_citizens()), at)


async def start(
    *,
    folder: Path,
    pki: PKI,
    ports: OperatorPorts,
    faults: FaultSwitchboard,
    rules: OperatorRules | None = None,
    guest_domains: frozenset[str] = frozenset(),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> MSSanteOperator:
    """Start the operator on its folder (made when absent; its state survives a restart).

    guest_domains: domains added to the white list, whose mailboxes appear when first addressed.
    """
    state = open_state(folder, clock())
    for domain in sorted(guest_domains):
        state.add_domain(domain)
    operator = MSSanteOperator(
        Operator(state, faults, rules or OperatorRules(), clock), ports, make_server_context(pki)
    )
    await operator.listen()
    return operator
