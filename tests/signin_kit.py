"""A simulated Pro Santé Connect, sign-in put together beside it, and a browser that says yes; one clock for all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from liane.domain.actors.operator import Role
from liane.pipeline.signin.vault import new_secret
from liane.pipeline.signin.visits import Purpose, SignedIn, Visitor
from liane.store.postgres_store import PostgresStore
from liane.wiring.sandbox_sign_in import NAMED, PROFESSIONS
from liane.wiring.settings import Environment, Settings
from liane.wiring.signin import SignInParts, start_sign_in
from liane.wiring.signin_settings import PSCSettings, SignInSettings
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.pki.folder import PKI
from liane_sandbox.psc import server as psc_server
from liane_sandbox.psc import wallet
from liane_sandbox.psc.describing import describe_psc
from liane_sandbox.psc.people import find_signatory
from liane_sandbox.psc.server import PSCServer
from liane_sandbox.psc.signing import KeyRing
from tests.pki_kit import share_key

DOCTOR, BIOLOGIST, RADIOLOGIST, PHARMACIST = "899900000037", "899900000011", "899900000029", "899900000052"
MIDWIFE, NURSE, UNKNOWN, MINIMAL = "899900000060", "899900000078", "899900000045", "899900000094"
BASE_URL = "http://127.0.0.1:8080"
TOKENS_KEY = 100
"""Which of the keys of this process signs tokens: none of a PKI."""
WALLET = "http://127.0.0.1:8090"


class SharedClock:
    """The true time (TLS reads no other), pushed forward on demand; Liane and the simulation both read it."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The present instant of the test."""
        return datetime.now(UTC) + self._ahead

    def advance(self, **span: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(**span)


@dataclass(slots=True)
class Trail:
    """The store of the test; its accesses are the real trail."""

    store: PostgresStore

    async def list(self) -> list[tuple[str, str, str]]:
        """Every line: act, outcome, reason, oldest first."""
        lines = await self.store.accesses.following(0, limit=500)
        return [(one.event.act.value, one.event.outcome.value, one.event.reason) for one in lines]


@dataclass(slots=True, kw_only=True)
class SignInBench:
    """Everything that a test of sign-in holds."""

    parts: SignInParts
    psc: PSCServer
    faults: FaultSwitchboard
    clock: SharedClock
    store: PostgresStore
    settings: Settings
    visitor: Visitor = field(default_factory=lambda: make_visitor())

    @property
    def trail(self) -> Trail:
        """The lines of the trail."""
        return Trail(self.store)

    def approve(self, address: str, identifier: str, *, refuses: bool = False) -> dict[str, str]:
        """Do what a person does in the wallet; returns the query that the browser brings back."""
        service = self.psc.service
        number = wallet.take_request(service, dict(parse_qsl(urlsplit(address).query)))
        if refuses:
            back = wallet.deny(service, number)
        else:
            person = find_signatory(identifier)
            assert person is not None
            wallet.choose_person(service, number, person)
            back = wallet.grant_code(service, number, service.open_session(identifier))
        return dict(parse_qsl(urlsplit(back).query))

    async def sign_in(
        self, identifier: str, visitor: Visitor | None = None, purpose: Purpose | None = None
    ) -> SignedIn:
        """Sign in by redirection."""
        visitor = visitor or self.visitor
        assert self.parts.redirect is not None
        address = await self.parts.redirect.begin(visitor, purpose or Purpose())
        return await self.parts.redirect.complete(visitor, self.approve(address, identifier))

    def fail(self, service: str, kind: FaultKind, code: str = "") -> None:
        """Switch a fault on for the next call."""
        self.faults.add(Fault(service=service, kind=kind, code=code, remaining=1, delay_s=0.0))

    async def take_down(self) -> None:
        """Close the door of the simulation."""
        self.faults.add(Fault(service="psc", kind=FaultKind.DOWN))
        await self.psc.settle()

    async def bring_back(self) -> None:
        """Open it again."""
        self.faults.clear()
        await self.psc.settle()


def make_visitor(**changes: Any) -> Visitor:
    """A browser of a workstation."""
    values: dict[str, Any] = {"secret": new_secret(), "address": "10.0.0.7", "base_url": BASE_URL, "browser": "Essai"}
    return Visitor(**(values | changes))


def make_signin_settings(
    psc: PSCServer, pki: PKI, data: Path, *, takes_notices: bool = False, **changes: Any
) -> Settings:
    """Settings of a Liane beside this simulation. takes_notices: from server to server. changes: of ``signin``."""
    described: Any = describe_psc(psc.service)
    secret = data / "psc.secret"
    secret.write_text(described["client_secret"], encoding="utf-8")
    values: dict[str, Any] = {
        "psc": PSCSettings(
            discovery_url=described["discovery_url"],
            client_id=described["client_id"],
            client_secret_file=secret,
            authorities=pki.authorities,
            timeout_s=3.0,
            phone=True,
            backchannel_logout=takes_notices,
        ),
        "people": NAMED,
        "professions": PROFESSIONS,
        "structures": tuple(described["structures"]),
        "api_audiences": (described["client_id"],),
    }
    return Settings(
        environment=Environment.SANDBOX,
        data=data,
        establishment="CH (fictif)",
        signin=SignInSettings(**(values | changes)),
    )


@asynccontextmanager
async def running_bench(
    store: PostgresStore, pki: PKI, data: Path, clock: SharedClock | None = None, **changes: Any
) -> AsyncIterator[SignInBench]:
    """Run a simulation and sign-in beside it."""
    clock, faults = clock or SharedClock(), FaultSwitchboard()
    psc = await psc_server.start(pki=pki, faults=faults, clock=clock.now, keys=KeyRing(share_key(TOKENS_KEY)))
    psc.service.wallet_url = WALLET
    settings = make_signin_settings(psc, pki, data, **changes)
    parts = start_sign_in(settings, store, clock.now)
    assert parts is not None
    try:
        yield SignInBench(parts=parts, psc=psc, faults=faults, clock=clock, store=store, settings=settings)
    finally:
        await parts.close()
        await psc.stop()


ADMINISTRATION = frozenset({Role.ADMINISTRATION})
