"""What the holder of a simulated mailbox does: opens a message, answers it, writes first to a pharmacy.

Rule: mssante.md §6, §7, §8, §13.2 points 4 and 5.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from liane.codecs.mssante_mail.receipts import IncomingMail
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane_sandbox.mssante import mes
from liane_sandbox.mssante.records import MailboxKind, MailboxState, NewMail, NewReceipt, Outcome
from liane_sandbox.mssante.rows import parse_or_none
from liane_sandbox.mssante.scripts import render_reply, run_script
from liane_sandbox.mssante.state import OperatorState

DISPENSATION_MAX_AGE = timedelta(days=365)
SENT = "Envoyés"
HOST = "lecteur.simulation.mssante.fr"


class Persons:
    """The acts of persons, on the operator's memory."""

    def __init__(self, state: OperatorState, clock: Callable[[], datetime]) -> None:
        self._state = state
        self._clock = clock

    def open_message(self, message: int) -> bool:
        """Let the holder of a mailbox open a message; True when a read receipt left for its sender.

        Rule: mssante.md §6 (MES emits a MDN when the patient opened the message).
        """
        at = self._clock()
        opened = self._state.mark_opened(message, at)
        if opened is None:
            return False
        delivered = self._state.load_delivered(message)
        parsed = parse_or_none(delivered)
        mailbox = self._state.find_mailbox(opened.mailbox)
        if parsed is None or mailbox is None:
            return False
        identifier = f"{uuid4().hex}@{HOST}"
        reader = Mailbox(address=mailbox.address, label=mailbox.label)
        raw = run_script("open", self._state.load_raw(message), parsed, reader, identifier, at)
        if raw is None:
            return False
        self._post(mailbox.address, parsed.read_receipt_to, raw, "mdn", identifier, at)
        return True

    def answer_message(self, message: int, text: str) -> None:
        """Let the holder of a mailbox answer a message.

        Raises ValueError, in French, when the thread is closed (X-MSS-MES: FIN) or the answer cannot be delivered.
        Rule: mssante.md §7, §13.2 point 4.
        """
        stored = self._state.find_message(message)
        parsed = self._state.load_parsed(message) if stored else None
        if stored is None or parsed is None:
            raise ValueError("ce message n'existe plus ou ne peut pas être lu")
        if self._is_closed_thread(stored.mailbox, parsed):
            raise ValueError("l'expéditeur a clos cet échange : il n'est pas possible d'y répondre")
        to = parsed.reply_to or parsed.sender.address
        if self._state.find_mailbox(to) is None:
            raise ValueError("l'adresse de réponse n'existe pas chez les opérateurs simulés")
        at = self._clock()
        mailbox = self._state.find_mailbox(stored.mailbox)
        author = Mailbox(address=stored.mailbox, label=mailbox.label if mailbox else "")
        identifier = f"{uuid4().hex}@{HOST}"
        self._post(stored.mailbox, to, render_reply(parsed, author, text, identifier, at), "patient", identifier, at)

    def _is_closed_thread(self, mailbox: str, parsed: IncomingMail) -> bool:
        """Tell whether the last message of the professional in this thread says FIN; a later one without it reopens."""
        thread = {parsed.message_id, *parsed.references, parsed.in_reply_to} - {""}
        for mail in self._state.list_messages(mailbox):
            known = self._state.load_parsed(mail.id)
            if known is not None and thread & {known.message_id, known.in_reply_to, *known.references}:
                return known.is_final
        return parsed.is_final

    def write_to_pharmacy(
        self, citizen: str, pharmacy: str, subject: str, text: str, attachments: tuple[Attachment, ...] = ()
    ) -> None:
        """Let a person write first to a pharmacy. Raises ValueError, in French, when that is not allowed.

        Rule: mssante.md §8: ORG mailbox of the pharmacy, a dispensation recorded within a year.
        """
        at = self._clock()
        box, target = self._state.find_mailbox(citizen), self._state.find_mailbox(pharmacy)
        if box is None or box.kind is not MailboxKind.CITIZEN or box.state is not MailboxState.OPEN:
            raise ValueError("seul un usager dont la messagerie est ouverte peut écrire")
        if target is None or target.kind is not MailboxKind.ORG:
            raise ValueError("la pharmacie n'a pas de boîte organisationnelle publiée")
        if not self._state.has_dispensation_since(citizen, pharmacy, (at - DISPENSATION_MAX_AGE).date()):
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
        self._state.record(Outcome(mails=(sent,), receipts=(receipt,)))
        self._state.deliver_due_receipts(at)
