"""Writing IHE_XDM.ZIP: names, contents, the same bytes each time, and what a person reads."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liane.codecs.ebxml.metadata import Submission
from liane.codecs.ebxml.names import AssociationType
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.xdm.archive import ARCHIVE_NAME, DELETION, REPLACEMENT, XDMAction, build_xdm
from liane.codecs.xdm.front_pages import XDMSender
from liane.codecs.xdm.reading import find_action, read_xdm
from liane.codecs.xds.feed import add_signature, build_signature_entry
from liane.codecs.xds.from_header import build_submission
from liane.codecs.xml import parse_xml
from tests.codecs.ebxml.ebxml_samples import ENTRY, LOT, SUBMISSION

SENDER = XDMSender(
    name="CENTRE HOSPITALIER FICTIF",
    address="1 place de l'Hôpital, 13005 MARSEILLE",
    software_name="Liane",
    software_version="0.1.0",
    software_editor="EXEMPLE",
)
NOW = datetime(2026, 1, 12, 9, 20, 31, tzinfo=UTC)
CDA = b"<cda/>"


def files_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def build(submission: Submission = SUBMISSION, documents: dict[str, bytes] | None = None, **changes: object) -> bytes:
    arguments: dict[str, object] = {"sender": SENDER, "at": NOW} | changes
    return build_xdm(submission, documents or {"Document01": CDA}, **arguments)  # type: ignore[arg-type]


@pytest.mark.conformance
def test_the_official_example_is_packed_and_read_back(spec_dir: Path) -> None:
    """xdm-xds.md §1, §7: the same metadata as the official METADATA.XML."""
    folder = spec_dir / "examples-cda"
    submission = parse_submission(parse_xml((folder / "METADATA.XML").read_bytes()))
    cda = (folder / "n1-consultation.xml").read_bytes()
    archive = build(submission, {"Document01": cda})
    assert parse_submission(parse_xml(files_of(archive)["IHE_XDM/SUBSET01/METADATA.XML"])) == submission
    contents = read_xdm(archive)
    assert contents.findings == ()
    assert contents.other_files == ()
    assert contents.documents[0].content == cda
    assert contents.documents[0].header is not None
    assert contents.patient_id == submission.submission_set.patient_id


def test_names_are_8_3_capitals_in_order() -> None:
    """xdm-xds.md §1: ISO 9660 level 1."""
    names = list(files_of(build()))
    assert names == [
        "README.TXT",
        "INDEX.HTM",
        "IHE_XDM/SUBSET01/METADATA.XML",
        "IHE_XDM/SUBSET01/DOC00001.XML",
    ]
    steps = [step for name in names for step in name.split("/")]
    assert all(re.fullmatch(r"[A-Z0-9_]{1,8}(\.[A-Z0-9_]{1,3})?", step) for step in steps)
    assert ARCHIVE_NAME == "IHE_XDM.ZIP"


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert build() == build()
    assert build(at=NOW.replace(year=1971)) != build()


def test_files_are_dated_in_local_time() -> None:
    with zipfile.ZipFile(io.BytesIO(build())) as opened:
        assert {info.date_time for info in opened.infolist()} == {(2026, 1, 12, 10, 20, 30)}


def test_documents_are_kept_byte_for_byte_and_described_from_their_bytes() -> None:
    stylesheet = replace(ENTRY, symbolic_id="Document02", unique_id="1.2.3", mime_type="application/xslt+xml")
    pdf = replace(ENTRY, symbolic_id="Document03", unique_id="1.2.4", mime_type="application/pdf", hash="", size=None)
    other = replace(ENTRY, symbolic_id="Document04", unique_id="1.2.5", mime_type="image/jpeg")
    submission = build_submission(LOT, (ENTRY, stylesheet, pdf, other))
    documents = {f"Document0{rank}": f"contenu {rank}".encode() for rank in range(1, 5)}
    files = files_of(build(submission, documents))
    described = parse_submission(parse_xml(files["IHE_XDM/SUBSET01/METADATA.XML"]))
    assert [entry.uri for entry in described.entries] == [
        "DOC00001.XML",
        "DOC00002.XSL",
        "DOC00003.PDF",
        "DOC00004.BIN",
    ]
    for entry in described.entries:
        content = files[f"IHE_XDM/SUBSET01/{entry.uri}"]
        assert content == documents[entry.symbolic_id]
        assert (entry.hash, entry.size) == (hashlib.sha1(content).hexdigest(), len(content))


def test_the_signature_of_a_lot_stays_out() -> None:
    """xdm-xds.md §1: it is for the DMP."""
    submission = add_signature(
        SUBMISSION, build_signature_entry(SUBMISSION, unique_id="1.2", signed_at="20260112092031")
    )
    described = parse_submission(parse_xml(files_of(build(submission))["IHE_XDM/SUBSET01/METADATA.XML"]))
    assert [entry.symbolic_id for entry in described.entries] == ["Document01"]
    assert [link.kind for link in described.associations] == [AssociationType.HAS_MEMBER]


@pytest.mark.parametrize("code", ["", REPLACEMENT, DELETION])
@pytest.mark.parametrize("slot", ["action", "urn:exemple:action"])
def test_the_action_travels_under_the_name_of_the_settings(code: str, slot: str) -> None:
    """hl7v2.md §7.1: absent, C or D."""
    archive = build(action=XDMAction(code=code, slot=slot))
    (document,) = read_xdm(archive).documents
    assert find_action(document.entry, slot=slot) == code
    assert find_action(document.entry, slot="autre") == ""


def test_a_replacement_keeps_its_association() -> None:
    submission = build_submission(LOT, (ENTRY,), replaces="urn:uuid:ancien")
    described = read_xdm(build(submission)).subsets[0].submission
    assert described.associations[-1].kind == AssociationType.REPLACES
    assert described.associations[-1].target == "urn:uuid:ancien"


@pytest.mark.parametrize("documents", [{"Autre": CDA}, {"Document01": CDA, "Document02": CDA}])
def test_fiches_and_documents_must_match(documents: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match="fiche"):
        build(documents=documents)


def test_a_lot_without_document_makes_no_archive() -> None:
    with pytest.raises(ValueError, match="fiche"):
        build_xdm(Submission(submission_set=LOT), {}, sender=SENDER, at=NOW)


def test_the_readme_is_plain_text_with_crlf() -> None:
    readme = files_of(build(sender=replace(SENDER, address="1 rue\r\nX")))["README.TXT"].decode()
    assert readme.startswith("Emetteur\r\n  Nom : CENTRE HOSPITALIER FICTIF\r\n  Adresse : 1 rue X\r\nLogiciel\r\n")
    assert "\n" not in readme.replace("\r\n", "")
    assert "IHE_XDM/SUBSET01/DOC00001.XML" in readme


def test_the_index_links_every_file_and_escapes_titles() -> None:
    submission = replace(SUBMISSION, entries=(replace(ENTRY, title="<script>&"),))
    index = files_of(build(submission))["INDEX.HTM"].decode()
    assert 'href="README.TXT"' in index
    assert 'href="IHE_XDM/SUBSET01/DOC00001.XML"' in index
    assert "&lt;script&gt;&amp;" in index
    assert "<script>" not in index
    assert "02/03/2026 09:12 UTC" in index


def test_the_index_is_well_formed() -> None:
    index = files_of(build())["INDEX.HTM"]
    body = re.sub(rb"<!DOCTYPE[^>]*>", b"", index)
    assert parse_xml(body).tag == "{http://www.w3.org/1999/xhtml}html"
