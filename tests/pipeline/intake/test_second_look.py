"""Sensitive types: two different persons choose the same record before anything is handed over."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from liane.domain.actors.operator import LIANE, Operator, Role
from liane.domain.errors import RuleViolation, StaleVersion
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.pipeline.intake.second_look import ANY_TYPE, SecondLookDesk
from liane.store.intake_records import IntakeItem, ItemState
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
ANNE = Operator(name="Anne TESTUNE", roles=frozenset({Role.SECRETARIAT}))
PAUL = Operator(name="Paul TESTDEUX", roles=frozenset({Role.SECRETARIAT}))
SENSITIVE = "18748-4"


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


def desk_of(intake: Intake, *types: str) -> SecondLookDesk:
    store, now = intake.flow.store, intake.flow.clock
    desk = Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=now)
    return SecondLookDesk(
        desk=desk, worklist=store.intake, memory=store.intake_desk, types=frozenset(types or {ANY_TYPE}), now=now
    )


async def receive(intake: Intake) -> tuple[IntakeItem, int]:
    await intake.take(write(make_order(example="cr_img")), DOOR)
    person = await intake.know()
    (item,) = await intake.items()
    return item, person.id


async def file(
    desk: SecondLookDesk, item: IntakeItem, person_id: int, operator: Operator, **choices: Any
) -> IntakeItem:
    return await desk.file(item.id, item.version, person_id=person_id, operator=operator, choices=choices)


async def test_two_persons_agree_and_the_trace_names_both(intake: Intake) -> None:
    item, person_id = await receive(intake)
    desk = desk_of(intake, SENSITIVE)
    first = await file(desk, item, person_id, ANNE)
    assert (first.state, first.version) == (ItemState.WAITING, item.version + 1)
    assert first.proposal is not None
    assert (first.proposal["by"], first.proposal["person"]) == (ANNE.name, person_id)
    await intake.work()
    assert intake.filed() == [], "nothing leaves on one look"
    again = await file(desk, first, person_id, ANNE)
    assert again.state is ItemState.WAITING, "the same person twice is one look"
    done = await file(desk, again, person_id, PAUL)
    assert done.state is ItemState.FILED
    assert done.decision is not None
    assert (done.decision.actor, done.decision.data["first_look"]["by"]) == (PAUL.name, ANNE.name)
    assert done.proposal is None
    await intake.work()
    assert len(intake.filed()) == 1
    names = [one.name for one in await intake.flow.store.intake.find_item_events(item.id)]
    assert names == ["item.added", "item.proposed", "item.proposed", "item.decided"]


async def test_a_second_person_who_chooses_otherwise_becomes_the_first(intake: Intake) -> None:
    item, person_id = await receive(intake)
    desk = desk_of(intake)
    first = await file(desk, item, person_id + 1, ANNE)
    second = await file(desk, first, person_id, PAUL)
    assert second.state is ItemState.WAITING
    assert second.proposal is not None
    assert second.proposal["by"] == PAUL.name
    done = await file(desk, second, person_id, ANNE)
    assert done.state is ItemState.FILED


async def test_other_types_need_one_look(intake: Intake) -> None:
    item, person_id = await receive(intake)
    assert (await file(desk_of(intake, "11502-2"), item, person_id, ANNE)).state is ItemState.FILED


async def test_a_type_chosen_by_the_person_counts(intake: Intake) -> None:
    item, person_id = await receive(intake)
    desk = desk_of(intake, "11488-4")
    assert (await file(desk, item, person_id, ANNE, type_code="11488-4")).state is ItemState.WAITING


async def test_nothing_sensitive_is_filed_without_a_person(intake: Intake) -> None:
    item, person_id = await receive(intake)
    with pytest.raises(RuleViolation) as caught:
        await file(desk_of(intake), item, person_id, LIANE)
    assert caught.value.findings[0].code == "INT-267"


async def test_what_changed_meanwhile_is_not_proposed_over(intake: Intake) -> None:
    item, person_id = await receive(intake)
    desk = desk_of(intake)
    await file(desk, item, person_id, ANNE)
    with pytest.raises(StaleVersion):
        await file(desk, item, person_id, PAUL)


async def test_a_reopened_item_asks_for_both_looks_again(intake: Intake) -> None:
    item, person_id = await receive(intake)
    desk = desk_of(intake)
    done = await file(desk, await file(desk, item, person_id, ANNE), person_id, PAUL)
    opened = await desk.reopen(done.id, done.version, reason="erreur", operator=ANNE)
    assert (await file(desk, opened, person_id, PAUL)).state is ItemState.WAITING
    aside = await desk.set_aside(opened.id, opened.version + 1, reason="doublon", operator=ANNE)
    assert (aside.state, aside.proposal) == (ItemState.SET_ASIDE, None)
