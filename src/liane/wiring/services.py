"""One running Liane: settings in, running objects out, stopped in the reverse order.

The only place where flows meet their connectors. Nothing is decided here.
"""

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.mssante_mail.compose import MailSender
from liane.codecs.xdm.front_pages import XDMSender
from liane.connectors.mllp.peer import Peer
from liane.connectors.mllp.server import MLLPLimits, MLLPServer, serve_mllp
from liane.domain.documents.decision import DecisionRules
from liane.domain.documents.delivery import Destination
from liane.domain.documents.request import Endpoint
from liane.domain.errors import ConfigurationError, Finding
from liane.domain.terminology.value_sets import get_value_set
from liane.pipeline.channels import LABELS, ChannelGuard
from liane.pipeline.dispatch import Dispatcher, Handler
from liane.pipeline.dmp_delivery import DMPHandler
from liane.pipeline.dmp_existence import OpenFolders
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.identity.registry import Registry
from liane.pipeline.intake.deposits import Deposit, DepositFlow
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.joining import Joining
from liane.pipeline.intake.pages import PageReader
from liane.pipeline.intake.parting import Parting
from liane.pipeline.intake.ports import IntakeDesk
from liane.pipeline.mail_delivery import MailDelays, MailHandler
from liane.pipeline.mail_orders import MailOrderSettings
from liane.pipeline.receive import Reception
from liane.pipeline.refusals import Passage
from liane.pipeline.validation_gate import ValidationGate, ValidationPolicy
from liane.pipeline.zam_delivery import ZamHandler
from liane.store.embedded import EmbeddedPostgres
from liane.store.intake_joins import PostgresJoins
from liane.store.intake_records import ItemSource
from liane.store.postgres_store import PostgresStore
from liane.store.space import SpaceGuard
from liane.wiring.alerts import make_channels, run_alerts
from liane.wiring.announcements import AnnouncementServices
from liane.wiring.audit import AuditServices
from liane.wiring.clock import utc_now
from liane.wiring.criticals import watch_criticals
from liane.wiring.destinations import UPLOADS
from liane.wiring.directory import DirectoryServices
from liane.wiring.dmp_consultation import ConsultationNeeds, ConsultationServices
from liane.wiring.dmp_orders import make_dmp_orders
from liane.wiring.folders import run_folder
from liane.wiring.gates import DMPLink, EmitterDirectory, MailLink, find_declared, server_tls
from liane.wiring.identity import IdentityServices, make_retry
from liane.wiring.insi import INSiParts, start_insi
from liane.wiring.intake import IntakeNeeds, IntakeServices, list_mailboxes, make_routes
from liane.wiring.intake_desk import make_awaited, make_desk, run_awaited
from liane.wiring.intake_doors import make_hl7_door
from liane.wiring.intake_reading import ReadingServices, find_page_readers, watch_desk
from liane.wiring.judging import find_kit_id, judge
from liane.wiring.mailbox import MailboxHealth
from liane.wiring.revocation import RevocationWatch
from liane.wiring.settings import (
    DMPSettings,
    Environment,
    MSSanteSettings,
    Settings,
    UnqualifiedMessage,
)
from liane.wiring.upkeep import run_upkeep
from liane.wiring.version import VERSION
from liane.wiring.workers import WorkerDied, WorkerPool

log = structlog.get_logger(__name__)
ROLES = ("receive", "deliver", "web")


def make_policy(settings: Settings) -> AcceptancePolicy:
    """Say what this environment accepts. Rule: hl7v2.md §2.1 (MSH-11), §4.3.2 (INS authorities), §4.5 (JDV_J07)."""
    base = (
        AcceptancePolicy.for_production()
        if settings.environment is Environment.PRODUCTION
        else AcceptancePolicy.for_test()
    )
    processing = {
        Environment.PRODUCTION: frozenset({"P"}),
        Environment.TEST: frozenset({"T", "D"}),
        Environment.SANDBOX: frozenset({"P", "T", "D"}),
    }[settings.environment]
    return AcceptancePolicy(
        processing_ids=processing,
        ins_oids=base.ins_oids,
        check_oid_against_processing_id=settings.check_oid_against_processing_id,
        matrice_mssante=settings.matrice_mssante,
        unqualified_waits=settings.identity.unqualified_message is UnqualifiedMessage.WAIT,
        document_type_codes=frozenset(code.code for code in get_value_set("JDV_J07").codes),
    )


