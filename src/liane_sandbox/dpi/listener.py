"""The port of the simulated DPI: identities told (ADT), documents handed over (MDM); faults included (service ``dpi``).

Rule: PAM FR 2.11 (ITI-30); hl7v2.md §7, §8.
"""

from collections.abc import Callable
from datetime import datetime

from liane.codecs.hl7v2.ack import AckCode
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.domain.errors import Finding, InvalidInput
from liane_sandbox.dpi.filing import Filing, refuse
from liane_sandbox.dpi.state import DPIState
from liane_sandbox.faults import FaultKind, FaultSwitchboard
from liane_sandbox.listening import NOTHING_KEPT, Answer, MLLPListener

SERVICE = "dpi"
IDENTITIES, DOCUMENTS = "dpi.identities", "dpi.documents"


class DPIListener(MLLPListener):
    """Listens for what the platform tells, keeps it in the state, answers."""

    service = SERVICE

    def __init__(
        self, state: DPIState, faults: FaultSwitchboard, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        super().__init__(faults, now=now, new_id=new_id)
        self._state = state
        self._filing = Filing(state.shelf)

    def receive(self, raw: bytes) -> Answer:
        """Take one message: keep it unless a fault says not to, and say what to answer."""
        at = self._now()
        try:
            message = parse_message(raw)
            envelope = read_envelope(message)
        except InvalidInput as error:
            return Answer(ack=self.render(None, AckCode.AE, error.findings, at))
        is_document = envelope.message_type.startswith("MDM")
        fault = self._faults.get(DOCUMENTS if is_document else IDENTITIES, envelope.control_id)
        findings: tuple[Finding, ...] = ()
        if fault is None or fault.kind not in NOTHING_KEPT:
            findings = self._filing.take(message, at) if is_document else ()
            self._keep(envelope, raw, at, findings, _tell(findings))
        elif is_document and fault.kind is FaultKind.REFUSE:
            self._keep(envelope, raw, at, (_REFUSED,), f"{fault.code} {fault.message}".strip() or "refus simulé")
        answer = self.render(envelope, AckCode.AE if findings else AckCode.AA, findings, at)
        return self.answer(envelope, fault, answer, "Message refusé sur demande (simulation).", at)

    def _keep(
        self, envelope: MessageEnvelope, raw: bytes, at: datetime, findings: tuple[Finding, ...], reason: str
    ) -> None:
        self._state.keep(
            sender=str(envelope.sender),
            control_id=envelope.control_id,
            message_type=envelope.message_type,
            at=at,
            ack_code=(AckCode.AE if findings else AckCode.AA).value,
            reason=reason,
            message=raw,
        )


_REFUSED = refuse("906", "MSH")


def _tell(findings: tuple[Finding, ...]) -> str:
    return " ".join(f"{one.code} {one.message}. {one.remedy}".strip() for one in findings)
