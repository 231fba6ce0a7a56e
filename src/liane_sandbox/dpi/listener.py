"""The port where the simulated DPI is told of identities, faults included (service ``dpi``, keyed by MSH-10).

Rule: PAM FR 2.11 (ITI-30); hl7v2.md §8.
"""

from collections.abc import Callable
from datetime import datetime

from liane.codecs.hl7v2.ack import AckCode
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.domain.errors import InvalidInput
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.listening import NOTHING_KEPT, Answer, MLLPListener

SERVICE = "dpi"


class DPIListener(MLLPListener):
    """Listens for what the platform tells, keeps it in the state, answers."""

    service = SERVICE

    def __init__(
        self, state: DPIState, faults: FaultSwitchboard, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        super().__init__(faults, now=now, new_id=new_id)
        self._state = state

    def receive(self, raw: bytes) -> Answer:
        """Take one message: keep it unless a fault says not to, and say what to answer."""
        at = self._now()
        try:
            envelope = read_envelope(parse_message(raw))
        except InvalidInput as error:
            return Answer(ack=self.render(None, AckCode.AE, error.findings, at))
        fault = self._faults.get(SERVICE, envelope.control_id)
        if fault is None or fault.kind not in NOTHING_KEPT:
            self._state.keep(
                sender=str(envelope.sender),
                control_id=envelope.control_id,
                message_type=envelope.message_type,
                at=at,
                ack_code=AckCode.AA.value,
                reason="",
                message=raw,
            )
        accepted = self.render(envelope, AckCode.AA, (), at)
        return self.answer(envelope, fault, accepted, "Message refusé sur demande (simulation).", at)
