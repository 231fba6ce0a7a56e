"""What a secretary does with what comes in, in a real browser: two clicks, keys, another patient, a lot, a lock."""

from collections.abc import Iterator
from typing import Any

import pytest

from liane.store.intake_records import IntakeItem, ItemState
from liane.web.security import Credential
from tests.journeys.browsing import OpenPage, find_violations, focused, opening, wait_until
from tests.journeys.conftest import run_apart
from tests.pages_kit import letter_content, pdf_of
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.filled_store import NOW
from tests.web.intake_kit import CLERK, OTHER, Arrived, make_item
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
CREDENTIALS = tuple(
    Credential(operator=one, secret=f"le-secret-numero-{place}-d-essai") for place, one in enumerate((CLERK, OTHER))
)


@pytest.fixture
def reception(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A worklist of its own; marked with ``credentials`` it asks who enters."""
    name = f"intake_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    settings = getattr(request, "param", {})
    with serve(name_database(postgres_dsn, name), has_reception=True, **settings) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_reception(browser: Any, reception: Served) -> Iterator[OpenPage]:
    """Open pages of the room."""
    with opening(browser, reception.url) as open_one:
        yield open_one


def get_arrived(served: Served) -> Arrived:
    assert served.arrived is not None
    return served.arrived


def get_item(served: Served, number: int) -> IntakeItem:
    item: IntakeItem = served.run(served.store.intake.get_item(number))
    return item


def main_text(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\u00a0", " ")


def list_pages(served: Served) -> list[str]:
    arrived = get_arrived(served)
    return [
        "/reception",
        "/reception?etat=filed",
        f"/reception/{arrived.sure}?chiffres=oui&q=testreception",
        f"/reception/{arrived.doubtful}",
        f"/reception/{arrived.unread}",
        f"/reception/{arrived.double}",
        f"/reception/{arrived.message}",
        "/reception/deposer",
        "/reception/boites",
        "/reception/qualite",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_reception(open_reception: OpenPage, reception: Served, theme: str) -> None:
    page = open_reception("/reception", color_scheme=theme)
    for path in list_pages(reception):
        page.goto(f"{reception.url}{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert find_violations(page) == [], path


@pytest.mark.parametrize("width", [320, 683])
def test_the_reception_never_scrolls_sideways(open_reception: OpenPage, reception: Served, width: int) -> None:
    page = open_reception("/reception", width=width, height=640)
    for path in list_pages(reception):
        page.goto(f"{reception.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("width", "height", "page_px"), [(1280, 800, 600), (1366, 768, 680), (1920, 1080, 1000)])
def test_the_page_of_a_document_is_wide_enough_to_be_read(
    open_reception: OpenPage, reception: Served, width: int, height: int, page_px: int
) -> None:
    """The page is the main thing (screens.md §2): 600 px make 10 points as large as the text beside it."""
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.sure}", width=width, height=height)
    assert page.locator(".sheet-of").first.bounding_box()["width"] >= page_px
    assert page.locator(".around").is_visible(), "three panes all the same"
    seen = page.evaluate(
        "['#bouton-integrer', '.why-here', 'nav a[aria-current]'].map("
        "one => { const box = document.querySelector(one).getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; })"
    )
    assert seen == [True, True, True], "why it waits, where one is and the act are seen without scrolling"


def test_the_lines_of_the_worklist_stay_low_on_an_old_screen(open_reception: OpenPage, reception: Served) -> None:
    page = open_reception("/reception", width=1280, height=800)
    heights = page.evaluate("[...document.querySelectorAll('tr[data-row]')].map(one => one.offsetHeight)")
    assert max(heights) <= 80, heights
    assert page.locator(f"#objet-{get_arrived(reception).unread} .sender").get_attribute("title")


def test_a_right_proposal_is_filed_in_two_clicks(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception("/reception")
    page.locator(f"#objet-{arrived.sure} a").click()
    button = page.locator("#bouton-integrer")
    assert button.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight"), "seen without scrolling"
    button.click()
    page.wait_for_url(f"**/reception/{arrived.doubtful}?fait=integre*")
    assert get_item(reception, arrived.sure).state is ItemState.FILED
    assert get_item(reception, arrived.sure).person_id == arrived.patient


def test_a_right_proposal_is_filed_in_two_keys_and_undone_with_one(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception("/")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/reception")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reception/{arrived.sure}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reception/{arrived.doubtful}?fait=integre*")
    page.keyboard.press("z")
    page.wait_for_url(f"**/reception/{arrived.sure}?fait=repris*")
    assert get_item(reception, arrived.sure).state is ItemState.WAITING
    page.keyboard.press("j")
    page.wait_for_url(f"**/reception/{arrived.doubtful}")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Choisir d’abord un patient.")
    assert focused(page).startswith("personne-")
    page.keyboard.press("k")
    page.wait_for_url(f"**/reception/{arrived.sure}")


def test_a_field_shows_its_place_and_takes_a_word_of_the_page(open_reception: OpenPage, reception: Served) -> None:
    page = open_reception(f"/reception/{get_arrived(reception).sure}")
    page.keyboard.press("e")
    page.locator("#champ-doc_date").focus()
    assert page.locator(".place.is-here").get_attribute("data-of") == "doc_date"
    wait_until(page, "document.querySelectorAll('.word').length > 10")
    page.locator('.word[data-text="12/03/1954"]').click(force=True)
    assert page.locator("#champ-doc_date").input_value() == "12/03/1954"
    assert focused(page) == "champ-doc_date"
    page.keyboard.press("Enter")
    assert focused(page) == "bouton-integrer"
    page.locator("#champ-title").focus()
    first = page.locator('.word[data-text="Compte"]').bounding_box()
    last = page.locator('.word[data-text="consultation"]').bounding_box()
    page.mouse.move(first["x"] - 3, first["y"] - 3)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] + 3, last["y"] + last["height"] + 3, steps=4)
    page.mouse.up()
    wait_until(page, "document.getElementById('champ-title').value !== ''")
    assert page.locator("#champ-title").input_value() == "Compte rendu de consultation"


def test_another_patient_is_found_with_the_keyboard(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.unread}")
    page.keyboard.press("p")
    assert focused(page) == "q"
    page.keyboard.type("testreception heloise", delay=10)
    wait_until(page, f"document.getElementById('personne-{arrived.twin}') !== null")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(f"#personne-{arrived.twin}").is_checked()
    assert page.locator(".of-chosen:visible").count() == 1
    page.keyboard.press("Enter")
    assert focused(page) == "bouton-integrer"
    page.keyboard.press("Enter")
    assert focused(page) == "champ-doc_type", "a type is asked before anything is filed"
    page.locator("#champ-doc_type").select_option("11488-4")
    page.locator("#bouton-integrer").press("Enter")
    page.wait_for_url("**fait=integre*")
    assert get_item(reception, arrived.unread).person_id == arrived.twin


def test_a_document_is_sent_back_with_a_reason(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.unread}")
    page.keyboard.press("x")
    assert focused(page) == "motif-renvoi"
    page.locator("#motif-renvoi").select_option(index=1)
    page.get_by_role("button", name="Renvoyer à l’expéditeur").click()
    page.wait_for_url("**fait=renvoye*")
    decision = get_item(reception, arrived.unread).decision
    assert decision is not None
    assert decision.reason == "Patient inconnu de l’établissement"


def test_a_file_is_parted_and_a_page_turned(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.double}")
    page.keyboard.press("r")
    page.wait_for_url("**tourner=90*")
    page.keyboard.press("s")
    assert page.locator("#separer input[value='2']").is_checked()
    page.get_by_role("button", name="Séparer en plusieurs documents").click()
    page.wait_for_url("**fait=separe*")
    assert get_item(reception, arrived.double).state is ItemState.SET_ASIDE


def test_where_a_document_begins_is_dragged_along_the_pages(open_reception: OpenPage, reception: Served) -> None:
    """Five pages: begun at 2 and 4, then at 3 and 4; a cut never passes another; a click makes or takes one."""
    number = reception.run(add_five_pages(reception))
    page = open_reception(f"/reception/{number}")
    page.keyboard.press("s")
    chips = page.locator("[data-strip] .chip")
    boxes = page.locator("#separer input[name=coupe]")
    assert (chips.count(), boxes.count()) == (5, 4)

    def cuts() -> list[int]:
        return [rank + 2 for rank in range(4) if boxes.nth(rank).is_checked()]

    def drag(start: int, to: int) -> None:
        chips.nth(start - 1).hover()
        page.mouse.down()
        chips.nth(to - 1).hover()
        page.mouse.up()

    boxes.nth(0).check()
    chips.nth(3).click()
    assert cuts() == [2, 4]
    assert [one.get_attribute("class").split()[1] for one in chips.all()] == [
        *("group-1", "group-2", "group-2", "group-3", "group-3")
    ]
    drag(2, 3)
    assert cuts() == [3, 4]
    drag(3, 5)
    assert cuts() == [3, 4], "a cut does not pass another"
    chips.nth(3).click()
    assert cuts() == [3]
    assert find_violations(page) == []
    page.get_by_role("button", name="Séparer en plusieurs documents").click()
    page.wait_for_url("**fait=separe*")
    assert get_item(reception, number).state is ItemState.SET_ASIDE


async def add_five_pages(served: Served) -> int:
    """A file of five pages that nobody read."""
    data = pdf_of([letter_content([f"Page {one}"]) for one in range(5)])
    number: int = await served.store.intake.add_item(make_item("cinq.pdf", data=data, at=NOW))
    return number


def test_several_documents_of_one_patient_are_filed_together(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception("/reception")
    for number in arrived.pair:
        page.locator(f"#objet-{number} input").check()
    assert "2 lignes cochées" in main_text(page)
    page.get_by_role("button", name="Intégrer ensemble").click()
    assert "2 documents à intégrer ensemble (même patient)" in main_text(page)
    page.get_by_role("button", name="Intégrer ces 2 documents").click()
    page.wait_for_selector("text=2 documents intégrés sur 2.")
    assert {get_item(reception, number).state for number in arrived.pair} == {ItemState.FILED}


@pytest.mark.parametrize("reception", [{"credentials": CREDENTIALS}], indirect=True)
def test_an_open_document_is_held_until_it_is_closed(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    signed = [{"username": one.operator.name, "password": one.secret} for one in CREDENTIALS]
    mine = open_reception(f"/reception/{arrived.sure}", http_credentials=signed[0])
    theirs = open_reception(f"/reception/{arrived.sure}", http_credentials=signed[1])
    assert f"{CLERK.name} a ce document à l’écran." in main_text(theirs)
    assert theirs.locator("#bouton-integrer").count() == 0
    listed = open_reception("/reception", http_credentials=signed[1])
    assert CLERK.name in listed.locator(f"#objet-{arrived.sure}").inner_text()
    mine.locator("#bouton-integrer").click()
    mine.wait_for_url("**fait=integre*")
    wait_until(listed, f"document.getElementById('objet-{arrived.sure}').classList.contains('is-gone')")
    mine.goto(f"{reception.url}/reception")
    theirs.goto(f"{reception.url}/reception/{arrived.doubtful}")
    assert theirs.locator("#bouton-integrer").count() == 1, "closed by the first, free for the second"


def test_files_are_dropped(open_reception: OpenPage, reception: Served) -> None:
    page = open_reception("/reception/deposer")
    page.locator("#fichiers").set_input_files(
        [{"name": f"scan-{one}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"} for one in range(3)]
    )
    assert "3 fichiers choisis." in main_text(page)
    page.locator("form.deposit button.main").click()
    page.wait_for_selector("text=3 fichiers reçus")


DROP = """([selector, names]) => {
  const held = new DataTransfer();
  const told = {type: "application/pdf", lastModified: 1};
  for (const name of names) held.items.add(new File([`%PDF-1.4 ${name}`], name, told));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector(selector).dispatchEvent(
      new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: held}));
}"""


def test_a_hundred_files_are_dropped_in_two_goes_and_one_too_many_is_told(
    open_reception: OpenPage, reception: Served
) -> None:
    page = open_reception("/reception/deposer")
    names = [f"courrier-{one:03d}.pdf" for one in range(101)]
    page.evaluate(DROP, ["[data-drop]", names[:60]])
    assert "60 fichiers choisis." in main_text(page)
    page.evaluate(DROP, ["h1", names[50:]])
    assert "101 fichiers : 100 au plus à la fois." in main_text(page), "dropped beside the frame, taken once, told"
    button = page.locator("form.deposit button.main")
    assert button.is_disabled()
    page.get_by_role("button", name="Tout retirer").press("Enter")
    assert focused(page) == "fichiers"
    page.evaluate(DROP, ["[data-drop]", names[:60]])
    page.evaluate(DROP, ["[data-drop]", names[60:100]])
    assert "100 fichiers choisis." in main_text(page)
    button.click()
    page.wait_for_selector("text=100 fichiers reçus")


def test_type_and_date_are_seen_beside_the_button_and_a_day_that_is_none_is_told(
    open_reception: OpenPage, reception: Served
) -> None:
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.sure}")
    told = page.locator(".decide .summary")
    assert "20/11/2026" in told.inner_text()
    assert told.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight"), "seen without scrolling"
    told.get_by_text("20/11/2026").click()
    assert focused(page) == "champ-doc_date"
    page.locator("#champ-doc_date").fill("31/02/2026")
    assert "31/02/2026" in told.inner_text()
    page.locator("#bouton-integrer").click()
    page.wait_for_selector("text=Une date saisie n'existe pas.")
    assert get_item(reception, arrived.sure).state is ItemState.WAITING


def test_what_is_to_be_checked_is_named_beside_the_button_and_mended_by_the_keyboard_alone(
    open_reception: OpenPage, reception: Served
) -> None:
    """E leads to what is unsure, T and D to the type and the date whatever was said of them, Enter twice files."""
    arrived = get_arrived(reception)
    page = open_reception(f"/reception/{arrived.sure}", width=1280, height=800)
    doubts = page.locator(".doubts")
    assert "À vérifier" in doubts.inner_text()
    assert [one.get_attribute("data-doubt") for one in doubts.locator("[data-doubt]").all()] == ["author_family"]
    page.keyboard.press("e")
    assert focused(page) == "champ-author_family"
    page.keyboard.type("TESTARRAS")
    assert doubts.count() == 0, "typed: nothing is left to check"
    page.keyboard.press("Enter")
    assert focused(page) == "bouton-integrer"
    page.keyboard.press("d")
    assert focused(page) == "champ-doc_date"
    page.keyboard.press("Enter")
    page.keyboard.press("t")
    assert focused(page) == "champ-doc_type"
    page.keyboard.type("CR op")
    chosen = page.locator("#champ-doc_type").evaluate("one => one.selectedOptions[0].textContent")
    assert chosen.startswith("CR op")
    assert chosen in page.locator(".decide .summary").first.inner_text(), "sure or not, what is filed is told"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**fait=integre*")
    decision = get_item(reception, arrived.sure).decision
    assert decision is not None
    assert decision.data["corrections"]["doc_type"]["kept"] != decision.data["corrections"]["doc_type"]["read"]


def test_the_reception_works_without_script(open_reception: OpenPage, reception: Served) -> None:
    arrived = get_arrived(reception)
    page = open_reception("/reception", java_script_enabled=False)
    page.locator(f"#objet-{arrived.doubtful} a").click()
    page.locator("#q").fill("testreception heloise")
    page.locator(".find-person button").click()
    page.locator(f"#personne-{arrived.twin}").check()
    page.locator("#bouton-integrer").click()
    page.wait_for_url("**fait=integre*")
    assert get_item(reception, arrived.doubtful).person_id == arrived.twin
    page.locator("#annuler button").click()
    assert get_item(reception, arrived.doubtful).state is ItemState.WAITING
