"""The operator's decisions: who may receive, what is delivered, which receipts go back.

Instants come from the clock given, so that tests hold them. No socket lives here; the state does the writing.
Rule: mssante.md §6, §7, §12, §13.2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from liane.codecs.mssante_mail.receipts import DeliveryAction, IncomingMail, NonDeliveryCause
from liane.codecs.mssante_mail.writer import Mailbox
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.mssante import mes
from liane_sandbox.mssante.authentication import TokenChecker
from liane_sandbox.mssante.lint import lint_mail
from liane_sandbox.mssante.notices import DeliveryCase, make_receipts
from liane_sandbox.mssante.records import (
    Domain,
    MailboxKind,
    MailboxState,
    NewMail,
    NewReceipt,
    Outcome,
    StoredMailbox,
    Submission,
    split_address,
)
from liane_sandbox.mssante.rows import parse_or_none
from liane_sandbox.mssante.scripts import run_script
from liane_sandbox.mssante.state import OperatorState
from liane_sandbox.mssante.submission import RecipientOrder, Refusal, SubmittedMail

UNKNOWN_PREFIX = "inconnu"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRules:
    """How this operator behaves.

    own_operator: name (in the white list) of the operator that the software submits to; its own domains refuse at RCPT,
    the others' refusals come back as DSN. deduplicates: a message already delivered to a recipient is not delivered
    again (unverified for real operators). script_delay_s: wait before a mailbox's script answers. checker: checks the
    bearer tokens of personal and organisational mailboxes; None: certificates only.
    """

    host: str = "smtp.simulation.mssante.fr"
    own_operator: str = "Opérateur A (SIMULATION)"
    deduplicates: bool = True
    receipt_delay_s: float = 0.0
    script_delay_s: float = 0.0
    checker: TokenChecker | None = None


class Operator:
    """One simulated operator, with the other operators and Mon espace santé behind it."""

    def __init__(
        self, state: OperatorState, faults: FaultSwitchboard, rules: OperatorRules, clock: Callable[[], datetime]
    ) -> None:
        self.state = state
        self.faults = faults
        self.rules = rules
        self.clock = clock

    def check_recipient(self, address: str, size_bytes: int) -> Refusal | None:
        """Decide at RCPT. size_bytes: as announced, 0 when it was not. Rule: mssante.md §12."""
        local, name = split_address(address)
        domain = self.state.find_domain(name)
        if domain is None:
            return Refusal(code=550, status="5.7.1", text=f"<{address}>: domaine hors de la liste blanche")
        if size_bytes > domain.size_bytes_max:
            return Refusal(code=552, status="5.3.4", text="Message size exceeds fixed limit")
        if domain.operator != self.rules.own_operator:
            return None
        return self._find_mailbox_refusal(address, local, domain)

    def _find_mailbox_refusal(self, address: str, local: str, domain: Domain) -> Refusal | None:
        mailbox = self.state.find_mailbox(address)
        if mailbox is None and (not domain.on_demand or local.startswith(UNKNOWN_PREFIX)):
            return Refusal(code=550, status="5.1.1", text=f"<{address}>: boîte inconnue")
        if mailbox is not None and mailbox.is_full:
            return Refusal(code=552, status="5.2.2", text=f"<{address}>: mailbox full")
        if mailbox is not None and mailbox.state in (MailboxState.CLOSED, MailboxState.OPPOSED):
            return Refusal(code=550, status="5.2.1", text=f"<{address}>: boîte fermée")
        return None

    def accept(self, mail: SubmittedMail) -> None:
        """Take responsibility for a mail: deliver it, and prepare its receipts. Commits before it returns."""
        at = self.clock()
        parsed = parse_or_none(mail.raw)
        addresses = tuple(one.address for one in mail.recipients)
        lint = lint_mail(mail.raw, parsed, addresses)
        outcomes = [self._deliver(mail, one, parsed, lint, at) for one in mail.recipients]
        receipts = [one for outcome in outcomes for one in outcome.receipts]
        prompt = [one for one in receipts if one.due <= at and self.state.find_mailbox(one.mailbox) is not None]
        self.state.record(
            Outcome(
                submissions=tuple(one for outcome in outcomes for one in outcome.submissions),
                mails=(*(one for outcome in outcomes for one in outcome.mails), *map(_as_mail, prompt)),
                receipts=tuple(one for one in receipts if one not in prompt),
            )
        )

    def _deliver(
        self,
        mail: SubmittedMail,
        order: RecipientOrder,
        parsed: IncomingMail | None,
        lint: tuple[str, ...],
        at: datetime,
    ) -> Outcome:
        message_id = parsed.message_id if parsed else ""
        fault = self.faults.get("mssante.receipts", order.address.lower())
        mails: tuple[NewMail, ...] = ()
        if self.rules.deduplicates and self.state.is_duplicate(message_id, order.address):
            refusal, outcome = None, "duplicate"
        else:
            refusal = self._refuse_late(mail, order, parsed, fault)
            outcome = "failed" if refusal is not None else "delivered"
            mails = () if refusal is not None else (self._make_mail(mail, order, parsed, lint, at),)
        submission = Submission(
            at=at,
            identity=mail.identity,
            sender=mail.sender,
            recipient=order.address,
            message_id=message_id,
            envelope_id=mail.envelope_id,
            notify=order.notify,
            original_recipient=order.original_recipient,
            outcome=outcome,
            detail=refusal.line if isinstance(refusal, Refusal) else (refusal.value if refusal else ""),
            lint=lint,
        )
        receipts = make_receipts(
            DeliveryCase(
                mail=mail,
                order=order,
                parsed=parsed,
                refusal=refusal,
                fault=fault,
                success=self._success_of(order),
                host=self.rules.host,
                at=at,
                due=at + timedelta(seconds=self.rules.receipt_delay_s),
            )
        )
        scripted = self._run_script(mails[0], at) if mails else ()
        return Outcome(submissions=(submission,), mails=mails, receipts=(*receipts, *scripted))

    def _refuse_late(
        self, mail: SubmittedMail, order: RecipientOrder, parsed: IncomingMail | None, fault: Fault | None
    ) -> Refusal | NonDeliveryCause | None:
        if fault is not None and fault.kind is FaultKind.REFUSE:
            code = int(fault.code[:3]) if fault.code[:3].isdigit() else 550
            return Refusal(code=code, status="5.0.0", text=fault.message or "refus simulé")
        local, name = split_address(order.address)
        domain = self.state.find_domain(name)
        if domain is None:
            return Refusal(code=550, status="5.7.1", text="domaine hors de la liste blanche")
        if domain.is_citizen:
            return mes.find_refusal(order.address, self.state.find_mailbox(order.address), len(mail.raw))
        if len(mail.raw) > domain.size_bytes_max:
            return Refusal(code=552, status="5.3.4", text="Message size exceeds fixed limit")
        return self._find_mailbox_refusal(order.address, local, domain)

    def _make_mail(
        self,
        mail: SubmittedMail,
        order: RecipientOrder,
        parsed: IncomingMail | None,
        lint: tuple[str, ...],
        at: datetime,
    ) -> NewMail:
        if self.state.find_mailbox(order.address) is None:
            self.state.add_mailbox(
                StoredMailbox(
                    address=order.address,
                    kind=MailboxKind.PER,
                    label=order.address.partition("@")[0],
                    state=MailboxState.OPEN,
                    is_full=False,
                )
            )
        trace = (
            f"Return-Path: <{mail.sender}>\r\n"
            f"Original-Recipient: rfc822;{order.original_recipient or order.address}\r\n"
            f"Received: from {mail.peer or 'unknown'} by {self.rules.host} with ESMTPSA;\r\n"
            f" {at.strftime('%a, %d %b %Y %H:%M:%S +0000')}\r\n"
        )
        return NewMail(
            mailbox=order.address, raw=mail.raw, at=at, trace=trace.encode("ascii", "replace"), parsed=parsed, lint=lint
        )

    def _success_of(self, order: RecipientOrder) -> DeliveryAction:
        domain = self.state.find_domain(split_address(order.address)[1])
        return DeliveryAction.RELAYED if domain is not None and domain.is_citizen else DeliveryAction.DELIVERED

    def _run_script(self, mail: NewMail, at: datetime) -> tuple[NewReceipt, ...]:
        mailbox = self.state.find_mailbox(mail.mailbox)
        if mailbox is None or not mailbox.script or mail.parsed is None:
            return ()
        reader = Mailbox(address=mailbox.address, label=mailbox.label)
        seen = parse_or_none(mail.trace + mail.raw) or mail.parsed
        identifier = self.make_id()
        due = at + timedelta(seconds=self.rules.script_delay_s)
        raw = run_script(mailbox.script, mail.raw, seen, reader, identifier, due)
        if raw is None:
            return ()
        answer = parse_or_none(raw)
        to = answer.recipients[0] if answer and answer.recipients else seen.sender.address
        kind = answer.kind.value if answer else "other"
        return (NewReceipt(due=due, recipient=mailbox.address, mailbox=to, raw=raw, kind=kind, message_id=identifier),)

    def make_id(self) -> str:
        """Make a message identifier, without angle brackets."""
        return f"{uuid4().hex}@{self.rules.host}"


def _as_mail(receipt: NewReceipt) -> NewMail:
    """Make the mail of a receipt that is due at once."""
    return NewMail(mailbox=receipt.mailbox, raw=receipt.raw, at=receipt.due, trace=b"Return-Path: <>\r\n")
