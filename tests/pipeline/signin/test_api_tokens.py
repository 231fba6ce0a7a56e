"""Liane as a protected API, and as the caller of one: what is checked of a token, on both sides."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from liane.codecs.oidc.introspection import make_thumbprint
from liane.connectors.psc.exchange import ProtectedService, TokenExchanger
from liane.connectors.psc.settings import ClientCertificate
from liane.connectors.psc.wire import Call
from liane.domain.errors import RemoteFailure, RemoteRefusal
from liane.store.postgres_store import PostgresStore
from liane_sandbox.faults import FaultKind
from liane_sandbox.pki.folder import PKI, KeyPair
from liane_sandbox.psc.describing import describe_psc
from liane_sandbox.psc.state import Grant
from tests.signin_kit import BIOLOGIST, DOCTOR, UNKNOWN, SignInBench, make_visitor, running_bench

pytestmark = pytest.mark.anyio


def read_der(pair: KeyPair) -> bytes:
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes()).public_bytes(Encoding.DER)


async def get_access(bench: SignInBench, identifier: str = BIOLOGIST) -> str:
    """An access token of another application's user: made at the provider, without a session here."""
    session = bench.psc.service.open_session(identifier)
    token = f"token-{session.number}"
    client, expires_at = next(iter(bench.psc.service.clients)), bench.clock.now() + timedelta(seconds=120)
    grant = Grant(client_id=client, session=session.number, expires_at=expires_at)
    bench.psc.service.state.access.keep(token, grant)
    return token


async def identify(bench: SignInBench, token: str, certificate: bytes | None = None) -> str:
    assert bench.parts.api is not None
    operator = await bench.parts.api.identify(token, certificate=certificate)
    return operator.identifier if operator is not None else ""


async def test_a_live_token_names_who_calls(bench: SignInBench) -> None:
    assert await identify(bench, await get_access(bench)) == BIOLOGIST
    assert await bench.trail.list() == [("connexion", "fait", "jeton d'API")]


async def test_nobody_is_named_by_anything_else(bench: SignInBench) -> None:
    assert await identify(bench, "") == ""
    assert await identify(bench, "x" * 9000) == ""
    assert await identify(bench, "inconnu") == ""
    assert await identify(bench, await get_access(bench, UNKNOWN)) == ""
    token = await get_access(bench)
    bench.fail("psc.introspection", FaultKind.BUSY)
    assert await identify(bench, token) == ""


async def test_someone_with_several_situations_has_no_right_until_they_choose(bench: SignInBench) -> None:
    assert await identify(bench, await get_access(bench, DOCTOR)) == ""


async def test_someone_with_several_situations_says_in_which_they_act(bench: SignInBench) -> None:
    api, provider = bench.parts.api, bench.parts.provider
    assert api is not None
    assert provider is not None
    token = await get_access(bench, DOCTOR)
    acted = []
    for one in (await provider.fetch_userinfo(token, None)).situations:
        assert one.structure is not None
        name = f"{one.profession}/{one.specialty}@{one.structure.identifier}"
        operator = await api.identify(token, certificate=None, situation=name)
        if operator is not None:
            assert operator.situation == one
            acted.append(name)
    assert len(set(acted)) > 1
    for name in ("", "1999999999", acted[0].replace("@", "@9"), "x" * 300):
        assert await api.identify(token, certificate=None, situation=name) is None


async def test_a_token_is_believed_half_a_minute(bench: SignInBench) -> None:
    token = await get_access(bench)
    assert await identify(bench, token)
    del bench.psc.service.state.access[token]
    assert await identify(bench, token)
    bench.clock.advance(seconds=31)
    assert await identify(bench, token) == ""


async def test_a_token_made_for_another_application_is_refused(
    store: PostgresStore, psc_pki: PKI, tmp_path: Path
) -> None:
    async with running_bench(store, psc_pki, tmp_path, api_audiences=("autre",)) as bench:
        assert await identify(bench, await get_access(bench)) == ""
        assert await bench.trail.list() == [("connexion", "refusé", "jeton d'API : audience")]


