"""Views of bytes: what they are, how they are shown, and that no bytes at all can break a page."""

import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.web.views.bodies import BodyKind, dump_hex, name_file, read_text, recognise_body
from liane.web.views.body_view import describe_body
from liane.web.views.hl7 import describe_hl7
from liane.web.views.nesting import open_steps
from liane.web.views.xml_source import fold_source

HL7 = (
    b"MSH|^~\\&|SGL|LABO|PFI|LIANE|20261122||ORU^R01^ORU_R01|M1|T|2.5\r"
    b"PID|1||280039999900112^^^ASIP&1.2.250.1.213.1.4.10&ISO^INS~IPP1^^^X^PI||EXEMPLE^LOUISE||19800312|F\r"
)
SOAP = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">'
    b"<s:Header><a:Action>urn:ihe:iti:2007:RegisterDocumentSet-b</a:Action><a:MessageID>urn:uuid:1</a:MessageID>"
    b"<a:To>https://dmp.exemple</a:To></s:Header><s:Body><r:RegistryResponse xmlns:r='urn:oasis:names:tc:ebxml-regrep:"
    b"xsd:rs:3.0' status='urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure'><r:RegistryErrorList>"
    b"<r:RegistryError errorCode='XDSPatientIdDoesNotMatch' codeContext='Patient inconnu'/></r:RegistryErrorList>"
    b"</r:RegistryResponse></s:Body></s:Envelope>"
)


def make_mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "pfi@exemple.mssante.fr"
    mail["To"] = "cabinet@exemple.mssante.fr"
    mail["Subject"] = "XDM/1.0/DDM+ Compte rendu"
    mail["X-MSS-INS"] = "N"
    mail.set_content("Bonjour,\nvoici un compte rendu.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("INDEX.HTM", "<html></html>")
        archive.writestr("README.TXT", "lisez-moi")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="IHE_XDM.ZIP")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("data", "media_type", "kind"),
    [
        (HL7, "", BodyKind.HL7),
        (b"\x0b" + HL7, "text/plain", BodyKind.HL7),
        (SOAP, "", BodyKind.SOAP),
        (b"--b\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n--b--", "multipart/related", BodyKind.SOAP),
        (b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "", BodyKind.CDA),
        (b'\xef\xbb\xbf<x:ClinicalDocument xmlns:x="urn:hl7-org:v3"/>', "", BodyKind.CDA),
        (b"<a/>", "", BodyKind.XML),
        (make_mail(), "", BodyKind.MAIL),
        (b"PK\x03\x04...", "", BodyKind.ARCHIVE),
        (b"%PDF-1.4", "", BodyKind.PDF),
        (b'{"a": 1}', "", BodyKind.JSON),
        (b"bonjour", "", BodyKind.TEXT),
        (b"", "", BodyKind.TEXT),
        (b"\x00\x01\x02", "", BodyKind.BINARY),
        (b"\xff\xfe\xfd", "", BodyKind.BINARY),
    ],
)
def test_bytes_are_recognised_by_what_they_say(data: bytes, media_type: str, kind: BodyKind) -> None:
    assert recognise_body(data, media_type) is kind


def test_a_long_text_is_cut_and_controls_are_made_visible() -> None:
    assert read_text(b"a\x1cb\r\nc") == ("a␜b\nc", False)
    assert read_text(b"mot " * 20_000)[1]
    assert read_text(b"|" + b"QUJD" * 200 + b"|")[0].endswith("… (800 caractères encodés)|")
    assert read_text("é".encode("iso-8859-15"))[0] == "é"
    assert dump_hex(b"AB\x00").startswith("000000  41 42 00")


@pytest.mark.parametrize("kind", list(BodyKind))
def test_a_download_is_never_of_a_type_that_a_browser_runs(kind: BodyKind) -> None:
    name, media_type = name_file(kind, 'a"b/../c')
    assert media_type in ("application/octet-stream", "application/zip")
    assert not set(name) & set('"/\\')


