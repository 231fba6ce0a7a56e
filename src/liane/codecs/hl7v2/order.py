"""ORC, OBR, TXA and the document OBX: what is asked, for which document, and the document itself.

Rule: hl7v2.md §3.3, §4.5, §4.6.
"""

from dataclasses import dataclass

from liane.codecs.hl7v2.binary import decode_base64
from liane.codecs.hl7v2.codes import HL7Code
from liane.codecs.hl7v2.er7 import Segment
from liane.codecs.hl7v2.reading import Form, Observation, Reading
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import RequestAction
from liane.domain.terminology.code import Code

ACTIONS = {
    ("NW", "F"): RequestAction.CREATE,
    ("RO", "C"): RequestAction.REPLACE,
    ("CA", "D"): RequestAction.DELETE,
}
"""ORC-1 and OBX-11 of each request."""
EVENT_OF_ACTION = {RequestAction.CREATE: "T02", RequestAction.REPLACE: "T10", RequestAction.DELETE: "T04"}
_ORDER_CONTROLS = {order: action for (order, _), action in ACTIONS.items()}
_RESULT_STATUSES = {status: action for (_, status), action in ACTIONS.items()}
_EXPECTED = "Attendu : NW et F (initial, T02), RO et C (remplacement, T10), CA et D (suppression, T04)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the order segments say. embedded: offsets in the message of the document's base64 text."""

    action: RequestAction | None
    document_type: Code
    document_id: DocumentId | None
    replaced_id: DocumentId | None
    cda: bytes | None
    embedded: tuple[int, int] | None


def read_order(reading: Reading, document: Observation | None) -> Order:
    """Read and check ORC, OBR, TXA and the document OBX (None when the message has no OBX)."""
    action = _read_action(reading, document)
    txa = reading.message.first("TXA") if reading.is_mdm else None
    document_id = replaced_id = None
    if txa is not None:
        document_id, replaced_id = _read_document_ids(reading, txa, action)
    document_type = _read_document_type(reading, document, txa)
    cda, embedded = _read_document(reading, document) if document else (None, None)
    return Order(
        action=action,
        document_type=document_type,
        document_id=document_id,
        replaced_id=replaced_id,
        cda=cda,
        embedded=embedded,
    )


def _read_action(reading: Reading, document: Observation | None) -> RequestAction | None:
    """Read what is asked; None when ORC-1, OBX-11 and the event do not agree. Rule: hl7v2.md §3.3."""
    orc, findings = reading.message.first("ORC"), reading.findings
    order = orc.component(1).upper() if orc else ""
    status = document.obx.component(11).upper() if document else ""
    orders = {segment.component(1).upper() for segment in reading.message.all("ORC")}
    is_old_control = order == "SC" and reading.form is Form.V1
    if orc and not order:
        findings.add(HL7Code.ORDER_FIELD_MISSING, "ORC-1", "ORC-1 est absent.", _EXPECTED)
    elif orc and order not in _ORDER_CONTROLS and not is_old_control:
        findings.add(HL7Code.ORDER_CONTROL, "ORC-1", "ORC-1 n'est pas un code admis (NW, RO, CA).", _EXPECTED)
    if document and not status:
        findings.add(
            HL7Code.DOCUMENT_FIELD_MISSING, f"{document.obx.label}-11", "OBX-11 du document est absent.", _EXPECTED
        )
    elif document and status not in _RESULT_STATUSES:
        findings.add(
            HL7Code.RESULT_STATUS,
            f"{document.obx.label}-11",
            "OBX-11 du document n'est pas un code admis (F, C, D).",
            _EXPECTED,
        )
    asked = [_RESULT_STATUSES.get(status)]
    if not is_old_control:
        asked.append(_ORDER_CONTROLS.get(order))
    if reading.is_mdm:
        by_event = {event: action for action, event in EVENT_OF_ACTION.items()}
        asked.append(by_event.get(reading.envelope.event))
    known = {action for action in asked if action is not None}
    if len(known) > 1 or len(orders) > 1:
        findings.add(
            HL7Code.ACTION_INCOHERENT,
            "ORC-1",
            f"ORC-1 ({order}), OBX-11 ({status}) et l'évènement ({reading.envelope.event}) ne disent pas la même "
            "demande.",
            _EXPECTED,
        )
    return known.pop() if len(known) == len(orders) == 1 and None not in asked else None


def _read_document_ids(
    reading: Reading, txa: Segment, action: RequestAction | None
) -> tuple[DocumentId | None, DocumentId | None]:
    """Read TXA-12 and TXA-13; EI.2 is ignored. Rule: hl7v2.md §4.5, §10."""
    document_id, replaced_id = _read_document_id(txa, 12), _read_document_id(txa, 13)
    if document_id is None:
        reading.findings.add(
            HL7Code.DOCUMENT_ID_MISSING,
            "TXA-12",
            "L'identifiant du document (TXA-12) est absent.",
            "Écrire ClinicalDocument/id en TXA-12.",
        )
    if replaced_id is None and action is RequestAction.REPLACE:
        reading.findings.add(
            HL7Code.DOCUMENT_ID_MISSING,
            "TXA-13",
            "Un remplacement est demandé sans l'identifiant du document remplacé (TXA-13).",
            "Écrire parentDocument/id en TXA-13.",
        )
    for number, accepted in ((1, ("1",)), (3, ("TEXT",)), (17, ("AU", "LA"))):
        if txa.component(number).upper() not in accepted:
            reading.findings.add(
                HL7Code.TXA_VALUE,
                f"TXA-{number}",
                f"TXA-{number} devrait porter {accepted[0]}.",
                f"Écrire {accepted[0]} en TXA-{number}.",
            )
    return document_id, replaced_id


