"""Addresses that an answer, an archive or a document names are never called; only those of the settings are."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from liane.codecs.annuaire.fhir_read import read_bundle
from liane.codecs.soap.envelope import Addressing, parse_envelope, render_envelope
from liane.codecs.xdm.reading import read_xdm
from liane.connectors.psc.client import PSCClient
from liane.connectors.psc.settings import PSCConnection
from liane.domain.errors import RemoteRefusal, RuleViolation
from liane.store.postgres_store import PostgresStore
from tests.codecs.xdm.test_xdm_archive import build, files_of
from tests.codecs.xdm.test_xdm_reading import METADATA, pack
from tests.pipeline.directory_kit import run_directory
from tests.pki_kit import make_cheap_pki
from tests.security.leaving import watching
from tests.signin_kit import running_bench

pytestmark = pytest.mark.anyio
EVIL = "https://attaque.invalid/vol"


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The loop of the standard library, which the hook sees."""
    return "asyncio", {"use_uvloop": False}


@pytest.fixture
def left() -> Iterator[list[str]]:
    with watching() as seen:
        yield seen


async def test_the_hook_sees_what_leaves(left: list[str]) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(EVIL)
    assert any("attaque.invalid" in one for one in left)


async def test_nothing_that_an_archive_names_is_fetched(left: list[str]) -> None:
    """URI, repository and any other slot of METADATA.XML, and what the pages of the archive link to."""
    files = files_of(build())
    text = files[METADATA].decode()
    hostile = re.sub(r"(<(?:\w+:)?Value>)[^<]*(</)", rf"\g<1>{EVIL}\g<2>", text)
    assert hostile != text
    pages = {name: f'<a href="{EVIL}">x</a><img src="{EVIL}">'.encode() for name in ("README.TXT", "INDEX.HTM")}
    try:
        read = read_xdm(pack(files | pages | {METADATA: hostile.encode()}))
    except RuleViolation:
        read = None
    uri_alone = re.sub(r'(<(?:\w+:)?Slot name="URI">.*?Value>)[^<]*(</)', rf"\g<1>{EVIL}\g<2>", text, flags=re.DOTALL)
    assert uri_alone != text
    assert "XDM-011" in [one.code for one in read_xdm(pack(files | {METADATA: uri_alone.encode()})).findings]
    assert read is None or read.findings
    assert left == []


async def test_nothing_that_an_envelope_names_is_called(left: list[str]) -> None:
    addressing = Addressing(action="urn:essai", message_id="urn:uuid:1", to=EVIL, reply_to=EVIL)
    body = b'<x xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x %b"/>'
    read = parse_envelope(render_envelope(addressing, body % EVIL.encode()))
    assert (read.addressing.to, read.addressing.reply_to) == (EVIL, EVIL)
    assert left == []


async def test_a_discovery_that_names_another_host_is_refused_unless_the_settings_name_it(
    store: PostgresStore, tmp_path: Path, left: list[str]
) -> None:
    """Over the wire: the document of the simulation names 127.0.0.1, which is not the host that was asked."""
    pki = make_cheap_pki(tmp_path / "pki", datetime.now(UTC).replace(microsecond=0))
    async with running_bench(store, pki, tmp_path) as bench:
        assert bench.settings.signin is not None
        assert bench.settings.signin.psc is not None
        address = bench.settings.signin.psc.discovery_url.replace("127.0.0.1", "localhost")
        for hosts, is_taken in (((), False), (("127.0.0.1",), True)):
            connection = PSCConnection(
                discovery_url=address, client_id="x", client_secret="y", authorities=pki.authorities, hosts=hosts
            )
            client = PSCClient(connection, now=bench.clock.now)
            try:
                if is_taken:
                    assert "127.0.0.1" in (await client.read_metadata()).token_endpoint
                else:
                    with pytest.raises(RuleViolation, match="PSC-004"):
                        await client.read_metadata()
            finally:
                await client.close()
    assert left == []


async def test_a_page_elsewhere_is_not_followed(store: PostgresStore, tmp_path: Path, left: list[str]) -> None:
    link = {"resourceType": "Bundle", "type": "searchset", "link": [{"relation": "next", "url": EVIL}], "entry": []}
    page = read_bundle(json.dumps(link).encode())
    assert page.next_url == EVIL
    async with run_directory(tmp_path, store) as directory:
        for address in (EVIL, "file:///etc/passwd", "//attaque.invalid/x", "/Practitioner?cursor=1"):
            with pytest.raises(RemoteRefusal):
                await directory.client.follow(address)
    assert left == []
