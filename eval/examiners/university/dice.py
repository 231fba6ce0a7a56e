"""Dice, dates and faces of a document, and its truth as it is filled while printing."""

import datetime as dt
from collections.abc import Collection
from random import Random
from typing import Any, TypeVar

from eval.examiners.common.vocabulary import DAYS, FIELDS, MONTHS
from eval.examiners.university import people
from eval.examiners.university.names import fold
from eval.examiners.university.people import Doctor, Person

T = TypeVar("T")
OMIT = "__omit__"
"""Value of a field that the page leaves open: not told in the truth."""
SANS = [
    "Liberation Sans", "DejaVu Sans", "Open Sans", "Lato", "Roboto", "Carlito", "Noto Sans", "Cantarell", "FreeSans",
    "Liberation Sans Narrow", "Open Sans Condensed", "Go",
]  # fmt: skip
SERIF = ["Liberation Serif", "DejaVu Serif", "EB Garamond", "Caladea", "Vollkorn", "FreeSerif", "Noto Serif"]
MONO = ["Courier Prime", "Liberation Mono", "DejaVu Sans Mono", "FreeMono", "Go Mono"]
HAND = ["Rufscript", "Comic Neue", "Tomson Talks"]
"""Faces of Debian packages. One that is not installed is drawn in the face that the system gives instead."""
COLORS = ["#1f3f7a", "#0b6b5d", "#7a1f3a", "#333", "#444", "#00579c", "#5b2d82", "#2e7d32", "#b5461a", "#000"]
FIRST_ACT, LAST_ACT = dt.date(2023, 1, 10), dt.date(2026, 10, 20)
STYLES = {"slash": "%d/%m/%Y", "dot": "%d.%m.%Y", "dash": "%d-%m-%Y", "iso": "%Y-%m-%d", "space": "%d %m %Y"}
DOCTORS = 14
"""Professionals that the prose of a document may name."""


def write_date(day: dt.date, style: str) -> str:
    """A date as it is printed."""
    if style in ("long", "longday"):
        text = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
        return text if style == "long" else f"{DAYS[day.weekday()]} {text}"
    if style == "caps":
        return f"{day.day:02d}-{fold(MONTHS[day.month - 1])}-{day.year}"
    return day.strftime(STYLES[style])


class Dice:
    """The patient, the dates and the face of a document. act: the day of what is told; doc: the day it was written."""

    def __init__(
        self,
        r: Random,
        p: Person,
        flags: Collection[str] = (),
        other: Person | None = None,
        *,
        shows_ins: bool = False,
        days_min: float = 0,
    ) -> None:
        self.r, self.p, self.flags, self.other = r, p, set(flags), other
        self.shows_ins = shows_ins or bool({"bad_ins", "other_ins"} & self.flags)
        self.mode = self._mode()
        self.f: dict[str, Any] = dict.fromkeys(FIELDS)
        self.f["sex"] = self.f["first_names"] = OMIT
        self.mother: tuple[str, str, dt.date] | None = None
        self._draw_dates(days_min)
        self._draw_face()
        self.docs = [people.doctor(r) for _ in range(DOCTORS)]
        self.named = 0

    def _mode(self) -> str:
        """Which of the family names is printed: used, both, birth, or single when there is but one."""
        if "used_only" in self.flags:
            return "used"
        if self.p.used_name:
            return "both" if self.r.random() < 0.88 else "birth"
        return "single"

    def _draw_dates(self, days_min: float) -> None:
        r = self.r
        earliest = max(FIRST_ACT, self.p.birth_date + dt.timedelta(days=days_min))
        self.act = earliest + dt.timedelta(days=r.randint(0, max(1, (LAST_ACT - earliest).days)))
        self.doc = self.act + dt.timedelta(days=r.choice([0, 0, 1, 1, 2, 3, 4, 6, 9]))
        self.stay = r.choice(
            [
                f"{self.act:%y}{r.randint(1000000, 9999999)}",
                f"{r.randint(100000000, 399999999)}",
                f"E{self.act:%y%m}{r.randint(1000, 9999)}",
                f"{r.randint(5000000, 9999999)}",
            ]
        )

    def _draw_face(self) -> None:
        r = self.r
        self.dstyle = r.choice(["slash"] * 6 + ["dot", "dash", "long", "long", "caps", "iso"])
        self.pstyle = r.choice(["slash", "slash", "slash", "long", "dot", "dash"])
        self.upper_first = r.random() < 0.2
        self.sans, self.serif, self.mono, self.hand = (r.choice(faces) for faces in (SANS, SERIF, MONO, HAND))
        self.size = round(r.uniform(9.6, 11.2), 1)
        self.color = r.choice(COLORS)

    # -- small things
    def pick(self, *several: T) -> T:
        """One of several."""
        return self.r.choice(several)

    def chance(self, share: float) -> bool:
        """Whether it happens."""
        return self.r.random() < share

    def newdoc(self, title: str | None = None) -> Doctor:
        """A professional."""
        return people.doctor(self.r, title)

    @property
    def fem(self) -> bool:
        """Whether the patient is a woman."""
        return self.p.sex == "F"

    @property
    def age(self) -> int:
        """Whole years."""
        day, born = self.act, self.p.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def agetxt(self) -> str:
        """The age in words."""
        if self.age >= 2:
            return f"{self.age} ans"
        days = (self.act - self.p.birth_date).days
        return f"{days // 30} mois" if days // 30 > 1 else f"{days} jours"

    # -- dates
    def d(self, day: dt.date, style: str | None = None) -> str:
        """A date that is not that of the document."""
        return write_date(day, style or self.pstyle)

    def before(self, low: int = 20, high: int = 900) -> dt.date:
        """A day before the act, when the patient was born."""
        return max(self.act - dt.timedelta(days=self.r.randint(low, high)), self.p.birth_date + dt.timedelta(days=2))

    def after(self, low: int = 10, high: int = 180) -> dt.date:
        """A day after the document."""
        return self.doc + dt.timedelta(days=self.r.randint(low, high))

    def docdate(self, style: str | None = None) -> str:
        """The day of the document, for the truth."""
        self.f["doc_date"] = self.doc.isoformat()
        return write_date(self.doc, style or self.pstyle)

    def actdate(self, style: str | None = None) -> str:
        """The day of the act, for the truth."""
        self.f["act_date"] = self.act.isoformat()
        return write_date(self.act, style or self.pstyle)

    def type(self, *codes: str) -> None:
        """The types that would be right, for the truth."""
        self.f["doc_type"] = codes[0] if len(codes) == 1 else list(codes)
