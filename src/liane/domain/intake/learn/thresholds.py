"""Certainties measured again on one establishment: what the reading thought of a value, and how often it was right.

A site's calibration stands beside that of the release, and the lower of the two counts: it can have a document shown,
never filed. Rule: intake.md §5 (thresholds come from measured calibration), §8 (re-fitted; learning never relaxes §5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from liane.domain.intake.calibration import Calibration, find_calibration_error, fit_isotonic

SAMPLES_MIN = 200
"""Documents decided by persons before a certainty is measured again."""
SAMPLES_MAX = 4000
NAMES = ("doc_type", "doc_date")
"""The certainties that a filing without a click asks a threshold of, and that a person confirms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdSample:
    """What the reading thought of one value, 0 to 1, and whether the person who filed the document kept it."""

    name: str
    score: float
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteThresholds:
    """The calibrations of one establishment."""

    calibrations: tuple[Calibration, ...]

    def weigh(self, name: str, raw: float, released: float) -> float:
        """The certainty to hold against a threshold: the release's, or the site's own when it is lower."""
        own = next((one for one in self.calibrations if one.name == name), None)
        return released if own is None else min(released, own.apply(raw))


def fit_thresholds(samples: Sequence[ThresholdSample], *, date: str) -> SiteThresholds | None:
    """Fit each certainty that has enough samples; None when none has. date: of the day, for the card."""
    made = []
    for name in NAMES:
        own = [one for one in samples if one.name == name][:SAMPLES_MAX]
        if len(own) >= SAMPLES_MIN:
            scores, verdicts = [one.score for one in own], [one.is_right for one in own]
            made.append(fit_isotonic(name, scores, verdicts, data="documents de l'établissement", date=date))
    return SiteThresholds(calibrations=tuple(made)) if made else None


def describe_thresholds(
    samples: Sequence[ThresholdSample], made: SiteThresholds, *, minimum: dict[str, float]
) -> dict[str, float]:
    """The figures of a card, by certainty: samples, share right, error before and after, share over its threshold.

    minimum: the threshold of each certainty.
    """
    figures: dict[str, float] = {}
    for one in made.calibrations:
        own = [sample for sample in samples if sample.name == one.name][:SAMPLES_MAX]
        scores, verdicts = [sample.score for sample in own], [sample.is_right for sample in own]
        after = [one.apply(score) for score in scores]
        figures[f"{one.name}.documents"] = float(len(own))
        figures[f"{one.name}.right"] = round(sum(verdicts) / len(own), 4)
        figures[f"{one.name}.error_before"] = round(find_calibration_error(scores, verdicts), 4)
        figures[f"{one.name}.error_after"] = round(find_calibration_error(after, verdicts), 4)
        figures[f"{one.name}.sure"] = round(sum(value >= minimum[one.name] for value in after) / len(own), 4)
    return figures
