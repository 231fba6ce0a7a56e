"""Sign-in by redirection against the simulation: who enters, who does not, and every known attack."""

import asyncio

import pytest

from liane.domain.actors.operator import Right, Role, SignInMeans
from liane.pipeline.signin.visits import Purpose, SignInRefused
from liane_sandbox.faults import FaultKind
from tests.signin_kit import (
    BIOLOGIST,
    DOCTOR,
    MIDWIFE,
    MINIMAL,
    NURSE,
    PHARMACIST,
    RADIOLOGIST,
    UNKNOWN,
    SignInBench,
    make_visitor,
)

pytestmark = pytest.mark.anyio


async def refused(bench: SignInBench, identifier: str = BIOLOGIST) -> SignInRefused:
    with pytest.raises(SignInRefused) as found:
        await bench.sign_in(identifier)
    return found.value


@pytest.mark.parametrize(
    ("identifier", "roles", "specialty"),
    [
        (BIOLOGIST, {Role.BIOLOGISTE}, "SM03"),
        (RADIOLOGIST, {Role.RADIOLOGUE}, "SM44"),
        (PHARMACIST, {Role.PHARMACIEN}, "H"),
        (MIDWIFE, {Role.CLINICIEN}, ""),
        (MINIMAL, {Role.CLINICIEN}, "SM26"),
    ],
)
async def test_each_professional_enters_with_their_rights(
    bench: SignInBench, identifier: str, roles: set[Role], specialty: str
) -> None:
    signed = await bench.sign_in(identifier)
    operator = signed.operator
    assert (operator.identifier, operator.roles, operator.means) == (identifier, roles, SignInMeans.PRO_SANTE_CONNECT)
    assert operator.situation is not None
    assert operator.situation.specialty == specialty
    assert operator.session == str(signed.session)
    assert operator.may(Right.READ_DMP)
    seen = await bench.parts.sessions.read(signed.secret)
    assert seen.operator == operator
    assert await bench.trail.list() == [("connexion", "fait", "")]


async def test_several_situations_ask_for_a_choice_and_elsewhere_is_not_offered(bench: SignInBench) -> None:
    signed = await bench.sign_in(DOCTOR)
    assert signed.must_choose
    assert signed.operator.rights == frozenset()
    seen = await bench.parts.sessions.read(signed.secret)
    assert seen.session is not None
    offered = bench.parts.sessions.list_situations(seen.session)
    assert [one.structure.identifier for one in offered if one.structure] == ["1999999998", "1999999980"]
    with pytest.raises(LookupError):
        await bench.parts.sessions.choose(seen.session, "ailleurs")
    await bench.parts.sessions.choose(seen.session, offered[1].key)
    acting = (await bench.parts.sessions.read(signed.secret)).operator
    assert acting is not None
    assert acting.situation == offered[1]
    assert acting.may(Right.READ_DMP)
    again = await bench.sign_in(DOCTOR, make_visitor(secret=bench.visitor.secret, session=signed.secret))
    assert not again.must_choose
    assert again.operator.situation == offered[1]


async def test_a_stranger_is_refused_and_traced(bench: SignInBench) -> None:
    refusal = await refused(bench, UNKNOWN)
    assert refusal.kind == "inconnu"
    assert await bench.trail.list() == [("connexion", "refusé", "inconnu")]
    assert await bench.parts.sessions.list_open(UNKNOWN) == []


async def test_who_refuses_on_the_phone_stays_outside(bench: SignInBench) -> None:
    assert bench.parts.redirect is not None
    address = await bench.parts.redirect.begin(bench.visitor, Purpose(next_page="/documents"))
    query = bench.approve(address, DOCTOR, refuses=True)
    with pytest.raises(SignInRefused) as found:
        await bench.parts.redirect.complete(bench.visitor, query)
    assert (found.value.kind, found.value.next_page) == ("refus", "/documents")


# Attacks.


