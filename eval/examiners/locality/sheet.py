"""Dice, days and face of a document, and its truth as it is printed."""

import datetime as dt
from html import escape
from random import Random
from typing import Any

from eval.examiners.common.vocabulary import FIELDS, MONTHS
from eval.examiners.locality.names import fold
from eval.examiners.locality.people import People, Person
from eval.examiners.locality.professionals import Pros

# fmt: off
SANS = ["Carlito", "Liberation Sans", "Open Sans", "Roboto", "Lato", "Noto Sans", "DejaVu Sans", "Cantarell", "FreeSans",
        "Liberation Sans Narrow", "Roboto Condensed", "Go"]
SERIF = ["Liberation Serif", "EB Garamond", "Caladea", "FreeSerif", "DejaVu Serif", "Noto Serif", "Vollkorn"]
MONO = ["Liberation Mono", "Courier Prime", "DejaVu Sans Mono", "FreeMono", "Go Mono"]
HAND = ["Comic Neue", "Klee One", "Ecolier_court"]
COLORS = ["#003a70", "#7a1f2b", "#1d6b46", "#444", "#5b3a86", "#0b7285", "#b3541e", "#2b2b2b", "#006a8e"]
# fmt: on
"""Faces of Debian packages. One that is not installed is drawn in the face that the system gives instead."""
STYLES = {"slash": 50, "long": 22, "dash": 8, "dot": 10, "abbr": 5, "iso": 3}
DAY_FORMS = {"slash": "%d/%m/%Y", "dash": "%d-%m-%Y", "dot": "%d.%m.%Y", "iso": "%Y-%m-%d"}


class World:
    """What the documents share: the index and the professionals."""

    def __init__(self, r: Random) -> None:
        self.people = People(r)
        self.pros = Pros(r)


class Sheet:
    """Dice, faces and day of a document, and what is true of it. trap: what it tries, None when nothing."""

    def __init__(self, r: Random, world: World, person: Person, trap: str | None = None) -> None:
        self.r, self.w, self.p, self.trap = r, world, person, trap
        self.f: dict[str, Any] = dict.fromkeys(FIELDS)
        self.drop: set[str] = set()
        self.day = dt.date(2026, 1, 5) + dt.timedelta(days=r.randint(0, 290))
        self.style = r.choices(list(STYLES), list(STYLES.values()))[0]
        self.want_ins = person.get("show_ins", False)
        self.caps = r.random() < 0.78
        self.color = r.choice(COLORS)
        self.sans, self.serif, self.mono, self.hand = r.choice(SANS), r.choice(SERIF), r.choice(MONO), r.choice(HAND)
        self.is_woman = person["sex"] == "F"
        self.e = "e" if self.is_woman else ""
        self.size = r.choice([9.5, 10, 10.5, 11])
        self.printed_ins = False

    def pick(self, *choices: Any) -> Any:
        """One of several."""
        return self.r.choice(choices)

    def chance(self, share: float) -> bool:
        """Whether it happens, at a chance."""
        return self.r.random() < share

    def num(self, count: int) -> str:
        """A number of so many digits."""
        return str(self.r.randint(1, 9)) + "".join(str(self.r.randint(0, 9)) for _ in range(count - 1))

    def ago(self, least: int = 1, most: int = 30) -> dt.date:
        """A day before."""
        return self.day - dt.timedelta(days=self.r.randint(least, most))

    def ahead(self, least: int = 7, most: int = 120) -> dt.date:
        """A day after."""
        return self.day + dt.timedelta(days=self.r.randint(least, most))

    def hm(self) -> str:
        """An hour."""
        return f"{self.r.randint(7, 20):02d}{self.pick(':', 'h')}{self.r.randint(0, 59):02d}"

    def d(self, day: dt.date, style: str | None = None) -> str:
        """A day as this document writes it."""
        style = style or self.style
        if style == "long":
            return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
        if style == "abbr":
            return f"{day.day:02d}-{fold(MONTHS[day.month - 1])}-{day.year}"
        return day.strftime(DAY_FORMS[style])

    def doc_date(self, day: dt.date | None = None) -> str:
        """The day of the document, for the truth."""
        self.f["doc_date"] = (day or self.day).isoformat()
        return self.d(day or self.day)

    def doc_date_long(self) -> str:
        """The day of the document in words, for the truth."""
        self.f["doc_date"] = self.day.isoformat()
        return self.d(self.day, "long")

    def act_date(self, day: dt.date) -> str:
        """The day of the act, for the truth."""
        self.f["act_date"] = day.isoformat()
        return self.d(day)

    def type(self, *codes: str) -> None:
        """The types that may be told, the first one first."""
        self.f["doc_type"] = codes[0] if len(codes) == 1 else list(codes)

    def fam(self, name: str, caps: bool | None = None) -> str:
        """A family name as this document writes it."""
        if self.caps if caps is None else caps:
            return escape(name.upper())
        parts = name.split(" ")
        out = []
        for place, word in enumerate(parts):
            is_small = place == 0 and len(parts) > 1 and word in {"DE", "DU", "DES"}
            out.append(word.lower() if is_small else "-".join(_with_capital(part) for part in word.split("-")))
        return escape(" ".join(out))

    def fields(self) -> dict[str, Any]:
        """The truth, without what the page leaves open."""
        return {name: value for name, value in self.f.items() if name not in self.drop}


def _with_capital(part: str) -> str:
    if part.startswith(("D'", "N'", "O'")):
        return part[:2].upper() + part[2:].capitalize()
    return part.capitalize()
