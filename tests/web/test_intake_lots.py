"""A lot filed, found again by its address, undone as one act: what cannot be is told by name, the rest is undone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.pipeline.intake.lots import Lots, lot_of
from liane.store.intake_records import DecisionAct, IntakeItem, ItemState
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.reception import ReceptionRoom
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import CLERK, OTHER, Arrived, fill_room, make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
READER = Operator(name="Lou TESTLECTEUR", roles=frozenset({Role.INTEGRATION}))
UNIT = Operator(name="Max TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
SECRETS = {one.name: f"un-secret-de-lot-numero-{rank}" for rank, one in enumerate((CLERK, OTHER, READER, UNIT))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The pages of a worklist where lots are filed."""

    client: httpx.AsyncClient
    store: PostgresStore
    room: ReceptionRoom
    clock: Clock
    arrived: Arrived

    async def get(self, path: str, by: Operator = CLERK) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = CLERK, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))

    async def item(self, number: int) -> IntakeItem:
        return await self.store.intake.get_item(number)

    async def file_pair(self) -> str:
        """File the two documents of one patient together; gives the address of their lot."""
        look = await self.post("/reception/lot", objet=list(self.arrived.pair))
        chosen = re.findall(r'name="objet" value="(\d+-\d+-\d+)"', look.text)
        done = await self.post("/reception/lot/integrer", objet=chosen)
        return re.findall(r'href="(/reception/lot/[0-9a-f]{32})"', done.text)[0]


@pytest.fixture
async def counter(store: PostgresStore) -> AsyncIterator[Counter]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)
    room = make_room(store, clock.now, memory=store.intake_desk, units=("UF 12", "UF 99"))
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(
            allowed_hosts=("liane.test",),
            credentials=tuple(
                Credential(operator=one, secret=SECRETS[one.name]) for one in (CLERK, OTHER, READER, UNIT)
            ),
        ),
        desk=make_desk(flow),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Counter(client=client, store=store, room=room, clock=clock, arrived=arrived)


def list_asked(page: str) -> list[str]:
    return re.findall(r'name="objet" value="(\d+-\d+)"', page)


async def test_a_lot_is_undone_at_once_without_a_reason_and_each_document_says_so(counter: Counter) -> None:
    address = await counter.file_pair()
    page = await counter.get(address)
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []
    told = plain(page.text)
    assert "2 documents intégrés ensemble." in told
    assert "facultatif encore 30 s" in told
    asked = list_asked(page.text)
    assert len(asked) == 2
    assert (await counter.item(counter.arrived.pair[0])).state is ItemState.FILED, "looking undoes nothing"
    done = plain((await counter.post(f"{address}/annuler", objet=asked)).text)
    assert "2 intégrations annulées sur 2." in done
    for number in counter.arrived.pair:
        item = await counter.item(number)
        assert (item.state, item.decision and item.decision.act) == (ItemState.WAITING, DecisionAct.REOPEN)
        assert f"/reception/lot/{lot_of(item)}" == address, "the lot is still found from what was undone"
        events = await counter.store.intake.find_item_events(number)
        assert [one.data["act"] for one in events if one.name == "item.decided"] == ["file", "reopen"]


async def test_later_a_reason_is_asked_once_for_the_whole_lot(counter: Counter) -> None:
    address = await counter.file_pair()
    counter.clock.at += timedelta(minutes=10)
    asked = list_asked((await counter.get(address, OTHER)).text)
    refused = await counter.post(f"{address}/annuler", OTHER, objet=asked)
    assert refused.status_code == 422
    assert "Rien n’a été annulé : le motif manque." in plain(refused.text)
    assert (await counter.item(counter.arrived.pair[0])).state is ItemState.FILED
    done = plain((await counter.post(f"{address}/annuler", OTHER, objet=asked, motif="dossier du voisin")).text)
    assert "2 intégrations annulées sur 2." in done
    for number in counter.arrived.pair:
        made = (await counter.item(number)).decision
        assert made is not None
        assert (made.actor, made.reason) == (OTHER.name, "dossier du voisin")


