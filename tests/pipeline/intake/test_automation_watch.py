"""What is filed without a person is watched: the sample, reviews, the stop at the first error, the release, undo."""

from datetime import timedelta

import pytest
from eval.generate import make_file
from eval.types import SEEN

from liane.domain.actors.operator import Operator, Role
from liane.domain.documents.delivery import Destination
from liane.domain.documents.request import RequestAction
from liane.domain.errors import RuleViolation
from liane.domain.intake.decide.policy import FilingMode
from liane.domain.intake.modes import DEFAULT_RULE, ModeRule, find_rule, join_rules, name_source
from liane.pipeline.intake.automatic_filing import STOPPED
from liane.pipeline.intake.watched_desk import WRONG_PATIENT
from liane.store.intake_automation import AutomaticFiling, Review
from liane.store.intake_records import IntakeItem, ItemState
from liane.store.postgres_store import PostgresStore
from tests.pipeline.intake.reading_kit import AUTOMATIC, TARGET, ReadingFlow, find_persons

pytestmark = pytest.mark.anyio
LETTER = make_file(11, grade="digital", split=SEEN, trap="nothing")
OTHER = make_file(12, grade="digital", split=SEEN, trap="nothing")
CHIEF = Operator(name="Lou TESTCADRE", roles=frozenset({Role.ADMINISTRATION}))
SOURCE = "folder:scanner"


@pytest.fixture
async def flow(store: PostgresStore) -> ReadingFlow:
    opened = ReadingFlow(store, rules=(AUTOMATIC,))
    await opened.know(*find_persons(LETTER), *find_persons(OTHER))
    return opened


async def file_alone(flow: ReadingFlow, rank: int = 0) -> IntakeItem:
    item = await flow.read(await flow.put(LETTER, dedup_key=f"k{rank}"))
    assert item.state is ItemState.FILED
    return item


async def somebody_else(flow: ReadingFlow, item: IntakeItem) -> int:
    found = await flow.store.registry.get_persons(range(1, 40))
    return next(one.id for one in found if one.id != item.person_id)


async def names_of_system_events(flow: ReadingFlow) -> list[str]:
    async with flow.store.reading() as connection:
        rows = await connection.fetch("SELECT name FROM events WHERE chain = 0 ORDER BY seq")
    return [row["name"] for row in rows]


def test_the_most_precise_rule_wins_a_source_before_a_type() -> None:
    def rule(source: str, code: str, mode: FilingMode) -> ModeRule:
        return ModeRule(source=source, type_code=code, mode=mode)

    manual, automatic = FilingMode.MANUAL, FilingMode.AUTOMATIC
    rules = (rule("*", "11488-4", automatic), rule("folder", "*", manual))
    assert find_rule(rules, "folder:a", "11488-4").mode is manual
    assert find_rule(rules, "upload", "11488-4").mode is automatic
    assert find_rule(rules, "upload", "11502-2") == DEFAULT_RULE
    joined = join_rules(rules, (rule("folder", "*", automatic), rule("folder:a", "*", manual)))
    assert find_rule(joined, "folder:b", "").mode is automatic
    assert find_rule(joined, "folder:a", "").mode is manual
    assert (name_source("upload", "dépôt HTTP"), name_source("folder", "a")) == ("upload", "folder:a")


async def test_two_filings_in_a_hundred_are_drawn_the_same_ones_each_time(flow: ReadingFlow) -> None:
    drawn = []
    for number in range(1, 1001):
        filing = AutomaticFiling(
            item_id=number,
            document_id=number,
            person_id=1,
            source=SOURCE,
            type_code="11488-4",
            unit="",
            filed_at=flow.clock(),
        )
        kept = await flow.automation.record(filing)
        assert kept.is_sampled == (kept.review is Review.WAITING)
        drawn.append(kept.is_sampled)
        if number < 20:
            assert (await flow.automation.record(filing)).is_sampled == kept.is_sampled
    assert 5 <= sum(drawn) <= 45
    assert len(await flow.automation.list_to_review(limit=500)) == sum(drawn)
    assert (await flow.automation.load_watch()).of(SOURCE).filed == 1000


async def test_a_right_review_lowers_the_bound_and_a_wrong_one_stops_the_source(flow: ReadingFlow) -> None:
    first, second = await file_alone(flow, 1), await file_alone(flow, 2)
    async with flow.store.writing() as connection:
        await connection.execute("UPDATE intake_automatic SET is_sampled = true, review = 'waiting'")
    at = flow.clock()
    right = {"answered": first.person_id, "is_wrong": False, "by": "Anne", "at": at}
    assert await flow.automation.record_review(first.id, **right)  # type: ignore[arg-type]
    assert not await flow.automation.record_review(first.id, **right)  # type: ignore[arg-type]
    watch = (await flow.automation.load_watch()).of(SOURCE)
    assert (watch.reviewed, watch.wrong, watch.is_stopped) == (1, 0, False)
    assert watch.upper_bound == pytest.approx(0.95, abs=0.001)
    assert await flow.automation.record_review(second.id, answered=9, is_wrong=True, by="Anne", at=at)
    watch = (await flow.automation.load_watch()).of(SOURCE)
    assert (watch.reviewed, watch.wrong, watch.stopped_at, watch.stopped_document) == (2, 1, at, str(second.id))
    held = await flow.read(await flow.put(LETTER, dedup_key="next"))
    assert (held.state, "arrêté pour cette source" in held.reason) == (ItemState.WAITING, True)
    other = await flow.read(await flow.put(LETTER, door="autre scanner"))
    assert other.state is ItemState.FILED, "the other sources go on"
    assert await names_of_system_events(flow) == [
        "automation.filed",
        "automation.filed",
        "automation.reviewed",
        "automation.reviewed",
        "automation.stopped",
        "automation.filed",
    ]


