"""A record system of another site frames a patient's DMP over TLS, in a real browser that blocks third-party cookies.

``localhost`` and ``127.0.0.1`` are two sites: the session of the professional goes to the first alone.
"""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest
import uvicorn
import uvloop
from starlette.datastructures import Headers

from liane.web.sign_in_room import read_cookies
from liane_sandbox.pki.folder import PKI
from tests.journeys.browsing import find_violations
from tests.signin_kit import DOCTOR, WALLET
from tests.web.dmp_kit import Ground, make_ground
from tests.web.frame_kit import FramedHouse, open_framed
from tests.web.served import _Server

pytestmark = pytest.mark.journey


class Running:
    """The pages really served over TLS, and the record system beside. arrived: each path with its cookies."""

    def __init__(self, framed: FramedHouse, liane: str, system: str, loop: asyncio.AbstractEventLoop) -> None:
        self.framed = framed
        self.liane = liane
        self.system = system
        self.arrived: list[tuple[str, tuple[str, ...]]] = []
        self._loop = loop

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of the server and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    def call(self) -> str:
        """Call in context; gives the address to frame."""
        return f"{self.liane}{self.run(self.framed.call())}"


class RecordSystem(BaseHTTPRequestHandler):
    """A page of another site that frames an address."""

    def do_GET(self) -> None:
        """Answer the page; the address to frame is the query."""
        framed = unquote(self.path.partition("?")[2])
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        frame = f'<iframe src="{framed}" width="1240" height="640"></iframe>'
        self.wfile.write(f"<title>DPI</title><h1>Dossier du patient</h1>{frame}".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def context_of(pki: PKI) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.server.certificate, pki.server.key)
    return context


@contextlib.contextmanager
def serve_system(pki: PKI) -> Iterator[str]:
    """Serve the record system over TLS on 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), RecordSystem)
    server.socket = context_of(pki).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@contextlib.contextmanager
def serve_framed(ground: Ground, folder: Path, system: str) -> Iterator[Running]:
    """Serve the house over TLS on localhost."""
    ready, kept = threading.Event(), list[tuple[Running, Any]]()
    listener = socket.create_server(("127.0.0.1", 0))
    liane = f"https://localhost:{listener.getsockname()[1]}"

    async def main() -> None:
        hosts = ("localhost", "liane.test")
        async with open_framed(ground, folder, host=liane, hosts=hosts, frame_origins=(system,)) as framed:
            pair = ground.pki.server
            running = Running(framed, liane, system, asyncio.get_running_loop())

            async def listen(scope: Any, receive: Any, send: Any) -> None:
                if scope["type"] == "http":
                    running.arrived.append((scope["path"], tuple(read_cookies(Headers(scope=scope)))))
                await framed.house.app(scope, receive, send)

            config = uvicorn.Config(
                listen,
                log_config=None,
                timeout_graceful_shutdown=1,
                ssl_certfile=str(pair.certificate),
                ssl_keyfile=str(pair.key),
            )
            server = _Server(config)

            def stop() -> None:
                framed.house.app.state.streams.close()  # type: ignore[attr-defined]
                server.should_exit = True

            kept.append((running, stop))
            ready.set()
            await server.serve(sockets=[listener])

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run, name="liane-framed")
    thread.start()
    try:
        assert ready.wait(60)
        yield kept[0][0]
    finally:
        if kept:
            running, stop = kept[0]
            running._loop.call_soon_threadsafe(stop)
        thread.join(30)


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the house is made from; before the browser, whose driver holds the loop."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("frame-journeys"))


@pytest.fixture(scope="module")
def running(ground: Ground, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The pages and the record system."""
    with (
        serve_system(ground.pki) as system,
        serve_framed(ground, tmp_path_factory.mktemp("framed-journey"), system) as served,
    ):
        yield served


@contextlib.contextmanager
def opening(browser: Any, running: Running, **options: Any) -> Iterator[Any]:
    """A browser of its own, in which the wallet of Pro Santé Connect accepts at once."""
    options = {"viewport": {"width": 1366, "height": 768}, "locale": "fr-FR", "ignore_https_errors": True} | options
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)

    def accept(route: Any) -> None:
        back = running.framed.bench.approve(route.request.url, DOCTOR)
        address = f"{running.liane}/connexion/retour?{urlencode(back)}"
        route.fulfill(content_type="text/html", body=f'<a href="{address.replace("&", "&amp;")}">Accepter</a>')

    context.route(f"{WALLET}/**", accept)
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Any) -> None:
    """Sign in, in a window that Liane sent to the sign-in."""
    page.get_by_role("link", name="S’identifier avec Pro Santé Connect").click()
    page.get_by_role("link", name="Accepter").click()
    if "/connexion/situation" in page.url:
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Agir ainsi").click()


def text_of(place: Any) -> str:
    return str(place.locator("main").inner_text()).replace("\u00a0", " ")