def test_hl7_fields_have_french_names_and_carry_their_fault() -> None:
    view = describe_hl7(
        HL7, [{"location": "PID-5", "message": "Nom absent."}, {"location": "PID-51", "message": "Non."}]
    )
    pid = view.segments[1]
    assert pid.is_open
    faulty = [row for row in pid.fields if row.fault]
    assert [(row.path, row.fault) for row in faulty] == [("PID-5", "Nom absent.")]
    assert any(row.path == "PID-3[2].5" and row.value == "PI" for row in pid.fields)


def test_a_soap_answer_tells_its_status_and_its_errors() -> None:
    view = describe_body(SOAP)
    assert view.soap is not None
    facts = dict(view.soap.facts)
    assert facts["Statut"] == "Failure"
    assert facts["Erreur XDSPatientIdDoesNotMatch"] == "Patient inconnu"
    assert [fold.title for fold in view.soap.folds] == ["En-tête SOAP", "Corps SOAP"]


def test_a_mail_opens_into_its_parts_and_the_archive_into_its_files() -> None:
    raw = make_mail()
    view = describe_body(raw)
    assert view.mail is not None
    assert dict(view.mail.fields)["Objet"] == "XDM/1.0/DDM+ Compte rendu"
    assert "voici un compte rendu" in view.mail.text
    (archive_part,) = [part for part in view.mail.tree.children if part.label == "IHE_XDM.ZIP"]
    packed, _ = open_steps(raw, "", [f"p{archive_part.path}"])
    archive = describe_body(packed).archive
    assert archive is not None
    assert [item.name for item in archive.files] == ["INDEX.HTM", "README.TXT"]
    assert archive.findings, "an archive without METADATA.XML is not conformant, and says so"
    assert open_steps(raw, "", [f"p{archive_part.path}", "f1"])[0] == b"lisez-moi"


@pytest.mark.parametrize("steps", [["p0.9"], ["p0.x"], ["f0"], ["s0"], ["z"], [""], ["p0"] * 7])
def test_what_is_not_inside_is_not_found(steps: list[str]) -> None:
    with pytest.raises(LookupError):
        open_steps(make_mail(), "", steps)


@pytest.mark.parametrize("filler", [b"a" * 399 + b" ", b"=\n", b"a b ", b"<a ", b"--a\r\n"])
def test_a_hostile_text_is_read_in_linear_time(filler: bytes) -> None:
    started = time.process_time()
    read_text(filler * (2_000_000 // len(filler)))
    assert time.process_time() - started < 2


def test_an_unreadable_body_is_shown_as_it_is_with_the_reason() -> None:
    view = describe_body(b"<a><b></a>")
    assert view.problems
    assert view.text == "<a><b></a>"


def test_a_long_value_of_xml_is_shortened_and_mixed_content_kept() -> None:
    (fold,) = fold_source(f"<a><b x='{'v' * 5000}'>un <i>deux</i> trois</b></a>".encode())
    assert "… (5000 caractères)" not in fold.title
    assert "<i>deux</i>" in fold.text or "caractères" in fold.text


def test_official_documents_are_shown(corpus_dir: Path) -> None:
    paths = sorted((corpus_dir / "cda").rglob("*.xml"))[:12]
    assert paths
    for path in paths:
        view = describe_body(path.read_bytes())
        assert view.kind is BodyKind.CDA, path.name
        assert view.cda is not None, path.name
        assert "<script" not in view.cda
        assert view.folds


def test_official_messages_are_shown(corpus_dir: Path) -> None:
    paths = sorted(path for path in (corpus_dir / "hl7v2").rglob("*") if path.suffix in (".hl7", ".txt", ".er7"))
    assert paths
    for path in paths:
        view = describe_body(path.read_bytes())
        assert view.kind is not BodyKind.HL7 or view.hl7 is not None, path.name


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.sampled_from(
            [b"MSH|^~\\&", b"<", b"<ClinicalDocument", b"PK\x03\x04", b"--b\r\n", b"From: a\n", b"%PDF"]
        ).flatmap(lambda head: st.binary(max_size=200).map(lambda rest: head + rest)),
    )
)
def test_any_bytes_can_be_shown(data: bytes) -> None:
    view = describe_body(data)
    assert view.size_bytes == len(data)