async def test_only_a_named_person_with_a_reason_releases_a_source(flow: ReadingFlow) -> None:
    item = await file_alone(flow)
    await flow.automation.record_review(item.id, answered=None, is_wrong=True, by="Anne", at=flow.clock())
    for by, reason in (("", "vérifié avec le service"), (CHIEF.name, "ok")):
        with pytest.raises(RuleViolation):
            await flow.automation.release(SOURCE, by=by, reason=reason, at=flow.clock())
    assert await flow.find_stopped() == {SOURCE}
    await flow.automation.release(SOURCE, by=CHIEF.name, reason="étiquette mal collée, vérifié", at=flow.clock())
    watch = (await flow.automation.load_watch()).of(SOURCE)
    assert (watch.is_stopped, watch.released_by, watch.wrong) == (False, CHIEF.name, 1)
    await file_alone(flow, 3)


async def test_undoing_for_a_wrong_patient_counts_and_the_record_system_is_told(flow: ReadingFlow) -> None:
    item = await file_alone(flow)
    await flow.desk.reopen(item.id, item.version, reason="mauvais type", operator=CHIEF)
    assert await flow.find_stopped() == frozenset()
    assert item.document_id is not None
    sent = await flow.store.find_deliveries(item.document_id)
    assert [d.state.value for d in sent if d.destination is Destination.LPS] == ["cancelled"]
    again = await flow.store.intake.get_item(item.id)
    assert again.state is ItemState.WAITING
    assert (await flow.automation.get_filing(item.id)).undone_by == CHIEF.name
    other = await file_alone(flow, 5)
    await _deliver(flow, other)
    await flow.desk.reopen(other.id, other.version, reason=f"{WRONG_PATIENT} : homonyme", operator=CHIEF)
    assert await flow.find_stopped() == {SOURCE}
    sent = await flow.store.find_deliveries(other.document_id or 0)
    assert [d.action for d in sent if d.destination is Destination.LPS] == ["create", RequestAction.DELETE.value]


async def _deliver(flow: ReadingFlow, item: IntakeItem) -> None:
    """Have the record system hold the document."""
    async with flow.store.writing() as connection:
        await connection.execute(
            "UPDATE deliveries SET state = 'delivered', done_at = $2, due = 'infinity' WHERE document_id = $1",
            item.document_id,
            flow.clock(),
        )


async def test_filed_again_for_somebody_else_the_first_filing_was_wrong(flow: ReadingFlow) -> None:
    item = await file_alone(flow)
    back = await flow.desk.reopen(item.id, item.version, reason="à revoir", operator=CHIEF)
    assert item.person_id is not None
    choices = {"type_code": "11488-4", "type_label": "Consultation", "target": TARGET}
    same = await flow.desk.file(back.id, back.version, person_id=item.person_id, operator=CHIEF, choices=choices)
    assert await flow.find_stopped() == frozenset()
    back = await flow.desk.reopen(same.id, same.version, reason="à revoir encore", operator=CHIEF)
    person = await somebody_else(flow, item)
    await flow.desk.file(back.id, back.version, person_id=person, operator=CHIEF, choices=choices)
    filing = await flow.automation.get_filing(item.id)
    assert (filing.review, filing.answered, filing.reviewed_by) == (Review.WRONG, person, CHIEF.name)
    assert await flow.find_stopped() == {SOURCE}


async def test_an_undone_filing_is_not_done_again_by_itself(flow: ReadingFlow) -> None:
    item = await file_alone(flow)
    await flow.desk.reopen(item.id, item.version, reason="mauvais type", operator=CHIEF)
    assert (await flow.read(item.id)).state is ItemState.WAITING


async def test_a_source_stopped_between_the_reading_and_the_filing_files_nothing(flow: ReadingFlow) -> None:
    first = await file_alone(flow)
    number = await flow.put(LETTER, dedup_key="second")
    flow.clock.advance(seconds=1)
    saved = flow.queue
    (claimed,) = await saved.claim(limit=1, now=flow.clock(), lease=timedelta(seconds=60))
    await flow.service._read(claimed)
    await flow.automation.record_review(first.id, answered=None, is_wrong=True, by="Anne", at=flow.clock())
    item = await flow.read(number)
    assert (item.state, item.reason) == (ItemState.WAITING, STOPPED)
    assert await flow.queue.count_waiting() == 0


async def test_what_was_filed_alone_waits_for_a_look(flow: ReadingFlow) -> None:
    item, other = await file_alone(flow, 1), await file_alone(flow, 2)
    assert [one.item_id for one in await flow.automation.list_unseen()] == [other.id, item.id]
    assert await flow.automation.list_unseen(("UF 7",)) == []
    assert await flow.automation.mark_seen([item.id], by="Anne", at=flow.clock()) == 1
    assert await flow.automation.mark_seen([item.id], by="Paul", at=flow.clock()) == 0
    assert [one.item_id for one in await flow.automation.list_unseen()] == [other.id]
    assert (await flow.automation.get_filing(item.id)).seen_by == "Anne"


async def test_an_administrator_sets_a_mode_over_that_of_the_settings(flow: ReadingFlow) -> None:
    rule = ModeRule(mode=FilingMode.MANUAL)
    await flow.automation.set_mode(rule, by=CHIEF.name, reason="déménagement du service", at=flow.clock())
    item = await flow.read(await flow.put(LETTER))
    assert (item.state, "à la main" in item.reason) == (ItemState.WAITING, True)
    (kept,) = await flow.automation.load_modes()
    assert (kept.rule, kept.by, kept.reason) == (rule, CHIEF.name, "déménagement du service")
    assert await names_of_system_events(flow) == ["automation.mode_set"]
