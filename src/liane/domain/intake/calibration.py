"""Calibration: from a score to how often it is right, measured on documents that built no rule.

Isotonic regression (pool adjacent violators) or Platt's sigmoid, fitted in pure Python, kept as a card in JSON.
Rule: intake.md §5 (measured calibration, never a model's own opinion), §10 (ECE).
"""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import exp, isfinite, log

from liane.domain.errors import Finding, InvalidInput, Severity

CARD_BYTES_MAX = 1 << 20
POINTS_MAX = 2_000
SAMPLES_MAX = 1_000_000
PLATT_ROUNDS_MAX = 100
_SMALL = 1e-12


class CalibrationMethod(StrEnum):
    """How a calibration was fitted."""

    ISOTONIC = "isotonique"
    PLATT = "Platt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A monotonous function from a score to a probability, with the card that says where it comes from.

    points: (score, probability) steps of the isotonic function, sorted; slope, intercept: of Platt's. samples, right:
    what it was fitted on. data, date: the documents and the day, told by the caller.
    """

    name: str
    method: CalibrationMethod
    points: tuple[tuple[float, float], ...] = ()
    slope: float = 0.0
    intercept: float = 0.0
    samples: int = 0
    right: int = 0
    data: str = ""
    date: str = ""

    def apply(self, score: float) -> float:
        """The probability of a score, 0 to 1. Between two steps of the isotonic function: the lower one."""
        if self.method is CalibrationMethod.PLATT:
            return _sigmoid(self.slope * score + self.intercept)
        place = bisect_right(self.points, (score, 2.0)) - 1
        return self.points[max(0, place)][1] if self.points else 0.0


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + exp(-value)) if value >= 0 else exp(value) / (1.0 + exp(value))


def fit_isotonic(name: str, scores: Sequence[float], are_right: Sequence[bool], *, data: str, date: str) -> Calibration:
    """Fit by pooling adjacent violators; each step is shrunk by one right and one wrong answer added to it.

    The shrinking keeps a step of few samples from saying 0 or 1. Raises InvalidInput INT-060 without samples, with too
    many, or with a score that is not finite.
    """
    pairs = _check_samples(scores, are_right)
    blocks: list[list[float]] = []  # first score, right, count
    for score, is_right in pairs:
        if blocks and blocks[-1][0] == score:
            blocks[-1][1] += is_right
            blocks[-1][2] += 1
        else:
            blocks.append([score, float(is_right), 1.0])
    pooled: list[list[float]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] * pooled[-1][2] >= pooled[-1][1] * pooled[-2][2]:
            last = pooled.pop()
            pooled[-1][1] += last[1]
            pooled[-1][2] += last[2]
    points, highest = [], 0.0
    for first, right, count in pooled[-POINTS_MAX:]:
        highest = max(highest, (right + 1.0) / (count + 2.0))
        points.append((first, highest))
    return Calibration(
        name=name,
        method=CalibrationMethod.ISOTONIC,
        points=tuple(points),
        samples=len(pairs),
        right=sum(is_right for _, is_right in pairs),
        data=data,
        date=date,
    )


def fit_platt(name: str, scores: Sequence[float], are_right: Sequence[bool], *, data: str, date: str) -> Calibration:
    """Fit Platt's sigmoid by Newton's method with damped steps, on targets smoothed as Platt advises.

    Raises InvalidInput INT-060 as ``fit_isotonic``.
    """
    pairs = _check_samples(scores, are_right)
    right = sum(is_right for _, is_right in pairs)
    high, low = (right + 1.0) / (right + 2.0), 1.0 / (len(pairs) - right + 2.0)
    targets = [(score, high if is_right else low) for score, is_right in pairs]
    slope, intercept = 0.0, log((right + 1.0) / (len(pairs) - right + 1.0))
    loss = _loss(targets, slope, intercept)
    for _ in range(PLATT_ROUNDS_MAX):
        step = _newton_step(targets, slope, intercept)
        size = 1.0
        while size > 1e-6:
            tried = _loss(targets, slope + size * step[0], intercept + size * step[1])
            if tried < loss - 1e-12:
                break
            size /= 2
        if size <= 1e-6:
            break
        slope, intercept, loss = slope + size * step[0], intercept + size * step[1], tried
    return Calibration(
        name=name,
        method=CalibrationMethod.PLATT,
        slope=max(0.0, slope),
        intercept=intercept,
        samples=len(pairs),
        right=right,
        data=data,
        date=date,
    )


def _newton_step(targets: Sequence[tuple[float, float]], slope: float, intercept: float) -> tuple[float, float]:
    g1 = g2 = 0.0
    h11 = h22 = 1e-9
    h12 = 0.0
    for score, target in targets:
        p = _sigmoid(slope * score + intercept)
        weight = max(p * (1.0 - p), _SMALL)
        h11 += score * score * weight
        h22 += weight
        h12 += score * weight
        g1 += score * (target - p)
        g2 += target - p
    determinant = h11 * h22 - h12 * h12
    if abs(determinant) < _SMALL:
        return 0.0, g2 / h22
    return (h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant


def _loss(targets: Sequence[tuple[float, float]], slope: float, intercept: float) -> float:
    total = 0.0
    for score, target in targets:
        p = min(max(_sigmoid(slope * score + intercept), _SMALL), 1.0 - _SMALL)
        total -= target * log(p) + (1.0 - target) * log(1.0 - p)
    return total


def _check_samples(scores: Sequence[float], are_right: Sequence[bool]) -> list[tuple[float, bool]]:
    if not scores or len(scores) != len(are_right) or len(scores) > SAMPLES_MAX:
        raise _refuse("INT-060", "Il faut au moins un exemple, et autant de verdicts que de scores.")
    if not all(isfinite(score) for score in scores):
        raise _refuse("INT-060", "Un score de la calibration n'est pas un nombre fini.")
    return sorted(zip(scores, are_right, strict=True))


def find_calibration_error(probabilities: Sequence[float], are_right: Sequence[bool], *, bins: int = 10) -> float:
    """Expected calibration error: mean gap, bin by bin, between what was said and how often it was right.

    Rule: intake.md §10.
    """
    sums = [[0.0, 0.0, 0.0] for _ in range(bins)]
    for probability, is_right in zip(probabilities, are_right, strict=True):
        row = sums[min(bins - 1, max(0, int(probability * bins)))]
        row[0] += probability
        row[1] += is_right
        row[2] += 1
    return sum(abs(said - right) for said, right, _ in sums) / max(1, len(probabilities))


def render_card(calibration: Calibration) -> bytes:
    """The card as JSON, stable byte for byte."""
    return json.dumps(asdict(calibration), ensure_ascii=False, sort_keys=True, indent=1).encode()


def parse_card(data: bytes) -> Calibration:
    """Read a card back. Raises InvalidInput INT-061 when it is none: form, bounds, a function that goes down."""
    if len(data) > CARD_BYTES_MAX:
        raise _refuse("INT-061", "La fiche de calibration est trop grande.")
    try:
        held = json.loads(data)
        points = tuple((float(score), float(probability)) for score, probability in held["points"])
        calibration = Calibration(
            name=str(held["name"]),
            method=CalibrationMethod(held["method"]),
            points=points,
            slope=float(held["slope"]),
            intercept=float(held["intercept"]),
            samples=int(held["samples"]),
            right=int(held["right"]),
            data=str(held["data"]),
            date=str(held["date"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise _refuse("INT-061", "La fiche de calibration n'a pas la forme attendue.") from error
    steps = [probability for _, probability in points]
    is_sound = all(isfinite(score) and 0.0 <= one <= 1.0 for score, one in points)
    is_sound = is_sound and list(points) == sorted(points) and steps == sorted(steps)
    is_sound = is_sound and isfinite(calibration.slope) and isfinite(calibration.intercept) and calibration.slope >= 0
    if not is_sound or len(points) > POINTS_MAX:
        raise _refuse("INT-061", "La fiche de calibration n'est pas une fonction croissante vers 0 à 1.")
    return calibration


def _refuse(code: str, message: str) -> InvalidInput:
    return InvalidInput(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location="calibration",
            message=message,
            remedy="Refaire la calibration par l'évaluation.",
            layer="intake",
            rule="intake.md §5",
        )
    )
