"""Every route of the pages and of the API, asked by nobody and by each role: the reviewed table says who is let in.

The table is ``routes.txt``: one line per route, then the roles that it does not refuse. A new route fails until its
line was written and read (``LIANE_WRITE_ROUTES=1`` writes it; look at what changed). A request here carries no body:
being let in means anything but 401 and 403.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from liane.domain.actors.operator import Role
from liane.store.postgres_store import PostgresStore
from liane.store.records import StoredDocument
from tests.security.house_kit import HOST, House, open_house, open_whole_house
from tests.security.route_kit import list_routes

pytestmark = pytest.mark.anyio
TABLE = Path(__file__).with_name("routes.txt")
REFUSED = (401, 403)
AT_ONCE = 8
OPEN = "ouvert"
"""What the table says of a route that answers also to who has not signed in."""


@pytest.fixture
async def house(filled: PostgresStore) -> AsyncIterator[House]:
    async with open_house(filled) as opened:
        yield opened


@pytest.fixture
async def whole(filled: PostgresStore, tmp_path: Path) -> AsyncIterator[House]:
    async with open_whole_house(filled, tmp_path) as opened:
        yield opened


async def fill_path(house: House, path: str) -> str:
    """Put numbers of what exists in the place of the parameters."""
    document: StoredDocument = (await house.store.search_documents(_all(), limit=1)).lines[0].document
    person, item = house.known.qualified, house.arrived.sure
    numbers = {
        "document_id": document.id,
        "person_id": person,
        "item_id": item,
        "sha256": document.body_sha256,
        "stage": "cda",
        "form": "csv",
        "act": "attribut",
        "name": "base.css",
        "name:path": "base.css",
        "resource_id": "1-00",
        "view": "alertes",
        "rank": 1,
        "number": 1,
    }
    return re.sub(r"\{([^}]+)\}", lambda match: str(numbers.get(match[1], 1)), path)


def _all() -> Any:
    from liane.store.page_records import DocumentFilter

    return DocumentFilter()


@pytest.mark.timeout(600)
async def test_each_route_lets_in_whom_the_table_says(whole: House) -> None:
    whole.app.state.streams.close()
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(method: str, path: str, role: Role | None) -> httpx.Response:
        async with gate:
            return await whole.ask(method, path, role, headers={"Origin": HOST})

    table = {}
    for method, template in sorted(set(list_routes(whole.app.routes))):
        path = await fill_path(whole, template)
        answers = await asyncio.gather(*(ask(method, path, role) for role in (*Role, None)))
        statuses = [one.status_code for one in answers]
        let_in = [role.value for role, status in zip(Role, statuses, strict=False) if status not in REFUSED]
        assert all(status < 500 or status == 501 for status in statuses), f"{method} {template}: {statuses}"
        said = "tous" if len(let_in) == len(Role) else " ".join(let_in) or "personne"
        table[f"{method} {template}"] = said if is_turned_away(answers[-1]) else f"{said} {OPEN}"
    text = "".join(f"{route} : {roles}\n" for route, roles in table.items())
    if os.environ.get("LIANE_WRITE_ROUTES"):
        TABLE.write_text(text, encoding="utf-8")
    assert text.splitlines() == TABLE.read_text(encoding="utf-8").splitlines()


async def test_each_job_arrives_where_it_works(whole: House) -> None:
    for role, home in (
        (Role.CLINICIEN, "/dmp"),
        (Role.PHARMACIEN, "/dmp"),
        (Role.SECRETARIAT, "/reception"),
        (Role.AUDIT, "/audit"),
    ):
        answer = await whole.get("/", role)
        assert (answer.status_code, answer.headers.get("location")) == (303, home), role
        assert (await whole.get(home, role)).status_code == 200
    for role in (Role.ACCUEIL, Role.INTEGRATION, Role.ADMINISTRATION, Role.IDENTITOVIGILANCE):
        assert (await whole.get("/", role)).status_code == 200


def is_turned_away(answer: httpx.Response) -> bool:
    """Tell whether somebody unknown was refused, or sent to sign in with nothing of the page."""
    goes_to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/connexion?")
    return answer.status_code == 401 or (goes_to_sign_in and not answer.content)


def test_only_the_pages_of_sign_in_are_open_to_nobody_in_particular() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [line.split()[1] for line in lines if line.split()[-1] == OPEN]
    assert found
    assert all(path.startswith(("/connexion", "/static/")) for path in found)


async def test_what_belongs_to_another_unit_is_not_there(whole: House) -> None:
    """An item of a unit that is not one's own answers as if it did not exist, by every one of its routes.

    The same request on an item of one's own is taken: the refusal is not that of a form ill filled.
    """
    elsewhere = await whole.add_twin("UF 99")
    before = await whole.store.intake.get_item(elsewhere)
    tried = 0
    for method, template in sorted(set(list_routes(whole.app.routes))):
        if "{item_id}" not in template:
            continue
        answers, mine = {}, await whole.add_twin("UF 12")
        for item in (elsewhere, mine, 999_999_999):
            path = template.replace("{item_id}", str(item)).replace("{sha256}", before.files[0].sha256)
            path = re.sub(r"\{[^}]+\}", "1", path)
            form = {
                "version": str(before.version),
                "motif": "essai",
                "personne": str(whole.arrived.patient),
                "zone": "0.1,0.1,0.5,0.5",
            }
            sent: dict[str, Any] = {"data": form} if method == "POST" else {}
            if method == "POST" and template.startswith("/api/"):
                asked = {"person_id": whole.arrived.patient, "type_code": "11488-4"}
                asked = {"starts": [2]} if template.endswith("/part") else asked
                asked = {"other": item, "other_version": before.version} if template.endswith("/join") else asked
                asked = asked if template.endswith(("/file", "/part", "/join")) else {"reason": "essai"}
                sent = {"json": {"version": before.version, **asked}}
            answers[item] = await whole.ask(method, path, Role.SECRETARIAT, headers={"Origin": HOST}, **sent)
        told = {item: answer.status_code for item, answer in answers.items()}
        assert told[elsewhere] == told[999_999_999] == 404, (method, template, told)
        assert told[mine] != 404, (method, template, told)
        tried += 1
    assert tried > 20
    assert await whole.store.intake.get_item(elsewhere) == before, "nothing was changed"


async def test_what_a_form_names_of_another_unit_is_not_there_either(whole: House) -> None:
    """Numbers travel in forms too: a lot, a lot to file, documents filed alone and seen."""
    mine, elsewhere = await whole.add_twin("UF 12"), await whole.add_twin("UF 99")
    before = await whole.store.intake.get_item(elsewhere)
    person = whole.arrived.patient

    async def post(path: str, *objects: str) -> int:
        form = {"objet": list(objects)}
        answer = await whole.ask("POST", path, Role.SECRETARIAT, data=form, headers={"Origin": HOST})
        return answer.status_code

    assert await post("/reception/lot", str(mine)) == 200
    assert await post("/reception/lot", str(mine), str(elsewhere)) == 404
    assert await post("/reception/lot/integrer", f"{elsewhere}-{before.version}-{person}") == 404
    assert await post("/reception/lot/integrer", f"{mine}-1-{person}", f"{elsewhere}-{before.version}-{person}") == 404
    assert await post("/reception/seuls/vus", str(elsewhere)) == 303
    seen = {one.item_id for one in await whole.automation.store.list_unseen()}
    assert elsewhere in seen, "it still waits for those of its unit"
    assert await whole.store.intake.get_item(elsewhere) == before


async def test_addresses_that_are_no_route_let_nothing_out(house: House) -> None:
    person = house.known.qualified
    for path in (
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/security.py",
        "/static/..%2f..%2fsecurity.py",
        "/static//etc/passwd",
        f"/identites/{person}%00",
        "/documents/-1",
        "/documents/99999999999999999999999",
        "/documents/1e3",
        "/reception/1/fichiers/1/pages/..%2f..%2f1/image",
        "/api/v1/../../audit",
        "/metrics/../audit",
    ):
        answer = await house.get(path, Role.SECRETARIAT)
        assert answer.status_code in (400, 403, 404, 422), (path, answer.status_code)
        assert "root:" not in answer.text
        assert "import " not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "mauvais.invalid"},
        {"Host": "liane.test:80@mauvais.invalid"},
        {"Host": ""},
        {"X-Forwarded-Host": "mauvais.invalid", "Host": "mauvais.invalid"},
    ],
)
async def test_only_our_own_names_are_answered(house: House, headers: dict[str, str]) -> None:
    answer = await house.get("/identites", Role.ACCUEIL, headers=headers)
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "origin", ["https://mauvais.invalid", "null", "http://liane.test.mauvais.invalid", "liane.test"]
)
async def test_an_act_from_another_site_is_refused(house: House, origin: str) -> None:
    answer = await house.ask(
        "POST", f"/reception/{house.arrived.sure}/integrer", Role.SECRETARIAT, headers={"Origin": origin}
    )
    assert answer.status_code == 403


async def test_headers_cannot_be_injected(house: House) -> None:
    """A line break in what an address or a form carries never makes a header of the answer."""
    evil = "/documents\r\nSet-Cookie: vol=1"
    answer = await house.ask(
        "POST",
        "/livraisons/actes",
        Role.INTEGRATION,
        data={"acte": "replay", "motif": "essai", "livraison": "1", "retour": evil},
    )
    assert "set-cookie" not in answer.headers
    assert "\n" not in answer.headers.get("location", "")
    for back in ("https://mauvais.invalid", "//mauvais.invalid", "/\\mauvais.invalid", "javascript:alert(1)"):
        answer = await house.ask(
            "POST",
            "/livraisons/actes",
            Role.INTEGRATION,
            data={"acte": "replay", "motif": "essai", "livraison": "1", "retour": back},
        )
        assert answer.headers["location"].startswith("/livraisons")


async def test_every_answer_is_strict(house: House) -> None:
    for path, role in (
        ("/identites", Role.ACCUEIL),
        ("/audit", Role.AUDIT),
        ("/audit/export/csv", Role.AUDIT),
        ("/n-existe-pas", Role.ACCUEIL),
        ("/audit", Role.ACCUEIL),
        ("/api/v1/documents", Role.INTEGRATION),
        ("/static/base.css", Role.ACCUEIL),
    ):
        answer = await house.get(path, role)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
