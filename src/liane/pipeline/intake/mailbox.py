"""What arrives in the mailboxes: each mail kept once, told what it is, and led to the flow of its kind.

Order of the tests: DSN, MDN, error mail, non-delivery (tied to what was sent), patient, documents, other. Receipts are
settled with their bytes in one transaction; every other mail is kept before anything is decided of it.
Rule: mssante.md §6, §7, §8, §10.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

import structlog

from liane.codecs.mssante_mail.receipts import MailKind
from liane.domain.actors.operator import LIANE
from liane.domain.errors import InvalidInput, StorageUnavailable
from liane.pipeline.intake import doubts
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.incoming import describe_mail
from liane.pipeline.intake.mail_items import keep_files, make_loose_item, make_mail_item
from liane.pipeline.intake.patient_mail import PatientFlow, find_answered
from liane.pipeline.intake.ports import MailKeeper, Worklist
from liane.pipeline.intake.reading import ReadMail, read_mail
from liane.pipeline.intake.xdm_mail import XDMFlow
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.ports import Store
from liane.pipeline.receipts import ReceiptFlow
from liane.pipeline.request_json import dump_findings
from liane.store.intake_records import (
    DecisionAct,
    IntakeDecisionMade,
    ItemKind,
    ItemSource,
    ItemState,
    KeptMail,
    MailFolder,
    MailState,
    NewItem,
)
from liane.store.records import NewEvent

log = structlog.get_logger(__name__)
RECEIPTS = frozenset({MailKind.DSN, MailKind.MDN, MailKind.ERROR_MAIL, MailKind.NON_DELIVERY})
HEAVY_FROM_BYTES = 64 * 1024
"""From this size, a mail is read in a worker process."""

Reader = Callable[[Callable[[bytes], ReadMail], bytes], Awaitable[ReadMail]]
"""Runs the reading of a mail away from the event loop; raises what it raises, or any error when the worker died."""


class IntakeStore(Worklist, MailKeeper, Protocol):
    """Where mails and items are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxParts:
    """What the flow leads to."""

    receipts: ReceiptFlow
    documents: XDMFlow
    patients: PatientFlow
    intake: IntakeStore
    store: Store
    is_unwanted: Callable[[str], Awaitable[bool]]
    read: Reader
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of a whole mail put on the worklist."""

    doubt: Doubt
    kind: ItemKind
    details: dict[str, Any] = field(default_factory=dict)


class MailboxFlow:
    """Takes the mails of every mailbox."""

    def __init__(self, parts: MailboxParts) -> None:
        self._parts = parts

    async def take(self, raw: bytes, door: MailDoor, *, is_oversize: bool = False) -> MailFolder:
        """Take one mail; when this returns, all that follows from it is durable, and it may be filed where it says."""
        read = None if is_oversize else await self._read(raw)
        if (
            isinstance(read, ReadMail)
            and read.mail.kind in RECEIPTS
            and await self._parts.receipts.take(raw, read.mail)
        ):
            return MailFolder.TRAITE
        at = self._parts.now()
        kept = await self._keep(raw, door, at, is_oversize=is_oversize)
        reach(Milestone.MAIL_KEPT)
        if kept.state is MailState.SETTLED:
            return MailFolder(kept.folder)
        kind, folder = await self._decide_or_park(read, raw, kept, door, at)
        reach(Milestone.MAIL_DECIDED)
        await self._parts.intake.settle_mail(kept.id, kind=kind, folder=folder.value, at=self._parts.now())
        reach(Milestone.MAIL_SETTLED)
        return folder

    async def _read(self, raw: bytes) -> ReadMail | Doubt:
        """Read a mail; whatever it holds, it ends as a reading or as a reason why a person must look at it."""
        try:
            if len(raw) < HEAVY_FROM_BYTES:
                return read_mail(raw)
            return await self._parts.read(read_mail, raw)
        except InvalidInput as error:
            found = error.findings[0] if error.findings else None
            known = doubts.UNREADABLE_MAIL
            message = f"{known.message} {found.message}" if found else known.message
            remedy = found.remedy if found else known.remedy
            return replace(known, message=message, remedy=remedy, findings=error.findings)
        except StorageUnavailable:
            raise
        except Exception as error:  # a defect, or a worker that died of it: the mail must not stop those behind it
            log.exception("mail.not_read", error=type(error).__name__)
            return doubts.UNREADABLE_MAIL

    async def _keep(self, raw: bytes, door: MailDoor, at: datetime, *, is_oversize: bool) -> KeptMail:
        digest = hashlib.sha256(raw).hexdigest()
        event = NewEvent(
            name="mail.received",
            at=at,
            actor=f"mail:{door.mailbox}",
            data={"sha256": digest, "size_bytes": len(raw), "oversize": is_oversize},
        )
        return await self._parts.intake.keep_mail(
            key=f"{door.mailbox}|{digest}", mailbox=door.mailbox, raw=raw, is_oversize=is_oversize, at=at, event=event
        )

    async def _decide_or_park(
        self, read: ReadMail | Doubt | None, raw: bytes, kept: KeptMail, door: MailDoor, at: datetime
    ) -> tuple[str, MailFolder]:
        """Decide of a mail; one that shows a defect of ours is parked, and must not stop those behind it."""
        try:
            return await self._decide(read, raw, kept, door, at)
        except StorageUnavailable:
            raise
        except Exception as error:
            log.exception("mail.not_decided", mail=kept.id, error=type(error).__name__)
            await self._add_unreadable(doubts.FAILED_MAIL, kept, door, at)
            return "erreur", MailFolder.ERREUR

    async def _decide(
        self, read: ReadMail | Doubt | None, raw: bytes, kept: KeptMail, door: MailDoor, at: datetime
    ) -> tuple[str, MailFolder]:
        if not isinstance(read, ReadMail):
            await self._add_unreadable(read or doubts.OVERSIZE_MAIL, kept, door, at)
            return "illisible", MailFolder.A_CLASSER if read is None else MailFolder.ERREUR
        kind = read.mail.kind
        if read.mail.patient_matricule and kind in (MailKind.PATIENT, MailKind.XDM):
            await self._parts.patients.take(read, kept, door, at)
            return MailKind.PATIENT.value, MailFolder.A_CLASSER
        if kind is MailKind.XDM:
            return kind.value, await self._parts.documents.take(read, raw, kept.sha256, door, at)
        await self._take_other(read, kept, door, at)
        return kind.value, MailFolder.A_CLASSER

    async def _add_unreadable(self, doubt: Doubt, kept: KeptMail, door: MailDoor, at: datetime) -> None:
        await self._parts.intake.add_item(
            NewItem(
                dedup_key=f"{kept.key}|unreadable",
                source=ItemSource.MSSANTE,
                kind=ItemKind.UNREADABLE,
                door=door.mailbox,
                received_at=at,
                code=doubt.code,
                reason=doubt.message,
                remedy=doubt.remedy,
                mail_sha256=kept.sha256,
                findings=tuple(dump_findings(doubt.findings)),
                unit=door.unit,
            )
        )

    async def _take_other(self, read: ReadMail, kept: KeptMail, door: MailDoor, at: datetime) -> None:
        mail = describe_mail(read.mail, door, kept.sha256)
        if read.mail.kind in RECEIPTS:
            told = _Told(doubt=doubts.LOST_RECEIPT, kind=ItemKind.RECEIPT, details={"mail": mail})
            await self._add_mail(read, mail, at, told)
            return
        if await self._parts.is_unwanted(read.mail.sender.address):
            await self._put_aside(read, mail, at)
            return
        answered = await find_answered(self._parts.store, read.mail)
        details = {"mail": mail} | ({"answer_of": answered} if answered is not None else {})
        for rank in range(len(read.loose)):
            await self._parts.intake.add_item(make_loose_item(read, rank, mail, at))
        if not read.loose:
            await self._add_mail(read, mail, at, _Told(doubt=doubts.PLAIN_MAIL, kind=ItemKind.MESSAGE, details=details))

    async def _put_aside(self, read: ReadMail, mail: dict[str, Any], at: datetime) -> None:
        """Keep a mail whose sender is unwanted, aside: nobody is called, and it may be taken up again.

        Rule: mssante.md §10 (a mail without a document is never lost).
        """
        told = _Told(doubt=doubts.UNWANTED_MAIL, kind=ItemKind.MESSAGE, details={"mail": mail})
        item = await self._parts.intake.get_item(await self._add_mail(read, mail, at, told))
        if item.state is ItemState.WAITING and item.decision is None:
            decision = IntakeDecisionMade(
                act=DecisionAct.SET_ASIDE, actor=LIANE.name, at=at, reason=doubts.UNWANTED_MAIL.message
            )
            await self._parts.intake.decide(item.id, item.version, decision)

    async def _add_mail(self, read: ReadMail, mail: dict[str, Any], at: datetime, told: "_Told") -> int:
        """Put a whole mail on the worklist, as one item with its attachments."""
        item = make_mail_item(read, mail, told.doubt, part="mail", kind=told.kind, at=at)
        return await self._parts.intake.add_item(replace(item, files=keep_files(read), details=told.details))
