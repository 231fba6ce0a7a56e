"""A fiche is judged before it leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.xds.check import check_document_entry
from liane.codecs.xds.from_header import build_document_entry
from liane.domain.actors.actor import Author
from liane.domain.errors import Severity, has_errors
from liane.domain.terminology import associations
from liane.domain.terminology.code import Code
from tests.codecs.ebxml.ebxml_samples import ENTRY, IPP

VISIBILITY = "1.2.250.1.213.1.1.4.13"
NORMAL = Code(code="N", system="2.16.840.1.113883.5.25")
MASQUE = Code(code="MASQUE_PS", system=VISIBILITY)
INVISIBLE = Code(code="INVISIBLE_PATIENT", system=VISIBILITY)


def codes(entry: DocumentEntry, *, is_for_dmp: bool = True, may_cumulate_masking: bool = False) -> list[str]:
    findings = check_document_entry(entry, is_for_dmp=is_for_dmp, may_cumulate_masking=may_cumulate_masking)
    return [finding.code for finding in findings]


def test_a_complete_fiche_has_no_finding() -> None:
    assert codes(ENTRY) == []


@pytest.mark.conformance
def test_official_documents_have_no_error_for_mssante(corpus_dir: Path) -> None:
    """Their own identifiers may be longer than the DMP takes; their metadata are complete."""
    for path in sorted((corpus_dir / "cda").glob("*.xml")):
        cda = path.read_bytes()
        header = parse_header(cda)
        patient = header.patient.ins or header.patient.identifiers[0]
        entry = build_document_entry(header, cda=cda, patient_id=patient, tables=associations)
        assert not has_errors(check_document_entry(entry, is_for_dmp=False)), path.name


@pytest.mark.parametrize(
    ("changes", "attribute"),
    [
        ({"authors": ()}, "authorPerson"),
        ({"authors": (Author(),)}, "authorPerson"),
        ({"class_code": None}, "classCode"),
        ({"type_code": None}, "typeCode"),
        ({"format_code": None}, "formatCode"),
        ({"confidentiality": ()}, "confidentialityCode"),
        ({"facility_type": None}, "healthcareFacilityTypeCode"),
        ({"practice_setting": None}, "practiceSettingCode"),
        ({"creation_time": ""}, "creationTime"),
        ({"service_start": ""}, "serviceStartTime"),
        ({"language": ""}, "languageCode"),
        ({"legal_authenticator": None}, "legalAuthenticator"),
        ({"title": ""}, "title"),
        ({"patient_id": None}, "patientId"),
        ({"source_patient_id": None}, "sourcePatientId"),
        ({"hash": ""}, "hash"),
        ({"size": None}, "size"),
    ],
)
def test_each_required_attribute_is_demanded(changes: dict[str, object], attribute: str) -> None:
    """xdm-xds.md §2, column R."""
    findings = check_document_entry(replace(ENTRY, **changes), is_for_dmp=True)  # type: ignore[arg-type]
    assert [(finding.code, finding.location) for finding in findings] == [("XDS-101", attribute)]


def test_an_empty_document_has_size_zero_and_that_is_a_size() -> None:
    assert codes(replace(ENTRY, size=0)) == []


@pytest.mark.parametrize(
    ("unique_id", "for_dmp", "for_mssante"),
    [
        ("1.2.3", [], []),
        ("1.2.3^A", ["XDS-102"], []),
        ("1.02.3", ["XDS-102"], ["XDS-102"]),
        ("", ["XDS-102"], ["XDS-102"]),
        ("urn:uuid:1", ["XDS-102"], ["XDS-102"]),
        ("1." + "2" * 63, ["XDS-102"], ["XDS-102"]),
        ("1." + "2" * 62, [], []),
    ],
)
def test_the_identifier_of_the_document(unique_id: str, for_dmp: list[str], for_mssante: list[str]) -> None:
    entry = replace(ENTRY, unique_id=unique_id)
    assert codes(entry) == for_dmp
    assert codes(entry, is_for_dmp=False) == for_mssante


def test_the_dmp_wants_an_ins() -> None:
    entry = replace(ENTRY, patient_id=IPP)
    assert codes(entry) == ["XDS-105"]
    assert codes(entry, is_for_dmp=False) == []


@pytest.mark.parametrize(
    ("confidentiality", "expected"),
    [
        ((NORMAL,), []),
        ((NORMAL, MASQUE), []),
        ((MASQUE,), ["XDS-103"]),
        ((MASQUE, NORMAL), ["XDS-103"]),
        ((NORMAL, NORMAL), ["XDS-103"]),
        ((NORMAL, MASQUE, MASQUE), ["XDS-103"]),
        ((NORMAL, MASQUE, INVISIBLE), ["XDS-104"]),
    ],
)
def test_confidentiality(confidentiality: tuple[Code, ...], expected: list[str]) -> None:
    assert codes(replace(ENTRY, confidentiality=confidentiality)) == expected


def test_the_cumul_may_be_allowed() -> None:
    """dmp.md §6.1-4."""
    entry = replace(ENTRY, confidentiality=(NORMAL, MASQUE, INVISIBLE))
    assert codes(entry, may_cumulate_masking=True) == []
    assert codes(entry, is_for_dmp=False) == []


def test_an_unknown_code_is_a_warning() -> None:
    entry = replace(ENTRY, type_code=Code(code="99999-9", system="2.16.840.1.113883.6.1"))
    (finding,) = check_document_entry(entry, is_for_dmp=True)
    assert (finding.code, finding.location, finding.severity) == ("XDS-106", "typeCode", Severity.WARNING)
