"""Deliver by MSSanté: one mail per recipient, the same bytes at each attempt, receipts asked.

What cannot be asked of an operator is waited for: after a send whose outcome is unknown, the receipt (DSN) has a delay
to come before anything is sent again, under the same Message-ID. Rule: mssante.md §9, §12; hl7v2.md §6 (Z02).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest, RequestAction
from liane.domain.errors import RemoteFailure, RemoteOutcomeUnknown, RemoteRefusal, RemoteUnavailable
from liane.pipeline.acknowledge import Z02, plan_zam
from liane.pipeline.documents import DocumentShelf
from liane.pipeline.mail_orders import BuiltMail, MailOrder, MailOrderSettings, build_mail, derive_mail_ids
from liane.pipeline.mail_refusals import explain_refusal, quote_operator
from liane.pipeline.milestones import Milestone, reach
from liane.pipeline.outcomes import Doubt, Interrupted, attempt_event
from liane.pipeline.ports import Store
from liane.pipeline.receipts import correlation_keys
from liane.pipeline.refusals import DeliveryGate
from liane.pipeline.request_json import load_recipient, load_request
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewDelivery, NewEvent, StoredEvent

MAIL_MEDIA_TYPE = "message/rfc822"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAnswer:
    """The operator took the mail. text: its words. receipt_expected: whether a DSN will come."""

    text: str
    receipt_expected: bool


class MailGate(Protocol):
    """The link to the operator."""

    async def submit(self, mail: bytes, *, recipient: str, envelope_id: str) -> MailAnswer:
        """Submit one mail to one recipient. Raises an error of the tree, classed by the stage that failed."""
        ...


MailBuilder = Callable[[Callable[[MailOrder], BuiltMail], MailOrder], Awaitable[BuiltMail]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDelays:
    """resend: how long to wait for a DSN after an unknown outcome. receipt: when a missing DSN becomes an alert."""

    resend: timedelta = timedelta(minutes=10)
    receipt: timedelta = timedelta(hours=48)


class MailHandler:
    """Delivers one document request to one mailbox."""

    def __init__(
        self,
        shelf: DocumentShelf,
        gate: MailGate,
        *,
        settings: MailOrderSettings,
        build: MailBuilder,
        passage: DeliveryGate,
        delays: MailDelays,
        now: Callable[[], datetime],
    ) -> None:
        self._store = shelf.store
        self._shelf = shelf
        self._gate = gate
        self._settings = settings
        self._build = build
        self._passage = passage
        self._delays = delays
        self._now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit for the operator."""
        return "mssante"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Send the mail, or wait for the receipt of the last attempt."""
        waiting = self._wait_for_receipt(claimed)
        if waiting is not None:
            return waiting
        in_hand = await self._shelf.get(claimed.document_id)
        document, request = in_hand.row, in_hand.request
        passed = await self._passage.check(claimed, document, request)
        if isinstance(passed, DeliveryOutcome):
            return passed
        request = replace(passed, action=RequestAction(claimed.action))
        key = f"{claimed.unique_id}|{claimed.id}"
        order = MailOrder(
            request=request,
            recipient=load_recipient(claimed.plan["recipient"]),
            settings=self._settings,
            key=key,
            at=claimed.created_at,
        )
        message_id, envelope_id = derive_mail_ids(key, self._settings.sender.address)
        mail = await self._build(build_mail, order)
        keys = correlation_keys(envelope_id, message_id)
        if not await self._store.correlate(claimed, keys):
            raise RemoteUnavailable("mssante", "LEASE_LOST")
        reach(Milestone.DELIVERY_BUILT)
        return await self._send(claimed, request, mail, envelope_id)

    def _wait_for_receipt(self, claimed: ClaimedDelivery) -> DeliveryOutcome | None:
        """After an unknown outcome, give the receipt its delay; once it is over, sending again is the lesser evil."""
        if claimed.state is not DeliveryState.ASKING:
            return None
        now = self._now()
        until = claimed.plan.get("ask_until")
        if until is not None:
            return None if now >= datetime.fromisoformat(until) else _wait(datetime.fromisoformat(until))
        return _wait(now + self._delays.resend)

    async def _send(
        self, claimed: ClaimedDelivery, request: DocumentRequest, mail: BuiltMail, envelope_id: str
    ) -> DeliveryOutcome:
        sent = NewEvent(
            name="mail.sent",
            at=self._now(),
            delivery_id=claimed.id,
            data={"envelope_id": envelope_id, "pdf": mail.pdf_origin, "size_bytes": len(mail.data)},
            body=mail.data,
            media_type=MAIL_MEDIA_TYPE,
        )
        try:
            answer = await self._gate.submit(mail.data, recipient=claimed.recipient, envelope_id=envelope_id)
        except RemoteRefusal as error:
            return self._refuse(claimed, request, error, sent)
        except RemoteOutcomeUnknown as error:
            doubt = Doubt(cause=_UNKNOWN, until=self._now() + self._delays.resend, last_remedy=_STILL_UNKNOWN)
            raise Interrupted(error, (sent,), doubt) from error
        except RemoteFailure as error:
            raise Interrupted(error, ()) from error
        done = NewEvent(
            name="delivery.delivered",
            at=self._now(),
            actor="mssante",
            delivery_id=claimed.id,
            data={"message": "L'opérateur a pris le courriel.", "answer": answer.text[:200]},
        )
        return DeliveryOutcome(
            state=DeliveryState.DELIVERED,
            remote_answer={"message": "L'opérateur a pris le courriel.", "receipt_expected": answer.receipt_expected},
            events=(sent, done),
            new_deliveries=self._watch(claimed, request, answer),
        )

    def _watch(self, claimed: ClaimedDelivery, request: DocumentRequest, answer: MailAnswer) -> tuple[NewDelivery, ...]:
        """Wake up later to see whether the receipt came, when the emitter wants to know."""
        if not (request.flags.ack_reception and answer.receipt_expected):
            return ()
        return (
            NewDelivery(
                destination=Destination.WATCH,
                action=Z02,
                lane=f"watch|{claimed.id}",
                recipient=claimed.recipient,
                plan={"delivery_id": claimed.id},
                due=self._now() + self._delays.receipt,
                dedup_key=f"watch|{claimed.id}",
            ),
        )

    def _refuse(
        self, claimed: ClaimedDelivery, request: DocumentRequest, error: RemoteRefusal, sent: NewEvent
    ) -> DeliveryOutcome:
        is_patient = claimed.destination is Destination.MSSANTE_PATIENT
        message, remedy = explain_refusal(error, is_patient=is_patient)
        cause = Cause(
            cause_class=CauseClass.REFUSED,
            code=error.code,
            message=f"{message} Motif de l'opérateur : {error.code} {quote_operator(error.context)}".rstrip() + ".",
            remedy=remedy,
        )
        zam = plan_zam(
            request,
            event=Z02,
            positive=False,
            about=str(claimed.id),
            due=self._now(),
            address=claimed.recipient,
            cause=cause,
        )
        return DeliveryOutcome(
            state=DeliveryState.REFUSED,
            cause=cause,
            events=(sent, attempt_event(self._now(), "refused", cause, error)),
            new_deliveries=zam,
        )


class WatchHandler:
    """Looks, long after a mail was taken, whether its receipt came; tells the emitter when it did not.

    Rule: mssante.md §9.8.
    """

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def remote(self, claimed: ClaimedDelivery) -> str:
        """Nobody is called."""
        return "watch"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """End quietly when the receipt came, else plan the negative ZAM."""
        watched = claimed.plan["delivery_id"]
        events = await self._store.find_events(claimed.document_id)
        if any(_is_receipt(event, watched) for event in events):
            return DeliveryOutcome(state=DeliveryState.SKIPPED)
        document = await self._store.get_document(claimed.document_id)
        cause = Cause(
            cause_class=CauseClass.OUTCOME_UNKNOWN,
            code="451",
            message="Aucun accusé de réception de l'opérateur dans le délai.",
            remedy="Vérifier auprès du destinataire.",
        )
        zam = plan_zam(
            load_request(document.request, b""),
            event=Z02,
            positive=False,
            about=f"{watched}|late",
            due=self._now(),
            address=claimed.recipient,
            cause=cause,
        )
        return DeliveryOutcome(
            state=DeliveryState.DELIVERED,
            events=(attempt_event(self._now(), "receipt_missing", cause),),
            new_deliveries=zam,
        )


def _is_receipt(event: StoredEvent, delivery_id: int) -> bool:
    """Tell a receipt from a notice of delay, which promises nothing."""
    is_of_delivery = event.delivery_id == delivery_id and event.name == "receipt.delivery"
    return is_of_delivery and event.data.get("action") != "delayed"


_UNKNOWN = Cause(
    cause_class=CauseClass.OUTCOME_UNKNOWN,
    code="SMTP_OUTCOME_UNKNOWN",
    message="L'opérateur n'a pas répondu après l'envoi : on ne sait pas s'il a pris le courriel.",
    remedy="Rien à faire : Liane attend l'accusé de réception avant de renvoyer le même courriel.",
)

_STILL_UNKNOWN = (
    "Demander au destinataire, ou à l'opérateur, si le courriel est arrivé : si oui, annuler cette livraison ; "
    "sinon, vérifier le lien avec l'opérateur, puis rejouer."
)


def _wait(until: datetime) -> DeliveryOutcome:
    """Wait for a receipt: nothing is tried, so nothing is counted for the operator or against it."""
    return DeliveryOutcome(
        state=DeliveryState.ASKING,
        cause=_UNKNOWN,
        retry_at=until,
        plan_patch={"ask_until": until.isoformat()},
        is_attempt=False,
    )
