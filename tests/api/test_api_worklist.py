"""The worklist by the API, behind the doors of a console: seen, filed, sent back, undone; rights, units, conflicts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from liane.api.app import create_api
from liane.api.worklist import make_router
from liane.api.worklist_joins import make_joins_router
from liane.api.worklist_lots import make_lots_router
from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct
from liane.store.intake_records import ItemState, NewIntakeFile
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import (
    CLERK,
    OTHER,
    TYPE,
    Arrived,
    add_two_papers,
    fill_room,
    make_item,
    make_room,
    make_worklist_parts,
)
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
READER = Operator(name="Lou TESTLECTEUR", roles=frozenset({Role.INTEGRATION}))
STRANGER = Operator(name="Ada TESTAUDIT", roles=frozenset({Role.AUDIT}))
UNIT = Operator(name="Max TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
SECRETS = {
    one.name: f"le-secret-numero-{rank}-pour-l-essai" for rank, one in enumerate((CLERK, OTHER, READER, STRANGER, UNIT))
}
TARGET = "DPI-SIMULATION@CH"
ITEMS = "/api/v1/intake/items"


class Trail:
    """Keeps what is told to the trail."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    async def record(self, event: Any) -> None:
        """Append one line."""
        self.events.append(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A console with its API and a worklist."""

    client: httpx.AsyncClient
    store: PostgresStore
    arrived: Arrived
    trail: Trail

    async def get(self, path: str, by: Operator = CLERK, **query: Any) -> httpx.Response:
        return await self.client.get(f"{ITEMS}{path}", params=query, headers=basic(by.name, SECRETS[by.name]))

    async def post(self, path: str, by: Operator = CLERK, **asked: Any) -> httpx.Response:
        return await self.client.post(f"{ITEMS}{path}", json=asked, headers=basic(by.name, SECRETS[by.name]))


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    clock, trail = Clock(NOW), Trail()
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)
    room = make_room(store, clock.now)
    api = create_api(store=store, status=make_status(), accept=None, now=clock.now)
    parts = make_worklist_parts(store, room, clock.now, trail)
    api.include_router(make_router(parts))
    api.include_router(make_lots_router(parts))
    assert room.joining is not None
    api.include_router(make_joins_router(parts, room.joining))
    people = (CLERK, OTHER, READER, STRANGER, UNIT)
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(
            allowed_hosts=("liane.test",),
            credentials=tuple(Credential(operator=one, secret=SECRETS[one.name]) for one in people),
        ),
        desk=make_desk(flow),
        reception=room,
        mounts={"/api": api},
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, store=store, arrived=arrived, trail=trail)


async def test_the_worklist_is_read_page_by_page_within_the_units_one_may_see(served: Served) -> None:
    first = (await served.get("", limit=3)).json()
    assert first["items"][0]["id"] == served.arrived.sure
    assert first["after"] == first["items"][-1]["id"]
    rest = (await served.get("", after=first["after"])).json()
    assert rest["after"] is None
    numbers = [one["id"] for one in (*first["items"], *rest["items"])]
    assert numbers == sorted(set(numbers))
    assert served.arrived.elsewhere in numbers, "who has no unit sees all"
    seen = [one["id"] for one in (await served.get("", by=UNIT)).json()["items"]]
    assert served.arrived.elsewhere not in seen
    assert (await served.get(f"/{served.arrived.elsewhere}", by=UNIT)).status_code == 404
    assert (await served.get("", unit="UF 99", by=UNIT)).json()["items"] == (await served.get("", by=UNIT)).json()[
        "items"
    ]
    assert (await served.get("", state="filed")).json()["items"] == []


async def test_an_item_is_read_with_its_file_and_each_view_is_told(served: Served) -> None:
    answer = await served.get(f"/{served.arrived.sure}")
    item = answer.json()
    (document,) = next(iter(item["reading"].values()))["documents"]
    assert document["fields"]["birth_date"]["value"] == "1954-03-12"
    (file,) = item["files"]
    content = await served.get(f"/{item['id']}/files/{file['sha256']}")
    assert content.content.startswith(b"%PDF")
    assert content.headers["content-disposition"].startswith("attachment")
    assert (await served.get(f"/{item['id']}/files/{'0' * 64}")).status_code == 404
    assert [(one.act, one.detail["page"]) for one in served.trail.events] == [
        (AccessAct.SEE_DOCUMENT, "document"),
        (AccessAct.SEE_DOCUMENT, "fichier"),
    ]
    journal = await served.store.intake.find_item_events(item["id"])
    assert [one.name for one in journal].count("item.seen") == 2


async def test_an_item_is_filed_and_taken_back_by_who_may(served: Served) -> None:
    number = served.arrived.sure
    version = (await served.get(f"/{number}")).json()["version"]
    asked = {
        "version": version,
        "person_id": served.arrived.patient,
        "type_code": TYPE,
        "document_date": "2026-11-20",
        "target": "DPI-SIMULATION@CH",
    }
    assert (await served.post(f"/{number}/file", by=READER, **asked)).status_code == 403
    assert (await served.post(f"/{number}/file", **asked | {"type_code": "rien"})).status_code == 422
    assert (await served.post(f"/{number}/file", **asked | {"document_date": "2026-02-31"})).status_code == 422
    done = await served.post(f"/{number}/file", **asked)
    assert (done.status_code, done.json()["state"]) == (200, "filed")
    kept = await served.store.intake.get_item(number)
    assert kept.decision is not None
    assert (kept.decision.actor, kept.decision.person_id) == (CLERK.name, served.arrived.patient)
    assert kept.decision.data["document_date"] == "20261120"
    assert (await served.post(f"/{number}/file", **asked)).status_code == 409, "the version read is no more"
    back = await served.post(f"/{number}/reopen", version=kept.version, reason="mauvais dossier")
    assert back.json()["state"] == "waiting"


async def test_two_files_are_joined_and_parted_again(served: Served) -> None:
    first, second = served.arrived.pair
    versions = {one: (await served.get(f"/{one}")).json()["version"] for one in (first, second)}
    asked = {"version": versions[first], "other": second, "other_version": versions[second], "order": "before"}
    assert (await served.post(f"/{first}/join", by=READER, **asked)).status_code == 403
    assert (await served.post(f"/{first}/join", **(asked | {"version": 9}))).status_code == 409
    stranger = await served.post(f"/{first}/join", **(asked | {"other": served.arrived.unread, "other_version": 1}))
    assert stranger.status_code == 422
    assert stranger.json()["errors"][0]["why"] == "INT-196"
    whole = (await served.post(f"/{first}/join", **asked)).json()
    assert (whole["state"], whole["code"]) == ("waiting", "INT-195")
    assert {(await served.get(f"/{one}")).json()["state"] for one in (first, second)} == {"set_aside"}
    undone = await served.post(f"/{whole['id']}/unjoin", version=whole["version"], reason="deux courriers")
    assert (undone.json()["originals"], undone.json()["item"]["state"]) == ([second, first], "set_aside")
    assert {(await served.get(f"/{one}")).json()["state"] for one in (first, second)} == {"waiting"}
    again = await served.post(f"/{whole['id']}/unjoin", version=whole["version"], reason="deux courriers")
    assert again.status_code == 409
    nothing = await served.post(f"/{served.arrived.sure}/unjoin", version=1, reason="essai")
    assert nothing.json()["errors"][0]["why"] == "INT-197"


async def test_the_mail_of_an_item_is_given_as_it_came(served: Served) -> None:
    mail = await served.get(f"/{served.arrived.unread}/mail")
    assert mail.content.startswith(b"From: cabinet@exemple")
    assert mail.headers["content-disposition"].startswith("attachment")
    assert served.trail.events[-1].detail["page"] == "courriel"
    assert (await served.get(f"/{served.arrived.sure}/mail")).status_code == 404
    assert (await served.get(f"/{served.arrived.unread}/mail", by=STRANGER)).status_code == 403


async def test_a_record_said_wrong_is_named_no_more(served: Served) -> None:
    number = served.arrived.sure
    version = (await served.get(f"/{number}")).json()["version"]
    told = {"person_id": served.arrived.patient, "type_code": TYPE, "target": TARGET}
    filed = (await served.post(f"/{number}/file", version=version, **told)).json()
    assert filed["person_id"] == served.arrived.patient
    slip = (await served.post(f"/{number}/reopen", version=filed["version"], reason="mauvais type")).json()
    assert slip["person_id"] == served.arrived.patient
    again = (await served.post(f"/{number}/file", version=slip["version"], **told)).json()
    wrong = await served.post(f"/{number}/reopen", version=again["version"], reason="Mauvais patient : sa jumelle")
    assert (wrong.json()["state"], wrong.json()["person_id"]) == ("waiting", None)
    item = (await served.get(f"/{number}")).json()
    assert item["person_id"] is None
    (document,) = next(iter(item["reading"].values()))["documents"]
    assert document["record_id"] is None, "what was read names it no more either"
    assert [one["record_id"] for one in document["candidates"]] == [str(served.arrived.twin)]
    assert (document["record_confidence"], document["margin"]) == (0.0, None)
    assert document["fields"]["birth_name"]["value"] == "TESTRECEPTION", "what is printed stays"
    kept = await served.store.intake.get_item(number)
    assert str(served.arrived.patient) in str(kept.reading), "the store keeps what was read"


LOT = "0123456789abcdef0123456789abcdef"


async def test_filings_of_one_name_are_undone_as_one_act_and_once(served: Served) -> None:
    told = {"person_id": served.arrived.patient, "type_code": TYPE, "target": TARGET, "lot": LOT}
    for number in served.arrived.pair:
        version = (await served.get(f"/{number}")).json()["version"]
        assert (await served.post(f"/{number}/file", version=version, **told)).json()["state"] == "filed"
    lot = f"/../lots/{LOT}"
    seen = (await served.get(lot)).json()
    assert [one["item"]["id"] for one in seen["lines"]] == list(served.arrived.pair)
    assert [one["obstacle"] for one in seen["lines"]] == [None, None]
    assert (await served.post(f"{lot}/reopen", by=READER, reason="erreur de lot")).status_code == 403
    assert (await served.post(f"{lot}/reopen", reason="")).status_code == 422
    first, second = served.arrived.pair
    version = next(one["item"]["version"] for one in seen["lines"])
    await served.post(f"/{first}/reopen", version=version, reason="erreur")
    done = (await served.post(f"{lot}/reopen", reason="erreur de lot")).json()
    assert [(one["item"]["id"], (one["obstacle"] or {}).get("code")) for one in done["lines"]] == [
        (first, "INT-281"),
        (second, None),
    ]
    again = (await served.post(f"{lot}/reopen", reason="erreur de lot")).json()
    assert [one["obstacle"]["code"] for one in again["lines"]] == ["INT-281", "INT-281"]
    assert (await served.get("/../lots/ffffffffffffffffffffffffffffffff")).status_code == 404
    assert [one.detail["page"] for one in served.trail.events if one.detail["page"] == "lot"] == ["lot", "lot"]


async def test_a_lot_is_no_name_of_anything_else(served: Served) -> None:
    number = served.arrived.sure
    told = {"version": 1, "person_id": served.arrived.patient, "type_code": TYPE, "target": TARGET}
    assert (await served.post(f"/{number}/file", lot="mon lot", **told)).status_code == 422
    assert (await served.get("/../lots/mon-lot")).status_code == 422


async def test_what_somebody_has_on_screen_is_a_conflict_and_a_refusal_tells_why(served: Served) -> None:
    number = served.arrived.unread
    held = await served.store.intake.lock(number, by=OTHER.name, at=NOW, until=NOW + timedelta(minutes=5))
    assert held is not None
    asked = {"version": held.version, "reason": "Patient inconnu de l’établissement"}
    refused = await served.post(f"/{number}/send-back", **asked)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:liane:problem:changed-meanwhile")
    done = await served.post(f"/{number}/set-aside", by=OTHER, **asked)
    assert done.json()["state"] == ItemState.SET_ASIDE.value
    wrong = await served.post(
        f"/{served.arrived.message}/file", version=1, person_id=served.arrived.patient, type_code=TYPE
    )
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["message"]
    assert (await served.post(f"/{number}/reopen", version=1, reason=" ")).status_code == 422


async def test_a_file_is_parted_where_it_is_told_to_be_as_on_the_page(served: Served) -> None:
    number = served.arrived.double
    item = (await served.get(f"/{number}")).json()
    (file,) = item["files"]
    assert item["cuts"] == [{"file": file["sha256"], "starts": [2], "papers": [], "has_several_people": True}]
    asked = {"version": item["version"], "starts": [2]}
    assert (await served.post(f"/{number}/part", by=READER, **asked)).status_code == 403
    assert (await served.post(f"/{served.arrived.elsewhere}/part", by=UNIT, version=1, starts=[2])).status_code == 404
    done = await served.post(f"/{number}/part", **asked)
    assert done.status_code == 200
    told = done.json()
    assert (told["item"]["state"], len(told["parts"])) == (ItemState.SET_ASIDE.value, 2)
    kept = await served.store.intake.get_item(number)
    assert kept.decision is not None
    assert kept.decision.actor == CLERK.name
    assert all(str(one) in kept.decision.reason for one in told["parts"])
    second = (await served.get(f"/{told['parts'][1]}")).json()
    assert second["files"][0]["name"] == "lot (p. 2).pdf"
    assert second["cuts"] == []
    again = await served.post(f"/{number}/part", **asked)
    assert (again.status_code, again.json()["type"]) == (409, "urn:liane:problem:changed-meanwhile")


async def test_what_cannot_be_parted_is_refused_with_its_code(served: Served) -> None:
    number = served.arrived.sure
    version = (await served.get(f"/{number}")).json()["version"]
    for wrong in ({}, {"starts": [9]}, {"papers": [1]}):
        refused = await served.post(f"/{number}/part", version=version, **wrong)
        assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
        assert [one["why"] for one in refused.json()["errors"]] == ["INT-191"]
    for wrong in ({"starts": [1]}, {"starts": ["2"] * 1001}, {"file": "courrier.pdf"}, {"file": "0" * 64}):
        assert (await served.post(f"/{number}/part", version=version, **wrong)).status_code == 422
    two = await served.store.intake.add_item(
        make_item(
            "deux.pdf",
            data=b"",
            at=NOW,
            files=tuple(
                NewIntakeFile(name=n, media_type="application/pdf", data=b"%PDF-" + n.encode())
                for n in ("a.pdf", "b.pdf")
            ),
        )
    )
    unnamed = await served.post(f"/{two}/part", version=1, starts=[2])
    assert unnamed.json()["errors"] == [{"where": "body.file", "why": "missing"}]
    assert (await served.get(f"/{number}")).json()["state"] == "waiting"


async def test_papers_of_one_page_are_cut_apart_or_filed_as_one_when_somebody_says_so(served: Served) -> None:
    number = await add_two_papers(served.store.intake, served.arrived, NOW)
    item = (await served.get(f"/{number}")).json()
    assert (item["cuts"][0]["papers"], item["cuts"][0]["has_several_people"]) == ([1], True)
    told = {"version": item["version"], "person_id": served.arrived.patient, "type_code": TYPE, "target": TARGET}
    refused = await served.post(f"/{number}/file", **told)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["why"] == "INT-193"
    done = await served.post(f"/{number}/file", whole=True, **told)
    assert done.json()["state"] == "filed"
    kept = await served.store.intake.get_item(number)
    assert kept.decision is not None
    assert kept.decision.data["whole"] is True, "who said so is told with the decision"
    back = await served.post(f"/{number}/reopen", version=kept.version, reason="deux papiers")
    parted = await served.post(f"/{number}/part", version=back.json()["version"], papers=[1])
    assert [len(parted.json()["parts"]), parted.json()["item"]["state"]] == [2, "set_aside"]


async def test_documents_of_several_persons_enter_no_record_whole_unless_somebody_says_they_are_one(
    served: Served,
) -> None:
    number = served.arrived.double
    version = (await served.get(f"/{number}")).json()["version"]
    told = {"version": version, "person_id": served.arrived.patient, "type_code": TYPE, "target": TARGET}
    refused = await served.post(f"/{number}/file", **told)
    assert [one["why"] for one in refused.json()["errors"]] == ["INT-194"]
    assert (await served.post(f"/{number}/file", whole=True, **told)).json()["state"] == "filed"


async def test_whoever_may_not_see_the_reception_sees_nothing_of_it(served: Served) -> None:
    assert (await served.get("", by=STRANGER)).status_code == 403
    assert (await served.get(f"/{served.arrived.sure}", by=STRANGER)).status_code == 403
    assert (await served.client.get(ITEMS)).status_code in (401, 403)
    described = (
        await served.client.get("/api/v1/openapi.json", headers=basic(CLERK.name, SECRETS[CLERK.name]))
    ).status_code
    assert described in (200, 403)