async def test_somebody_else_s_lot_asks_for_a_reason_at_once(counter: Counter) -> None:
    address = await counter.file_pair()
    asked = list_asked((await counter.get(address, OTHER)).text)
    assert (await counter.post(f"{address}/annuler", OTHER, objet=asked)).status_code == 422


async def test_what_cannot_be_undone_any_more_is_named_and_the_rest_is_undone(counter: Counter) -> None:
    address = await counter.file_pair()
    first, second = counter.arrived.pair
    asked = list_asked((await counter.get(address)).text)
    version = (await counter.item(first)).version
    await counter.post(f"/reception/{first}/reprendre", version=version)
    told = plain((await counter.get(address)).text)
    assert "1 document intégré ensemble ; 1 autre à voir à part." in told
    assert "Son intégration a déjà été annulée." in told
    done = await counter.post(f"{address}/annuler", objet=asked)
    assert "1 intégration annulée sur 2." in plain(done.text)
    assert "non annulée" in plain(done.text)
    assert {(await counter.item(one)).state for one in (first, second)} == {ItemState.WAITING}
    assert "Plus aucune intégration de ce lot ne s’annule d’ici." in plain((await counter.get(address)).text)


async def test_what_was_decided_anew_apart_is_left_as_it_is(counter: Counter) -> None:
    address = await counter.file_pair()
    first, _ = counter.arrived.pair
    asked = list_asked((await counter.get(address)).text)
    await counter.post(f"/reception/{first}/reprendre", version=(await counter.item(first)).version)
    await counter.post(
        f"/reception/{first}/ecarter", version=(await counter.item(first)).version, motif="reçu deux fois"
    )
    done = plain((await counter.post(f"{address}/annuler", objet=asked)).text)
    assert "Il a été décidé de nouveau depuis, hors de ce lot." in done
    assert (await counter.item(first)).state is ItemState.SET_ASIDE


async def test_a_filing_changed_since_it_was_shown_is_told_and_not_undone(counter: Counter) -> None:
    address = await counter.file_pair()
    first, _ = counter.arrived.pair
    item = await counter.item(first)
    lots = Lots(worklist=counter.store.intake, desk=counter.room.desk)
    lines = await lots.undo(
        address.rpartition("/")[2], {first: item.version - 1}, units=(), reason="erreur", operator=CLERK
    )
    assert [line.obstacle.code if line.obstacle else "" for line in lines] == ["INT-283"]
    assert (await counter.item(first)).state is ItemState.FILED


async def test_a_lot_is_seen_by_whoever_files_within_their_units(counter: Counter) -> None:
    address = await counter.file_pair()
    assert (await counter.get(address, READER)).status_code == 403
    first, second = counter.arrived.pair
    for number in (first, second):
        await counter.store.intake_desk.move_unit(number, "UF 99", actor="user:x", at=NOW)
    assert (await counter.get(address, UNIT)).status_code == 404
    await counter.store.intake_desk.move_unit(first, "UF 12", actor="user:x", at=NOW)
    told = plain((await counter.get(address, UNIT)).text)
    assert "1 document de ce lot est maintenant d’une autre unité" in told
    assert (await counter.get(f"/reception/lot/{'0' * 32}")).status_code == 404
    assert (await counter.post(f"{address}/annuler")).status_code == 400


async def test_the_page_of_a_document_leads_to_its_lot(counter: Counter) -> None:
    address = await counter.file_pair()
    page = await counter.get(f"/reception/{counter.arrived.pair[1]}")
    assert f'href="{address}"' in page.text


async def test_an_item_of_no_lot_has_no_name(counter: Counter) -> None:
    item = await counter.item(counter.arrived.sure)
    assert lot_of(item) == ""
    assert lot_of(replace(item, decision=None)) == ""
