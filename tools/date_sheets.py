"""Pages as style sheets print structured documents: a running head with a date, stated events, results checked at an
hour, who wrote and signed when. What a ranker of dates learns repeated and agreeing mentions from.

Same seed, same pages. Every person is drawn; the words are our own.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from eval.people import draw_doctor, draw_person, draw_structure

from liane.domain.intake.page import Page, Word
from tools.date_lines import lay_line
from tools.date_moves import say_day
from tools.date_words import words

GROUPS = 60
STEP, FOOT = 0.0165, 0.93
KINDS = ("lab", "order", "exam", "visit")
DRUGS = ("Furosémide 40 mg", "Amlodipine 5 mg", "Paracétamol 1 g", "Apixaban 5 mg", "Ramipril 2,5 mg")


@dataclass(slots=True)
class Writing:
    """Pages being written: the lines of each page with their height."""

    head: list[str]
    foot: str
    left: float
    column: float
    pages: list[list[tuple[float, str]]] = field(default_factory=list)
    top: float = 1.0

    def line(self, text: str) -> None:
        """Add a line, on a new page under the running head where the page is full."""
        for part in text.split("\n"):
            if self.top > FOOT - STEP:
                self.pages.append([(0.03 + STEP * at, words) for at, words in enumerate(self.head)])
                self.top = 0.03 + STEP * (len(self.head) + 1)
            self.pages[-1].append((self.top, part))
            self.top += STEP

    def break_page(self) -> None:
        """Go on at the top of a new page."""
        self.top = 1.0

    def as_pages(self) -> tuple[Page, ...]:
        """The pages as words."""
        made = []
        for number, lines in enumerate(self.pages, 1):
            foot = self.foot.format(page=number, pages=len(self.pages))
            words: list[Word] = []
            for at, (top, text) in enumerate((*lines, (0.955, foot))):
                words += lay_line(text, self.left, top=top, column=self.column, line=at)
            made.append(Page(number=number, width_pt=595.0, height_pt=842.0, words=tuple(words)))
        return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Pages of one document, its group, the day that it was made and the kind of its title."""

    pages: tuple[Page, ...]
    group: str
    written: date
    kind: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days and hours of one document, in the style of its group."""

    dice: Random
    style: str
    zone: str

    def say(self, day: date) -> str:
        """A day."""
        return say_day(day, self.style)

    def hour(self) -> str:
        """An hour."""
        return f"{self.dice.randrange(7, 20):02d}:{self.dice.randrange(60):02d}{self.zone}"


def make_sheet(seed: int) -> Sheet:
    """One document; its group gives the manner, the seed the persons, days and words."""
    group = seed % GROUPS
    manner, dice = Random(f"sheet-{group}"), Random(f"sheet-{seed}")
    kind = manner.choice(KINDS)
    days = Days(
        dice, manner.choice(("long", "long", "/", "/", ".", "-", "iso")), manner.choice(("", "", ":12", " +0100"))
    )
    taken = date(2023, 6, 1) + timedelta(days=dice.randrange(1000))
    checked = taken + timedelta(days=dice.choice((0, 0, 0, 1, 2)))
    written = checked + timedelta(days=dice.choice((0, 0, 0, 0, 1, 4, 30, 88)))
    title, patient = manner.choice(words(f"title_{kind}")), draw_person(dice, "R1")
    hour = f"{manner.choice((', ', ' ', ' à '))}{days.hour()}" if manner.random() < 0.6 else ""
    told = f"{days.say(written)}{hour}"
    head = _head(manner, title, told, f"{patient.birth_name} {patient.first_name}")
    page = Writing(head, manner.choice(("{page} / {pages}", "Page {page}", "")), 0.06, manner.choice((0.2, 0.28, 0.4)))
    page.line(title if manner.random() < 0.6 else title.upper())
    if manner.random() < 0.7 or not head:
        page.line(
            manner.choice(("{t}", "{m}\t{t}", "{m} : {t}", "Le {t}")).format(t=told, m=manner.choice(words("made")))
        )
    page.line(f"Nom de naissance\t{patient.birth_name}\nPrénom\t{patient.first_name}")
    page.line(
        f"Date de naissance\t{days.say(patient.birth_date)}\nSexe\t{'Féminin' if patient.sex == 'F' else 'Masculin'}"
    )
    _events(page, manner, days, (taken, checked))
    names = [f"{manner.choice(('DR', 'Dr', 'Docteur', ''))} {one.given} {one.family}".strip() for one in
             (draw_doctor(dice), draw_doctor(dice), draw_doctor(dice))]  # fmt: skip
    {"lab": _results, "order": _orders}.get(kind, _prose)(page, manner, days, (taken, checked, written), names)
    _metadata(page, manner, days, (taken, checked, written), names)
    return Sheet(pages=page.as_pages(), group=f"sheet-{group:02d}", written=written, kind=kind)


def _head(manner: Random, title: str, told: str, who: str) -> list[str]:
    if manner.random() < 0.25:
        return []
    forms = (
        ["{title}\t\t{who}", "{told}\t\tSexe"],
        ["{title} du {told}", "{who}"],
        ["{who} - {told}"],
        ["{told}"],
        ["{title}\t\t{told}"],
    )
    return [form.format(title=title, told=told, who=who) for form in manner.choice(forms)]


def _events(page: Writing, manner: Random, days: Days, when: tuple[date, date]) -> None:
    for _ in range(manner.choice((0, 1, 1, 2))):
        told = manner.choice(words("spans")).format(a=days.say(when[0]), d=days.say(when[1]), h=days.hour())
        page.line(manner.choice(("{e}\t{s}", "{e} : {s}", "{e}\n{s}")).format(e=manner.choice(words("events")), s=told))


def _results(page: Writing, manner: Random, days: Days, when: tuple[date, date, date], names: list[str]) -> None:
    dice = days.dice
    earlier = when[0] - timedelta(days=dice.randrange(30, 700))
    for part in ("Hématologie", "Biochimie", "Microbiologie")[: dice.randrange(1, 4)]:
        page.line(part.upper())
        if manner.random() < 0.6:
            page.line(manner.choice(words("taken")).format(d=days.say(when[0]), h=days.hour()))
        now, past = days.say(when[0]), days.say(earlier)
        heads = (f"Examen\t{now}\tRéférences", f"Analyse\tRésultat du {now}\tRésultat du {past}",
                 "Analyse\tRésultat\tRéférences\tAntériorité", f"{now}\tValeurs\t{past}")  # fmt: skip
        page.line(manner.choice(heads))
        for name in dice.sample(("Sodium", "Potassium", "CRP", "Leucocytes", "Glycémie", "TSH", "Ferritine"), k=4):
            page.line(f"{name}\t{dice.uniform(1, 9):.1f}\tmmol/L\t{dice.uniform(1, 9):.1f}")
        if manner.random() < 0.7:
            page.line(manner.choice(words("checked")).format(n=names[1], d=days.say(when[1]), h=days.hour()))


def _orders(page: Writing, manner: Random, days: Days, when: tuple[date, date, date], names: list[str]) -> None:
    dice = days.dice
    form = manner.choice(words("terms"))
    for drug in dice.sample(DRUGS, k=dice.randrange(1, 4)):
        first = when[2] + timedelta(days=dice.choice((0, 0, 1, 2)))
        last = first + timedelta(days=dice.choice((3, 5, 7, 30, 90)))
        term = form.format(a=days.say(first), b=days.say(last)).replace("\n", f"\t{drug}\t1 cp matin\n")
        page.line(
            manner.choice(("{t}\t{d}\t2 fois par jour", "{d}\t{t}", "{d} {t}, 1 comprimé le soir")).format(
                t=term, d=drug
            )
        )
        if manner.random() < 0.4:
            page.line(f"puis 1 par jour dès le\n{days.say(first + timedelta(days=2))}")
    page.line(f"Prescripteur : {names[0]}")


def _prose(page: Writing, manner: Random, days: Days, when: tuple[date, date, date], names: list[str]) -> None:
    dice = days.dice
    past = days.say(when[0] - timedelta(days=dice.randrange(40, 900)))
    lines = ["Indication", f"Suivi après l'épisode du {past}.", "Examen clinique", "Constantes normales, apyrexie.",
             f"Contrôle comparé à celui du {past}.", "Conclusion", "Évolution favorable, traitement poursuivi.",
             f"Prochaine consultation le {days.say(when[2] + timedelta(days=dice.randrange(20, 200)))}."]  # fmt: skip
    for line in lines[: dice.randrange(3, len(lines) + 1)]:
        page.line(line)
    if manner.random() < 0.4:
        page.line(manner.choice(words("checked")).format(n=names[1], d=days.say(when[1]), h=days.hour()))


def _metadata(page: Writing, manner: Random, days: Days, when: tuple[date, date, date], names: list[str]) -> None:
    """Who wrote, checked and signed when; the day that the document was made is told here, or in the head alone."""
    if manner.random() < 0.15:
        return
    if manner.random() < 0.5:
        page.break_page()
        page.line("Document")
    signed = when[2] if manner.random() < 0.7 else when[1]
    rows = [(manner.choice(words("writers")), names[0], when[2]), (manner.choice(words("signers")), names[0], signed)]
    rows += [(manner.choice(words("checkers")), name, when[1]) for name in names[1 : 1 + manner.choice((0, 0, 1, 2))]]
    rows = [one for one in rows if manner.random() < 0.75]
    if manner.random() < 0.75:
        page.line(f"{manner.choice(words('made'))}\t{days.say(when[2])}, {days.hour()}")
    how = manner.choice(("{l}\t{n}, le {d}, {h}", "{l}\t{n}\t{d}", "{l} : {n} ({d} {h})", "{l}\n{n}\n{d}, {h}"))
    for label, name, day in rows:
        page.line(how.format(l=label, n=name, d=days.say(day), h=days.hour()))
    if manner.random() < 0.25:
        page.line(f"Imprimé le {days.say(when[2] + timedelta(days=days.dice.randrange(0, 9)))}")
    page.line(draw_structure(days.dice).name)
