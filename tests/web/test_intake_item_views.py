"""What the screen sets side by side: names printed as one, and what truly differs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from liane.domain.identity.patient import IdentityStatus, PatientTraits
from liane.domain.identity.person import Person
from liane.domain.intake.page import Box
from liane.store.intake_records import IntakeFile
from liane.web.routes.intake_sheet import find_first
from liane.web.views.intake_item import compare_with, describe_places
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


def test_a_trait_that_was_not_read_is_no_difference() -> None:
    """Nothing beside a trait of the record: it is shown plain, the date and the sex as people write them."""
    rows = {row.label.lower(): row for row in compare_with(Reading(), PERSON)}
    assert rows
    for label, row in rows.items():
        assert row.ours == (), label
        assert not any(piece.is_different for piece in row.theirs), label
        assert row.state.shape is Shape.IDLE, label
    assert rows["date de naissance"].theirs[0].text == "14/02/1990"
    assert rows["sexe"].theirs[0].text == "Féminin"


def words_of(*boxes: tuple[float, float, float, float]) -> Reading:
    """A title read at these places of the first page."""
    places = tuple(Box(x0=x0, y0=y0, x1=x1, y1=y1) for x0, y0, x1, y1 in boxes)
    return Reading(fields={"title": ReadField(value="x", confidence=0.9, page=1, boxes=places)})


@pytest.mark.parametrize(
    ("boxes", "number"),
    [
        (((0.1, 0.1, 0.2, 0.12), (0.21, 0.101, 0.3, 0.12), (0.31, 0.1, 0.4, 0.119)), 1),
        (((0.1, 0.1, 0.2, 0.12), (0.1, 0.13, 0.3, 0.15)), 2),
        (((0.1, 0.1, 0.2, 0.12), (0.6, 0.1, 0.7, 0.12)), 2),
    ],
    ids=["one line", "two lines", "two columns"],
)
def test_the_words_of_a_field_on_one_line_are_boxed_together(
    boxes: tuple[tuple[float, float, float, float], ...], number: int
) -> None:
    for quarter in (0, 90, 180, 270):
        assert len(describe_places(words_of(*boxes), 1, quarter)) == number
    (first, *_) = describe_places(words_of(*boxes), 1, 0)
    assert float(first.width) == pytest.approx(306 if number == 1 else 106, abs=1)


@pytest.mark.parametrize(
    ("names", "rank"), [(("IHE_XDM.ZIP", "lettre.pdf"), 2), (("lettre.pdf", "a.zip"), 1), (("a.zip",), 1)]
)
def test_the_pages_of_a_document_are_opened_before_the_archive_around_it(names: tuple[str, ...], rank: int) -> None:
    files = tuple(IntakeFile(name=name, media_type="", sha256="0", size_bytes=1) for name in names)
    assert find_first(files) == rank


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
