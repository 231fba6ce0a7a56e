"""An archive IHE_XDM.ZIP put down in a folder or uploaded: its documents, each with what its fiche says of it.

What lives here: which documents of the archive are to be shown, and what is known of each. What must not: whose they
are, and where they go (``deposits``). Rule: intake.md §1.1, §1.2; mssante.md §5; xdm-xds.md §1, §6.
"""

import hashlib
from dataclasses import dataclass, field, replace

from liane.codecs.ebxml.hl7_types import parse_source_patient_info
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.xdm.reading import XDMContents, XDMDocument, XDMSubset, read_xdm
from liane.domain.actors.actor import Author
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, RuleViolation, Severity, has_errors
from liane.domain.identity.patient import PatientIdentity
from liane.domain.intake.fields import FieldName, Source
from liane.domain.intake.told import Told, describe_patient, iso_day, tell
from liane.pipeline.intake.incoming import find_asked_action
from liane.pipeline.intake.reading import enclosed_digest

ZIP_START = b"PK\x03\x04"
ZIP_DIRECTORY, METADATA_NAME = b"PK\x01\x02", b"METADATA.XML"
RPPS_LENGTH = 11
TRANSFORMS = "urn:ihe:iti:2007:AssociationType:XFRM"
_ELEMENTS = {
    FieldName.BIRTH_NAME: "sourcePatientInfo PID-5.1",
    FieldName.FIRST_NAME: "sourcePatientInfo PID-5.2",
    FieldName.FIRST_NAMES: "sourcePatientInfo PID-5.3",
    FieldName.BIRTH_DATE: "sourcePatientInfo PID-7",
    FieldName.SEX: "sourcePatientInfo PID-8",
    FieldName.INS: "DocumentEntry.patientId",
    FieldName.INS_OID: "DocumentEntry.patientId",
    FieldName.IPP: "DocumentEntry.sourcePatientId",
}


