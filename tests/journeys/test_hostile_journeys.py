"""What hostile senders write, in a real browser: shown as text, run by nothing, reported by no policy, calling nobody.

Metadata of the DMP (title, author, comments), narrative of CDA, titles and names inside PDFs, subjects, senders, bodies
and file names of mails. The page is watched: no dialog, no error of the console (a policy that refused something is
one), no request elsewhere; and the text is read on the screen as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from liane.codecs.cda.header import parse_header
from liane.codecs.xds.from_header import build_submission
from liane.domain.documents.request import RequestAction
from liane.store.intake_records import ItemKind, ItemSource
from liane.store.page_records import DocumentFilter
from liane.store.records import NewEvent
from liane_sandbox.dmp.registry import Submitter, plan_submission
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from tests.journeys.browsing import OpenPage, Watched, opening
from tests.journeys.conftest import run_apart
from tests.pages_kit import letter_content, pdf_of
from tests.postgres import TEMPLATE, name_database
from tests.security.test_hostile_texts import HOSTILE, MARK
from tests.web.dmp_kit import DOCTOR, FULL, Ground, House, make_ground, secret_of
from tests.web.dmp_served import ServedHouse, serve_house
from tests.web.intake_kit import make_document as make_reading
from tests.web.intake_kit import make_item, make_mail, read_field
from tests.web.served import Served, serve

pytestmark = pytest.mark.journey
WHO = {"username": DOCTOR.name, "password": secret_of(DOCTOR)}
SHOWN = f"<{MARK}"
"""What a person reads of the hostile text."""
EVERYTHING = " ".join(one for one in HOSTILE if len(one) < 100)
INTRUDERS = f"""[...document.querySelectorAll('*')].filter(one => one.localName.includes('{MARK}')
    || [...one.attributes].some(attribute => attribute.name.includes('{MARK}') || attribute.name.startsWith('on')
    || (['href', 'src', 'action', 'formaction'].includes(attribute.name) && /^\\s*(javascript|data:text)/i
        .test(attribute.value)))).map(one => one.outerHTML.slice(0, 200))"""
NARRATIVE = (
    '<text><paragraph styleCode="Bold" onclick="alert(1)">Avant<br/>'
    '<content ID="a" style="background:url(https://attaque.invalid/c.css)">contenu</content>'
    '<linkHtml href="javascript:alert(1)">lien</linkHtml><linkHtml href="https://attaque.invalid/suivi">autre</linkHtml>'
    f'<renderMultiMedia referencedObject="https://attaque.invalid/i.png"/>{escape(EVERYTHING)}</paragraph></text>'
)


def make_hostile(serial: int, patient: Any = FULL) -> bytes:
    """A CDA whose title, author and narrative are hostile."""
    text = make_example("cr_bio", facts=make_facts(patient, serial)).decode()
    evil = escape(EVERYTHING, {'"': "&quot;"})
    text = re.sub(r"<text>.*?</text>", lambda _: NARRATIVE, text, count=1, flags=re.DOTALL)
    text = re.sub(r"<title>[^<]*</title>", lambda _: f"<title>{evil}</title>", text)
    return re.sub(r"(<family[^>]*>)[^<]*(</family>)", lambda found: f"{found[1]}{evil}{found[2]}", text).encode()


def check(page: Any, *, is_shown: bool = True) -> None:
    """Nothing of the hostile text became an element or an attribute; a person reads it."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate(INTRUDERS) == [], page.url
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert not is_shown or SHOWN in page.locator("main").inner_text().lower(), page.url


def test_the_watch_is_awake(browser: Any, postgres_dsn: str) -> None:
    """A dialog, a script of the page, a picture from elsewhere: each is seen where it happens."""
    context = browser.new_context()
    page = context.new_page()
    watched = Watched(page, "http://liane.test")
    policy = "default-src 'none'; script-src 'self'; img-src 'self'"
    page.route(
        "http://liane.test/",
        lambda route: route.fulfill(
            body=f"<p onclick='alert(1)'><{MARK}><a href='javascript:alert(1)'>x</a><img src='https://attaque.invalid/i'>"
            "<script>alert(2)</script>",
            headers={"content-type": "text/html", "content-security-policy": policy},
        ),
    )
    page.goto("http://liane.test/")
    assert len(page.evaluate(INTRUDERS)) == 3
    page.evaluate("alert('vu')")
    assert any("dialog" in one for one in watched.faults)
    assert any("Content Security Policy" in one for one in watched.faults)
    context.close()


# The DMP.


