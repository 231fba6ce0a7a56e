"""Whatever text comes from outside is text on every page that shows it: no element, no attribute, no address of it.

Mails, file names and the narrative of documents are in ``test_outside_content``; here are the names of patients, the
titles of documents, the names of the directory and of those who sign in, and what an operator is called.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from liane.domain.actors.operator import Role
from liane.domain.documents.request import RequestAction
from liane.domain.identity.person import Person
from liane.pipeline.directory.addresses import AddressBook
from liane.store.page_records import DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane.store.registry_records import RegistryWrite
from liane.store.sessions import render_professional
from liane.web.directory_room import DirectoryRoom
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from tests.pipeline.directory_kit import run_directory
from tests.pki_kit import make_cheap_pki
from tests.security.house_kit import House, open_house
from tests.security.test_outside_content import check_page, hostile_cda
from tests.signin_kit import NURSE, running_bench
from tests.web.desk_kit import traits
from tests.web.filled_store import make_reception
from tests.web.test_sign_in_door import come_in, make_browser

pytestmark = pytest.mark.anyio
MARK = "zzintrus"
HOSTILE = (
    f"<{MARK} onclick=alert(1)>",
    f"\"><{MARK} src=x onerror='alert(1)'>",
    f"' {MARK}=1 onmouseover=alert(1) x='",
    f'" {MARK}=1 onfocus=alert(1) autofocus x="',
    f"</title></textarea></script><script {MARK}>alert(1)</script>",
    f"javascript:alert('{MARK}')",
    f"\u202e{MARK}\u2066<{MARK}>\u2069",
    f"{{{{ {MARK} }}}}{{% raw %}}<{MARK}>",
    f"<{MARK}>" * 40,
)


class Intruders(HTMLParser):
    """Notes the elements, the names of attributes and the addresses of a page that come from a hostile text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [tag, *(name for name, _ in attrs)]
        self.found += [name for name in names if MARK in name.lower()]
        self.found += [name for name, _ in attrs if name.startswith("on")]
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction") and (value or "").lower().startswith("javascript"):
                self.found.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        self.text += data


def check_text(page: str, path: str, *, is_shown: bool = True) -> None:
    """The hostile text is on the page, as text alone."""
    check_page(page, path)
    reader = Intruders()
    reader.feed(page)
    assert reader.found == [], path
    if is_shown:
        assert MARK in page.lower(), f"{path} does not show it"


def test_the_reader_sees_intruders() -> None:
    reader = Intruders()
    reader.feed("".join(f"<p title='x'>{text}</p><a href=\"{text}\">" for text in HOSTILE))
    assert len(reader.found) > 8


@pytest.fixture
async def house(store: PostgresStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        yield opened


async def test_names_of_patients(house: House) -> None:
    for text in HOSTILE:
        shaped = replace(traits(text, text, "1954-03-12"), used_family=text, used_given=text)
        written = await house.store.registry.write_registry(
            RegistryWrite(
                persons=(
                    Person(traits=shaped, origin=text, created_at=house.clock.now(), updated_at=house.clock.now()),
                )
            )
        )
        number = written.person_ids[0]
        for view in ("", "/histoire", "/etiquettes", "/modifier", "/qualifier"):
            answer = await house.get(f"/identites/{number}{view}", Role.IDENTITOVIGILANCE)
            assert answer.status_code == 200, (view, answer.status_code)
            check_text(answer.text, f"{view} {text}", is_shown=view in ("", "/modifier"))


async def test_titles_of_documents(house: House) -> None:
    for rank, text in enumerate(HOSTILE, 50):
        title = text.replace("&", "&amp;").replace("<", "&lt;")
        cda = hostile_cda(rank).decode()
        cda = re.sub(r"<title>[^<]*</title>", lambda _, held=title: f"<title>{held}</title>", cda)
        sending = SendingFacts(control_id=f"MSG-{rank}", sent_at="20261122073000+0100", action=RequestAction.CREATE)
        await make_reception(house.store, house.clock).accept(make_message(cda.encode(), sending), "192.0.2.9")
        line = (await house.store.search_documents(DocumentFilter(), limit=1)).lines[0]
        for path in (
            "/documents",
            *(f"/documents/{line.document.id}{view}" for view in ("", "/cda", "/cda?vue=source")),
        ):
            answer = await house.get(path, Role.INTEGRATION)
            assert answer.status_code == 200, path
            check_text(answer.text, path, is_shown=path.endswith("/cda"))


async def test_names_of_those_who_sign_in(store: PostgresStore, tmp_path: Path) -> None:
    pki = make_cheap_pki(tmp_path / "pki", datetime.now(UTC).replace(microsecond=0))
    async with running_bench(store, pki, tmp_path) as bench, make_browser(bench) as browser:
        await come_in(bench, browser, NURSE)
        session = (await bench.parts.sessions.list_open(NURSE))[0]
        for text in HOSTILE:
            professional = replace(session.professional, family=text, given=text)
            async with store.reading() as connection:
                await connection.execute(
                    "UPDATE sessions SET professional = $2 WHERE id = $1", session.id, render_professional(professional)
                )
            for path in ("/connexion", "/connexion/sessions", "/connexion/situation"):
                answer = await browser.get(path)
                assert answer.status_code == 200, path
                check_text(answer.text, path, is_shown=path != "/connexion/situation")


async def test_names_of_the_directory(store: PostgresStore, tmp_path: Path) -> None:
    async with run_directory(tmp_path, store) as directory:
        await directory.loader.run()
        room = DirectoryRoom(
            copy=directory.copy,
            book=AddressBook(directory.copy, directory.client, now=directory.clock),
            stale_after=timedelta(hours=24),
            ask_load=lambda: None,
        )
        async with open_house(store, directory=room) as house:
            for text in HOSTILE:
                async with store.reading() as connection:
                    await connection.execute(
                        "UPDATE directory_practitioners SET family = $1, given = $1, civility = $1", text
                    )
                    await connection.execute("UPDATE directory_structures SET name = $1", text)
                    person = await connection.fetchval("SELECT key FROM directory_practitioners LIMIT 1")
                    structure = await connection.fetchval("SELECT key FROM directory_structures LIMIT 1")
                for path in (f"/annuaire/professionnels/{person}", f"/annuaire/structures/{structure}"):
                    answer = await house.get(path, Role.SECRETARIAT)
                    assert answer.status_code == 200, path
                    check_text(answer.text, path)
                answer = await house.get("/annuaire", Role.SECRETARIAT, params={"q": text, "nom": text})
                check_text(answer.text, "/annuaire", is_shown=False)
