"""Reading IHE_XDM.ZIP: every danger refused, every disagreement found."""

import io
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.ebxml.metadata import DocumentEntry, Submission
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.ebxml.render import render_submission
from liane.codecs.xdm import container, reading
from liane.codecs.xdm.archive import build_xdm
from liane.codecs.xdm.container import read_files
from liane.codecs.xdm.reading import read_xdm
from liane.codecs.xds.from_header import build_submission
from liane.codecs.xml import parse_xml, render_xml
from liane.domain.errors import MalformedMessage, Severity
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology.code import Code
from tests.codecs.ebxml.ebxml_samples import ENTRY, LOT
from tests.codecs.xdm.test_xdm_archive import NOW, SENDER, files_of

FOLDER = "IHE_XDM/SUBSET01"
METADATA = f"{FOLDER}/METADATA.XML"
DOCUMENT = f"{FOLDER}/DOC00001.XML"


@pytest.fixture(scope="module")
def official(spec_dir: Path) -> dict[str, bytes]:
    """The files of an archive made of the official example."""
    folder = spec_dir / "examples-cda"
    submission = parse_submission(parse_xml((folder / "METADATA.XML").read_bytes()))
    cda = (folder / "n1-consultation.xml").read_bytes()
    return files_of(build_xdm(submission, {"Document01": cda}, sender=SENDER, at=NOW))


def pack(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def codes(files: dict[str, bytes]) -> list[str]:
    findings = read_xdm(pack(files)).findings
    assert all(finding.message and finding.rule for finding in findings)
    return [finding.code for finding in findings]


def edit_metadata(files: dict[str, bytes], edit: Callable[[Submission], Submission]) -> dict[str, bytes]:
    submission = edit(parse_submission(parse_xml(files[METADATA])))
    return files | {METADATA: render_xml(render_submission(submission))}


def edit_entry(files: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    def edit(submission: Submission) -> Submission:
        entry: DocumentEntry = replace(submission.entries[0], **changes)  # type: ignore[arg-type]
        return replace(submission, entries=(entry,))

    return edit_metadata(files, edit)


def test_names_of_any_case_are_read(official: dict[str, bytes]) -> None:
    """mssante.md §5."""
    lowered = {name.lower(): content for name, content in official.items()}
    contents = read_xdm(pack(lowered))
    assert contents.findings == ()
    assert contents.subsets[0].folder == FOLDER


def test_backslashes_of_old_writers_are_read(official: dict[str, bytes]) -> None:
    assert codes({name.replace("/", "\\"): content for name, content in official.items()}) == []


def test_metadata_is_found_by_search(official: dict[str, bytes]) -> None:
    moved = {name.replace("IHE_XDM/SUBSET01", "AUTRE"): content for name, content in official.items()}
    assert codes(moved) == []
    flat = {name.rpartition("/")[2]: content for name, content in official.items()}
    assert codes(flat) == []


def test_folders_listed_as_entries_are_ignored(official: dict[str, bytes]) -> None:
    assert codes({"IHE_XDM/": b"", "IHE_XDM/SUBSET01/": b""} | official) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"uri": ""},
        {"uri": "DOC00002.XML"},
        {"uri": "../README.TXT"},
        {"uri": "/etc/passwd"},
    ],
)
def test_a_described_document_that_is_absent(official: dict[str, bytes], changes: dict[str, str]) -> None:
    assert "XDM-011" in codes(edit_entry(official, **changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hash": "0" * 40}, "XDM-012"),
        ({"size": 1}, "XDM-013"),
        ({"hash": ""}, "XDM-019"),
        ({"size": None}, "XDM-019"),
        ({"unique_id": ""}, "XDM-019"),
        ({"patient_id": None}, "XDM-014"),
        ({"patient_id": PatientIdentifier(value="1", oid="1.2", type_code="PI")}, "XDM-014"),
        ({"unique_id": "1.2.3"}, "XDM-016"),
        ({"creation_time": "20200101"}, "XDM-016"),
        ({"type_code": Code(code="34133-9", system="2.16.840.1.113883.6.1")}, "XDM-016"),
    ],
)
def test_a_fiche_that_disagrees(official: dict[str, bytes], changes: dict[str, object], code: str) -> None:
    assert code in codes(edit_entry(official, **changes))


def test_only_a_wrong_identifier_is_grave_among_disagreements(official: dict[str, bytes]) -> None:
    def severity(**changes: object) -> Severity:
        findings = read_xdm(pack(edit_entry(official, **changes))).findings
        return next(finding.severity for finding in findings if finding.code == "XDM-016")

    assert severity(unique_id="1.2.3") is Severity.ERROR
    assert severity(creation_time="20200101") is Severity.WARNING


def test_the_patient_of_the_document_must_be_that_of_the_metadata(official: dict[str, bytes]) -> None:
    other = official[DOCUMENT].replace(b"284111305512344", b"285059999900131")
    assert "XDM-014" in codes(official | {DOCUMENT: other})


def test_the_patient_of_the_lot_must_be_that_of_the_fiches(official: dict[str, bytes]) -> None:
    def edit(submission: Submission) -> Submission:
        lot = replace(submission.submission_set, patient_id=PatientIdentifier(value="1", oid="1.2"))
        return replace(submission, submission_set=lot)

    assert codes(edit_metadata(official, edit)) == ["XDM-014"]


