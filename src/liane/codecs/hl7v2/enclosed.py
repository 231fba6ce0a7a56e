"""Reads an ORU or MDM that carries files (PDF, picture, CDA) to be filed here, outside the volet of the CREATEUR.

What lives here: which files, and all that PID, PV1, OBR, TXA and OBX say of them. What must not: whose they are, and
whether they may be opened. Rule: intake.md §1.1 (MDM/ORU with a PDF inside), §1.2; HL7 v2.5 §7.4.2, v2.6 §9.
"""

import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from liane.codecs.hl7v2.binary import decode_base64
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import Message, Segment
from liane.codecs.hl7v2.patient import read_patient, read_stay
from liane.domain.errors import Finding, Severity
from liane.domain.identity.patient import PatientIdentity, PatientTraits
from liane.domain.intake.fields import FieldName, Source
from liane.domain.intake.told import Told, ToldValue, describe_patient, iso_day, tell

FILES_MAX = 20
VOLET = "CISIS_CDA_HL7_V2"
_TAKEN = ("ORU", "MDM")
_CANCELLING = ("T04", "T11")
_ENCODINGS = ("BASE64", "HEX", "A", "")
RPPS_DIGITS = 11
_ELEMENTS = {
    FieldName.BIRTH_NAME: "PID-5.1",
    FieldName.USED_NAME: "PID-5.1 (D)",
    FieldName.FIRST_NAME: "PID-5.2",
    FieldName.FIRST_NAMES: "PID-5.3",
    FieldName.BIRTH_DATE: "PID-7",
    FieldName.SEX: "PID-8",
    FieldName.BIRTH_PLACE: "PID-11.9",
    FieldName.INS: "PID-3",
    FieldName.INS_OID: "PID-3.4",
    FieldName.IPP: "PID-3",
}


