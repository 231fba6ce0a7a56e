"""Deliver to the DMP: what is asked before what is sent, and what every answer becomes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.request import BuiltRequest
from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.domain.documents.request import RequestAction, RequestFlags
from liane.domain.errors import RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.domain.identity.ins import INS, INSAuthority
from liane.pipeline.dmp_delivery import DMPAnswer, DMPHandler
from liane.pipeline.dmp_existence import ExistenceCheck, Folder, OpenFolders
from liane.pipeline.dmp_identity import DMPIdentitySettings
from liane.pipeline.dmp_orders import DMPOrderSettings
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.outcomes import Interrupted
from liane.pipeline.validate import VerdictState
from liane.pipeline.validation_gate import ValidationPolicy
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDelivery, StoredDocument
from liane_sandbox.establishment import HOMOLOGATION_NUMBER
from liane_sandbox.pki.folder import PKI
from tests.pipeline.flow_kit import (
    TO_DMP,
    FakeDMP,
    Flow,
    Judge,
    build_here,
    make_cda,
    make_gate,
    make_order,
    with_flags,
)
from tests.sandbox.dmp.kit import load_material

pytestmark = pytest.mark.anyio
ENTRY = f"urn:uuid:{uuid.UUID(int=7)}"
TAKEN, FOUND, NOT_FOUND = DMPAnswer(raw=b"<ok/>"), DMPAnswer(raw=b"<one/>", entry_uuid=ENTRY), DMPAnswer(raw=b"<none/>")
DOWN, CUT = RemoteUnavailable("dmp", "503"), RemoteOutcomeUnknown("dmp", "TIMEOUT")
FIND, FEED, DELETE = Transaction.FIND_REFERENCE, Transaction.FEED, Transaction.DELETE


def refusal(code: str) -> RemoteRefusal:
    return RemoteRefusal("dmp", code, "dit par le DMP", answer=b"<refused/>")


@dataclass(slots=True)
class Scene:
    """One document for the DMP, its handler and its scripted DMP."""

    flow: Flow
    pki: PKI
    dmp: FakeDMP = field(default_factory=lambda: FakeDMP([]))
    document: StoredDocument | None = None
    judge: Judge = field(default_factory=Judge)
    policy: ValidationPolicy = ValidationPolicy.WARN
    claimed_now: ClaimedDelivery | None = None
    folders: OpenFolders = field(default_factory=lambda: OpenFolders(check=ExistenceCheck.NEVER))

    async def keep(
        self, action: RequestAction = RequestAction.CREATE, *, version: int = 1, flags: RequestFlags = TO_DMP
    ) -> StoredDocument:
        """Accept one request."""
        raw = make_order(make_cda(version=version), f"M{action}", action=action, flags=flags)
        self.document = await self.flow.keep(raw)
        return self.document

    @property
    def handler(self) -> DMPHandler:
        """The flow under test, which signs for true."""
        return DMPHandler(
            DocumentShelf(self.flow.store),
            self.dmp,
            settings=DMPOrderSettings(
                identity=DMPIdentitySettings(
                    secteur_activite="SA01",
                    vihf_version="3.0",
                    lps_id="LIANE-0001",
                    lps_nom="LIANE",
                    lps_version="0.1.0",
                    homologation=HOMOLOGATION_NUMBER,
                ),
                material=load_material(self.pki.org_sign),
                base_url="https://dmp.example",
                source_id="1.2.250.1.999.1.8121",
            ),
            build=build_here,
            passage=make_gate(self.flow, self.judge, self.policy),
            folders=self.folders,
            now=self.flow.clock,
        )

    async def attempt(self, *script: DMPAnswer | Exception, is_asking: bool = False) -> DeliveryOutcome:
        """One attempt against a script, all of which must be played."""
        self.dmp.script = list(script)
        claimed = await self.flow.claim(Destination.DMP)
        if is_asking:
            claimed = await self.doubt(claimed)
        self.claimed_now = claimed
        outcome = await self.handler.deliver(claimed)
        assert self.dmp.script == []
        return outcome

    async def attempt_again(self, *script: DMPAnswer | Exception) -> DeliveryOutcome:
        """Another attempt under the same lease."""
        assert self.claimed_now is not None
        self.dmp.script = list(script)
        return await self.handler.deliver(self.claimed_now)

    async def doubt(self, claimed: ClaimedDelivery) -> ClaimedDelivery:
        """Have the last attempt end in doubt, and claim again."""
        await self.flow.finish(
            claimed, DeliveryOutcome(state=DeliveryState.ASKING, retry_at=self.flow.clock.advance(seconds=1))
        )
        return await self.flow.claim(Destination.DMP)

    async def end(self, outcome: DeliveryOutcome) -> StoredDelivery:
        """Write the outcome."""
        assert self.claimed_now is not None
        return await self.flow.finish(self.claimed_now, outcome)

    @property
    def transactions(self) -> list[Transaction]:
        """What was sent, in order."""
        return [request.transaction for request in self.dmp.seen]


@pytest.fixture
def scene(flow: Flow, pki: PKI) -> Scene:
    return Scene(flow, pki)


def names_of(outcome: DeliveryOutcome) -> list[str]:
    return [event.name for event in outcome.events]


def distinct(events: Sequence[NewEvent]) -> list[str]:
    return list(dict.fromkeys(event.name for event in events))


def zam_of(outcome: DeliveryOutcome) -> tuple[str, bool, str]:
    (zam,) = outcome.new_deliveries
    assert zam.destination is Destination.ZAM
    return zam.plan["event"], zam.plan["positive"], zam.plan["code"]


def refused_with(outcome: DeliveryOutcome) -> tuple[DeliveryState, str]:
    assert outcome.cause is not None
    assert outcome.cause.cause_class is CauseClass.REFUSED
    assert outcome.cause.remedy
    return outcome.state, outcome.cause.code


# -- feed --------------------------------------------------------------------------------------------------------------


async def test_a_new_document_is_fed_and_told(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(TAKEN)
    assert scene.transactions == [FEED]
    assert outcome.state is DeliveryState.DELIVERED
    assert distinct(outcome.events) == ["dmp.feed.sent", "dmp.feed.attached", "dmp.feed.answered", "delivery.delivered"]
    assert zam_of(outcome) == ("Z01", True, "")
    delivery = await scene.end(outcome)
    assert (delivery.state, delivery.attempts) == (DeliveryState.DELIVERED, 1)
    assert scene.document is not None
    events = [event for event in await scene.flow.events(scene.document) if event.name.startswith("dmp.")]
    assert {event.delivery_id for event in events} == {delivery.id}
    assert await scene.flow.store.load_body(events[0].body_sha256 or "") == scene.dmp.seen[0].root
    assert await scene.flow.store.load_body(events[-1].body_sha256 or "") == TAKEN.raw


async def test_the_signature_of_the_lot_is_kept_and_the_document_not_a_second_time(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(TAKEN)
    document, signature = (part.content for part in scene.dmp.seen[0].parts)
    assert document == make_cda()
    assert [event.body for event in outcome.events if event.name == "dmp.feed.attached"] == [signature]


async def test_nobody_is_told_who_did_not_ask(scene: Scene) -> None:
    await scene.keep(flags=with_flags(TO_DMP, ack_reception=False))
    assert (await scene.attempt(TAKEN)).new_deliveries == ()


async def test_every_attempt_speaks_of_the_same_lot_under_fresh_messages(scene: Scene) -> None:
    await scene.keep()
    with pytest.raises(Interrupted):
        await scene.attempt(DOWN)
    await scene.attempt_again(TAKEN)
    first, second = scene.dmp.seen
    assert first.message_id != second.message_id

    def lot_of(request: BuiltRequest) -> list[bytes]:
        return sorted(part for part in request.root.split(b'"') if part.startswith(b"2.25."))

    assert lot_of(first) == lot_of(second) != []


@pytest.mark.parametrize("error", [DOWN, CUT], ids=["unavailable", "unknown"])
async def test_a_failure_that_may_pass_interrupts_with_what_was_exchanged(scene: Scene, error: Exception) -> None:
    await scene.keep()
    with pytest.raises(Interrupted) as stopped:
        await scene.attempt(error)
    assert stopped.value.error is error
    assert distinct(stopped.value.events) == ["dmp.feed.sent", "dmp.feed.attached"]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("XDSUnknownPatientId", "remettre le document autrement"),
        ("XDSNonIdenticalHash", "nouvelle version"),
        ("XDSRegistryDeprecatedDocumentError", "dernière version"),
        ("DMPInvalidCertificate", "ORG_SIGN"),
        ("DMPAccessDeniedByRightsService", "droits"),
        ("XDSRegistryMetadataError", "application émettrice"),
    ],
)
async def test_a_refusal_ends_the_delivery_with_the_code_of_the_dmp(scene: Scene, code: str, remedy: str) -> None:
    await scene.keep()
    outcome = await scene.attempt(refusal(code))
    assert refused_with(outcome) == (DeliveryState.REFUSED, code)
    assert outcome.cause is not None
    assert outcome.cause.message == f"Le DMP a refusé ({code} : dit par le DMP)."
    assert remedy in outcome.cause.remedy
    assert zam_of(outcome) == ("Z01", False, code)
    assert (outcome.events[-1].name, outcome.events[-1].body) == ("delivery.attempted", b"<refused/>")


# -- a document that the DMP has already -------------------------------------------------------------------------------


async def test_a_duplicate_that_the_dmp_finds_is_a_delivery(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(refusal("XDSDuplicateUniqueIdInRegistry"), FOUND)
    assert scene.transactions == [FEED, FIND]
    assert outcome.state is DeliveryState.DELIVERED
    assert outcome.remote_answer == {"message": "Le DMP avait déjà ce document, à l'identique."}
    assert zam_of(outcome) == ("Z01", True, "")


async def test_a_duplicate_that_the_dmp_does_not_find_is_a_refusal(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(refusal("XDSDuplicateUniqueIdInRegistry"), NOT_FOUND)
    assert refused_with(outcome) == (DeliveryState.REFUSED, "XDSDuplicateUniqueIdInRegistry")
    assert zam_of(outcome) == ("Z01", False, "XDSDuplicateUniqueIdInRegistry")


# -- a doubt -----------------------------------------------------------------------------------------------------------


async def test_in_doubt_a_document_that_is_there_is_not_sent_again(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(FOUND, is_asking=True)
    assert scene.transactions == [FIND]
    assert outcome.state is DeliveryState.DELIVERED
    assert zam_of(outcome) == ("Z01", True, "")
    assert names_of(outcome) == ["dmp.find.sent", "dmp.find.answered", "delivery.delivered"]
    assert outcome.events[1].data == {"found": True}


async def test_in_doubt_a_document_that_is_not_there_is_sent(scene: Scene) -> None:
    await scene.keep()
    outcome = await scene.attempt(NOT_FOUND, TAKEN, is_asking=True)
    assert scene.transactions == [FIND, FEED]
    assert outcome.state is DeliveryState.DELIVERED


async def test_in_doubt_a_question_without_answer_leaves_the_doubt(scene: Scene) -> None:
    await scene.keep()
    with pytest.raises(Interrupted) as stopped:
        await scene.attempt(DOWN, is_asking=True)
    assert [event.name for event in stopped.value.events] == ["dmp.find.sent"]


# -- replacement -------------------------------------------------------------------------------------------------------


async def test_a_replacement_finds_its_former_version_first(scene: Scene) -> None:
    document = await scene.keep(RequestAction.REPLACE, version=2)
    outcome = await scene.attempt(FOUND, TAKEN)
    assert scene.transactions == [FIND, FEED]
    assert outcome.state is DeliveryState.DELIVERED
    assert document.replaces is not None
    assert document.replaces.encode() in scene.dmp.seen[0].root
    assert ENTRY.encode() in scene.dmp.seen[1].root
    assert b"AssociationType:RPLC" in scene.dmp.seen[1].root


async def test_a_replacement_of_what_the_dmp_does_not_have_is_refused_without_sending(scene: Scene) -> None:
    await scene.keep(RequestAction.REPLACE, version=2)
    outcome = await scene.attempt(NOT_FOUND)
    assert scene.transactions == [FIND]
    assert refused_with(outcome) == (DeliveryState.REFUSED, "UnresolvedReferenceException")
    assert zam_of(outcome) == ("Z01", False, "UnresolvedReferenceException")


async def test_in_doubt_a_replacement_that_is_there_is_not_sent_again(scene: Scene) -> None:
    await scene.keep(RequestAction.REPLACE, version=2)
    outcome = await scene.attempt(FOUND, is_asking=True)
    assert scene.transactions == [FIND]
    assert outcome.state is DeliveryState.DELIVERED


async def test_in_doubt_a_replacement_that_is_not_there_starts_over(scene: Scene) -> None:
    await scene.keep(RequestAction.REPLACE, version=2)
    outcome = await scene.attempt(NOT_FOUND, FOUND, TAKEN, is_asking=True)
    assert scene.transactions == [FIND, FIND, FEED]
    assert outcome.state is DeliveryState.DELIVERED


# -- deletion ----------------------------------------------------------------------------------------------------------


async def test_a_deletion_names_the_entry_and_its_status(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(FOUND, TAKEN)
    assert scene.transactions == [FIND, DELETE]
    assert outcome.state is DeliveryState.DELIVERED
    assert ENTRY.encode() in scene.dmp.seen[1].root
    assert b"StatusType:Approved" in scene.dmp.seen[1].root
    assert b"StatusType:Deleted" in scene.dmp.seen[1].root
    assert names_of(outcome)[-1] == "delivery.delivered"


@pytest.mark.parametrize("code", ["XDSMetadataUpdateError", "XDSMetadataUpdateOperationError"])
async def test_an_archived_document_is_deleted_from_its_own_status(scene: Scene, code: str) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(FOUND, refusal(code), TAKEN)
    assert scene.transactions == [FIND, DELETE, DELETE]
    assert b"StatusType:Archived" in scene.dmp.seen[2].root
    assert outcome.state is DeliveryState.DELIVERED


async def test_a_deletion_that_no_status_allows_is_refused(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    mismatch = refusal("XDSMetadataUpdateError")
    outcome = await scene.attempt(FOUND, mismatch, mismatch)
    assert refused_with(outcome) == (DeliveryState.REFUSED, "XDSMetadataUpdateError")


async def test_a_deletion_refused_for_another_reason_is_not_tried_otherwise(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(FOUND, refusal("DMPAccessDeniedByRightsService"))
    assert scene.transactions == [FIND, DELETE]
    assert refused_with(outcome) == (DeliveryState.REFUSED, "DMPAccessDeniedByRightsService")


async def test_a_deletion_of_what_the_dmp_does_not_have_is_refused(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(NOT_FOUND)
    assert refused_with(outcome) == (DeliveryState.REFUSED, "UnresolvedReferenceException")
    assert zam_of(outcome) == ("Z01", False, "UnresolvedReferenceException")


async def test_in_doubt_a_document_gone_was_deleted(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(NOT_FOUND, is_asking=True)
    assert outcome.state is DeliveryState.DELIVERED
    assert zam_of(outcome) == ("Z01", True, "")


async def test_in_doubt_a_document_still_there_is_deleted(scene: Scene) -> None:
    await scene.keep(RequestAction.DELETE)
    outcome = await scene.attempt(FOUND, TAKEN, is_asking=True)
    assert scene.transactions == [FIND, DELETE]
    assert outcome.state is DeliveryState.DELIVERED


# -- the gate ----------------------------------------------------------------------------------------------------------


async def test_what_the_gate_stops_is_not_sent(scene: Scene) -> None:
    scene.judge, scene.policy = Judge(VerdictState.INVALID), ValidationPolicy.BLOCK
    await scene.keep()
    outcome = await scene.attempt()
    assert (outcome.state, outcome.cause and outcome.cause.cause_class) == (DeliveryState.REFUSED, CauseClass.POLICY)
    assert scene.transactions == []


async def test_one_circuit_serves_all(scene: Scene) -> None:
    await scene.keep()
    assert scene.handler.remote(await scene.flow.claim(Destination.DMP)) == "dmp"


# -- does the patient have a DMP? --------------------------------------------------------------------------------------


EXISTENCE = Transaction.EXISTENCE
OPEN, CLOSED, ABSENT = (DMPAnswer(raw=b"<traits/>", folder=one) for one in (Folder.OPEN, Folder.CLOSED, Folder.ABSENT))


def transactions(scene: Scene) -> list[Transaction]:
    return [built.transaction for built in scene.dmp.seen]


@pytest.mark.parametrize(("answer", "words"), [(CLOSED, "fermé"), (ABSENT, "n'a pas de DMP")])
async def test_nothing_is_fed_to_a_folder_that_is_not_open(scene: Scene, answer: DMPAnswer, words: str) -> None:
    scene.folders = OpenFolders()
    document = await scene.keep()
    outcome = await scene.attempt(answer)
    assert outcome.state is DeliveryState.REFUSED
    assert outcome.cause is not None
    assert words in outcome.cause.message
    assert outcome.cause.remedy
    assert zam_of(outcome) == ("Z01", False, "XDSUnknownPatientId")
    assert transactions(scene) == [EXISTENCE]
    await scene.flow.finish(scene.claimed_now, outcome)  # type: ignore[arg-type]
    told = {event.name: event for event in await scene.flow.events(document)}
    assert told["dmp.existence.answered"].data == {"folder": answer.folder}
    assert told["dmp.existence.answered"].body_sha256 is None, "the traits that the DMP holds are not kept"


async def test_an_open_folder_is_asked_for_once_a_day(scene: Scene) -> None:
    scene.folders = OpenFolders()
    await scene.keep()
    await scene.attempt(OPEN, TAKEN)
    await scene.attempt_again(TAKEN)
    scene.flow.clock.advance(hours=25)
    await scene.attempt_again(OPEN, TAKEN)
    assert transactions(scene) == [EXISTENCE, FEED, FEED, EXISTENCE, FEED]


async def test_always_asks_always_and_never_never(scene: Scene) -> None:
    scene.folders = OpenFolders(check=ExistenceCheck.ALWAYS)
    await scene.keep()
    await scene.attempt(OPEN, TAKEN)
    await scene.attempt_again(OPEN, TAKEN)
    scene.folders = OpenFolders(check=ExistenceCheck.NEVER)
    await scene.attempt_again(TAKEN)
    assert transactions(scene) == [EXISTENCE, FEED, EXISTENCE, FEED, FEED]


async def test_a_folder_that_closed_meanwhile_is_asked_for_again(scene: Scene) -> None:
    scene.folders = OpenFolders()
    await scene.keep()
    await scene.attempt(OPEN, refusal("XDSUnknownPatientId"))
    assert (await scene.attempt_again(CLOSED)).state is DeliveryState.REFUSED


async def test_a_refusal_is_not_remembered(scene: Scene) -> None:
    scene.folders = OpenFolders()
    await scene.keep()
    await scene.attempt(ABSENT)
    assert (await scene.attempt_again(OPEN, TAKEN)).state is DeliveryState.DELIVERED


async def test_a_question_without_answer_is_asked_again_and_nothing_was_sent(scene: Scene) -> None:
    scene.folders = OpenFolders()
    await scene.keep()
    with pytest.raises(Interrupted) as stopped:
        await scene.attempt(DOWN)
    assert [event.name for event in stopped.value.events] == ["dmp.existence.sent"]


def test_the_memory_of_open_folders_is_bounded_and_tells_nobody() -> None:
    folders, now = OpenFolders(folders_max=2), datetime(2026, 3, 2, tzinfo=UTC)
    known = [INS(matricule=f"28505999990013{rank}", oid=INSAuthority.NIR_TEST.value) for rank in range(3)]
    for ins in known:
        folders.learn(ins, now)
    assert [folders.must_ask(ins, now) for ins in known] == [True, False, False]
    assert known[1].matricule not in repr(folders)


async def test_the_state_of_a_folder_asked_before_a_feed_is_told(scene: Scene) -> None:
    told: list[tuple[INS, str]] = []

    async def note(ins: INS, state: str) -> None:
        told.append((ins, state))

    scene.folders = OpenFolders(note=note)
    await scene.keep()
    await scene.attempt(OPEN, TAKEN)
    await scene.attempt_again(TAKEN)
    assert [state for _, state in told] == ["open"]
