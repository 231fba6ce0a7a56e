"""What the reception learnt and its worth, in a real browser: light, dark, narrow, no script, by the keyboard."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from liane.domain.intake.fields import FieldName
from liane.domain.intake.learn.lessons import LessonKind, LessonState, Observation
from liane.domain.intake.learn.record_ranking import RankAdaptation, RankedRecord, RankExample
from liane.domain.intake.learn.type_adaptation import Adaptation
from liane.store.intake_learning import Decided, LearningStore
from liane.store.intake_models import ModelState, ShadowCount
from liane.store.intake_ranking import RankSeen
from liane.store.postgres_store import PostgresStore
from tests.journeys.browsing import OpenPage, find_violations, focused, opening
from tests.journeys.conftest import run_apart
from tests.postgres import TEMPLATE, name_database
from tests.web.filled_store import NOW, Clock
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
LEARNING = "/reception/apprentissage"
PAGES = (LEARNING, f"{LEARNING}?fait=retire", "/reception/qualite", "/reception/qualite?jours=7")
WIDTHS = (320, 400, 683, 1366)
REASON = "meilleur à l’essai"
LESSON = Observation(
    sender="secretariat.de.chirurgie@cabinet-test.mssante.example",
    kind=LessonKind.TYPE,
    field=FieldName.DOC_TYPE,
    given="11488-4",
    chosen="11490-0",
)


def equip(store: PostgresStore, _: Clock) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is learnt."""
    return {"learnt": LearningStore(store), "trail": store.accesses}, {}


async def fill(store: PostgresStore) -> tuple[int, int]:
    """A lesson, a model of types in shadow, an order of records that proved itself; gives the numbers of both."""
    learnt = LearningStore(store)
    adaptation = Adaptation(codes=("A", "B"), rows={}, bias=np.zeros(2, dtype=np.float32))
    types = await learnt.types.add(adaptation, {"before": 0.8, "after": 0.9, "frozen": 25}, NOW)
    card = {"before": 0.9, "after": 0.95, "frozen": 40, "wrong_before": 1.0, "wrong_after": 0.0}
    order = await learnt.ranking.models.add(RankAdaptation(bits={"prénom|proche": 1.0}), card, NOW)
    records = (RankedRecord(score=9.0, cells=()), RankedRecord(score=8.0, cells=()))
    for rank in range(21):
        decided = Decided(item_id=1_000_000 + rank, decided_at=NOW, type_code="", corrections={})
        counted = ShadowCount(model_id=order, is_right_now=rank > 0, is_right_then=True)
        seen = RankSeen(example=RankExample(item_id=decided.item_id, records=records, chosen=1), counted=counted)
        await learnt.take(decided, (LESSON,) if rank < 3 else (), None, ranked=seen)
    return types, order


@pytest.fixture
def learning(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[tuple[Served, int]]:
    name = f"learning_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    with serve(name_database(postgres_dsn, name), has_reception=True, equip=equip) as running:
        _, order = running.run(fill(running.store))
        yield running, order
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_learning(browser: Any, learning: tuple[Served, int]) -> Iterator[OpenPage]:
    with opening(browser, learning[0].url) as open_one:
        yield open_one


def test_what_is_learnt_and_its_worth_are_whole(
    open_learning: OpenPage, learning: tuple[Served, int], tmp_path: Any
) -> None:
    """Axe finds nothing in light nor dark, and nothing overflows a phone, a half screen or a whole one."""
    page = open_learning(LEARNING)
    for place, path in enumerate(PAGES):
        page.goto(f"{learning[0].url}{path}")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=tmp_path / f"{place}-{theme}.png", full_page=True)
            assert find_violations(page) == [], f"{path} {theme}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} {width}"
            inner = (
                "[...document.querySelectorAll('main .scroll')].every(one => one.scrollWidth <= one.clientWidth + 1)"
            )
            assert width > 400 or page.evaluate(inner), f"{path} {width}: a table scrolls sideways"
            page.screenshot(path=tmp_path / f"{place}-{width}.png", full_page=width == 400)


@pytest.mark.parametrize("has_script", [True, False])
def test_an_order_is_put_in_force_and_taken_back_by_the_keyboard(
    open_learning: OpenPage, learning: tuple[Served, int], *, has_script: bool
) -> None:
    served, order = learning
    models = LearningStore(served.store).ranking.models
    page = open_learning(LEARNING, java_script_enabled=has_script)
    row = page.locator(f"#ordres-{order}")
    assert "20 puis 21 de bons dossiers en premier sur 21" in row.inner_text().replace("\u00a0", " ")
    for button, state, done, told in (
        ("Mettre en service", ModelState.IN_FORCE, "service", "en service"),
        ("Retirer", ModelState.RETIRED, "retire", "celui d’avant reprend"),
    ):
        row.get_by_label("Motif").focus()
        page.keyboard.type(REASON)
        while focused(page) != button:
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**fait={done}*")
        assert told in page.locator(".notice.done").inner_text()
        (kept,) = served.run(models.list_all())
        assert (kept.state, kept.reason) == (state, REASON)


def test_a_lesson_is_put_off_without_script(open_learning: OpenPage, learning: tuple[Served, int]) -> None:
    served, _ = learning
    page = open_learning(LEARNING, java_script_enabled=False)
    row = page.locator("[id^=habitude-]").first
    row.get_by_label("Motif").fill("le cabinet a changé")
    row.get_by_role("button", name="Écarter").click()
    assert "écartée" in page.locator(".notice.done").inner_text()
    (kept,) = served.run(LearningStore(served.store).list_lessons())
    assert kept.lesson.state is LessonState.REFUSED
