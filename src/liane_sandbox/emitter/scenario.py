"""The messages of the demonstration: what a SGL, a RIS or a DPI sends for a document, right or wrong on purpose.

A laboratory report goes in an ORU, everything else in an MDM. The CDA is given; its header tells the patient, the type
and the identifiers, so that message and document agree unless a mistake is asked for.
Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1; hl7v2.md §3.3, §4.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.build import render_document_request
from liane.codecs.hl7v2.order import EVENT_OF_ACTION
from liane.domain.actors.actor import Author, Professional, Structure
from liane.domain.documents.decision import PATIENT_DOMAIN
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import (
    DocumentRequest,
    Endpoint,
    Recipient,
    RecipientKind,
    RequestAction,
    RequestFlags,
    Stay,
)
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.patient import PatientIdentity
from liane.domain.terminology.code import Code
from liane_sandbox.emitter.examples.facts import GENERAL_PRACTITIONER
from liane_sandbox.establishment import FINESS, STRUCTURE_ID, STRUCTURE_NAME
from liane_sandbox.patients import PATIENTS, SandboxPatient

BIOLOGY_TYPE = "11502-2"
IMAGING_TYPE = "18748-4"
PROFILE = "2.1^CISIS_CDA_HL7_V2"
FACILITY = "CH-TILLEULS-SIMULATION"
PLATFORM = Endpoint(application="LIANE", facility=FACILITY)
SGL = Endpoint(application="SGL-SIMULATION", facility=FACILITY)
RIS = Endpoint(application="RIS-SIMULATION", facility=FACILITY)
DPI = Endpoint(application="DPI-SIMULATION", facility=FACILITY)
STRUCTURE = Structure(identifier=STRUCTURE_ID, name=STRUCTURE_NAME, id_type="FINEG")
MEMBER_MAILBOX = "camille.deschamps@cabinet-exemple.simulation.mssante.fr"
UNKNOWN_MAILBOX = "personne.inconnue@cabinet-exemple.simulation.mssante.fr"
REPLY_MAILBOX = "secretariat.cardio@ch-tilleuls.simulation.mssante.fr"

_LOINC_OID = "2.16.840.1.113883.6.1"
_SYSTEM_NAMES = {_LOINC_OID: "LN"}
_OTHER_SYSTEM = "TRE_A05"


class Mistake(StrEnum):
    """What a message gets wrong on purpose."""

    BAD_INS_KEY = "bad_ins_key"
    NO_SENDER = "no_sender"
    INCOHERENT_ACTION = "incoherent_action"
    OTHER_PATIENT = "other_patient"
    UNKNOWN_MAILBOX = "unknown_mailbox"
    NOT_QUALIFIED = "not_qualified"
    PATIENT_COPY_OF_INVISIBLE = "patient_copy_of_invisible"
    NO_DESTINATION = "no_destination"
    BROKEN_DOCUMENT = "broken_document"


MISTAKE_NAMES = {
    Mistake.BAD_INS_KEY: "Clé du matricule INS fausse",
    Mistake.NO_SENDER: "DMP demandé sans expéditeur (PRT SB)",
    Mistake.INCOHERENT_ACTION: "ORC-1 et OBX-11 qui ne disent pas la même demande",
    Mistake.OTHER_PATIENT: "Patient du message différent de celui du document",
    Mistake.UNKNOWN_MAILBOX: "Destinataire dont la boîte MSSanté n'existe pas",
    Mistake.NOT_QUALIFIED: "Identité non qualifiée (PID-32 = PROV)",
    Mistake.PATIENT_COPY_OF_INVISIBLE: "Copie au patient d'un document qui lui est invisible",
    Mistake.NO_DESTINATION: "Aucun destinataire demandé",
    Mistake.BROKEN_DOCUMENT: "Document qui n'est pas un CDA",
}
"""What the pages call each mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingFacts:
    """What a sending is told beside the document.

    sent_at: HL7 timestamp. recipients: None gives the default professional recipient when one is asked for, and the
    patient's own mailbox when the patient is. sender: None takes the application that suits the document's type. visit:
    number of the stay in the establishment's own domain; empty: the one that the document's encounter bears.
    """

    control_id: str
    sent_at: str
    action: RequestAction = RequestAction.CREATE
    flags: RequestFlags = field(
        default_factory=lambda: RequestFlags(dest_dmp=True, dest_mssante_ps=True, ack_reception=True, ack_lecture=True)
    )
    recipients: tuple[Recipient, ...] | None = None
    sender: Endpoint | None = None
    receiver: Endpoint = PLATFORM
    processing_id: str = "T"
    patient_class: str = "I"
    visit: str = ""
    body_ps: str = ""
    body_patient: str = ""


