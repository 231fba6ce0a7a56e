"""The pages and the JSON of the simulated INSi: population, calls, faults of one click."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from liane.codecs.insi.names import Trigger
from liane.pipeline.identity.card_reader import parse_card_line
from liane_sandbox.description import describe
from liane_sandbox.insi.population import list_insured
from liane_sandbox.running import Sandbox, SandboxOptions, start_sandbox
from liane_sandbox.web.app import create_app
from liane_sandbox.web.pages_insi import PRESETS
from tests.insi_kit import answer_of, get_named, make_client, make_query
from tests.pki_kit import make_cheap_pki

Journey = Callable[[Sandbox, httpx.AsyncClient], Awaitable[None]]
PERSON = get_named("TESTABRICOT-CERISE")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that the PKI is made once."""
    return tmp_path_factory.mktemp("sandbox") / "kept"


def play(folder: Path, journey: Journey) -> None:
    async def whole() -> None:
        make_cheap_pki(folder / "pki")
        sandbox = await start_sandbox(SandboxOptions(folder=folder, platform_port=9))
        try:
            await sandbox.reset()
            transport = httpx.ASGITransport(app=create_app(sandbox), raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as browser:
                await journey(sandbox, browser)
        finally:
            await sandbox.stop()

    asyncio.run(whole())


async def search(sandbox: Sandbox, **changes: object) -> str:
    """Search a person; the code answered, or that of the fault."""
    client = make_client(sandbox.insi.url, sandbox.pki, **changes)
    try:
        exchange = await client.search_by_traits(make_query(PERSON), Trigger.PERSON)
        if exchange.fault is not None:
            return exchange.fault.code
        return exchange.failure.code if exchange.failure else answer_of(exchange).code
    finally:
        await client.close()


async def read_page(browser: httpx.AsyncClient, address: str) -> str:
    answer = await browser.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.text.count("SIMULATION") >= 3
    assert "<script" not in answer.text
    assert answer.text.count("<h1>") == 1
    return answer.text


def test_population_and_calls_are_shown(folder: Path) -> None:
    async def journey(sandbox: Sandbox, browser: httpx.AsyncClient) -> None:
        page = await read_page(browser, "/insi")
        assert "pas le contrat national" in page
        assert "Aucun appel" in page
        assert await search(sandbox) == "00"
        page = await read_page(browser, "/insi")
        assert "recherche par traits" in page
        assert "MARTINE" in page
        calls = (await browser.get("/api/insi/calls")).json()
        assert [(one["asked"], one["codes"], one["certificate"]) for one in calls] == [("MARTINE", "00", "INSI-MANU")]
        whole = (await browser.get(f"/api/insi/calls/{calls[0]['id']}")).json()
        assert "RECSANSVITALE" in whole["request"]
        assert "RESULTAT" in whole["response"]
        shown = await read_page(browser, f"/insi/appels/{calls[0]['id']}")
        assert calls[0]["message_id"] in shown
        shown = await read_page(browser, f"/insi/personnes/{PERSON.number.matricule}")
        assert f"/insi/appels/{calls[0]['id']}" in shown
        found = (await browser.get(f"/api/insi/calls?sought={PERSON.number.matricule}")).json()
        assert len(found) == 1
        for address in ("/insi/appels/999", "/insi/personnes/1", "/api/insi/calls/999", "/api/insi/persons/1"):
            assert (await browser.get(address)).status_code == 404

    play(folder, journey)


def test_every_person_has_a_sheet_and_a_card(folder: Path) -> None:
    async def journey(sandbox: Sandbox, browser: httpx.AsyncClient) -> None:
        rows = (await browser.get("/api/insi/persons")).json()
        assert len(rows) == len(list_insured())
        for row in rows:
            await read_page(browser, f"/insi/personnes/{row['matricule']}")
            assert parse_card_line(row["card"]).rank == row["rank"]
        one = (await browser.get(f"/api/insi/persons/{PERSON.number.matricule.lower()}")).json()
        assert one["birth_givens"] == "MARTINE ODILE"

    play(folder, journey)


def test_each_fault_of_one_click_does_what_it_says(folder: Path) -> None:
    expected = {
        "busy": "HTTP-503",
        "answer-late": "TimeoutError",
        "truncated": "RemoteProtocolError",
        "down": "ConnectError",
    }

    async def journey(sandbox: Sandbox, browser: httpx.AsyncClient) -> None:
        for preset in PRESETS:
            answer = await browser.post("/insi/pannes", data={"preset": preset, "key": ""})
            assert answer.status_code == 303
            await sandbox.insi.settle()
            assert await search(sandbox, timeout_s=0.5) == expected.get(preset, preset), preset
            await read_page(browser, "/insi")
            assert (await browser.post("/insi/pannes/arreter")).status_code == 303
            await sandbox.insi.settle()
        assert sandbox.faults.list_faults() == ()
        assert await search(sandbox) == "00"
        assert (await browser.post("/insi/pannes", data={"preset": "autre"})).status_code == 422

    play(folder, journey)


def test_the_description_tells_where_and_with_what(folder: Path) -> None:
    async def journey(sandbox: Sandbox, browser: httpx.AsyncClient) -> None:
        told = describe(sandbox, "http://127.0.0.1:1")
        assert told["insi"] == {"url": sandbox.insi.url, "idam": "SM00000000"}
        certificates = told["certificates"]
        assert isinstance(certificates, dict)
        for name in ("insi_manu", "insi_auto"):
            assert Path(certificates[name]["key"]).is_file()
        await search(sandbox)
        await browser.post("/api/reset")
        assert (await browser.get("/api/insi/calls")).json() == []

    play(folder, journey)
