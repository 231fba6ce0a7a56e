"""Files put down over HTTP: where they wait, what is said of one known or refused, in the words of a problem."""

from collections.abc import AsyncIterator

import httpx
import pytest

from liane.api.app import create_api
from liane.api.intake import FILE_BYTES_MAX
from liane.domain.errors import Finding, Severity, StorageUnavailable
from liane.store.postgres_store import PostgresStore
from tests.web.filled_store import NOW, make_status

pytestmark = pytest.mark.anyio
URL = "/v1/intake/files"


async def take(name: str, data: bytes, *, unit: str, sender: str) -> tuple[int, str, bool, tuple[Finding, ...]]:
    """A flow that refuses by name."""
    if name == "absent.pdf":
        raise StorageUnavailable("away")
    refused = Finding(code="INT-104", severity=Severity.ERROR, location="fichier", message="Chiffré.", remedy="Ouvrir.")
    return 7, f"{unit}|{sender}", name == "connu.pdf", (refused,) if name == "mauvais.pdf" else ()


@pytest.fixture
async def client(store: PostgresStore) -> AsyncIterator[httpx.AsyncClient]:
    api = create_api(store=store, status=make_status(), accept=None, now=lambda: NOW, take_file=take)
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as opened:
        yield opened


async def test_a_file_is_taken_and_known_again(client: httpx.AsyncClient) -> None:
    answer = await client.post(URL, params={"name": "a.pdf", "unit": "3435", "sender": "SCAN"}, content=b"%PDF")
    assert (answer.status_code, answer.json()) == (201, {"item": 7, "sha256": "3435|SCAN", "known": False})
    again = await client.post(URL, params={"name": "connu.pdf"}, content=b"%PDF")
    assert (again.status_code, again.json()["known"]) == (200, True)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [("mauvais.pdf", b"x", 422), ("", b"x", 422), ("vide.pdf", b"", 422), ("absent.pdf", b"x", 503)],
)
async def test_a_refusal_is_a_problem(client: httpx.AsyncClient, name: str, content: bytes, status: int) -> None:
    answer = await client.post(URL, params={"name": name}, content=content)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    if name == "mauvais.pdf":
        assert answer.json()["errors"][0]["message"] == "Chiffré."


async def test_a_file_too_large_is_not_read(client: httpx.AsyncClient) -> None:
    headers = {"content-length": str(FILE_BYTES_MAX + 1)}
    answer = await client.post(URL, params={"name": "a.pdf"}, content=b"x", headers=headers)
    assert answer.status_code == 413


async def test_the_door_is_described(client: httpx.AsyncClient) -> None:
    described = (await client.get("/v1/openapi.json")).json()["paths"][URL]["post"]
    assert set(described["responses"]) >= {"200", "201", "413", "422", "503"}
