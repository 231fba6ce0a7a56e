"""The pages on a real store filled by the real reception: what they say, their addresses, their acts."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI

from liane.domain.documents.delivery import DeliveryState
from liane.store.page_records import DeliveryFilter, DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.routes import live
from tests.web.filled_store import NOW, make_status

pytestmark = pytest.mark.anyio
WEIGHT_MAX = 200_000
ROOMS = ("/", "/documents", "/livraisons", "/messages", "/incidents", "/canaux", "/sante", "/aide")


def make_app(store: PostgresStore, **settings: object) -> FastAPI:
    return create_app(
        store=store,
        status=make_status(),
        now=lambda: NOW,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), page_size=10, **settings),  # type: ignore[arg-type]
    )


def open_client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://liane.test"
    )


@pytest.fixture
async def client(filled: PostgresStore) -> AsyncIterator[httpx.AsyncClient]:
    async with open_client(make_app(filled)) as opened:
        yield opened


def plain(html: str) -> str:
    """Text of a page, spaces joined."""
    text = re.sub(r"<[^>]+>", " ", html).replace("&#39;", "'").replace("\u00a0", " ")
    return " ".join(text.split())


async def find_delivery(store: PostgresStore, state: DeliveryState) -> tuple[int, int]:
    """One delivery in a state: its number, and that of its document."""
    page = await store.search_deliveries(DeliveryFilter(state=state))
    return page.lines[0].delivery.id, page.lines[0].delivery.document_id


class Checker(HTMLParser):
    """Collects what a strict policy and an accessible page forbid."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in ("src", "href", "action") and value and re.match(r"\w+:|//", value) and value != "data:,":
                self.faults.append(f"{tag} {name}={value}")
        if tag in ("script", "style") and not values.get("src"):
            self.faults.append(f"inline {tag}")
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label" and values.get("for"):
            self.labelled.add(str(values["for"]))
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden":
            self.fields.append((tag, values))

    def find_faults(self) -> list[str]:
        repeated = {name for name in self.ids if self.ids.count(name) > 1}
        nameless = [
            f"{tag} without label"
            for tag, values in self.fields
            if not values.get("aria-label") and values.get("id") not in self.labelled and values.get("type") != "radio"
        ]
        return [*self.faults, *(f"id twice: {name}" for name in repeated), *nameless]


@pytest.mark.parametrize("path", ROOMS)
async def test_every_room_is_whole_strict_and_light(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 200
    checker = Checker()
    checker.feed(answer.text)
    assert checker.find_faults() == []
    assert answer.text.count("<h1") == 1
    assert 'lang="fr"' in answer.text
    assert "SIMULATION" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    weight = len(answer.content)
    for address in set(re.findall(r'(?:href|src)="(/static/[^"#]+)', answer.text)):
        weight += len((await client.get(address, headers={"Accept-Encoding": "identity"})).content)
    for name in ("ibm-plex-sans-latin-400-normal", "ibm-plex-sans-latin-600-normal", "ibm-plex-mono-latin-400-normal"):
        weight += len((await client.get(f"/static/fonts/{name}.woff2")).content)
    assert weight <= WEIGHT_MAX


async def test_the_first_page_says_where_things_stand_in_one_sentence(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/")).text)
    assert "13 documents reçus aujourd’hui" in text
    assert "attendent une décision" in text or "attend une décision" in text
    assert "le DMP ne répond pas depuis 9 h 42" in text
    assert "Vérifier le service distant, puis rejouer cette livraison." in text


async def test_an_empty_store_says_so_on_every_page(store: PostgresStore) -> None:
    async with open_client(make_app(store)) as client:
        for path in ROOMS:
            assert (await client.get(path)).status_code == 200, path
        assert "rien n’attend et tout répond" in plain((await client.get("/")).text)
        assert "Aucun document reçu" in plain((await client.get("/documents")).text)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("q=TESTCEDRE", 5),
        ("q=testcèdre+marcel", 5),
        ("q=MSG-0003", 1),
        ("q=290029999900129", 4),
        ("q=introuvable", 0),
        ("etat=parked", 1),
        ("etat=nimportequoi", 10),
        ("type=11502-2", 4),
        ("emetteur=SGL-SIMULATION%40CH-TILLEULS-SIMULATION", 4),
        ("destinataire=camille.deschamps", 10),
        ("du=2026-11-22&au=2026-11-22", 10),
        ("du=2026-11-23", 0),
        ("du=pas-une-date", 10),
        ("au=9999-12-31", 10),
    ],
)
async def test_documents_are_found_by_what_one_knows(client: httpx.AsyncClient, query: str, number: int) -> None:
    answer = await client.get(f"/documents?{query}")
    assert answer.text.count('id="document-') == number


