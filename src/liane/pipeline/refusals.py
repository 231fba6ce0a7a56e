"""Deliveries that our own rules stop: for good, with a ZAM to the emitter, or until a person acts."""

from datetime import datetime
from typing import Any, Protocol

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest
from liane.pipeline.acknowledge import Z01, Z02, plan_zam
from liane.pipeline.outcomes import attempt_event
from liane.store.records import ClaimedDelivery, DeliveryOutcome, NewEvent, StoredDocument


class DeliveryGate(Protocol):
    """What a delivery passes before it leaves."""

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Return the outcome of a delivery that must not go on, else the request as it may leave."""
        ...


class Passage:
    """Several gates, one after the other; the first that stops a delivery ends it."""

    def __init__(self, *gates: DeliveryGate) -> None:
        self._gates = gates

    async def check(
        self, claimed: ClaimedDelivery, document: StoredDocument, request: DocumentRequest
    ) -> DeliveryOutcome | DocumentRequest:
        """Pass each gate with the request that the one before vouched for."""
        for gate in self._gates:
            passed = await gate.check(claimed, document, request)
            if isinstance(passed, DeliveryOutcome):
                return passed
            request = passed
        return request


def stop_by_policy(claimed: ClaimedDelivery, request: DocumentRequest, cause: Cause, at: datetime) -> DeliveryOutcome:
    """End a delivery as refused by a rule of ours, and tell the emitter when it asked. Rule: hl7v2.md §6."""
    is_dmp = claimed.destination is Destination.DMP
    zam = plan_zam(
        request,
        event=Z01 if is_dmp else Z02,
        positive=False,
        about=str(claimed.id),
        due=at,
        address="" if is_dmp else claimed.recipient,
        cause=cause,
    )
    return DeliveryOutcome(
        state=DeliveryState.REFUSED,
        cause=cause,
        new_deliveries=zam,
        events=(attempt_event(at, "refused", cause),),
        is_attempt=False,
    )


def hold(claimed: ClaimedDelivery, cause: Cause, at: datetime, *, held: dict[str, Any]) -> DeliveryOutcome:
    """Stop a delivery until something changes. held: what it waits for, kept in its plan.

    One whose last attempt ended unknown stays so: when it goes on, it asks before it sends.
    """
    if claimed.state is DeliveryState.ASKING:
        cause = Cause(
            cause_class=CauseClass.OUTCOME_UNKNOWN, code=cause.code, message=cause.message, remedy=cause.remedy
        )
    data = {"code": cause.code, "message": cause.message, "remedy": cause.remedy}
    return DeliveryOutcome(
        state=DeliveryState.PARKED,
        cause=cause,
        plan_patch={"held": held},
        events=(NewEvent(name="delivery.held", at=at, data=data),),
        is_attempt=False,
    )
