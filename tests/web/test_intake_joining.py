"""Two files that are one document, joined by a person: order, locks, two patients, undone; the originals are kept."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pikepdf
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import RuleViolation, StaleVersion
from liane.pipeline.intake.joined import find_joined, list_originals
from liane.pipeline.intake.joining import OTHER_PATIENT, UNREAD, Seen, find_doubt
from liane.pipeline.intake.reading_outcome import FILEABLE
from liane.store.intake_records import IntakeItem, ItemSource, ItemState
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.reception import ReceptionRoom
from liane.web.security import Credential
from tests.pages_kit import letter_content, pdf_of
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import CLERK, LINES, OTHER, Arrived, fill_room, make_document, make_item, make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
READER = Operator(name="Lou TESTLECTEUR", roles=frozenset({Role.INTEGRATION}))
UNIT = Operator(name="Max TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
SECRETS = {one.name: f"un-secret-de-reunion-numero-{rank}" for rank, one in enumerate((CLERK, OTHER, READER, UNIT))}
DOOR = "scanner-accueil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The pages of a worklist with the two sheets of one letter scanned as two files: recto, verso; and a stranger."""

    client: httpx.AsyncClient
    store: PostgresStore
    room: ReceptionRoom
    arrived: Arrived
    recto: int
    verso: int
    stranger: int

    async def get(self, path: str, by: Operator = CLERK) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = CLERK, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))

    async def item(self, number: int) -> IntakeItem:
        return await self.store.intake.get_item(number)

    async def join(self, number: int, other: int, by: Operator = CLERK, **form: Any) -> httpx.Response:
        """Join two items as the page does, at the versions that stand."""
        mine, theirs = await self.item(number), await self.item(other)
        asked = {"version": mine.version, "autre": f"{theirs.id}-{theirs.version}", "ordre": "apres"}
        return await self.post(f"/reception/{number}/reunir", by, **(asked | form))

    async def joined(self) -> IntakeItem:
        """Join both sheets, and give what became of them."""
        answer = await self.join(self.recto, self.verso)
        assert answer.status_code == 303, answer.text
        return await self.item(int(re.findall(r"/reception/(\d+)", answer.headers["location"])[0]))


async def add_sheet(store: PostgresStore, name: str, minutes: int, sides: int, *records: tuple[int, float]) -> int:
    """Add one scanned file; read as of the records given, of nobody without."""
    data = pdf_of([letter_content((*LINES[:2], f"{name} {side}")) for side in range(sides)])
    item = make_item(name, data=data, at=NOW - timedelta(minutes=minutes), source=ItemSource.FOLDER, details={})
    number = await store.intake.add_item(replace(item, door=DOOR))
    blank = {} if records else dict.fromkeys(("birth_name", "first_name", "birth_date"))
    document = make_document(*records, pages=range(1, sides + 1), **blank)
    person = records[0][0] if records else None
    await store.intake.save_reading(number, {name: {"documents": [document]}}, person_id=person, reason="À vérifier.")
    return number


@pytest.fixture
async def office(store: PostgresStore) -> AsyncIterator[Office]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)
    room = make_room(store, clock.now, memory=store.intake_desk)
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
        yield Office(
            client=client,
            store=store,
            room=room,
            arrived=arrived,
            recto=await add_sheet(store, "scan-recto.pdf", 9, 1, (arrived.patient, 30.0)),
            verso=await add_sheet(store, "scan-verso.pdf", 8, 2),
            stranger=await add_sheet(store, "scan-Éloïse.pdf", 7, 1, (arrived.twin, 30.0)),
        )


def count_pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


