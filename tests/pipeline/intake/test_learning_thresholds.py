"""Thresholds measured each night on what persons filed: in force alone, since they only show more, until retired."""

from datetime import timedelta

import pytest
from eval.generate import make_file
from eval.types import SEEN

from liane.domain.actors.operator import Operator, Role
from liane.domain.intake.calibration import fit_isotonic
from liane.domain.intake.learn.thresholds import SiteThresholds
from liane.pipeline.intake import learning_thresholds
from liane.store.intake_models import ModelState
from liane.store.intake_records import ItemState
from liane.store.postgres_store import PostgresStore
from tests.pipeline.intake.reading_kit import AUTOMATIC, ReadingFlow, find_persons

pytestmark = pytest.mark.anyio
LETTER = make_file(11, grade="digital", split=SEEN, trap="nothing")
CLERK = Operator(name="Noé TESTSECRETARIAT", roles=frozenset({Role.SECRETARIAT}))
DOUBTFUL = SiteThresholds(
    calibrations=(fit_isotonic("doc_type", [0.5] * 20, [True] * 5 + [False] * 15, data="", date=""),)
)


@pytest.fixture
def flow(store: PostgresStore) -> ReadingFlow:
    return ReadingFlow(store)


async def test_what_persons_keep_and_correct_is_read_from_the_items(flow: ReadingFlow) -> None:
    (person, *_) = await flow.know(*find_persons(LETTER))
    read = []
    for rank, corrections in enumerate(({}, {"doc_date": {"read": "2026-01-01", "kept": "2026-03-02"}})):
        item = await flow.read(await flow.put(LETTER, data=LETTER.data + b"%" * rank))
        (document,) = (item.reading or {})[LETTER.name]["documents"]
        code = document["fields"]["doc_type"]["value"] if rank == 0 else "11490-0"
        choices = {"type_code": code, "document_date": "20260302", "title": "Lettre", "corrections": corrections}
        await flow.desk.file(item.id, item.version, person_id=person, operator=CLERK, choices=choices)
        read.append(document["fields"])
        flow.clock.advance(seconds=1)
    samples = await flow.learnt.thresholds.load_samples()
    told = {(one.name, one.score, one.is_right) for one in samples}
    assert told == {
        (name, read[rank][name]["confidence"], is_right)
        for rank, is_right in ((0, True), (1, False))
        for name in ("doc_type", "doc_date")
    }


async def test_what_went_alone_is_no_sample(flow: ReadingFlow) -> None:
    await flow.know(*find_persons(LETTER))
    flow.rules = (AUTOMATIC,)
    item = await flow.read(await flow.put(LETTER))
    assert item.state is ItemState.FILED
    assert await flow.learnt.thresholds.load_samples() == []


async def test_they_have_shown_what_would_have_gone_alone(flow: ReadingFlow) -> None:
    await flow.know(*find_persons(LETTER))
    flow.rules = (AUTOMATIC,)
    models = flow.learnt.thresholds.models
    number = await models.add(DOUBTFUL, {}, flow.clock())
    await models.set_state(number, ModelState.IN_FORCE, by="Liane", reason="", at=flow.clock(), remembers=False)
    item = await flow.read(await flow.put(LETTER))
    assert item.state is ItemState.WAITING
    assert item.reason == "Le type du document n'est pas assez sûr."
    assert (item.reading or {})[LETTER.name]["versions"]["seuils"] == str(number)


async def test_the_night_measures_again_and_a_person_has_the_last_word(
    flow: ReadingFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [None, DOUBTFUL, DOUBTFUL, DOUBTFUL, DOUBTFUL]
    monkeypatch.setattr(learning_thresholds, "fit_thresholds", lambda *_args, **_options: made.pop(0))
    monkeypatch.setattr(learning_thresholds, "describe_thresholds", lambda *_args, **_options: {})
    models = flow.learnt.thresholds.models
    assert not await flow.learner.train()
    assert await models.list_all() == []

    assert await flow.learner.train()
    first = await models.find(ModelState.IN_FORCE)
    assert first is not None
    assert first.changed_by == "Liane"

    flow.clock.advance(seconds=timedelta(days=1).total_seconds())
    assert await flow.learner.train()
    second = await models.find(ModelState.IN_FORCE)
    assert second is not None
    assert second.id > first.id

    flow.clock.advance(seconds=60)
    await models.set_state(second.id, ModelState.RETIRED, by="Adé", reason="trop prudent", at=flow.clock())
    assert await models.find(ModelState.IN_FORCE) is None, "the release's again, not last night's"

    flow.clock.advance(seconds=timedelta(days=1).total_seconds())
    assert await flow.learner.train()
    assert await models.find(ModelState.IN_FORCE) is None
    waiting = await models.find(ModelState.SHADOW)
    assert waiting is not None

    flow.clock.advance(seconds=60)
    await models.set_state(waiting.id, ModelState.IN_FORCE, by="Adé", reason="à réessayer", at=flow.clock())
    flow.clock.advance(seconds=timedelta(days=1).total_seconds())
    assert await flow.learner.train()
    last = await models.find(ModelState.IN_FORCE)
    assert last is not None
    assert last.id > waiting.id
