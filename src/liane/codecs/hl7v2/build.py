"""What a CREATEUR emits: a document request written as ORU (2.5) or MDM (2.6).

What is written is strict 2.1; ``read_request`` of it gives the same value back.
Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1; hl7v2.md §3, §4.
"""

import re

from liane.codecs.hl7v2.binary import encode_base64
from liane.codecs.hl7v2.charset import Charset, find_charset
from liane.codecs.hl7v2.metadata import BODIES, FLAGS, NO_REPLY, TABLE, YES_NO_TABLE
from liane.codecs.hl7v2.national_ids import strip_professional, strip_structure
from liane.codecs.hl7v2.order import ACTIONS
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Device, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import DocumentRequest, Recipient, RecipientKind
from liane.domain.identity.ins import INSAuthority
from liane.domain.identity.patient import PatientIdentifier, PatientIdentity, PatientTraits

_STATUS_OF_ACTION = {action: codes for codes, action in ACTIONS.items()}
OID = re.compile(r"[0-2](\.\d+)+$")
FINESS = re.compile("[0-9][0-9AB][0-9]{7}")
_PS_NAMESPACE = "ASIP-SANTE-PS"
_STRUCTURE_NAMESPACE = "ASIP-SANTE-ST"
_PARTICIPATIONS = {
    "SB": "SB^Send by^participation",
    "RCT": "RCT^Result Copies To^participation",
    "REPLY": "REPLY^Reply To^participation",
}

Fields = dict[int, str | bytes]


def render_document_request(request: DocumentRequest) -> bytes:
    """Write a request. message_type decides the form: ``ORU^R01^ORU_R01`` or ``MDM^T02…^MDM_T02``.

    The charset is the request's when it is an accepted one, else UTF-8. Rule: hl7v2.md §3.1, §3.2.
    """
    charset = find_charset(request.charset) or Charset.UTF_8
    is_mdm = request.message_type.startswith("MDM")
    segments: list[tuple[str, Fields]] = [("MSH", _msh(request, charset))]
    if is_mdm:
        segments.append(("EVN", {2: escape_text(request.sent_at)}))
    segments.append(("PID", _pid(request)))
    if is_mdm or request.stay.patient_class:
        segments.append(("PV1", _pv1(request)))
    control, _ = _STATUS_OF_ACTION[request.action]
    segments += [("ORC", {1: control}), ("OBR", {1: "1", 4: render_document_type(request)})]
    if is_mdm:
        segments.append(("TXA", render_txa(request)))
    segments.append(("OBX", _document(request, is_mdm)))
    segments += [("PRT", fields) for fields in _participants(request)]
    segments += _metadata(request, is_mdm)
    return render_message([render_segment(name, fields, charset) for name, fields in segments])


def _msh(request: DocumentRequest, charset: Charset) -> Fields:
    return {
        3: escape_text(request.sender.application),
        4: escape_text(request.sender.facility),
        5: escape_text(request.receiver.application),
        6: escape_text(request.receiver.facility),
        7: escape_text(request.sent_at),
        9: join_components(*request.message_type.split("^")),
        10: escape_text(request.control_id),
        11: escape_text(request.processing_id),
        12: escape_text(request.version),
        17: "FRA",
        18: str(charset),
        21: join_components(*request.profile.split("^")),
    }


def render_identifier(identifier: PatientIdentifier) -> str:
    """Write one identifier as a CX. Rule: hl7v2.md §4.3.1."""
    namespace = identifier.namespace
    if identifier.is_ins and not namespace:
        namespace = INSAuthority(identifier.oid).namespace
    universal = "ISO" if OID.match(identifier.oid) else "N"
    authority = join_components(namespace, identifier.oid, universal if identifier.oid else "", separator="&")
    return "^".join((escape_text(identifier.value), "", "", authority, escape_text(identifier.type_code))).rstrip("^")


def render_names(traits: PatientTraits) -> str:
    """Write the birth name (L) and the used name (D), if any, as XPN. Rule: hl7v2.md §4.3."""
    names = [join_components(traits.birth_family, traits.birth_given, traits.birth_givens, "", "", "", "L")]
    if traits.used_family or traits.used_given:
        names.append(join_components(traits.used_family, traits.used_given, "", "", "", "", "D"))
    return "~".join(names)


def render_patient(patient: PatientIdentity) -> Fields:
    """Write a patient as the fields of PID. Rule: hl7v2.md §4.3."""
    traits = patient.traits
    return {
        1: "1",
        3: "~".join(render_identifier(identifier) for identifier in patient.identifiers),
        5: render_names(traits),
        7: escape_text(traits.birth_date),
        8: escape_text(traits.sex),
        11: f"^^^^^^BDL^^{escape_text(traits.birth_place)}" if traits.birth_place else "",
        32: "~".join(escape_text(code) for code in sorted(patient.status_codes)),
    }


def render_authority(domain: str) -> str:
    """Write a domain as an HD: an OID, a FINESS (universal type N), else a name alone. Rule: hl7v2.md §4.3.1."""
    if OID.fullmatch(domain):
        return join_components("", domain, "ISO", separator="&")
    if FINESS.fullmatch(domain):
        return join_components("", domain, "N", separator="&")
    return escape_text(domain)


def render_number(number: str, domain: str, kind: str) -> str:
    """Write a number, its domain and its type as a CX. Rule: hl7v2.md §4.3.1."""
    return "^".join((escape_text(number), "", "", render_authority(domain), kind))


def _pid(request: DocumentRequest) -> Fields:
    stay, fields = request.stay, render_patient(request.patient)
    if stay.account_number:
        fields[18] = render_number(stay.account_number, stay.account_domain, "AN")
    return fields


