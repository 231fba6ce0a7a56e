"""Documents and the stays of the registry: tied to the episode they name, stopped when the visit is somebody else's."""

from dataclasses import replace

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.domain.documents.episode import EpisodeProof, find_episode
from liane.domain.documents.request import DocumentRequest
from liane.domain.identity.patient import PatientIdentifier, PatientTraits
from liane.domain.identity.person import Person
from liane.domain.identity.stays import Stay, StayFacts, StayState
from liane.pipeline.identity.examiner import Examiner
from liane.pipeline.identity.gate import GateRules, IdentityGate
from liane.pipeline.identity.identify import UnknownPatient
from liane.pipeline.request_json import load_request
from liane.store.postgres_store import PostgresStore
from liane.store.records import DeliveryOutcome, StoredDocument
from liane.store.registry_records import AlertKind, RegistryWrite
from liane.store.registry_watch import RegistryWatch
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.establishment import FINESS
from tests.pipeline.flow_kit import PATIENT, TO_DMP, Flow, make_cda

pytestmark = pytest.mark.anyio
OTHER = PatientTraits(
    birth_family="TESTAUTRE", birth_given="LOUIS", birth_givens="LOUIS", birth_date="19510304", sex="M"
)


class Ward:
    """A registry with stays, and the gate before the deliveries of one document."""

    def __init__(self, store: PostgresStore, *, unknown: UnknownPatient = UnknownPatient.REGISTER) -> None:
        self.flow = Flow(store=store)
        self.registry = store.registry
        look = RegistryWatch(store).look
        rules = GateRules(unknown_patient=unknown)
        self.gate = IdentityGate(self.registry, look=look, rules=rules, now=self.flow.clock)

    async def know(self, *, ipp: str, traits: PatientTraits = PATIENT.traits) -> int:
        identifier = PatientIdentifier(value=ipp, oid=PATIENT.ipp_oid, type_code="PI")
        at = self.flow.clock()
        person = Person(traits=traits, identifiers=(identifier,), origin="GAM@CH", created_at=at, updated_at=at)
        return (await self.registry.write_registry(RegistryWrite(persons=(person,)))).person_ids[0]

    async def admit(self, person_id: int, visit: str) -> Stay:
        facts = StayFacts(visit_number=visit, visit_domain=FINESS, account_number="NDA1", admitted="20261101080000")
        stay = Stay(person_id=person_id, facts=facts, state=StayState.OPEN)
        await self.registry.write_registry(RegistryWrite(stays=(stay,)))
        found = await self.registry.find_stay(visit_number=visit, visit_domain=FINESS)
        assert found is not None
        return found

    async def receive(self, visit: str) -> StoredDocument:
        facts = SendingFacts(control_id="M1", sent_at="20260302141500+0100", flags=TO_DMP, visit=visit)
        return await self.flow.keep(make_message(make_cda(), facts))

    async def judge(self, document: StoredDocument, **changes: object) -> DeliveryOutcome | DocumentRequest:
        (delivery,) = [one for one in await self.flow.deliveries(document) if one.destination.value == "dmp"]
        claimed = await self.flow.claim(delivery.destination)
        request = load_request(document.request, make_cda())
        outcome = await self.gate.check(claimed, document, replace(request, **changes))  # type: ignore[arg-type]
        if isinstance(outcome, DeliveryOutcome):
            await self.flow.finish(claimed, outcome)
        return outcome


async def test_a_document_is_tied_to_the_stay_it_names_whichever_comes_first(store: PostgresStore) -> None:
    ward = Ward(store)
    document = await ward.receive("VEN1")
    await ward.judge(document)
    person_id = await ward.registry.find_document_person(document.id)
    assert person_id is not None
    (tied,) = await ward.registry.find_tied_documents(person_id)
    assert (tied.id, tied.stay.visit_number, tied.stay.visit_domain) == (document.id, "VEN1", FINESS)
    assert find_episode(tied.stay, await ward.registry.find_stays(person_id)) is None
    stay = await ward.admit(person_id, "VEN1")
    episode = find_episode(tied.stay, await ward.registry.find_stays(person_id))
    assert episode is not None
    assert (episode.stay.id, episode.proof) == (stay.id, EpisodeProof.VISIT)


async def test_the_visit_of_another_person_stops_the_document_and_tells_the_cell(store: PostgresStore) -> None:
    ward = Ward(store)
    mine, other = await ward.know(ipp=PATIENT.ipp), await ward.know(ipp="IPPAUTRE", traits=OTHER)
    stay = await ward.admit(other, "VEN7")
    document = await ward.receive("VEN7")
    outcome = await ward.judge(document)
    assert isinstance(outcome, DeliveryOutcome)
    assert outcome.state is DeliveryState.PARKED
    assert outcome.cause is not None
    assert outcome.cause.code == "identity.discordance"
    (alert,) = await ward.registry.find_alerts(kinds=[AlertKind.DISCORDANCE])
    assert (alert.person_id, alert.other_id, alert.evidence) == (mine, other, {"findings": ["IDV-154"]})
    assert await ward.registry.find_document_person(document.id) is None
    await ward.registry.write_registry(RegistryWrite(stays=(replace(stay, person_id=mine),)))
    examiner = Examiner(store, ward.registry, RegistryWatch(store), now=ward.flow.clock)
    await examiner.examine()
    (delivery,) = [one for one in await ward.flow.deliveries(document) if one.destination.value == "dmp"]
    assert delivery.state is DeliveryState.WAITING, "the stay passed to the patient: the document goes on by itself"


async def test_a_visit_and_the_same_traits_name_a_patient_that_no_number_names(store: PostgresStore) -> None:
    ward = Ward(store, unknown=UnknownPatient.WAIT)
    person_id = await ward.know(ipp="IPPDUCHU")
    await ward.admit(person_id, "VEN8")
    document = await ward.receive("VEN8")
    patient = load_request(document.request, make_cda()).patient
    await ward.judge(document, patient=replace(patient, identifiers=()))
    assert await ward.registry.find_document_person(document.id) == person_id


async def test_a_visit_and_other_traits_name_nobody(store: PostgresStore) -> None:
    ward = Ward(store)
    person_id = await ward.know(ipp="IPPDUCHU", traits=OTHER)
    await ward.admit(person_id, "VEN9")
    document = await ward.receive("VEN9")
    patient = load_request(document.request, make_cda()).patient
    outcome = await ward.judge(document, patient=replace(patient, identifiers=()))
    assert isinstance(outcome, DeliveryOutcome)
    assert outcome.state is DeliveryState.PARKED
    assert await ward.registry.find_document_person(document.id) is None
