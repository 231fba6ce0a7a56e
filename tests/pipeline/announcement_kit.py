"""A reception, its registry, the gate and the desk of announcements, on a real store."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.audit.access import AccessEvent
from liane.domain.documents.announcement import Announcement, HoldRule, ReleaseDelays
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest, RequestAction, RequestFlags
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier
from liane.domain.identity.person import INSSource, Person, RegistryINS
from liane.pipeline.announcement.desk import AnnouncementDesk, Hand, Shown
from liane.pipeline.announcement.gate import AnnouncementGate
from liane.pipeline.announcement.keeper import AnnouncementKeeper
from liane.pipeline.announcement.rules import AnnouncementRules
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.receive import Reception
from liane.pipeline.request_json import load_request
from liane.store.announcements import PostgresAnnouncements
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDelivery, StoredDocument
from liane.store.registry_records import RegistryWrite
from liane.wiring.services import make_policy, make_rules
from liane.wiring.settings import Settings
from tests.pipeline.flow_kit import PATIENT, Flow, make_cda, make_order

RADIOLOGIST = Operator(
    name="TESTRADIOLOGUE ANNE",
    roles=frozenset({Role.RADIOLOGUE}),
    identifier="899900000013",
    means=SignInMeans.PRO_SANTE_CONNECT,
)
SECRETARY = Operator(name="TESTSECRETAIRE", roles=frozenset({Role.SECRETARIAT}), means=SignInMeans.LOCAL_ACCOUNT)
HAND = Hand(operator=RADIOLOGIST, address="10.0.0.9")
HIDDEN = RequestFlags(dest_dmp=True, invisible_patient=True)
TO_PATIENT = RequestFlags(dest_dmp=True, dest_mssante_patient=True)
BIOLOGY = (HoldRule(type_codes=frozenset({"11502-2"})),)


@dataclass(slots=True)
class Trail:
    """Keeps the lines in a list."""

    events: list[AccessEvent] = field(default_factory=list)

    async def record(self, event: AccessEvent) -> None:
        """Append one line."""
        self.events.append(event)


@dataclass(slots=True)
class Folder:
    """A DMP that answers from a script, and remembers what it was asked."""

    script: list[Shown | Exception]
    asked: list[str] = field(default_factory=list)

    async def show(self, person: Person, operator: Operator, unique_id: str, *, reason: str, address: str) -> Shown:
        """Answer the next step."""
        self.asked.append(unique_id)
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


@dataclass(slots=True)
class Ward:
    """Everything. hold_rules: of the reception. rules: of the announcements."""

    store: PostgresStore
    flow: Flow
    hold_rules: tuple[HoldRule, ...] = ()
    rules: AnnouncementRules = field(default_factory=AnnouncementRules)
    folder: Folder | None = None
    trail: Trail = field(default_factory=Trail)

    @property
    def announcements(self) -> PostgresAnnouncements:
        """What is kept."""
        return PostgresAnnouncements(self.store)

    @property
    def keeper(self) -> AnnouncementKeeper:
        """The keeper."""
        return AnnouncementKeeper(
            self.store, self.announcements, self.store.registry, rules=self.rules, now=self.flow.clock
        )

    @property
    def gate(self) -> AnnouncementGate:
        """The gate."""
        return AnnouncementGate(
            self.announcements,
            examine=self.keeper.examine,
            may_cumulate=self.rules.may_cumulate,
            now=self.flow.clock,
        )

    @property
    def desk(self) -> AnnouncementDesk:
        """The desk."""
        return AnnouncementDesk(
            self.store,
            self.announcements,
            self.store.registry,
            trail=self.trail,
            link=self.folder,
            rules=self.rules,
            now=self.flow.clock,
        )

    async def know(self, **changes: object) -> Person:
        """Keep the patient in the registry, qualified."""
        at: datetime = self.flow.clock()
        person = Person(
            status=IdentityStatus.QUALIFIEE,
            traits=PATIENT.traits,
            ins=RegistryINS(ins=PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=at, verified_at=at),
            identifiers=(PatientIdentifier(value=PATIENT.ipp, oid=PATIENT.ipp_oid, type_code="PI"),),
            created_at=at,
            updated_at=at,
        )
        changed = replace(person, **changes)  # type: ignore[arg-type]  # fields by name
        written = await self.store.registry.write_registry(RegistryWrite(persons=(changed,)))
        return await self.store.registry.get_person(written.person_ids[0])

    async def receive(
        self,
        flags: RequestFlags,
        *,
        serial: int = 1,
        version: int = 1,
        action: RequestAction = RequestAction.CREATE,
    ) -> StoredDocument:
        """Send one request that must be accepted, and tie it to its person when they are known."""
        reception = Reception(
            self.store,
            policy=make_policy(Settings()),
            rules=replace(make_rules(Settings()), hold_rules=self.hold_rules),
            channels=ChannelGuard(self.store, now=self.flow.clock),
            now=self.flow.clock,
            new_id=lambda: "ACK",
        )
        control_id = f"M{serial}.{version}.{action.value}"
        raw = make_order(make_cda(serial, version=version), control_id, action=action, flags=flags)
        ack = await reception.accept(raw, "127.0.0.1")
        assert b"MSA|AA" in ack, ack
        document = (await self.flow.documents())[-1]
        person = await self.store.registry.find_by_identifier(PATIENT.ipp_oid, PATIENT.ipp)
        if person is not None:
            await self.store.registry.link_document(document.id, person.id, "test", self.flow.clock())
        return document

    async def try_one(
        self, destination: Destination, *, ends: DeliveryState = DeliveryState.DELIVERED
    ) -> DocumentRequest | StoredDelivery | None:
        """Lease what is due there, pass it through the gate, end it; None when nothing is due.

        Returns the request as it left, or the delivery as the gate left it.
        """
        claimed_all = await self.store.claim(limit=1, now=self.flow.clock(), destinations=[destination])
        if not claimed_all:
            return None
        (claimed,) = claimed_all
        passed = await self._pass(claimed)
        if isinstance(passed, DeliveryOutcome):
            return await self.flow.finish(claimed, passed)
        await self.flow.finish(claimed, DeliveryOutcome(state=ends))
        return passed

    async def _pass(self, claimed: ClaimedDelivery) -> DeliveryOutcome | DocumentRequest:
        document = await self.store.get_document(claimed.document_id)
        return await self.gate.check(claimed, document, load_request(document.request, b""))

    async def feed(self) -> bool:
        """Feed the DMP with what is due; tells whether it was hidden from the patient."""
        left = await self.try_one(Destination.DMP)
        assert isinstance(left, DocumentRequest)
        return left.flags.invisible_patient

    async def mail(self) -> DocumentRequest | StoredDelivery | None:
        """Mail the patient with what is due."""
        return await self.try_one(Destination.MSSANTE_PATIENT)

    async def mails(self) -> Sequence[tuple[str, DeliveryState]]:
        """Every mail to the patient, oldest first: action and state."""
        found = [
            one
            for document in await self.flow.documents()
            for one in await self.flow.deliveries(document, Destination.MSSANTE_PATIENT)
        ]
        return [(one.action, one.state) for one in sorted(found, key=lambda one: one.id)]

    async def of(self, document: StoredDocument) -> Announcement:
        """The announcement of a document."""
        return await self.announcements.get(document.unique_id)


def make_ward(store: PostgresStore, **values: object) -> Ward:
    """A ward on a fresh store."""
    return Ward(store=store, flow=Flow(store=store), **values)  # type: ignore[arg-type]  # fields by name


def delays(**days: int | None) -> AnnouncementRules:
    """Rules with delays by type (underscores stand for dashes), ``others`` for the types not named."""
    named = {("*" if name == "others" else name.lstrip("t").replace("_", "-")): one for name, one in days.items()}
    return AnnouncementRules(delays=ReleaseDelays(days=named))
