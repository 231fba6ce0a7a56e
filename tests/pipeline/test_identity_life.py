"""The life of identities told by ADT: created, changed, renamed, merged, with their stays; and what goes wrong."""

from dataclasses import replace

import pytest

from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import FeedingStance
from liane.domain.identity.stays import StayState
from liane.pipeline.identity.alerts import APPLY_ANYWAY
from liane.pipeline.identity.identify import UnknownPatient
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind
from tests.pipeline.identity_kit import (
    DPI,
    INS_ONE,
    INS_TWO,
    OFFICER,
    OTHER_TRAITS,
    PATIENT,
    IdentityFlow,
    Patient,
    make_adt,
    make_rules,
    merge_of,
    stay_of,
)

pytestmark = pytest.mark.anyio
UNQUALIFIED = replace(PATIENT, ins=None, status="PROV")
SECOND = Patient(ipp="000009", ins=INS_TWO, traits=OTHER_TRAITS)


@pytest.fixture
def flow(store: PostgresStore) -> IdentityFlow:
    """A référentiel that believes the GAM."""
    return IdentityFlow(store, make_rules())


async def test_the_life_of_an_identity(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A28", UNQUALIFIED))
    person = await flow.get()
    assert (person.status, person.ins, person.origin) == (IdentityStatus.PROVISOIRE, None, "GAM@CHU")

    await flow.apply(make_adt("A31"))
    person = await flow.get()
    assert person.status is IdentityStatus.QUALIFIEE
    assert person.ins is not None
    assert person.ins.ins == INS_ONE

    renamed = replace(PATIENT, ipp="000004")
    await flow.apply(make_adt("A47", renamed, merge_of("000003")))
    assert (await flow.get("000004")).id == person.id
    assert await flow.find("000003") is None

    await flow.apply(make_adt("A28", replace(UNQUALIFIED, ipp="000009")))
    double = await flow.get("000009")
    await flow.apply(make_adt("A40", renamed, merge_of("000009")))
    assert (await flow.get("000009")).id == person.id
    assert (await flow.kept.get_person(double.id)).merged_into == person.id
    names = await flow.events(person)
    assert names[:3] == ["person.created", "person.told_by_flow", "person.identifier_changed"]
    assert sorted(names[3:]) == ["person.created", "person.merged", "person.merged_into"]
    assert await flow.failures() == ()
    assert flow.changed


async def test_many_messages_of_one_patient_in_one_batch_keep_their_order(flow: IdentityFlow) -> None:
    renamed = replace(PATIENT, ipp="000004")
    await flow.apply(
        make_adt("A28", UNQUALIFIED),
        make_adt("A28", SECOND),
        make_adt("A31"),
        make_adt("A01", PATIENT, *stay_of()),
        make_adt("A47", renamed, merge_of("000003")),
        make_adt("A03", renamed, *stay_of("V1", "M2", start="20260309100000")),
    )
    person = await flow.get("000004")
    assert person.status is IdentityStatus.QUALIFIEE
    (stay,) = await flow.kept.find_stays(person.id)
    assert (stay.state, stay.facts.discharged) == (StayState.CLOSED, "20260309100000")
    assert (await flow.get("000009")).id != person.id
    assert await flow.kept.oldest_pending_message() is None


async def test_an_admission_creates_the_person_and_the_stay(flow: IdentityFlow) -> None:
    zfa = "ZFA|ACTIF|20260306111154|||||||IO|20260306111154|IC|20260306111154"
    await flow.apply(make_adt("A01", PATIENT, *stay_of(), zfa))
    person = await flow.get()
    assert person.consents.feeding is FeedingStance.OPPOSED
    (stay,) = await flow.kept.find_stays(person.id)
    assert (stay.state, stay.facts.visit_number, len(stay.movements)) == (StayState.OPEN, "V1", 1)


async def test_the_movements_of_a_stay(flow: IdentityFlow) -> None:
    await flow.apply(
        make_adt("A05", PATIENT, *stay_of("V1", "M0", start="20260301080000")),
        make_adt("A01", PATIENT, *stay_of("V1", "M1")),
        make_adt("A02", PATIENT, *stay_of("V1", "M2", start="20260307090000")),
        make_adt("A03", PATIENT, *stay_of("V1", "M3", start="20260309100000")),
        make_adt("A13", PATIENT, *stay_of("V1", "M3", action="CANCEL", original="A03", start="20260309100000")),
    )
    person = await flow.get()
    (stay,) = await flow.kept.find_stays(person.id)
    assert (stay.state, stay.facts.discharged, len(stay.movements)) == (StayState.OPEN, "", 4)
    assert await flow.alerts(AlertKind.MOVEMENT) == []


async def test_a_movement_out_of_sequence_is_kept_and_told(flow: IdentityFlow) -> None:
    await flow.apply(
        make_adt("A01", PATIENT, *stay_of("V1", "M1")),
        make_adt("A02", PATIENT, *stay_of("V1", "M2", start="20260301090000")),
        make_adt("A12", PATIENT, *stay_of("V1", "M9", action="CANCEL", original="A15", start="20260301090000")),
    )
    person = await flow.get()
    (stay,) = await flow.kept.find_stays(person.id)
    assert len(stay.movements) == 2
    told = {
        finding["code"] for alert in await flow.alerts(AlertKind.MOVEMENT) for finding in alert.evidence["findings"]
    }
    assert told == {"PAM-102", "PAM-104"}


async def test_an_account_moved_takes_its_stays_along(flow: IdentityFlow) -> None:
    await flow.apply(
        make_adt("A28", PATIENT),
        make_adt("A01", SECOND, *stay_of("V7")),
        make_adt("A44", PATIENT, f"{merge_of('000009')}||{SECOND.account}^^^CHU&1.2.250.1.999.7.1&ISO^AN"),
    )
    right, wrong = await flow.get(), await flow.get("000009")
    assert [stay.facts.visit_number for stay in await flow.kept.find_stays(right.id)] == ["V7"]
    assert await flow.kept.find_stays(wrong.id) == []
    assert "person.account_moved" in await flow.events(wrong)


async def test_an_identifier_of_somebody_else_is_a_collision_and_the_others_go_on(flow: IdentityFlow) -> None:
    await flow.apply(
        make_adt("A28", PATIENT),
        make_adt("A28", SECOND),
        make_adt("A47", PATIENT, merge_of("000009")),
        make_adt("A31", replace(SECOND, death="20260401")),
    )
    (alert,) = await flow.alerts(AlertKind.COLLISION)
    (failure,) = await flow.failures()
    assert alert.message_id == failure.message_id
    assert (await flow.get("000009")).deceased_on == "20260401"


async def test_an_identity_that_would_become_another_is_held_until_a_person_decides(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A28", PATIENT))
    other = replace(PATIENT, traits=OTHER_TRAITS, ins=INS_TWO)
    await flow.apply(make_adt("A31", other))
    assert (await flow.get()).traits == PATIENT.traits
    (alert,) = await flow.alerts(AlertKind.COLLISION)
    (failure,) = await flow.failures()
    await flow.registry.decide_alert(alert.id, APPLY_ANYWAY, reason="vu avec la GAM", operator=OFFICER)
    await flow.apply()
    assert (await flow.get()).traits == OTHER_TRAITS
    assert await flow.failures() == ()
    assert failure.message_id == alert.message_id


async def test_an_ins_without_validation_stays_inside_and_is_told(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A28", replace(PATIENT, status="PROV")))
    person = await flow.get()
    assert not person.may_circulate
    assert [alert.person_id for alert in await flow.alerts(AlertKind.INS_WITHOUT_VALIDATION)] == [person.id]


async def test_those_who_may_not_alter_only_attach(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A28", PATIENT))
    before = await flow.get()
    changed = replace(PATIENT, traits=replace(PATIENT.traits, birth_date="19990101"), ins=INS_TWO)
    await flow.apply(make_adt("A31", changed, sender=DPI), make_adt("A01", PATIENT, *stay_of(), sender=DPI))
    after = await flow.get()
    assert (after.traits, after.ins, after.version) == (before.traits, before.ins, before.version)
    assert len(await flow.kept.find_stays(after.id)) == 1
    assert len(await flow.alerts(AlertKind.DISCORDANCE)) == 1


async def test_an_unknown_patient_of_another_sender_is_made_provisional(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A01", PATIENT, *stay_of(), sender=DPI))
    person = await flow.get()
    assert person.status is IdentityStatus.PROVISOIRE
    assert not person.may_circulate


async def test_an_unknown_patient_of_another_sender_may_wait(store: PostgresStore) -> None:
    flow = IdentityFlow(store, make_rules(unknown_patient=UnknownPatient.WAIT))
    await flow.apply(make_adt("A28", PATIENT, sender=DPI))
    assert await flow.find() is None
    assert [failure.sender for failure in await flow.failures()] == [DPI]


async def test_doubles_are_suspected_after_the_application(flow: IdentityFlow) -> None:
    await flow.apply(make_adt("A28", PATIENT), make_adt("A28", replace(UNQUALIFIED, ipp="000009")))
    assert await flow.watch.compare_some() == 2
    (alert,) = await flow.alerts(AlertKind.DUPLICATE)
    assert {alert.person_id, alert.other_id} == {(await flow.get()).id, (await flow.get("000009")).id}
    assert alert.evidence["traits"]
    assert await flow.watch.compare_some() == 0

    await flow.registry.decide_alert(alert.id, "distincts", reason="deux dossiers", operator=OFFICER)
    await flow.apply(
        make_adt("A31", replace(UNQUALIFIED, ipp="000009", traits=replace(PATIENT.traits, used_family="X")))
    )
    await flow.watch.compare_some()
    assert await flow.alerts(AlertKind.DUPLICATE) == []


async def test_a_document_waits_for_the_identity_that_came_before_it(flow: IdentityFlow) -> None:
    await flow.send(make_adt("A28"))
    pending = await flow.kept.oldest_pending_message()
    assert pending is not None
    assert not await flow.applier.applied_before(pending + 1)
    await flow.apply()
    assert await flow.applier.applied_before(pending + 1)
