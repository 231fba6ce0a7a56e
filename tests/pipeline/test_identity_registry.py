"""The acts of the desk: what each one writes, who may do it, and what is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from liane.domain.actors.operator import Operator
from liane.domain.errors import AccessDenied, DuplicateIdentifier, RuleViolation, StaleVersion
from liane.domain.identity.changes import TraitsCorrected
from liane.domain.identity.ins import INS
from liane.domain.identity.insi import INSiAnswer
from liane.domain.identity.patient import IdentityStatus, PatientIdentifier, PatientTraits
from liane.domain.identity.person import (
    Attribute,
    ComplementaryTraits,
    Consents,
    FeedingStance,
    INSSource,
    Person,
    ProofDocument,
)
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.identity.rules import RegistryRole
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind
from tests.pipeline.identity_kit import (
    CLERK,
    DOMAIN,
    INS_ONE,
    NIR,
    OFFICER,
    OTHER_TRAITS,
    PATIENT,
    READER,
    TRAITS,
    IdentityFlow,
    make_adt,
    make_rules,
)

pytestmark = pytest.mark.anyio
DRAFT = PersonDraft(traits=TRAITS)
ANSWER = INSiAnswer(code="00", label="OK", ins=INS(matricule=INS_ONE.matricule, oid=NIR), traits=TRAITS)


@pytest.fixture
def flow(store: PostgresStore) -> IdentityFlow:
    """A référentiel."""
    return IdentityFlow(store, make_rules())


async def qualify(flow: IdentityFlow, person: Person, answer: INSiAnswer = ANSWER) -> Person:
    """INSi, then a document."""
    person = await flow.registry.accept_insi_answer(
        person.id, person.version, answer, source=INSSource.INSI_TRAITS, operator=CLERK
    )
    assert person.status is IdentityStatus.RECUPEREE
    return await flow.registry.record_proof(person.id, person.version, ProofDocument.CN, operator=CLERK)


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    """The codes of a refusal."""
    return [finding.code for finding in refused.value.findings]


async def test_a_creation_numbers_writes_and_tells(flow: IdentityFlow) -> None:
    first = await flow.registry.create(DRAFT, operator=CLERK)
    second = await flow.registry.create(PersonDraft(traits=OTHER_TRAITS), operator=CLERK)
    assert [one.identifiers[0].value for one in (first, second)] == ["L000001", "L000002"]
    assert (first.status, first.version, first.origin) == (IdentityStatus.PROVISOIRE, second.version, CLERK.name)
    notices = await flow.notices()
    assert [(one.event, one.subscriber) for one in notices[:2]] == [("A28", "DPI@CHU"), ("A28", "GAM@CHU")]
    assert await flow.events(first) == ["person.created"]
    assert flow.changed == [(first.id,), (second.id,)]


async def test_a_person_already_there_is_shown_then_refused_without_a_reason(flow: IdentityFlow) -> None:
    first = await flow.registry.create(DRAFT, operator=CLERK)
    typed = PersonDraft(traits=replace(TRAITS, birth_given="CAMILE", birth_givens="CAMILE"))
    hits = await flow.registry.look_before_creating(typed)
    assert [hit.person.id for hit in hits] == [first.id]
    with pytest.raises(RuleViolation) as refused:
        await flow.registry.create(typed, operator=CLERK)
    assert codes(refused) == ["RID-005"]
    assert (await flow.registry.create(typed, operator=CLERK, reason="jumelle, pièce vue")).id != first.id


async def test_a_matricule_already_held_blocks_the_creation(flow: IdentityFlow) -> None:
    await qualify(flow, await flow.registry.create(DRAFT, operator=CLERK))
    scanned = PersonDraft(traits=OTHER_TRAITS, candidate=INS_ONE)
    with pytest.raises(RuleViolation) as refused:
        await flow.registry.create(scanned, operator=CLERK, reason="autre personne")
    assert codes(refused) == ["RID-004"]


async def test_a_creation_lacks_no_strict_trait(flow: IdentityFlow) -> None:
    with pytest.raises(RuleViolation) as refused:
        await flow.registry.create(PersonDraft(traits=PatientTraits(birth_family="TESTOMBELLE")), operator=CLERK)
    assert codes(refused) == ["RID-002"] * 3


async def test_qualified_by_both_proofs_and_told_with_the_ins(flow: IdentityFlow) -> None:
    person = await qualify(flow, await flow.registry.create(DRAFT, operator=CLERK))
    assert person.status is IdentityStatus.QUALIFIEE
    assert person.ins is not None
    assert person.ins.ins == INS_ONE
    told = [one for one in await flow.notices() if one.subscriber == "DPI@CHU"]
    assert [one.event for one in told] == ["A28", "A31"]
    assert [INS_ONE.matricule.encode() in one.message for one in told] == [False, True]
    events = await flow.kept.find_person_events(person.id)
    retrieved = next(event for event in events if event.name == "person.ins_retrieved")
    assert retrieved.data["oid_mapped"] == {"from": NIR, "to": INS_ONE.oid}


async def test_an_answer_that_shows_nobody_is_not_accepted(flow: IdentityFlow) -> None:
    person = await flow.registry.create(DRAFT, operator=CLERK)
    for answer, code in (
        (INSiAnswer(code="02", label="Plusieurs"), "RID-011"),
        (replace(ANSWER, ins=INS(matricule=INS_ONE.matricule, oid="1.2.250.1.213.1.4.9")), "RID-010"),
    ):
        with pytest.raises(RuleViolation) as refused:
            await flow.registry.accept_insi_answer(
                person.id, person.version, answer, source=INSSource.INSI_TRAITS, operator=CLERK
            )
        assert code in codes(refused) or "IDV-301" in codes(refused)


async def test_a_failed_verification_takes_the_ins_out_and_calls_the_cell(flow: IdentityFlow) -> None:
    person = await qualify(flow, await flow.registry.create(DRAFT, operator=CLERK))
    person = await flow.registry.record_verification(person.id, person.version, INS_ONE, is_ok=False, operator=CLERK)
    assert not person.may_circulate
    (alert,) = await flow.alerts(AlertKind.VERIFICATION_FAILED)
    assert alert.person_id == person.id
    last = (await flow.notices())[-1]
    assert last.event == "A31"
    assert INS_ONE.matricule.encode() not in last.message


async def test_what_was_not_seen_is_not_changed(flow: IdentityFlow) -> None:
    person = await flow.registry.create(DRAFT, operator=CLERK)
    await flow.registry.change_complementary(
        person.id, person.version, ComplementaryTraits(city="TESTVILLE"), operator=CLERK
    )
    with pytest.raises(StaleVersion):
        await flow.registry.change_complementary(
            person.id, person.version, ComplementaryTraits(city="AUTRE"), operator=CLERK
        )


async def test_an_act_without_reason_is_refused(flow: IdentityFlow) -> None:
    person = await flow.registry.create(DRAFT, operator=CLERK)
    with pytest.raises(RuleViolation) as refused:
        await flow.registry.set_attribute(person.id, person.version, Attribute.DOUTEUX, reason=" ", operator=CLERK)
    assert codes(refused) == ["RID-003"]


async def test_a_number_of_another_domain_is_tied_once(flow: IdentityFlow) -> None:
    first = await flow.registry.create(DRAFT, operator=CLERK)
    second = await flow.registry.create(PersonDraft(traits=OTHER_TRAITS), operator=CLERK)
    number = PatientIdentifier(value="77", oid="1.2.250.1.999.8", type_code="PI")
    first = await flow.registry.add_identifier(first.id, first.version, number, reason="lien", operator=OFFICER)
    assert number in first.identifiers
    with pytest.raises(DuplicateIdentifier):
        await flow.registry.add_identifier(second.id, second.version, number, reason="lien", operator=OFFICER)
    first = await flow.registry.retire_identifier(first.id, first.version, number, reason="erreur", operator=OFFICER)
    assert number not in first.identifiers


async def test_a_merge_is_told_closes_the_suspicion_and_is_undone(flow: IdentityFlow) -> None:
    kept = await flow.registry.create(DRAFT, operator=CLERK)
    double = await flow.registry.create(DRAFT, operator=CLERK, reason="saisie en double pour l'essai")
    double = await flow.registry.record_consents(
        double.id, double.version, Consents(feeding=FeedingStance.OPPOSED, feeding_at="20260306"), operator=CLERK
    )
    await flow.watch.compare_some()
    assert len(await flow.alerts(AlertKind.DUPLICATE)) == 1
    merged = await flow.registry.merge(
        kept.id, kept.version, double.id, double.version, reason="même personne", operator=OFFICER
    )
    assert merged.consents.feeding is FeedingStance.OPPOSED
    assert await flow.alerts(AlertKind.DUPLICATE) == []
    assert [one.event for one in await flow.notices()][-2:] == ["A40", "A40"]
    found = await flow.find("L000002")
    assert found is not None
    assert found.id == kept.id

    given_back = await flow.registry.unmerge(double.id, reason="deux personnes", operator=OFFICER)
    assert (given_back.id, given_back.merged_into) == (double.id, None)
    kept_again = await flow.kept.get_person(kept.id)
    assert kept_again.consents.feeding is FeedingStance.NOT_COLLECTED
    found = await flow.find("L000002")
    assert found is not None
    assert found.id == double.id
    assert {kept.id, double.id} <= set(flow.changed[-1])


Act = Callable[[IdentityFlow, Person, Operator], Awaitable[object]]
ACTS: dict[str, Act] = {
    "create": lambda flow, _, who: flow.registry.create(PersonDraft(traits=OTHER_TRAITS), operator=who),
    "correct": lambda flow, one, who: flow.registry.correct_traits(
        one.id, one.version, TraitsCorrected(traits=OTHER_TRAITS), reason="erreur", operator=who
    ),
    "proof": lambda flow, one, who: flow.registry.record_proof(one.id, one.version, ProofDocument.PA, operator=who),
    "attribute": lambda flow, one, who: flow.registry.set_attribute(
        one.id, one.version, Attribute.DOUTEUX, reason="doute", operator=who
    ),
    "death": lambda flow, one, who: flow.registry.record_death(one.id, one.version, "20260401", operator=who),
    "insi": lambda flow, one, who: flow.registry.accept_insi_answer(
        one.id, one.version, ANSWER, source=INSSource.INSI_TRAITS, operator=who
    ),
    "merge": lambda flow, one, who: flow.registry.merge(
        one.id, one.version, one.id, one.version, reason="même personne", operator=who
    ),
}


@pytest.mark.parametrize("name", list(ACTS))
async def test_who_only_reads_does_nothing(flow: IdentityFlow, name: str) -> None:
    person = await flow.registry.create(DRAFT, operator=CLERK)
    with pytest.raises(AccessDenied):
        await ACTS[name](flow, person, READER)
    assert (await flow.kept.get_person(person.id)).version == person.version


@pytest.mark.parametrize("name", list(ACTS))
async def test_a_follower_leaves_identities_to_its_referentiel(store: PostgresStore, name: str) -> None:
    flow = IdentityFlow(store, make_rules(role=RegistryRole.SUIVEUR))
    await flow.apply(make_adt("A28", PATIENT))
    person = await flow.get()
    with pytest.raises(RuleViolation) as refused:
        await ACTS[name](flow, person, OFFICER)
    assert codes(refused) == ["RID-001"]


async def test_a_follower_verifies_and_its_statuses_rise_by_the_flow_alone(store: PostgresStore) -> None:
    flow = IdentityFlow(store, make_rules(role=RegistryRole.SUIVEUR))
    await flow.apply(make_adt("A28", replace(PATIENT, status="PROV")))
    person = await flow.get()
    person = await flow.registry.record_verification(person.id, person.version, INS_ONE, is_ok=True, operator=CLERK)
    assert person.status is IdentityStatus.PROVISOIRE
    await flow.apply(make_adt("A31", PATIENT))
    person = await flow.get()
    assert person.status is IdentityStatus.QUALIFIEE
    flow.clock.advance(days=3)
    person = await flow.registry.record_verification(person.id, person.version, INS_ONE, is_ok=True, operator=CLERK)
    assert person.ins is not None
    assert person.ins.verified_at == flow.clock()
    person = await flow.registry.record_verification(person.id, person.version, INS_ONE, is_ok=False, operator=CLERK)
    assert not person.may_circulate


async def test_numbers_of_persons_are_never_given_again(flow: IdentityFlow) -> None:
    await flow.registry.create(DRAFT, operator=CLERK)
    with pytest.raises(RuleViolation):
        await flow.registry.create(DRAFT, operator=CLERK)
    third = await flow.registry.create(PersonDraft(traits=OTHER_TRAITS), operator=CLERK)
    assert third.identifiers[0].oid == DOMAIN
    assert int(third.identifiers[0].value.removeprefix("L")) >= 2
