"""Documents and lots of a DMP as FHIR R4 resources of PDSm, and what goes round them: plain JSON values.

Rule: IG PDSm 3.1.1 (PDSm_ComprehensiveDocumentReference, PDSm_SubmissionSetComprehensive), IHE MHD 4.0.1; dmp.md §13.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from liane.domain.dmp.document import DMPDocument, DocumentAuthor, DocumentState
from liane.domain.dmp.lot import DMPLot
from liane.domain.identity.ins import INS
from liane.domain.terminology.code import Code

Resource = dict[str, Any]

PDSM = "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition"
DOCUMENT_PROFILE = f"{PDSM}/pdsm-comprehensive-document-reference"
IS_ARCHIVED = f"{PDSM}/pdsm-ext-is-archived"
VISIBILITY_SYSTEM = (
    "https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument"
)
CONFIDENTIALITY_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
LOINC_OID, LOINC = "2.16.840.1.113883.6.1", "http://loinc.org"
VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
_SYSTEMS = {LOINC_OID: LOINC, VISIBILITY_OID: VISIBILITY_SYSTEM, "2.16.840.1.113883.5.25": CONFIDENTIALITY_SYSTEM}
_OIDS = {uri: oid for oid, uri in _SYSTEMS.items()}
_STATUS = {
    DocumentState.APPROVED: "current",
    DocumentState.ARCHIVED: "current",
    DocumentState.OBSOLETE: "superseded",
    DocumentState.DELETED: "entered-in-error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose documents. number: of the person in the registry, the logical id of the façade."""

    number: int
    ins: INS

    @property
    def reference(self) -> Resource:
        """As a FHIR reference, with the INS."""
        return {"reference": f"Patient/{self.number}", "identifier": _identifier(self.ins.oid, self.ins.matricule)}


def system_of(oid: str) -> str:
    """The URI of a code system or of an identifier domain, from its OID."""
    return _SYSTEMS.get(oid, f"urn:oid:{oid}" if oid else "")


def oid_of(system: str) -> str:
    """The OID of a URI; empty when it names none."""
    if system in _OIDS:
        return _OIDS[system]
    return system.removeprefix("urn:oid:") if system.startswith("urn:oid:") else ""


