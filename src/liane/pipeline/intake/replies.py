"""What a person answers to a mail: in the same thread, from the mailbox that received it, retried and traced.

An answer is a delivery of the kept mail; its receipts come back to it. A patient whose mailbox is closed is told to the
person, not written to again. Rule: mssante.md §4.1, §7, §8; couloirs.md §7.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from liane.codecs.mssante_mail.header_fields import is_address
from liane.codecs.mssante_mail.receipts import XDM_SUBJECT, parse_incoming
from liane.codecs.mssante_mail.writer import Mailbox, OutgoingMail, is_message_id, render_mail
from liane.domain.actors.operator import Operator
from liane.domain.documents.delivery import Cause, DeliveryState, Destination
from liane.domain.errors import Finding, InvalidInput, RuleViolation, Severity
from liane.domain.intake.answers import BODY_CHARS_MAX
from liane.pipeline.intake.kept_mail import find_mail_document, keep_mail_document
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.intake.receipts_out import AnswerSender, PreparedAnswer, plan_feedback
from liane.pipeline.ports import Store
from liane.store.intake_answers import PatientMailbox, PatientMailboxState, PostgresAnswers
from liane.store.intake_records import IntakeItem
from liane.store.records import ClaimedDelivery, NewDelivery, NewEvent, StoredDelivery, StoredEvent

REPLY = "REPLY"
PATIENT_DOMAIN = "patient.mssante.fr"
REPLIES_MAX = 50
"""Answers to one mail; above it, another mail is to be written."""
REFERENCES_MAX = 20
SUBJECT_CHARS_MAX = 300
ANSWER_PREFIX = "Re: "
_NAMESPACE = uuid.UUID("0c1d9b52-6a0f-5f8e-9a55-0f6a3c1b7d11")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReply:
    """One answer asked. closes: the patient may not answer it (``X-MSS-MES: FIN``). seen: how many answers the person

    saw when they wrote: sent twice, it is one answer. insists: write although the mailbox is known to be closed.
    """

    body: str = field(repr=False)
    subject: str = field(default="", repr=False)
    closes: bool = False
    seen: int = 0
    insists: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReply:
    """One answer given. delivered_at, read_at: by the receipts that came back, None while none did."""

    delivery_id: int
    by: str
    at: datetime
    to: str
    subject: str = field(repr=False)
    body: str = field(repr=False)
    closes: bool
    state: DeliveryState
    cause: Cause | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """To whom the answer to an item goes. refusal: why nobody may be answered, None when somebody may.

    mailbox: what is known of a patient's mailbox.
    """

    address: str
    is_patient: bool = False
    refusal: Finding | None = None
    mailbox: PatientMailbox | None = None


class ReplyDesk:
    """The answers of persons to mails."""

    def __init__(
        self, store: Store, worklist: Worklist, answers: PostgresAnswers, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._worklist = worklist
        self._answers = answers
        self._now = now

    async def find_correspondent(self, item: IntakeItem) -> Correspondent:
        """Say to whom an answer goes: Reply-To, else the sender. Rule: mssante.md §7 (answer address)."""
        mail: Mapping[str, Any] | None = item.details.get("mail")
        if not mail or not item.mail_sha256:
            return Correspondent(address="", refusal=_NO_MAIL)
        address = str(mail["reply_to"] or mail["sender"]).lower()
        if not is_address(address):
            return Correspondent(address=address, refusal=_NO_ADDRESS)
        if mail["is_automatic"]:
            return Correspondent(address=address, refusal=_MACHINE)
        is_patient = address.endswith(f"@{PATIENT_DOMAIN}")
        mailbox = await self._answers.find_mailbox(address) if is_patient else None
        return Correspondent(address=address, is_patient=is_patient, mailbox=mailbox)

    async def reply(self, item_id: int, new: NewReply, *, operator: Operator) -> int:
        """Queue an answer; returns the number of its delivery, the same when it is asked twice.

        Raises LookupError, RuleViolation: INT-260 no mail, INT-261 a machine wrote, INT-262 no address, INT-263 the
        mailbox is closed, INT-264 no text, INT-265 too many answers.
        """
        item = await self._worklist.get_item(item_id)
        to = await self.find_correspondent(item)
        body = new.body.strip()
        if to.refusal is not None:
            raise RuleViolation(to.refusal)
        if is_closed(to.mailbox) and not new.insists:
            raise RuleViolation(_CLOSED)
        if not body or len(body) > BODY_CHARS_MAX:
            raise RuleViolation(_NO_TEXT)
        at = self._now()
        document_id = await keep_mail_document(self._store, self._worklist, item, at)
        earlier = [one for one in await self._store.find_deliveries(document_id) if one.action == REPLY]
        if len(earlier) >= REPLIES_MAX:
            raise RuleViolation(_TOO_MANY)
        planned = self._plan(item, to, new, body, operator, at)
        known = next((one for one in earlier if one.plan["reply"]["key"] == planned.plan["reply"]["key"]), None)
        if known is not None:
            return known.id
        event = NewEvent(
            name="item.answered",
            at=at,
            actor=f"user:{operator.name}",
            data={"item": item.id, "closes": new.closes},
            delivery_index=0,
        )
        await self._store.add_deliveries(document_id, (planned,), (event,))
        return max(one.id for one in await self._store.find_deliveries(document_id) if one.action == REPLY)

    def _plan(
        self, item: IntakeItem, to: Correspondent, new: NewReply, body: str, operator: Operator, at: datetime
    ) -> NewDelivery:
        mail: dict[str, Any] = item.details["mail"]
        said = "\x1f".join((mail["key"], str(item.id), str(new.seen), body))
        key = hashlib.sha256(said.encode()).hexdigest()[:40]
        subject = " ".join((new.subject or answer_subject(str(mail["subject"]))).split())
        reply = {
            "key": key,
            "item": item.id,
            "person": item.person_id,
            "by": operator.name,
            "at": at.isoformat(),
            "subject": subject[:SUBJECT_CHARS_MAX],
            "body": body,
            "closes": new.closes and to.is_patient,
        }
        kept = {name: value for name, value in mail.items() if name != "body"}
        return NewDelivery(
            destination=Destination.FEEDBACK,
            action=REPLY,
            lane=f"reply|{mail['key']}",
            recipient=to.address,
            plan={"mail": kept, "reply": reply},
            due=at,
            dedup_key=f"reply|{key}",
        )

    async def tell_read(self, item: IntakeItem, *, operator: Operator) -> None:
        """Plan the receipt « opened by a person » that the sender of a mail asked for, once. Raises LookupError.

        Rule: RFC 8098 §3.2.6 (displayed, manual action); mssante.md §6, §8 (MDN when the pharmacist opens it).
        """
        at = self._now()
        told = plan_feedback(item.details["mail"], "", "", at)
        if told is None:
            return
        known = await find_mail_document(self._store, item)
        if known is not None and any(
            one.action == told.action and one.lane == told.lane for one in await self._store.find_deliveries(known)
        ):
            return
        document_id = known or await keep_mail_document(self._store, self._worklist, item, at)
        event = NewEvent(name="item.opened_told", at=at, actor=f"user:{operator.name}", data={"item": item.id})
        await self._store.add_deliveries(
            document_id, (replace(told, plan={**told.plan, "disposition": "displayed"}),), (event,)
        )

    async def list_replies(self, item: IntakeItem) -> tuple[SentReply, ...]:
        """The answers given to the mail of an item, oldest first, each with what came back."""
        document_id = await find_mail_document(self._store, item)
        if document_id is None:
            return ()
        deliveries = [one for one in await self._store.find_deliveries(document_id) if one.action == REPLY]
        events = await self._store.find_events(document_id) if deliveries else []
        return tuple(describe_reply(one, events) for one in sorted(deliveries, key=lambda one: one.id))


def describe_reply(delivery: StoredDelivery, events: Sequence[StoredEvent]) -> SentReply:
    """Say an answer and its receipts."""
    reply: Mapping[str, Any] = delivery.plan["reply"]
    own = [one for one in events if one.delivery_id == delivery.id]
    delivered = (one for one in own if one.name == "receipt.delivery" and one.data.get("action") != "failed")
    read = (one for one in own if one.name == "receipt.reading" and one.data.get("positive"))
    return SentReply(
        delivery_id=delivery.id,
        by=reply["by"],
        at=datetime.fromisoformat(reply["at"]),
        to=delivery.recipient,
        subject=reply["subject"],
        body=reply["body"],
        closes=reply["closes"],
        state=delivery.state,
        cause=delivery.cause,
        delivered_at=next((one.at for one in delivered if one.data.get("action") != "delayed"), None),
        read_at=next((one.at for one in read), None),
    )


def is_closed(mailbox: PatientMailbox | None) -> bool:
    """Tell whether a patient's mailbox is known to take no mail. Rule: mssante.md §7 (no retry)."""
    return mailbox is not None and mailbox.state is not PatientMailboxState.OPEN


