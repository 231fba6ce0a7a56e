"""From the header of a CDA to its fiche: the official example, attribute by attribute, and the whole corpus."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from liane.codecs.cda.header import parse_header
from liane.codecs.ebxml.metadata import DocumentEntry
from liane.codecs.ebxml.names import AssociationType
from liane.codecs.ebxml.parse import parse_submission
from liane.codecs.ebxml.render import render_submission
from liane.codecs.xds.from_header import (
    build_document_entry,
    build_patient_id,
    build_submission,
    build_submission_set,
    build_visibility_codes,
    find_content_type,
)
from liane.codecs.xml import parse_xml
from liane.domain.documents.header import BodyForm, DocumentHeader, DocumentId, ServiceEvent
from liane.domain.documents.request import RequestFlags
from liane.domain.identity.ins import INS
from liane.domain.identity.patient import PatientIdentifier
from liane.domain.terminology import associations
from liane.domain.terminology.code import Code
from liane.domain.terminology.value_sets import get_value_set
from tests.codecs.ebxml.ebxml_samples import LOT
from tests.domain.makers import make_header


def build(header: DocumentHeader, cda: bytes = b"<cda/>", **changes: Any) -> DocumentEntry:
    ins = header.patient.ins
    assert ins is not None
    return build_document_entry(header, cda=cda, patient_id=ins, tables=associations, **changes)


@pytest.mark.conformance
def test_the_fiche_of_the_official_example_is_derived_exactly(spec_dir: Path) -> None:
    """n1-consultation.xml gives the fiche of METADATA.XML: every slot, code and identifier. xdm-xds.md §2, §7."""
    folder = spec_dir / "examples-cda"
    expected = parse_submission(parse_xml((folder / "METADATA.XML").read_bytes()))
    cda = (folder / "n1-consultation.xml").read_bytes()
    header = parse_header(cda)
    assert header.patient.ins is not None
    entry = build_document_entry(
        header, cda=cda, patient_id=header.patient.ins, uri="DOC00001.XML", tables=associations
    )
    lot = replace(
        expected.submission_set,
        authors=header.authors,
        content_type=find_content_type("O"),
        patient_id=build_patient_id(header.patient.ins),
    )
    written = etree.tostring(render_submission(replace(expected, submission_set=lot, entries=(entry,))))
    assert written == etree.tostring(render_submission(expected))


@pytest.mark.conformance
def test_every_official_document_has_a_complete_fiche(corpus_dir: Path) -> None:
    """Each attribute that the texts require is found in each official example."""
    documents = sorted((corpus_dir / "cda").glob("*.xml"))
    assert documents
    for path in documents:
        cda = path.read_bytes()
        header = parse_header(cda)
        patient = header.patient.ins or header.patient.identifiers[0]
        entry = build_document_entry(header, cda=cda, patient_id=patient, tables=associations)
        required = {
            "author": entry.authors,
            "classCode": entry.class_code,
            "typeCode": entry.type_code,
            "formatCode": entry.format_code,
            "confidentialityCode": entry.confidentiality,
            "healthcareFacilityTypeCode": entry.facility_type,
            "practiceSettingCode": entry.practice_setting,
            "creationTime": entry.creation_time,
            "serviceStartTime": entry.service_start,
            "legalAuthenticator": entry.legal_authenticator,
            "title": entry.title,
            "sourcePatientId": entry.source_patient_id,
            "uniqueId": entry.unique_id,
        }
        assert [name for name, value in required.items() if not value] == [], path.name
        assert entry.hash == hashlib.sha1(cda).hexdigest()
        submission = build_submission(LOT, (entry,))
        reread = parse_submission(parse_xml(etree.tostring(render_submission(submission))))
        assert reread.entries[0].unique_id == header.id.xds


@pytest.mark.conformance
def test_imaging_reports_carry_their_references(corpus_dir: Path) -> None:
    """Accession, studies (without authority), order. Rule: drim.md §2."""
    cda = (corpus_dir / "cda" / "IMG_CR_IMG_2024.01_CDA-R2-Niveau-1.xml").read_bytes()
    header = parse_header(cda)
    entry = build_document_entry(header, cda=cda, patient_id=header.patient.identifiers[0], tables=associations)
    assert entry.references == (
        "105234751^^^&1.2.250.1.925.994044.27&ISO^urn:ihe:iti:xds:2013:accession",
        "1.2.250.1.925.994044.27.123.1876350^^^^urn:ihe:iti:xds:2016:studyInstanceUID",
        "1.2.250.1.925.994044.27.123.1876351^^^^urn:ihe:iti:xds:2016:studyInstanceUID",
        "1.2.250.1.925.994044.27.123.1876352^^^^urn:ihe:iti:xds:2016:studyInstanceUID",
        "984375862^^^&1.2.250.1.748.12345678.12&ISO^urn:ihe:iti:xds:2013:order",
    )
    assert len(entry.events) == len({(event.code, event.system) for event in entry.events})


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("20260302140000+0100", "20260302130000"),
        ("20260702140000+0200", "20260702120000"),
        ("20260302003000+0100", "20260301233000"),
        ("20260702140000", "20260702120000"),
        ("20260302", "20260302"),
    ],
)
def test_times_are_utc_in_winter_and_summer(written: str, utc: str) -> None:
    """xdm-xds.md §2 « converted to UTC »; dmp.md §14.1-5."""
    service = ServiceEvent(start=written, stop=written)
    entry = build(make_header(creation_time=written, service_events=(service,)))
    assert entry.creation_time == entry.service_start == entry.service_stop == utc


def test_a_bare_header_gives_a_fiche_without_inventing() -> None:
    header = make_header(confidentiality=Code(code=""), code=Code(code="inconnu", system="1.2"))
    entry = build(header)
    assert entry.class_code is None
    assert entry.confidentiality == ()
    assert entry.service_start == ""
    assert entry.facility_type is None
    assert entry.language == "fr-FR"
    assert entry.references == ()


def test_identifiers_have_the_types_of_xds() -> None:
    header = make_header()
    entry = build(header)
    assert entry.patient_id.type_code == "NH"
    assert entry.source_patient_id == PatientIdentifier(value="IPP000731", oid="1.2.250.1.999.2.1", type_code="PI")
    alone = replace(header.patient, identifiers=header.patient.identifiers[:1])
    assert build(replace(header, patient=alone)).source_patient_id.type_code == "NH"
    local = PatientIdentifier(value="1", oid="1.2", type_code="MR")
    assert build_patient_id(local).type_code == "PI"
    assert build_patient_id(INS(matricule="1", oid="1.2.250.1.213.1.4.8")).type_code == "NH"


def test_an_auto_presentable_is_a_stylesheet() -> None:
    assert build(make_header(form=BodyForm.N3_AUTO_PRESENTABLE)).mime_type == "application/xslt+xml"
    assert build(make_header(form=BodyForm.N1)).mime_type == "text/xml"


def test_an_identifier_with_extension() -> None:
    header = make_header(id=DocumentId(root="1.2.3", extension="A1"))
    assert build(header).unique_id == "1.2.3^A1"


def test_flags_become_codes_added_to_the_confidentiality() -> None:
    """xdm-xds.md §2 « Masking and visibility »: the long name of the third code; orders to the PFI are no codes."""
    every = RequestFlags(
        masque_ps=True, invisible_patient=True, invisible_rep_legaux=True, connexion_secrete=True, modif_conf_code=True
    )
    codes = build_visibility_codes(every)
    assert [code.code for code in codes] == ["MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX"]
    assert build_visibility_codes(RequestFlags()) == ()
    entry = build(make_header(), visibility=codes[:1])
    assert [code.code for code in entry.confidentiality] == ["N", "MASQUE_PS"]
    assert all(get_value_set("TRE_A07").label(code.code, code.system) == code.label for code in codes)


@pytest.mark.parametrize(
    ("patient_class", "code"),
    [("I", "03"), ("O", "07"), ("E", "07"), ("R", "19"), ("N", "97"), ("", "97"), ("X", "97")],
)
def test_content_type_from_the_class_of_the_stay(patient_class: str, code: str) -> None:
    """hl7v2.md §5; the codes and their labels are those of JDV_J03."""
    content_type = find_content_type(patient_class)
    assert content_type.code == code
    assert get_value_set("JDV_J03").find(code, content_type.system) == content_type


def test_a_lot_binds_its_fiches() -> None:
    header = make_header()
    first, second = build(header), build(header, symbolic_id="Document02")
    lot = build_submission_set(
        unique_id="1.2.3",
        source_id="1.2",
        patient_id=header.patient.identifiers[0],
        author=None,
        submission_time="20260302",
        content_type=find_content_type("I"),
    )
    submission = build_submission(lot, (first, second), replaces="urn:uuid:ancien")
    assert [(link.kind, link.source, link.target) for link in submission.associations] == [
        (AssociationType.HAS_MEMBER, "SubmissionSet01", "Document01"),
        (AssociationType.HAS_MEMBER, "SubmissionSet01", "Document02"),
        (AssociationType.REPLACES, "Document01", "urn:uuid:ancien"),
    ]
    assert lot.authors == ()
