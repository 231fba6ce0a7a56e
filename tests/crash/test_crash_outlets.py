"""kill -9 between each step of a hand-over by folder or by FHIR: each document taken once, none lost, senders told."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest

from liane.pipeline.milestones import Milestone
from liane_sandbox.gam.messages import Event, Telling, make_adt
from tests.crash.harness import CrashHarness
from tests.crash.test_crash_mails import DOCUMENTS, PATIENT, Outside

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]


async def find_defects(harness: CrashHarness, outside: Outside, sent: list[str]) -> list[str]:
    """Say everything that was lost or doubled."""
    folders = await outside.wait_until_filed(sent)
    defects = [f"{one} : {folders.get(one)}" for one in sent if folders.get(one) != "TRAITE"]
    pending = await harness.wait_until_quiet()
    if not pending.is_quiet:
        defects.append(f"en cours : {pending}")
    filed = await outside.get("/api/dpi/documents")
    if Counter(one["times"] for one in filed) != Counter({1: DOCUMENTS}):
        defects.append(f"documents au DPI : {[(one['unique_id'], one['times']) for one in filed]}")
    taken = await outside.get("/api/dpi/received")
    if any(one["times"] > 1 for one in taken if one["message_type"] == "manifeste"):
        defects.append("un manifeste a été remis deux fois")
    return defects


async def die_once(folder: Path, door: str, milestone: Milestone, occurrence: int) -> None:
    async with CrashHarness(folder, door=door) as harness:
        await harness.start()
        known = make_adt(Telling(event=Event.CREATE, patient=PATIENT, control_id="CRASHDOOR", at="20260301083012"))
        await harness.insist({"CRASHDOOR": known})
        assert (await harness.wait_until_quiet()).is_quiet
        await harness.kill()
        async with httpx.AsyncClient(base_url=harness.pages_url, trust_env=False, timeout=30) as client:
            outside = Outside(client)
            sent = [await outside.write("xdm", serial) for serial in range(1, DOCUMENTS + 1)]
            await harness.start(die_at=milestone.value, occurrence=occurrence)
            done = asyncio.Event()
            reviving = asyncio.create_task(harness.revive_until(done))
            defects = await find_defects(harness, outside, sent)
            done.set()
            await reviving
        assert harness.deaths == 1, f"the victim never passed {milestone} {occurrence} times"
        assert defects == []


@pytest.mark.parametrize(
    ("door", "milestone", "occurrence"),
    [
        ("folder", Milestone.OUTLET_READY, 1),
        ("folder", Milestone.OUTLET_BEGUN, 1),
        ("folder", Milestone.OUTLET_DOCUMENT_LEFT, 2),
        ("folder", Milestone.OUTLET_MANIFEST_LEFT, 1),
        ("folder", Milestone.OUTLET_ANSWER_READ, 2),
        ("folder", Milestone.DELIVERY_SENT, 1),
        ("fhir", Milestone.DELIVERY_BUILT, 1),
        ("fhir", Milestone.DELIVERY_SENT, 1),
        ("fhir", Milestone.DELIVERY_FINISHED, 2),
    ],
)
def test_dying_while_a_document_is_handed_over(
    tmp_path: Path, door: str, milestone: Milestone, occurrence: int
) -> None:
    asyncio.run(die_once(tmp_path, door, milestone, occurrence))
