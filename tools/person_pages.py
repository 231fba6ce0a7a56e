"""Pages on which professionals are named in many manners, to train the ranker of persons: words and boxes, with truth.

The manner of a page (where the author signs, what labels say, how names are written, who else is named) depends on its
group alone; persons, dates and texts on its seed. Same seed, same page. Forms of words: tools/data/person_phrases.txt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from eval.case import Case, draw_case, write_date
from eval.people import STREETS, Doctor, draw_doctor
from eval.sheet import Sheet
from eval.types import SEEN
from eval.words import Misreading, open_words, to_pages

from liane.domain.intake.page import Page

PHRASES = Path(__file__).parent / "data" / "person_phrases.txt"
MANNERS = ("serif", "sans", "mono", "sans")
_STYLES = (
    "Dr {g} {F}", "Docteur {g} {F}", "Dr {F} {g}", "Dr {i}. {F}", "Dr {F}", "Pr {g} {F}", "{g} {F}", "{F} {g}",
    "{i}. {F}", "DOCTEUR {G} {F}", "Dr {g} {f}", "Pr {i}. {F}", "Dr. {g} {F}", "Dr {F} {G}", "Le Dr {g} {F}",
    "{G} {F}",
)  # fmt: skip
_CIVIL = ("Mme {g} {F}", "M. {g} {F}", "Mme {F} {g}", "Mme {F}", "M. {F}", "Madame {g} {F}")
_ADDRESSED = (
    "Docteur {g} {F}", "Dr {g} {F}", "Monsieur le Docteur {g} {F}", "Madame le Docteur {g} {F}", "Dr {F} {g}",
    "DR {F} {G}", "Madame, Monsieur le Docteur {F}", "Mme le Dr {g} {F}", "M. le Dr {F}", "Dr {F}", "Dr {i}. {F}",
    "Docteur {F}",
)  # fmt: skip
_NO_REPLY = 0.25


@cache
def load_phrases() -> dict[str, tuple[str, ...]]:
    """Forms of words by section."""
    sections: dict[str, list[str]] = {}
    held = ""
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            held = line.strip("[]")
        elif line and not line.startswith("#"):
            sections.setdefault(held, []).append(line)
    return {name: tuple(lines) for name, lines in sections.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One page. author, recipients: who is printed in these roles; author None: nobody is. cosigners: right too."""

    group: str
    pages: tuple[Page, ...]
    author: Doctor | None
    recipients: tuple[Doctor, ...]
    cosigners: tuple[Doctor, ...] = ()


@dataclass(slots=True)
class _Manner:
    """What a group fixes."""

    dice: Random
    phrases: dict[str, tuple[str, ...]]
    author_at: str
    letterhead: str
    recipients_at: tuple[str, ...]
    style: str
    other_style: str
    to_style: str
    colon: str
    others: int
    has_tails: bool


@dataclass(slots=True)
class _Draft:
    """A page being drawn."""

    sheet: Sheet
    case: Case
    manner: _Manner
    dice: Random
    author: Doctor
    to: list[Doctor]
    others: list[Doctor]
    printed_author: bool = False
    printed_to: list[Doctor] = field(default_factory=list)

    def other(self) -> str:
        """Somebody else, as printed here."""
        doctor = draw_doctor(self.dice)
        style = self.manner.other_style if self.dice.random() < 0.6 else self.dice.choice(_STYLES + _CIVIL)
        return write_name(style, doctor)

    def pick(self, section: str) -> str:
        """A form of words of this group."""
        return self.dice.choice(self.manner.phrases[section])

    def day(self) -> str:
        """A date near that of the document."""
        return write_date(self.case.doc_date - timedelta(days=self.dice.randrange(0, 90)), self.case.date_style)


class GroupWords:
    """What the pages of a group draw as they go. words: the forms that the group has of each section."""

    words: Mapping[str, Sequence[str]]
    dice: Random

    def pick(self, section: str) -> str:
        """A form of words of the group."""
        return self.dice.choice(self.words[section])

    def day(self) -> str:
        """A day of the year of the pages."""
        return f"{self.dice.randrange(1, 29):02d}/{self.dice.randrange(1, 13):02d}/2025"


