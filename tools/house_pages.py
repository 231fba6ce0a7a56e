"""Pages whose letterheads name a house in many manners, to train the ranker of houses: words and boxes, with truth.

The manner depends on the group alone, names and texts on the seed. Some pages name no house of their own: only those of
addressees, past stays or people. Words: tools/data/houses.toml.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from eval.people import STREETS, draw_doctor

from liane.domain.intake.page import Page
from tools.person_pages import _STYLES, write_name
from tools.person_pages_kinds import KindPage, body_lines, patient_lines

WORDS = Path(__file__).parent / "data" / "houses.toml"
_FOOT = 792
_JOINTS = (" — ", " – ", " - ", " · ", " • ", " | ", ", ", " / ")


@cache
def load_houses() -> dict[str, tuple[str, ...]]:
    """Words by list."""
    return {name: tuple(some) for name, some in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class HousePage:
    """One page. names: the forms that the name of its house may take; empty: it names none."""

    group: str
    pages: tuple[Page, ...]
    names: tuple[str, ...]


def draw_name(dice: Random) -> str:
    """The name of a house that exists nowhere."""
    words = load_houses()
    chance = dice.random()
    if chance < 0.16:
        return dice.choice(words["plain"])
    proper = dice.choice(words["proper"])
    if chance < 0.3:
        proper = f"de {dice.choice(words['towns'])}"
    name = f"{dice.choice(words['of'])} {proper}"
    if chance > 0.95:
        name = f"{dice.choice(words['companies'])} {name}"
    return name


class _Draft(KindPage):
    """A page being drawn, and the forms of its house's name."""

    def __init__(self, group: int, seed: int) -> None:
        super().__init__(group, seed, "maison")
        self.name_of = draw_name(self.dice)
        if self.chance(0.3):
            self.name_of = self.name_of.upper()
        self.town = self.dice.choice(load_houses()["towns"])
        self.joint_of = self.fixed.choice(_JOINTS)
        self.names: list[str] = []

    def any_of(self, key: str) -> str:
        """A word of a list."""
        return self.dice.choice(load_houses()[key])

    def street(self) -> str:
        """An address of one line or its first half."""
        street = f"{self.dice.randrange(1, 190)}{self.fixed.choice((' ', ', ', ' bis '))}{self.dice.choice(STREETS)}"
        city = f"99{self.dice.randrange(100, 999)} {self.fixed.choice((self.town, self.town.upper()))}"
        return self.fixed.choice((f"{street} {city}", f"{street}, {city}", f"{street} – {city}", city, street))

    def phone(self) -> str:
        """A telephone, told or not."""
        lead = self.fixed.choice(("Tél. ", "Tél : ", "", "☎ ", "Secrétariat : ", "Standard ", "Tel "))
        return f"{lead}{self.house.phone}"

    def told(self, name: str = "") -> str:
        """The name as printed, which is then the truth."""
        self.names = [name or self.name_of]
        return self.names[0]


def make_house_page(seed: int, group: int, *, is_misread: bool = False) -> HousePage:
    """Draw one page of a group. Same seed, same page."""
    page = _Draft(group, seed)
    kind = page.fixed.choice(_KINDS)
    kind(page)
    made = page.finish(is_misread=is_misread)
    return HousePage(group=page.name, pages=made.pages, names=tuple(page.names))


# Parts


def _people(page: _Draft, *, x: float = 0) -> None:
    """People of the house, or who signs over it."""
    style = page.fixed.choice(_STYLES)
    for _ in range(page.fixed.randrange(1, 4)):
        trade = page.any("specialities")
        page.write(
            page.fixed.choice(("{n}", "{n}, {t}", "{n} – {t}")).format(n=page.other(style), t=trade), size=8.5, x=x
        )


def _contacts(page: _Draft, *, x: float = 0) -> None:
    lines = [
        page.street(),
        page.phone(),
        f"FINESS {page.dice.randrange(990000000, 999999999)}",
        f"contact@{_domain(page)}.example",
    ]
    for text in page.fixed.sample(lines, k=page.fixed.randrange(0, 4)):
        page.write(text, size=page.fixed.choice((8, 8.5, page.sheet.size)), x=x)


def _domain(page: _Draft) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in page.name_of.lower()).split()
    return "-".join(words[-2:]) if page.chance(0.6) else "messagerie"


