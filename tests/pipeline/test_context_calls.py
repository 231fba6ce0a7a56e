"""Calls in context: opened once, by the professional named, for a while; everything else is refused and traced."""

import asyncio
import itertools
from dataclasses import replace
from datetime import datetime

import pytest

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.audit.access import AccessEvent, Outcome
from liane.domain.errors import RuleViolation
from liane.domain.identity.ins import INS
from liane.pipeline.contexts.calls import ContextAsked, ContextCalls, ContextDenied, ContextRules, hash_word
from liane.store.accesses_records import AccessQuery
from liane.store.contexts import PostgresContexts
from liane.store.postgres_store import PostgresStore
from tests.pipeline.flow_kit import Clock
from tests.pipeline.identity_kit import DOMAIN, INS_ONE, PATIENT, IdentityFlow, make_adt, make_rules

pytestmark = pytest.mark.anyio
DPI = Operator(name="DPI des Tilleuls", roles=frozenset({Role.APPELANT}))
DOCTOR = Operator(
    name="TESTARRAS Élodie",
    roles=frozenset({Role.CLINICIEN}),
    identifier="899900000013",
    means=SignInMeans.PRO_SANTE_CONNECT,
    session="s-1",
)
BY_INS = ContextAsked(identifier=DOCTOR.identifier, ins=INS_ONE, purpose="séjour 24000006")
BY_IPP = ContextAsked(identifier=DOCTOR.identifier, ipp="000003", domain=DOMAIN)


class Office:
    """A real store with one patient, a clock that a test moves, and words that a test can foresee."""

    def __init__(self, store: PostgresStore) -> None:
        self.flow = IdentityFlow(store, make_rules())
        self.clock = Clock(datetime.fromisoformat("2026-11-22T09:00:00+00:00"))
        self.store = store
        words = itertools.count(1)
        self.calls = ContextCalls(
            PostgresContexts(store),
            store.registry,
            store.accesses,
            now=self.clock,
            new_word=lambda: f"word-{next(words)}",
            rules=ContextRules(waiting_max=3),
        )

    async def admit(self) -> int:
        """Admit the patient; gives the number in the registry."""
        await self.flow.apply(make_adt("A28", PATIENT))
        return (await self.flow.get()).id

    async def trail(self) -> list[AccessEvent]:
        """What the trail holds, oldest first."""
        page = await self.store.accesses.search(AccessQuery(), limit=50)
        return [line.event for line in reversed(page.lines)]


@pytest.fixture
def office(store: PostgresStore) -> Office:
    """An office of its own."""
    return Office(store)


@pytest.mark.parametrize("asked", [BY_INS, BY_IPP])
async def test_a_call_opens_once_for_its_professional(office: Office, asked: ContextAsked) -> None:
    person_id = await office.admit()
    issued = await office.calls.issue(asked, caller=DPI)
    assert issued.word not in repr(issued)
    opened = await office.calls.open(issued.word, DOCTOR, address="192.0.2.4")
    assert (opened.id, opened.person_id, opened.caller) == (issued.id, person_id, DPI.name)
    assert (await office.calls.find(issued.id, DOCTOR)).person_id == person_id
    with pytest.raises(ContextDenied) as raised:
        await office.calls.open(issued.word, DOCTOR)
    assert raised.value.finding.code == "CTX-010"
    first, second = await office.trail()
    assert (first.operator.name, second.operator.identifier, second.address) == (
        DPI.name,
        DOCTOR.identifier,
        "192.0.2.4",
    )
    assert {one.person_id for one in (first, second)} == {person_id}


async def test_the_word_of_the_address_is_kept_nowhere(office: Office) -> None:
    await office.admit()
    issued = await office.calls.issue(BY_INS, caller=DPI)
    async with office.store.reading() as connection:
        row = await connection.fetchrow("SELECT * FROM contexts")
    assert row is not None
    assert issued.word not in str(dict(row))
    assert row["ticket"] == hash_word(issued.word)


async def test_of_two_openings_at_once_one_wins(office: Office) -> None:
    await office.admit()
    issued = await office.calls.issue(BY_INS, caller=DPI)
    results = await asyncio.gather(*(office.calls.open(issued.word, DOCTOR) for _ in range(4)), return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in results) == 1
    assert all(isinstance(one, ContextDenied) for one in results if isinstance(one, BaseException))


@pytest.mark.parametrize(
    "who",
    [
        replace(DOCTOR, identifier="899900000021"),
        replace(DOCTOR, identifier=""),
        Operator(name="", roles=frozenset()),
    ],
)
async def test_another_professional_does_not_enter_and_voids_the_address(office: Office, who: Operator) -> None:
    await office.admit()
    issued = await office.calls.issue(BY_INS, caller=DPI)
    with pytest.raises(ContextDenied) as raised:
        await office.calls.open(issued.word, who)
    assert raised.value.finding.code == "CTX-011"
    with pytest.raises(ContextDenied):
        await office.calls.open(issued.word, DOCTOR)
    assert [one.outcome for one in await office.trail()] == [Outcome.DONE, Outcome.REFUSED]


