"""The façades of the DMP, JSON and FHIR, against the simulated DMP, under the rights of who asks."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from liane.api.app import create_api
from liane.api.dmp import add_facades
from liane.api.dmp_desk import DMPDesk
from liane.domain.actors.operator import Operator, Right
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane.web.rights import RightsGate
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.pki.folder import PKI
from tests.pipeline.dmp_reading_kit import AUTHOR_ID, Scene, make_operator, make_person, open_scene
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import ADULT, HIDDEN, MASKED, NOW, make_document

pytestmark = pytest.mark.anyio
INS = f"urn:oid:{ADULT.ins.oid}|{ADULT.ins.matricule}"
MOTIF = {"X-Motif": quote("annonce faite au patient"), "Content-Type": "application/json-patch+json"}
VISIBILITY = "https://mos.esante.gouv.fr/NOS/TRE_A07-StatutVisibiliteDocument/FHIR/TRE-A07-StatutVisibiliteDocument"


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("facades") / "pki", NOW)


@pytest.fixture
async def scene(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(pki, store, tmp_path) as opened:
        yield opened


@pytest.fixture
async def person_id(store: PostgresStore) -> int:
    write = RegistryWrite(persons=(make_person(person_id=0),), events=())
    return (await store.registry.write_registry(write)).person_ids[0]


class Door:
    """The doors of the console, as far as they matter here: who comes in, and their rights."""

    def __init__(self, app: ASGIApp, actor: Operator) -> None:
        self._app = RightsGate(app, read=Right.SEE_FLOWS, act=Right.ACT_ON_FLOWS, doors={"": Right.READ_DMP})
        self._actor = actor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = self._actor
        await self._app(scope, receive, send)


def connect(scene: Scene, actor: Operator | None = None) -> httpx.AsyncClient:
    """A client of the API that comes in as somebody."""
    desk = DMPDesk(service=scene.service, persons=scene.store.registry)
    api = create_api(store=scene.store, status=None, accept=None, now=lambda: scene.clock[0])  # type: ignore[arg-type]
    add_facades(api, desk, now=lambda: scene.clock[0], version="0.1.0")
    transport = httpx.ASGITransport(app=Door(api, actor or make_operator()))
    return httpx.AsyncClient(transport=transport, base_url="http://liane.test")


async def search(client: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    answer = await client.get(f"/fhir/DocumentReference?patient.identifier={quote(INS)}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/fhir+json"
    bundle: dict[str, Any] = answer.json()
    return bundle


async def test_documents_are_searched_paged_and_read(scene: Scene, person_id: int) -> None:
    """ITI-67, ITI-68."""
    ids = {scene.feed(serial) for serial in (1, 2, 3)}
    async with connect(scene) as client:
        bundle = await search(client, "&_count=2&status=current")
        assert (bundle["resourceType"], bundle["type"], bundle["total"]) == ("Bundle", "searchset", 3)
        links = {link["relation"]: link["url"] for link in bundle["link"]}
        assert set(links) == {"self", "next"}
        rest = (await client.get(f"/fhir/{links['next']}")).json()
        assert {link["relation"] for link in rest["link"]} == {"self", "previous"}
        found = [entry["resource"] for page in (bundle, rest) for entry in page["entry"]]
        assert {one["masterIdentifier"]["value"].removeprefix("urn:oid:") for one in found} == ids
        document = found[0]
        assert document["subject"]["reference"] == f"Patient/{person_id}"
        assert document["status"] == "current"
        attachment = document["content"][0]["attachment"]
        binary = await client.get(f"/fhir/{attachment['url']}")
        assert (binary.status_code, len(binary.content)) == (200, attachment["size"])
        assert binary.headers["content-disposition"] == "attachment"
        read = await client.get(f"/fhir/DocumentReference/{document['id']}?patient=Patient/{person_id}")
        assert read.json() == document
        assert read.headers["etag"] == 'W/"1"'


async def test_every_search_parameter_narrows(scene: Scene, person_id: int) -> None:
    scene.feed(1)
    scene.feed(2, visibility=(HIDDEN,))
    async with connect(scene) as client:
        for query, total in (
            ("&type=http://loinc.org|11502-2", 2),
            ("&type=18748-4", 0),
            ("&category=urn:oid:1.2.250.1.213.1.1.4.1|10", 2),
            ("&security-label=INVISIBLE_PATIENT", 1),
            ("&author.identifier=" + AUTHOR_ID, 2),
            ("&author.family=testfougere", 2),
            ("&creation=lt2026-01-13", 0),
            ("&creation=2026-01-13", 2),
            ("&date=ge2026-01&date=lt2026-02", 2),
            ("&period=ge2027", 0),
            ("&period-end=le2026", 2),
            ("&related=ACC-1", 0),
            ("&event=CT", 0),
            ("&isArchived=true", 0),
            ("&status=superseded", 0),
            ("&_count=0", 2),
        ):
            assert (await search(client, query))["total"] == total, query


@pytest.mark.parametrize(
    "query",
    [
        "patient=abc",
        "",
        "patient=1&type=inconnu",
        "patient=1&date=hier",
        "patient=1&date=2026-13-01",
        "patient=1&date=9999",
        "patient=1&_count=beaucoup",
        "patient=1&status=draft",
        "patient=1&couleur=bleu",
        "patient=1&security-label=SECRET",
        "patient=1&isArchived=oui",
    ],
)
async def test_a_wrong_search_is_refused_with_an_outcome(scene: Scene, query: str) -> None:
    async with connect(scene) as client:
        answer = await client.get(f"/fhir/DocumentReference?{query}")
        assert answer.status_code == 400
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert answer.json()["issue"][0]["diagnostics"]


async def test_lots_are_listed_with_their_documents(scene: Scene, person_id: int) -> None:
    """ITI-66."""
    unique_id = scene.feed()
    async with connect(scene) as client:
        bundle = (await client.get(f"/fhir/List?patient={person_id}")).json()
        (lot,) = [entry["resource"] for entry in bundle["entry"]]
        assert lot["resourceType"] == "List"
        listed = {one["item"]["reference"].removeprefix("DocumentReference/") for one in lot["entry"]}
        (document,) = [entry["resource"] for entry in (await search(client))["entry"]]
        assert document["id"] in listed
        assert document["masterIdentifier"]["value"] == f"urn:oid:{unique_id}"


async def test_a_patch_changes_one_thing(scene: Scene, person_id: int) -> None:
    """TD3.3a, TD3.3b, TD3.3d by PATCH; the rest is 405. Rule: dmp.md §13."""
    scene.feed(visibility=(HIDDEN,))
    author = make_operator(AUTHOR_ID)
    async with connect(scene, author) as client:
        document = (await search(client))["entry"][0]["resource"]
        assert [one["coding"][0]["code"] for one in document["securityLabel"]] == ["N", "INVISIBLE_PATIENT"]

        async def patch(operations: list[dict[str, Any]], **headers: str) -> httpx.Response:
            current = (await search(client, "&isArchived=false"))["entry"] or (
                await search(client, "&isArchived=true")
            )["entry"]
            address = f"/fhir/DocumentReference/{current[0]['resource']['id']}?patient={person_id}"
            return await client.patch(address, content=json.dumps(operations), headers={**MOTIF, **headers})

        shown = await patch([{"op": "remove", "path": "/securityLabel/1"}])
        assert shown.status_code == 200, shown.text
        assert [one["coding"][0]["code"] for one in shown.json()["securityLabel"]] == ["N"]
        assert shown.headers["etag"] == 'W/"2"'
        masked = {"coding": [{"system": VISIBILITY, "code": "MASQUE_PS"}]}
        stale = await patch([{"op": "add", "path": "/securityLabel/-", "value": masked}], **{"If-Match": 'W/"1"'})
        assert stale.status_code == 412
        done = await patch([{"op": "add", "path": "/securityLabel/-", "value": masked}], **{"If-Match": 'W/"2"'})
        assert done.status_code == 200
        archived = await patch([{"op": "replace", "path": "/extension/0/valueBoolean", "value": True}])
        assert archived.json()["extension"][0]["valueBoolean"] is True
        for operations in (
            [{"op": "replace", "path": "/status", "value": "superseded"}],
            [{"op": "replace", "path": "/description", "value": "autre"}],
            [{"op": "add", "path": "/securityLabel/-", "value": {"coding": [{"code": "INVISIBLE_PATIENT"}]}}],
            [{"op": "test", "path": "/securityLabel/0", "value": document["securityLabel"][0]}],
        ):
            assert (await patch(operations)).status_code == 405
        assert (await patch([])).status_code == 400
        silent = await patch([{"op": "remove", "path": "/securityLabel/1"}], **{"X-Motif": ""})
        assert silent.status_code == 403
        assert silent.json()["issue"][0]["details"]["coding"][0]["code"] == "DMP-027"


async def test_a_facade_gives_no_more_than_the_pages(scene: Scene, person_id: int) -> None:
    masked = scene.feed(visibility=(MASKED,))
    async with connect(scene) as client:
        assert (await search(client))["total"] == 0
        hidden = await client.get(f"/fhir/Binary/{masked}?patient={person_id}")
        assert hidden.status_code == 404
    async with connect(scene, make_operator("", situation=None)) as client:
        assert (await client.get(f"/fhir/DocumentReference?patient={person_id}")).status_code == 403
    no_situation = make_operator(situation=None)
    async with connect(scene, no_situation) as client:
        answer = await client.get(f"/fhir/DocumentReference?patient={person_id}")
        assert (answer.status_code, answer.json()["issue"][0]["code"]) == (403, "forbidden")
        answer = await client.get(f"/v1/dmp/{person_id}/documents")
        assert (answer.status_code, answer.json()["errors"][0]["why"]) == (403, "DMP-007")


async def test_what_does_not_exist_is_an_outcome_too(scene: Scene, person_id: int) -> None:
    async with connect(scene) as client:
        for method, address, status in (
            ("GET", "/fhir/Patient/1", 404),
            ("DELETE", "/fhir/DocumentReference/1", 405),
            ("GET", "/fhir/DocumentReference?patient=999999", 404),
            ("GET", f"/fhir/DocumentReference/{'0' * 36}?patient={person_id}", 404),
            ("GET", "/fhir/DocumentReference?patient.identifier=" + quote(INS.replace("1", "2")), 400),
            ("PATCH", f"/fhir/DocumentReference/1?patient={person_id}", 415),
        ):
            answer = await client.request(method, address)
            assert answer.status_code in (status, 404), address
            assert answer.json()["resourceType"] == "OperationOutcome", address
        statement = (await client.get("/fhir/metadata")).json()
        assert statement["resourceType"] == "CapabilityStatement"
        assert {one["type"] for one in statement["rest"][0]["resource"]} == {"DocumentReference", "List", "Binary"}


async def test_a_dmp_that_is_away_is_said_so(scene: Scene, person_id: int) -> None:
    scene.faults.add(Fault(service="dmp.patients", kind=FaultKind.HANG_UP_BEFORE))
    async with connect(scene) as client:
        answer = await client.get(f"/v1/dmp/{person_id}/documents")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        answer = await client.get(f"/fhir/DocumentReference?patient={person_id}")
        assert (answer.status_code, answer.json()["issue"][0]["code"]) == (503, "transient")


async def test_the_json_facade_lists_reads_and_changes(scene: Scene, person_id: int) -> None:
    unique_id = scene.feed(visibility=(HIDDEN,))
    async with connect(scene) as client:
        listing = (await client.get(f"/v1/dmp/{person_id}/documents?type_code=11502-2&limit=10")).json()
        assert (listing["total"], listing["folder"]["state"]) == (1, "DMP ouvert, accès autorisé")
        (document,) = listing["documents"]
        assert (document["unique_id"], document["visibility"]) == (unique_id, ["INVISIBLE_PATIENT"])
        assert document["class"]["code"] == "10"
        content = await client.get(f"/v1/dmp/{person_id}/documents/{unique_id}/content")
        assert (content.content, content.headers["x-dmp-media-type"]) == (make_document(), "text/xml")
        changed = await client.post(
            f"/v1/dmp/{person_id}/documents/{unique_id}/changes",
            json={"change": "show_to_patient", "reason": "annonce faite"},
        )
        assert changed.json()["visibility"] == []
        again = await client.post(
            f"/v1/dmp/{person_id}/documents/{unique_id}/changes",
            json={"change": "show_to_patient", "reason": "annonce faite"},
        )
        assert (again.status_code, again.json()["errors"][0]["why"]) == (403, "DMP-022")
        deleted = await client.post(
            f"/v1/dmp/{person_id}/documents/{unique_id}/changes", json={"change": "delete", "reason": "erreur"}
        )
        assert (deleted.status_code, deleted.json()["errors"][0]["why"]) == (401, "ACC-001")
        wrong = await client.get(f"/v1/dmp/{person_id}/documents?type_code=inconnu")
        assert (wrong.status_code, wrong.json()["errors"][0]["why"]) == (422, "DMP-028")
        assert (await client.get("/v1/dmp/999999/documents")).status_code == 404
