"""Small bar charts as numbers ready to draw: one bar per hour, a sentence for who does not see, rows for the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liane.web.french import NBSP, count_of

WIDTH = 240
HEIGHT = 60
HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, in the units of the drawing. mark: CSS class, empty for an ordinary bar."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart of a day, hour by hour. description: the text alternative."""

    title: str
    total: int
    description: str
    bars: tuple[Bar, ...]
    ticks: tuple[str, ...] = (f"0{NBSP}h", f"6{NBSP}h", f"12{NBSP}h", f"18{NBSP}h", f"24{NBSP}h")
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def values(self) -> tuple[int, ...]:
        """The value of each hour."""
        return tuple(bar.value for bar in self.bars)


def draw_day(
    title: str, noun: str, by_hour: Mapping[int, int], *, hour_now: int, scale_max: int, mark: str = ""
) -> Chart:
    """Draw one day. by_hour: local hour to count. scale_max: the greatest value of the charts drawn together."""
    top = max(scale_max, 1)
    step = WIDTH / HOURS
    bars = []
    for hour in range(HOURS):
        value = by_hour.get(hour, 0)
        height = max(round(value / top * (HEIGHT - 2), 1), 1.5) if value else 0
        bars.append(
            Bar(
                x=round(hour * step + 1, 1),
                y=round(HEIGHT - height, 1),
                width=round(step - 2, 1),
                height=height,
                label=f"de {hour}{NBSP}h à {hour + 1}{NBSP}h",
                value=value,
                mark="now" if hour == hour_now and not mark else mark,
            )
        )
    total = sum(by_hour.values())
    return Chart(title=title, total=total, description=_tell(title, noun, by_hour, total), bars=tuple(bars))


def _tell(title: str, noun: str, by_hour: Mapping[int, int], total: int) -> str:
    if not total:
        return f"{title} : rien aujourd’hui."
    peak = max(by_hour, key=lambda hour: (by_hour[hour], -hour))
    return (
        f"{title} : {count_of(total, noun)} aujourd’hui, le plus entre {peak}{NBSP}h et {peak + 1}{NBSP}h "
        f"({by_hour[peak]})."
    )


def scale_of(series: Sequence[Mapping[int, int]]) -> int:
    """Give the greatest value of several series, so that charts side by side compare."""
    return max((value for by_hour in series for value in by_hour.values()), default=0)
