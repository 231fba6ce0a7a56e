"""The rules of the announcement: what is held, what a new request means for it, when it leaves by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.domain.documents.announcement import (
    Announcement,
    AnnouncementState,
    FollowUpAct,
    HoldFacts,
    HoldOrigin,
    HoldRule,
    ReleaseDelays,
    follow_request,
    is_held_by_rule,
)
from liane.domain.documents.request import Endpoint, RequestAction, RequestFlags

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SENDER = Endpoint(application="RIS", facility="CH-TEST")
FACTS = HoldFacts(type_code="18748-4", sender=SENDER, units=frozenset({"imagerie", "3101"}))
CREATE, REPLACE, DELETE = RequestAction.CREATE, RequestAction.REPLACE, RequestAction.DELETE


def held(unique_id: str = "1.1", state: AnnouncementState = AnnouncementState.WAITING) -> Announcement:
    """An announcement."""
    return Announcement(
        unique_id=unique_id,
        lineage="1",
        document_id=1,
        type_code="18748-4",
        held_at=AT,
        origin=HoldOrigin.FLAG,
        state=state,
    )


@pytest.mark.parametrize(
    ("rule", "is_held"),
    [
        (HoldRule(), True),
        (HoldRule(type_codes=frozenset({"18748-4"})), True),
        (HoldRule(type_codes=frozenset({"11502-2"})), False),
        (HoldRule(application="RIS"), True),
        (HoldRule(application="SGL"), False),
        (HoldRule(facility="CH-TEST", unit="Imagerie"), True),
        (HoldRule(facility="AUTRE"), False),
        (HoldRule(unit="3101"), True),
        (HoldRule(unit="3102"), False),
        (HoldRule(type_codes=frozenset({"18748-4"}), application="RIS", facility="CH-TEST", unit="3101"), True),
    ],
)
def test_a_rule_holds_what_it_names(rule: HoldRule, is_held: bool) -> None:
    assert is_held_by_rule(FACTS, [rule]) is is_held
    assert not is_held_by_rule(FACTS, [])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({}, None),
        ({"18748-4": 7}, 7),
        ({"*": 3}, 3),
        ({"18748-4": None, "*": 3}, None),
        ({"11502-2": 1}, None),
        ({"18748-4": 0}, 0),
    ],
)
def test_a_type_leaves_by_itself_only_when_its_delay_is_set(days: dict[str, int | None], expected: int | None) -> None:
    delays = ReleaseDelays(days=days)
    due = delays.find_due("18748-4", AT)
    assert due == (None if expected is None else AT + timedelta(days=expected))


W, R, S, D = (
    AnnouncementState.WAITING,
    AnnouncementState.RELEASED,
    AnnouncementState.SUPERSEDED,
    AnnouncementState.DELETED,
)
PLAIN, HIDDEN, RULED = RequestFlags(), RequestFlags(invisible_patient=True), RequestFlags(to_announce=True)
SHOWN = RequestFlags(modif_conf_code=True)
TABLE = [
    (CREATE, PLAIN, None, FollowUpAct.NOTHING),
    (CREATE, HIDDEN, None, FollowUpAct.HOLD),
    (CREATE, RULED, None, FollowUpAct.HOLD),
    (REPLACE, PLAIN, None, FollowUpAct.NOTHING),
    (REPLACE, HIDDEN, None, FollowUpAct.HOLD),
    (REPLACE, PLAIN, W, FollowUpAct.HOLD),
    (REPLACE, RULED, W, FollowUpAct.HOLD),
    (REPLACE, HIDDEN, W, FollowUpAct.HOLD),
    (REPLACE, SHOWN, W, FollowUpAct.RELEASED_BY_EMITTER),
    (REPLACE, replace(SHOWN, invisible_patient=True), W, FollowUpAct.HOLD),
    (REPLACE, replace(SHOWN, to_announce=True), W, FollowUpAct.RELEASED_BY_EMITTER),
    (REPLACE, PLAIN, R, FollowUpAct.CARRY_ON),
    (REPLACE, RULED, R, FollowUpAct.CARRY_ON),
    (REPLACE, HIDDEN, R, FollowUpAct.HOLD),
    (REPLACE, PLAIN, D, FollowUpAct.NOTHING),
    (REPLACE, RULED, D, FollowUpAct.HOLD),
    (DELETE, PLAIN, None, FollowUpAct.NOTHING),
]


@pytest.mark.parametrize(("action", "flags", "before", "expected"), TABLE)
def test_a_request_means_for_its_lineage(
    action: RequestAction, flags: RequestFlags, before: AnnouncementState | None, expected: FollowUpAct
) -> None:
    known = [held(state=before)] if before is not None else []
    assert follow_request(action, flags, unique_id="1.2", known=known).act is expected


@pytest.mark.parametrize(("state", "expected"), [(W, FollowUpAct.TAKE_BACK), (R, FollowUpAct.TAKE_BACK)])
def test_a_deletion_takes_back_its_own_version(state: AnnouncementState, expected: FollowUpAct) -> None:
    assert follow_request(DELETE, PLAIN, unique_id="1.1", known=[held(state=state)]).act is expected
    assert follow_request(DELETE, PLAIN, unique_id="1.2", known=[held(state=state)]).act is FollowUpAct.NOTHING


@pytest.mark.parametrize("state", [S, D])
def test_what_ended_is_not_taken_back_again(state: AnnouncementState) -> None:
    assert follow_request(DELETE, PLAIN, unique_id="1.1", known=[held(state=state)]).act is FollowUpAct.NOTHING


FLAGS = st.builds(
    RequestFlags, invisible_patient=st.booleans(), to_announce=st.booleans(), modif_conf_code=st.booleans()
)
KNOWN = st.lists(st.sampled_from(list(AnnouncementState)), max_size=4)


@given(st.sampled_from([CREATE, REPLACE]), FLAGS, KNOWN)
def test_what_its_emitter_hides_is_always_held(
    action: RequestAction, flags: RequestFlags, states: list[AnnouncementState]
) -> None:
    known = [held(f"1.{place}", state) for place, state in enumerate(states)]
    decided = follow_request(action, flags, unique_id="new", known=known)
    if flags.invisible_patient:
        assert decided.act is FollowUpAct.HOLD
    assert (decided.act is FollowUpAct.NOTHING) == (not decided.reason)


@given(st.sampled_from(list(RequestAction)), FLAGS, KNOWN)
def test_a_request_examined_twice_means_nothing_the_second_time(
    action: RequestAction, flags: RequestFlags, states: list[AnnouncementState]
) -> None:
    known = [held(f"1.{place}", state) for place, state in enumerate(states)] + [held("new", D)]
    assert follow_request(action, flags, unique_id="new", known=known).act is FollowUpAct.NOTHING
