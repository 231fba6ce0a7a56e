"""Curves of biology as numbers ready to draw: axes, points, reference range, a shape per laboratory, and words.

The unit is always written, laboratories differ by shape and not by colour alone, values read in another unit are hollow
and said to be converted, and a table always stands beside. Rule: screens.md §4; BIO/va1.03.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from liane.domain.biology.result import Interpretation, Laboratory, ReferenceRange
from liane.domain.biology.series import Curve, Point
from liane.domain.biology.units import convert, write_unit
from liane.domain.biology.value import Comparator, Measure
from liane.domain.documents.timestamp import PARIS
from liane.web.french import NBSP, count_of
from liane.web.views.dmp_results import UNKNOWN_LABORATORY, tell_gravity, write_measure, write_number, write_range

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 32
SPARK_WIDTH, SPARK_HEIGHT = 96, 24
POINTS_MAX = 500
"""Bound of the points drawn on one curve: the newest ones; the table has them all."""

TOLD_MAX = 24
"""Bound of the points whose value is written beside them."""

VALUE_TICKS, DAY_TICKS = 5, 6
MARKS = {
    "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "square": "M-4.5-4.5h9v9h-9z",
    "triangle": "M0-6 5.6 4.2H-5.6z",
    "diamond": "M0-6.2 6.2 0 0 6.2-6.2 0z",
    "wedge": "M0 6 5.6-4.2H-5.6z",
    "cross": "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "bar": "M-6-2.6h12v5.2h-12z",
}
"""One shape per laboratory, around the origin; the last serves all that follow."""

UNKNOWN_MARK = "star"
MARKS_AND_UNKNOWN = {**MARKS, UNKNOWN_MARK: "M0-6.5 1.8-1.8 6.5 0 1.8 1.8 0 6.5-1.8 1.8-6.5 0-1.8-1.8z"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One point. kind: class (``plain``, ``abnormal``, ``critical``). path: its shape. text: written beside it."""

    x: float
    y: float
    path: str
    kind: str
    is_hollow: bool
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mark of an axis."""

    place: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The reference range where it holds: the whole width when it never changes."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveView:
    """One drawing. description: the text alternative. lines: one path per laboratory. notes: what must be said."""

    title: str
    unit: str
    description: str
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]
    value_ticks: tuple[Tick, ...]
    day_ticks: tuple[Tick, ...]
    notes: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def assign_marks(laboratories: Sequence[Laboratory]) -> dict[Laboratory | None, str]:
    """Give each laboratory its shape, the same on every curve of a page; the unknown one has its own."""
    names = list(MARKS)
    marks: dict[Laboratory | None, str] = {
        one: names[min(rank, len(names) - 1)] for rank, one in enumerate(dict.fromkeys(laboratories))
    }
    marks[None] = UNKNOWN_MARK
    return marks


def draw_curve(title: str, curve: Curve, marks: Mapping[Laboratory | None, str]) -> CurveView:
    """Draw one curve. marks: of ``assign_marks``."""
    points = curve.points[-POINTS_MAX:]
    ranges = [_range_of(point) for point in points]
    scale = _make_scale(points, ranges)
    unit = write_unit(curve.unit)
    return CurveView(
        title=title,
        unit=unit or "sans unité",
        description=_tell(title, unit, curve.points),
        dots=tuple(_draw_dot(point, scale, marks, is_told=is_told) for point, is_told in _choose_told(points)),
        lines=_draw_lines(points, scale),
        boxes=_draw_boxes(points, ranges, scale),
        value_ticks=tuple(Tick(place=scale.y(value), text=_write_tick(value)) for value in scale.values),
        day_ticks=_day_ticks(scale),
        notes=_notes(curve),
    )


def draw_spark(curve: Curve) -> str:
    """The path of a small line without axes: the trend alone; empty for fewer than two points."""
    points = curve.points[-POINTS_MAX:]
    if len(points) < 2:
        return ""
    numbers = [point.measure.number for point in points]
    low, high = min(numbers), max(numbers)
    start, stop = points[0].at, points[-1].at
    places = []
    for point in points:
        x = 2 + _share(point.at, start, stop) * (SPARK_WIDTH - 4)
        share = float((point.measure.number - low) / (high - low)) if high > low else 0.5
        places.append(f"{x:.1f} {SPARK_HEIGHT - 3 - share * (SPARK_HEIGHT - 6):.1f}")
    return f"M{' L'.join(places)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    start: datetime
    stop: datetime
    low: Decimal
    high: Decimal
    values: tuple[Decimal, ...]

    def x(self, at: datetime) -> float:
        return round(LEFT + 12 + _share(at, self.start, self.stop) * (WIDTH - LEFT - RIGHT - 24), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - min(max(share, 0.0), 1.0) * (HEIGHT - TOP - BOTTOM), 1)


def _share(at: datetime, start: datetime, stop: datetime) -> float:
    whole = (stop - start).total_seconds()
    return (at - start).total_seconds() / whole if whole > 0 else 0.5


def _range_of(point: Point) -> tuple[Decimal | None, Decimal | None]:
    """The laboratory's range in the unit of the curve; a bound that does not convert exactly is not drawn."""
    reference = point.result.reference
    if reference is None:
        return None, None
    low, high = (_number_in(bound, point.measure.unit) for bound in (reference.low, reference.high))
    return low, high


