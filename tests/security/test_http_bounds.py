"""What is too large, too slow, too much or ill-formed is stopped at the door, and answered once."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from liane.domain.actors.operator import Role
from liane.store.postgres_store import PostgresStore
from liane.web.limits import (
    KEYS_MAX,
    AddressRates,
    BodyBounds,
    HTTPLimits,
    OperatorRates,
    Rate,
    find_body_bytes_max,
)
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.security.house_kit import CREDENTIALS, House, open_house, sign
from tests.web.conftest import run
from tests.web.served import Served, serve

SMALL = HTTPLimits(body_bytes_max=1000, body_silence_s_max=0.05, header_bytes_max=2000)


class Ticks:
    """A clock of seconds that tests move."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Say how long the body was."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def ask(app: Any, **client: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, **client), base_url="http://liane.test")


@pytest.mark.anyio
async def test_bodies_are_bounded_announced_or_not() -> None:
    async def parts(count: int) -> AsyncIterator[bytes]:
        for _ in range(count):
            yield b"x" * 100

    async with ask(BodyBounds(echo, limits=SMALL)) as client:
        assert (await client.post("/a", content=b"x" * 1000)).text == "1000"
        assert (await client.post("/a", content=b"x" * 1001)).status_code == 413
        assert (await client.post("/a", content=parts(10))).text == "1000"
        assert (await client.post("/a", content=parts(11))).status_code == 413
        assert (await client.post("/api/v1/messages/hl7v2", content=b"x" * 5000)).text == "5000"
        assert (await client.get("/a", headers={"X-Long": "x" * 3000})).status_code == 431


@pytest.mark.anyio
async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/a", "headers": [(b"content-length", b"10")]}
    await BodyBounds(echo, limits=SMALL)(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


def test_files_have_doors_of_their_own() -> None:
    limits = HTTPLimits()
    assert find_body_bytes_max("/identites/nouvelle", limits) == limits.body_bytes_max
    assert find_body_bytes_max("/api/v1/messages/hl7v2", limits) > limits.body_bytes_max
    assert find_body_bytes_max("/api/v1/messages/hl7v2/x", limits) == limits.body_bytes_max


@pytest.mark.anyio
async def test_an_address_is_slowed_down_and_comes_back() -> None:
    ticks = Ticks()
    app = AddressRates(echo, limits=HTTPLimits(address_per_minute_max=3), tick=ticks)
    async with ask(app, client=("192.0.2.1", 1)) as client, ask(app, client=("192.0.2.2", 1)) as other:
        assert [(await client.get("/")).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert (await other.get("/")).status_code == 200
        ticks.at = 20.0
        answer = await client.get("/")
        assert answer.status_code == 200
        again = await client.get("/")
        assert (again.status_code, again.headers["retry-after"]) == (429, "60")


@pytest.mark.anyio
async def test_who_is_refused_again_and_again_waits() -> None:
    ticks = Ticks()

    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("non", 401)(scope, receive, send)

    app = AddressRates(refuse, limits=HTTPLimits(refusals_per_minute_max=5), tick=ticks)
    async with ask(app) as client:
        assert [(await client.get("/")).status_code for _ in range(7)] == [401] * 5 + [429] * 2
        ticks.at = 61.0
        assert (await client.get("/")).status_code == 401


@pytest.mark.anyio
async def test_an_operator_is_bounded_wherever_they_come_from() -> None:
    ticks = Ticks()
    app = OperatorRates(echo, limits=HTTPLimits(operator_per_minute_max=2), tick=ticks)
    async with ask(app, client=("192.0.2.1", 1)) as client, ask(app, client=("192.0.2.2", 1)) as other:
        assert [(await one.get("/")).status_code for one in (client, other, client)] == [200, 200, 429]


def test_rates_forget_the_oldest_and_may_be_off() -> None:
    rate = Rate(per_minute=1, tick=Ticks())
    assert all(rate.take(str(number)) for number in range(KEYS_MAX + 10))
    assert len(rate._left) == KEYS_MAX
    assert rate.take("0"), "forgotten"
    off = Rate(per_minute=0, tick=Ticks())
    assert all(off.take("a") for _ in range(10_000))


@pytest.mark.anyio
async def test_guessing_secrets_is_slowed_down_on_the_whole_house(filled: PostgresStore) -> None:
    async with open_house(filled, limits=HTTPLimits(refusals_per_minute_max=5)) as house:
        statuses = [await _guess(house, f"faux-secret-{number:04d}") for number in range(7)]
        assert statuses == [401] * 5 + [429] * 2
        assert (await house.get("/aide", Role.ACCUEIL)).status_code == 429


async def _guess(house: House, secret: str) -> int:
    return (await house.get("/aide", headers={"Authorization": f"Bearer {secret}"})).status_code


@pytest.fixture(scope="module")
def served(postgres_dsn: str) -> Iterator[Served]:
    asyncio.run(run(postgres_dsn, copy_database("smuggled", TEMPLATE)))
    with serve(name_database(postgres_dsn, "smuggled"), credentials=CREDENTIALS) as running:
        yield running
    asyncio.run(run(postgres_dsn, "DROP DATABASE smuggled WITH (FORCE)"))


def talk(served: Served, data: bytes, *, silence_s: float = 0.7) -> bytes:
    """Send raw bytes; returns all that is answered until the link closes, or nothing comes any more for silence_s.

    The beginning of an answer is waited for much longer: a busy machine must not pass for silence.
    """
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=ANSWER_S_MAX) as link:
        link.sendall(data)
        answer = b""
        with contextlib.suppress(OSError):
            while part := link.recv(65536):
                answer += part
                link.settimeout(silence_s)
    return answer


ANSWER_S_MAX = 30.0
HIDDEN = b"GET /identites HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
START = b"POST /aide HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "smuggled",
    [
        START + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        START + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN,
        START + b"Content-Length: 0\r\nContent-Length: 45\r\n\r\n" + HIDDEN,
        START + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        START + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        START + b"Content-Length: +0\r\n\r\n" + HIDDEN,
        START + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + HIDDEN,
        b"GET /aide HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n c\x00d\r\n\r\n",
        b"GET /aide\r\n HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://mauvais.invalid/aide HTTP/1.1\r\nHost: mauvais.invalid\r\n\r\n",
    ],
)
def test_nothing_is_smuggled_behind_a_request(served: Served, smuggled: bytes) -> None:
    answer = talk(served, smuggled)
    assert answer.count(b"HTTP/1.1 ") == 1, "one request, one answer"
    assert b"HTTP/1.1 200" not in answer


def test_two_true_requests_have_two_answers(served: Served) -> None:
    header = sign(Role.ACCUEIL)["Authorization"].encode()
    one = b"GET /aide HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + header + b"\r\n"
    answer = talk(served, one + b"\r\n" + one + b"Connection: close\r\n\r\n", silence_s=ANSWER_S_MAX)
    assert answer.count(b"HTTP/1.1 200") == 2
