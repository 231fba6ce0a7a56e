"""An identity or movement message (ADT) as the domain sees it, whatever its wire form."""

from dataclasses import dataclass
from enum import StrEnum

from liane.domain.identity.changes import ToldByFlow
from liane.domain.identity.patient import PatientIdentity
from liane.domain.identity.stays import StayFacts


class IdentityAction(StrEnum):
    """What a message of PAM France asks. Rule: PAM FR 2.11; hl7v2.md §8.2."""

    CREATE = "A28"
    UPDATE = "A31"
    MERGE = "A40"
    CHANGE_IDENTIFIER = "A47"
    MOVE_ACCOUNT = "A44"
    STAY = "stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMessage:
    """One ADT.

    sender, receiver: ``application@facility``. event: MSH-9.2 (``A01``, ``Z99``…). trigger: the event that counts
    (ZBE-6 under Z99, else event).

    told: PID with ZFA, ZFD, PID-29/30. previous: MRG-1 as an identity (A40, A47, A44), None otherwise; account: MRG-3
    (A44). stay: None for identity events. recorded_at: EVN-2, occurred_at: EVN-6, planned_for: EVN-3 (HL7).
    """

    control_id: str
    sender: str
    receiver: str
    processing_id: str
    version: str
    event: str
    action: IdentityAction
    trigger: str
    told: ToldByFlow
    recorded_at: str = ""
    occurred_at: str = ""
    planned_for: str = ""
    previous: PatientIdentity | None = None
    account: str = ""
    stay: StayFacts | None = None
