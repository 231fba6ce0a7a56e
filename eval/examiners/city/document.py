"""What a document prints is recorded as its truth at the same time."""

from datetime import date as Date  # noqa: N812
from datetime import timedelta
from random import Random
from typing import Any, TypeVar, cast

from eval.examiners.city.dates import TODAY, fmt
from eval.examiners.city.people import Person, World
from eval.examiners.common.vocabulary import FIELDS

T = TypeVar("T")


class Document:
    """A document being written, and its truth as it is printed."""

    def __init__(
        self,
        rng: Random,
        world: World,
        person: Person,
        layout: str,
        trap: str | None = None,
        other: Person | None = None,
    ) -> None:
        self.rng, self.w, self.p, self.layout, self.trap, self.other = rng, world, person, layout, trap, other
        self.t: dict[str, Any] = dict.fromkeys(FIELDS)
        self.omit: set[str] = set()
        self.put("sex", None)
        self.omit.add("sex")  # prose may be gendered: only scored when printed or by civility
        self.doc_day = TODAY - timedelta(days=rng.randint(1, 480))
        self.act_day = self.doc_day - timedelta(days=rng.choice([0, 0, 1, 2, 3, 5, 8, 12]))
        self.shown_dob = person.dob
        if trap == "birth_one_digit":
            self.shown_dob = self._wrong_digit(person.dob)
        self.dstyle = rng.choice(["/", "/", "/", "-", "."])
        self.bstyle = rng.choice(["/", "/", "/", "long", "-", "."])
        self.caps = rng.random() < 0.65
        self.used_only = trap == "used_name_only"
        self.noted = False
        self.full = False  # identity evidence: both name and first name and date printed
        self.single = False
        self.matrix_used = False

    def put(self, key: str, value: Any) -> None:
        """Tell a field."""
        self.t[key] = value

    def leave(self, *keys: str) -> None:
        """Do not judge these fields."""
        self.omit.update(keys)

    def typ(self, *codes: str) -> None:
        """Tell the type, or the types accepted."""
        self.put("doc_type", list(codes) if len(codes) > 1 else codes[0])

    def _wrong_digit(self, d: Date) -> Date:
        """Another day, one digit away."""
        for _ in range(200):
            s = list(d.strftime("%d%m%Y"))
            i = self.rng.choice([1, 3, 7, 7, 6])
            s[i] = str((int(s[i]) + self.rng.choice([1, 2, 3, 8, 9])) % 10)
            try:
                n = Date(int("".join(s[4:])), int("".join(s[2:4])), int("".join(s[:2])))
            except ValueError:
                continue
            if n != d and 1925 < n.year < 2024 and n < self.act_day:
                return n
        return d + timedelta(days=1)

    def c(self, *items: T) -> T:
        """One of the items, by chance; a single text holds several."""
        if len(items) == 1 and isinstance(items[0], str):
            return cast(T, self.rng.choice(items[0].split("|")))
        return self.rng.choice(items)

    def k(self, prob: float) -> bool:
        """True with this probability."""
        return self.rng.random() < prob

    def date(self, key: str, day: Date | None = None, style: str | None = None) -> str:
        """A day of the document as it is printed, for the truth."""
        day = day or (self.doc_day if key == "doc_date" else self.act_day)
        self.put(key, day.isoformat())
        return fmt(day, style or self.dstyle)

    def past(self, lo: int = 20, hi: int = 900, style: str | None = None) -> str:
        """A day before the act."""
        return fmt(self.act_day - timedelta(days=self.rng.randint(lo, hi)), style or self.dstyle)

    def future(self, lo: int = 7, hi: int = 200, style: str | None = None) -> str:
        """A day after the document."""
        return fmt(self.doc_day + timedelta(days=self.rng.randint(lo, hi)), style or self.dstyle)