async def test_a_missing_scope_is_refused(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> None:
    async with running_bench(store, psc_pki, tmp_path, api_scopes=("dmp.lire",)) as bench:
        assert await identify(bench, await get_access(bench)) == ""


async def test_a_bound_token_needs_its_certificate(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> None:
    async with running_bench(store, psc_pki, tmp_path, api_bound=True) as bench:
        own, other = read_der(psc_pki.org_auth_cli), read_der(psc_pki.bal_app)
        free, bound = await get_access(bench), await get_access(bench)
        state = bench.psc.service.state
        state.access[bound] = Grant(
            client_id=state.access[bound].client_id,
            session=state.access[bound].session,
            expires_at=state.access[bound].expires_at,
            thumbprint=make_thumbprint(own),
        )
        assert await identify(bench, free, own) == ""
        assert await identify(bench, bound) == ""
        assert await identify(bench, bound, other) == ""
        assert await identify(bench, bound, own) == BIOLOGIST
        assert await identify(bench, bound, other) == ""


# The other way: we call a protected API.


def make_exchanger(bench: SignInBench, pki: PKI, pair: KeyPair, **changes: str) -> TokenExchanger:
    described = describe_psc(bench.psc.service)
    values = {"token_url": str(described["exchange_url"]), "scope": str(described["api_scope"])} | changes
    service = ProtectedService(
        name="api",
        client_id="liane",
        certificate=ClientCertificate(certificate=pair.certificate, key=pair.key),
        authorities=pki.authorities,
        **values,
    )
    return TokenExchanger(service, certificate_der=read_der(pair), now=bench.clock.now)


async def test_a_token_is_exchanged_once_and_bound_to_our_certificate(bench: SignInBench, psc_pki: PKI) -> None:
    exchanger = make_exchanger(bench, psc_pki, psc_pki.org_auth_cli)
    resource = Call(address=str(describe_psc(bench.psc.service)["resource_url"]))
    try:
        signed = await bench.sign_in(BIOLOGIST, make_visitor())
        assert bench.parts.tokens is not None
        access = await bench.parts.tokens.get_access_token(signed.session)
        for _ in range(2):
            answer = await exchanger.call(resource, "s", access)
            assert answer.status == 200
            assert BIOLOGIST.encode() in answer.body
        assert sum(one.endpoint == "psc.exchange" for one in bench.psc.service.state.calls) == 3
        bench.psc.service.state.exchanged.clear()
        assert (await exchanger.call(resource, "s", access)).status == 200
        bench.clock.advance(seconds=61)
        assert (await exchanger.call(resource, "s", access)).status == 200
    finally:
        await exchanger.close()


async def test_an_exchange_refused_says_its_code(bench: SignInBench, psc_pki: PKI) -> None:
    access = await get_access(bench)
    for pair, changes, token, code in (
        (psc_pki.org_auth_cli, {"scope": "autre"}, access, "invalid_scope"),
        (psc_pki.org_auth_cli, {}, "mort", "invalid_grant"),
        (psc_pki.revoked_auth, {}, access, "invalid_client"),
        (psc_pki.org_sign, {}, access, "invalid_client"),
    ):
        exchanger = make_exchanger(bench, psc_pki, pair, **changes)
        with pytest.raises(RemoteFailure) as refused:
            await exchanger.get_token("s", token)
        await exchanger.close()
        if isinstance(refused.value, RemoteRefusal):
            assert refused.value.code == code


async def test_a_stolen_exchanged_token_does_not_pass_with_another_certificate(
    bench: SignInBench, psc_pki: PKI
) -> None:
    owner = make_exchanger(bench, psc_pki, psc_pki.org_auth_cli)
    thief = make_exchanger(bench, psc_pki, psc_pki.bal_app)
    token = await owner.get_token("s", await get_access(bench))
    resource = Call(address=str(describe_psc(bench.psc.service)["resource_url"]))
    answer = await thief._wire.call(resource, token=token)
    assert answer.status == 403
    await owner.close()
    await thief.close()
