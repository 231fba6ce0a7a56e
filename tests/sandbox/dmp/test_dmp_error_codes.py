"""Every code of the national service has its cause in the simulated DMP. Rule: dmp.md §12.1, §12.3."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from liane.codecs.xds.transactions import build_update_entry
from liane_sandbox.dmp.refusals import FaultCode, RegistryCode
from liane_sandbox.faults import Fault, FaultKind
from liane_sandbox.pki.folder import PKI
from tests.pki_kit import make_cheap_pki
from tests.sandbox.dmp.kit import (
    ADULT,
    MASKED,
    NOW,
    Caller,
    Seen,
    direct,
    make_caller,
    make_document,
    make_vihf,
    read,
)
from tests.sandbox.dmp.test_dmp_update import shown, versions


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    return make_cheap_pki(tmp_path_factory.mktemp("codes") / "pki", NOW)


@pytest.fixture
def caller(pki: PKI) -> Caller:
    return make_caller(pki)


def test_every_registry_code_of_the_text_is_known_here(spec_dir: Path) -> None:
    section = (spec_dir / "dmp.md").read_text(encoding="utf-8").partition("### 12.3")[2].partition("\n## ")[0]
    told = set(
        re.findall(r"`(XDS\w+|UnresolvedReferenceException|UnmodifiableMetadataError|InvalidDocumentContent)`", section)
    )
    assert len(told) > 25
    assert told - {code.value for code in RegistryCode} == set()


def test_every_fault_of_the_text_is_known_here(spec_dir: Path) -> None:
    section = (spec_dir / "dmp.md").read_text(encoding="utf-8").partition("### 12.1")[2].partition("### 12.2")[0]
    told = set(re.findall(r"\b(DMP[A-Z]\w+|XDS\w+|InvalidSecurity|FailedAuthentication)\b", section))
    assert told - {code.value for code in FaultCode} == set()


def test_an_update_that_says_one_document_twice(caller: Caller) -> None:
    assert caller.feed(caller.lot(make_document(1))).registry.is_success
    entry = shown(versions(caller)[0], MASKED)
    built = build_update_entry(caller.context(direct()), caller.submission_set(), entry, previous_version="1")

    def twice(body: bytes) -> bytes:
        root = etree.fromstring(body)
        (one,) = root.iter("{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}ExtrinsicObject")
        one.addnext(etree.fromstring(etree.tostring(one).replace(b'id="Document01"', b'id="Document02"')))
        return etree.tostring(root)

    assert "XDSRegistryDuplicateUniqueIdInMessage" in caller.send(built, twice).codes
    assert len(versions(caller)) == 1


def test_a_repository_whose_registry_is_down(caller: Caller) -> None:
    caller.faults.add(Fault(service="dmp.registry", kind=FaultKind.DOWN))
    assert caller.feed().codes == ["XDSRegistryNotAvailable"]
    caller.faults.clear()
    assert caller.feed().registry.is_success, "nothing was kept: the same may be sent again"


def test_a_registry_without_room_keeps_nothing(caller: Caller) -> None:
    run: Callable[[str], sqlite3.Cursor] = caller.state._connection.execute
    (pages,) = run("PRAGMA page_count").fetchone()
    run(f"PRAGMA max_page_count = {pages + 2}")
    assert caller.feed(caller.lot(make_document(1))).codes == ["XDSRegistryOutOfResources"]
    assert caller.state.count_kept()["lots"] == 0
    run("PRAGMA max_page_count = 1000000")
    assert caller.feed(caller.lot(make_document(1))).registry.is_success


def send_with_header(caller: Caller, header: bytes) -> Seen:
    """Feed with one more SOAP header."""
    built = caller.build_feed(caller.lot(), make_vihf(ADULT))
    http = caller.request(built)
    assert http.body.count(b"<soap:Header>") == 1
    return read(
        caller.service.handle(replace(http, body=http.body.replace(b"<soap:Header>", b"<soap:Header>" + header)))
    )


@pytest.mark.parametrize("value", ["true", "1"])
def test_a_header_that_is_not_understood(caller: Caller, value: str) -> None:
    header = f'<x:Plan xmlns:x="urn:x" soap:mustUnderstand="{value}"/>'.encode()
    seen = send_with_header(caller, header)
    assert seen.envelope.fault is not None
    assert (seen.reply.status, seen.envelope.fault.code) == (500, "MustUnderstand")
    assert caller.state.find_traces()[0].codes == "MustUnderstand"


def test_a_header_that_need_not_be_understood_passes(caller: Caller) -> None:
    assert send_with_header(caller, b'<x:Plan xmlns:x="urn:x" soap:mustUnderstand="false"/>').registry.is_success
