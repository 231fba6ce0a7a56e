"""From the bytes of an ORU or MDM to a document request, with every finding at once.

What lives here: the order of the checks and the making of the value. Each family of checks has its own module.
Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1; hl7v2.md §2.1, §3, §4, §10.
"""

from dataclasses import dataclass

from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.collector import Findings
from liane.codecs.hl7v2.delivery_rules import check_delivery_rules
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import Message, parse_message
from liane.codecs.hl7v2.header_checks import check_header, check_message_type, find_form, is_other_volet
from liane.codecs.hl7v2.metadata import Metadata, find_metadata_code, read_metadata
from liane.codecs.hl7v2.order import Order, read_order
from liane.codecs.hl7v2.participants import Participants, read_participants
from liane.codecs.hl7v2.patient import check_patient, check_visit, read_patient, read_stay
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.reading import Form, Observation, Reading
from liane.codecs.hl7v2.structure import check_event_segment, check_structure, group_observations
from liane.domain.documents.request import DocumentRequest
from liane.domain.errors import Finding, MalformedMessage, has_errors
from liane.domain.identity.patient import PatientIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What was read. A request may be there beside errors (it could be made, it must not be processed).

    envelope: None only when no MSH could be read. embedded: offsets in the bytes of the document's base64 text.
    """

    request: DocumentRequest | None
    findings: tuple[Finding, ...]
    envelope: MessageEnvelope | None
    embedded: tuple[int, int] | None = None

    @property
    def is_accepted(self) -> bool:
        """True when the request may be processed: it could be made, and no finding is an error."""
        return self.request is not None and not has_errors(self.findings)


def read_request(data: bytes, *, accepted: AcceptancePolicy) -> ReadResult:
    """Read a document request and check all that the message alone can tell.

    data: one ER7 message, without its MLLP frame. Never raises for what the bytes hold. Not checked here: the CDA
    itself, its coherence with the message, the value set JDV_J66. Rule: hl7v2.md §2.1, §4.
    """
    try:
        message = parse_message(data, size_bytes_max=accepted.size_bytes_max, segments_max=accepted.segments_max)
    except MalformedMessage as defect:
        return ReadResult(request=None, findings=defect.findings, envelope=None)
    envelope = read_envelope(message)
    findings = Findings()
    if not check_message_type(envelope, findings):
        return ReadResult(request=None, findings=findings.as_tuple(), envelope=envelope)
    check_header(message, envelope, accepted, findings)
    if is_other_volet(envelope.profile):
        return ReadResult(request=None, findings=findings.as_tuple(), envelope=envelope)
    reading = Reading(
        message=message,
        envelope=envelope,
        policy=accepted,
        findings=findings,
        form=find_form(envelope.profile) or Form.V2_1,
    )
    return _read_body(reading)


def _read_body(reading: Reading) -> ReadResult:
    message = reading.message
    check_structure(reading)
    check_event_segment(reading)
    patient = _read_patient(reading, message)
    check_visit(reading)
    document, others = _split_observations(reading, group_observations(reading))
    order = read_order(reading, document)
    metadata = read_metadata(reading, others)
    participants = read_participants(reading, document, others, patient)
    check_delivery_rules(metadata.flags, participants, patient, accepted=reading.policy, findings=reading.findings)
    return ReadResult(
        request=_make_request(reading, patient, order, metadata, participants),
        findings=reading.findings.as_tuple(),
        envelope=reading.envelope,
        embedded=order.embedded,
    )


def _read_patient(reading: Reading, message: Message) -> PatientIdentity | None:
    pid = message.first("PID")
    if pid is None:
        return None
    patient = read_patient(message, pid)
    check_patient(reading, pid, patient)
    return patient


def _split_observations(
    reading: Reading, observations: tuple[Observation, ...]
) -> tuple[Observation | None, tuple[Observation, ...]]:
    """Tell the document from the metadata; a second instance of the same document (N1 beside N3) is set aside.

    Rule: hl7v2.md §1, §3.1.
    """
    if not observations:
        return None, ()
    document, others = observations[0], observations[1:]
    if find_metadata_code(document):
        reading.findings.add(
            HL7Code.SEGMENT_MISSING,
            document.obx.label,
            "Le premier OBX est une métadonnée : l'OBX du document est absent.",
            "Placer l'OBX du document (ED, ^TEXT^XML^Base64^…) en premier.",
        )
        return None, observations
    seconds = tuple(other for other in others if _is_document(other))
    for rank, second in enumerate(seconds):
        if rank == 0 and not reading.is_mdm and second.code == document.code:
            reading.findings.add(
                HL7Code.SECOND_INSTANCE_IGNORED,
                second.obx.label,
                "Le message porte une seconde instance du document : seule la première est transmise.",
                "Envoyer le CDA structuré qui embarque le PDF, seul.",
            )
        else:
            reading.findings.add(
                HL7Code.SEVERAL_DOCUMENTS,
                second.obx.label,
                "Le message porte plusieurs documents.",
                "Envoyer un message par document.",
            )
    return document, tuple(other for other in others if other not in seconds)


def _is_document(observation: Observation) -> bool:
    return (
        not find_metadata_code(observation)
        and observation.obx.component(2).upper() == "ED"
        and observation.obx.component(5, 3).upper() == "XML"
    )


def _make_request(
    reading: Reading, patient: PatientIdentity | None, order: Order, metadata: Metadata, participants: Participants
) -> DocumentRequest | None:
    """Make the value; None when the patient, the action or the document is missing."""
    if patient is None or order.action is None or not order.cda:
        return None
    envelope = reading.envelope
    return DocumentRequest(
        control_id=envelope.control_id,
        message_type=envelope.message_type,
        version=envelope.version,
        profile=envelope.profile,
        processing_id=envelope.processing_id,
        charset=str(envelope.charset),
        sent_at=envelope.sent_at,
        sender=envelope.sender,
        receiver=envelope.receiver,
        action=order.action,
        document_type=order.document_type,
        document_id=order.document_id,
        replaced_id=order.replaced_id,
        patient=patient,
        stay=read_stay(reading.message),
        expediteur=participants.expediteur,
        recipients=participants.recipients,
        reply_to=participants.reply_to,
        flags=metadata.flags,
        body_ps=metadata.body_ps,
        body_patient=metadata.body_patient,
        cda=order.cda,
    )