def make_professional_recipient(
    address: str = MEMBER_MAILBOX, person: Professional = GENERAL_PRACTITIONER
) -> Recipient:
    """A professional who receives a copy."""
    named = Professional(identifier=person.identifier, family=person.family, given=person.given, id_type="RPPS")
    return Recipient(kind=RecipientKind.PROFESSIONAL, address=address, person=named)


def make_patient_recipient(patient: PatientIdentity) -> Recipient:
    """The patient's own mailbox of Mon espace santé. Raises ValueError when the patient has no INS."""
    ins = patient.ins
    if ins is None:
        raise ValueError("a patient without INS has no mailbox")
    return Recipient(kind=RecipientKind.PATIENT, address=f"{ins.matricule}@{PATIENT_DOMAIN}", ins=ins)


def make_request(cda: bytes, facts: SendingFacts) -> DocumentRequest:
    """Make the request that sends, replaces or deletes a document. Raises InvalidInput when the bytes are no CDA."""
    header = read_document(cda).header
    is_biology = header.code.code == BIOLOGY_TYPE
    patient = _qualify(header.patient)
    return DocumentRequest(
        control_id=facts.control_id,
        message_type="ORU^R01^ORU_R01" if is_biology else f"MDM^{EVENT_OF_ACTION[facts.action]}^MDM_T02",
        version="2.5" if is_biology else "2.6",
        profile=PROFILE,
        processing_id=facts.processing_id,
        charset="UNICODE UTF-8",
        sent_at=facts.sent_at,
        sender=facts.sender or _find_sender(header),
        receiver=facts.receiver,
        action=facts.action,
        document_type=_name_type(header.code),
        document_id=None if is_biology else header.id,
        replaced_id=None if is_biology else header.replaces,
        patient=patient,
        stay=Stay(
            patient_class=facts.patient_class,
            visit_number=facts.visit or _visit_number(header, facts.control_id),
            visit_domain=FINESS if facts.visit else "",
            account_number=f"NDA{facts.visit}" if facts.visit else f"NDA-{facts.control_id}",
            account_domain=FINESS if facts.visit else "",
        ),
        expediteur=_make_sender_author(header),
        recipients=_default_recipients(facts, patient) if facts.recipients is None else facts.recipients,
        reply_to=REPLY_MAILBOX if facts.flags.dest_mssante_ps or facts.flags.dest_mssante_patient else "",
        flags=facts.flags,
        body_ps=facts.body_ps,
        body_patient=facts.body_patient,
        cda=cda,
    )


def _qualify(patient: PatientIdentity) -> PatientIdentity:
    """The patient of the document as a PID shows it: identifiers typed, status « validée »."""
    identifiers = tuple(
        replace(
            identifier,
            type_code="INS" if identifier.is_ins else "PI",
            namespace=INSAuthority(identifier.oid).namespace if identifier.is_ins else FACILITY,
        )
        for identifier in patient.identifiers
    )
    return replace(patient, identifiers=identifiers, status_codes=frozenset({"VALI"}))


def _find_sender(header: DocumentHeader) -> Endpoint:
    return {BIOLOGY_TYPE: SGL, IMAGING_TYPE: RIS}.get(header.code.code, DPI)


def _name_type(code: Code) -> Code:
    return Code(code=code.code, system=_SYSTEM_NAMES.get(code.system, _OTHER_SYSTEM), label=code.label)


def _visit_number(header: DocumentHeader, fallback: str) -> str:
    identifiers = header.encounter.identifiers if header.encounter else ()
    return next((identifier.extension for identifier in identifiers if identifier.extension), f"VEN-{fallback}")


