"""What mails brought and went alone is told to the surveillance; what a person decided of is not."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.store.intake_automatic_mails import AutomaticMails
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_automation_figures import AutomationFigures
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, Intake, make_order, open_intake, write

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))


@pytest.fixture
async def intake(flow: Flow, tmp_path: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, tmp_path) as opened:
        yield opened


async def test_what_a_mail_brought_is_listed_until_seen_and_counted_by_type(intake: Intake) -> None:
    store, clock = intake.flow.store, intake.flow.clock
    person = await intake.know()
    await intake.take(write(make_order()))
    mails, automation = AutomaticMails(store), PostgresAutomation(store)
    assert await mails.adopt(clock()) == 1
    assert await mails.adopt(clock()) == 0
    assert await AutomaticMails(store).adopt(clock()) == 0, "a restart finds nothing twice"
    (filing,) = await automation.list_unseen()
    assert (filing.person_id, filing.source, filing.unit) == (person.id, f"mssante:{DOOR.mailbox}", DOOR.unit)
    assert (filing.item_id, filing.is_sampled) == (filing.document_id, False)
    since = clock().replace(day=1)
    clock.advance(seconds=1)
    figures = await AutomationFigures(store).count(since=since, until=clock())
    (count,) = figures.outcomes
    assert (count.source, count.type_code, count.alone) == ("mssante", filing.type_code, 1)
    await automation.mark_seen([filing.item_id], by=CLERK.name, at=clock())
    assert await automation.list_unseen() == []


async def test_what_a_person_filed_is_not_automatic(intake: Intake) -> None:
    store, clock = intake.flow.store, intake.flow.clock
    await intake.take(write(make_order()), replace(DOOR, is_automatic=False))
    person = await intake.know()
    (item,) = await intake.items()
    desk = Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=clock)
    await desk.file(item.id, item.version, person_id=person.id, operator=CLERK, choices={})
    assert await AutomaticMails(store).adopt(clock()) == 0
