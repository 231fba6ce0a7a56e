"""What comes from outside is shown, never run, and nothing that it names is ever fetched.

A hook of the interpreter notes every look-up of a name and every connection while hostile documents, mails and file
names go through the real reception and the real pages, on the loop of the standard library, which the hook sees. For
what is written in C, a bait listens and a file waits to be read.
"""

import re
from collections.abc import AsyncIterator, Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from lxml import etree

from liane.codecs.pdf.copies import document_as_pdf
from liane.codecs.xml import parse_xml
from liane.domain.actors.operator import Role
from liane.domain.documents.header import DocumentId
from liane.domain.documents.request import RequestAction
from liane.domain.errors import InvalidInput
from liane.store.page_records import DocumentFilter
from liane.store.postgres_store import PostgresStore
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import ROOT_OID, ExampleFacts
from liane_sandbox.emitter.scenario import SendingFacts, make_message
from liane_sandbox.patients import PATIENTS
from tests.security.house_kit import House, open_house
from tests.security.leaving import Bait, baiting, watching
from tests.web.filled_store import make_reception
from tests.web.intake_kit import make_item

pytestmark = pytest.mark.anyio
EVIL_HOST = "attaque.invalid"
SCRIPT = "<script>alert('x')</script>"
NAME = f'"><img src=x onerror=alert(1)>{SCRIPT}.pdf'
NARRATIVE = (
    '<text><paragraph styleCode="Bold" onclick="alert(1)">Avant<br/>'
    '<content ID="a" style="background:url(https://attaque.invalid/c.css)">x</content>'
    f'<linkHtml href="javascript:alert(1)">lien</linkHtml><linkHtml href="https://{EVIL_HOST}/suivi">autre</linkHtml>'
    '<renderMultiMedia referencedObject="https://attaque.invalid/i.png"/>'
    "&lt;script&gt;alert('x')&lt;/script&gt;</paragraph></text>"
)
FORBIDDEN_TAGS = frozenset({"iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal"})


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the standard library, which the hook sees."""
    return "asyncio", {"use_uvloop": False}


@pytest.fixture(autouse=True)
def left() -> Iterator[list[str]]:
    """Note what leaves during a test; nothing may."""
    with watching() as seen:
        yield seen
        assert seen == []


@pytest.fixture
def bait() -> Iterator[Bait]:
    """An address of this machine that nothing may call."""
    with baiting() as listening:
        yield listening
        assert listening.touched == []


async def test_what_would_leave_is_seen(left: list[str]) -> None:
    """The guard of this module is awake: a call made from the loop of its tests is noted."""
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"https://{EVIL_HOST}/vol")
    assert any(EVIL_HOST in one for one in left)
    left.clear()


async def test_what_would_touch_the_bait_is_seen(bait: Bait) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.HTTPError):
            await client.get(bait.address)
    assert len(bait.touched) == 1
    bait.touched.clear()


@pytest.fixture
async def house(store: PostgresStore) -> AsyncIterator[House]:
    async with open_house(store) as opened:
        yield opened


def hostile_cda(number: int) -> bytes:
    facts = ExampleFacts(
        patient=PATIENTS[0],
        document_id=DocumentId(root=f"{ROOT_OID}.2.{number}"),
        set_id=DocumentId(root=f"{ROOT_OID}.3.{number}"),
        created="20261122070000+0100",
    )
    text = make_example("cr_bio", facts=facts).decode()
    text = re.sub(r"<text>.*?</text>", lambda _: NARRATIVE, text, count=1, flags=re.DOTALL)
    assert EVIL_HOST in text
    sheet = f'<?xml-stylesheet type="text/xsl" href="https://{EVIL_HOST}/vol.xsl"?>'
    return re.sub(r"(<ClinicalDocument\b)", rf"{sheet}\1", text, count=1).encode()


class Inspector(HTMLParser):
    """Reads a page as a browser would, and notes what it would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name.lower(): (value or "").strip() for name, value in attrs}
        if tag in FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}>")
        if tag == "script" and not held.get("src", "").startswith("/static/"):
            self.faults.append("a script of the page itself")
        if tag == "meta" and "http-equiv" in held:
            self.faults.append("http-equiv")
        self.faults += [f"{tag} {name}" for name in held if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("src", "href", "action", "formaction", "data", "poster", "srcset", "xlink:href"):
            address = held.get(name, "")
            if address.lower().startswith(("javascript:", "vbscript:", "file:")) or EVIL_HOST in address:
                self.faults.append(f"{tag} {name}={address}")
            if name == "src" and address and not address.startswith(("/", "data:image/")):
                self.faults.append(f"{tag} {name}={address}")


def check_page(text: str, path: str) -> None:
    """Nothing on a page may be run or fetched by a browser, but our own files."""
    inspector = Inspector()
    inspector.feed(text)
    assert inspector.faults == [], path


def test_the_inspector_sees() -> None:
    inspector = Inspector()
    inspector.feed(
        f'<p onclick="x" style="y"><img src="https://{EVIL_HOST}/a"><a href=" JavaScript:x">{SCRIPT}<iframe>'
    )
    assert len(inspector.faults) == 7


async def test_a_hostile_document_is_shown_as_text(house: House) -> None:
    sending = SendingFacts(control_id="MSG-EVIL", sent_at="20261122073000+0100", action=RequestAction.CREATE)
    raw = make_message(hostile_cda(1), sending)
    acknowledgement = await make_reception(house.store, house.clock).accept(raw, "192.0.2.9")
    assert b"MSA|" in acknowledgement
    page = await house.store.search_documents(DocumentFilter(), limit=5)
    assert page.lines, acknowledgement
    number = page.lines[0].document.id
    for path in (
        "",
        "/cda",
        "/cda?vue=source",
        "/message",
        "/accuse",
        "/verdict",
        "/versions",
    ):
        answer = await house.get(f"/documents/{number}{path}", Role.INTEGRATION)
        assert answer.status_code == 200, path
        check_page(answer.text, path)
    for path in ("/cda/octets", "/message/octets", "/pdf"):
        answer = await house.get(f"/documents/{number}{path}", Role.INTEGRATION)
        assert "attachment" in answer.headers["content-disposition"]
        assert "text/html" not in answer.headers["content-type"]
        assert (
            "sandbox" in answer.headers.get("content-security-policy", "")
            or "default-src 'none'" in (answer.headers["content-security-policy"])
        )


@pytest.mark.parametrize(
    "name", [NAME, "a\r\nSet-Cookie: vol=1.pdf", "../../etc/passwd", "é" * 300, "\u202efdp.exe", "'"]
)
async def test_hostile_names_subjects_and_senders_are_shown_as_text(house: House, name: str) -> None:
    item = make_item(
        name,
        data=b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF",
        at=house.clock.at,
        subject=NAME,
        sender=f"{NAME}@{EVIL_HOST}",
        sender_label=NAME,
        reason=NAME,
        details={"mail": {"body": f'<img src="https://{EVIL_HOST}/pixel">{SCRIPT}', "subject": NAME}},
    )
    number = await house.store.intake.add_item(item)
    for path in ("/reception", f"/reception/{number}", f"/reception/{number}/fichiers/1"):
        answer = await house.get(path, Role.SECRETARIAT)
        assert answer.status_code in (200, 404), path
        check_page(answer.text, path)
    download = await house.get(f"/reception/{number}/fichiers/1/octets", Role.SECRETARIAT)
    assert download.status_code == 200
    assert "attachment" in download.headers["content-disposition"]
    assert "set-cookie" not in download.headers
    assert re.fullmatch(r"[\x20-\x7e]*", download.headers["content-disposition"])
    assert "html" not in download.headers["content-type"]


async def test_what_is_typed_in_a_search_is_shown_as_text(house: House) -> None:
    for path, role in (
        ("/documents", Role.INTEGRATION),
        ("/identites", Role.ACCUEIL),
        ("/messages", Role.INTEGRATION),
        ("/audit", Role.AUDIT),
        ("/audit/chaine", Role.AUDIT),
    ):
        parameters = dict.fromkeys(("q", "qui", "adresse", "cible", "empreinte", "naissance", "emetteur"), NAME)
        answer = await house.get(path, role, params=parameters)
        assert answer.status_code == 200
        check_page(answer.text, path)


CANARY = "ce-fichier-ne-doit-pas-etre-lu"
ENTITIES = (
    '<!DOCTYPE a SYSTEM "{address}/a.dtd"><a/>',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "{address}/e">]><a>&e;</a>',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "{file}">]><a>&e;</a>',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "{address}/p">%p;]><a/>',
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
)


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """The address of a file of this machine that no document may read."""
    path = tmp_path / "canari.txt"
    path.write_text(CANARY, encoding="utf-8")
    return path.as_uri()


