"""The doors of the pages: names, secret, origin, headers."""

import base64

import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from liane.domain.errors import ConfigurationError
from liane.web.routes.acts import local_address
from liane.web.security import Doorkeeper, SecurityHeaders, find_credentials, is_foreign_origin, require_operator

SECRET = "un-secret-assez-long"


async def tell_operator(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.scope["state"]["operator"], headers={"Cache-Control": "public"})


def make_client(token: str = "") -> httpx.AsyncClient:
    app = Starlette(
        routes=[Route("/", tell_operator, methods=["GET", "POST"])],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Doorkeeper, allowed_hosts=("liane.test", "[::1]"), token=token, operator_name="opérateur local"),
        ],
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liane.test")


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_the_machine_itself_needs_no_secret(host: str) -> None:
    require_operator(host, "")


@pytest.mark.parametrize(("host", "token"), [("0.0.0.0", ""), ("liane.exemple", ""), ("127.0.0.1", "court")])
def test_beyond_the_machine_a_long_secret_is_required(host: str, token: str) -> None:
    with pytest.raises(ConfigurationError, match="operator_token_file"):
        require_operator(host, token)
    require_operator(host, SECRET)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", None),
        ("Basic", None),
        ("Basic pas-du-base64!", None),
        ("Basic " + base64.b64encode(b"\xff\xfe").decode(), None),
        ("Basic " + base64.b64encode(b"sans-deux-points").decode(), None),
        (basic("Camille Exemple", "a:b"), ("Camille Exemple", "a:b")),
        ("Bearer abc", ("", "abc")),
        ("Digest abc", None),
    ],
)
def test_credentials_are_read_or_refused(header: str, found: tuple[str, str] | None) -> None:
    assert find_credentials(header) == found


@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        ({"host": "a:1"}, False),
        ({"host": "a:1", "origin": "http://a:1"}, False),
        ({"host": "a:1", "origin": "http://A:1"}, False),
        ({"host": "a:1", "origin": "http://a:2"}, True),
        ({"host": "a:1", "origin": "null"}, True),
        ({"host": "a:1", "origin": "http://evil"}, True),
        ({"host": "a:1", "sec-fetch-site": "same-origin"}, False),
        ({"host": "a:1", "sec-fetch-site": "cross-site"}, True),
        ({"host": "a:1", "sec-fetch-site": "same-site"}, True),
    ],
)
def test_acts_of_other_sites_are_recognised(headers: dict[str, str], is_foreign: bool) -> None:
    assert is_foreign_origin(Headers(headers)) is is_foreign


@pytest.mark.anyio
async def test_an_unknown_name_is_refused_before_anything_else() -> None:
    async with make_client() as client:
        assert (await client.get("/")).status_code == 200
        assert (await client.get("/", headers={"Host": "[::1]:8080"})).status_code == 200
        for host in ("evil.test", "", "liane.test.evil.test", "liane.test@evil.test"):
            assert (await client.get("/", headers={"Host": host})).status_code == 421


@pytest.mark.anyio
async def test_the_secret_opens_and_the_name_given_with_it_acts() -> None:
    async with make_client(SECRET) as client:
        refused = await client.get("/")
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Basic")
        assert (await client.get("/", headers={"Authorization": basic("x", "faux")})).status_code == 401
        assert (await client.get("/", headers={"Authorization": f"Bearer {SECRET}"})).text == "opérateur local"
        assert (await client.get("/", headers={"Authorization": basic("C. Exemple", SECRET)})).text == "C. Exemple"


@pytest.mark.anyio
async def test_an_act_from_another_site_is_refused() -> None:
    async with make_client() as client:
        assert (await client.post("/", headers={"Origin": "http://evil.test"})).status_code == 403
        assert (await client.post("/", headers={"Origin": "http://liane.test"})).status_code == 200


@pytest.mark.anyio
async def test_every_answer_is_strict_and_a_route_keeps_its_own_header() -> None:
    async with make_client() as client:
        answer = await client.get("/")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "public"
        refused = await client.get("/", headers={"Host": "evil.test"})
        assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("/documents/4?x=1", "/documents/4?x=1"),
        ("", "/livraisons"),
        ("//evil.test/", "/livraisons"),
        ("/\\evil.test", "/livraisons"),
        ("https://evil.test/", "/livraisons"),
        ("javascript:alert(1)", "/livraisons"),
    ],
)
def test_one_comes_back_to_our_own_pages_only(value: str, address: str) -> None:
    assert local_address(value) == address
