"""What the DMP says of a folder is kept on the identity, by Liane, only when it changes."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from liane.domain.actors.operator import LIANE
from liane.domain.dmp.refusals import DMPDenied
from liane.domain.identity.person import Person
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.pipeline.identity.dmp_status import DMPStatusKeeper
from liane.store.postgres_store import PostgresStore
from liane_sandbox.patients import SandboxPatient
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import make_operator, open_scene
from tests.sandbox.dmp.kit import ABSENT, ADULT, CLOSED, NOW
from tests.web.desk_kit import make_flow
from tests.web.dmp_kit import admit

pytestmark = pytest.mark.anyio
CASES = ((ADULT, "ACTIF"), (CLOSED, "FERME"), (ABSENT, "INEXISTANT"))


@pytest.mark.parametrize(("patient", "status"), CASES, ids=[status for _, status in CASES])
async def test_an_opening_keeps_the_state_of_the_folder(
    pki: PKI, store: PostgresStore, tmp_path: Path, patient: SandboxPatient, status: str
) -> None:
    """dmp.md §7.2; ZFA-1. Asked twice, written once, and nothing else of the identity moves."""
    flow = make_flow(store, lambda: NOW)
    await admit(flow, (patient,))
    before = await flow.get(patient.ipp)
    async with open_scene(pki, store, tmp_path) as scene:
        keeper = DMPStatusKeeper(flow.registry, store.registry)
        service = DMPConsultation(replace(scene.parts, note_status=keeper.note))

        async def look(session: str) -> Person:
            try:
                await service.open(await flow.get(patient.ipp), make_operator(session=session))
            except DMPDenied:
                assert status != "ACTIF"
            return await flow.get(patient.ipp)

        after = await look("un")
        assert after.consents == replace(before.consents, dmp_status=status)
        assert (await look("deux")).version == after.version == before.version + 1
    events = await store.registry.find_person_events(before.id)
    assert events[-1].actor == LIANE.name


async def test_an_identity_that_is_not_here_is_no_trouble(store: PostgresStore) -> None:
    flow = make_flow(store, lambda: NOW)
    await DMPStatusKeeper(flow.registry, store.registry).note(ADULT.ins, "open")
    assert await store.registry.find_by_ins(ADULT.ins) == []


async def test_answers_that_come_together_are_written_once(store: PostgresStore) -> None:
    flow = make_flow(store, lambda: NOW)
    await admit(flow, (ADULT,))
    keeper = DMPStatusKeeper(flow.registry, store.registry)
    with capture_logs() as told:
        await asyncio.gather(*(keeper.note(ADULT.ins, "open") for _ in range(4)))
    assert told == []
    assert (await flow.get(ADULT.ipp)).consents.dmp_status == "ACTIF"
    events = await store.registry.find_person_events((await flow.get(ADULT.ipp)).id)
    assert sum(event.actor == LIANE.name for event in events) == 1
