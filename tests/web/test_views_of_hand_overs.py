"""How far a hand-over is, in the words of the page of its document."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liane.domain.documents.delivery import Cause, CauseClass, DeliveryState, Destination
from liane.store.records import StoredDelivery
from liane.web.views.intake_handed import describe_hand_over
from liane.web.views.states import Shape

NOW = datetime(2026, 3, 2, tzinfo=UTC)
FULL = Cause(cause_class=CauseClass.UNAVAILABLE, code="DISQUE_PLEIN", message="Disque plein.", remedy="Libérer.")
AWAITED = Cause(cause_class=CauseClass.OUTCOME_UNKNOWN, code="ACQUITTEMENT_ATTENDU", message="Attendu.")
BASE = StoredDelivery(
    id=1,
    document_id=1,
    message_id=1,
    destination=Destination.LPS,
    action="create",
    recipient="GED@CH",
    lane="x",
    state=DeliveryState.WAITING,
    attempts=0,
    created_at=NOW,
    due=None,
    done_at=None,
    reason="",
    cause=None,
    remote_answer={},
    plan={},
)


@pytest.mark.parametrize(
    ("one", "shape", "words", "reason"),
    [
        (BASE, Shape.PROGRESS, "en cours de remise à GED", ""),
        (replace(BASE, attempts=2, cause=FULL), Shape.PROGRESS, "en cours de remise à GED", "Disque plein."),
        (
            replace(BASE, attempts=1, state=DeliveryState.ASKING, cause=AWAITED),
            Shape.PROGRESS,
            "remis à GED, son acquittement est attendu",
            "Attendu.",
        ),
        (
            replace(BASE, attempts=2, state=DeliveryState.ASKING, cause=FULL),
            Shape.PROGRESS,
            "en cours de remise à GED",
            "Disque plein.",
        ),
        (replace(BASE, state=DeliveryState.DELIVERED, cause=FULL), Shape.DONE, "pris en charge par GED", ""),
        (replace(BASE, state=DeliveryState.PARKED, cause=FULL), Shape.TODO, "remise à GED arrêtée", "Disque plein."),
        (replace(BASE, action="delete", state=DeliveryState.DELIVERED), Shape.DONE, "retiré de GED", ""),
        (replace(BASE, action="delete", state=DeliveryState.REFUSED), Shape.REFUSED, "retrait refusé par GED", ""),
    ],
)
def test_the_last_hand_over_is_told(one: StoredDelivery, shape: Shape, words: str, reason: str) -> None:
    watch = replace(BASE, id=9, destination=Destination.WATCH)
    told = describe_hand_over([replace(BASE, id=0, state=DeliveryState.CANCELLED), one, watch])
    assert told is not None
    assert (told.state.shape, told.state.word, told.reason) == (shape, words, reason)
    assert told.is_moving is (shape is Shape.PROGRESS)


@pytest.mark.parametrize("state", DeliveryState)
@pytest.mark.parametrize("action", ["create", "delete"])
def test_every_state_has_its_words(state: DeliveryState, action: str) -> None:
    told = describe_hand_over([replace(BASE, state=state, action=action)])
    assert told is not None
    assert "GED" in told.state.word


def test_what_was_never_handed_over_says_nothing() -> None:
    assert describe_hand_over([replace(BASE, destination=Destination.FEEDBACK)]) is None
