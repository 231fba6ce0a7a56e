"""Learning, end to end: persons file what came in, lessons are learnt, the next document is proposed otherwise, never
filed alone.
"""

from datetime import timedelta

import numpy as np
import pytest
from eval.generate import TrueFile, make_file
from eval.types import SEEN

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.classify.model import load_model
from liane.domain.intake.fields import FieldName
from liane.domain.intake.learn.lessons import LessonKind, LessonState
from liane.domain.intake.learn.type_adaptation import Adaptation, TypeExample, fingerprint
from liane.pipeline.intake.learning import LEARNT
from liane.store.intake_learning import Decided
from liane.store.intake_models import ModelState
from liane.store.intake_records import IntakeItem, ItemSource, ItemState
from liane.store.postgres_store import PostgresStore
from tests.pipeline.intake.reading_kit import AUTOMATIC, ReadingFlow, find_persons

pytestmark = pytest.mark.anyio
LETTER = make_file(11, grade="digital", split=SEEN, trap="nothing")
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
SENDER = "cabinet@test.mssante.fr"
OTHER_TYPE = "11490-0"


@pytest.fixture
def flow(store: PostgresStore) -> ReadingFlow:
    return ReadingFlow(store)


async def receive(flow: ReadingFlow, file: TrueFile = LETTER) -> IntakeItem:
    """One more letter of the same sender; a last line makes its bytes its own."""
    data = file.data + f"\n% {flow.clock().isoformat()}".encode()
    number = await flow.put(file, data=data, sender=SENDER, source=ItemSource.MSSANTE, door="boite@ch.mssante.fr")
    return await flow.read(number)


async def file_as(flow: ReadingFlow, item: IntakeItem, person: int, code: str) -> None:
    proposed = first_type(item)
    choices = {"type_code": code, "document_date": "20260302", "title": "Lettre"}
    if code != proposed:
        choices["corrections"] = {"doc_type": {"read": proposed, "kept": code}}  # type: ignore[assignment]
    await flow.desk.file(item.id, item.version, person_id=person, operator=CLERK, choices=choices)
    flow.clock.advance(seconds=1)
    await flow.learner.observe()


def first_type(item: IntakeItem) -> str:
    (document,) = (item.reading or {})[LETTER.name]["documents"]
    return str(document["types"][0]["code"])


