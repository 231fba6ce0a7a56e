"""The desk of the reception on its pages: given, taken over, awaited, turned, unwanted, agreed by two."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.pipeline.intake.awaited import AwaitedPatients
from liane.pipeline.intake.second_look import SecondLookDesk
from liane.store.intake_records import IntakeItem, ItemState
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import AlertKind
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.reception import AWAITED, TO_CREATE
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import CLERK, OTHER, TYPE, Arrived, fill_room, make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
UNIT = Operator(name="Lou TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
SECRETS = {one.name: f"un-secret-de-bureau-numero-{rank}" for rank, one in enumerate((CLERK, OTHER, UNIT))}


SIGNED_IN = "Irène TESTMELEZE"


async def list_signed_in() -> list[str]:
    """Who signed in by Pro Santé Connect lately."""
    return [SIGNED_IN, OTHER.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The pages of a worklist, with everything that a desk remembers."""

    client: httpx.AsyncClient
    store: PostgresStore
    clock: Clock
    arrived: Arrived

    async def get(self, path: str, by: Operator = CLERK) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = CLERK, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))

    async def item(self, number: int) -> IntakeItem:
        return await self.store.intake.get_item(number)

    async def file(self, number: int, by: Operator) -> httpx.Response:
        version = (await self.item(number)).version
        return await self.post(
            f"/reception/{number}/integrer", by, version=version, personne=self.arrived.patient, doc_type=TYPE
        )


@pytest.fixture
async def office(store: PostgresStore) -> AsyncIterator[Office]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)
    room = make_room(store, clock.now)
    both = SecondLookDesk(
        desk=room.desk, worklist=store.intake, memory=store.intake_desk, types=frozenset({TYPE}), now=clock.now
    )
    room = make_room(
        store,
        clock.now,
        desk=both,
        memory=store.intake_desk,
        awaited=AwaitedPatients(store.intake_desk, store.registry, now=clock.now),
        colleagues=(CLERK.name, OTHER.name),
        units=("UF 12", "UF 99"),
        signed_in=list_signed_in,
    )
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(
            allowed_hosts=("liane.test",),
            page_size=10,
            credentials=tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in (CLERK, OTHER, UNIT)),
        ),
        desk=make_desk(flow),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Office(client=client, store=store, clock=clock, arrived=arrived)


async def test_the_page_offers_all_of_it_and_is_whole(office: Office) -> None:
    for path in (f"/reception/{office.arrived.sure}", f"/reception/{office.arrived.unread}", "/reception/boites"):
        page = await office.get(path)
        assert page.status_code == 200
        checker = Checker()
        checker.feed(page.text)
        assert checker.find_faults() == [], path
    shown = plain((await office.get(f"/reception/{office.arrived.sure}")).text)
    for words in ("Confier", "Donner à une autre unité", "Expéditeur indésirable", OTHER.name):
        assert words in shown


async def test_an_item_is_given_to_a_colleague_and_to_a_unit(office: Office) -> None:
    number = office.arrived.sure
    assert (await office.post(f"/reception/{number}/attribuer", a=OTHER.name)).status_code == 303
    assert (await office.item(number)).assigned_to == OTHER.name
    assert (await office.post(f"/reception/{number}/attribuer", a="inconnue")).status_code == 400
    shown = (await office.get(f"/reception/{number}")).text
    assert (shown.count(f"<option>{SIGNED_IN}"), shown.count(f"<option>{OTHER.name}")) == (1, 1)
    assert (await office.post(f"/reception/{number}/attribuer", a=SIGNED_IN)).status_code == 303
    assert (await office.item(number)).assigned_to == SIGNED_IN
    assert (await office.post(f"/reception/{number}/unite", unite="UF 99")).status_code == 303
    moved = await office.item(number)
    assert (moved.unit, moved.assigned_to) == ("UF 99", "")
    assert (await office.post(f"/reception/{number}/unite", unite="UF 77")).status_code == 400
    events = [one.name for one in await office.store.intake.find_item_events(number)]
    assert events[-2:] == ["item.assigned", "item.moved"]


async def test_whoever_gives_to_another_unit_no_longer_sees_it(office: Office) -> None:
    number = office.arrived.sure
    done = await office.post(f"/reception/{number}/unite", UNIT, unite="UF 99")
    assert done.status_code == 303
    assert f"/reception/{number}?" not in done.headers["location"]
    assert (await office.get(f"/reception/{number}", UNIT)).status_code == 404


