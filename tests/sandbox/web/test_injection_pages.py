"""Someone outside writes to a mailbox, by the API or the form of the page; a wrong order is told in words."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from liane.codecs.mssante_mail.writer import Mailbox, OutgoingMail, render_mail
from liane_sandbox.establishment import PFI_MAILBOX
from liane_sandbox.mssante.outside import InjectionKind
from liane_sandbox.mssante.records import NewMail, Outcome
from liane_sandbox.patients import PATIENTS
from liane_sandbox.running import Sandbox, SandboxOptions, start_sandbox
from liane_sandbox.web.app import create_app
from tests.pki_kit import make_cheap_pki

pytestmark = pytest.mark.anyio
INS = PATIENTS[0].ins.matricule


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    make_cheap_pki(tmp_path / "pki")
    running = await start_sandbox(SandboxOptions(folder=tmp_path))
    yield running
    await running.stop()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(sandbox))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as opened:
        yield opened


async def test_every_kind_of_mail_arrives(sandbox: Sandbox, client: httpx.AsyncClient) -> None:
    for kind in InjectionKind:
        answer = await client.post("/api/mssante/inject", json={"kind": kind.value, "ins": INS, "serial": 3})
        assert answer.status_code == 200, answer.text
    mails = (await client.get(f"/api/mssante/mailboxes/{PFI_MAILBOX}/messages")).json()
    assert [one["kind"] for one in mails[::-1]] == ["xdm", "other", "other", "patient", "other", "xdm", "xdm", "other"]
    page = await client.get(f"/mssante/boites/{PFI_MAILBOX}")
    assert "Faire écrire à cette boîte" in page.text


async def test_a_person_sees_their_own_message_and_its_answers(sandbox: Sandbox, client: httpx.AsyncClient) -> None:
    path = f"/mon-espace-sante/{INS}"
    assert "Aucun message." in (await client.get(path)).text
    address = f"{INS}@patient.mssante.fr"
    await client.post("/api/mssante/inject", json={"kind": "patient", "ins": INS, "serial": 3})
    (own,) = sandbox.mssante.state.list_messages(address, None)
    told = (await client.get(path)).text
    assert "Préparation de mon ordonnance" in told
    assert "ordonnance.pdf" in told
    assert "Répondre" not in told, "nobody answered yet"
    for number, is_final in enumerate((False, True)):
        answer = OutgoingMail(
            message_id=f"reponse-{number}@simulation.mssante.fr",
            date=sandbox.clock(),
            sender=Mailbox(address=PFI_MAILBOX, label="Pharmacie du Test"),
            to=(Mailbox(address=address),),
            subject="Re: Préparation de mon ordonnance",
            body=f"Réponse numéro {number}.",
            nil="SIMULATION",
            in_reply_to=own.message_id,
            no_reply=is_final,
        )
        mail = NewMail(mailbox=address, raw=render_mail(answer), at=sandbox.clock())
        sandbox.mssante.state.record(Outcome(mails=(mail,)))
        told = (await client.get(path)).text
        assert f"Réponse numéro {number}." in told
        assert ("Échange clos" in told, "<textarea" in told) == (is_final, not is_final)
    assert told.count("<h3>") == 1


async def test_the_form_of_the_page_writes(sandbox: Sandbox, client: httpx.AsyncClient) -> None:
    form = {"kind": "xdm", "ins": INS, "example": "cr_bio", "action": "", "serial": "4", "version": "1"}
    answer = await client.post(
        f"/mssante/boites/{PFI_MAILBOX}/ecrire", data=form, headers={"origin": "http://127.0.0.1"}
    )
    assert answer.status_code == 303, answer.text
    assert len(sandbox.mssante.state.list_messages(PFI_MAILBOX, None)) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "fax"}, "genre inconnu"),
        ({"ins": "1"}, "matricule"),
        ({"example": "roman"}, "modèle"),
        ({"count": "cent"}, "nombres"),
        ({"count": 99}, "count"),
        ({"to": "personne@ailleurs.fr"}, "boîte"),
    ],
)
async def test_a_wrong_order_is_refused_in_words(
    client: httpx.AsyncClient, values: dict[str, object], said: str
) -> None:
    answer = await client.post("/api/mssante/inject", json=values)
    assert answer.status_code == 422
    assert said in answer.json()["error"]


async def test_the_documents_of_the_dpi_are_shown(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/dpi/documents")).json() == []
    assert (await client.get("/api/dpi/documents/1")).status_code == 404
    assert "Aucun document" in (await client.get("/dpi")).text
