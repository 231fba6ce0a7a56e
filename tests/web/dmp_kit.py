"""The pages of DMPs on a real store and the simulated DMP: fictitious dossiers, professionals known by a secret."""

import asyncio
import itertools
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp

from liane.api.app import create_api
from liane.api.dmp import add_facades
from liane.api.dmp_desk import DMPDesk
from liane.api.intake import TakeFile
from liane.codecs.imaging.reading import OCRReaders
from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.timestamp import PARIS
from liane.domain.errors import Finding
from liane.domain.identity.person import ConsultationStance
from liane.pipeline.contexts.calls import ContextCalls
from liane.pipeline.dmp_consultation.integration import IncomingDoor
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.intake.deposits import Deposit, DepositFlow
from liane.pipeline.intake.desk import Desk as IntakeDesk
from liane.pipeline.intake.desk import DeskRules
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.pages import PageReader
from liane.store.contexts import PostgresContexts
from liane.store.intake_records import ItemSource
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.dmp_room import DMPPageRules, DMPRoom
from liane.web.limits import DEFAULT_LIMITS, HTTPLimits
from liane.web.page_sight import PageSight
from liane.web.security import Credential
from liane.web.sign_in_room import SignInRoom
from liane_sandbox.dmp.dossier import fill_dossiers
from liane_sandbox.dmp.state import DMPState
from liane_sandbox.patients import PATIENTS, SandboxPatient
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import TEST_OIDS, Scene, make_operator, open_scene
from tests.pipeline.identity_kit import IdentityFlow, Patient, make_adt
from tests.pki_kit import make_cheap_pki
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.sandbox.dmp.kit import NOW
from tests.web.conftest import run
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import make_status
from tests.web.intake_kit import WorkerGone, run_here
from tests.web.test_rights import basic

FULL = next(one for one in PATIENTS if one.ipp == "IPP000735")
"""Whose simulated DMP holds years of documents."""

MINOR = next(one for one in PATIENTS if one.is_minor)
DOCTOR = make_operator()
CARDIOLOGIST = make_operator("899900000011", name="TESTARRAS Élodie")
SECRETARY = Operator(name="Sacha TESTSECRETAIRE", roles=frozenset({Role.SECRETARIAT}))
DPI = Operator(name="DPI des Tilleuls", roles=frozenset({Role.APPELANT}))
ENGINEER = Operator(name="Hugo TESTINTEGRATION", roles=frozenset({Role.INTEGRATION}))
AGAIN = make_operator(name="TESTMELEZE Irène-Lundi", session="la-session-suivante")
"""The same physician, signed in another day."""

PEOPLE = (DOCTOR, AGAIN, CARDIOLOGIST, SECRETARY, DPI, ENGINEER)
FRAME = "https://dpi.ch-tilleuls.example"
_words = itertools.count(1)
UNBOUND = HTTPLimits(address_per_minute_max=0, operator_per_minute_max=0, refusals_per_minute_max=0)
MakeSignIn = Callable[[ContextCalls, Callable[[], datetime]], SignInRoom]