def write_name(style: str, one: Doctor) -> str:
    """A name in one of the styles."""
    given = one.given.title()
    return style.format(g=given, G=one.given.upper(), F=one.family, f=one.family.title(), i=given[:1])


def make_manner(group: int) -> _Manner:
    """The manner of a group."""
    dice = Random(f"persons-{group}")
    phrases = {name: tuple(dice.sample(some, min(len(some), 3))) for name, some in load_phrases().items()}
    phrases["other"] = tuple(dice.sample(load_phrases()["other"], 8))
    phrases["profession"] = tuple(dice.sample(load_phrases()["profession"], 8))
    author_at = dice.choices(
        ("signature", "over", "under", "label_foot", "label_head", "table", "grid", "letterhead", "prose", "stamp",
         "dated", "maker", "maker_line", "two", "none", "fax", "beside", "middle"),
        (16, 6, 8, 9, 6, 8, 4, 7, 8, 6, 4, 8, 7, 5, 4, 3, 6, 5),
    )[0]  # fmt: skip
    recipients_at = tuple(
        name
        for name, share in (
            ("block", 0.45),
            ("left", 0.15),
            ("label", 0.3),
            ("foot", 0.45),
            ("dear", 0.12),
            ("table", 0.1),
        )
        if dice.random() < share
    )
    return _Manner(
        dice=dice,
        phrases=phrases,
        author_at=author_at,
        letterhead=dice.choice(("none", "structure", "structure", "column", "list", "right", "names", "plate")),
        recipients_at=recipients_at,
        style=dice.choice(_STYLES + _CIVIL if author_at in ("over", "under", "label_foot", "prose") else _STYLES),
        other_style=dice.choice(_STYLES),
        to_style=dice.choice(_ADDRESSED),
        colon=dice.choice((" : ", " : ", ": ", " ", " – ", "\n")),
        others=dice.choice((0, 0, 1, 2, 3)),
        has_tails=dice.random() < 0.25,
    )


def make_page(seed: int, group: int, *, is_misread: bool = False) -> PersonPage:
    """Draw one page of a group."""
    manner = make_manner(group)
    dice = Random(f"persons-{group}-{seed}")
    case = draw_case(dice, seed=seed, split=SEEN, families=_FAMILIES)
    canvas, _ = open_words()
    sheet = Sheet(canvas, dice, manner=MANNERS[group % len(MANNERS)], is_held=False)
    draft = _Draft(
        sheet=sheet, case=case, manner=manner, dice=dice, author=draw_doctor(dice), to=[], others=[]
    )  # fmt: skip
    _draw(draft)
    canvas.showPage()
    misreading = Misreading() if is_misread else None
    return PersonPage(
        group=f"personnes-{group:03d}",
        pages=to_pages(canvas, misreading=misreading, dice=dice),
        author=draft.author if draft.printed_author else None,
        recipients=tuple(draft.printed_to),
    )


_FAMILIES = frozenset({"letter", "report", "lab", "prescription", "imaging", "form", "certificate", "hospital"})


def _draw(draft: _Draft) -> None:
    sheet, case = draft.sheet, draft.case
    _letterhead(draft)
    if draft.dice.random() < 0.5:
        sheet.text(sheet.left + 250, sheet.y, f"{case.structure.town}, le {case.day(case.doc_date)}")
        sheet.space(18)
    _addressees(draft, ("block", "left"))
    if draft.manner.author_at == "fax":
        _fax(draft)
    if draft.manner.author_at == "label_head":
        _label_author(draft, "author")
    _patient(draft)
    sheet.write(case.title.upper() if draft.dice.random() < 0.5 else case.title, bold=True, size=sheet.size + 2)
    sheet.space(6)
    _addressees(draft, ("label", "table"))
    if draft.manner.author_at in ("table", "grid", "maker"):
        _table(draft)
    elif draft.manner.others and draft.dice.random() < 0.5:
        _table(draft, has_author=False)
    if draft.manner.author_at == "maker_line":
        _label_author(draft, "maker")
    _addressees(draft, ("dear",))
    if draft.dice.random() < 0.4:
        sheet.write(draft.pick("salutation"))
    _body(draft)
    _end(draft)
    _addressees(draft, ("foot",))
    if draft.dice.random() < 0.25:
        sheet.write(
            f"{draft.dice.choice(('Frappe', 'Saisi par', 'Secrétariat', 'Édité par', 'Imprimé par'))} : {draft.other()}"
        )


