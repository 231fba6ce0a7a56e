"""Sensitive acts by the façades of the DMP: a fresh token, or a proof asked for that act, or nothing (RFC 9470)."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from liane.api.app import create_api
from liane.api.dmp import add_facades
from liane.api.dmp_desk import DMPDesk
from liane.domain.actors.operator import Operator
from liane.domain.audit.access import AccessAct
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane_sandbox.pki.folder import PKI
from liane_sandbox.psc.state import CIBAAnswer
from tests.api.test_dmp_facades import Door
from tests.pipeline.dmp_reading_kit import AUTHOR_ID, DOCTOR_ID, Scene, make_operator, make_person, open_scene
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import NOW
from tests.signin_kit import SignInBench, running_bench

pytestmark = pytest.mark.anyio
DELETION = json.dumps([{"op": "replace", "path": "/status", "value": "entered-in-error"}])
PATCH = {"X-Motif": quote("mauvais patient"), "Content-Type": "application/json-patch+json"}
WHY = {"change": "delete", "reason": "mauvais patient"}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("step-up") / "pki", NOW)


@pytest.fixture
async def scene(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(pki, store, tmp_path) as opened:
        yield opened


@pytest.fixture
async def bench(pki: PKI, store: PostgresStore, tmp_path: Path) -> AsyncIterator[SignInBench]:
    (tmp_path / "signin").mkdir()
    async with running_bench(store, pki, tmp_path / "signin") as running:
        yield running


@pytest.fixture
async def person_id(store: PostgresStore) -> int:
    write = RegistryWrite(persons=(make_person(person_id=0),), events=())
    return (await store.registry.write_registry(write)).person_ids[0]


def connect(scene: Scene, bench: SignInBench, actor: Operator | None = None) -> httpx.AsyncClient:
    """A client that comes in as the author of the documents, with a token that says no fresh authentication."""
    desk = DMPDesk(service=scene.service, persons=scene.store.registry, proofs=bench.parts.proofs)
    api = create_api(store=scene.store, status=None, accept=None, now=lambda: scene.clock[0])  # type: ignore[arg-type]
    add_facades(api, desk, now=lambda: scene.clock[0], version="0.1.0")
    door = Door(api, actor or make_operator(AUTHOR_ID, session=""))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=door), base_url="http://liane.test")


def token_of(bench: SignInBench, minutes: float) -> Operator:
    """Who comes with a token whose authentication is that old."""
    at = bench.clock.now() - timedelta(minutes=minutes)
    return make_operator(AUTHOR_ID, session="", signed_in_at=at)


async def prove(client: httpx.AsyncClient, bench: SignInBench, **asked: Any) -> str:
    """Ask a proof, accept it on the phone; gives what to put in X-Preuve."""
    prepared = await client.post("/v1/preuves", json=asked)
    assert prepared.status_code == 201, prepared.text
    told = prepared.json()
    assert (told["etat"], len(told["nombre"])) == ("prete", 2)
    assert not bench.psc.service.state.ciba or list(bench.psc.service.state.ciba.values())[-1].answer != "attend"
    address = f"/v1/preuves/{told['preuve']}"
    assert (await client.post(f"{address}/envoi")).json()["etat"] == "en_attente"
    assert (await client.get(address)).json()["etat"] == "en_attente"
    bench.psc.service.answer_phone(list(bench.psc.service.state.ciba)[-1], CIBAAnswer.ACCEPTED)
    bench.clock.advance(seconds=6)
    given = (await client.get(address)).json()
    assert (given["etat"], given["nombre"]) == ("donnee", "")
    return str(told["preuve"])


def is_step_up(answer: httpx.Response, code: str) -> bool:
    """Tell whether an answer asks to authenticate again. Rule: RFC 9470 §3."""
    challenge = answer.headers.get("www-authenticate", "")
    has_words = 'error="insufficient_user_authentication"' in challenge and 'max_age="900"' in challenge
    return answer.status_code == 401 and challenge.startswith("Bearer ") and has_words and code in answer.text


async def test_a_deletion_with_an_old_token_says_how_to_go_on(scene: Scene, bench: SignInBench, person_id: int) -> None:
    unique_id = scene.feed()
    path = f"/v1/dmp/{person_id}/documents/{unique_id}/changes"
    for actor in (make_operator(AUTHOR_ID, session=""), token_of(bench, 15), token_of(bench, 239)):
        async with connect(scene, bench, actor) as client:
            answer = await client.post(path, json=WHY)
            assert is_step_up(answer, "ACC-001")
            assert answer.headers["content-type"] == "application/problem+json"
            assert "POST /api/v1/preuves" in answer.json()["detail"]
    assert "UpdateDocumentSet" not in scene.calls
    async with connect(scene, bench) as client:
        found = (await client.get(f"/fhir/DocumentReference?patient={person_id}")).json()["entry"][0]["resource"]
        address = f"/fhir/DocumentReference/{found['id']}?patient={person_id}"
        answer = await client.patch(address, content=DELETION, headers=PATCH)
        assert is_step_up(answer, "ACC-001")
        assert answer.json()["issue"][0]["code"] == "login"
        assert answer.headers["content-type"] == "application/fhir+json"


@pytest.mark.parametrize("facade", ["json", "fhir"])
async def test_a_fresh_token_deletes(scene: Scene, bench: SignInBench, person_id: int, facade: str) -> None:
    unique_id = scene.feed()
    async with connect(scene, bench, token_of(bench, 14)) as client:
        if facade == "json":
            answer = await client.post(f"/v1/dmp/{person_id}/documents/{unique_id}/changes", json=WHY)
            assert answer.json()["state"] == "supprimé"
        else:
            found = (await client.get(f"/fhir/DocumentReference?patient={person_id}")).json()["entry"][0]["resource"]
            address = f"/fhir/DocumentReference/{found['id']}?patient={person_id}"
            answer = await client.patch(address, content=DELETION, headers=PATCH)
        assert answer.status_code == 200, answer.text
    assert [line.act for line in scene.trail.lines][-1] is AccessAct.DELETE


async def test_a_proof_by_phone_deletes_one_document_once(scene: Scene, bench: SignInBench, person_id: int) -> None:
    mine, other = scene.feed(1), scene.feed(2)
    async with connect(scene, bench) as client:
        word = await prove(client, bench, acte="suppression", personne=person_id, document=mine)
        shown = {"X-Preuve": word}
        elsewhere = await client.post(f"/v1/dmp/{person_id}/documents/{other}/changes", json=WHY, headers=shown)
        assert is_step_up(elsewhere, "ACC-002")
        done = await client.post(f"/v1/dmp/{person_id}/documents/{mine}/changes", json=WHY, headers=shown)
        assert done.status_code == 200, done.text
        replayed = await client.post(f"/v1/dmp/{person_id}/documents/{mine}/changes", json=WHY, headers=shown)
        assert is_step_up(replayed, "ACC-002")
        emergency = {"access": "bris_de_glace", "reason": "patient inconscient"}
        other_act = await client.post(f"/v1/dmp/{person_id}/emergencies", json=emergency, headers=shown)
        assert is_step_up(other_act, "ACC-002")


async def test_a_proof_of_somebody_else_or_too_old_deletes_nothing(
    scene: Scene, bench: SignInBench, person_id: int
) -> None:
    unique_id = scene.feed()
    path = f"/v1/dmp/{person_id}/documents/{unique_id}/changes"
    async with connect(scene, bench) as client, connect(scene, bench, make_operator(DOCTOR_ID)) as thief:
        word = await prove(client, bench, acte="suppression", personne=person_id, document=unique_id)
        assert is_step_up(await thief.post(path, json=WHY, headers={"X-Preuve": word}), "ACC-002")
        assert (await thief.get(f"/v1/preuves/{word}")).status_code == 404
        assert (await thief.post(f"/v1/preuves/{word}/envoi")).status_code == 404
        for guessed in ("x" * 43, "", "a" * 5000):
            code = "ACC-001" if not guessed else "ACC-002"
            assert is_step_up(await client.post(path, json=WHY, headers={"X-Preuve": guessed}), code)
        bench.clock.advance(minutes=6)
        assert is_step_up(await client.post(path, json=WHY, headers={"X-Preuve": word}), "ACC-002")
    assert "UpdateDocumentSet" not in scene.calls


async def test_an_emergency_by_the_api(scene: Scene, bench: SignInBench, person_id: int) -> None:
    scene.feed()
    asked = {"access": "bris_de_glace", "reason": "patient inconscient aux urgences"}
    async with connect(scene, bench) as client:
        assert is_step_up(await client.post(f"/v1/dmp/{person_id}/emergencies", json=asked), "ACC-001")
        closed = await client.get(f"/v1/dmp/{person_id}/documents", headers={"X-Acces": "bris_de_glace"})
        assert (closed.status_code, closed.json()["errors"][0]["why"]) == (403, "DMP-017")
        word = await prove(client, bench, acte="bris_de_glace", personne=person_id)
        opened = await client.post(f"/v1/dmp/{person_id}/emergencies", json=asked, headers={"X-Preuve": word})
        assert opened.status_code == 201, opened.text
        listed = await client.get(f"/v1/dmp/{person_id}/documents", headers={"X-Acces": "bris_de_glace"})
        assert listed.json()["total"] == 1
        lines = [one for one in scene.trail.lines if one.act is AccessAct.BREAK_GLASS]
        assert asked["reason"] in [one.reason for one in lines]
        assert (await client.get(f"/v1/dmp/{person_id}/documents", headers={"X-Acces": "autre"})).status_code == 404


async def test_a_proof_names_what_it_is_for(scene: Scene, bench: SignInBench, person_id: int) -> None:
    async with connect(scene, bench) as client:
        for wrong in (
            {"acte": "suppression", "personne": person_id},
            {"acte": "bris_de_glace", "personne": person_id, "document": "1.2.3"},
            {"acte": "masquage", "personne": person_id},
            {"acte": "suppression", "personne": 0, "document": "1.2.3"},
            {},
        ):
            answer = await client.post("/v1/preuves", json=wrong)
            assert answer.status_code == 422, wrong
        assert not bench.psc.service.state.ciba


async def test_masking_asks_a_reason_and_no_proof(scene: Scene, bench: SignInBench, person_id: int) -> None:
    unique_id = scene.feed()
    async with connect(scene, bench) as client:
        path = f"/v1/dmp/{person_id}/documents/{unique_id}/changes"
        masked = await client.post(path, json={"change": "mask", "reason": "demande du patient"})
        assert masked.status_code == 200, masked.text
        assert (await client.post(path, json={"change": "unmask", "reason": "  "})).status_code == 422


async def test_without_phones_a_fresh_token_still_serves(scene: Scene, bench: SignInBench, person_id: int) -> None:
    unique_id = scene.feed()
    proofs = bench.parts.proofs
    assert proofs is not None
    proofs.has_phone = False
    path = f"/v1/dmp/{person_id}/documents/{unique_id}/changes"
    async with connect(scene, bench, token_of(bench, 20)) as client:
        assert (await client.post("/v1/preuves", json={})).status_code == 404
        assert is_step_up(await client.post(path, json=WHY), "ACC-001")
    async with connect(scene, bench, token_of(bench, 1)) as client:
        assert (await client.post(path, json=WHY)).status_code == 200


async def test_where_nobody_can_prove_who_they_are_nothing_is_deleted(
    scene: Scene, bench: SignInBench, person_id: int
) -> None:
    unique_id = scene.feed()
    desk = DMPDesk(service=scene.service, persons=scene.store.registry)
    api = create_api(store=scene.store, status=None, accept=None, now=lambda: scene.clock[0])  # type: ignore[arg-type]
    add_facades(api, desk, now=lambda: scene.clock[0], version="0.1.0")
    transport = httpx.ASGITransport(app=Door(api, token_of(bench, 20)))
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        answer = await client.post(f"/v1/dmp/{person_id}/documents/{unique_id}/changes", json=WHY)
        assert is_step_up(answer, "ACC-001")
        assert (await client.post("/v1/preuves", json={})).status_code == 404
