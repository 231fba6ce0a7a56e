"""A port where a simulated application receives HL7 v2 messages, one at a time on each connection, faults included.

What a message does is the application's business; how an answer leaves (late, twice, truncated, not at all) is here.
"""

import asyncio
import contextlib
import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.domain.errors import Finding, InvalidInput, Severity
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard

FRAME_BYTES_MAX = 64 * 1024 * 1024
CONNECTIONS_MAX = 100
READ_BYTES = 65_536
SLOW_PIECES = 20

NOTHING_KEPT = frozenset(
    {FaultKind.REFUSE, FaultKind.BUSY, FaultKind.FAULT, FaultKind.SILENT, FaultKind.HANG_UP_BEFORE}
)
_HANG_UP = frozenset({FaultKind.HANG_UP_BEFORE, FaultKind.HANG_UP_AFTER})
_SILENT = frozenset({FaultKind.SILENT, FaultKind.SILENT_AFTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What leaves after one message. None: nothing. must_hang_up: the connection is cut afterwards."""

    ack: bytes | None
    fault: Fault | None = None
    must_hang_up: bool = False


class MLLPListener(ABC):
    """Listens; ``receive`` says what to answer. service: name on the switchboard of faults."""

    service: str

    def __init__(self, faults: FaultSwitchboard, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._faults = faults
        self._now = now
        self._new_id = new_id
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @abstractmethod
    def receive(self, raw: bytes) -> Answer:
        """Take one message: keep it unless a fault says not to, and say what to answer."""

    @property
    def port(self) -> int:
        """The port listened to."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Open the port. Raises OSError when it is taken."""
        self._server = await asyncio.start_server(self._serve, host, port, ssl=tls)

    async def close(self) -> None:
        """Close the port and cut the connections."""
        if self._server is not None:
            self._server.close()
        tasks = tuple(self._connections)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._server is not None:
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            if len(self._connections) <= CONNECTIONS_MAX and not self._faults.is_down(self.service):
                await self._converse(reader, writer)
        except (OSError, InvalidInput):
            pass  # the caller went away, or speaks no MLLP: nothing more to say to it
        except asyncio.CancelledError:
            writer.transport.abort()  # the listener is closing; asyncio logs a cancelled connection as a failure
        finally:
            self._connections.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        receiver = MLLPReceiver(size_bytes_max=FRAME_BYTES_MAX)
        while data := await reader.read(READ_BYTES):
            for message in receiver.feed(data):
                answer = self.receive(message)
                await _send(writer, answer)
                if answer.must_hang_up:
                    writer.transport.abort()
                    return

    def answer(
        self, envelope: MessageEnvelope | None, fault: Fault | None, ack: bytes, refusal: str, at: datetime
    ) -> Answer:
        """Answer as the fault wants, else with the acknowledgement given. refusal: French, for a bare REFUSE."""
        kind = fault.kind if fault else None
        sent: bytes | None = ack
        if kind is FaultKind.REFUSE and fault is not None:
            sent = self.render(envelope, AckCode.AE, (_explain(fault, refusal),), at)
        elif kind in (FaultKind.BUSY, FaultKind.FAULT) and fault is not None:
            sent = self.render(envelope, AckCode.AR, (_explain(fault, "Application occupée (simulation)."),), at)
        elif kind in _SILENT or kind in _HANG_UP:
            sent = None
        return Answer(ack=sent, fault=fault, must_hang_up=kind in _HANG_UP or kind is FaultKind.TRUNCATED)

    def render(
        self, envelope: MessageEnvelope | None, code: AckCode, findings: tuple[Finding, ...], at: datetime
    ) -> bytes:
        """Write an acknowledgement."""
        return render_ack(envelope, code=code, findings=findings, control_id=self._new_id(), at=at)


def _explain(fault: Fault, message: str) -> Finding:
    return Finding(
        code=fault.code or "SIM-001",
        severity=Severity.ERROR,
        location="MSH",
        message=fault.message or message,
        layer="simulation",
    )


async def _send(writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Send the answer in the manner that the fault wants."""
    if answer.ack is None:
        return
    frame = wrap_mllp(answer.ack)
    fault = answer.fault
    kind = fault.kind if fault else None
    if fault is not None and kind is FaultKind.LATE:
        await asyncio.sleep(fault.delay_s)
    if fault is not None and kind is FaultKind.SLOW:
        step = max(1, len(frame) // SLOW_PIECES)
        for start in range(0, len(frame), step):
            writer.write(frame[start : start + step])
            await writer.drain()
            await asyncio.sleep(fault.delay_s / SLOW_PIECES)
        return
    if kind is FaultKind.TRUNCATED:
        frame = frame[: len(frame) // 2]
    writer.write(frame * 2 if kind is FaultKind.TWICE else frame)
    await writer.drain()
