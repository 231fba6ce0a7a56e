"""The pages of the directory: search, a professional, a structure, whose an address is, and how old all that is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.pipeline.directory.addresses import AddressBook
from liane.store.directory_records import DirectoryQuery
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.directory_room import DirectoryRoom
from liane.web.security import Credential
from liane_sandbox.annuaire.population import DOCTOR_MAILBOX, DRAWN_DOMAIN, drawn_rpps
from tests.pipeline.directory_kit import Directory, run_directory
from tests.web.filled_store import make_status
from tests.web.test_console_pages import Checker
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
SECRETS = {
    "Sam": ("le-secret-du-secretariat", Role.SECRETARIAT),
    "Ana": ("le-secret-de-la-lectrice", Role.CONSULTATION),
}
ADMIN = ("Adé", "le-secret-de-l-administration")


@dataclass(slots=True)
class Served:
    client: httpx.AsyncClient
    directory: Directory
    asked: list[str]

    async def get(self, path: str, name: str = "Sam") -> httpx.Response:
        return await self.client.get(path, headers=basic(name, SECRETS[name][0]))


@pytest.fixture
async def served(tmp_path: Path, store: PostgresStore) -> AsyncIterator[Served]:
    async with run_directory(tmp_path, store) as directory:
        asked: list[str] = []
        credentials = [
            Credential(operator=Operator(name=name, roles=frozenset({role})), secret=secret)
            for name, (secret, role) in SECRETS.items()
        ]
        admin = Operator(name=ADMIN[0], roles=frozenset({Role.ADMINISTRATION}))
        room = DirectoryRoom(
            copy=directory.copy,
            book=AddressBook(directory.copy, directory.client, now=directory.clock),
            stale_after=timedelta(hours=24),
            ask_load=lambda: asked.append("load"),
        )
        app = create_app(
            store=store,
            status=make_status(),
            now=directory.clock,
            settings=ConsoleSettings(
                allowed_hosts=("liane.test",),
                credentials=(*credentials, Credential(operator=admin, secret=ADMIN[1])),
                directory=room,
            ),
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
            yield Served(client=client, directory=directory, asked=asked)


async def test_every_page_is_whole_and_says_how_old_the_copy_is(served: Served) -> None:
    assert "jamais été chargé" in (await served.get("/annuaire")).text
    await served.directory.loader.run()
    (hospital,) = await served.directory.copy.search_structures(DirectoryQuery(number="999999998"))
    for path in (
        "/annuaire",
        "/annuaire?q=deschamps",
        "/annuaire?q=introuvable",
        "/annuaire?genre=structures&secteur=SA33&joignable=oui",
        f"/annuaire?numero={drawn_rpps(0)}",
        f"/annuaire?adresse={DOCTOR_MAILBOX}",
        f"/annuaire/professionnels/003-8{drawn_rpps(0)}",
        f"/annuaire/structures/{hospital.key}",
    ):
        answer = await served.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert "selon l’annuaire du" in answer.text, path
    served.directory.clock.at += timedelta(days=3)
    assert "est ancienne" in (await served.get("/annuaire")).text


async def test_what_is_found_is_shown_with_its_addresses(served: Served) -> None:
    await served.directory.loader.run()
    page = (await served.get("/annuaire?q=deschamps")).text
    assert "1\N{NO-BREAK SPACE}professionnel," in page
    assert DOCTOR_MAILBOX in page
    person = (await served.get(f"/annuaire/professionnels/003-8{drawn_rpps(0)}")).text
    assert f"{drawn_rpps(0)}.hopital@{DRAWN_DOMAIN}" in person
    assert "CH SIMULATION DES TILLEULS" in person
    gone = (await served.get(f"/annuaire?adresse=liste.rouge@{DRAWN_DOMAIN}")).text
    assert "inconnue" in gone
    assert (await served.get("/annuaire/professionnels/nobody")).status_code == 404


async def test_rights_are_asked_and_reloading_is_for_who_administers(served: Served) -> None:
    assert (await served.get("/annuaire", "Ana")).status_code == 403
    refused = await served.client.post("/annuaire/recharger", headers=basic("Sam", SECRETS["Sam"][0]))
    assert refused.status_code == 403
    silent = await served.client.post("/annuaire/recharger", headers=basic(*ADMIN))
    assert (silent.status_code, served.asked) == (422, [])
    why = {"motif": "extraction corrigée ce matin"}
    taken = await served.client.post("/annuaire/recharger", data=why, headers=basic(*ADMIN))
    assert (taken.status_code, served.asked) == (303, ["load"])
