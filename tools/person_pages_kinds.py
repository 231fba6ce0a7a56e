"""Pages of kinds that senders of all sorts write, to train the ranker of persons: a chief told in the head and who
validates at the foot, heads in columns, the staff in a margin, tables of past acts, labels by two on a line, a plate
beside the patient's box, addressees in a sentence. Words: person_kinds.toml; pages without author:
person_pages_unsigned.py.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from eval.people import STREETS, Doctor, draw_doctor, draw_family, draw_name, draw_structure
from eval.random_manner import wordings
from eval.sheet import Sheet
from eval.types import SEEN, fillers
from eval.words import Misreading, open_words, to_pages

from tools.person_pages import _ADDRESSED, _CIVIL, _STYLES, PersonPage, load_phrases, write_name

WORDS = Path(__file__).parent / "data" / "person_kinds.toml"
FONTS = ("sans", "serif", "mono", "sans")
DAYS = ("{d:02d}/{m:02d}/2025", "{d:02d}/{m:02d}/2025", "{d}/{m}/25", "{d} {month} 2025", "{d:02d}.{m:02d}.2025",
        "{d:02d}-{m:02d}-2025")  # fmt: skip
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
JOINTS = (" : ", " : ", ": ", " ", " - ", " – ", ", ", " > ", "\t")
SMALL = ("Dr {f}", "Docteur {f}", "Dr {g} {f}", "{g} {f}", "le Dr {f}", "Dr {f} {g}")
SHORT = ("{F} {i}.", "{i}. {F}", "{F}", "Dr {F} {i}.", "Dr {i}. {F}")
FULL = tuple(style for style in _STYLES if "{g}" in style or "{G}" in style)


@cache
def load_words() -> dict[str, tuple[str, ...]]:
    """Words by list; ``titled``: a title, who writes it, who stands beside."""
    return {name: tuple(some) for name, some in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


class KindPage:
    """One page being drawn: what its group fixes (``fixed``), whom its seed names (``dice``)."""

    def __init__(self, group: int, seed: int, name: str) -> None:
        self.name = f"{name}-{group:03d}"
        self.fixed, self.dice = Random(f"{name}-{group}"), Random(f"{name}-{group}-{seed}")
        fixed = self.fixed
        self.words = {key: fixed.sample(some, min(len(some), 5)) for key, some in load_words().items()}
        self.phrases = {key: fixed.sample(some, min(len(some), 4)) for key, some in load_phrases().items()}
        self.style, self.other_style = fixed.choice(_STYLES), fixed.choice((*_STYLES, *_CIVIL))
        self.to_style = fixed.choice((*_ADDRESSED, *_STYLES, *SMALL, *SMALL))
        self.joint, self.day_form = fixed.choice(JOINTS), fixed.choice(DAYS)
        self.is_upper = fixed.random() < 0.2
        self.author: Doctor | None = draw_doctor(self.dice)
        self.cosigners: list[Doctor] = []
        self.to: list[Doctor] = []
        self.house = draw_structure(self.dice, self.dice.choice(("", "lab", "practice", "imaging", "")))
        self.canvas, _ = open_words()
        self.sheet = Sheet(self.canvas, self.dice, manner=FONTS[group % len(FONTS)], is_held=False)

    def pick(self, key: str) -> str:
        """A form of words of the group."""
        return self.dice.choice(self.words[key] if key in self.words else self.phrases[key])

    def any(self, key: str) -> str:
        """A form of words of any group."""
        return self.dice.choice(load_words()[key])

    def chance(self, share: float) -> bool:
        """True for this share of the groups; drawn in order."""
        return self.fixed.random() < share

    def day(self) -> str:
        """A day, as the group writes it."""
        day, month = self.dice.randrange(1, 29), self.dice.randrange(1, 13)
        return self.day_form.format(d=day, m=month, month=MONTHS[month - 1])

    def other(self, style: str = "") -> str:
        """Somebody else."""
        return write_name(style or self.other_style, draw_doctor(self.dice))

    def own(self, style: str = "") -> str:
        """The author."""
        assert self.author is not None
        return write_name(style or self.style, self.author)

    def addressee(self, style: str = "") -> str:
        """A new addressee."""
        self.to.append(draw_doctor(self.dice))
        return write_name(style or self.to_style, self.to[-1])

    def label(self, text: str, value: str) -> str:
        """A label and a value."""
        text = text.upper() if self.is_upper else text
        return f"{text}{self.joint}{value}" if self.joint != "\t" else f"{text}     {value}"

    def told(self, key: str) -> str:
        """A profession of a list, qualified or not."""
        name = self.pick(key)
        return f"{name} {self.pick('qualifiers')}" if self.dice.random() < 0.5 else name

    def write(self, text: str, *, size: float = 0, bold: bool = False, x: float = 0) -> None:
        """A line that keeps to its room."""
        room = self.sheet.right - (x or self.sheet.left)
        size = size or self.sheet.size
        self.sheet.write(text, size=min(size, size * room / max(1.0, self.sheet.width(text, size))), bold=bold, x=x)

    def row(self, cells: list[str], *, size: float = 0) -> None:
        """Texts side by side in columns of one width."""
        sheet, size = self.sheet, size or self.sheet.size
        room = (sheet.right - sheet.left) / len(cells)
        sheet.need(size * 1.4)
        for at, text in enumerate(cells):
            fit = min(size, size * (room - 6) / max(1.0, sheet.width(text, size)))
            sheet.text(sheet.left + at * room, sheet.y, text, size=fit)
        sheet.space(size * 1.4)

    def finish(self, *, is_misread: bool) -> PersonPage:
        """The page and its truth."""
        self.canvas.showPage()
        misreading = Misreading() if is_misread else None
        return PersonPage(
            group=self.name,
            pages=to_pages(self.canvas, misreading=misreading, dice=self.dice),
            author=self.author,
            recipients=tuple(self.to),
            cosigners=tuple(self.cosigners),
        )


def make_kind_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group. Same seed, same page."""
    page = KindPage(group, seed, "genre")
    page.fixed.choice(_KINDS)(page)
    return page.finish(is_misread=is_misread)


