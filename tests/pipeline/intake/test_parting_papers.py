"""Which pages and papers go in which document, and what is kept of the reading of each."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from liane.codecs.pdf.pages_read import PageCut
from liane.domain.actors.operator import Operator, Role
from liane.domain.errors import RuleViolation
from liane.domain.intake.extract.document import extract_fields
from liane.domain.intake.matching.match import Matching
from liane.domain.intake.modes import ModeRule
from liane.domain.intake.outcome import IntakeAction, IntakeDecision, IntakeDocument
from liane.domain.intake.page import Box
from liane.pipeline.intake.file_reading import FileSeen
from liane.pipeline.intake.papers import find_papers, find_rotation, names_several_people, read_region
from liane.pipeline.intake.parting import Parting, group_cuts
from liane.pipeline.intake.reading_outcome import FileRead, describe_files
from liane.pipeline.intake.reading_steps import Judged
from liane.store.intake_records import IntakeFile, IntakeItem, ItemKind, ItemSource, ItemState, NewItem
from liane.web.views.intake_item import describe_shades
from liane.web.views.intake_reading import Reading, read_documents
from tests.domain.intake.extract.word_pages import make_page

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LEFT, RIGHT = Box(x0=0.0, y0=0.0, x1=0.5, y1=1.0), Box(x0=0.5, y0=0.0, x1=1.0, y1=1.0)
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
FILE = IntakeFile(name="scan.jpg", media_type="image/jpeg", sha256="a" * 64, size_bytes=9)


def sides(box: Box) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1]


def document(region: Box | None, page: int = 1, box: Box = RIGHT) -> dict[str, Any]:
    told = {"value": "1954-03-12", "page": page, "boxes": [sides(Box(x0=0.6, y0=0.2, x1=0.7, y1=0.3).place_in(box))]}
    document = {"pages": [page], "fields": {"birth_date": told, "ins": None}, "candidates": []}
    more = {"reason": "Plusieurs papiers.", "codes": ["INT-149", "INT-036"]}
    return document | more | ({"region": sides(region)} if region is not None else {})


def item(*documents: dict[str, Any]) -> IntakeItem:
    reading = {"scan.jpg": {"pages": [{"number": 1, "rotation": 90}], "documents": list(documents)}}
    texts = ("door", "code", "reason", "remedy", "sender", "sender_label", "subject", "message_id", "mail_sha256")
    blank: dict[str, Any] = dict.fromkeys((*texts, "unit", "target", "assigned_to", "locked_by"), "")
    return IntakeItem(
        id=7, version=1, source=ItemSource.FOLDER, kind=ItemKind.FILE, state=ItemState.WAITING, received_at=NOW,
        files=(FILE,), findings=(), person_id=None, document_id=None, details={}, reading=reading, locked_until=None,
        decision=None, turns={FILE.sha256: 180}, **blank,
    )  # fmt: skip


@dataclass
class Kept:
    """A worklist in memory, and a desk: what they were told."""

    item: IntakeItem
    added: list[NewItem] = field(default_factory=list)
    readings: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    aside: str = ""

    async def get_item(self, _: int) -> IntakeItem:
        return self.item

    async def load_file(self, _: str) -> bytes:
        return b"\xff\xd8\xff"

    async def add_item(self, new: NewItem) -> int:
        self.added.append(new)
        return 100 + len(self.added)

    async def save_reading(self, _: int, reading: dict[str, Any], **told: Any) -> None:
        self.readings.append(reading | told)

    async def set_aside(self, *_: Any, reason: str, operator: Operator) -> None:
        self.aside = reason

    async def run(self, function: Any, data: bytes, groups: Any, *more: Any) -> tuple[bytes, ...]:
        self.asked.append((function.__name__, groups, more))
        return tuple(b"%PDF-" + str(place).encode() for place in range(len(groups)))

    def parting(self) -> Parting:
        return Parting(worklist=cast(Any, self), desk=cast(Any, self), run=cast(Any, self.run), now=lambda: NOW)


def test_each_paper_begins_a_document_and_whole_pages_go_on() -> None:
    groups = group_cuts(((1, 2, 3), (4,)), {2: (LEFT, RIGHT)})
    assert groups == (
        (PageCut(page=1),),
        (PageCut(page=2, region=LEFT),),
        (PageCut(page=2, region=RIGHT), PageCut(page=3)),
        (PageCut(page=4),),
    )
    assert group_cuts(((1,),), {}) == ((PageCut(page=1),),)


def test_papers_are_those_of_a_page_that_holds_several() -> None:
    assert find_papers(item(document(LEFT), document(RIGHT)), FILE) == {1: (LEFT, RIGHT)}
    assert find_papers(item(document(LEFT)), FILE) == {}
    assert find_papers(item(document(None), document(None, 2)), FILE) == {}
    assert find_rotation(item(document(LEFT)), FILE, 1) == 90
    assert find_rotation(item(document(LEFT)), FILE, 2) == 0
    for wrong in (None, "0,0,1,1", [0, 0, 1], [1, 0, 0, 1]):
        assert read_region({"region": wrong}) is None


def told(record_id: str | None = None, **values: str) -> dict[str, Any]:
    fields = {name: {"value": value, "page": 1, "boxes": []} for name, value in values.items()}
    return {"pages": [1], "fields": fields, "record_id": record_id}


@pytest.mark.parametrize(
    ("first", "second", "are_several"),
    [
        (told(birth_date="1954-03-12"), told(birth_date="1961-11-02"), True),
        (told(ins="154037599900186"), told(ins="261117599900133"), True),
        (told(birth_name="LEROUX", first_name="Anne"), told(birth_name="MARCHAL", first_name="Jean"), True),
        (told("12"), told("15"), True),
        (told("12", birth_date="1954-03-12"), told("12", birth_date="1954-03-17"), False),
        (told(birth_name="LEROUX", first_name="Anne"), told(birth_name="LEROUX-BLIN", first_name="Anne"), False),
        (told(birth_date="1954-03-12"), told(birth_name="MARCHAL"), False),
        (told(), {"pages": [2], "fields": None}, False),
    ],
)
def test_a_file_of_several_persons_is_known_by_what_was_read(
    first: dict[str, Any], second: dict[str, Any], *, are_several: bool
) -> None:
    assert names_several_people(item(first, second), FILE) is are_several
    assert not names_several_people(item(first), FILE)


async def test_the_papers_of_a_page_become_items_with_their_reading_on_a_page_of_their_own() -> None:
    kept = Kept(item(document(LEFT, box=LEFT), document(RIGHT)))
    numbers = await kept.parting().part(7, 1, file=FILE, page_count=1, starts=(), papers=(1,), operator=CLERK)
    assert numbers == [101, 102]
    ((name, groups, more),) = kept.asked
    assert name == "cut_pages"
    assert groups == [[PageCut(page=1, region=LEFT, rotation=90)], [PageCut(page=1, region=RIGHT, rotation=90)]]
    assert more[-1] == 180
    assert [one.files[0].name for one in kept.added] == ["scan (p. 1, papier 1).pdf", "scan (p. 1, papier 2).pdf"]
    assert len({one.dedup_key for one in kept.added}) == 2
    assert kept.added[1].details == {"parted_from": 7, "pages": [1], "region": sides(RIGHT)}
    for new, told in zip(kept.added, kept.readings, strict=True):
        (alone,) = told[new.files[0].name]["documents"]
        assert alone["fields"]["birth_date"]["boxes"][0] == pytest.approx([0.6, 0.2, 0.7, 0.3])
        assert (alone["pages"], alone["codes"], told["reason"]) == ([1], ["INT-036"], "")
        assert "region" not in alone
    assert "101, 102" in kept.aside


async def test_papers_that_a_person_leaves_together_stay_one_page() -> None:
    kept = Kept(item(document(LEFT), document(RIGHT)))
    with pytest.raises(RuleViolation) as refused:
        await kept.parting().part(7, 1, file=FILE, page_count=1, starts=(), operator=CLERK)
    assert refused.value.findings[0].code == "INT-191"
    assert not kept.added
    await kept.parting().part(7, 1, file=FILE, page_count=2, starts=(2,), operator=CLERK)
    assert kept.asked[0][:2] == ("part_pictures", [[1], [2]])
    assert not kept.readings, "a page with both papers keeps the reading of neither"


def test_the_reading_that_is_kept_says_where_each_paper_lay() -> None:
    paper = replace(make_page("Certificat médical\nné le 02/11/1961"), region=RIGHT)
    read = extract_fields([paper], received_on="2026-11-01")
    decision = IntakeDecision(action=IntakeAction.REVIEW, reason="Plusieurs papiers.", codes=("INT-149",))
    told = IntakeDocument(read=read, matching=Matching(matches=(), margin=0.0), decision=decision)
    judged = Judged(document=told, rule=ModeRule(), open_decision=decision)
    letter = make_page("Lettre", number=2)
    seen = FileSeen(pages=(paper, letter), documents=((read, (paper,)), (read, (letter,))))
    kept = describe_files([FileRead(file=FILE, seen=seen, judged=(judged, judged))], versions={})
    first, second = kept["scan.jpg"]["documents"]
    assert first["region"] == sides(RIGHT)
    assert "region" not in second
    shown, other = read_documents(kept, "scan.jpg")
    assert (shown.region, other.region) == (RIGHT, None)


def test_what_lies_beside_a_paper_is_under_a_veil_however_the_page_is_turned() -> None:
    reading = Reading(pages=(1,), region=Box(x0=0.25, y0=0.0, x1=0.75, y1=0.5))
    veil = [(one.x, one.y, one.width, one.height) for one in describe_shades(reading, 1, 0)]
    assert veil == [
        ("0.0", "500.0", "1000.0", "500.0"),
        ("0.0", "0.0", "250.0", "500.0"),
        ("750.0", "0.0", "250.0", "500.0"),
    ]
    assert sum(float(one.width) * float(one.height) for one in describe_shades(reading, 1, 90)) == pytest.approx(
        750_000
    )
    assert describe_shades(reading, 2, 0) == describe_shades(Reading(pages=(1,)), 1, 0) == ()
