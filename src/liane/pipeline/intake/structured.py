"""What a CDA header, an XDM archive or an HL7 v2 message says of its document: read, not guessed.

Rule: intake.md §1.2 (structured data first; what the enclosed PDF says is then a cross-check).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.request import read_request
from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.xdm.reading import read_xdm
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author, Structure
from liane.domain.documents.header import DocumentHeader
from liane.domain.errors import MalformedMessage
from liane.domain.intake.extract.prescription_numbers import NUMBER_OID
from liane.domain.intake.fields import Candidate, FieldName, FieldValue, ReadDocument, Role, Source, TypeGuess

RPPS_LENGTH, FINESS_LENGTH = 11, 9
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredDocument:
    """One document that says itself what it is. pdf: the PDF that it encloses, to cross-check; None when none."""

    header: DocumentHeader
    source: Source
    pdf: bytes | None
    cda: bytes


def is_structured(data: bytes) -> bool:
    """Tell whether a file is of a structured kind, by its first bytes alone."""
    start = data[:64].lstrip()
    return start.startswith((b"MSH|", b"\x0bMSH|", *_XML_STARTS, b"PK\x03\x04"))


def read_structured(data: bytes, accepted: AcceptancePolicy) -> tuple[StructuredDocument, ...]:
    """Read the documents of a structured file. Raises InvalidInput with every reason when it cannot be read."""
    start = data[:64].lstrip()
    if start.startswith(b"PK\x03\x04"):
        contents = read_xdm(data)
        bodies = [document.content for subset in contents.subsets for document in subset.documents]
        return tuple(_open(body, Source.XDM) for body in bodies)
    if start.startswith((b"MSH|", b"\x0bMSH|")):
        read = read_request(data, accepted=accepted)
        if read.request is None:
            raise MalformedMessage(*read.findings)
        return (_open(read.request.cda, Source.HL7),)
    return (_open(data, Source.CDA),)


def _open(body: bytes, source: Source) -> StructuredDocument:
    document = read_document(body)
    return StructuredDocument(header=document.header, source=source, pdf=extract_pdf(document.root), cda=body)


def describe_structured(document: StructuredDocument) -> ReadDocument:
    """Say the header as the fields of a read document; each value names the element that it comes from."""
    found = dict(_fields(document))
    fields = {
        name: FieldValue(name=name, chosen=values[0], candidates=values, values=values)
        for name, values in found.items()
    }
    code = document.header.code
    guess = TypeGuess(code=code.code, label=code.label, probability=1.0)
    return ReadDocument(pages=(), fields=fields, candidates=found, types=(guess,) if code.code else ())


def _fields(document: StructuredDocument) -> Iterator[tuple[FieldName, tuple[Candidate, ...]]]:
    header, source = document.header, document.source

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
