"""The pages around the worklist in a real browser: a prescription answered, axe, narrow screens, the keyboard."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.fields import FieldName
from liane.domain.intake.learn.lessons import LessonKind, Observation
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.directory.addresses import AddressBook
from liane.pipeline.intake.awaited import AwaitedPatients
from liane.pipeline.intake.replies import REPLY
from liane.store.directory import DirectoryStore
from liane.store.directory_records import DirectoryQuery
from liane.store.intake_desk import Unwanted
from liane.store.intake_learning import Decided, LearningStore
from liane.store.intake_records import ItemState
from liane.store.postgres_store import PostgresStore
from liane.web.directory_room import DirectoryRoom
from liane_sandbox.annuaire.population import drawn_rpps
from tests.journeys.browsing import OpenPage, find_violations, opening
from tests.journeys.conftest import run_apart
from tests.pipeline.directory_kit import run_directory
from tests.postgres import TEMPLATE, copy_database, name_database
from tests.web.desk_kit import make_flow
from tests.web.filled_store import NOW, Clock
from tests.web.pharmacy_kit import ADDRESS, add_prescription, make_answering
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
CHIEF = Operator(name="Anne TESTCHEFFE", roles=frozenset({Role.PHARMACIEN}))
WIDTHS = (320, 400, 683, 1366)
TAUGHT = Observation(
    sender="cabinet@test.mssante.fr", kind=LessonKind.TYPE, field=FieldName.DOC_TYPE, given="11488-4", chosen="11490-0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Officine:
    """A served reception with a prescription; pages: the addresses of the new pages."""

    served: Served
    prescription: int
    pages: tuple[str, ...]


def equip(store: PostgresStore, clock: Clock) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers, memory of the desk, what is learnt, the directory."""
    copy = DirectoryStore(store)
    room = {
        "answering": make_answering(store, clock.now),
        "memory": store.intake_desk,
        "awaited": AwaitedPatients(store.intake_desk, store.registry, now=clock.now),
        "colleagues": ("Maé TESTCOLLEGUE", "Sacha TESTSECRETAIRE"),
        "units": ("UF 12", "UF 99"),
        "learnt": LearningStore(store),
        "trail": store.accesses,
    }
    directory = DirectoryRoom(
        copy=copy,
        book=AddressBook(copy, None, now=clock.now),
        stale_after=timedelta(days=3650),
        ask_load=None,
    )
    return room, {"directory": directory}


async def fill(served: Served) -> int:
    """A prescription, an unwanted sender, a lesson; gives the number of the prescription."""
    store = served.store
    number, _ = await add_prescription(make_flow(store, served.clock.now), NOW)
    unwanted = Unwanted(sender="reclame@exemple.mssante.example", asked_by=CHIEF.name, asked_at=NOW, reason="réclame")
    await store.intake_desk.add_unwanted(unwanted)
    learnt = LearningStore(store)
    for rank in range(3):
        decided = Decided(item_id=1_000_000 + rank, decided_at=NOW, type_code="", corrections={})
        await learnt.take(decided, (TAUGHT,), None, None)
    return number


async def load_directory(store: PostgresStore, folder: Path) -> tuple[str, str]:
    """Fill the copy of the directory; gives the addresses of a professional and of a structure."""
    async with run_directory(folder, store) as directory:
        await directory.loader.run()
        (hospital,) = await directory.copy.search_structures(DirectoryQuery(number="999999998"))
    return f"/annuaire/professionnels/003-8{drawn_rpps(0)}", f"/annuaire/structures/{hospital.key}"


@pytest.fixture
def officine(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[Officine]:
    name = f"officine_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, copy_database(name, TEMPLATE))
    with serve(name_database(postgres_dsn, name), has_reception=True, equip=equip) as running:
        number = running.run(fill(running))
        assert running.arrived is not None
        pages = (
            "/reception/ordonnances",
            "/reception/ordonnances?etat=given",
            "/reception/textes",
            "/reception/boites",
            "/reception/apprentissage",
            f"/reception/{running.arrived.sure}",
            f"/reception/{running.arrived.unread}?q=testreception",
            f"/reception/{number}",
            f"/reception/{number}?vers=ready",
            f"/reception/{number}?texte=produit-manquant",
            "/annuaire",
            "/annuaire?q=deschamps",
            "/annuaire?genre=structures&q=hopital",
            "/annuaire?adresse=personne@exemple.mssante.example",
        )
        yield Officine(served=running, prescription=number, pages=pages)
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_officine(browser: Any, officine: Officine) -> Iterator[OpenPage]:
    with opening(browser, officine.served.url) as open_one:
        yield open_one


@pytest.mark.timeout(400)
def test_the_pages_around_the_worklist_are_whole(open_officine: OpenPage, officine: Officine, tmp_path: Path) -> None:
    """Axe finds nothing in light nor dark, and nothing overflows a phone, a half screen or a whole one."""
    served = officine.served
    loading = asyncio.run_coroutine_threadsafe(load_directory(served.store, tmp_path), served.loop)
    pages = (*officine.pages, *loading.result(timeout=120))
    page = open_officine("/reception")
    for path in pages:
        page.goto(f"{served.url}{path}")
        assert page.locator("h1").count() == 1, path
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            assert find_violations(page) == [], f"{path} {theme}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 768})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} {width}"


@pytest.mark.parametrize("has_script", [True, False])
def test_a_prescription_is_found_prepared_and_answered(
    open_officine: OpenPage, officine: Officine, *, has_script: bool
) -> None:
    """From the queue: ready, the patient told in the same thread; then given, which takes it off the worklist."""
    served, number = officine.served, officine.prescription
    page = open_officine("/reception/ordonnances", java_script_enabled=has_script)
    row = page.locator(f"#ordonnance-{number}")
    assert "TESTPATIENTE" in row.inner_text()
    row.get_by_role("link", name="prête").click()
    page.wait_for_url("**vers=ready**")
    answer = page.get_by_label("Réponse à")
    assert "prêt" in answer.input_value()
    answer.fill("Bonjour,\n\nVotre commande est prête, jusqu’à 19 h 30.")
    page.get_by_label("Note pour l’équipe").fill("casier 4")
    page.get_by_role("button", name="et répondre au patient").press("Enter")
    page.wait_for_url("**/reception/ordonnances**")
    row = page.locator(f"#ordonnance-{number}")
    assert "prête" in row.inner_text()
    assert "casier 4" in row.inner_text()
    sent = served.run(list_replies(served.store))
    assert [(one["to"], "19 h 30" in one["body"]) for one in sent] == [(ADDRESS, True)]
    row.get_by_role("link", name="Préparation de mon ordonnance").first.click()
    page.wait_for_url(f"**/reception/{number}**")
    assert "19 h 30" in page.locator("#echange").inner_text()
    page.locator("#ordonnance").get_by_role("link", name="remise").click()
    page.get_by_role("button", name="sans répondre").click()
    page.wait_for_url("**/reception/ordonnances**")
    assert page.locator(f"#ordonnance-{number}").count() == 0
    kept = served.run(served.store.answers.get_prescription(number))
    item = served.run(served.store.intake.get_item(number))
    assert (kept.state, item.state) == (PrescriptionState.GIVEN, ItemState.SET_ASIDE)


async def list_replies(store: PostgresStore) -> list[dict[str, Any]]:
    """The answers that leave."""
    async with store.reading() as connection:
        numbers = [row["id"] for row in await connection.fetch("SELECT id FROM documents")]
    found = [one for number in numbers for one in await store.find_deliveries(number) if one.action == REPLY]
    return [{"to": one.recipient, "body": one.plan["reply"]["body"]} for one in found]
