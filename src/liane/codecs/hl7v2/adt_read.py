"""From the bytes of an ADT of PAM France to an identity message, with every finding at once.

What lives here: the order of the checks and the making of the value. Rule: IHE PAM France 2.11; hl7v2.md §8, §10.
"""

from dataclasses import dataclass

from liane.codecs.hl7v2.adt_events import AdtEvent
from liane.codecs.hl7v2.adt_header import check_adt_header, check_adt_structure, check_event_dates, find_event
from liane.codecs.hl7v2.adt_patient import check_merge, read_merged, read_told
from liane.codecs.hl7v2.adt_stay import read_stay_facts
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.reading import Form, Reading
from liane.domain.errors import Finding, MalformedMessage, has_errors
from liane.domain.identity.messages import IdentityAction, IdentityMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class AdtReadResult:
    """What was read. A message may be there beside errors (it could be made, it must not be applied).

    envelope: None only when no MSH could be read.
    """

    envelope: MessageEnvelope | None
    message: IdentityMessage | None
    findings: tuple[Finding, ...]

    @property
    def is_accepted(self) -> bool:
        """True when the message may be applied: it could be made, and no finding is an error."""
        return self.message is not None and not has_errors(self.findings)


def read_adt(raw: bytes, *, accepted: AcceptancePolicy) -> AdtReadResult:
    """Read an identity or movement message and check all that it alone can tell.

    raw: one ER7 message, without its MLLP frame. Never raises for what the bytes hold. What Liane does not need and
    the profile asks for gives a warning; what would make it act wrongly gives an error. Rule: hl7v2.md §8, §10.
    """
    try:
        message = parse_message(raw, size_bytes_max=accepted.size_bytes_max, segments_max=accepted.segments_max)
    except MalformedMessage as defect:
        return AdtReadResult(envelope=None, message=None, findings=defect.findings)
    envelope, findings = read_envelope(message), Findings()
    event = find_event(envelope, findings)
    if event is None:
        return AdtReadResult(envelope=envelope, message=None, findings=findings.as_tuple())
    reading = Reading(message=message, envelope=envelope, policy=accepted, findings=findings, form=Form.V2_1)
    check_adt_header(reading)
    check_adt_structure(reading, event)
    check_event_dates(reading)
    return AdtReadResult(envelope=envelope, message=_read_body(reading, event), findings=findings.as_tuple())


def _read_body(reading: Reading, event: AdtEvent) -> IdentityMessage | None:
    """Make the value; None when the patient, or the identity that disappears, is missing."""
    message, envelope = reading.message, reading.envelope
    pid = message.first("PID")
    stay = read_stay_facts(reading, event, pid) if event.action is IdentityAction.STAY else None
    if event.action is not IdentityAction.STAY:
        _check_class(reading, event)
    previous, account = read_merged(reading) if event.has_merge else (None, "")
    if pid is None:
        return None
    told = read_told(reading, pid)
    if event.has_merge and previous is None:
        return None
    if previous is not None and event.action is not IdentityAction.MOVE_ACCOUNT:
        check_merge(reading, told.identity, previous, is_merge=event.action is IdentityAction.MERGE)
    if event.action is IdentityAction.MOVE_ACCOUNT and not account:
        reading.findings.add(
            HL7Code.MERGE_FIELD_MISSING,
            "MRG-3",
            "Le dossier à déplacer (MRG-3) est absent.",
            "Écrire en MRG-3 le numéro de dossier administratif.",
        )
        return None
    evn = message.first("EVN")
    movement = stay.movement if stay else None
    trigger = movement.original_event if movement and envelope.event == "Z99" else ""
    return IdentityMessage(
        control_id=envelope.control_id,
        sender=f"{envelope.sender.application}@{envelope.sender.facility}",
        receiver=f"{envelope.receiver.application}@{envelope.receiver.facility}",
        processing_id=envelope.processing_id,
        version=envelope.version_full,
        event=envelope.event,
        action=event.action,
        trigger=trigger or envelope.event,
        told=told,
        recorded_at=evn.component(2) if evn else "",
        occurred_at=evn.component(6) if evn else "",
        planned_for=evn.component(3) if evn else "",
        previous=previous,
        account=account,
        stay=stay,
    )


def _check_class(reading: Reading, event: AdtEvent) -> None:
    """Identity events carry no stay: PV1-2 is N. Rule: hl7v2.md §8.2."""
    pv1 = reading.message.first("PV1")
    if pv1 is not None and "PV1" not in event.forbidden and pv1.component(2).upper() != "N":
        reading.findings.add(
            HL7Code.IDENTITY_CLASS,
            "PV1-2",
            "La classe du patient (PV1-2) d'un message d'identité n'est pas N ; PV1 n'est pas lu.",
            "Écrire PV1|1|N.",
        )
