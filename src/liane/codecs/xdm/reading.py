"""Read IHE_XDM.ZIP: every subset with its lot and documents, and everything that is wrong in them.

An archive that cannot be read raises; one that can be read comes with its findings, for a flow or a person to decide.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.hl7_types import is_same_patient
from liane.codecs.ebxml.metadata import DocumentEntry, Submission
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.xdm.container import read_files, refuse_archive
from liane.codecs.xml import parse_xml
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.timestamp import render_utc
from liane.domain.errors import Finding, InvalidInput, Severity
from liane.domain.identity.patient import PatientIdentifier

METADATA_BYTES_MAX = 8 * 1024 * 1024
SUBSETS_MAX = 20
_CDA_TYPES = frozenset({"text/xml", "application/xslt+xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMDocument:
    """One document of an archive. content: exact bytes. header: None when it is no CDA, or none that can be read."""

    entry: DocumentEntry
    content: bytes = field(repr=False)
    header: DocumentHeader | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMSubset:
    """One subset. folder: as in the archive. metadata: METADATA.XML, exact bytes."""

    folder: str
    submission: Submission
    documents: tuple[XDMDocument, ...]
    metadata: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMContents:
    """What an archive holds. other_files: names of what METADATA.XML does not describe, never opened.

    findings: every breach; an ERROR forbids automatic integration.
    """

    subsets: tuple[XDMSubset, ...]
    other_files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def patient_id(self) -> PatientIdentifier | None:
        """The patient of the archive: that of its first lot. Rule: mssante.md §5 (ECO.2.1.2)."""
        return self.subsets[0].submission.submission_set.patient_id if self.subsets else None

    @property
    def documents(self) -> tuple[XDMDocument, ...]:
        """All the documents of all the subsets."""
        return tuple(document for subset in self.subsets for document in subset.documents)


def find_action(entry: DocumentEntry, *, slot: str = "action") -> str:
    """The action asked for a document: ``C`` replaces, ``D`` withdrawn, empty for a new one. Rule: hl7v2.md §7.1."""
    values = (
        one.values
        for one in entry.extra_slots
        if one.name.rpartition(":")[2].lower() == slot.lower() or one.name == slot
    )
    return next((value.upper() for found in values for value in found), "")


def _finding(
    code: str, location: str, message: str, *, remedy: str = "", severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        location=location,
        message=message,
        remedy=remedy,
        layer="xdm",
        rule="xdm-xds.md §1, §6",
    )


def read_xdm(data: bytes) -> XDMContents:
    """Read an archive and check it.

    Raises MalformedMessage XDM-001…XDM-008 (see ``read_files``), XDM-010 (no METADATA.XML, or too many subsets), and
    the refusals of the XML and ebXML readers. Findings: XDM-011 document absent, XDM-012 hash, XDM-013 size, XDM-014
    patient differs, XDM-015 CDA unreadable, XDM-016 CDA and fiche differ, XDM-017 file without fiche, XDM-018 folder
    without METADATA.XML, XDM-019 fiche incomplete. Rule: xdm-xds.md §1 « Reader », §6; mssante.md §5.
    """
    files = read_files(data)
    folders = sorted(name.rpartition("/")[0] for name in files if name.rpartition("/")[2] == "METADATA.XML")
    if not 1 <= len(folders) <= SUBSETS_MAX:
        raise refuse_archive(
            "XDM-010", "METADATA.XML", f"L'archive doit contenir de 1 à {SUBSETS_MAX} fichiers METADATA.XML."
        )
    findings: list[Finding] = []
    subsets = tuple(_read_subset(folder, files, findings) for folder in folders)
    described = {
        f"{subset.folder}/{document.entry.uri.upper()}".lstrip("/")
        for subset in subsets
        for document in subset.documents
    }
    described |= {f"{folder}/METADATA.XML".lstrip("/") for folder in folders} | {"README.TXT", "INDEX.HTM"}
    others = tuple(name for name in files if name not in described)
    findings.extend(_check_others(others, folders))
    findings.extend(_check_one_patient(subsets))
    return XDMContents(subsets=subsets, other_files=others, findings=tuple(findings))


def _read_subset(folder: str, files: Mapping[str, bytes], findings: list[Finding]) -> XDMSubset:
    metadata = files[f"{folder}/METADATA.XML".lstrip("/")]
    submission = parse_submission(parse_xml(metadata, size_bytes_max=METADATA_BYTES_MAX))
    documents = []
    for entry in submission.document_entries:
        name = f"{folder}/{entry.uri.upper()}".lstrip("/")
        content = files.get(name) if entry.uri and "/" not in entry.uri else None
        if content is None:
            findings.append(
                _finding("XDM-011", f"{folder} URI", "Un document décrit dans METADATA.XML est absent de l'archive.")
            )
            continue
        document = XDMDocument(entry=entry, content=content, header=_read_header(entry, content, name, findings))
        findings.extend(_check_document(document, name))
        documents.append(document)
    return XDMSubset(folder=folder, submission=submission, documents=tuple(documents), metadata=metadata)


def _read_header(entry: DocumentEntry, content: bytes, name: str, findings: list[Finding]) -> DocumentHeader | None:
    if entry.mime_type not in _CDA_TYPES:
        return None
    try:
        return parse_header(content)
    except InvalidInput as error:
        codes = ", ".join(finding.code for finding in error.findings)
        findings.append(_finding("XDM-015", name, f"Le document CDA ne peut pas être lu ({codes})."))
        return None


def _check_document(document: XDMDocument, name: str) -> Iterator[Finding]:
    """Compare a document with its fiche: bytes first, then what the CDA says. Rule: xdm-xds.md §6.2, §6.3."""
    entry, content = document.entry, document.content
    if not entry.hash or entry.size is None or not entry.unique_id or entry.patient_id is None:
        yield _finding("XDM-019", name, "La fiche du document est incomplète (hash, size, uniqueId ou patientId).")
    if entry.hash and entry.hash != hashlib.sha1(content, usedforsecurity=False).hexdigest():
        yield _finding("XDM-012", name, "L'empreinte SHA-1 du document n'est pas celle de METADATA.XML.")
    if entry.size is not None and entry.size != len(content):
        yield _finding("XDM-013", name, "La taille du document n'est pas celle de METADATA.XML.")
    if document.header is not None:
        yield from _check_header(entry, document.header, name)


def _check_header(entry: DocumentEntry, header: DocumentHeader, name: str) -> Iterator[Finding]:
    if not any(is_same_patient(one, entry.patient_id) for one in header.patient.identifiers):
        yield _finding(
            "XDM-014",
            name,
            "Le patient du document CDA n'est pas celui de METADATA.XML.",
            remedy="Ne pas intégrer ; signaler à l'émetteur.",
        )
    differing = [
        label
        for label, told, written in (
            ("uniqueId", entry.unique_id, header.id.xds),
            ("typeCode", entry.type_code.code if entry.type_code else "", header.code.code),
            ("creationTime", entry.creation_time, render_utc(header.creation_time)),
        )
        if told != written
    ]
    if differing:
        is_grave = "uniqueId" in differing
        yield _finding(
            "XDM-016",
            name,
            f"La fiche et l'en-tête du CDA diffèrent : {', '.join(differing)}.",
            severity=Severity.ERROR if is_grave else Severity.WARNING,
        )


def _check_others(others: tuple[str, ...], folders: list[str]) -> Iterator[Finding]:
    """Unknown files are kept in the archive, never opened; those of a subset should have a fiche."""
    for name in others:
        folder = name.rpartition("/")[0]
        if folder in folders:
            yield _finding(
                "XDM-017", name, "Un fichier du lot n'est pas décrit dans METADATA.XML.", severity=Severity.WARNING
            )
        elif folder.rpartition("/")[2].startswith("SUBSET") and folder not in folders:
            yield _finding("XDM-018", folder, "Un dossier de lot ne contient pas de METADATA.XML.")


def _check_one_patient(subsets: tuple[XDMSubset, ...]) -> Iterator[Finding]:
    """One archive = one patient: every lot and every fiche. Rule: xdm-xds.md §1, §6.2."""
    first = subsets[0].submission.submission_set.patient_id
    for subset in subsets:
        told = [subset.submission.submission_set.patient_id, *(entry.patient_id for entry in subset.submission.entries)]
        if first is None or not all(is_same_patient(first, one) for one in told):
            yield _finding(
                "XDM-014",
                f"{subset.folder}/METADATA.XML",
                "Le patient n'est pas le même dans le lot et dans toutes les fiches, ou il est absent.",
            )
