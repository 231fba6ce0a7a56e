"""One connection as lines and blocks of bytes, with STARTTLS; the base of the SMTP and IMAP servers.

Bytes are gathered in one buffer that remembers how far it was searched, so that a large message costs one pass.
No protocol lives here.
"""

import asyncio
import ssl
from typing import cast

from cryptography import x509

LINE_BYTES_MAX = 16 * 1024
UNREAD_BYTES_MAX = 1024 * 1024
IDLE_TIMEOUT_S = 300.0


class ConnectionClosed(Exception):
    """The peer left, or passed a bound."""


class Wire(asyncio.Protocol):
    """A server side connection."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.peer = ""
        self._buffer = bytearray()
        self._searched = 0
        self._is_closed = False
        self._is_ended = False
        self._is_paused = False
        self._wanted = 0
        self._reader: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass
        peer = transport.get_extra_info("peername")
        self.peer = f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else ""

    def data_received(self, data: bytes) -> None:
        """Gather bytes; stop reading when nobody takes them."""
        self._buffer += data
        if not self._is_paused and len(self._buffer) > max(UNREAD_BYTES_MAX, self._wanted) and self.transport:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool | None:
        """Note that nothing more will come; what came is still answered."""
        self._is_ended = True
        self._wake()
        return None

    def connection_lost(self, error: Exception | None) -> None:
        """Wake whoever waits."""
        self._is_closed = True
        self._wake()
        if self._writable and not self._writable.done():
            self._writable.set_result(None)

    def pause_writing(self) -> None:
        """Make `drain` wait."""
        self._writable = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """Let `drain` go on."""
        if self._writable and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    def _wake(self) -> None:
        if self._reader and not self._reader.done():
            self._reader.set_result(None)

    # What a server calls

    async def _more(self, timeout_s: float) -> None:
        if self._is_closed or self._is_ended:
            raise ConnectionClosed
        if self._is_paused and self.transport:
            self._is_paused = False
            self.transport.resume_reading()
        self._reader = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._reader, timeout_s)
        except TimeoutError as error:
            raise ConnectionClosed from error
        finally:
            self._reader = None

    def _take(self, length: int) -> bytes:
        taken = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        self._searched = 0
        return taken

    async def read_line(self, timeout_s: float = IDLE_TIMEOUT_S) -> bytes:
        """Read one line without its end. Raises ConnectionClosed at the end, on silence, or past LINE_BYTES_MAX."""
        while (end := self._buffer.find(b"\n", self._searched)) == -1:
            self._searched = len(self._buffer)
            if self._searched > LINE_BYTES_MAX:
                raise ConnectionClosed
            await self._more(timeout_s)
        return self._take(end + 1).rstrip(b"\r\n")

    async def read_exactly(self, length: int, timeout_s: float = IDLE_TIMEOUT_S) -> bytes:
        """Read so many bytes. The caller bounds the length."""
        self._wanted = length
        try:
            while len(self._buffer) < length:
                await self._more(timeout_s)
        finally:
            self._wanted = 0
        return self._take(length)

    async def read_data(self, size_bytes_max: int, timeout_s: float = IDLE_TIMEOUT_S) -> bytes | None:
        """Read the text of a mail up to the lone dot, dots unstuffed; None when it was too big (and was thrown away).

        Rule: RFC 5321 §4.1.1.4, §4.5.2.
        """
        self._wanted = size_bytes_max
        is_too_big = False
        try:
            while True:
                if not is_too_big and self._buffer[:3] == b".\r\n":
                    self._take(3)
                    return b""
                end = self._buffer.find(b"\r\n.\r\n", self._searched)
                if end != -1:
                    break
                self._searched = max(0, len(self._buffer) - 4)
                if self._searched > size_bytes_max:
                    is_too_big = True
                    self._take(self._searched)
                await self._more(timeout_s)
        finally:
            self._wanted = 0
        text = self._take(end + 5)
        if is_too_big or end + 2 > size_bytes_max:
            return None
        if text.startswith(b"."):
            text = text[1:]
        return text[:-3].replace(b"\r\n..", b"\r\n.")

    @property
    def has_unread(self) -> bool:
        """True when the peer has already sent more."""
        return bool(self._buffer)

    @property
    def is_closed(self) -> bool:
        """True when nothing more can be written."""
        return self._is_closed or self.transport is None or self.transport.is_closing()

    def write(self, data: bytes) -> None:
        """Queue bytes for the peer; lost when it has left."""
        if not self.is_closed and self.transport:
            self.transport.write(data)

    async def drain(self) -> None:
        """Wait until the peer has taken enough. Raises ConnectionClosed when it has left."""
        if self._writable is not None:
            await self._writable
        if self._is_closed:
            raise ConnectionClosed

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Go over to TLS, forgetting whatever was sent in clear after the command. Raises ConnectionClosed.

        Rule: RFC 3207 §4.2 (nothing learnt before TLS is kept).
        """
        assert self.transport is not None
        self._buffer.clear()
        self._searched = 0
        loop = asyncio.get_running_loop()
        try:
            upgraded = await loop.start_tls(self.transport, self, context, server_side=True, ssl_handshake_timeout=20)
        except (OSError, TimeoutError) as error:
            raise ConnectionClosed from error
        if upgraded is None:
            raise ConnectionClosed
        self.transport = upgraded

    @property
    def certificate(self) -> x509.Certificate | None:
        """The client certificate that the handshake proved; None when there was none."""
        handle = self.transport.get_extra_info("ssl_object") if self.transport else None
        encoded = handle.getpeercert(binary_form=True) if handle is not None else None
        return x509.load_der_x509_certificate(encoded) if encoded else None

    @property
    def certificate_name(self) -> str:
        """CN of the client certificate; empty when there is none."""
        certificate = self.certificate
        if certificate is None:
            return ""
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(names[0].value) if names else ""

    def close(self) -> None:
        """Close after what was written."""
        if self.transport:
            self.transport.close()

    def abort(self) -> None:
        """Cut at once."""
        if self.transport:
            self.transport.abort()
