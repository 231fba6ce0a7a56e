"""Journeys drive the distribution's Chromium on a console served on loopback; they skip visibly without it."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.browsing import OpenPage, opening
from tests.postgres import anyio_backend, copy_database, name_database, postgres_dsn, postgres_server
from tests.web.conftest import filled_template, run
from tests.web.served import Served, serve

__all__ = ["anyio_backend", "browser", "console", "filled_template", "open_page", "postgres_dsn", "postgres_server"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def run_apart(dsn: str, statement: str) -> None:
    """Run a statement in a thread of its own: the driver of the browser holds the loop of this one."""
    thread = threading.Thread(target=lambda: asyncio.run(run(dsn, statement)))
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def browser(filled_template: str) -> Iterator[Any]:
    """The distribution's Chromium, without a window; started after the database, whose fixtures need the loop."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is absent (Debian package chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def console(postgres_dsn: str, filled_template: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A console served on a filled database of its own."""
    name = f"journey_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, filled_template))
    with serve(name_database(postgres_dsn, name), is_development=True) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_page(browser: Any, console: Served) -> Iterator[OpenPage]:
    """Open pages of the console."""
    with opening(browser, console.url) as open_one:
        yield open_one