def _addressee(page: _Draft) -> None:
    """To whom: somebody, at a house of their own."""
    x = page.sheet.left + page.fixed.choice((0, 260, 300))
    style = page.fixed.choice(("Dr {g} {F}", "Monsieur le Docteur {F}", "Docteur {g} {F}", "Madame {g} {F}"))
    page.write(write_name(style, draw_doctor(page.dice)), x=x)
    if page.chance(0.6):
        page.write(draw_name(page.dice), x=x)
    if page.chance(0.7):
        page.write(page.street(), x=x)
    page.sheet.space(8)


def _rest(page: _Draft, *, has_title: bool = True) -> None:
    if page.chance(0.4):
        _addressee(page)
    if page.chance(0.5):
        place = page.fixed.choice(
            (f"{page.town}, le {page.day()}", f"Le {page.day()}", f"Fait à {page.town}, le {page.day()}", page.day())
        )
        page.write(place, x=page.sheet.left + page.fixed.choice((0, 280)))
    if has_title:
        page.write(
            page.any_of("papers"),
            bold=True,
            size=page.sheet.size + page.fixed.choice((0, 2, 4)),
            x=page.sheet.left + page.fixed.choice((0, 120)),
        )
    patient_lines(page)
    body_lines(page)
    if page.chance(0.4):
        page.sheet.paragraph(
            page.fixed.choice(
                (
                    "Antécédents : suivi à {h}.",
                    "Hospitalisé en mars à {h}.",
                    "Rendez-vous le {d} : {h}",
                    "Pharmacie : {h}",
                    "Adressé par {h}",
                )
            ).format(h=draw_name(page.dice), d=page.day())
        )
    page.sheet.space(10)


def _sign(page: _Draft, *, tail: str = "") -> None:
    x = page.sheet.left + page.fixed.choice((0, 250, 320))
    page.write(page.own(), x=x)
    if page.chance(0.4):
        page.write(page.any("specialities"), x=x)
    if tail:
        page.write(tail, x=x)


# Kinds


def _lines(page: _Draft) -> None:
    """Name, perhaps a unit, contacts, one under the other."""
    x = page.sheet.left + page.fixed.choice((0, 0, 0, 120, 180, 280))
    order = page.fixed.randrange(5)
    size = page.sheet.size + page.fixed.choice((-1, 0, 0, 1, 3, 6))
    if order == 1:
        page.write(page.any_of("units"), x=x)
    if order == 2:
        _people(page, x=x)
    page.write(page.told(), size=size, bold=page.chance(0.6), x=x)
    if order in (0, 3):
        page.write(page.any_of("units"), x=x)
    if order == 4:
        page.write(page.any_of("taglines"), size=8.5, x=x)
    _contacts(page, x=x)
    if order == 3:
        _people(page, x=x)
    _rest(page)
    _sign(page)


def _line(page: _Draft) -> None:
    """Everything on one line: the name among units, taglines, papers, addresses, people."""
    tails: list[Callable[[], str]] = [
        lambda: page.any_of("units"), lambda: page.any_of("taglines"), lambda: page.any_of("papers"), page.street,
        lambda: f"{page.other()}, {page.any('specialities')}", lambda: page.own(), page.phone,
        lambda: f"ADELI {page.dice.randrange(10**8)}",
        lambda: f"Dossier {page.dice.randrange(10**7)} (séjour)", lambda: f"le {page.day()}",
    ]  # fmt: skip
    chosen = page.fixed.sample(tails, k=page.fixed.randrange(1, 4))
    parts = [tail() for tail in chosen]
    parts.insert(0 if page.chance(0.7) else page.fixed.randrange(len(parts) + 1), page.told())
    page.sheet.paragraph(page.joint_of.join(parts), size=page.fixed.choice((8.5, page.sheet.size)))
    _rest(page)
    _sign(page)


def _cells(page: _Draft) -> None:
    """The name beside something else: a paper, a patient, a day, people."""
    others = [
        page.any_of("papers"),
        page.day(),
        page.phone(),
        page.own(),
        page.any_of("units"),
        f"Nom {page.dice.choice(('DURAND', 'PETIT', 'MOREL'))}",
    ]
    cells = page.fixed.sample(others, k=page.fixed.choice((1, 1, 2)))
    cells.insert(0 if page.chance(0.75) else len(cells), page.told())
    page.row(cells)
    if page.chance(0.5):
        page.row([page.any_of("units") if page.chance(0.6) else page.street(), "", ""][: len(cells)])
    _rest(page, has_title=page.chance(0.5))
    _sign(page)


