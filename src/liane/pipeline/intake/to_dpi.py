"""Hand a received document over to its application by its outlet, and see to what follows.

Taken ends it. Refused ends it too, with the consumer's code (900 to 906): a person looks, the sender is told. Silence
tries again under the same number, by which the consumer knows a repetition; what was left in a folder is only asked
about. Rule: hl7v2.md §7.1, §7.3; intake.md §1.9.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState
from liane.domain.documents.request import Endpoint, RequestAction
from liane.pipeline.documents import DocumentInHand, DocumentShelf
from liane.pipeline.intake import doubts
from liane.pipeline.intake.outlets import OTHER_ERROR, HandOver, OutletAnswer, Outlets, Verdict
from liane.pipeline.intake.ports import Worklist
from liane.pipeline.outcomes import attempt_event
from liane.pipeline.refusals import DeliveryGate
from liane.store.intake_records import ItemKind, ItemSource, NewIntakeFile, NewItem
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent

FIRST_LOOK_S = 1.0
LOOK_S_MAX = 60.0
"""An answer that is awaited is looked for ever more seldom, at most that long apart."""
TOLD = "sent_told"
"""Key of the plan: the insistence whose sending is in the journal already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverParts:
    """What the hand-over needs. outlets: the doors of the applications."""

    shelf: DocumentShelf
    outlets: Outlets
    worklist: Worklist
    passage: DeliveryGate
    now: Callable[[], datetime]


