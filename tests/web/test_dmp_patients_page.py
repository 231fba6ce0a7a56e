"""« Mes patients, selon le DMP »: TD0.4 from the page to the simulated DMP and back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from liane.codecs.xds.habilitations import DateType
from liane.domain.audit.access import AccessAct, Outcome
from liane.pipeline.dmp_consultation.patients import PatientsAsked
from liane.store.postgres_store import PostgresStore
from tests.pipeline.dmp_reading_kit import DOCTOR_ID, make_operator, open_scene
from tests.sandbox.dmp.kit import ADULT, MINOR, NOW
from tests.web.dmp_kit import DOCTOR, FULL, SECRETARY, Ground, House, make_ground

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-patients"))


@pytest.fixture
async def house(ground: Ground, tmp_path: Path) -> AsyncIterator[House]:
    async with ground.build(tmp_path) as opened:
        yield opened


async def test_the_patients_of_a_reader_are_those_of_the_dmp(
    ground: Ground, store: PostgresStore, tmp_path: Path
) -> None:
    """dmp.md §7.3: by authorisation or by document; the trail names no patient."""
    async with open_scene(ground.pki, store, tmp_path) as scene:
        scene.authorise(DOCTOR_ID, ADULT)
        scene.authorise("899900000011", MINOR)
        asked = PatientsAsked(since=NOW - timedelta(days=1))
        (found,) = await scene.service.patients(make_operator(), asked)
        assert (found.ins, found.added_at) == (ADULT.ins, None)
        by_document = PatientsAsked(since=NOW - timedelta(days=1), date_type=DateType.LAST_DOCUMENT)
        assert await scene.service.patients(make_operator(), by_document) == ()
        scene.feed()
        (found,) = await scene.service.patients(make_operator(), by_document)
        assert found.added_at is not None
        later = PatientsAsked(since=NOW + timedelta(days=1))
        assert await scene.service.patients(make_operator(), later) == ()
        line = scene.trail.lines[0]
        assert (line.act, line.outcome, line.person_id) == (AccessAct.SEARCH_DMP, Outcome.DONE, None)


async def test_those_known_here_lead_to_their_page(house: House) -> None:
    await house.get(f"/dmp/{house.number()}?liste=oui", DOCTOR)
    page = (await house.get("/dmp/mes-patients")).text
    assert f'href="/dmp/{house.number()}"' in page
    assert FULL.traits.birth_family in page
    assert "Réessayer" not in page
    odd = await house.get("/dmp/mes-patients?depuis=abc&selon=autre")
    assert odd.status_code == 200


async def test_only_who_reads_the_dmp_lists(house: House) -> None:
    assert (await house.get("/dmp/mes-patients", SECRETARY)).status_code == 403
