"""The trail goes to its collector whole and in order, whatever fails; what is out of the ordinary is found once."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from liane.codecs.xml import parse_xml
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct, Outcome
from liane.domain.audit.anomalies import AnomalyRule, AnomalyThresholds
from liane.domain.audit.catalogue import AuditSource
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable, StaleVersion
from liane.domain.identity.person import ComplementaryTraits
from liane.pipeline.audit.examine import READER, Examiner, find_present_units
from liane.pipeline.audit.forward import Forwarder
from liane.pipeline.identity.creation import PersonDraft
from liane.store.accesses_anomalies import AnomalyState, Verdict
from liane.store.postgres_store import PostgresStore
from tests.pipeline.flow_kit import Clock
from tests.pipeline.identity_kit import IdentityFlow, Patient, make_adt, stay_of
from tests.store.test_accesses import CLERK, DOCTOR, NOW, access
from tests.web.desk_kit import OFFICER, RULES, traits

pytestmark = pytest.mark.anyio
HERE, THERE = UUID(int=1), UUID(int=2)
NAME = "collecteur.exemple:6514"


@dataclass(slots=True)
class ScriptedCollector:
    """Takes lines; fails as told: before taking, or after."""

    faults: list[Exception] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def send(self, lines: Sequence[bytes]) -> None:
        """Take lines, or fail."""
        fault = self.faults.pop(0) if self.faults else None
        if not isinstance(fault, RemoteUnavailable):
            self.taken += lines
        if fault is not None:
            raise fault

    def sequences(self) -> list[int]:
        """The ranks told, in order."""
        return [int(line.partition(b'sequenceId="')[2].partition(b'"')[0]) for line in self.taken]

    def identifiers(self) -> list[str]:
        """The identifiers told, in order."""
        found = []
        for line in self.taken:
            root = parse_xml(line.partition(b"\xef\xbb\xbf")[2])
            (detail,) = root.iterfind(".//ParticipantObjectDetail[@type='id']")
            found.append(base64.b64decode(detail.get("value", "")).decode())
        return found


def make_forwarder(store: PostgresStore, collector: ScriptedCollector, clock: Clock, owner: UUID = HERE) -> Forwarder:
    source = AuditSource(site="CH des Tilleuls (fictif)", node="liane-1")
    return Forwarder(store.accesses, store, collector.send, name=NAME, owner=owner, source=source, now=clock)


async def fill(store: PostgresStore, count: int) -> None:
    for number in range(count):
        await store.accesses.record(access(number))


async def test_all_lines_go_in_order_once(store: PostgresStore) -> None:
    clock, collector = Clock(NOW), ScriptedCollector()
    forwarder = make_forwarder(store, collector, clock)
    assert await forwarder.run_once() == 0, "nobody declared it"
    await store.accesses.readers.declare(NAME, from_end=False)
    await fill(store, 250)
    assert await forwarder.run_once() == 250
    assert await forwarder.run_once() == 0
    assert collector.sequences() == list(range(1, 251))
    assert len(set(collector.identifiers())) == 250
    (state,) = await store.accesses.readers.describe()
    assert (state.seq, state.behind) == (250, 0)


async def test_a_new_collector_may_begin_with_what_comes(store: PostgresStore) -> None:
    await fill(store, 3)
    await store.accesses.readers.declare(NAME, from_end=True)
    await store.accesses.readers.declare(NAME, from_end=False)
    await fill(store, 1)
    collector = ScriptedCollector()
    assert await make_forwarder(store, collector, Clock(NOW)).run_once() == 1
    assert collector.sequences() == [4]


async def test_what_failed_goes_again_after_a_pause_and_an_incident_begins_and_ends(store: PostgresStore) -> None:
    clock = Clock(NOW)
    collector = ScriptedCollector(faults=[RemoteUnavailable("audit", "TimeoutError")] * 3)
    forwarder = make_forwarder(store, collector, clock)
    await store.accesses.readers.declare(NAME, from_end=False)
    await fill(store, 2)
    for _ in range(2):
        assert await forwarder.run_once() == 0
        assert await forwarder.run_once() == 0, "it waits"
        clock.advance(minutes=1)
    assert await store.find_incidents(only_open=True) == []
    assert await forwarder.run_once() == 0
    (incident,) = await store.find_incidents(only_open=True)
    assert incident.remote == f"audit:{NAME}"
    clock.advance(minutes=1)
    assert await forwarder.run_once() == 2
    assert await store.find_incidents(only_open=True) == []
    assert collector.sequences() == [1, 2]


async def test_what_is_in_doubt_is_told_again_under_the_same_names(store: PostgresStore) -> None:
    clock = Clock(NOW)
    collector = ScriptedCollector(faults=[RemoteOutcomeUnknown("audit", "ConnectionResetError")])
    forwarder = make_forwarder(store, collector, clock)
    await store.accesses.readers.declare(NAME, from_end=False)
    await fill(store, 2)
    assert await forwarder.run_once() == 0
    clock.advance(minutes=1)
    assert await forwarder.run_once() == 2
    assert collector.sequences() == [1, 2, 1, 2]
    names = collector.identifiers()
    assert names[:2] == names[2:]


async def test_one_node_at_a_time_and_another_takes_over(store: PostgresStore) -> None:
    clock, readers = Clock(NOW), store.accesses.readers
    await readers.declare(NAME, from_end=False)
    await fill(store, 2)
    assert await readers.claim(NAME, HERE, clock(), timedelta(minutes=2)) is not None
    collector = ScriptedCollector()
    other = make_forwarder(store, collector, clock, THERE)
    assert await other.run_once() == 0
    clock.advance(minutes=3)
    assert await other.run_once() == 2
    assert not await readers.advance(NAME, HERE, 99, clock()), "the first one's lease was lost"


def make_examiner(store: PostgresStore, clock: Clock, **limits: object) -> Examiner:
    thresholds = replace(AnomalyThresholds(), **limits)  # type: ignore[arg-type]
    return Examiner(store.accesses, store.registry, store, thresholds=thresholds, owner=HERE, now=clock)


async def admit(store: PostgresStore, clock: Clock) -> int:
    """A patient with a stay."""
    flow = IdentityFlow(store, RULES, clock)
    await flow.apply(make_adt("A01", Patient(), *stay_of()))
    return (await flow.get()).id


async def test_a_patient_of_ones_name_or_of_another_unit_is_asked_about_once(store: PostgresStore) -> None:
    clock = Clock(NOW)
    person = await store.registry.get_person(await admit(store, clock))
    units = find_present_units(await store.registry.find_stays(person.id))
    assert units
    await store.accesses.readers.declare(READER, from_end=False)
    examiner = make_examiner(store, clock)
    namesake = replace(CLERK, name=f"Alix {person.traits.birth_family.title()}", unit=sorted(units)[0])
    elsewhere = replace(CLERK, unit="UF-AILLEURS")
    for number, operator in enumerate((namesake, namesake, elsewhere, replace(CLERK, unit=sorted(units)[0]))):
        await store.accesses.record(access(number, operator=operator, person_id=person.id))
    assert await examiner.run_once() == 4
    assert await examiner.run_once() == 0
    found = {one.rule: one for one in await store.accesses.anomalies.find()}
    assert set(found) == {AnomalyRule.SAME_NAME, AnomalyRule.UNIT_MISMATCH}
    assert (found[AnomalyRule.SAME_NAME].lines, found[AnomalyRule.SAME_NAME].occurrences) == ((1, 2), 2)
    assert found[AnomalyRule.SAME_NAME].is_of(namesake)
    assert not found[AnomalyRule.SAME_NAME].is_of(elsewhere)
    (incident,) = await store.find_incidents(only_open=True)
    assert incident.remote == "accès"
    assert person.traits.birth_family not in incident.message


async def test_who_lives_under_the_roof_of_a_namesake_of_who_looks_is_asked_about(store: PostgresStore) -> None:
    """The address of an operator is not known; that of who bears both their names is, in the registry."""
    clock = Clock(NOW)
    flow = IdentityFlow(store, RULES, clock)
    drafts = {
        "namesake": ("TESTMODELE", "DOMINIQUE", "12, rue des Érables"),
        "spouse": ("TESTCOLOCATAIRE", "ALIX", "12 RUE DES ERABLES"),
        "neighbour": ("TESTVOISIN", "ALIX", "14 rue des Érables"),
        "other namesake": ("TESTMODELE", "CAMILLE", "14 rue des Érables"),
    }
    numbers = {}
    for name, (family, given, street) in drafts.items():
        draft = PersonDraft(
            traits=traits(family, given, "19600101"),
            complementary=ComplementaryTraits(address=street, postal_code="99000", city="TESTVILLE"),
        )
        numbers[name] = (await flow.registry.create(draft, operator=OFFICER, reason="essai")).id
    await store.accesses.readers.declare(READER, from_end=False)
    operator = replace(CLERK, name="Dr Dominique TESTMODELE")
    for place, name in enumerate(("spouse", "neighbour", "spouse")):
        await store.accesses.record(access(place, operator=operator, person_id=numbers[name]))
    assert await make_examiner(store, clock).run_once() == 3
    (one,) = await store.accesses.anomalies.find()
    assert (one.rule, one.person_id, one.lines) == (AnomalyRule.SAME_ADDRESS, numbers["spouse"], (1, 3))
    assert one.is_of(operator)
    assert "TESTCOLOCATAIRE" not in one.sentence
    await store.accesses.record(access(9, operator=operator, person_id=numbers["namesake"]))
    await make_examiner(store, clock).run_once()
    found = {(one.rule, one.person_id) for one in await store.accesses.anomalies.find()}
    assert (AnomalyRule.SAME_NAME, numbers["namesake"]) in found
    assert (AnomalyRule.SAME_ADDRESS, numbers["namesake"]) not in found, "one is not one's own housemate"


async def test_many_persons_and_many_refusals_are_counted_in_their_window(store: PostgresStore) -> None:
    clock = Clock(NOW)
    await store.accesses.readers.declare(READER, from_end=False)
    for number in range(8):
        await store.accesses.record(access(number, person_id=number + 1))
    for number in range(4):
        refused = access(number, operator=CLERK, outcome=Outcome.REFUSED)
        await store.accesses.record(refused)
    late = access(3600, operator=CLERK, outcome=Outcome.REFUSED)
    await store.accesses.record(late)
    examiner = make_examiner(store, clock, persons_max=5, refusals_max=4)
    assert await examiner.run_once() == 13
    found = {one.rule: one for one in await store.accesses.anomalies.find()}
    assert set(found) == {AnomalyRule.MASS_READING, AnomalyRule.REFUSED_MANY}
    assert found[AnomalyRule.MASS_READING].lines == (6, 7, 8)
    assert found[AnomalyRule.REFUSED_MANY].lines == (12,)


async def test_a_forced_access_is_asked_answered_and_concluded(store: PostgresStore) -> None:
    clock, desk = Clock(NOW), store.accesses.anomalies
    await store.accesses.readers.declare(READER, from_end=False)
    await store.accesses.record(access(act=AccessAct.BREAK_GLASS, reason="Urgence vitale"))
    await make_examiner(store, clock).run_once()
    (one,) = await desk.find()
    assert (one.rule, one.state, one.identifier) == (AnomalyRule.BREAK_GLASS, AnomalyState.OPEN, DOCTOR.identifier)
    await desk.ask(one.id, one.version, by="A. Auditeur", at=NOW)
    with pytest.raises(StaleVersion):
        await desk.ask(one.id, one.version, by="B. Auditeur", at=NOW)
    (asked,) = await desk.find(operator=DOCTOR)
    assert await desk.find(operator=CLERK) == []
    assert await desk.find(operator=Operator(name="Autre", roles=frozenset({Role.CLINICIEN}))) == []
    await desk.answer(asked.id, asked.version, justification="Patient inconscient.", at=NOW)
    answered = await desk.get(one.id)
    assert (answered.state, answered.justification) == (AnomalyState.ANSWERED, "Patient inconscient.")
    await desk.conclude(
        one.id, answered.version, verdict=Verdict.LEGITIMATE, conclusion="Conforme.", by="A. Auditeur", at=NOW
    )
    assert await desk.find() == []
    assert await desk.count_open() == 0
    (closed,) = await desk.find(only_open=False)
    assert (closed.verdict, closed.closed_by) == (Verdict.LEGITIMATE, "A. Auditeur")
    with pytest.raises(StaleVersion):
        await desk.answer(one.id, closed.version, justification="Trop tard.", at=NOW)
    with pytest.raises(LookupError):
        await desk.get(999)
