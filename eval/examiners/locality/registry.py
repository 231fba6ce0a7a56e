"""Registry of layouts."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.examiners.locality.context import Ctx

Page = Callable[[Ctx], str]


@dataclass(frozen=True)
class Layout:
    """A layout and whom it tells of."""

    page: Page
    ages: tuple[int, int]
    sex: str | None


LAYOUTS: dict[str, Layout] = {}


def layout(name: str, ages: tuple[int, int] = (18, 101), sex: str | None = None) -> Callable[[Page], Page]:
    """Register a layout."""

    def register(page: Page) -> Page:
        LAYOUTS[name] = Layout(page, ages, sex)
        return page

    return register
