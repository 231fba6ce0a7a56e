"""The gate of identities on a real registry: what leaves, what waits, what is let go, what is to be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from liane.domain.actors.operator import LIANE, Operator, Role
from liane.domain.documents.circulation import WhenNotCollected
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest
from liane.domain.errors import AccessDenied, StaleVersion
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, is_ins_qualifiee
from liane.domain.identity.person import Attribute, Consents, FeedingStance, INSSource, Person, RegistryINS
from liane.pipeline.identity.examiner import Examiner
from liane.pipeline.identity.follow_ups import FollowUps
from liane.pipeline.identity.gate import GateRules, IdentityGate
from liane.pipeline.identity.identify import UnknownPatient
from liane.pipeline.request_json import load_request
from liane.store.postgres_store import PostgresStore
from liane.store.records import ClaimedDelivery, DeliveryOutcome, StoredDelivery, StoredDocument
from liane.store.registry_records import Alert, AlertKind, RegistryWrite
from liane.store.registry_watch import RegistryWatch
from tests.pipeline.flow_kit import OTHER_PATIENT, PATIENT, TO_BOTH, Flow, make_cda, make_order

pytestmark = pytest.mark.anyio
IPP = PatientIdentifier(value=PATIENT.ipp, oid=PATIENT.ipp_oid, type_code="PI")


@dataclass(slots=True)
class Desk:
    """A reception, a registry, its gate and its examiner."""

    flow: Flow
    rules: GateRules = field(default_factory=GateRules)

    @property
    def registry(self):  # type: ignore[no-untyped-def]  # the registry of the store under test
        return self.flow.store.registry

    @property
    def gate(self) -> IdentityGate:
        look = RegistryWatch(self.flow.store).look
        return IdentityGate(self.registry, look=look, rules=self.rules, now=self.flow.clock)

    @property
    def examiner(self) -> Examiner:
        watch = RegistryWatch(self.flow.store)
        return Examiner(self.flow.store, self.registry, watch, now=self.flow.clock)

    async def know(self, person: Person) -> Person:
        written = await self.registry.write_registry(RegistryWrite(persons=(person,)))
        known: Person = await self.registry.get_person(written.person_ids[0])
        return known

    async def change(self, person: Person, **changes: object) -> Person:
        """Write a new state of a person, whatever the rules: they are proved elsewhere."""
        current = await self.registry.get_person(person.id)
        return await self.know(replace(current, **changes))

    async def document(self, serial: int = 1) -> StoredDocument:
        return await self.flow.keep(make_order(make_cda(serial), f"M{serial}", flags=TO_BOTH))

    async def pass_gate(
        self, document: StoredDocument, destination: Destination = Destination.DMP
    ) -> tuple[ClaimedDelivery, DeliveryOutcome | DocumentRequest]:
        claimed = await self.flow.claim(destination)
        return claimed, await self.gate.check(claimed, document, load_request(document.request, make_cda()))

    async def hold(self, document: StoredDocument, destination: Destination = Destination.DMP) -> StoredDelivery:
        claimed, outcome = await self.pass_gate(document, destination)
        assert isinstance(outcome, DeliveryOutcome)
        return await self.flow.finish(claimed, outcome)

    async def deliver(self, document: StoredDocument, destination: Destination) -> None:
        claimed, outcome = await self.pass_gate(document, destination)
        assert not isinstance(outcome, DeliveryOutcome)
        await self.flow.finish(claimed, DeliveryOutcome(state=DeliveryState.DELIVERED))

    async def alerts(self, kind: AlertKind) -> Sequence[Alert]:
        found: Sequence[Alert] = await self.registry.find_alerts(kinds=[kind])
        return found


@pytest.fixture
def desk(store: PostgresStore) -> Desk:
    return Desk(flow=Flow(store=store))


def _person(desk: Desk, status: IdentityStatus = IdentityStatus.QUALIFIEE, **more: object) -> Person:
    at = desk.flow.clock()
    person = Person(
        status=status,
        traits=PATIENT.traits,
        ins=RegistryINS(ins=PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=at, verified_at=at),
        identifiers=(IPP,),
        origin="GAM@CH-TILLEULS",
        created_at=at,
        updated_at=at,
    )
    return replace(person, **more)  # type: ignore[arg-type]  # fields by name


async def test_a_document_of_a_qualified_person_leaves_and_is_tied_to_them(desk: Desk) -> None:
    person = await desk.know(_person(desk))
    document = await desk.document()
    _, passed = await desk.pass_gate(document)
    assert isinstance(passed, DocumentRequest)
    assert is_ins_qualifiee(passed.patient)
    assert await desk.registry.find_document_person(document.id) == person.id
    assert await desk.registry.find_documents_of_person(person.id) == [document.id]


async def test_an_unknown_patient_becomes_a_person_once_however_many_deliveries_ask(desk: Desk) -> None:
    document = await desk.document()
    for destination in (Destination.DMP, Destination.MSSANTE_PS):
        _, passed = await desk.pass_gate(document, destination)
        assert isinstance(passed, DocumentRequest)
    person = await desk.registry.find_by_identifier(PATIENT.ipp_oid, PATIENT.ipp)
    assert person is not None
    assert person.status is IdentityStatus.QUALIFIEE
    assert "@" in person.origin
    assert [event.name for event in await desk.registry.find_person_events(person.id)] == ["person.created"]


async def test_an_unknown_patient_waits_where_a_flow_of_identities_is_the_only_source(desk: Desk) -> None:
    desk.rules = GateRules(unknown_patient=UnknownPatient.WAIT)
    document = await desk.document()
    held = await desk.hold(document)
    assert held.state is DeliveryState.PARKED
    assert held.cause is not None
    assert held.cause.code == "identity.unknown"
    await desk.know(_person(desk))
    await desk.examiner.examine()
    _, passed = await desk.pass_gate(document)
    assert isinstance(passed, DocumentRequest)


@pytest.mark.parametrize("status", [s for s in IdentityStatus if s is not IdentityStatus.QUALIFIEE])
async def test_what_is_not_qualified_waits_and_leaves_by_itself_once_it_is(desk: Desk, status: IdentityStatus) -> None:
    person = await desk.know(_person(desk, status))
    document = await desk.document()
    held = await desk.hold(document)
    assert held.state is DeliveryState.PARKED
    assert held.cause is not None
    assert (held.cause.code, status.value in held.cause.message) == ("identity.not_qualified", True)
    assert "delivery.held" in await desk.flow.names(document)
    await desk.examiner.examine()
    assert not await desk.flow.store.claim(limit=9, now=desk.flow.clock(), destinations=[Destination.ZAM])
    await desk.change(person, status=IdentityStatus.QUALIFIEE)
    assert await desk.examiner.examine() == 1
    claimed, passed = await desk.pass_gate(document)
    assert claimed.id == held.id
    assert isinstance(passed, DocumentRequest)
    assert "delivery.replayed" in await desk.flow.names(document)
    assert await desk.examiner.examine() == 0


async def test_a_release_too_early_is_held_again(desk: Desk) -> None:
    person = await desk.know(_person(desk, IdentityStatus.PROVISOIRE))
    document = await desk.document()
    await desk.hold(document)
    await desk.change(person, status=IdentityStatus.VALIDEE)
    await desk.examiner.examine()
    held = await desk.hold(document)
    assert held.state is DeliveryState.PARKED
    assert held.cause is not None
    assert "validée" in held.cause.message


async def test_the_doubt_about_a_past_attempt_survives_the_wait(desk: Desk) -> None:
    person = await desk.know(_person(desk, IdentityStatus.PROVISOIRE))
    document = await desk.document()
    claimed, outcome = await desk.pass_gate(document)
    assert isinstance(outcome, DeliveryOutcome)
    asking = replace(claimed, state=DeliveryState.ASKING)
    outcome = await desk.gate.check(asking, document, load_request(document.request, make_cda()))
    assert isinstance(outcome, DeliveryOutcome)
    await desk.flow.finish(claimed, outcome)
    await desk.change(person, status=IdentityStatus.QUALIFIEE)
    await desk.examiner.examine()
    again = await desk.flow.claim(Destination.DMP)
    assert again.state is DeliveryState.ASKING


async def test_an_opposition_refuses_the_dmp_and_tells_the_emitter_but_not_the_mail(desk: Desk) -> None:
    await desk.know(_person(desk, consents=Consents(feeding=FeedingStance.OPPOSED)))
    document = await desk.document()
    refused = await desk.hold(document)
    assert refused.state is DeliveryState.REFUSED
    assert refused.cause is not None
    assert refused.cause.code == "identity.opposed"
    (zam,) = await desk.flow.deliveries(document, Destination.ZAM)
    assert (zam.action, zam.plan["positive"]) == ("Z01", False)
    _, passed = await desk.pass_gate(document, Destination.MSSANTE_PS)
    assert isinstance(passed, DocumentRequest)


async def test_a_stance_not_collected_waits_where_the_site_says_so(desk: Desk) -> None:
    desk.rules = GateRules(when_not_collected=WhenNotCollected.WAIT)
    person = await desk.know(_person(desk))
    document = await desk.document()
    held = await desk.hold(document)
    assert held.cause is not None
    assert held.cause.code == "identity.stance_not_collected"
    await desk.change(person, consents=Consents(feeding=FeedingStance.NOT_OPPOSED))
    await desk.examiner.examine()
    _, passed = await desk.pass_gate(document)
    assert isinstance(passed, DocumentRequest)


async def test_the_number_of_one_and_the_ins_of_another_hold_everything_and_warn(desk: Desk) -> None:
    mine = await desk.know(_person(desk, ins=None, status=IdentityStatus.VALIDEE))
    at = desk.flow.clock()
    other = await desk.know(
        _person(
            desk,
            identifiers=(PatientIdentifier(value="OTHER", oid=PATIENT.ipp_oid, type_code="PI"),),
            ins=RegistryINS(ins=PATIENT.ins, source=INSSource.FLUX, retrieved_at=at),
        )
    )
    document = await desk.document()
    for destination in (Destination.DMP, Destination.MSSANTE_PS):
        held = await desk.hold(document, destination)
        assert held.state is DeliveryState.PARKED
        assert held.cause is not None
        assert held.cause.code == "identity.discordance"
    (alert,) = await desk.alerts(AlertKind.DISCORDANCE)
    assert (alert.person_id, alert.other_id, alert.document_id) == (mine.id, other.id, document.id)
    assert await desk.registry.find_document_person(document.id) is None
    await desk.change(mine, merged_into=other.id, identifiers=())
    await desk.change(other, identifiers=(IPP,))
    await desk.examiner.examine()
    _, passed = await desk.pass_gate(document)
    assert isinstance(passed, DocumentRequest)
    assert await desk.registry.find_document_person(document.id) == other.id


async def test_another_ins_in_the_registry_holds_the_document(desk: Desk) -> None:
    at = desk.flow.clock()
    await desk.know(
        _person(desk, ins=RegistryINS(ins=OTHER_PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=at))
    )
    held = await desk.hold(await desk.document())
    assert held.cause is not None
    assert held.cause.code == "identity.discordance"


async def test_a_document_waits_for_the_identity_messages_received_before_it(desk: Desk) -> None:
    await desk.know(_person(desk))
    document = await desk.document()
    async with desk.flow.store.writing() as connection:
        await connection.execute(
            "INSERT INTO identity_messages VALUES (1, $1, date_trunc('month', now()), 'pending', '', NULL)",
            document.message_id - 1,
        )
    _, outcome = await desk.pass_gate(document)
    assert isinstance(outcome, DeliveryOutcome)
    assert (outcome.state, outcome.is_attempt) == (DeliveryState.WAITING, False)
    assert outcome.retry_at is not None


async def test_what_left_under_an_ins_that_was_not_theirs_is_proposed_for_deletion(desk: Desk) -> None:
    person = await desk.know(_person(desk))
    document = await desk.document()
    await desk.deliver(document, Destination.DMP)
    await desk.deliver(document, Destination.MSSANTE_PS)
    await desk.examiner.examine()
    assert not await desk.alerts(AlertKind.FOLLOW_UP)
    at = desk.flow.clock()
    await desk.change(person, ins=RegistryINS(ins=OTHER_PATIENT.ins, source=INSSource.INSI_TRAITS, retrieved_at=at))
    await desk.examiner.examine()
    (alert,) = await desk.alerts(AlertKind.FOLLOW_UP)
    assert (alert.document_id, alert.evidence["proposal"]) == (document.id, "supprimer")

    follow_ups = FollowUps(desk.flow.store, desk.registry, now=desk.flow.clock)
    reader = Operator(name="consultation", roles=frozenset({Role.CONSULTATION}))
    with pytest.raises(AccessDenied):
        await follow_ups.take_back(alert.id, document.id, reason="Mauvais INS", operator=reader)
    planned = await follow_ups.take_back(alert.id, document.id, reason="Mauvais INS", operator=LIANE)
    assert planned == 2
    assert not await desk.alerts(AlertKind.FOLLOW_UP)
    deletions = [d for d in await desk.flow.deliveries(document) if d.action == "delete"]
    assert {d.destination for d in deletions} == {Destination.DMP, Destination.MSSANTE_PS}
    claimed, passed = await desk.pass_gate(document)
    assert claimed.action == "delete"
    assert isinstance(passed, DocumentRequest)
    with pytest.raises(StaleVersion):
        await follow_ups.take_back(alert.id, document.id, reason="Encore", operator=LIANE)
    assert len([d for d in await desk.flow.deliveries(document) if d.action == "delete"]) == 2


async def test_corrected_traits_ask_for_a_new_version(desk: Desk) -> None:
    person = await desk.know(_person(desk))
    document = await desk.document()
    await desk.deliver(document, Destination.DMP)
    await desk.change(person, traits=replace(PATIENT.traits, birth_given="AUTRE"))
    await desk.examiner.examine()
    (alert,) = await desk.alerts(AlertKind.FOLLOW_UP)
    assert alert.evidence["proposal"] == "remplacer"
    assert "premier prénom" in alert.evidence["reason"]


async def test_an_identity_become_doubtful_asks_to_check_what_left(desk: Desk) -> None:
    person = await desk.know(_person(desk))
    document = await desk.document()
    await desk.deliver(document, Destination.DMP)
    await desk.change(person, status=IdentityStatus.PROVISOIRE, attributes=frozenset({Attribute.DOUTEUX}))
    await desk.examiner.examine()
    (alert,) = await desk.alerts(AlertKind.FOLLOW_UP)
    assert alert.evidence["proposal"] == "vérifier"


async def test_the_waiting_list_says_what_waits_and_why(desk: Desk) -> None:
    person = await desk.know(_person(desk, IdentityStatus.RECUPEREE))
    document = await desk.document()
    await desk.hold(document)
    watch = RegistryWatch(desk.flow.store)
    assert await watch.count_held() == {"identity.not_qualified": 1}
    (line,) = await watch.list_held()
    assert (line.person_id, line.document_id, line.code) == (person.id, document.id, "identity.not_qualified")
    assert await watch.list_held(code="identity.unknown") == []


async def test_every_delivery_that_waits_is_let_go_however_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liane.store.registry_watch.HELD_MAX", 1)
    person = await desk.know(_person(desk, IdentityStatus.PROVISOIRE))
    for serial in (1, 2):
        document = await desk.document(serial)
        for destination in (Destination.DMP, Destination.MSSANTE_PS):
            await desk.hold(document, destination)
    assert (await RegistryWatch(desk.flow.store).count_held()) == {"identity.not_qualified": 4}
    await desk.change(person, status=IdentityStatus.QUALIFIEE)
    await desk.examiner.examine()
    assert (await RegistryWatch(desk.flow.store).count_held()) == {}
