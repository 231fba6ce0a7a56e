"""The page of the documents that wait for an identity: whose, why, what to do; and that they leave it once let go."""

from dataclasses import replace

import httpx
import pytest

from liane.domain.documents.delivery import Destination
from liane.domain.identity.patient import IdentityStatus
from liane.domain.identity.person import Person
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane.store.registry_watch import RegistryWatch
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from tests.pipeline.flow_kit import Flow
from tests.pipeline.test_identity_gate import IPP, PATIENT, Desk
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, make_status

pytestmark = pytest.mark.anyio


async def test_the_waiting_list_names_the_person_the_reason_and_the_next_step(store: PostgresStore) -> None:
    desk = Desk(flow=Flow(store=store))
    person = await desk.know(Person(traits=PATIENT.traits, identifiers=(IPP,), status=IdentityStatus.PROVISOIRE))
    document = await desk.document()
    await desk.hold(document, Destination.DMP)
    pages = replace(make_desk(make_flow(store, lambda: NOW)), circulation=RegistryWatch(store))
    app = create_app(
        store=store, status=make_status(), now=lambda: NOW, settings=ConsoleSettings(is_development=True), desk=pages
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
        page = (await client.get("/identites/attente")).text.replace("\u202f", " ").replace("\u00a0", " ")
        assert "1 envoi attend une identité" in page
        assert "statut « provisoire »" in page
        assert f"/identites/{person.id}/qualifier" in page
        assert f"/documents/{document.id}" in page
        assert "Rien n’attend" in (await client.get("/identites/attente?cause=identity.unknown")).text
        assert (await pages.count_work())["held"] == 1
        known = await store.registry.get_person(person.id)
        await store.registry.write_registry(RegistryWrite(persons=(replace(known, status=IdentityStatus.QUALIFIEE),)))
        await desk.examiner.examine()
        assert "Aucun document n’attend une identité" in (await client.get("/identites/attente")).text


async def test_a_message_that_could_not_be_applied_is_shown_and_put_back(store: PostgresStore) -> None:
    flow = make_flow(store, lambda: NOW)
    document = await Desk(flow=Flow(store=store)).document()
    async with store.writing() as connection:
        await connection.execute(
            "INSERT INTO identity_messages VALUES "
            "(1, $1, date_trunc('month', now()), 'failed', 'Ce numéro est déjà tenu.', $2)",
            document.message_id,
            NOW,
        )
    app = create_app(
        store=store, status=make_status(), now=lambda: NOW, settings=ConsoleSettings(), desk=make_desk(flow)
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
        page = (await client.get("/identites/messages")).text
        assert "Ce numéro est déjà tenu." in page
        assert f"/messages/{document.message_id}/octets-recus" in page
        moved = await client.post("/identites/messages", data={"message": str(document.message_id)})
        assert (moved.status_code, moved.headers["location"]) == (303, "/identites/messages?fait=1")
        assert await store.registry.count_pending_messages() == 1
        assert "Rien n’est en échec." in (await client.get("/identites/messages")).text
