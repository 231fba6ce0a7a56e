"""The pages of prescriptions and answers on a real store: queue, states, thread, texts, refusals, rights."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.prescriptions import PrescriptionState
from liane.pipeline.intake.replies import REPLY
from liane.store.intake_answers import PatientMailbox, PatientMailboxState
from liane.store.intake_records import ItemState
from liane.store.postgres_store import PostgresStore
from liane.store.records import StoredDelivery
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import make_room
from tests.web.pharmacy_kit import ADDRESS, add_prescription, make_answering
from tests.web.test_console_pages import WEIGHT_MAX, Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
PHARMACIST = Operator(name="Lou TESTPHARMACIE", roles=frozenset({Role.PHARMACIEN}))
ADMIN = Operator(name="Ana TESTADMIN", roles=frozenset({Role.ADMINISTRATION}))
READER = Operator(name="Noé TESTFLUX", roles=frozenset({Role.INTEGRATION}))
SECRETS = {one.name: f"le-secret-numero-{rank}-pour-l-essai" for rank, one in enumerate((PHARMACIST, ADMIN, READER))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pharmacy:
    """The pages of a pharmacy where one prescription came."""

    client: httpx.AsyncClient
    store: PostgresStore
    clock: Clock
    item_id: int
    person_id: int

    async def get(self, path: str, by: Operator = PHARMACIST) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = PHARMACIST, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))

    async def change(self, state: str, **form: Any) -> httpx.Response:
        version = (await self.store.answers.get_prescription(self.item_id)).version
        return await self.post(f"/reception/{self.item_id}/ordonnance", **({"version": version, "etat": state} | form))

    async def replies(self) -> list[StoredDelivery]:
        async with self.store.reading() as connection:
            numbers = [row["id"] for row in await connection.fetch("SELECT id FROM documents")]
        found = [one for number in numbers for one in await self.store.find_deliveries(number)]
        return [one for one in found if one.action == REPLY]


@pytest.fixture
async def pharmacy(store: PostgresStore) -> AsyncIterator[Pharmacy]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    number, person_id = await add_prescription(flow, NOW)
    answering = make_answering(store, clock.now)
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(
            allowed_hosts=("liane.test",),
            page_size=10,
            credentials=tuple(
                Credential(operator=one, secret=SECRETS[one.name]) for one in (PHARMACIST, ADMIN, READER)
            ),
        ),
        desk=make_desk(flow),
        reception=make_room(store, clock.now, answering=answering),
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Pharmacy(client=client, store=store, clock=clock, item_id=number, person_id=person_id)


async def test_every_page_is_whole_strict_and_light(pharmacy: Pharmacy) -> None:
    base = f"/reception/{pharmacy.item_id}"
    for path in (
        "/reception/ordonnances",
        "/reception/ordonnances?etat=given",
        "/reception/textes",
        base,
        f"{base}?vers=ready",
        f"{base}?texte=recu",
    ):
        answer = await pharmacy.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path
        assert len(answer.content) < WEIGHT_MAX, path


async def test_the_queue_tells_who_sent_what_and_what_may_follow(pharmacy: Pharmacy) -> None:
    page = plain((await pharmacy.get("/reception/ordonnances")).text)
    assert "1 ordonnance reçue, 0 à préparer, 0 prête." in page
    assert "TESTPATIENTE ANNE" in page
    assert "premier message" in page
    assert "12 min" in page
    assert "Ordonnances" in plain((await pharmacy.get("/reception")).text)


async def test_a_state_brings_its_text_with_the_notice_of_a_first_use(pharmacy: Pharmacy) -> None:
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}?vers=ready")).text)
    assert "Votre commande est prête." in page
    assert "C’est votre premier message à Pharmacie du Test." in page
    assert "Prête, et répondre au patient" in page
    none = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}?vers=given")).text)
    assert "et répondre au patient" not in none, "not from received to given"


async def test_ready_and_told_in_one_act(pharmacy: Pharmacy) -> None:
    done = await pharmacy.change("ready", repondre="oui", reponse="C’est prêt.", fin="oui", note="casier 4", vues="0")
    assert done.status_code == 303
    assert done.headers["location"].startswith("/reception/ordonnances")
    changed = await pharmacy.store.answers.get_prescription(pharmacy.item_id)
    assert (changed.state, changed.changed_by, changed.note) == (PrescriptionState.READY, PHARMACIST.name, "casier 4")
    (reply,) = await pharmacy.replies()
    assert (reply.recipient, reply.plan["reply"]["closes"]) == (ADDRESS, True)
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}")).text)
    assert "C’est prêt." in page
    assert "échange clos" in page
    assert "casier 4" in page


async def test_what_is_over_leaves_the_worklist_and_may_be_taken_up_again(pharmacy: Pharmacy) -> None:
    await pharmacy.change("ready", repondre="")
    await pharmacy.change("given", repondre="")
    assert (await pharmacy.store.intake.get_item(pharmacy.item_id)).state is ItemState.SET_ASIDE
    await pharmacy.change("ready", repondre="")
    assert (await pharmacy.store.intake.get_item(pharmacy.item_id)).state is ItemState.WAITING
    assert await pharmacy.replies() == []


async def test_a_closed_mailbox_is_said_and_nothing_changes_unless_one_insists(pharmacy: Pharmacy) -> None:
    mailbox = PatientMailbox(
        address=ADDRESS,
        state=PatientMailboxState.CLOSED,
        person_id=pharmacy.person_id,
        since=NOW - timedelta(days=2),
        delivery_id=None,
        words="fermée",
    )
    await pharmacy.store.answers.note_mailbox(mailbox)
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}?vers=ready")).text)
    assert "Ce patient a fermé sa messagerie Mon espace santé, ou s’y oppose." in page
    refused = await pharmacy.change("ready", repondre="oui", reponse="C’est prêt.")
    assert refused.status_code == 422
    assert "INT-263" in refused.text
    assert (await pharmacy.store.answers.get_prescription(pharmacy.item_id)).state is PrescriptionState.RECEIVED
    assert (await pharmacy.change("ready", repondre="oui", reponse="C’est prêt.", insister="oui")).status_code == 303


async def test_two_people_do_not_change_it_at_once(pharmacy: Pharmacy) -> None:
    await pharmacy.change("to_prepare", repondre="")
    late = await pharmacy.post(f"/reception/{pharmacy.item_id}/ordonnance", version="1", etat="refused")
    assert late.status_code == 409
    assert (await pharmacy.change("given")).status_code == 409
    assert (await pharmacy.change("nimporte")).status_code == 400


async def test_an_answer_alone(pharmacy: Pharmacy) -> None:
    sent = await pharmacy.post(f"/reception/{pharmacy.item_id}/repondre", reponse="Bien reçu.", vues="0")
    assert sent.status_code == 303
    again = await pharmacy.post(f"/reception/{pharmacy.item_id}/repondre", reponse="Bien reçu.", vues="0")
    assert again.status_code == 303
    assert len(await pharmacy.replies()) == 1
    empty = await pharmacy.post(f"/reception/{pharmacy.item_id}/repondre", reponse="  ")
    assert empty.status_code == 422
    told = plain((await pharmacy.get(f"{sent.headers['location']}")).text)
    assert "La réponse part" in told


async def test_texts_are_the_establishment_s_to_write(pharmacy: Pharmacy) -> None:
    key = "ordonnance-prete"
    refused = await pharmacy.post("/reception/textes", cle=key, texte="Venez.")
    assert refused.status_code == 403
    assert (
        await pharmacy.post(
            "/reception/textes", ADMIN, motif="décision du titulaire", cle=key, texte="Venez à {structure}."
        )
    ).status_code == 303
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}?vers=ready")).text)
    assert "Venez à Pharmacie du Test." in page
    assert (
        await pharmacy.post(
            "/reception/textes", ADMIN, motif="décision du titulaire", cle=key, acte="revenir", texte="x"
        )
    ).status_code == 303
    assert await pharmacy.store.answers.load_texts() == {}
    assert (
        await pharmacy.post("/reception/textes", ADMIN, motif="décision du titulaire", cle="autre", texte="x")
    ).status_code == 400


async def test_whoever_may_not_file_may_not_answer(pharmacy: Pharmacy) -> None:
    for path in ("repondre", "ordonnance"):
        assert (await pharmacy.post(f"/reception/{pharmacy.item_id}/{path}", READER, reponse="x")).status_code == 403
    page = (await pharmacy.get(f"/reception/{pharmacy.item_id}", READER)).text
    assert 'name="reponse"' not in page
    assert "pouvez-vous préparer" in page


async def test_the_number_of_a_digital_prescription_is_shown_where_it_was_read(pharmacy: Pharmacy) -> None:
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}")).text)
    assert "Lecture en cours." in page
    value = "99K7M2Q8RZ4T1WDPCQ"
    field = {"value": value, "confidence": 0.9, "page": 1, "boxes": [[0.1, 0.8, 0.2, 0.9]], "source": "code-barres"}
    reading = {"ordonnance.pdf": {"documents": [{"pages": [1], "fields": {"prescription_number": field}}]}}
    await pharmacy.store.intake.save_reading(pharmacy.item_id, reading, person_id=None, reason="")
    async with pharmacy.store.writing() as connection:
        await connection.execute("UPDATE intake_readings SET state = 'read'")
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}")).text)
    assert "99K7M2 Q8RZ4T 1WDPCQ" in page
    assert "SIMULATION : numéro d’essai" in page
    assert "lu dans le code, page 1" in page
    queue = plain((await pharmacy.get("/reception/ordonnances")).text)
    assert "n° 99K7M2 Q8RZ4T 1WDPCQ (SIMULATION)" in queue
    national = field | {"value": "01ABCDEFGH23456789", "source": "page", "is_checked": False}
    reading["ordonnance.pdf"]["documents"][0]["fields"]["prescription_number"] = national
    await pharmacy.store.intake.save_reading(pharmacy.item_id, reading, person_id=None, reason="")
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}")).text)
    assert "01ABCD EFGH23 456789" in page
    assert "numéro d’essai" not in page
    assert "lu en clair, page 1" in page
    await pharmacy.store.intake.save_reading(pharmacy.item_id, {}, person_id=None, reason="")
    page = plain((await pharmacy.get(f"/reception/{pharmacy.item_id}")).text)
    assert "Aucun numéro d’ordonnance numérique n’a été lu : vérifier l’original." in page