# Parts that several kinds share


def house_lines(page: KindPage) -> None:
    """Name, address and telephone, in one of many orders."""
    house, dice = page.house, page.dice
    how = page.fixed.choice(("lines", "line", "cells", "name"))
    if how == "cells":
        page.row([house.name, dice.choice(load_words()["units"])])
        page.row([house.address, f"Tél. {house.phone}"], size=8)
    elif how == "line":
        page.write(f"{house.name}{page.fixed.choice((' – ', ' · ', ' - ', ', '))}{house.address}", size=8.5)
    else:
        page.write(house.name, bold=True, size=page.sheet.size + 2)
        if how == "lines":
            page.write(house.address, size=8)
            page.write(f"Tél. {house.phone}", size=8)


def chief_lines(page: KindPage, most: int = 3) -> None:
    """Who directs the house: no author of its letters."""
    beside = page.fixed.choice(("", "", "fax", "phone"))
    for label in page.fixed.sample(load_words()["chiefs"], k=page.fixed.randrange(1, most + 1)):
        text = page.label(label, page.other())
        if beside:
            page.row([text, f"{'Fax' if beside == 'fax' else 'Secrétariat'} : {page.house.phone}"], size=8)
        else:
            page.write(text, size=8)


def patient_lines(page: KindPage) -> None:
    """The patient, in one of many forms."""
    dice = page.dice
    sex = dice.choice("fm")
    family, given = draw_family(dice), draw_name(dice, sex).title()
    civil, born = ("Mme", "née") if sex == "f" else ("M.", "né")
    date = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/{dice.randrange(1932, 2015)}"
    how = page.fixed.choice(("line", "civil", "rows", "rows", "brackets", "object"))
    if how == "rows":
        for label, value in (("Nom de naissance", family), ("Prénom", given), ("Date de naissance", date)):
            page.write(page.label(label, value))
    else:
        forms = {
            "line": f"Patient : {family} {given}, {born} le {date}",
            "civil": f"{civil} {family} {given}, {born} le {date}",
            "brackets": f"{civil} {given} {family} ({date})",
            "object": f"Objet : {civil} {family} {given} {born} le {date}",
        }
        page.write(forms[how], bold=True)
    page.sheet.space(5)


