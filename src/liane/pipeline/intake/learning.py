"""Learning from what persons file: what was learnt is proposed at a reading, what is decided is learnt from.

What a lesson or an adaptation changes is judged again and always shown to a person: learning never files, and a
document that it changed never goes alone. Rule: intake.md §5, §8.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from liane.domain.errors import StorageUnavailable
from liane.domain.intake.classify.model import TypeModel, load_model
from liane.domain.intake.fields import FieldName, ReadDocument
from liane.domain.intake.learn.lessons import Use, apply_lessons
from liane.domain.intake.learn.material import find_observations, gather
from liane.domain.intake.learn.record_ranking import RankAdaptation
from liane.domain.intake.learn.thresholds import SiteThresholds
from liane.domain.intake.learn.type_adaptation import (
    Adaptation,
    TypeExample,
    is_better,
    measure,
    rerank,
    score,
    train,
    vectorise,
)
from liane.domain.intake.outcome import IntakeAction
from liane.domain.intake.page import Page
from liane.pipeline.intake.file_reading import FileSeen
from liane.pipeline.intake.learning_order import OrderWork
from liane.pipeline.intake.learning_thresholds import ThresholdWork
from liane.pipeline.intake.pages import Run
from liane.pipeline.intake.reading_outcome import Obstacle
from liane.pipeline.intake.reading_steps import Judged
from liane.store.intake_learning import KeptMaterial, LearningStore, number_uses
from liane.store.intake_models import KeptModel, ModelState, ShadowCount

log = structlog.get_logger(__name__)
LEARNT = Obstacle(
    code="INT-278",
    message="Une habitude de cet expéditeur, ou de la maison, a changé la proposition : à vérifier.",
)
DECIDED_AT_ONCE = 100
POLL_S = 30.0
TRAIN_EVERY = timedelta(hours=24)
SHADOW_MIN = 20
"""Documents that a model in shadow must have seen before it may be put in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A file after what was learnt. seen: as shown. uses: lessons that changed it. is_adapted: types weighed anew."""

    seen: FileSeen
    uses: tuple[Use, ...] = ()
    is_adapted: bool = False

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was learnt about this file that changes it."""
        return bool(self.uses) or self.is_adapted


def find_sender(address: str, read: ReadDocument) -> str:
    """Name the sender of a document: the address of a mail, else the structure or author whose number has its key."""
    if "@" in address:
        return address.strip().lower()
    for name, prefix in ((FieldName.STRUCTURE_FINESS, "finess"), (FieldName.AUTHOR_RPPS, "rpps")):
        found = read.fields.get(name)
        if found is not None and found.chosen.is_checked:
            return f"{prefix}:{found.chosen.value}"
    return ""


def hold_back(judged: Sequence[Judged], *, is_changed: bool) -> tuple[Judged, ...]:
    """Have a person look at every document that learning changed. is_changed: what was read; the order of the records
    of a document is said by its matching. Rule: intake.md §8 (never relaxes §5).
    """
    held = []
    for one in judged:
        if not is_changed and not one.document.matching.is_learnt:
            held.append(one)
            continue
        decision = one.document.decision
        if decision.action is IntakeAction.AUTO:
            decision = replace(
                decision, action=IntakeAction.REVIEW, reason=LEARNT.message, codes=(*decision.codes, LEARNT.code)
            )
        opened = one.open_decision
        if opened.action is IntakeAction.AUTO:
            opened = replace(opened, action=IntakeAction.REVIEW, codes=(*opened.codes, LEARNT.code))
        held.append(replace(one, document=replace(one.document, decision=decision), open_decision=opened))
    return tuple(held)


class Learning:
    """What was learnt, at a reading. run: runs a function in a worker process."""

    def __init__(self, store: LearningStore, *, run: Run, now: Callable[[], datetime]) -> None:
        self._store = store
        self._run = run
        self._now = now

    async def teach(self, item_id: int, address: str, plain: FileSeen) -> Taught:
        """Apply what was learnt to a file that holds one document, and keep what its reading may teach.

        A file of several documents is left as it was read: a person parts it first.
        """
        if len(plain.documents) != 1:
            return Taught(seen=plain)
        read, pages = plain.documents[0]
        sender = find_sender(address, read)
        features: tuple[tuple[int, float], ...] = await self._run(find_features, pages)
        shown, is_adapted = await self._adapt(read, features)
        lessons = await self._store.find_learnt(sender) if sender else []
        shown, uses = apply_lessons(shown, lessons)
        salt = secrets.token_hex(8)
        material = gather(read, shown, features, salt=salt)
        kept = KeptMaterial(item_id=item_id, sender=sender, salt=salt, uses=number_uses(uses), material=material)
        await self._store.keep_material(kept, self._now())
        if not uses and not is_adapted:
            return Taught(seen=plain)
        return Taught(seen=replace(plain, documents=((shown, pages),)), uses=uses, is_adapted=is_adapted)

    async def find_order(self) -> KeptModel[RankAdaptation] | None:
        """What was learnt of the order of the records, when it is in force."""
        return await self._store.ranking.models.find(ModelState.IN_FORCE)

    async def find_thresholds(self) -> KeptModel[SiteThresholds] | None:
        """The certainties measured on site, when they are in force."""
        return await self._store.thresholds.models.find(ModelState.IN_FORCE)

    async def _adapt(self, read: ReadDocument, features: tuple[tuple[int, float], ...]) -> tuple[ReadDocument, bool]:
        """Weigh the types with the adaptation in force; True when another type comes first."""
        in_force = await self._store.types.find(ModelState.IN_FORCE)
        if in_force is None or in_force.adaptation is None or not read.types or not _is_read(read):
            return read, False
        types = rerank(read.types, features, load_model(), in_force.adaptation)
        if types[0].code == read.types[0].code:
            return read, False
        fields = dict(read.fields)
        told = fields.get(FieldName.DOC_TYPE)
        if told is not None:
            fields[FieldName.DOC_TYPE] = replace(told, chosen=replace(told.chosen, value=types[0].code))
        return replace(read, types=types, fields=fields), True