def _letterhead(draft: _Draft) -> None:
    sheet, case, kind = draft.sheet, draft.case, draft.manner.letterhead
    if kind in ("none",):
        pass
    elif kind == "right":
        sheet.text(sheet.right, sheet.y, case.structure.name, bold=True, align="r")
        sheet.space(14)
        for _ in range(draft.manner.others):
            sheet.text(sheet.right, sheet.y, draft.other(), size=8, align="r")
            sheet.space(11)
    elif kind == "plate" or draft.manner.author_at == "letterhead":
        _plate(draft)
    else:
        sheet.write(case.structure.name, bold=True, size=sheet.size + 2)
        sheet.write(case.structure.address, size=8)
        sheet.write(f"Tél. {case.structure.phone}", size=8)
    _staff(draft, kind)
    sheet.space(10)


def _plate(draft: _Draft) -> None:
    """The letterhead of one: the author's when they sign there or nowhere; else that of the practice's owner."""
    sheet = draft.sheet
    style = draft.manner.style if "{g}" in draft.manner.style or "{G}" in draft.manner.style else "Docteur {g} {F}"
    if draft.manner.author_at in ("letterhead", "signature", "stamp", "none", "dated"):
        draft.printed_author = True
        sheet.write(write_name(style, draft.author), bold=True)
        sheet.write(draft.pick("profession"), size=sheet.size - 1)
        if draft.dice.random() < 0.5:
            sheet.write(f"{draft.dice.choice(('RPPS', 'N° RPPS :', 'RPPS :'))} {draft.author.rpps}", size=8)
    else:
        sheet.write(draft.case.structure.name, bold=True)
    sheet.write(draft.case.structure.address, size=8)
    sheet.write(f"Tél. {draft.case.structure.phone}", size=8)


def _staff(draft: _Draft, kind: str) -> None:
    """Doctors of the letterhead, the author among them or not."""
    sheet, dice = draft.sheet, draft.dice
    if kind not in ("column", "list", "names"):
        return
    names = [draft.other() for _ in range(dice.randrange(2, 6))]
    if draft.manner.author_at in ("signature", "under", "stamp", "label_foot") and dice.random() < 0.6:
        names.insert(dice.randrange(len(names) + 1), write_name(draft.manner.other_style, draft.author))
    if kind == "names":
        sheet.paragraph(
            f"{dice.choice(('Docteurs', 'Drs', 'Médecins :', 'Associés :', ''))} {', '.join(names)}".strip(), size=8
        )
        return
    heading = draft.pick("other") if kind == "column" else ""
    if heading:
        sheet.write(heading, size=8, bold=True)
    for name in names:
        sheet.write(name, size=8)
        if dice.random() < 0.2:
            sheet.write(draft.pick("profession"), size=7.5)


def _patient(draft: _Draft) -> None:
    sheet, case, dice = draft.sheet, draft.case, draft.dice
    civil = "Mme" if case.patient.sex == "F" else "M."
    name = f"{case.patient.birth_name} {case.patient.first_name.title()}"
    born = f"né{'e' if civil == 'Mme' else ''} le {case.day(case.patient.birth_date)}"
    sheet.write(
        dice.choice(
            (
                f"Patient : {name}, {born}",
                f"Concerne : {civil} {name} {born}",
                f"Nom : {name}",
                f"{civil} {name}, {born}",
            )
        )
    )
    sheet.space(6)


def _addressees(draft: _Draft, places: Sequence[str]) -> None:
    for place in places:
        if place in draft.manner.recipients_at and draft.dice.random() > _NO_REPLY:
            _ADDRESS[place](draft)


