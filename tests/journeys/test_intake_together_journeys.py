"""Lots undone and files joined in a real browser: by the keyboard alone, on narrow screens, axe finds nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from liane.store.intake_records import ItemState
from tests.journeys.browsing import OpenPage, find_violations, focused, opening, wait_until
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
OVERFLOWING = """[...document.querySelectorAll('main .scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.textContent.trim().slice(0, 60))"""


@pytest.fixture
def reception(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    name = f"together_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    with serve(name_database(postgres_dsn, name), has_reception=True) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_reception(browser: Any, reception: Served) -> Iterator[OpenPage]:
    with opening(browser, reception.url) as open_one:
        yield open_one


def look_at(page: Any, picture: Any) -> None:
    """Assert that a page needs no scrolling sideways, neither whole nor in one of its tables, axe is content."""
    page.screenshot(path=picture, full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert page.evaluate(OVERFLOWING) == [], page.url
    assert find_violations(page) == [], page.url


def file_lot(page: Any, served: Served) -> None:
    """Tick the two documents of one patient in the worklist and file them together."""
    assert served.arrived is not None
    page.goto(f"{served.url}/reception")
    for number in served.arrived.pair:
        page.locator(f"#objet-{number} input[type=checkbox]").check()
    page.get_by_role("button", name="Intégrer ensemble").click()


@pytest.mark.parametrize("width", [320, 400, 1280, 1920])
def test_a_lot_is_filed_and_undone_at_any_width(
    open_reception: OpenPage, reception: Served, width: int, tmp_path: Any
) -> None:
    assert reception.arrived is not None
    page = open_reception("/reception", width=width, height=900)
    look_at(page, tmp_path / "list.png")
    file_lot(page, reception)
    look_at(page, tmp_path / "lot.png")
    page.get_by_role("button", name="Intégrer ces 2 documents").click()
    look_at(page, tmp_path / "filed.png")
    page.keyboard.press("z")
    page.wait_for_url(re.compile(r"/reception/lot/[0-9a-f]{32}$"))
    look_at(page, tmp_path / "undo.png")
    page.get_by_role("button", name="Annuler les intégrations cochées").click()
    page.get_by_text("2 intégrations annulées sur 2.").wait_for()
    look_at(page, tmp_path / "undone.png")
    states = [reception.run(reception.store.intake.get_item(one)).state for one in reception.arrived.pair]
    assert states == [ItemState.WAITING, ItemState.WAITING]


@pytest.mark.parametrize("width", [320, 1280])
def test_two_files_are_joined_by_the_keyboard_and_parted_again(
    open_reception: OpenPage, reception: Served, width: int, tmp_path: Any
) -> None:
    assert reception.arrived is not None
    first, second = reception.arrived.pair
    page = open_reception(f"/reception/{first}", width=width, height=900)
    page.keyboard.press("u")
    assert focused(page) == "champ-reunir"
    page.keyboard.type("imagerie")
    page.keyboard.press("Enter")
    wait_until(page, f"document.getElementById('autre-{second}')")
    look_at(page, tmp_path / "choice.png")
    for _ in range(8):
        page.keyboard.press("Tab")
        if focused(page) == f"autre-{second}":
            break
    page.keyboard.press("Space")
    page.get_by_role("button", name="Réunir en un document").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Ce document réunit deux fichiers.").wait_for()
    look_at(page, tmp_path / "joined.png")
    page.locator("#defaire summary").focus()
    page.keyboard.press("Enter")
    page.locator("#motif-defaire").focus()
    page.keyboard.type("deux courriers")
    page.keyboard.press("Enter")
    page.get_by_text("La réunion est défaite").wait_for()
    assert reception.run(reception.store.intake.get_item(first)).state is ItemState.WAITING


def test_mailboxes_and_what_went_alone_stand_as_sheets(
    open_reception: OpenPage, reception: Served, tmp_path: Any
) -> None:
    page = open_reception("/reception", width=320, height=900)
    for rank, path in enumerate(("/reception/boites", "/reception/seuls", "/reception/qualite")):
        page.goto(f"{reception.url}{path}")
        look_at(page, tmp_path / f"{rank}.png")
