"""A batch counts as taken when the collector closed after reading it; anything else is told as what it is."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from liane.connectors.syslog.collector import CollectorSettings, SyslogCollector
from liane.domain.errors import ConfigurationError, RemoteOutcomeUnknown, RemoteUnavailable
from liane_sandbox.pki.folder import PKI, make_pki
from tests.pki_kit import make_cheap_pki

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("syslog"))


@dataclass(slots=True)
class Collector:
    """What a collector received, connection by connection."""

    port: int
    received: list[bytes] = field(default_factory=list)


def read_all(link: ssl.SSLSocket, collector: Collector) -> None:
    """Read to the end, then close in turn."""
    data = b""
    while part := link.recv(65536):
        data += part
    collector.received.append(data)
    link.unwrap().close()


def hang_up(link: ssl.SSLSocket, collector: Collector) -> None:
    """Reset the connection in the middle of the reading."""
    link.recv(10)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


def stay_silent(link: ssl.SSLSocket, collector: Collector) -> None:
    """Read all, and never close."""
    with contextlib.suppress(OSError):
        while link.recv(65536):
            pass
        silence.wait(10)


silence = threading.Event()


@contextlib.contextmanager
def running(pki: PKI, behave: Callable[[ssl.SSLSocket, Collector], None]) -> Iterator[Collector]:
    """A collector of one connection, in a thread."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        collector = Collector(port=listener.getsockname()[1])

        def serve() -> None:
            plain, _ = listener.accept()
            with plain, contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as link:
                behave(link, collector)

        thread = threading.Thread(target=serve)
        thread.start()
        yield collector
        silence.set()
        thread.join(10)
        silence.clear()


def towards(pki: PKI, port: int, *, timeout_s: float = 5.0) -> SyslogCollector:
    return SyslogCollector(
        CollectorSettings(host="localhost", port=port, authorities=pki.authorities, timeout_s=timeout_s)
    )


async def test_lines_arrive_framed_and_whole(pki: PKI) -> None:
    with running(pki, read_all) as collector:
        await towards(pki, collector.port).send([b"une ligne", "une ligne accentuée".encode()])
    assert collector.received == [b"9 une ligne20 une ligne accentu\xc3\xa9e"]


async def test_a_reset_leaves_a_doubt(pki: PKI) -> None:
    with running(pki, hang_up) as collector, pytest.raises(RemoteOutcomeUnknown):
        await towards(pki, collector.port).send([b"x" * 1_000_000])
    assert collector.received == []


async def test_silence_leaves_a_doubt(pki: PKI) -> None:
    with running(pki, stay_silent) as collector, pytest.raises(RemoteOutcomeUnknown):
        await towards(pki, collector.port, timeout_s=0.2).send([b"x"])


async def test_an_absent_collector_took_nothing(pki: PKI) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(RemoteUnavailable, match="ConnectionRefused"):
        await towards(pki, port).send([b"x"])


async def test_an_unknown_certificate_is_refused(pki: PKI, tmp_path_factory: pytest.TempPathFactory) -> None:
    stranger = make_pki(tmp_path_factory.mktemp("stranger"))
    with (
        running(stranger, read_all) as collector,
        pytest.raises(RemoteUnavailable, match="TLS CERTIFICATE_VERIFY_FAILED"),
    ):
        await towards(pki, collector.port).send([b"x"])
    assert collector.received == []


def test_files_that_cannot_be_used_stop_the_start(pki: PKI) -> None:
    absent = pki.authorities.with_name("absent.pem")
    with pytest.raises(ConfigurationError, match=r"audit\.syslog"):
        SyslogCollector(CollectorSettings(host="localhost", port=6514, authorities=absent))
