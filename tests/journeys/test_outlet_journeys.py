"""A secretary files documents that go by three doors, sees each acknowledged, and takes each back: a whole node."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvloop

from liane.cli.node import Node
from liane.domain.actors.operator import Role
from liane.wiring.arrivals import KNOWN
from liane.wiring.context_settings import ContextSettings
from liane.wiring.quiet import wait_until_quiet
from liane.wiring.sandbox_process import SandboxProcess, make_sandbox_settings
from liane.wiring.settings import HTTPSettings, OperatorSettings
from tests.journeys.browsing import find_violations
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, copy_database, name_database

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
START_S_MAX = 180
DATABASE = "outlet_journeys"
NAME, SECRET = "Sacha TESTSECRETAIRE", "un-secret-d-essai-assez-long"
PRESCRIPTION, LETTER = "57833-6", "11490-0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """A node whose establishment has three applications. boxes: the applicative mailbox, that of cardiology."""

    liane: str
    sandbox: str
    boxes: tuple[str, str]

    def write(self, box: int, serial: int) -> None:
        order = {"ins": KNOWN, "to": self.boxes[box], "kind": "pdf", "serial": serial, "wants_mdn": False}
        httpx.post(f"{self.sandbox}/api/mssante/inject", json=order, trust_env=False).raise_for_status()

    def list_filed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.sandbox}/api/dpi/documents", trust_env=False).json()
        return found


@pytest.fixture
def outlets(browser: Any, postgres_dsn: str, tmp_path: Path) -> Iterator[Outlets]:
    """A node and its sandbox, in a thread with a loop of their own; one person is known."""
    run_apart(postgres_dsn, copy_database(DATABASE, TEMPLATE))
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    ready, found, done = threading.Event(), list[Outlets](), list[Any]()

    async def main() -> None:
        stop = asyncio.Event()
        done.append((asyncio.get_running_loop(), stop))
        async with SandboxProcess(tmp_path / "sandbox") as box:
            settings = make_sandbox_settings(
                box.description,
                data=tmp_path / "liane",
                mllp_port=0,
                database_url=name_database(postgres_dsn, DATABASE),
                signin=None,
                contexts=ContextSettings(),
                http=HTTPSettings(
                    port=0, operators=(OperatorSettings(name=NAME, secret_file=secret, roles=(Role.SECRETARIAT,)),)
                ),
            )
            reading = settings.intake.model_copy(update={"reading": False})
            async with Node(settings.model_copy(update={"intake": reading})) as node:
                await tell_person(box.pages_url, node)
                boxes = [one["mailbox"] for one in box.description["mssante"]["reception"]]
                found.append(
                    Outlets(liane=node.pages_url.rstrip("/"), sandbox=box.pages_url, boxes=(boxes[0], boxes[1]))
                )
                ready.set()
                await stop.wait()

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(main())
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="outlets-served")
    thread.start()
    try:
        assert ready.wait(START_S_MAX)
        assert found, "the node did not start"
        yield found[0]
    finally:
        loop, stop = done[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        run_apart(postgres_dsn, f"DROP DATABASE {DATABASE} WITH (FORCE)")


async def tell_person(sandbox: str, node: Node) -> None:
    async with httpx.AsyncClient(base_url=sandbox, trust_env=False, timeout=30) as client:
        await client.post("/api/emitter/target", json={"host": "127.0.0.1", "port": node.liane.mllp_port})
        (await client.post("/api/gam/send", json={"event": "A31", "ins": KNOWN})).raise_for_status()
        await wait_until_quiet(node.liane.store, timeout_s=30)


def wait_for_item(page: Any, url: str) -> str:
    """Open the worklist until one item waits on it; gives its address."""
    for _ in range(200):
        page.goto(f"{url}/reception")
        links = page.locator("[id^=objet-] a")
        if links.count():
            return str(links.first.get_attribute("href")).partition("?")[0]
        page.wait_for_timeout(200)
    raise AssertionError("nothing came")


def file_one(page: Any, url: str, type_code: str) -> str:
    """File the only item that waits, as a person would; gives its address."""
    address = wait_for_item(page, url)
    page.goto(f"{url}{address}?q={KNOWN}")
    page.locator("#autres input[name=personne]").first.check()
    assert page.locator("#application option").first.inner_text().endswith("-SIMULATION, selon le type")
    page.locator("#champ-doc_type").select_option(type_code)
    page.locator("#bouton-integrer").click()
    page.wait_for_url("**fait=integre*")
    return address


def test_each_door_takes_acknowledges_and_gives_back(browser: Any, outlets: Outlets, tmp_path: Path) -> None:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, http_credentials={"username": NAME, "password": SECRET}
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    url = outlets.liane
    page.set_viewport_size({"width": 1366, "height": 1000})
    told = (
        (0, PRESCRIPTION, "GED-SIMULATION", "dossier"),
        (1, LETTER, "CARDIO-SIMULATION", "FHIR"),
        (0, LETTER, "DPI-SIMULATION", "HL7 v2"),
    )
    for serial, (box, type_code, application, door) in enumerate(told, start=1):
        outlets.write(box, serial)
        page.goto(url + wait_for_item(page, url))
        page.locator("#application").scroll_into_view_if_needed()
        page.screenshot(path=tmp_path / f"{application}-choisir.png")
        address = file_one(page, url, type_code)
        page.goto(f"{url}{address}")
        page.wait_for_selector(f"#remise >> text=pris en charge par {application}")
        assert find_violations(page) == []
        page.screenshot(path=tmp_path / f"{application}.png")
        (filed,) = [one for one in outlets.list_filed() if one["door"] == door]
        assert (filed["state"], filed["times"], filed["type_code"]) == ("current", 1, type_code)
        page.get_by_label("Motif (écrit au journal)").fill("Mauvais document")
        page.get_by_role("button", name="Annuler cette décision").click()
        page.wait_for_url("**fait=repris*")
        page.wait_for_selector(f"#remise >> text=retiré de {application}")
        (filed,) = [one for one in outlets.list_filed() if one["door"] == door]
        assert filed["state"] == "deleted"
        page.screenshot(path=tmp_path / f"{application}-retire.png")
        page.locator("#ecarter summary").click()
        page.locator("#motif-ecart").fill("Fin de l'essai")
        page.get_by_role("button", name="Mettre de côté", exact=True).click()
        page.wait_for_url("**fait=ecarte*")
    page.goto(f"{outlets.sandbox}/dpi")
    page.screenshot(path=tmp_path / "dpi.png", full_page=True)
    assert "dossier" in page.locator("main").inner_text()
    context.close()
