"""A whole house behind its doors: documents, identities, reception, API, with one operator of each role."""

import base64
import hashlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from liane.api.app import create_api
from liane.api.dmp import add_facades
from liane.api.dmp_desk import DMPDesk
from liane.api.metrics import MetricsApp
from liane.api.worklist import make_router as make_worklist
from liane.api.worklist_joins import make_joins_router
from liane.api.worklist_lots import make_lots_router
from liane.cli.sign_in import make_room as make_sign_in_room
from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.errors import Finding
from liane.pipeline.announcement.access_log import AccessLogDesk
from liane.pipeline.announcement.desk import Shown
from liane.pipeline.announcement.patient_rights import RightsDesk
from liane.pipeline.directory.addresses import AddressBook
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.store.intake_automation import AutomaticFiling
from liane.store.intake_learning import LearningStore
from liane.store.patient_rights import PostgresPatientRights
from liane.store.postgres_store import PostgresStore
from liane.store.records import NewEvent
from liane.web.answering import Answering
from liane.web.app import create_app
from liane.web.automation import AutomationRoom
from liane.web.console import ConsoleSettings
from liane.web.directory_room import DirectoryRoom
from liane.web.limits import HTTPLimits
from liane.web.reception import ReceptionRoom, TakenFiles
from liane.web.rights_room import RightsRoom
from liane.web.security import Credential
from liane.wiring.dmp_pages import make_frames
from liane.wiring.intake_answers import make_reply_desk
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.announcement_kit import Folder, make_ward
from tests.pipeline.directory_kit import run_directory
from tests.pipeline.dmp_reading_kit import open_scene
from tests.pki_kit import make_cheap_pki
from tests.signin_kit import SignInBench, running_bench
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.dmp_kit import make_room as make_dmp_room
from tests.web.filled_store import NOW, Clock, make_reception, make_status
from tests.web.intake_kit import (
    LINES,
    TYPE,
    Arrived,
    fill_room,
    make_automation,
    make_document,
    make_item,
    make_room,
    make_worklist_parts,
)

HOST = "http://liane.test"
_numbers = itertools.count(1)
UNBOUND = HTTPLimits(address_per_minute_max=0, operator_per_minute_max=0, refusals_per_minute_max=0)
"""For tests that ask thousands of times from one address."""
SECRETS = {role: f"le-secret-d-essai-{role.value}" for role in Role}
OPERATORS = {
    role: Operator(
        name=f"Essai {role.value.upper()}",
        roles=frozenset({role}),
        unit="UF 12",
        identifier=f"8997002188{place:02d}",
        means=SignInMeans.LOCAL_ACCOUNT,
    )
    for place, role in enumerate(Role)
}
CREDENTIALS = tuple(Credential(operator=OPERATORS[role], secret=SECRETS[role]) for role in Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A running house. client: has no credential of its own."""

    app: FastAPI
    api: FastAPI
    store: PostgresStore
    client: httpx.AsyncClient
    clock: Clock
    known: Known
    arrived: Arrived
    bench: SignInBench | None = None

    async def ask(self, method: str, path: str, role: Role | None = None, **more: Any) -> httpx.Response:
        """Ask as somebody of a role; nobody when there is none."""
        headers = {**more.pop("headers", {}), **(sign(role) if role is not None else {})}
        return await self.client.request(method, path, headers=headers, **more)

    async def get(self, path: str, role: Role | None = None, **more: Any) -> httpx.Response:
        """Open as somebody of a role."""
        return await self.ask("GET", path, role, **more)

    @property
    def automation(self) -> AutomationRoom:
        """What is filed without a click."""
        return make_automation(self.store)

    async def add_twin(self, unit: str) -> int:
        """Add an item of a unit that every route of the reception can be asked of: mail kept, file, review due."""
        work = self.store.intake
        number = next(_numbers)
        kept = await work.keep_mail(
            key=f"mail:jumeau-{number}",
            mailbox="reception@liane.mssante.example",
            raw=b"From: cabinet@exemple.mssante.example\r\nSubject: Courrier\r\n\r\nBonjour.\r\n",
            is_oversize=False,
            at=self.clock.at,
            event=NewEvent(name="mail.kept", at=self.clock.at),
        )
        data = pdf_of([letter_content(LINES)])
        made = make_item(f"jumeau-{number}.pdf", data=data, at=self.clock.at, unit=unit, mail_sha256=kept.sha256)
        item = await work.add_item(made)
        reading = {"seconds": 0.2, "documents": [make_document((self.arrived.patient, 31.0))]}
        await work.save_reading(item, {made.files[0].name: reading}, person_id=None, reason="À vérifier.")
        filing = AutomaticFiling(
            item_id=item,
            document_id=item + 10**6,
            person_id=self.arrived.patient,
            source="cabinet",
            type_code=TYPE,
            unit=unit,
            filed_at=self.clock.at,
        )
        await self.automation.store.record(filing)
        async with self.store.writing() as connection:
            await connection.execute(
                "UPDATE intake_automatic SET is_sampled = true, review = 'waiting' WHERE item_id = $1", item
            )
        return item


def sign(role: Role) -> dict[str, str]:
    """The header of an operator of a role."""
    pair = f"{OPERATORS[role].name}:{SECRETS[role]}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Takes files as items, unread."""

    store: PostgresStore

    async def __call__(
        self, name: str, data: bytes, *, unit: str, sender: str
    ) -> tuple[int, str, bool, tuple[Finding, ...]]:
        """Keep one file."""
        number = await self.store.intake.add_item(make_item(name, data=data, at=NOW, unit=unit, sender=sender))
        return number, hashlib.sha256(data).hexdigest(), False, ()


@asynccontextmanager
async def open_house(
    store: PostgresStore,
    *,
    consultation: DMPConsultation | None = None,
    is_whole: bool = False,
    bench: SignInBench | None = None,
    **settings: Any,
) -> AsyncIterator[House]:
    """Open the doors of a house on a store: its flows, its identities, its reception, its API.

    consultation: of the DMP, behind the façades of the API. is_whole: with all that a room of reception can be given.
    """
    clock = Clock(NOW)
    settings.setdefault("limits", UNBOUND)
    calls = settings["dmp"].contexts if settings.get("dmp") is not None else None
    flow = make_flow(store, clock.now)
    known = await fill_desk(flow)
    arrived = await fill_room(flow, clock.at)
    reception = make_reception(store, clock)
    take = Kept(store=store)
    api = create_api(
        store=store,
        status=make_status(),
        accept=reception.accept,
        now=clock.now,
        calls=calls,
        take_file=take if is_whole else None,
    )
    if consultation is not None:
        proofs = bench.parts.proofs if bench is not None else None
        desk = DMPDesk(service=consultation, persons=store.registry, proofs=proofs)
        add_facades(api, desk, now=clock.now, version="0")
    room = make_room(store, clock.now, trail=store.accesses)
    parts = make_worklist_parts(store, room, clock.now, store.accesses)
    api.include_router(make_worklist(parts))
    api.include_router(make_lots_router(parts))
    assert room.joining is not None
    api.include_router(make_joins_router(parts, room.joining))
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), credentials=CREDENTIALS, **settings),
        desk=replace(make_desk(flow), trail=store.accesses),
        reception=fit_out(store, room, take) if is_whole else room,
        mounts={"/api": api, "/metrics": MetricsApp(store=store, status=make_status(), now=clock.now)},
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.7", 4321))
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
        yield House(
            app=app, api=api, store=store, client=client, clock=clock, known=known, arrived=arrived, bench=bench
        )