def body_lines(page: KindPage, low: int = 2, high: int = 6) -> None:
    """Sentences, some of which name somebody."""
    sentences = page.dice.sample(fillers(SEEN), k=page.dice.randrange(low, high))
    if page.dice.random() < 0.4:
        text = page.pick("prose_other").format(o=page.other(), d=page.day())
        sentences.insert(page.dice.randrange(len(sentences) + 1), text)
    for one in sentences:
        page.sheet.paragraph(one)


def title_line(page: KindPage, title: str = "") -> None:
    """A title, of the types that may be seen or as given."""
    text = title or page.dice.choice(("Compte rendu", "Courrier", *wordings()["head_body"]))
    page.write(text.upper() if page.is_upper else text, bold=True, size=page.sheet.size + 2)
    page.sheet.space(4)


def number_line(page: KindPage, doctor: Doctor, *, x: float = 0) -> None:
    """The number of somebody."""
    lead = page.fixed.choice(("RPPS ", "RPPS : ", "N° RPPS : ", "Identifiant RPPS ", ""))
    page.write(f"{lead}{doctor.rpps}", x=x, size=8.5)


# Kinds


def _validated(page: KindPage) -> None:
    """A chief in the head, then at the foot those who did and who answers for it, each after a profession."""
    house_lines(page)
    chief_lines(page)
    title_line(page)
    patient_lines(page)
    if page.chance(0.5):
        page.write(page.label(page.pick("told"), page.other()))
    body_lines(page)
    if page.chance(0.3):
        page.write(page.fixed.choice(("Validation", "3. VALIDATION", "Signatures", "Intervenants", "Visa")), bold=True)
    helpers, at = page.fixed.randrange(0, 4), page.fixed.choice((0, 9, 9))
    has_number, is_dated, x = page.chance(0.5), page.chance(0.5), page.sheet.left + page.fixed.choice((0, 0, 14, 200))
    lines = [(page.told("helpers"), page.other(), False) for _ in range(helpers)]
    lines.insert(min(at, helpers), (page.told("professions"), page.own(), True))
    for label, name, is_author in lines:
        tail = f"{page.fixed.choice((', ', ', le ', ' - ', ' ('))}{page.day()}" if is_author and is_dated else ""
        page.write(page.label(label, name) + (f"{tail})" if "(" in tail else tail), x=x)
        if is_author and has_number and page.author is not None:
            number_line(page, page.author, x=x)


def _columns(page: KindPage) -> None:
    """A head of two to four columns; the day; addressees without address; who signs, alone or with another."""
    dice, fixed = page.dice, page.fixed
    page.write(page.house.name.upper() if page.chance(0.5) else page.house.name, bold=True)
    style = fixed.choice((*FULL, *SHORT))
    doctors = [page.other(style) for _ in range(dice.randrange(1, 6))]
    if page.chance(0.8):
        doctors.insert(dice.randrange(len(doctors) + 1), page.own(style))
    if page.chance(0.25):
        lead = fixed.choice(("Drs ", "Docteurs ", "Dr ", "", "Associés : ", "Médecins : "))
        doctors = [f"{lead}{fixed.choice((' – ', ' - ', ', ', ' / ')).join(doctors)}"]
    columns = [doctors, dice.sample(load_words()["machines"], k=4)]
    columns.append([*page.house.address.split(", "), page.house.phone, "Rendez-vous en ligne"])
    if page.chance(0.25):
        columns.append([page.label(page.pick("chiefs"), page.other()), "Secrétariat", page.house.phone])
    if page.chance(0.3):
        columns.pop(1)
    fixed.shuffle(columns)
    for at in range(max(map(len, columns))):
        page.row([column[at] if at < len(column) else "" for column in columns], size=8)
    page.sheet.space(10)
    day_and_addressees(page)
    patient_lines(page)
    title_line(page)
    body_lines(page)
    sign(page)