def make_rules(settings: Settings) -> DecisionRules:
    """Say how this site decides."""
    return DecisionRules(
        dmp_type_codes=frozenset(code.code for code in get_value_set("JDV_J66").codes),
        cumul_masque_invisible=settings.dmp.cumul_masque_invisible if settings.dmp else False,
        hold_rules=settings.announcements.hold_rules,
        majority_years=settings.announcements.majority_years,
        secrecy_is_forced=settings.announcements.minor_secrecy == "impose",
        unqualified_waits=settings.identity.unqualified_message is UnqualifiedMessage.WAIT,
    )


def find_validation(settings: Settings, endpoint: Endpoint) -> ValidationPolicy:
    """Say what a verdict stops for one emitter: its own policy, else the general one."""
    declared = {(emitter.application, emitter.facility): emitter.validation for emitter in settings.emitters}
    return find_declared(declared, endpoint) or settings.validation


class Liane:
    """One node. Use as an async context manager; ``roles`` splits nodes that share one database."""

    def __init__(self, settings: Settings, *, roles: Sequence[str] = ROLES) -> None:
        self.settings = settings
        self.roles = tuple(roles)
        self.started_at = utc_now()
        self.reception: Reception | None = None
        self.store: PostgresStore
        self.identities: IdentityServices
        self.announcements: AnnouncementServices
        self.directory: DirectoryServices
        self.insi: INSiParts | None = None
        self.consultation: ConsultationServices | None = None
        self.intake: IntakeServices | None = None
        self.reading: ReadingServices
        self.embedded: EmbeddedPostgres | None = None
        self.space: SpaceGuard | None = None
        self.revocation: RevocationWatch | None = None
        self._stack = AsyncExitStack()
        self._mllp: MLLPServer | None = None
        self._pool = WorkerPool(settings.workers)

    async def __aenter__(self) -> "Liane":
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def mllp_port(self) -> int:
        """The port listened to for HL7 v2."""
        if self._mllp is None:
            raise ConfigurationError("ce nœud ne reçoit pas (rôle receive)")
        return self._mllp.port

    async def _start(self) -> None:
        await self._open_store()
        self._stack.push_async_callback(self._pool.close)
        self.audit = AuditServices(self.settings, self.store, now=utc_now)
        self._channels = ChannelGuard(self.store, now=utc_now)
        for name, (label, direction) in LABELS.items():
            await self.store.declare_channel(name, label=label, direction=direction, at=utc_now())
        policy = self._policy = make_policy(self.settings)
        self.identities = IdentityServices(self.settings, self.store, channels=self._channels, policy=policy)
        self.insi = start_insi(self.settings, self.store, self.identities.registry)
        if self.insi is not None:
            self._stack.push_async_callback(self.insi.close)
        self.reading = ReadingServices(self.settings, self.store, accepted=policy)
        self.reception = Reception(
            self.store,
            channels=self._channels,
            policy=policy,
            rules=make_rules(self.settings),
            now=utc_now,
            new_id=lambda: uuid.uuid4().hex[:20],
        )
        self._hl7_door = make_hl7_door(
            self.settings,
            self.store,
            deposits=self.deposits,
            channels=self._channels,
            policy=policy,
            run=self._pool.run,
        )
        self.announcements = AnnouncementServices(self.settings, self.store, trail=self.store.accesses)
        self.directory = DirectoryServices(self.settings.annuaire, self.store)
        self._stack.push_async_callback(self.directory.close)
        self._start_consultation()
        if "deliver" in self.roles:
            await self._start_deliveries()
        if "receive" in self.roles:
            await self._start_mllp(self.reception)
        log.info("liane.started", node=self.settings.node, roles=self.roles)

    @property
    def registry(self) -> Registry:
        """The acts of the desk on the registry of identities, kept in ``store.registry``."""
        return self.identities.registry

    @property
    def mailboxes(self) -> tuple[MailboxHealth, ...]:
        """The mailboxes of this installation, as this node knows them."""
        if self.intake is not None:
            return tuple(self.intake.mailboxes.values())
        declared = list_mailboxes(self.settings.mssante) if self.settings.mssante is not None else ()
        return tuple(MailboxHealth(address=one.mailbox) for one in declared)

    @property
    def page_reader(self) -> PageReader:
        """What reads and draws the pages of files, in the workers of this node."""
        return PageReader(run=self._pool.run, died=WorkerDied, readers=find_page_readers())

    @property
    def parting(self) -> Parting:
        """What parts a file that holds several documents."""
        return Parting(worklist=self.store.intake, desk=self.intake_desk, run=self._pool.run, now=utc_now)

    @property
    def joining(self) -> Joining:
        """What joins two items that are one document."""
        return Joining(worklist=self.store.intake, joins=PostgresJoins(self.store), run=self._pool.run, now=utc_now)

    @property
    def intake_desk(self) -> IntakeDesk:
        """The acts of a person on what waits in the worklist, kept in ``store.intake``."""
        return watch_desk(make_desk(self.settings, self.store, self._pool.run), self.reading.automation, self.store)

    async def take_file(
        self, name: str, data: bytes, *, unit: str, sender: str
    ) -> tuple[int, str, bool, tuple[Finding, ...]]:
        """Keep a file put down over HTTP and put it on the worklist."""
        door = MailDoor(mailbox=UPLOADS, unit=unit, routes=make_routes(self.settings.intake.routes))
        deposit = Deposit(name=name, data=data, door=door, source=ItemSource.UPLOAD, sender=sender)
        done = await self.deposits.take(deposit)
        return done.item_id, done.sha256, done.is_known, done.findings

    @property
    def deposits(self) -> DepositFlow:
        """The flow of the files put down: uploads and watched folders."""
        registry, oids = self.store.registry, self._policy.ins_oids
        return DepositFlow(self.store.intake, registry, run=self._pool.run, now=utc_now, allowed_oids=oids)

    async def accept(self, raw: bytes, peer: str) -> bytes:
        """Take one HL7 v2 message, of identity or with a document; returns its acknowledgement, after the commit."""
        if self.reception is None:
            raise ConfigurationError("ce nœud n'est pas démarré")
        answer = await self.identities.accept(raw, peer) or await self._hl7_door.accept(raw, peer)
        return answer or await self.reception.accept(raw, peer)

    async def _open_store(self) -> None:
        settings = self.settings
        dsn = settings.database_url
        if dsn is None:
            settings.data.mkdir(parents=True, exist_ok=True)
            self.embedded = EmbeddedPostgres(settings.data)
            dsn = await self.embedded.start_async()
            self._stack.push_async_callback(self.embedded.stop_async)
            self.space = SpaceGuard(self.embedded.cluster, settings.free_space_floor_mb * 1024 * 1024)
        self.store = PostgresStore(dsn, space=self.space)
        await self.store.open()
        self._stack.push_async_callback(self.store.close)

    async def _start_mllp(self, reception: Reception) -> None:
        settings = self.settings.mllp

        async def accept(raw: bytes, peer: Peer) -> bytes:
            return await self.accept(raw, peer.address)

        async def keep_malformed(raw: bytes, peer: Peer, findings: tuple[Finding, ...]) -> None:
            await reception.keep_malformed(raw, peer.address, findings)

        self._mllp = await serve_mllp(
            settings.host,
            settings.port,
            accept,
            tls=server_tls(settings.tls) if settings.tls else None,
            limits=MLLPLimits(
                frame_size_bytes_max=settings.frame_size_bytes_max,
                idle_timeout_s=settings.idle_timeout_s,
                connections_max=settings.connections_max,
            ),
            on_malformed=keep_malformed,
        )
        self._stack.push_async_callback(self._mllp.close)

    def _start_consultation(self) -> None:
        dmp = self.settings.dmp
        if dmp is None or "web" not in self.roles:
            return
        needs = ConsultationNeeds(
            dmp=dmp,
            orders=make_dmp_orders(dmp, self.settings.environment),
            store=self.store,
            trail=self.store.accesses,
            desk=self.intake_desk,
            run=self._pool.run,
            now=utc_now,
            ins_oids=self._policy.ins_oids,
            majority_years=self.settings.announcements.majority_years,
            note_status=self.identities.dmp_status.note,
        )
        self.consultation = ConsultationServices(needs)
        self._stack.push_async_callback(self.consultation.close)
        self._run_beside(self.consultation.run())

    async def _start_deliveries(self) -> None:
        settings = self.settings
        self._run_beside(self._pool.warm())
        gate = self._make_gate()
        passage = Passage(self.announcements.gate, self.identities.gate, *self.directory.make_gates(), gate)
        self._run_beside(self.directory.run())
        self._run_beside(self.announcements.keeper.run())
        self._shelf = DocumentShelf(self.store)
        handlers: dict[Destination, Handler] = {}
        directory = EmitterDirectory(settings.emitters)
        self._stack.push_async_callback(directory.close)
        handlers[Destination.ZAM] = ZamHandler(directory, now=utc_now)
        if settings.dmp is not None:
            handlers[Destination.DMP] = self._make_dmp(settings.dmp, passage)
        link: MailLink | None = None
        if settings.mssante is not None:
            self.revocation = await self._watch_revocations(settings.mssante)
            link = MailLink(settings.mssante, self.revocation, connections_max=max(2, settings.concurrency_max // 2))
            self._stack.push_async_callback(link.close)
            mail = self._make_mail(settings.mssante, link, passage)
            handlers[Destination.MSSANTE_PS] = handlers[Destination.MSSANTE_PATIENT] = mail
        intake = self.intake = self._make_intake(gate)
        handlers |= intake.make_handlers(link)
        dispatcher = Dispatcher(
            self.store,
            handlers,
            retry=make_retry(settings.retry),
            channels=self._channels,
            now=utc_now,
            concurrency_max=settings.concurrency_max,
        )
        self._run_beside(dispatcher.run())
        self.identities.start(self._stack, self._run_beside)
        for work in self.insi.works() if self.insi is not None else ():
            self._run_beside(work)
        self._run_beside(run_upkeep(self.store, settings.retention))
        for watch in self.audit.works():
            self._run_beside(watch)
        self._start_alerts()
        self._stack.push_async_callback(gate.drain)
        self._stack.push_async_callback(dispatcher.stop)
        if settings.mssante is not None and self.revocation is not None:
            for reader in intake.works(settings.mssante, self.revocation):
                self._run_beside(reader)
        self._run_beside(run_awaited(make_awaited(self.store, settings.desk), settings.desk))
        if settings.intake.reading:
            self._start_reading()
        for folder in settings.folders:
            door = MailDoor(mailbox=folder.name, unit=folder.unit, routes=make_routes(folder.routes))
            self._run_beside(run_folder(folder, door, self.deposits))

    def _start_reading(self) -> None:
        service = self.reading.make_service(self.intake_desk)
        self._stack.push_async_callback(self.reading.close)
        self._run_beside(self.reading.warm())
        self._run_beside(service.run())
        self._run_beside(self.reading.watch_mails())
        self._run_beside(self.reading.learn())

    def _start_alerts(self) -> None:
        make_channels(self.settings.alerts, utc_now)
        self._run_beside(run_alerts(self.store, self.settings, utc_now))
        self._run_beside(watch_criticals(self.store, self.settings, run=self._pool.run, now=utc_now))

    def _run_beside(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]  # any awaitable

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self._stack.push_async_callback(end)

    def _make_gate(self) -> ValidationGate:
        settings = self.settings
        return ValidationGate(
            self.store,
            judge=partial(self._pool.run, judge, self.kits_folder),
            kit_id=find_kit_id(self.kits_folder),
            policy_of=partial(find_validation, settings),
            now=utc_now,
        )

    @property
    def kits_folder(self) -> Path:
        """Where validation kits are kept."""
        return self.settings.kits or self.settings.data / "kits"

    def _make_dmp(self, dmp: DMPSettings, passage: Passage) -> DMPHandler:
        link = DMPLink(dmp, connections_max=self.settings.concurrency_max)
        self._stack.push_async_callback(link.close)
        return DMPHandler(
            self._shelf,
            link,
            settings=make_dmp_orders(dmp, self.settings.environment),
            build=self._pool.run,
            passage=passage,
            folders=OpenFolders(
                check=dmp.existence_check,
                kept_for=timedelta(hours=dmp.existence_kept_h),
                note=self.identities.dmp_status.note,
            ),
            now=utc_now,
        )

    async def _watch_revocations(self, mssante: MSSanteSettings) -> RevocationWatch:
        """Have the lists before anything leaves; at once when those kept are good, else once they were asked for."""
        watch = RevocationWatch(mssante, self.settings.data / "crl", node=self.settings.node, now=utc_now)
        watch.read()
        if not all(one.is_usable for one in watch.describe()):
            await watch.refresh()
        if watch.files:
            self._run_beside(watch.run(self.store))
        return watch

    def _make_intake(self, gate: ValidationGate) -> IntakeServices:
        needs = IntakeNeeds(
            settings=self.settings,
            store=self.store,
            shelf=self._shelf,
            gate=gate,
            run=self._pool.run,
            allowed_oids=self._policy.ins_oids,
        )
        intake = IntakeServices(needs)
        self._stack.push_async_callback(intake.outlets.close)
        self._run_beside(intake.outlets.run())
        return intake

    def _make_mail(self, mssante: MSSanteSettings, link: MailLink, passage: Passage) -> MailHandler:
        dmp = self.settings.dmp
        return MailHandler(
            self._shelf,
            link,
            settings=MailOrderSettings(
                sender=MailSender(address=mssante.mailbox, label=mssante.label, nil=mssante.nil),
                archive_sender=XDMSender(
                    name=self.settings.establishment,
                    software_name=dmp.lps_nom if dmp else "LIANE",
                    software_version=VERSION,
                    software_editor="Liane",
                ),
                source_id=mssante.source_id,
                action_slot=mssante.xdm_action_slot,
            ),
            build=self._pool.run,
            passage=passage,
            delays=MailDelays(
                resend=timedelta(seconds=mssante.resend_wait_s), receipt=timedelta(hours=mssante.receipt_wait_h)
            ),
            now=utc_now,
        )
