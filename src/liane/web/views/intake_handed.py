"""Where a document filed stands at the application that takes it, for who filed it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.delivery import CauseClass, DeliveryState, Destination
from liane.store.records import StoredDelivery
from liane.web.views.states import WAITING_STATES, Shape, State

FILED = {
    DeliveryState.WAITING: (Shape.PROGRESS, "en cours de remise à {}"),
    DeliveryState.ASKING: (Shape.PROGRESS, "remis à {}, son acquittement est attendu"),
    DeliveryState.DELIVERED: (Shape.DONE, "pris en charge par {}"),
    DeliveryState.REFUSED: (Shape.REFUSED, "refusé par {}"),
    DeliveryState.PARKED: (Shape.TODO, "remise à {} arrêtée"),
    DeliveryState.CANCELLED: (Shape.IDLE, "remise à {} annulée"),
    DeliveryState.SKIPPED: (Shape.IDLE, "remise à {} sans objet"),
}
TAKEN_BACK = {
    DeliveryState.WAITING: (Shape.PROGRESS, "en cours de retrait de {}"),
    DeliveryState.ASKING: (Shape.PROGRESS, "retrait demandé à {}, son acquittement est attendu"),
    DeliveryState.DELIVERED: (Shape.DONE, "retiré de {}"),
    DeliveryState.REFUSED: (Shape.REFUSED, "retrait refusé par {}"),
    DeliveryState.PARKED: (Shape.TODO, "retrait de {} arrêté"),
    DeliveryState.CANCELLED: (Shape.IDLE, "retrait de {} annulé"),
    DeliveryState.SKIPPED: (Shape.IDLE, "retrait de {} sans objet"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLine:
    """How far the last hand-over of a document is. reason, remedy: French, empty when there is none."""

    state: State
    at: datetime | None = None
    reason: str = ""
    remedy: str = ""

    @property
    def is_moving(self) -> bool:
        """Tell whether it will change by itself."""
        return self.state.shape is Shape.PROGRESS


def describe_hand_over(deliveries: Sequence[StoredDelivery]) -> HandOverLine | None:
    """Describe the last hand-over of a document, or its withdrawal; None when it was never handed over."""
    handed = [one for one in deliveries if one.destination is Destination.LPS]
    if not handed:
        return None
    last = max(handed, key=lambda one: one.id)
    words = TAKEN_BACK if last.action == "delete" else FILED
    shape, text = words[last.state]
    cause = last.cause if last.state is not DeliveryState.DELIVERED else None
    is_awaited = last.state is DeliveryState.ASKING and cause is not None
    if is_awaited and cause is not None and cause.cause_class is not CauseClass.OUTCOME_UNKNOWN:
        shape, text = words[DeliveryState.WAITING]
    application = last.recipient.partition("@")[0]
    told = cause is not None and not (last.state in WAITING_STATES and last.attempts == 0)
    return HandOverLine(
        state=State(shape=shape, word=text.format(application)),
        at=last.done_at,
        reason=cause.message if cause is not None and told else "",
        remedy=cause.remedy if cause is not None and told else "",
    )
