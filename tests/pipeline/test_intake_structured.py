"""Structured data is read, not guessed: each value names its element; what is not there stays absent."""

from pathlib import Path

import pytest

from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.domain.errors import InvalidInput
from liane.domain.intake.fields import FieldName, Source
from liane.pipeline.intake.structured import describe_structured, is_structured, read_structured
from tests.pipeline.flow_kit import PATIENT, TO_BOTH, make_cda, make_order


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
    assert document.cda == make_cda()


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
