"""Short, dense pages, to train the ranker of persons: lists of names to tick, strips of measures that a device prints
and somebody confirms, tables of who did what that nobody signs, messages of a few lines with their addressee in one,
letterheads and addressees of a line or two without any address. Words: person_terse.toml.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from eval.people import Doctor, draw_doctor, draw_family, draw_name

from tools.person_pages import _ADDRESSED, _STYLES, PersonPage, write_name
from tools.person_pages_kinds import (
    SHORT,
    SMALL,
    KindPage,
    body_lines,
    house_lines,
    number_line,
    patient_lines,
    title_line,
)

WORDS = Path(__file__).parent / "data" / "person_terse.toml"
_DOTS = (" — ", " – ", " - ", " · ", " | ", ", ")


@cache
def load_terse() -> dict[str, tuple[str, ...]]:
    """Words by list."""
    return {name: tuple(some) for name, some in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def make_terse_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    page = KindPage(group, seed, "bref")
    page.words |= {key: page.fixed.sample(some, min(len(some), 4)) for key, some in load_terse().items()}
    page.style = page.fixed.choice((*_STYLES, *SMALL, *SHORT))
    page.to_style = page.fixed.choice((*_ADDRESSED, *_STYLES, *SMALL))
    page.fixed.choice(_KINDS)(page)
    return page.finish(is_misread=is_misread)


# Parts


def _fill(page: KindPage, text: str, name: str, number: str = "") -> str:
    """A line of words with what it leaves open."""
    told = {"n": name, "p": page.pick("trades"), "d": page.day(), "h": page.house.name, "s": page.pick("specialities")}
    return text.format(**told, r=number, k=page.dice.randrange(1000, 9999))


def _author_line(page: KindPage, style: str = "") -> str:
    assert page.author is not None
    rpps = page.author.rpps
    number = rpps if page.fixed.random() < 0.6 else f"{rpps[0]} {rpps[1:5]} {rpps[5:8]} {rpps[8:]}"
    return _fill(page, page.pick("author_lines"), page.own(style), number)


def _to_line(page: KindPage) -> str:
    return _fill(page, page.pick("to_lines"), page.addressee())


def _nobody_lines(page: KindPage, most: int = 2) -> None:
    for _ in range(page.dice.randrange(0, most + 1)):
        text = _fill(page, page.pick("nobody_lines"), page.other())
        page.sheet.paragraph(text)


def _short(one: Doctor, page: KindPage) -> str:
    return write_name(page.fixed.choice(("{i}. {F}", "{i}. {f}", "{F} {i}.", "{f}", "Dr {f}", "{g} {f}")), one)


def _bare_patient(page: KindPage) -> None:
    """The patient without a label: the name, then what only a patient has."""
    dice = page.dice
    sex = dice.choice("FM")
    family, given = draw_family(dice), draw_name(dice, sex.lower()).title()
    year = dice.randrange(1930, 2018)
    date = page.fixed.choice(
        ("{d:02d}/{m:02d}/{y}", "{d:02d}-{m:02d}-{y}", "{d:02d}.{m:02d}.{y}", "{d:02d}-MAI-{y}", "{y}-{m:02d}-{d:02d}")
    ).format(d=dice.randrange(1, 29), m=dice.randrange(1, 13), y=year)
    age, told = f"{2025 - year} ans", {"F": "Femme", "M": "Homme"}[sex]
    civil = {"F": "Mme ", "M": "M. "}[sex] if page.chance(0.4) else ""
    name = f"{civil}{page.fixed.choice((f'{family} {given}', f'{given} {family}', f'{family} {given.upper()}'))}"
    how = page.fixed.randrange(6)
    if how == 0:
        for text in (
            name,
            f"ID : {dice.randrange(10**7, 10**8)}",
            f"{date} ({age})",
            f"{told} {dice.randrange(150, 190)} cm",
        ):
            page.write(text)
    elif how == 1:
        page.row([name, f"Sexe {sex}", f"DDN {date} ({age})"])
    elif how == 2:
        page.write(f"{name} {sex} {date} {age}")
    elif how == 3:
        page.write(f"{name} ({age}) – {date}")
    elif how == 4:
        page.write(f"{name}, {date}, {age}, {told.lower()}")
    else:
        page.write(name)
        page.write(f"{date} – {age} – {sex}")
    page.sheet.space(4)


def _patient(page: KindPage) -> None:
    (_bare_patient if page.chance(0.5) else patient_lines)(page)


def _head(page: KindPage, names: list[str]) -> None:
    """A house and its people, on one line or on a few; or people alone."""
    joint = page.fixed.choice(_DOTS)
    how = page.fixed.randrange(5)
    if how == 0:
        page.write(joint.join((page.house.name, ", ".join(names), page.pick("trades"))))
    elif how == 1:
        page.write(page.house.name, bold=True)
        page.write(f"{page.pick('trades').capitalize()}s : {', '.join(names)}", size=8.5)
    elif how == 2:
        page.write(joint.join(f"{name}, {page.pick('trades')}" for name in names))
    elif how == 3:
        house_lines(page)
        for name in names:
            page.write(f"{name} {page.fixed.choice(('', '– '))}{page.pick('trades')}", size=8.5)
    else:
        house_lines(page)
    page.sheet.space(5)


def _names(page: KindPage, *, has_author: bool) -> list[str]:
    names = [page.other(page.fixed.choice(_STYLES)) for _ in range(page.dice.randrange(0, 4))]
    if has_author and page.chance(0.7):
        names.insert(page.dice.randrange(len(names) + 1), page.own(page.fixed.choice(_STYLES)))
    return names


def _address(page: KindPage) -> None:
    """One addressee or more, each a block of one to three short lines, no address that a postcode ends."""
    x = page.sheet.left + page.fixed.choice((0, 230, 270, 300, 330))
    lines = page.fixed.randrange(0, 3)
    for _ in range(page.dice.choice((1, 1, 1, 2, 3))):
        page.write(page.addressee(), x=x)
        for what in page.fixed.sample(
            (page.pick("specialities"), page.house.town, "Cabinet médical", "par messagerie"), lines
        ):
            page.write(what, x=x)
        page.sheet.space(page.fixed.choice((0, 4)))


def _greet(page: KindPage) -> None:
    one = page.to[0] if page.to else draw_doctor(page.dice)
    text = page.pick("greetings")
    if page.to or ("{f}" not in text and "{g}" not in text):
        page.sheet.paragraph(text.format(f=one.family if page.chance(0.5) else one.family.title(), g=one.given.title()))


def _end(page: KindPage) -> None:
    """How a short page is signed."""
    how, x = page.fixed.randrange(6), page.sheet.left + page.fixed.choice((0, 0, 220, 300, 350))
    assert page.author is not None
    if how <= 2:
        page.write(_author_line(page), x=x)
        return
    if page.chance(0.5):
        page.write(page.fixed.choice((page.pick("closing"), f"le {page.day()}", page.day(), "Merci", "À bientôt")), x=x)
    page.write(_short(page.author, page) if how == 3 else page.own(), x=x)
    if how == 4:
        page.write(page.pick("trades"), x=x)
    elif how == 5 and page.chance(0.5):
        number_line(page, page.author, x=x)


# Kinds


def _ticked(page: KindPage) -> None:
    """Prescribers of a house, the one who writes ticked; sometimes nobody, who then signs or does not."""
    assert page.author is not None
    yes, no = page.fixed.choice(load_terse()["tick_pairs"])
    is_after, has_numbers, x = (
        page.chance(0.12),
        page.chance(0.6),
        page.sheet.left + page.fixed.choice((0, 0, 2, 250, 290)),
    )
    some = [draw_doctor(page.dice) for _ in range(page.dice.randrange(1, 6))]
    some.insert(page.dice.randrange(len(some) + 1), page.author)
    style = page.fixed.choice(_STYLES)
    is_ticked = page.dice.random() < 0.85
    if page.chance(0.6):
        page.write(page.house.name, bold=True, size=page.sheet.size + 2)
    if head := page.fixed.choice(load_terse()["tick_heads"]):
        page.write(head, size=8.5, x=x)
    form, indent = page.fixed.choice(("under", "beside", "line")), page.fixed.choice((0, 12))
    for one in some:
        mark = yes if one is page.author and is_ticked else no
        name = write_name(style, one)
        text = f"{name} {mark.strip()}" if is_after else f"{mark}{name}"
        tail = f"{page.fixed.choice((' ', ' – ', ' RPPS '))}{one.rpps}" if has_numbers and form == "beside" else ""
        page.write(f"{text}{tail}", x=x if mark.strip() else x + indent)
        if has_numbers and form != "beside":
            page.write(f"{'RPPS ' if form == 'line' else ''}{one.rpps}", x=x + indent, size=8.5)
    page.sheet.space(8)
    _patient(page)
    title_line(page)
    body_lines(page)
    is_signed = page.dice.random() < 0.3
    if is_signed:
        _end(page)
    elif page.chance(0.5):
        page.write(page.fixed.choice((page.pick("blanks"), f"le {page.day()}")))
    if not is_ticked and not is_signed:
        page.author = None


def _strip(page: KindPage) -> None:
    """What a device prints, with who handled it; who confirms it is the author."""
    if page.chance(0.3):
        page.write(page.house.name.upper() if page.chance(0.5) else page.house.name)
    _bare_patient(page)
    if page.chance(0.8):
        page.write(_fill(page, page.pick("operators"), page.other(page.fixed.choice((*SHORT, *SHORT, "{i}. {F}")))))
    for name, value in page.dice.sample(load_terse()["measures"], k=page.dice.randrange(3, 8)):
        page.row([name, value, page.pick("remarks") if page.fixed.random() < 0.3 else ""])
    lines = []
    if page.chance(0.6):
        lines.append(_fill(page, page.pick("asked"), page.other()))
    if page.dice.random() < 0.75:
        lines.append(_fill(page, page.pick("confirmed"), page.own()))
    else:
        page.author = None
        lines.append(page.pick("unconfirmed"))
    if page.chance(0.4):
        lines.reverse()
    if page.chance(0.3) and len(lines) > 1:
        page.row(lines)
    else:
        for text in lines:
            page.write(text)
    page.write(page.pick("remarks"), size=8)


def _done(page: KindPage) -> None:
    """A table of who did what: nobody signs, or one does under it."""
    if page.chance(0.5):
        house_lines(page)
    title_line(page, page.pick("unsigned_titles"))
    _patient(page)
    heads = page.fixed.choice(load_terse()["done_tables"])
    style = page.fixed.choice((*_STYLES, *SHORT, "Dr {f}", "IDE {F}"))
    regular = draw_doctor(page.dice)
    rows = [list(heads)]
    for _ in range(page.dice.randrange(2, 8)):
        one = regular if page.dice.random() < 0.5 else draw_doctor(page.dice)
        who = write_name(style, one) if page.dice.random() < 0.7 else page.dice.choice(load_terse()["done_houses"])
        middle = [page.pick("done_what"), *(page.pick("done_else") for _ in heads[3:])]
        rows.append([page.day(), *middle, f"{who}{page.fixed.choice(('', '', ' ✓'))}"])
    width = (page.sheet.right - page.sheet.left) / len(heads)
    page.sheet.table(page.sheet.left, [width] * len(heads), rows)
    page.sheet.space(6)
    body_lines(page, 0, 3)
    _nobody_lines(page)
    if page.chance(0.35):
        _end(page)
    else:
        page.author = None
        if page.chance(0.3):
            page.write(page.pick("blanks"))


def _message(page: KindPage) -> None:
    """A few lines to somebody, who is told in one of them or over the greeting."""
    _head(page, _names(page, has_author=True))
    place = page.fixed.randrange(4)
    if page.chance(0.5):
        page.write(
            f"{page.fixed.choice((page.house.town + ', ', '', 'Le '))}{page.day()}",
            x=page.sheet.left + page.fixed.choice((0, 300)),
        )
    if place == 0:
        _address(page)
    elif place == 1:
        page.write(_to_line(page), x=page.sheet.left + page.fixed.choice((0, 0, 250)))
    if page.chance(0.6):
        title_line(page)
    if place == 2:
        page.write(_to_line(page))
    _greet(page)
    if page.chance(0.7):
        _patient(page)
    body_lines(page)
    _nobody_lines(page)
    _end(page)
    if place == 3 or page.chance(0.25):
        page.write(_to_line(page))


def _facts(page: KindPage) -> None:
    """A report headed by pairs of facts: numbers, days, who asked, to whom it goes; then who signs."""
    _head(page, _names(page, has_author=page.chance(0.5)))
    if page.chance(0.4):
        _bare_patient(page)
        pairs = []
    else:
        family, given = draw_family(page.dice), draw_name(page.dice, page.dice.choice("fm")).title()
        pairs = [
            f"Nom : {family}",
            f"Prénom : {given}",
            f"Né(e) le : {page.day()}",
            f"Dossier {page.dice.randrange(10**6)}",
        ]
    pairs += [f"Prélevé le {page.day()}", f"Édité le {page.day()}"][: page.fixed.randrange(3)]
    if page.chance(0.7):
        pairs.append(_to_line(page))
    if page.chance(0.5):
        pairs.append(_fill(page, page.pick("nobody_lines"), page.other()))
    page.fixed.shuffle(pairs)
    if page.chance(0.5):
        for at in range(0, len(pairs), 2):
            page.row(pairs[at : at + 2])
    elif page.chance(0.2):
        page.write(" | ".join(pairs))
    else:
        for text in pairs:
            page.write(text)
    title_line(page)
    if page.chance(0.3):
        page.sheet.paragraph(_author_line(page))
        body_lines(page)
        return
    body_lines(page)
    _nobody_lines(page)
    _end(page)


_KINDS: list[Callable[[KindPage], None]] = [_ticked, _strip, _done, _message, _message, _facts, _facts]
