"""The desk of the rights of patients on a real registry: recorded, traced, refused, and obeyed by what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.errors import AccessDenied, RuleViolation, StaleVersion
from liane.domain.identity.person import ConsultationStance, FeedingStance
from liane.domain.identity.rights import InformationMeans, Representative, RepresentativeLink
from liane.pipeline.announcement.desk import Hand
from liane.pipeline.announcement.patient_rights import BULK_MAX, BulkInformation, RightsAsked, RightsDesk
from liane.store.patient_rights import CollectQuery, Lack, PostgresPatientRights
from liane.store.postgres_store import PostgresStore
from tests.pipeline.announcement_kit import Trail
from tests.pipeline.flow_kit import Clock
from tests.web.desk_kit import Known, fill_desk, make_flow

pytestmark = pytest.mark.anyio
CLERK = Hand(
    operator=Operator(name="TESTACCUEIL", roles=frozenset({Role.ACCUEIL}), means=SignInMeans.LOCAL_ACCOUNT),
    address="10.0.0.7",
)
READER = Hand(operator=Operator(name="TESTLECTEUR", roles=frozenset({Role.CONSULTATION})))
POSTER = BulkInformation(means=InformationMeans.POSTER, since="20200101", reason="Hall.")
MOTHER = Representative(family="TESTMERE", given="ANNE", link=RepresentativeLink.MOTHER)


@dataclass(slots=True)
class Office:
    """A registry, its desk of rights, its worklist."""

    store: PostgresStore
    known: Known
    desk: RightsDesk
    trail: Trail
    clock: Clock = field(default_factory=Clock)

    async def record(self, number: int, asked: RightsAsked, hand: Hand = CLERK) -> object:
        """Record on the person as they are now."""
        person = await self.store.registry.get_person(number)
        return await self.desk.record(number, person.version, asked, hand)

    async def list_lacking(self, lack: Lack, **more: object) -> Sequence[int]:
        """The numbers of the patients present who lack something."""
        query = CollectQuery(lack=lack, **more)  # type: ignore[arg-type]  # fields by name
        return [one.person.id for one in await PostgresPatientRights(self.store).list_to_collect(query, limit=50)]


@pytest.fixture
async def office(store: PostgresStore) -> Office:
    clock, trail = Clock(), Trail()
    flow = make_flow(store, clock)
    known = await fill_desk(flow)
    desk = RightsDesk(store.registry, flow.registry, trail=trail, now=clock)
    return Office(store=store, known=known, desk=desk, trail=trail, clock=clock)


async def test_what_did_not_change_keeps_its_date(office: Office) -> None:
    number = office.known.qualified
    asked = RightsAsked(feeding=FeedingStance.NOT_OPPOSED, refuses_patient_mail=True)
    await office.record(number, asked)
    first = await office.store.registry.get_person(number)
    office.clock.advance(days=3)
    await office.record(
        number,
        RightsAsked(
            feeding=FeedingStance.NOT_OPPOSED, consultation=ConsultationStance.CONSENTED, refuses_patient_mail=True
        ),
    )
    second = await office.store.registry.get_person(number)
    assert second.consents.feeding_at == first.consents.feeding_at
    assert second.rights.patient_mail_refused_at == first.rights.patient_mail_refused_at
    assert second.consents.consultation_at > first.consents.feeding_at
    await office.record(number, RightsAsked())
    third = await office.store.registry.get_person(number)
    assert (third.consents.feeding, third.consents.feeding_at) == (FeedingStance.NOT_COLLECTED, "")
    assert not third.rights.refuses_patient_mail


async def test_each_act_is_traced_before_it_is_done_and_a_refusal_too(office: Office) -> None:
    await office.record(office.known.qualified, RightsAsked(information=InformationMeans.ORAL))
    with pytest.raises(AccessDenied):
        await office.record(office.known.qualified, RightsAsked(), READER)
    assert [(one.act, one.outcome, one.address) for one in office.trail.events] == [
        (AccessAct.RECORD_RIGHTS, Outcome.DONE, "10.0.0.7"),
        (AccessAct.RECORD_RIGHTS, Outcome.REFUSED, ""),
    ]
    told = (await office.store.registry.get_person(office.known.qualified)).rights.information
    assert told is not None
    assert told.by == "TESTACCUEIL"


async def test_what_was_seen_too_long_ago_is_not_overwritten(office: Office) -> None:
    person = await office.store.registry.get_person(office.known.qualified)
    await office.record(person.id, RightsAsked(refuses_patient_mail=True))
    with pytest.raises(StaleVersion):
        await office.desk.record(person.id, person.version, RightsAsked(), CLERK)


async def test_rules_of_the_rights(office: Office) -> None:
    with pytest.raises(RuleViolation, match="RGT-001"):
        await office.record(office.known.qualified, RightsAsked(asks_secrecy=True))
    with pytest.raises(RuleViolation, match="RGT-002"):
        await office.record(office.known.qualified, RightsAsked(representatives=(MOTHER,) * 7))
    for told, numbers, code in (
        (BulkInformation(means=InformationMeans.ORAL, since="20200101", reason="x"), [1], "RGT-003"),
        (POSTER, list(range(BULK_MAX + 1)), "RGT-004"),
        (BulkInformation(means=InformationMeans.BOOKLET, since="", reason="x"), [1], "RGT-005"),
    ):
        with pytest.raises(RuleViolation, match=code):
            await office.desk.inform(numbers, told, CLERK)


async def test_an_information_in_lot_touches_only_who_is_present_and_was_not_told(office: Office) -> None:
    known = office.known
    done = await office.desk.inform([known.qualified, known.provisional, known.qualified], POSTER, CLERK)
    assert done.done == (known.qualified,)
    assert [number for number, _ in done.left] == [known.provisional]
    person = await office.store.registry.get_person(known.qualified)
    assert person.is_informed
    assert person.consents.feeding is FeedingStance.NOT_COLLECTED
    again = await office.desk.inform([known.qualified], POSTER, CLERK)
    assert again.left == ((known.qualified, "déjà informé"),)


async def test_the_worklist_shows_who_is_present_and_lacks_it(office: Office) -> None:
    number = office.known.qualified
    for lack in Lack:
        assert await office.list_lacking(lack) == [number]
    collecting = PostgresPatientRights(office.store)
    assert await collecting.count_to_collect() == {
        "information": 1,
        "alimentation": 1,
        "consultation": 1,
        "present": 1,
    }
    await office.record(number, RightsAsked(feeding=FeedingStance.OPPOSED))
    assert await office.list_lacking(Lack.INFORMATION) == []
    assert await office.list_lacking(Lack.FEEDING) == []
    assert await office.list_lacking(Lack.CONSULTATION) == [number]
    person = await office.store.registry.get_person(number)
    for text, is_found in (
        (person.traits.birth_family[:4].lower(), True),
        ("personne de ce nom", False),
        (person.identifiers[0].value, True),
        ("%", False),
    ):
        assert bool(await office.list_lacking(Lack.CONSULTATION, text=text)) is is_found, text
    ((unit, _),) = await collecting.list_units()
    assert await office.list_lacking(Lack.CONSULTATION, unit=unit) == [number]
    assert await office.list_lacking(Lack.CONSULTATION, unit="AUTRE") == []
    assert await office.list_lacking(Lack.CONSULTATION, after=number) == []
