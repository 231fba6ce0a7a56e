"""The quality of the reception on a real store: figures, modes, releases, blind review, what went alone, progress."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct, AccessEvent
from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import ModeRule
from liane.pipeline.intake.watched_desk import WatchedDesk
from liane.store.intake_automation import AutomaticFiling, Review
from liane.store.intake_readings import ReadingKept, ReadingState
from liane.store.intake_records import DecisionAct, IntakeDecisionMade
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.reception import ReceptionRoom
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import CLERK, TYPE, Arrived, fill_room, make_automation, make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
CHIEF = Operator(name="Lou TESTCADRE", roles=frozenset({Role.ADMINISTRATION}))
UNIT = Operator(name="Lou TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
FOLDER, BOX = "folder:scanner", "mssante:reception@liane.mssante.example"
SECRETS = {one.name: f"le-secret-de-{place}-pour-l-essai" for place, one in enumerate((CLERK, CHIEF, UNIT))}
TRACE = {"reason": "Deux preuves.", "evidence": ["nom : identique (page 1)"], "versions": {"liane": "test"}}
REASON = "vérifié avec le chef de service"


def find_faults(text: str) -> list[str]:
    """What a strict policy and an accessible page forbid."""
    checker = Checker()
    checker.feed(text)
    return checker.find_faults()


class Trail:
    """Keeps what is told to the trail."""

    def __init__(self) -> None:
        self.events: list[AccessEvent] = []

    async def record(self, event: AccessEvent) -> None:
        """Append one line."""
        self.events.append(event)


@dataclass
class Served:
    """A console with its reception."""

    client: httpx.AsyncClient
    store: PostgresStore
    room: ReceptionRoom
    arrived: Arrived
    trail: Trail

    async def get(self, path: str, by: Operator = CLERK) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = CLERK, **form: Any) -> httpx.Response:
        headers = basic(by.name, SECRETS[by.name])
        return await self.client.post(path, data=form, headers=headers)

    async def show(self, path: str, by: Operator = CLERK) -> str:
        answer = await self.get(path, by)
        assert answer.status_code == 200, path
        assert find_faults(answer.text) == []
        return plain(answer.text)

    async def go_alone(self, number: int, *, source: str = FOLDER, person: int = 0, unit: str = "") -> None:
        """Have an item be one that went alone."""
        automation = make_automation(self.store).store
        person = person or self.arrived.patient
        await automation.record(
            AutomaticFiling(
                item_id=number,
                document_id=number + 10**6,
                person_id=person,
                source=source,
                type_code=TYPE,
                unit=unit,
                filed_at=NOW - timedelta(hours=1),
            )
        )
        async with self.store.writing() as connection:  # one in fifty is drawn, by the salt of each store
            await connection.execute(
                "UPDATE intake_automatic SET is_sampled = false, review = 'none' WHERE item_id = $1", number
            )
        item = await self.store.intake.get_item(number)
        decision = IntakeDecisionMade(
            act=DecisionAct.FILE, actor="Liane", at=NOW, person_id=person, data={"automatic": TRACE, "type_code": TYPE}
        )
        await self.store.intake.decide(number, item.version, decision)

    async def draw(self, number: int) -> None:
        """Have a filing be drawn for the blind review."""
        async with self.store.writing() as connection:
            await connection.execute(
                "UPDATE intake_automatic SET is_sampled = true, review = 'waiting' WHERE item_id = $1", number
            )

    async def save(self, number: int, **more: Any) -> None:
        """Have an item be read."""
        queue = make_automation(self.store).readings
        claimed = await queue.claim(limit=50, now=NOW, lease=timedelta(seconds=60))
        kept = {"state": ReadingState.READ, "reading": {}, "pages": 2, "duration_ms": 500, "type_code": TYPE}
        wanted = next(one for one in claimed if one.item_id == number)
        assert await queue.save(wanted, ReadingKept(**(kept | more)), NOW)
        for one in claimed:
            await queue.give_back(one, due=NOW)


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    clock, trail = Clock(NOW), Trail()
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)
    declared = (ModeRule(source="upload", mode=FilingMode.MANUAL),)
    automation = replace(make_automation(store), declared=declared)
    room = make_room(store, clock.now, automation=automation, trail=trail)
    desk = WatchedDesk(
        desk=room.desk, watch=automation.store, find_effective=store.registry.find_effective, now=clock.now
    )
    room = replace(room, desk=desk)
    credentials = tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in (CLERK, CHIEF, UNIT))
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), page_size=10, credentials=credentials),
        desk=make_desk(flow),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, store=store, room=room, arrived=arrived, trail=trail)


async def test_what_became_of_what_came_in_is_counted_by_source_type_and_period(served: Served) -> None:
    arrived = served.arrived
    await served.save(arrived.doubtful, codes=("INT-011", "INT-015"), is_scan=True, duration_ms=7000)
    await served.save(arrived.sure, codes=("INT-042",), proposed=arrived.patient, source=BOX, would_file=True)
    item = await served.store.intake.get_item(arrived.sure)
    form = {"version": item.version, "personne": arrived.patient, "doc_type": TYPE}
    await served.post(f"/reception/{arrived.sure}/integrer", **form)
    await served.go_alone(arrived.unread, source=BOX)
    told = await served.show("/reception/qualite")
    assert "2 documents intégrés en 30 jours, dont 1 seul" in told
    assert "MSSanté CR ou fiche de consultation ou de visite 1 1 0 0 0 50 %" in told
    assert "Deux patientes portent ce nom et cette date de naissance. INT-011 1" in told
    assert "numérisations 1 2 3,50 s" in told
    assert "PDF avec texte, documents structurés 1 2 0,25 s" in told
    assert "MSSanté « reception@liane.mssante.example » 1 1 0 0 rien n’est encore relu" not in told
    assert f"MSSanté « {arrived and BOX.partition(':')[2]} » en marche 1 0 0 rien n’est encore relu" in told
    assert "Aurait intégré" in told
    recent = await served.show("/reception/qualite?jours=7")
    assert "en 7 jours" in recent
    assert "en 30 jours" in await served.show("/reception/qualite?jours=12")


async def test_an_administrator_changes_a_mode_with_a_reason_and_nobody_else_does(served: Served) -> None:
    form = {"source": "folder", "type": "*", "mode": "a_blanc", "motif": REASON}
    assert (await served.post("/reception/qualite/modes", **form)).status_code == 403
    assert (await served.post("/reception/qualite/modes", CHIEF, **(form | {"motif": "non"}))).status_code == 422
    for wrong in ({"source": "ailleurs"}, {"type": "0"}, {"mode": "tout"}):
        assert (await served.post("/reception/qualite/modes", CHIEF, **(form | wrong))).status_code == 400
    answer = await served.post("/reception/qualite/modes", CHIEF, **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reception/qualite?fait=mode")
    (kept,) = await make_automation(served.store).store.load_modes()
    assert kept.rule == ModeRule(source="folder", mode=FilingMode.AUTOMATIC, is_shadow=True)
    assert (kept.by, kept.reason) == (CHIEF.name, REASON)
    (event,) = served.trail.events
    assert (event.act, event.operator, event.reason) == (AccessAct.CHANGE_SETTING, CHIEF, REASON)
    told = await served.show(answer.headers["location"], CHIEF)
    assert "Le mode est changé" in told
    assert f"dossier surveillé tous les types à blanc : rien n’est intégré seul, Liane compare {CHIEF.name}" in told
    assert "dépôt tous les types manuel : rien n’est proposé réglages" in told
    assert "Changer un mode demande le droit" in await served.show("/reception/qualite")


async def test_a_wrong_filing_stops_its_source_until_an_administrator_releases_it(served: Served) -> None:
    await served.go_alone(served.arrived.unread)
    await served.draw(served.arrived.unread)
    await served.post(f"/reception/relecture/{served.arrived.unread}", personne=served.arrived.twin)
    told = await served.show("/reception/qualite", CHIEF)
    assert "dossier surveillé « scanner » arrêté Une erreur de patient a été confirmée. Voir le document 1 1 1" in told
    form = {"source": FOLDER, "motif": REASON}
    assert (await served.post("/reception/qualite/reprise", **form)).status_code == 403
    refused = await served.post("/reception/qualite/reprise", CHIEF, **(form | {"motif": "ok"}))
    assert refused.status_code == 422
    assert "Le motif est trop court" in refused.text
    assert (await served.post("/reception/qualite/reprise", CHIEF, source="x", motif=REASON)).status_code == 400
    done = await served.post("/reception/qualite/reprise", CHIEF, **form)
    assert done.headers["location"] == "/reception/qualite?fait=retabli"
    told = await served.show(done.headers["location"])
    assert f"en marche rétabli par {CHIEF.name} : {REASON}" in told


async def test_who_reviews_sees_the_page_and_never_what_was_chosen(served: Served) -> None:
    number = served.arrived.sure
    await served.go_alone(number)
    assert "Rien n’est à relire." in await served.show("/reception/relecture")
    assert (await served.get(f"/reception/relecture/{number}")).status_code == 404
    await served.draw(number)
    assert "1 document tiré au sort est à relire." in await served.show("/reception/relecture")
    answer = await served.get(f"/reception/relecture/{number}")
    assert find_faults(answer.text) == []
    page = plain(answer.text)
    for hidden in ("TESTRECEPTION", "HELENE", "1954", "Compte rendu"):
        assert hidden not in page
    assert "<rect" not in answer.text
    assert f"/reception/{number}/fichiers/1/pages/1/image" in answer.text
    found = await served.get(f"/reception/relecture/{number}?q=testreception+1954")
    assert f'value="{served.arrived.patient}"' in found.text
    assert f'value="{served.arrived.twin}"' in found.text
    assert "checked" not in found.text
    assert "Personne ne correspond" in await served.show(f"/reception/relecture/{number}?q=zzzz")
    done = await served.post(f"/reception/relecture/{number}", personne=served.arrived.patient)
    assert done.headers["location"] == "/reception/relecture?fait=relu"
    filing = await make_automation(served.store).store.get_filing(number)
    assert (filing.review, filing.answered, filing.reviewed_by) == (Review.RIGHT, served.arrived.patient, CLERK.name)
    assert (await served.post(f"/reception/relecture/{number}", personne=served.arrived.twin)).status_code == 404
    assert "trop peu de relectures" in await served.show("/reception/qualite")


async def test_another_unit_is_not_asked_to_review_nor_shown_what_went_alone(served: Served) -> None:
    await served.go_alone(served.arrived.elsewhere, unit="UF 99")
    await served.draw(served.arrived.elsewhere)
    assert "Rien n’est à relire." in await served.show("/reception/relecture", UNIT)
    assert (await served.get(f"/reception/relecture/{served.arrived.elsewhere}", UNIT)).status_code == 404
    assert "Tout ce qui s’est intégré seul a été vu." in await served.show("/reception/seuls", UNIT)


async def test_a_wrong_answer_is_told_with_the_way_to_undo(served: Served) -> None:
    number = served.arrived.sure
    await served.go_alone(number)
    await served.draw(number)
    done = await served.post(f"/reception/relecture/{number}", personne=served.arrived.twin)
    told = await served.get(done.headers["location"])
    assert "n’intègre plus rien seule" in told.text
    assert f'href="/reception/{number}"' in told.text
    assert (await served.post(f"/reception/relecture/{number}", personne="x")).status_code == 404


async def test_what_went_alone_is_listed_until_somebody_looks(served: Served) -> None:
    first, second = served.arrived.pair
    await served.go_alone(first)
    await served.go_alone(second, source=BOX)
    told = await served.show("/reception/seuls")
    assert "2 documents se sont intégrés seuls et n’ont pas encore été vus." in told
    assert "TESTRECEPTION HELENE" in told
    assert "dossier surveillé « scanner »" in told
    page = (await served.get("/reception/seuls")).text
    assert "data-select-all" in page, "all are ticked at once"
    assert "se lit dans le dossier du patient" not in page
    assert (await served.get(f"/reception/{first}")).status_code == 200
    assert "Un document s’est intégré seul" in await served.show("/reception/seuls")
    assert (await served.post("/reception/seuls/vus")).status_code == 400
    done = await served.post("/reception/seuls/vus", objet=str(second))
    assert done.headers["location"] == "/reception/seuls?fait=vu"
    assert "Tout ce qui s’est intégré seul a été vu." in await served.show("/reception/seuls?fait=vu")
    assert (await make_automation(served.store).store.get_filing(second)).seen_by == CLERK.name


async def test_undoing_asks_whether_the_patient_was_the_right_one(served: Served) -> None:
    number = served.arrived.sure
    await served.go_alone(number)
    item = await served.store.intake.get_item(number)
    page = await served.get(f"/reception/{number}")
    assert find_faults(page.text) == []
    assert "le patient était-il le bon" in plain(page.text)
    assert "Intégré sans un clic : sur quelles preuves" in plain(page.text)
    form = {"version": item.version, "motif": "homonyme", "patient": "mauvais"}
    assert (await served.post(f"/reception/{number}/reprendre", **form)).status_code == 303
    assert (await make_automation(served.store).store.load_watch()).stopped == {FOLDER}
    decided = (await served.store.intake.get_item(number)).decision
    assert decided is not None
    assert decided.reason == "Mauvais patient : homonyme"
    again = (await served.get(f"/reception/{number}")).text
    assert "Dit mauvais patient" in plain(again)
    assert not re.search(r'name="personne"[^>]* checked', again), "never filed there again by one key"


async def test_how_far_a_reading_is_shows_in_the_list_and_on_the_page(served: Served) -> None:
    number = served.arrived.unread
    assert "à lire" in await served.show("/reception")
    assert "Ce fichier attend d’être lu" in await served.show(f"/reception/{number}")
    queue = make_automation(served.store).readings
    claimed = {one.item_id: one for one in await queue.claim(limit=50, now=NOW, lease=timedelta(seconds=60))}
    await queue.tell(claimed[number], done=3, total=12, until=NOW + timedelta(seconds=60))
    assert "en lecture" in await served.show("/reception")
    assert "Lecture en cours : page 4 sur 12." in await served.show(f"/reception/{number}")
    part = await served.get(f"/reception/{number}/lecture")
    assert "every 2s" in part.text
    assert "<html" not in part.text
    await queue.save(claimed[number], ReadingKept(state=ReadingState.READ, reading={}), NOW)
    assert "La lecture est finie." in (await served.get(f"/reception/{number}/lecture")).text
    assert "data-hx-get" not in (await served.get(f"/reception/{number}/lecture")).text
    assert (await served.get("/reception/lecture/lecture")).status_code == 404


async def test_without_a_reading_service_the_pages_say_so(served: Served) -> None:
    app = create_app(
        store=served.store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",)),
        reception=replace(served.room, automation=None),
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liane.test") as client:
        assert "n’est pas ouverte sur ce Liane" in (await client.get("/reception/qualite")).text
        for path in ("/reception/seuls", "/reception/relecture", f"/reception/relecture/{served.arrived.sure}"):
            assert (await client.get(path)).status_code == 404


async def test_a_reason_is_told_in_the_words_of_the_reading_whatever_the_item_says_since(served: Served) -> None:
    sure = served.arrived.sure
    reading = {"scan.pdf": {"documents": [{"codes": ["INT-042"], "reason": "L’accord d’une personne est demandé."}]}}
    await served.save(sure, codes=("INT-042",), proposed=served.arrived.patient, reading=reading)
    async with served.store.writing() as connection:
        await connection.execute("UPDATE intake_items SET reason = 'le logiciel a refusé (902).' WHERE id = $1", sure)
    told = await served.show("/reception/qualite")
    assert "L’accord d’une personne est demandé. INT-042 1" in told
    assert "(902)" not in told
