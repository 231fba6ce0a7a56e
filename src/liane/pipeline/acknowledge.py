"""Acknowledge: the way home. Plans and delivers the business acknowledgements (ZAM) that the emitter asked for.

Z01 tells what the DMP answered, Z02 whether the operator delivered a mail, Z03 whether it was read.
Rule: hl7v2.md §6.
"""

from datetime import datetime
from typing import Any

from liane.domain.documents.delivery import Cause, DeliveryState, Destination
from liane.domain.documents.request import DocumentRequest
from liane.store.records import NewDelivery

Z01, Z02, Z03 = "Z01", "Z02", "Z03"


def plan_zam(
    request: DocumentRequest,
    *,
    event: str,
    positive: bool,
    about: str,
    due: datetime,
    address: str = "",
    cause: Cause | None = None,
) -> tuple[NewDelivery, ...]:
    """Plan one ZAM when the request asked for it, else nothing.

    about: what the ZAM speaks of, unique per fact (delivery id and verdict), so that a fact is told once. address: the
    mailbox, for Z02 and Z03. cause: why, when negative.
    """
    wanted = request.flags.ack_lecture if event == Z03 else request.flags.ack_reception
    if not wanted:
        return ()
    plan: dict[str, Any] = {
        "event": event,
        "positive": positive,
        "address": address,
        "request_control_id": request.control_id,
        "application": request.sender.application,
        "facility": request.sender.facility,
        "own_application": request.receiver.application,
        "own_facility": request.receiver.facility,
        "processing_id": request.processing_id,
        "charset": request.charset,
        "at": due.isoformat(),
        "code": cause.code if cause else "",
        "message": cause.message if cause else "",
    }
    key = f"zam|{event}|{about}|{'Y' if positive else 'N'}"
    return (
        NewDelivery(
            destination=Destination.ZAM,
            action=event,
            lane=f"zam|{request.sender}|{request.control_id}|{address}",
            recipient=str(request.sender),
            plan=plan,
            due=due,
            state=DeliveryState.WAITING,
            dedup_key=key,
        ),
    )
