"""The MLLP server in front of callers of every kind; real sockets on loopback."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from liane.codecs.hl7v2.ack import AckCode, parse_ack
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.connectors.mllp.client import MLLPClient
from liane.connectors.mllp.peer import Peer, is_loopback
from liane.connectors.mllp.server import PENDING_MESSAGES_MAX, MLLPLimits, MLLPServer, serve_mllp
from liane.domain.errors import ConfigurationError, Finding, RemoteFailure
from liane_sandbox.pki.folder import PKI
from tests.connectors.mllp.conftest import make_client_tls, until

pytestmark = pytest.mark.anyio
MESSAGE = b"MSH|^~\\&|SGL|LABO|PFI|CH|2026||ORU^R01^ORU_R01|%s|T|2.5|||||FRA|UNICODE UTF-8\rPID|1\r"
Script = Callable[[bytes, Peer], Awaitable[bytes]]


async def echo(message: bytes, peer: Peer) -> bytes:
    """Answer with the message itself."""
    return message


class Caller:
    """A caller that writes any bytes and reads frames."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._receiver = MLLPReceiver()
        self._ready: list[bytes] = []

    @classmethod
    async def call(cls, server: MLLPServer) -> "Caller":
        return cls(*await asyncio.open_connection("127.0.0.1", server.port))

    async def write(self, data: bytes, *, end: bool = False) -> None:
        self._writer.write(data)
        await self._writer.drain()
        if end:
            self._writer.write_eof()

    async def answer(self) -> bytes | None:
        """The next frame; None when the server closed."""
        while not self._ready:
            try:
                data = await asyncio.wait_for(self._reader.read(65536), 5)
            except ConnectionError:
                return None
            if not data:
                return None
            self._ready += self._receiver.feed(data)
        return self._ready.pop(0)

    def hang_up(self) -> None:
        self._writer.transport.abort()

    async def close(self) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


async def test_a_message_is_answered() -> None:
    peers = []

    async def accept(message: bytes, peer: Peer) -> bytes:
        peers.append(peer)
        return b"answer to " + message

    async with await serve_mllp("127.0.0.1", 0, accept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"one"))
        assert await caller.answer() == b"answer to one"
        await caller.close()
    assert peers[0].address == "127.0.0.1"
    assert (peers[0].certificate_name, peers[0].certificate_sha256) == ("", "")


async def test_pipelined_messages_are_taken_one_by_one_and_answered_in_order() -> None:
    inside = 0
    taken: list[bytes] = []

    async def accept(message: bytes, peer: Peer) -> bytes:
        nonlocal inside
        inside += 1
        assert inside == 1
        taken.append(message)
        await asyncio.sleep(0)
        inside -= 1
        return message

    count = PENDING_MESSAGES_MAX * 3
    async with await serve_mllp("127.0.0.1", 0, accept) as server:
        caller = await Caller.call(server)
        messages = [b"%d" % number for number in range(count)]
        await caller.write(b"".join(map(wrap_mllp, messages)))
        assert [await caller.answer() for _ in range(count)] == messages
        await caller.close()
    assert taken == messages


async def test_nothing_is_answered_before_the_message_is_taken() -> None:
    story: list[str] = []
    started, may_end = asyncio.Event(), asyncio.Event()

    async def accept(message: bytes, peer: Peer) -> bytes:
        started.set()
        await may_end.wait()
        story.append("kept")
        return b"ack"

    async with await serve_mllp("127.0.0.1", 0, accept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"x"))
        await started.wait()
        reading = asyncio.ensure_future(caller.answer())
        reading.add_done_callback(lambda _: story.append("answered"))
        may_end.set()
        assert await reading == b"ack"
        await caller.close()
    assert story == ["kept", "answered"]


async def test_a_large_message_in_small_pieces() -> None:
    async with await serve_mllp("127.0.0.1", 0, echo) as server:
        caller = await Caller.call(server)
        frame = wrap_mllp(b"x" * 700_000)
        for start in range(0, len(frame), 50_000):
            await caller.write(frame[start : start + 50_000])
        assert await caller.answer() == b"x" * 700_000
        await caller.close()


async def test_a_failure_of_ours_is_answered_ar_and_the_connection_stays() -> None:
    calls = 0

    async def accept(message: bytes, peer: Peer) -> bytes:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise RuntimeError("a defect of ours")
        return b"ack"

    async with await serve_mllp("127.0.0.1", 0, accept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(MESSAGE % b"42") + wrap_mllp(b"next"))
        ack = parse_ack(await caller.answer() or b"")
        assert (ack.code, ack.request_control_id, ack.event) == (AckCode.AR, "42", "R01")
        assert await caller.answer() == b"ack"
        await caller.close()


