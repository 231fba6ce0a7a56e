"""The pages and the JSON of a running sandbox: what they show, what they change, what they refuse."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509

from liane.codecs.mssante_mail.writer import Attachment, Mailbox, OutgoingMail, render_mail
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.http_server import Request as DMPRequest
from liane_sandbox.mssante.records import NewMail, Outcome
from liane_sandbox.running import Sandbox, SandboxOptions, start_sandbox
from liane_sandbox.web.app import create_app
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import ADULT, HIDDEN, MINOR, SECRET, Caller, make_caller, make_document, read

Journey = Callable[["House"], Awaitable[None]]
INS = ADULT.ins.matricule
BOX = f"{INS}@patient.mssante.fr"
UNIQUE_ID = "1.2.250.1.999.1.8121.2.1.1"
PAGES = (
    "/",
    "/mon-espace-sante",
    f"/mon-espace-sante/{INS}",
    "/dmp",
    "/mssante",
    f"/mssante/boites/{BOX}",
    "/emetteur",
    "/pannes",
)


class House:
    """A running sandbox, a browser on it, and a product that feeds its DMP."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient, caller: Caller) -> None:
        self.sandbox = sandbox
        self.client = client
        self.caller = caller

    async def page(self, address: str, status: int = 200) -> str:
        """Read a page and hold it to what every page must be."""
        response = await self.client.get(address)
        assert response.status_code == status, (address, response.text)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        text = response.text
        assert '<html lang="fr">' in text
        assert text.count("SIMULATION") >= 3
        assert re.search(r"<title>[^<]+– SIMULATION –", text)
        assert text.count("<h1>") == 1
        assert not re.search(r'(?:href|src|action)="(?!/|#)', text)
        assert "<script" not in text
        assert 'style="' not in text
        return text

    async def json(self, address: str) -> Any:
        """Read JSON."""
        response = await self.client.get(f"/api{address}")
        assert response.status_code == 200, response.text
        return response.json()

    async def post(self, address: str, **options: Any) -> httpx.Response:
        """Post as our own pages do."""
        headers = {"Origin": "http://127.0.0.1"} | options.pop("headers", {})
        return await self.client.post(address, headers=headers, **options)

    def feed(self, **options: Any) -> None:
        """Feed the DMP of the sandbox with one document."""
        built = self.caller.build_feed(self.caller.lot(**options))
        request: DMPRequest = self.caller.request(built)
        seen = read(self.sandbox.dmp.service.handle(request))
        assert seen.codes == [], seen.contexts

    def deliver(self, mailbox: str, mail: OutgoingMail) -> int:
        """Put a mail into a mailbox."""
        at = self.sandbox.clock()
        trace = b"Return-Path: <pfi@ch-tilleuls.simulation.mssante.fr>\r\n"
        return self.sandbox.mssante.state.record(
            Outcome(mails=(NewMail(mailbox=mailbox, raw=render_mail(mail), at=at, trace=trace),))
        )[0]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[House]:
    make_cheap_pki(folder / "pki")
    sandbox = await start_sandbox(SandboxOptions(folder=folder, platform_port=9))
    transport = httpx.ASGITransport(app=create_app(sandbox), raise_app_exceptions=True)
    caller = make_caller(sandbox.pki)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield House(sandbox, client, caller)
    finally:
        caller.state.close()
        await sandbox.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that the PKI is made once; each journey starts from a reset."""
    return tmp_path_factory.mktemp("sandbox") / "kept"


def play(folder: Path, journey: Journey) -> None:
    async def whole() -> None:
        async with opened(folder) as house:
            await house.sandbox.reset()
            await journey(house)

    asyncio.run(whole())


def test_every_page_opens_empty_and_full(folder: Path) -> None:
    async def journey(house: House) -> None:
        for address in PAGES:
            await house.page(address)
        house.feed()
        for address in PAGES:
            await house.page(address)
        assert "Compte rendu d&#39;examens biologiques" in await house.page(f"/mon-espace-sante/{INS}")

    play(folder, journey)


def test_a_document_is_looked_into_from_list_to_source(folder: Path) -> None:
    async def journey(house: House) -> None:
        house.feed()
        entry = (await house.json(f"/patients/{INS}/documents"))[0]
        address = entry["entry_uuid"]
        shown = await house.page(f"/mon-espace-sante/{INS}/documents/{address}")
        assert "Glucose" in shown
        fiche = await house.page(f"/dmp/fiches/{address}")
        assert "healthcareFacilityTypeCode" in fiche
        assert "&lt;ClinicalDocument" in fiche
        lot = await house.page(f"/dmp/lots/{entry['lot_uuid']}")
        assert "signature du lot" in lot
        trace = (await house.json("/dmp/traces"))[0]
        assert "ProvideAndRegisterDocumentSet" in await house.page(f"/dmp/appels/{trace['id']}")
        whole = await house.json(f"/dmp/traces/{trace['id']}")
        assert whole["request"].startswith("<soap:Envelope")
        content = await house.client.get(f"/api/dmp/documents/{UNIQUE_ID}/content")
        assert content.content == make_document()
        assert content.headers["content-disposition"].startswith("attachment")

    play(folder, journey)


def test_an_n1_opens_its_pdf(folder: Path) -> None:

    async def journey(house: House) -> None:
        house.feed(cda=make_example("lettre_liaison", facts=make_facts(ADULT, 77)))
        address = (await house.json(f"/patients/{INS}/documents"))[0]["entry_uuid"]
        assert "Ouvrir le fichier" in await house.page(f"/mon-espace-sante/{INS}/documents/{address}")
        response = await house.client.get(f"/dmp/fiches/{address}/fichier")
        assert response.headers["content-type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-1.")

    play(folder, journey)


def test_a_hidden_document_shows_only_after_the_announcement(folder: Path) -> None:
    async def journey(house: House) -> None:
        house.feed(visibility=(HIDDEN,))
        assert await house.json(f"/patients/{INS}/mon-espace-sante") == []
        assert "Aucun document" in await house.page(f"/mon-espace-sante/{INS}")
        entry = (await house.json(f"/patients/{INS}/documents"))[0]
        assert entry["is_visible_to_patient"] is False
        await house.page(f"/mon-espace-sante/{INS}/documents/{entry['entry_uuid']}", 404)
        assert "Rendre visible" in await house.page(f"/dmp/fiches/{entry['entry_uuid']}")
        response = await house.post(f"/dmp/fiches/{entry['entry_uuid']}/rendre-visible")
        assert response.status_code == 303
        seen = await house.json(f"/patients/{INS}/mon-espace-sante")
        assert [(one["unique_id"], one["version"]) for one in seen] == [(UNIQUE_ID, 2)]
        again = await house.post(f"/api/dmp/entries/{entry['entry_uuid']}/visible")
        assert again.status_code == 409

    play(folder, journey)


def test_the_parents_of_a_minor_do_not_see_what_is_secret(folder: Path) -> None:
    async def journey(house: House) -> None:
        house.feed(cda=make_document(5, patient=MINOR), patient=MINOR, visibility=(SECRET,))
        ins = MINOR.ins.matricule
        assert await house.json(f"/patients/{ins}/mon-espace-sante") == []
        address = (await house.json(f"/patients/{ins}/documents"))[0]["entry_uuid"]
        await house.page(f"/mon-espace-sante/{ins}/documents/{address}", 404)

    play(folder, journey)


def test_former_versions_are_kept_under_the_new_one(folder: Path) -> None:
    async def journey(house: House) -> None:
        house.feed()
        old = (await house.json(f"/patients/{INS}/documents"))[0]["entry_uuid"]
        house.feed(cda=make_document(version=2), replaces=old)
        (seen,) = await house.json(f"/patients/{INS}/mon-espace-sante")
        assert [one["entry_uuid"] for one in seen["former_versions"]] == [old]
        assert "1 ancienne(s) version(s)" in await house.page(f"/mon-espace-sante/{INS}")

    play(folder, journey)


def test_the_state_of_a_dmp_is_changed_by_hand(folder: Path) -> None:
    async def journey(house: House) -> None:
        response = await house.post(f"/dmp/patients/{INS}", data={"status": "closed"})
        assert response.status_code == 303
        assert next(one for one in await house.json("/patients") if one["ins"] == INS)["dmp"] == "closed"
        assert "pas d&#39;espace ouvert" in (await house.page(f"/mon-espace-sante/{INS}")).replace("'", "&#39;")
        assert (await house.post(f"/api/patients/{INS}/dmp", json={"status": "x"})).status_code == 422

    play(folder, journey)


def mail(**changes: Any) -> OutgoingMail:
    values: dict[str, Any] = {
        "message_id": "m1@ch-tilleuls.simulation.mssante.fr",
        "date": datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        "sender": Mailbox(address="pfi@ch-tilleuls.simulation.mssante.fr", label="PFI"),
        "to": (Mailbox(address=BOX),),
        "subject": "Votre <b>document</b>",
        "body": "Bonjour, <script>alert(1)</script>",
        "nil": "NIL-SIMULATION",
        "read_receipt_to": "pfi@ch-tilleuls.simulation.mssante.fr",
    }
    return OutgoingMail(**(values | changes))


def test_a_message_is_opened_and_its_receipt_leaves(folder: Path) -> None:
    async def journey(house: House) -> None:
        number = house.deliver(BOX, mail())
        text = await house.page(f"/mssante/messages/{number}")
        assert "&lt;script&gt;" in text
        assert "un accusé de lecture partira" in text
        assert (await house.post(f"/mssante/messages/{number}/ouvrir")).status_code == 303
        assert "ouvert le" in await house.page(f"/mssante/messages/{number}")
        receipts = await house.json("/mssante/mailboxes/pfi@ch-tilleuls.simulation.mssante.fr/messages?folder=INBOX")
        assert [one["kind"] for one in receipts] == ["mdn"]
        content = (await house.json(f"/mssante/messages/{receipts[0]['id']}"))["content"]
        assert content["reading"]["original_message_id"] == "m1@ch-tilleuls.simulation.mssante.fr"
        await house.page(f"/mssante/messages/{receipts[0]['id']}")

    play(folder, journey)


def test_a_broken_archive_is_told_not_opened(folder: Path) -> None:
    async def journey(house: House) -> None:
        broken = Attachment(name="IHE_XDM.ZIP", media_type="application/zip", data=b"not a zip")
        number = house.deliver(BOX, mail(subject="XDM/1.0/DDM+TEST", attachments=(broken,)))
        content = (await house.json(f"/mssante/messages/{number}"))["content"]
        assert content["archive"]["is_readable"] is False
        assert content["archive"]["error"]
        await house.page(f"/mssante/messages/{number}")
        raw = await house.client.get(f"/api/mssante/messages/{number}/attachments/0")
        assert raw.content == b"not a zip"

    play(folder, journey)


def test_a_mailbox_is_closed_from_its_page(folder: Path) -> None:
    async def journey(house: House) -> None:
        form = {"state": "closed", "script": "", "is_full": "true"}
        assert (await house.post(f"/mssante/boites/{BOX}", data=form)).status_code == 303
        box = next(one for one in await house.json("/mssante/mailboxes") if one["address"] == BOX)
        assert (box["state"], box["is_full"]) == ("closed", True)
        assert (await house.post(f"/api/mssante/mailboxes/{BOX}", json={"state": "x"})).status_code == 422
        assert (await house.post("/api/mssante/mailboxes/nobody@x", json={"state": "open"})).status_code == 404

    play(folder, journey)


def test_the_application_sends_and_tells_that_nobody_answers(folder: Path) -> None:
    async def journey(house: House) -> None:
        form = {"kind": "cr_img", "ins": INS, "action": "create", "flags": ["dest_dmp"], "mistake": "", "serial": ""}
        response = await house.post("/emetteur/envoyer", data=form)
        assert response.status_code == 303
        (sent,) = await house.json("/emitter/sent")
        assert sent["outcome"] == "injoignable"
        text = await house.page(f"/emetteur/{sent['id']}")
        assert "MSH|" in text
        message = await house.client.get(f"/api/emitter/sent/{sent['id']}/message")
        assert message.content.startswith(b"MSH|")
        assert (await house.post("/api/emitter/send", json={"ins": "1"})).status_code == 422

    play(folder, journey)


def test_faults_are_switched_on_and_off(folder: Path) -> None:
    async def journey(house: House) -> None:
        form = {"service": "dmp.repository", "kind": "busy", "remaining": "3", "key": "", "delay_s": "5"}
        assert (await house.post("/pannes", data=form)).status_code == 303
        (fault,) = (await house.json("/faults"))["faults"]
        assert (fault["service"], fault["remaining"]) == ("dmp.repository", 3)
        assert "répondre « occupé »" in await house.page("/pannes")
        assert (await house.post(f"/pannes/{fault['id']}/arreter")).status_code == 303
        assert (await house.json("/faults"))["faults"] == []
        assert (await house.post("/pannes", data={"service": "x", "kind": "busy"})).status_code == 422
        assert (await house.post("/api/faults", json={"service": "dmp", "kind": "slow?"})).status_code == 422

    play(folder, journey)


def test_the_certificate_is_revoked_in_the_published_list(folder: Path) -> None:
    async def journey(house: House) -> None:
        async def revoked() -> set[int]:
            answer = await house.client.get("/api/pki/issuing.crl")
            assert answer.headers["content-type"] == "application/pkix-crl"
            return {one.serial_number for one in x509.load_der_x509_crl(answer.content)}

        server = x509.load_pem_x509_certificates(house.sandbox.pki.server.certificate.read_bytes())[0].serial_number
        assert server not in await revoked()
        await house.post("/certificat", data={"revoked": "oui"})
        assert server in await revoked()
        assert "révoqué" in await house.page("/")
        await house.post("/api/pki/server", json={"revoked": False})
        assert server not in await revoked()

    play(folder, journey)


def test_reset_forgets_everything(folder: Path) -> None:
    async def journey(house: House) -> None:
        house.feed()
        house.deliver(BOX, mail())
        await house.post("/api/faults", json={"service": "dmp", "kind": "busy"})
        ports = (house.sandbox.mssante.smtp_port, house.sandbox.mssante.imap_port)
        assert (await house.post("/api/reset")).json() == {"status": "ok"}
        health = await house.json("/health")
        assert health["dmp"] == {"documents": 0, "entries": 0, "lots": 0, "traces": 0}
        assert (await house.json("/faults"))["faults"] == []
        assert await house.json(f"/mssante/mailboxes/{BOX}/messages") == []
        assert (house.sandbox.mssante.smtp_port, house.sandbox.mssante.imap_port) == ports

    play(folder, journey)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Transfer-Encoding": "chunked"}, 411),
        ({"Content-Length": "9999999999"}, 413),
    ],
)
def test_only_our_own_pages_change_something(folder: Path, headers: dict[str, str], status: int) -> None:
    async def journey(house: House) -> None:
        response = await house.client.post("/api/reset", headers=headers)
        assert response.status_code == status
        assert "content-security-policy" in response.headers

    play(folder, journey)


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/mon-espace-sante/1",
        "/dmp/fiches/x",
        "/dmp/lots/x",
        "/dmp/appels/999999",
        "/mssante/boites/x@y",
        "/mssante/messages/999999",
        "/emetteur/999999",
        f"/mon-espace-sante/{INS}/documents/x",
    ],
)
def test_what_does_not_exist_is_told_in_french(folder: Path, address: str) -> None:
    async def journey(house: House) -> None:
        assert "introuvable" in await house.page(address, 404)

    play(folder, journey)


def test_a_wrong_number_is_told_in_french(folder: Path) -> None:
    async def journey(house: House) -> None:
        assert "incomplète" in await house.page("/dmp/appels/abc", 422)
        response = await house.client.get("/api/dmp/traces?limit=abc")
        assert (response.status_code, response.json()["error"][:6]) == (422, "Valeur")

    play(folder, journey)
