"""What the checks of one document request share: the message, its form, the settings, and where findings go."""

from dataclasses import dataclass
from enum import Enum

from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.policy import AcceptancePolicy


class Form(Enum):
    """Editions of the volet that a message may follow. Rule: hl7v2.md §4.1, §4.8."""

    V2_1 = "2.1"
    V2_0 = "2.0"
    V1 = "1.x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One OBX with the PRT and NTE that follow it. code: OBX-3.1, upper case."""

    obx: Segment
    code: str
    participants: tuple[Segment, ...] = ()
    notes: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One message under check."""

    message: Message
    envelope: MessageEnvelope
    policy: AcceptancePolicy
    findings: Findings
    form: Form

    @property
    def is_mdm(self) -> bool:
        """True for MDM, False for ORU."""
        return self.envelope.message_code == "MDM"