def test_two_subsets_of_one_patient_are_read_of_two_are_not(official: dict[str, bytes]) -> None:
    second = {f"IHE_XDM/SUBSET02/{name.rpartition('/')[2]}": official[name] for name in (METADATA, DOCUMENT)}
    contents = read_xdm(pack(official | second))
    assert [subset.folder for subset in contents.subsets] == [FOLDER, "IHE_XDM/SUBSET02"]
    assert contents.findings == ()
    lot = build_submission(LOT, (replace(ENTRY, uri="DOC00001.XML"),))
    mixed = official | second | {"IHE_XDM/SUBSET02/METADATA.XML": render_xml(render_submission(lot))}
    assert "XDM-014" in codes(mixed)


def test_a_document_that_is_no_cda(official: dict[str, bytes]) -> None:
    assert "XDM-015" in codes(official | {DOCUMENT: b"rien"})
    pdf = read_xdm(pack(edit_entry(official, mime_type="application/pdf")))
    assert pdf.documents[0].header is None
    assert pdf.findings == ()


def test_unknown_files_are_named_and_never_opened(official: dict[str, bytes]) -> None:
    contents = read_xdm(pack(official | {f"{FOLDER}/VIRUS.EXE": b"MZ", "PLUS/LISEZMOI": b"x"}))
    assert contents.other_files == (f"{FOLDER}/VIRUS.EXE", "PLUS/LISEZMOI")
    assert [(finding.code, finding.severity) for finding in contents.findings] == [("XDM-017", Severity.WARNING)]


def test_a_subset_without_metadata(official: dict[str, bytes]) -> None:
    assert codes(official | {"IHE_XDM/SUBSET02/DOC00001.XML": b"x"}) == ["XDM-018"]


def test_no_metadata_or_too_many(official: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MalformedMessage, match="XDM-010"):
        read_xdm(pack({"README.TXT": b""}))
    monkeypatch.setattr(reading, "SUBSETS_MAX", 0)
    with pytest.raises(MalformedMessage, match="XDM-010"):
        read_xdm(pack(official))


def test_metadata_with_a_doctype_is_refused(official: dict[str, bytes]) -> None:
    with pytest.raises(MalformedMessage, match="XML-002"):
        read_xdm(pack(official | {METADATA: b"<!DOCTYPE a><a/>"}))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x", "a/../../x", "C:/x", "\\x", "..\\x", "a//b", "a/./b", "x" * 300]
)
def test_dangerous_names_are_refused(name: str) -> None:
    with pytest.raises(MalformedMessage, match="XDM-004"):
        read_files(pack({name: b"x"}))


def test_a_name_hidden_behind_a_null_byte_is_refused() -> None:
    archive = pack({"README.TXT?../x": b"x"}).replace(b"README.TXT?../x", b"README.TXT\0../x")
    with pytest.raises(MalformedMessage, match="XDM-004"):
        read_files(archive)


def test_a_name_that_is_empty_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="XDM-004"):
        read_files(pack({"A": b"x"}).replace(b"A", b"\0"))


def test_links_are_refused() -> None:
    info = zipfile.ZipInfo("LIEN")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(MalformedMessage, match="XDM-005"):
        read_files(buffer.getvalue())


def flip(archive: bytes, marker: bytes, offset: int, value: bytes) -> bytes:
    """Change bytes of every header that begins with a marker."""
    position = archive.find(marker)
    changed = bytearray(archive)
    while position >= 0:
        changed[position + offset : position + offset + len(value)] = value
        position = archive.find(marker, position + 1)
    return bytes(changed)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def test_encrypted_files_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="XDM-006"):
        read_files(flip(pack({"A": b"x"}), CENTRAL, 8, b"\x01\x00"))


def test_bombs_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="XDM-007"):
        read_files(pack({"A": bytes(8 * 1024 * 1024)}))


def test_a_size_that_lies_is_refused() -> None:
    """The real content is longer than what the headers announce."""
    archive = flip(pack({"A": b"x" * 500}), CENTRAL, 24, b"\x05\x00\x00\x00")
    with pytest.raises(MalformedMessage, match=r"XDM-00[27]"):
        read_files(archive)


def test_other_compressions_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("A", b"x")
    with pytest.raises(MalformedMessage, match="XDM-002"):
        read_files(buffer.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"rien"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedMessage, match="XDM-002"):
        read_xdm(data)


def test_damaged_bytes_are_seen(official: dict[str, bytes]) -> None:
    archive = bytearray(pack(official))
    archive[60] ^= 0xFF
    with pytest.raises(MalformedMessage, match="XDM-002"):
        read_xdm(bytes(archive))


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="XDM-008"):
        read_files(pack({"A.XML": b"1", "a.xml": b"2"}))


def test_bounds_of_count_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "FILES_MAX", 1)
    with pytest.raises(MalformedMessage, match="XDM-003"):
        read_files(pack({"A": b"1", "B": b"2"}))
    monkeypatch.setattr(container, "FILE_BYTES_MAX", 3)
    with pytest.raises(MalformedMessage, match="XDM-007"):
        read_files(pack({"A": b"1234"}))
    monkeypatch.setattr(container, "ARCHIVE_BYTES_MAX", 10)
    with pytest.raises(MalformedMessage, match="XDM-001"):
        read_files(pack({"A": b"1"}))