def answer_subject(subject: str) -> str:
    """Write the subject of an answer; the prefix of documents is dropped, or another software would look for some.

    Rule: référentiel MSSanté #2 ECO.2.1.3; mssante.md §4.2.
    """
    found = XDM_SUBJECT.match(subject)
    label = (found.group("rest") or "").strip() if found else subject.strip()
    return label if label[:3].lower() == "re:" else f"{ANSWER_PREFIX}{label or 'votre message'}"


def derive_reply_ids(key: str, mailbox: str) -> tuple[str, str]:
    """Derive (Message-ID without brackets, ENVID) of an answer: the same at every attempt."""
    name = uuid.uuid5(_NAMESPACE, f"{key}|{mailbox}").hex
    return f"{name}@{mailbox.rpartition('@')[2]}", f"R{name}"


def prepare_reply(claimed: ClaimedDelivery, original: bytes, sender: AnswerSender) -> PreparedAnswer:
    """Write the answer of a person. original: the mail answered, whose thread it joins.

    Rule: RFC 5322 §3.6.4; mssante.md §4.1, §7 (``X-MSS-MES: FIN`` ends the exchange on the patient's side).
    """
    mail: Mapping[str, Any] = claimed.plan["mail"]
    reply: Mapping[str, Any] = claimed.plan["reply"]
    mailbox = str(mail["mailbox"])
    message_id, envelope_id = derive_reply_ids(reply["key"], mailbox)
    answered = str(mail["message_id"])
    in_reply_to = answered if is_message_id(answered) and not answered.endswith(".invalid") else ""
    rendered = render_mail(
        OutgoingMail(
            message_id=message_id,
            date=claimed.created_at,
            sender=Mailbox(address=mailbox, label=sender.label_of(mailbox)),
            to=(Mailbox(address=claimed.recipient),),
            subject=reply["subject"],
            body=reply["body"],
            nil=sender.nil,
            in_reply_to=in_reply_to,
            references=(*_find_references(original, in_reply_to), in_reply_to) if in_reply_to else (),
            no_reply=bool(reply["closes"]),
            read_receipt_to=mailbox,
        )
    )
    return PreparedAnswer(mail=rendered, message_id=message_id, envelope_id=envelope_id, mailbox=mailbox)


