"""The desk of identities on a real registry: what its pages say, their acts, their refusals."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.desk import Desk
from liane.web.security import Credential
from tests.pipeline.identity_kit import IdentityFlow
from tests.web.desk_kit import Known, fill_desk, make_desk, make_flow
from tests.web.filled_store import NOW, make_status
from tests.web.test_console_pages import Checker
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
SECRETS = {
    "Ana": ("le-secret-de-la-lectrice", Role.CONSULTATION),
    "Noé": ("le-secret-de-l-accueil-1", Role.ACCUEIL),
    "Camille": ("le-secret-de-la-cellule-1", Role.IDENTITOVIGILANCE),
}
CREDENTIALS = tuple(
    Credential(operator=Operator(name=name, roles=frozenset({role}), unit="UF 12"), secret=secret)
    for name, (secret, role) in SECRETS.items()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The pages of a filled registry."""

    client: httpx.AsyncClient
    flow: IdentityFlow
    desk: Desk
    known: Known

    def signed(self, name: str) -> dict[str, str]:
        """The header of an operator."""
        return basic(name, SECRETS[name][0])

    async def get(self, path: str, name: str = "Camille") -> httpx.Response:
        return await self.client.get(path, headers=self.signed(name))

    async def post(self, path: str, name: str = "Camille", **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=self.signed(name))


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    flow = make_flow(store, lambda: NOW)
    known = await fill_desk(flow)
    desk = make_desk(flow)
    app = create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), page_size=10, credentials=CREDENTIALS),
        desk=desk,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, flow=flow, desk=desk, known=known)


async def paths(served: Served) -> list[str]:
    known = served.known
    alerts = await served.desk.store.find_alerts()
    return [
        "/identites",
        "/identites?q=testbrunet",
        "/identites?q=introuvable",
        "/identites/nouvelle",
        "/identites/nouvelle?naissance=12/03/1980&sexe=F",
        "/identites/doublons",
        "/identites/alertes",
        *(f"/identites/alertes/{alert.id}" for alert in alerts),
        f"/identites/comparer?a={known.provisional}&b={known.twin}",
        *(f"/identites/{number}" for number in (known.qualified, known.provisional, known.long, known.doubtful)),
        *(f"/identites/{known.qualified}/{view}" for view in ("histoire", "sejours", "documents", "insi", "alertes")),
        f"/identites/{known.provisional}/modifier",
        f"/identites/{known.qualified}/modifier",
        f"/identites/{known.provisional}/qualifier",
        f"/identites/{known.qualified}/etiquettes",
        "/identites/lots",
        "/identites/flux",
        "/identites/flux?tout=oui",
        "/identites/indicateurs",
        "/identites/indicateurs?jours=90",
    ]


async def test_every_page_is_whole_and_strict(served: Served) -> None:
    for path in await paths(served):
        answer = await served.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path