async def test_an_address_is_short_lived(office: Office) -> None:
    await office.admit()
    issued = await office.calls.issue(BY_INS, caller=DPI)
    office.clock.advance(minutes=2)
    with pytest.raises(ContextDenied):
        await office.calls.open(issued.word, DOCTOR)


@pytest.mark.parametrize("who", [replace(DOCTOR, identifier="899900000021"), replace(DOCTOR, session="s-2")])
async def test_a_context_belongs_to_one_session_of_one_person(office: Office, who: Operator) -> None:
    await office.admit()
    issued = await office.calls.issue(BY_INS, caller=DPI)
    with pytest.raises(ContextDenied):
        await office.calls.find(issued.id, DOCTOR)
    await office.calls.open(issued.word, DOCTOR)
    with pytest.raises(ContextDenied) as raised:
        await office.calls.find(issued.id, who)
    assert raised.value.finding.code == "CTX-012"
    with pytest.raises(ContextDenied):
        await office.calls.leave(issued.id, who)
    assert (await office.calls.find(issued.id, DOCTOR)).id == issued.id


async def test_a_context_ends_by_itself_by_its_professional_or_by_its_caller(office: Office) -> None:
    await office.admit()

    async def opened() -> str:
        issued = await office.calls.issue(BY_INS, caller=DPI)
        await office.calls.open(issued.word, DOCTOR)
        return issued.id

    by_time = await opened()
    office.clock.advance(hours=1)
    with pytest.raises(ContextDenied):
        await office.calls.find(by_time, DOCTOR)
    left = await opened()
    await office.calls.leave(left, DOCTOR)
    with pytest.raises(ContextDenied):
        await office.calls.find(left, DOCTOR)
    closed = await opened()
    assert not await office.calls.close(closed, caller=replace(DPI, name="autre logiciel"))
    assert await office.calls.close(closed, caller=DPI)
    assert not await office.calls.close(closed, caller=DPI)
    assert not await office.calls.close("inconnu", caller=DPI)
    with pytest.raises(ContextDenied):
        await office.calls.find(closed, DOCTOR)


async def test_one_patient_at_a_time(office: Office) -> None:
    await office.admit()
    first = await office.calls.issue(BY_INS, caller=DPI)
    second = await office.calls.issue(BY_IPP, caller=DPI)
    await office.calls.open(first.word, DOCTOR)
    await office.calls.open(second.word, DOCTOR)
    with pytest.raises(ContextDenied):
        await office.calls.find(first.id, DOCTOR)
    assert (await office.calls.find(second.id, DOCTOR)).id == second.id


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (replace(BY_INS, identifier="dpi"), {"CTX-001"}),
        (replace(BY_INS, identifier=""), {"CTX-001"}),
        (replace(BY_INS, ipp="000003", domain=DOMAIN), {"CTX-002"}),
        (replace(BY_INS, ins=None), {"CTX-002"}),
        (replace(BY_IPP, domain=""), {"CTX-002"}),
        (replace(BY_INS, ins=None, identifier="0"), {"CTX-001", "CTX-002"}),
        (replace(BY_IPP, ipp="999999"), {"CTX-003"}),
        (replace(BY_INS, ins=INS(matricule="285059999900131", oid="1.2.250.1.213.1.4.10")), {"CTX-003"}),
    ],
)
async def test_what_names_nobody_is_refused(office: Office, asked: ContextAsked, codes: set[str]) -> None:
    await office.admit()
    with pytest.raises(RuleViolation) as raised:
        await office.calls.issue(asked, caller=DPI)
    assert {finding.code for finding in raised.value.findings} == codes


async def test_calls_that_wait_are_bounded_and_leave_with_time(office: Office) -> None:
    await office.admit()
    for _ in range(3):
        await office.calls.issue(BY_INS, caller=DPI)
    with pytest.raises(RuleViolation) as raised:
        await office.calls.issue(BY_INS, caller=DPI)
    assert raised.value.findings[0].code == "CTX-005"
    await office.calls.issue(BY_INS, caller=replace(DPI, name="autre logiciel"))
    office.clock.advance(days=2)
    await office.calls.issue(BY_INS, caller=DPI)
    async with office.store.reading() as connection:
        assert await connection.fetchval("SELECT count(*) FROM contexts") == 1


@pytest.mark.parametrize("word", ["", "x" * 10_000, "é\x00", "../../etc"])
async def test_any_word_opens_nothing(office: Office, word: str) -> None:
    with pytest.raises(ContextDenied):
        await office.calls.open(word, DOCTOR)