class Kept:
    """Remembers what was handed over as malformed."""

    def __init__(self) -> None:
        self.all: list[tuple[bytes, tuple[Finding, ...]]] = []

    async def __call__(self, data: bytes, peer: Peer, findings: tuple[Finding, ...]) -> None:
        self.all.append((data, findings))


async def test_bytes_that_are_no_frame_are_kept_and_the_connection_closed() -> None:
    kept = Kept()
    async with await serve_mllp("127.0.0.1", 0, echo, on_malformed=kept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"good") + b"GET / HTTP/1.1\r\n\r\n")
        assert await caller.answer() == b"good"
        assert await caller.answer() is None
        await caller.close()
    assert [(data, findings[0].code) for data, findings in kept.all] == [(b"GET / HTTP/1.1\r\n\r\n", "MLLP-001")]


async def test_a_message_without_its_frame_is_answered_ae() -> None:
    async with await serve_mllp("127.0.0.1", 0, echo) as server:
        caller = await Caller.call(server)
        await caller.write(MESSAGE % b"43")
        ack = parse_ack(await caller.answer() or b"")
        assert (ack.code, ack.request_control_id) == (AckCode.AE, "43")
        assert await caller.answer() is None
        await caller.close()


async def test_a_frame_too_large_is_answered_ae() -> None:
    kept = Kept()
    limits = MLLPLimits(frame_size_bytes_max=1000)
    async with await serve_mllp("127.0.0.1", 0, echo, limits=limits, on_malformed=kept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(MESSAGE % b"44" + b"NTE|1||" + b"x" * 2000))
        ack = parse_ack(await caller.answer() or b"")
        assert (ack.code, ack.request_control_id) == (AckCode.AE, "44")
        assert await caller.answer() is None
        await caller.close()
    assert kept.all[0][1][0].code == "MLLP-002"


async def test_a_frame_cut_by_its_sender_is_answered_ar() -> None:
    kept = Kept()
    async with await serve_mllp("127.0.0.1", 0, echo, on_malformed=kept) as server:
        caller = await Caller.call(server)
        await caller.write(b"\x0b" + MESSAGE % b"45", end=True)
        ack = parse_ack(await caller.answer() or b"")
        assert (ack.code, ack.request_control_id) == (AckCode.AR, "45")
        assert await caller.answer() is None
        await caller.close()
    assert kept.all == [(MESSAGE % b"45", kept.all[0][1])]


async def test_a_failure_to_keep_malformed_bytes_does_not_hide_the_answer() -> None:
    async def fail(data: bytes, peer: Peer, findings: tuple[Finding, ...]) -> None:
        raise RuntimeError("cannot keep")

    async with await serve_mllp("127.0.0.1", 0, echo, on_malformed=fail) as server:
        caller = await Caller.call(server)
        await caller.write(MESSAGE % b"46")
        assert parse_ack(await caller.answer() or b"").code is AckCode.AE
        await caller.close()


async def test_a_caller_who_closes_its_side_is_answered_first() -> None:
    async with await serve_mllp("127.0.0.1", 0, echo) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"last") + wrap_mllp(b"of all"), end=True)
        assert [await caller.answer(), await caller.answer(), await caller.answer()] == [b"last", b"of all", None]
        await caller.close()


async def test_a_caller_who_hangs_up_is_forgotten() -> None:
    started, may_end = asyncio.Event(), asyncio.Event()

    async def accept(message: bytes, peer: Peer) -> bytes:
        started.set()
        await may_end.wait()
        return b"ack"

    async with await serve_mllp("127.0.0.1", 0, accept) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"x"))
        await started.wait()
        caller.hang_up()
        await caller.close()
        may_end.set()
        await until(lambda: server.connection_count == 0)
        again = await Caller.call(server)
        await again.write(wrap_mllp(b"y"))
        assert await again.answer() == b"ack"
        await again.close()


async def test_a_silent_caller_is_closed() -> None:
    async with await serve_mllp("127.0.0.1", 0, echo, limits=MLLPLimits(idle_timeout_s=0.02)) as server:
        caller = await Caller.call(server)
        await caller.write(wrap_mllp(b"x"))
        assert await caller.answer() == b"x"
        assert await caller.answer() is None
        half = await Caller.call(server)
        await half.write(b"\x0bMSH")
        assert await half.answer() is None
        await caller.close()
        await half.close()


