"""A file put down by someone or something (folder, upload, application): guarded, kept once, put on the worklist.

The same bytes by the same door are the same document: said so, kept once. An archive gives one item for each of its
documents. What cannot be opened is kept and parked with its reason.
Rule: intake.md §1.1 (receive), §1.2 (structured data first).
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from liane.codecs.cda.header import parse_header
from liane.codecs.pdf.apart import inspect_file
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_read import FileFacts
from liane.domain.documents.header import DocumentHeader
from liane.domain.documents.request import RequestAction
from liane.domain.errors import Finding, InvalidInput, StorageUnavailable
from liane.domain.identity.patient import PatientIdentity
from liane.domain.intake.fields import FieldName
from liane.domain.intake.told import Told, dump_told
from liane.pipeline.identity.identify import identify
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake import doubts
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.incoming import find_asked_action, vouch
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.xdm_door import ArchivedDocument, is_archive, open_archive
from liane.pipeline.intake.xdm_mail import describe_waiting
from liane.pipeline.request_json import dump_findings
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem

log = structlog.get_logger(__name__)
NAME_CHARS_MAX = 200
MEDIA_TYPES = {"pdf": "application/pdf", "tiff": "image/tiff", "jpeg": "image/jpeg", "png": "image/png"}
XML, ZIP, UNKNOWN = "text/xml", "application/zip", "application/octet-stream"
Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One file put down. door: the folder or the upload, with its unit and routes. sender: who did, if known.

    key: what makes it unique at its door, where its bytes do not (empty: its bytes do). told: what a message around it
    says of it. subject, message_id: of that message. details: small JSON kept with its items.
    """

    name: str
    data: bytes
    door: MailDoor
    source: ItemSource
    sender: str = ""
    key: str = ""
    told: Told | None = None
    subject: str = ""
    message_id: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """What became of it. findings: why it is refused (it is kept all the same); empty when it is on the worklist.

    items: every item that it made, in order; item_id is the first.
    """

    item_id: int
    sha256: str
    is_known: bool
    findings: tuple[Finding, ...] = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One document of what was put down. key: names it within, empty for a file that is one document itself."""

    kind: ItemKind
    name: str
    data: bytes
    media_type: str
    doubt: Doubt
    key: str = ""
    header: DocumentHeader | None = None
    told: Told | None = None
    action: RequestAction = RequestAction.CREATE
    masking: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class DepositFlow:
    """Takes files. run: runs a function in a worker process."""

    def __init__(
        self,
        worklist: Worklist,
        registry: RegistryStore,
        *,
        run: Run,
        now: Callable[[], datetime],
        allowed_oids: frozenset[str],
        limits: PageLimits | None = None,
    ) -> None:
        self._worklist = worklist
        self._registry = registry
        self._run = run
        self._now = now
        self._allowed_oids = allowed_oids
        self._limits = limits or PageLimits()

    async def take(self, deposit: Deposit) -> Deposited:
        """Keep a file and put it on the worklist; when this returns, it is durable. Raises StorageUnavailable."""
        digest = hashlib.sha256(deposit.data).hexdigest()
        at, items, is_known = self._now(), [], True
        pieces = await self._look(deposit)
        for piece in pieces:
            person_id, doubt = await self._judge(piece)
            item_id = await self._worklist.add_item(self._describe(deposit, digest, piece, doubt, person_id, at))
            items.append(item_id)
            is_known = is_known and (await self._worklist.get_item(item_id)).received_at < at
        refused = pieces[0].doubt.findings if pieces[0].kind is ItemKind.UNREADABLE else ()
        return Deposited(item_id=items[0], sha256=digest, is_known=is_known, findings=refused, items=tuple(items))

    async def _judge(self, piece: _Piece) -> tuple[int | None, Doubt]:
        """Look up whom the structured data of a piece names, and say why a person must look."""
        patient: PatientIdentity | None = None
        if piece.header is not None:
            patient = vouch(piece.header.patient)
        elif piece.told is not None and piece.kind is ItemKind.FILE:
            patient = piece.told.patient
        if patient is None:
            return None, piece.doubt
        found = await identify(self._registry, patient)
        person_id = found.person.id if found.person else None
        if piece.header is not None:
            doubt = doubts.judge_identity(patient, found, allowed_oids=self._allowed_oids)
        else:
            doubt = doubts.judge_told(patient, found, allowed_oids=self._allowed_oids)
        return person_id, doubt or piece.doubt

    def _describe(
        self, deposit: Deposit, digest: str, piece: _Piece, doubt: Doubt, person_id: int | None, at: datetime
    ) -> NewItem:
        type_code = piece.header.code.code if piece.header else ""
        type_code = type_code or (piece.told.get(FieldName.DOC_TYPE) if piece.told else "")
        target = deposit.door.find_target(type_code)
        name = _clean_name(piece.name)
        key = f"{deposit.source.value}|{deposit.door.mailbox}|{deposit.key or digest}"
        is_part = bool(piece.key)
        return NewItem(
            dedup_key=f"{key}|{piece.key}" if is_part else key,
            source=deposit.source,
            kind=piece.kind,
            door=deposit.door.mailbox,
            received_at=at,
            code=doubt.code,
            reason=doubt.message,
            remedy=doubt.remedy,
            sender=deposit.sender,
            subject=deposit.subject or _clean_name(deposit.name),
            message_id=deposit.message_id,
            files=(NewIntakeFile(name=name, media_type=piece.media_type, data=piece.data),),
            kept=(NewIntakeFile(name=_clean_name(deposit.name), media_type=ZIP, data=deposit.data),) if is_part else (),
            findings=tuple(dump_findings((*doubt.findings, *piece.findings))),
            person_id=person_id,
            unit=deposit.door.unit,
            target=str(target) if target else "",
            details=self._detail(deposit, piece, doubt),
        )

    def _detail(self, deposit: Deposit, piece: _Piece, doubt: Doubt) -> dict[str, Any]:
        details: dict[str, Any] = {**deposit.details, "answer": doubt.answer}
        if piece.header is not None:
            details["document"] = describe_waiting(piece.header, piece.action)
        if piece.told is not None:
            details["told"] = dump_told(piece.told)
        if piece.masking:
            details["masking"] = list(piece.masking)
        return details

    async def _look(self, deposit: Deposit) -> tuple[_Piece, ...]:
        """Tell what a file is, by its content; whatever it holds, it ends as something that a person can handle."""
        try:
            if is_archive(deposit.data):
                opened = await self._run(open_archive, deposit.data)
                pieces = [await self._look_into(one, opened.findings) for one in opened.documents]
                return tuple(pieces)
            return (await self._look_at(deposit.name, deposit.data, deposit.told),)
        except InvalidInput as error:
            doubt = refuse_for(error.findings)
        except StorageUnavailable:
            raise
        except Exception as error:  # a worker that died of the file, or a defect: the next files must go on
            log.exception("deposit.not_read", error=type(error).__name__)
            doubt = doubts.UNREADABLE_FILE
        return (_unreadable(deposit.name, deposit.data, deposit.told, doubt),)

    async def _look_at(self, name: str, data: bytes, told: Told | None) -> _Piece:
        """Look at one file. Raises InvalidInput when it may not be opened."""
        if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            header: DocumentHeader = await self._run(parse_header, data)
            return _Piece(
                kind=ItemKind.DOCUMENT,
                name=name,
                data=data,
                media_type=XML,
                doubt=doubts.NOT_AUTOMATIC,
                header=header,
                action=find_asked_action(None, header, "action"),
            )
        facts: FileFacts = await self._run(inspect, data, name, self._limits)
        return _Piece(
            kind=ItemKind.FILE,
            name=name,
            data=data,
            media_type=MEDIA_TYPES.get(facts.kind.value, UNKNOWN),
            doubt=doubts.TOLD_FILE if told is not None else doubts.LOOSE_FILE,
            told=told,
        )

    async def _look_into(self, one: ArchivedDocument, findings: tuple[Finding, ...]) -> _Piece:
        """Look at one document of an archive; one that may not be opened is parked alone, with its reason."""
        if one.header is not None:
            return _Piece(
                kind=ItemKind.DOCUMENT,
                name=one.name,
                data=one.data,
                media_type=XML,
                doubt=doubts.NOT_AUTOMATIC,
                key=one.key,
                header=one.header,
                action=one.action,
                masking=one.masking,
                findings=findings,
            )
        try:
            facts: FileFacts = await self._run(inspect, one.data, one.name, self._limits)
        except InvalidInput as error:
            return _unreadable(one.name, one.data, one.told, refuse_for(error.findings), key=one.key)
        return _Piece(
            kind=ItemKind.FILE,
            name=one.name,
            data=one.data,
            media_type=MEDIA_TYPES.get(facts.kind.value, UNKNOWN),
            doubt=doubts.TOLD_FILE,
            key=one.key,
            told=one.told,
            masking=one.masking,
            findings=findings,
        )


def _unreadable(name: str, data: bytes, told: Told | None, doubt: Doubt, key: str = "") -> _Piece:
    return _Piece(kind=ItemKind.UNREADABLE, name=name, data=data, media_type=UNKNOWN, doubt=doubt, key=key, told=told)


def _clean_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2][:NAME_CHARS_MAX]


def inspect(data: bytes, name: str, limits: PageLimits) -> FileFacts:
    """Guard a file, in a worker process. Raises InvalidInput INT-101 to INT-114."""
    return inspect_file(data, name=name, limits=limits)


def refuse_for(findings: tuple[Finding, ...]) -> Doubt:
    """The doubt of a file that may not be opened, in the words of its first reason."""
    first = findings[0]
    return Doubt(code=first.code, message=first.message, remedy=first.remedy, findings=findings)
