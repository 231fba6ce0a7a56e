"""A mail that carries documents: what is sure goes to the record system alone, the rest waits for a person.

Each write is idempotent, so that a mail read again after a crash changes nothing.
Rule: hl7v2.md §7.1; mssante.md §5, §10; intake.md §1.2, §5.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.mssante_mail.mime import split_message
from liane.codecs.xdm.reading import XDMDocument
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import RequestAction
from liane.domain.errors import has_errors
from liane.domain.identity.person import Person
from liane.domain.intake.told import dump_told
from liane.pipeline.identity.identify import identify
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake import doubts
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.incoming import (
    Incoming,
    describe_mail,
    find_asked_action,
    make_acceptance,
    read_flags,
    vouch,
)
from liane.pipeline.intake.mail_items import keep_files, make_loose_item, make_mail_item
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.reading import ReadMail
from liane.pipeline.intake.xdm_door import describe_archived, find_copies
from liane.pipeline.ports import Store
from liane.store.intake_records import ItemKind, MailFolder, NewIntakeFile
from liane.store.records import StoredDelivery, StoredDocument

FindWaiting = Callable[[str], Awaitable[Sequence[int]]]
AUTOMATIC = "INS et traits stricts identiques à ceux du référentiel : remis sans intervention."


@dataclass(frozen=True, slots=True, kw_only=True)
class XDMRules:
    """Settings of the flow. action_slot: name of the extra metadata. processing_id: MSH-11 of what is handed over."""

    action_slot: str = "action"
    processing_id: str = "P"
    allowed_oids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """What is kept of a document's identifier and lineage already."""

    history: list[StoredDocument]
    ancestors: list[StoredDocument]
    deliveries: list[StoredDelivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Why a document waits, and the person it may be of."""

    doubt: Doubt
    person: Person | None = None


class XDMFlow:
    """Takes the mails that carry documents. find_waiting: items that wait for a person, by the uniqueId they hold."""

    def __init__(
        self,
        store: Store,
        registry: RegistryStore,
        worklist: Worklist,
        *,
        rules: XDMRules,
        find_waiting: FindWaiting | None = None,
    ) -> None:
        self._store = store
        self._registry = registry
        self._worklist = worklist
        self._rules = rules
        self._find_waiting = find_waiting

    async def take(self, read: ReadMail, raw: bytes, sha256: str, door: MailDoor, at: datetime) -> MailFolder:
        """Hand over or put on the worklist every document of a mail; returns where the mail goes."""
        mail = describe_mail(read.mail, door, sha256)
        if has_errors(read.findings) or not read.documents:
            broken = doubts.from_archive(read.findings) if read.findings else doubts.NO_DOCUMENT
            await self._add_broken(read, mail, broken, at)
            return MailFolder.ERREUR
        person, doubt = await self._identify(read.documents)
        if doubt is None and not door.is_automatic:
            doubt = doubts.NOT_AUTOMATIC
        sure: list[tuple[Incoming, KnownDocument]] = []
        waiting = 0
        for document in read.documents:
            found = doubt or await self._add_sure(document, mail, door, at, sure)
            if found is not None:
                waiting += 1
                await self._add_waiting(read, document, mail, door, Waiting(doubt=found, person=person), at)
        await self._hand_over(sure, person, raw, is_whole=not waiting)
        waiting += await self._add_others(read, mail, person, at)
        for rank in range(len(read.loose)):
            await self._worklist.add_item(
                make_loose_item(read, rank, mail, at, person_id=person.id if person else None)
            )
        return MailFolder.A_CLASSER if waiting or read.loose else MailFolder.TRAITE

    async def _identify(self, documents: Sequence[XDMDocument]) -> tuple[Person | None, Doubt | None]:
        """Find the one person of the mail; the first doubt of any of its documents counts for all."""
        person: Person | None = None
        for document in documents:
            assert document.header is not None
            patient = vouch(document.header.patient)
            found = await identify(self._registry, patient)
            person = person or found.person
            doubt = doubts.judge_identity(patient, found, allowed_oids=self._rules.allowed_oids)
            if doubt is not None:
                return person, doubt
            if person is not None and found.person is not None and found.person.id != person.id:
                return person, doubts.TWO_PERSONS
        return person, None

    async def _add_sure(
        self,
        document: XDMDocument,
        mail: dict[str, Any],
        door: MailDoor,
        at: datetime,
        sure: list[tuple[Incoming, KnownDocument]],
    ) -> Doubt | None:
        """Add a document to those that go alone, or say why it does not."""
        header = document.header
        assert header is not None
        target = door.find_target(header.code.code)
        if target is None:
            return doubts.NO_TARGET
        action = find_asked_action(document.entry, header, self._rules.action_slot)
        if await self._list_former(header, action):
            return doubts.FORMER_WAITING
        known = await find_known(self._store, header, action, document.content)
        if known is None:
            return doubts.REUSED_ID
        one = Incoming(
            header=header,
            content=document.content,
            action=action,
            flags=read_flags(document.entry),
            mail=mail,
            target=target,
            processing_id=self._rules.processing_id,
            at=at,
            reason=AUTOMATIC,
        )
        sure.append((one, known))
        return None

    async def _list_former(self, header: DocumentHeader, action: RequestAction) -> Sequence[int]:
        """List the items where the document that this one replaces or withdraws waits for a person.

        Filed after it, the old version would come over the new one. Rule: hl7v2.md §3.3, §7.1.3; mssante.md §5.
        """
        former = {
            RequestAction.REPLACE: header.replaces.xds if header.replaces else "",
            RequestAction.DELETE: header.id.xds,
        }.get(action, "")
        return await self._find_waiting(former) if former and self._find_waiting is not None else ()

    async def _hand_over(
        self, sure: list[tuple[Incoming, KnownDocument]], person: Person | None, raw: bytes, *, is_whole: bool
    ) -> None:
        head, _ = split_message(raw)
        unique_ids = [one.header.id.xds for one, _ in sure]
        for rank, (one, known) in enumerate(sure):
            is_last = is_whole and rank == len(sure) - 1
            acceptance = make_acceptance(
                one,
                ancestors=known.ancestors,
                earlier=known.deliveries,
                head=head,
                last_of=unique_ids if is_last else (),
            )
            accepted = await self._store.accept(acceptance)
            document_id = accepted.document_id
            if document_id is None:
                document_id = (await self._store.find_documents_by_unique_id(one.header.id.xds))[-1].id
            if person is not None:
                await self._registry.link_document(document_id, person.id, "INS du courriel MSSanté", one.at)

    async def _add_waiting(
        self,
        read: ReadMail,
        document: XDMDocument,
        mail: dict[str, Any],
        door: MailDoor,
        waiting: Waiting,
        at: datetime,
    ) -> None:
        header, doubt = document.header, waiting.doubt
        assert header is not None
        action = find_asked_action(document.entry, header, self._rules.action_slot)
        target = door.find_target(header.code.code)
        former = await self._list_former(header, action)
        part = f"{header.id.xds}|{action.value}"
        item = make_mail_item(read, mail, doubt, part=part, kind=ItemKind.DOCUMENT, at=at)
        item = replace(
            item,
            files=(NewIntakeFile(name=document.entry.uri or "DOC.XML", media_type="text/xml", data=document.content),),
            person_id=waiting.person.id if waiting.person else None,
            target=str(target) if target else "",
            details={
                **item.details,
                "document": describe_waiting(header, action),
                "masking": [one.code for one in document.entry.confidentiality],
                **({"former": {"items": list(former), "waiting": list(former)}} if former else {}),
            },
        )
        await self._worklist.add_item(item)

    async def _add_others(self, read: ReadMail, mail: dict[str, Any], person: Person | None, at: datetime) -> int:
        """Put the documents of the archive that are no CDA on the worklist, with what their fiches say; counts them.

        Those that repeat a CDA are left out. Rule: intake.md §1.2; mssante.md §4.3.
        """
        contents = read.contents
        if contents is None or all(one.header is not None for one in contents.documents):
            return 0
        copies = find_copies(contents)
        others = [one for one in contents.documents if one.header is None and id(one) not in copies]
        for one in others:
            found = describe_archived(one, self._rules.action_slot)
            item = make_mail_item(read, mail, doubts.TOLD_FILE, part=found.key, kind=ItemKind.FILE, at=at)
            item = replace(
                item,
                files=(NewIntakeFile(name=found.name, media_type=found.media_type, data=found.data),),
                person_id=person.id if person else None,
                details={
                    **item.details,
                    "masking": list(found.masking),
                    "told": dump_told(found.told) if found.told else {},
                },
            )
            await self._worklist.add_item(item)
        return len(others)

    async def _add_broken(self, read: ReadMail, mail: dict[str, Any], doubt: Doubt, at: datetime) -> None:
        """Put a mail whose archive is wrong on the worklist, whole: nothing of it is integrated."""
        item = make_mail_item(read, mail, doubt, part="archive", kind=ItemKind.UNREADABLE, at=at)
        await self._worklist.add_item(replace(item, files=keep_files(read)))


async def find_known(
    store: Store, header: DocumentHeader, action: RequestAction, content: bytes
) -> KnownDocument | None:
    """Find what is kept of a document's identifier; None when it was used for other bytes.

    Rule: xdm-xds.md §6.4 (id never reused for other bytes).
    """
    history = await store.find_documents_by_unique_id(header.id.xds)
    if action is not RequestAction.DELETE and any(_differs(one, content) for one in history):
        return None
    ancestors = history
    if header.replaces is not None and action is not RequestAction.DELETE:
        ancestors = await store.find_documents_by_unique_id(header.replaces.xds)
    deliveries = [delivery for one in history for delivery in await store.find_deliveries(one.id)]
    return KnownDocument(history=history, ancestors=ancestors, deliveries=deliveries)


def _differs(stored: StoredDocument, content: bytes) -> bool:
    return stored.action != RequestAction.DELETE.value and stored.body_sha256 != hashlib.sha256(content).hexdigest()


def describe_waiting(header: DocumentHeader, action: RequestAction) -> dict[str, Any]:
    """What the screen shows of a document that waits; the traits are read again from its bytes."""
    author = header.authors[0] if header.authors else None
    person, structure = (author.person, author.structure) if author else (None, None)
    return {
        "unique_id": header.id.xds,
        "replaces": header.replaces.xds if header.replaces else "",
        "action": action.value,
        "type_code": header.code.code,
        "type_label": header.code.label,
        "title": header.title,
        "created": header.creation_time,
        "author": " ".join(part for part in (person.given, person.family) if part) if person else "",
        "structure": structure.name if structure else "",
    }