async def test_connections_are_bounded() -> None:
    async with await serve_mllp("127.0.0.1", 0, echo, limits=MLLPLimits(connections_max=2)) as server:
        callers = [await Caller.call(server) for _ in range(2)]
        for caller in callers:
            await caller.write(wrap_mllp(b"x"))
            assert await caller.answer() == b"x"
        third = await Caller.call(server)
        assert await third.answer() is None
        assert server.connection_count == 2
        for caller in (*callers, third):
            await caller.close()


async def test_what_all_connections_hold_is_bounded() -> None:
    limits = MLLPLimits(buffered_bytes_max=100_000)
    async with await serve_mllp("127.0.0.1", 0, echo, limits=limits) as server:
        first, second = await Caller.call(server), await Caller.call(server)
        await first.write(b"\x0b" + b"x" * 60_000)
        await second.write(wrap_mllp(b"small"))
        assert await second.answer() == b"small"
        await second.write(b"\x0b" + b"x" * 60_000)
        assert await second.answer() is None
        await first.write(b"\x1c\r")
        assert await first.answer() == b"x" * 60_000
        await first.close()
        await second.close()


async def test_closing_lets_the_message_in_hand_end() -> None:
    started, may_end = asyncio.Event(), asyncio.Event()

    async def accept(message: bytes, peer: Peer) -> bytes:
        started.set()
        await may_end.wait()
        return b"ack of " + message

    server = await serve_mllp("127.0.0.1", 0, accept)
    caller, idle = await Caller.call(server), await Caller.call(server)
    await caller.write(wrap_mllp(b"one") + wrap_mllp(b"two"))
    await started.wait()
    closing = asyncio.ensure_future(server.close())
    assert await idle.answer() is None
    may_end.set()
    assert await caller.answer() == b"ack of one"
    assert await caller.answer() is None
    await closing
    assert server.connection_count == 0
    await caller.close()
    await idle.close()


async def test_closing_does_not_wait_for_ever() -> None:
    started = asyncio.Event()

    async def accept(message: bytes, peer: Peer) -> bytes:
        started.set()
        await asyncio.Event().wait()
        return b""

    server = await serve_mllp("127.0.0.1", 0, accept)
    caller = await Caller.call(server)
    await caller.write(wrap_mllp(b"one"))
    await started.wait()
    await server.close(grace_s=0.01)
    assert await caller.answer() is None
    await caller.close()


# Exposure and TLS


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "pfi.example.org", ""])
async def test_plain_text_stays_on_this_machine(host: str) -> None:
    with pytest.raises(ConfigurationError, match="TLS"):
        await serve_mllp(host, 0, echo)


async def test_off_this_machine_a_client_certificate_is_required(server_tls: ssl.SSLContext) -> None:
    server_tls.verify_mode = ssl.CERT_OPTIONAL
    with pytest.raises(ConfigurationError, match="certificat client"):
        await serve_mllp("0.0.0.0", 0, echo, tls=server_tls)


async def test_plain_text_off_this_machine_can_be_allowed() -> None:
    async with await serve_mllp("0.0.0.0", 0, echo, is_plain_allowed=True) as server:
        assert server.port


@pytest.mark.parametrize(
    ("host", "stays"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)],
)
def test_loopback(host: str, stays: bool) -> None:
    assert is_loopback(host) is stays


async def test_mutual_tls(pki: PKI, server_tls: ssl.SSLContext) -> None:
    peers: list[Peer] = []

    async def accept(message: bytes, peer: Peer) -> bytes:
        peers.append(peer)
        return message

    tls = make_client_tls(pki, pki.org_auth_cli)
    async with (
        await serve_mllp("0.0.0.0", 0, accept, tls=server_tls) as server,
        MLLPClient("127.0.0.1", server.port, tls=tls, server_hostname="localhost") as client,
    ):
        assert await client.send(b"x" * 300_000) == b"x" * 300_000
    assert peers[0].certificate_name
    assert len(peers[0].certificate_sha256) == 64
    assert peers[0].certificate_name in str(peers[0])


@pytest.mark.parametrize("which", ["none", "foreign", "expired"])
async def test_a_wrong_client_certificate_is_refused(pki: PKI, server_tls: ssl.SSLContext, which: str) -> None:
    pair = {"none": None, "foreign": pki.foreign_auth, "expired": pki.expired_auth}[which]
    tls = make_client_tls(pki, pair)
    async with (
        await serve_mllp("127.0.0.1", 0, echo, tls=server_tls) as server,
        MLLPClient("127.0.0.1", server.port, tls=tls, server_hostname="localhost") as client,
    ):
        with pytest.raises(RemoteFailure):
            await client.send(b"x")
