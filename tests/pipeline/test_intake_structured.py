"""Structured data is read, not guessed: each value names its element; what is not there stays absent."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from liane.codecs.cda.header import read_document
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.documents.request import RequestAction
from liane.domain.errors import InvalidInput
from liane.domain.intake.fields import FieldName, Source
from liane.pipeline.intake.structured import describe_structured, is_structured, read_structured
from liane_sandbox.patients import PATIENTS
from tests.pipeline.flow_kit import PATIENT, TO_BOTH, make_cda, make_order
from tests.pipeline.intake.archives import make_archive
from tests.pipeline.intake.exports import make_export


def test_a_cda_says_its_patient_its_act_and_its_author() -> None:
    (document,) = read_structured(make_cda(), AcceptancePolicy())
    read = describe_structured(document)
    values = {name: value.chosen.value for name, value in read.fields.items()}
    assert values[FieldName.BIRTH_NAME] == PATIENT.traits.birth_family
    assert values[FieldName.INS] == PATIENT.ins.matricule
    assert values[FieldName.BIRTH_DATE] == "1990-02-14"
    assert values[FieldName.DOC_TYPE] == "11502-2"
    assert all(value.chosen.element and value.chosen.page == 0 for value in read.fields.values())
    assert read.types[0].code == "11502-2"


def test_a_message_gives_the_document_it_carries() -> None:
    (document,) = read_structured(make_order(make_cda(), flags=TO_BOTH), AcceptancePolicy())
    assert document.source is Source.HL7
    assert document.header == read_document(make_cda()).header


def _refuse(data: bytes) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read_structured(data, AcceptancePolicy())
    return [finding.code for finding in refused.value.findings]


def test_a_message_about_another_patient_than_its_document_gives_nothing() -> None:
    ours, other = PATIENT.ins.matricule.encode(), PATIENTS[-1].ins.matricule.encode()
    message = make_order(make_cda(), flags=TO_BOTH)
    head, mark, rest = message.partition(b"\rPID|")
    assert ours in rest
    assert "COH-001" in _refuse(head + mark + rest.replace(ours, other, 1))


def test_a_message_that_asks_for_a_deletion_brings_no_document() -> None:
    asked = make_order(make_cda(), flags=TO_BOTH, action=RequestAction.DELETE)
    assert _refuse(asked) == ["INT-139"]


def test_the_files_of_a_message_outside_the_volet_are_opened_with_what_it_says() -> None:
    (document,) = read_structured(make_export(b"%PDF-1.7 essai", patient=PATIENT), AcceptancePolicy())
    read = describe_structured(document)
    assert document.pdf == b"%PDF-1.7 essai"
    assert read.fields[FieldName.BIRTH_NAME].chosen.source is Source.HL7
    assert read.fields[FieldName.BIRTH_NAME].chosen.element == "PID-5.1"


def test_a_pdf_of_an_archive_is_told_by_its_fiche() -> None:
    report, letter = read_structured(make_archive(pdf=b"%PDF-1.7 essai"), AcceptancePolicy())
    assert report.header is not None
    read = describe_structured(letter)
    assert letter.pdf == b"%PDF-1.7 essai"
    assert read.fields[FieldName.INS].chosen.value == PATIENT.ins.matricule
    assert read.fields[FieldName.INS].chosen.element == "DocumentEntry.patientId"


def _change(archive: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(output, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, change(info.filename, source.read(info)))
    return output.getvalue()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda name, data: data + b"\n" if name.endswith("DOC00001.XML") else data, {"XDM-012", "XDM-013"}),
        (
            lambda name, data: (
                data.replace(PATIENT.ins.matricule.encode(), PATIENTS[-1].ins.matricule.encode())
                if name.endswith("METADATA.XML")
                else data
            ),
            {"XDM-014"},
        ),
        (lambda name, data: data.replace(b"DOC00001", b"DOC00002") if name.endswith("A.XML") else data, {"XDM-011"}),
    ],
    ids=["bytes changed after the fiche", "patient of the fiche", "document absent"],
)
def test_nothing_is_taken_of_a_wrong_archive(change: Callable[[str, bytes], bytes], codes: set[str]) -> None:
    assert codes <= set(_refuse(_change(make_archive(), change)))


@pytest.mark.parametrize("data", [b"<a/>", b"MSH|^~\\&|nothing", b"PK\x03\x04broken"])
def test_what_is_not_what_it_seems_is_refused_with_its_reasons(data: bytes) -> None:
    assert is_structured(data)
    with pytest.raises(InvalidInput) as refused:
        read_structured(data, AcceptancePolicy())
    assert all(finding.message for finding in refused.value.findings)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG", b"", b"II*\x00"])
def test_pages_are_not_structured(data: bytes) -> None:
    assert not is_structured(data)


def test_every_official_document_describes_itself(corpus_dir: Path) -> None:
    files = sorted((corpus_dir / "cda").glob("*.xml"))
    assert files
    for file in files:
        for document in read_structured(file.read_bytes(), AcceptancePolicy()):
            read = describe_structured(document)
            assert read.fields[FieldName.DOC_TYPE].chosen.source is Source.CDA
            assert FieldName.BIRTH_NAME in read.fields, file.name
