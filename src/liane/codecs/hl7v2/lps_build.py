"""What the GESTIONNAIRE tells a CONSOMMATEUR: a document received by MSSanté, written as MDM (2.6), one per document.

Also the same message with a PDF instead of a CDA, for what a person filed by hand: it then claims no volet.
Rule: volet « Transmission au LPS d'un document CDA-R2 provenant d'un courriel MSSanté » 1.1; hl7v2.md §7.2.
"""

from dataclasses import dataclass, field

from liane.codecs.hl7v2.binary import encode_base64
from liane.codecs.hl7v2.build import (
    Fields,
    render_address,
    render_document_type,
    render_participant,
    render_patient,
    render_txa,
)
from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.metadata import TABLE, YES_NO_TABLE
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment
from liane.domain.actors.actor import Author, Structure
from liane.domain.documents.request import DocumentRequest, Endpoint, RequestAction

LPS_PROFILE = "1.1^CISIS_CDA_HL7_LPS"
BODY_CHARS_MAX = 200_000
SUBJECT_CHARS_MAX = 1_000
EVENTS = {RequestAction.CREATE: "T02", RequestAction.REPLACE: "T10", RequestAction.DELETE: "T04"}
_STATUSES = {RequestAction.CREATE: ("NW", "F"), RequestAction.REPLACE: ("RO", "C"), RequestAction.DELETE: ("CA", "D")}
_FLAGS = (
    ("MASQUE_PS", "Masqué aux professionnels de Santé", "masque_ps"),
    ("INVISIBLE_PATIENT", "Document Non Visible par le patient", "invisible_patient"),
    ("INVISIBLE_REP_LEGAUX", "Non visible par les représentants Légaux du patient", "invisible_rep_legaux"),
    ("MODIF_CONF_CODE", "Modification Confidentiality Code", "modif_conf_code"),
)
_FORMS = {"text/xml": b"^text^XML^Base64^", "application/pdf": b"^application^PDF^Base64^"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingMail:
    """The mail that carried a document. message_id: without angle brackets. sender: known only from a directory;
    sender_address: empty for what no mail brought.

    recipient: the mailbox that received it, or the name of another door, which is not written. unit: service behind
    that mailbox, when the settings name one.
    """

    message_id: str
    subject: str = field(repr=False)
    body: str = field(default="", repr=False)
    sender_address: str = field(repr=False)
    sender: Author | None = None
    recipient: str = ""
    unit: Structure | None = None
    reply_to: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LPSTransmission:
    """One document to hand over. sent_at: HL7 timestamp. media_type: ``text/xml`` (a CDA) or ``application/pdf``.

    The profile of the volet is claimed for a CDA that a mail brought: it has no form for the rest.
    """

    control_id: str
    sender: Endpoint
    receiver: Endpoint
    processing_id: str
    sent_at: str
    request: DocumentRequest
    mail: CarryingMail
    media_type: str = "text/xml"


def render_lps_transmission(one: LPSTransmission) -> bytes:
    """Write the MDM: T02 initial, T10 replacement, T04 deletion. Raises ValueError for another media type.

    Rule: hl7v2.md §7.2; order of the OBX: document, mail, four metadata.
    """
    if one.media_type not in _FORMS:
        raise ValueError(f"no form for {one.media_type}")
    request = one.request
    control, _ = _STATUSES[request.action]
    segments: list[tuple[str, Fields]] = [
        ("MSH", _msh(one)),
        ("EVN", {2: escape_text(one.sent_at)}),
        ("PID", render_patient(request.patient)),
        ("PV1", {1: "1", 2: "N"}),
        ("ORC", {1: control}),
        ("OBR", {1: "1", 4: render_document_type(request)}),
        ("TXA", render_txa(request)),
        ("OBX", _document(one)),
        *(("PRT", fields) for fields in _participants(one.mail)),
        ("OBX", _mail(one.mail)),
        *(("OBX", fields) for fields in _metadata(request)),
    ]
    return render_message([render_segment(name, fields, Charset.UTF_8) for name, fields in segments])


def _msh(one: LPSTransmission) -> Fields:
    fields: Fields = {
        3: escape_text(one.sender.application),
        4: escape_text(one.sender.facility),
        5: escape_text(one.receiver.application),
        6: escape_text(one.receiver.facility),
        7: escape_text(one.sent_at),
        9: f"MDM^{EVENTS[one.request.action]}^MDM_T02",
        10: escape_text(one.control_id),
        11: escape_text(one.processing_id),
        12: "2.6",
        17: "FRA",
        18: str(Charset.UTF_8),
    }
    if one.media_type == "text/xml" and one.mail.sender_address:
        fields[21] = LPS_PROFILE
    return fields


def _document(one: LPSTransmission) -> Fields:
    _, status = _STATUSES[one.request.action]
    content = _FORMS[one.media_type] + encode_base64(one.request.cda)
    return {1: "1", 2: "ED", 3: render_document_type(one.request), 5: content, 11: status}


def _participants(mail: CarryingMail) -> list[Fields]:
    participants: list[Fields] = []
    if mail.sender_address:
        sender = render_participant("SB", mail.sender or Author())
        participants.append({**sender, 15: render_address(mail.sender_address)})
    if "@" in mail.recipient:
        recipient = render_participant("RCT", Author(structure=mail.unit))
        recipient[15] = render_address(mail.recipient)
        participants.append(recipient)
    if mail.reply_to:
        participants.append({**render_participant("REPLY", Author()), 15: render_address(mail.reply_to)})
    return participants


def _mail(mail: CarryingMail) -> Fields:
    """Write OBX 2: Message-ID and subject name it, the body is its value. Rule: hl7v2.md §7.2."""
    name = join_components(f"<{mail.message_id}>", mail.subject[:SUBJECT_CHARS_MAX])
    body = b"^text^^Base64^" + encode_base64(mail.body[:BODY_CHARS_MAX].encode("utf-8", "replace"))
    return {1: "2", 2: "ED", 3: name, 5: body, 11: "F"}


def _metadata(request: DocumentRequest) -> list[Fields]:
    return [
        {
            1: str(rank),
            2: "CWE",
            3: join_components(code, label, TABLE),
            5: f"{'Y' if getattr(request.flags, name) else 'N'}^^{YES_NO_TABLE}",
            11: "F",
        }
        for rank, (code, label, name) in enumerate(_FLAGS, start=3)
    ]
