"""What people do with the console, in a real browser: by keyboard alone, without script, on a narrow screen, live."""

import re
from pathlib import Path

import pytest

from liane.domain.documents.delivery import DeliveryState
from liane.store.page_records import DeliveryFilter, DocumentFilter
from tests.journeys.browsing import OpenPage, find_violations, focused, wait_until
from tests.web.filled_store import make_document_message
from tests.web.served import Served

pytestmark = pytest.mark.journey
ROOMS = ("/", "/documents", "/livraisons", "/messages", "/incidents", "/canaux", "/sante", "/aide", "/style", "/rien")
SHIFT_MAX = 0.02
LIVE = "document.querySelector('[data-live-state]').textContent === 'à jour en continu'"


def find_document(console: Served, text: str) -> int:
    page = console.run(console.store.search_documents(DocumentFilter(text=text)))
    number: int = page.lines[0].document.id
    return number


def find_parked(console: Served) -> tuple[int, int]:
    """One parked delivery: its number, and that of its document."""
    page = console.run(console.store.search_deliveries(DeliveryFilter(state=DeliveryState.PARKED)))
    return page.lines[0].delivery.id, page.lines[0].delivery.document_id


def find_refused(console: Served) -> int:
    page = console.run(console.store.search_deliveries(DeliveryFilter(state=DeliveryState.REFUSED)))
    number: int = page.lines[0].delivery.document_id
    return number