async def test_three_corrections_of_one_sender_change_what_is_proposed_and_never_file_alone(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    for _ in range(3):
        item = await receive(flow)
        assert first_type(item) != OTHER_TYPE
        await file_as(flow, item, person, OTHER_TYPE)
    (kept,) = [one for one in await flow.learnt.list_lessons() if one.lesson.kind is LessonKind.TYPE]
    assert (kept.lesson.state, kept.lesson.chosen, kept.lesson.sender) == (LessonState.LEARNT, OTHER_TYPE, SENDER)
    flow.rules = (AUTOMATIC,)
    item = await receive(flow)
    assert first_type(item) == OTHER_TYPE
    assert item.state is ItemState.WAITING, "what learning changed is always seen by a person"
    codes = (item.reading or {})[LETTER.name]["documents"][0]["codes"]
    assert LEARNT.code in codes
    (kept,) = [one for one in await flow.learnt.list_lessons() if one.lesson.kind is LessonKind.TYPE]
    assert kept.used == 1


async def test_another_sender_is_not_concerned_and_still_goes_alone(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    for _ in range(3):
        await file_as(flow, await receive(flow), person, OTHER_TYPE)
    flow.rules = (AUTOMATIC,)
    item = await flow.read(await flow.put(LETTER, data=LETTER.data + b"\n%other"))
    assert item.state is ItemState.FILED


async def test_a_person_puts_a_lesson_off_and_it_stays_off(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    for _ in range(3):
        await file_as(flow, await receive(flow), person, OTHER_TYPE)
    (kept,) = [one for one in await flow.learnt.list_lessons() if one.lesson.kind is LessonKind.TYPE]
    at = flow.clock()
    await flow.learnt.set_lesson(kept.lesson.id, LessonState.REFUSED, by="Adé", reason="le cabinet a changé", at=at)
    item = await receive(flow)
    assert first_type(item) != OTHER_TYPE
    await file_as(flow, item, person, OTHER_TYPE)
    (kept,) = [one for one in await flow.learnt.list_lessons() if one.lesson.kind is LessonKind.TYPE]
    assert (kept.lesson.state, kept.reason) == (LessonState.REFUSED, "le cabinet a changé")


async def test_each_decision_is_taken_once_whoever_observes_and_its_material_is_deleted(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    item = await receive(flow)
    assert await flow.learnt.load_material(item.id) is not None
    await file_as(flow, item, person, OTHER_TYPE)
    assert await flow.learner.observe() == 0
    assert await flow.learnt.load_material(item.id) is None
    decided = Decided(item_id=item.id, decided_at=flow.clock() - timedelta(seconds=1), type_code="", corrections={})
    before = await flow.learnt.list_lessons()
    assert not await flow.learnt.take(decided, (), None), "another node took it"
    assert await flow.learnt.list_lessons() == before
    (example,) = await flow.learnt.load_examples()
    assert (example.item_id, example.code) == (item.id, OTHER_TYPE)


async def test_a_corrected_value_teaches_its_place(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    item = await receive(flow)
    (document,) = (item.reading or {})[LETTER.name]["documents"]
    read = document["fields"]["doc_date"]
    choices = {
        "type_code": first_type(item),
        "document_date": "20260302",
        "corrections": {"doc_date": {"read": "", "kept": read["value"]}},
    }
    await flow.desk.file(item.id, item.version, person_id=person, operator=CLERK, choices=choices)
    await flow.learner.observe()
    (kept,) = [one for one in await flow.learnt.list_lessons() if one.lesson.field is FieldName.DOC_DATE]
    assert kept.lesson.place is not None
    assert (kept.lesson.kind, kept.lesson.state) == (LessonKind.PLACE, LessonState.OBSERVED)
    x0, y0, _, _ = read["boxes"][0]
    assert (kept.lesson.place.page, kept.lesson.place.box.x0) == (read["page"], pytest.approx(x0, abs=1e-3))
    assert kept.lesson.place.box.y0 == pytest.approx(y0, abs=1e-3)


async def test_a_model_starts_in_shadow_is_put_in_force_by_a_person_and_left_again(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    item = await receive(flow)
    model, proposed = load_model(), first_type(item)
    target = next(code for code in model.codes if code != proposed)
    bias = np.zeros(len(model.codes), dtype=np.float32)
    bias[model.codes.index(target)] = 30.0
    number = await flow.learnt.types.add(
        Adaptation(codes=model.codes, rows={}, bias=bias, model=fingerprint(model)),
        {"before": 0.5, "after": 0.9},
        flow.clock(),
    )
    assert first_type(await receive(flow)) == proposed, "in shadow, it changes nothing"
    await file_as(flow, item, person, target)
    shadow = await flow.learnt.types.find(ModelState.SHADOW)
    assert shadow is not None
    assert (shadow.seen, shadow.right_then) == (1, 1)
    await flow.learnt.types.set_state(number, ModelState.IN_FORCE, by="Adé", reason="essai", at=flow.clock())
    flow.rules = (AUTOMATIC,)
    changed = await receive(flow)
    assert first_type(changed) == target
    assert changed.state is ItemState.WAITING
    await flow.learnt.types.set_state(number, ModelState.RETIRED, by="Adé", reason="retour", at=flow.clock())
    assert (await receive(flow)).state is ItemState.FILED
    with pytest.raises(LookupError):
        await flow.learnt.types.set_state(number + 999, ModelState.RETIRED, by="Adé", reason="x", at=flow.clock())


async def test_a_night_without_enough_examples_makes_no_model_and_is_not_tried_again_at_once(flow: ReadingFlow) -> None:
    assert not await flow.learner.train_when_due()
    assert await flow.learnt.find_trained_at() == flow.clock()
    assert not await flow.learner.train_when_due()
    assert await flow.learnt.types.list_all() == []
    example = TypeExample(item_id=1, features=((0, 1.0),), code="x")
    decided = Decided(item_id=1, decided_at=flow.clock(), type_code="x", corrections={})
    assert await flow.learnt.take(decided, (), example)
    await flow.learnt.forget_old(flow.clock() + timedelta(days=800))
    assert await flow.learnt.load_examples() == []