class EnclosedAction(StrEnum):
    """What the message asks of its document."""

    CREATE = "create"
    REPLACE = "replace"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedFile:
    """One file, decoded. name: made of what OBX-3 calls it. code: OBX-3.1. location: of its OBX (``OBX(2)-5``)."""

    name: str = field(repr=False)
    code: str
    data: bytes = field(repr=False)
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedMessage:
    """What a message gives to file. document_id, replaced_id: as the application numbers its documents, may be empty.

    type_code: OBR-4, OBX-3 or TXA-2, whichever is a known type; label: its words. told: all the fields said. ward: the
    unit of the stay (PV1-3.1).
    """

    action: EnclosedAction
    patient: PatientIdentity
    document_id: str
    replaced_id: str
    type_code: str
    label: str = field(repr=False)
    ward: str
    told: Told = field(repr=False)
    files: tuple[EnclosedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedRead:
    """A message as read. content: None when something forbids to take it; findings then say what."""

    envelope: MessageEnvelope
    content: EnclosedMessage | None
    findings: tuple[Finding, ...] = ()


def is_taken(envelope: MessageEnvelope) -> bool:
    """Tell whether a message is of the kind that may bring a file: an ORU or a MDM outside the volet of the CREATEUR.

    What claims the volet keeps its way to the DMP and to MSSanté. Rule: hl7v2.md §4.1 (MSH-21).
    """
    return envelope.message_code in _TAKEN and VOLET not in envelope.profile


def read_enclosed(message: Message, *, type_codes: frozenset[str]) -> EnclosedRead:
    """Read the files of a message and what it says of them.

    type_codes: the known document types (JDV_J07). Errors: INT-130 no patient, INT-131 no file, INT-132 a file that
    does not decode, INT-133 too many files, INT-134 a link instead of a file. Never raises for what the bytes hold.
    Rule: intake.md §1.1, §1.2.
    """
    envelope = read_envelope(message)
    findings: list[Finding] = []
    pid = message.first("PID")
    patient = read_patient(message, pid) if pid is not None else PatientIdentity(identifiers=(), traits=PatientTraits())
    if not patient.identifiers and not patient.traits.birth_family:
        findings.append(_finding("INT-130", "PID", "Le message ne dit pas de quel patient est le document."))
    action = _read_action(envelope, message)
    observations = _find_carriers(message)
    files = _read_files(observations, findings) if action is not EnclosedAction.CANCEL else ()
    if any(one.severity is Severity.ERROR for one in findings):
        return EnclosedRead(envelope=envelope, content=None, findings=tuple(findings))
    told = _tell(message, patient, observations, type_codes)
    return EnclosedRead(envelope=envelope, content=_assemble(message, action, patient, told, files))


def _assemble(
    message: Message, action: EnclosedAction, patient: PatientIdentity, told: Told, files: tuple[EnclosedFile, ...]
) -> EnclosedMessage:
    txa, orc, obr, pv1 = (message.first(name) for name in ("TXA", "ORC", "OBR", "PV1"))
    orders = ((txa, 12), (obr, 3), (orc, 3), (obr, 2), (orc, 2))
    return EnclosedMessage(
        action=action,
        patient=patient,
        document_id=next((value for segment, n in orders if segment and (value := segment.component(n))), ""),
        replaced_id=txa.component(13) if txa else "",
        type_code=told.get(FieldName.DOC_TYPE),
        label=told.get(FieldName.TITLE),
        ward=pv1.component(3) if pv1 else "",
        told=told,
        files=files,
    )


def _read_action(envelope: MessageEnvelope, message: Message) -> EnclosedAction:
    """Tell a correction and a withdrawal from a first sending, by MSH-9.2, OBX-11 and ORC-1. Rule: hl7v2.md §3.3."""
    orc, obx = message.first("ORC"), message.first("OBX")
    status, control = obx.component(11).upper() if obx else "", orc.component(1).upper() if orc else ""
    if envelope.event in _CANCELLING or status == "D" or control == "CA":
        return EnclosedAction.CANCEL
    return EnclosedAction.REPLACE if envelope.event in ("T09", "T10") or status == "C" else EnclosedAction.CREATE


def _find_carriers(message: Message) -> tuple[Segment, ...]:
    return tuple(obx for obx in message.all("OBX") if obx.component(2).upper() in ("ED", "RP"))


def _read_files(observations: Sequence[Segment], findings: list[Finding]) -> tuple[EnclosedFile, ...]:
    links = [obx for obx in observations if obx.component(2).upper() == "RP"]
    carriers = [obx for obx in observations if obx.component(2).upper() == "ED"]
    if len(carriers) > FILES_MAX:
        findings.append(_finding("INT-133", "OBX", f"Le message porte plus de {FILES_MAX} fichiers."))
        return ()
    if not carriers and links:
        findings.append(_finding("INT-134", links[0].label, "Le message porte un lien, pas le fichier."))
        return ()
    if not carriers:
        findings.append(_finding("INT-131", "OBX", "Le message ne porte aucun fichier (OBX de type ED)."))
        return ()
    files = []
    for rank, obx in enumerate(carriers, start=1):
        data = _decode(obx)
        if not data:
            findings.append(_finding("INT-132", f"{obx.label}-5", "Le fichier de cet OBX ne se décode pas."))
            continue
        files.append(
            EnclosedFile(name=_name(obx, rank, data), code=obx.component(3), data=data, location=f"{obx.label}-5")
        )
    return tuple(files)


def _decode(obx: Segment) -> bytes:
    """Undo OBX-5.4; what is named otherwise, or not at all, is tried as Base64. Rule: HL7 table 0299."""
    encoding, text = obx.component(5, 4).upper(), obx.component(5, 5)
    if encoding not in _ENCODINGS:
        return b""
    if encoding == "HEX":
        try:
            return binascii.unhexlify("".join(text.split()))
        except (binascii.Error, ValueError):
            return b""
    if encoding == "A":
        return text.encode("utf-8")
    return decode_base64(text.encode("ascii", "replace")) or b""


_EXTENSIONS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\r\n\t\0', "_"))
NAME_CHARS_MAX = 120


def _name(obx: Segment, rank: int, data: bytes) -> str:
    label = (obx.component(3, 2) or obx.component(3) or "document").translate(_UNSAFE)[:NAME_CHARS_MAX].strip()
    extension = next((one for start, one in _EXTENSIONS if data.startswith(start)), "")
    extension = extension or ("xml" if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else "bin")
    return f"{label or 'document'}{f' {rank}' if rank > 1 else ''}.{extension}"


def _tell(message: Message, patient: PatientIdentity, observations: Sequence[Segment], types: frozenset[str]) -> Told:
    """Say everything by field, with the element that says it; the first element that does wins."""
    obr, txa, obx = message.first("OBR"), message.first("TXA"), observations[0] if observations else None
    stay = read_stay(message)
    values = [*describe_patient(patient, _ELEMENTS), *_tell_type(obr, txa, obx, types)]
    values += _first_day(FieldName.DOC_DATE, (txa, 6), (txa, 7), (obr, 22), (obx, 14))
    values += _first_day(FieldName.ACT_DATE, (txa, 4), (obr, 7))
    values += _tell_author(txa, obx)
    values += tell(
        (
            (FieldName.STRUCTURE_NAME, obx.component(23) if obx else "", "OBX-23"),
            (FieldName.EPISODE, stay.visit_number, "PV1-19"),
        )
    )
    return Told(source=Source.HL7, patient=patient, values=tuple(values))


def _tell_type(
    obr: Segment | None, txa: Segment | None, obx: Segment | None, types: frozenset[str]
) -> tuple[ToldValue, ...]:
    places = [(one, n) for one, n in ((obr, 4), (obx, 3), (txa, 2)) if one is not None]
    code = next(((one, n) for one, n in places if one.component(n) in types), None)
    title = next(((one, n) for one, n in places if one.component(n, 2)), None)
    told = []
    if code is not None:
        told.append((FieldName.DOC_TYPE, code[0].component(code[1]), f"{code[0].name}-{code[1]}"))
    if title is not None:
        told.append((FieldName.TITLE, title[0].component(title[1], 2), f"{title[0].name}-{title[1]}.2"))
    return tell(told)


def _first_day(name: FieldName, *places: tuple[Segment | None, int]) -> tuple[ToldValue, ...]:
    for segment, number in places:
        day = iso_day(segment.component(number)) if segment is not None else ""
        if segment is not None and day:
            return (ToldValue(name=name, value=day, element=f"{segment.name}-{number}"),)
    return ()


def _tell_author(txa: Segment | None, obx: Segment | None) -> tuple[ToldValue, ...]:
    """Say who wrote: who signed (TXA-22), else the originator (TXA-9), else the responsible observer (OBX-16)."""
    for segment, number in ((txa, 22), (txa, 9), (obx, 16)):
        if segment is None or not segment.component(number, 2):
            continue
        place = f"{segment.name}-{number}"
        identifier = segment.component(number)
        rpps = identifier[1:] if len(identifier) == RPPS_DIGITS + 1 and identifier.startswith("8") else identifier
        is_rpps = segment.component(number, 13).upper() == "RPPS" and len(rpps) == RPPS_DIGITS and rpps.isdigit()
        return tell(
            (
                (FieldName.AUTHOR_FAMILY, segment.component(number, 2), f"{place}.2"),
                (FieldName.AUTHOR_GIVEN, segment.component(number, 3), f"{place}.3"),
                (FieldName.AUTHOR_RPPS, rpps if is_rpps else "", f"{place}.1"),
            )
        )
    return ()


def _finding(code: str, location: str, message: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        layer="intake",
        rule="intake.md §1.1",
    )