def _make_sender_author(header: DocumentHeader) -> Author:
    """The one who sends: the document's first author, for the fictitious establishment."""
    person = header.authors[0].person if header.authors else None
    author = person or GENERAL_PRACTITIONER
    named = Professional(identifier=author.identifier, family=author.family, given=author.given, id_type="RPPS")
    return Author(person=named, structure=STRUCTURE)


def _default_recipients(facts: SendingFacts, patient: PatientIdentity) -> tuple[Recipient, ...]:
    recipients = []
    if facts.flags.dest_mssante_ps:
        recipients.append(make_professional_recipient())
    if facts.flags.dest_mssante_patient and patient.ins is not None:
        recipients.append(make_patient_recipient(patient))
    return tuple(recipients)


def make_message(cda: bytes, facts: SendingFacts, mistake: Mistake | None = None) -> bytes:
    """Make the bytes that leave, right, or wrong in the one way asked for."""
    request = make_request(cda, facts)
    if mistake is None:
        return render_document_request(request)
    if mistake is Mistake.INCOHERENT_ACTION:
        return _contradict(render_document_request(request))
    return render_document_request(_spoil(request, mistake))


def _contradict(message: bytes) -> bytes:
    """Change ORC-1 and leave OBX-11 as it is."""
    for right, wrong in (
        (b"\rORC|NW\r", b"\rORC|RO\r"),
        (b"\rORC|RO\r", b"\rORC|CA\r"),
        (b"\rORC|CA\r", b"\rORC|NW\r"),
    ):
        if right in message:
            return message.replace(right, wrong, 1)
    raise ValueError("the message has no ORC")


def _spoil(request: DocumentRequest, mistake: Mistake) -> DocumentRequest:
    flags, patient = request.flags, request.patient
    match mistake:
        case Mistake.BAD_INS_KEY:
            return _break_key(request)
        case Mistake.NO_SENDER:
            return replace(request, expediteur=None, flags=replace(flags, dest_dmp=True))
        case Mistake.OTHER_PATIENT:
            return replace(request, patient=_find_other(patient).identity)
        case Mistake.UNKNOWN_MAILBOX:
            recipient = make_professional_recipient(UNKNOWN_MAILBOX)
            return replace(request, recipients=(recipient,), flags=replace(flags, dest_mssante_ps=True))
        case Mistake.NOT_QUALIFIED:
            return replace(request, patient=replace(patient, status_codes=frozenset({"PROV"})))
        case Mistake.PATIENT_COPY_OF_INVISIBLE:
            invisible = replace(flags, dest_mssante_patient=True, invisible_patient=True)
            recipients = tuple(r for r in request.recipients if r.kind is not RecipientKind.PATIENT)
            return replace(request, flags=invisible, recipients=(*recipients, make_patient_recipient(patient)))
        case Mistake.NO_DESTINATION:
            none = replace(flags, dest_dmp=False, dest_mssante_ps=False, dest_mssante_patient=False)
            return replace(request, flags=none)
        case _:
            return replace(request, cda=b"Ceci n'est pas un CDA.")


def _break_key(request: DocumentRequest) -> DocumentRequest:
    """Change the key of the INS in the message and in the document alike, so that they agree on a wrong number."""
    ins = request.patient.ins
    if ins is None:
        raise ValueError("the patient has no INS to break")
    wrong = ins.matricule[:13] + f"{(int(ins.matricule[13:]) % 97) + 1:02d}"
    identifiers = tuple(
        replace(identifier, value=wrong) if identifier.is_ins else identifier
        for identifier in request.patient.identifiers
    )
    cda = request.cda.replace(ins.matricule.encode("ascii"), wrong.encode("ascii"))
    patient = replace(request.patient, identifiers=identifiers)
    recipients = tuple(
        make_patient_recipient(patient) if recipient.kind is RecipientKind.PATIENT else recipient
        for recipient in request.recipients
    )
    return replace(request, patient=patient, cda=cda, recipients=recipients)


def _find_other(patient: PatientIdentity) -> SandboxPatient:
    matricule = patient.ins.matricule if patient.ins else ""
    return next(other for other in PATIENTS if other.ins.matricule != matricule)
