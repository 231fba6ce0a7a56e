"""Registry of layouts."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.examiners.university.context import Ctx

Drawer = Callable[[Ctx], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout and of whom it may tell: ages in years and sex. is_addressed: whoever it is for is plainly told."""

    draw: Drawer
    ages: tuple[float, float]
    sex: str | None
    is_addressed: bool


LAYOUTS: dict[str, Layout] = {}


def layout(
    name: str, ages: tuple[float, float] = (19, 94), sex: str | None = None, *, is_addressed: bool = True
) -> Callable[[Drawer], Drawer]:
    """Register a layout. With is_addressed false, a prescriber or a family doctor is printed who is not plainly an
    addressee: the truth tells none.
    """

    def register(draw: Drawer) -> Drawer:
        LAYOUTS[name] = Layout(draw, ages, sex, is_addressed)
        return draw

    return register
