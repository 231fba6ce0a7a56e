"""A reception with its clock, example messages, and fakes of the ports: what the tests of the flows are made of.

The store is real. The fakes answer from a script: a value is returned, an exception is raised.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from liane.codecs.hl7v2.ack import Ack, parse_ack
from liane.codecs.mssante_mail.compose import MailSender
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xds.request import BuiltRequest
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags
from liane.domain.errors import Finding
from liane.pipeline.channels import ChannelGuard
from liane.pipeline.dmp_delivery import DMPAnswer
from liane.pipeline.mail_delivery import MailAnswer
from liane.pipeline.mail_orders import MailOrderSettings
from liane.pipeline.ports import Store
from liane.pipeline.receive import Reception
from liane.pipeline.validate import Verdict, VerdictState
from liane.pipeline.validation_gate import ValidationGate, ValidationPolicy
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDelivery, StoredDocument, StoredEvent
from liane.wiring.services import make_policy, make_rules
from liane.wiring.settings import Settings
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import Mistake, SendingFacts, make_message
from liane_sandbox.patients import PATIENTS, SandboxPatient

NOW = datetime.now(UTC).replace(microsecond=0)
"""The test PKI is made at this instant; nothing else depends on the true time."""
PATIENT, OTHER_PATIENT = PATIENTS[0], PATIENTS[1]
PFI = "pfi@ch-tilleuls.simulation.mssante.fr"
TO_DMP = RequestFlags(dest_dmp=True, ack_reception=True, ack_lecture=True)
TO_MAIL = RequestFlags(dest_mssante_ps=True, ack_reception=True, ack_lecture=True)
TO_BOTH = RequestFlags(dest_dmp=True, dest_mssante_ps=True, ack_reception=True, ack_lecture=True)
MAILS = MailOrderSettings(
    sender=MailSender(address=PFI, label="CH DES TILLEULS", nil="000000-SIM"),
    archive_sender=XDMSender(
        name="CH DES TILLEULS", software_name="LIANE", software_version="0.1.0", software_editor="Liane"
    ),
    source_id="1.2.250.1.999.1.8121",
    action_slot="action",
)


@dataclass(slots=True)
class Clock:
    """A clock that only moves when told."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        """The instant."""
        return self.at

    def advance(self, **delay: float) -> datetime:
        """Move on: ``advance(seconds=3)``."""
        self.at += timedelta(**delay)
        return self.at


@cache
def make_cda(serial: int = 1, *, patient: SandboxPatient = PATIENT, version: int = 1) -> bytes:
    """An example biology report; version 2 replaces version 1 of the same serial."""
    return make_example("cr_bio", facts=make_facts(patient, serial, version=version))


def make_order(
    cda: bytes,
    control_id: str = "M1",
    *,
    action: RequestAction = RequestAction.CREATE,
    flags: RequestFlags = TO_BOTH,
    mistake: Mistake | None = None,
) -> bytes:
    """The bytes of one request."""
    facts = SendingFacts(control_id=control_id, sent_at="20260302141500+0100", action=action, flags=flags)
    return make_message(cda, facts, mistake)


def without_set_id(cda: bytes) -> bytes:
    """Take setId and versionNumber out of a document."""
    start, end = cda.index(b"<setId"), cda.index(b"/>", cda.index(b"<versionNumber")) + 2
    return cda[:start] + cda[end:]


@dataclass(slots=True)
class Flow:
    """A reception on a real store, and what there is to look at."""

    store: PostgresStore
    clock: Clock = field(default_factory=Clock)
    port: Store | None = None
    """What the reception sees as its store, when not the store itself."""

    _ids: Any = field(default_factory=itertools.count)

    @property
    def reception(self) -> Reception:
        """The receiving flow."""
        return Reception(
            self.port or self.store,
            policy=make_policy(Settings()),
            rules=make_rules(Settings()),
            channels=ChannelGuard(self.store, now=self.clock),
            now=self.clock,
            new_id=lambda: f"ACK{next(self._ids)}",
        )

    async def send(self, raw: bytes) -> Ack:
        """Send a message; returns its acknowledgement, read."""
        return parse_ack(await self.reception.accept(raw, "127.0.0.1"))

    async def keep(self, raw: bytes) -> StoredDocument:
        """Send a message that must be accepted; returns its document."""
        assert (await self.send(raw)).code.value == "AA"
        return (await self.documents())[-1]

    async def documents(self) -> list[StoredDocument]:
        """Every document request, oldest first."""
        return [await self.store.get_document(number) for number in await self._numbers("documents")]

    async def _numbers(self, table: str) -> list[int]:
        async with self.store.reading() as connection:
            rows = await connection.fetch(f"SELECT id FROM {table} ORDER BY id")
        return [row["id"] for row in rows]

    async def raws(self) -> list[bytes]:
        """Every message kept, to the byte, oldest first."""
        return [await self.store.load_message_raw(number) for number in await self._numbers("messages")]

    async def deliveries(self, document: StoredDocument, *destinations: Destination) -> list[StoredDelivery]:
        """The deliveries of a document, of given destinations or all."""
        found = await self.store.find_deliveries(document.id)
        return [one for one in found if not destinations or one.destination in destinations]

    async def events(self, document: StoredDocument) -> list[StoredEvent]:
        """The journal of a document."""
        return await self.store.find_events(document.id)

    async def names(self, document: StoredDocument) -> list[str]:
        """The names of its events."""
        return [event.name for event in await self.events(document)]

    async def claim(self, *destinations: Destination) -> ClaimedDelivery:
        """Lease the one delivery that is due."""
        (claimed,) = await self.store.claim(limit=1, now=self.clock(), destinations=destinations or None)
        return claimed

    async def finish(self, claimed: ClaimedDelivery, outcome: DeliveryOutcome) -> StoredDelivery:
        """Write an outcome; returns the delivery as it is then."""
        assert await self.store.finish(claimed, outcome, self.clock())
        return next(d for d in await self.store.find_deliveries(claimed.document_id) if d.id == claimed.id)

    async def receipts(self) -> list[tuple[str, int | None]]:
        """The receipts kept: (kind, delivery)."""
        async with self.store.reading() as connection:
            rows = await connection.fetch("SELECT kind, delivery_id FROM receipts ORDER BY at, kind")
        return [(row["kind"], row["delivery_id"]) for row in rows]


def play(step: Any) -> Any:
    """Return a scripted value, or raise a scripted exception."""
    if isinstance(step, BaseException):
        raise step
    return step


@dataclass(slots=True)
class FakeDMP:
    """A link to the DMP that answers from a script, and remembers what it was given."""

    script: list[DMPAnswer | Exception]
    seen: list[BuiltRequest] = field(default_factory=list)

    async def submit(self, request: BuiltRequest) -> DMPAnswer:
        """Answer the next step."""
        self.seen.append(request)
        answer: DMPAnswer = play(self.script.pop(0))
        return answer


@dataclass(slots=True)
class FakeOperator:
    """A link to the operator that answers from a script, and remembers what it was given."""

    script: list[MailAnswer | Exception]
    seen: list[tuple[bytes, str, str]] = field(default_factory=list)

    async def submit(self, mail: bytes, *, recipient: str, envelope_id: str) -> MailAnswer:
        """Answer the next step."""
        self.seen.append((mail, recipient, envelope_id))
        answer: MailAnswer = play(self.script.pop(0))
        return answer


@dataclass(slots=True)
class FakeLinks:
    """Links to the emitting applications that answer from a script."""

    script: list[bytes | Exception]
    known: bool = True
    seen: list[tuple[Endpoint, bytes]] = field(default_factory=list)

    def knows(self, endpoint: Endpoint) -> bool:
        """Whether an address is declared."""
        return self.known

    async def send(self, endpoint: Endpoint, message: bytes) -> bytes:
        """Answer the next step."""
        self.seen.append((endpoint, message))
        answer: bytes = play(self.script.pop(0))
        return answer


async def build_here(function: Callable[..., Any], *arguments: Any) -> Any:
    """A builder that works in this process."""
    return function(*arguments)


@dataclass(slots=True)
class Judge:
    """Gives a scripted verdict, and counts."""

    state: VerdictState = VerdictState.VALID
    findings: tuple[Finding, ...] = ()
    calls: int = 0

    async def __call__(self, data: bytes) -> Verdict:
        """Judge."""
        self.calls += 1
        return Verdict(
            state=self.state, document_type="CR-BIO", layers_run=("xml",), findings=self.findings, kit_id="kit"
        )


def make_gate(
    flow: Flow, judge: Judge | None = None, policy: ValidationPolicy = ValidationPolicy.WARN
) -> ValidationGate:
    """A gate of validation of one policy for all."""
    return ValidationGate(flow.store, judge=judge or Judge(), kit_id="kit", policy_of=lambda _: policy, now=flow.clock)


def states_of(deliveries: Sequence[StoredDelivery]) -> list[tuple[str, DeliveryState]]:
    """What and how, in order."""
    return [(one.destination.value, one.state) for one in deliveries]


def with_flags(flags: RequestFlags, **changes: bool) -> RequestFlags:
    """Flags with changes."""
    return replace(flags, **changes)
