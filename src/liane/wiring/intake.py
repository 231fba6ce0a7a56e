"""What comes in, put together: mailboxes and their flow, hand-over to the applications, answers, desk."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from liane.domain.documents.delivery import Destination
from liane.domain.documents.request import Endpoint
from liane.pipeline.dispatch import Handler
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.intake.doors import MailDoor, Route
from liane.pipeline.intake.incoming import GATHER
from liane.pipeline.intake.mailbox import MailboxFlow, MailboxParts
from liane.pipeline.intake.receipts_out import FeedbackGatherer, FeedbackHandler, WatchSwitch
from liane.pipeline.intake.to_dpi import HandOverParts, LPSHandler
from liane.pipeline.intake.xdm_mail import XDMFlow, XDMRules
from liane.pipeline.mail_delivery import WatchHandler
from liane.pipeline.receipts import ReceiptFlow
from liane.pipeline.refusals import DeliveryGate
from liane.store.intake_records import MailFolder
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane.wiring.gates import MailLink
from liane.wiring.intake_answers import make_feedback_settings, make_patients, make_returns
from liane.wiring.mailbox import MailboxHealth, make_reading, run_mailbox
from liane.wiring.outlet_settings import RouteSettings
from liane.wiring.outlets import ApplicationOutlets
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import Environment, MSSanteSettings, ReceptionSettings, Settings

Run = Callable[..., Awaitable[Any]]


def make_routes(routes: tuple[RouteSettings, ...]) -> tuple[Route, ...]:
    """Say the routes of a door in the words of the flow."""
    return tuple(
        Route(target=Endpoint(application=one.application, facility=one.facility), type_codes=frozenset(one.type_codes))
        for one in routes
    )


def make_door(door: ReceptionSettings) -> MailDoor:
    """Say a mailbox in the words of the flow."""
    return MailDoor(
        mailbox=door.mailbox,
        kind=door.kind,
        unit=door.unit,
        unit_label=door.unit_label,
        routes=make_routes(door.routes),
        is_automatic=door.automatic,
        takes_prescriptions=door.prescriptions,
    )


def list_mailboxes(mssante: MSSanteSettings) -> tuple[ReceptionSettings, ...]:
    """Every mailbox to read: the applicative one, whether or not it is declared, and those declared."""
    declared = {one.mailbox.lower() for one in mssante.reception}
    if mssante.mailbox.lower() in declared:
        return mssante.reception
    main = ReceptionSettings(mailbox=mssante.mailbox, idle_s=mssante.receipts_poll_s)
    return (main, *mssante.reception)


def find_processing_id(environment: Environment) -> str:
    """MSH-11 of what is handed over. Rule: hl7v2.md §4.1."""
    return "P" if environment is Environment.PRODUCTION else "T"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeNeeds:
    """What the rest of the node lends to the intake."""

    settings: Settings
    store: PostgresStore
    shelf: DocumentShelf
    gate: DeliveryGate
    run: Run
    allowed_oids: frozenset[str]


class IntakeServices:
    """The running parts of the intake of one node."""

    def __init__(self, needs: IntakeNeeds) -> None:
        self._needs = needs
        self.outlets = ApplicationOutlets(needs.settings, needs.store)
        mssante = needs.settings.mssante
        declared = list_mailboxes(mssante) if mssante is not None else ()
        self.mailboxes = {one.mailbox: MailboxHealth(address=one.mailbox) for one in declared}

    def make_handlers(self, link: MailLink | None) -> dict[Destination, Handler]:
        """Give the handlers of hand-overs, answers and watches."""
        needs, settings = self._needs, self._needs.settings
        handlers: dict[Destination, Handler] = {
            Destination.WATCH: WatchSwitch(
                {GATHER: FeedbackGatherer(needs.store, now=utc_now)}, WatchHandler(needs.store, now=utc_now)
            ),
            Destination.LPS: LPSHandler(
                HandOverParts(
                    shelf=needs.shelf,
                    outlets=self.outlets,
                    worklist=needs.store.intake,
                    passage=needs.gate,
                    now=utc_now,
                )
            ),
        }
        if link is not None and settings.mssante is not None:
            answering = make_feedback_settings(settings.mssante, link)
            handlers[Destination.FEEDBACK] = FeedbackHandler(needs.store, link, settings=answering, now=utc_now)
        return handlers

    def make_flow(self, mssante: MSSanteSettings) -> MailboxFlow:
        """Give the flow that every mailbox is drained into."""
        needs = self._needs
        rules = XDMRules(
            action_slot=mssante.xdm_action_slot,
            processing_id=find_processing_id(needs.settings.environment),
            allowed_oids=needs.allowed_oids,
        )
        store = needs.store
        returns = make_returns(store, needs.allowed_oids)
        return MailboxFlow(
            MailboxParts(
                receipts=ReceiptFlow(store, now=utc_now, on_refused=returns.refused),
                documents=XDMFlow(
                    store,
                    store.registry,
                    store.intake,
                    rules=rules,
                    find_waiting=store.intake_desk.find_waiting_documents,
                ),
                patients=make_patients(store, returns),
                intake=store.intake,
                store=store,
                is_unwanted=store.intake_desk.is_unwanted,
                read=needs.run,
                now=utc_now,
            )
        )

    def works(self, mssante: MSSanteSettings, revocation: RevocationWatch) -> Iterator[Awaitable[None]]:
        """Give the readers of the mailboxes, to run beside."""
        flow = self.make_flow(mssante)
        for declared in list_mailboxes(mssante):
            door = make_door(declared)

            async def take(raw: bytes, is_oversize: bool, door: MailDoor = door) -> MailFolder:
                return await flow.take(raw, door, is_oversize=is_oversize)

            reading = make_reading(mssante, declared, revocation)
            yield run_mailbox(reading, take, revocation, self.mailboxes[declared.mailbox])
