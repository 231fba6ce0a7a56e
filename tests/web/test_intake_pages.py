"""The room « Réception » on a real store: what its pages say, their acts, their refusals, who saw what."""

import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pikepdf
import pytest

from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import Finding, Severity
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, ItemState, NewIntakeFile
from liane.store.postgres_store import PostgresStore
from liane.web.app import create_app
from liane.web.console import ConsoleSettings
from liane.web.reception import AWAITED, UNDO_FOR, MailboxState, ReceptionRoom, TakenFiles
from liane.web.security import Credential
from tests.web.desk_kit import make_desk, make_flow
from tests.web.filled_store import NOW, Clock, make_status
from tests.web.intake_kit import (
    CLERK,
    OTHER,
    TYPE,
    Arrived,
    add_two_papers,
    fill_room,
    make_automation,
    make_item,
    make_room,
)
from tests.web.test_console_pages import WEIGHT_MAX, Checker, plain
from tests.web.test_rights import basic

pytestmark = pytest.mark.anyio
"""Five times the bar of screens.md §5: the machine of the tests is shared."""
UNIT = Operator(name="Lou TESTUNITE", roles=frozenset({Role.SECRETARIAT}), unit="UF 12")
READER = Operator(name="Ana TESTLECTRICE", roles=frozenset({Role.CONSULTATION}))
ENGINEER = Operator(name="Élodie TESTFLUX", roles=frozenset({Role.INTEGRATION}))
SECRETS = {
    one.name: f"le-secret-de-{place}-pour-l-essai" for place, one in enumerate((CLERK, OTHER, UNIT, READER, ENGINEER))
}
CREDENTIALS = tuple(
    Credential(operator=one, secret=SECRETS[one.name]) for one in (CLERK, OTHER, UNIT, READER, ENGINEER)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The pages of a filled worklist."""

    client: httpx.AsyncClient
    store: PostgresStore
    room: ReceptionRoom
    clock: Clock
    arrived: Arrived

    async def get(self, path: str, by: Operator = CLERK, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=basic(by.name, SECRETS[by.name]) | headers)

    async def post(self, path: str, by: Operator = CLERK, **form: Any) -> httpx.Response:
        return await self.client.post(path, data=form, headers=basic(by.name, SECRETS[by.name]))

    async def file(self, item: IntakeItem, by: Operator = CLERK, **form: Any) -> httpx.Response:
        """File an item in the record of its patient."""
        asked = {"version": item.version, "personne": self.arrived.patient, "doc_type": TYPE}
        return await self.post(f"/reception/{item.id}/integrer", by, **(asked | form))

    async def item(self, number: int) -> IntakeItem:
        return await self.store.intake.get_item(number)


@pytest.fixture
async def served(store: PostgresStore) -> AsyncIterator[Served]:
    clock = Clock(NOW)
    flow = make_flow(store, clock.now)
    arrived = await fill_room(flow, NOW)

    async def mailboxes() -> list[MailboxState]:
        return [
            MailboxState(address="reception@liane.mssante.example", read_at=NOW - timedelta(minutes=2)),
            MailboxState(address="labo@liane.mssante.example", fault="Le mot de passe est refusé."),
        ]

    room = make_room(store, clock.now, mailboxes=mailboxes, automation=make_automation(store))
    app = create_app(
        store=store,
        status=make_status(),
        now=clock.now,
        settings=ConsoleSettings(allowed_hosts=("liane.test",), page_size=10, credentials=CREDENTIALS),
        desk=make_desk(flow),
        reception=room,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://liane.test") as client:
        yield Served(client=client, store=store, room=room, clock=clock, arrived=arrived)


def list_paths(arrived: Arrived) -> list[str]:
    numbers = (arrived.sure, arrived.doubtful, arrived.unread, *arrived.pair, arrived.double, arrived.message)
    return [
        "/reception",
        "/reception?source=patient",
        "/reception?etat=filed",
        "/reception?a=moi",
        "/reception?unite=UF+99",
        *(f"/reception/{number}" for number in numbers),
        f"/reception/{arrived.sure}?chiffres=oui&tourner=90&q=testreception",
        f"/reception/{arrived.double}?partie=2",
        f"/reception/{arrived.sure}/fichiers/1",
        "/reception/deposer",
        "/reception/boites",
        "/reception/qualite",
    ]


async def test_every_page_is_whole_strict_and_light(served: Served) -> None:
    for path in list_paths(served.arrived):
        answer = await served.get(path)
        assert answer.status_code == 200, path
        checker = Checker()
        checker.feed(answer.text)
        assert checker.find_faults() == [], path
        assert answer.text.count("<h1") == 1, path
        assert len(answer.content) < WEIGHT_MAX, path


async def test_the_worklist_tells_what_waits_and_why(served: Served) -> None:
    page = plain((await served.get("/reception")).text)
    assert "8 documents attendent une décision ; le plus ancien depuis 3 h 10 min." in page
    assert "Deux patientes portent ce nom et cette date de naissance." in page
    assert "TESTRECEPTION HELENE" in page
    assert "dossier surveillé" in page
    only = (await served.get("/reception?source=folder")).text
    assert f'id="objet-{served.arrived.doubtful}"' in only
    assert f'id="objet-{served.arrived.sure}"' not in only


async def test_one_sees_one_s_own_unit_and_what_is_of_none(served: Served) -> None:
    number = served.arrived.elsewhere
    assert f'id="objet-{number}"' in (await served.get("/reception")).text
    own = await served.get("/reception", UNIT)
    assert f'id="objet-{number}"' not in own.text
    assert f'id="objet-{served.arrived.sure}"' in own.text
    assert f'id="objet-{number}"' not in (await served.get("/reception?unite=UF+99", UNIT)).text
    for path in (f"/reception/{number}", f"/reception/{number}/fichiers/1/pages/1/image"):
        assert (await served.get(path, UNIT)).status_code == 404
    assert (await served.post(f"/reception/{number}/lacher", UNIT)).status_code == 404


async def test_each_right_is_asked(served: Served) -> None:
    assert (await served.get("/reception", READER)).status_code == 403
    assert "Bannette" not in (await served.get("/aide", READER)).text
    seen = await served.get(f"/reception/{served.arrived.sure}", ENGINEER)
    assert seen.status_code == 200
    assert 'id="bouton-integrer"' not in seen.text
    item = await served.item(served.arrived.sure)
    assert item.locked_by == "", "whoever may not file does not hold"
    refused = await served.post(
        f"/reception/{item.id}/integrer", ENGINEER, version=item.version, personne=served.arrived.patient
    )
    assert refused.status_code == 403


async def test_a_document_shows_its_reason_its_places_and_the_traits_side_by_side(served: Served) -> None:
    page = (await served.get(f"/reception/{served.arrived.sure}")).text
    assert "Le type du document est à confirmer." in plain(page)
    assert re.search(r'data-of="birth_date" x="457\.0"', page)
    assert 'data-place="1:0.4000,0.1900,0.5500,0.2100"' in page
    ticked = re.search(rf'value="{served.arrived.patient}" form="integrer" required checked', page)
    assert ticked is not None
    told = plain(page)
    assert "sûr" in told
    assert "Indices, trait par trait" in told
    assert "+8,2" not in told, "the number only on demand"
    assert "+8,2" in plain((await served.get(f"/reception/{served.arrived.sure}?chiffres=oui")).text)
    events = await served.store.intake.find_item_events(served.arrived.sure)
    seen = [one for one in events if one.name == "item.seen"]
    assert [(one.actor, one.data["page"]) for one in seen] == [(f"user:{CLERK.name}", "document")] * 2
    shown = await served.store.registry.find_person_events(served.arrived.patient)
    assert [one.data["page"] for one in shown if one.name == "person.seen"] == ["réception"] * 2


async def test_nobody_is_ticked_when_two_records_are_too_close(served: Served) -> None:
    page = (await served.get(f"/reception/{served.arrived.doubtful}")).text
    assert f'value="{served.arrived.patient}"' in page
    assert f'value="{served.arrived.twin}"' in page
    assert "required checked" not in page
    assert "Diffère de la page : prénom(s) de naissance." in plain(page)
    refused = await served.post(f"/reception/{served.arrived.doubtful}/integrer", version=1)
    assert refused.status_code == 400


async def test_filing_leads_to_the_next_and_may_be_undone_at_once(served: Served) -> None:
    arrived = served.arrived
    await served.get(f"/reception/{arrived.sure}")
    item = await served.item(arrived.sure)
    assert item.locked_by == CLERK.name
    answer = await served.post(
        f"/reception/{arrived.sure}/integrer",
        version=item.version,
        personne=arrived.patient,
        doc_type=TYPE,
        doc_date="21/11/2026",
        birth_date="12/03/1954",
        author_family="TESTARRAS",
        first_names="HELENE",
        title="",
    )
    assert answer.headers["location"] == f"/reception/{arrived.doubtful}?fait=integre&objet={arrived.sure}"
    filed = await served.item(arrived.sure)
    assert filed.state is ItemState.FILED
    assert filed.decision is not None
    assert filed.decision.person_id == arrived.patient
    assert filed.decision.data["document_date"] == "20261121"
    assert filed.decision.data["corrections"] == {"doc_date": {"read": "2026-11-20", "kept": "2026-11-21"}}
    told = await served.get(answer.headers["location"])
    assert "Annuler" in plain(told.text)
    assert "Annuler" not in plain((await served.get(answer.headers["location"], OTHER)).text).split("Bannette")[0]
    undone = await served.post(f"/reception/{arrived.sure}/reprendre", version=filed.version)
    assert undone.status_code == 303
    assert (await served.item(arrived.sure)).state is ItemState.WAITING


async def test_later_an_undoing_asks_for_a_reason(served: Served) -> None:
    number = served.arrived.sure
    item = await served.item(number)
    await served.post(
        f"/reception/{number}/integrer", version=item.version, personne=served.arrived.patient, doc_type=TYPE
    )
    served.clock.at = NOW + UNDO_FOR + timedelta(seconds=1)
    version = (await served.item(number)).version
    assert (await served.post(f"/reception/{number}/reprendre", version=version)).status_code == 400
    page = await served.get(f"/reception/{number}")
    assert "Annuler cette décision" in plain(page.text)
    undone = await served.post(f"/reception/{number}/reprendre", version=version, motif="mauvais patient")
    assert undone.status_code == 303
    decision = (await served.item(number)).decision
    assert decision is not None
    assert decision.reason == "mauvais patient"


async def test_two_people_never_hold_the_same_item(served: Served) -> None:
    path = f"/reception/{served.arrived.sure}"
    await served.get(path)
    other = await served.get(path, OTHER)
    assert f"{CLERK.name} a ce document à l’écran." in plain(other.text)
    assert 'id="bouton-integrer"' not in other.text
    item = await served.item(served.arrived.sure)
    typed = {"doc_type": TYPE, "title": "Bilan <annuel>", "doc_date": "20/11/2026", "episode": "24000006"}
    stale = await served.post(f"{path}/integrer", OTHER, version=item.version, personne=served.arrived.patient, **typed)
    assert stale.status_code == 409
    told = plain(stale.text).partition("Ce que vous aviez saisi, à recopier")[2]
    assert "Titre Bilan &lt;annuel&gt;" in told, "what was typed is told back, and nothing of it runs"
    assert "N° de venue 24000006" in told
    assert "Date du document" not in told, "not what the page showed already"
    assert f"{CLERK.name} a ce document à l’écran." in plain(stale.text)
    assert (await served.post(f"{path}/verrou", OTHER)).status_code == 409
    assert (await served.post(f"{path}/lacher", OTHER)).status_code == 204
    assert (await served.item(item.id)).locked_by == CLERK.name, "only who holds lets go"
    assert (await served.post(f"{path}/lacher")).status_code == 204
    assert (await served.post(f"{path}/verrou", OTHER)).status_code == 204
    served.clock.at = NOW + timedelta(minutes=6)
    assert (await served.post(f"{path}/verrou")).status_code == 204, "a hold without a sign ends"


async def test_sending_back_and_setting_aside_ask_for_a_reason(served: Served) -> None:
    first, second = served.arrived.unread, served.arrived.message
    assert (await served.post(f"/reception/{first}/renvoyer", version=1, motif="")).status_code == 400
    reason = "Document illisible ou incomplet"
    answer = await served.post(f"/reception/{first}/renvoyer", version=1, motif=reason, precision="page 2")
    assert "fait=renvoye" in answer.headers["location"]
    decision = (await served.item(first)).decision
    assert decision is not None
    assert decision.reason == f"{reason} : page 2"
    assert (await served.post(f"/reception/{second}/ecarter", version=1, motif="lu")).status_code == 303
    assert (await served.item(second)).state is ItemState.SET_ASIDE
    assert "1 document renvoyé" in plain((await served.get("/reception?etat=sent_back")).text)


async def test_what_can_be_neither_filed_nor_sent_back_offers_neither(served: Served) -> None:
    store, at = served.store.intake, served.clock.now()
    words = {"kind": ItemKind.UNREADABLE, "reason": "Le fichier est vide.", "remedy": "Numériser à nouveau."}
    shown = make_item("vide.pdf", data=b"", at=at, source=ItemSource.UPLOAD, details={}, **words)
    number = await store.add_item(shown)
    page = (await served.get(f"/reception/{number}")).text
    told = plain(page)
    assert "bouton-integrer" not in page
    assert f"/reception/{number}/renvoyer" not in page
    assert "Ce fichier ne s’intègre dans aucun dossier. Le mettre de côté." in told
    assert "Rien ne se renvoie d’ici" in told
    assert "Patient absent de l’index" not in told
    aside = await served.post(f"/reception/{number}/ecarter", version=1, motif="Document illisible ou incomplet")
    assert "fait=ecarte" in aside.headers["location"]


async def test_another_patient_is_searched_and_chosen(served: Served) -> None:
    number = served.arrived.unread
    page = await served.get(f"/reception/{number}?q=testreception heloise")
    assert f'value="{served.arrived.twin}" form="integrer"' in page.text
    assert "Personne ne correspond." in plain((await served.get(f"/reception/{number}?q=introuvable")).text)
    filed = await served.post(f"/reception/{number}/integrer", version=1, personne=served.arrived.twin, doc_type=TYPE)
    assert filed.status_code == 303
    assert (await served.item(number)).person_id == served.arrived.twin


async def test_a_patient_not_known_here_waits_or_is_asked_for(served: Served) -> None:
    number = served.arrived.unread
    await served.get(f"/reception/{number}")
    answer = await served.post(f"/reception/{number}/absent", suite="attente")
    assert "fait=attente" in answer.headers["location"]
    item = await served.item(number)
    assert (item.assigned_to, item.state, item.locked_by) == (AWAITED, ItemState.WAITING, "")
    assert f'id="objet-{number}"' in (await served.get("/reception?a=patient+attendu")).text
    await served.post(f"/reception/{number}/absent", suite="creation")
    assert f'id="objet-{number}"' in (await served.get("/reception?a=cr%C3%A9ation+demand%C3%A9e")).text


async def test_items_of_one_patient_are_filed_together_each_listed(served: Served) -> None:
    first, second = served.arrived.pair
    look = await served.post("/reception/lot", objet=[first, second, served.arrived.message])
    told = plain(look.text)
    assert "2 documents à intégrer ensemble (même patient)" in told
    assert told.count("20/11/2026") == 2, "the day of each document, as it would be filed"
    assert "hors du lot" in told
    chosen = re.findall(r'name="objet" value="(\d+-\d+-\d+)"', look.text)
    assert len(chosen) == 2
    done = plain((await served.post("/reception/lot/integrer", objet=chosen)).text)
    assert "2 documents intégrés sur 2." in done
    assert {(await served.item(one)).state for one in (first, second)} == {ItemState.FILED}
    again = plain((await served.post("/reception/lot/integrer", objet=chosen)).text)
    assert "déjà intégré" in again


async def test_a_lot_leaves_what_somebody_opened(served: Served) -> None:
    first, second = served.arrived.pair
    look = await served.post("/reception/lot", objet=[first, second])
    chosen = re.findall(r'name="objet" value="(\d+-\d+-\d+)"', look.text)
    await served.get(f"/reception/{first}", OTHER)
    done = plain((await served.post("/reception/lot/integrer", objet=chosen)).text)
    assert "1 document intégré sur 2." in done
    assert f"{OTHER.name} l’a à l’écran." in done
    mixed = plain((await served.post("/reception/lot", objet=[served.arrived.unread, second])).text)
    assert "hors du lot" in mixed
    assert (await served.post("/reception/lot", objet=["x"])).status_code == 400


async def test_pages_are_drawn_and_their_words_given_with_their_places(served: Served) -> None:
    base = f"/reception/{served.arrived.sure}/fichiers/1/pages"
    picture = await served.get(f"{base}/1/image")
    assert picture.content[:4] == b"RIFF"
    assert picture.headers["content-type"] == "image/webp"
    assert "script-src 'self'" in picture.headers["content-security-policy"]
    assert (await served.get(f"{base}/1/image?tourner=90&taille=large")).status_code == 200
    assert (await served.get(f"{base}/9/image")).status_code == 404
    assert (await served.get(f"{base}/1/image?tourner=45")).status_code == 404
    words = (await served.get(f"{base}/1/mots")).json()
    assert words["rotation"] == 0
    texts = [one[0] for one in words["words"]]
    assert "TESTRECEPTION" in texts
    text, x0, y0, x1, y1 = words["words"][texts.index("12/03/1954")]
    zone = await served.post(f"{base}/1/zone", zone=f"{x0 - 0.01},{y0 - 0.005},{x1 + 0.01},{y1 + 0.005}")
    assert zone.json() == {"text": text, "is_read_again": False}
    for wrong in ("", "0,0,1", "0.5,0.5,0.4,0.6", "0,0,2,1", "nan,0,1,1"):
        assert (await served.post(f"{base}/1/zone", zone=wrong)).status_code == 400, wrong
    events = await served.store.intake.find_item_events(served.arrived.sure)
    assert [one.data["page"] for one in events if one.name == "item.seen"].count("page 1") == 2


async def test_a_file_that_holds_two_documents_is_parted(served: Served) -> None:
    number = served.arrived.double
    page = (await served.get(f"/reception/{number}")).text
    assert "Ce fichier contient 2 documents" in plain(page)
    assert re.search(r'name="coupe" value="2" aria-label="page 2" checked', page)
    refused = await served.post(f"/reception/{number}/separer", version=1, fichier=1)
    assert refused.status_code == 422
    answer = await served.post(f"/reception/{number}/separer", version=1, fichier=1, coupe=2)
    assert "fait=separe" in answer.headers["location"]
    assert (await served.item(number)).state is ItemState.SET_ASIDE
    decision = (await served.item(number)).decision
    assert decision is not None
    parts = [int(one) for one in re.findall(r"\d+", decision.reason.split("n°")[1])]
    assert len(parts) == 2
    second = (await served.get(f"/reception/{parts[1]}")).text
    assert f'value="{served.arrived.twin}" form="integrer" required checked' in second
    assert "1 page" in plain(second)


async def test_papers_laid_on_one_page_are_shown_and_cut_apart(served: Served) -> None:
    number = await add_two_papers(served.store.intake, served.arrived, served.clock.now())
    page = (await served.get(f"/reception/{number}?partie=2")).text
    assert f'value="{served.arrived.twin}" form="integrer" required checked' in page
    (shade,) = re.findall(r'<g class="shades">(.*?)</g>', page)
    assert re.findall(r'height="([\d.]+)"', shade) == ["500.0"], "the upper half lies under a veil"
    assert "papier 2 ; le reste de la page est un autre document" in plain(page)
    assert re.search(r'name="papier" value="1" checked', page)
    answer = await served.post(f"/reception/{number}/separer", version=1, fichier=1, papier=1)
    assert "fait=separe" in answer.headers["location"]
    decision = (await served.item(number)).decision
    assert decision is not None
    parts = [await served.item(int(one)) for one in re.findall(r"\d+", decision.reason.split("n°")[1])]
    for part, patient, dark in zip(parts, (served.arrived.patient, served.arrived.twin), (25_600, 3_400), strict=True):
        shown = (await served.get(f"/reception/{part.id}")).text
        assert f'value="{patient}" form="integrer" required checked' in shown
        assert "shades" not in shown
        assert "entier" not in shown
        with pikepdf.open(io.BytesIO(await served.store.intake.load_file(part.files[0].sha256))) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            (drawn,) = [one for one in streams if one.get("/Subtype") == "/Image"]
            image = pikepdf.PdfImage(drawn).as_pil_image()
            assert sum(image.histogram()[:128]) == pytest.approx(dark, rel=0.1), "its own ink, and no other"
        filed = await served.file(part, personne=patient)
        assert "fait=integre" in filed.headers["location"]
    back = await served.post(f"/reception/{number}/reprendre", version=2, motif="un seul papier")
    assert back.status_code == 303
    whole = await served.item(number)
    assert (whole.state, whole.files[0].name) == (ItemState.WAITING, "demis.png"), "together again: the whole page"


async def test_a_page_with_two_papers_is_not_filed_whole_unless_a_person_says_it_is_one(served: Served) -> None:
    item = await served.item(await add_two_papers(served.store.intake, served.arrived, served.clock.now()))
    refused = await served.file(item)
    assert refused.status_code == 422
    assert "Plusieurs papiers sont sur une même page" in plain(refused.text)
    assert (await served.item(item.id)).state is ItemState.WAITING
    assert "La page ne porte qu’un papier" in plain((await served.get(f"/reception/{item.id}")).text)
    done = await served.file(item, entier="oui")
    assert "fait=integre" in done.headers["location"]
    decision = (await served.item(item.id)).decision
    assert decision is not None
    assert decision.data["whole"] is True


async def test_a_record_said_wrong_is_not_proposed_again_to_one_key_nor_to_a_lot(served: Served) -> None:
    item = await served.item(served.arrived.sure)
    assert "fait=integre" in (await served.file(item)).headers["location"]
    filed = await served.item(item.id)
    back = {"version": filed.version, "patient": "mauvais", "motif": "sa jumelle"}
    assert (await served.post(f"/reception/{item.id}/reprendre", **back)).status_code == 303
    shown = (await served.get(f"/reception/{item.id}")).text
    assert not re.search(r'name="personne"[^>]* checked', shown), "one key files it nowhere"
    told = plain(shown)
    assert "a annulé la décision : Mauvais patient : sa jumelle." in told
    assert told.count("Dit mauvais patient : ce document en a été retiré.") == 1
    assert "à vérifier" in told
    lot = plain((await served.post("/reception/lot", objet=[item.id])).text)
    assert "Aucun patient n’est proposé" in lot
    waiting = await served.item(item.id)
    assert "fait=integre" in (await served.file(waiting, personne=served.arrived.twin)).headers["location"]


async def test_a_slip_undone_at_once_keeps_what_was_proposed(served: Served) -> None:
    item = await served.item(served.arrived.sure)
    await served.file(item)
    await served.post(f"/reception/{item.id}/reprendre", version=(await served.item(item.id)).version)
    shown = (await served.get(f"/reception/{item.id}")).text
    assert re.search(r'name="personne"[^>]* checked', shown)
    assert "a annulé la décision" not in plain(shown)


async def test_files_are_deposited_or_refused_with_a_reason(served: Served) -> None:
    files = [
        ("fichiers", ("a.pdf", b"%PDF-1.4 essai", "application/pdf")),
        ("fichiers", ("b.txt", b"texte", "text/plain")),
    ]
    answer = await served.client.post("/reception/deposer", files=files, headers=basic(CLERK.name, SECRETS[CLERK.name]))
    told = plain(answer.text)
    assert "1 fichier reçu ; 1 fichier refusé." in told
    assert "Ce fichier n’est ni un PDF ni une image. À faire : Le convertir." in told
    many = [("fichiers", (f"{one}.pdf", b"%PDF", "application/pdf")) for one in range(101)]
    refused = await served.client.post("/reception/deposer", files=many, headers=basic(CLERK.name, SECRETS[CLERK.name]))
    assert refused.status_code == 400
    unreadable = re.findall(r"/reception/(\d+)", answer.text)
    page = await served.get(f"/reception/{max(map(int, unreadable))}")
    assert "ne peuvent pas être montrées" in plain(page.text)


async def test_a_file_that_is_refused_says_what_to_do() -> None:
    async def take(name: str, data: bytes, *, unit: str, sender: str) -> tuple[int, str, bool, tuple[Finding, ...]]:
        words = ("Abîmé.", "Incomplet.")
        findings = (
            Finding(code="INT-104", severity=Severity.ERROR, message=one, location=name, remedy="Le redemander.")
            for one in words
        )
        return 7, "", False, tuple(findings)

    file = NewIntakeFile(name="a.pdf", media_type="application/pdf", data=b"%PDF")
    (told,) = await TakenFiles(take=take).deposit([file], operator=CLERK)
    assert (told.item_id, told.refusal, told.remedy) == (7, "Abîmé. Incomplet.", "Le redemander.")


async def test_mailboxes_and_quality_are_told(served: Served) -> None:
    boxes = plain((await served.get("/reception/boites")).text)
    assert "1 boîte demande attention, sur 2." in boxes
    assert "Le mot de passe est refusé." in boxes
    item = await served.item(served.arrived.sure)
    await served.post(
        f"/reception/{item.id}/integrer",
        version=item.version,
        personne=served.arrived.patient,
        doc_type=TYPE,
        doc_date="1/11/2026",
    )
    told = plain((await served.get("/reception/qualite")).text)
    assert "Date du document 1" in told
    assert "3 h 10 min" in told


async def test_the_room_is_not_there_without_a_worklist(store: PostgresStore) -> None:
    app = create_app(
        store=store, status=make_status(), now=lambda: NOW, settings=ConsoleSettings(allowed_hosts=("liane.test",))
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://liane.test") as client:
        assert (await client.get("/reception")).status_code == 404
        assert "Réception" not in (await client.get("/")).text
