"""What a mail brought and went alone, opened with its mail by somebody who may see what comes in and not the flows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.audit.access import AccessAct
from liane.store.intake_automatic_mails import AutomaticMails
from liane.store.intake_automation import AutomaticFiling
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.security import Credential
from tests.pipeline.flow_kit import Flow
from tests.pipeline.reception_kit import DOOR, make_order, open_intake, write
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import make_status
from tests.web.intake_kit import make_room
from tests.web.test_console_pages import Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
CLERK = Operator(name="Sacha TESTSECRETAIRE", roles=frozenset({Role.SECRETARIAT}), unit=DOOR.unit)
ELSEWHERE = Operator(name="Max TESTAILLEURS", roles=frozenset({Role.SECRETARIAT}), unit="UF 99")
COUNTER = Operator(name="Ana TESTACCUEIL", roles=frozenset({Role.ACCUEIL}))
SECRETS = {one.name: f"un-secret-de-courriel-{rank}-essai" for rank, one in enumerate((CLERK, ELSEWHERE, COUNTER))}


class Trail:
    """Keeps what is told to the trail."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    async def record(self, event: Any) -> None:
        """Append one line."""
        self.events.append(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The pages of a reception where one mail went alone."""

    client: httpx.AsyncClient
    store: PostgresStore
    trail: Trail
    filing: AutomaticFiling

    @property
    def base(self) -> str:
        return f"/reception/seuls/{self.filing.document_id}"

    async def get(self, path: str, by: Operator = CLERK) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]))


@pytest.fixture
async def served(store: PostgresStore, tmp_path: Path) -> AsyncIterator[Served]:
    flow, trail = Flow(store), Trail()
    async with open_intake(flow, tmp_path) as intake:
        await intake.know()
        await intake.take(write(make_order()))
    room = make_room(store, flow.clock, hand_overs=store.find_deliveries, trail=trail)
    assert room.automation is not None
    await AutomaticMails(store).adopt(flow.clock())
    (filing,) = await room.automation.store.list_unseen()
    app = create_app(
        store=store,
        status=make_status(),
        now=flow.clock,
        settings=ConsoleSettings(
            allowed_hosts=("liane.test",),
            credentials=tuple(
                Credential(operator=one, secret=SECRETS[one.name]) for one in (CLERK, ELSEWHERE, COUNTER)
            ),
        ),
        desk=make_desk(make_flow(store, flow.clock)),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, store=store, trail=trail, filing=filing)


async def test_the_mail_its_parts_and_the_document_are_read_without_the_flows(served: Served) -> None:
    listed = await served.get("/reception/seuls")
    assert f'href="{served.base}"' in listed.text
    assert (await served.get(f"/documents/{served.filing.document_id}")).status_code == 403
    page = await served.get(served.base)
    assert page.status_code == 200
    checker = Checker()
    checker.feed(page.text)
    assert checker.find_faults() == []
    told = plain(page.text)
    for words in ("De ", "Objet ", DOOR.mailbox, "application/zip", "dans le dossier de"):
        assert words in told, told[400:2500]
    assert "Suivre le document dans les flux" not in told
    assert 'class="paper"' in page.text, "the document is shown"
    whole = await served.get(f"{served.base}/courriel")
    assert "Parties du courriel" in plain(whole.text)
    part = await served.get(f"{served.base}/courriel?dans=p0.1")
    assert part.status_code == 200
    assert (await served.get(f"{served.base}/courriel?dans=p0.99")).status_code == 404
    raw = await served.get(f"{served.base}/courriel/octets")
    assert raw.headers["content-disposition"].startswith("attachment")
    assert (await served.get(f"{served.base}/pdf")).content.startswith(b"%PDF")
    assert (await served.get(f"{served.base}/octets")).content.startswith(b"<")


async def test_each_view_is_told_and_the_first_one_counts_as_seen(served: Served) -> None:
    await served.get(served.base)
    await served.get(f"{served.base}/courriel")
    seen = [(one.act, one.person_id, one.detail["page"]) for one in served.trail.events]
    person = served.filing.person_id
    assert (AccessAct.SEE_DOCUMENT, person, "document") in seen
    assert (AccessAct.SEE_DOCUMENT, person, "courriel") in seen
    assert "Tout ce qui s’est intégré seul a été vu." in plain((await served.get("/reception/seuls")).text)
    assert (await served.get(served.base)).status_code == 200, "its address stays"


async def test_only_those_of_its_unit_who_see_what_comes_in_open_it(served: Served) -> None:
    assert (await served.get(served.base, ELSEWHERE)).status_code == 404
    assert (await served.get(f"{served.base}/courriel/octets", ELSEWHERE)).status_code == 404
    assert (await served.get(served.base, COUNTER)).status_code == 403
    assert (await served.get("/reception/seuls/999999")).status_code == 404


async def test_a_mail_no_longer_kept_leaves_what_was_noted_of_it(served: Served) -> None:
    async with served.store.writing() as connection:
        await connection.execute("DELETE FROM bodies WHERE media_type = 'message/rfc822'")
    page = await served.get(served.base)
    assert page.status_code == 200
    assert "Le courriel n’est plus gardé, ou ne se lit pas" in plain(page.text)
    assert DOOR.mailbox in page.text.replace("<wbr>", "")
    assert (await served.get(f"{served.base}/courriel")).status_code == 404
