"""Lots as ebRIM: identical to the official METADATA.XML, whole after a round trip, in the order of the schema."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from liane.codecs.ebxml import parse as parse_module
from liane.codecs.ebxml.metadata import Association, DocumentEntry, RegistryObjects, Submission
from liane.codecs.ebxml.names import LCM, RIM, AssociationType, AvailabilityStatus
from liane.codecs.ebxml.parse import parse_registry_objects, parse_submission
from liane.codecs.ebxml.render import render_registry_objects, render_submission
from liane.codecs.xml import parse_xml
from liane.domain.errors import MalformedMessage
from tests.codecs.ebxml.ebxml_samples import ENTRY, LOT, MEMBER, PATIENT, SUBMISSION, submissions

ORDER = ["Slot", "Name", "Description", "VersionInfo", "Classification", "ExternalIdentifier"]


def travel(submission: Submission, *, is_node_nested: bool = False) -> Submission:
    return parse_submission(parse_xml(etree.tostring(render_submission(submission, is_node_nested=is_node_nested))))


def bare(element: etree._Element) -> bytes:
    """Canonical form without white space, nor the ids that nothing refers to."""
    for one in element.iter(etree.Element):
        one.text = one.text if one.text and one.text.strip() else None
        one.tail = None
        if one.tag in (f"{{{RIM}}}Classification", f"{{{RIM}}}ExternalIdentifier"):
            one.attrib.pop("id", None)
    return etree.tostring(element, method="c14n")


@pytest.mark.conformance
def test_the_official_metadata_is_written_again_identically(spec_dir: Path) -> None:
    """xdm-xds.md §7, valid against the OASIS schemas."""
    data = (spec_dir / "examples-cda" / "METADATA.XML").read_bytes()
    assert bare(render_submission(parse_submission(parse_xml(data)))) == bare(parse_xml(data))


def example_of_feed(spec_dir: Path) -> etree._Element:
    blocks = re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(), re.DOTALL)
    return parse_xml(next(one for one in blocks if one.startswith("<xds:ProvideAndRegister")).encode())


@pytest.mark.conformance
def test_the_complete_feed_of_the_specification_is_read(spec_dir: Path) -> None:
    """dmp.md §6.4: a document, the signature of the lot, both members of it."""
    submission = parse_submission(example_of_feed(spec_dir))
    (document,) = submission.document_entries
    assert document.unique_id == "1.2.250.1.999.1.1.9999.3.1"
    assert document.size == 137
    assert document.hash == ENTRY.hash
    assert document.legal_authenticator == ENTRY.legal_authenticator
    assert document.authors[0].structure == ENTRY.authors[0].structure
    assert submission.signature_entry is not None
    assert [code.code for code in submission.signature_entry.confidentiality] == ["N", "MASQUE_PS", "INVISIBLE_PATIENT"]
    assert [link.kind for link in submission.associations] == [
        AssociationType.HAS_MEMBER,
        AssociationType.HAS_MEMBER,
        AssociationType.SIGNS,
    ]
    assert submission.submission_set.patient_id == PATIENT
    assert submission.submission_set.content_type == LOT.content_type


@pytest.mark.conformance
def test_the_complete_feed_says_the_same_once_written_again(spec_dir: Path) -> None:
    submission = parse_submission(example_of_feed(spec_dir))
    assert travel(submission, is_node_nested=True) == submission


@given(submissions)
def test_any_lot_survives_a_round_trip(submission: Submission) -> None:
    assert travel(submission) == submission
    assert travel(submission, is_node_nested=True) == submission


@given(submissions)
def test_children_follow_the_order_of_the_schema_and_ids_are_unique(submission: Submission) -> None:
    root = render_submission(submission)
    for holder in root.iter(f"{{{RIM}}}ExtrinsicObject", f"{{{RIM}}}RegistryPackage", f"{{{RIM}}}Classification"):
        ranks = [ORDER.index(etree.QName(child).localname) for child in holder]
        assert ranks == sorted(ranks)
    numbered = root.iter(f"{{{RIM}}}Classification", f"{{{RIM}}}ExternalIdentifier")
    identifiers = [element.get("id") for element in numbered]
    assert len(identifiers) == len(set(identifiers))


def test_classifications_name_their_object() -> None:
    root = render_submission(SUBMISSION)
    for entry in root.iter(f"{{{RIM}}}ExtrinsicObject"):
        assert {one.get("classifiedObject") for one in entry.iter(f"{{{RIM}}}Classification")} == {"Document01"}
        assert {one.get("registryObject") for one in entry.iter(f"{{{RIM}}}ExternalIdentifier")} == {"Document01"}


def test_the_node_of_the_lot_stands_inside_or_beside_it() -> None:
    beside = render_submission(SUBMISSION)
    nested = render_submission(SUBMISSION, is_node_nested=True)
    path = f"{{{RIM}}}RegistryObjectList/{{{RIM}}}Classification"
    assert len(beside.findall(path)) == 1
    assert nested.findall(path) == []


def test_a_status_change_has_the_older_form_that_the_dmp_keeps(spec_dir: Path) -> None:
    """dmp.md §10: objectType, OriginalStatus and NewStatus."""
    link = Association(
        kind=AssociationType.UPDATE_STATUS,
        source="SubmissionSet01",
        target="urn:uuid:0b8f8a0e-15b1-11f1-9d35-0242ac120002",
        symbolic_id="as01",
        original_status=AvailabilityStatus.APPROVED,
        new_status=AvailabilityStatus.DELETED,
    )
    blocks = re.findall(r"```xml\n(.*?)```", (spec_dir / "dmp.md").read_text(), re.DOTALL)
    example = parse_xml(next(one for one in blocks if "UpdateAvailabilityStatus" in one).encode())
    expected = next(example.iter(f"{{{RIM}}}Association"))
    found = next(render_submission(Submission(submission_set=LOT, associations=(link,))).iter(f"{{{RIM}}}Association"))
    assert dict(found.attrib) == dict(expected.attrib)
    values = [[one.text for one in each.iter(f"{{{RIM}}}Value")] for each in (found, expected)]
    assert values[0] == values[1]
    assert parse_submission(example).associations == (link,)


def test_associations_without_id_are_numbered() -> None:
    links = (replace(MEMBER, symbolic_id=""), replace(MEMBER, symbolic_id="", kind=AssociationType.REPLACES))
    root = render_submission(replace(SUBMISSION, associations=links))
    assert [one.get("id") for one in root.iter(f"{{{RIM}}}Association")] == ["as01", "as02"]


def test_registry_objects_survive_a_round_trip() -> None:
    objects = RegistryObjects(
        entries=(
            replace(ENTRY, symbolic_id="urn:uuid:1", lid="urn:uuid:1", version="2", status=AvailabilityStatus.APPROVED),
        ),
        submission_sets=(LOT,),
        associations=(MEMBER,),
        references=("urn:uuid:1", "urn:uuid:2"),
    )
    assert parse_registry_objects(parse_xml(etree.tostring(render_registry_objects(objects)))) == objects
    assert objects.entries[0].entry_uuid == "urn:uuid:1"
    assert ENTRY.entry_uuid == ""


def test_absent_attributes_stay_empty() -> None:
    data = wrap("<RegistryObjectList><ExtrinsicObject/><RegistryPackage/></RegistryObjectList>")
    submission = parse_submission(parse_xml(data))
    assert submission.entries == (
        DocumentEntry(symbolic_id="", unique_id="", patient_id=None, mime_type="", object_type=""),
    )
    assert submission.submission_set.unique_id == ""


@pytest.mark.parametrize("size", ["", "-1", "12.5", "1e3", "1" * 13, "٣"])
def test_a_size_that_is_no_number_of_bytes_is_none(size: str) -> None:
    root = render_submission(SUBMISSION)
    for slot in root.iter(f"{{{RIM}}}Slot"):
        if slot.get("name") == "size":
            next(slot.iter(f"{{{RIM}}}Value")).text = size
    assert parse_submission(root).entries[0].size is None


def wrap(objects: str) -> bytes:
    return (f'<l:SubmitObjectsRequest xmlns:l="{LCM}" xmlns="{RIM}">{objects}</l:SubmitObjectsRequest>').encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a/>", "XDS-001"),
        (wrap(""), "XDS-001"),
        (wrap("<RegistryObjectList/>"), "XDS-003"),
        (wrap("<RegistryObjectList><RegistryPackage/><RegistryPackage/></RegistryObjectList>"), "XDS-003"),
    ],
)
def test_what_is_no_lot_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage, match=code):
        parse_submission(parse_xml(data))


def test_too_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "OBJECTS_MAX", 2)
    with pytest.raises(MalformedMessage, match="XDS-002"):
        travel(SUBMISSION)


def test_values_keep_the_patient_out_of_their_repr() -> None:
    shown = repr(SUBMISSION)
    assert PATIENT.value not in shown
    assert "KERVELLA" not in shown
    assert "cardiologie" not in shown.replace("Cardiologie et maladies", "")
