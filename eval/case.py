"""One document to be drawn: what is true, what is printed, and whether it may be filed without a person.

A case is drawn first, then a trap changes what is printed or what the index holds, then a layout draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from eval.people import Doctor, Person, Structure, draw_doctor, draw_family, draw_name, draw_person, draw_structure
from eval.types import SEEN, DocType, load_types, write_body

FIRST_DAY = date(2023, 6, 1)
DAYS = 1100
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip


class Filing(StrEnum):
    """Whether a document may be filed without a person. Rule: intake.md §5."""

    ALLOWED = "allowed"
    EITHER = "either"
    FORBIDDEN = "forbidden"


@dataclass(slots=True, kw_only=True)
class Shown:
    """The identity as printed. None: not printed. name_is_known: whose kind of name it is can be told from the page."""

    birth_name: str | None
    used_name: str | None
    first_names: tuple[str, ...]
    birth_date: date | None
    sex: str
    ins: str | None = None
    has_all_first_names: bool = False
    used_name_is_labelled: bool = True

    @property
    def first(self) -> str:
        """First of the first names."""
        return self.first_names[0]


@dataclass(slots=True, kw_only=True)
class Relative:
    """Somebody else on the page: link, name, perhaps their birth date."""

    link: str
    family: str
    given: str
    birth_date: date | None


@dataclass(slots=True, kw_only=True)
class Case:
    """Everything that a layout draws. Attributes set by layouts as they print: ``printed`` (names of fields), ``cosigners``
    (others who sign: any of them counts as the author).
    """

    seed: int
    split: str
    kind: DocType
    title: str
    patient: Person
    shown: Shown
    author: Doctor
    staff: list[Doctor]
    recipients: list[Doctor]
    structure: Structure
    doc_date: date
    act_date: date | None
    act_label: str
    episode: str
    body: list[str]
    relatives: list[Relative]
    date_style: str
    trap: str = "aucun"
    filing: Filing = Filing.ALLOWED
    reason: str = ""
    datamatrix: Person | None = None
    index: list[Person] = field(default_factory=list)
    file_name: str = ""
    second_identity: Person | None = None
    printed: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    cosigners: list[Doctor] = field(default_factory=list)

    def day(self, value: date) -> str:
        """Write a date in the manner of the document."""
        return write_date(value, self.date_style)


def write_date(value: date, style: str) -> str:
    """Write a date: ``/``, ``.``, ``-`` between numbers, ``long`` in words, ``short`` without leading zeros."""
    if style == "long":
        return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"
    if style == "short":
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value:%d}{style}{value:%m}{style}{value:%Y}"


def draw_case(
    rng: Random,
    *,
    seed: int,
    split: str,
    families: frozenset[str],
    codes: tuple[str, ...] = (),
    types: Sequence[DocType] = (),
) -> Case:
    """Draw a case that a layout of these families can carry. types: those to draw from, every one when empty; their
    words are then kept as given (note ``own words``).
    """
    kinds = [k for k in types or load_types() if k.families & families and (not codes or k.code in codes)]
    kind = rng.choice(kinds)
    patient = draw_person(rng, f"R{seed:07d}", sex=kind.sex, age=kind.ages, within=kind.within)
    act, written = _draw_dates(rng, kind, patient)
    structure_kind = {"lab": "lab", "prescription": "practice", "imaging": "imaging", "insurance": "insurance"}
    family = sorted(kind.families & families)[0]
    return Case(
        seed=seed,
        split=split,
        kind=kind,
        title=rng.choice(kind.titles[split]),
        patient=patient,
        shown=draw_shown(rng, patient),
        author=draw_doctor(rng, kind.speciality),
        staff=[draw_doctor(rng) for _ in range(rng.choice((0, 2, 4)))],
        recipients=[draw_doctor(rng, "Médecine générale") for _ in range(rng.choice((0, 1, 1, 2)))],
        structure=draw_structure(rng, structure_kind.get(family, "")),
        doc_date=written,
        act_date=act,
        act_label=rng.choice(kind.acts[split]) if kind.acts[split] else "",
        episode=f"{rng.randrange(20, 27)}{rng.randrange(10**6, 10**7)}" if rng.random() < 0.6 else "",
        body=write_body(kind, split, rng, length=rng.choice((2, 4, 7))),
        relatives=_draw_relatives(rng, patient),
        date_style=rng.choice(("/", "/", "/", ".", "-", "long", "long", "short")),
        datamatrix=patient if rng.random() < 0.18 else None,
        notes=["own words"] if types else [],
    )


def draw_shown(rng: Random, patient: Person) -> Shown:
    """Print the whole identity, with the INS in four cases of ten."""
    return Shown(
        birth_name=patient.birth_name,
        used_name=patient.used_name or None,
        first_names=patient.first_names,
        birth_date=patient.birth_date,
        sex=patient.sex,
        ins=patient.ins if rng.random() < 0.4 else None,
    )


def _draw_dates(rng: Random, kind: DocType, patient: Person) -> tuple[date | None, date]:
    written = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    if patient.birth_date >= FIRST_DAY - timedelta(days=60):
        written = patient.birth_date + timedelta(days=rng.randrange(30, 200))
        written = min(written, date(2026, 6, 1))
    if not kind.acts[SEEN]:
        return None, written
    delay = rng.choice((0, 0, 1, 2, 5, 12))
    return (written - timedelta(days=delay) if kind.act_is_date else written + timedelta(days=20 + delay)), written


def _draw_relatives(rng: Random, patient: Person) -> list[Relative]:
    if rng.random() > 0.35:
        return []
    link, sex, gap = rng.choice((("conjoint", "m", 1), ("fils", "m", 28), ("fille", "f", 30), ("soeur", "f", 3),
                                 ("mère", "f", -27), ("père", "m", -29)))  # fmt: skip
    year = min(2020, max(1915, patient.birth_date.year + gap))
    family = patient.birth_name if rng.random() < 0.5 else draw_family(rng)
    born = date(year, rng.randrange(1, 13), rng.randrange(1, 29)) if rng.random() < 0.6 else None
    return [Relative(link=link, family=family, given=draw_name(rng, sex), birth_date=born)]