async def test_two_sheets_become_one_document_read_anew_and_the_originals_stay(office: Office) -> None:
    page = await office.get(f"/reception/{office.recto}?reunir=")
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []
    order = re.findall(r'name="autre" id="autre-(\d+)"', page.text)
    assert [int(one) for one in order[:2]] == [office.verso, office.stranger], "those of the same door first"
    whole = await office.joined()
    assert list_originals(whole) == (office.recto, office.verso)
    assert (whole.state, whole.code, whole.person_id) == (ItemState.WAITING, "INT-195", office.arrived.patient)
    assert whole.code not in FILEABLE, "never filed without a person"
    assert (whole.reading, whole.received_at) == (None, NOW - timedelta(minutes=9))
    assert count_pages(await office.store.intake.load_file(whole.files[0].sha256)) == 3
    async with office.store.reading() as connection:
        state = await connection.fetchval("SELECT state FROM intake_readings WHERE item_id = $1", whole.id)
    assert state == "waiting", "it is read as one"
    for number in (office.recto, office.verso):
        part = await office.item(number)
        assert (part.state, find_joined(part)) == (ItemState.SET_ASIDE, whole.id)
        assert f'href="/reception/{whole.id}"' in (await office.get(f"/reception/{number}")).text
        assert await office.store.intake.load_file(part.files[0].sha256)
    shown = (await office.get(f"/reception/{whole.id}")).text
    assert f'href="/reception/{office.recto}"' in shown
    assert "Ce document réunit deux fichiers." in plain(shown)
    events = await office.store.intake.find_item_events(whole.id)
    told = next(one for one in events if one.name == "item.joined")
    assert (told.actor, told.data["parts"]) == (f"user:{CLERK.name}", [office.recto, office.verso])


async def test_the_order_of_the_pages_is_chosen(office: Office) -> None:
    answer = await office.join(office.recto, office.verso, ordre="avant")
    number = int(re.findall(r"/reception/(\d+)", answer.headers["location"])[0])
    assert list_originals(await office.item(number)) == (office.verso, office.recto)
    assert (await office.join(office.stranger, office.arrived.sure, ordre="milieu")).status_code == 400


async def test_a_join_is_undone_as_one_act_and_may_be_made_again(office: Office) -> None:
    whole = await office.joined()
    assert (await office.post(f"/reception/{whole.id}/defaire", version=whole.version)).status_code == 400
    done = await office.post(f"/reception/{whole.id}/defaire", version=whole.version, motif="pas la même lettre")
    assert done.status_code == 303
    for number in (office.recto, office.verso):
        part = await office.item(number)
        assert (part.state, part.decision and part.decision.reason) == (ItemState.WAITING, "pas la même lettre")
    assert (await office.item(whole.id)).state is ItemState.SET_ASIDE
    again = await office.joined()
    assert again.id != whole.id
    assert again.state is ItemState.WAITING


async def test_neither_an_original_nor_what_was_undone_waits_twice(office: Office) -> None:
    whole = await office.joined()
    recto = await office.item(office.recto)
    refused = await office.post(f"/reception/{recto.id}/reprendre", version=recto.version, motif="le revoir seul")
    assert refused.status_code == 422
    assert f"dans le document n° {whole.id}" in plain(refused.text)
    assert "Annuler cette décision" not in plain((await office.get(f"/reception/{recto.id}")).text)
    await office.post(f"/reception/{whole.id}/defaire", version=whole.version, motif="erreur")
    aside = await office.item(whole.id)
    back = await office.post(f"/reception/{whole.id}/reprendre", version=aside.version, motif="finalement")
    assert back.status_code == 422
    assert (await office.item(whole.id)).state is ItemState.SET_ASIDE


async def test_two_patients_are_joined_only_when_a_person_says_they_are_one(office: Office) -> None:
    page = plain((await office.get(f"/reception/{office.recto}?reunir=eloise")).text)
    assert OTHER_PATIENT in page
    assert "je dis que les deux sont du même patient" in page
    refused = await office.join(office.recto, office.stranger)
    assert refused.status_code == 422
    assert OTHER_PATIENT in plain(refused.text)
    assert {(await office.item(one)).state for one in (office.recto, office.stranger)} == {ItemState.WAITING}
    done = await office.join(office.recto, office.stranger, meme="oui")
    whole = await office.item(int(re.findall(r"/reception/(\d+)", done.headers["location"])[0]))
    assert "Ils nommaient deux patients" in whole.reason
    assert (whole.person_id, whole.state) == (None, ItemState.WAITING), "nobody is proposed before it is read"


async def test_what_was_not_read_yet_says_nothing_of_its_patient(office: Office) -> None:
    mine, theirs = await office.item(office.recto), await office.item(office.arrived.unread)
    assert find_doubt(mine, theirs) == UNREAD
    assert (await office.join(office.recto, office.arrived.unread)).status_code == 422
    assert find_doubt(mine, await office.item(office.verso)) == ""


