"""kill -9 between the claim of a file, its reading and its filing without a person: each one filed once, none lost."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import ModeRule
from liane.pipeline.milestones import Milestone
from liane.store.intake_automation import PostgresAutomation
from liane.store.intake_readings import PostgresReadings
from liane.store.intake_records import ItemQuery, ItemState
from liane.store.postgres_store import PostgresStore
from liane.wiring.clock import utc_now
from liane_sandbox.establishment import PFI_MAILBOX
from liane_sandbox.gam.messages import Event, Telling, make_adt
from liane_sandbox.patients import PATIENTS
from tests.crash.harness import CrashHarness

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]
DOCUMENTS = 3
PATIENT = PATIENTS[0]
READ_S_MAX = 400.0
"""The lease of a dead node runs out first; the machine of the tests is shared."""


async def write(client: httpx.AsyncClient, serial: int) -> None:
    order = {"kind": "pdf", "ins": PATIENT.ins.matricule, "serial": serial, "to": PFI_MAILBOX}
    (await client.post("/api/mssante/inject", json=order)).raise_for_status()


async def get(client: httpx.AsyncClient, path: str) -> Any:
    answer = await client.get(path)
    answer.raise_for_status()
    return answer.json()


async def wait_until_read(store: PostgresStore) -> None:
    """Wait until every mail became an item, and every item was read and filed."""
    async with asyncio.timeout(READ_S_MAX):
        while True:
            items = await store.intake.count_items(ItemQuery(states=tuple(ItemState)))
            if items == DOCUMENTS and not await PostgresReadings(store).count_waiting():
                return
            await asyncio.sleep(0.2)


async def find_defects(harness: CrashHarness, client: httpx.AsyncClient) -> list[str]:
    """Say everything that was lost or doubled."""
    defects = []
    async with PostgresStore(harness.dsn) as store:
        await wait_until_read(store)
        pending = await harness.wait_until_quiet()
        if not pending.is_quiet:
            defects.append(f"en cours : {pending}")
        items = await store.intake.list_items(ItemQuery(states=tuple(ItemState)))
        automation = PostgresAutomation(store)
        for item in items:
            journal = [one.name for one in await store.intake.find_item_events(item.id)]
            if item.state is not ItemState.FILED or journal.count("item.decided") != 1:
                defects.append(f"{item.id} : {item.state} {item.reason} {journal}")
            if await automation.find_filing(item.id) is None:
                defects.append(f"{item.id} : dépôt non surveillé")
    filed = await get(client, "/api/dpi/documents")
    if len(filed) != DOCUMENTS or {one["state"] for one in filed} != {"current"}:
        defects.append(f"{len(filed)} documents au DPI")
    return defects


async def die_once(folder: Path, milestone: Milestone, occurrence: int) -> None:
    async with CrashHarness(folder) as harness:
        await harness.start()
        known = make_adt(Telling(event=Event.CREATE, patient=PATIENT, control_id="CRASHREAD", at="20260301083012"))
        await harness.insist({"CRASHREAD": known})
        assert (await harness.wait_until_quiet()).is_quiet
        await harness.kill()
        async with PostgresStore(harness.dsn) as store:
            rule = ModeRule(source="mssante", mode=FilingMode.AUTOMATIC)
            await PostgresAutomation(store).set_mode(rule, by="essai", reason="essai de panne", at=utc_now())
        async with httpx.AsyncClient(base_url=harness.pages_url, trust_env=False, timeout=30) as client:
            for serial in range(1, DOCUMENTS + 1):
                await write(client, serial)
            await harness.start(die_at=milestone.value, occurrence=occurrence)
            done = asyncio.Event()
            reviving = asyncio.create_task(harness.revive_until(done))
            defects = await find_defects(harness, client)
            done.set()
            await reviving
        assert harness.deaths == 1, f"the victim never passed {milestone} {occurrence} times"
        assert defects == []


@pytest.mark.parametrize(
    ("milestone", "occurrence"),
    [
        (Milestone.READING_CLAIMED, 2),
        (Milestone.READING_DONE, 1),
        (Milestone.READING_SAVED, 2),
        (Milestone.READING_ALLOWED, 1),
        (Milestone.READING_FILED, 2),
        (Milestone.READING_RECORDED, 3),
    ],
)
def test_dying_while_files_are_read_and_filed(tmp_path: Path, milestone: Milestone, occurrence: int) -> None:
    asyncio.run(die_once(tmp_path, milestone, occurrence))
