"""The life of a session: tokens renewed one at a time, ends of every kind, work put aside."""

import asyncio

import pytest

from liane.codecs.oidc.logout import parse_logout_notice
from liane.domain.actors.operator import Right
from liane.domain.errors import AccessDenied, RemoteUnavailable
from liane.pipeline.signin.sessions import SessionPolicy
from liane.pipeline.signin.tokens import TokenKeeper
from liane.pipeline.signin.vault import KEY_BYTES, Vault
from liane.wiring.intake_desk import make_signed_in
from liane_sandbox.faults import FaultKind
from tests.signin_kit import BIOLOGIST, MIDWIFE, NURSE, SignInBench, make_visitor

pytestmark = pytest.mark.anyio


def keeper(bench: SignInBench) -> TokenKeeper:
    assert bench.parts.tokens is not None
    return bench.parts.tokens


def count_renewals(bench: SignInBench) -> int:
    return sum(one.endpoint == "psc.token" and one.outcome == "refresh_token" for one in bench.psc.service.state.calls)


async def test_tokens_are_renewed_without_the_person_until_they_leave(bench: SignInBench) -> None:
    """Before two minutes, for as long as something is done; not beyond half an hour without any act."""
    signed = await bench.sign_in(BIOLOGIST)
    for _ in range(10):
        bench.clock.advance(seconds=100)
        assert await keeper(bench).renew_due() == 1
    bench.clock.advance(minutes=15)
    assert await keeper(bench).renew_due() == 0
    assert (await bench.parts.sessions.read(signed.secret)).operator is not None
    assert await keeper(bench).renew_due() == 1


