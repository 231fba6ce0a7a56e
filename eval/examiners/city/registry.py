"""Registry of layouts."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.examiners.city.context import Ctx

Page = Callable[[Ctx], str]


@dataclass(frozen=True)
class Layout:
    """A layout and whom it tells of. women: only women in age to bear; newborn: a child beside its mother."""

    name: str
    page: Page
    women: bool
    newborn: bool


LAYOUTS: dict[str, Layout] = {}


def layout(women: bool = False, newborn: bool = False) -> Callable[[Page], Page]:
    """Register a layout under the name of its function."""

    def register(page: Page) -> Page:
        LAYOUTS[page.__name__] = Layout(page.__name__, page, women, newborn)
        return page

    return register
