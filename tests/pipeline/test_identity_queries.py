"""Queries of identities (PDQ): who may ask, what is told, page by page, and what is written of it."""

from dataclasses import replace

import pytest

from liane.codecs.hl7v2.er7 import Message, parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.pipeline.identity.queries import QueryDesk
from liane.pipeline.identity.rules import UnknownPatient
from liane.store.postgres_store import PostgresStore
from tests.pipeline.identity_kit import (
    DOMAIN,
    INS_ONE,
    INS_TWO,
    OTHER_TRAITS,
    PATIENT,
    TRAITS,
    IdentityFlow,
    Patient,
    make_adt,
    make_rules,
    stay_of,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def flow(store: PostgresStore) -> IdentityFlow:
    """Two persons: one qualified, one not; the DPI may ask."""
    flow = IdentityFlow(store, make_rules(queriers=(("DPI", "*"),), unknown_patient=UnknownPatient.WAIT))
    await flow.apply(
        make_adt("A01", PATIENT, *stay_of()),
        make_adt("A28", Patient(ipp="000009", ins=INS_TWO, traits=OTHER_TRAITS, status="PROV")),
    )
    return flow


async def ask(flow: IdentityFlow, *criteria: str, sender: str = "DPI", limit: str = "", more: str = "") -> Message:
    """Ask; returns the answer, read."""
    msh = f"MSH|^~\\&|{sender}|CHU|LIANE|LIANE|20260306111154||QBP^Q22^QBP_Q21|Q1|D|2.5|||||FRA|UNICODE UTF-8"
    qpd = f"QPD|IHE PDQ Query|TAG1|{'~'.join(criteria)}"
    raw = "\r".join((msh, qpd, f"RCP|I|{limit}", *((f"DSC|{more}|I",) if more else ()), ""))
    desk = QueryDesk(
        flow.kept,
        policy=AcceptancePolicy.for_test(),
        may_ask=flow.rules.may_ask,
        now=flow.clock,
        new_id=flow.new_id,
    )
    answer = await desk.answer(raw.encode(), "127.0.0.1")
    assert answer is not None
    return parse_message(answer)


def names(answer: Message) -> list[str]:
    """The birth names told."""
    return [pid.component(5) for pid in answer.all("PID")]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (("@PID.5.1^testombelle",), ["TESTOMBELLE"]),
        (("@PID.5.1^TEST*",), ["TESTCEDRE", "TESTOMBELLE"]),
        (("@PID.5.1^TESTOMBEL",), []),
        (("@PID.5.1^TESTOMBELLE", "@PID.8^M"), []),
        (("@PID.5.1^TESTOMBELLE", f"@PID.7^{TRAITS.birth_date}"), ["TESTOMBELLE"]),
        (("@PID.5.1^TESTOMBELLE", "@PID.7^19010101"), []),
        (("@PID.3.1^000003", f"@PID.3.4.2^{DOMAIN}"), ["TESTOMBELLE"]),
        (("@PID.3.1^000003",), ["TESTOMBELLE"]),
        ((f"@PID.3.1^{INS_ONE.matricule}", f"@PID.3.4.2^{INS_ONE.oid}"), ["TESTOMBELLE"]),
        ((f"@PID.3.1^{INS_TWO.matricule}", f"@PID.3.4.2^{INS_TWO.oid}"), []),
        (("@PID.18.1^24000006",), ["TESTOMBELLE"]),
        (("@PID.8^F",), []),
    ],
)
async def test_what_agrees_with_every_criterion_is_told(
    flow: IdentityFlow, criteria: tuple[str, ...], found: list[str]
) -> None:
    answer = await ask(flow, *criteria)
    assert sorted(names(answer)) == found
    (qak,) = answer.all("QAK")
    assert qak.component(2) == ("OK" if found else "NF")


async def test_the_ins_is_told_only_when_it_may_circulate(flow: IdentityFlow) -> None:
    answer = await ask(flow, "@PID.5.1^TEST*")
    told = {pid.component(5): pid.raw for pid in answer.all("PID")}
    assert INS_ONE.matricule.encode() in told["TESTOMBELLE"]
    assert INS_TWO.matricule.encode() not in told["TESTCEDRE"]


async def test_page_by_page(flow: IdentityFlow) -> None:
    first = await ask(flow, "@PID.5.1^TEST*", limit="1^RD")
    (dsc,) = first.all("DSC")
    second = await ask(flow, "@PID.5.1^TEST*", limit="1^RD", more=dsc.component(1))
    assert sorted(names(first) + names(second)) == ["TESTCEDRE", "TESTOMBELLE"]
    assert list(second.all("DSC")) == []


async def test_who_is_not_allowed_learns_nothing(flow: IdentityFlow) -> None:
    answer = await ask(flow, "@PID.5.1^TESTOMBELLE", sender="SGL")
    (msa,) = answer.all("MSA")
    assert (msa.component(1), names(answer)) == ("AE", [])
    assert "person.seen" not in await flow.events(await flow.get())


async def test_who_was_shown_is_written(flow: IdentityFlow) -> None:
    await ask(flow, "@PID.5.1^TESTOMBELLE")
    events = await flow.kept.find_person_events((await flow.get()).id)
    assert [(event.name, event.actor) for event in events][-1] == ("person.seen", "emitter:DPI@CHU")


async def test_other_messages_are_left(flow: IdentityFlow) -> None:
    desk = QueryDesk(
        flow.kept, policy=AcceptancePolicy.for_test(), may_ask=lambda _: True, now=flow.clock, new_id=flow.new_id
    )
    assert await desk.answer(make_adt("A28", replace(PATIENT)), "x") is None
