"""The page of qualification asks INSi by what a card reader types; a line that is none is refused in words."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane_sandbox.web.insured import summarise_insured
from tests.insi_kit import get_named
from tests.pipeline.insi_node import running_node
from tests.pki_kit import make_cheap_pki
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, make_status

pytestmark = pytest.mark.anyio


async def test_a_card_line_leads_to_the_comparison(store: PostgresStore, tmp_path: Path) -> None:
    pki = make_cheap_pki(tmp_path / "pki", datetime.now(UTC))
    child = get_named("TESTGENET", "TOM")
    async with running_node(store, pki, tmp_path) as node:
        person = await node.keep(child)
        desk = replace(make_desk(make_flow(store, lambda: NOW)), insi=node.desk)
        app = create_app(store=store, status=make_status(), now=lambda: NOW, settings=ConsoleSettings(), desk=desk)
        page = f"/identites/{person.id}/qualifier"
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
            assert "Ligne donnée par le lecteur" in (await client.get(page)).text
            wrong = await client.post(f"{page}/insi", data={"question": "carte", "carte": "VITALE|1"})
            assert wrong.status_code == 422
            assert "La carte est illisible." in wrong.text
            line = summarise_insured(child)["card"]
            moved = await client.post(f"{page}/insi", data={"question": "carte", "carte": line})
            assert moved.status_code == 303
            shown = (await client.get(moved.headers["location"])).text
            assert "accepter la réponse" in shown