def _two(page: _Draft) -> None:
    """The name on two lines, or over words that say what it is."""
    words = page.name_of.split(" ")
    cut = max(1, min(len(words) - 1, page.fixed.randrange(1, 5)))
    x = page.sheet.left + page.fixed.choice((0, 0, 160))
    if len(words) > 2 and words[cut].lower().startswith(("de", "du", "d'", "l'", "la", "les", "sant", "m", "h", "s")):
        page.told()
        page.write(" ".join(words[:cut]), bold=True, x=x)
        page.write(" ".join(words[cut:]), bold=True, x=x)
    else:
        page.write(page.told(), bold=True, x=x)
        page.write(page.any_of("taglines"), x=x)
    _contacts(page, x=x)
    _rest(page)
    _sign(page)


def _labelled(page: _Draft) -> None:
    """After a label, among other pairs."""
    dots = page.fixed.choice((" : ", ": ", " ", ".......: ", " :  ", "     "))
    pairs = [
        f"{page.fixed.choice(load_houses()['labels'])}{dots}{page.told()}",
        f"Date{dots}{page.day()}",
        f"Auteur{dots}{page.own()}",
        f"Document{dots}{page.any_of('papers')}",
    ]
    page.fixed.shuffle(pairs)
    if page.chance(0.4):
        page.write(page.any_of("papers"), bold=True)
    for text in pairs:
        page.write(text)
    _rest(page, has_title=False)
    if page.chance(0.4):
        _sign(page)


def _footed(page: _Draft) -> None:
    """At the foot alone; the head names people, or nothing."""
    if page.chance(0.6):
        _people(page)
    _rest(page)
    _sign(page)
    tail = page.fixed.choice(
        (
            "",
            f"{page.joint_of}{page.any_of('units')}",
            f"{page.joint_of}{page.street()}",
            f"{page.joint_of}{page.phone()}",
        )
    )
    x = page.sheet.left + page.fixed.choice((0, 60))
    page.sheet.text(x, _FOOT, f"{page.told()}{tail}", size=7.5)
    if page.chance(0.4):
        page.sheet.text(x, _FOOT + 11, page.street(), size=7.5)


def _signed(page: _Draft) -> None:
    """With who signs, or in the sentence that says who met whom."""
    if page.chance(0.5):
        page.write(page.any_of("papers"), bold=True, size=page.sheet.size + 2)
        trade = page.any("specialities")
        page.write(
            page.fixed.choice(
                ("Entretien du {d} avec : {n}, {t} — {h}", "Rédacteur : {n} — {h}", "{n}, {t}, {h}", "Vu le {d} à {h}")
            ).format(d=page.day(), n=page.own(), t=trade, h=page.told())
        )
        _rest(page, has_title=False)
        return
    _rest(page)
    _sign(page, tail=page.told())


def _alone(page: _Draft) -> None:
    """A practice told by its people alone: names of other houses are in the text, no house writes."""
    x = page.sheet.left + page.fixed.choice((0, 150))
    page.write(page.own(), bold=True, x=x)
    page.write(page.any("specialities"), x=x)
    if page.chance(0.5):
        page.write(
            page.fixed.choice(
                (
                    "Ancien interne des hôpitaux",
                    "Ancien chef de clinique",
                    "Diplômée de la faculté",
                    "Conventionné secteur 1",
                    "Sur rendez-vous",
                    "Membre d'une association agréée",
                )
            ),
            size=8,
            x=x,
        )
    _contacts(page, x=x)
    page.names = []
    _rest(page)
    _sign(page)


def _several(page: _Draft) -> None:
    """The house of a group, its sites under it or beside it."""
    page.write(page.told(), bold=page.chance(0.7), size=page.sheet.size + page.fixed.choice((0, 2)))
    for _ in range(page.fixed.randrange(1, 4)):
        page.write(
            page.fixed.choice(("Site de {t}", "{t} : {p}", "{a} – {p}", "Antenne de {t}")).format(
                t=page.any_of("towns"), p=page.house.phone, a=page.street()
            ),
            size=8,
        )
    _people(page)
    _rest(page)
    _sign(page)


_KINDS: list[Callable[[_Draft], None]] = [
    _lines, _lines, _lines, _line, _line, _line, _cells, _cells, _two, _labelled, _footed, _signed, _alone, _alone,
    _several,
]  # fmt: skip
