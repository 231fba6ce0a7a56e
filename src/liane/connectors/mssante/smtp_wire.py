"""One SMTP connection as commands and replies, with STARTTLS, and the text of a mail sent in one piece.

The caller knows exactly how far a mail went: the final dot is written only after every byte of the text has left our
buffers. No decision lives here. Rule: RFC 5321, RFC 3207; mssante.md §3.1.
"""

import asyncio
import re
import ssl
from dataclasses import dataclass
from typing import cast

REPLY_LINES_MAX = 100
LINE_BYTES_MAX = 4096
_LONE_LF = re.compile(rb"(?<!\r)\n")
_LONE_CR = re.compile(rb"\r(?!\n)")


class SMTPConnectionLost(Exception):
    """The connection failed, closed, stayed silent or spoke no SMTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SMTPReply:
    """One reply. text: all its lines without their code, joined by line feeds."""

    code: int
    text: str

    @property
    def is_success(self) -> bool:
        """True for 2xx."""
        return 200 <= self.code < 300

    @property
    def is_refusal(self) -> bool:
        """True for 5xx, a definite no."""
        return 500 <= self.code < 600

    @property
    def line(self) -> str:
        """The reply as one line."""
        return f"{self.code} {' '.join(self.text.split())}"


class SMTPWire(asyncio.Protocol):
    """The client side of a connection."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._is_closed = False
        self._reading: asyncio.Future[None] | None = None
        self._writing: asyncio.Future[None] | None = None

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport and let nothing linger in its buffer unseen."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass
        self._transport.set_write_buffer_limits(high=1, low=0)

    def data_received(self, data: bytes) -> None:
        """Gather bytes."""
        self._buffer += data
        if len(self._buffer) > REPLY_LINES_MAX * LINE_BYTES_MAX and self._transport:
            self._transport.abort()
        _resolve(self._reading)

    def eof_received(self) -> bool | None:
        """Treat a half-closed connection as closed."""
        self._is_closed = True
        _resolve(self._reading)
        return None

    def connection_lost(self, error: Exception | None) -> None:
        """Wake whoever waits."""
        self._is_closed = True
        _resolve(self._reading)
        _resolve(self._writing)

    def pause_writing(self) -> None:
        """Bytes are waiting in a buffer."""
        self._writing = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """No byte waits any more."""
        _resolve(self._writing)
        self._writing = None

    # What a client calls

    @property
    def is_usable(self) -> bool:
        """True while the connection is open and nothing unexpected was received on it."""
        return not self._is_closed and not self._buffer and self._transport is not None

    async def read_reply(self, timeout_s: float) -> SMTPReply:
        """Read one reply, its continuation lines included. Raises SMTPConnectionLost."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._read_reply()
        except TimeoutError as error:
            raise SMTPConnectionLost(f"aucune réponse en {timeout_s:g} s") from error

    async def _read_reply(self) -> SMTPReply:
        lines: list[str] = []
        while len(lines) < REPLY_LINES_MAX:
            line = (await self._read_line()).decode("utf-8", "replace")
            if not re.match(r"[2-5]\d\d(?:[ -]|\Z)", line):
                raise SMTPConnectionLost("réponse illisible")
            lines.append(line[4:])
            if line[3:4] != "-":
                return SMTPReply(code=int(line[:3]), text="\n".join(lines))
        raise SMTPConnectionLost("réponse trop longue")

    async def _read_line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) == -1:
            if self._is_closed or len(self._buffer) > LINE_BYTES_MAX:
                raise SMTPConnectionLost("connexion fermée par l'opérateur")
            self._reading = asyncio.get_running_loop().create_future()
            await self._reading
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        return line

    async def write(self, data: bytes, timeout_s: float) -> None:
        """Send bytes and wait until the system has taken them all. Raises SMTPConnectionLost."""
        if self._is_closed or self._transport is None:
            raise SMTPConnectionLost("connexion fermée par l'opérateur")
        self._transport.write(data)
        if self._writing is not None:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._writing
            except TimeoutError as error:
                raise SMTPConnectionLost(f"l'opérateur ne lit plus depuis {timeout_s:g} s") from error
        if self._is_closed:
            raise SMTPConnectionLost("connexion fermée par l'opérateur")

    async def start_tls(self, context: ssl.SSLContext, server_name: str, timeout_s: float) -> None:
        """Go over to TLS. Raises ssl.SSLError, OSError, or SMTPConnectionLost when clear text came after the answer.

        Rule: RFC 3207 §4.2, and no reply injected before TLS is believed after it.
        """
        if self._buffer or self._transport is None:
            raise SMTPConnectionLost("du texte en clair suit la réponse à STARTTLS")
        upgraded = await asyncio.get_running_loop().start_tls(
            self._transport, self, context, server_hostname=server_name, ssl_handshake_timeout=timeout_s
        )
        if upgraded is None:
            raise SMTPConnectionLost("connexion fermée pendant la négociation TLS")
        self._transport = upgraded
        upgraded.set_write_buffer_limits(high=1, low=0)

    def close(self) -> None:
        """Close at once."""
        self._is_closed = True
        if self._transport:
            self._transport.abort()


def _resolve(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)


def stuff_dots(raw: bytes) -> bytes:
    """Make the text that DATA carries: CRLF everywhere, leading dots doubled, CRLF at the end; the final dot apart.

    Rule: RFC 5321 §2.3.8, §4.5.2.
    """
    if raw.count(b"\n") != raw.count(b"\r\n") or raw.count(b"\r") != raw.count(b"\r\n"):
        raw = _LONE_LF.sub(b"\r\n", _LONE_CR.sub(b"\r\n", raw))
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