@pytest.fixture(scope="module")
def ground(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What the houses are made from; before the browser, whose driver holds the loop."""
    return make_ground(postgres_dsn, tmp_path_factory.mktemp("hostile-journeys"))


@pytest.fixture
def served(ground: Ground, browser: Any, tmp_path: Path) -> Iterator[ServedHouse]:
    """The pages of the DMP, served, with a hostile document in it."""
    with serve_house(ground, tmp_path) as running:
        running.run(deposit(running.house))
        yield running


async def deposit(house: House) -> None:
    """Put a document in the simulated DMP as one that it took long ago, its metadata as hostile as they come."""
    cda, maker, state = make_hostile(4_242), house.scene.maker, house.scene.server.state
    lot = maker.lot(cda, patient=FULL, header=parse_header(cda))
    entry = lot.entry
    authors = tuple(
        replace(
            one,
            person=replace(one.person, family=EVERYTHING, given=EVERYTHING, role=EVERYTHING) if one.person else None,
        )
        for one in entry.authors
    )
    entry = replace(
        entry,
        title=EVERYTHING,
        comments=EVERYTHING,
        authors=authors,
        type_code=replace(entry.type_code, label=EVERYTHING),
    )
    submission = build_submission(lot.submission.submission_set, (entry,))
    submitter = Submitter(
        ins=FULL.ins.matricule, ins_oid=FULL.ins.oid, structure="1750900011", at="2026-11-20T10:00:00Z"
    )
    with state.transaction():
        state.apply(plan_submission(submission, {entry.symbolic_id: cda}, submitter, state))


def test_the_metadata_and_the_narrative_of_a_dmp_stay_text(browser: Any, served: ServedHouse) -> None:
    base = f"/dmp/{served.house.number()}"
    with opening(browser, served.url) as open_one:
        page = open_one(f"{base}?liste=oui&periode=tout", http_credentials=WHO)
        check(page)
        page.goto(f"{served.url}{base}?liste=oui&periode=tout&vue=frise")
        check(page)
        address = page.locator("[data-open]", has_text=MARK).first.get_attribute("href")
        page.goto(f"{served.url}{address}")
        check(page)
        page.goto(f"{served.url}{base}?liste=oui&periode=tout")
        page.locator("[data-open]", has_text=MARK).first.click()
        page.wait_for_load_state("networkidle")
        check(page)
        page.goto(f"{served.url}{base}/biologie?liste=oui")
        check(page, is_shown=False)
        page.goto(f"{served.url}{base}?liste=oui&periode=tout&auteur={MARK}")
        check(page, is_shown=False)


# What comes in.


@pytest.fixture
def reception(browser: Any, postgres_dsn: str, request: pytest.FixtureRequest) -> Iterator[Served]:
    """A worklist, and a reception of messages, of their own."""
    name = f"hostile_{abs(hash(request.node.nodeid)):x}"
    run_apart(postgres_dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    with serve(name_database(postgres_dsn, name), has_reception=True) as running:
        yield running
    run_apart(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_reception(browser: Any, reception: Served) -> Iterator[OpenPage]:
    with opening(browser, reception.url) as open_one:
        yield open_one


def make_pdf() -> bytes:
    """A PDF whose words, and whose title, author and script at opening, are hostile."""
    data = pdf_of([letter_content([EVERYTHING[:80], f"Patient : <{MARK}> Hélène née le 12/03/1954"])])
    evil = EVERYTHING.encode("latin-1", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    tail = (
        b"\n9 0 obj\n<< /Title (%b) /Author (%b) >>\nendobj\n10 0 obj\n<< /S /JavaScript /JS (app.alert) >>\nendobj\n"
    )
    return data + tail % (evil, evil)


def test_mails_their_files_and_what_was_read_in_them_stay_text(open_reception: OpenPage, reception: Served) -> None:
    name = f"{HOSTILE[1]}.pdf"
    raw = (
        f"From: cabinet@exemple.mssante.example\r\nSubject: {SHOWN}>\r\nContent-Type: text/html\r\n\r\n"
        f"<html><body onload=alert(1)><{MARK}><script>alert(1)</script><img src=https://attaque.invalid/pixel></body>"
    ).encode()

    async def fill() -> tuple[int, int]:
        work = reception.store.intake
        at = reception.clock.at
        kept = await work.keep_mail(
            key="mail:hostile",
            mailbox="reception@liane.mssante.example",
            raw=raw,
            is_oversize=False,
            at=at,
            event=NewEvent(name="mail.kept", at=at),
        )
        mail = make_mail("hostile") | {"subject": EVERYTHING, "body": EVERYTHING, "sender": EVERYTHING}
        item = make_item(
            name,
            data=make_pdf(),
            at=at,
            subject=EVERYTHING,
            sender=f"{HOSTILE[0]}@attaque.invalid",
            sender_label=EVERYTHING,
            reason=EVERYTHING,
            details={"mail": mail},
            mail_sha256=kept.sha256,
        )
        number = await work.add_item(item)
        names = ("birth_name", "first_name", "author_family")
        read = make_reading((reception.arrived.patient if reception.arrived else 0, 31.0))
        read["fields"] |= {field: read_field(HOSTILE[0], (0.1, 0.1, 0.3, 0.2)) for field in names}
        read["reason"] = EVERYTHING
        await work.save_reading(
            number, {name: {"seconds": 0.1, "documents": [read]}}, person_id=None, reason=EVERYTHING
        )
        message = replace(item, kind=ItemKind.MESSAGE, source=ItemSource.PATIENT, files=(), dedup_key="message-hostile")
        return number, await work.add_item(message)

    number, message = reception.run(fill())
    page = open_reception("/reception")
    check(page)
    for path in ("", "?chiffres=oui", "/courriel", "/fichiers/1", "/fichiers/1?vue=source"):
        page.goto(f"{reception.url}/reception/{number}{path}")
        check(page, is_shown=path in ("", "/courriel"))
    page.goto(f"{reception.url}/reception/{message}")
    check(page)
    assert SHOWN in page.locator(".mail-body").inner_text()
    page.goto(f"{reception.url}/reception?q={MARK}")
    check(page, is_shown=False)


def test_a_received_document_stays_text(open_reception: OpenPage, reception: Served) -> None:
    sending = SendingFacts(control_id="MSG-EVIL", sent_at="20261122073000+0100", action=RequestAction.CREATE)
    reception.receive(make_message(make_hostile(77), sending))
    line = reception.run(reception.store.search_documents(DocumentFilter(), limit=1)).lines[0]
    page = open_reception("/documents")
    check(page, is_shown=False)
    for path in ("", "/cda", "/cda?vue=source", "/message", "/accuse", "/verdict", "/versions"):
        page.goto(f"{reception.url}/documents/{line.document.id}{path}")
        check(page, is_shown=path in ("/cda", "/cda?vue=source"))
