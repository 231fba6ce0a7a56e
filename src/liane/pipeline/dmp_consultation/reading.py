"""List and read the documents of an opened DMP, from the DMP or from what was read of it a moment ago.

Rule: DMP/UX.14, DMP/UX.15, DMP/UX.27; dmp.md §8, §9.
"""

import asyncio
import hashlib
from datetime import datetime

from liane.codecs.ebxml.hl7_types import build_ins_identifier
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.codecs.xds.provide import DocumentReference
from liane.codecs.xds.search import find_documents, find_lots, get_associations, get_documents
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.document import DMPDocument, DocumentState, is_unique_id
from liane.domain.dmp.filters import DMPFilters, check_filters
from liane.domain.dmp.lot import DMPLot
from liane.domain.dmp.refusals import DMPDenied, deny
from liane.domain.dmp.visits import count_new
from liane.domain.errors import (
    Finding,
    LianeError,
    MalformedMessage,
    RemoteRefusal,
    RuleViolation,
    Severity,
    has_errors,
)
from liane.pipeline.dmp_consultation.fiches import (
    build_query,
    describe_document,
    describe_lot,
    mark,
    matches_author,
    matches_references,
    sort_documents,
)
from liane.pipeline.dmp_consultation.fiches_json import (
    digest_filters,
    dump_document,
    dump_documents,
    load_document,
    load_documents,
)
from liane.pipeline.dmp_consultation.opening import Workshop
from liane.pipeline.dmp_consultation.orders import render_utc
from liane.pipeline.dmp_consultation.ports import DMPContent, Folder, Listing
from liane.store.dmp_records import KeptDocument

LOTS_MAX = 200
UNKNOWN_DOCUMENT = "XDSDocumentUniqueIdError"


async def list_documents(shop: Workshop, folder: Folder, filters: DMPFilters, *, is_fresh: bool) -> Listing:
    """List documents. is_fresh: ask the DMP even when a list is kept.

    Raises RuleViolation (DMP-028, DMP-029, DMP-034), RemoteFailure, StorageUnavailable.
    """
    findings = check_filters(filters)
    if has_errors(findings):
        raise RuleViolation(*findings)
    tracer = shop.trace(folder, AccessAct.SEARCH_DMP)
    at, digest = shop.now(), digest_filters(filters)
    kept = None if is_fresh else await shop.store.find_list(folder.key, digest, at)
    if kept is not None:
        data, read_at = kept
        documents = load_documents(data)
        await tracer.write(detail={"documents": str(len(documents)), "source": "liste gardée"})
        return _listing(shop, folder, documents, read_at=read_at, is_cached=True, is_partial=False)
    try:
        documents, is_partial = await _search(shop, folder, filters)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    keeping = [] if is_partial else [_keep_list(shop, folder, digest, documents, at)]
    await asyncio.gather(tracer.write(detail={"documents": str(len(documents))}), *keeping)
    return _listing(shop, folder, documents, read_at=at, is_cached=False, is_partial=is_partial)


async def _keep_list(
    shop: Workshop, folder: Folder, digest: str, documents: tuple[DMPDocument, ...], at: datetime
) -> None:
    await shop.store.save_list(folder.key, digest, dump_documents(documents), at=at, until=folder.until)


def _listing(
    shop: Workshop,
    folder: Folder,
    documents: tuple[DMPDocument, ...],
    *,
    read_at: datetime,
    is_cached: bool,
    is_partial: bool,
) -> Listing:
    return Listing(
        documents=documents,
        new_since=folder.previous_visit,
        new_counts=count_new(documents, shop.rules.groups),
        is_cached=is_cached,
        is_partial=is_partial,
        read_at=read_at,
    )


async def _search(shop: Workshop, folder: Folder, filters: DMPFilters) -> tuple[tuple[DMPDocument, ...], bool]:
    """Search; what the lots since the last visit touched is asked at the same time, not after."""
    query = find_documents(build_ins_identifier(folder.ins), build_query(filters))
    found, touched = await asyncio.gather(shop.calls.search(shop.reader(folder), query), _find_touched(shop, folder))
    documents = [describe_document(entry, reader=folder.operator.identifier) for entry in found.objects.entries]
    kept = [
        one for one in documents if matches_author(one, filters.author) and matches_references(one, filters.references)
    ]
    return sort_documents(mark(one, touched) for one in kept), found.is_partial


async def _find_touched(shop: Workshop, folder: Folder) -> frozenset[str]:
    """The entryUUIDs of the lots since the last visit. Rule: dmp.md §8 « Later visits »."""
    if folder.previous_visit is None:
        return frozenset()
    reader = shop.reader(folder)
    since = render_utc(folder.previous_visit)
    lots = await shop.calls.search(reader, find_lots(build_ins_identifier(folder.ins), since))
    uuids = tuple(lot.symbolic_id for lot in lots.objects.submission_sets)[-LOTS_MAX:]
    if not uuids:
        return frozenset()
    links = await shop.calls.search(reader, get_associations(uuids))
    members = (link for link in links.objects.associations if link.kind == AssociationType.HAS_MEMBER)
    return frozenset(link.target for link in members)


