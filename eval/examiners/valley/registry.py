"""The list of layouts and whom each fits."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from .case import Case
from .people import Person

Writer = Callable[[Case], str | bytes]


@dataclass(frozen=True)
class Layout:
    """One sender's form: its writer, whom it fits, how often it bears an INS."""

    name: str
    write: Writer
    fits: str
    ins: float
    several: bool = False
    stickers: bool = False


LAYOUTS: dict[str, Layout] = {}


def layout(fits: str = "any", ins: float = 0.4, several: bool = False) -> Callable[[Writer], Writer]:
    """Register a layout under the name of its function."""

    def keep(write: Writer) -> Writer:
        stickers = "c.sticker(" in inspect.getsource(write)
        LAYOUTS[write.__name__] = Layout(write.__name__, write, fits, ins, several, stickers)
        return write

    return keep


def suits(fits: str, who: Person) -> bool:
    """Tell whether the layout fits the person."""
    year = who.birth_date.year
    rules = {
        "any": year <= 2021,
        "adult": year <= 2003,
        "old": year <= 1955,
        "worker": 1960 <= year <= 2003,
        "woman": who.sex == "F" and 1981 <= year <= 2003,
        "lady": who.sex == "F" and 1950 <= year <= 1985,
        "newborn": who.kind == "newborn" and bool(who.kin),
        "child": 2008 <= year <= 2021,
        "senior": year <= 1970,
    }
    return rules[fits]


def paragraphs(lines: list[str]) -> str:
    """Return the lines as paragraphs."""
    return "".join(f"<p>{line}</p>" for line in lines)


def items(lines: list[str]) -> str:
    """Return the lines as a list."""
    return "<ul style='margin:0 0 2mm 4mm;padding-left:4mm'>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def rows(pairs: list[tuple[str, str]], cell: str = "") -> str:
    """Return the pairs as rows of a table."""
    return "".join(f"<tr><td style='{cell}'>{left}</td><td style='{cell}'>{right}</td></tr>" for left, right in pairs)
