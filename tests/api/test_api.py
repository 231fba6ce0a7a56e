"""The API on a real store: what it gives, what it refuses and in which words, and that it is described whole."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from liane.api.app import create_api
from liane.api.metrics import MetricsApp
from liane.api.problems import choose_language
from liane.api.reception import MESSAGE_BYTES_MAX, status_of_ack
from liane.domain.documents.delivery import DeliveryState
from liane.domain.errors import StorageUnavailable
from liane.domain.steering.status import RevocationStatus
from liane.pipeline.channels import LABELS
from liane.store.page_records import DeliveryFilter
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane_sandbox.emitter.scenario import Mistake
from tests.web.filled_store import NOW, Clock, make_document_message, make_reception, make_status

pytestmark = pytest.mark.anyio
HL7 = {"Content-Type": "x-application/hl7-v2+er7"}
SECRET = "un-secret-assez-long"


def make_client(store: PostgresStore, accept: Any = None, token: str = "", **status: object) -> httpx.AsyncClient:
    """A client of the API, behind the doors of the console as in a node."""
    measured = make_status(**status)
    given = accept or make_reception(store, Clock(NOW)).accept
    api = create_api(store=store, status=measured, accept=given, now=lambda: NOW)
    app = create_app(
        store=store,
        status=measured,
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), operator_token=token),
        mounts={"/api": api, "/metrics": MetricsApp(store=store, status=measured, now=lambda: NOW)},
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://liane.test")


@pytest.fixture
async def client(filled: PostgresStore) -> AsyncIterator[httpx.AsyncClient]:
    async with make_client(filled) as opened:
        yield opened


def is_problem(answer: httpx.Response, status: int, name: str) -> bool:
    body = answer.json()
    return (
        answer.status_code == status == body["status"]
        and answer.headers["content-type"] == "application/problem+json"
        and body["type"] == f"urn:liane:problem:{name}"
    )


async def test_a_message_is_taken_as_by_mllp(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    answer = await client.post("/api/v1/messages/hl7v2", content=make_document_message(77), headers=HL7)
    assert answer.status_code == 200
    assert re.search(rb"\rMSA\|AA\|MSG-0077", answer.content)
    found = await client.get("/api/v1/documents", params={"q": "MSG-0077"})
    assert [item["control_id"] for item in found.json()["items"]] == ["MSG-0077"]
    again = await client.post("/api/v1/messages/hl7v2", content=make_document_message(77), headers=HL7)
    assert again.status_code == 200
    assert len((await client.get("/api/v1/documents", params={"q": "MSG-0077"})).json()["items"]) == 1


async def test_a_wrong_message_is_answered_by_its_acknowledgement(client: httpx.AsyncClient) -> None:
    wrong = make_document_message(78, mistake=Mistake.BAD_INS_KEY)
    answer = await client.post("/api/v1/messages/hl7v2", content=wrong, headers=HL7)
    assert answer.status_code == 422
    assert b"\rMSA|AE|" in answer.content
    assert b"\rERR|" in answer.content


async def test_without_storage_the_sender_keeps_its_message(filled: PostgresStore) -> None:
    async def accept(_: bytes, __: str) -> bytes:
        return b"MSH|^~\\&|A\rMSA|AR|1\r"

    async with make_client(filled, accept) as client:
        assert (await client.post("/api/v1/messages/hl7v2", content=b"MSH", headers=HL7)).status_code == 507


async def test_what_is_too_large_or_of_another_type_is_refused(client: httpx.AsyncClient) -> None:
    async def too_much() -> AsyncIterator[bytes]:
        for _ in range(MESSAGE_BYTES_MAX // (1 << 22) + 1):
            yield b"x" * (1 << 22)

    streamed = await client.post("/api/v1/messages/hl7v2", content=too_much(), headers=HL7)
    assert is_problem(streamed, 413, "too-large")
    announced = await client.post(
        "/api/v1/messages/hl7v2", content=b"x", headers=HL7 | {"Content-Length": "99999999999"}
    )
    assert is_problem(announced, 413, "too-large")
    other = await client.post("/api/v1/messages/hl7v2", content=b"{}", headers={"Content-Type": "application/json"})
    assert is_problem(other, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("ack", "status"), [(b"MSH|\rMSA|AA|1", 200), (b"MSH|\nMSA|AE|1", 422), (b"MSH|\rMSA|AR|1", 507), (b"", 500)]
)
def test_the_status_says_what_the_acknowledgement_says(ack: bytes, status: int) -> None:
    assert status_of_ack(ack) == status


async def test_documents_are_found_and_read_page_by_page(client: httpx.AsyncClient) -> None:
    first = (await client.get("/api/v1/documents", params={"limit": 9})).json()
    second = (await client.get("/api/v1/documents", params={"limit": 9, "cursor": first["next_cursor"]})).json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (9, 4, None)
    numbers = [item["document"]["id"] for item in first["items"] + second["items"]]
    assert len(set(numbers)) == 13
    parked = (await client.get("/api/v1/documents", params={"state": "parked"})).json()["items"]
    assert len(parked) == 1
    assert parked[0]["deliveries"][0]["cause"]["remedy"]
    late = await client.get("/api/v1/documents", params={"received_from": "2026-11-23T00:00:00"})
    assert late.json()["items"] == []


async def test_a_story_has_everything_and_its_bytes_are_exact(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    item = (await client.get("/api/v1/documents", params={"q": "MSG-0003"})).json()["items"][0]
    number = item["document"]["id"]
    story = (await client.get(f"/api/v1/documents/{number}")).json()
    assert story["message"]["control_id"] == "MSG-0003"
    assert {"document.received", "document.decided"} <= {event["name"] for event in story["events"]}
    assert story["decisions"]
    content = await client.get(f"/api/v1/documents/{number}/content")
    assert content.content == await filled.load_document_body(number)
    assert content.headers["content-disposition"].startswith("attachment")
    message = await client.get(f"/api/v1/documents/{number}/message")
    assert message.content == await filled.load_message_raw(story["document"]["message_id"])
    same = await client.get(f"/api/v1/messages/{story['document']['message_id']}/content")
    assert same.content == message.content


async def test_an_act_changes_and_is_signed(filled: PostgresStore) -> None:
    ids = await filled.find_delivery_ids(DeliveryFilter(state=DeliveryState.PARKED))
    async with make_client(filled, token=SECRET) as client:
        act = {"act": "cancel", "delivery_ids": ids, "reason": " Doublon "}
        assert (await client.post("/api/v1/deliveries/acts", json=act)).status_code == 401
        answer = await client.post("/api/v1/deliveries/acts", json=act, auth=("Robot de garde", SECRET))
    assert answer.json() == {"changed": len(ids)}
    page = await filled.search_deliveries(DeliveryFilter(state=DeliveryState.CANCELLED))
    events = await filled.find_events(page.lines[0].delivery.document_id)
    assert [(e.actor, e.data["reason"]) for e in events if e.name == "delivery.cancelled"] == [
        ("user:Robot de garde", "Doublon")
    ]


@pytest.mark.parametrize(
    "act",
    [
        {"act": "destroy", "delivery_ids": [1], "reason": "x"},
        {"act": "replay", "delivery_ids": [], "reason": "x"},
        {"act": "replay", "delivery_ids": [0], "reason": "x"},
        {"act": "replay", "delivery_ids": [2**63], "reason": "x"},
        {"act": "replay", "delivery_ids": [1], "reason": "  "},
        {"act": "replay", "delivery_ids": [1]},
        {"act": "replay", "delivery_ids": [1], "reason": "x", "more": 1},
    ],
)
async def test_an_act_without_sense_is_a_problem(client: httpx.AsyncClient, act: dict[str, Any]) -> None:
    answer = await client.post("/api/v1/deliveries/acts", json=act)
    assert is_problem(answer, 422, "invalid")
    assert answer.json()["errors"]


async def test_deliveries_refused_messages_incidents_and_channels_are_listed(client: httpx.AsyncClient) -> None:
    waiting = (await client.get("/api/v1/deliveries", params={"destination": "dmp", "state": "waiting"})).json()
    assert waiting["items"]
    assert {item["destination"] for item in waiting["items"]} == {"dmp"}
    refused = (await client.get("/api/v1/messages/refused", params={"outcome": "AE"})).json()
    assert len(refused["items"]) == 3
    assert all(item["findings"] for item in refused["items"])
    assert [row["remote"] for row in (await client.get("/api/v1/incidents?only_open=true")).json()] == ["dmp"]
    assert {row["name"] for row in (await client.get("/api/v1/channels")).json()} == set(LABELS)


async def test_a_channel_is_paused_and_resumed(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    assert (await client.post("/api/v1/channels/dmp/pause", json={"reason": "Maintenance"})).status_code == 204
    assert await filled.get_channel_state("dmp") == "paused"
    assert (await client.post("/api/v1/channels/dmp/resume", json={"reason": "Fini"})).status_code == 204
    unknown = await client.post("/api/v1/channels/inconnu/pause", json={"reason": "x"})
    assert is_problem(unknown, 404, "not-found")


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/api/v1/documents/999999", 404, "not-found"),
        ("/api/v1/documents/abc", 422, "invalid"),
        ("/api/v1/documents?cursor=zz", 400, "bad-request"),
        ("/api/v1/documents?limit=0", 422, "invalid"),
        ("/api/v1/documents?inconnu=1", 422, "invalid"),
        ("/api/v1/deliveries?state=perdue", 422, "invalid"),
        ("/api/v1/rien", 404, "not-found"),
        ("/api/v1/deliveries/acts", 405, "method-not-allowed"),
        ("/api", 404, "not-found"),
    ],
)
async def test_failures_are_problems(client: httpx.AsyncClient, path: str, status: int, name: str) -> None:
    french = await client.get(path)
    assert is_problem(french, status, name)
    assert french.headers["content-language"] == "fr"
    english = await client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert english.json()["title"] != french.json()["title"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"),
        ("en", "en"),
        ("de, en;q=0.3, fr;q=0.2", "en"),
        ("fr;q=x, *", "fr"),
        ("en;q=0", "fr"),
        ("EN-us", "en"),
    ],
)
def test_the_language_is_the_best_of_the_two_that_are_known(header: str, language: str) -> None:
    assert choose_language(header) == language


async def test_health_tells_whether_a_message_would_be_kept(filled: PostgresStore) -> None:
    async with make_client(filled) as client:
        assert (await client.get("/api/v1/health/live")).status_code == 204
        assert (await client.get("/api/v1/health/ready")).json()["ready"] is True
    async with make_client(filled, free_bytes=1, free_bytes_min=10) as client:
        answer = await client.get("/api/v1/health/ready")
        assert (answer.status_code, answer.json()["ready"]) == (503, False)
        assert (await client.get("/api/v1/health")).status_code == 200


async def test_metrics_count_without_naming_anyone(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert 'liane_messages_today{channel="hl7v2",outcome="AA"} 13.0' in answer.text
    assert 'liane_deliveries_open{destination="dmp",state="parked"} 1.0' in answer.text
    assert 'liane_incident_open{remote="dmp"} 1.0' in answer.text
    for private in ("TEST", "2900299999", "IPP0", "MSG-", "mssante.fr"):
        assert private not in answer.text
    assert (await client.post("/metrics")).status_code == 405


async def test_metrics_tell_each_revocation_list(filled: PostgresStore) -> None:
    lists = (
        RevocationStatus(name="a.crl", issued_at=NOW, expires_at=NOW),
        RevocationStatus(name="b.crl", issued_at=None, expires_at=None, problem="absente", is_usable=False),
    )
    async with make_client(filled, revocations=lists) as client:
        answer = await client.get("/metrics")
    assert 'liane_revocation_list_usable{list="a.crl"} 1.0' in answer.text
    assert 'liane_revocation_list_usable{list="b.crl"} 0.0' in answer.text
    assert 'liane_revocation_list_expiry_time_seconds{list="a.crl"}' in answer.text
    assert 'liane_revocation_list_expiry_time_seconds{list="b.crl"}' not in answer.text


async def test_without_the_database_the_metrics_of_the_node_remain(store_dsn: str) -> None:
    async with make_client(PostgresStore(store_dsn), is_database_ready=False) as client:
        answer = await client.get("/metrics")
        assert "liane_database_up 0.0" in answer.text
        assert is_problem(await client.get("/api/v1/documents"), 503, "storage-unavailable")


async def test_a_defect_says_nothing_of_itself(filled: PostgresStore) -> None:
    async def fail(_: bytes, __: str) -> bytes:
        raise RuntimeError("nom du patient")

    async with make_client(filled, fail) as client:
        answer = await client.post("/api/v1/messages/hl7v2", content=b"MSH", headers=HL7)
        assert is_problem(answer, 500, "internal")
        assert "patient" not in answer.text

    async def lose(_: bytes, __: str) -> bytes:
        raise StorageUnavailable("nom du patient")

    async with make_client(filled, lose) as client:
        answer = await client.post("/api/v1/messages/hl7v2", content=b"MSH", headers=HL7)
        assert is_problem(answer, 503, "storage-unavailable")


async def test_a_node_that_does_not_receive_has_no_door(filled: PostgresStore) -> None:
    api = create_api(store=filled, status=make_status(), accept=None, now=lambda: NOW)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://x") as client:
        answer = await client.post("/v1/messages/hl7v2", content=b"MSH", headers=HL7)
        assert answer.status_code in (404, 405)


async def test_the_openapi_document_describes_every_route_whole(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == 15
    for operation in operations:
        assert operation["summary"]
        for answer in operation["responses"].values():
            for kind, content in answer.get("content", {}).items():
                assert content["schema"], (operation["operationId"], kind)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert references <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in str(document)
