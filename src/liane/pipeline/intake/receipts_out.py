"""The answer to the sender of documents: one MDN per mail and mailbox, or an ordinary mail for an error; never a loop.

The gatherer runs once every document of the mail reached its end; it plans the answer, which is a delivery of its own.
Rule: mssante.md §6; hl7v2.md §7.4; RFC 8098 §2.1, §3.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from liane.codecs.mssante_mail.compose import MailSender
from liane.codecs.mssante_mail.disposition import (
    APPLICATION_ERRORS,
    KO_PREFIX,
    ReadingNotice,
    ReadingReport,
    render_mdn,
)
from liane.codecs.mssante_mail.mime import split_message
from liane.codecs.mssante_mail.receipts import IncomingMail, parse_incoming
from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, is_message_id, render_mail
from liane.domain.documents.delivery import (
    FINAL_STATES,
    Cause,
    CauseClass,
    DeliveryState,
    Destination,
)
from liane.domain.errors import InvalidInput, RemoteFailure, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.pipeline.dispatch import Handler
from liane.pipeline.mail_delivery import MailGate
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.outcomes import Doubt, Interrupted, attempt_event, refusal_cause
from liane.pipeline.ports import Store
from liane.pipeline.receipts import correlation_keys
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewDelivery, NewEvent, StoredDelivery

MAIL_MEDIA_TYPE = "message/rfc822"
WHOLE_BYTES_MAX = 4 * 1024 * 1024
"""Above it, the answer gives back the headers of the original alone: whole, it would pass the size of the operators."""
GATHER_AGAIN = timedelta(seconds=5)
REPORTING_UA = "Liane"
_NAMESPACE = uuid.UUID("5f1d7f44-08a7-5b4f-9f27-3f1a1c1d6b52")
_UNDONE = frozenset({DeliveryState.REFUSED, DeliveryState.CANCELLED, DeliveryState.PARKED})


def plan_feedback(mail: Mapping[str, Any], code: str, label: str, at: datetime) -> NewDelivery | None:
    """Plan the one answer to a mail; None when none may or need be sent. code: ``900``…``906``, empty for a success.

    A success is told only when a MDN was asked; an error also by an ordinary mail when none was. A MDN asked for
    another address than the one that the mail came from is not sent by a machine. Rule: mssante.md §6; RFC 8098 §2.1.
    """
    to = str(mail["mdn_to"])
    if not to and code and not mail["mdn_asked"] and not mail["is_automatic"]:
        to = str(mail["sender"])
    if not to or "@" not in to:
        return None
    return NewDelivery(
        destination=Destination.FEEDBACK,
        action="MDN" if mail["mdn_to"] else "COURRIEL",
        lane=f"feedback|{mail['key']}",
        recipient=to,
        plan={"mail": dict(mail), "code": code, "label": label},
        due=at,
        dedup_key=f"feedback|{mail['key']}",
    )


class FeedbackGatherer:
    """Looks how every document of a mail ended, and plans the answer."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """Nobody is called."""
        return "watch"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Plan the answer once every document has its end; look again later when one still waits.

        What was queued behind this in its own lane (a withdrawal) waits for it, and is not waited for.
        """
        plan = claimed.plan
        known: list[StoredDelivery] = []
        for unique_id in plan["unique_ids"]:
            for document in await self._store.find_documents_by_unique_id(unique_id):
                known += await self._store.find_deliveries(document.id)
        lanes = {one.lane for one in known if one.id == claimed.id}
        before = [one for one in known if one.id < claimed.id or one.lane not in lanes]
        found = [one for one in before if _is_of_mail(one, plan["mail"]["key"])]
        if any(one.state not in FINAL_STATES for one in found):
            return DeliveryOutcome(state=DeliveryState.WAITING, is_attempt=False, retry_at=self._now() + GATHER_AGAIN)
        refused = next((one for one in found if one.state in _UNDONE), None)
        code, label = _read_end(refused)
        answer = plan_feedback(plan["mail"], code, label, self._now())
        return DeliveryOutcome(state=DeliveryState.DELIVERED, new_deliveries=(answer,) if answer else ())


def _is_of_mail(delivery: StoredDelivery, key: str) -> bool:
    return delivery.destination is Destination.LPS and delivery.plan.get("mail", {}).get("key") == key


def _read_end(refused: StoredDelivery | None) -> tuple[str, str]:
    if refused is None:
        return "", ""
    cause = refused.cause
    code = cause.code if cause and cause.code in APPLICATION_ERRORS else "906"
    return code, APPLICATION_ERRORS[code]


