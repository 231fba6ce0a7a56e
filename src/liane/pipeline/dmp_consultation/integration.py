"""« Intégrer au DPI »: documents of a DMP given to the incoming flow, and what became of them since.

Twice the same is once; what Liane already received by another door is said so. Rule: CDA/DD.04, CDA/DD.05,
CDA/INT.08, DMP/UX.31, DMP/UX.44; dmp.md §8 « known uniqueId ».
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.names import AssociationType, AvailabilityStatus
from liane.codecs.xds.search import BATCH_MAX, get_documents, get_documents_and_associations
from liane.domain.actors.operator import Operator, Right
from liane.domain.audit.access import AccessAct
from liane.domain.dmp.document import DMPDocument, is_unique_id
from liane.domain.dmp.refusals import deny
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import RequestAction
from liane.domain.errors import LianeError, RuleViolation
from liane.pipeline.dmp_consultation.opening import Workshop
from liane.pipeline.dmp_consultation.ports import DMPContent, Folder
from liane.pipeline.dmp_consultation.reading import read_document
from liane.pipeline.intake import doubts
from liane.pipeline.intake.ports import IntakeDesk, Worklist
from liane.pipeline.intake.xdm_mail import describe_waiting
from liane.store.dmp_records import Integration, IntegrationNews, NewsKind
from liane.store.intake_records import ItemKind, ItemSource, ItemState, NewIntakeFile, NewItem

DOOR = "DMP"
DOCUMENTS_MAX = 50
_KINDS = {"text/xml": ItemKind.DOCUMENT, "application/xslt+xml": ItemKind.DOCUMENT}


class IntegrationState(StrEnum):
    """What became of one document asked for."""

    FILED = "transmis au DPI"
    WAITING = "à classer"
    KNOWN = "déjà intégré"
    FAILED = "non intégré"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrated:
    """One document asked for. item_id: its line of the worklist, 0 without. reason: French, when it is not filed.

    title, acted_at: of its fiche, when it was read.
    """

    unique_id: str
    state: IntegrationState
    item_id: int = 0
    reason: str = ""
    title: str = field(default="", repr=False)
    acted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingDoor:
    """The incoming flow. target: ``application@facility`` of a type of document, empty when none is set."""

    worklist: Worklist
    desk: IntakeDesk
    run: Callable[..., Awaitable[Any]]
    find_target: Callable[[str], str]


async def integrate_documents(
    shop: Workshop, door: IncomingDoor, folder: Folder, unique_ids: Sequence[str], operator: Operator
) -> tuple[Integrated, ...]:
    """Give documents to the incoming flow, filed at once where an application is set for their type.

    Each document stands alone: one that fails is said so, the others go on. Raises DMPDenied DMP-001 (right), DMP-035
    (too many), StorageUnavailable.
    """
    if not operator.may(Right.FILE_DOCUMENTS):
        raise deny(
            "DMP-036",
            "Vos droits ne comprennent pas l'intégration de documents.",
            "Demander ce droit à l'administrateur, ou faire intégrer le document par le secrétariat.",
            "SSI/GEN.16",
        )
    wanted = tuple(dict.fromkeys(unique_ids))
    if len(wanted) > DOCUMENTS_MAX:
        raise deny(
            "DMP-035",
            f"Plus de {DOCUMENTS_MAX} documents à intégrer en une fois.",
            "Les intégrer en plusieurs fois.",
            "DMP/UX.31",
        )
    mine = {one.unique_id for one in await shop.store.find_integrations(folder.person.id)}
    known = await shop.store.find_known_documents([one for one in wanted if is_unique_id(one)])
    return tuple([await _integrate(shop, door, folder, one, known | mine) for one in wanted])


async def _integrate(
    shop: Workshop, door: IncomingDoor, folder: Folder, unique_id: str, known: frozenset[str] | set[str]
) -> Integrated:
    if unique_id in known:
        return Integrated(unique_id=unique_id, state=IntegrationState.KNOWN, reason="Ce document est déjà là.")
    tracer = shop.trace(folder, AccessAct.INTEGRATE, target=unique_id)
    try:
        content = await read_document(shop, folder, unique_id)
        item_id = await door.worklist.add_item(await _describe(shop, door, folder, content))
        filed = await _file(door, item_id, folder)
    except RuleViolation as error:
        await tracer.write_failure(error)
        return Integrated(unique_id=unique_id, state=IntegrationState.FAILED, reason=error.findings[0].message)
    except LianeError as error:
        await tracer.write_failure(error)
        return Integrated(unique_id=unique_id, state=IntegrationState.FAILED, reason=describe_reason(error))
    document = content.document
    await shop.store.add_integration(
        Integration(
            person_id=folder.person.id,
            unique_id=unique_id,
            logical_id=document.logical_id,
            entry_uuid=document.entry_uuid,
            version=document.version,
            item_id=item_id,
            by=folder.operator.name,
            at=shop.now(),
        )
    )
    await tracer.write(detail={"liste": str(item_id), "état": filed.state.value})
    return replace(filed, title=_name(document), acted_at=document.date)


def _name(document: DMPDocument) -> str:
    return (document.title or document.type.label or document.type.code)[:200]


def describe_reason(error: LianeError) -> str:
    """One French sentence on a failure, without any content."""
    finding = getattr(error, "finding", None)
    return finding.message if finding is not None else "Le DMP n'a pas donné ce document."


async def _describe(shop: Workshop, door: IncomingDoor, folder: Folder, content: DMPContent) -> NewItem:
    document, doubt = content.document, doubts.NOT_AUTOMATIC
    kind = _KINDS.get(content.media_type, ItemKind.FILE)
    details: dict[str, Any] = {
        "answer": doubt.answer,
        "masking": sorted(document.visibility),
        "dmp": {"unique_id": document.unique_id, "entry_uuid": document.entry_uuid, "version": document.version},
    }
    if kind is ItemKind.DOCUMENT:
        header = await door.run(parse_header, content.data)
        details["document"] = describe_waiting(header, await _find_action(shop, header))
    digest = hashlib.sha256(content.data).hexdigest()
    name = _name(document)
    return NewItem(
        dedup_key=f"dmp|{folder.person.id}|{document.unique_id}|{digest}",
        source=ItemSource.DMP,
        kind=kind,
        door=DOOR,
        received_at=shop.now(),
        code=doubt.code,
        reason=doubt.message,
        remedy=doubt.remedy,
        sender=document.authors[0].structure if document.authors else "",
        subject=name,
        files=(NewIntakeFile(name=name, media_type=content.media_type, data=content.data),),
        person_id=folder.person.id,
        unit=folder.operator.unit,
        target=door.find_target(document.type.code),
        details=details,
    )


async def _find_action(shop: Workshop, header: DocumentHeader) -> RequestAction:
    """A replacement only where the document replaced was given to the record system; a new document otherwise."""
    replaced = header.replaces.xds if header.replaces is not None else ""
    is_known = bool(replaced) and replaced in await shop.store.find_known_documents((replaced,))
    return RequestAction.REPLACE if is_known else RequestAction.CREATE


async def _file(door: IncomingDoor, item_id: int, folder: Folder) -> Integrated:
    """File at once what may be: the person chose the patient and the document. Rule: DMP/UX.31; intake.md §5."""
    item = await door.worklist.get_item(item_id)
    document = item.details.get("dmp", {})
    unique_id = str(document.get("unique_id", ""))
    if item.state is not ItemState.WAITING:
        return Integrated(unique_id=unique_id, state=IntegrationState.KNOWN, item_id=item_id)
    if item.kind is not ItemKind.DOCUMENT or not item.target:
        reason = "Aucune application n'est réglée pour ce type de document : à classer dans la réception."
        return Integrated(unique_id=unique_id, state=IntegrationState.WAITING, item_id=item_id, reason=reason)
    await door.desk.file(item_id, item.version, person_id=folder.person.id, operator=folder.operator, choices={})
    return Integrated(unique_id=unique_id, state=IntegrationState.FILED, item_id=item_id)


async def find_news(shop: Workshop, folder: Folder) -> tuple[IntegrationNews, ...]:
    """Say which integrated documents were since replaced, changed or deleted, and keep it.

    Raises RemoteFailure, StorageUnavailable. Rule: CDA/DD.05; dmp.md §8 (batches of 20, RPLC, known ``lid``).
    """
    integrations = await shop.store.find_integrations(folder.person.id)
    news: list[IntegrationNews] = []
    for start in range(0, len(integrations), BATCH_MAX):
        batch = integrations[start : start + BATCH_MAX]
        query = get_documents_and_associations(tuple(one.unique_id for one in batch))
        found = await shop.calls.search(shop.reader(folder), query)
        names = await _name_replacing(shop, folder, found.objects)
        news += [told for one in batch if (told := _judge(one, found.objects, names)) is not None]
    await shop.store.save_news(folder.person.id, news, shop.now())
    return tuple(news)


async def _name_replacing(shop: Workshop, folder: Folder, objects: RegistryObjects) -> dict[str, str]:
    """The uniqueIds of the fiches that replace others, by entryUUID; those that this reader may not see are absent."""
    uuids = tuple(link.source for link in objects.associations if link.kind == AssociationType.REPLACES)
    if not uuids:
        return {}
    found = await shop.calls.search(shop.reader(folder), get_documents(entry_uuids=uuids))
    return {entry.symbolic_id: entry.unique_id for entry in found.objects.entries}


def _judge(integration: Integration, objects: RegistryObjects, names: Mapping[str, str]) -> IntegrationNews | None:
    entries = [entry for entry in objects.entries if entry.unique_id == integration.unique_id]
    uuids = {integration.entry_uuid, *(entry.symbolic_id for entry in entries)}
    replacing = [
        link.source for link in objects.associations if link.kind == AssociationType.REPLACES and link.target in uuids
    ]
    if replacing:
        by = names.get(replacing[-1], "")
        return IntegrationNews(unique_id=integration.unique_id, kind=NewsKind.REPLACED, by_unique_id=by)
    if not entries or all(entry.status == AvailabilityStatus.DELETED for entry in entries):
        return IntegrationNews(unique_id=integration.unique_id, kind=NewsKind.DELETED)
    if integration.entry_uuid not in {entry.symbolic_id for entry in entries}:
        return IntegrationNews(unique_id=integration.unique_id, kind=NewsKind.CHANGED)
    return None
