"""Certainties measured again each night on what persons filed, and put in force: they only show more.

An administrator who retires them is not overruled: what is made after that waits in shadow. Rule: intake.md §8.
"""

from datetime import datetime

import structlog

from liane.domain.intake.decide.policy import COMMAND_LINE_POLICY
from liane.domain.intake.learn.thresholds import (
    SiteThresholds,
    ThresholdSample,
    describe_thresholds,
    fit_thresholds,
)
from liane.pipeline.intake.pages import Run
from liane.store.intake_models import ModelState
from liane.store.intake_thresholds import ThresholdStore

log = structlog.get_logger(__name__)
AUTHOR = "Liane"
STRICTER = "mesuré sur les documents d’ici ; ne fait que montrer davantage"
MINIMUM = {"doc_type": COMMAND_LINE_POLICY.type_min, "doc_date": COMMAND_LINE_POLICY.date_min}


def fit(samples: tuple[ThresholdSample, ...], date: str) -> tuple[SiteThresholds | None, dict[str, float]]:
    """Measure the certainties and tell their figures. Runs in a worker process."""
    made = fit_thresholds(samples, date=date)
    return made, describe_thresholds(samples, made, minimum=MINIMUM) if made is not None else {}


class ThresholdWork:
    """The nightly measure."""

    def __init__(self, store: ThresholdStore, *, run: Run) -> None:
        self._store = store
        self._run = run

    async def train(self, now: datetime) -> bool:
        """Measure again now; True when something was made."""
        samples = await self._store.load_samples()
        made, figures = await self._run(fit, tuple(samples), now.date().isoformat())
        log.info("learning.trained", subject="thresholds", is_better=made is not None, examples=len(samples))
        if made is None:
            return False
        is_refused = await self._is_refused()
        number = await self._store.models.add(made, figures, now)
        if not is_refused:
            await self._store.models.set_state(
                number, ModelState.IN_FORCE, by=AUTHOR, reason=STRICTER, at=now, remembers=False
            )
        return True

    async def _is_refused(self) -> bool:
        """Tell whether the last word on these measures is that of a person who retired them."""
        models = await self._store.models.list_all()
        told = [one for one in models if one.changed_by != AUTHOR]
        last = max(told, key=lambda one: one.changed_at, default=None)
        return last is not None and last.state is ModelState.RETIRED
