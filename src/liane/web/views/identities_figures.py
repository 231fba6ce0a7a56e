"""The indicators of identities as small charts by day, with the sentence and the table that say the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from liane.domain.identity.patient import IdentityStatus
from liane.store.identity_figures import DayCount, UnitCount
from liane.web.french import NBSP, count_of
from liane.web.views.charts import HEIGHT, WIDTH, Bar
from liane.web.views.identities_words import STATUS_WORDS
from liane.web.views.states import State

UNITS_SHOWN_MAX = 12
NO_UNIT = "unité non dite"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChart:
    """One chart over days. figure: what stands beside the title. unit: written after each value."""

    title: str
    figure: str
    description: str
    bars: tuple[Bar, ...]
    ticks: tuple[str, ...]
    unit: str = ""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit of the table: persons present now and admitted in the period, with their share of qualified ones."""

    name: str
    code: str
    present: int
    present_rate: str
    admitted: int
    qualified: int
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFigure:
    """One status with how many persons bear it."""

    state: State
    number: int
    share: str
    address: str


def list_days(first: date, after: date) -> tuple[date, ...]:
    """Every day of a period."""
    return tuple(first + timedelta(days=n) for n in range((after - first).days))


def show_rate(part: int, whole: int) -> str:
    """Write a share in percent; nothing of nothing has none."""
    return f"{round(100 * part / whole)}{NBSP}%" if whole else "—"


def describe_statuses(counts: Mapping[IdentityStatus, int]) -> tuple[StatusFigure, ...]:
    """Persons by status, in the order of the RNIV."""
    whole = sum(counts.values())
    return tuple(
        StatusFigure(
            state=state,
            number=counts.get(status, 0),
            share=show_rate(counts.get(status, 0), whole),
            address=f"/identites?statut={status.value}",
        )
        for status, state in STATUS_WORDS.items()
    )


def tell_figures(counts: Mapping[IdentityStatus, int], admitted: Sequence[UnitCount], days: int) -> str:
    """Say the rate of qualified INS in one sentence."""
    whole = sum(counts.values())
    if not whole:
        return "Aucune identité n’est encore tenue ici."
    qualified = counts.get(IdentityStatus.QUALIFIEE, 0)
    told = f"{show_rate(qualified, whole)} des {count_of(whole, 'identité')} tenues ici sont qualifiées"
    persons, sure = sum(one.persons for one in admitted), sum(one.qualified for one in admitted)
    if not persons:
        return f"{told}."
    return f"{told}, et {show_rate(sure, persons)} des personnes admises depuis {count_of(days, 'jour')}."


def draw_units(admitted: Iterable[UnitCount], days: Sequence[date]) -> tuple[DayChart, ...]:
    """One chart per unit, the busiest first: share of qualified persons among those admitted each day."""
    by_unit: dict[str, dict[date, UnitCount]] = defaultdict(dict)
    for one in admitted:
        if one.day is not None:
            by_unit[one.unit][one.day] = one
    busiest = sorted(by_unit, key=lambda unit: -sum(one.persons for one in by_unit[unit].values()))
    return tuple(_draw_unit(by_unit[unit], days) for unit in busiest[:UNITS_SHOWN_MAX])


def _draw_unit(by_day: Mapping[date, UnitCount], days: Sequence[date]) -> DayChart:
    persons, qualified = sum(one.persons for one in by_day.values()), sum(one.qualified for one in by_day.values())
    name = next((one.label for one in by_day.values() if one.label), "") or next(iter(by_day.values())).unit or NO_UNIT
    rates = {day: round(100 * one.qualified / one.persons) for day, one in by_day.items() if one.persons}
    worst = min(rates, key=lambda day: (rates[day], day), default=None)
    told = f"{name} : {show_rate(qualified, persons)} de {count_of(persons, 'personne admise', 'personnes admises')}"
    if worst is not None:
        told += f", au plus bas {rates[worst]}{NBSP}% le {worst:%d/%m}"
    return DayChart(
        title=name,
        figure=show_rate(qualified, persons),
        description=f"{told}.",
        bars=_draw_bars(rates, days, 100),
        ticks=_ticks(days),
        unit=f"{NBSP}%",
    )


def draw_counts(
    title: str, counts: Iterable[DayCount], kinds: Mapping[str, str], days: Sequence[date], *, mark: str = ""
) -> DayChart:
    """One chart of what happened each day. kinds: those that count together."""
    by_day: dict[date, int] = defaultdict(int)
    for one in counts:
        if one.kind in kinds:
            by_day[one.day] += one.number
    total = sum(by_day.values())
    peak = max(by_day, key=lambda day: (by_day[day], day), default=None)
    told = f"{title} : aucun" if peak is None else f"{title} : {total}, le plus le {peak:%d/%m} ({by_day[peak]})"
    top = max(by_day.values(), default=1)
    return DayChart(
        title=title,
        figure=str(total),
        description=f"{told}.",
        bars=_draw_bars(by_day, days, top, mark=mark),
        ticks=_ticks(days),
    )


def _draw_bars(values: Mapping[date, int], days: Sequence[date], top: int, *, mark: str = "") -> tuple[Bar, ...]:
    step = WIDTH / max(len(days), 1)
    bars = []
    for rank, day in enumerate(days):
        value = values.get(day, 0)
        height = max(round(value / max(top, 1) * (HEIGHT - 2), 1), 1.5) if day in values else 0.0
        bars.append(
            Bar(
                x=round(rank * step + step * 0.1, 1),
                y=round(HEIGHT - height, 1),
                width=round(step * 0.8, 1),
                height=height,
                label=f"{day:%d/%m}",
                value=value,
                mark=mark,
            )
        )
    return tuple(bars)


def _ticks(days: Sequence[date]) -> tuple[str, ...]:
    return (f"{days[0]:%d/%m}", f"{days[len(days) // 2]:%d/%m}", f"{days[-1]:%d/%m}") if days else ()


def list_units(present: Iterable[UnitCount], admitted: Iterable[UnitCount]) -> tuple[UnitRow, ...]:
    """The table of the units: present now, admitted in the period."""
    now = {one.unit: one for one in present}
    persons: dict[str, int] = defaultdict(int)
    qualified: dict[str, int] = defaultdict(int)
    labels = {one.unit: one.label for one in now.values()}
    for one in admitted:
        persons[one.unit] += one.persons
        qualified[one.unit] += one.qualified
        labels[one.unit] = labels.get(one.unit) or one.label
    rows = []
    for unit in sorted({*now, *persons}, key=lambda unit: (labels.get(unit) or unit).lower()):
        here = now.get(unit)
        rows.append(
            UnitRow(
                name=labels.get(unit) or unit or NO_UNIT,
                code=unit,
                present=here.persons if here else 0,
                present_rate=show_rate(here.qualified, here.persons) if here else "—",
                admitted=persons[unit],
                qualified=qualified[unit],
                rate=show_rate(qualified[unit], persons[unit]),
            )
        )
    return tuple(rows)