class WatchSwitch:
    """Leads what wakes up later to what it wakes up for, by its action."""

    def __init__(self, by_action: Mapping[str, Handler], otherwise: Handler) -> None:
        self._by_action = by_action
        self._otherwise = otherwise

    def remote(self, claimed: ClaimedDelivery) -> str:
        """Nobody is called."""
        return "watch"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Run the one that is meant."""
        return await self._by_action.get(claimed.action, self._otherwise).deliver(claimed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSender:
    """Who answers. own: the applicative mailbox. labels: names of the other mailboxes, by address, lower case."""

    own: MailSender
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def nil(self) -> str:
        """Product reference (X-MSS-NIL)."""
        return self.own.nil

    def label_of(self, mailbox: str) -> str:
        """The name shown beside the address of a mailbox."""
        return self.labels.get(mailbox.lower()) or self.own.label


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedAnswer:
    """One mail ready to be submitted. message_id: without brackets. mailbox: the one that sends it."""

    mail: bytes = field(repr=False)
    message_id: str
    envelope_id: str
    mailbox: str


Preparer = Callable[[ClaimedDelivery, bytes, AnswerSender], PreparedAnswer]
"""Writes one answer, the same at every attempt: (delivery, mail answered, who answers)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSettings:
    """Who answers. resend: how long to wait before sending again what may have been taken.

    labels: names of the mailboxes that persons answer from. preparers: how the answers of each action are written;
    those of the machine are written here. gates: the link by which a mailbox submits; the handler's for the others.
    """

    sender: MailSender
    resend: timedelta = timedelta(minutes=10)
    labels: Mapping[str, str] = field(default_factory=dict)
    preparers: Mapping[str, Preparer] = field(default_factory=dict)
    gates: Mapping[str, MailGate] = field(default_factory=dict)


