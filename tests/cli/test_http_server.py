"""The address of a client is what the connection says, unless a declared proxy says otherwise."""

from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from liane.cli.http_server import make_limits, make_server_config
from liane.wiring.settings import HTTPSettings

pytestmark = pytest.mark.anyio


async def tell_client(scope: Any, receive: Any, send: Any) -> None:
    client = Request(scope).client
    await PlainTextResponse(client.host if client is not None else "")(scope, receive, send)


async def ask(proxies: tuple[str, ...], address: str, forwarded: str) -> str:
    config = make_server_config(tell_client, HTTPSettings(proxies=proxies))
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        return (await client.get("/", headers={"X-Forwarded-For": forwarded})).text


async def test_nobody_is_believed_by_default() -> None:
    assert await ask((), "127.0.0.1", "192.0.2.4") == "127.0.0.1"


async def test_a_declared_proxy_is_believed_and_no_other() -> None:
    assert await ask(("10.0.0.2",), "10.0.0.2", "192.0.2.4") == "192.0.2.4"
    assert await ask(("10.0.0.2",), "10.0.0.2", "198.51.100.9, 192.0.2.4") == "192.0.2.4", "what the caller added"
    assert await ask(("10.0.0.2",), "10.0.0.3", "192.0.2.4") == "10.0.0.3"


def test_rates_come_from_the_settings() -> None:
    limits = make_limits(HTTPSettings(requests_per_minute_max=10, refusals_per_minute_max=0))
    assert (limits.address_per_minute_max, limits.operator_per_minute_max, limits.refusals_per_minute_max) == (
        10,
        10,
        0,
    )
