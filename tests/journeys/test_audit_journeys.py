"""An auditor's way in a real browser: find, prove, ask why, conclude; nothing for axe to say, at any width."""

from collections.abc import Iterator
from typing import Any

import pytest

from liane.domain.actors.operator import Role
from tests.journeys.browsing import OpenPage, find_violations, opening
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.security.house_kit import CREDENTIALS, OPERATORS, SECRETS
from tests.web.served import Served, serve
from tests.web.test_audit_pages import fill, find_anomaly

pytestmark = pytest.mark.journey


@pytest.fixture
def audited(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[tuple[Served, int]]:
    """A trail of its own, examined; with the number of a forced access."""
    name = f"audit_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    with serve(name_database(postgres_dsn, name), credentials=CREDENTIALS) as running:
        running.run(fill(running.store, 30))
        yield running, running.run(find_anomaly(running.store))
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_audit(browser: Any, audited: tuple[Served, int]) -> Iterator[OpenPage]:
    with opening(browser, audited[0].url) as open_one:
        yield open_one


def signed(role: Role) -> dict[str, Any]:
    return {"http_credentials": {"username": OPERATORS[role].name, "password": SECRETS[role], "send": "always"}}


def list_pages(number: int) -> list[str]:
    return [
        "/audit",
        "/audit?qui=personne-de-ce-nom",
        "/audit/lignes/3",
        "/audit/chaine?ligne=2&empreinte=00",
        "/audit/examiner",
        f"/audit/examiner/{number}",
        "/mes-acces",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_audit(open_audit: OpenPage, audited: tuple[Served, int], theme: str) -> None:
    served, number = audited
    page = open_audit("/audit", color_scheme=theme, **signed(Role.AUDIT))
    for path in list_pages(number):
        page.goto(f"{served.url}{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert find_violations(page) == [], path


def test_narrow_pages_do_not_overflow(open_audit: OpenPage, audited: tuple[Served, int]) -> None:
    served, number = audited
    page = open_audit("/audit", width=320, **signed(Role.AUDIT))
    for path in list_pages(number):
        page.goto(f"{served.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_an_access_is_found_asked_about_justified_and_concluded(
    open_audit: OpenPage, audited: tuple[Served, int]
) -> None:
    served, number = audited
    auditor = open_audit("/audit", **signed(Role.AUDIT))
    auditor.select_option("#acte", "BREAK_GLASS")
    auditor.wait_for_url("**acte=BREAK_GLASS**")
    auditor.locator("#resultats a[data-open]").click()
    assert "correspond à son empreinte" in auditor.locator("main").inner_text()
    auditor.goto(f"{served.url}/audit/chaine")
    auditor.get_by_role("button", name="Vérifier toute la chaîne").click()
    assert "la chaîne est intacte" in auditor.locator("p.lead").inner_text()
    auditor.goto(f"{served.url}/audit/examiner/{number}")
    auditor.get_by_role("button", name="Demander pourquoi").click()
    doctor = open_audit("/mes-acces", **signed(Role.CLINICIEN))
    doctor.get_by_label("Pourquoi cet accès").fill("Patient inconscient aux urgences.")
    doctor.get_by_role("button", name="Envoyer").click()
    assert "enregistrée" in doctor.locator("main").inner_text()
    auditor.reload()
    assert "Patient inconscient" in auditor.locator("main").inner_text()
    auditor.get_by_label("Conclusion").fill("Conforme au protocole.")
    auditor.get_by_role("button", name="Légitime").click()
    assert "Conclu par" in auditor.locator("main").inner_text()
    auditor.goto(f"{served.url}/audit/examiner")
    assert "Rien à examiner" in auditor.locator("main").inner_text()
