"""What a producing application asks: send, replace or delete one document, to whom, with which visibility."""

from dataclasses import dataclass, field
from enum import StrEnum

from liane.domain.actors.actor import Author, Device, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentity
from liane.domain.terminology.code import Code


class RequestAction(StrEnum):
    """What is asked. Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1; hl7v2.md §3.3."""

    CREATE = "create"
    REPLACE = "replace"
    DELETE = "delete"


class RecipientKind(StrEnum):
    """Kind of an MSSanté recipient."""

    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"
    APPLICATION = "application"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One MSSanté recipient (a PRT « RCT »). ins: as carried by PRT-5 for a patient."""

    kind: RecipientKind
    address: str
    person: Professional | None = None
    structure: Structure | None = None
    device: Device | None = None
    ins: INS | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFlags:
    """The table MetaDMPMSS as booleans. Rule: hl7v2.md §4.8.

    to_announce: never on the wire; set here when a rule of the establishment holds the document until its announcement.
    """

    masque_ps: bool = False
    invisible_patient: bool = False
    invisible_rep_legaux: bool = False
    connexion_secrete: bool = False
    modif_conf_code: bool = False
    dest_dmp: bool = False
    dest_mssante_ps: bool = False
    dest_mssante_patient: bool = False
    ack_reception: bool = False
    ack_lecture: bool = False
    patient_may_reply: bool = True
    to_announce: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An application at a facility: MSH-3/4 or MSH-5/6, first components."""

    application: str
    facility: str

    def __str__(self) -> str:
        return f"{self.application}@{self.facility}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The stay as PV1 and PID-18 tell it. patient_class: PV1-2. Timestamps are HL7, verbatim.

    visit_domain, account_domain: the authority of each number (its OID or FINESS, else its name), empty when not said.
    """

    patient_class: str = ""
    visit_number: str = ""
    visit_domain: str = ""
    account_number: str = ""
    account_domain: str = ""
    admitted: str = ""
    discharged: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest:
    """One request of a CREATEUR, whatever its wire form. cda: the document's exact bytes, decoded."""

    control_id: str
    message_type: str
    version: str
    profile: str
    processing_id: str
    charset: str
    sent_at: str
    sender: Endpoint
    receiver: Endpoint
    action: RequestAction
    document_type: Code
    document_id: DocumentId | None = None
    replaced_id: DocumentId | None = None
    patient: PatientIdentity
    stay: Stay = field(default_factory=Stay)
    expediteur: Author | None = None
    recipients: tuple[Recipient, ...] = ()
    reply_to: str = ""
    flags: RequestFlags
    body_ps: str = ""
    body_patient: str = ""
    cda: bytes
