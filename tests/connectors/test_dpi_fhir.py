"""The link to a FHIR server: bounded, never redirected, certain of what it does not know."""

from collections.abc import AsyncIterator

import pytest

from liane.connectors.dpi_fhir.client import ANSWER_BYTES_MAX, FHIRClient, FHIRConnection
from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteUnavailable
from liane_sandbox.http_server import HTTPServer, Manner, Reply, Request

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Server:
    """Answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.reply = Reply(status=200, content_type="application/fhir+json", body=b"{}")
        self.asked: list[Request] = []
        self.http = HTTPServer(self._handle, None, "127.0.0.1", 0)

    async def _handle(self, request: Request) -> Reply:
        self.asked.append(request)
        return self.reply


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    one = Server()
    await one.http.open()
    yield one
    await one.http.close()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[FHIRClient]:
    url = f"http://127.0.0.1:{server.http.port}/fhir/"
    one = FHIRClient(FHIRConnection(base_url=url, token="un.jeton", timeout_s=1.0))
    yield one
    await one.close()


async def test_what_is_asked_bears_the_token_in_a_header_alone(server: Server, client: FHIRClient) -> None:
    assert await client.provide(b'{"a":1}') == (200, b"{}")
    await client.patch("identifier=urn:oid:1.2|3&status=current", b"[]")
    await client.search("identifier=x|y")
    assert [one.method for one in server.asked] == ["POST", "PATCH", "GET"]
    assert {one.headers["authorization"] for one in server.asked} == {"Bearer un.jeton"}
    assert server.asked[0].body == b'{"a":1}'
    assert server.asked[0].path.rstrip("/") == "/fhir"
    assert server.asked[1].headers["content-type"] == "application/json-patch+json"
    assert "un.jeton" not in repr(FHIRConnection(base_url="https://x", token="un.jeton"))


async def test_a_redirection_is_an_answer_not_a_way(server: Server, client: FHIRClient) -> None:
    server.reply = Reply(status=302, content_type="text/plain", body=b"")
    assert (await client.provide(b"{}"))[0] == 302
    assert len(server.asked) == 1


async def test_an_endless_answer_is_cut(server: Server, client: FHIRClient) -> None:
    server.reply = Reply(status=200, content_type="text/plain", body=b"x" * (ANSWER_BYTES_MAX * 3))
    assert len((await client.provide(b"{}"))[1]) == ANSWER_BYTES_MAX + 1


@pytest.mark.parametrize("manner", [Manner.HANG_UP, Manner.TRUNCATED, Manner.SILENT])
async def test_what_breaks_after_the_request_left_is_not_known(
    server: Server, client: FHIRClient, manner: Manner
) -> None:
    server.reply = Reply(status=200, content_type="text/plain", body=b"{}" * 50, manner=manner)
    with pytest.raises(RemoteOutcomeUnknown):
        await client.provide(b"{}")
    with pytest.raises(RemoteUnavailable):
        await client.search("identifier=x|y")


async def test_an_answer_that_drips_is_not_waited_for_for_ever(server: Server) -> None:
    url = f"http://127.0.0.1:{server.http.port}/fhir/"
    client = FHIRClient(FHIRConnection(base_url=url, timeout_s=30.0, whole_s_max=0.1))
    server.reply = Reply(status=200, content_type="text/plain", body=b"{}" * 50, manner=Manner.SLOW, delay_s=60)
    with pytest.raises(RemoteOutcomeUnknown):
        await client.provide(b"{}")
    await client.close()


async def test_a_server_that_is_away_took_nothing(server: Server, client: FHIRClient) -> None:
    await server.http.close()
    with pytest.raises(RemoteUnavailable):
        await client.provide(b"{}")


async def test_an_address_that_is_none_stops_the_start() -> None:
    with pytest.raises(ConfigurationError):
        FHIRClient(FHIRConnection(base_url="dpi.example"))
