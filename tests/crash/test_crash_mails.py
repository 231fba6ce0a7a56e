"""kill -9 between the fetch, the keeping, the hand-over and the answer to a mail: nothing lost, nothing doubled."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.pipeline.milestones import Milestone
from liane.store.intake_records import ItemQuery
from liane.store.postgres_store import PostgresStore
from liane_sandbox.establishment import PFI_MAILBOX
from liane_sandbox.gam.messages import Event, Telling, make_adt
from liane_sandbox.mssante.outside import DOCTOR
from liane_sandbox.patients import PATIENTS
from tests.crash.harness import QUIET_S_MAX, CrashHarness

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]
DOCUMENTS = 3
PATIENT = PATIENTS[0]


class Outside:
    """What people outside do, and what is seen from there."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str) -> Any:
        answer = await self._client.get(path)
        answer.raise_for_status()
        return answer.json()

    async def write(self, kind: str, serial: int) -> str:
        order = {"kind": kind, "ins": PATIENT.ins.matricule, "serial": serial, "to": PFI_MAILBOX}
        answer = await self._client.post("/api/mssante/inject", json=order)
        answer.raise_for_status()
        return str(answer.json()["message_id"])

    async def wait_until_filed(self, sent: list[str]) -> dict[str, str]:
        """Wait until every mail left the folder read; returns the folder of each."""
        async with asyncio.timeout(QUIET_S_MAX):
            while True:
                mails = await self.get(f"/api/mssante/mailboxes/{PFI_MAILBOX}/messages")
                folders = {one["message_id"]: one["folder"] for one in mails if one["message_id"] in sent}
                if "INBOX" not in folders.values():
                    return folders
                await asyncio.sleep(0.1)


async def find_defects(harness: CrashHarness, outside: Outside, sent: list[str]) -> list[str]:
    """Say everything that was lost or doubled."""
    folders = await outside.wait_until_filed(sent)
    defects = [f"{one} : {folders.get(one)}" for one in sent[:-1] if folders.get(one) != "TRAITE"]
    pending = await harness.wait_until_quiet()
    if not pending.is_quiet:
        defects.append(f"en cours : {pending}")
    filed = await outside.get("/api/dpi/documents")
    if Counter(one["mail_id"] for one in filed) != Counter(sent[:-1]):
        defects.append(f"{len(filed)} documents au DPI")
    mails = await outside.get(f"/api/mssante/mailboxes/{DOCTOR}/messages")
    receipts = [one for one in mails if one["kind"] == "mdn"]
    if len(receipts) != DOCUMENTS or len({one["message_id"] for one in receipts}) != DOCUMENTS:
        defects.append(f"{len(receipts)} accusés d'intégration")
    async with PostgresStore(harness.dsn) as store:
        items = await store.intake.list_items(ItemQuery())
        mails_kept = await store.intake.find_mails()
    if [one.code for one in items] != ["INT-210"]:
        defects.append(f"liste de travail : {[one.code for one in items]}")
    if len({one.sha256 for one in mails_kept}) != len(sent):
        defects.append(f"{len(mails_kept)} courriels gardés")
    return defects


async def die_once(folder: Path, milestone: Milestone, occurrence: int) -> None:
    async with CrashHarness(folder) as harness:
        await harness.start()
        known = make_adt(Telling(event=Event.CREATE, patient=PATIENT, control_id="CRASHMAIL", at="20260301083012"))
        await harness.insist({"CRASHMAIL": known})
        assert (await harness.wait_until_quiet()).is_quiet
        await harness.kill()
        async with httpx.AsyncClient(base_url=harness.pages_url, trust_env=False, timeout=30) as client:
            outside = Outside(client)
            sent = [await outside.write("xdm", serial) for serial in range(1, DOCUMENTS + 1)]
            sent.append(await outside.write("pdf", 50))
            await harness.start(die_at=milestone.value, occurrence=occurrence)
            done = asyncio.Event()
            reviving = asyncio.create_task(harness.revive_until(done))
            defects = await find_defects(harness, outside, sent)
            done.set()
            await reviving
        assert harness.deaths == 1, f"the victim never passed {milestone} {occurrence} times"
        assert defects == []


@pytest.mark.parametrize(
    ("milestone", "occurrence"),
    [
        (Milestone.MAIL_KEPT, 2),
        (Milestone.MAIL_DECIDED, 1),
        (Milestone.MAIL_DECIDED, 4),
        (Milestone.MAIL_SETTLED, 3),
        (Milestone.DELIVERY_BUILT, 1),
        (Milestone.DELIVERY_SENT, 2),
        (Milestone.DELIVERY_SENT, 7),
    ],
)
def test_dying_while_mails_are_taken(tmp_path: Path, milestone: Milestone, occurrence: int) -> None:
    asyncio.run(die_once(tmp_path, milestone, occurrence))