def secret_of(operator: Operator) -> str:
    """The secret of a person of the tests."""
    return f"le-secret-de-{operator.name.split()[-1].lower()}-0001"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The pages, the simulated DMP behind them, and who is in the registry."""

    client: httpx.AsyncClient
    app: ASGIApp
    scene: Scene
    store: PostgresStore
    flow: IdentityFlow
    room: DMPRoom
    numbers: dict[str, int]

    async def get(self, path: str, who: Operator = DOCTOR, **headers: str) -> httpx.Response:
        """Look at a page."""
        return await self.client.get(path, headers=basic(who.name, secret_of(who)) | headers)

    async def post(self, path: str, who: Operator = DOCTOR, **form: Any) -> httpx.Response:
        """Send a form."""
        return await self.client.post(path, data=form, headers=basic(who.name, secret_of(who)))

    async def call(self, body: dict[str, Any], who: Operator = DPI) -> httpx.Response:
        """Call in context."""
        return await self.client.post("/api/v1/contexte", json=body, headers=basic(who.name, secret_of(who)))

    def number(self, patient: SandboxPatient = FULL) -> int:
        """The number of a patient in the registry."""
        return self.numbers[patient.ipp]


async def admit(flow: IdentityFlow, patients: tuple[SandboxPatient, ...]) -> dict[str, int]:
    """Admit patients by real messages, and record that they consent to the consultation of their DMP."""
    numbers = {}
    for patient in patients:
        traits = replace(patient.traits, used_family="", used_given="")
        await flow.apply(make_adt("A28", Patient(ipp=patient.ipp, ins=patient.ins, traits=traits)))
        person = await flow.get(patient.ipp)
        consents = replace(
            person.consents, consultation=ConsultationStance.CONSENTED, consultation_at="20260105101500+0100"
        )
        clerk = Operator(name="Noé TESTACCUEIL", roles=frozenset({Role.ACCUEIL}))
        done = await flow.registry.record_consents(person.id, person.version, consents, operator=clerk)
        numbers[patient.ipp] = done.id
    return numbers


def make_room(store: PostgresStore, flow: IdentityFlow, service: DMPConsultation, *, now: Any, **rules: Any) -> DMPRoom:
    """The room of a test node."""
    reader = PageReader(run=run_here, died=WorkerGone, readers=OCRReaders())
    calls = ContextCalls(
        PostgresContexts(store),
        store.registry,
        store.accesses,
        now=now,
        new_word=lambda: f"mot-{next(_words):06d}",
    )
    return DMPRoom(
        consultation=service,
        persons=store.registry,
        registry=flow.registry,
        sight=PageSight(reader=reader),
        contexts=calls,
        rules=DMPPageRules(**({"frame_origins": (FRAME,)} | rules)),
    )


def make_taker(store: PostgresStore, now: Any) -> TakeFile:
    """What takes the files put down over HTTP: the real flow, without workers."""
    flow = DepositFlow(store.intake, store.registry, run=run_here, now=now, allowed_oids=TEST_OIDS)

    async def take(name: str, data: bytes, *, unit: str, sender: str) -> tuple[int, str, bool, tuple[Finding, ...]]:
        door = MailDoor(mailbox="dépôt HTTP", unit=unit)
        done = await flow.take(Deposit(name=name, data=data, door=door, source=ItemSource.UPLOAD, sender=sender))
        return done.item_id, done.sha256, done.is_known, done.findings

    return take


def fill_state(path: Path) -> Path:
    """Make a state of the simulated DMP that holds the fictitious dossiers; gives its file."""
    state = DMPState(path)
    fill_dossiers(state)
    state.close()
    return path


async def fill_store(store: PostgresStore) -> None:
    """Put the patients of the dossiers in a registry."""
    await admit(make_flow(store, lambda: NOW), PATIENTS)


@asynccontextmanager
async def open_house(
    pki: PKI,
    store: PostgresStore,
    folder: Path,
    *,
    hosts: tuple[str, ...] = ("liane.test",),
    sign_in: MakeSignIn | None = None,
    **rules: Any,
) -> AsyncIterator[House]:
    """A node that reads the fictitious dossiers. folder: holds a state of the DMP filled by ``fill_state``; store: was
    filled by ``fill_store``. sign_in: makes the sign-in of people, from the contexts and their clock. rules: of the
    room."""
    async with open_scene(pki, store, folder, timeout_s=30.0) as scene:
        now = lambda: scene.clock[0].astimezone(PARIS)  # noqa: E731
        flow = make_flow(store, now)
        numbers = {one.ipp: (await flow.get(one.ipp)).id for one in PATIENTS}
        desk = IntakeDesk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=now)
        scene.service._door = IncomingDoor(
            worklist=store.intake, desk=desk, run=run_here, find_target=lambda type_code: ""
        )
        room = make_room(store, flow, scene.service, now=now, **rules)
        status = make_status()
        assert room.contexts is not None
        take_file = make_taker(store, now)
        api = create_api(store=store, status=status, accept=None, now=now, calls=room.contexts, take_file=take_file)
        add_facades(api, DMPDesk(service=scene.service, persons=store.registry), now=now, version="0.1.0")
        app = create_app(
            store=store,
            status=status,
            now=now,
            settings=ConsoleSettings(
                allowed_hosts=hosts,
                credentials=tuple(Credential(operator=one, secret=secret_of(one)) for one in PEOPLE),
                dmp=room,
                sign_in=sign_in(room.contexts, now) if sign_in is not None else None,
                limits=DEFAULT_LIMITS if sign_in is None else UNBOUND,
            ),
            desk=make_desk(flow),
            mounts={"/api": api},
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
            yield House(client=client, app=app, scene=scene, store=store, flow=flow, room=room, numbers=numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What each house is made from: a database filled, a state of the DMP filled, the test PKI."""

    dsn: str
    template: str
    state: Path
    pki: PKI

    async def make_database(self) -> str:
        """Copy the filled database; gives the address of the copy."""
        name = f"house_{next(_words)}"
        await run(self.dsn, copy_database(name, self.template))
        return name_database(self.dsn, name)

    def make_folder(self, parent: Path) -> Path:
        """Copy the filled state of the DMP."""
        folder = parent / f"house-{next(_words)}"
        folder.mkdir()
        shutil.copy(self.state, folder / "dmp.sqlite")
        return folder

    @asynccontextmanager
    async def build(self, parent: Path, **more: Any) -> AsyncIterator[House]:
        """Open a house on copies of its own."""
        folder, dsn = self.make_folder(parent), await self.make_database()
        async with PostgresStore(dsn) as store, open_house(self.pki, store, folder, **more) as house:
            yield house


async def _fill_database(dsn: str) -> None:
    async with PostgresStore(dsn) as store:
        await fill_store(store)


async def _make_template(dsn: str, name: str) -> None:
    await run(dsn, copy_database(name, TEMPLATE))
    await _fill_database(name_database(dsn, name))


def make_ground(dsn: str, folder: Path) -> Ground:
    """Fill a database and a DMP once; in a thread of its own: a browser's driver may hold the loop of this one."""
    template = f"dmp_template_{next(_words)}"
    thread = threading.Thread(target=lambda: asyncio.run(_make_template(dsn, template)))
    thread.start()
    thread.join(120)
    assert not thread.is_alive()
    pki = make_cheap_pki(folder / "pki", NOW)
    return Ground(dsn=dsn, template=template, state=fill_state(folder / "dmp.sqlite"), pki=pki)
