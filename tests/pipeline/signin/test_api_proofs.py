"""A fresh proof for an API client: the token that is fresh, or the phone of the person; what attackers try."""

from dataclasses import replace
from datetime import timedelta

import pytest

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.audit.access import AccessAct
from liane.pipeline.signin.api_proofs import ApiProof, ApiProofs, ProofDenied, ProofNeeded, ProofState, SensitiveAct
from liane_sandbox.faults import FaultKind
from liane_sandbox.psc.state import CIBAAnswer
from tests.pipeline.signin.test_api_tokens import get_access
from tests.signin_kit import BIOLOGIST, MIDWIFE, SignInBench

pytestmark = pytest.mark.anyio
DELETION = SensitiveAct(act=AccessAct.DELETE, person_id=7, document="1.2.3")


def who(identifier: str = BIOLOGIST, **changes: object) -> Operator:
    operator = Operator(
        name="x", roles=frozenset({Role.BIOLOGISTE}), identifier=identifier, means=SignInMeans.PRO_SANTE_CONNECT
    )
    return replace(operator, **changes)  # type: ignore[arg-type]


def proofs_of(bench: SignInBench) -> ApiProofs:
    assert bench.parts.proofs is not None
    return bench.parts.proofs


async def ring(bench: SignInBench, wanted: SensitiveAct = DELETION, operator: Operator | None = None) -> ApiProof:
    """Prepare and send."""
    operator = operator or who()
    prepared = await proofs_of(bench).prepare(operator, wanted)
    assert prepared.state is ProofState.READY
    assert len(prepared.number) == 2
    sent = await proofs_of(bench).send(prepared.word, operator)
    assert (sent.state, sent.number) == (ProofState.WAITING, prepared.number)
    return sent


async def answer(bench: SignInBench, proof: ApiProof, said: CIBAAnswer, operator: Operator | None = None) -> ApiProof:
    """Answer on the phone, and ask how it stands."""
    number = list(bench.psc.service.state.ciba)[-1]
    bench.psc.service.answer_phone(number, said)
    bench.clock.advance(seconds=6)
    return await proofs_of(bench).poll(proof.word, operator or who())


async def give(bench: SignInBench, wanted: SensitiveAct = DELETION, operator: Operator | None = None) -> str:
    """Do it whole; gives the word."""
    proof = await ring(bench, wanted, operator)
    given = await answer(bench, proof, CIBAAnswer.ACCEPTED, operator)
    assert (given.state, given.number) == (ProofState.GIVEN, "")
    return proof.word


async def is_needed(
    bench: SignInBench, word: str, wanted: SensitiveAct = DELETION, operator: Operator | None = None
) -> str:
    """The code of what is missing; empty when the act passes."""
    try:
        await proofs_of(bench).require(operator or who(), wanted, word)
    except ProofNeeded as error:
        return error.finding.code
    return ""


async def test_a_proof_by_phone_lets_one_act_pass_once(bench: SignInBench) -> None:
    assert await is_needed(bench, "") == "ACC-001"
    word = await give(bench)
    assert await is_needed(bench, word) == ""
    assert await is_needed(bench, word) == "ACC-002"
    assert (await proofs_of(bench).poll(word, who())).state is ProofState.OVER
    assert ("réauthentification", "fait", "preuve pour l'API : suppression") in await bench.trail.list()


async def test_a_token_says_when_its_person_proved_who_they_are(bench: SignInBench) -> None:
    """auth_time of the introspection; the caller's word is nowhere."""
    assert bench.parts.api is not None
    token = await get_access(bench)
    operator = await bench.parts.api.identify(token, certificate=None)
    assert operator is not None
    assert operator.signed_in_at is not None
    assert abs(operator.signed_in_at - bench.clock.now()) < timedelta(seconds=60)
    assert await is_needed(bench, "", operator=operator) == ""
    old = replace(operator, signed_in_at=bench.clock.now() - timedelta(minutes=15))
    assert await is_needed(bench, "", operator=old) == "ACC-001"


async def test_an_authentication_told_in_the_future_is_taken_as_now(bench: SignInBench) -> None:
    assert bench.parts.api is not None
    token = await get_access(bench)
    state = bench.psc.service.state
    number = state.access[token].session
    session = state.sessions[number]
    state.sessions[number] = replace(session, signed_in_at=session.signed_in_at + timedelta(hours=3))
    operator = await bench.parts.api.identify(token, certificate=None)
    assert operator is not None
    assert operator.signed_in_at is not None
    assert operator.signed_in_at <= bench.clock.now()