def _pv1(request: DocumentRequest) -> Fields:
    stay = request.stay
    return {
        1: "1",
        2: escape_text(stay.patient_class) or "N",
        19: render_number(stay.visit_number, stay.visit_domain, "VN") if stay.visit_number else "",
        44: escape_text(stay.admitted),
        45: escape_text(stay.discharged),
    }


def render_document_type(request: DocumentRequest) -> str:
    """Write the type of a document as a CWE. Rule: hl7v2.md §4.5."""
    code = request.document_type
    return join_components(code.code, code.label, code.system)


def _document_id(document_id: DocumentId | None) -> str:
    if document_id is None:
        return ""
    if document_id.extension:
        return join_components(document_id.extension, "", document_id.root, "ISO")
    return escape_text(document_id.root)


def render_txa(request: DocumentRequest) -> Fields:
    """Write TXA: type, identifiers, availability. Rule: hl7v2.md §4.5."""
    return {
        1: "1",
        2: escape_text(request.document_type.code),
        3: "TEXT",
        12: _document_id(request.document_id),
        13: _document_id(request.replaced_id),
        17: "AU",
    }


def _document(request: DocumentRequest, is_mdm: bool) -> Fields:
    _, status = _STATUS_OF_ACTION[request.action]
    head = b"^text^XML^Base64^" if is_mdm else b"^TEXT^XML^Base64^"
    return {1: "1", 2: "ED", 3: render_document_type(request), 5: head + encode_base64(request.cda), 11: status}


def _participants(request: DocumentRequest) -> list[Fields]:
    participants = []
    if request.expediteur is not None:
        participants.append(render_participant("SB", request.expediteur))
    for recipient in request.recipients:
        fields = render_participant(
            "RCT", Author(person=recipient.person, device=recipient.device, structure=recipient.structure)
        )
        if recipient.kind is RecipientKind.PATIENT:
            fields[5] = _patient_person(recipient, request.patient)
        fields[15] = render_address(recipient.address)
        participants.append(fields)
    if request.reply_to:
        participants.append({2: "UC", 4: _PARTICIPATIONS["REPLY"], 15: render_address(request.reply_to)})
    return participants


def render_participant(role: str, author: Author) -> Fields:
    """Write one PRT of a role (``SB``, ``RCT``, ``REPLY``), its address apart. Rule: hl7v2.md §4.7."""
    return {
        2: "UC",
        4: _PARTICIPATIONS[role],
        5: _person(author.person) if author.person else "",
        8: _structure(author.structure) if author.structure else "",
        10: _device(author.device) if author.device else "",
    }


def render_address(address: str) -> str:
    """Write a mail address as PRT-15. Rule: hl7v2.md §4.7."""
    return join_components("", "", "X.400", address)


def _person(person: Professional) -> str:
    is_national = person.oid == PS_OID
    authority = join_components(_PS_NAMESPACE if is_national else "", person.oid, "ISO", separator="&")
    identifier = strip_professional(person.identifier, person.id_type) if is_national else person.identifier
    names = (identifier, person.family, person.given, "", "", "", "", "")
    return "^".join((*(escape_text(name) for name in names), authority, "D", "", "", escape_text(person.id_type)))


def _patient_person(recipient: Recipient, patient: PatientIdentity) -> str:
    if recipient.ins is None:
        return ""
    authority = recipient.ins.authority
    namespace = authority.namespace if authority else ""
    names = (recipient.ins.matricule, patient.traits.birth_family, patient.traits.birth_given, "", "", "", "", "")
    assigner = join_components(namespace, recipient.ins.oid, "ISO", separator="&")
    return "^".join((*(escape_text(name) for name in names), assigner, "L", "", "", "INS"))


def _structure(structure: Structure) -> str:
    is_national = structure.oid == STRUCTURE_OID
    if is_national:
        authority = join_components(_STRUCTURE_NAMESPACE, structure.oid, "ISO", separator="&")
    elif OID.match(structure.oid):
        authority = join_components("", structure.oid, "ISO", separator="&")
    else:
        authority = escape_text(structure.oid)
    identifier = strip_structure(structure.identifier, structure.id_type) if is_national else structure.identifier
    parts = (escape_text(structure.name), "", "", "", "", authority, escape_text(structure.id_type), "", "")
    return "^".join((*parts, escape_text(identifier))).rstrip("^")


def _device(device: Device) -> str:
    return join_components(device.identifier, device.name, device.oid, "ISO")


def _metadata(request: DocumentRequest, is_mdm: bool) -> list[tuple[str, Fields]]:
    segments: list[tuple[str, Fields]] = []
    number = 1
    for flag in FLAGS:
        number += 1
        value = "Y" if getattr(request.flags, flag.field) else "N"
        segments.append(
            (
                "OBX",
                {
                    1: str(number),
                    2: "CWE" if is_mdm else "CE",
                    3: join_components(flag.code, flag.label, TABLE),
                    5: f"{value}^^{YES_NO_TABLE}",
                    11: "F",
                },
            )
        )
        if flag.field == "dest_mssante_patient" and not request.flags.patient_may_reply:
            segments.append(("NTE", {1: "1", 4: NO_REPLY}))
    for (code, label), text in zip(BODIES.items(), (request.body_ps, request.body_patient), strict=True):
        if text:
            number += 1
            head = b"^text^^Base64^" if is_mdm else b"^TEXT^^Base64^"
            content = head + encode_base64(text.encode("utf-8"))
            segments.append(
                ("OBX", {1: str(number), 2: "ED", 3: join_components(code, label, TABLE), 5: content, 11: "F"})
            )
    return segments
