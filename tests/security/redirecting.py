"""A server that sends its callers elsewhere: a redirection for whatever it was not given an answer to."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Redirecting:
    """A running one. url: without trailing slash. asked: first line of each request."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextlib.asynccontextmanager
async def sending_elsewhere(
    elsewhere: str,
    *,
    status: int = 307,
    tls: ssl.SSLContext | None = None,
    answers: Mapping[str, bytes] | None = None,
) -> AsyncIterator[Redirecting]:
    """Serve on loopback. answers: JSON by path; every other path is redirected to ``elsewhere``."""
    known = dict(answers or {})
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            sizes = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
            await reader.readexactly(int(sizes[0]) if sizes else 0)
            asked.append(first)
            body = known.get(first.split()[1].partition("?")[0])
            told = f"{status} X\r\nLocation: {elsewhere}" if body is None else "200 OK"
            kind = "Content-Type: application/json\r\n"
            writer.write(f"HTTP/1.1 {told}\r\n{kind}Content-Length: {len(body or b'')}\r\n".encode())
            writer.write(b"Connection: close\r\n\r\n" + (body or b""))
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    scheme = "http" if tls is None else "https"
    try:
        yield Redirecting(f"{scheme}://127.0.0.1:{listener.sockets[0].getsockname()[1]}", asked)
    finally:
        listener.close()
        await listener.wait_closed()
