"""The port where the simulated application receives its business acknowledgements, faults included.

Faults of the service ``emitter.zam``, keyed by the MSH-10 of the request that a ZAM speaks of.
Rule: hl7v2.md §6 (the creator answers each ZAM with ACK^Z0x^ACK).
"""

from collections.abc import Callable
from datetime import datetime

from liane.codecs.hl7v2.ack import AckCode
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.zam import parse_zam
from liane.domain.errors import InvalidInput
from liane_sandbox.emitter.state import EmitterState
from liane_sandbox.faults import FaultSwitchboard
from liane_sandbox.listening import NOTHING_KEPT, Answer, MLLPListener

SERVICE = "emitter.zam"


class ZamListener(MLLPListener):
    """Listens for ZAM, keeps them in the state, answers."""

    service = SERVICE

    def __init__(
        self,
        state: EmitterState,
        faults: FaultSwitchboard,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(faults, now=now, new_id=new_id)
        self._state = state

    def receive(self, raw: bytes) -> Answer:
        """Take one message: keep it unless a fault says not to, and say what to answer."""
        at = self._now()
        envelope: MessageEnvelope | None = None
        try:
            envelope = read_envelope(parse_message(raw))
            zam = parse_zam(raw)
        except InvalidInput as error:
            self._state.save_reject(raw, "; ".join(finding.message for finding in error.findings), at)
            return Answer(ack=self.render(envelope, AckCode.AE, error.findings, at))
        fault = self._faults.get(SERVICE, zam.request_control_id)
        if fault is None or fault.kind not in NOTHING_KEPT:
            self._state.save_zam(zam, raw, at)
        accepted = self.render(envelope, AckCode.AA, (), at)
        return self.answer(envelope, fault, accepted, "Accusé refusé sur demande (simulation).", at)
