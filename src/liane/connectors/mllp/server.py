"""MLLP server: the socket side of the reception. It frames, orders, bounds and answers; it decides nothing.

One message of a connection is in hand at a time: the answer of the first leaves before the second is given to
``accept``, so that a patient's messages keep their order. Nothing is acknowledged before ``accept`` returns.
Rule: hl7v2.md §2 (MLLP, one message in flight, mutual TLS), §2.1; style.md §3.
"""

import asyncio
import contextlib
import logging
import ssl
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import SIZE_BYTES_MAX, parse_message
from liane.codecs.hl7v2.mllp import CUT_CODE, START, MLLPReceiver, wrap_mllp
from liane.connectors.mllp.peer import Peer, is_loopback, read_peer
from liane.domain.errors import ConfigurationError, Finding, InvalidInput, MalformedMessage

PENDING_MESSAGES_MAX = 64
"""Messages read and not yet answered, per connection; past it the connection is no longer read."""
CLOSE_GRACE_S = 10.0
FIRST_SEGMENT_BYTES_MAX = 65_536

Accept = Callable[[bytes, Peer], Awaitable[bytes]]
OnMalformed = Callable[[bytes, Peer, tuple[Finding, ...]], Awaitable[None]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MLLPLimits:
    """Bounds of a listener.

    idle_timeout_s: silence after which a connection without work is closed. buffered_bytes_max: bytes of unfinished
    frames and waiting messages, all connections together; the connection that passes it is cut.
    """

    frame_size_bytes_max: int = SIZE_BYTES_MAX
    idle_timeout_s: float = 3600.0
    connections_max: int = 200
    buffered_bytes_max: int = 512 * 1024 * 1024


class MLLPServer:
    """A listener that runs; close it to stop. Made by ``serve_mllp``."""

    def __init__(self, accept: Accept, limits: MLLPLimits, on_malformed: OnMalformed | None) -> None:
        self._accept = accept
        self._limits = limits
        self._on_malformed = on_malformed
        self._connections: set[_Connection] = set()
        self._listener: asyncio.Server | None = None
        self._buffered_bytes = 0
        self.is_closing = False

    @property
    def port(self) -> int:
        """The port listened to, the one chosen by the system when 0 was asked."""
        assert self._listener is not None
        return int(self._listener.sockets[0].getsockname()[1])

    @property
    def connection_count(self) -> int:
        """Connections open now."""
        return len(self._connections)

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        """Listen. Raises OSError when the port is taken."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._connect, host, port, ssl=tls)

    def _connect(self) -> asyncio.Protocol:
        return _Connection(self, self._accept, self._limits, self._on_malformed)

    def admit(self, connection: "_Connection") -> bool:
        """Count a connection in; False when it is one too many or the server is closing."""
        if self.is_closing or len(self._connections) >= self._limits.connections_max:
            return False
        self._connections.add(connection)
        return True

    def forget(self, connection: "_Connection") -> None:
        """Count a connection out."""
        self._connections.discard(connection)

    def weigh(self, change_bytes: int) -> bool:
        """Count buffered bytes in or out; False when there are too many."""
        self._buffered_bytes += change_bytes
        return self._buffered_bytes <= self._limits.buffered_bytes_max

    async def close(self, grace_s: float = CLOSE_GRACE_S) -> None:
        """Stop listening, let each connection finish the message in hand (grace_s at most), then close them."""
        self.is_closing = True
        if self._listener is not None:
            self._listener.close()
        ends = [connection.finish() for connection in tuple(self._connections)]
        if ends:
            await asyncio.wait(ends, timeout=grace_s)
        for connection in tuple(self._connections):
            connection.abort()
        if self._listener is not None:
            await self._listener.wait_closed()

    async def __aenter__(self) -> "MLLPServer":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def serve_mllp(
    host: str,
    port: int,
    accept: Accept,
    *,
    tls: ssl.SSLContext | None = None,
    limits: MLLPLimits | None = None,
    on_malformed: OnMalformed | None = None,
    is_plain_allowed: bool = False,
) -> MLLPServer:
    """Listen for HL7 v2 messages and answer each with what ``accept`` returns.

    accept: called with the bytes of one message and its sender; returns the acknowledgement once the message is
    durable. When it raises, AR is answered. on_malformed: gets the bytes that are no frame, to keep them. Off
    loopback, TLS with a client certificate is mandatory unless is_plain_allowed. Raises ConfigurationError when it is
    missing, OSError when the port is taken. Rule: hl7v2.md §2; REM SSI/GEN.12.
    """
    check_exposure(host, tls, is_plain_allowed=is_plain_allowed)
    server = MLLPServer(accept, limits or MLLPLimits(), on_malformed)
    await server.start(host, port, tls)
    return server


def check_exposure(host: str, tls: ssl.SSLContext | None, *, is_plain_allowed: bool) -> None:
    """Refuse to listen off this machine without mutual TLS. Raises ConfigurationError."""
    if is_loopback(host) or is_plain_allowed:
        return
    if tls is None:
        raise ConfigurationError(
            f"L'écoute MLLP sur {host} exige TLS avec certificat client (ou le réglage qui autorise l'écoute en clair)."
        )
    if tls.verify_mode is not ssl.CERT_REQUIRED:
        raise ConfigurationError(f"L'écoute MLLP sur {host} doit exiger un certificat client (CERT_REQUIRED).")


class _Connection(asyncio.Protocol):
    """One caller. Messages wait in ``_pending``; one task answers them in order."""

    def __init__(
        self, server: MLLPServer, accept: Accept, limits: MLLPLimits, on_malformed: OnMalformed | None
    ) -> None:
        self._server = server
        self._accept = accept
        self._limits = limits
        self._on_malformed = on_malformed
        self._receiver = MLLPReceiver(size_bytes_max=limits.frame_size_bytes_max)
        self._pending: deque[bytes] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._peer = Peer(address="")
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writable = asyncio.Event()
        self._writable.set()
        self._is_paused = False
        self._is_tls = False
        self._is_ending = False
        self._weight_bytes = 0
        self._pending_bytes = 0

    # Called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transports do not derive from it
        self._peer = read_peer(transport)
        self._is_tls = transport.get_extra_info("sslcontext") is not None
        if not self._server.admit(self):
            _log.warning("mllp.connection_refused", extra={"peer": str(self._peer)})
            transport.close()
            return
        self._rest()

    def data_received(self, data: bytes) -> None:
        if self._is_ending:
            return
        try:
            messages = self._receiver.feed(data)
        except MalformedMessage:
            messages = []
        self._pending.extend(messages)
        self._pending_bytes += sum(map(len, messages))
        if self._receiver.defect is not None:
            self._is_ending = True
        if self._weigh():
            self._wake()
        else:
            _log.warning("mllp.too_many_bytes", extra={"peer": str(self._peer)})
            self._is_ending = True
            self.abort()

    def _weigh(self) -> bool:
        """Tell the server what this connection holds."""
        weight = self._pending_bytes + self._receiver.buffered_bytes
        change, self._weight_bytes = weight - self._weight_bytes, weight
        return self._server.weigh(change)

    def eof_received(self) -> bool:
        """The caller closes its side: answer what is in hand, then close."""
        if not self._is_ending:
            with contextlib.suppress(MalformedMessage):
                self._receiver.close()
            self._is_ending = True
        self._wake()
        return self._worker is not None and not self._is_tls

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.forget(self)
        self._server.weigh(-self._weight_bytes)
        self._weight_bytes = 0
        self._is_ending = True
        if self._idle is not None:
            self._idle.cancel()
        self._writable.set()
        if self._worker is None and not self._ended.done():
            self._ended.set_result(None)

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    # Called by the server

    def finish(self) -> asyncio.Future[None]:
        """Read no more; end once the message in hand is answered. Messages still waiting are dropped, unanswered."""
        self._is_ending = True
        self._pending.clear()
        self._pending_bytes = 0
        if self._worker is None:
            self._close()
        return self._ended

    def abort(self) -> None:
        """Cut at once."""
        if self._worker is not None:
            self._worker.cancel()
        if self._transport is not None:
            self._transport.abort()

    # The work

    def _wake(self) -> None:
        if self._worker is None and (self._pending or self._is_ending):
            if self._idle is not None:
                self._idle.cancel()
                self._idle = None
            self._worker = asyncio.get_running_loop().create_task(self._work())
        if len(self._pending) >= PENDING_MESSAGES_MAX and not self._is_paused and self._transport is not None:
            self._is_paused = True
            self._transport.pause_reading()

    async def _work(self) -> None:
        try:
            while self._pending:
                message = self._pending.popleft()
                self._pending_bytes -= len(message)
                self._resume_reading()
                await self._answer(message)
            if self._receiver.defect is not None:
                await self._answer_defect(self._receiver.defect)
        finally:
            self._worker = None
            if self._is_ending:
                self._close()
            else:
                self._rest()

    async def _answer(self, message: bytes) -> None:
        try:
            answer = await self._accept(message, self._peer)
        except Exception as error:  # the edge of a connection: whatever failed, the sender keeps its message
            _log.exception("mllp.accept_failed", extra={"peer": str(self._peer), "error": type(error).__name__})
            answer = _render_refusal(message, AckCode.AR, ())
        await self._write(answer)

    async def _answer_defect(self, defect: MalformedMessage) -> None:
        """Hand over the bytes that are no frame; answer when they begin with a readable MSH: AR if cut, else AE."""
        rejected = self._receiver.rejected
        _log.warning("mllp.malformed", extra={"peer": str(self._peer), "code": defect.findings[0].code})
        if self._on_malformed is not None and rejected:
            try:
                await self._on_malformed(rejected, self._peer, defect.findings)
            except Exception as error:  # keeping the bytes is a courtesy: its failure must not hide the answer
                _log.exception("mllp.keep_failed", extra={"error": type(error).__name__})
        is_cut = defect.findings[0].code == CUT_CODE
        await self._write(_render_refusal(rejected, AckCode.AR if is_cut else AckCode.AE, defect.findings))

    async def _write(self, answer: bytes) -> None:
        if not answer:
            return
        await self._writable.wait()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(wrap_mllp(answer))

    def _resume_reading(self) -> None:
        if self._is_paused and len(self._pending) < PENDING_MESSAGES_MAX // 2 and self._transport is not None:
            self._is_paused = False
            if not self._transport.is_closing():
                self._transport.resume_reading()

    def _rest(self) -> None:
        """Nothing in hand: count the silence."""
        if self._transport is None or self._transport.is_closing():
            return
        self._idle = asyncio.get_running_loop().call_later(self._limits.idle_timeout_s, self._close_idle)

    def _close_idle(self) -> None:
        _log.info("mllp.idle_closed", extra={"peer": str(self._peer)})
        self._is_ending = True
        self._close()

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        if not self._ended.done():
            self._ended.set_result(None)


def _render_refusal(message: bytes, code: AckCode, findings: tuple[Finding, ...]) -> bytes:
    """Answer without the flow, from the first segment alone; nothing when it is no MSH."""
    try:
        first_segment = message[:FIRST_SEGMENT_BYTES_MAX].lstrip(START).split(b"\r", 1)[0].split(b"\n", 1)[0]
        envelope = read_envelope(parse_message(first_segment))
    except InvalidInput:
        return b""
    return render_ack(envelope, code=code, findings=findings, control_id=uuid.uuid4().hex[:20], at=datetime.now(UTC))
