"""Discovery, authorisation, token, CIBA, introspection, exchange and sign-out: read and written as the texts say."""

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from liane.codecs.oidc.authorization import (
    AuthorizationRequest,
    build_authorization_url,
    make_code_challenge,
    parse_callback,
)
from liane.codecs.oidc.ciba import CIBAStarted, CIBAState, parse_ciba_answer, read_poll
from liane.codecs.oidc.discovery import check_discovery, parse_discovery
from liane.codecs.oidc.introspection import (
    ExchangedToken,
    Introspection,
    is_bound_to,
    make_exchange_form,
    make_thumbprint,
    parse_exchange_answer,
    parse_introspection,
)
from liane.codecs.oidc.logout import build_logout_url, parse_logout_notice
from liane.codecs.oidc.tokens import OAuthError, TokenSet, make_ciba_form, parse_token_answer
from liane.domain.errors import MalformedMessage, RuleViolation

HOST = "https://auth.bas.example"
REALM = f"{HOST}/auth/realms/esante-wallet"


def render(**values: Any) -> bytes:
    return json.dumps(values).encode()


def describe(**changes: Any) -> bytes:
    back = f"{REALM}/protocol/openid-connect"
    values = {
        "issuer": REALM,
        "authorization_endpoint": "https://wallet.bas.example/auth",
        "token_endpoint": f"{back}/token",
        "userinfo_endpoint": f"{back}/userinfo",
        "jwks_uri": f"{back}/certs",
        "backchannel_authentication_endpoint": f"{back}/ext/ciba/auth",
    }
    return json.dumps(values | changes).encode()


# Discovery.


def test_the_pages_may_be_on_another_host_and_the_rest_may_not() -> None:
    metadata = check_discovery(parse_discovery(describe()), issuer=REALM, hosts={"auth.bas.example"})
    assert metadata.authorization_endpoint.startswith("https://wallet.")
    assert metadata.ciba_endpoint.endswith("/ext/ciba/auth")


@pytest.mark.parametrize(
    "address",
    [
        "https://169.254.169.254/latest",
        "http://auth.bas.example/token",
        "https://auth.bas.example@evil.example/token",
        "https://user:pass@auth.bas.example/token",
        "file:///etc/passwd",
        "https://auth.bas.example:port/token",
        "https://[::1",
    ],
)
def test_an_address_that_our_server_must_not_call_is_refused(address: str) -> None:
    with pytest.raises(RuleViolation, match="PSC-004"):
        check_discovery(parse_discovery(describe(token_endpoint=address)), issuer="", hosts={"auth.bas.example"})


def test_a_host_of_mutual_tls_is_taken_when_the_settings_name_it() -> None:
    aliases = {"token_endpoint": "https://mtls.bas.example/token"}
    metadata = parse_discovery(describe(mtls_endpoint_aliases=aliases))
    assert metadata.token_endpoint == aliases["token_endpoint"]
    with pytest.raises(RuleViolation, match="PSC-004"):
        check_discovery(metadata, issuer="", hosts={"auth.bas.example"})
    assert check_discovery(metadata, issuer="", hosts={"auth.bas.example", "mtls.bas.example"})


def test_settings_stand_above_discovery() -> None:
    metadata = parse_discovery(describe(), overrides={"token_endpoint": f"{HOST}/ailleurs", "jwks_uri": ""})
    assert metadata.token_endpoint == f"{HOST}/ailleurs"
    assert metadata.jwks_uri.endswith("/certs")


def test_another_issuer_and_a_missing_endpoint_are_refused() -> None:
    with pytest.raises(RuleViolation, match="PSC-003"):
        check_discovery(parse_discovery(describe()), issuer="https://autre.example", hosts={"auth.bas.example"})
    with pytest.raises(RuleViolation, match="PSC-002"):
        parse_discovery(describe(token_endpoint=""))
    with pytest.raises(MalformedMessage, match="PSC-001"):
        parse_discovery(b"<html>")


# Authorisation.


def test_the_request_carries_what_the_provider_asks() -> None:
    request = AuthorizationRequest(
        client_id="liane-essai",
        redirect_uri="https://liane.example/connexion/retour",
        state="s",
        nonce="n",
        code_verifier="v" * 43,
        prompt="login",
    )
    address = build_authorization_url("https://wallet.bas.example/auth?theme=a", request)
    values = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
    assert values == {
        "theme": "a",
        "response_type": "code",
        "client_id": "liane-essai",
        "redirect_uri": "https://liane.example/connexion/retour",
        "scope": "openid scope_all",
        "acr_values": "eidas1",
        "state": "s",
        "nonce": "n",
        "code_challenge": make_code_challenge("v" * 43),
        "code_challenge_method": "S256",
        "prompt": "login",
    }
    assert "vvv" not in repr(request)


def test_the_challenge_is_that_of_the_rfc() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636, appendix B
    assert make_code_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    "values",
    [{}, {"code": "c"}, {"state": "s"}, {"state": "s", "code": "c", "error": "e"}, {"state": "s", "code": "c" * 5000}],
)
def test_what_is_no_return_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(RuleViolation, match="PSC-005"):
        parse_callback(values)


# Tokens and CIBA.


