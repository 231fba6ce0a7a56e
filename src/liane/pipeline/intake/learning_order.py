"""Learning in which order records are proposed, from the record that each person chose.

What lives here: what one decision teaches, and the nightly trial. What it changes is always shown to a person
(``learning.hold_back``). Rule: intake.md §8 (promoted only if better on a frozen set and no worse on wrong patient).
"""

from datetime import datetime

import structlog

from liane.domain.intake.learn.record_ranking import (
    RankAdaptation,
    RankExample,
    is_better,
    is_right,
    is_wrong,
    measure,
    train,
)
from liane.pipeline.intake.pages import Run
from liane.store.intake_models import KeptModel, ModelState, ShadowCount
from liane.store.intake_ranking import RankingStore, RankSeen

log = structlog.get_logger(__name__)


def fit_order(examples: tuple[RankExample, ...], size: int) -> tuple[RankAdaptation | None, dict[str, float]]:
    """Make an adaptation and its figures; None when it is not better. size: of the index. Runs in a worker process.

    Rule: intake.md §8.
    """
    made = train(examples)
    before, after = measure(None, examples, size), measure(made, examples, size)
    figures = {
        "examples": float(len(examples)),
        "frozen": float(after.documents),
        "before": round(before.share, 4),
        "after": round(after.share, 4),
        "wrong_before": float(before.wrong),
        "wrong_after": float(after.wrong),
    }
    return (made if made is not None and is_better(before, after) else None), figures


class OrderWork:
    """What decided documents teach of the order, and a new adaptation each night."""

    def __init__(self, store: RankingStore, *, run: Run) -> None:
        self._store = store
        self._run = run

    async def see(self, item_id: int) -> RankSeen | None:
        """What one decided item teaches; None when it teaches nothing."""
        example = await self._store.find_example(item_id)
        if example is None:
            return None
        shadow = await self._store.models.find(ModelState.SHADOW)
        if shadow is None:
            return RankSeen(example=example)
        in_force = await self._store.models.find(ModelState.IN_FORCE)
        size = await self._store.count_persons()
        return RankSeen(example=example, counted=_count(example, shadow, in_force, size))

    async def train(self, now: datetime) -> bool:
        """Try an adaptation now; one that is better on the frozen documents starts in shadow."""
        examples = await self._store.load_examples()
        size = await self._store.count_persons()
        made, figures = await self._run(fit_order, tuple(examples), size)
        log.info("learning.trained", subject="order", is_better=made is not None, examples=len(examples))
        if made is None:
            return False
        await self._store.models.add(made, figures, now)
        return True


def _count(
    example: RankExample, shadow: KeptModel[RankAdaptation], in_force: KeptModel[RankAdaptation] | None, size: int
) -> ShadowCount:
    now = in_force.adaptation if in_force is not None else None
    return ShadowCount(
        model_id=shadow.id,
        is_right_now=is_right(example, now, size),
        is_right_then=is_right(example, shadow.adaptation, size),
        is_wrong_now=is_wrong(example, now, size),
        is_wrong_then=is_wrong(example, shadow.adaptation, size),
    )