def _new_to(draft: _Draft) -> Doctor:
    doctor = draw_doctor(draft.dice)
    draft.printed_to.append(doctor)
    return doctor


def _block(draft: _Draft, *, x: float = 0.0) -> None:
    sheet, dice = draft.sheet, draft.dice
    x = x or sheet.left + dice.choice((240, 270, 300))
    if dice.random() < 0.2:
        sheet.write(draft.pick("recipient"), x=x)
    sheet.write(write_name(draft.manner.to_style, _new_to(draft)), x=x)
    if dice.random() < 0.3:
        sheet.write(draft.pick("profession"), x=x)
    if dice.random() < 0.8:
        sheet.write(f"{dice.randrange(1, 90)} {dice.choice(STREETS)}", x=x)
        sheet.write(f"99{dice.randrange(100, 999)} {draft.case.structure.town.upper()}", x=x)
    sheet.space(10)


def _label_to(draft: _Draft) -> None:
    sheet, dice = draft.sheet, draft.dice
    names = [write_name(draft.manner.to_style if dice.random() < 0.7 else draft.manner.other_style, _new_to(draft))
             for _ in range(dice.choice((1, 1, 2, 3)))]  # fmt: skip
    if manner_tail := draft.manner.has_tails:
        names = [f"{one}{dice.choice((', ', ', ', ' - ', ' ('))}{draft.pick('profession').lower()}" for one in names]
    label = draft.pick("recipient")
    if dice.random() < (0.2 if manner_tail else 0.5):
        sheet.paragraph(
            f"{label}{draft.manner.colon}{dice.choice((', ', ' ; ', ' - ', ' et '))[0:3].join(names)}".replace(
                "\n", " "
            )
        )
    else:
        sheet.write(label, bold=True)
        for name in names:
            sheet.write(f"{dice.choice(('', '- ', '• '))}{name}")
    sheet.space(4)


def _dear(draft: _Draft) -> None:
    if not draft.printed_to:
        return
    draft.sheet.write(
        draft.pick("dear").format(n=write_name(draft.dice.choice(("{F}", "{g} {F}")), draft.printed_to[0]))
    )


def _to_table(draft: _Draft) -> None:
    sheet = draft.sheet
    rows = [("Destinataire", "Qualité"), (write_name(draft.manner.to_style, _new_to(draft)), "Médecin traitant")]
    sheet.table(sheet.left, (240, 200), rows)
    sheet.space(6)


_ADDRESS: dict[str, Callable[[_Draft], None]] = {
    "block": _block,
    "left": lambda draft: _block(draft, x=draft.sheet.left),
    "label": _label_to,
    "foot": _label_to,
    "dear": _dear,
    "table": _to_table,
}


def _fax(draft: _Draft) -> None:
    """The cover of a fax or of a message: from, to."""
    sheet, dice = draft.sheet, draft.dice
    rows = [(dice.choice(("De", "De la part de", "Expéditeur", "Émetteur")), _author_name(draft))]
    rows.append((dice.choice(("À", "A", "Pour", "Destinataire")), write_name(draft.manner.to_style, _new_to(draft))))
    rows.append((dice.choice(("Date", "Le")), draft.day()))
    if dice.random() < 0.3:
        rows[:2] = rows[1::-1]
    for label, value in rows:
        sheet.text(sheet.left, sheet.y, f"{label} :", bold=True)
        sheet.text(sheet.left + 110, sheet.y, value)
        sheet.space(16)


def _author_name(draft: _Draft) -> str:
    draft.printed_author = True
    return write_name(draft.manner.style, draft.author)


def _label_author(draft: _Draft, section: str) -> None:
    label = draft.pick(section).rstrip(" :")
    colon = draft.manner.colon
    tail = f", {draft.pick('profession').lower()}" if draft.dice.random() < 0.2 else ""
    if colon == "\n":
        draft.sheet.write(label, bold=True)
        draft.sheet.write(_author_name(draft) + tail)
    else:
        sep = " " if label.endswith(",") else colon
        draft.sheet.write(f"{label}{sep}{_author_name(draft)}{tail}")
    draft.sheet.space(4)


