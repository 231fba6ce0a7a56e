"""What the screen sets side by side: names printed as one, and what truly differs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liane.domain.identity.patient import IdentityStatus, PatientTraits
from liane.domain.identity.person import Person
from liane.web.views.intake_item import compare_with
from liane.web.views.intake_reading import ReadField, Reading, read_briefly, read_documents
from liane.web.views.states import Shape
from tests.web.intake_kit import make_document

AT = datetime(2026, 11, 22, tzinfo=UTC)
TRAITS = PatientTraits(
    birth_family="TESTOMBELLE",
    birth_given="CAMILLE",
    birth_givens="CAMILLE ROSE",
    birth_date="19900214",
    sex="F",
    used_family="TESTLISERON",
    used_given="CAMILLE",
)
PERSON = Person(status=IdentityStatus.PROVISOIRE, traits=TRAITS, origin="GAM@CH", created_at=AT, updated_at=AT)


@pytest.mark.parametrize(
    ("printed", "is_same"),
    [("TESTLISERON", True), ("TESTLISERON CAMILLE", True), ("TESTLISERON ROSE", False), ("TESTAUTRE", False)],
)
def test_a_used_name_printed_with_its_first_name_does_not_differ(printed: str, *, is_same: bool) -> None:
    reading = Reading(fields={"used_name": ReadField(value=printed, confidence=0.9)})
    (row,) = [one for one in compare_with(reading, PERSON) if one.label.lower() == "nom utilisé"]
    assert (row.state.shape is not Shape.REFUSED) is is_same


def test_a_record_without_a_used_first_name_is_compared_by_its_name_alone() -> None:
    plain = replace(PERSON, traits=replace(TRAITS, used_given=""))
    reading = Reading(fields={"used_name": ReadField(value="TESTLISERON", confidence=0.9)})
    (row,) = [one for one in compare_with(reading, plain) if one.label.lower() == "nom utilisé"]
    assert row.state.shape is not Shape.REFUSED


def test_a_line_of_a_list_reads_the_type_and_the_record_as_the_whole_page_does() -> None:
    reading = {
        "scan.pdf": {
            "documents": [
                make_document((7, 30.0), (8, 12.0)),
                make_document(doc_type=None),
                {"fields": {"doc_type": {"value": ""}}, "record_id": "x"},
            ]
        }
    }
    whole, brief = read_documents(reading, "scan.pdf"), read_briefly(reading, "scan.pdf")
    assert [(one.record_id, one.value("doc_type")) for one in brief] == [
        (one.record_id, one.value("doc_type")) for one in whole
    ]
    assert brief[0].record_id == 7
    assert read_briefly(None, "scan.pdf") == read_briefly(reading, "autre.pdf") == ()