def day_and_addressees(page: KindPage) -> None:
    fixed, dice = page.fixed, page.dice
    x = page.sheet.left + fixed.choice((0, 0, 8, 240, 290))
    day = f"{page.house.town}, le {page.day()}" if page.chance(0.6) else page.day()
    names = [page.addressee() for _ in range(dice.choice((0, 1, 1, 2, 3)))]
    is_day_first, has_place = page.chance(0.6), page.chance(0.4)
    if is_day_first:
        page.write(day, x=page.sheet.left + fixed.choice((0, 300)))
        page.sheet.space(8)
    for name in names:
        page.write(name, x=x)
        if has_place and dice.random() < 0.7:
            speciality = dice.choice(load_words()["specialities"]).capitalize()
            lines = [speciality, f"{dice.randrange(1, 90)} {dice.choice(STREETS)}",
                     f"99{dice.randrange(100, 999)} {page.house.town.upper()}", "Par messagerie sécurisée",
                     page.house.town, "Cabinet médical"]  # fmt: skip
            for line in dice.sample(lines, k=dice.randrange(1, 3)):
                page.write(line, x=x, size=page.sheet.size - 1)
    if not is_day_first:
        page.write(day)
    page.sheet.space(8)


def sign(page: KindPage) -> None:
    """Who signs: one, one for another, two side by side, two one under the other; what they are under or beside."""
    dice, fixed, sheet = page.dice, page.fixed, page.sheet
    how = fixed.choice(("one", "one", "bare", "dash", "two cells", "two lines", "electronic", "for", "label"))
    x = sheet.left + fixed.choice((0, 0, 230, 280))
    if page.chance(0.5):
        page.write(page.pick("closing"))
        sheet.space(dice.choice((4, 14)))
    if how == "electronic":
        text = page.pick("prose_author").format(n=page.own(), o=page.other(), d=page.day())
        sheet.paragraph(text)
    elif how in ("two cells", "two lines"):
        _sign_two(page, is_row=how == "two cells")
    elif how == "for":
        mate = draw_doctor(dice)
        page.cosigners.append(mate)
        page.write(f"P/o {page.own()}", x=x)
        page.write(f"{write_name(page.other_style, mate)}, {page.pick('team_other').lower()}", x=x)
    elif how == "label":
        page.write(page.label(page.told("professions"), page.own()), x=x)
    elif how == "dash":
        mark = fixed.choice((" - ", " – ", ", ", " / ", " ("))
        page.write(f"{page.own()}{mark}{page.told('professions')}{')' if '(' in mark else ''}", x=x)
    else:
        page.write(page.own("{g} {F}" if how == "bare" else ""), x=x)
        if page.chance(0.7):
            page.write(page.told("professions"), x=x, size=sheet.size - 1)
    if page.author is not None and page.chance(0.3):
        number_line(page, page.author, x=x)
    if page.chance(0.3):
        page.write(page.pick("closed").format(d=page.day()), x=page.fixed.choice((0, x)), size=sheet.size - 1)


def _sign_two(page: KindPage, *, is_row: bool) -> None:
    """Two who sign alike: the day and the kind of each under or after the name."""
    mate = draw_doctor(page.dice)
    page.cosigners.append(mate)
    names = [page.own(), write_name(page.style if page.chance(0.6) else page.other_style, mate)]
    roles = [page.dice.choice(("interne", "praticien hospitalier", page.pick("professions").lower())) for _ in names]
    if page.dice.random() < 0.5:
        names.reverse()
    if page.chance(0.5):
        names, roles = [f"{name}, {role}" for name, role in zip(names, roles, strict=True)], []
    if is_row:
        page.row(names)
        if roles:
            page.row(roles, size=8)
        return
    for at, name in enumerate(names):
        page.write(name)
        if roles:
            page.write(roles[at], size=page.sheet.size - 1)


_KINDS: list[Callable[[KindPage], None]] = [_validated, _validated, _columns, _columns]
