"""What a submission (ITI-41) does to the registry: duplicates, replacement, versions. Reads the state, writes nothing.

The caller holds the state's transaction around `plan_submission` and `DMPState.apply`, so that two submissions of the
same document cannot both pass.
"""

import hashlib
import random
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from liane.codecs.ebxml.metadata import Association, DocumentEntry, Submission
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane_sandbox.dmp.records import Change, StoredDocument, StoredEntry, StoredLot
from liane_sandbox.dmp.refusals import Refusal, RegistryCode, RegistryRefused
from liane_sandbox.dmp.state import REPOSITORY_ID, DMPState


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Who submits, as its VIHF says. at: instant of reception, ISO 8601.

    sources: fiches and lots as submitted, by symbolic id; what is absent is written from its value.
    """

    ins: str
    ins_oid: str
    structure: str
    at: str
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False)


_dice = random.Random(secrets.randbits(128))  # noqa: S311 - identifiers of a simulation, drawn a dozen per call


def new_uuid() -> str:
    """Give a new identifier of the registry."""
    return f"urn:uuid:{uuid.UUID(int=_dice.getrandbits(128), version=4)}"


def measure(body: bytes) -> tuple[str, int]:
    """SHA-1 (lower-case hexadecimal) and size of a body. Rule: dmp.md §6.2 hash, size."""
    return hashlib.sha1(body, usedforsecurity=False).hexdigest(), len(body)


def check_bodies(submission: Submission, bodies: Mapping[str, bytes]) -> Iterator[Refusal]:
    """Check that each fiche has its document and each document its fiche, with the hash and the size announced.

    bodies: by symbolic id. Rule: dmp.md §6.2 hash and size, §12.3 XDSMissingDocument, XDSMissingDocumentMetadata.
    """
    signature = submission.signature_entry
    entries = {entry.symbolic_id: entry for entry in submission.entries}
    for name in bodies.keys() - entries.keys():
        yield Refusal(
            code=RegistryCode.MISSING_METADATA, context=f"le document « {name} » n'a pas de fiche", location=name
        )
    for name, entry in entries.items():
        body = bodies.get(name)
        if body is None:
            yield Refusal(
                code=RegistryCode.MISSING_DOCUMENT, context=f"la fiche « {name} » n'a pas de document", location=name
            )
        else:
            yield from _check_measures(entry, body, is_required=entry is not signature)


def _check_measures(entry: DocumentEntry, body: bytes, *, is_required: bool) -> Iterator[Refusal]:
    sha1, size = measure(body)
    if not body:
        yield _repository(entry, "le document est vide", "dmp.md §6.1-3")
    if entry.hash != sha1 and (entry.hash or is_required):
        given = entry.hash or "absent"
        yield _repository(entry, f"hash {given} : le SHA-1 des octets reçus est {sha1}")
    if entry.size != size and (entry.size is not None or is_required):
        given_size = "absent" if entry.size is None else entry.size
        yield _repository(entry, f"size {given_size} : {size} octets reçus")


def _repository(entry: DocumentEntry, context: str, rule: str = "dmp.md §6.2") -> Refusal:
    return Refusal(code=RegistryCode.REPOSITORY_METADATA, context=context, location=entry.symbolic_id, rule=rule)


def check_duplicates(submission: Submission, bodies: Mapping[str, bytes], state: DMPState) -> Iterator[Refusal]:
    """Check the uniqueIds of the lot and of its documents against the message and the registry.

    Same uniqueId, same bytes: « already there ». Same uniqueId, other bytes: never accepted.
    Rule: dmp.md §6.1-7, §12.3 XDSDuplicateUniqueIdInRegistry, XDSNonIdenticalHash, XDSNonIdenticalSize.
    """
    lot = submission.submission_set
    seen = {lot.unique_id}
    is_known_lot = state.find_lot(lot.unique_id) is not None
    if is_known_lot:
        yield Refusal(
            code=RegistryCode.DUPLICATE_IN_REGISTRY,
            context=f"le lot {lot.unique_id} est déjà enregistré",
            location=lot.symbolic_id,
        )
    for entry in submission.entries:
        if entry.unique_id in seen:
            yield Refusal(
                code=RegistryCode.DUPLICATE_IN_MESSAGE,
                context=f"l'uniqueId {entry.unique_id} figure deux fois dans le message",
                location=entry.symbolic_id,
            )
        seen.add(entry.unique_id)
        kept = state.find_measures(entry.unique_id)
        is_signed_again = is_known_lot and entry is submission.signature_entry
        if kept is not None and not is_signed_again:
            yield from _compare(entry, kept, measure(bodies.get(entry.symbolic_id, b"")))


def _compare(entry: DocumentEntry, kept: tuple[str, int], received: tuple[str, int]) -> Iterator[Refusal]:
    where = entry.symbolic_id
    if kept == received:
        yield Refusal(
            code=RegistryCode.DUPLICATE_IN_REGISTRY,
            context=f"le document {entry.unique_id} est déjà enregistré, avec la même empreinte",
            location=where,
        )
        return
    yield Refusal(
        code=RegistryCode.NON_IDENTICAL_HASH,
        context=f"le document {entry.unique_id} est déjà enregistré avec une autre empreinte ({kept[0]})",
        location=where,
    )
    if kept[1] != received[1]:
        yield Refusal(
            code=RegistryCode.NON_IDENTICAL_SIZE,
            context=f"le document {entry.unique_id} est déjà enregistré avec une autre taille ({kept[1]} octets)",
            location=where,
        )


def check_replacements(submission: Submission, state: DMPState) -> Iterator[Refusal]:
    """Check each RPLC: it goes from a new fiche to the Approved fiche of the same patient.

    Rule: dmp.md §6.5, §12.3 UnresolvedReferenceException, XDSRegistryDeprecatedDocumentError.
    """
    own = {entry.symbolic_id: entry for entry in submission.entries}
    for link in submission.associations:
        if link.kind != AssociationType.REPLACES:
            continue
        target = state.find_entry(link.target)
        source = own.get(link.source)
        if target is None:
            yield Refusal(
                code=RegistryCode.UNRESOLVED,
                context=f"RPLC : aucune fiche n'a l'entryUUID « {link.target} »",
                location=link.source,
                rule="dmp.md §6.5",
            )
        elif target.status != AvailabilityStatus.APPROVED:
            yield Refusal(
                code=RegistryCode.DEPRECATED,
                context=f"RPLC : la fiche visée n'est pas Approved mais {target.status.rpartition(':')[2]}",
                location=link.source,
                rule="dmp.md §6.5",
            )
        elif source is not None and source.patient_id is not None and target.ins != source.patient_id.value:
            yield Refusal(
                code=RegistryCode.PATIENT_MISMATCH,
                context="RPLC : la fiche visée est celle d'un autre patient",
                location=link.source,
                rule="dmp.md §6.5",
            )


def find_author_ids(entry: DocumentEntry) -> tuple[str, str]:
    """Identifiers of the structure and of the person (or system) of the first author; empty when absent."""
    if not entry.authors:
        return "", ""
    author = entry.authors[0]
    actor = author.person or author.device
    return (author.structure.identifier if author.structure else ""), (actor.identifier if actor else "")


def plan_submission(
    submission: Submission, bodies: Mapping[str, bytes], submitter: Submitter, state: DMPState
) -> Change:
    """Give what an ITI-41 writes: entryUUIDs, version 1, a new lid, replaced fiches Deprecated.

    bodies: checked by `check_bodies`. Raises RegistryRefused with every refusal.
    Rule: dmp.md §6.4, §6.5, §4 (entryUUID, logicalId).
    """
    refusals = [*check_duplicates(submission, bodies, state), *check_replacements(submission, state)]
    if refusals:
        raise RegistryRefused(*refusals)
    lot = plan_lot(submission, submitter, "ITI-41")
    uuids = {submission.submission_set.symbolic_id: lot.entry_uuid}
    signature = submission.signature_entry
    entries, documents = [], []
    for entry in submission.entries:
        body = bodies[entry.symbolic_id]
        sha1, size = measure(body)
        stored = plan_entry(replace(entry, hash=sha1, size=size), lot, submitter, is_signature=entry is signature)
        if not entry.hash or entry.size is None:
            stored = replace(stored, source=b"")
        uuids[entry.symbolic_id] = stored.entry_uuid
        entries.append(stored)
        documents.append(
            StoredDocument(unique_id=entry.unique_id, body=body, sha1=sha1, size_bytes=size, media_type=entry.mime_type)
        )
    return Change(
        lot=lot,
        entries=tuple(entries),
        documents=tuple(documents),
        associations=resolve_associations(submission.associations, uuids),
        statuses=tuple(
            (link.target, AvailabilityStatus.DEPRECATED.value)
            for link in submission.associations
            if link.kind == AssociationType.REPLACES
        ),
    )


def plan_lot(submission: Submission, submitter: Submitter, transaction_name: str) -> StoredLot:
    """Give the lot as the registry keeps it."""
    lot = submission.submission_set
    identifier = new_uuid()
    return StoredLot(
        entry_uuid=identifier,
        unique_id=lot.unique_id,
        ins=submitter.ins,
        ins_oid=submitter.ins_oid,
        transaction_name=transaction_name,
        submission_time=lot.submission_time,
        received_at=submitter.at,
        actor=submitter.structure,
        source=submitter.sources.get(lot.symbolic_id, b""),
        lot=replace(lot, symbolic_id=identifier, status=AvailabilityStatus.APPROVED.value),
    )


def plan_entry(
    entry: DocumentEntry,
    lot: StoredLot,
    submitter: Submitter,
    *,
    is_signature: bool,
    previous: StoredEntry | None = None,
) -> StoredEntry:
    """Give a fiche as the registry keeps it. previous: the version that it follows; None for a new document.

    The document is the structure's that deposited it (VIHF), which official examples show to differ from the author's.
    """
    identifier = new_uuid()
    version = previous.version + 1 if previous else 1
    lid = previous.lid if previous else identifier
    status = previous.status if previous else AvailabilityStatus.APPROVED.value
    structure, person = find_author_ids(entry)
    structure = previous.structure if previous else submitter.structure or structure
    kept = replace(
        entry,
        symbolic_id=identifier,
        lid=lid,
        version=str(version),
        status=status,
        repository_unique_id=REPOSITORY_ID,
    )
    return StoredEntry(
        entry_uuid=identifier,
        lid=lid,
        version=version,
        unique_id=entry.unique_id,
        lot_uuid=lot.entry_uuid,
        ins=submitter.ins,
        ins_oid=submitter.ins_oid,
        status=status,
        is_signature=is_signature,
        structure=structure,
        person=person,
        received_at=submitter.at,
        entry=kept,
        source=submitter.sources.get(entry.symbolic_id, b""),
    )


def resolve_associations(associations: tuple[Association, ...], uuids: Mapping[str, str]) -> tuple[Association, ...]:
    """Give the associations with identifiers of the registry in place of symbolic ones."""
    return tuple(
        replace(
            link,
            symbolic_id=new_uuid(),
            source=uuids.get(link.source, link.source),
            target=uuids.get(link.target, link.target),
        )
        for link in associations
    )