async def test_a_colleague_takes_over_and_it_is_written(office: Office) -> None:
    number = office.arrived.sure
    await office.get(f"/reception/{number}", CLERK)
    held = (await office.get(f"/reception/{number}", OTHER)).text
    assert "Prendre la main" in held
    assert (await office.post(f"/reception/{number}/prendre", OTHER)).status_code == 303
    assert (await office.item(number)).locked_by == OTHER.name
    last = (await office.store.intake.find_item_events(number))[-1]
    assert (last.name, last.data["from"]) == ("item.taken_over", CLERK.name)
    stale = await office.file(number, CLERK)
    assert stale.status_code == 409


async def test_a_creation_is_asked_with_what_was_typed(office: Office) -> None:
    number = office.arrived.unread
    done = await office.post(
        f"/reception/{number}/absent",
        suite="creation",
        birth_name="Testabsente",
        first_names="Rose",
        birth_date="02/03/1961",
        sex="F",
    )
    assert done.status_code == 303
    assert (await office.item(number)).assigned_to == TO_CREATE
    wanted = await office.store.intake_desk.find_awaited(number)
    assert wanted is not None
    assert (wanted.family, wanted.given, wanted.birth_date, wanted.is_creation) == (
        "Testabsente",
        "Rose",
        "1961-03-02",
        True,
    )
    (alert,) = await office.store.registry.find_alerts(kinds=(AlertKind.CREATION,))
    page = await office.get(f"/reception/{office.arrived.sure}")
    assert page.status_code == 200
    assert alert.evidence["item"] == number


async def test_a_patient_awaited_keeps_what_was_read(office: Office) -> None:
    await office.post(f"/reception/{office.arrived.sure}/absent", suite="attente")
    wanted = await office.store.intake_desk.find_awaited(office.arrived.sure)
    assert wanted is not None
    assert (wanted.family, wanted.birth_date, wanted.is_creation) == ("TESTRECEPTION", "1954-03-12", False)
    assert (await office.item(office.arrived.sure)).assigned_to == AWAITED


async def test_pages_stay_turned(office: Office) -> None:
    number = office.arrived.sure
    done = await office.post(f"/reception/{number}/tourner", fichier="1", degres="90", partie="1")
    assert done.headers["location"] == f"/reception/{number}?fichier=1&partie=1"
    assert "image?tourner=90" in (await office.get(f"/reception/{number}", OTHER)).text
    assert "image?tourner=0" in (await office.get(f"/reception/{number}?tourner=0", OTHER)).text
    for form in ({"fichier": "9", "degres": "90"}, {"fichier": "1", "degres": "45"}, {}):
        assert (await office.post(f"/reception/{number}/tourner", **form)).status_code == 400


async def test_an_unwanted_sender_is_put_aside_and_may_come_back(office: Office) -> None:
    item = await office.item(office.arrived.unread)
    done = await office.post(f"/reception/{item.id}/indesirable", version=item.version)
    assert done.status_code == 303
    assert (await office.item(item.id)).state is ItemState.SET_ASIDE
    assert await office.store.intake_desk.is_unwanted(item.sender)
    assert "Recevoir de nouveau" in (await office.get("/reception/boites")).text
    assert (await office.post("/reception/indesirables", expediteur=item.sender)).status_code == 303
    assert not await office.store.intake_desk.is_unwanted(item.sender)
    folder = await office.item(office.arrived.doubtful)
    refused = await office.post(f"/reception/{folder.id}/indesirable", version=folder.version)
    assert refused.status_code == 400, "what no mail brought has no sender to refuse"


async def test_two_persons_file_a_sensitive_type(office: Office) -> None:
    number = office.arrived.sure
    first = await office.file(number, CLERK)
    assert "fait=propose" in first.headers["location"]
    waiting = await office.item(number)
    assert (waiting.state, waiting.proposal["by"] if waiting.proposal else "") == (ItemState.WAITING, CLERK.name)
    shown = plain((await office.get(f"/reception/{number}", OTHER)).text)
    assert f"{CLERK.name} a choisi un dossier." in shown
    second = await office.file(number, OTHER)
    assert "fait=integre" in second.headers["location"]
    assert (await office.item(number)).state is ItemState.FILED


async def test_how_long_a_decision_took_is_kept(office: Office) -> None:
    number = office.arrived.pair[0]
    await office.get(f"/reception/{number}")
    office.clock.at += timedelta(seconds=4)
    await office.get(f"/reception/{number}")
    office.clock.at += timedelta(seconds=3)
    item = await office.item(number)
    await office.post(f"/reception/{number}/ecarter", version=item.version, motif="essai")
    (time,) = await office.store.intake_desk.find_clerk_times(since=NOW, until=NOW + timedelta(hours=1))
    assert (time.source, time.act, time.seconds) == ("mssante", "set_aside", 7.0)
    item = await office.item(number)
    await office.post(f"/reception/{number}/reprendre", version=item.version, motif="")
    assert await office.store.intake_desk.find_clerk_times(since=NOW, until=NOW + timedelta(hours=1)) == []
