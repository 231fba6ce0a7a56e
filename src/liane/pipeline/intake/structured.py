"""What a CDA header, an XDM archive or an HL7 v2 message says of its document: read, not guessed.

Rule: intake.md §1.2 (structured data first; what the enclosed PDF says is then a cross-check).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from liane.codecs.cda.header import ParsedDocument, read_document
from liane.codecs.hl7v2.enclosed import EnclosedAction, EnclosedRead, is_taken, read_enclosed
from liane.codecs.hl7v2.envelope import read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import read_request
from liane.codecs.pdf.extraction import extract_pdf
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Structure
from liane.domain.documents.coherence import check_same_document, check_same_patient
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, MalformedMessage, RuleViolation, Severity, has_errors
from liane.domain.identity.patient import PatientIdentity
from liane.domain.intake.extract.identifiers.prescription_numbers import NUMBER_OID
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument, Role, Source, TypeGuess
from liane.domain.intake.told import Told, dump_told
from liane.pipeline.intake.reading import enclosed_digest
from liane.pipeline.intake.xdm_door import ZIP_START, ArchivedDocument, open_archive

_OF_PATIENT = frozenset(
    {
        FieldName.BIRTH_NAME,
        FieldName.USED_NAME,
        FieldName.FIRST_NAME,
        FieldName.FIRST_NAMES,
        FieldName.BIRTH_DATE,
        FieldName.SEX,
        FieldName.BIRTH_PLACE,
        FieldName.INS,
        FieldName.INS_OID,
        FieldName.IPP,
    }
)

_DELETION = Finding(
    code="INT-139",
    severity=Severity.ERROR,
    location="ORC-1",
    message="Ce message demande la suppression d'un document : il n'en apporte pas à intégrer.",
    remedy="Envoyer ce message à la porte HL7 v2 (MLLP), qui retire le document, ou le retirer à la main du dossier.",
    layer="intake",
    rule="hl7v2.md §2.1",
)
RPPS_LENGTH, FINESS_LENGTH = 11, 9
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredDocument:
    """One document that says itself what it is, by its CDA header, or by its fiche in an archive (``told``).

    pdf: the PDF that it encloses, to cross-check, or the document itself where only its fiche speaks; None when none.
    """

    source: Source
    header: DocumentHeader | None = None
    told: Told | None = None
    pdf: bytes | None = field(default=None, repr=False)


def is_structured(data: bytes) -> bool:
    """Tell whether a file is of a structured kind, by its first bytes alone."""
    start = data[:64].lstrip()
    return start.startswith((b"MSH|", b"\x0bMSH|", *_XML_STARTS, b"PK\x03\x04"))


def read_structured(data: bytes, accepted: AcceptancePolicy) -> tuple[StructuredDocument, ...]:
    """Read the documents of a structured file. Raises InvalidInput with every reason when it cannot be taken.

    An archive with a wrong hash, size or patient gives none of its documents, and neither does a message that names
    another patient than its CDA, or that asks for a deletion (INT-139).
    Rule: xdm-xds.md §1 (reader); mssante.md §5; hl7v2.md §2.1, §4.3.
    """
    start = data[:64].lstrip()
    if start.startswith(ZIP_START):
        return tuple(_open_archived(one) for one in open_archive(data).documents)
    if start.startswith((b"MSH|", b"\x0bMSH|")):
        return _open_message(data, accepted)
    return (_open(read_document(data), Source.CDA),)


def _open(document: ParsedDocument, source: Source) -> StructuredDocument:
    return StructuredDocument(header=document.header, source=source, pdf=extract_pdf(document.root))


def _open_archived(document: ArchivedDocument) -> StructuredDocument:
    if document.header is not None:
        return _open(read_document(document.data), Source.XDM)
    return StructuredDocument(source=Source.XDM, told=document.told, pdf=document.data)


def _open_message(data: bytes, accepted: AcceptancePolicy) -> tuple[StructuredDocument, ...]:
    """Open the CDA of a message of the volet of the CREATEUR, or the files of any other ORU or MDM.

    Rule: intake.md §1.1, §1.2; hl7v2.md §4.1.
    """
    message = parse_message(data, size_bytes_max=accepted.size_bytes_max, segments_max=accepted.segments_max)
    if is_taken(read_envelope(message)):
        return _open_enclosed(read_enclosed(message, type_codes=accepted.document_type_codes))
    read = read_request(data, accepted=accepted)
    if read.request is None:
        raise MalformedMessage(*read.findings)
    if read.request.action is RequestAction.DELETE:
        raise RuleViolation(_DELETION)
    document = read_document(read.request.cda)
    _refuse_errors(check_same_document(read.request, document.header))
    return (_open_of(document, read.request.patient),)


def _open_enclosed(read: EnclosedRead) -> tuple[StructuredDocument, ...]:
    """Open the files of a message; a PDF beside the CDA that encloses it, or bears its code, is its copy."""
    content = read.content
    if content is None:
        raise MalformedMessage(*(one for one in read.findings if one.severity is Severity.ERROR))
    if content.action is EnclosedAction.CANCEL:
        raise RuleViolation(_DELETION)
    structured = [one for one in content.files if one.data[:64].lstrip().startswith(_XML_STARTS)]
    digests, codes = {enclosed_digest(one.data) for one in structured}, {one.code for one in structured}
    others = [
        one
        for one in content.files
        if one not in structured and one.code not in codes and hashlib.sha256(one.data).hexdigest() not in digests
    ]
    return (
        *(_open_of(read_document(one.data), content.patient) for one in structured),
        *(StructuredDocument(source=Source.HL7, told=content.told, pdf=one.data) for one in others),
    )


def _open_of(document: ParsedDocument, patient: PatientIdentity) -> StructuredDocument:
    """Open a CDA that is of the patient of its message. Rule: hl7v2.md §4.3."""
    _refuse_errors(check_same_patient(patient, document.header.patient))
    return _open(document, Source.HL7)


def _refuse_errors(findings: Sequence[Finding]) -> None:
    if has_errors(findings):
        raise RuleViolation(*(one for one in findings if one.severity is Severity.ERROR))


def describe_structured(document: StructuredDocument) -> ReadDocument:
    """Say the header, or the fiche, as the fields of a read document; each value names the element it comes from."""
    if document.header is None:
        return add_told(ReadDocument(pages=()), dump_told(document.told) if document.told else {})
    found = dict(_fields(document.header, document.source))
    fields = {
        name: FieldValue(name=name, chosen=values[0], candidates=values, values=values)
        for name, values in found.items()
    }
    code = document.header.code
    guess = TypeGuess(code=code.code, label=code.label, probability=1.0)
    return ReadDocument(pages=(), fields=fields, candidates=found, types=(guess,) if code.code else ())


def _fields(header: DocumentHeader, source: Source) -> Iterator[tuple[FieldName, tuple[Candidate, ...]]]:
    def one(value: str, element: str, role: Role = Role.PATIENT) -> tuple[Candidate, ...]:
        found = Candidate(
            value=value, raw=value, confidence=1.0, source=source, role=role, element=element, is_checked=True
        )
        return (found,) if value else ()

    traits, patient = header.patient.traits, header.patient
    author = header.authors[0] if header.authors else Author()
    structure = author.structure or header.custodian or Structure(identifier="")
    ipp = patient.ipp
    values: tuple[tuple[FieldName, tuple[Candidate, ...]], ...] = (
        (FieldName.BIRTH_NAME, one(traits.birth_family, "recordTarget/name/family[BR]")),
        (FieldName.USED_NAME, one(traits.used_family, "recordTarget/name/family[CL]")),
        (FieldName.FIRST_NAME, one(traits.birth_given, "recordTarget/name/given[BR]")),
        (FieldName.FIRST_NAMES, one(traits.birth_givens, "recordTarget/name/given")),
        (FieldName.BIRTH_DATE, one(iso_date(traits.birth_date), "recordTarget/birthTime")),
        (FieldName.SEX, one(traits.sex, "recordTarget/administrativeGenderCode")),
        (FieldName.BIRTH_PLACE, one(traits.birth_place, "recordTarget/birthplace")),
        (FieldName.INS, one(patient.ins.matricule if patient.ins else "", "recordTarget/patientRole/id")),
        (FieldName.INS_OID, one(patient.ins.oid if patient.ins else "", "recordTarget/patientRole/id/@root")),
        (FieldName.IPP, one(ipp.value if ipp else "", "recordTarget/patientRole/id")),
        (FieldName.DOC_TYPE, one(header.code.code, "ClinicalDocument/code", Role.OTHER)),
        (FieldName.TITLE, one(header.title, "ClinicalDocument/title", Role.OTHER)),
        (FieldName.DOC_DATE, one(iso_date(header.creation_time), "ClinicalDocument/effectiveTime", Role.OTHER)),
        (FieldName.ACT_DATE, one(_act_date(header), "documentationOf/serviceEvent", Role.OTHER)),
        (FieldName.AUTHOR_FAMILY, one(author.person.family if author.person else "", "author", Role.AUTHOR)),
        (FieldName.AUTHOR_GIVEN, one(author.person.given if author.person else "", "author", Role.AUTHOR)),
        (FieldName.AUTHOR_RPPS, one(_rpps(author), "author/assignedAuthor/id", Role.AUTHOR)),
        (FieldName.STRUCTURE_NAME, one(structure.name, "representedOrganization/name", Role.AUTHOR)),
        (FieldName.STRUCTURE_FINESS, one(_finess(structure), "representedOrganization/id", Role.AUTHOR)),
        (FieldName.EPISODE, one(_episode(header), "encompassingEncounter/id", Role.OTHER)),
        (FieldName.PRESCRIPTION_NUMBER, one(_prescription(header), "documentationOf/serviceEvent/id", Role.OTHER)),
    )
    yield from ((name, found) for name, found in values if found)
    recipients = tuple(
        candidate
        for person in header.recipients
        for candidate in one(f"{person.family} {person.given}".strip(), "informationRecipient", Role.RECIPIENT)
    )
    if recipients:
        yield FieldName.RECIPIENTS, recipients


def iso_date(timestamp: str) -> str:
    """Give the day of an HL7 timestamp in ISO form; empty when it has no whole day."""
    digits = timestamp[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else ""


def _act_date(header: DocumentHeader) -> str:
    for event in header.service_events:
        if event.start:
            return iso_date(event.start)
    return iso_date(header.encounter.start) if header.encounter is not None else ""


def _episode(header: DocumentHeader) -> str:
    identifiers = header.encounter.identifiers if header.encounter is not None else ()
    return identifiers[0].extension if identifiers else ""


def _prescription(header: DocumentHeader) -> str:
    """The unique number of a digital prescription; of biology, the document bears it itself.

    Rule: eprescription.md §2 (position in the CDA).
    """
    identifiers = (one for event in header.service_events for one in event.identifiers)
    return next((one.extension for one in (*identifiers, header.id) if one.root == NUMBER_OID), "")


def _rpps(author: Author) -> str:
    """The bare RPPS of a national identifier (type digit ``8``). Rule: hl7v2.md §4.7."""
    person = author.person
    if person is None or person.oid != PS_OID:
        return ""
    value = person.identifier
    bare = value[1:] if len(value) == RPPS_LENGTH + 1 and value.startswith("8") else value
    return bare if len(bare) == RPPS_LENGTH and bare.isdigit() else ""


def _finess(structure: Structure) -> str:
    """The bare FINESS of a national identifier (type digit ``1``)."""
    if structure.oid != STRUCTURE_OID:
        return ""
    value = structure.identifier
    bare = value[1:] if len(value) == FINESS_LENGTH + 1 and value.startswith("1") else value
    return bare if len(bare) == FINESS_LENGTH else ""


def add_told(read: ReadDocument, told: Mapping[str, Any]) -> ReadDocument:
    """Set what structured data beside a file says before what its pages show, which stays to cross-check it.

    told: by field, ``value``, ``element`` and ``source``; what is not understood is left out. Rule: intake.md §1.2.
    """
    said = {name: one for key, values in told.items() if (found := _read_told(key, values)) for name, one in (found,)}
    fields = {name: FieldValue(name=name, chosen=one, candidates=(one,), values=(one,)) for name, one in said.items()}
    candidates = {name: (said[name], *read.candidates.get(name, ())) for name in said}
    code = said.get(FieldName.DOC_TYPE)
    types = (TypeGuess(code=code.value, label="", probability=1.0),) if code else read.types
    return replace(read, fields={**read.fields, **fields}, candidates={**read.candidates, **candidates}, types=types)


def _read_told(key: str, values: Any) -> tuple[FieldName, Candidate] | None:
    try:
        name, source, value = FieldName(key), Source(values["source"]), str(values["value"])
        element = str(values["element"])
    except (ValueError, KeyError, TypeError):
        return None
    role = Role.PATIENT if name in _OF_PATIENT else Role.OTHER
    found = Candidate(value=value, raw=value, confidence=1.0, source=source, role=role, element=element)
    return (name, replace(found, is_checked=True)) if value else None