def _find_references(original: bytes, in_reply_to: str) -> tuple[str, ...]:
    try:
        found = parse_incoming(original).references
    except InvalidInput:
        return ()
    return tuple(one for one in found if is_message_id(one) and one != in_reply_to)[-REFERENCES_MAX:]


def _refuse(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location="worklist",
        message=message,
        remedy=remedy,
        layer="intake",
        rule="mssante.md §7",
    )


_NO_MAIL = _refuse("INT-260", "Ce document n'est pas venu par un courriel.", "Joindre l'expéditeur autrement.")
_MACHINE = _refuse(
    "INT-261",
    "Ce courriel a été envoyé par une machine : personne ne lirait la réponse.",
    "Joindre l'expéditeur autrement.",
)
_NO_ADDRESS = _refuse(
    "INT-262", "L'adresse de l'expéditeur n'est pas une adresse de messagerie.", "Joindre l'expéditeur autrement."
)
_CLOSED = _refuse(
    "INT-263",
    "Le patient a fermé sa messagerie Mon espace santé, ou n'en a pas.",
    "Le joindre autrement ; cocher « écrire quand même » s'il dit l'avoir rouverte.",
)
_NO_TEXT = _refuse("INT-264", "La réponse est vide, ou trop longue.", f"Écrire de 1 à {BODY_CHARS_MAX} caractères.")
_TOO_MANY = _refuse(
    "INT-265", f"Ce message a déjà reçu {REPLIES_MAX} réponses.", "Écrire un nouveau message au patient."
)
