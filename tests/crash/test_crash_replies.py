"""kill -9 around the answer of a person and the PDF of an application: nothing lost, nothing doubled."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import DeliveryState
from liane.pipeline.intake.replies import NewReply, ReplyDesk
from liane.pipeline.milestones import Milestone
from liane.store.intake_records import IntakeItem, ItemQuery, ItemSource
from liane.store.postgres_store import PostgresStore
from liane.wiring.sandbox_process import EXPORTS
from liane_sandbox.establishment import PHARMACY_MAILBOX
from liane_sandbox.gam.messages import Event, Telling, make_adt
from liane_sandbox.patients import PATIENTS, MESState
from tests.crash.harness import INSIST_S_MAX, QUIET_S_MAX, CrashHarness
from tests.pages_kit import letter_content, pdf_of
from tests.pipeline.intake.exports import make_export

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]
PATIENT = next(one for one in PATIENTS if one.mes_state is MESState.OPEN)
ADDRESS = f"{PATIENT.ins.matricule}@patient.mssante.fr"
PHARMACIST = Operator(name="Lou TESTPHARMACIE", roles=frozenset({Role.PHARMACIEN}))
EXPORTED = 4


async def find_items(harness: CrashHarness, source: ItemSource) -> list[IntakeItem]:
    async with PostgresStore(harness.dsn) as store:
        return await store.intake.list_items(ItemQuery(sources=(source,)))


async def wait_for_item(harness: CrashHarness) -> IntakeItem:
    async with asyncio.timeout(QUIET_S_MAX):
        while not (items := await find_items(harness, ItemSource.PATIENT)):
            await asyncio.sleep(0.2)
    return items[0]


async def answer(harness: CrashHarness, item: IntakeItem) -> None:
    """Queue the same answer twice, as a person who clicks twice does."""
    async with PostgresStore(harness.dsn) as store:
        desk = ReplyDesk(store, store.intake, store.answers, now=lambda: datetime.now(UTC))
        for _ in range(2):
            await desk.reply(item.id, NewReply(body="C’est prêt.", closes=True), operator=PHARMACIST)


async def die_while_answering(folder: Path, milestone: Milestone) -> None:
    async with CrashHarness(folder) as harness:
        await harness.start()
        known = make_adt(Telling(event=Event.CREATE, patient=PATIENT, control_id="CRASHREPLY", at="20260301083012"))
        await harness.insist({"CRASHREPLY": known})
        async with httpx.AsyncClient(base_url=harness.pages_url, trust_env=False, timeout=30) as client:
            order = {"kind": "patient", "ins": PATIENT.ins.matricule, "to": PHARMACY_MAILBOX}
            (await client.post("/api/mssante/inject", json=order)).raise_for_status()
            item = await wait_for_item(harness)
            assert (await harness.wait_until_quiet()).is_quiet
            await harness.kill()
            await answer(harness, item)
            await harness.start(die_at=milestone.value)
            done = asyncio.Event()
            reviving = asyncio.create_task(harness.revive_until(done))
            assert (await harness.wait_until_quiet()).is_quiet
            done.set()
            await reviving
            mails = (await client.get(f"/api/mssante/mailboxes/{ADDRESS}/messages")).json()
        assert harness.deaths == 1
        received = [one for one in mails if one["folder"] == "INBOX"]
        assert [(one["sender"], one["is_final"]) for one in received] == [(PHARMACY_MAILBOX, True)]
        async with PostgresStore(harness.dsn) as store:
            desk = ReplyDesk(store, store.intake, store.answers, now=lambda: datetime.now(UTC))
            (reply,) = await desk.list_replies(item)
            (queued,) = await store.answers.list_prescriptions()
        assert reply.state is DeliveryState.DELIVERED
        assert queued.item_id == item.id


async def die_while_taking_exports(folder: Path, milestone: Milestone, occurrence: int) -> None:
    async with CrashHarness(folder) as harness:
        await harness.start(die_at=milestone.value, occurrence=occurrence)
        messages = {
            f"EXP{rank}": make_export(
                pdf_of([letter_content([f"Courrier {rank}"])]),
                patient=PATIENT,
                sender=EXPORTS,
                control_id=f"EXP{rank}",
                document=f"D{rank}",
            )
            for rank in range(EXPORTED)
        }
        done = asyncio.Event()
        reviving = asyncio.create_task(harness.revive_until(done))
        await harness.insist(messages, each_s_max=INSIST_S_MAX * 2)
        assert (await harness.wait_until_quiet()).is_quiet
        done.set()
        await reviving
        assert harness.deaths == 1
        items = await find_items(harness, ItemSource.HL7)
        assert Counter(one.message_id for one in items) == Counter(f"D{rank}" for rank in range(EXPORTED))


@pytest.mark.parametrize("milestone", [Milestone.DELIVERY_CLAIMED, Milestone.DELIVERY_BUILT, Milestone.DELIVERY_SENT])
def test_dying_while_an_answer_leaves(tmp_path: Path, milestone: Milestone) -> None:
    asyncio.run(die_while_answering(tmp_path, milestone))


@pytest.mark.parametrize(
    ("milestone", "occurrence"),
    [(Milestone.MESSAGE_READ, 2), (Milestone.MESSAGE_COMMITTED, 1), (Milestone.MESSAGE_COMMITTED, 3)],
)
def test_dying_while_an_application_sends_its_pdf(tmp_path: Path, milestone: Milestone, occurrence: int) -> None:
    asyncio.run(die_while_taking_exports(tmp_path, milestone, occurrence))