async def test_a_session_ends_with_its_refresh_token(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(minutes=30, seconds=1)
    assert (await bench.parts.sessions.read(signed.secret)).ending == "session Pro Santé Connect terminée"
    with pytest.raises(AccessDenied):
        await keeper(bench).get_access_token(signed.session)
    assert (await bench.trail.list())[-1] == ("déconnexion", "fait", "session Pro Santé Connect terminée")


async def test_many_callers_renew_once(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(seconds=119)
    found = await asyncio.gather(*(keeper(bench).get_access_token(signed.session) for _ in range(8)))
    assert len(set(found)) == 1
    assert count_renewals(bench) == 1


async def test_two_nodes_renew_once(bench: SignInBench) -> None:
    """Each node has its own locks: the right to renew is in the database."""
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(seconds=119)
    assert bench.parts.provider is not None
    other = TokenKeeper(
        keeper(bench)._store, bench.parts.sessions, bench.parts.provider, bench.parts.office.vault, now=bench.clock.now
    )
    found = await asyncio.gather(keeper(bench).get_access_token(signed.session), other.get_access_token(signed.session))
    assert found[0] == found[1]
    assert count_renewals(bench) == 1


async def test_a_refused_renewal_ends_the_session(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(seconds=119)
    bench.fail("psc.token", FaultKind.REFUSE, "invalid_grant")
    with pytest.raises(AccessDenied):
        await keeper(bench).get_access_token(signed.session)
    assert (await bench.parts.sessions.read(signed.secret)).operator is None


@pytest.mark.parametrize("kind", [FaultKind.BUSY, FaultKind.FAULT])
async def test_an_outage_is_waited_for(bench: SignInBench, kind: FaultKind) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(seconds=100)
    bench.fail("psc.token", kind)
    assert await keeper(bench).renew_due() == 0
    assert (await bench.parts.sessions.read(signed.secret)).operator is not None
    bench.clock.advance(seconds=11)
    assert await keeper(bench).renew_due() == 1


async def test_a_configuration_fault_ends_nobody(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    bench.clock.advance(seconds=119)
    bench.fail("psc.token", FaultKind.REFUSE, "invalid_client")
    with pytest.raises(RemoteUnavailable):
        await keeper(bench).get_access_token(signed.session)
    assert (await bench.parts.sessions.read(signed.secret)).operator is not None


async def test_four_hours_at_most(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    for _ in range(8):
        bench.clock.advance(minutes=28)
        await bench.parts.sessions.read(signed.secret)
        await keeper(bench).renew_due()
    bench.clock.advance(minutes=17)
    assert (await bench.parts.sessions.read(signed.secret)).ending == "durée maximale atteinte"


async def test_who_signed_in_lately_is_listed_with_the_rights_of_today(bench: SignInBench) -> None:
    """Once each, also after the session ended; not whom this site no longer lets in."""
    assert await bench.parts.sessions.list_operators() == []
    await bench.sign_in(BIOLOGIST)
    second = await bench.sign_in(BIOLOGIST, make_visitor())
    await bench.sign_in(NURSE, make_visitor())
    assert second.session is not None
    await bench.parts.sessions.end_everywhere(BIOLOGIST)
    found = {one.identifier: one for one in await bench.parts.sessions.list_operators()}
    assert set(found) == {BIOLOGIST, NURSE}
    assert found[BIOLOGIST].may(Right.FILE_DOCUMENTS)
    find = make_signed_in(bench.parts)
    assert find is not None
    assert await find() == [one.name for one in found.values() if one.may(Right.FILE_DOCUMENTS)]
    assert found[BIOLOGIST].name in await find()
    bench.parts.sessions.policy = SessionPolicy()
    assert await find() == []


async def test_the_sweep_ends_what_nobody_looks_at(bench: SignInBench) -> None:
    await bench.sign_in(BIOLOGIST)
    assert await bench.parts.sessions.sweep() == 0
    bench.clock.advance(minutes=31)
    assert await bench.parts.sessions.sweep() == 1
    assert await bench.parts.sessions.sweep() == 0
    bench.clock.advance(days=8)
    await bench.parts.sessions.sweep()
    async with bench.store.reading() as connection:
        assert await connection.fetchval("SELECT count(*) FROM sessions") == 0


async def test_a_cookie_stolen_before_the_sign_out_opens_nothing_after(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    elsewhere = await bench.sign_in(BIOLOGIST, make_visitor(address="10.0.0.9"))
    assert await bench.parts.sessions.end_everywhere(BIOLOGIST) == 2
    for secret in (signed.secret, elsewhere.secret):
        seen = await bench.parts.sessions.read(secret)
        assert (seen.operator, seen.ending) == (None, "déconnexion de tous les postes")
    before = count_renewals(bench)
    bench.clock.advance(seconds=100)
    assert await keeper(bench).renew_due() == 0
    assert count_renewals(bench) == before


async def test_the_provider_ends_a_session(bench: SignInBench) -> None:
    signed = await bench.sign_in(BIOLOGIST)
    other = await bench.sign_in(MIDWIFE, make_visitor())
    number = next(iter(bench.psc.service.state.sessions))
    issuer = bench.psc.service.issuer
    for values in ({"iss": "https://ailleurs.example", "sid": number}, {"iss": issuer, "sid": "inconnue"}):
        assert await bench.parts.sessions.end_by_provider(parse_logout_notice(values)) == 0
    assert await bench.parts.sessions.end_by_provider(parse_logout_notice({"iss": issuer, "sid": number})) == 1
    assert (await bench.parts.sessions.read(signed.secret)).operator is None
    assert (await bench.parts.sessions.read(other.secret)).operator is not None


async def test_a_form_comes_back_to_its_owner_on_its_browser_alone(bench: SignInBench) -> None:
    forms, fields = bench.parts.forms, (("motif", "é & < '"), ("vide", ""), ("motif", "deux"))
    handle = await forms.keep(bench.visitor, owner=BIOLOGIST, path="/canaux/dmp/suspendre?a=b", fields=fields)
    found = await forms.find(bench.visitor, handle, owner=BIOLOGIST)
    assert found is not None
    assert (found.path, found.fields) == ("/canaux/dmp/suspendre?a=b", fields)
    assert await forms.find(make_visitor(), handle, owner=BIOLOGIST) is None
    assert await forms.find(bench.visitor, handle, owner=MIDWIFE) is None
    assert await forms.find(bench.visitor, "autre", owner=BIOLOGIST) is None
    bench.clock.advance(hours=1)
    assert await forms.find(bench.visitor, handle, owner=BIOLOGIST) is None


def test_a_seal_opens_for_its_purpose_with_its_key_alone() -> None:
    key, other = bytes(range(KEY_BYTES)), bytes(KEY_BYTES)
    sealed = Vault(key).seal({"a": 1}, "one")
    assert Vault(key).open(sealed, "one") == {"a": 1}
    assert Vault(other, (key,)).open(sealed, "one") == {"a": 1}
    assert Vault(key).open(sealed, "two") is None
    assert Vault(other).open(sealed, "one") is None
    assert Vault(key).open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "one") is None
    assert Vault(key).open(b"", "one") is None
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")
