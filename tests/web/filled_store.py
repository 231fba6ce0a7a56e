"""A store filled as a morning fills it: real messages through the real reception, deliveries ended in every way.

The messages are those of the sandbox's emitter, so every patient, place and person is fictitious.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.decision import DecisionRules
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import RequestAction, RequestFlags
from liane.domain.steering.status import CertificateStatus, RemoteStatus, SystemStatus
from liane.pipeline.channels import LABELS, ChannelGuard
from liane.pipeline.outcomes import attempt_event
from liane.pipeline.receive import Reception
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import ROOT_OID, ExampleFacts
from liane_sandbox.emitter.scenario import Mistake, SendingFacts, make_message
from liane_sandbox.patients import PATIENTS

NOW = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
START = NOW - timedelta(hours=3)
SILENT = Cause(
    cause_class=CauseClass.UNAVAILABLE,
    code="HTTP 503",
    message="Le DMP n'est pas joignable (HTTP 503).",
    remedy="Rien à faire : Liane réessaie d'elle-même. Vérifier le réseau si cela dure.",
)
GIVEN_UP = Cause(
    cause_class=CauseClass.UNAVAILABLE,
    code="HTTP 503",
    message="Le DMP n'est pas joignable (HTTP 503). Abandon après 60 essais.",
    remedy="Vérifier le service distant, puis rejouer cette livraison.",
)
CLOSED = Cause(
    cause_class=CauseClass.REFUSED,
    code="DMPPatientClosed",
    message="Le DMP a refusé : le dossier du patient est fermé.",
    remedy="Remettre le document au patient par une autre voie ; le dossier peut être rouvert à sa demande.",
)
FEED = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">'
    b"<s:Header><a:Action>urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</a:Action><a:MessageID>urn:uuid:1"
    b"</a:MessageID><a:To>https://dmp.simulation</a:To></s:Header><s:Body><x:Exemple xmlns:x='urn:x'/></s:Body>"
    b"</s:Envelope>"
)


class Clock:
    """A clock that tests move."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._ids = 0

    def now(self) -> datetime:
        """Tell the instant."""
        return self.at

    def new_id(self) -> str:
        """Give a new MSH-10."""
        self._ids += 1
        return f"ACK{self._ids:05d}"


def make_reception(store: PostgresStore, clock: Clock) -> Reception:
    """The real receiving flow on a store."""
    return Reception(
        store,
        policy=AcceptancePolicy(),
        rules=DecisionRules(dmp_type_codes=frozenset()),
        channels=ChannelGuard(store, now=clock.now),
        now=clock.now,
        new_id=clock.new_id,
    )


def make_document_message(
    number: int, *, kind: str = "", mistake: Mistake | None = None, flags: RequestFlags | None = None
) -> bytes:
    """One message of the emitter about one new document."""
    kinds = ("cr_bio", "cr_img", "lettre_liaison")
    facts = ExampleFacts(
        patient=PATIENTS[number % 3],
        document_id=DocumentId(root=f"{ROOT_OID}.2.{number}"),
        set_id=DocumentId(root=f"{ROOT_OID}.3.{number}"),
        created="20261122070000+0100",
    )
    cda = make_example(kind or kinds[number % 3], facts=facts)
    sending = SendingFacts(control_id=f"MSG-{number:04d}", sent_at="20261122073000+0100", action=RequestAction.CREATE)
    if flags is not None:
        sending = SendingFacts(control_id=sending.control_id, sent_at=sending.sent_at, flags=flags)
    return make_message(cda, sending, mistake)


def make_replacement(number: int) -> bytes:
    """The message that replaces the imaging report of ``number``."""
    facts = ExampleFacts(
        patient=PATIENTS[number % 3],
        document_id=DocumentId(root=f"{ROOT_OID}.2.{number}.2"),
        set_id=DocumentId(root=f"{ROOT_OID}.3.{number}"),
        version=2,
        replaces=DocumentId(root=f"{ROOT_OID}.2.{number}"),
        created="20261122080000+0100",
    )
    sending = SendingFacts(
        control_id=f"MSG-{number:04d}-V2", sent_at="20261122083000+0100", action=RequestAction.REPLACE
    )
    return make_message(make_example("cr_img_v2", facts=facts), sending)