def fit_out(store: PostgresStore, room: ReceptionRoom, take: Kept) -> ReceptionRoom:
    """Give a room of reception what a node gives it: what it learnt, what it remembers, answers and prescriptions."""
    answering = Answering(
        desk=make_reply_desk(store),
        store=store.answers,
        worklist=store.intake,
        structure="CH TEST",
        has_pharmacy=True,
    )
    return replace(
        room,
        depositor=TakenFiles(take=take),
        learnt=LearningStore(store),
        memory=store.intake_desk,
        answering=answering,
        units=("UF 12", "UF 13"),
    )


@asynccontextmanager
async def open_whole_house(store: PostgresStore, folder: Path) -> AsyncIterator[House]:
    """The same with every room of a node: sign-in, the DMP of patients, the directory, the rights of patients."""
    pki = make_cheap_pki(folder / "pki", NOW)
    for name in ("annuaire", "signin"):
        (folder / name).mkdir()
    flow = make_flow(store, lambda: NOW)
    ward = make_ward(store, folder=Folder(script=[Shown.DONE] * 50), trail=store.accesses)
    await ward.know()
    async with (
        open_scene(pki, store, folder) as scene,
        run_directory(folder / "annuaire", store) as directory,
        running_bench(store, pki, folder / "signin") as bench,
    ):
        rights = RightsRoom(
            announcements=ward.desk,
            rights=RightsDesk(store.registry, flow.registry, trail=store.accesses, now=lambda: NOW),
            collecting=PostgresPatientRights(store),
            accesses=AccessLogDesk(
                store.registry, store.accesses, trail=store.accesses, establishment="CH TEST", now=lambda: NOW
            ),
        )
        dmp = make_dmp_room(store, flow, scene.service, now=lambda: NOW)
        assert dmp.contexts is not None
        book = AddressBook(directory.copy, directory.client, now=directory.clock)
        async with open_house(
            store,
            consultation=scene.service,
            is_whole=True,
            bench=bench,
            sign_in=make_sign_in_room(bench.parts, make_frames(store, dmp.contexts, lambda: NOW)),
            dmp=dmp,
            rights=rights,
            directory=DirectoryRoom(
                copy=directory.copy, book=book, stale_after=timedelta(hours=24), ask_load=lambda: None
            ),
        ) as house:
            yield house
