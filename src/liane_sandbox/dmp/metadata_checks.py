"""Check the metadata of a lot and of its fiches, one refusal per violation. Pure: no state, no bytes, no clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liane.codecs.ebxml.hl7_types import is_same_patient
from liane.codecs.ebxml.metadata import DocumentEntry, Submission, SubmissionSet
from liane.codecs.ebxml.names import STABLE_DOCUMENT, AssociationType
from liane.domain.actors.actor import PS_OID, STRUCTURE_OID, Author
from liane.domain.identity.ins import INS_OIDS
from liane.domain.terminology.associations import find_class_code
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from liane_sandbox.dmp.refusals import Refusal, RegistryCode

UNIQUE_ID_LENGTH_MAX = 64
CONFIDENTIALITY_MAX = 4
CONFIDENTIALITY_OID = "2.16.840.1.113883.5.25"
VISIBILITY_OID = "1.2.250.1.213.1.1.4.13"
MIME_TYPES = frozenset({"text/xml", "application/xslt+xml", "application/dicom"})
_OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+$")
_INSTANT = re.compile(r"\d{14}$")
_TIME = re.compile(r"\d{4}(\d\d){0,5}$")

_FORMATS = "dmp.md §6.2"
_LOT = "dmp.md §6.2, lot"
_ACTORS = "xdm-xds.md §4"


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRules:
    """Parameters of the DMP. may_cumulate: ``cumul-invisible_patient-masque_ps``. Rule: dmp.md §6.1-4."""

    may_cumulate: bool = False


def _metadata(context: str, location: str, rule: str = _FORMATS) -> Refusal:
    return Refusal(code=RegistryCode.REGISTRY_METADATA, context=context, location=location, rule=rule)


def is_unique_id(value: str) -> bool:
    """Tell whether this is an OID, or an OID and an extension, of at most 64 characters. Rule: dmp.md §4, uniqueId."""
    return len(value) <= UNIQUE_ID_LENGTH_MAX and bool(_OID.match(value.partition("^")[0]))


def _check_code(code: Code | None, name: str, value_set: str, location: str, rule: str = _FORMATS) -> Iterator[Refusal]:
    if code is None or not code.code:
        yield _metadata(f"{name} est absent", location, rule)
    elif not get_value_set(value_set).contains(code.code, code.system):
        yield _metadata(
            f"{name} « {code.code} » (codingScheme {code.system or 'absent'}) n'est pas dans {value_set}",
            location,
            rule,
        )


def _check_author(author: Author, name: str, location: str) -> Iterator[Refusal]:
    """Check one author; authorInstitution is only required when the document names one (R2).

    Rule: dmp.md §6.2, author; xdm-xds.md §2, author.
    """
    person, structure = author.person, author.structure
    actor = person or author.device
    if actor is None or not actor.identifier:
        yield _metadata(f"{name} : authorPerson est absent ou sans identifiant", location, _ACTORS)
        return
    if actor.oid not in {PS_OID} | INS_OIDS:
        yield _metadata(f"{name} : l'autorité de authorPerson ({actor.oid}) n'est pas {PS_OID}", location, _ACTORS)
    if structure is not None and structure.identifier and structure.oid not in (STRUCTURE_OID, "1.3.2"):
        yield _metadata(
            f"{name} : l'autorité de authorInstitution ({structure.oid}) n'est pas {STRUCTURE_OID}", location, _ACTORS
        )
    specialty = person.specialty if person is not None else None
    if specialty is not None and not get_value_set("JDV_J01").contains(specialty.code, specialty.system):
        yield _metadata(f"{name} : authorSpecialty « {specialty.code} » n'est pas dans JDV_J01", location, _ACTORS)


def _check_authors(authors: tuple[Author, ...], location: str) -> Iterator[Refusal]:
    if not authors:
        yield _metadata("author est absent", location)
    for rank, author in enumerate(authors, start=1):
        yield from _check_author(author, f"author {rank}", location)


def check_confidentiality(entry: DocumentEntry, rules: MetadataRules) -> Iterator[Refusal]:
    """Check the confidentiality codes of a fiche.

    Rule: dmp.md §6.2 confidentialityCode, §6.3 (the signature alone may cumulate), §12.3.
    """
    where = entry.symbolic_id
    codes = entry.confidentiality
    if not codes or (codes[0].code, codes[0].system) != ("N", CONFIDENTIALITY_OID):
        yield _metadata(f"le premier confidentialityCode doit être N ({CONFIDENTIALITY_OID})", where)
    if len(codes) > CONFIDENTIALITY_MAX:
        yield _metadata(f"{len(codes)} confidentialityCode ; {CONFIDENTIALITY_MAX} au plus", where)
    visibility = [code for code in codes[1:] if code.code != "N"]
    for code in visibility:
        if code.system != VISIBILITY_OID or not get_value_set("JDV_J58").contains(code.code, code.system):
            yield _metadata(f"confidentialityCode « {code.code} » ({code.system}) n'est pas dans JDV_J58", where)
    names = {code.code for code in visibility}
    if {"MASQUE_PS", "INVISIBLE_PATIENT"} <= names and not rules.may_cumulate:
        yield _metadata("MASQUE_PS et INVISIBLE_PATIENT ne se cumulent pas", where, "dmp.md §6.1-4")


def _check_times(entry: DocumentEntry) -> Iterator[Refusal]:
    where = entry.symbolic_id
    for name, value, is_required in (
        ("creationTime", entry.creation_time, True),
        ("serviceStartTime", entry.service_start, True),
        ("serviceStopTime", entry.service_stop, False),
    ):
        if not value and is_required:
            yield _metadata(f"{name} est absent", where)
        elif value and not _TIME.match(value):
            yield _metadata(f"{name} n'est pas un instant UTC en chiffres (yyyyMMddHHmmss)", where)


def _check_texts(entry: DocumentEntry) -> Iterator[Refusal]:
    where = entry.symbolic_id
    required = {
        "title": entry.title,
        "languageCode": entry.language,
        "sourcePatientId": entry.source_patient_id,
        "legalAuthenticator": entry.legal_authenticator,
    }
    for name, value in required.items():
        if not value:
            yield _metadata(f"{name} est absent", where)
    if not is_unique_id(entry.unique_id):
        yield _metadata(f"uniqueId « {entry.unique_id} » n'est pas un OID d'au plus 64 caractères", where, "dmp.md §4")
    if entry.mime_type not in MIME_TYPES:
        yield _metadata(f"mimeType « {entry.mime_type} » n'est pas accepté", where)
    if entry.object_type != STABLE_DOCUMENT:
        yield _metadata("objectType n'est pas celui d'un document", where, "xdm-xds.md §2")
    if entry.uri:
        yield _metadata("URI est réservé à l'XDM", where, "xdm-xds.md §2")


def _check_references(entry: DocumentEntry) -> Iterator[Refusal]:
    for reference in entry.references:
        kind = (reference.split("^") + [""] * 5)[4]
        if not get_value_set("JDV_J231").contains(kind):
            yield _metadata(f"referenceIdList : type « {kind} » absent de JDV_J231", entry.symbolic_id)


def check_document_entry(entry: DocumentEntry, rules: MetadataRules) -> Iterator[Refusal]:
    """Check the fiche of one document. Rule: dmp.md §6.2; xdm-xds.md §2."""
    where = entry.symbolic_id
    yield from _check_texts(entry)
    yield from _check_times(entry)
    yield from _check_authors(entry.authors, where)
    yield from _check_code(entry.class_code, "classCode", "JDV_J57", where)
    yield from _check_code(entry.type_code, "typeCode", "JDV_J66", where)
    yield from _check_code(entry.format_code, "formatCode", "JDV_J60", where)
    yield from _check_code(entry.facility_type, "healthcareFacilityTypeCode", "JDV_J61", where)
    yield from _check_code(entry.practice_setting, "practiceSettingCode", "JDV_J04", where)
    yield from check_confidentiality(entry, rules)
    yield from _check_references(entry)
    if not any(value.startswith("PID-5|") for value in entry.source_patient_info):
        yield _metadata("sourcePatientInfo : PID-5 est absent", where, "dmp.md §4")
    expected = find_class_code(entry.type_code) if entry.type_code else None
    if expected is not None and entry.class_code is not None and expected.code != entry.class_code.code:
        yield _metadata(
            f"classCode « {entry.class_code.code} » ne va pas avec typeCode : ASS_X04 donne « {expected.code} »", where
        )


SIGNATURE_CODES = {
    "classCode": ("urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", "URN"),
    "typeCode": ("E1762", "ASTM"),
    "formatCode": ("http://www.w3.org/2000/09/xmldsig#", "URN"),
    "eventCode": ("1.2.840.10065.1.12.1.14", "1.2.840.10065.1.12"),
}
_SIGNATURE = "dmp.md §6.3"


def check_signature_entry(entry: DocumentEntry) -> Iterator[Refusal]:
    """Check the fiche of the signature of the lot, whose metadata are fixed. Rule: dmp.md §6.3."""
    where = entry.symbolic_id
    event = entry.events[0] if entry.events else None
    found = {
        "classCode": entry.class_code,
        "typeCode": entry.type_code,
        "formatCode": entry.format_code,
        "eventCode": event,
    }
    for name, (code, system) in SIGNATURE_CODES.items():
        given = found[name]
        if given is None or (given.code, given.system) != (code, system):
            yield _metadata(f"signature : {name} doit être « {code} » ({system})", where, _SIGNATURE)
    if entry.mime_type != "text/xml":
        yield _metadata("signature : mimeType doit être text/xml", where, _SIGNATURE)
    if entry.language != "art":
        yield _metadata("signature : languageCode doit être « art »", where, _SIGNATURE)
    if {code.code for code in entry.confidentiality} != {"N", "MASQUE_PS", "INVISIBLE_PATIENT"}:
        yield _metadata("signature : confidentialityCode doit être N, MASQUE_PS, INVISIBLE_PATIENT", where, _SIGNATURE)
    if not is_unique_id(entry.unique_id):
        yield _metadata("signature : uniqueId n'est pas un OID d'au plus 64 caractères", where, "dmp.md §4")
    yield from _check_authors(entry.authors, where)


def check_lot(lot: SubmissionSet) -> Iterator[Refusal]:
    """Check the metadata of a lot. Rule: dmp.md §6.2, lot; xdm-xds.md §3."""
    where = lot.symbolic_id
    if not _INSTANT.match(lot.submission_time):
        yield _metadata("submissionTime absent, ou pas un instant UTC de 14 chiffres", where, _LOT)
    if not _OID.match(lot.source_id):
        yield _metadata("sourceId absent, ou pas un OID", where, _LOT)
    if not is_unique_id(lot.unique_id):
        yield _metadata("uniqueId du lot absent, ou pas un OID d'au plus 64 caractères", where, _LOT)
    yield from _check_code(lot.content_type, "contentTypeCode", "JDV_J59", where, _LOT)
    yield from _check_authors(lot.authors, where)


def check_members(submission: Submission) -> Iterator[Refusal]:
    """Check that each fiche is a member of the lot, and that each link starts from an object of the message.

    Rule: xdm-xds.md §5; dmp.md §6.4.
    """
    lot = submission.submission_set.symbolic_id
    members = {
        link.target
        for link in submission.associations
        if link.kind == AssociationType.HAS_MEMBER and link.source == lot and link.set_status == "Original"
    }
    own = {lot} | {entry.symbolic_id for entry in submission.entries}
    for entry in submission.entries:
        if entry.symbolic_id not in members:
            yield _metadata(
                "aucune association HasMember « Original » ne lie cette fiche au lot",
                entry.symbolic_id,
                "xdm-xds.md §5",
            )
    for link in submission.associations:
        if link.source not in own:
            yield Refusal(
                code=RegistryCode.UNRESOLVED,
                context=f"l'association part de « {link.source} », absent du message",
                location=link.symbolic_id,
            )


def check_patients(submission: Submission, ins: str, ins_oid: str) -> Iterator[Refusal]:
    """Check that the lot, each fiche and the VIHF name the same patient.

    Rule: dmp.md §12.3 XDSPatientIdDoesNotMatch.
    """
    lot = submission.submission_set
    objects = [(lot.symbolic_id, lot.patient_id), *((one.symbolic_id, one.patient_id) for one in submission.entries)]
    for where, patient in objects:
        if patient is None:
            yield _metadata("patientId est absent ou illisible", where)
        elif not patient.is_ins:
            yield _metadata(f"patientId : l'autorité {patient.oid} n'est pas celle d'un INS", where, "dmp.md §4")
        elif (patient.value, patient.oid) != (ins, ins_oid):
            yield Refusal(
                code=RegistryCode.PATIENT_MISMATCH,
                context="patientId n'est pas l'INS du VIHF (resource-id)",
                location=where,
            )
        elif not is_same_patient(patient, lot.patient_id):
            yield Refusal(
                code=RegistryCode.PATIENT_MISMATCH, context="patientId n'est pas celui du lot", location=where
            )
