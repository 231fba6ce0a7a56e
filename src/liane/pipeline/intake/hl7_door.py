"""An ORU or MDM that carries a PDF, from an application whose documents come in: kept, acknowledged, shown to a person.

Only the applications declared so come by this door; what claims the volet of the CREATEUR keeps its way to the DMP and
to MSSanté. The acknowledgement leaves after the commit. Rule: intake.md §1.1, §1.2; hl7v2.md §2.1, §3.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.enclosed import EnclosedAction, EnclosedFile, EnclosedMessage, is_taken, read_enclosed
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.request import Endpoint
from liane.domain.errors import Finding, MalformedMessage, Severity, StorageUnavailable, has_errors
from liane.domain.intake.told import dump_told
from liane.pipeline.channels import INCOMING, ChannelGuard
from liane.pipeline.identity.identify import identify
from liane.pipeline.identity.ports import RegistryStore
from liane.pipeline.intake import doubts
from liane.pipeline.intake.deposits import Deposit, DepositFlow, Run
from liane.pipeline.intake.doors import MailDoor
from liane.pipeline.intake.former import Former, find_former
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.reading import enclosed_digest
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.ports import Store
from liane.pipeline.request_json import dump_findings
from liane.pipeline.storage_refusals import RECEPTION_PAUSED, STORAGE_UNAVAILABLE
from liane.store.intake_records import ItemKind, ItemSource, NewItem
from liane.store.records import Acceptance, NewEvent, NewMessage

FIRST_SEGMENT_BYTES_MAX = 4096
_ENDS = (b"\r", b"\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class HL7Source:
    """One application whose documents come in. ``*`` stands for any application or facility.

    door: the unit that its documents are shown to, and where they go. ward_is_unit: show them to the unit of the stay
    (PV1-3) instead, where the message says it.
    """

    application: str
    facility: str
    door: MailDoor
    ward_is_unit: bool = False

    def covers(self, sender: Endpoint) -> bool:
        """Tell whether a sender is this source."""
        return self.application in (sender.application, "*") and self.facility in (sender.facility, "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class HL7DoorParts:
    """What the door leads to. run: runs a function in a worker process. new_id: gives unique MSH-10 values."""

    store: Store
    worklist: Worklist
    registry: RegistryStore
    deposits: DepositFlow
    channels: ChannelGuard
    policy: AcceptancePolicy
    run: Run
    now: Callable[[], datetime]
    new_id: Callable[[], str]


class HL7Door:
    """Takes the messages of the applications declared; sources: the first that fits counts."""

    def __init__(self, parts: HL7DoorParts, sources: Sequence[HL7Source]) -> None:
        self._parts = parts
        self._sources = tuple(sources)

    async def accept(self, raw: bytes, peer: str) -> bytes | None:
        """Take one message; returns the acknowledgement to send, after the commit; None when it is not for this door.

        AE with every finding when it cannot be taken, AR when the store is not available or the channel is paused.
        Rule: hl7v2.md §2.1.
        """
        source = self._find_source(raw)
        if source is None:
            return None
        at = self._parts.now()
        try:
            message = parse_message(
                raw, size_bytes_max=self._parts.policy.size_bytes_max, segments_max=self._parts.policy.segments_max
            )
        except MalformedMessage as defect:
            return await self._refuse(raw, peer, None, defect.findings, at)
        read = read_enclosed(message, type_codes=self._parts.policy.document_type_codes)
        findings = (*read.findings, *self._check_mode(read.envelope))
        reach(Milestone.MESSAGE_READ)
        try:
            if await self._parts.channels.is_paused(INCOMING):
                return self._render(read.envelope, AckCode.AR, (RECEPTION_PAUSED,), at)
            if read.content is None or has_errors(findings):
                return await self._refuse(raw, peer, read.envelope, findings, at)
            return await self._take(raw, peer, source, read.envelope, read.content, at)
        except StorageUnavailable:
            return self._render(read.envelope, AckCode.AR, (STORAGE_UNAVAILABLE,), at)

    def _find_source(self, raw: bytes) -> HL7Source | None:
        """Find whose message it is by its first segment alone: the messages of the others are not read twice."""
        if not self._sources:
            return None
        head = raw[:FIRST_SEGMENT_BYTES_MAX]
        ends = [place for end in _ENDS if (place := head.find(end, head.find(b"MSH"))) > 0]
        try:
            envelope = read_envelope(parse_message(head[: min(ends, default=len(head))]))
        except MalformedMessage:
            return None
        if not is_taken(envelope):
            return None
        return next((one for one in self._sources if one.covers(envelope.sender)), None)

    def _check_mode(self, envelope: MessageEnvelope) -> tuple[Finding, ...]:
        if envelope.processing_id in self._parts.policy.processing_ids and envelope.control_id:
            return ()
        return (_MODE if envelope.control_id else _NO_ID,)

    async def _take(
        self,
        raw: bytes,
        peer: str,
        source: HL7Source,
        envelope: MessageEnvelope,
        content: EnclosedMessage,
        at: datetime,
    ) -> bytes:
        """Put the files on the worklist, then keep the message with its acknowledgement; both once, however resent."""
        key = _dedup_key(envelope, content)
        door = source.door
        if source.ward_is_unit and content.ward:
            door = replace(door, unit=content.ward)
        former = await find_former(self._parts.worklist, door.mailbox, content.replaced_id or content.document_id)
        details = self._describe(envelope, content, former)
        items: list[int] = []
        if content.action is EnclosedAction.CANCEL:
            items.append(await self._call_off(envelope, content, door, key, details, at))
        for file in await self._leave_out_copies(content.files):
            deposit = Deposit(
                name=file.name,
                data=file.data,
                door=door,
                source=ItemSource.HL7,
                sender=str(envelope.sender),
                key=f"{key}|{hashlib.sha256(file.data).hexdigest()}",
                told=content.told,
                subject=content.label or file.name,
                message_id=content.document_id,
                details=details,
            )
            items += (await self._parts.deposits.take(deposit)).items
        message = self._message(raw, peer, envelope, (), at, outcome=AckCode.AA, key=key)
        event = NewEvent(name="message.to_file", at=at, actor=f"emitter:{envelope.sender}", data={"items": items})
        accepted = await self._parts.store.accept(Acceptance(message=message, events=(event,)))
        reach(Milestone.MESSAGE_COMMITTED)
        return accepted.duplicate_ack or message.ack

    def _describe(self, envelope: MessageEnvelope, content: EnclosedMessage, former: Former | None) -> dict[str, Any]:
        hl7 = {
            "control_id": envelope.control_id,
            "message_type": envelope.message_type,
            "document_id": content.document_id,
            "replaces": content.replaced_id,
            "action": content.action.value,
        }
        found = {"former": former.describe()} if former and content.action is not EnclosedAction.CREATE else {}
        return {"hl7": hl7, **found}

    async def _leave_out_copies(self, files: Sequence[EnclosedFile]) -> list[EnclosedFile]:
        """Leave out the PDF that repeats a CDA of the same message: the one it encloses, or its second instance.

        Rule: hl7v2.md §1, §3.1 (N1 beside N3: the same OBX-3).
        """
        structured = [one for one in files if one.name.endswith(".xml")]
        if not structured or len(structured) == len(files):
            return list(files)
        enclosed = {await self._parts.run(enclosed_digest, one.data) for one in structured} - {""}
        codes = {one.code for one in structured}
        return [
            one
            for one in files
            if one in structured or (one.code not in codes and hashlib.sha256(one.data).hexdigest() not in enclosed)
        ]

    async def _call_off(
        self,
        envelope: MessageEnvelope,
        content: EnclosedMessage,
        door: MailDoor,
        key: str,
        details: dict[str, Any],
        at: datetime,
    ) -> int:
        """Put a cancellation on the worklist: a person withdraws what was filed; nothing is withdrawn alone."""
        found = await identify(self._parts.registry, content.patient)
        doubt = doubts.CANCELLED_BY_APPLICATION
        return await self._parts.worklist.add_item(
            NewItem(
                dedup_key=f"{ItemSource.HL7.value}|{door.mailbox}|{key}",
                source=ItemSource.HL7,
                kind=ItemKind.MESSAGE,
                door=door.mailbox,
                received_at=at,
                code=doubt.code,
                reason=doubt.message,
                remedy=doubt.remedy,
                sender=str(envelope.sender),
                subject=content.label,
                message_id=content.document_id,
                person_id=found.person.id if found.person else None,
                unit=door.unit,
                details={**details, "told": dump_told(content.told)},
            )
        )

    async def _refuse(
        self, raw: bytes, peer: str, envelope: MessageEnvelope | None, findings: tuple[Finding, ...], at: datetime
    ) -> bytes:
        message = self._message(raw, peer, envelope, findings, at, outcome=AckCode.AE, key="")
        event = NewEvent(
            name="message.refused",
            at=at,
            data={"findings": [finding.code for finding in findings], "control_id": message.control_id},
        )
        await self._parts.store.accept(Acceptance(message=message, events=(event,)))
        return message.ack

    def _message(
        self,
        raw: bytes,
        peer: str,
        envelope: MessageEnvelope | None,
        findings: tuple[Finding, ...],
        at: datetime,
        *,
        outcome: AckCode,
        key: str,
    ) -> NewMessage:
        return NewMessage(
            channel=INCOMING,
            kind=envelope.message_type if envelope else "illisible",
            control_id=envelope.control_id if envelope else "",
            sender=str(envelope.sender) if envelope else "",
            receiver=str(envelope.receiver) if envelope else "",
            processing_id=envelope.processing_id if envelope else "",
            received_at=at,
            raw=raw,
            embedded=None,
            dedup_key=hashlib.sha256(f"intake|{envelope.sender}|{key}".encode()).hexdigest()
            if envelope and key
            else None,
            outcome=outcome.value,
            ack=self._render(envelope, outcome, findings, at),
            errors=tuple(dump_findings(findings)),
            peer=peer,
        )

    def _render(
        self, envelope: MessageEnvelope | None, code: AckCode, findings: tuple[Finding, ...], at: datetime
    ) -> bytes:
        return render_ack(envelope, code=code, findings=findings, control_id=self._parts.new_id(), at=at)


def _dedup_key(envelope: MessageEnvelope, content: EnclosedMessage) -> str:
    """What makes a message unique for its sender: action, document, patient and bytes; not MSH-10 nor MSH-7 alone.

    An application that numbers its documents may send one again in a new message: it is the same document.
    Rule: intake.md §1.1 (same bytes again); hl7v2.md §2.1 (idempotence).
    """
    people = sorted(f"{one.oid}^{one.value}" for one in content.patient.identifiers)
    digests = [hashlib.sha256(one.data).hexdigest() for one in content.files]
    said = (content.action.value, content.document_id or envelope.control_id, *people, *digests)
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _make(code: str, location: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=location,
        message=message,
        remedy=remedy,
        layer="intake",
        rule="hl7v2.md §2.1",
    )


_MODE = _make(
    "INT-136",
    "MSH-11",
    "Le mode de traitement du message (MSH-11) n'est pas celui de cet environnement.",
    "Vérifier que le message s'adresse au bon environnement.",
)
_NO_ID = _make("INT-137", "MSH-10", "Le message n'a pas d'identifiant (MSH-10).", "Numéroter chaque message.")