def open_in_frame(context: Any, running: Running, page: Any) -> Any:
    """Open a patient in the frame by a window and its number; gives the frame."""
    page.goto(f"{running.system}/?{quote(running.call(), safe='')}")
    frame = page.frame_locator("iframe")
    number = frame.locator(".binding").inner_text()
    with context.expect_page() as opened:
        frame.get_by_role("link", name="Ouvrir la fenêtre de Liane").click()
    window = opened.value
    if "/connexion" in window.url:
        sign_in(window)
    window.get_by_label("Nombre affiché dans votre logiciel").fill(number)
    window.get_by_role("button", name="Ouvrir dans mon logiciel").click()
    window.get_by_role("heading", name="C’est fait").wait_for()
    frame.locator(".patient-banner").wait_for()
    return frame


def sent_by_frame(context: Any, running: Running, page: Any) -> set[str]:
    """Names of the cookies that reach Liane from the frame, beside one that a third party might once have set."""
    old = {"name": "ancien", "value": "1", "url": running.liane, "sameSite": "None", "secure": True}
    context.add_cookies([old])
    running.arrived.clear()
    page.goto(f"{running.system}/?{quote(running.call(), safe='')}")
    page.frame_locator("iframe").locator(".patient-banner").wait_for()
    return {name for path, names in running.arrived if path.startswith("/contexte/") for name in names}


@pytest.mark.parametrize("has_script", [True, False])
def test_a_patient_is_read_in_a_frame_of_another_site(browser: Any, running: Running, has_script: bool) -> None:
    with opening(browser, running, java_script_enabled=has_script) as context:
        page = context.new_page()
        frame = open_in_frame(context, running, page)
        assert "TESTARBOUSE" in frame.locator(".patient-banner").inner_text()
        cookies = {one["name"]: one for one in context.cookies()}
        assert cookies["__Host-liane-cadre"]["sameSite"] == "None"
        assert sent_by_frame(context, running, page) == {"__Host-liane-cadre"}
        page.goto(f"{running.system}/?{quote(running.call(), safe='')}")
        frame.locator(".patient-banner").wait_for()
        if has_script:
            frame.get_by_role("button", name="Quitter ce patient").click()
            frame.get_by_role("heading", name="Ce patient est refermé.").wait_for()


def test_a_masking_asked_in_a_frame_is_sent_from_a_window(browser: Any, running: Running) -> None:
    with opening(browser, running) as context:
        page = context.new_page()
        frame = open_in_frame(context, running, page)
        frame.locator("#liste [data-row] a[data-open]").first.wait_for(timeout=15_000)
        frame.locator("#liste [data-row] a[data-open]").first.click()
        frame.locator("#apercu summary", has_text="Agir sur ce document").click()
        acts = frame.locator("#apercu form.acts")
        acts.first.get_by_role("textbox").fill("Demande du patient, orale")
        acts.first.get_by_role("button").click()
        frame.get_by_role("heading", name="Terminer dans une fenêtre").wait_for()
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Vérifier et envoyer dans une fenêtre").click()
        window = opened.value
        for part in (
            "TESTARBOUSE",
            "Prescription de produits de santé",
            "Masquer aux professionnels",
            "Demande du patient",
        ):
            assert part in text_of(window)
        assert find_violations(window) == []
        window.get_by_role("button", name="Envoyer").click()
        window.locator(".patient-banner").wait_for()
        frame.get_by_role("link", name="revoir la page du patient").click()
        frame.locator(".patient-banner").wait_for()


def test_a_deletion_asked_in_a_frame_proves_who_one_is_in_a_window(browser: Any, running: Running) -> None:
    with opening(browser, running) as context:
        page = context.new_page()
        frame = open_in_frame(context, running, page)
        frame.locator("#liste [data-row] a[data-open]").first.click()
        frame.locator("#apercu summary", has_text="Agir sur ce document").click()
        running.framed.house.scene.clock[0] += timedelta(minutes=30)
        frame.get_by_label("Supprimer : motif").fill("Document d’un autre patient")
        frame.get_by_role("button", name="Supprimer").click()
        frame.get_by_role("heading", name="Confirmer qui vous êtes").wait_for()
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Confirmer dans une autre fenêtre").click()
        window = opened.value
        assert find_violations(window) == []
        window.get_by_role("link", name="Confirmer avec Pro Santé Connect").click()
        window.get_by_role("link", name="Accepter").click()
        told = text_of(window)
        assert "TESTARBOUSE" in told
        assert "Supprimer" in told
        assert "Document d’un autre patient" in told


def test_a_browser_that_blocks_every_cookie_there_opens_a_window(browser: Any, running: Running) -> None:
    """The frame comes back without the cookie that it was given, as from a browser that keeps none there."""
    with opening(browser, running) as context:
        page = context.new_page()

        address = running.call()
        page.goto(f"{running.system}/?{quote(f'{address}?cadre=1', safe='')}")
        frame = page.frame_locator("iframe")
        frame.get_by_role("heading", name="Ce navigateur n’ouvre pas le DMP").wait_for()
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Ouvrir dans une fenêtre").click()
        window = opened.value
        sign_in(window)
        window.locator(".patient-banner").wait_for()


def test_another_site_frames_nothing(browser: Any, ground: Ground, running: Running) -> None:
    with serve_system(ground.pki) as other, opening(browser, running) as context:
        page = context.new_page()
        page.goto(f"{other}/?{quote(running.call(), safe='')}")
        page.wait_for_load_state("networkidle")
        assert page.frame_locator("iframe").locator("main").count() == 0