class FeedbackHandler:
    """Sends one answer."""

    def __init__(
        self, store: Store, gate: MailGate, *, settings: FeedbackSettings, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._gate = gate
        self._settings = settings
        self._now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit for the operator."""
        return "mssante"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Make the same mail at each attempt and submit it; after a doubt, wait before sending it again."""
        now = self._now()
        if claimed.state is DeliveryState.ASKING:
            until = claimed.plan.get("ask_until")
            if until is None or now < datetime.fromisoformat(until):
                return self._wait(datetime.fromisoformat(until) if until else now + self._settings.resend)
        original = await self._store.load_body(claimed.plan["mail"]["sha256"])
        prepare = self._settings.preparers.get(claimed.action, prepare_feedback)
        answer = prepare(claimed, original, AnswerSender(own=self._settings.sender, labels=self._settings.labels))
        if not await self._store.correlate(claimed, correlation_keys(answer.envelope_id, answer.message_id)):
            raise RemoteUnavailable("mssante", "LEASE_LOST")
        reach(Milestone.DELIVERY_BUILT)
        return await self._send(claimed, answer)

    async def _send(self, claimed: ClaimedDelivery, answer: PreparedAnswer) -> DeliveryOutcome:
        sent = NewEvent(
            name="feedback.sent",
            at=self._now(),
            delivery_id=claimed.id,
            data={"kind": claimed.action, "code": claimed.plan.get("code", "")},
            body=answer.mail,
            media_type=MAIL_MEDIA_TYPE,
        )
        try:
            gate = self._settings.gates.get(answer.mailbox.lower(), self._gate)
            await gate.submit(answer.mail, recipient=claimed.recipient, envelope_id=answer.envelope_id)
        except RemoteRefusal as error:
            cause = refusal_cause(error, "Prévenir l'expéditeur autrement.")
            refused = attempt_event(self._now(), "refused", cause, error)
            return DeliveryOutcome(state=DeliveryState.REFUSED, cause=cause, events=(sent, refused))
        except RemoteOutcomeUnknown as error:
            doubt = Doubt(cause=_UNKNOWN, until=self._now() + self._settings.resend, last_remedy=_UNKNOWN.remedy)
            raise Interrupted(error, (sent,), doubt) from error
        except RemoteFailure as error:
            raise Interrupted(error, ()) from error
        return DeliveryOutcome(state=DeliveryState.DELIVERED, events=(sent,))

    def _wait(self, until: datetime) -> DeliveryOutcome:
        return DeliveryOutcome(
            state=DeliveryState.ASKING,
            cause=_UNKNOWN,
            retry_at=until,
            plan_patch={"ask_until": until.isoformat()},
            is_attempt=False,
        )


def derive_feedback_ids(key: str, mailbox: str) -> tuple[str, str]:
    """Derive (Message-ID without brackets, ENVID) of the answer to a mail: the same at every attempt."""
    name = uuid.uuid5(_NAMESPACE, f"{key}|{mailbox}").hex
    return f"{name}@{mailbox.rpartition('@')[2]}", f"F{name}"


def prepare_feedback(claimed: ClaimedDelivery, original: bytes, sender: AnswerSender) -> PreparedAnswer:
    """Write the answer of the machine to a mail: a MDN, or an ordinary mail for an error."""
    own = sender.own
    message_id, envelope_id = derive_feedback_ids(claimed.plan["mail"]["key"], own.address)
    mail = render_feedback(claimed.plan, original, message_id=message_id, sender=own, at=claimed.created_at)
    return PreparedAnswer(mail=mail, message_id=message_id, envelope_id=envelope_id, mailbox=own.address)


def render_feedback(
    plan: Mapping[str, Any], original: bytes, *, message_id: str, sender: MailSender, at: datetime
) -> bytes:
    """Write the answer: a MDN when one was asked, else an ordinary mail; with the original, whole when it is small.

    Rule: hl7v2.md §7.4 (the attachments are given back on an error); mssante.md §6.
    """
    mail: Mapping[str, Any] = plan["mail"]
    code, label = str(plan["code"]), str(plan["label"])
    is_whole = len(original) <= WHOLE_BYTES_MAX
    attachments = _repeat_attachments(original) if code and is_whole else ()
    given_back = original if is_whole else split_message(original)[0] + b"\r\n\r\n"
    if not mail["mdn_to"]:
        return _render_error_mail(mail, code, label, message_id, sender, at, (*attachments, _as_message(given_back)))
    report = ReadingReport(
        original_message_id=str(mail["message_id"]),
        reader=str(mail["mailbox"]),
        original_recipient=str(mail["original_recipient"]) or str(mail["mailbox"]),
        disposition=str(plan.get("disposition") or "processed"),
        is_automatic=not plan.get("disposition"),
        is_success=not code,
        error_code=code,
        error_label=label,
        reporting_ua=f"{sender.address.rpartition('@')[2]}; {REPORTING_UA}",
    )
    return render_mdn(
        ReadingNotice(
            message_id=message_id,
            date=at,
            sender=Mailbox(address=sender.address, label=sender.label),
            to=str(mail["mdn_to"]),
            subject=str(mail["subject"]),
            report=report,
            original=given_back,
            nil=sender.nil,
            attachments=attachments,
        )
    )


def _repeat_attachments(original: bytes) -> tuple[Attachment, ...]:
    try:
        read: IncomingMail = parse_incoming(original)
    except InvalidInput:
        return ()
    return tuple(Attachment(name=one.name, media_type=one.media_type, data=one.data) for one in read.attachments)


def _as_message(original: bytes) -> Attachment:
    return Attachment(name="courriel-d-origine.eml", media_type="application/octet-stream", data=original)


def _render_error_mail(
    mail: Mapping[str, Any],
    code: str,
    label: str,
    message_id: str,
    sender: MailSender,
    at: datetime,
    attachments: tuple[Attachment, ...],
) -> bytes:
    """Write the « courriel standard d'erreur ». Rule: hl7v2.md §7.4, struct-email-standard."""
    original_id = str(mail["message_id"])
    return render_mail(
        OutgoingMail(
            message_id=message_id,
            date=at,
            sender=Mailbox(address=sender.address, label=sender.label),
            to=(Mailbox(address=str(mail["sender"])),),
            subject=f"{KO_PREFIX}[{code}] {mail['subject']}",
            body=(
                "Bonjour,\n\nLe document envoyé n'a pas pu être intégré automatiquement dans le logiciel du "
                f"destinataire : {code} - {label}.\n\nLe courriel d'origine est joint.\n\n"
                "Ce message a été généré automatiquement ; il n'est pas possible d'y répondre."
            ),
            nil=sender.nil,
            in_reply_to=original_id if is_message_id(original_id) else "",
            auto_submitted="auto-replied",
            attachments=attachments,
        )
    )


_UNKNOWN = Cause(
    cause_class=CauseClass.OUTCOME_UNKNOWN,
    code="SMTP_OUTCOME_UNKNOWN",
    message="L'opérateur n'a pas répondu après l'envoi de l'accusé : on ne sait pas s'il l'a pris.",
    remedy="Rien à faire : Liane attend, puis renvoie le même accusé.",
)
