"""A small HTTP/1.1 server that can misbehave on purpose: cut, stay silent, answer twice, slowly or by half.

Web frameworks protect their answers from exactly what a simulator of failures must do, hence this protocol of our own
on httptools. It knows nothing of SOAP or of the DMP: a handler receives a request and gives a reply.
"""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import cast

import httptools

_log = logging.getLogger(__name__)

BODY_BYTES_MAX = 64 * 1024 * 1024
HEADERS_BYTES_MAX = 64 * 1024
PIPELINE_MAX = 16
IDLE_TIMEOUT_S = 75.0
SLOW_PIECES = 20


class Manner(Enum):
    """How a reply leaves."""

    WHOLE = "whole"
    SILENT = "silent"
    HANG_UP = "hang up"
    TWICE = "twice"
    LATE = "late"
    SLOW = "slow"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. headers: names in lower case, the last of two equal names wins. peer: client certificate (DER)."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    peer: bytes | None
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer, and the manner of it; delay_s counts for LATE and SLOW."""

    status: int
    content_type: str
    body: bytes
    manner: Manner = Manner.WHOLE
    delay_s: float = 0.0


Handler = Callable[[Request], Awaitable[Reply]]


def _render(reply: Reply) -> bytes:
    """Write a reply; one that is said twice announces the end of the connection, lest the next request take it."""
    connection = "close" if reply.manner is Manner.TWICE else "keep-alive"
    head = (
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\nContent-Type: {reply.content_type}\r\n"
        f"Content-Length: {len(reply.body)}\r\nConnection: {connection}\r\n\r\n"
    )
    return head.encode() + reply.body


def _plain(status: int, text: str) -> Reply:
    return Reply(status=status, content_type="text/plain; charset=utf-8", body=text.encode())


@dataclass(slots=True)
class _Draft:
    """A request while it arrives."""

    url: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    headers_size: int = 0
    body: list[bytes] = field(default_factory=list)
    body_size: int = 0


class HTTPConnection(asyncio.Protocol):
    """One connection: requests are read as they come and answered in their order."""

    def __init__(self, handler: Handler, connections: "set[HTTPConnection]") -> None:
        self._handler = handler
        self._connections = connections
        self._parser = httptools.HttpRequestParser(self)
        self._draft = _Draft()
        self._waiting: deque[Request] = deque()
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._heard_at = 0.0
        self._peer: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass
        tls = transport.get_extra_info("ssl_object")
        self._peer = tls.getpeercert(binary_form=True) if tls is not None else None
        self._connections.add(self)
        self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        self._connections.discard(self)
        if self._idle is not None:
            self._idle.cancel()
        if self._task is not None:
            self._task.cancel()

    def abort(self) -> None:
        """Cut the connection now."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self._rest()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._refuse(400, "Upgrade is not served here.")
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(cause, _TooLarge):
                self._refuse(cause.status, str(cause))
            else:
                self._refuse(400, "This is not HTTP/1.1.")

    def _rest(self) -> None:
        """Count the silence from now; the timer that runs is left to find out, rather than made again."""
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        if self._idle is None:
            self._idle = loop.call_later(IDLE_TIMEOUT_S, self._close_if_idle)

    def _close_if_idle(self) -> None:
        loop = asyncio.get_running_loop()
        left_s = self._heard_at + IDLE_TIMEOUT_S - loop.time()
        if left_s > 0 or self._task is not None:
            self._idle = loop.call_later(max(left_s, 1.0), self._close_if_idle)
        elif self._transport is not None:
            self._idle = None
            self._transport.close()

    def _refuse(self, status: int, text: str) -> None:
        assert self._transport is not None
        self._transport.write(_render(_plain(status, text)))
        self._transport.close()

    # Callbacks of the parser.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._draft = _Draft()

    def on_url(self, url: bytes) -> None:
        """A piece of the target."""
        self._draft.url += url
        self._count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._count_head(len(name) + len(value))
        self._draft.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def _count_head(self, size: int) -> None:
        self._draft.headers_size += size
        if self._draft.headers_size > HEADERS_BYTES_MAX:
            raise _TooLarge(431, "The headers are too large.")

    def on_headers_complete(self) -> None:
        """The headers are whole."""
        if self._draft.headers.get("expect", "").lower() == "100-continue" and self._transport is not None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._draft.body_size += len(body)
        if self._draft.body_size > BODY_BYTES_MAX:
            raise _TooLarge(413, "The body is too large.")
        self._draft.body.append(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        url = httptools.parse_url(self._draft.url)
        request = Request(
            method=self._parser.get_method().decode("latin-1"),
            path=(url.path or b"/").decode("latin-1"),
            query=(url.query or b"").decode("latin-1"),
            headers=self._draft.headers,
            body=b"".join(self._draft.body),
            peer=self._peer,
        )
        self._draft = _Draft()
        if len(self._waiting) >= PIPELINE_MAX:
            raise _TooLarge(429, "Too many requests wait on this connection.")
        self._waiting.append(request)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._answer_all())

    async def _answer_all(self) -> None:
        try:
            while self._waiting:
                request = self._waiting.popleft()
                try:
                    reply = await self._handler(request)
                except Exception:
                    _log.exception("http.handler_failed")
                    reply = _plain(500, "The simulator itself failed; see its log.")
                await self._deliver(reply)
        finally:
            self._task = None

    async def _deliver(self, reply: Reply) -> None:
        transport = self._transport
        assert transport is not None
        data = _render(reply)
        if reply.manner is Manner.SILENT:
            await asyncio.get_running_loop().create_future()
        elif reply.manner is Manner.HANG_UP:
            transport.abort()
        elif reply.manner is Manner.TWICE:
            transport.write(data + data)
            transport.close()
        elif reply.manner is Manner.TRUNCATED:
            transport.write(data[: len(data) - (len(reply.body) + 1) // 2])
            transport.close()
        elif reply.manner is Manner.SLOW:
            await self._dribble(transport, data, reply.delay_s)
        else:
            if reply.manner is Manner.LATE:
                await asyncio.sleep(reply.delay_s)
            transport.write(data)
        self._rest()

    @staticmethod
    async def _dribble(transport: asyncio.Transport, data: bytes, delay_s: float) -> None:
        step = max(1, len(data) // SLOW_PIECES)
        for start in range(0, len(data), step):
            await asyncio.sleep(delay_s / SLOW_PIECES)
            transport.write(data[start : start + step])


class _TooLarge(Exception):
    """A bound was passed; status: what to answer."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        super().__init__(text)


class HTTPServer:
    """A listening address that can be closed and opened again, for the fault « down »."""

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None, host: str, port: int) -> None:
        self._handler = handler
        self._tls = tls
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[HTTPConnection] = set()

    @property
    def port(self) -> int:
        """The port in use, known once opened and kept when reopened."""
        return self._port

    async def open(self) -> None:
        """Listen; does nothing when it listens already."""
        if self._server is not None:
            return
        self._server = await asyncio.get_running_loop().create_server(
            lambda: HTTPConnection(self._handler, self._connections),
            self._host,
            self._port,
            ssl=self._tls,
            backlog=512,
            reuse_address=True,
        )
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and cut every connection."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        for connection in tuple(self._connections):
            connection.abort()
        await server.wait_closed()