async def list_lots(shop: Workshop, folder: Folder, since: datetime) -> tuple[DMPLot, ...]:
    """The lots since an instant, newest first, with their documents. Raises RemoteFailure, StorageUnavailable.

    Rule: dmp.md §8 (FindSubmissionSets, GetAssociations).
    """
    tracer, reader = shop.trace(folder, AccessAct.SEARCH_DMP, target="lots"), shop.reader(folder)
    try:
        found = await shop.calls.search(reader, find_lots(build_ins_identifier(folder.ins), render_utc(since)))
        lots = found.objects.submission_sets[-LOTS_MAX:]
        uuids = tuple(lot.symbolic_id for lot in lots)
        links = (await shop.calls.search(reader, get_associations(uuids))).objects.associations if uuids else ()
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    await tracer.write(detail={"lots": str(len(lots))})
    members = [link for link in links if link.kind == AssociationType.HAS_MEMBER]
    described = (
        describe_lot(lot, tuple(link.target for link in members if link.source == lot.symbolic_id)) for lot in lots
    )
    return tuple(sorted(described, key=lambda lot: (lot.submitted_at or since, lot.unique_id), reverse=True))


async def find_entry(shop: Workshop, folder: Folder, unique_id: str) -> DocumentEntry:
    """The fiche in force of a document, asked of the DMP now. Raises DMPDenied DMP-030, RemoteFailure."""
    if not is_unique_id(unique_id):
        raise _not_given()
    found = await shop.calls.search(shop.reader(folder), get_documents(unique_ids=(unique_id,)))
    entries = [entry for entry in found.objects.entries if entry.unique_id == unique_id]
    alive = [entry for entry in entries if entry.status != AvailabilityStatus.DEPRECATED]
    if not entries:
        raise _not_given()
    return max(alive or entries, key=lambda entry: int(entry.version) if entry.version.isdigit() else 0)


def _not_given() -> DMPDenied:
    return deny(
        "DMP-030",
        "Le DMP ne donne pas (ou plus) accès à ce document.",
        "Actualiser la liste : le document a pu être supprimé, masqué, ou n'est pas ouvert à votre profession.",
        "dmp.md §8, §9",
    )


async def read_document(shop: Workshop, folder: Folder, unique_id: str) -> DMPContent:
    """Give a document, its hash verified, traced before it is shown.

    Raises DMPDenied DMP-030, MalformedMessage DMP-031, RemoteFailure, StorageUnavailable. Rule: dmp.md §9, §14.1-8.
    """
    tracer = shop.trace(folder, AccessAct.READ_DMP_DOCUMENT, target=unique_id)
    kept = await shop.store.find_body(folder.key, unique_id, shop.now()) if is_unique_id(unique_id) else None
    if kept is not None:
        await tracer.write(detail={"source": "document gardé"})
        return DMPContent(
            document=load_document(kept.fiche), data=kept.data, media_type=kept.media_type, is_cached=True
        )
    try:
        content = await fetch_document(shop, folder, unique_id)
    except LianeError as error:
        await tracer.write_failure(error)
        raise
    await keep_document(shop, folder, content, until=folder.until)
    await tracer.write()
    return content


async def keep_document(shop: Workshop, folder: Folder, content: DMPContent, *, until: datetime) -> None:
    """Keep a document read until an instant, its opening never outlived. Raises StorageUnavailable."""
    kept = KeptDocument(
        unique_id=content.document.unique_id,
        fiche=dump_document(content.document),
        media_type=content.media_type,
        data=content.data,
    )
    await shop.store.save_body(folder.key, kept, until=until)


async def fetch_document(shop: Workshop, folder: Folder, unique_id: str) -> DMPContent:
    """Ask the DMP for a document, its hash verified; nothing is traced nor kept. Raises as ``read_document``."""
    entry = await find_entry(shop, folder, unique_id)
    document = describe_document(entry, reader=folder.operator.identifier)
    if document.state is DocumentState.DELETED:
        raise deny("DMP-030", "Ce document a été supprimé du DMP.", "Actualiser la liste des documents.", "dmp.md §10")
    reference = DocumentReference(repository_unique_id=entry.repository_unique_id, unique_id=unique_id)
    answer = await shop.calls.retrieve(shop.reader(folder), reference)
    found = next((one for one in answer.documents if one.unique_id == unique_id), None)
    if found is None:
        error = answer.response.first_error
        raise RemoteRefusal("dmp", error.code or UNKNOWN_DOCUMENT, error.context)
    check_bytes(document, found.content)
    return DMPContent(document=document, data=found.content, media_type=found.media_type or document.media_type)


def check_bytes(document: DMPDocument, data: bytes) -> None:
    """Raise MalformedMessage DMP-031 when bytes are not those of the fiche. Rule: dmp.md §9 « Verify SHA-1/size »."""
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    is_size = document.size is None or document.size == len(data)
    if is_size and document.hash in ("", digest):
        return
    raise MalformedMessage(
        Finding(
            code="DMP-031",
            severity=Severity.ERROR,
            location="DocumentResponse",
            message="Le document reçu du DMP n'est pas celui que sa fiche annonce (empreinte ou taille différente).",
            remedy="Redemander le document ; si cela dure, transmettre l'échange au support du DMP. Ne pas s'y fier.",
            layer="dmp",
            rule="dmp.md §9",
        )
    )