def _read_document_id(txa: Segment, number: int) -> DocumentId | None:
    """Read an EI: ``root``, ``root^namespace`` or ``extension^^root^ISO``. Rule: hl7v2.md §4.5."""
    identifier, universal = txa.component(number), txa.component(number, 3)
    if universal:
        return DocumentId(root=universal, extension=identifier)
    return DocumentId(root=identifier) if identifier else None


def _read_document_type(reading: Reading, document: Observation | None, txa: Segment | None) -> Code:
    """Read the type of the document: OBR-4; in edition 1.x, where OBR-4 is the exam ordered, OBX-3.

    Rule: hl7v2.md §4.5, §4.6.
    """
    obr = reading.message.first("OBR")
    if reading.form is Form.V1:
        return _read_code(document.obx, 3) if document else Code(code="")
    if obr is None:
        return Code(code="")
    document_type = _read_code(obr, 4)
    _check_document_type(reading, document_type)
    for segment, number in ((document.obx if document else None, 3), (txa, 2)):
        if segment is None or not document_type.code:
            continue
        told = segment.component(number)
        if not told:
            reading.findings.add(
                HL7Code.DOCUMENT_FIELD_MISSING if segment.name == "OBX" else HL7Code.ORDER_FIELD_MISSING,
                f"{segment.label}-{number}",
                f"Le type du document ({segment.name}-{number}) est absent.",
                "Y répéter le code d'OBR-4.",
            )
        elif told != document_type.code:
            reading.findings.add(
                HL7Code.DOCUMENT_TYPE_INCOHERENT,
                f"{segment.label}-{number}",
                f"Le type du document n'est pas le même en OBR-4 et en {segment.name}-{number}.",
                "Accorder OBR-4, OBX-3 et TXA-2.",
            )
    return document_type


def _check_document_type(reading: Reading, document_type: Code) -> None:
    findings, known = reading.findings, reading.policy.document_type_codes
    if not document_type.code:
        findings.add(
            HL7Code.ORDER_FIELD_MISSING,
            "OBR-4",
            "Le type du document (OBR-4) est absent.",
            "Écrire code^libellé^LN, code du jeu de valeurs JDV_J07.",
        )
        return
    if not document_type.system:
        findings.add(
            HL7Code.CODING_SYSTEM,
            "OBR-4.3",
            "Le système du code du type de document (OBR-4.3) est absent.",
            "Écrire LN (LOINC) ou TRE_A05 en OBR-4.3.",
        )
    if known and document_type.code not in known:
        findings.add(
            HL7Code.DOCUMENT_TYPE,
            "OBR-4.1",
            "Le type du document n'est pas un code du jeu de valeurs JDV_J07.",
            "Choisir un code de JDV_J07-XdsTypeCode-CISIS.",
        )


def _read_code(segment: Segment, number: int) -> Code:
    return Code(code=segment.component(number), label=segment.component(number, 2), system=segment.component(number, 3))


def _read_document(reading: Reading, document: Observation) -> tuple[bytes | None, tuple[int, int] | None]:
    """Take the CDA out of OBX-5.5. Rule: hl7v2.md §4.6."""
    obx, findings = document.obx, reading.findings
    label = obx.label
    for number, component, expected in ((2, 1, "ED"), (5, 2, "TEXT"), (5, 3, "XML"), (5, 4, "BASE64")):
        if obx.component(number, component).upper() != expected:
            where = f"{label}-{number}" if number == 2 else f"{label}-{number}.{component}"
            findings.add(
                HL7Code.DOCUMENT_DATA_TYPE,
                where,
                f"{where} devrait porter {expected.replace('BASE64', 'Base64')}.",
                "Écrire OBX-2 = ED et OBX-5 = ^TEXT^XML^Base64^<document>.",
            )
    span = obx.component_span(5, 5)
    if span is None or span[0] == span[1]:
        findings.add(
            HL7Code.DOCUMENT_FIELD_MISSING,
            f"{label}-5.5",
            "Le document (OBX-5.5) est absent.",
            "Y écrire le CDA en Base64.",
        )
        return None, None
    cda = decode_base64(memoryview(reading.message.data)[span[0] : span[1]])
    if not cda:
        findings.add(
            HL7Code.DOCUMENT_UNDECODABLE,
            f"{label}-5.5",
            "Le document (OBX-5.5) n'est pas du Base64 lisible.",
            "Encoder le CDA en Base64 standard, sans autre caractère.",
        )
        return None, span
    return cda, span
