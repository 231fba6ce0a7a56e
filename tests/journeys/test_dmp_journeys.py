"""What a clinician does with a patient's DMP in a real browser: read beside the list, by keys, biology, in a frame."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.journeys.browsing import OpenPage, find_violations, focused, opening, wait_until
from tests.web.dmp_kit import DOCTOR, DPI, MINOR, Ground, make_ground, secret_of
from tests.web.dmp_served import ServedHouse, serve_house

pytestmark = pytest.mark.journey
WHO = {"username": DOCTOR.name, "password": secret_of(DOCTOR)}


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the houses are made from; before the browser, whose driver holds the loop."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("dmp-journeys"))


@pytest.fixture
def served(ground: Ground, browser: Any, tmp_path: Path) -> Iterator[ServedHouse]:
    """The pages, served."""
    with serve_house(ground, tmp_path) as running:
        yield running


@pytest.fixture
def open_dmp(browser: Any, served: ServedHouse) -> Iterator[OpenPage]:
    """Open pages as a physician."""
    with opening(browser, served.url) as open_one:
        yield lambda path="/", **options: open_one(path, http_credentials=WHO, **options)


def main_text(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\u00a0", " ")


def root(served: ServedHouse) -> str:
    return f"/dmp/{served.house.number()}"


def test_every_page_is_accessible_wide_narrow_and_dark(served: ServedHouse, open_dmp: OpenPage) -> None:
    base = root(served)
    analyte = f"{base}/biologie/analyse?cle=2345-7%7C2.16.840.1.113883.6.1%7C"
    pages = [
        "/dmp?q=testarbouse",
        f"{base}?liste=oui",
        f"{base}?liste=oui&periode=tout&vue=frise",
        f"{base}/biologie?liste=oui",
        analyte,
        f"{base}/acces",
        f"/dmp/{served.house.number(MINOR)}/acces",
    ]
    for options, shown in (
        ({}, pages),
        ({"width": 320, "height": 640}, pages[1:6]),
        ({"color_scheme": "dark"}, pages[3:5]),
    ):
        page = open_dmp(pages[0], **options)
        for path in shown:
            page.goto(f"{served.url}{path}")
            page.wait_for_load_state("networkidle")
            assert find_violations(page) == [], (path, options)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (path, options)


def test_the_list_arrives_by_itself_and_a_document_is_read_beside_it_by_keys(
    served: ServedHouse, open_dmp: OpenPage
) -> None:
    page = open_dmp(root(served))
    assert "TESTARBOUSE" in main_text(page)
    page.wait_for_selector("#liste [data-row]")
    assert "10 documents" in main_text(page)
    assert page.url.endswith("?liste=oui")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "Consultation de cardiologie"
    page.keyboard.press("Enter")
    page.wait_for_selector("#apercu .document-read")
    assert "Consultation de cardiologie" in page.locator("#apercu h2").inner_text()
    wait_until(page, "document.querySelector('#apercu img')?.naturalWidth > 0")
    page.keyboard.press("x")
    assert page.locator("#liste input:checked").count() == 1
    assert find_violations(page) == []


def test_filters_refine_in_place_and_have_an_address(served: ServedHouse, open_dmp: OpenPage) -> None:
    page = open_dmp(f"{root(served)}?liste=oui")
    page.select_option("#f-periode", "tout")
    wait_until(page, "document.querySelectorAll('#liste [data-row]').length > 20")
    assert "periode=tout" in page.url
    page.select_option("#f-type", "groupe:biologie")
    wait_until(page, "document.querySelectorAll('#liste [data-row]').length === 12")
    page.reload()
    assert page.locator("#liste [data-row]").count() == 12
    assert page.locator("#f-periode").input_value() == "tout"


def test_a_document_alone_leads_on_by_keys(served: ServedHouse, open_dmp: OpenPage) -> None:
    page = open_dmp(f"{root(served)}?liste=oui&periode=tout&type=11502-2")
    address = page.locator("#liste [data-open]").nth(1).get_attribute("href")
    page.goto(f"{served.url}{address}")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    assert page.locator(".cda-document").count() == 1


def test_biology_is_read_as_a_curve_and_as_a_table(served: ServedHouse, open_dmp: OpenPage) -> None:
    page = open_dmp(f"{root(served)}/biologie")
    page.wait_for_selector("table.biology")
    page.click("table.biology a:has-text('Hémoglobine A1c')")
    page.wait_for_selector("figure.curve svg")
    assert page.locator("figure.curve .dot").count() == 12
    assert page.locator(".legend li").count() == 2
    assert page.locator("table tbody tr").count() == 12
    assert "en % : 12 valeurs" in str(page.locator("figure.curve svg").get_attribute("aria-label")).replace(
        "\u00a0", " "
    )


def test_without_script_everything_is_there(served: ServedHouse, open_dmp: OpenPage) -> None:
    page = open_dmp(root(served), java_script_enabled=False)
    page.click("text=Afficher les documents")
    assert page.locator("#liste [data-row]").count() == 10
    page.click("#liste [data-open] >> nth=1")
    assert page.locator("article.document-read h2").inner_text() == "Consultation de cardiologie"
    page.click("nav.tabs >> text=Biologie")
    page.click("text=Afficher les résultats")
    assert page.locator("table.biology").count() >= 1


def test_an_emergency_opening_is_told_on_every_page(served: ServedHouse, open_dmp: OpenPage) -> None:
    page = open_dmp(f"{root(served)}/acces")
    page.select_option("#mode", "bris_de_glace")
    page.fill("#motif-urgence", "coma, allergies inconnues")
    page.click("text=Ouvrir en urgence")
    page.wait_for_selector("#liste [data-row]")
    assert "Accès en bris de glace" in main_text(page)
    page.click("nav.tabs >> text=Biologie")
    page.wait_for_selector("table.biology")
    assert "Accès en bris de glace" in main_text(page)
    assert find_violations(page) == []


def call_in_context(served: ServedHouse) -> tuple[str, str]:
    """Call as a record system does; gives the address as browsers see it, and the number of the context."""
    asked = {
        "patient": {"ipp": "IPP000735", "domaine": "1.2.250.1.999.7"},
        "professionnel": DOCTOR.identifier,
        "motif": "consultation",
    }
    given = served.run(served.house.call(asked, DPI)).json()
    return given["adresse"].replace("http://liane.test", served.url), given["identifiant"]


def test_a_context_shows_one_patient_and_ends(served: ServedHouse, open_dmp: OpenPage) -> None:
    address, number = call_in_context(served)
    page = open_dmp("/dmp")
    page.goto(address)
    page.wait_for_selector("#liste [data-row]")
    assert page.url.startswith(f"{served.url}/contexte/{number}")
    assert find_violations(page) == []
    page.mouse.wheel(0, 4000)
    assert page.locator(".patient-banner").bounding_box()["y"] >= 0
    page.click("text=Quitter ce patient")
    page.wait_for_url("**/contexte/termine")
    page.goto(f"{served.url}/contexte/{number}")
    assert "Ce contexte est terminé" in main_text(page)


class _RecordSystem(BaseHTTPRequestHandler):
    """A page of another origin that frames an address."""

    def do_GET(self) -> None:
        """Answer the page; the address to frame is the query."""
        framed = unquote(self.path.partition("?")[2])
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f'<title>DPI</title><iframe src="{framed}" width="1200" height="700"></iframe>'.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("is_declared", [True, False])
def test_only_a_declared_record_system_frames_a_context(
    ground: Ground, browser: Any, tmp_path: Path, is_declared: bool
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _RecordSystem) as outside:
        threading.Thread(target=outside.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{outside.server_port}"
        origins = (origin,) if is_declared else ("https://autre-dpi.example",)
        with serve_house(ground, tmp_path, frame_origins=origins) as served:
            address, _ = call_in_context(served)
            context = browser.new_context(http_credentials=WHO)
            page = context.new_page()
            page.goto(f"{served.url}/dmp")
            page.goto(f"{origin}/?{quote(address, safe='')}")
            if is_declared:
                page.frame_locator("iframe").locator("#liste [data-row]").first.wait_for(timeout=8000)
            else:
                page.wait_for_timeout(1000)
                assert page.frame_locator("iframe").locator(".patient-banner").count() == 0
            page.goto(f"{origin}/?{quote(served.url + root(served), safe='')}")
            page.wait_for_timeout(500)
            assert page.frame_locator("iframe").locator(".patient-banner").count() == 0
            context.close()
        outside.shutdown()