class LPSHandler:
    """Hands one document over."""

    def __init__(self, parts: HandOverParts) -> None:
        self._parts = parts

    def remote(self, claimed: ClaimedDelivery) -> str:
        """One circuit per application."""
        return f"lps:{claimed.recipient}"

    async def deliver(self, claimed: ClaimedDelivery) -> DeliveryOutcome:
        """Validate, hand over, read what is answered."""
        plan = claimed.plan
        target = Endpoint(application=plan["application"], facility=plan["facility"])
        outlet = self._parts.outlets.find(target)
        if outlet is None:
            return self._park(target)
        in_hand = await self._parts.shelf.get(claimed.document_id)
        request = in_hand.request
        if plan["media_type"] == "text/xml":
            passed = await self._parts.passage.check(claimed, in_hand.row, request)
            if isinstance(passed, DeliveryOutcome):
                await self._call_person(claimed, in_hand, passed.cause or _REFUSED)
                return passed
        asked = replace(request, action=RequestAction(claimed.action))
        answer = await outlet.hand_over(HandOver(claimed=claimed, request=asked, row=in_hand.row, target=target))
        if answer.verdict is Verdict.NOT_YET:
            return DeliveryOutcome(state=claimed.state, retry_at=self._parts.now() + _SOON, is_attempt=False)
        return await self._conclude(claimed, in_hand, answer)

    async def _conclude(
        self, claimed: ClaimedDelivery, in_hand: DocumentInHand, answer: OutletAnswer
    ) -> DeliveryOutcome:
        at = self._parts.now()
        events = self._tell(claimed, answer, at)
        if answer.verdict is Verdict.AWAITED:
            return self._await_answer(claimed, answer, events, at)
        if answer.verdict is Verdict.TAKEN:
            return DeliveryOutcome(state=DeliveryState.DELIVERED, events=events)
        cause = answer.cause or _REFUSED
        await self._call_person(claimed, in_hand, cause)
        return DeliveryOutcome(
            state=DeliveryState.REFUSED, cause=cause, events=(*events, attempt_event(at, "refused", cause))
        )

    def _tell(self, claimed: ClaimedDelivery, answer: OutletAnswer, at: datetime) -> tuple[NewEvent, ...]:
        """What was sent and what was answered, for the journal."""
        events = []
        if answer.sent is not None and claimed.plan.get(TOLD) != claimed.created_at.isoformat():
            events.append(
                NewEvent(
                    name="lps.sent",
                    at=at,
                    delivery_id=claimed.id,
                    body=answer.sent.data,
                    media_type=answer.sent.media_type,
                )
            )
        if answer.verdict is not Verdict.AWAITED:
            told = answer.answer
            events.append(
                NewEvent(
                    name="lps.acknowledged",
                    at=at,
                    actor=f"lps:{claimed.recipient}",
                    delivery_id=claimed.id,
                    data={"code": answer.code, "error": answer.cause.code if answer.cause else ""},
                    body=told.data if told is not None and told.data else None,
                    media_type=told.media_type if told is not None and told.data else "",
                )
            )
        return tuple(events)

    def _await_answer(
        self, claimed: ClaimedDelivery, answer: OutletAnswer, events: tuple[NewEvent, ...], at: datetime
    ) -> DeliveryOutcome:
        """Look again later; park when nothing came for too long. The remote is not down: no circuit opens for it."""
        since = answer.since or at
        waited = at - since
        is_over = waited >= timedelta(hours=answer.wait_h)
        cause = Cause(
            cause_class=CauseClass.OUTCOME_UNKNOWN,
            code="ACQUITTEMENT_ATTENDU",
            message=(
                f"Le logiciel n'a pas acquitté ce document depuis {answer.wait_h:g} h."
                if is_over
                else "Le document est remis ; son acquittement par le logiciel est attendu."
            ),
            remedy=(
                "Vérifier que le logiciel relève le dossier, puis rejouer : le document n'est pas remis deux fois."
                if is_over
                else "Rien à faire : Liane regarde d'elle-même."
            ),
        )
        if is_over:
            stopped = attempt_event(at, "parked", cause)
            return DeliveryOutcome(state=DeliveryState.PARKED, cause=cause, events=(*events, stopped))
        delay_s = min(max(waited.total_seconds(), FIRST_LOOK_S), LOOK_S_MAX)
        return DeliveryOutcome(
            state=DeliveryState.ASKING,
            cause=cause,
            retry_at=at + timedelta(seconds=delay_s),
            plan_patch={TOLD: claimed.created_at.isoformat()},
            events=events,
            is_attempt=bool(events),
        )

    async def _call_person(self, claimed: ClaimedDelivery, in_hand: DocumentInHand, cause: Cause) -> None:
        """Put a refused document on the worklist, once per attempt to hand it over."""
        mail: dict[str, Any] = claimed.plan["mail"]
        row, request = in_hand.row, in_hand.request
        item = NewItem(
            dedup_key=f"refused|{claimed.id}",
            source=ItemSource(mail.get("source", ItemSource.MSSANTE.value)),
            kind=ItemKind.DOCUMENT,
            door=mail["mailbox"],
            received_at=row.received_at,
            code=doubts.NOT_INTEGRATED.code,
            reason=f"{doubts.NOT_INTEGRATED.message} {cause.message}",
            remedy=cause.remedy or doubts.NOT_INTEGRATED.remedy,
            sender=mail["sender"],
            subject=mail["subject"],
            message_id=mail["message_id"],
            mail_sha256=mail["sha256"],
            files=(NewIntakeFile(name="document", media_type=claimed.plan["media_type"], data=request.cda),),
            document_id=row.id,
            unit=mail["unit"],
            target=claimed.recipient,
            details={
                "mail": mail,
                "document": {
                    "unique_id": row.unique_id,
                    "replaces": row.replaces or "",
                    "action": claimed.action,
                    "type_code": row.type_code,
                    "type_label": row.type_label,
                    "title": row.title,
                },
                "answer": cause.code,
            },
        )
        await self._parts.worklist.add_item(item)

    def _park(self, target: Endpoint) -> DeliveryOutcome:
        cause = Cause(
            cause_class=CauseClass.POLICY,
            code="APPLICATION_INCONNUE",
            message=f"Aucune adresse n'est déclarée pour l'application {target}.",
            remedy="Déclarer l'application dans les réglages (applications), puis rejouer.",
        )
        event = attempt_event(self._parts.now(), "parked", cause)
        return DeliveryOutcome(state=DeliveryState.PARKED, cause=cause, events=(event,), is_attempt=False)


_SOON = timedelta(seconds=1)
_REFUSED = Cause(
    cause_class=CauseClass.POLICY,
    code=OTHER_ERROR,
    message="le document n'est pas conforme.",
    remedy="Demander à l'expéditeur un document corrigé.",
)
