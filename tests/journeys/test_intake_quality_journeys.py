"""The quality of the reception in a real browser: axe finds nothing, narrow screens, no script, by the keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from liane.domain.intake.decide.policy import FilingMode
from liane.store.criticals import CameIn, PostgresCriticals
from liane.store.intake_automation import AutomaticFiling, PostgresAutomation
from liane.store.intake_readings import PostgresReadings, ReadingKept, ReadingState
from liane.store.intake_records import DecisionAct, IntakeDecisionMade
from liane.store.postgres_store import PostgresStore
from tests.journeys.browsing import OpenPage, find_violations, opening
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.filled_store import NOW
from tests.web.intake_kit import TYPE, Arrived
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
TRACE = {"reason": "Deux preuves.", "evidence": ["nom : identique (page 1)"], "versions": {"liane": "essai"}}
REASON = "vérifié avec le chef de service"


async def fill(store: PostgresStore, arrived: Arrived) -> None:
    """Readings, filings without a click, one drawn, one source stopped."""
    automation, queue = PostgresAutomation(store), PostgresReadings(store)
    claimed = {one.item_id: one for one in await queue.claim(limit=50, now=NOW, lease=timedelta(seconds=60))}
    kept = ReadingKept(state=ReadingState.READ, reading={}, pages=2, duration_ms=700, type_code=TYPE)
    await queue.save(claimed[arrived.doubtful], replace(kept, codes=("INT-011",), is_scan=True, duration_ms=9000), NOW)
    await queue.save(claimed[arrived.double], replace(kept, codes=("INT-270",), would_file=True), NOW)
    for number, source in zip(
        (*arrived.pair, arrived.sure), ("folder:scanner", "folder:scanner", "upload"), strict=True
    ):
        await automation.record(
            AutomaticFiling(
                item_id=number,
                document_id=number + 10**6,
                person_id=arrived.patient,
                source=source,
                type_code=TYPE,
                unit="",
                filed_at=NOW - timedelta(hours=1),
            )
        )
        item = await store.intake.get_item(number)
        decision = IntakeDecisionMade(
            act=DecisionAct.FILE, actor="Liane", at=NOW, person_id=arrived.patient, data={"automatic": TRACE}
        )
        await store.intake.decide(number, item.version, decision)
    async with store.writing() as connection:
        await connection.execute("UPDATE intake_automatic SET is_sampled = true, review = 'waiting'")
    await automation.record_review(arrived.pair[0], answered=arrived.twin, is_wrong=True, by="Anne", at=NOW)


@pytest.fixture
def quality(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    name = f"quality_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    with serve(name_database(postgres_dsn, name), has_reception=True) as running:
        assert running.arrived is not None
        running.run(fill(running.store, running.arrived))
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_quality(browser: Any, quality: Served) -> Iterator[OpenPage]:
    with opening(browser, quality.url) as open_one:
        yield open_one


def list_pages(served: Served) -> list[str]:
    assert served.arrived is not None
    return [
        "/reception",
        "/reception/qualite",
        "/reception/seuls",
        "/reception/critiques",
        "/reception/relecture",
        f"/reception/relecture/{served.arrived.sure}?q=testreception",
        f"/reception/{served.arrived.sure}",
        f"/reception/{served.arrived.unread}",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_quality_of_the_reception(
    open_quality: OpenPage, quality: Served, theme: str, tmp_path: Any
) -> None:
    assert quality.arrived is not None
    came = CameIn(item_id=quality.arrived.sure, person_id=quality.arrived.patient, unit="", files=())
    quality.run(PostgresCriticals(quality.store).keep(came, 2, quality.clock.now()))
    page = open_quality("/reception", color_scheme=theme)
    for place, path in enumerate(list_pages(quality)):
        page.goto(f"{quality.url}{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        page.screenshot(path=tmp_path / f"{theme}-{place}.png", full_page=True)
        assert find_violations(page) == [], path


@pytest.mark.parametrize("width", [320, 683])
def test_nothing_overflows_a_narrow_screen(open_quality: OpenPage, quality: Served, width: int) -> None:
    page = open_quality("/reception/qualite", width=width, height=900)
    for path in list_pages(quality):
        page.goto(f"{quality.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_a_mode_is_set_and_a_source_released_without_script(open_quality: OpenPage, quality: Served) -> None:
    page = open_quality("/reception/qualite", java_script_enabled=False)
    page.get_by_text("Changer un mode").click()
    page.get_by_label("Source", exact=True).select_option("folder")
    page.get_by_label("Mode", exact=True).select_option("automatique")
    page.get_by_label("Motif (écrit au journal)").fill(REASON)
    page.get_by_role("button", name="Changer le mode").click()
    assert "Le mode est changé" in page.locator("main").inner_text()
    (kept,) = quality.run(PostgresAutomation(quality.store).load_modes())
    assert (kept.rule.source, kept.rule.mode) == ("folder", FilingMode.AUTOMATIC)
    page.get_by_label("Rétablir").fill(REASON)
    page.get_by_role("button", name="Rétablir l’intégration sans un clic").click()
    assert "rétablie" in page.locator("main").inner_text()
    assert quality.run(PostgresAutomation(quality.store).load_watch()).stopped == frozenset()


def test_a_document_is_reviewed_blind_by_the_keyboard(open_quality: OpenPage, quality: Served) -> None:
    assert quality.arrived is not None
    page = open_quality(f"/reception/relecture/{quality.arrived.sure}")
    page.locator("#q").fill("testreception helene")
    page.keyboard.press("Enter")
    page.locator(f"#personne-{quality.arrived.patient}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reception/relecture?fait=relu")
    filing = quality.run(PostgresAutomation(quality.store).get_filing(quality.arrived.sure))
    assert filing.answered == quality.arrived.patient