async def test_a_long_list_is_read_page_by_page_without_repeating(client: httpx.AsyncClient) -> None:
    first = await client.get("/documents")
    following = re.search(r'href="(/documents\?apres=[^"]+)" rel="next"', first.text)
    assert following is not None
    second = await client.get(following.group(1).replace("&amp;", "&"))
    ids = [re.findall(r'id="document-(\d+)"', page.text) for page in (first, second)]
    assert len(ids[0]) == 10
    assert len(ids[1]) == 3
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("path", ["/documents?apres=x", "/livraisons?apres=%F0", "/messages?apres=AAAA"])
async def test_a_wrong_cursor_is_a_page_that_does_not_exist(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_a_document_tells_its_story_with_reasons(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    _, document_id = await find_delivery(filled, DeliveryState.PARKED)
    answer = await client.get(f"/documents/{document_id}")
    text = plain(answer.text)
    assert "attend une décision : le DMP n'est pas joignable (HTTP 503)" in text
    assert "identité qualifiée" in text
    assert "SIMULATION : identité de test" in text
    assert "À faire : Vérifier le service distant, puis rejouer cette livraison." in text
    assert answer.text.index("Accusé technique rendu") < answer.text.index("Envoi : DMP")
    checker = Checker()
    checker.feed(answer.text)
    assert checker.find_faults() == []


@pytest.mark.parametrize("view", ["", "/cda", "/message", "/accuse", "/verdict", "/versions"])
async def test_every_view_of_a_document_has_its_address(
    client: httpx.AsyncClient, filled: PostgresStore, view: str
) -> None:
    line = (await filled.search_documents(DocumentFilter(text="MSG-0001-V2"))).lines[0]
    answer = await client.get(f"/documents/{line.document.id}{view}")
    assert answer.status_code == 200
    assert f'href="/documents/{line.document.id}{view}" aria-current="page"' in answer.text
    checker = Checker()
    checker.feed(answer.text)
    assert checker.find_faults() == []
    if view == "/versions":
        assert answer.text.count("data-row") == 2


async def test_downloads_give_the_exact_bytes_and_never_run(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    line = (await filled.search_documents(DocumentFilter(text="MSG-0003"))).lines[0]
    document = line.document
    expected = {
        "cda": await filled.load_document_body(document.id),
        "message": await filled.load_message_raw(document.message_id),
    }
    for view, data in expected.items():
        answer = await client.get(f"/documents/{document.id}/{view}/octets")
        assert answer.content == data
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-security-policy"].startswith("sandbox;")
    pdf = await client.get(f"/documents/{document.id}/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf.headers["content-disposition"]


async def test_exchanged_bytes_are_shown_only_with_their_own_document(
    client: httpx.AsyncClient, filled: PostgresStore
) -> None:
    _, document_id = await find_delivery(filled, DeliveryState.REFUSED)
    page = await client.get(f"/documents/{document_id}")
    found = re.search(rf"/documents/{document_id}/corps/([0-9a-f]{{64}})", page.text)
    assert found is not None
    shown = await client.get(found.group(0))
    assert "ProvideAndRegisterDocumentSet-b" in shown.text
    assert (await client.get(f"{found.group(0)}/octets")).content.startswith(b"<s:Envelope")
    other = (await filled.search_documents(DocumentFilter(text="MSG-0001-V2"))).lines[0].document.id
    assert (await client.get(f"/documents/{other}/corps/{found.group(1)}")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/documents/999999",
        "/documents/0",
        "/documents/9223372036854775808",
        "/documents/abc",
        "/documents/1/corps/zz",
        "/messages/999999",
        "/rien",
        "/static/../app.py",
        "/static/inconnu.css",
        "/style",
    ],
)
async def test_what_does_not_exist_is_said_in_french(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


async def test_a_refused_message_shows_every_finding_and_its_bytes(
    client: httpx.AsyncClient, filled: PostgresStore
) -> None:
    listed = await client.get("/messages")
    assert listed.text.count('id="message-') == 4
    message_id = re.findall(r'href="/messages/(\d+)"', (await client.get("/messages?q=MSG-0901")).text)[0]
    answer = await client.get(f"/messages/{message_id}")
    assert "PRT SB" in answer.text
    assert "À faire" in answer.text
    raw = await client.get(f"/messages/{message_id}/octets-recus")
    assert "Identifiants du patient" in raw.text
    assert "MSA" in (await client.get(f"/messages/{message_id}/accuse")).text
    download = await client.get(f"/messages/{message_id}/octets-recus/octets")
    assert download.content == await filled.load_message_raw(int(message_id))


async def test_unreadable_bytes_are_shown_too(client: httpx.AsyncClient) -> None:
    message_id = re.findall(r'href="/messages/(\d+)"', (await client.get("/messages?reponse=none")).text)[0]
    answer = await client.get(f"/messages/{message_id}/octets-recus")
    assert "GET / HTTP/1.0" in answer.text


async def test_a_parked_delivery_is_replayed_with_a_reason_at_the_journal(
    client: httpx.AsyncClient, filled: PostgresStore
) -> None:
    delivery_id, document_id = await find_delivery(filled, DeliveryState.PARKED)
    form = {
        "acte": "replay",
        "motif": "Le DMP répond de nouveau",
        "livraison": str(delivery_id),
        "retour": "/livraisons",
    }
    answer = await client.post("/livraisons/actes", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/livraisons?acte=replay&fait=1"
    assert "1 livraison rejouée" in plain((await client.get(answer.headers["location"])).text)
    events = [event for event in await filled.find_events(document_id) if event.name == "delivery.replayed"]
    assert [(event.actor, event.data["reason"]) for event in events] == [
        ("user:opérateur local", "Le DMP répond de nouveau")
    ]
    text = plain((await client.get(f"/documents/{document_id}")).text)
    assert "Rejouée par une personne" in text
    assert "Le DMP répond de nouveau" in text


async def test_a_selection_of_documents_is_cancelled_at_once(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    _, document_id = await find_delivery(filled, DeliveryState.PARKED)
    form = {"acte": "cancel", "motif": "Doublon", "document": str(document_id), "retour": "/documents?q=a"}
    answer = await client.post("/livraisons/actes", data=form)
    assert answer.headers["location"] == "/documents?q=a&acte=cancel&fait=1"
    assert (await find_delivery(filled, DeliveryState.CANCELLED))[1] == document_id


async def test_a_whole_cause_is_replayed(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    form = {"acte": "replay", "motif": "Dossier rouvert", "tout": "etat=refused&cause=DMPPatientClosed", "retour": "/"}
    expected = len(await filled.find_delivery_ids(DeliveryFilter(state=DeliveryState.REFUSED)))
    answer = await client.post("/livraisons/actes", data=form)
    assert answer.headers["location"] == f"/?acte=replay&fait={expected}"
    assert await filled.find_delivery_ids(DeliveryFilter(state=DeliveryState.REFUSED)) == []


async def test_what_is_delivered_is_never_replayed(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    delivery_id, _ = await find_delivery(filled, DeliveryState.DELIVERED)
    form = {"acte": "replay", "motif": "Pour voir", "livraison": str(delivery_id), "retour": "/livraisons"}
    answer = await client.post("/livraisons/actes", data=form)
    assert answer.headers["location"].endswith("fait=0")
    assert "Aucune livraison n’a été rejouée" in plain((await client.get(answer.headers["location"])).text)


@pytest.mark.parametrize(
    "form",
    [
        {"acte": "replay", "motif": "", "livraison": "1"},
        {"acte": "replay", "motif": "   ", "livraison": "1"},
        {"acte": "detruire", "motif": "x", "livraison": "1"},
        {"acte": "replay", "motif": "x", "livraison": "un"},
        {"acte": "replay", "motif": "x", "livraison": "99999999999999999999"},
        {"acte": "replay", "motif": "x", "tout": ""},
        {"acte": "replay", "motif": "x", "tout": "etat="},
    ],
)
async def test_an_act_without_reason_or_sense_changes_nothing(
    client: httpx.AsyncClient, filled: PostgresStore, form: dict[str, str]
) -> None:
    before = await filled.find_delivery_ids(DeliveryFilter(state=DeliveryState.PARKED))
    answer = await client.post("/livraisons/actes", data=form)
    assert answer.status_code in (303, 400)
    assert answer.status_code == 400 or answer.headers["location"].endswith("fait=0")
    assert await filled.find_delivery_ids(DeliveryFilter(state=DeliveryState.PARKED)) == before


async def test_an_act_from_another_site_changes_nothing(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    delivery_id, _ = await find_delivery(filled, DeliveryState.PARKED)
    form = {"acte": "cancel", "motif": "x", "livraison": str(delivery_id)}
    answer = await client.post("/livraisons/actes", data=form, headers={"Origin": "http://ailleurs.test"})
    assert answer.status_code == 403
    assert (await find_delivery(filled, DeliveryState.PARKED))[0] == delivery_id


async def test_a_channel_is_paused_and_resumed_with_a_reason(client: httpx.AsyncClient, filled: PostgresStore) -> None:
    answer = await client.post("/canaux/hl7v2/suspendre", data={"motif": "Maintenance du SGL"})
    assert answer.headers["location"] == "/canaux?fait=paused"
    assert await filled.get_channel_state("hl7v2") == "paused"
    text = plain((await client.get("/canaux")).text)
    assert "Suspendu par opérateur local" in text
    assert "Maintenance du SGL" in text
    again = await client.post("/canaux/hl7v2/suspendre", data={"motif": "encore"})
    assert again.headers["location"] == "/canaux?fait=same"
    await client.post("/canaux/hl7v2/reprendre", data={"motif": "Fini"})
    assert await filled.get_channel_state("hl7v2") == "running"
    assert (await client.post("/canaux/hl7v2/suspendre", data={})).status_code == 400
    assert (await client.post("/canaux/inconnu/suspendre", data={"motif": "x"})).status_code == 404


async def test_incidents_tell_their_start_their_end_and_what_waits(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/incidents")).text)
    assert "Le DMP ne répond pas depuis 9 h 42" in text
    assert "a duré 12 min" in text


async def test_an_incident_leads_nowhere_that_its_reader_may_not_open(
    filled: PostgresStore, client: httpx.AsyncClient
) -> None:
    """Who supervises reads that accesses wait for the auditor, and is not sent to a page that refuses them."""
    await filled.open_incident("accès", "WATCH", "Des accès sortent de l’ordinaire.", "Prévenir l’auditeur.", NOW)
    assert (await client.get("/audit/examiner")).status_code in (403, 404)
    for path in ("/incidents", "/"):
        answer = await client.get(path)
        assert "Des accès sortent de l’ordinaire." in plain(answer.text), path
        assert "/audit/examiner" not in answer.text, path


async def test_the_health_page_warns_before_a_certificate_expires(client: httpx.AsyncClient) -> None:
    text = plain((await client.get("/sante")).text)
    assert "à surveiller : le DMP et le certificat « TLS vers le DMP »" in text
    assert "à renouveler, reste 12 jours" in text


async def test_hostile_words_are_shown_as_words(filled: PostgresStore) -> None:
    name = '"><script>alert(1)</script>'
    async with open_client(make_app(filled, establishment=name)) as client:
        for path in ("/", f"/documents?q={name}", f"/livraisons?cause={name}", f"/messages?q={name}"):
            assert "<script>alert" not in (await client.get(path)).text


async def test_choices_of_the_workstation_are_kept_in_cookies(client: httpx.AsyncClient) -> None:
    answer = await client.post("/aide", data={"theme": "sombre", "touches": "non"})
    assert answer.status_code == 303
    page = await client.get("/aide")
    assert 'data-theme="sombre"' in page.text
    assert 'data-keys="non"' in page.text
    await client.post("/aide", data={"theme": "autre"})
    assert "data-theme" not in (await client.get("/aide")).text


async def test_the_stream_marks_what_changes_and_says_nothing_of_it(filled: PostgresStore) -> None:
    app = make_app(filled, refresh_s=0.01)
    listening = app.state.streams.listen()
    assert await anext(listening) == "retry: 3000\n\n"
    first = await anext(listening)
    assert re.fullmatch(r"event: flux\ndata: [\d.]+\n\n", first)
    delivery_id, _ = await find_delivery(filled, DeliveryState.PARKED)
    await filled.change_deliveries([delivery_id], act="cancel", actor="user:x", reason="x", now=NOW)
    app.state.streams.close()
    rest = [event async for event in listening]
    assert all(event.startswith((":", "event: flux")) for event in rest)


async def test_streams_have_a_limit(filled: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(filled)
    monkeypatch.setattr(live, "STREAMS_MAX", 0)
    async with open_client(app) as client:
        answer = await client.get("/flux/evenements")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


async def test_without_the_database_the_pages_say_so(store_dsn: str) -> None:
    async with open_client(make_app(PostgresStore(store_dsn))) as client:
        answer = await client.get("/documents")
        assert answer.status_code == 503
        assert "La base de données ne répond pas." in plain(answer.text)
        assert (await client.get("/sante")).status_code == 200


async def test_a_defect_is_told_without_its_details(filled: PostgresStore) -> None:
    async def fail() -> None:
        raise RuntimeError("nom du patient")

    app = create_app(
        store=filled,
        status=fail,  # type: ignore[arg-type]
        now=lambda: NOW + timedelta(seconds=1),
        settings=ConsoleSettings(allowed_hosts=("liane.test",)),
    )
    async with open_client(app) as client:
        answer = await client.get("/sante")
        assert answer.status_code == 500
        assert "nom du patient" not in answer.text
        assert "Rien n’est perdu" in answer.text


async def test_components_are_shown_in_development_only(filled: PostgresStore) -> None:
    async with open_client(make_app(filled, is_development=True)) as client:
        answer = await client.get("/style")
        assert answer.status_code == 200
        checker = Checker()
        checker.feed(answer.text)
        assert [fault for fault in checker.find_faults() if "label" not in fault] == []


async def test_static_files_are_kept_for_ever_and_compressed(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    address = re.findall(r'href="(/static/base.css\?v=\w+)"', page.text)[0]
    answer = await client.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/css")
