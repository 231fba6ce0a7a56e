"""The PDF beside a document: extracted when the document carries it, made otherwise, named as the mail wants."""

import base64
import io
import re

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.cda.header import parse_header, read_document
from liane.codecs.pdf.copies import FILE_NAME_LENGTH_MAX, PDFOrigin, document_as_pdf, pdf_file_name
from liane.codecs.pdf.extraction import extract_pdf
from liane.codecs.pdf.inspection import inspect_pdf
from liane.domain.errors import MalformedMessage
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

N1 = make_example("lettre_liaison", facts=make_facts(PATIENTS[0], 1))
N3 = make_example("cr_bio", facts=make_facts(PATIENTS[0], 2))
COPY = b'<templateId root="1.2.250.1.213.1.1.2.243"/>'


def pdf_in(data: bytes) -> bytes:
    encoded = re.search(rb'representation="B64">([^<]*)<', data)
    assert encoded is not None
    return base64.b64decode(encoded.group(1))


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("data", [N1, N3])
def test_the_pdf_of_a_document_is_extracted(data: bytes) -> None:
    copy = document_as_pdf(data)
    assert (copy.data, copy.origin, copy.pdfa_claimed) == (pdf_in(data), PDFOrigin.EXTRACTED, True)
    assert extract_pdf(read_document(data).root) == copy.data


def test_a_document_without_copy_is_rendered() -> None:
    data = N3.replace(COPY, b"").replace(b'code="55108-5"', b'code="55107-7"')
    copy = document_as_pdf(data)
    assert (copy.origin, copy.pdfa_claimed) == (PDFOrigin.RENDERED, True)
    assert copy.data != pdf_in(N3)


def test_an_annex_is_not_the_document() -> None:
    data = N3.replace(COPY, b'<templateId root="1.2.250.1.213.1.1.2.37"/>').replace(b"55108-5", b"55107-7")
    assert extract_pdf(read_document(data).root) is None


@pytest.mark.parametrize("body", [b"Ym9uam91cg==", b"", b"JVBERi0x!"])
def test_what_is_no_pdf_is_not_extracted(body: bytes) -> None:
    data = re.sub(rb'(representation="B64">)[^<]*', rb"\g<1>" + body, N1)
    assert document_as_pdf(data).origin is PDFOrigin.RENDERED


def test_a_copy_shows_no_byte_in_its_repr() -> None:
    assert "JVBER" not in repr(document_as_pdf(N1))
    assert "%PDF" not in repr(document_as_pdf(N1))


def test_bytes_that_are_no_document_are_refused() -> None:
    with pytest.raises(MalformedMessage):
        document_as_pdf(b"%PDF-1.4")


def test_our_pdf_is_inspected_as_pdfa() -> None:
    seen = inspect_pdf(document_as_pdf(N1).data)
    assert (seen.is_pdf, seen.is_readable, seen.page_count, seen.claim) == (True, True, 1, "PDF/A-1b")
    assert (seen.is_encrypted, seen.is_active, seen.claims_pdfa_1) == (False, False, True)


def test_a_plain_pdf_claims_nothing() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.add_blank_page()
        seen = inspect_pdf(saved(pdf))
    assert (seen.page_count, seen.claim, seen.claims_pdfa_1) == (2, "", False)


def test_a_script_and_a_lock_are_seen() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        assert inspect_pdf(saved(pdf)).is_active
        locked = inspect_pdf(saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b")))
    assert (locked.is_pdf, locked.is_encrypted, locked.is_readable) == (True, True, False)


@given(st.binary(max_size=300))
def test_any_bytes_are_inspected(data: bytes) -> None:
    assert inspect_pdf(data).is_readable is False
    assert inspect_pdf(b"%PDF-1.4\n" + data).page_count == 0


@given(st.integers(min_value=0, max_value=15000), st.binary(min_size=1, max_size=40))
def test_a_damaged_pdf_is_inspected(start: int, insert: bytes) -> None:
    whole = pdf_in(N1)
    seen = inspect_pdf(whole[:start] + insert + whole[start + len(insert) :])
    assert seen.page_count in (0, 1)


def test_the_file_is_named_after_act_type_person_and_file_number() -> None:
    name = pdf_file_name(parse_header(N1), "D2026-0042")
    assert name == (
        "20260113_LETTRE DE LIAISON À LA SORTIE D'UN ÉTABLISSEMENT DE SOINS_TESTOMBELLE_CAMILLE_D2026-0042.pdf"
    )


def test_without_file_number_the_name_has_four_parts() -> None:
    assert pdf_file_name(parse_header(N3)) == "20260113_CR D'EXAMENS BIOLOGIQUES_TESTOMBELLE_CAMILLE.pdf"


@given(st.text(max_size=300))
def test_a_name_never_holds_what_a_file_system_refuses(number: str) -> None:
    name = pdf_file_name(parse_header(N3), number)
    assert not set(name) & set('\\/:*?"<>|\x00\n\r\t')
    assert name.endswith(".pdf")
    assert len(name) <= FILE_NAME_LENGTH_MAX