def _table(draft: _Draft, *, has_author: bool = True) -> None:
    """Labels at the left, persons at the right; or a grid of labels over values."""
    sheet, dice = draft.sheet, draft.dice
    rows = [(draft.pick("other").rstrip(" :"), draft.other()) for _ in range(max(1, draft.manner.others))]
    if has_author:
        label = draft.pick("maker" if draft.manner.author_at == "maker" or dice.random() < 0.5 else "author").rstrip(
            " :,"
        )
        rows.insert(dice.randrange(len(rows) + 1) if dice.random() < 0.5 else 0, (label, _author_name(draft)))
    dates = ("Date", draft.day())
    rows.insert(dice.randrange(len(rows) + 1), dates)
    if draft.manner.author_at == "grid":
        width = (sheet.right - sheet.left) / len(rows)
        sheet.table(sheet.left, [width] * len(rows), [[one for one, _ in rows], [two for _, two in rows]])
    elif dice.random() < 0.5:
        for label, value in rows:
            sheet.text(sheet.left, sheet.y, label, bold=True)
            sheet.text(sheet.left + 170, sheet.y, value)
            sheet.space(sheet.size * 1.5)
    else:
        for label, value in rows:
            sheet.write(f"{label}{(draft.manner.colon.strip() and draft.manner.colon) or ' : '}{value}")
    sheet.space(8)


def _body(draft: _Draft) -> None:
    sentences = list(draft.case.body[:5])
    for _ in range(draft.dice.choice((0, 0, 1, 1, 2))):
        text = draft.pick("prose_other").format(o=draft.other(), d=draft.day())
        sentences.insert(draft.dice.randrange(len(sentences) + 1), text)
    for one in sentences:
        draft.sheet.paragraph(one)
        draft.sheet.space(3)


def _end(draft: _Draft) -> None:
    """Who signs."""
    sheet, at, dice, case = draft.sheet, draft.manner.author_at, draft.dice, draft.case
    if at in ("signature", "over", "under", "stamp", "two", "middle"):
        _signature(draft, sheet.left + dice.choice((0, 0, 230, 280)))
        if at == "middle":
            sheet.space(14)
            sheet.write(
                dice.choice(("Traitement de sortie", "Annexe", "Ordonnance", "Résultats joints", "PS")), bold=True
            )
            _body(draft)
    elif at == "beside":
        sheet.text(sheet.left, sheet.y, dice.choice((f"Le {draft.day()}", "Signature", draft.pick("author"), "Cachet")))
        sheet.text(sheet.left + dice.choice((180, 260)), sheet.y, _author_name(draft))
        sheet.space(18)
    elif at == "label_foot":
        _label_author(draft, "author")
    elif at == "prose":
        text = draft.pick("prose_author")
        sheet.paragraph(text.format(n=_author_name(draft), d=draft.day(), o=draft.other()))
    elif at == "dated":
        joint = dice.choice(("–", "-", ","))
        sheet.write(f"{case.structure.town}, le {case.day(case.doc_date)} {joint} {_author_name(draft)}")
    if at not in ("signature", "over", "under") and dice.random() < 0.3:
        sheet.write(draft.pick("closing"))


def _signature(draft: _Draft, x: float) -> None:
    """A formula, the name, what stands over and under it."""
    sheet, at, dice = draft.sheet, draft.manner.author_at, draft.dice
    if dice.random() < 0.7:
        sheet.write(draft.pick("closing"))
        sheet.space(dice.choice((6, 14, 24)))
    if at == "over":
        sheet.write(draft.pick("profession"), x=x)
    sheet.write(_author_name(draft), x=x)
    if at in ("under", "stamp") or (at == "two" and dice.random() < 0.5):
        sheet.write(draft.pick("profession"), x=x)
    if at == "stamp":
        sheet.write(f"{dice.choice(('', 'RPPS ', 'N° RPPS : '))}{draft.author.rpps}", x=x)
    if at == "two":
        label = dice.choice(("Interne :", "Secrétaire :", "Chef de service :", "Frappe :", "Relu par"))
        sheet.write(f"{label} {draft.other()}")