@pytest.mark.parametrize("change", ["state", "code", "browser", "again", "late"])
async def test_a_return_serves_once_for_the_browser_that_asked(bench: SignInBench, change: str) -> None:
    redirect = bench.parts.redirect
    assert redirect is not None
    query = bench.approve(await redirect.begin(bench.visitor, Purpose()), BIOLOGIST)
    visitor = bench.visitor
    if change == "state":
        query["state"] = "forged" * 8
    elif change == "code":
        query["code"] = "forged"
    elif change == "browser":
        visitor = make_visitor()
    elif change == "late":
        bench.clock.advance(minutes=11)
    else:
        await redirect.complete(visitor, query)
    asked = len(bench.psc.service.state.calls)
    with pytest.raises(SignInRefused, match="perime") as found:
        await redirect.complete(visitor, query)
    if change != "code":
        assert found.value.codes == ("state",), "Liane itself refuses, whatever the provider would say"
        assert len(bench.psc.service.state.calls) == asked, "the provider is not even asked"


async def test_a_code_stolen_by_another_browser_is_worthless(bench: SignInBench) -> None:
    """The code of the victim, put into the attacker's own request: PKCE and the redirection fail."""
    redirect, thief = bench.parts.redirect, make_visitor()
    assert redirect is not None
    stolen = bench.approve(await redirect.begin(bench.visitor, Purpose()), BIOLOGIST)["code"]
    own = bench.approve(await redirect.begin(thief, Purpose()), UNKNOWN)
    with pytest.raises(SignInRefused, match="perime"):
        await redirect.complete(thief, own | {"code": stolen})


@pytest.mark.parametrize(
    ("misdeed", "codes"),
    [
        ("wrong-audience", ("PSC-011",)),
        ("wrong-issuer", ("PSC-010",)),
        ("wrong-nonce", ("PSC-016",)),
        ("wrong-acr", ("PSC-017",)),
        ("expired", ("PSC-013", "PSC-014")),
        ("alg-none", ("PSC-009",)),
        ("hs256", ("PSC-009",)),
        ("wrong-key", ("PSC-009",)),
    ],
)
async def test_a_false_token_lets_nobody_in(bench: SignInBench, misdeed: str, codes: tuple[str, ...]) -> None:
    bench.fail("psc.token", FaultKind.REFUSE, misdeed)
    refusal = await refused(bench)
    assert (refusal.kind, refusal.codes) == ("douteux", codes)
    assert await bench.parts.sessions.list_open(BIOLOGIST) == []
    assert (await bench.trail.list())[-1][:2] == ("connexion", "refusé")


async def test_userinfo_of_somebody_else_is_refused(bench: SignInBench) -> None:
    bench.fail("psc.userinfo", FaultKind.REFUSE, "other-person")
    assert (await refused(bench)).codes == ("PSC-019",)


@pytest.mark.parametrize(
    ("service", "kind", "code", "expected"),
    [
        ("psc.token", FaultKind.BUSY, "", "indisponible"),
        ("psc.token", FaultKind.FAULT, "", "indisponible"),
        ("psc.token", FaultKind.HANG_UP_AFTER, "", "indisponible"),
        ("psc.token", FaultKind.TRUNCATED, "", "indisponible"),
        ("psc.token", FaultKind.REFUSE, "invalid_grant", "perime"),
        ("psc.token", FaultKind.REFUSE, "invalid_client", "configuration"),
        ("psc.userinfo", FaultKind.BUSY, "", "indisponible"),
        ("psc.keys", FaultKind.FAULT, "", "indisponible"),
    ],
)
async def test_each_failure_of_the_provider_has_its_page(
    bench: SignInBench, service: str, kind: FaultKind, code: str, expected: str
) -> None:
    bench.fail(service, kind, code)
    assert (await refused(bench)).kind == expected
    assert (await bench.sign_in(BIOLOGIST)).operator.identifier == BIOLOGIST


async def test_the_provider_away_is_said_before_the_browser_leaves(bench: SignInBench) -> None:
    await bench.take_down()
    assert bench.parts.redirect is not None
    with pytest.raises(SignInRefused, match="indisponible"):
        await bench.parts.redirect.begin(bench.visitor, Purpose())


async def test_an_expired_access_token_is_renewed_once_for_userinfo(bench: SignInBench) -> None:
    bench.fail("psc.userinfo", FaultKind.REFUSE, "invalid_token")
    signed = await bench.sign_in(BIOLOGIST)
    kept = bench.parts.tokens
    assert kept is not None
    assert await kept.get_access_token(signed.session) == list(bench.psc.service.state.access)[-1]


