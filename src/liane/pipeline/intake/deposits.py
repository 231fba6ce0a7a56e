"""A file put down by someone or something (folder, upload): guarded, kept once, put on the worklist.

The same bytes by the same door are the same document: said so, kept once. What cannot be opened is kept and parked with
its reason. Rule: intake.md §1.1 (receive), §1.2 (structured data first).
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from liane.codecs.cda.header import parse_header
from liane.codecs.pdf.pages_file import FileFacts, inspect_file
from liane.codecs.pdf.pages_guard import PageLimits
from liane.domain.documents.header import DocumentHeader
from liane.domain.errors import Finding, InvalidInput, StorageUnavailable
from liane.pipeline.identity.identify import identify
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake import doubts
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.doubts import Doubt
from liane.pipeline.intake.incoming import find_asked_action, vouch
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.xdm_mail import describe_waiting
from liane.pipeline.request_json import dump_findings
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem

log = structlog.get_logger(__name__)
NAME_CHARS_MAX = 200
MEDIA_TYPES = {"pdf": "application/pdf", "tiff": "image/tiff", "jpeg": "image/jpeg", "png": "image/png"}
XML = "text/xml"
Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One file put down. door: the folder or the upload, with its unit and routes. sender: who did, if known."""

    name: str
    data: bytes
    door: MailDoor
    source: ItemSource
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """What became of it. findings: why it is refused (it is kept all the same); empty when it is on the worklist."""

    item_id: int
    sha256: str
    is_known: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a file is."""

    kind: ItemKind
    media_type: str
    doubt: Doubt
    header: DocumentHeader | None = None


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
        seen = await self._look(deposit)
        person_id, doubt = None, seen.doubt
        if seen.header is not None:
            patient = vouch(seen.header.patient)
            found = await identify(self._registry, patient)
            person_id = found.person.id if found.person else None
            doubt = doubts.judge_identity(patient, found, allowed_oids=self._allowed_oids) or doubts.NOT_AUTOMATIC
        at = self._now()
        item_id = await self._worklist.add_item(self._describe(deposit, digest, seen, doubt, person_id, at))
        item = await self._worklist.get_item(item_id)
        refused = seen.doubt.findings if seen.kind is ItemKind.UNREADABLE else ()
        return Deposited(item_id=item_id, sha256=digest, is_known=item.received_at < at, findings=refused)

    def _describe(
        self, deposit: Deposit, digest: str, seen: _Seen, doubt: Doubt, person_id: int | None, at: datetime
    ) -> NewItem:
        details: dict[str, Any] = {"answer": doubt.answer}
        target = deposit.door.find_target(seen.header.code.code if seen.header else "")
        if seen.header is not None:
            details["document"] = describe_waiting(seen.header, find_asked_action(None, seen.header, "action"))
        name = deposit.name.replace("\\", "/").rpartition("/")[2][:NAME_CHARS_MAX]
        return NewItem(
            dedup_key=f"{deposit.source.value}|{deposit.door.mailbox}|{digest}",
            source=deposit.source,
            kind=seen.kind,
            door=deposit.door.mailbox,
            received_at=at,
            code=doubt.code,
            reason=doubt.message,
            remedy=doubt.remedy,
            sender=deposit.sender,
            subject=name,
            files=(NewIntakeFile(name=name, media_type=seen.media_type, data=deposit.data),),
            findings=tuple(dump_findings(doubt.findings)),
            person_id=person_id,
            unit=deposit.door.unit,
            target=str(target) if target else "",
            details=details,
        )

    async def _look(self, deposit: Deposit) -> _Seen:
        """Tell what a file is, by its content; whatever it holds, it ends as something that a person can handle."""
        try:
            if deposit.data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                header = await self._run(parse_header, deposit.data)
                return _Seen(kind=ItemKind.DOCUMENT, media_type=XML, doubt=doubts.NOT_AUTOMATIC, header=header)
            facts = await self._run(inspect, deposit.data, deposit.name, self._limits)
        except InvalidInput as error:
            return _Seen(
                kind=ItemKind.UNREADABLE, media_type="application/octet-stream", doubt=_refusal(error.findings)
            )
        except StorageUnavailable:
            raise
        except Exception as error:  # a worker that died of the file, or a defect: the next files must go on
            log.exception("deposit.not_read", error=type(error).__name__)
            return _Seen(kind=ItemKind.UNREADABLE, media_type="application/octet-stream", doubt=doubts.UNREADABLE_FILE)
        media_type = MEDIA_TYPES.get(facts.kind.value, "application/octet-stream")
        return _Seen(kind=ItemKind.FILE, media_type=media_type, doubt=doubts.LOOSE_FILE)


def inspect(data: bytes, name: str, limits: PageLimits) -> FileFacts:
    """Guard a file, in a worker process. Raises InvalidInput INT-101 to INT-114."""
    return inspect_file(data, name=name, limits=limits)


def _refusal(findings: tuple[Finding, ...]) -> Doubt:
    first = findings[0]
    return Doubt(code=first.code, message=first.message, remedy=first.remedy, findings=findings)
