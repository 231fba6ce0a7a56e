"""The MLLP client in front of peers that follow a script."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from liane.codecs.hl7v2.mllp import wrap_mllp
from liane.connectors.mllp.client import MLLPClient, MLLPTimeouts
from liane.domain.errors import RemoteOutcomeUnknown, RemoteUnavailable
from tests.connectors.mllp.conftest import until

pytestmark = pytest.mark.anyio
Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SHORT = MLLPTimeouts(answer_s=0.05)


class Peer:
    """A scripted receiver: one script per connection, in order; the last one serves all that follow."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self.connections = 0
        self.port = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script = self._scripts[min(self.connections, len(self._scripts) - 1)]
        self.connections += 1
        try:
            await script(reader, writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["Peer"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await server.wait_closed()


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    return (await reader.readuntil(b"\x1c\r"))[1:-2]


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while not reader.at_eof():
        try:
            writer.write(wrap_mllp(b"ack " + await read_frame(reader)))
        except asyncio.IncompleteReadError:
            return


async def echo_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(wrap_mllp(b"ack " + await read_frame(reader)))
    await writer.drain()


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_frame(reader)


async def half_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_frame(reader)
    writer.write(b"\x0bMSH|half")
    await writer.drain()


async def garbage(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_frame(reader)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n")
    await writer.drain()


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)


async def twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    message = await read_frame(reader)
    writer.write(wrap_mllp(b"ack " + message) * 2)
    await reader.read(-1)


async def in_pieces(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_frame(reader)
    for byte in wrap_mllp(b"slow ack"):
        writer.write(bytes([byte]))
        await writer.drain()
    await reader.read(-1)


async def test_messages_share_one_connection() -> None:
    async with Peer(echo).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        assert [await client.send(b"%d" % n) for n in range(3)] == [b"ack 0", b"ack 1", b"ack 2"]
        assert peer.connections == 1


async def test_tasks_wait_for_their_turn() -> None:
    async with Peer(echo).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        answers = await asyncio.gather(*(client.send(b"%d" % n) for n in range(20)))
        assert answers == [b"ack %d" % n for n in range(20)]
        assert peer.connections == 1


async def test_a_large_message() -> None:
    async with Peer(echo_large).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        assert await client.send(b"x" * 3_000_000) == b"3000000"


async def echo_large(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    data = b""
    while not data.endswith(b"\x1c\r"):
        data += await reader.read(1 << 20)
    writer.write(wrap_mllp(b"%d" % (len(data) - 3)))
    await writer.drain()


async def test_nobody_listens() -> None:
    async with Peer(echo).listen() as peer:
        port = peer.port
    async with MLLPClient("127.0.0.1", port, remote="zam") as client:
        with pytest.raises(RemoteUnavailable) as caught:
            await client.send(b"x")
    assert (caught.value.remote, caught.value.code) == ("zam", "MLLP_CONNECT")


@pytest.mark.parametrize(
    ("script", "code"),
    [(hang_up, "MLLP_CUT"), (half_answer, "MLLP_CUT"), (garbage, "MLLP_MALFORMED"), (silent, "MLLP_TIMEOUT")],
)
async def test_sent_and_unanswered(script: Script, code: str) -> None:
    async with (
        Peer(script, echo).listen() as peer,
        MLLPClient("127.0.0.1", peer.port, timeouts=SHORT) as client,
    ):
        with pytest.raises(RemoteOutcomeUnknown) as caught:
            await client.send(b"x")
        assert caught.value.code == code
        assert await client.send(b"y") == b"ack y"
        assert peer.connections == 2


async def test_an_answer_too_large() -> None:
    async with (
        Peer(echo).listen() as peer,
        MLLPClient("127.0.0.1", peer.port, answer_size_bytes_max=5) as client,
    ):
        with pytest.raises(RemoteOutcomeUnknown):
            await client.send(b"xxxxxxxxx")


async def test_an_answer_in_pieces() -> None:
    async with Peer(in_pieces).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        assert await client.send(b"x") == b"slow ack"


async def test_a_second_answer_is_never_taken_for_the_next() -> None:
    async with Peer(twice, echo).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        assert await client.send(b"one") == b"ack one"
        assert await client.send(b"two") == b"ack two"


async def test_a_connection_closed_by_the_peer_is_opened_again() -> None:
    async with Peer(echo_once, echo).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        assert await client.send(b"one") == b"ack one"
        await until(lambda: client.is_stale)
        assert await client.send(b"two") == b"ack two"
        assert peer.connections == 2


async def test_an_old_connection_is_not_used_again() -> None:
    timeouts = MLLPTimeouts(reuse_s=-1)
    async with (
        Peer(echo).listen() as peer,
        MLLPClient("127.0.0.1", peer.port, timeouts=timeouts) as client,
    ):
        await client.send(b"one")
        await client.send(b"two")
        assert peer.connections == 2


async def test_a_cancelled_sending_drops_the_link() -> None:
    async with Peer(silent, echo).listen() as peer, MLLPClient("127.0.0.1", peer.port) as client:
        sending = asyncio.ensure_future(client.send(b"one"))
        await until(lambda: peer.connections > 0)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert await client.send(b"two") == b"ack two"
