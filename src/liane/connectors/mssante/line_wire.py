"""One client connection as lines and blocks of bytes, with STARTTLS; the ground of the SMTP and IMAP clients.

Nothing lingers unseen: `write` returns once the system has taken every byte. That is why TLS is done here, over the
plain transport: the event loop's own TLS says that it has written while its buffers are still full, and then nobody
could tell whether the final dot of a mail has left. No protocol of mail lives here.
Rule: RFC 3207 §4.2; mssante.md §3.1.
"""

import asyncio
import ssl
from typing import cast

LINE_BYTES_MAX = 64 * 1024
UNREAD_BYTES_MAX = 1024 * 1024
READ_BYTES = 256 * 1024


class ConnectionLost(Exception):
    """The connection failed, closed, stayed silent or passed a bound."""


class LineWire(asyncio.Protocol):
    """The client side of a connection."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._searched = 0
        self._wanted = 0
        self._is_closed = False
        self._is_paused = False
        self._reading: asyncio.Future[None] | None = None
        self._writing: asyncio.Future[None] | None = None
        self._tls: ssl.SSLObject | None = None
        self._from_peer = ssl.MemoryBIO()
        self._to_peer = ssl.MemoryBIO()
        self._tls_error: ssl.SSLError | None = None
        self._is_handshaking = False

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport and let nothing linger in its buffer unseen."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass
        self._transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        """Gather bytes, out of TLS when it is on; stop reading when nobody takes them."""
        if self._tls is None:
            self._buffer += data
        else:
            self._from_peer.write(data)
            if not self._is_handshaking:
                self._decrypt(self._tls)
        if not self._is_paused and len(self._buffer) > max(UNREAD_BYTES_MAX, self._wanted) and self._transport:
            self._is_paused = True
            self._transport.pause_reading()
        _resolve(self._reading)

    def _decrypt(self, tls: ssl.SSLObject) -> None:
        try:
            while clear := tls.read(READ_BYTES):
                self._buffer += clear
            self._is_closed = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            self._tls_error = error
            self._is_closed = True
        if self._to_peer.pending and self._transport and not self._transport.is_closing():
            self._transport.write(self._to_peer.read())

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

    async def _more(self) -> None:
        if self._is_closed:
            raise self._lost()
        if self._is_paused and self._transport:
            self._is_paused = False
            self._transport.resume_reading()
        self._reading = asyncio.get_running_loop().create_future()
        await self._reading

    async def read_line(self) -> bytes:
        """Read one line without its end. Raises ConnectionLost; the caller bounds the time."""
        while (end := self._buffer.find(b"\n", self._searched)) == -1:
            self._searched = len(self._buffer)
            if self._searched > LINE_BYTES_MAX:
                raise ConnectionLost("ligne trop longue")
            await self._more()
        if end > LINE_BYTES_MAX:
            raise ConnectionLost("ligne trop longue")
        return self._take(end + 1).rstrip(b"\r\n")

    async def read_exactly(self, length: int) -> bytes:
        """Read so many bytes; the caller bounds the length and the time. Raises ConnectionLost."""
        self._wanted = length
        try:
            while len(self._buffer) < length:
                await self._more()
        finally:
            self._wanted = 0
        return self._take(length)

    def _take(self, length: int) -> bytes:
        taken = bytes(memoryview(self._buffer)[:length])
        del self._buffer[:length]
        self._searched = 0
        return taken

    async def write(self, data: bytes, timeout_s: float) -> None:
        """Send bytes and wait until the system has taken them all. Raises ConnectionLost."""
        if self._is_closed or self._transport is None:
            raise self._lost()
        if self._tls is not None:
            self._tls.write(data)
            data = self._to_peer.read()
        self._transport.write(data)
        try:
            async with asyncio.timeout(timeout_s):
                await self._flush(self._transport)
        except TimeoutError as error:
            raise ConnectionLost(f"l'opérateur ne lit plus depuis {timeout_s:g} s") from error
        if self._is_closed:
            raise self._lost()

    async def _flush(self, transport: asyncio.Transport) -> None:
        while transport.get_write_buffer_size() and not self._is_closed:
            if self._writing is None:
                await asyncio.sleep(0)  # uvloop writes at the end of the turn
            else:
                await self._writing

    def _lost(self) -> ConnectionLost:
        reason = f" ({self._tls_error.reason})" if self._tls_error else ""
        return ConnectionLost(f"connexion fermée par l'opérateur{reason}")

    async def start_tls(self, context: ssl.SSLContext, server_name: str, timeout_s: float) -> None:
        """Go over to TLS. Raises ssl.SSLError, OSError, or ConnectionLost when clear text came after the answer.

        Rule: RFC 3207 §4.2, RFC 3501 §6.2.1: no reply injected before TLS is believed after it.
        """
        if self._buffer or self._transport is None:
            raise ConnectionLost("du texte en clair suit la réponse à STARTTLS")
        self._tls = context.wrap_bio(self._from_peer, self._to_peer, server_hostname=server_name)
        self._is_handshaking = True
        async with asyncio.timeout(timeout_s):
            await self._shake_hands(self._tls, self._transport)
        self._transport.write(self._to_peer.read())
        self._is_handshaking = False
        self._decrypt(self._tls)

    async def _shake_hands(self, tls: ssl.SSLObject, transport: asyncio.Transport) -> None:
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                transport.write(self._to_peer.read())
            except ssl.SSLError:
                transport.write(self._to_peer.read())
                raise
            else:
                return
            try:
                await self._more()
            except ConnectionLost as error:
                raise ConnectionResetError("l'opérateur a rompu la négociation TLS") from error

    def close(self) -> None:
        """Close at once."""
        self._is_closed = True
        if self._transport:
            self._transport.abort()


def _resolve(future: "asyncio.Future[None] | None") -> None:
    if future is not None and not future.done():
        future.set_result(None)