def _is_read(read: ReadDocument) -> bool:
    """Tell whether the type was read on the pages, and not told by structured data."""
    told = read.fields.get(FieldName.DOC_TYPE)
    return told is None or told.chosen.page > 0


def find_features(pages: tuple[Page, ...]) -> tuple[tuple[int, float], ...]:
    """The words of a document as places in the packaged model. Runs in a worker process."""
    return vectorise(pages, load_model())


def fit(examples: tuple[TypeExample, ...]) -> tuple[Adaptation | None, dict[str, float]]:
    """Make an adaptation and its figures; None when it is not better. Runs in a worker process. Rule: intake.md §8."""
    model = load_model()
    made = train(model, examples)
    before, after = measure(model, None, examples), measure(model, made, examples)
    figures = {
        "examples": float(len(examples)),
        "frozen": float(after.documents),
        "before": round(before.share, 4),
        "after": round(after.share, 4),
    }
    return (made if made is not None and is_better(before, after) else None), figures


class LearningWork:
    """Takes what persons decided into account, and tries a new adaptation each night."""

    def __init__(self, store: LearningStore, *, run: Run, now: Callable[[], datetime], poll_s: float = POLL_S) -> None:
        self._store = store
        self._run = run
        self._now = now
        self._poll_s = poll_s
        self._order = OrderWork(store.ranking, run=run)
        self._thresholds = ThresholdWork(store.thresholds, run=run)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                while await self.observe():
                    pass
                await self.train_when_due()
            except StorageUnavailable:
                log.warning("learning.storage_unavailable")
            await asyncio.sleep(self._poll_s)

    async def observe(self) -> int:
        """Take the items decided since the last time into account, each once; returns how many."""
        decided = await self._store.find_decided(DECIDED_AT_ONCE)
        shadow = await self._store.types.find(ModelState.SHADOW) if decided else None
        in_force = await self._store.types.find(ModelState.IN_FORCE) if decided else None
        for one in decided:
            kept = await self._store.load_material(one.item_id)
            ranked = await self._order.see(one.item_id)
            if kept is None:
                await self._store.take(one, (), None, ranked=ranked)
                continue
            seen = find_observations(
                kept.material,
                sender=kept.sender,
                salt=kept.salt,
                type_code=one.type_code,
                corrections=one.corrections,
            )
            example = TypeExample(item_id=one.item_id, features=kept.material.features, code=one.type_code)
            is_whole = bool(example.features) and bool(one.type_code)
            counted = _count(example, shadow, in_force) if is_whole and shadow is not None else None
            await self._store.take(one, seen if kept.sender else (), example if is_whole else None, counted, ranked)
        if decided:
            log.info("learning.observed", items=len(decided))
        return len(decided)

    async def train_when_due(self) -> bool:
        """Try an adaptation once a day; True when one was made and put in shadow."""
        now = self._now()
        last = await self._store.find_trained_at()
        if last is not None and now - last < TRAIN_EVERY:
            return False
        return await self.train()

    async def train(self) -> bool:
        """Try new adaptations now, of the types and of the order; one that is better on the frozen documents starts in
        shadow. Rule: intake.md §8.
        """
        now = self._now()
        await self._store.forget_old(now)
        examples = await self._store.load_examples()
        made, figures = await self._run(fit, tuple(examples))
        await self._store.note_training(now)
        log.info("learning.trained", subject="types", is_better=made is not None, examples=len(examples))
        if made is not None:
            await self._store.types.add(made, figures, now)
        is_order_made = await self._order.train(now)
        are_thresholds_made = await self._thresholds.train(now)
        return made is not None or is_order_made or are_thresholds_made


def _count(example: TypeExample, shadow: KeptModel[Adaptation], in_force: KeptModel[Adaptation] | None) -> ShadowCount:
    """What one document says of a model in shadow, beside the one in force."""
    model = load_model()
    return ShadowCount(
        model_id=shadow.id,
        is_right_now=_first(example, model, in_force.adaptation if in_force else None) == example.code,
        is_right_then=_first(example, model, shadow.adaptation) == example.code,
    )


def _first(example: TypeExample, model: TypeModel, adaptation: Adaptation | None) -> str:
    logits = score(example.features, model, adaptation)
    return model.codes[int(logits.argmax())]
