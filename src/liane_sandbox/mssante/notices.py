"""The receipts that an operator sends back for one recipient: when, which, how many. Values only.

Rule: RFC 3461, RFC 3464; mssante.md §6, §7, §13.2 point 3.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from liane.codecs.mssante_mail.receipts import (
    DeliveryAction,
    DeliveryNotice,
    DeliveryReport,
    IncomingMail,
    NonDeliveryCause,
    RecipientReport,
    render_dsn,
)
from liane.codecs.mssante_mail.writer import Mailbox
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.mssante import mes
from liane_sandbox.mssante.records import NewReceipt
from liane_sandbox.mssante.submission import RecipientOrder, Refusal, SubmittedMail


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCase:
    """How one mail ended for one recipient. success: action of the DSN of success. due: when receipts leave."""

    mail: SubmittedMail
    order: RecipientOrder
    parsed: IncomingMail | None
    refusal: Refusal | NonDeliveryCause | None
    fault: Fault | None
    success: DeliveryAction
    host: str
    at: datetime
    due: datetime


def make_receipts(case: DeliveryCase) -> list[NewReceipt]:
    """Make every receipt of one recipient."""
    fault = case.fault
    if not case.mail.sender or "NEVER" in case.order.notify or (fault is not None and fault.kind is FaultKind.SILENT):
        return []
    if isinstance(case.refusal, NonDeliveryCause):
        identifier = f"{uuid4().hex}@{mes.PATIENT_DOMAIN}"
        raw = mes.render_non_delivery(
            case.refusal, case.parsed, case.order.address, case.mail.sender, identifier, case.at
        )
        return [_make_receipt(case, case.due, raw, "non_delivery", identifier)]
    return [_make_dsn(case, action, when) for when, action in _plan(case) if _is_asked(case.order, action)]


def _plan(case: DeliveryCase) -> list[tuple[datetime, DeliveryAction]]:
    fault = case.fault
    later = case.due + timedelta(seconds=fault.delay_s) if fault is not None else case.due
    if case.refusal is not None:
        return [(case.due, DeliveryAction.FAILED)]
    if fault is not None and fault.kind is FaultKind.BUSY:
        return [(case.due, DeliveryAction.DELAYED), (later, case.success)]
    if fault is not None and fault.kind is FaultKind.LATE:
        return [(later, case.success)]
    copies = 2 if fault is not None and fault.kind is FaultKind.TWICE else 1
    return [(case.due, case.success)] * copies


def _is_asked(order: RecipientOrder, action: DeliveryAction) -> bool:
    """Tell whether a DSN of this action was asked; a failure is told unless NOTIFY leaves it out. RFC 3461 §4.1."""
    if action is DeliveryAction.FAILED:
        return not order.notify or "FAILURE" in order.notify
    if action is DeliveryAction.DELAYED:
        return "DELAY" in order.notify
    return "SUCCESS" in order.notify


def _make_dsn(case: DeliveryCase, action: DeliveryAction, when: datetime) -> NewReceipt:
    status, diagnostic = "2.0.0", "smtp; 250 2.0.0 Ok"
    if isinstance(case.refusal, Refusal):
        status, diagnostic = case.refusal.status, f"smtp; {case.refusal.line}"
    elif action is DeliveryAction.DELAYED:
        status, diagnostic = "4.2.1", "smtp; 451 4.2.1 mailbox busy"
    order = case.order
    recipient = RecipientReport(
        recipient=order.address,
        action=action,
        status=status,
        diagnostic=diagnostic,
        original_recipient=order.original_recipient or order.address,
    )
    identifier = f"{uuid4().hex}@{case.host}"
    notice = DeliveryNotice(
        message_id=identifier,
        date=when,
        reporting_mta=case.host,
        postmaster=Mailbox(address=f"MAILER-DAEMON@{case.host}", label="Mail Delivery System"),
        to=case.mail.sender,
        report=DeliveryReport(
            envelope_id=case.mail.envelope_id,
            original_message_id=case.parsed.message_id if case.parsed else "",
            reporting_mta=case.host,
            recipients=(recipient,),
        ),
        text=f"This is the mail system at host {case.host} (SIMULATION).\n\n<{order.address}>: {diagnostic}",
        original=case.mail.raw,
        returns_content=case.mail.returns_content and action is DeliveryAction.FAILED,
    )
    return _make_receipt(case, when, render_dsn(notice), "dsn", identifier)


def _make_receipt(case: DeliveryCase, due: datetime, raw: bytes, kind: str, identifier: str) -> NewReceipt:
    return NewReceipt(
        due=due, recipient=case.order.address, mailbox=case.mail.sender, raw=raw, kind=kind, message_id=identifier
    )
