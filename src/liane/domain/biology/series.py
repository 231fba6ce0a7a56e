"""One analyte over time: which results belong together, and which may be drawn on one curve.

Two units never meet on one curve silently: each has its own, unless one unit is asked for, and then only numbers that
convert exactly into it come along, each marked as converted. Rule: BIO/va1.03; screens.md §4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.biology.result import Analyte, BiologyResult, Laboratory, ResultStatus
from liane.domain.biology.units import convert, find_power
from liane.domain.biology.value import Measure

RESULTS_MAX = 20_000
"""Bound of the results of one patient that are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value on a curve. measure: in the unit of the curve. is_converted: the laboratory wrote another unit."""

    result: BiologyResult
    measure: Measure
    at: datetime
    is_converted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The values of one analyte in one unit, oldest first. factor: power of ten and unit of each conversion made."""

    unit: str
    points: tuple[Point, ...]
    conversions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of one analyte, newest first.

    apart: results that stand on no curve (words, titres, no instant, aborted). laboratories: in order of first sight.
    convertible: the units into which others of this history convert exactly, for who wants one curve.
    """

    analyte: Analyte
    results: tuple[BiologyResult, ...]
    curves: tuple[Curve, ...]
    apart: tuple[BiologyResult, ...] = ()
    laboratories: tuple[Laboratory, ...] = ()
    convertible: tuple[str, ...] = ()


def gather(results: Iterable[BiologyResult]) -> tuple[History, ...]:
    """Put the results of many reports together, one history per analyte, in order of first sight."""
    by_key: dict[str, list[BiologyResult]] = {}
    for rank, result in enumerate(results):
        if rank >= RESULTS_MAX:
            break
        by_key.setdefault(result.analyte.key, []).append(result)
    return tuple(follow(group) for group in by_key.values())


def follow(results: Sequence[BiologyResult], *, unit: str = "") -> History:
    """Tell the history of one analyte. results: of that analyte alone, at least one.

    unit: the one wanted for a single curve; empty, or one that nothing is in, leaves each unit its own curve.
    """
    kept = sorted(_without_repeats(results), key=_age)
    drawable = [(one, one.value, one.measured_at) for one in kept if _is_drawable(one)]
    units = list(dict.fromkeys(value.unit for _, value, _ in drawable if isinstance(value, Measure)))
    curves: dict[str, list[Point]] = {}
    conversions: dict[str, dict[str, int]] = {}
    for result, value, at in drawable:
        if not isinstance(value, Measure) or at is None:
            continue
        shown = convert(value, unit) if unit in units and value.unit != unit else None
        point = Point(result=result, measure=shown or value, at=at, is_converted=shown is not None)
        curves.setdefault(point.measure.unit, []).append(point)
        if shown is not None:
            conversions.setdefault(shown.unit, {})[value.unit] = find_power(value.unit, shown.unit) or 0
    return History(
        analyte=results[0].analyte,
        results=tuple(reversed(kept)),
        curves=tuple(
            Curve(unit=one, points=tuple(points), conversions=tuple(conversions.get(one, {}).items()))
            for one, points in curves.items()
        ),
        apart=tuple(one for one in reversed(kept) if not _is_drawable(one)),
        laboratories=_laboratories(kept),
        convertible=tuple(one for one in units if _draws_others(one, units)),
    )


def _is_drawable(result: BiologyResult) -> bool:
    return (
        isinstance(result.value, Measure)
        and result.measured_at is not None
        and result.status is not ResultStatus.ABORTED
    )


def _draws_others(unit: str, units: Sequence[str]) -> bool:
    return any(other != unit and find_power(other, unit) is not None for other in units)


def _laboratories(results: Iterable[BiologyResult]) -> tuple[Laboratory, ...]:
    return tuple(dict.fromkeys(one.laboratory for one in results if one.laboratory is not None))


def _age(result: BiologyResult) -> tuple[bool, float]:
    return result.measured_at is not None, result.measured_at.timestamp() if result.measured_at else 0.0


def _without_repeats(results: Iterable[BiologyResult]) -> list[BiologyResult]:
    """Tell each result once: the report that made it goes before those that repeat it.

    The same instant to the minute, the same value and the same unit of the same analyte are one result when one of the
    two is told as a previous one, or when both come of the same laboratory.
    """
    ordered = sorted(results, key=lambda one: (one.is_previous, one.status is not ResultStatus.COMPLETED))
    kept: list[BiologyResult] = []
    seen: dict[tuple[object, ...], list[BiologyResult]] = {}
    for result in ordered:
        minute = result.measured_at.replace(second=0, microsecond=0) if result.measured_at else None
        if minute is None:
            kept.append(result)
            continue
        twins = seen.setdefault((minute.timestamp(), _signature(result)), [])
        if any(result.is_previous or twin.laboratory == result.laboratory for twin in twins):
            continue
        twins.append(result)
        kept.append(result)
    return kept


def _signature(result: BiologyResult) -> object:
    value = result.value
    return (value.number, value.comparator, value.unit) if isinstance(value, Measure) else value
