"""The simulated producing application as a whole (SGL, RIS, DPI): it sends requests and receives its ZAM.

It always says that it is a simulation: its name is in MSH-3 of what ``scenario`` makes.
"""

import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from liane.codecs.hl7v2.ack import Ack, AckCode, parse_ack
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.domain.errors import InvalidInput, RemoteOutcomeUnknown, RemoteUnavailable
from liane_sandbox.emitter.sender import PlatformLink
from liane_sandbox.emitter.state import EmitterState, SendOutcome
from liane_sandbox.emitter.zam_listener import ZamListener
from liane_sandbox.faults import FaultSwitchboard

_OUTCOMES = {AckCode.AA: SendOutcome.ACCEPTED, AckCode.AE: SendOutcome.ERROR, AckCode.AR: SendOutcome.REJECTED}


def _read_clock() -> datetime:
    return datetime.now(UTC)


def _make_id() -> str:
    return f"EMET-{uuid.uuid4().hex[:12].upper()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmitterSettings:
    """Where the platform listens, where the application listens for its ZAM (port 0: any free one)."""

    platform_host: str = "127.0.0.1"
    platform_port: int
    platform_tls: ssl.SSLContext | None = None
    zam_host: str = "127.0.0.1"
    zam_port: int = 0
    zam_tls: ssl.SSLContext | None = None
    timeout_s: float = 60.0


class Emitter:
    """A producing application. ``state`` serves the pages; ``send`` and the listener fill it."""

    def __init__(
        self,
        settings: EmitterSettings,
        state: EmitterState,
        faults: FaultSwitchboard | None = None,
        *,
        now: Callable[[], datetime] = _read_clock,
        new_id: Callable[[], str] = _make_id,
    ) -> None:
        self.state = state
        self._settings = settings
        self._now = now
        self._link = PlatformLink(
            settings.platform_host,
            settings.platform_port,
            tls=settings.platform_tls,
            timeout_s=settings.timeout_s,
        )
        self._listener = ZamListener(state, faults or FaultSwitchboard(), now=now, new_id=new_id)

    @property
    def zam_port(self) -> int:
        """The port where ZAM are received."""
        return self._listener.port

    async def start(self) -> None:
        """Listen for ZAM. Raises OSError when the port is taken."""
        await self._listener.listen(self._settings.zam_host, self._settings.zam_port, self._settings.zam_tls)

    async def close(self) -> None:
        """Stop listening, close the link; the state stays open."""
        await self._listener.close()
        await self._link.close()

    async def __aenter__(self) -> "Emitter":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def send(self, message: bytes, *, label: str = "") -> Ack:
        """Send one message, keep it with its ack, return the ack.

        label: what the pages show beside it. Raises RemoteUnavailable (no connection), RemoteOutcomeUnknown (no
        answer), MalformedMessage (the answer is no ack); each is kept in the state too.
        """
        control_id, message_type = _identify(message)
        sent_id = self.state.add_sent(
            control_id=control_id, message_type=message_type, label=label, message=message, at=self._now()
        )
        try:
            answer = await self._link.exchange(message)
        except RemoteUnavailable:
            self.state.save_outcome(sent_id, SendOutcome.UNREACHABLE, None, self._now())
            raise
        except RemoteOutcomeUnknown:
            self.state.save_outcome(sent_id, SendOutcome.UNKNOWN, None, self._now())
            raise
        try:
            ack = parse_ack(answer)
        except InvalidInput:
            self.state.save_outcome(sent_id, SendOutcome.UNREADABLE, answer, self._now())
            raise
        self.state.save_outcome(sent_id, _OUTCOMES[ack.code], answer, self._now())
        return ack


def _identify(message: bytes) -> tuple[str, str]:
    """MSH-10 and MSH-9 of a message; empty when it is no ER7, for such messages may be sent on purpose."""
    try:
        envelope = read_envelope(parse_message(message))
    except InvalidInput:
        return "", ""
    return envelope.control_id, envelope.message_type
