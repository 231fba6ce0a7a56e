"""The door of the pages when people sign in: cookies, origins, forms put aside, machines, and what attackers try."""

import base64
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import FastAPI

from liane.cli.sign_in import make_room
from liane.domain.actors.operator import Operator, Role
from liane.pipeline.signin.rescue import RescueWhen
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.freshness import require_fresh
from liane.web.security import Credential
from liane.web.sign_in_door import read_certificate
from liane_sandbox.pki.folder import PKI
from liane_sandbox.psc import wallet
from tests.pipeline.signin.test_signin_rescue import NAME, PASSWORD, make_code, write_accounts
from tests.pki_kit import make_cheap_pki
from tests.signin_kit import BIOLOGIST, DOCTOR, MIDWIFE, NURSE, UNKNOWN, SignInBench, make_visitor, running_bench
from tests.web.filled_store import make_status

pytestmark = pytest.mark.anyio
ORIGIN = "http://127.0.0.1:8080"
SECRET = "le-secret-d-une-machine"
MACHINE = Credential(operator=Operator(name="machine", roles=frozenset({Role.INTEGRATION})), secret=SECRET)


@pytest.fixture(scope="session")
def psc_pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    """The test PKI, made now: TLS reads the true time."""
    return make_cheap_pki(tmp_path_factory.mktemp("psc-web") / "pki", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
async def bench(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> AsyncIterator[SignInBench]:
    """Sign-in beside a simulation."""
    async with running_bench(store, psc_pki, tmp_path) as running:
        yield running


def make_app(bench: SignInBench, **changes: Any) -> FastAPI:
    settings = ConsoleSettings(sign_in=make_room(bench.parts), **changes)
    app = create_app(store=bench.store, status=make_status(), now=bench.clock.now, settings=settings)

    @app.post("/grave", dependencies=[require_fresh(15)])
    async def grave() -> dict[str, str]:
        return {"fait": "oui"}

    return app


def make_browser(bench: SignInBench, **changes: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(make_app(bench, **changes), client=("10.0.0.7", 4000))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"User-Agent": "Essai"})


async def come_in(bench: SignInBench, browser: httpx.AsyncClient, identifier: str, query: str = "") -> httpx.Response:
    """Go to the wallet and come back."""
    left = await browser.get(f"/connexion/psc{query}")
    back = bench.approve(left.headers["location"], identifier)
    return await browser.get("/connexion/retour", params=back)


async def act(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await browser.post(path, data=fields, headers={"Origin": ORIGIN})


async def test_nobody_sees_a_page_and_everybody_comes_back_to_theirs(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        sent = await browser.get("/documents", params={"q": "a b", "page": "2"})
        assert sent.status_code == 303
        address = sent.headers["location"]
        assert parse_qs(urlsplit(address).query) == {"suite": ["/documents?q=a+b&page=2"]}
        page = await browser.get(address)
        assert "S’identifier avec Pro Santé Connect" in page.text
        query = f"?{urlsplit(address).query}"
        back = await come_in(bench, browser, NURSE, query)
        assert back.headers["location"].startswith("/connexion/situation")
        chosen = (await browser.get(back.headers["location"])).text.partition('name="situation" value="')[2][:16]
        done = await act(browser, back.headers["location"], situation=chosen)
        assert done.headers["location"] == "/documents?q=a+b&page=2"
        shown = await browser.get("/documents")
        assert "YVES TESTCORMIER" in shown.text
        assert "Se déconnecter" in shown.text


async def test_the_cookie_is_out_of_reach(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        back = await come_in(bench, browser, BIOLOGIST)
        cookies = back.headers.get_list("set-cookie")
        assert len(cookies) == 2
        for cookie in cookies:
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
            assert "Path=/" in cookie
            assert "Domain" not in cookie


async def test_over_tls_the_cookie_is_tied_to_the_host(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> None:
    async with running_bench(store, psc_pki, tmp_path, public_url="https://liane.example") as bench:
        bench.psc.service.clients["liane-simulation"] = type(bench.psc.service.clients["liane-simulation"])(
            client_id="liane-simulation",
            secret=bench.psc.service.clients["liane-simulation"].secret,
            name="Liane",
            redirects=("https://liane.example/connexion/retour",),
        )
        app = make_app(bench, allowed_hosts=("liane.example",))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://liane.example") as browser:
            back = await come_in(bench, browser, BIOLOGIST)
            assert all(one.startswith("__Host-liane") for one in back.headers.get_list("set-cookie"))
            assert all("Secure" in one for one in back.headers.get_list("set-cookie"))
            forged = await browser.post("/aide", data={}, headers={"Origin": "http://liane.example"})
            assert forged.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8081"},
        {"Origin": "https://127.0.0.1:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
async def test_an_act_that_our_page_did_not_send_is_refused(bench: SignInBench, headers: dict[str, str]) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, BIOLOGIST)
        assert (await browser.post("/deconnexion", headers=headers)).status_code == 403
        assert (await browser.get("/connexion/sessions")).status_code == 200


async def test_a_cookie_copied_before_the_sign_out_opens_nothing(bench: SignInBench) -> None:
    async with make_browser(bench) as browser, make_browser(bench) as thief:
        await come_in(bench, browser, BIOLOGIST)
        thief.cookies.set("liane", browser.cookies["liane"])
        assert (await thief.get("/connexion/sessions")).status_code == 200
        out = await act(browser, "/deconnexion")
        assert out.status_code == 200
        assert "Me déconnecter aussi de Pro Santé Connect" in out.text
        assert "liane" not in browser.cookies
        assert (await thief.get("/reception")).status_code == 303
        assert (await thief.get("/api/v1/status")).status_code in (303, 401, 404)


async def test_a_sign_out_never_waits_for_the_provider(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, BIOLOGIST)
        await bench.take_down()
        out = await act(browser, "/deconnexion")
        assert out.status_code == 200
        assert await bench.parts.sessions.list_open(BIOLOGIST) == []


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/%5cevil", "javascript:x"]
)
async def test_the_next_page_is_ours(bench: SignInBench, wanted: str) -> None:
    async with make_browser(bench) as browser:
        back = await come_in(bench, browser, BIOLOGIST, f"?suite={quote(wanted)}")
        address = back.headers["location"]
        assert urlsplit(address).netloc == ""
        assert address in ("/", "/%5cevil")


async def test_a_return_begun_by_another_browser_signs_nobody_in(bench: SignInBench) -> None:
    """Login CSRF: the attacker's own return, followed by the victim."""
    async with make_browser(bench) as attacker, make_browser(bench) as victim:
        left = await attacker.get("/connexion/psc")
        back = bench.approve(left.headers["location"], BIOLOGIST)
        await victim.get("/connexion")
        refused = await victim.get("/connexion/retour", params=back)
        assert (await victim.get(refused.headers["location"])).status_code == 403
        assert "liane" not in victim.cookies


async def test_a_planted_cookie_is_not_kept(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        browser.cookies.set("liane", "plante-par-un-autre")
        await come_in(bench, browser, BIOLOGIST)
        values = [cookie.value for cookie in browser.cookies.jar if cookie.name == "liane"]
        assert "plante-par-un-autre" not in values[-1:]
        assert len(values[-1]) == 43


async def test_a_stranger_is_told_why(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        back = await come_in(bench, browser, UNKNOWN)
        told = await browser.get(back.headers["location"])
        assert told.status_code == 403
        assert "pas habilité ici" in told.text


async def test_a_refused_return_leaves_no_code_in_the_address(bench: SignInBench) -> None:
    """The code and the state of the provider stay in no address shown; where one wanted to go is kept."""
    async with make_browser(bench) as browser:
        left = await browser.get("/connexion/psc?suite=/reception")
        given = bench.approve(left.headers["location"], UNKNOWN)
        back = await browser.get("/connexion/retour", params=given)
        assert back.status_code == 303
        address = back.headers["location"]
        assert address.startswith("/connexion/refus?motif=inconnu")
        assert not any(secret in address for secret in (given["code"], given["state"], "code%3D"))
        told = await browser.get(address)
        assert told.status_code == 403
        assert 'href="/connexion?suite=%2Freception"' in told.text


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        ("motif=douteux&code=OIDC-003", "<code>OIDC-003</code>", ""),
        ("motif=douteux&code=<b>appelez-moi</b>", "n’a pas été acceptée", "appelez-moi"),
        ("motif=refus&suite=https://evil.example", "refusée ou abandonnée", "evil"),
    ],
)
async def test_a_refusal_told_again_says_only_our_words(bench: SignInBench, query: str, said: str, unsaid: str) -> None:
    async with make_browser(bench) as browser:
        told = await browser.get(f"/connexion/refus?{query}")
        assert told.status_code == 403
        assert said in told.text
        assert not unsaid or unsaid not in told.text


async def test_a_refusal_of_nothing_known_leads_back_to_the_ways_in(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        for query in ("", "?motif=rien"):
            assert (await browser.get(f"/connexion/refus{query}")).headers["location"] == "/connexion"


async def test_what_was_typed_comes_back_after_the_session_ended(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, MIDWIFE)
        bench.clock.advance(hours=1)
        sent = await act(browser, "/grave?x=1", motif="été & <b>", vide="")
        assert sent.status_code == 303
        assert "garde=" in sent.headers["location"]
        page = await browser.get(sent.headers["location"])
        assert "votre saisie est gardée" in page.text
        back = await come_in(bench, browser, MIDWIFE, f"?{urlsplit(sent.headers['location']).query}")
        resumed = await browser.get(back.headers["location"])
        assert 'action="/grave?x=1"' in resumed.text
        assert 'value="été &amp; &lt;b&gt;"' in resumed.text
        assert (await act(browser, "/grave?x=1", motif="x")).json() == {"fait": "oui"}


async def test_another_person_does_not_get_what_was_typed(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, MIDWIFE)
        bench.clock.advance(hours=1)
        sent = await act(browser, "/grave", motif="confidentiel")
        back = await come_in(bench, browser, BIOLOGIST, f"?{urlsplit(sent.headers['location']).query}")
        resumed = await browser.get(back.headers["location"])
        assert resumed.status_code == 404
        assert "confidentiel" not in resumed.text


async def test_a_sensitive_act_waits_for_a_fresh_proof(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, MIDWIFE)
        assert (await act(browser, "/grave", motif="a")).json() == {"fait": "oui"}
        bench.clock.advance(minutes=16)
        asked = await act(browser, "/grave", motif="fusion")
        assert asked.headers["location"].startswith("/connexion/confirmer?garde=")
        page = await browser.get(asked.headers["location"])
        assert "Confirmer votre identité" in page.text
        query = f"?{urlsplit(asked.headers['location']).query}&confirmer=1"
        left = await browser.get(f"/connexion/psc{query}")
        assert "prompt=login" in left.headers["location"]
        before = browser.cookies["liane"]
        back = await browser.get("/connexion/retour", params=bench.approve(left.headers["location"], MIDWIFE))
        assert browser.cookies["liane"] != before
        assert 'value="fusion"' in (await browser.get(back.headers["location"])).text
        assert (await act(browser, "/grave", motif="fusion")).json() == {"fait": "oui"}


async def test_inside_a_frame_the_proof_is_given_in_another_window(bench: SignInBench) -> None:
    """The pages of sign-in refuse frames: a redirection there would show nothing."""
    async with make_browser(bench) as browser:
        await come_in(bench, browser, BIOLOGIST)
        bench.clock.advance(minutes=16)
        headers = {"Origin": ORIGIN, "Sec-Fetch-Dest": "iframe"}
        asked = await browser.post("/grave", data={"motif": "à garder"}, headers=headers)
        assert asked.status_code == 401
        assert "Confirmer dans une autre fenêtre" in asked.text
        address = re.search(r'href="(/connexion/confirmer\?garde=[^"]+)"[^>]*target="_blank"', asked.text)
        assert address is not None
        assert (await browser.get(address[1].replace("&amp;", "&"))).status_code == 200


async def test_inside_a_frame_who_is_not_signed_in_is_told_where_to(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        asked = await browser.get('/documents?q="><b>', headers={"Sec-Fetch-Dest": "iframe"})
        assert (asked.status_code, asked.headers["content-type"]) == (401, "text/html; charset=utf-8")
        assert 'href="/connexion?suite=' in asked.text
        assert 'target="_blank"' in asked.text
        assert "<b>" not in asked.text
        assert "script-src 'self'" in asked.headers["content-security-policy"]


async def test_a_fragment_makes_the_whole_page_go(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        answer = await browser.get("/documents", headers={"HX-Request": "true"})
        assert answer.headers["hx-redirect"].startswith("/connexion?suite=")


async def test_one_ends_only_their_own_sessions(bench: SignInBench) -> None:
    async with make_browser(bench) as browser, make_browser(bench) as other:
        await come_in(bench, browser, BIOLOGIST)
        await come_in(bench, other, MIDWIFE)
        theirs = (await bench.parts.sessions.list_open(MIDWIFE))[0].id
        assert (await act(browser, f"/connexion/sessions/{theirs}/fin")).status_code == 404
        assert (await other.get("/connexion/sessions")).status_code == 200
        mine = (await bench.parts.sessions.list_open(BIOLOGIST))[0].id
        assert (await act(browser, f"/connexion/sessions/{mine}/fin")).status_code == 303
        assert (await browser.get("/connexion/sessions")).status_code == 303


async def test_the_provider_may_end_a_session_through_a_frame(bench: SignInBench) -> None:
    async with make_browser(bench) as browser, make_browser(bench) as frame:
        await come_in(bench, browser, DOCTOR)
        number = next(iter(bench.psc.service.state.sessions))
        wrong = {"iss": bench.psc.service.issuer, "sid": "deviné"}
        assert (await frame.get("/connexion/fin", params=wrong)).status_code == 200
        assert await bench.parts.sessions.list_open(DOCTOR)
        await frame.get("/connexion/fin", params={"iss": bench.psc.service.issuer, "sid": number})
        assert await bench.parts.sessions.list_open(DOCTOR) == []
        assert (await frame.get("/connexion/fin")).status_code == 400


NOTICE = "/connexion/fin-serveur"


@pytest.fixture
async def told(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> AsyncIterator[SignInBench]:
    """Sign-in that takes the notices of the provider's server."""
    async with running_bench(store, psc_pki, tmp_path, takes_notices=True) as running:
        yield running


def make_notice(bench: SignInBench, **changes: Any) -> str:
    """The token of the notice that the newest session ends, with changes; None takes a claim away."""
    service = bench.psc.service
    notice = wallet.make_server_notice(service, next(reversed(service.state.sessions)))
    assert notice is not None
    assert notice.address == f"{ORIGIN}{NOTICE}"
    payload = json.loads(base64.urlsafe_b64decode(notice.token.split(".")[1] + "=="))
    claims = {name: value for name, value in (payload | changes).items() if value is not None}
    return service.keys.sign(claims) if changes else notice.token


async def test_the_server_of_the_provider_may_end_a_session(told: SignInBench) -> None:
    async with make_browser(told) as browser, make_browser(told) as server:
        await come_in(told, browser, DOCTOR)
        await told.sign_in(MIDWIFE, make_visitor())
        await come_in(told, browser, DOCTOR)
        answer = await server.post(NOTICE, data={"logout_token": make_notice(told)})
        assert (answer.status_code, answer.content) == (200, b"")
        assert "no-store" in answer.headers["cache-control"]
        assert await told.parts.sessions.list_open(DOCTOR) == []
        assert len(await told.parts.sessions.list_open(MIDWIFE)) == 1
        assert (await browser.get("/documents")).status_code == 303
    assert ("déconnexion", "fait", "fin de session annoncée par Pro Santé Connect") in await told.trail.list()


async def test_a_notice_that_names_a_person_ends_what_began_before_it(told: SignInBench) -> None:
    """A stolen one, sent again, ends no later session."""
    async with make_browser(told) as browser:
        await come_in(told, browser, DOCTOR)
        told.clock.advance(seconds=5)
        token = make_notice(told, sid=None)
        assert (await browser.post(NOTICE, data={"logout_token": token})).status_code == 200
        assert await told.parts.sessions.list_open(DOCTOR) == []
        told.clock.advance(seconds=5)
        await come_in(told, browser, DOCTOR)
        assert (await browser.post(NOTICE, data={"logout_token": token})).status_code == 200
        assert len(await told.parts.sessions.list_open(DOCTOR)) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aud": "autre-logiciel-simulation"}, "PSC-011"),
        ({"iss": "https://ailleurs.example"}, "PSC-010"),
        ({"iat": 1_700_000_000}, "PSC-014"),
        ({"exp": 1_700_000_000}, "PSC-013"),
        ({"nonce": "n"}, "PSC-022"),
        ({"events": None}, "PSC-022"),
        ({"sid": None, "sub": None}, "PSC-021"),
    ],
)
async def test_a_notice_that_is_not_for_us_ends_nothing(told: SignInBench, changes: dict[str, Any], code: str) -> None:
    async with make_browser(told) as browser:
        await come_in(told, browser, DOCTOR)
        answer = await browser.post(NOTICE, data={"logout_token": make_notice(told, **changes)})
        assert answer.status_code == 400
        assert answer.json() == {"error": "invalid_request", "error_description": code}
        assert len(await told.parts.sessions.list_open(DOCTOR)) == 1


@pytest.mark.parametrize("manner", ["alg-none", "hs256", "wrong-key"])
async def test_a_forged_notice_ends_nothing(told: SignInBench, manner: str) -> None:
    async with make_browser(told) as browser:
        await come_in(told, browser, DOCTOR)
        payload = json.loads(base64.urlsafe_b64decode(make_notice(told).split(".")[1] + "=="))
        forged = told.psc.service.keys.sign_badly(payload, manner)
        answer = await browser.post(NOTICE, data={"logout_token": forged})
        assert (answer.status_code, answer.json()["error_description"]) == (400, "PSC-009")
        for nothing in ({}, {"logout_token": "x" * 20_000}, {"autre": "1"}):
            assert (await browser.post(NOTICE, data=nothing)).status_code == 400
        assert len(await told.parts.sessions.list_open(DOCTOR)) == 1


async def test_the_id_token_of_somebody_is_no_notice(told: SignInBench) -> None:
    async with make_browser(told) as browser:
        await come_in(told, browser, DOCTOR)
        session = (await told.parts.sessions.list_open(DOCTOR))[0]
        assert told.parts.tokens is not None
        id_token = await told.parts.tokens.get_id_token(session)
        answer = await browser.post(NOTICE, data={"logout_token": id_token})
        assert (answer.status_code, answer.json()["error_description"]) == (400, "PSC-022")


async def test_where_the_settings_take_no_notice_there_is_no_such_door(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, DOCTOR)
        answer = await browser.post(NOTICE, data={"logout_token": make_notice(bench)})
        assert answer.status_code == 404
        assert len(await bench.parts.sessions.list_open(DOCTOR)) == 1


async def test_a_notice_that_cannot_be_checked_now_is_asked_again(told: SignInBench) -> None:
    async with make_browser(told) as browser:
        await come_in(told, browser, DOCTOR)
        told.psc.service.keys.rotate()
        token = make_notice(told)
        await told.take_down()
        assert (await browser.post(NOTICE, data={"logout_token": token})).status_code in (400, 503)
        assert len(await told.parts.sessions.list_open(DOCTOR)) == 1


async def test_a_rescue_account_enters_by_its_page(store: PostgresStore, psc_pki: PKI, tmp_path: Path) -> None:
    path = write_accounts(tmp_path)
    async with (
        running_bench(store, psc_pki, tmp_path, rescue_when=RescueWhen.PSC_DOWN, rescue_file=path) as bench,
        make_browser(bench) as browser,
    ):
        assert "Compte de secours" not in (await browser.get("/connexion")).text
        assert (await browser.get("/connexion/secours")).status_code == 403
        assert await bench.trail.list() == [], "a closed page is no act of administration"
        await bench.take_down()
        assert "Compte de secours" in (await browser.get("/connexion")).text
        fields = {"nom": NAME, "mot_de_passe": "faux", "code": make_code(bench.clock.now())}
        silent = await act(browser, "/connexion/secours", **fields | {"mot_de_passe": PASSWORD})
        assert silent.status_code == 422
        assert "Le motif est obligatoire" in silent.text
        fields["motif"] = "Pro Santé Connect ne répond pas"
        wrong = await act(browser, "/connexion/secours", **fields)
        assert wrong.status_code == 403
        assert "Nom, mot de passe ou code incorrect" in wrong.text
        right = await act(browser, "/connexion/secours?suite=/documents", **fields | {"mot_de_passe": PASSWORD})
        assert right.headers["location"] == "/documents"
        page = await browser.get("/documents")
        assert f"Compte de secours « {NAME} »" in page.text
        assert (await act(browser, "/grave")).json() == {"fait": "oui"}
        bench.clock.advance(minutes=16)
        asked = await act(browser, "/grave")
        assert "Saisir de nouveau" in (await browser.get(asked.headers["location"])).text


# Machines.


async def test_machines_keep_their_secrets(bench: SignInBench) -> None:
    async with make_browser(bench, credentials=(MACHINE,)) as machine:
        assert (await machine.get("/documents", headers={"Authorization": f"Bearer {SECRET}"})).status_code == 200
        refused = await machine.get("/documents", headers={"Authorization": "Bearer faux"})
        assert refused.status_code == 401
        assert "invalid_token" in refused.headers["www-authenticate"]
        assert (await machine.get("/api/v1/x")).status_code == 401


async def test_wrong_secrets_from_one_address_wait(bench: SignInBench) -> None:
    async with make_browser(bench, credentials=(MACHINE,)) as machine:
        codes = [
            (await machine.get("/documents", headers={"Authorization": f"Bearer faux-{rank}"})).status_code
            for rank in range(42)
        ]
        assert (codes[0], codes[-1]) == (401, 429)
        assert (await machine.get("/documents", headers={"Authorization": f"Bearer {SECRET}"})).status_code == 429
        bench.clock.advance(minutes=6)
        assert (await machine.get("/documents", headers={"Authorization": f"Bearer {SECRET}"})).status_code == 200


async def test_the_local_operator_stays_only_where_the_settings_keep_it(
    store: PostgresStore, psc_pki: PKI, tmp_path: Path
) -> None:
    async with running_bench(store, psc_pki, tmp_path, local_operator=True) as bench, make_browser(bench) as browser:
        page = await browser.get("/documents")
        assert page.status_code == 200
        assert "Se connecter" in page.text
        await come_in(bench, browser, MIDWIFE)
        bench.clock.advance(hours=1)
        assert (await browser.get("/reception")).status_code == 303


def test_a_proxy_writes_a_certificate_in_three_ways(psc_pki: PKI) -> None:

    pem = psc_pki.org_auth_cli.certificate.read_text().partition("-----END CERTIFICATE-----")
    text = pem[0] + pem[1] + "\n"
    der = x509.load_pem_x509_certificate(text.encode()).public_bytes(Encoding.DER)
    assert read_certificate(quote(text)) == der
    assert read_certificate(text.replace("\n", "\t")) == der
    assert read_certificate(f":{base64.b64encode(der).decode()}:") == der
    for wrong in ("", "::", ":x:", "é", "x" * 20_000):
        assert read_certificate(wrong) is None


async def test_a_stream_ends_with_its_session(bench: SignInBench) -> None:
    """At the next look; and what a page asks by itself does not keep a session from locking."""
    app = make_app(bench, refresh_s=0.01)
    signed = await bench.sign_in(BIOLOGIST)
    assert signed.session is not None
    held, told = app.state.streams.listen(signed.session), app.state.streams.listen()
    assert [await anext(held) for _ in range(2)][1].startswith("event: flux")
    await anext(told)
    await bench.parts.sessions.end_everywhere(BIOLOGIST)
    rest = [event async for event in held]
    assert rest[-1] == "event: fin\ndata: session\n\n"
    assert (await anext(told)).startswith("event: flux"), "the others go on"
    app.state.streams.close()


async def test_what_a_page_asks_by_itself_lets_its_session_lock(bench: SignInBench) -> None:
    async with make_browser(bench) as browser:
        await come_in(bench, browser, NURSE)
        app: Any = browser._transport.app  # type: ignore[attr-defined]
        app.state.streams.close()
        cookie = browser.cookies["liane"]
        before = await bench.parts.sessions.read(cookie, is_act=False)
        bench.clock.advance(minutes=20)
        await browser.get("/connexion/sessions", headers={"X-Liane-Suivi": "1"})
        await browser.get("/flux/evenements")
        after = await bench.parts.sessions.read(cookie, is_act=False)
        assert before.session is not None
        assert after.session is not None
        assert after.session.seen_at == before.session.seen_at
        await browser.get("/connexion/sessions")
        last = await bench.parts.sessions.read(cookie, is_act=False)
        assert last.session is not None
        assert last.session.seen_at > before.session.seen_at


async def test_past_the_bound_the_oldest_session_ends_and_says_why(
    store: PostgresStore, psc_pki: PKI, tmp_path: Path
) -> None:
    async with running_bench(store, psc_pki, tmp_path, sessions_max=2) as bench, make_browser(bench) as oldest:
        await come_in(bench, oldest, NURSE)
        others = [await bench.sign_in(NURSE, make_visitor()) for _ in range(2)]
        assert len(await bench.parts.sessions.list_open(NURSE)) == 2
        sent = await oldest.get("/connexion/sessions")
        page = await oldest.get("/connexion?motif=fin")
        assert sent.status_code == 303
        assert "trop de sessions ouvertes à la fois" in page.text
        kept = [await bench.parts.sessions.read(one.secret) for one in others]
        assert all(one.operator is not None for one in kept)
        lines = await bench.trail.list()
        assert sum("trop de sessions" in reason for _, _, reason in lines) == 1
