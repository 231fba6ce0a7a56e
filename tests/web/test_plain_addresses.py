"""Addresses with a control character are refused in the words of who asks, before any route."""

import json

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from liane.web.addresses import PlainAddresses

pytestmark = pytest.mark.anyio


async def everything(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that answers whatever it is asked."""
    await PlainTextResponse("servi")(scope, receive, send)


async def ask(path: str) -> httpx.Response:
    transport = httpx.ASGITransport(PlainAddresses(everything))
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        return await client.get(path)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/documents/%0A", "text/plain; charset=utf-8"),
        ("/api/v1/contexte/a%0Ab", "application/problem+json"),
        ("/api/v1/dmp/1/documents/%00/content", "application/problem+json"),
        ("/api/fhir/Binary/%0D", "application/fhir+json"),
        ("/api/fhir/DocumentReference/%E2%80%A8", "application/fhir+json"),
    ],
)
async def test_a_control_character_is_refused(path: str, media_type: str) -> None:
    answer = await ask(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, media_type)
    if media_type.endswith("fhir+json"):
        assert json.loads(answer.text)["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize("path", ["/", "/documents/é%20à", "/api/v1/dmp/1/documents/1.2%5Ea/content", "/x?q=%0A"])
async def test_other_addresses_pass(path: str) -> None:
    assert (await ask(path)).text == "servi"
