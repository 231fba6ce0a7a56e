"""Items whose patient is not known: asked of identity-vigilance, brought back by themselves once the person exists."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.identity.patient import PatientTraits
from liane.domain.identity.person import Person
from liane.pipeline.identity.creation import PersonDraft
from liane.pipeline.identity.identify import register_from_document
from liane.pipeline.intake.awaited import AwaitedPatients, Wanted, is_same_person
from liane.store.intake_records import DecisionAct, IntakeDecisionMade, IntakeItem, ItemKind, ItemSource, NewItem
from liane.store.registry_records import AlertKind
from tests.pipeline.flow_kit import PATIENT, Flow
from tests.web.desk_kit import OFFICER, make_flow

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
TRAITS = PatientTraits(
    birth_family="TESTATTENDU",
    birth_given="ANNE",
    birth_givens="ANNE MARIE",
    birth_date="19900201",
    sex="F",
    birth_place="99999",
)
WANTED = Wanted(family="Testattendu", given="Anne", birth_date="1990-02-01", sex="F")


def awaited_of(flow: Flow) -> AwaitedPatients:
    return AwaitedPatients(flow.store.intake_desk, flow.store.registry, now=flow.clock)


async def add(flow: Flow, key: str = "a") -> IntakeItem:
    number = await flow.store.intake.add_item(
        NewItem(
            dedup_key=key,
            source=ItemSource.FOLDER,
            kind=ItemKind.FILE,
            door="scanner",
            received_at=flow.clock(),
            code="INT-210",
            reason="À rattacher.",
        )
    )
    return await flow.store.intake.get_item(number)


async def create(flow: Flow, traits: PatientTraits = TRAITS) -> Person:
    registry = make_flow(flow.store, flow.clock).registry
    return await registry.create(PersonDraft(traits=traits), operator=OFFICER, reason="accueil")


async def look(flow: Flow) -> int:
    flow.clock.advance(minutes=2)
    return await awaited_of(flow).look()


async def test_a_creation_is_asked_and_the_item_comes_back_by_itself(flow: Flow) -> None:
    item = await add(flow)
    awaited = awaited_of(flow)
    for _ in range(2):
        await awaited.ask(item, WANTED, is_creation=True, operator=CLERK)
    (alert,) = await flow.store.registry.find_alerts(kinds=(AlertKind.CREATION,))
    assert (alert.evidence["item"], alert.person_id) == (item.id, 0)
    assert await look(flow) == 0
    person = await create(flow)
    assert await look(flow) == 1
    back = await flow.store.intake.get_item(item.id)
    assert (back.person_id, back.reason) == (
        person.id,
        "Le patient attendu est maintenant au référentiel d'identités.",
    )
    assert await flow.store.registry.find_alerts(kinds=(AlertKind.CREATION,)) == []
    assert await look(flow) == 0
    assert await flow.store.intake_desk.find_awaited(item.id) is None
    names = [one.name for one in await flow.store.intake.find_item_events(item.id)]
    assert names[-1] == "item.patient_known"


async def test_a_patient_awaited_comes_by_a_flow_of_identities(flow: Flow) -> None:
    item = await add(flow)
    wanted = Wanted(ins=PATIENT.ins.matricule, oid=PATIENT.ins.oid)
    await awaited_of(flow).ask(item, wanted, is_creation=False, operator=CLERK)
    assert await flow.store.registry.find_alerts(kinds=(AlertKind.CREATION,)) == []
    person = await register_from_document(flow.store.registry, PATIENT.identity, origin="GAM", now=flow.clock)
    assert person is not None
    assert await look(flow) == 1
    assert (await flow.store.intake.get_item(item.id)).person_id == person.id


async def test_somebody_else_does_not_bring_it_back(flow: Flow) -> None:
    item = await add(flow)
    await awaited_of(flow).ask(item, WANTED, is_creation=False, operator=CLERK)
    for other in (
        replace(TRAITS, birth_date="19900202"),
        replace(TRAITS, birth_given="ANNIE", birth_givens="ANNIE"),
        replace(TRAITS, birth_family="TESTATTENDUE"),
        replace(TRAITS, sex="M"),
    ):
        assert not is_same_person(WANTED.traits, other)
        await create(flow, other)
    assert await look(flow) == 0
    assert (await flow.store.intake.get_item(item.id)).person_id is None


async def test_two_who_answer_are_both_told(flow: Flow) -> None:
    item = await add(flow)
    await awaited_of(flow).ask(item, WANTED, is_creation=False, operator=CLERK)
    await create(flow)
    await create(flow, replace(TRAITS, birth_givens="ANNE SOPHIE"))
    assert await look(flow) == 1
    assert (await flow.store.intake.get_item(item.id)).reason.startswith("Plusieurs identités")


async def test_what_was_decided_meanwhile_is_let_be(flow: Flow) -> None:
    item = await add(flow)
    await awaited_of(flow).ask(item, WANTED, is_creation=False, operator=CLERK)
    aside = IntakeDecisionMade(act=DecisionAct.SET_ASIDE, actor=CLERK.name, at=flow.clock())
    await flow.store.intake.decide(item.id, item.version, aside)
    await create(flow)
    assert await look(flow) == 0
    assert await flow.store.intake_desk.find_awaited(item.id) is None


async def test_what_says_too_little_waits_for_a_person(flow: Flow) -> None:
    item = await add(flow)
    await awaited_of(flow).ask(item, Wanted(family="TESTATTENDU"), is_creation=False, operator=CLERK)
    await create(flow)
    assert await look(flow) == 0


async def test_many_are_looked_at_in_turn(flow: Flow) -> None:
    for rank in range(3):
        await awaited_of(flow).ask(await add(flow, str(rank)), WANTED, is_creation=False, operator=CLERK)
    flow.clock.advance(minutes=2)
    desk = flow.store.intake_desk
    first = await desk.list_awaited(before=flow.clock(), limit=2)
    await desk.touch_awaited([one.item_id for one in first], at=flow.clock())
    rest = await desk.list_awaited(before=flow.clock() - timedelta(seconds=1))
    assert {one.item_id for one in first}.isdisjoint({one.item_id for one in rest})
    assert len(rest) == 1
