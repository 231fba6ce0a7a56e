"""Registry of layouts."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.examiners.department.document import Doc

Drawer = Callable[[Doc], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout and of whom it may tell: anyone, child (anyone, children too), adult, old, mother or newborn.
    is_addressed: whoever it is for is plainly told.
    """

    name: str
    draw: Drawer
    whose: str
    is_addressed: bool


LAYOUTS: dict[str, Layout] = {}


def layout(whose: str = "anyone", *, is_addressed: bool = True) -> Callable[[Drawer], Drawer]:
    """Register a layout under the name of its function. With is_addressed false, a doctor is named whom one may or
    may not call an addressee: the truth tells none.
    """

    def register(draw: Drawer) -> Drawer:
        LAYOUTS[draw.__name__] = Layout(draw.__name__, draw, whose, is_addressed)
        return draw

    return register