@pytest.mark.parametrize(
    "other",
    [
        replace(DELETION, document="1.2.4"),
        replace(DELETION, person_id=8),
        replace(DELETION, act=AccessAct.BREAK_GLASS),
        replace(DELETION, document=""),
    ],
)
async def test_a_proof_serves_for_what_it_was_given(bench: SignInBench, other: SensitiveAct) -> None:
    word = await give(bench)
    assert await is_needed(bench, word, other) == "ACC-002"
    assert await is_needed(bench, word) == ""


async def test_a_proof_of_another_person_serves_nobody(bench: SignInBench) -> None:
    word = await give(bench)
    assert await is_needed(bench, word, operator=who(MIDWIFE)) == "ACC-002"
    with pytest.raises(LookupError):
        await proofs_of(bench).poll(word, who(MIDWIFE))
    with pytest.raises(LookupError):
        await proofs_of(bench).send(word, who(MIDWIFE))
    with pytest.raises(LookupError):
        await proofs_of(bench).poll("inconnue", who())


async def test_a_proof_expires(bench: SignInBench) -> None:
    word = await give(bench)
    bench.clock.advance(minutes=5, seconds=1)
    assert await is_needed(bench, word) == "ACC-002"
    assert (await proofs_of(bench).poll(word, who())).state is ProofState.OVER


async def test_what_was_not_given_does_not_serve(bench: SignInBench) -> None:
    prepared = await proofs_of(bench).prepare(who(), DELETION)
    assert await is_needed(bench, prepared.word) == "ACC-002"
    waiting = await ring(bench)
    assert await is_needed(bench, waiting.word) == "ACC-002"
    refused = await answer(bench, waiting, CIBAAnswer.DENIED)
    assert refused.state is ProofState.REFUSED
    assert await is_needed(bench, waiting.word) == "ACC-002"


async def test_a_new_request_voids_the_one_that_waits(bench: SignInBench) -> None:
    first = await ring(bench)
    second = await give(bench)
    assert (await proofs_of(bench).poll(first.word, who())).state is ProofState.REFUSED
    assert await is_needed(bench, first.word) == "ACC-002"
    assert await is_needed(bench, second) == ""


async def test_nothing_rings_before_the_number_is_there_and_it_rings_once(bench: SignInBench) -> None:
    prepared = await proofs_of(bench).prepare(who(), DELETION)
    assert not bench.psc.service.state.ciba
    for _ in range(3):
        await proofs_of(bench).send(prepared.word, who())
    (request,) = bench.psc.service.state.ciba.values()
    assert request.binding_message == prepared.number
    assert request.identifier == BIOLOGIST


async def test_a_phone_is_not_tired_out(bench: SignInBench) -> None:
    for _ in range(5):
        await ring(bench)
    prepared = await proofs_of(bench).prepare(who(), DELETION)
    with pytest.raises(ProofDenied) as denied:
        await proofs_of(bench).send(prepared.word, who())
    assert (denied.value.status, denied.value.finding.code) == (429, "ACC-005")


@pytest.mark.parametrize(
    "misdeed", ["stale-auth", "wrong-issuer", "wrong-audience", "wrong-key", "alg-none", "expired"]
)
async def test_a_false_answer_of_the_phone_is_no_proof(bench: SignInBench, misdeed: str) -> None:
    """An authentication older than the request, or a token that is not for us: no proof, and it is over."""
    proof = await ring(bench)
    bench.fail("psc.token", FaultKind.REFUSE, misdeed)
    assert (await answer(bench, proof, CIBAAnswer.ACCEPTED)).state is ProofState.REFUSED
    assert await is_needed(bench, proof.word) == "ACC-002"


async def test_another_person_on_the_phone_is_no_proof(bench: SignInBench) -> None:
    proof = await ring(bench)
    bench.fail("psc.userinfo", FaultKind.REFUSE, "other-person")
    assert (await answer(bench, proof, CIBAAnswer.ACCEPTED)).state is ProofState.REFUSED


async def test_who_has_no_national_identity_asks_nothing(bench: SignInBench) -> None:
    with pytest.raises(ProofDenied) as denied:
        await proofs_of(bench).prepare(who(""), DELETION)
    assert denied.value.status == 403


async def test_nothing_that_opens_is_in_the_database_of_proofs(bench: SignInBench) -> None:
    proof = await ring(bench)
    number = list(bench.psc.service.state.ciba)[-1]
    async with bench.store.reading() as connection:
        rows = await connection.fetch("SELECT row_to_json(p)::text AS shown FROM api_proofs p")
    assert rows
    for row in rows:
        assert proof.word not in row["shown"]
        assert number not in row["shown"]