_EMPTY = Finding(
    code="INT-135",
    severity=Severity.ERROR,
    location="METADATA.XML",
    message="L'archive ne contient aucun document à intégrer.",
    remedy="Demander un nouvel envoi à l'expéditeur, ou déposer le document lui-même.",
    layer="intake",
    rule="mssante.md §5",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedDocument:
    """One document to show. header: of a CDA, None for another kind, of which ``told`` says what its fiche says.

    key: names it within the archive. action: asked by the extra metadata, else by the CDA.
    """

    key: str
    name: str = field(repr=False)
    media_type: str
    data: bytes = field(repr=False)
    header: DocumentHeader | None = None
    told: Told | None = None
    action: RequestAction = RequestAction.CREATE
    masking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedArchive:
    """The documents of an archive, in the order of its fiches, without the copies of its CDA. findings: warnings."""

    documents: tuple[ArchivedDocument, ...]
    findings: tuple[Finding, ...] = ()


def is_archive(data: bytes) -> bool:
    """Tell whether a file is a ZIP; one that is whole and names no METADATA.XML is none of ours (DOCX, ODT, other ZIP).

    Rule: xdm-xds.md §1 (each subset holds its METADATA.XML). Nothing is opened here: names stand in clear in a ZIP.
    """
    is_foreign = ZIP_DIRECTORY in data and METADATA_NAME not in data
    return data.startswith(ZIP_START) and not is_foreign


def open_archive(data: bytes, *, action_slot: str = "action") -> OpenedArchive:
    """Open an archive, in a worker process.

    Raises InvalidInput: XDM-001 to XDM-010 when it cannot be opened (bomb, path that leaves it, link, encrypted file…),
    and every error of its content (hash, size, patient…), for nothing of a wrong archive is shown as a document;
    INT-202 when it holds none. Rule: mssante.md §5, reader checks.
    """
    contents = read_xdm(data)
    if has_errors(contents.findings):
        raise RuleViolation(*contents.findings)
    copies = find_copies(contents)
    documents = tuple(
        describe_archived(document, action_slot) for document in contents.documents if id(document) not in copies
    )
    if not documents:
        raise RuleViolation(_EMPTY)
    return OpenedArchive(documents=documents, findings=contents.findings)


def find_copies(contents: XDMContents) -> frozenset[int]:
    """Find the documents that repeat a CDA of the archive: the PDF that it encloses, or one said transformed of it.

    Gives their ``id``. Rule: référentiel MSSanté #2 ECO.2.1.5 (a PDF copy beside each CDA); xdm-xds.md §5.
    """
    enclosed = {digest for one in contents.documents if one.header and (digest := enclosed_digest(one.content))}
    same = {id(one) for one in contents.documents if not one.header and _digest(one.content) in enclosed}
    return frozenset(same | {copy for subset in contents.subsets for copy in _find_transformed(subset)})


def _find_transformed(subset: XDMSubset) -> list[int]:
    structured = {one.entry.symbolic_id for one in subset.documents if one.header is not None}
    made_of = {
        link.source for link in subset.submission.associations if link.kind == TRANSFORMS and link.target in structured
    }
    return [id(one) for one in subset.documents if one.header is None and one.entry.symbolic_id in made_of]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def describe_archived(document: XDMDocument, action_slot: str) -> ArchivedDocument:
    """Say what is known of one document of an archive: its CDA header, else its fiche."""
    entry, header = document.entry, document.header
    if header is not None:
        return ArchivedDocument(
            key=header.id.xds,
            name=entry.uri or "DOC.XML",
            media_type="text/xml",
            data=document.content,
            header=header,
            action=find_asked_action(entry, header, action_slot),
            masking=tuple(one.code for one in entry.confidentiality),
        )
    return ArchivedDocument(
        key=entry.unique_id or _digest(document.content),
        name=entry.uri or "document",
        media_type=entry.mime_type,
        data=document.content,
        told=tell_entry(entry),
        masking=tuple(one.code for one in entry.confidentiality),
    )


def tell_entry(entry: DocumentEntry) -> Told:
    """Say a fiche as fields, with the element that says each. Rule: xdm-xds.md §2; intake.md §1.2."""
    patient = read_entry_patient(entry)
    author = entry.authors[0] if entry.authors else Author()
    person, structure = author.person, author.structure
    code = entry.type_code
    values = [
        *describe_patient(patient, _ELEMENTS),
        *tell(
            (
                (FieldName.DOC_TYPE, code.code if code else "", "DocumentEntry.typeCode"),
                (FieldName.TITLE, entry.title or (code.label if code else ""), "DocumentEntry.title"),
                (FieldName.DOC_DATE, iso_day(entry.creation_time), "DocumentEntry.creationTime"),
                (FieldName.ACT_DATE, iso_day(entry.service_start), "DocumentEntry.serviceStartTime"),
                (FieldName.AUTHOR_FAMILY, person.family if person else "", "DocumentEntry.authorPerson"),
                (FieldName.AUTHOR_GIVEN, person.given if person else "", "DocumentEntry.authorPerson"),
                (FieldName.AUTHOR_RPPS, _rpps(author), "DocumentEntry.authorPerson"),
                (FieldName.STRUCTURE_NAME, structure.name if structure else "", "DocumentEntry.authorInstitution"),
            )
        ),
    ]
    return Told(source=Source.XDM, patient=patient, values=tuple(values))


def _rpps(author: Author) -> str:
    value = author.person.identifier if author.person else ""
    bare = value[1:] if len(value) == RPPS_LENGTH + 1 and value.startswith("8") else value
    return bare if len(bare) == RPPS_LENGTH and bare.isdigit() else ""


def read_entry_patient(entry: DocumentEntry) -> PatientIdentity:
    """Read the patient of a fiche: patientId, sourcePatientId, and the PID fields of sourcePatientInfo.

    Rule: xdm-xds.md §2; IHE ITI TF-3 §4.2.3.2.23.
    """
    identifiers = [one for one in (entry.patient_id, entry.source_patient_id) if one is not None and one.value]
    unique = {(one.oid, one.value): replace(one, type_code="INS" if one.is_ins else "PI") for one in identifiers}
    traits = parse_source_patient_info(entry.source_patient_info)
    return PatientIdentity(identifiers=tuple(unique.values()), traits=traits)