async def test_who_was_said_wrong_needs_a_word_of_a_person_too(office: Office) -> None:
    item = await office.item(office.recto)
    filed = await office.room.desk.file(
        item.id,
        item.version,
        person_id=office.arrived.twin,
        operator=CLERK,
        choices={"type_code": "11488-4", "target": "DPI-SIMULATION@CH"},
    )
    await office.room.desk.reopen(item.id, filed.version, reason="Mauvais patient : sa jumelle", operator=CLERK)
    assert "mauvais dossier" in find_doubt(await office.item(office.recto), await office.item(office.verso))


async def test_what_somebody_else_has_on_screen_is_not_joined(office: Office) -> None:
    await office.get(f"/reception/{office.verso}", OTHER)
    page = (await office.get(f"/reception/{office.recto}?reunir=verso")).text
    assert f"Il est à l’écran de {OTHER.name}." in plain(page).replace("'", "’")
    refused = await office.join(office.recto, office.verso)
    assert refused.status_code == 422
    assert OTHER.name in plain(refused.text)
    assert (await office.item(office.recto)).state is ItemState.WAITING, "nothing is done by half"
    assert office.room.joining is not None
    mine, theirs = await office.item(office.stranger), await office.item(office.verso)
    with pytest.raises(RuleViolation, match="INT-198"):
        await office.room.joining.join(
            Seen(id=mine.id, version=mine.version), Seen(id=theirs.id, version=9), is_first=True, operator=OTHER
        )
    with pytest.raises(StaleVersion):
        await office.room.joining.join(
            Seen(id=theirs.id, version=theirs.version),
            Seen(id=mine.id, version=mine.version),
            is_first=True,
            operator=CLERK,
        )


async def test_the_search_finds_by_patient_file_sender_and_number(office: Office) -> None:
    async def find(text: str, by: Operator = CLERK) -> set[int]:
        page = (await office.get(f"/reception/{office.recto}?reunir={text}", by)).text
        return {int(one) for one in re.findall(r'id="autre-(\d+)"', page)}

    assert await find("verso") == {office.verso}
    assert await find("ELOISE") == {office.stranger}, "neither case nor accent counts"
    assert await find("heloise") == {office.stranger}, "by the name of its patient"
    assert office.arrived.unread in await find("tilleuls")
    assert await find(str(office.verso)) == {office.verso}
    assert await find("introuvable") == set()
    assert office.arrived.elsewhere not in await find("", UNIT), "of another unit"


async def test_only_whoever_files_joins_and_only_single_files(office: Office) -> None:
    assert (await office.join(office.recto, office.verso, READER)).status_code == 403
    assert "reunir" not in (await office.get(f"/reception/{office.arrived.message}")).text.split("touches-reception")[0]
    itself = await office.join(office.recto, office.recto)
    assert itself.status_code == 422
    message = await office.join(office.recto, office.arrived.message)
    assert message.status_code == 422
    assert (await office.join(office.recto, office.arrived.elsewhere, UNIT)).status_code == 400
    sure = await office.item(office.arrived.sure)
    undone = await office.post(f"/reception/{sure.id}/defaire", version=sure.version, motif="essai")
    assert undone.status_code == 422


async def test_what_a_patient_sent_stays_with_its_message(office: Office) -> None:
    async with office.store.writing() as connection:
        await connection.execute("UPDATE intake_items SET source = 'patient' WHERE id = $1", office.verso)
    page = (await office.get(f"/reception/{office.recto}?reunir=verso")).text
    assert "Aucun fichier qui attend ne correspond." in plain(page)
    assert (await office.join(office.recto, office.verso)).status_code == 422
    assert 'id="reunir"' not in (await office.get(f"/reception/{office.verso}")).text


async def test_a_filed_join_is_undone_from_its_filing_first(office: Office) -> None:
    whole = await office.joined()
    filed = await office.room.desk.file(
        whole.id,
        whole.version,
        person_id=office.arrived.patient,
        operator=CLERK,
        choices={"type_code": "11488-4", "target": "DPI-SIMULATION@CH"},
    )
    stale = await office.post(f"/reception/{whole.id}/defaire", version=filed.version, motif="erreur")
    assert stale.status_code == 409
    back = await office.room.desk.reopen(whole.id, filed.version, reason="erreur", operator=CLERK)
    done = await office.post(f"/reception/{whole.id}/defaire", version=back.version, motif="erreur")
    assert done.status_code == 303
