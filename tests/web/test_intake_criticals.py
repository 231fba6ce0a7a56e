"""The page of critical results: who sees what, what is said, what is noted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.store.criticals import CameIn, PostgresCriticals
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import Arrived, fill_room, make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
DOCTOR = Operator(name="Lou TESTLECTEUR", identifier="899900000037", roles=frozenset({Role.CLINICIEN}))
UNIT = Operator(name="Lou TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
ENGINEER = Operator(name="Lou TESTREGLAGE", roles=frozenset({Role.INTEGRATION}))
AUDITOR = Operator(name="Lou TESTAUDIT", roles=frozenset({Role.AUDIT}))
SECRETS = {
    one.name: f"le-secret-numero-{place}-pour-l-essai" for place, one in enumerate((DOCTOR, UNIT, ENGINEER, AUDITOR))
}


@dataclass
class Served:
    """A console with its reception."""

    client: httpx.AsyncClient
    store: PostgresStore
    arrived: Arrived

    async def get(self, path: str, by: Operator = DOCTOR) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = DOCTOR, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, clock.at)
    credentials = tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in (DOCTOR, UNIT, ENGINEER, AUDITOR))
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), credentials=credentials),
        desk=make_desk(flow),
        reception=make_room(store, clock.now),
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, store=store, arrived=arrived)


async def keep(served: Served, item_id: int, number: int = 1, unit: str = "") -> None:
    """A document with critical results."""
    came = CameIn(item_id=item_id, person_id=None, unit=unit, files=())
    await PostgresCriticals(served.store).keep(came, number, NOW)


async def list_items(served: Served) -> list[int]:
    async with served.store.reading() as connection:
        return [row["id"] for row in await connection.fetch("SELECT id FROM intake_items ORDER BY id")]


async def test_nothing_waits(served: Served) -> None:
    page = await served.get("/reception/critiques")
    assert "Aucun résultat critique n’attend." in page.text
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []


async def test_what_waits_is_said_counted_and_noted_as_seen(served: Served) -> None:
    item = (await list_items(served))[0]
    await keep(served, item, 2)
    page = await served.get("/reception/critiques")
    assert "Un document dit un résultat critique : le lire sans attendre." in plain(page.text)
    assert f'href="/reception/{item}"' in page.text
    assert "2 résultats dits critiques" in plain(page.text)
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []
    assert (await served.post("/reception/critiques/vus")).status_code == 400
    noted = await served.post("/reception/critiques/vus", objet=str(item))
    assert (noted.status_code, noted.headers["location"]) == (303, "/reception/critiques?fait=vu")
    assert "Aucun résultat critique" in (await served.get("/reception/critiques?fait=vu")).text


async def test_a_document_that_went_alone_is_seen_among_the_flows(served: Served) -> None:
    await keep(served, 999_999)
    assert 'href="/documents/999999"' in (await served.get("/reception/critiques", ENGINEER)).text
    assert "/documents/999999" not in (await served.get("/reception/critiques")).text


async def test_a_unit_sees_its_own_and_notes_its_own(served: Served) -> None:
    first, second = (await list_items(served))[:2]
    await keep(served, first, unit="UF 12")
    await keep(served, second, unit="UF 30")
    page = (await served.get("/reception/critiques", UNIT)).text
    assert f"/reception/{first}" in page
    assert f"/reception/{second}" not in page
    await served.post("/reception/critiques/vus", UNIT, objet=[str(first), str(second)])
    assert [one.item_id for one in await PostgresCriticals(served.store).list_open()] == [second]


async def test_who_has_no_right_sees_nothing_and_notes_nothing(served: Served) -> None:
    assert (await served.get("/reception/critiques", AUDITOR)).status_code == 403
    assert (await served.post("/reception/critiques/vus", ENGINEER, objet="1")).status_code == 403