def _outcome(claimed: ClaimedDelivery, at: datetime, number: int) -> DeliveryOutcome:
    """End deliveries in turn: most are delivered; the DMP is silent, refuses, or is given up."""
    if claimed.destination is Destination.DMP:
        sent = NewEvent(
            name="dmp.feed.sent",
            at=at,
            delivery_id=claimed.id,
            data={"action": "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"},
            body=FEED,
            media_type="application/soap+xml",
        )
        if number % 9 == 1:
            return DeliveryOutcome(
                state=DeliveryState.PARKED, cause=GIVEN_UP, events=(attempt_event(at, "parked", GIVEN_UP),)
            )
        if number % 9 == 4:
            return DeliveryOutcome(
                state=DeliveryState.REFUSED, cause=CLOSED, events=(sent, attempt_event(at, "refused", CLOSED))
            )
        if number % 9 == 7:
            return DeliveryOutcome(
                state=DeliveryState.WAITING,
                cause=SILENT,
                retry_at=NOW + timedelta(minutes=4),
                events=(attempt_event(at, "put_off", SILENT),),
            )
        done = NewEvent(name="delivery.delivered", at=at, delivery_id=claimed.id, data={"message": "Pris par le DMP."})
        return DeliveryOutcome(state=DeliveryState.DELIVERED, events=(sent, done))
    done = NewEvent(name="delivery.delivered", at=at, delivery_id=claimed.id, data={"message": "Pris par l'opérateur."})
    return DeliveryOutcome(state=DeliveryState.DELIVERED, events=(done,))


async def fill(store: PostgresStore, *, documents: int = 12, leave: int = 2) -> None:
    """Fill a store: documents, refused messages, deliveries ended, an incident, channels. leave: left waiting."""
    clock = Clock(START)
    reception = make_reception(store, clock)
    for name, (label, direction) in LABELS.items():
        await store.declare_channel(name, label=label, direction=direction, at=START)
    for number in range(1, documents + 1):
        clock.at = START + (NOW - START) * number / (documents + 1)
        await reception.accept(make_document_message(number), "127.0.0.1")
    for number, mistake in enumerate((Mistake.BAD_INS_KEY, Mistake.NO_SENDER, Mistake.NO_DESTINATION), 900):
        clock.at += timedelta(minutes=1)
        await reception.accept(make_document_message(number, mistake=mistake), "127.0.0.1")
    await reception.keep_malformed(b"GET / HTTP/1.0\r\n\r\n", "127.0.0.1", ())
    clock.at += timedelta(minutes=1)
    await reception.accept(make_replacement(1), "127.0.0.1")
    claimed = await store.claim(limit=500, now=clock.at)
    for number, delivery in enumerate(sorted(claimed, key=lambda one: one.id)[: len(claimed) - leave]):
        at = clock.at + timedelta(milliseconds=number)
        assert await store.finish(delivery, _outcome(delivery, at, number), at)
    await store.open_incident(
        "dmp", "HTTP 503", "Le DMP ne répond pas.", "Vérifier le réseau.", NOW - timedelta(hours=1)
    )
    await store.open_incident("mssante", "timeout", "L'opérateur MSSanté ne répond pas.", "Attendre.", START)
    await store.close_incident("mssante", START + timedelta(minutes=12))


def make_status(**changes: object) -> Callable[[], Awaitable[SystemStatus]]:
    """A measured state: well, but for one certificate that expires soon."""
    values: dict[str, object] = {
        "at": NOW,
        "node": "liane-1",
        "version": "0.1.0",
        "started_at": NOW - timedelta(hours=5),
        "roles": ("receive", "deliver", "web"),
        "database_label": "PostgreSQL 18.6, embarqué",
        "database_size_bytes": 1_240_000_000,
        "free_bytes": 84_000_000_000,
        "free_bytes_min": 3_000_000_000,
        "waiting": 4,
        "certificates": (
            CertificateStatus(usage="TLS vers le DMP", subject="lps.simulation", expires_at=NOW + timedelta(days=12)),
            CertificateStatus(usage="Cachet", subject="org-sign.simulation", expires_at=NOW + timedelta(days=400)),
        ),
        "remotes": (
            RemoteStatus(remote="dmp", label="Le DMP", is_available=False, since=NOW - timedelta(hours=1)),
            RemoteStatus(remote="mssante", label="L'opérateur MSSanté", is_available=True),
        ),
    }

    async def measure() -> SystemStatus:
        return SystemStatus(**(values | changes))  # type: ignore[arg-type]

    return measure
