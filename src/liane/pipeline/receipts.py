"""Receipts: read what comes back to the applicative mailbox, tie it to what was sent, tell the emitter once.

A receipt is settled in one transaction (journal, state, ZAM, its own key), and only then set aside in the mailbox: a
crash between the two reads it again and changes nothing. What cannot be tied to a delivery is kept for a person.
Rule: mssante.md §6, §7; hl7v2.md §6 (Z02, Z03).
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from liane.codecs.mssante_mail.receipts import (
    DeliveryAction,
    IncomingMail,
    MailKind,
    ReadingReport,
    RecipientReport,
    parse_incoming,
)
from liane.domain.documents.decision import PATIENT_DOMAIN
from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.errors import InvalidInput
from liane.pipeline.acknowledge import Z02, Z03, plan_zam
from liane.pipeline.mail_refusals import DELAYED, explain_cause, quote_operator
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.ports import Store
from liane.pipeline.request_json import load_request
from liane.store.records import DeliveryOutcome, NewDelivery, NewEvent, StoredDelivery

log = structlog.get_logger(__name__)
ENVID, MESSAGE_ID = "envid", "message-id"
Refused = Callable[[StoredDelivery, RecipientReport, Cause], Awaitable[None]]
"""Follows a mail that was not delivered, once that is settled; may be called again for the same one."""


def correlation_keys(envelope_id: str, message_id: str) -> tuple[str, ...]:
    """Keys by which a receipt finds the mail it speaks of."""
    return (f"{ENVID}:{envelope_id}", f"{MESSAGE_ID}:{message_id}")


class ReceiptFlow:
    """Settles incoming mails. Returns True when a mail was understood and tied, False when a person must look.

    on_refused: follows what was not delivered.
    """

    def __init__(self, store: Store, *, now: Callable[[], datetime], on_refused: Refused | None = None) -> None:
        self._store = store
        self._now = now
        self._on_refused = on_refused

    async def take(self, raw: bytes, mail: IncomingMail | None = None) -> bool:
        """Take one mail; when this returns, all that follows is durable. mail: what was read of it already."""
        key = hashlib.sha256(raw).hexdigest()
        reach(Milestone.RECEIPT_READ)
        is_tied = await self._settle(raw, key, mail)
        reach(Milestone.RECEIPT_SETTLED)
        return is_tied

    async def _settle(self, raw: bytes, key: str, mail: IncomingMail | None) -> bool:
        try:
            mail = mail or parse_incoming(raw)
        except InvalidInput as error:
            return await self._keep_aside(raw, key, "illisible", error.findings[0].code if error.findings else "")
        if mail.delivery is not None and mail.kind in (MailKind.DSN, MailKind.NON_DELIVERY):
            return await self._take_delivery(mail, raw, key)
        if mail.reading is not None and mail.kind in (MailKind.MDN, MailKind.ERROR_MAIL):
            return await self._take_reading(mail, mail.reading, raw, key)
        return await self._keep_aside(raw, key, mail.kind.value, "")

    async def _keep_aside(self, raw: bytes, key: str, kind: str, code: str) -> bool:
        at = self._now()
        if await self._store.save_receipt(key=key, kind=kind, raw=raw, at=at, delivery_id=None):
            data = {"kind": kind, "code": code}
            event = NewEvent(
                name="mail.set_aside", at=at, actor="mssante", data=data, body=raw, media_type="message/rfc822"
            )
            await self._store.append_event(None, event)
        return False

    async def _find(self, envelope_id: str, message_id: str) -> StoredDelivery | None:
        for key in (
            f"{ENVID}:{envelope_id}" if envelope_id else "",
            f"{MESSAGE_ID}:{message_id}" if message_id else "",
        ):
            found = await self._store.find_delivery_by_correlation(key) if key else None
            if found is not None:
                return found
        return None

    async def _take_delivery(self, mail: IncomingMail, raw: bytes, key: str) -> bool:
        report = mail.delivery
        if report is None:
            return False
        delivery = await self._find(report.envelope_id, report.original_message_id)
        if delivery is None:
            return await self._keep_aside(raw, key, mail.kind.value, "sans correspondance")
        for rank, recipient in enumerate(report.recipients):
            await self._settle_delivery(delivery, recipient, raw, f"{key}:{rank}")
        return True

    async def _settle_delivery(self, delivery: StoredDelivery, report: RecipientReport, raw: bytes, key: str) -> None:
        at = self._now()
        delivered = report.action.is_success
        failed = report.action is DeliveryAction.FAILED
        is_patient = delivery.destination is Destination.MSSANTE_PATIENT or delivery.recipient.lower().endswith(
            f"@{PATIENT_DOMAIN}"
        )
        cause = _failure_cause(report, is_patient=is_patient) if failed else None
        event = NewEvent(
            name="receipt.delivery",
            at=at,
            actor="mssante",
            delivery_id=delivery.id,
            data=_tell(report, cause),
            body=raw,
            media_type="message/rfc822",
        )
        state = DeliveryState.REFUSED if failed else DeliveryState.DELIVERED if delivered else delivery.state
        zam: tuple[NewDelivery, ...] = ()
        if delivered or failed:
            zam = await self._plan(delivery, Z02, delivered, cause, at)
        outcome = DeliveryOutcome(state=state, cause=cause, events=(event,), new_deliveries=zam)
        await self._store.settle(delivery.id, outcome, at, receipt_key=key)
        if cause is not None and self._on_refused is not None:
            await self._on_refused(delivery, report, cause)

    async def _take_reading(self, mail: IncomingMail, report: ReadingReport, raw: bytes, key: str) -> bool:
        delivery = await self._find("", report.original_message_id)
        if delivery is None:
            return await self._keep_aside(raw, key, mail.kind.value, "sans correspondance")
        at = self._now()
        cause = None
        if not report.is_success:
            cause = Cause(
                cause_class=CauseClass.REFUSED,
                code=report.error_code or "906",
                message=report.error_label or "Le destinataire n'a pas pu intégrer le document.",
                remedy="Prendre contact avec le destinataire.",
            )
        event = NewEvent(
            name="receipt.reading",
            at=at,
            actor="mssante",
            delivery_id=delivery.id,
            data={"disposition": report.disposition, "positive": report.is_success, "code": report.error_code},
            body=raw,
            media_type="message/rfc822",
        )
        zam = await self._plan(delivery, Z03, report.is_success, cause, at)
        outcome = DeliveryOutcome(state=delivery.state, events=(event,), new_deliveries=zam)
        await self._store.settle(delivery.id, outcome, at, receipt_key=key)
        return True

    async def _plan(
        self, delivery: StoredDelivery, event: str, positive: bool, cause: Cause | None, at: datetime
    ) -> tuple[NewDelivery, ...]:
        if delivery.destination is Destination.FEEDBACK:
            return ()  # an answer of ours: no application waits for its acknowledgement
        document = await self._store.get_document(delivery.document_id)
        request = load_request(document.request, b"")
        return plan_zam(
            request,
            event=event,
            positive=positive,
            about=str(delivery.id),
            due=at,
            address=delivery.recipient,
            cause=cause,
        )


def _failure_cause(report: RecipientReport, *, is_patient: bool) -> Cause:
    message, remedy = explain_cause(report.cause, is_patient=is_patient)
    words = quote_operator(report.diagnostic or report.status)
    return Cause(
        cause_class=CauseClass.REFUSED,
        code=report.reply_code or report.status or "550",
        message=f"{message} Motif de l'opérateur : {words}." if words else message,
        remedy=remedy,
    )


def _tell(report: RecipientReport, cause: Cause | None) -> dict[str, str]:
    """What a journal line says of a receipt, in words when something is to be said."""
    data = {"action": report.action.value, "status": report.status, "code": report.reply_code}
    if cause is not None:
        return {**data, "message": cause.message, "remedy": cause.remedy}
    return {**data, "message": DELAYED} if report.action is DeliveryAction.DELAYED else data