def document_pages(console: Served) -> list[str]:
    parked, refused = find_parked(console)[1], find_refused(console)
    body = next(e for e in console.run(console.store.find_events(refused)) if e.body_sha256).body_sha256
    message = console.run(console.store.get_document(parked)).message_id
    return [
        *(f"/documents/{parked}{view}" for view in ("", "/cda", "/message", "/accuse", "/verdict", "/versions")),
        f"/documents/{refused}/corps/{body}",
        f"/messages/{message}",
        f"/messages/{message}/octets-recus",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(open_page: OpenPage, console: Served, theme: str) -> None:
    page = open_page(color_scheme=theme)
    for path in (*ROOMS, *document_pages(console)):
        page.goto(f"{console.url}{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert find_violations(page) == [], path


@pytest.mark.parametrize("width", [320, 683])
def test_a_narrow_or_zoomed_screen_never_scrolls_sideways(open_page: OpenPage, console: Served, width: int) -> None:
    page = open_page(width=width, height=640)
    for path in (*ROOMS, *document_pages(console)):
        page.goto(f"{console.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_stuck_delivery_is_found_and_replayed_with_the_keyboard_alone(open_page: OpenPage, console: Served) -> None:
    delivery_id, document_id = find_parked(console)
    page = open_page("/")
    keyboard = page.keyboard
    keyboard.press("g")
    keyboard.press("l")
    page.wait_for_url("**/livraisons")
    keyboard.press("/")
    assert focused(page) == "destinataire"
    keyboard.press("Escape")
    page.goto(f"{console.url}/livraisons?etat=parked")
    keyboard.press("j")
    keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{document_id}")
    page.locator(f"#agir-{delivery_id} summary").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("Le DMP répond de nouveau")
    keyboard.press("Tab")
    assert focused(page) == "Rejouer"
    keyboard.press("Enter")
    page.wait_for_url("**fait=1")
    assert "1 livraison rejouée" in page.locator(".notice.done").inner_text().replace("\u00a0", " ")
    assert "Le DMP répond de nouveau" in page.locator("main").inner_text()


def test_every_key_of_the_list_does_what_the_help_says(open_page: OpenPage) -> None:
    page = open_page("/documents")
    keyboard = page.keyboard
    keyboard.press("?")
    assert page.locator("dialog#touches").is_visible()
    assert page.locator("dialog#touches").evaluate("dialog => dialog.scrollTop") == 0, "read from its first key"
    keyboard.press("j")
    assert page.locator("tr[data-row]:focus-within").count() == 0, "keys wait behind the dialog"
    keyboard.press("Escape")
    assert not page.locator("dialog#touches").is_visible()
    rows = page.locator("tr[data-row]")
    keyboard.press("j")
    keyboard.press("j")
    keyboard.press("j")
    keyboard.press("k")
    assert page.locator("tr[data-row]:focus-within").get_attribute("id") == rows.nth(1).get_attribute("id")
    keyboard.press("x")
    assert page.locator("[data-selected]").inner_text() == "1 ligne cochée"
    assert page.locator("#tous").evaluate("box => box.indeterminate")
    keyboard.press("x")
    assert page.locator("[data-selected]").inner_text() == "aucune ligne cochée"
    for letter, path in (
        ("m", "/messages"),
        ("i", "/incidents"),
        ("c", "/canaux"),
        ("s", "/sante"),
        ("d", "/documents"),
    ):
        keyboard.press("g")
        keyboard.press(letter)
        page.wait_for_url(f"**{path}")


def test_the_focus_is_always_visible(open_page: OpenPage) -> None:
    page = open_page("/documents")
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused(page)


def test_one_letter_keys_can_be_turned_off(open_page: OpenPage, console: Served) -> None:
    page = open_page("/aide")
    page.locator("input[name=touches][value=non]").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/aide")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.keyboard.press("?")
    assert page.url == f"{console.url}/aide"
    assert not page.locator("dialog#touches").is_visible()


def test_typing_filters_the_list_keeps_the_focus_and_has_an_address(open_page: OpenPage, console: Served) -> None:
    page = open_page("/documents")
    page.locator("#q").focus()
    page.keyboard.type("testcedre", delay=20)
    wait_until(page, "document.querySelectorAll('tr[data-row]').length === 5")
    assert focused(page) == "q"
    assert "q=testcedre" in page.url
    assert "5 documents" in page.locator("#phrase").inner_text().replace("\u00a0", " ")
    page.reload()
    assert page.locator("tr[data-row]").count() == 5
    page.locator("#q").fill("introuvable")
    page.wait_for_selector(".empty")
    page.go_back()
    wait_until(page, "document.querySelectorAll('tr[data-row]').length === 5")


def test_a_list_says_what_is_new_and_keeps_the_selection(open_page: OpenPage, console: Served) -> None:
    page = open_page("/documents")
    wait_until(page, LIVE)
    before = page.locator("tr[data-row]").count()
    box = page.locator("tr[data-row] input[type=checkbox]").nth(2)
    box.check()
    chosen = box.get_attribute("value")
    console.receive(make_document_message(501))
    button = page.locator("[data-news] button")
    button.wait_for()
    assert button.inner_text() == "1 nouveau, l’afficher"
    assert page.locator("tr[data-row]").count() == before, "nothing jumps"
    assert page.locator(f"input[value='{chosen}']").is_checked()
    button.click()
    assert page.locator("tr[data-row]").count() == before + 1
    assert page.locator(f"input[value='{chosen}']").is_checked()


def test_a_state_changes_in_place(open_page: OpenPage, console: Served) -> None:
    delivery_id, document_id = find_parked(console)
    page = open_page("/documents?etat=")
    wait_until(page, LIVE)
    row = page.locator(f"#document-{document_id}")
    assert "à traiter" in row.inner_text()
    console.run(
        console.store.change_deliveries(
            [delivery_id], act="cancel", actor="user:x", reason="essai", now=console.clock.now()
        )
    )
    wait_until(page, f"!document.querySelector('#document-{document_id}').innerText.includes('à traiter')")
    today = open_page("/")
    wait_until(today, LIVE)
    console.receive(make_document_message(502))
    wait_until(today, "document.querySelector('.lead').innerText.startsWith('14')")


def test_what_is_being_typed_is_never_lost(open_page: OpenPage, console: Served) -> None:
    delivery_id, document_id = find_parked(console)
    page = open_page(f"/documents/{document_id}")
    wait_until(page, LIVE)
    page.locator(f"#agir-{delivery_id} summary").click()
    page.locator(f"#motif-{delivery_id}").fill("Le service est")
    console.receive(make_document_message(503))
    console.run(
        console.store.change_deliveries(
            [delivery_id], act="replay", actor="user:autre", reason="déjà fait", now=console.clock.now()
        )
    )
    wait_until(page, "document.querySelector('[data-live-state]').textContent === 'mise à jour après votre saisie'")
    assert page.locator(f"#motif-{delivery_id}").input_value() == "Le service est"
    page.locator(f"#motif-{delivery_id}").fill("")
    page.locator("h1").click()
    console.receive(make_document_message(504))
    page.get_by_text("déjà fait").wait_for()
    assert page.locator(f"#agir-{delivery_id}").evaluate("fold => fold.open"), "what was open stays open"


def test_everything_works_without_script(open_page: OpenPage, console: Served) -> None:
    delivery_id, document_id = find_parked(console)
    page = open_page("/", java_script_enabled=False)
    page.locator("#chercher").fill("testombelle")
    page.get_by_role("button", name="Chercher").first.click()
    assert page.locator("tr[data-row]").count() == 4
    page.goto(f"{console.url}/livraisons?etat=parked")
    page.locator("tr[data-row] a").first.click()
    assert page.url.endswith(f"/documents/{document_id}")
    page.locator(f"#agir-{delivery_id} summary").click()
    page.locator(f"#motif-{delivery_id}").fill("Sans script")
    page.locator(f"#agir-{delivery_id}").get_by_role("button", name="Annuler").click()
    assert "1 livraison annulée" in page.locator(".notice.done").inner_text().replace("\u00a0", " ")
    page.get_by_role("link", name="Touches et affichage").click()
    page.locator("input[name=theme][value=sombre]").check()
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator("html").get_attribute("data-theme") == "sombre"


def test_an_act_asks_for_its_reason(open_page: OpenPage, console: Served) -> None:
    page = open_page("/livraisons?etat=parked")
    page.locator("tr[data-row] input[type=checkbox]").first.check()
    page.get_by_role("button", name="Rejouer", exact=True).click()
    assert page.url == f"{console.url}/livraisons?etat=parked", "the browser asks for the reason first"
    page.locator("#motif").fill("Service rétabli")
    page.get_by_role("button", name="Rejouer", exact=True).click()
    page.wait_for_url("**fait=1")


def test_bytes_are_downloaded_never_shown(open_page: OpenPage, console: Served) -> None:
    document_id = find_document(console, "MSG-0003")
    page = open_page(f"/documents/{document_id}/cda")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger les octets exacts").click()
    path = Path(waiting.value.path())
    assert path.read_bytes() == console.run(console.store.load_document_body(document_id))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger la copie PDF").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")


def test_nothing_shifts_while_a_page_appears(open_page: OpenPage, console: Served) -> None:
    page = open_page("/")
    for path in ("/", "/documents", f"/documents/{find_parked(console)[1]}"):
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
            " if (!one.hadRecentInput) window.shift += one.value; }).observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(f"{console.url}{path}")
        wait_until(page, LIVE)
        page.evaluate("document.fonts.ready")
        assert page.evaluate("window.shift") <= SHIFT_MAX, path


def test_an_unknown_page_leads_back(open_page: OpenPage) -> None:
    page = open_page("/rien")
    assert re.search("n’existe pas", page.locator("main").inner_text())
    page.get_by_role("link", name="Revenir à Aujourd’hui").click()
    assert page.locator("h1").inner_text() == "Aujourd’hui"
