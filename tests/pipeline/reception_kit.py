"""Mails from outside into a real store and a simulated DPI on its port: what the tests of the intake are made of."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from liane.domain.documents.delivery import Destination
from liane.domain.documents.request import Endpoint
from liane.domain.identity.person import Person
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.identity.identify import register_from_document
from liane.pipeline.identity.rules import TEST_OIDS
from liane.pipeline.intake.doors import DoorKind, MailDoor, Route
from liane.pipeline.intake.incoming import GATHER
from liane.pipeline.intake.mailbox import MailboxFlow, MailboxParts
from liane.pipeline.intake.patient_mail import PatientFlow, PatientParts
from liane.pipeline.intake.receipts_out import FeedbackGatherer, FeedbackHandler, FeedbackSettings, WatchSwitch
from liane.pipeline.intake.replies import REPLY, prepare_reply
from liane.pipeline.intake.returned import ReturnParts, ReturnWatch
from liane.pipeline.intake.to_dpi import HandOverParts, LPSHandler
from liane.pipeline.intake.xdm_mail import XDMFlow, XDMRules
from liane.pipeline.mail_delivery import MailAnswer, WatchHandler
from liane.pipeline.receipts import ReceiptFlow
from liane.pipeline.validation_gate import ValidationPolicy
from liane.store.intake_records import IntakeItem, ItemQuery, ItemState, MailFolder
from liane.store.records import StoredDelivery
from liane.wiring.outlets import ApplicationOutlets
from liane.wiring.settings import ApplicationSettings, IdentitySettings, LocalDomainSettings, Settings
from liane_sandbox.dpi import server as dpi_server
from liane_sandbox.dpi.server import DPI
from liane_sandbox.dpi.shelf import FiledDocument
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.mssante.outside import Injection, InjectionKind, make_mail
from liane_sandbox.patients import IPP_NAMESPACE, IPP_OID, PATIENTS, SandboxPatient
from tests.pipeline.dispatch_kit import working
from tests.pipeline.flow_kit import MAILS, NOW, PFI, FakeOperator, Flow, Judge, build_here, make_gate

TARGET = Endpoint(application="DPI-SIMULATION", facility="CH")
OWN = Endpoint(application="LIANE", facility="CH")
DOOR = MailDoor(mailbox=PFI, unit="3435", unit_label="Cardiologie", routes=(Route(target=TARGET),))
PHARMACY = MailDoor(
    mailbox="pharmacie.du.test@officine.simulation.mssante.fr", kind=DoorKind.ORGANISATION, takes_prescriptions=True
)
QUEUED = MailAnswer(text="250 Ok", receipt_expected=False)
KNOWN = PATIENTS[0]
_numbers = itertools.count(1)


def make_order(kind: InjectionKind = InjectionKind.XDM, patient: SandboxPatient = KNOWN, **changes: Any) -> Injection:
    """An order of a doctor outside."""
    return replace(Injection(kind=kind, patient=patient), **changes)


def write(order: Injection, message_id: str = "") -> bytes:
    """The mail as its operator delivers it."""
    sender = order.sender
    if order.kind is InjectionKind.PATIENT:
        sender = f"{order.patient.ins.matricule}@patient.mssante.fr"
    identifier = message_id or f"m{next(_numbers)}@cabinet-exemple.simulation.mssante.fr"
    raw = make_mail(order, message_id=identifier, at=NOW)
    return f"Return-Path: <{sender}>\r\nOriginal-Recipient: rfc822;{order.to}\r\n".encode() + raw


@dataclass(slots=True)
class Intake:
    """A mailbox flow, its handlers, its DPI."""

    flow: Flow
    dpi: DPI
    faults: FaultSwitchboard
    outlets: ApplicationOutlets
    operator: FakeOperator = field(default_factory=lambda: FakeOperator([QUEUED] * 20))
    judge: Judge = field(default_factory=Judge)
    policy: ValidationPolicy = ValidationPolicy.WARN

    @property
    def mailbox(self) -> MailboxFlow:
        """The flow of mails."""
        store = self.flow.store
        rules = XDMRules(processing_id="T", allowed_oids=TEST_OIDS)
        return MailboxFlow(
            MailboxParts(
                receipts=ReceiptFlow(store, now=self.flow.clock, on_refused=self.returns.refused),
                documents=XDMFlow(
                    store,
                    store.registry,
                    store.intake,
                    rules=rules,
                    find_waiting=store.intake_desk.find_waiting_documents,
                ),
                patients=PatientFlow(
                    PatientParts(store=store, worklist=store.intake, answers=store.answers, returns=self.returns)
                ),
                intake=store.intake,
                store=store,
                is_unwanted=store.intake_desk.is_unwanted,
                read=build_here,
                now=self.flow.clock,
            )
        )

    @property
    def returns(self) -> ReturnWatch:
        """The watch of what comes back undelivered."""
        store = self.flow.store
        return ReturnWatch(
            ReturnParts(
                answers=store.answers,
                worklist=store.intake,
                registry=store.registry,
                now=self.flow.clock,
                patient_oids=tuple(sorted(TEST_OIDS)),
            )
        )

    async def know(self, patient: SandboxPatient = KNOWN) -> Person:
        """Have the registry know a patient, qualified."""
        registry = self.flow.store.registry
        person = await register_from_document(registry, patient.identity, origin="GAM@CH", now=self.flow.clock)
        assert person is not None
        return person

    async def take(self, raw: bytes, door: MailDoor = DOOR) -> MailFolder:
        """Have one mail taken."""
        return await self.mailbox.take(raw, door)

    async def work(self) -> None:
        """Let every delivery that is due be done."""
        store = self.flow.store
        handlers = {
            Destination.LPS: LPSHandler(
                HandOverParts(
                    shelf=DocumentShelf(store),
                    outlets=self.outlets,
                    worklist=store.intake,
                    passage=make_gate(self.flow, self.judge, self.policy),
                    now=self.flow.clock,
                )
            ),
            Destination.WATCH: WatchSwitch(
                {GATHER: FeedbackGatherer(store, now=self.flow.clock)}, WatchHandler(store, now=self.flow.clock)
            ),
            Destination.FEEDBACK: FeedbackHandler(
                store,
                self.operator,
                settings=FeedbackSettings(
                    sender=MAILS.sender,
                    labels={PHARMACY.mailbox: "Pharmacie du Test"},
                    preparers={REPLY: prepare_reply},
                ),
                now=self.flow.clock,
            ),
        }
        async with working(self.flow, handlers) as dispatching:  # type: ignore[arg-type]  # each is a Handler
            await dispatching.settle()

    async def items(self, *states: ItemState) -> list[IntakeItem]:
        """The worklist."""
        return await self.flow.store.intake.list_items(ItemQuery(states=states or (ItemState.WAITING,)))

    def filed(self) -> list[FiledDocument]:
        """What the DPI holds, oldest first."""
        return self.dpi.state.shelf.list_documents()[::-1]

    async def deliveries(self) -> list[StoredDelivery]:
        """Every delivery of every document, oldest first."""
        found = [one for document in await self.flow.documents() for one in await self.flow.deliveries(document)]
        return sorted(found, key=lambda one: one.id)

    async def states(self, *destinations: Destination) -> list[tuple[str, str, str]]:
        """Destination, state and code of every delivery but the watches."""
        wanted = destinations or (Destination.LPS, Destination.FEEDBACK)
        return [
            (one.destination.value, one.state.value, one.cause.code if one.cause else "")
            for one in await self.deliveries()
            if one.destination in wanted
        ]


def make_outlets(flow: Flow, **door: Any) -> ApplicationOutlets:
    """The outlets of a Liane whose only application has this door."""
    settings = Settings(
        applications=(ApplicationSettings(application=TARGET.application, facility="*", **door),),
        identity=IdentitySettings(
            application=OWN.application,
            facility=OWN.facility,
            local_domain=LocalDomainSettings(oid=IPP_OID, namespace=IPP_NAMESPACE),
        ),
    )
    return ApplicationOutlets(settings, flow.store, now=flow.clock)


@asynccontextmanager
async def open_intake(flow: Flow, folder: Path, door: dict[str, Any] | None = None) -> AsyncIterator[Intake]:
    """Run a DPI and link it. door: settings of the application; its MLLP port unless given."""
    faults = FaultSwitchboard()
    dpi = await dpi_server.start(path=folder / "dpi.sqlite3", faults=faults, port=0, clock=flow.clock)
    outlets = make_outlets(flow, **(door or {"host": dpi.host, "port": dpi.port}))
    try:
        yield Intake(flow, dpi, faults, outlets)
    finally:
        await outlets.close()
        await dpi.stop()
