"""A document handed over by FHIR: a real store, a server that refuses, is busy, is silent or hangs up after taking."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import DeliveryState, Destination
from liane.pipeline.intake.desk import Desk, DeskRules
from liane.store.records import StoredDelivery
from liane_sandbox.dpi.shelf import FiledState
from liane_sandbox.faults import Fault, FaultKind
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, KNOWN, Intake, make_order, make_outlets, open_intake, write

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
SERVICE = "dpi.fhir"


@asynccontextmanager
async def opened(flow: Flow, folder: Path) -> AsyncIterator[Intake]:
    async with open_intake(flow, folder) as intake:
        await intake.outlets.close()
        intake.outlets = make_outlets(flow, fhir=intake.dpi.fhir_url, timeout_s=0.5)
        try:
            yield intake
        finally:
            await intake.outlets.close()


async def one_received(intake: Intake) -> None:
    await intake.know()
    await intake.take(write(make_order()))
    await intake.work()


async def hand_over(intake: Intake) -> StoredDelivery:
    return [one for one in await intake.deliveries() if one.destination is Destination.LPS][-1]


async def again(intake: Intake) -> None:
    intake.flow.clock.advance(minutes=2)
    await intake.work()


async def test_a_document_is_taken_to_the_byte_and_its_sender_told(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as intake:
        await one_received(intake)
        delivery = await hand_over(intake)
        assert delivery.state is DeliveryState.DELIVERED, delivery.cause
        (filed,) = intake.filed()
        (document,) = await flow.documents()
        assert (filed.door, filed.ipp, filed.unique_id) == ("FHIR", KNOWN.ipp, document.unique_id)
        _, content = await flow.store.load_document(document.id)
        assert filed.content == content
        assert {"lps.sent", "lps.acknowledged"} <= set(await flow.names(document))
        assert len(intake.operator.seen) == 1


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.BUSY,
        FaultKind.FAULT,
        FaultKind.HANG_UP_BEFORE,
        FaultKind.SILENT,
        FaultKind.HANG_UP_AFTER,
        FaultKind.SILENT_AFTER,
        FaultKind.TRUNCATED,
        FaultKind.TWICE,
    ],
)
async def test_whatever_the_server_does_one_document_comes_of_it(flow: Flow, tmp_path: Path, kind: FaultKind) -> None:
    async with opened(flow, tmp_path) as intake:
        intake.faults.add(Fault(service=SERVICE, kind=kind, remaining=1))
        await one_received(intake)
        for _ in range(3):
            await again(intake)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED
        (filed,) = intake.filed()
        assert filed.times == 1
        posted = [one for one in intake.dpi.state.list_received() if one.message_type == "ITI-65"]
        assert [one.times for one in posted] == [1], "what was taken is asked about, not sent again"


async def test_a_server_that_cannot_be_asked_is_sent_the_same_again(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as intake:
        intake.faults.add(Fault(service=SERVICE, kind=FaultKind.HANG_UP_AFTER, remaining=1))
        await one_received(intake)
        intake.faults.add(Fault(service=SERVICE, kind=FaultKind.REFUSE, code="906", remaining=1))
        await again(intake)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED
        (filed,) = intake.filed()
        assert filed.times == 1


async def test_a_refusal_calls_a_person_with_its_code_and_words(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as intake:
        refusal = Fault(service=SERVICE, kind=FaultKind.REFUSE, code="904", message="Sexe différent.", remaining=1)
        intake.faults.add(refusal)
        await one_received(intake)
        refused = await hand_over(intake)
        assert refused.cause is not None
        assert (refused.state, refused.cause.code) == (DeliveryState.REFUSED, "904")
        assert "Sexe différent" in refused.cause.message
        (item,) = await intake.items()
        assert item.code == "INT-240"


async def test_what_is_undone_is_deleted_even_when_the_answer_is_lost(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as intake:
        await intake.take(write(make_order()), replace(DOOR, is_automatic=False))
        person = await intake.know()
        (item,) = await intake.items()
        store = flow.store
        desk = Desk(store, store.registry, store.intake, rules=DeskRules(processing_id="T"), now=flow.clock)
        target = {"target": "DPI-SIMULATION@CH"}
        filed = await desk.file(item.id, item.version, person_id=person.id, operator=CLERK, choices=target)
        await intake.work()
        intake.faults.add(Fault(service=SERVICE, kind=FaultKind.HANG_UP_AFTER, remaining=1))
        await desk.reopen(filed.id, filed.version, reason="mauvais patient", operator=CLERK)
        for _ in range(3):
            await again(intake)
        assert (await hand_over(intake)).state is DeliveryState.DELIVERED
        assert [one.state for one in intake.filed()] == [FiledState.DELETED]


async def test_the_journal_holds_what_was_sent_and_answered(flow: Flow, tmp_path: Path) -> None:
    async with opened(flow, tmp_path) as intake:
        await one_received(intake)
        (document,) = await flow.documents()
        sent, answered = [one for one in await flow.events(document) if one.name.startswith("lps.")]
        assert sent.media_type == answered.media_type == "application/fhir+json"
        assert sent.body_sha256 is not None
        bundle = json.loads(await flow.store.load_body(sent.body_sha256))
        assert [one["request"]["url"] for one in bundle["entry"]] == ["List", "DocumentReference", "Binary"]
        assert answered.data["code"] == "200"
