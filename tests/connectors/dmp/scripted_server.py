"""A DMP that does what a test tells it: answers as scripted, over mutual TLS, on loopback."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from liane.codecs.soap.envelope import Addressing, parse_envelope, render_answer
from liane.codecs.soap.mtom import parse_multipart
from liane.connectors.dmp.connection import DMPConnection
from tests.codecs.xmldsig.signing import TestIdentity, client, server


@dataclass(frozen=True)
class Received:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: bytes
    connection: int
    cipher: str

    @property
    def message_id(self) -> str:
        root = parse_multipart(self.headers["content-type"], self.body).root
        return parse_envelope(root).addressing.message_id


HANG = b"HANG"
CUT = b"CUT"
Script = Callable[[Received], bytes]


def http_answer(body: bytes, *, status: int = 200, content_type: str = "application/soap+xml; charset=UTF-8") -> bytes:
    """A whole HTTP answer."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def soap_answer(received: Received, body: object, *, relates_to: str | None = None) -> bytes:
    """An envelope that answers a request, as an HTTP answer."""
    addressing = Addressing(
        action="urn:answer",
        message_id="urn:uuid:reponse",
        relates_to=received.message_id if relates_to is None else relates_to,
    )
    return http_answer(render_answer(addressing, body))  # type: ignore[arg-type]


@dataclass
class ScriptedDMP:
    """A running server. script: what to answer; received: what came."""

    port: int
    folder: Path
    script: Script = field(default=lambda received: CUT)
    received: list[Received] = field(default_factory=list)

    def connection(self, **changes: object) -> DMPConnection:
        """Settings that lead to this server."""
        settings: dict[str, object] = {
            "base_url": f"https://localhost:{self.port}/services",
            "client_certificate": self.folder / "client.pem",
            "client_key": self.folder / "client.key",
            "authorities": self.folder / "authority.pem",
            "timeout_s": 5.0,
        }
        return DMPConnection(**(settings | changes))  # type: ignore[arg-type]


def write_identity(folder: Path, name: str, identity: TestIdentity) -> None:
    """Lay the PEM files of an identity."""
    (folder / f"{name}.pem").write_bytes(identity.certificate_pem)
    (folder / f"{name}.key").write_bytes(identity.key_pem)
    (folder / "authority.pem").write_bytes(identity.authority_pem)


def tls_of_server(folder: Path) -> ssl.SSLContext:
    """Mutual TLS that demands a client certificate of the test authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    context.load_verify_locations(folder / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def _read_request(reader: asyncio.StreamReader, connection: int, cipher: str) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.split("\r\n")
    headers = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers["content-length"]))
    return Received(path=first.split()[1], headers=headers, body=body, connection=connection, cipher=cipher)


@contextlib.asynccontextmanager
async def run_scripted_dmp(folder: Path, tls: ssl.SSLContext | None = None) -> AsyncIterator[ScriptedDMP]:
    """Start the server, stop it at the end with every connection."""
    write_identity(folder, "server", server())
    write_identity(folder, "client", client())
    dmp = ScriptedDMP(port=0, folder=folder)
    writers: list[asyncio.StreamWriter] = []
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        rank = len(writers)
        cipher = writer.get_extra_info("cipher")[0]
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                received = await _read_request(reader, rank, cipher)
                dmp.received.append(received)
                answer = dmp.script(received)
                if answer == HANG:
                    await over.wait()
                    break
                if answer.startswith(CUT):
                    writer.write(answer.removeprefix(CUT))
                    break
                writer.write(answer)
                await writer.drain()
        writer.close()

    listener = await asyncio.start_server(serve, "localhost", 0, ssl=tls or tls_of_server(folder))
    dmp.port = listener.sockets[0].getsockname()[1]
    try:
        yield dmp
    finally:
        over.set()
        listener.close()
        for writer in writers:
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()
