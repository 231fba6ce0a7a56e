"""The header of a CDA as a value: our own documents, older forms, and everything that keeps it from being read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.cda.header import parse_header, read_document
from liane.domain.documents.header import BodyForm, DocumentId
from liane.domain.errors import InvalidInput, MalformedMessage, RuleViolation
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import HOSPITAL, RADIOLOGIST, make_facts
from liane_sandbox.patients import PATIENTS

PATIENT = PATIENTS[0]
IMAGING = make_example("cr_img_v2", facts=make_facts(PATIENT, 42, version=2))
BIOLOGY = make_example("cr_bio", facts=make_facts(PATIENT, 43))


def codes_of(data: bytes) -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        parse_header(data)
    assert all(finding.message and finding.remedy and finding.layer == "cda" for finding in caught.value.findings)
    return [finding.code for finding in caught.value.findings]


def without(data: bytes, pattern: str) -> bytes:
    changed, count = re.subn(pattern.encode(), b"", data, count=1, flags=re.DOTALL)
    assert count == 1
    return changed


def test_an_n1_is_read_whole() -> None:
    header = parse_header(IMAGING)
    facts = make_facts(PATIENT, 42, version=2)
    assert (header.id, header.set_id, header.version, header.replaces) == (
        facts.document_id,
        facts.set_id,
        2,
        facts.replaces,
    )
    assert (header.code.code, header.code.system) == ("18748-4", "2.16.840.1.113883.6.1")
    assert (header.form, header.media_type, header.language) == (BodyForm.N1, "application/pdf", "fr-FR")
    assert header.title == "Compte rendu de scanner thoracique"
    assert header.creation_time == "20260113113000+0100"
    assert (header.confidentiality.code, header.confidentiality.system) == ("N", "2.16.840.1.113883.5.25")
    assert [model.root for model in header.template_ids][-1] == "1.3.6.1.4.1.19376.1.2.20"
    assert header.lineage == facts.set_id.root


def test_the_patient_is_read_with_identifiers_and_traits() -> None:
    patient = parse_header(BIOLOGY).patient
    assert patient.ins == PATIENT.ins
    assert patient.ipp is not None
    assert (patient.ipp.value, patient.ipp.oid) == (PATIENT.ipp, PATIENT.ipp_oid)
    assert [identifier.type_code for identifier in patient.identifiers] == ["INS", ""]
    assert patient.traits == PATIENT.traits


def test_people_structures_and_act_are_read() -> None:
    header = parse_header(IMAGING)
    (author,) = header.authors
    assert author.person is not None
    assert (author.person.identifier, author.person.family, author.person.title) == (
        RADIOLOGIST.identifier,
        "TESTLILAS",
        "DR",
    )
    assert author.person.specialty == RADIOLOGIST.specialty
    assert author.structure is not None
    assert (author.structure.identifier, author.structure.practice_setting) == (
        HOSPITAL.identifier,
        HOSPITAL.practice_setting,
    )
    assert header.custodian is not None
    assert header.custodian.name == HOSPITAL.name
    assert header.legal_authenticator is not None
    assert header.legal_authenticator.time == "20260113113000+0100"
    (act,) = header.service_events
    assert [event.code for event in act.events] == ["24627-2", "CT", "67734004"]
    assert act.start == "20260113083000+0100"
    assert act.identifiers == (DocumentId(root=make_facts(PATIENT, 42).study_uid),)
    assert act.performer is not None
    assert header.encounter is not None
    assert header.encounter.facility_type is not None
    assert (header.encounter.code and header.encounter.code.code, header.encounter.facility_type.code) == (
        "EXTERNE",
        "SA01",
    )
    assert [order.extension for order in header.orders] == ["PRESC-2026-0042"]
    assert [accession.extension for accession in header.accessions] == ["ACC-2026-0042"]


def test_the_body_of_an_n3_is_told_apart_from_its_models() -> None:
    header = parse_header(BIOLOGY)
    assert (header.form, header.media_type) == (BodyForm.N3, "")
    assert DocumentId(root="1.2.250.1.213.1.1.1.55", extension="2024.01") in header.template_ids


def test_an_auto_presentable_is_found_inside_its_stylesheet() -> None:
    inner = BIOLOGY.partition(b"?>")[2]
    sheet = b'<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:variable name="d">'
    header = parse_header(sheet + inner + b"</xsl:variable></xsl:stylesheet>")
    assert header.form is BodyForm.N3_AUTO_PRESENTABLE
    assert header.id == parse_header(BIOLOGY).id


def test_older_names_are_read() -> None:
    header = parse_header(BIOLOGY.replace(b'qualifier="CL"', b'qualifier="SP"'))
    assert header.patient.traits.used_family == "TESTLISERON"


def test_a_software_author_is_a_device() -> None:
    device = (
        b'<author><time value="20260113113000+0100"/><assignedAuthor>'
        b'<id root="1.2.250.1.71.4.2.1" extension="3999999998/9762"/><assignedAuthoringDevice>'
        b"<manufacturerModelName>M1</manufacturerModelName><softwareName>Automate</softwareName>"
        b"</assignedAuthoringDevice></assignedAuthor></author>"
    )
    (author,) = parse_header(re.sub(rb"<author>.*?</author>", device, BIOLOGY, flags=re.DOTALL)).authors
    assert author.device is not None
    assert (author.device.name, author.device.model, author.device.identifier) == ("Automate", "M1", "3999999998/9762")
    assert author.person is None


def test_a_null_flavour_is_an_absent_value() -> None:
    data = BIOLOGY.replace(b'<id root="1.2.250.1.71.4.2.2" extension="1999999998"/>', b'<id nullFlavor="UNK"/>')
    custodian = parse_header(data).custodian
    assert custodian is not None
    assert (custodian.identifier, custodian.oid) == ("", "")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r'<id root="1\.2\.250\.1\.999\.1\.8121\.2\.42\.2"/>', "CDA-003"),
        (r"<code [^>]*18748-4[^>]*/>", "CDA-004"),
        (r'<effectiveTime value="[^"]*"/>', "CDA-005"),
        (r"<recordTarget>.*</recordTarget>", "CDA-006"),
        (r"<component>.*</component>", "CDA-007"),
    ],
)
def test_what_keeps_a_header_from_being_made_is_said(pattern: str, code: str) -> None:
    assert codes_of(without(IMAGING, pattern)) == [code]


def test_every_obstacle_is_said_at_once() -> None:
    empty = b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>'
    assert codes_of(empty) == ["CDA-003", "CDA-004", "CDA-005", "CDA-006", "CDA-007"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html/>", "CDA-001"),
        (b"<ClinicalDocument/>", "CDA-001"),
        (b'<a><ClinicalDocument xmlns="urn:hl7-org:v3"/><ClinicalDocument xmlns="urn:hl7-org:v3"/></a>', "CDA-002"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: str) -> None:
    assert codes_of(data) == [code]


def test_an_absurd_repetition_is_refused() -> None:
    authors = b"<author><assignedAuthor/></author>" * 501
    assert codes_of(BIOLOGY.replace(b"<custodian>", authors + b"<custodian>")) == ["CDA-008"]


def test_what_is_no_xml_is_malformed() -> None:
    with pytest.raises(MalformedMessage):
        parse_header(IMAGING[:-30])


@given(st.integers(min_value=0, max_value=len(BIOLOGY)), st.integers(min_value=0, max_value=200), st.binary(max_size=8))
def test_damaged_bytes_give_a_header_or_a_refusal(start: int, length: int, insert: bytes) -> None:
    try:
        document = read_document(BIOLOGY[:start] + insert + BIOLOGY[start + length :])
    except InvalidInput as refusal:
        findings = refusal.findings
    else:
        assert document.header.id.root
        return
    assert findings