def test_tokens_are_read_and_never_shown() -> None:
    data = render(
        access_token="ax",
        expires_in=120,
        refresh_token="rx",
        refresh_expires_in=1800,
        token_type="Bearer",
        id_token="ix",
    )
    tokens = parse_token_answer(200, data)
    assert isinstance(tokens, TokenSet)
    assert (tokens.access_token, tokens.expires_in_s, tokens.refresh_expires_in_s) == ("ax", 120, 1800)
    assert not {"ax", "rx", "ix"} & set(repr(tokens).replace("'", " ").split())


@pytest.mark.parametrize(
    "values",
    [{}, {"access_token": "a"}, {"access_token": "a", "expires_in": 1}, {"access_token": 3, "token_type": "Bearer"}],
)
def test_a_success_without_token_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="PSC-006"):
        parse_token_answer(200, render(**values))


@pytest.mark.parametrize(
    ("status", "data", "error", "is_outage"),
    [
        (400, b'{"error": "invalid_grant"}', "invalid_grant", False),
        (503, b"<html>", "http_503", True),
        (429, b"", "http_429", True),
        (401, b'{"error": "x\\n<script>"}', "xscript", False),
    ],
)
def test_refusals_keep_their_code(status: int, data: bytes, error: str, is_outage: bool) -> None:
    refused = parse_token_answer(status, data)
    assert isinstance(refused, OAuthError)
    assert (refused.error, refused.is_outage) == (error, is_outage)


@pytest.mark.parametrize(
    ("error", "status", "state"),
    [
        ("authorization_pending", 400, CIBAState.PENDING),
        ("slow_down", 400, CIBAState.SLOW_DOWN),
        ("access_denied", 400, CIBAState.DENIED),
        ("expired_token", 400, CIBAState.EXPIRED),
        ("invalid_grant", 400, CIBAState.FAILED),
        ("invalid_client", 401, CIBAState.FAILED),
        ("http_503", 503, CIBAState.PENDING),
    ],
)
def test_each_poll_answer_means_one_thing(error: str, status: int, state: CIBAState) -> None:
    assert read_poll(OAuthError(error=error, status=status)) is state


def test_a_phone_request_is_bounded_whatever_the_provider_says() -> None:
    started = parse_ciba_answer(200, render(auth_req_id="x", expires_in=10**9, interval=0))
    assert started == CIBAStarted(auth_req_id="x", expires_in_s=600, interval_s=1)
    assert parse_ciba_answer(200, render(auth_req_id="x")) == CIBAStarted(
        auth_req_id="x", expires_in_s=120, interval_s=5
    )
    with pytest.raises(RuleViolation, match="PSC-007"):
        parse_ciba_answer(200, b"{}")


@pytest.mark.parametrize("message", ["7", "123", "a1", "٤٢", ""])
def test_a_binding_message_is_two_digits(message: str) -> None:
    with pytest.raises(ValueError, match="two digits"):
        make_ciba_form(login_hint="8", binding_message=message, channel="MOBILE")


# Introspection and exchange.


def test_an_inactive_token_says_nothing() -> None:
    assert parse_introspection(200, render(active=False, SubjectNameID="8")) == Introspection(is_active=False)
    assert parse_introspection(200, render(active="true")) == Introspection(is_active=False)


def test_a_binding_is_read_in_both_forms() -> None:
    certificate = b"der of a certificate"
    thumbprint = make_thumbprint(certificate)
    assert "=" not in thumbprint
    assert is_bound_to(thumbprint, certificate)
    assert not is_bound_to(thumbprint, b"another")
    printed = base64.b64encode(hashlib.sha256(certificate).hexdigest().encode()).decode()
    assert not is_bound_to(printed, certificate)
    assert is_bound_to(printed, certificate, accepts_hexadecimal=True)
    assert not is_bound_to("é", certificate, accepts_hexadecimal=True)
    assert not is_bound_to("", certificate, accepts_hexadecimal=True)


def test_an_exchange_names_its_scope() -> None:
    with pytest.raises(ValueError, match="scope"):
        make_exchange_form("t", scope="", client_id="c")
    form = make_exchange_form("t", scope="lire", client_id="c", issuer="psc")
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange"
    assert form["subject_issuer"] == "psc"
    found = parse_exchange_answer(200, render(access_token="a", token_type="Bearer", expires_in=60))
    assert isinstance(found, ExchangedToken)
    with pytest.raises(RuleViolation, match="PSC-020"):
        parse_exchange_answer(200, render(access_token="a"))


# Sign-out.


def test_the_sign_out_names_where_to_come_back() -> None:
    address = build_logout_url(
        f"{HOST}/logout", id_token="i", state="s", return_to="https://l.example/c", client_id="c"
    )
    query = parse_qs(urlsplit(address).query)
    assert query == {"id_token_hint": ["i"], "state": ["s"], "post_logout_redirect_uri": ["https://l.example/c"]}


@pytest.mark.parametrize("values", [{}, {"iss": "i"}, {"sid": "s"}, {"iss": "i" * 600, "sid": "s"}])
def test_a_notice_without_session_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(RuleViolation, match="PSC-021"):
        parse_logout_notice(values)
