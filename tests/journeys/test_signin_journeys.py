"""A professional signs in, in a real browser, with the simulated Pro Santé Connect beside a whole node."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvloop

from liane.cli.node import Node
from liane.wiring.sandbox_process import SandboxProcess, make_sandbox_settings
from tests.journeys.browsing import find_violations
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, copy_database, name_database

pytestmark = pytest.mark.journey
START_S_MAX = 180
DATABASE = "signin_journeys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where the pages are: of Liane and of the sandbox."""

    liane: str
    sandbox: str


@pytest.fixture(scope="module")
def served(browser: Any, postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A node and its sandbox, in a thread with a loop of their own."""
    run_apart(postgres_dsn, copy_database(DATABASE, TEMPLATE))
    folder = tmp_path_factory.mktemp("signin")
    ready, found, done = threading.Event(), list[Served](), list[Any]()

    async def main() -> None:
        stop = asyncio.Event()
        done.append((asyncio.get_running_loop(), stop))
        async with SandboxProcess(folder / "sandbox") as box:
            settings = make_sandbox_settings(
                box.description,
                data=folder / "liane",
                mllp_port=0,
                database_url=name_database(postgres_dsn, DATABASE),
            )
            async with Node(settings) as node:
                found.append(Served(liane=node.pages_url.rstrip("/"), sandbox=box.pages_url))
                ready.set()
                await stop.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run, name="signin-served")
    thread.start()
    try:
        assert ready.wait(START_S_MAX)
        yield found[0]
    finally:
        loop, stop = done[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        run_apart(postgres_dsn, f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextlib.contextmanager
def opening(browser: Any, **options: Any) -> Iterator[Any]:
    """A browser of its own."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR", **options)
    context.set_default_timeout(15_000)
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Any, served: Served, name: str) -> None:
    page.goto(f"{served.liane}/connexion")
    page.get_by_role("link", name="S’identifier avec Pro Santé Connect").click()
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Accepter").click()
    page.wait_for_url(f"{served.liane}/**")


def test_a_doctor_chooses_a_situation_and_leaves_both_ways(browser: Any, served: Served) -> None:
    with opening(browser) as context:
        page = context.new_page()
        page.goto(f"{served.liane}/")
        page.get_by_role("link", name="Se connecter").click()
        assert find_violations(page) == []
        sign_in(page, served, "IRENE TESTMELEZE")
        assert page.url == f"{served.liane}/connexion/situation"
        assert find_violations(page) == []
        assert "CABINET" not in page.locator("main").inner_text()
        page.get_by_label("EHPAD SIMULATION DES TILLEULS").check()
        page.get_by_role("button", name="Agir ainsi").click()
        page.wait_for_url(lambda url: "/connexion" not in url)
        assert "IRENE TESTMELEZE" in page.locator(".topbar").inner_text()
        assert "EHPAD SIMULATION DES TILLEULS" in page.locator(".topbar").inner_text()
        page.goto(f"{served.liane}/connexion/sessions")
        assert find_violations(page) == []
        assert "1 session ouverte" in page.locator("main").inner_text().replace("\u00a0", " ")
        page.get_by_role("button", name="Se déconnecter").click()
        assert find_violations(page) == []
        page.get_by_role("link", name="Me déconnecter aussi de Pro Santé Connect").click()
        page.wait_for_url(f"{served.liane}/connexion?state=*")
        assert "Vous êtes aussi déconnecté" in page.locator("main").inner_text()


def test_the_provider_ends_a_session_from_server_to_server(browser: Any, served: Served) -> None:
    with opening(browser) as context:
        page = context.new_page()
        sign_in(page, served, "COLINE TESTSAULE")
        page.wait_for_url(lambda url: "/connexion" not in url)
        workshop = context.new_page()
        workshop.goto(f"{served.sandbox}/psc")
        row = workshop.locator("tr", has_text="COLINE TESTSAULE").filter(has=workshop.get_by_role("button"))
        row.get_by_role("button", name="Terminer (de serveur à serveur)").first.click()
        assert "elle a répondu 200" in workshop.locator("main").inner_text()
        page.goto(f"{served.liane}/identites")
        assert page.url.startswith(f"{served.liane}/connexion?")
        assert "Pro Santé Connect" in page.locator("main").inner_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_midwife_signs_in_by_phone(browser: Any, served: Served, has_script: bool) -> None:
    with opening(browser, java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(f"{served.liane}/connexion/telephone?suite=/reception")
        if has_script:
            assert find_violations(page) == []
        page.get_by_label("Identifiant national").fill("899900000060")
        page.get_by_role("button", name="Continuer").click()
        number = page.locator(".binding").inner_text()
        page.get_by_role("button", name="Envoyer la demande").click()
        page.wait_for_selector("text=La demande est sur votre téléphone")
        assert page.locator(".binding").inner_text() == number
        if has_script:
            assert find_violations(page) == []
        phone = context.new_page()
        phone.goto(f"{served.sandbox}/psc/telephone")
        assert f"Nombre à comparer : {number}" in phone.locator("main").inner_text()
        phone.get_by_role("button", name="Accepter").click()
        page.wait_for_url(f"{served.liane}/reception")
        assert "MAUD TESTAUBEPINE" in page.locator(".topbar").inner_text()


def test_who_is_not_known_here_is_told_why(browser: Any, served: Served) -> None:
    with opening(browser) as context:
        page = context.new_page()
        sign_in(page, served, "ALICE TESTGENET")
        assert "pas habilité ici" in page.locator("main").inner_text()
        assert find_violations(page) == []


def test_each_job_sees_its_own_rooms(browser: Any, served: Served) -> None:
    with opening(browser) as context:
        page = context.new_page()
        sign_in(page, served, "YVES TESTCORMIER")
        page.get_by_role("button", name="Agir ainsi").click()
        page.wait_for_url(lambda url: "/connexion" not in url)
        assert "Aujourd’hui" in page.locator("nav").inner_text()
    with opening(browser) as context:
        page = context.new_page()
        sign_in(page, served, "COLINE TESTSAULE")
        assert "Aujourd’hui" not in page.locator("nav").inner_text()


@pytest.mark.parametrize("path", ["/connexion", "/connexion/telephone", "/connexion?motif=garde", "/connexion/secours"])
@pytest.mark.parametrize("width", [320, 683])
def test_the_pages_of_sign_in_never_scroll_sideways(browser: Any, served: Served, path: str, width: int) -> None:
    with opening(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(f"{served.liane}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/psc", "/psc/telephone"])
def test_the_pages_of_the_simulation_are_clean(browser: Any, served: Served, path: str) -> None:
    with opening(browser) as context:
        page = context.new_page()
        page.goto(f"{served.sandbox}{path}")
        assert find_violations(page) == []