def test_a_parser_without_our_guards_reads_the_file(canary: str) -> None:
    """These documents are truly hostile: a parser that obeys them brings the file."""
    lax = etree.XMLParser(resolve_entities=True, load_dtd=True)
    assert CANARY in (etree.fromstring(ENTITIES[2].format(address="", file=canary).encode(), lax).text or "")


@pytest.mark.parametrize("document", ENTITIES)
def test_entities_are_refused(document: str, bait: Bait, canary: str) -> None:
    for dress in ("utf-8", "utf-16"):
        with pytest.raises(InvalidInput) as refused:
            parse_xml(document.format(address=bait.address, file=canary).encode(dress))
        assert CANARY not in str(refused.value)


def test_inclusions_and_schemas_that_a_document_names_are_not_followed(bait: Bait, canary: str) -> None:
    for address in (bait.address, canary):
        include = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include parse="text" href="{address}"/></a>'
        read = parse_xml(include.encode())
        assert read[0].get("href") == address
        assert CANARY not in "".join(str(text) for text in read.itertext())
        space = "http://www.w3.org/2001/XMLSchema-instance"
        located = (
            f'<a xmlns:xsi="{space}" xsi:schemaLocation="urn:x {address}" xsi:noNamespaceSchemaLocation="{address}"/>'
        )
        assert parse_xml(located.encode()).tag == "a"
        sheet = f'<?xml-stylesheet type="text/xsl" href="{address}"?><a/>'
        assert parse_xml(sheet.encode()).tag == "a"


async def test_the_copy_of_a_document_fetches_nothing(bait: Bait) -> None:
    text = hostile_cda(2).decode().replace(f"https://{EVIL_HOST}", bait.address)
    assert bait.address in text
    copy = document_as_pdf(text.encode())
    assert copy.data.startswith(b"%PDF")
    assert b"/URI" not in copy.data
    assert b"/JavaScript" not in copy.data


async def test_a_document_that_names_the_bait_calls_nobody(house: House, bait: Bait) -> None:
    """From the message to its pages: its narrative, its stylesheet, its pictures name an address that listens."""
    text = hostile_cda(3).decode().replace(f"https://{EVIL_HOST}", bait.address)
    sending = SendingFacts(control_id="MSG-BAIT", sent_at="20261122073000+0100", action=RequestAction.CREATE)
    await make_reception(house.store, house.clock).accept(make_message(text.encode(), sending), "192.0.2.9")
    number = (await house.store.search_documents(DocumentFilter(), limit=1)).lines[0].document.id
    for path in ("", "/cda", "/cda?vue=source", "/message", "/verdict", "/pdf"):
        assert (await house.get(f"/documents/{number}{path}", Role.INTEGRATION)).status_code == 200, path
