"""From the header of a document to its fiche, and from a request to its lot: the derivations, no XML.

Every attribute comes from the CDA header, so that the fiche, the DMP and the MSSanté archive say the same thing.
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from liane.codecs.ebxml.hl7_types import build_ins_identifier, clean_text, render_source_patient_info
from liane.codecs.ebxml.metadata import Association, DocumentEntry, Submission, SubmissionSet
from liane.codecs.ebxml.names import AssociationType
from liane.domain.actors.actor import Author
from liane.domain.documents.header import BodyForm, DocumentHeader, DocumentId, ServiceEvent
from liane.domain.documents.request import RequestFlags
from liane.domain.documents.timestamp import render_utc
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code

VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
CONTENT_TYPE_OID = "1.2.250.1.213.2.2"
_DICOM_OID = "1.2.840.10008.2.16.4"
_ACCESSION = "urn:ihe:iti:xds:2013:accession"
_ORDER = "urn:ihe:iti:xds:2013:order"
_STUDY = "urn:ihe:iti:xds:2016:studyInstanceUID"

_MASQUE_PS = Code(code="MASQUE_PS", system=VISIBILITY_OID, label="Masqué aux professionnels de santé")
_INVISIBLE_PATIENT = Code(code="INVISIBLE_PATIENT", system=VISIBILITY_OID, label="Non visible par le patient")
_INVISIBLE_REP = Code(
    code="INVISIBLE_REPRESENTANTS_LEGAUX",
    system=VISIBILITY_OID,
    label="Non visible par les représentants légaux du patient",
)


class AssociationTables(Protocol):
    """The tables that derive one code from another (``liane.domain.terminology.associations`` is one)."""

    def find_class_code(self, type_code: Code | str) -> Code | None:
        """ASS_X04: class of a type of document; None when the table does not know it."""

    def find_format_code(self, template_ids: Sequence[tuple[str, str]], media_type: str, form: BodyForm) -> Code:
        """ASS_A11, ASS_A12: format of a document."""


def build_visibility_codes(flags: RequestFlags) -> tuple[Code, ...]:
    """Turn the flags of a request into visibility codes, which are added to the confidentiality, never replace it.

    Rule: table MetaDMPMSS; xdm-xds.md §2 « Masking and visibility »; hl7v2.md §4.8.
    """
    asked = (
        (flags.masque_ps, _MASQUE_PS),
        (flags.invisible_patient, _INVISIBLE_PATIENT),
        (flags.invisible_rep_legaux, _INVISIBLE_REP),
    )
    return tuple(code for is_asked, code in asked if is_asked)


def build_patient_id(patient: INS | PatientIdentifier) -> PatientIdentifier:
    """The identifier as XDS types it: NH for an INS, PI for a local number. Rule: xdm-xds.md §2, patientId."""
    if isinstance(patient, INS):
        return build_ins_identifier(patient)
    kind = "NH" if patient.is_ins else "PI"
    return PatientIdentifier(value=patient.value, oid=patient.oid, type_code=kind)


def _source_patient_id(header: DocumentHeader, patient_id: PatientIdentifier) -> PatientIdentifier:
    ipp = header.patient.ipp
    return build_patient_id(ipp) if ipp is not None else patient_id


def _events(header: DocumentHeader) -> tuple[Code, ...]:
    """The act of each service event, with the modality and the region that the header kept. Without doubles."""
    kept: dict[tuple[str, str], Code] = {}
    for service in header.service_events:
        for code in service.events:
            if code.code:
                kept.setdefault((code.code, code.system), code)
    return tuple(kept.values())


def _reference(identifier: DocumentId, kind: str) -> str:
    if identifier.extension:
        return f"{clean_text(identifier.extension)}^^^&{clean_text(identifier.root)}&ISO^{kind}"
    return f"{clean_text(identifier.root)}^^^^{kind}"


def _references(header: DocumentHeader) -> tuple[str, ...]:
    """Accession numbers, study UIDs and orders, for imaging documents alone. Rule: drim.md §2; JDV_J231."""
    is_imaging = bool(header.accessions) or any(
        code.system == _DICOM_OID for service in header.service_events for code in service.events
    )
    if not is_imaging:
        return ()
    studies = [one for service in header.service_events for one in service.identifiers if not one.extension]
    found = (
        *(_reference(one, _ACCESSION) for one in header.accessions),
        *(_reference(one, _STUDY) for one in studies),
        *(_reference(one, _ORDER) for one in header.orders),
    )
    return tuple(dict.fromkeys(found))


def build_document_entry(
    header: DocumentHeader,
    *,
    cda: bytes,
    patient_id: INS | PatientIdentifier,
    visibility: tuple[Code, ...] = (),
    symbolic_id: str = "Document01",
    uri: str = "",
    tables: AssociationTables,
) -> DocumentEntry:
    """Describe a CDA document as a fiche.

    cda: the exact bytes that will be sent (hash, size). visibility: codes added after the CDA's own confidentiality.
    uri: file name in an XDM; empty for ITI-41. What the header does not say stays absent: checks report it.
    Rule: volet « Partage de documents de santé »; xdm-xds.md §2, §4; dmp.md §6.2.
    """
    patient = build_patient_id(patient_id)
    service = header.service_events[0] if header.service_events else ServiceEvent()
    performer = service.performer.structure if service.performer else None
    templates = [(template.root, template.extension) for template in header.template_ids]
    return DocumentEntry(
        symbolic_id=symbolic_id,
        unique_id=header.id.xds,
        patient_id=patient,
        mime_type="application/xslt+xml" if header.form is BodyForm.N3_AUTO_PRESENTABLE else "text/xml",
        authors=header.authors,
        legal_authenticator=header.legal_authenticator,
        class_code=tables.find_class_code(header.code),
        type_code=header.code,
        format_code=tables.find_format_code(templates, header.media_type, header.form),
        confidentiality=tuple(code for code in (header.confidentiality, *visibility) if code.code),
        facility_type=header.encounter.facility_type if header.encounter else None,
        practice_setting=performer.practice_setting if performer else None,
        events=_events(header),
        creation_time=render_utc(header.creation_time),
        service_start=render_utc(service.start),
        service_stop=render_utc(service.stop),
        language=header.language or "fr-FR",
        title=header.title,
        source_patient_id=_source_patient_id(header, patient),
        source_patient_info=render_source_patient_info(header.patient.traits),
        hash=hashlib.sha1(cda, usedforsecurity=False).hexdigest(),
        size=len(cda),
        uri=uri,
        references=_references(header),
    )


_CONTENT_TYPES = {
    "I": Code(
        code="03",
        system=CONTENT_TYPE_OID,
        label="Hospitalisation complète (non compris hospitalisation de semaine)",
    ),
    "O": Code(code="07", system=CONTENT_TYPE_OID, label="Consultations soins externes"),
    "E": Code(code="07", system=CONTENT_TYPE_OID, label="Consultations soins externes"),
    "R": Code(code="19", system=CONTENT_TYPE_OID, label="Traitement et cure ambulatoire"),
    "N": Code(code="97", system=CONTENT_TYPE_OID, label="Type d'activité indifferencié"),
}


def find_content_type(patient_class: str) -> Code:
    """Give the contentTypeCode of a lot from PV1-2; what is unknown or absent counts as N, undifferentiated.

    Rule: JDV_J03, JDV_J59; hl7v2.md §5; xdm-xds.md §3.
    """
    return _CONTENT_TYPES.get(patient_class, _CONTENT_TYPES["N"])


def build_submission_set(
    *,
    unique_id: str,
    source_id: str,
    patient_id: INS | PatientIdentifier,
    author: Author | None,
    submission_time: str,
    content_type: Code,
    title: str = "",
) -> SubmissionSet:
    """Describe a lot. unique_id: a new OID for each lot. author: the sender (PRT « SB »), else the author of the CDA.

    submission_time: UTC digits. Rule: xdm-xds.md §3; hl7v2.md §5.
    """
    return SubmissionSet(
        symbolic_id="SubmissionSet01",
        unique_id=unique_id,
        source_id=source_id,
        patient_id=build_patient_id(patient_id),
        submission_time=submission_time,
        authors=(author,) if author is not None else (),
        content_type=content_type,
        title=title,
    )


def build_submission(
    submission_set: SubmissionSet, entries: tuple[DocumentEntry, ...], *, replaces: str = ""
) -> Submission:
    """Bind fiches to their lot: HasMember for each, and RPLC from the first one when it replaces a fiche.

    replaces: entryUUID of the version in force of the replaced document; empty for a new one.
    Rule: xdm-xds.md §5; dmp.md §6.5.
    """
    links = [
        Association(
            kind=AssociationType.HAS_MEMBER,
            source=submission_set.symbolic_id,
            target=entry.symbolic_id,
            set_status="Original",
        )
        for entry in entries
    ]
    if replaces and entries:
        links.append(Association(kind=AssociationType.REPLACES, source=entries[0].symbolic_id, target=replaces))
    return Submission(submission_set=submission_set, entries=entries, associations=tuple(links))
