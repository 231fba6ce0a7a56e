"""Dice, faces, days and professionals of a document, and its truth as it is printed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any, TypeVar

from eval.examiners.common.numbers import luhn_digit
from eval.examiners.common.vocabulary import FIELDS, MONTHS
from eval.examiners.department.names import MIDDLE_MEN, MIDDLE_WOMEN, TOWNS, family
from eval.examiners.department.people import Person

T = TypeVar("T")
# fmt: off
SANS = ["Liberation Sans", "DejaVu Sans", "Carlito", "Open Sans", "Roboto", "Lato", "FreeSans", "Noto Sans"]
SERIF = ["Liberation Serif", "DejaVu Serif", "Caladea", "EB Garamond", "Vollkorn", "FreeSerif", "Noto Serif"]
MONO = ["Liberation Mono", "Courier Prime", "DejaVu Sans Mono", "FreeMono"]
HAND = ["Klee One", "Comic Neue", "Rufscript", "Kaushan Script"]
# fmt: on
"""Faces of Debian packages. One that is not installed is drawn in the face that the system gives instead."""
LAST_WRITTEN = dt.date(2026, 11, 22)
OF_MEN, OF_WOMEN = (
    ("prostat", "Hodgkin"),
    ("mammaire", "Mammographie", "cervico-utérin", "Césarienne", "post-natale"),
)
AUTHOR = ("author_family", "author_given", "author_rpps")
"""Fields of the author."""


@dataclass(frozen=True, slots=True)
class Pro:
    """Somebody who cares, writes or is written to."""

    family: str
    given: str
    sex: str
    rpps: str


def _with_key(body: str) -> str:
    return body + luhn_digit(body)


class Sheet:
    """A document being written. when: day of the act; trap: what it tries, None when nothing."""

    def __init__(self, r: Random, person: Person, when: dt.date, trap: str | None, shows_ins: bool) -> None:
        self.rng, self.p, self.trap, self.when, self.show_ins = r, person, trap, when, shows_ins
        self.written = when
        self.f: dict[str, Any] = {**dict.fromkeys(FIELDS), "recipients": []}
        self.sans, self.serif, self.mono, self.hand = (r.choice(faces) for faces in (SANS, SERIF, MONO, HAND))
        self.author, self.other = self.doctor(), self.doctor()
        self.day_form = r.choice(["num", "num", "num", "long", "dash", "upper"])
        self.has_dob = trap != "no_birth_date"
        self.caps, self.up_first = True, False
        self.age = (when - dt.date.fromisoformat(person.birth_date)).days // 365
        self.child = self.age < 15
        self.ipp = ""
        self.nda = f"{r.choice([26, 25, 126])}{r.randrange(1000000, 9999999)}"
        self.fin_txt = ""
        self.mention = ""
        self.mother: Person | None = None

    # -- dice and truth
    def pick(self, seq: Sequence[T]) -> T:
        """One of several, but what does not suit the patient's sex."""
        unsuitable = OF_MEN if self.p.sex == "F" else OF_WOMEN
        suitable = [one for one in seq if not any(word in str(one) for word in unsuitable)]
        return self.rng.choice(suitable or seq)

    def title(self, *choices: str) -> str:
        """One of several titles."""
        return escape(self.rng.choice(choices))

    def chance(self, share: float) -> bool:
        """Whether it happens, at a chance."""
        return self.rng.random() < share

    def kind(self, *codes: str) -> None:
        """The types that may be told, the first one first."""
        self.f["doc_type"] = list(codes) if len(codes) > 1 else codes[0]

    def leave(self, *fields: str) -> None:
        """Fields that the page leaves open: the truth tells nothing of them."""
        for field in fields:
            self.f.pop(field, None)

    # -- professionals and houses
    def doctor(self) -> Pro:
        """A professional drawn."""
        r = self.rng
        sex = r.choice("MF")
        return Pro(
            family=family(r),
            given=r.choice(MIDDLE_MEN if sex == "M" else MIDDLE_WOMEN),
            sex=sex,
            rpps=_with_key("10" + "".join(r.choice("0123456789") for _ in range(8))),
        )

    def dr(self, pro: Pro | None = None, full: bool = True) -> str:
        """A doctor as they are named; anybody when none is given."""
        pro = pro or self.doctor()
        title = self.rng.choice(["Dr", "Docteur", "Dr"])
        return escape(f"{title} {pro.given} {pro.family}" if full else f"{title} {pro.family}")

    def to(self) -> str:
        """One more addressee, for the truth."""
        pro = self.doctor()
        self.f["recipients"].append(pro.family)
        forms = (
            f"Docteur {pro.given} {pro.family}",
            f"Dr {pro.given} {pro.family}",
            f"Dr {pro.family} {pro.given}",
            f"{'Monsieur' if pro.sex == 'M' else 'Madame'} le Docteur {pro.family}",
        )
        return escape(self.rng.choice(forms))

    def set_author(self) -> Pro:
        """The author, for the truth."""
        self.f["author_family"], self.f["author_given"] = self.author.family, self.author.given
        return self.author

    def sign(self, role: str = "", rpps: bool | None = None, title: bool = True) -> str:
        """The author as they sign. rpps: whether their number is printed, drawn when None."""
        pro = self.set_author()
        said = self.rng.choice(["Dr ", "Docteur "]) if title else ""
        plain = f"{pro.given} {pro.family}"
        name = self.rng.choice([plain, plain, f"{pro.family} {pro.given}"])
        out = f"<b>{escape(said + name)}</b>"
        if role:
            out += "<br>" + escape(role)
        if rpps or (rpps is None and self.chance(0.45)):
            out += "<br>" + self.rpps_text()
        return out

    def rpps_text(self) -> str:
        """The number of the author, for the truth."""
        self.f["author_rpps"] = self.author.rpps
        return self.rng.choice(["RPPS : ", "N° RPPS ", "RPPS ", "RPPS n° "]) + self.author.rpps

    def struct(self, name: str, finess: bool | None = None) -> str:
        """The house that writes, for the truth. finess: whether its number is printed, drawn when None."""
        self.f["structure_name"] = name
        self.fin_txt = ""
        if finess or (finess is None and self.chance(0.5)):
            number = _with_key(f"{self.rng.choice(['32', '40', '47'])}0{self.rng.randrange(100, 99999):05d}")
            self.f["structure_finess"] = number
            self.fin_txt = self.rng.choice(["FINESS : ", "N° FINESS ", "Finess ET ", "FINESS "]) + number
        return escape(name)

    def phone(self) -> str:
        """A telephone number."""
        return "05 " + " ".join(f"{self.rng.randrange(10, 99):02d}" for _ in range(4))

    # -- days
    def fd(self, day: dt.date | str, form: str | None = None) -> str:
        """A day as this document writes it."""
        if isinstance(day, str):
            day = dt.date.fromisoformat(day)
        form = form or self.day_form
        if form == "long":
            return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
        if form == "upper":
            if self.chance(0.3):
                return f"{day.day:02d}-{MONTHS[day.month - 1].upper()}-{day.year}"
            return f"{day:%d.%m.%Y}"
        return f"{day:%d-%m-%Y}" if form == "dash" else f"{day:%d/%m/%Y}"

    def past(self, low: int = 20, high: int = 1500) -> dt.date:
        """A day before the act."""
        return self.when - dt.timedelta(days=self.rng.randrange(low, high))

    def after(self, low: int = 0, high: int = 4) -> None:
        """The document is written some days after the act."""
        self.written = min(self.when + dt.timedelta(days=self.rng.randrange(low, high + 1)), LAST_WRITTEN)

    def dated(self, place: bool = True, form: str | None = None) -> str:
        """The day of the document, for the truth. place: with a town or its article."""
        self.f["doc_date"] = self.written.isoformat()
        town = self.rng.choice(TOWNS)[1]
        said = self.fd(self.written, form or self.rng.choice(["long", "num", "long"]))
        return escape(self.rng.choice([f"{town}, le {said}", f"À {town}, le {said}", f"Le {said}"]) if place else said)

    def act(self) -> str:
        """The day of the act, for the truth."""
        self.f["act_date"] = self.when.isoformat()
        return self.fd(self.when)

    def stay_days(self) -> tuple[str, str]:
        """The first day of a stay, and its last one for the truth."""
        entry = self.when - dt.timedelta(days=self.rng.randrange(3, 25))
        return self.fd(entry), self.act()
