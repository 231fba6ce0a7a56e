"""A node with its faces: the services of the wiring, and the pages and the API on one HTTP port."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from liane.api.app import create_api
from liane.api.metrics import MetricsApp
from liane.cli.dmp_facade import add_dmp_facades
from liane.cli.dmp_pages import find_frames, make_calls, make_dmp_room
from liane.cli.http_server import make_limits, make_server_config
from liane.cli.intake_facade import add_worklist
from liane.cli.rights_pages import make_rights_room
from liane.cli.sign_in import find_hosts, make_room
from liane.domain.actors.operator import Operator
from liane.domain.errors import ConfigurationError
from liane.pipeline.identity.follow_ups import FollowUps
from liane.store.intake_automation_figures import AutomationFigures
from liane.store.intake_joins import PostgresJoins
from liane.web.answering import Answering
from liane.web.app import create_app
from liane.web.audit_room import AuditRoom
from liane.web.automation import AutomationRoom
from liane.web.console import ConsoleSettings
from liane.web.desk import Desk
from liane.web.directory_room import DirectoryRoom
from liane.web.page_sight import PageSight
from liane.web.reception import MailboxState, ReceptionRoom, TakenFiles
from liane.web.scans import Scanner
from liane.web.security import Credential, require_operator
from liane.wiring.clock import utc_now
from liane.wiring.destinations import make_destinations
from liane.wiring.intake_answers import make_reply_desk
from liane.wiring.intake_desk import find_colleagues, find_units, make_awaited, make_signed_in
from liane.wiring.services import ROLES, Liane
from liane.wiring.settings import Environment, HTTPSettings, Settings
from liane.wiring.signin import SignInParts, start_sign_in
from liane.wiring.status import StatusProbe

_ENVIRONMENTS = {
    Environment.SANDBOX: "bac à sable",
    Environment.TEST: "test",
    Environment.PRODUCTION: "production",
}


class _Server(uvicorn.Server):
    """uvicorn inside our own loop: the signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Node:
    """Liane and its pages. Use as an async context manager. app: the pages, once they run."""

    def __init__(self, settings: Settings, *, roles: Sequence[str] = ROLES) -> None:
        self.settings = settings
        self.liane = Liane(settings, roles=roles)
        self._stack = contextlib.AsyncExitStack()
        self.http_port = 0
        self.sign_in: SignInParts | None = None
        self.app: FastAPI | None = None

    async def __aenter__(self) -> "Node":
        try:
            await self._stack.enter_async_context(self.liane)
            if "web" in self.liane.roles:
                await self._start_pages()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start_pages(self) -> None:
        http = self.settings.http
        token = _read_secret(http.operator_token_file, "http.operator_token_file") if http.operator_token_file else ""
        credentials = _read_credentials(http)
        self.sign_in = parts = self._start_sign_in()
        require_operator(http.host, token, credentials, has_sign_in=parts is not None)
        probe = StatusProbe(self.liane)
        accept = self.liane.accept if "receive" in self.liane.roles else None
        calls = make_calls(self.liane, self.settings)
        api = create_api(
            store=self.liane.store,
            status=probe.measure,
            accept=accept,
            now=utc_now,
            take_file=self.liane.take_file,
            calls=calls,
            public_url=parts.settings.public_url if parts is not None else "",
        )
        add_dmp_facades(api, self.liane, parts.proofs if parts is not None else None)
        add_worklist(api, self.liane)
        app = create_app(
            store=self.liane.store,
            status=probe.measure,
            now=utc_now,
            settings=ConsoleSettings(
                establishment=self.settings.establishment,
                environment=_ENVIRONMENTS[self.settings.environment],
                is_simulation=self.settings.environment is Environment.SANDBOX,
                operator_name=http.operator_name,
                operator_token=token,
                credentials=credentials,
                audit=self._make_audit(),
                limits=make_limits(http),
                sign_in=make_room(parts, find_frames(self.liane, self.settings, calls)) if parts is not None else None,
                directory=make_directory_room(self.liane),
                rights=make_rights_room(self.liane),
                dmp=make_dmp_room(self.liane, self.settings, calls),
                allowed_hosts=("localhost", "127.0.0.1", "[::1]", http.host, *http.allowed_hosts, *find_hosts(parts)),
            ),
            desk=self._make_desk(),
            reception=self._make_reception(),
            mounts={
                "/api": api,
                "/metrics": MetricsApp(store=self.liane.store, status=probe.measure, now=utc_now),
            },
        )
        self.app = app
        await self._serve(app, http)

    async def _serve(self, app: FastAPI, http: HTTPSettings) -> None:
        """Listen, and return once the pages answer."""
        listener = socket.create_server((http.host, http.port))
        self.http_port = listener.getsockname()[1]
        server = _Server(make_server_config(app, http))
        task = asyncio.create_task(server.serve(sockets=[listener]))

        async def end() -> None:
            app.state.streams.close()
            server.should_exit = True
            await asyncio.gather(task, return_exceptions=True)

        self._stack.push_async_callback(end)
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.01)

    def _start_sign_in(self) -> SignInParts | None:
        """Start what signs people in, and the loop that renews and ends their sessions."""
        parts = start_sign_in(self.settings, self.liane.store, utc_now)
        if parts is None:
            return None
        task = asyncio.create_task(parts.run())

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await parts.close()

        self._stack.push_async_callback(end)
        return parts

    def _make_audit(self) -> AuditRoom:
        """Give the pages the trail of accesses, what proves it, and the certificates of the settings."""
        audit = self.liane.audit
        return AuditRoom(
            trail=self.liane.store.accesses,
            source=audit.source,
            prove=audit.prove,
            read_certificates=audit.read_certificates,
            expiry=self.settings.audit.expiry,
        )

    def _make_desk(self) -> Desk:
        """Give the pages the registry of identities and what acts on it."""
        liane, rules = self.liane, self.liane.registry.rules
        is_production = self.settings.environment is Environment.PRODUCTION
        return Desk(
            store=liane.store.registry,
            registry=liane.registry,
            follow_ups=FollowUps(liane.store, liane.store.registry, now=utc_now),
            insi=liane.insi.desk if liane.insi is not None else None,
            lots=liane.insi.lots if liane.insi is not None else None,
            circulation=liane.identities.circulation,
            trail=liane.store.accesses,
            scanner=Scanner(allowed_oids=rules.oids.allowed, is_production=is_production),
        )

    def _make_reception(self) -> ReceptionRoom:
        """Give the pages what comes in, and what acts on it."""
        liane = self.liane
        return ReceptionRoom(
            store=liane.store.intake,
            desk=liane.intake_desk,
            persons=liane.store.registry,
            sight=PageSight(reader=liane.page_reader),
            depositor=TakenFiles(take=liane.take_file),
            parting=liane.parting,
            joining=liane.joining,
            joins=PostgresJoins(liane.store),
            destinations=make_destinations(self.settings),
            hand_overs=liane.store.find_deliveries,
            mailboxes=self._tell_mailboxes,
            answering=self._make_answering(),
            memory=liane.store.intake_desk,
            awaited=make_awaited(liane.store, self.settings.desk),
            colleagues=find_colleagues(self.settings),
            signed_in=make_signed_in(self.sign_in),
            units=find_units(self.settings),
            trail=liane.store.accesses,
            automation=make_automation_room(liane),
            learnt=liane.reading.learnt if self.settings.intake.learning else None,
        )

    def _make_answering(self) -> Answering | None:
        """Give the pages the answers to mails; None where this Liane sends none."""
        mssante, store = self.settings.mssante, self.liane.store
        if mssante is None:
            return None
        return Answering(
            desk=make_reply_desk(store),
            store=store.answers,
            worklist=store.intake,
            structure=self.settings.establishment,
            has_pharmacy=any(one.prescriptions for one in mssante.reception),
        )

    async def _tell_mailboxes(self) -> list[MailboxState]:
        return [
            MailboxState(
                address=one.address,
                is_read_here=one.is_read_here,
                read_at=one.read_at,
                fault="L’opérateur MSSanté ne répond pas, ou refuse l’accès." if one.failed_at else "",
                remedy="Vérifier le réseau et le certificat ; Liane réessaie d’elle-même." if one.failed_at else "",
            )
            for one in self.liane.mailboxes
        ]

    @property
    def pages_url(self) -> str:
        """Address of the pages."""
        return f"http://{self.settings.http.host}:{self.http_port}/"


def make_directory_room(liane: Liane) -> DirectoryRoom:
    """Give the pages the local copy of the national directory."""
    services = liane.directory
    return DirectoryRoom(
        copy=services.copy,
        book=services.book,
        stale_after=services.stale_after,
        ask_load=services.ask_load if services.client is not None else None,
    )


def make_automation_room(liane: Liane) -> AutomationRoom:
    """Give the pages what is filed without a click, and the progress of the readings."""
    return AutomationRoom(
        store=liane.reading.automation,
        figures=AutomationFigures(liane.store),
        readings=liane.reading.readings,
        declared=liane.reading.declared,
    )


def _read_credentials(http: HTTPSettings) -> tuple[Credential, ...]:
    return tuple(
        Credential(
            operator=Operator(name=one.name, roles=frozenset(one.roles), unit=one.unit),
            secret=_read_secret(one.secret_file, f"http.operators ({one.name})"),
        )
        for one in http.operators
    )


def _read_secret(path: Path, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{setting} : {path} ({error.strerror})") from error
