"""The simulated Pro Santé Connect refuses what the national service refuses."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from liane.codecs.oidc.authorization import make_code_challenge
from liane.codecs.oidc.keys import parse_keys
from liane.codecs.oidc.logout_token import check_logout_token
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.http_server import Reply, Request
from liane_sandbox.pki.folder import PKI
from liane_sandbox.pki.trust import load_trust
from liane_sandbox.psc import wallet
from liane_sandbox.psc.service import BACK, CLIENT_ID, CLIENT_SECRET, PSCService
from tests.pki_kit import make_cheap_pki

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DOCTOR = "899900000037"
BACK_TO = "http://127.0.0.1:8080/connexion/retour"
VERIFIER = "v" * 43
ASKED = {
    "response_type": "code",
    "client_id": CLIENT_ID,
    "redirect_uri": BACK_TO,
    "scope": "openid scope_all",
    "acr_values": "eidas1",
    "state": "s",
    "nonce": "n",
    "code_challenge": make_code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def psc_pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """A PKI for the module."""
    return make_cheap_pki(tmp_path_factory.mktemp("psc-wallet") / "pki", NOW)


@pytest.fixture
def service(psc_pki: PKI) -> PSCService:
    """A service without socket."""
    made = PSCService(load_trust(psc_pki), FaultSwitchboard(), lambda: NOW)
    made.base_url, made.wallet_url = "https://127.0.0.1:1", "http://127.0.0.1:2"
    return made


def ask_token(service: PSCService, secret: str = CLIENT_SECRET, **form: str) -> Reply:
    body = urlencode({"client_id": CLIENT_ID, "client_secret": secret} | form).encode()
    return service.handle(Request(method="POST", path=f"{BACK}/token", headers={}, body=body, peer=None))


def get_code(service: PSCService) -> str:
    number = wallet.take_request(service, ASKED)
    back = wallet.grant_code(service, number, service.open_session(DOCTOR))
    query = parse_qs(urlsplit(back).query)
    assert query["state"] == ["s"]
    return query["code"][0]


def exchange(service: PSCService, code: str, **changes: str) -> Reply:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK_TO, "code_verifier": VERIFIER}
    return ask_token(service, **(form | changes))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"acr_values": "eidas2"}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_wrong_request_goes_back_with_its_error(service: PSCService, changes: dict[str, str], error: str) -> None:
    with pytest.raises(wallet.WalletRefused) as refused:
        wallet.take_request(service, ASKED | changes)
    assert parse_qs(urlsplit(refused.value.back).query)["error"] == [error]


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "inconnu"},
        {"redirect_uri": "https://evil.example/connexion/retour"},
        {"redirect_uri": "http://127.0.0.1:8080/ailleurs"},
        {"redirect_uri": f"{BACK_TO}?x=1"},
    ],
)
def test_an_unknown_address_is_never_followed(service: PSCService, changes: dict[str, str]) -> None:
    with pytest.raises(wallet.WalletRefused) as refused:
        wallet.take_request(service, ASKED | changes)
    assert refused.value.back == ""


@pytest.mark.parametrize(
    "changes", [{"code_verifier": "autre"}, {"redirect_uri": "http://127.0.0.1:9/connexion/retour"}]
)
def test_a_code_is_bound_to_its_request(service: PSCService, changes: dict[str, str]) -> None:
    assert exchange(service, get_code(service), **changes).status == 400
    assert exchange(service, "inconnu").status == 400


def test_a_code_serves_once_and_its_replay_ends_the_session(service: PSCService) -> None:
    code = get_code(service)
    assert exchange(service, code).status == 200
    assert exchange(service, code).status == 400
    assert service.state.sessions == {}


def test_a_refresh_token_is_replaced_and_its_replay_ends_the_session(service: PSCService) -> None:
    exchange(service, get_code(service))
    former = next(iter(service.state.refresh))
    assert ask_token(service, grant_type="refresh_token", refresh_token=former).status == 200
    assert ask_token(service, grant_type="refresh_token", refresh_token=former).status == 400
    assert service.state.access == {}


def test_time_makes_codes_and_sessions_old(service: PSCService) -> None:
    code = get_code(service)
    service.state.age(timedelta(seconds=61))
    assert exchange(service, code).status == 400
    exchange(service, get_code(service))
    token = next(iter(service.state.refresh))
    service.state.age(timedelta(minutes=30))
    assert ask_token(service, grant_type="refresh_token", refresh_token=token).status == 400


def test_a_caller_proves_itself(service: PSCService) -> None:
    assert ask_token(service, "faux", grant_type="refresh_token").status == 401
    assert ask_token(service, "", grant_type="refresh_token").status == 401
    assert ask_token(service, grant_type="password").status == 400


def test_discovery_is_at_its_own_name_and_names_two_hosts(service: PSCService, tmp_path: Path) -> None:
    path = "/auth/realms/esante-wallet/.well-known/{}"
    request = Request(method="GET", path=path.format("wallet-openid-configuration"), headers={}, body=b"", peer=None)
    assert service.handle(request).status == 200
    standard = Request(method="GET", path=path.format("openid-configuration"), headers={}, body=b"", peer=None)
    assert service.handle(standard).status == 404
    described = service.describe()
    hosts = {urlsplit(str(described[name])).netloc for name in ("authorization_endpoint", "token_endpoint")}
    assert len(hosts) == 2


def test_the_notice_of_an_end_names_the_session_and_the_application(service: PSCService) -> None:
    """Rule: OpenID Connect Back-Channel Logout §2.4; the address is that of the application, also for a phone."""
    by_phone = service.open_session(DOCTOR)
    assert wallet.make_server_notice(service, by_phone.number) is None, "no application came yet"
    get_code(service)
    for number in service.state.sessions:
        notice = wallet.make_server_notice(service, number)
        assert notice is not None
        assert notice.address == "http://127.0.0.1:8080/connexion/fin-serveur"
        keys = parse_keys(json.dumps(service.keys.publish()).encode())
        told = check_logout_token(notice.token, keys, issuer=service.issuer, client_id=CLIENT_ID, now=NOW)
        assert told.session == number
        assert notice.token not in repr(notice)
    assert wallet.make_server_notice(service, "inconnue") is None