async def test_keys_may_change_between_two_sign_ins(bench: SignInBench) -> None:
    await bench.sign_in(BIOLOGIST)
    bench.psc.service.keys.rotate()
    assert bench.parts.provider is not None
    bench.parts.provider._keys = (-1000.0, bench.parts.provider._keys[1]) if bench.parts.provider._keys else None
    assert (await bench.sign_in(BIOLOGIST)).operator.identifier == BIOLOGIST


async def test_signing_in_changes_the_cookie_and_ends_the_former_session(bench: SignInBench) -> None:
    """Fixation: a cookie set by somebody else before the sign-in opens nothing after it."""
    planted = await bench.sign_in(NURSE)
    victim = make_visitor(session=planted.secret)
    signed = await bench.sign_in(BIOLOGIST, victim)
    assert signed.secret != planted.secret
    seen = await bench.parts.sessions.read(planted.secret)
    assert (seen.operator, seen.ending) == (None, "nouvelle connexion sur le même poste")
    assert (await bench.parts.sessions.read("inconnu")).session is None


async def test_nothing_that_opens_is_in_the_database(bench: SignInBench) -> None:
    redirect = bench.parts.redirect
    assert redirect is not None
    address = await redirect.begin(bench.visitor, Purpose())
    query = bench.approve(address, BIOLOGIST)
    signed = await bench.sign_in(BIOLOGIST, make_visitor())
    token = next(iter(bench.psc.service.state.access))
    async with bench.store.reading() as connection:
        dump = ""
        for table in ("sessions", "signin_requests", "signin_phones", "kept_forms"):
            dump += str(await connection.fetchval(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t"))
    for secret in (signed.secret, bench.visitor.secret, query["state"], token):
        assert secret not in dump
        assert secret.encode().hex() not in dump


async def test_too_many_departures_from_one_address_wait(bench: SignInBench) -> None:
    redirect = bench.parts.redirect
    assert redirect is not None
    for _ in range(60):
        await redirect.begin(bench.visitor, Purpose())
    with pytest.raises(SignInRefused, match="attendre"):
        await redirect.begin(bench.visitor, Purpose())
    assert await redirect.begin(make_visitor(address="10.0.0.8"), Purpose())


# Proving again.


async def test_a_sensitive_act_asks_the_same_person_a_fresh_proof(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(minutes=20)
    holder = make_visitor(secret=bench.visitor.secret, session=signed.secret)
    purpose = Purpose(next_page="/documents", session=signed.session)
    again = await bench.sign_in(BIOLOGIST, holder, purpose)
    assert (again.session, again.secret == signed.secret) == (signed.session, False)
    seen = await bench.parts.sessions.read(again.secret)
    assert seen.session is not None
    assert (bench.clock.now() - seen.session.signed_in_at).total_seconds() < 30
    assert (await bench.parts.sessions.read(signed.secret)).session is None
    assert [line[0] for line in await bench.trail.list()] == ["connexion", "réauthentification"]


async def test_an_old_proof_and_another_person_are_refused(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    holder = make_visitor(secret=bench.visitor.secret, session=signed.secret)
    purpose = Purpose(session=signed.session)
    bench.fail("psc.token", FaultKind.REFUSE, "stale-auth")
    with pytest.raises(SignInRefused) as stale:
        await bench.sign_in(BIOLOGIST, holder, purpose)
    assert stale.value.codes == ("PSC-015",)
    with pytest.raises(SignInRefused, match="autre"):
        await bench.sign_in(MIDWIFE, holder, purpose)
    assert (await bench.parts.sessions.read(signed.secret)).operator is not None


async def test_two_returns_at_once_open_one_session(bench: SignInBench) -> None:
    redirect = bench.parts.redirect
    assert redirect is not None
    query = bench.approve(await redirect.begin(bench.visitor, Purpose()), BIOLOGIST)
    found = await asyncio.gather(*(redirect.complete(bench.visitor, query) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, SignInRefused) for one in found) == 3
    assert len(await bench.parts.sessions.list_open(BIOLOGIST)) == 1
