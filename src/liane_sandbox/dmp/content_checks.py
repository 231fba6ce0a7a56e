"""Check the contents of a lot: its XAdES signature, and the coherence of each CDA with its fiche. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import DocumentEntry, Submission
from liane.codecs.xmldsig.lot_verification import inspect_lot_signature
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.timestamp import render_utc
from liane.domain.errors import InvalidInput
from liane_sandbox.dmp.refusals import Refusal, RegistryCode
from liane_sandbox.pki.certificates import Profile
from liane_sandbox.pki.trust import TrustStore

_SIGNATURE = "dmp.md §6.3"
_COHERENCE = "xdm-xds.md §6-2"


class Strictness(StrEnum):
    """What a check does when it finds something."""

    OFF = "off"
    WARN = "warn"
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRules:
    """How strict the simulator is on contents. Rule: dmp.md §14.2-7, -8."""

    signature: Strictness = Strictness.ENFORCE
    cda: Strictness = Strictness.ENFORCE


def check_lot_signature(
    submission: Submission, bodies: Mapping[str, bytes], trust: TrustStore, at: datetime
) -> Iterator[Refusal]:
    """Check that the lot carries a XAdES signature that holds, by a trusted seal, over exactly its documents.

    Rule: dmp.md §6.3, §14.2-7.
    """
    entry = submission.signature_entry
    if entry is None:
        yield Refusal(
            code=RegistryCode.REPOSITORY_METADATA,
            context="le lot n'est pas signé : aucune fiche n'est liée au lot par une association « signs »",
            location=submission.submission_set.symbolic_id,
            rule=_SIGNATURE,
        )
        return
    body = bodies.get(entry.symbolic_id)
    if body is None:
        return
    documents = {
        one.unique_id: (bodies[one.symbolic_id], one.mime_type)
        for one in submission.document_entries
        if one.symbolic_id in bodies
    }
    found = inspect_lot_signature(body, lot_unique_id=submission.submission_set.unique_id, documents=documents)
    contexts = [f"{defect.code} {defect.location} : {defect.message}" for defect in found.defects]
    if found.certificate is not None:
        defect = trust.find_defect(found.certificate, Profile.ORG_SIGN, at)
        contexts += [f"certificat de la signature du lot : {defect}"] if defect else []
    for context in contexts:
        yield Refusal(
            code=RegistryCode.REPOSITORY_METADATA, context=context, location=entry.symbolic_id, rule=_SIGNATURE
        )


def check_documents(submission: Submission, bodies: Mapping[str, bytes]) -> Iterator[Refusal]:
    """Check that each CDA is readable and says what its fiche says. Rule: xdm-xds.md §6-2; dmp.md §14.2-8."""
    for entry in submission.document_entries:
        body = bodies.get(entry.symbolic_id)
        if body is None or "xml" not in entry.mime_type:
            continue
        try:
            header = parse_header(body)
        except InvalidInput as error:
            for finding in error.findings:
                yield _invalid(entry, f"{finding.code} {finding.location} : {finding.message}")
            continue
        yield from _check_coherence(entry, header)


def _invalid(entry: DocumentEntry, context: str) -> Refusal:
    return Refusal(code=RegistryCode.INVALID_DOCUMENT, context=context, location=entry.symbolic_id, rule=_COHERENCE)


def _check_coherence(entry: DocumentEntry, header: DocumentHeader) -> Iterator[Refusal]:
    if header.id.xds != entry.unique_id:
        yield _invalid(entry, f"uniqueId {entry.unique_id} : l'id du CDA est {header.id.xds}")
    if entry.type_code is not None and header.code.code != entry.type_code.code:
        yield _invalid(entry, f"typeCode {entry.type_code.code} : le code du CDA est {header.code.code}")
    created = render_utc(header.creation_time)
    if entry.creation_time and created != entry.creation_time:
        yield _invalid(entry, f"creationTime {entry.creation_time} : le CDA donne {created} en UTC")
    ins, patient = header.patient.ins, entry.patient_id
    if patient is not None and (ins is None or (ins.matricule, ins.oid) != (patient.value, patient.oid)):
        yield _invalid(entry, "patientId n'est pas l'INS du patient du CDA")