def render_instant(at: datetime | None) -> str:
    """Write an aware instant; empty without one."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at is not None else ""


def _identifier(oid: str, value: str) -> Resource:
    return {"system": system_of(oid), "value": value}


def _coding(code: Code) -> Resource:
    return _keep({"system": system_of(code.system), "code": code.code, "display": code.label})


def _concept(code: Code) -> Resource:
    return {"coding": [_coding(code)]} if code.code else {}


def _keep(resource: Resource) -> Resource:
    """A resource without what is empty: FHIR knows no empty value."""
    return {name: value for name, value in resource.items() if value not in ("", None, [], {})}


def find_id(document: DMPDocument) -> str:
    """The logical id of a document: its entryUUID, bare. Rule: dmp.md §13 (id = entryUUID)."""
    return document.entry_uuid.removeprefix("urn:uuid:")


def render_document(document: DMPDocument, subject: Subject) -> Resource:
    """Write one DocumentReference; its attachment is a Binary of the façade, relative."""
    authors = [_render_author(one, rank) for rank, one in enumerate(document.authors, start=1)]
    return _keep(
        {
            "resourceType": "DocumentReference",
            "id": find_id(document),
            "meta": {
                "versionId": document.version or "1",
                "profile": [f"{PDSM}/pdsm-comprehensive-document-reference"],
            },
            "contained": authors,
            "extension": [{"url": IS_ARCHIVED, "valueBoolean": document.state is DocumentState.ARCHIVED}],
            "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{document.unique_id}"},
            "identifier": _logical_identifiers(document),
            "status": _STATUS[document.state],
            "type": _concept(document.type),
            "category": [_concept(document.class_)] if document.class_.code else [],
            "subject": subject.reference,
            "date": render_instant(document.created_at),
            "author": [{"reference": f"#{one['id']}"} for one in authors],
            "custodian": {"display": document.repository_id} if document.repository_id else {},
            "description": document.title,
            "securityLabel": _render_labels(document),
            "content": [_render_content(document, subject)],
            "context": _render_context(document),
        }
    )


def _logical_identifiers(document: DMPDocument) -> list[Resource]:
    return [{"system": "urn:ietf:rfc:3986", "value": document.logical_id}] if document.logical_id else []


def _render_labels(document: DMPDocument) -> list[Resource]:
    normal = {"coding": [{"system": CONFIDENTIALITY_SYSTEM, "code": "N", "display": "Normal"}]}
    hidden = [
        {"coding": [{"system": VISIBILITY_SYSTEM, "code": one.value, "display": one.label}]}
        for one in sorted(document.visibility)
    ]
    return [normal, *hidden]


def _render_content(document: DMPDocument, subject: Subject) -> Resource:
    digest = base64.b64encode(bytes.fromhex(document.hash)).decode() if _is_hexadecimal(document.hash) else ""
    attachment = {
        "contentType": document.media_type,
        "language": document.language,
        "url": f"Binary/{document.unique_id}?patient={subject.number}",
        "size": document.size,
        "hash": digest,
        "title": document.title,
        "creation": render_instant(document.created_at),
    }
    return _keep({"attachment": _keep(attachment), "format": _coding(document.format) if document.format.code else {}})


def _is_hexadecimal(text: str) -> bool:
    return bool(text) and len(text) % 2 == 0 and all(letter in "0123456789abcdef" for letter in text)


def _render_context(document: DMPDocument) -> Resource:
    period = _keep({"start": render_instant(document.act_started_at), "end": render_instant(document.act_ended_at)})
    related = [
        {"identifier": {"value": reference.partition("^")[0], "system": system_of(_authority(reference))}}
        for reference in document.references
    ]
    return _keep(
        {
            "event": [_concept(event) for event in document.events],
            "period": period,
            "facilityType": _concept(document.facility),
            "practiceSetting": _concept(document.practice_setting),
            "related": [{"identifier": _keep(one["identifier"])} for one in related],
        }
    )


def _authority(reference: str) -> str:
    parts = reference.split("^")
    authority = parts[3].split("&") if len(parts) > 3 else []
    return authority[1] if len(authority) > 1 else ""


def _render_author(author: DocumentAuthor, rank: int) -> Resource:
    """A PractitionerRole, contained: who, their specialty, for whom."""
    return _keep(
        {
            "resourceType": "PractitionerRole",
            "id": f"auteur{rank}",
            "practitioner": _keep(
                {
                    "identifier": _identifier("1.2.250.1.71.4.2.1", author.identifier) if author.identifier else {},
                    "display": author.name,
                }
            ),
            "organization": _keep(
                {
                    "identifier": _identifier("1.2.250.1.71.4.2.2", author.structure_id) if author.structure_id else {},
                    "display": author.structure,
                }
            ),
            "specialty": [{"text": author.specialty}] if author.specialty else [],
        }
    )


def render_lot(lot: DMPLot, subject: Subject) -> Resource:
    """Write one List, a lot. Rule: dmp.md §13 (ITI-66)."""
    return _keep(
        {
            "resourceType": "List",
            "id": lot.entry_uuid.removeprefix("urn:uuid:"),
            "meta": {"profile": [f"{PDSM}/pdsm-submissionset-comprehensive"]},
            "extension": [
                _keep(
                    {
                        "url": "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-designationType",
                        "valueCodeableConcept": _concept(lot.content_type),
                    }
                ),
                {
                    "url": "https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId",
                    "valueIdentifier": {"value": f"urn:oid:{lot.source_id}"},
                },
            ],
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:oid:{lot.unique_id}", "use": "usual"}],
            "status": "current",
            "mode": "working",
            "title": lot.title,
            "code": {
                "coding": [
                    {"system": "https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes", "code": "submissionset"}
                ]
            },
            "subject": subject.reference,
            "date": render_instant(lot.submitted_at),
            "entry": [
                {"item": {"reference": f"DocumentReference/{one.removeprefix('urn:uuid:')}"}} for one in lot.members
            ],
        }
    )


def render_searchset(resources: Sequence[Resource], *, total: int, links: Sequence[tuple[str, str]]) -> Resource:
    """Write one page of results. links: (relation, address): ``self``, ``next``, ``previous``."""
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": [{"relation": relation, "url": url} for relation, url in links],
        "entry": [{"resource": one, "search": {"mode": "match"}} for one in resources],
    }


def render_outcome(severity: str, code: str, text: str, *, detail: str = "") -> Resource:
    """Write an OperationOutcome. code: of issue-type. detail: our own code (``DMP-010``) or the DMP's."""
    issue: Resource = {"severity": severity, "code": code, "diagnostics": text}
    if detail:
        issue["details"] = {"coding": [{"system": "urn:liane:code", "code": detail}]}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
