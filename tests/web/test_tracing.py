"""Every opening of what concerns a patient is in the trail before it is shown; refusals too, with whence they came."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from liane.domain.actors.operator import Role
from liane.domain.audit.access import AccessAct, AccessEvent, Outcome
from liane.domain.errors import StorageUnavailable
from liane.store.accesses_records import AccessQuery
from liane.store.postgres_store import PostgresStore
from liane.web.tracing import Witness, find_refused_act, find_traced, find_whence, tell_persons_seen
from tests.security.house_kit import OPERATORS, House, open_house
from tests.web.filled_store import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
async def house(filled: PostgresStore) -> AsyncIterator[House]:
    async with open_house(filled) as opened:
        yield opened


async def lines(house: House) -> list[tuple[str, AccessAct, Outcome, int | None, str]]:
    """The trail, oldest first: who, what, how it ended, on whom, where."""
    found = await house.store.accesses.following(0, limit=500)
    assert {line.event.address for line in found} <= {"192.0.2.7"}
    assert {line.event.at for line in found} <= {NOW}
    return [
        (one.event.operator.name, one.event.act, one.event.outcome, one.event.person_id, one.event.target)
        for one in found
    ]


async def test_the_sheet_of_a_person_is_told_with_who_and_whence(house: House) -> None:
    path = f"/identites/{house.known.qualified}/histoire"
    assert (await house.get(path, Role.ACCUEIL)).status_code == 200
    name = OPERATORS[Role.ACCUEIL].name
    assert await lines(house) == [(name, AccessAct.SEE_PERSON, Outcome.DONE, house.known.qualified, path)]
    (line,) = (await house.store.accesses.of_person(house.known.qualified)).lines
    assert line.event.detail == {"page": "histoire"}
    assert line.event.operator == OPERATORS[Role.ACCUEIL]
    assert find_whence().path == ""


async def test_documents_are_told_by_their_person_by_page_and_by_api(house: House) -> None:
    document, *_ = (await house.get("/api/v1/documents", Role.INTEGRATION)).json()["items"]
    number = document["document"]["id"]
    person = house.known.provisional
    async with house.store.writing() as connection:
        await connection.execute("INSERT INTO document_persons VALUES ($1, $2, 'ins', $3)", number, person, NOW)
    for path in (f"/documents/{number}", f"/documents/{number}/cda/octets", f"/api/v1/documents/{number}/content"):
        assert (await house.get(path, Role.INTEGRATION)).status_code == 200
        name = OPERATORS[Role.INTEGRATION].name
        assert (await lines(house))[-1] == (name, AccessAct.SEE_DOCUMENT, Outcome.DONE, person, path)
    assert (await house.get("/documents/999999999", Role.INTEGRATION)).status_code == 404
    assert len(await lines(house)) == 3, "what does not exist was not seen"


async def test_what_came_in_is_told(house: House) -> None:
    path = f"/reception/{house.arrived.sure}"
    assert (await house.get(path, Role.SECRETARIAT)).status_code == 200
    told = await lines(house)
    assert (OPERATORS[Role.SECRETARIAT].name, AccessAct.SEE_DOCUMENT, Outcome.DONE, None, path) in told
    assert any(act is AccessAct.SEE_PERSON and person == house.arrived.patient for _, act, _, person, _ in told)


async def test_a_search_is_told_without_what_was_typed(house: House) -> None:
    assert (await house.get("/identites", Role.ACCUEIL)).status_code == 200
    assert await lines(house) == []
    assert (await house.get("/identites?q=testbrunet", Role.ACCUEIL)).status_code == 200
    (line,) = await house.store.accesses.following(0, limit=5)
    assert line.event.act is AccessAct.SEARCH_PERSONS
    assert "testbrunet" not in repr(line.event).lower()


async def test_refusals_are_told(house: House) -> None:
    for path, role, act in (
        ("/identites/1", Role.CONSULTATION, None),
        ("/documents/1", Role.SECRETARIAT, AccessAct.SEE_DOCUMENT),
        ("/reception/1", Role.CONSULTATION, AccessAct.SEE_DOCUMENT),
        ("/canaux", Role.SECRETARIAT, AccessAct.CHANGE_SETTING),
        ("/api/v1/documents/1", Role.SECRETARIAT, AccessAct.SEE_DOCUMENT),
    ):
        answer = await house.get(path, role)
        if act is None:
            continue
        assert answer.status_code == 403, path
        assert (await lines(house))[-1] == (OPERATORS[role].name, act, Outcome.REFUSED, None, path)
    refused = await house.store.accesses.search(AccessQuery(outcome=Outcome.REFUSED))
    assert len(refused.lines) == 4


class FullTrail:
    """A trail that can keep nothing more."""

    async def record(self, event: AccessEvent) -> None:
        """Refuse."""
        raise StorageUnavailable("full")


async def test_what_cannot_be_traced_is_not_shown() -> None:
    from starlette.responses import PlainTextResponse

    async def page(scope: object, receive: object, send: object) -> None:
        await PlainTextResponse("le secret du patient")(scope, receive, send)  # type: ignore[arg-type]

    witness = Witness(page, trail=FullTrail(), now=lambda: NOW)
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/documents/12", "query_string": b"", "headers": []}
    await witness(scope, asyncio.Event().wait, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 503
    assert b"secret" not in b"".join(bytes(str(message.get("body", b"")), "utf8") for message in sent)


def test_addresses_are_told_apart() -> None:
    assert find_traced("/documents/12/cda", "") is not None
    assert find_traced("/documents", "") is None
    assert find_traced("/documents", "q=") is None
    assert find_traced("/documents", "q=x") is not None
    assert find_traced("/documents", "&".join(["q=x"] * 200)) is None
    assert find_traced("/static/x.css", "q=x") is None
    assert find_refused_act("/identites/4") is AccessAct.SEE_PERSON
    assert find_refused_act("/identitesx") is AccessAct.CHANGE_SETTING
    assert find_refused_act("/a-liberer/4/annonce") is AccessAct.ANNOUNCE
    assert find_refused_act("/api/fhir/AuditEvent/1-00") is AccessAct.SEE_AUDIT
    assert find_refused_act("/api/fhir/DocumentReference") is AccessAct.SEARCH_DMP
    assert [
        event.person_id for event in tell_persons_seen((3, 4, 3), operator=OPERATORS[Role.AUDIT], at=NOW, page="x")
    ] == [
        3,
        4,
    ]
