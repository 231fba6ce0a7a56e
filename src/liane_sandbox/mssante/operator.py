"""The operator's decisions: who may receive, what is delivered, which receipts go back, what a person does with a mail.

Instants come from the clock given, so that tests hold them. No socket lives here; the state does the writing.
Rule: mssante.md §6, §7, §8, §12, §13.2.
"""

from collections.abc import Callable
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
    parse_incoming,
    render_dsn,
)
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane.domain.errors import InvalidInput
from liane_sandbox.faults import Fault, FaultKind, FaultSwitchboard
from liane_sandbox.mssante import mes
from liane_sandbox.mssante.lint import lint_mail
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
from liane_sandbox.mssante.scripts import render_reply, run_script
from liane_sandbox.mssante.state import OperatorState

DISPENSATION_MAX_AGE = timedelta(days=365)
UNKNOWN_PREFIX = "inconnu"
SENT = "Envoyés"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRules:
    """How this operator behaves.

    own_operator: name (in the white list) of the operator that the software submits to; its own domains refuse at RCPT,
    the others' refusals come back as DSN. deduplicates: a message already delivered to a recipient is not delivered
    again (unverified for real operators). script_delay_s: wait before a mailbox's script answers.
    """

    host: str = "smtp.simulation.mssante.fr"
    own_operator: str = "Opérateur A (SIMULATION)"
    deduplicates: bool = True
    receipt_delay_s: float = 0.0
    script_delay_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A definite or temporary no, in SMTP words."""

    code: int
    status: str
    text: str

    @property
    def line(self) -> str:
        """The reply as one line."""
        return f"{self.code} {self.status} {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientOrder:
    """One recipient as asked by RCPT. notify: empty set when NOTIFY was not given."""

    address: str
    notify: frozenset[str] = frozenset()
    original_recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedMail:
    """One mail taken by SMTP."""

    identity: str
    peer: str
    sender: str
    envelope_id: str
    returns_content: bool
    recipients: tuple[RecipientOrder, ...]
    raw: bytes


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
        parsed = _parse_or_none(mail.raw)
        addresses = tuple(one.address for one in mail.recipients)
        lint = lint_mail(mail.raw, parsed, addresses)
        outcomes = [self._deliver(mail, one, parsed, lint, at) for one in mail.recipients]
        self.state.record(
            Outcome(
                submissions=tuple(one for outcome in outcomes for one in outcome.submissions),
                mails=tuple(one for outcome in outcomes for one in outcome.mails),
                receipts=tuple(one for outcome in outcomes for one in outcome.receipts),
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
        receipts = self._make_receipts(mail, order, parsed, refusal, fault, at)
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

    def _make_receipts(
        self,
        mail: SubmittedMail,
        order: RecipientOrder,
        parsed: IncomingMail | None,
        refusal: Refusal | NonDeliveryCause | None,
        fault: Fault | None,
        at: datetime,
    ) -> list[NewReceipt]:
        if not mail.sender or "NEVER" in order.notify or (fault is not None and fault.kind is FaultKind.SILENT):
            return []
        due = at + timedelta(seconds=self.rules.receipt_delay_s)
        later = due + timedelta(seconds=fault.delay_s) if fault else due
        if isinstance(refusal, NonDeliveryCause):
            identifier = self.make_id()
            raw = mes.render_non_delivery(refusal, parsed, order.address, mail.sender, identifier, at)
            return [self._make_receipt(due, mail, order, raw, "non_delivery", identifier)]
        wanted: list[tuple[datetime, DeliveryAction]] = []
        if refusal is not None:
            wanted.append((due, DeliveryAction.FAILED))
        elif fault is not None and fault.kind is FaultKind.BUSY:
            wanted += [(due, DeliveryAction.DELAYED), (later, self._success_of(order))]
        elif fault is not None and fault.kind is FaultKind.LATE:
            wanted.append((later, self._success_of(order)))
        else:
            copies = 2 if fault is not None and fault.kind is FaultKind.TWICE else 1
            wanted += [(due, self._success_of(order))] * copies
        return [
            self._make_dsn(mail, order, parsed, refusal, action, when)
            for when, action in wanted
            if _asks(order, action)
        ]

    def _success_of(self, order: RecipientOrder) -> DeliveryAction:
        domain = self.state.find_domain(split_address(order.address)[1])
        return DeliveryAction.RELAYED if domain is not None and domain.is_citizen else DeliveryAction.DELIVERED

    def _make_dsn(
        self,
        mail: SubmittedMail,
        order: RecipientOrder,
        parsed: IncomingMail | None,
        refusal: Refusal | None,
        action: DeliveryAction,
        when: datetime,
    ) -> NewReceipt:
        status, diagnostic = "2.0.0", "smtp; 250 2.0.0 Ok"
        if refusal is not None:
            status, diagnostic = refusal.status, f"smtp; {refusal.line}"
        elif action is DeliveryAction.DELAYED:
            status, diagnostic = "4.2.1", "smtp; 451 4.2.1 mailbox busy"
        recipient = RecipientReport(
            recipient=order.address,
            action=action,
            status=status,
            diagnostic=diagnostic,
            original_recipient=order.original_recipient or order.address,
        )
        identifier = self.make_id()
        notice = DeliveryNotice(
            message_id=identifier,
            date=when,
            reporting_mta=self.rules.host,
            postmaster=Mailbox(address=f"MAILER-DAEMON@{self.rules.host}", label="Mail Delivery System"),
            to=mail.sender,
            report=DeliveryReport(
                envelope_id=mail.envelope_id,
                original_message_id=parsed.message_id if parsed else "",
                reporting_mta=self.rules.host,
                recipients=(recipient,),
            ),
            text=f"This is the mail system at host {self.rules.host} (SIMULATION).\n\n<{order.address}>: {diagnostic}",
            original=mail.raw,
            returns_content=mail.returns_content and action is DeliveryAction.FAILED,
        )
        return self._make_receipt(when, mail, order, render_dsn(notice), "dsn", identifier)

    def _make_receipt(
        self, due: datetime, mail: SubmittedMail, order: RecipientOrder, raw: bytes, kind: str, identifier: str
    ) -> NewReceipt:
        return NewReceipt(
            due=due, recipient=order.address, mailbox=mail.sender, raw=raw, kind=kind, message_id=identifier
        )

    def _run_script(self, mail: NewMail, at: datetime) -> tuple[NewReceipt, ...]:
        mailbox = self.state.find_mailbox(mail.mailbox)
        if mailbox is None or not mailbox.script or mail.parsed is None:
            return ()
        reader = Mailbox(address=mailbox.address, label=mailbox.label)
        seen = _parse_or_none(mail.trace + mail.raw) or mail.parsed
        identifier = self.make_id()
        due = at + timedelta(seconds=self.rules.script_delay_s)
        raw = run_script(mailbox.script, mail.raw, seen, reader, identifier, due)
        if raw is None:
            return ()
        answer = _parse_or_none(raw)
        to = answer.recipients[0] if answer and answer.recipients else seen.sender.address
        kind = answer.kind.value if answer else "other"
        return (NewReceipt(due=due, recipient=mailbox.address, mailbox=to, raw=raw, kind=kind, message_id=identifier),)

    def make_id(self) -> str:
        """Make a message identifier, without angle brackets."""
        return f"{uuid4().hex}@{self.rules.host}"

    # What a person does

    def open_message(self, message: int) -> bool:
        """Let the holder of a mailbox open a message; True when a read receipt left for its sender.

        Rule: mssante.md §6 (MES emits a MDN when the patient opened the message).
        """
        at = self.clock()
        opened = self.state.mark_opened(message, at)
        if opened is None:
            return False
        delivered = self.state.load_delivered(message)
        parsed = _parse_or_none(delivered)
        mailbox = self.state.find_mailbox(opened.mailbox)
        if parsed is None or mailbox is None:
            return False
        identifier = self.make_id()
        reader = Mailbox(address=mailbox.address, label=mailbox.label)
        raw = run_script("open", self.state.load_raw(message), parsed, reader, identifier, at)
        if raw is None:
            return False
        self._post(mailbox.address, parsed.read_receipt_to, raw, "mdn", identifier, at)
        return True

    def answer_message(self, message: int, text: str) -> None:
        """Let the holder of a mailbox answer a message.

        Raises ValueError, in French, when the thread is closed (X-MSS-MES: FIN) or the answer cannot be delivered.
        Rule: mssante.md §7, §13.2 point 4.
        """
        stored = self.state.find_message(message)
        parsed = self.state.load_parsed(message) if stored else None
        if stored is None or parsed is None:
            raise ValueError("ce message n'existe plus ou ne peut pas être lu")
        if self._is_closed_thread(stored.mailbox, parsed):
            raise ValueError("l'expéditeur a clos cet échange : il n'est pas possible d'y répondre")
        to = parsed.reply_to or parsed.sender.address
        if self.state.find_mailbox(to) is None:
            raise ValueError("l'adresse de réponse n'existe pas chez les opérateurs simulés")
        at = self.clock()
        mailbox = self.state.find_mailbox(stored.mailbox)
        author = Mailbox(address=stored.mailbox, label=mailbox.label if mailbox else "")
        identifier = self.make_id()
        self._post(stored.mailbox, to, render_reply(parsed, author, text, identifier, at), "patient", identifier, at)

    def _is_closed_thread(self, mailbox: str, parsed: IncomingMail) -> bool:
        """Tell whether the last message of the professional in this thread says FIN; a later one without it reopens."""
        thread = {parsed.message_id, *parsed.references, parsed.in_reply_to} - {""}
        for mail in self.state.list_messages(mailbox):
            known = self.state.load_parsed(mail.id)
            if known is not None and thread & {known.message_id, known.in_reply_to, *known.references}:
                return known.is_final
        return parsed.is_final

    def write_to_pharmacy(
        self, citizen: str, pharmacy: str, subject: str, text: str, attachments: tuple[Attachment, ...] = ()
    ) -> None:
        """Let a person write first to a pharmacy. Raises ValueError, in French, when that is not allowed.

        Rule: mssante.md §8: ORG mailbox of the pharmacy, a dispensation recorded within a year.
        """
        at = self.clock()
        box, target = self.state.find_mailbox(citizen), self.state.find_mailbox(pharmacy)
        if box is None or box.kind is not MailboxKind.CITIZEN or box.state is not MailboxState.OPEN:
            raise ValueError("seul un usager dont la messagerie est ouverte peut écrire")
        if target is None or target.kind is not MailboxKind.ORG:
            raise ValueError("la pharmacie n'a pas de boîte organisationnelle publiée")
        if not self.state.has_dispensation_since(citizen, pharmacy, (at - DISPENSATION_MAX_AGE).date()):
            raise ValueError("aucune dispensation de cette pharmacie depuis un an")
        identifier = f"{uuid4().hex}@{mes.PATIENT_DOMAIN}"
        raw = render_mail(
            OutgoingMail(
                message_id=identifier,
                date=at,
                sender=Mailbox(address=box.address, label=box.label),
                to=(Mailbox(address=target.address),),
                subject=subject,
                body=text,
                nil="SIMULATION-MES",
                attachments=attachments,
            )
        )
        self._post(box.address, target.address, raw, "patient", identifier, at)

    def _post(self, author: str, to: str, raw: bytes, kind: str, identifier: str, at: datetime) -> None:
        """Send a mail written inside the simulation, through the same queue as the receipts."""
        sent = NewMail(mailbox=author, raw=raw, at=at, folder=SENT, flags=frozenset({"\\Seen"}))
        receipt = NewReceipt(due=at, recipient=author, mailbox=to, raw=raw, kind=kind, message_id=identifier)
        self.state.record(Outcome(mails=(sent,), receipts=(receipt,)))
        self.state.deliver_due_receipts(at)


def _parse_or_none(raw: bytes) -> IncomingMail | None:
    try:
        return parse_incoming(raw)
    except InvalidInput:
        return None


def _asks(order: RecipientOrder, action: DeliveryAction) -> bool:
    """Tell whether a DSN of this action was asked; failures are told unless NOTIFY says otherwise. RFC 3461 §4.1."""
    if action is DeliveryAction.FAILED:
        return not order.notify or "FAILURE" in order.notify
    if action is DeliveryAction.DELAYED:
        return "DELAY" in order.notify
    return "SUCCESS" in order.notify
