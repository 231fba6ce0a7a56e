"""kill -9 between the acceptance of an identity message and its application: nothing lost, nothing applied twice."""

import asyncio
from pathlib import Path

import pytest

from liane.pipeline.milestones import Milestone
from liane.store.postgres_store import PostgresStore
from tests.crash.harness import CrashHarness
from tests.pipeline.identity_kit import DOMAIN, Patient, make_adt, stay_of

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]
PERSONS = 12
APPLIED_S_MAX = 60.0


def make_admissions() -> dict[str, bytes]:
    """Messages by MSH-10: each person admitted, then moved."""
    messages = {}
    for rank in range(PERSONS):
        patient = Patient(ipp=f"C{rank:05d}", ins=None, status="PROV", account=f"A{rank}")
        for event, movement in (("A01", "1"), ("A02", "2")):
            control_id = f"CRASH{event}{rank:05d}"
            stay = stay_of(f"V{rank}", movement, start=f"2026030{movement}110000")
            messages[control_id] = make_adt(event, patient, *stay, control_id=control_id)
    return messages


async def find_defects(store: PostgresStore) -> list[str]:
    """Say everything that was lost or doubled, once nothing waits any more."""
    registry = store.registry
    async with asyncio.timeout(APPLIED_S_MAX):
        while await registry.oldest_pending_message() is not None:
            await asyncio.sleep(0.1)
    failed = (await registry.find_failed_messages()).lines
    defects = [f"{one.control_id} : {one.error}" for one in failed]
    for rank in range(PERSONS):
        person = await registry.find_by_identifier(DOMAIN, f"C{rank:05d}")
        if person is None:
            defects.append(f"C{rank:05d} : perdu")
            continue
        stays = await registry.find_stays(person.id)
        moved = [[movement.event for movement in stay.movements] for stay in stays]
        if moved != [["A01", "A02"]]:
            defects.append(f"C{rank:05d} : {moved}")
        events = [event.name for event in await registry.find_person_events(person.id)]
        if events != ["person.created", "person.stay", "person.stay"]:
            defects.append(f"C{rank:05d} : {events}")
    return defects


async def die_once(folder: Path, milestone: Milestone, occurrence: int) -> None:
    async with CrashHarness(folder) as harness:
        await harness.start(die_at=milestone.value, occurrence=occurrence)
        done = asyncio.Event()
        reviving = asyncio.create_task(harness.revive_until(done))
        await harness.insist(make_admissions())
        async with PostgresStore(harness.dsn) as store:
            defects = await find_defects(store)
        done.set()
        await reviving
        assert harness.deaths == 1, f"the victim never passed {milestone} {occurrence} times"
        assert defects == []


@pytest.mark.parametrize(
    ("milestone", "occurrence"),
    [
        (Milestone.MESSAGE_READ, 5),
        (Milestone.MESSAGE_COMMITTED, 1),
        (Milestone.MESSAGE_COMMITTED, 7),
        (Milestone.IDENTITY_APPLIED, 1),
        (Milestone.IDENTITY_APPLIED, 3),
    ],
)
def test_dying_between_acceptance_and_application(tmp_path: Path, milestone: Milestone, occurrence: int) -> None:
    asyncio.run(die_once(tmp_path, milestone, occurrence))
