"""Documents read ahead for who has a patient in charge: in their name, traced, bounded, never beyond the opening."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from liane.domain.audit.access import AccessAct
from liane.domain.dmp.folder import AccessMode
from liane.domain.dmp.preload import PreloadRules
from liane.domain.identity.stays import Movement, MovementAction, Stay, StayFacts, StayState
from liane.pipeline.dmp_consultation.ports import Folder, Listing
from liane.pipeline.dmp_consultation.service import DMPConsultation
from liane.store.postgres_store import PostgresStore
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import Scene, make_operator, make_person, open_scene
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import NOW

pytestmark = pytest.mark.anyio
RULES = PreloadRules(is_on=True, depth=timedelta(days=3_650), documents_max=2, kept_for=timedelta(minutes=10))
RETRIEVE = "RetrieveDocumentSet"


class Stays:
    """The stays of everybody: one, in a unit."""

    def __init__(self, unit: str) -> None:
        self.unit = unit

    async def find_stays(self, person_id: int) -> list[Stay]:
        """The stay."""
        movement = Movement(
            id="1",
            id_domain="d",
            event="A01",
            action=MovementAction.INSERT,
            start="20260301",
            care_unit_label=self.unit,
        )
        facts = StayFacts(visit_number="VEN1")
        return [Stay(person_id=person_id, facts=facts, state=StayState.OPEN, movements=(movement,))]


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("preloading") / "pki", NOW)


@pytest.fixture
async def scene(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(pki, store, tmp_path) as opened:
        for serial in (1, 2, 3):
            opened.feed(serial)
        yield opened


def make_service(scene: Scene, unit: str = "Cardiologie", rules: PreloadRules = RULES) -> DMPConsultation:
    """A service that reads ahead for the patients of a unit."""
    return DMPConsultation(replace(scene.parts, preload=rules, stays=Stays(unit)))


async def open_and_list(service: DMPConsultation) -> tuple[Folder, Listing]:
    folder = await service.open(make_person(), make_operator())
    return folder, await service.list(folder)


async def test_documents_are_read_ahead_traced_and_then_served_without_a_call(scene: Scene) -> None:
    service = make_service(scene)
    folder, listing = await open_and_list(service)
    assert service.read_ahead(folder, listing)
    assert not service.read_ahead(folder, listing), "an opening is read ahead once"
    await service.settle()
    assert scene.calls.count(RETRIEVE) == 2
    lines = [line for line in scene.trail.lines if line.act is AccessAct.READ_DMP_DOCUMENT]
    assert [line.detail for line in lines] == [{"source": "préchargement"}] * 2
    assert {(line.operator.identifier, line.person_id) for line in lines} == {(folder.operator.identifier, 1)}
    content = await service.read(folder, lines[0].target)
    assert content.is_cached
    assert scene.calls.count(RETRIEVE) == 2
    assert scene.trail.lines[-1].detail == {"source": "document gardé"}


async def test_a_document_read_ahead_is_not_kept_longer_than_told(scene: Scene) -> None:
    service = make_service(scene)
    folder, listing = await open_and_list(service)
    service.read_ahead(folder, listing)
    await service.settle()
    target = scene.trail.lines[-1].target
    scene.pass_time(timedelta(minutes=10, seconds=1))
    assert not (await service.read(folder, target)).is_cached
    assert (await service.read(folder, target)).is_cached, "what somebody opened is kept as long as the opening"


async def test_a_document_read_ahead_never_outlives_its_opening(scene: Scene) -> None:
    service = make_service(scene, rules=replace(RULES, kept_for=timedelta(hours=9)))
    folder, listing = await open_and_list(service)
    service.read_ahead(folder, listing)
    await service.settle()
    scene.pass_time(timedelta(hours=1))
    target = scene.trail.lines[-1].target
    assert await scene.store.dmp.find_body(folder.key, target, scene.clock[0]) is None


async def test_nothing_is_read_for_who_has_not_the_patient_in_charge(scene: Scene) -> None:
    service = make_service(scene, unit="Urologie")
    folder, listing = await open_and_list(service)
    service.read_ahead(folder, listing)
    await service.settle()
    assert RETRIEVE not in scene.calls


async def test_a_call_of_the_record_system_puts_the_patient_in_charge(scene: Scene) -> None:
    service = make_service(scene, unit="Urologie")
    folder, listing = await open_and_list(service)
    service.read_ahead(folder, listing, is_called=True)
    await service.settle()
    assert scene.calls.count(RETRIEVE) == 2


async def test_nothing_is_read_where_it_is_off_nor_in_an_emergency(scene: Scene) -> None:
    off = make_service(scene, rules=replace(RULES, is_on=False))
    folder, listing = await open_and_list(off)
    assert not off.read_ahead(folder, listing)
    service = make_service(scene)
    emergency = await service.open(
        make_person(), make_operator(), access=AccessMode.BRIS_DE_GLACE, reason="coma, allergies inconnues"
    )
    assert not service.read_ahead(emergency, await service.list(emergency))
    assert not scene.service.read_ahead(folder, listing), "a service that knows no stays reads nothing ahead"


async def test_signing_out_stops_what_is_read_ahead(scene: Scene) -> None:
    service = make_service(scene)
    folder, listing = await open_and_list(service)
    await service.close_session(folder.operator.session)
    service.read_ahead(folder, listing)
    await service.settle()
    assert RETRIEVE not in scene.calls


async def test_a_dmp_that_is_away_stops_it_and_says_so_in_the_trail(scene: Scene) -> None:
    service = make_service(scene)
    folder, listing = await open_and_list(service)
    scene.faults.add(Fault(service="dmp.registry", kind=FaultKind.BUSY, remaining=9))
    service.read_ahead(folder, listing)
    await service.settle()
    lines = [line for line in scene.trail.lines if line.act is AccessAct.READ_DMP_DOCUMENT]
    assert [line.detail for line in lines] == [{"code": "XDSRegistryBusy"}]
    await service.close()
