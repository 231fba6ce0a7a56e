"""What a radiologist, a clerk and an auditor do with the rights of patients, in a real browser, keyboard first."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from liane.domain.actors.operator import Operator, Role, SignInMeans
from liane.domain.documents.announcement import AnnouncementState, FolderVisibility
from liane.web.security import Credential
from tests.journeys.browsing import OpenPage, find_violations, opening
from tests.journeys.conftest import run_apart
from tests.pipeline.announcement_kit import RADIOLOGIST
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.rights_served import ServedRights, serve_rights

pytestmark = pytest.mark.journey
CLERK = Operator(name="TESTACCUEIL LOU", roles=frozenset({Role.ACCUEIL}), means=SignInMeans.LOCAL_ACCOUNT)
AUDITOR = Operator(name="TESTAUDIT ZOE", roles=frozenset({Role.AUDIT}), means=SignInMeans.LOCAL_ACCOUNT)
SECRETS = {one.name: f"secret-du-poste-{rank}-d-essai" for rank, one in enumerate((RADIOLOGIST, CLERK, AUDITOR))}
CREDENTIALS = tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in (RADIOLOGIST, CLERK, AUDITOR))


@pytest.fixture
def rights(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[ServedRights]:
    """Pages of its own."""
    name = f"rights_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    with serve_rights(name_database(postgres_dsn, name), CREDENTIALS) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def entering(browser: Any, rights: ServedRights, operator: Operator) -> Iterator[OpenPage]:
    """Open pages as somebody."""
    with opening(browser, rights.url) as open_one:
        who = {"username": operator.name, "password": SECRETS[operator.name], "send": "always"}

        def open_as(path: str, **options: Any) -> Any:
            return open_one(path, http_credentials=who, **options)

        yield open_as


def lead(page: Any) -> str:
    return str(page.locator(".lead").inner_text()).replace("\u00a0", " ").replace("\u202f", " ")


def list_pages(rights: ServedRights) -> dict[str, tuple[Operator, tuple[str, ...]]]:
    number = rights.known.qualified
    return {
        "radiologue": (
            RADIOLOGIST,
            (
                "/a-liberer",
                "/a-liberer?liste=retenir",
                "/a-liberer?liste=visibilite",
                "/a-liberer?liste=faites",
                f"/a-liberer/{rights.held.id}",
            ),
        ),
        "accueil": (CLERK, ("/consentements", "/consentements?unite=nulle", f"/identites/{number}/droits")),
        "audit": (AUDITOR, (f"/identites/{number}/acces", f"/identites/{number}/acces?du=2020-01-01&au=2020-01-02")),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_rights(browser: Any, rights: ServedRights, theme: str) -> None:
    for operator, paths in list_pages(rights).values():
        with entering(browser, rights, operator) as open_as:
            page = open_as(paths[0], color_scheme=theme)
            for path in paths:
                page.goto(f"{rights.url}{path}")
                assert find_violations(page) == [], path


def test_nothing_overflows_on_a_small_screen(browser: Any, rights: ServedRights) -> None:
    for operator, paths in list_pages(rights).values():
        with entering(browser, rights, operator) as open_as:
            page = open_as(paths[0], width=320)
            for path in paths:
                page.goto(f"{rights.url}{path}")
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, path


def test_an_announcement_is_made_with_the_keyboard_alone(browser: Any, rights: ServedRights) -> None:
    with entering(browser, rights, RADIOLOGIST) as open_as:
        page = open_as("/a-liberer")
        assert "1 document attend d’être annoncé" in lead(page)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/a-liberer/{rights.held.id}")
        page.locator("#note").focus()
        page.keyboard.type("Dit au patient en consultation.")
        page.keyboard.press("Enter")
        page.wait_for_url("**?fait=libere")
        assert "Libéré : annonce faite" in lead(page)
    released = rights.run(rights.ward.of(rights.held))
    assert (released.state, released.visibility) == (AnnouncementState.RELEASED, FolderVisibility.DONE)
    assert [action for action, _ in rights.run(rights.ward.mails())] == ["create", "create"]


def test_a_document_is_held_then_released_without_script(browser: Any, rights: ServedRights) -> None:
    with entering(browser, rights, RADIOLOGIST) as open_as:
        page = open_as("/a-liberer?liste=retenir", java_script_enabled=False)
        page.locator(f"#motif-{rights.free.id}").fill("À annoncer d’abord.")
        page.locator(f"#document-{rights.free.id} button").click()
        page.wait_for_url(f"**/a-liberer/{rights.free.id}?fait=retenu")
        page.locator("[name=courriel]").uncheck()
        page.get_by_role("button", name="Annonce faite").click()
        page.wait_for_url("**?fait=libere")
    assert rights.run(rights.ward.of(rights.free)).visibility is FolderVisibility.NOT_NEEDED


def test_a_clerk_informs_in_lot_then_records_what_one_patient_says(browser: Any, rights: ServedRights) -> None:
    number = rights.known.qualified
    with entering(browser, rights, CLERK) as open_as:
        page = open_as("/consentements")
        page.locator(f"#personne-{number} [name=personne]").check()
        page.locator("#depuis").fill("2020-01-01")
        page.locator("#motif").fill("Affiche du hall.")
        page.get_by_role("button", name="Enregistrer l’information").click()
        page.wait_for_url("**/consentements?informes=1&laisses=0")
        page.goto(f"{rights.url}/identites/{number}/droits")
        page.locator("#alimentation").select_option("IO")
        page.locator("#courriel-patient").select_option("refuse")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.wait_for_url("**?fait=droits")
        assert "informé (affichage)" in page.locator("main").inner_text()


def test_an_auditor_gives_the_access_log(browser: Any, rights: ServedRights) -> None:
    with entering(browser, rights, AUDITOR) as open_as:
        page = open_as(f"/identites/{rights.known.qualified}/acces")
        page.locator("#motif-releve").fill("Demande écrite du patient.")
        with page.expect_download() as given:
            page.get_by_role("button", name="Établir le relevé").click()
        assert given.value.suggested_filename.endswith(".pdf")
