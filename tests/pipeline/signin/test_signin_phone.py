"""Sign-in by phone against the simulation: the six answers, the interval, the bounds."""

import pytest

from liane.codecs.oidc.ciba import CIBAChannel
from liane.pipeline.signin.phone import PhoneSignIn, PhoneWait
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused
from liane_sandbox.faults import FaultKind
from liane_sandbox.psc.state import CIBAAnswer
from tests.signin_kit import BIOLOGIST, UNKNOWN, SignInBench, make_visitor

pytestmark = pytest.mark.anyio


def get_phone(bench: SignInBench) -> PhoneSignIn:
    assert bench.parts.phone is not None
    return bench.parts.phone


async def ring(bench: SignInBench, identifier: str = BIOLOGIST) -> str:
    handle = await get_phone(bench).prepare(bench.visitor, identifier, Purpose(next_page="/documents"))
    await get_phone(bench).send(bench.visitor, handle)
    return handle


def answer(bench: SignInBench, said: CIBAAnswer) -> None:
    bench.psc.service.answer_phone(next(iter(bench.psc.service.state.ciba)), said)


async def poll(bench: SignInBench, handle: str, *, after_s: float = 6) -> SignedIn | PhoneWait:
    bench.clock.advance(seconds=after_s)
    return await get_phone(bench).poll(bench.visitor, handle)


async def test_the_number_is_shown_before_the_phone_rings_and_is_the_same_there(bench: SignInBench) -> None:
    handle = await get_phone(bench).prepare(bench.visitor, "8 9990 0000 011", Purpose())
    shown = await get_phone(bench).show(bench.visitor, handle)
    assert not shown.is_sent
    assert bench.psc.service.state.ciba == {}
    sent = await get_phone(bench).send(bench.visitor, handle)
    asked = next(iter(bench.psc.service.state.ciba.values()))
    assert asked.binding_message == shown.binding_message == sent.binding_message
    assert (asked.identifier, asked.channel) == (BIOLOGIST, CIBAChannel.MOBILE.value)
    await get_phone(bench).send(bench.visitor, handle)
    assert len(bench.psc.service.state.ciba) == 1


async def test_who_accepts_enters_where_they_were_going(bench: SignInBench) -> None:
    handle = await ring(bench)
    waiting = await poll(bench, handle)
    assert isinstance(waiting, PhoneWait)
    assert waiting.is_sent
    answer(bench, CIBAAnswer.ACCEPTED)
    signed = await poll(bench, handle)
    assert isinstance(signed, SignedIn)
    assert (signed.operator.identifier, signed.purpose.next_page) == (BIOLOGIST, "/documents")
    with pytest.raises(SignInRefused, match="perime"):
        await poll(bench, handle)


async def test_polls_keep_to_the_interval(bench: SignInBench) -> None:
    handle = await ring(bench)
    for _ in range(5):
        await poll(bench, handle, after_s=0.1)
    polls = [one for one in bench.psc.service.state.calls if "slow_down" in one.outcome or "pending" in one.outcome]
    assert polls == []


async def test_slow_down_adds_five_seconds(bench: SignInBench) -> None:
    handle = await ring(bench)
    bench.fail("psc.token", FaultKind.REFUSE, "slow_down")
    slower = await poll(bench, handle)
    assert isinstance(slower, PhoneWait)
    assert slower.interval_s == 10


async def test_who_refuses_stays_outside(bench: SignInBench) -> None:
    handle = await ring(bench)
    answer(bench, CIBAAnswer.DENIED)
    with pytest.raises(SignInRefused, match="refus"):
        await poll(bench, handle)
    assert await bench.trail.list() == [("connexion", "refusé", "refus")]


async def test_a_request_expires(bench: SignInBench) -> None:
    handle = await ring(bench)
    with pytest.raises(SignInRefused, match="perime"):
        await poll(bench, handle, after_s=121)


async def test_an_outage_while_waiting_is_waited_for(bench: SignInBench) -> None:
    handle = await ring(bench)
    bench.fail("psc.token", FaultKind.BUSY)
    assert isinstance(await poll(bench, handle), PhoneWait)
    bench.fail("psc.token", FaultKind.HANG_UP_BEFORE)
    assert isinstance(await poll(bench, handle), PhoneWait)
    answer(bench, CIBAAnswer.ACCEPTED)
    assert isinstance(await poll(bench, handle), SignedIn)


@pytest.mark.parametrize(("code", "kind"), [("invalid_client", "configuration"), ("unknown_user_id", "numero")])
async def test_a_refusal_of_the_provider_has_its_page(bench: SignInBench, code: str, kind: str) -> None:
    bench.fail("psc.ciba", FaultKind.REFUSE, code)
    with pytest.raises(SignInRefused, match=kind):
        await ring(bench)


async def test_a_stranger_who_accepts_stays_outside(bench: SignInBench) -> None:
    handle = await ring(bench, UNKNOWN)
    answer(bench, CIBAAnswer.ACCEPTED)
    with pytest.raises(SignInRefused, match="inconnu"):
        await poll(bench, handle)


async def test_another_browser_cannot_take_the_answer(bench: SignInBench) -> None:
    handle = await ring(bench)
    answer(bench, CIBAAnswer.ACCEPTED)
    bench.clock.advance(seconds=6)
    with pytest.raises(SignInRefused, match="perime"):
        await get_phone(bench).poll(make_visitor(), handle)


async def test_a_new_request_voids_the_former(bench: SignInBench) -> None:
    former = await ring(bench)
    await ring(bench)
    with pytest.raises(SignInRefused, match="perime"):
        await poll(bench, former)


@pytest.mark.parametrize("number", ["", "abc'--", "8" * 41, "899900000011;"])
async def test_what_is_no_identifier_rings_nowhere(bench: SignInBench, number: str) -> None:
    with pytest.raises(SignInRefused, match="numero"):
        await get_phone(bench).prepare(bench.visitor, number, Purpose())


async def test_a_phone_is_not_rung_without_end(bench: SignInBench) -> None:
    for _ in range(5):
        await ring(bench)
    with pytest.raises(SignInRefused, match="attendre"):
        await ring(bench)
    bench.clock.advance(minutes=11)
    await ring(bench)
