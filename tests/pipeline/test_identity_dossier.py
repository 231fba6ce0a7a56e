"""What each movement does to a stay: states, dates, what is out of order, what is told twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.identity.stays import Movement, MovementAction, Stay, StayFacts, StayState
from liane.pipeline.identity.dossier import CANCELS, MOVEMENTS_MAX, record_movement

INSERT, UPDATE, CANCEL = MovementAction.INSERT, MovementAction.UPDATE, MovementAction.CANCEL


def move(
    event: str, number: str, start: str = "20260306", action: MovementAction = INSERT, original: str = ""
) -> tuple[str, StayFacts]:
    """A message about the stay V1: its trigger, its facts."""
    movement = Movement(id=number, id_domain="GAM", event=event, action=action, start=start, original_event=original)
    return original if event == "Z99" and original else event, StayFacts(visit_number="V1", movement=movement)


def play(*messages: tuple[str, StayFacts]) -> tuple[Stay, list[str]]:
    """Play messages in order; the stay, and the codes of what was out of order."""
    stay: Stay | None = None
    told: list[str] = []
    for trigger, facts in messages:
        change = record_movement(stay, facts, person_id=7, trigger=trigger)
        stay = change.stay
        told += [finding.code for finding in change.deviations]
    assert stay is not None
    return stay, told


ADMITTED = move("A01", "1")
DISCHARGED = move("A03", "3", "20260309")


@pytest.mark.parametrize(
    ("messages", "state", "told"),
    [
        ([move("A05", "1")], StayState.PLANNED, []),
        ([move("A14", "1")], StayState.PLANNED, []),
        ([ADMITTED], StayState.OPEN, []),
        ([move("A04", "1")], StayState.OPEN, []),
        ([move("A05", "0", "20260301"), ADMITTED], StayState.OPEN, []),
        ([ADMITTED, DISCHARGED], StayState.CLOSED, []),
        ([move("A05", "1"), move("A38", "1", action=CANCEL, original="A05")], StayState.CANCELLED, []),
        ([ADMITTED, move("A11", "1", action=CANCEL, original="A01")], StayState.CANCELLED, []),
        (
            [move("A05", "0", "20260301"), ADMITTED, move("A11", "1", action=CANCEL, original="A01")],
            StayState.PLANNED,
            [],
        ),
        ([ADMITTED, DISCHARGED, move("A13", "3", action=CANCEL, original="A03")], StayState.OPEN, []),
        ([ADMITTED, move("A16", "2", "20260308")], StayState.OPEN, []),
        ([ADMITTED, move("A21", "2", "20260307"), move("A22", "4", "20260308")], StayState.OPEN, []),
        ([ADMITTED, ADMITTED], StayState.OPEN, []),
        ([ADMITTED, move("A02", "1", "20260307")], StayState.OPEN, ["PAM-101"]),
        ([ADMITTED, move("A02", "2", "20260301")], StayState.OPEN, ["PAM-102"]),
        ([ADMITTED, move("Z99", "9", action=UPDATE, original="A01")], StayState.OPEN, ["PAM-103"]),
        ([ADMITTED, move("A12", "9", action=CANCEL, original="A02")], StayState.OPEN, ["PAM-104"]),
        ([ADMITTED, DISCHARGED, move("A02", "4", "20260310")], StayState.CLOSED, ["PAM-106"]),
        ([ADMITTED, move("A02", "2", "20260307"), move("A11", "1", action=CANCEL)], StayState.OPEN, ["PAM-108"]),
        (
            [ADMITTED, move("A11", "1", action=CANCEL), move("Z99", "1", action=UPDATE, original="A01")],
            StayState.CANCELLED,
            ["PAM-107"],
        ),
    ],
)
def test_the_table_of_movements(messages: list[tuple[str, StayFacts]], state: StayState, told: list[str]) -> None:
    stay, codes = play(*messages)
    assert (stay.state, codes) == (state, told)


def test_an_update_changes_what_it_names() -> None:
    corrected = move("Z99", "3", "20260310", UPDATE, "A03")
    stay, told = play(ADMITTED, DISCHARGED, corrected)
    assert (stay.state, stay.facts.discharged, len(stay.movements), told) == (StayState.CLOSED, "20260310", 2, [])


def test_what_is_told_twice_changes_nothing() -> None:
    stay, _ = play(ADMITTED, DISCHARGED)
    trigger, facts = DISCHARGED
    assert record_movement(stay, facts, person_id=7, trigger=trigger).is_same


def test_a_stay_is_told_without_movement_segment() -> None:
    opened = StayFacts(visit_number="V1", admitted="20260306", patient_class="I")
    stay, _ = play(("A01", opened), ("A03", replace(opened, discharged="20260309")))
    assert (stay.state, stay.facts.admitted, stay.facts.discharged) == (StayState.CLOSED, "20260306", "20260309")
    stay, told = play(("A01", opened), ("A11", opened))
    assert (stay.state, told) == (StayState.CANCELLED, [])


def test_a_class_changes() -> None:
    trigger, facts = move("A07", "2", "20260307")
    stay, _ = play((ADMITTED[0], replace(ADMITTED[1], patient_class="I")), (trigger, replace(facts, patient_class="O")))
    assert stay.facts.patient_class == "O"


EVENTS = st.sampled_from([*CANCELS, "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A14", "A15", "A21", "A54", "Z99"])
MESSAGES = st.builds(
    move,
    EVENTS,
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["", "20260301", "20260306", "20260309"]),
    st.sampled_from(list(MovementAction)),
    st.sampled_from(["", "A01", "A03", "A05"]),
)


@given(st.lists(MESSAGES, min_size=1, max_size=12))
def test_no_movement_is_lost_whatever_the_order(messages: list[tuple[str, StayFacts]]) -> None:
    stay: Stay | None = None
    for trigger, facts in messages:
        before = len(stay.movements) if stay else 0
        change = record_movement(stay, facts, person_id=7, trigger=trigger)
        assert len(change.stay.movements) >= before
        assert len(change.stay.movements) <= MOVEMENTS_MAX
        assert (change.stay.facts.discharged == "") or change.stay.state is StayState.CLOSED
        stay = change.stay