def _number_in(bound: Measure | None, unit: str) -> Decimal | None:
    converted = convert(bound, unit) if bound is not None else None
    return converted.number if converted is not None else None


def _make_scale(points: Sequence[Point], ranges: Sequence[tuple[Decimal | None, Decimal | None]]) -> _Scale:
    numbers = [point.measure.number for point in points]
    numbers += [bound for pair in ranges for bound in pair if bound is not None]
    low, high = min(numbers), max(numbers)
    if low == high:
        low, high = low - (abs(low) / 10 or 1), high + (abs(high) / 10 or 1)
    step = _nice_step((high - low) / VALUE_TICKS)
    first = (low / step).to_integral_value(rounding=ROUND_FLOOR)
    last = (high / step).to_integral_value(rounding=ROUND_CEILING)
    values = tuple(step * (first + rank) for rank in range(int(last - first) + 1))
    return _Scale(start=points[0].at, stop=points[-1].at, low=values[0], high=values[-1], values=values)


def _nice_step(rough: Decimal) -> Decimal:
    """The first of 1, 2, 5 times a power of ten that is not below."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _write_tick(value: Decimal) -> str:
    normal = value.normalize()
    return write_number(f"{normal:f}" if -6 < normal.adjusted() < 9 else f"{normal:E}")


def _day_ticks(scale: _Scale) -> tuple[Tick, ...]:
    whole = scale.stop - scale.start
    if whole <= timedelta(0):
        return (Tick(place=scale.x(scale.start), text=_write_day(scale.start, whole)),)
    number = min(DAY_TICKS, max(int(whole / timedelta(hours=1)), 2))
    ticks: list[Tick] = []
    for rank in range(number):
        at = scale.start + whole * rank / (number - 1)
        text = _write_day(at, whole)
        if not ticks or ticks[-1].text != text:
            ticks.append(Tick(place=scale.x(at), text=text))
    return tuple(ticks)


def _write_day(at: datetime, whole: timedelta) -> str:
    local = at.astimezone(PARIS)
    if whole > timedelta(days=540):
        return f"{local:%m/%Y}"
    return f"{local:%d/%m/%Y}" if whole > timedelta(days=2) or whole == timedelta(0) else f"{local:%d/%m %H:%M}"


def _choose_told(points: Sequence[Point]) -> list[tuple[Point, bool]]:
    """Say which points have their value written: all when they are few, else the ends, the lowest and the highest."""
    if len(points) <= TOLD_MAX:
        return [(point, True) for point in points]
    told = {id(points[0]), id(points[-1])}
    told |= {id(chosen(points, key=lambda one: one.measure.number)) for chosen in (min, max)}
    return [(point, id(point) in told) for point in points]


def _draw_dot(point: Point, scale: _Scale, marks: Mapping[Laboratory | None, str], *, is_told: bool) -> Dot:
    result = point.result
    kinds = {Interpretation.CRITICAL: "critical", Interpretation.ABNORMAL: "abnormal"}
    kind = kinds.get(result.gravity, "abnormal" if not result.interpretations and result.place else "plain")
    sign = point.measure.comparator
    is_marked = kind != "plain" or sign is not Comparator.EQUAL
    return Dot(
        x=scale.x(point.at),
        y=scale.y(point.measure.number),
        path=MARKS_AND_UNKNOWN[marks.get(result.laboratory, UNKNOWN_MARK)],
        kind=kind,
        is_hollow=point.is_converted,
        title=_tell_point(point),
        text=f"{sign.value}{write_number(point.measure.written)}" if is_marked and is_told else "",
    )


def _tell_point(point: Point) -> str:
    result = point.result
    state = tell_gravity(result)
    written = result.value if point.is_converted and isinstance(result.value, Measure) else None
    parts = (
        f"{point.at.astimezone(PARIS):%d/%m/%Y}{NBSP}: {write_measure(point.measure)}",
        f"écrit {write_measure(written)} par le laboratoire" if written is not None else "",
        state.word if state is not None else "",
        f"référence {write_range(result.reference)}" if result.reference is not None else "",
        result.laboratory.name if result.laboratory else UNKNOWN_LABORATORY,
    )
    return ", ".join(part for part in parts if part)


def _draw_lines(points: Sequence[Point], scale: _Scale) -> tuple[str, ...]:
    """One line per laboratory: two laboratories, two methods perhaps, are never joined."""
    by_laboratory: dict[Laboratory | None, list[str]] = {}
    for point in points:
        place = f"{scale.x(point.at)} {scale.y(point.measure.number)}"
        by_laboratory.setdefault(point.result.laboratory, []).append(place)
    return tuple(f"M{' L'.join(places)}" for places in by_laboratory.values() if len(places) > 1)


def _draw_boxes(
    points: Sequence[Point], ranges: Sequence[tuple[Decimal | None, Decimal | None]], scale: _Scale
) -> tuple[Box, ...]:
    """The reference range: one band when it never changes, else a band about each point that has one."""
    known = [pair for pair in ranges if pair != (None, None)]
    if not known:
        return ()
    if len(set(known)) == 1:
        return (_box(LEFT, WIDTH - RIGHT - LEFT, known[0], scale),)
    return tuple(
        _box(scale.x(point.at) - 9, 18, pair, scale)
        for point, pair in zip(points, ranges, strict=True)
        if pair != (None, None)
    )


def _box(x: float, width: float, pair: tuple[Decimal | None, Decimal | None], scale: _Scale) -> Box:
    low, high = pair
    top = scale.y(high) if high is not None else float(TOP)
    bottom = scale.y(low) if low is not None else float(HEIGHT - BOTTOM)
    return Box(x=round(x, 1), y=top, width=width, height=round(max(bottom - top, 1.0), 1))


def _notes(curve: Curve) -> tuple[str, ...]:
    notes = [
        f"Les valeurs écrites en {write_unit(source) or 'sans unité'} sont converties exactement en "
        f"{write_unit(curve.unit) or 'sans unité'} (× 10 puissance {power}) et dessinées en creux."
        for source, power in curve.conversions
    ]
    if len(curve.points) > POINTS_MAX:
        notes.append(f"Seules les {POINTS_MAX} valeurs les plus récentes sont dessinées ; le tableau les a toutes.")
    references = {_words_of(point.result.reference) for point in curve.points if point.result.reference is not None}
    if len(references) > 1:
        notes.append("L’intervalle de référence change d’un compte rendu à l’autre : il est dessiné à chaque point.")
    return tuple(notes)


def _words_of(reference: ReferenceRange | None) -> str:
    return write_range(reference)


def _tell(title: str, unit: str, points: Sequence[Point]) -> str:
    """The curve in one sentence, for who does not see it."""
    numbers = [point.measure for point in points]
    last = points[-1]
    low, high = min(numbers, key=lambda one: one.number), max(numbers, key=lambda one: one.number)
    start, stop = (f"{one.at.astimezone(PARIS):%d/%m/%Y}" for one in (points[0], last))
    span = f"le {stop}" if start == stop else f"du {start} au {stop}"
    extent = "" if low.number == high.number else f", de {write_number(low.written)} à {write_number(high.written)}"
    state = tell_gravity(last.result)
    said = f" ({state.word})" if state is not None else ""
    return (
        f"{title}, en {unit or 'nombre sans unité'}{NBSP}: {count_of(len(points), 'valeur')} {span}{extent}. "
        f"Dernière valeur{NBSP}: {write_measure(last.measure)}{said}."
    )
