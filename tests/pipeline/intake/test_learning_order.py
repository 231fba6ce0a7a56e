"""The order of the records, learnt end to end: what persons choose is kept, a better order starts in shadow, what it
changes is always shown.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from eval.generate import make_file
from eval.types import SEEN

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.learn.record_ranking import RankAdaptation, RankedRecord, RankExample
from liane.domain.intake.matching.match import Matching
from liane.domain.intake.outcome import IntakeAction, IntakeDecision, IntakeDocument
from liane.pipeline.intake.learning import LEARNT, hold_back
from liane.pipeline.intake.learning_order import fit_order
from liane.pipeline.intake.reading_steps import Judged
from liane.store.intake_learning import Decided
from liane.store.intake_models import ModelState
from liane.store.intake_ranking import RankSeen, find_proposed, read_ranking, write_ranking
from liane.store.intake_records import IntakeItem, ItemState
from liane.store.postgres_store import PostgresStore
from tests.pipeline.intake.reading_kit import AUTOMATIC, ReadingFlow, find_persons

pytestmark = pytest.mark.anyio
LETTER = make_file(11, grade="digital", split=SEEN, trap="nothing")
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
NEAR_DATE = RankAdaptation(bits={"date de naissance|proche": 60.0})
GOOD = RankedRecord(score=28.5, cells=("lieu de naissance|concorde",))
BAD = RankedRecord(score=30.0, cells=("lieu de naissance|diffère",))


@pytest.fixture
def flow(store: PostgresStore) -> ReadingFlow:
    return ReadingFlow(store)


async def know_two(flow: ReadingFlow) -> list[int]:
    """The patient of the letter, without an INS, and somebody of the same name born a day apart."""
    (patient, *_) = find_persons(LETTER)
    born = patient.birth_date
    other_day = born.replace(day=born.day - 1 if born.day % 10 else born.day + 1)
    other = replace(patient, ins="", ipp="", record_id="other", birth_date=other_day)
    return await flow.know(replace(patient, ins="", ipp=""), other)


def list_proposed(item: IntakeItem) -> list[str]:
    (document,) = (item.reading or {})[LETTER.name]["documents"]
    return [one["record_id"] for one in document["candidates"]]


async def receive(flow: ReadingFlow) -> IntakeItem:
    data = LETTER.data + f"\n% {flow.clock().isoformat()}".encode()
    return await flow.read(await flow.put(LETTER, data=data))


async def choose(flow: ReadingFlow, item: IntakeItem, person: int) -> RankExample:
    choices = {"type_code": "11488-4", "document_date": "20260302", "title": "Lettre"}
    await flow.desk.file(item.id, item.version, person_id=person, operator=CLERK, choices=choices)
    flow.clock.advance(seconds=1)
    await flow.learner.observe()
    return next(one for one in await flow.learnt.ranking.load_examples() if one.item_id == item.id)


async def test_an_order_in_force_puts_another_record_first_for_a_person_to_see(flow: ReadingFlow) -> None:
    patient, other = await know_two(flow)
    plain = await receive(flow)
    assert list_proposed(plain) == [str(patient), str(other)]
    models = flow.learnt.ranking.models
    number = await models.add(NEAR_DATE, {"before": 0.5, "after": 0.9}, flow.clock())
    assert list_proposed(await receive(flow)) == [str(patient), str(other)], "in shadow, it changes nothing"
    await models.set_state(number, ModelState.IN_FORCE, by="Adé", reason="essai", at=flow.clock())
    flow.rules = (AUTOMATIC,)
    changed = await receive(flow)
    assert list_proposed(changed) == [str(other), str(patient)]
    assert changed.state is ItemState.WAITING
    assert (changed.reading or {})[LETTER.name]["versions"] == {"liane": "test", "ordre": str(number)}
    example = await choose(flow, changed, patient)
    assert example.chosen == 0, "what was learnt is taken out of what is learnt from"
    assert example.records == (await choose(flow, plain, patient)).records
    await models.set_state(number, ModelState.RETIRED, by="Adé", reason="retour", at=flow.clock())
    assert list_proposed(await receive(flow)) == [str(patient), str(other)]


async def test_a_decision_undone_teaches_nothing_and_one_made_again_teaches_the_last(flow: ReadingFlow) -> None:
    patient, other = await know_two(flow)
    item = await receive(flow)
    assert (await choose(flow, item, other)).chosen == 1
    filed = await flow.store.intake.get_item(item.id)
    await flow.desk.reopen(item.id, filed.version, reason="mauvais dossier", operator=CLERK)
    assert await flow.learnt.ranking.load_examples() == []
    again = await flow.store.intake.get_item(item.id)
    assert (await choose(flow, again, patient)).chosen == 0


async def test_a_better_order_is_made_at_night_counted_in_shadow_and_old_examples_are_forgotten(
    flow: ReadingFlow,
) -> None:
    for number in range(1, 81):
        decided = Decided(item_id=number, decided_at=flow.clock(), type_code="", corrections={})
        seen = RankSeen(example=RankExample(item_id=number, records=(BAD, GOOD), chosen=1))
        assert await flow.learnt.take(decided, (), None, ranked=seen)
    assert await flow.learner.train_when_due()
    shadow = await flow.learnt.ranking.models.find(ModelState.SHADOW)
    assert shadow is not None
    assert shadow.adaptation is not None
    assert shadow.card["after"] > shadow.card["before"]
    assert shadow.card["wrong_after"] <= shadow.card["wrong_before"]
    patient, _ = await know_two(flow)
    await choose(flow, await receive(flow), patient)
    counted = await flow.learnt.ranking.models.find(ModelState.SHADOW)
    assert counted is not None
    assert (counted.seen, counted.right_now, counted.wrong_then) == (1, 1, 0)
    await flow.learnt.forget_old(flow.clock() + timedelta(days=800))
    assert await flow.learnt.ranking.load_examples() == []


def test_no_gain_makes_no_order() -> None:
    examples = tuple(RankExample(item_id=number, records=(BAD, GOOD), chosen=0) for number in range(80))
    made, figures = fit_order(examples, 1000)
    assert made is None
    assert figures["before"] == figures["after"] == 1.0


def test_a_document_whose_order_was_changed_never_goes_alone() -> None:
    alone = IntakeDecision(action=IntakeAction.AUTO, reason="sûr", record_id="personne:1", record_confidence=1.0)
    matching = Matching(matches=(), margin=20.0, neighbours=(), is_learnt=True)
    document = IntakeDocument(read=ReadDocument(pages=(1,)), matching=matching, decision=alone)
    judged = Judged(document=document, rule=AUTOMATIC, open_decision=alone)
    (held,) = hold_back((judged,), is_changed=False)
    assert held.document.decision.action is IntakeAction.REVIEW
    assert held.document.decision.codes == (LEARNT.code,)
    assert held.open_decision.action is IntakeAction.REVIEW
    untouched = replace(judged, document=replace(document, matching=replace(matching, is_learnt=False)))
    assert hold_back((untouched,), is_changed=False) == (untouched,)


def test_an_adaptation_is_kept_whole_and_a_file_of_several_documents_teaches_nothing() -> None:
    assert read_ranking(write_ranking(NEAR_DATE)) == NEAR_DATE
    document = {"candidates": [{"record_id": "7", "score": 3.0, "evidence": []}]}
    assert find_proposed({"a.pdf": {"documents": [document]}}) == [(7, RankedRecord(score=3.0, cells=()))]
    assert find_proposed({"a.pdf": {"documents": [document, document]}}) == []
    assert find_proposed({"a.pdf": {}}) == []
