"""Receive identity and movement messages (ADT): read, check, keep, and only then acknowledge; applied afterwards.

The acknowledgement says only what is durable: AA means that the message is kept and will be applied in its turn.
Rule: PAM FR 2.11; hl7v2.md §2.1, §8.1; architecture.md §1.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from liane.codecs.hl7v2.ack import AckCode, render_ack
from liane.codecs.hl7v2.adt_read import AdtReadResult, read_adt
from liane.codecs.hl7v2.envelope import MessageEnvelope
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import Finding, StorageUnavailable
from liane.pipeline.channels import IDENTITIES, ChannelGuard
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.ports import Store
from liane.pipeline.request_json import dump_findings
from liane.pipeline.storage_refusals import IDENTITIES_PAUSED, STORAGE_UNAVAILABLE
from liane.store.records import Acceptance, NewEvent, NewMessage

HEADER_BYTES_MAX = 4096


def find_message_code(raw: bytes) -> str:
    """Give MSH-9.1 of a message, whatever else it holds; empty when there is none."""
    head = raw[:HEADER_BYTES_MAX].lstrip(b"\x0b \r\n\xef\xbb\xbf")
    if not head.startswith(b"MSH") or len(head) < 5:
        return ""
    fields = head.splitlines()[0].split(head[3:4], 9)
    return fields[8][:3].upper().decode("latin-1") if len(fields) > 8 else ""


def is_adt(raw: bytes) -> bool:
    """Tell whether a message is an ADT."""
    return find_message_code(raw) == "ADT"


def adt_dedup_key(envelope: MessageEnvelope, raw: bytes) -> str:
    """Key by which an ADT is recognised as sent again: sender, MSH-10 and bytes. Rule: hl7v2.md §2.1, idempotence."""
    text = "\x1f".join(("ADT", str(envelope.sender), envelope.control_id, hashlib.sha256(raw).hexdigest()))
    return hashlib.sha256(text.encode()).hexdigest()


class IdentityReception:
    """The receiving flow of identities, on the same port as the documents.

    now: clock. new_id: gives unique MSH-10 values for acknowledgements. on_accepted: wakes the applier.
    """

    def __init__(
        self,
        store: Store,
        *,
        policy: AcceptancePolicy,
        channels: ChannelGuard,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        on_accepted: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._policy = policy
        self._channels = channels
        self._now = now
        self._new_id = new_id
        self._on_accepted = on_accepted

    async def accept(self, raw: bytes, peer: str) -> bytes | None:
        """Take one message; returns the acknowledgement to send after the commit, None when it is no ADT.

        AE with every finding when it cannot be applied, AR when the store is not available or the channel is paused.
        Rule: hl7v2.md §2.1, §8.1 (A08, A24, A37 → 201).
        """
        if not is_adt(raw):
            return None
        at = self._now()
        read = read_adt(raw, accepted=self._policy)
        reach(Milestone.MESSAGE_READ)
        try:
            if await self._channels.is_paused(IDENTITIES):
                return self._render(read.envelope, AckCode.AR, (IDENTITIES_PAUSED,), at)
            message = self._make_message(raw, peer, read, at)
            accepted = await self._store.accept(Acceptance(message=message, events=_refusal_events(message, read)))
        except StorageUnavailable:
            return self._render(read.envelope, AckCode.AR, (STORAGE_UNAVAILABLE,), at)
        reach(Milestone.MESSAGE_COMMITTED)
        if read.is_accepted:
            self._on_accepted()
        return accepted.duplicate_ack or message.ack

    def _make_message(self, raw: bytes, peer: str, read: AdtReadResult, at: datetime) -> NewMessage:
        envelope = read.envelope
        code = AckCode.AA if read.is_accepted else AckCode.AE
        return NewMessage(
            channel=IDENTITIES,
            kind=envelope.message_type if envelope else "illisible",
            control_id=envelope.control_id if envelope else "",
            sender=str(envelope.sender) if envelope else "",
            receiver=str(envelope.receiver) if envelope else "",
            processing_id=envelope.processing_id if envelope else "",
            received_at=at,
            raw=raw,
            embedded=None,
            dedup_key=adt_dedup_key(envelope, raw) if envelope and read.is_accepted else None,
            outcome=code.value,
            ack=self._render(envelope, code, read.findings, at),
            errors=tuple(dump_findings(read.findings)),
            peer=peer,
        )

    def _render(
        self, envelope: MessageEnvelope | None, code: AckCode, findings: tuple[Finding, ...], at: datetime
    ) -> bytes:
        return render_ack(envelope, code=code, findings=findings, control_id=self._new_id(), at=at)


def _refusal_events(message: NewMessage, read: AdtReadResult) -> tuple[NewEvent, ...]:
    if read.is_accepted:
        return ()
    data = {"findings": [finding.code for finding in read.findings], "control_id": message.control_id}
    return (NewEvent(name="message.refused", at=message.received_at, data=data),)
