"""Short documents written whole (tools/data/type_written.txt) as a bank of the model of types: laid out on a page of
random shape, with a patient where papers name one, in letterheads of anybody, worn, misread, without their titles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from liane.domain.intake.page import Box, Page, Word
from tools.train_phrases import PHRASES
from tools.type_examples import Example, behead, make_plain, spoil, surround, wear
from tools.type_surroundings import fill_line

WRITTEN = PHRASES.with_name("type_written.txt")
BANK = "written"
COPIES = 5
"""Of each document: whole, without its title, the others worn."""
WEIGHT = 0.7
SURROUNDED, NAMED, PLAIN = 0.35, 0.7, 0.4
"""Shares of the documents in a letterhead of anybody, with a line that names the patient, with plain titles."""
_OWNERS = (
    "Patient : {name}, né le {date}",
    "Nom : {name}    Date de naissance : {date}",
    "{name}    née le {date}    Sexe : F",
    "Concerne : M. {name}, né le {date}",
    "Identité : {name} – DDN {date} – IPP {number}",
    "Mme {name} ({date})",
    "NOM {name}    N° dossier {number}",
)
_GAP = "    "
_TITLE, _RIGHT = "= ", "> "


@dataclass(frozen=True, slots=True)
class Written:
    """One document: its type, the others that it could be given, its lines with their marks."""

    code: str
    near: frozenset[str]
    lines: list[str] = field(default_factory=list)


@cache
def load_written() -> tuple[Written, ...]:
    """Every document, in the order of the file."""
    found: list[Written] = []
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            code, *near = line[3:].split()
            found.append(Written(code, frozenset(near)))
        elif found and line.strip():
            found[-1].lines.append(line.strip())
    return tuple(found)


def taught_by_written() -> Iterator[Example]:
    """What they teach: each in COPIES, of other shapes, other words lost and other letterheads."""
    dice = Random(7)
    for one in load_written():
        for copy in range(COPIES):
            page = lay(one.lines, dice)
            if copy == 1:
                page = behead(page)
            elif copy:
                page = wear(page, dice)
            if copy == COPIES - 1:
                page = spoil(page, dice)
            yield Example((_frame(page, dice, None),), one.code, "written", WEIGHT, one.near)


def asked_of_written() -> Iterator[Example]:
    """What a model that never read them is asked: as written, and misread."""
    dice = Random(11)
    for one in load_written():
        page = _frame(lay(one.lines, dice), dice, 1)
        yield Example((page,), one.code, "words", near=one.near)
        yield Example((spoil(page, dice),), one.code, "misread", near=one.near)


def _frame(page: Page, dice: Random, half: int | None) -> Page:
    read = make_plain(page) if dice.random() < PLAIN else page
    return surround(read, dice, half=half) if dice.random() < SURROUNDED else read


def lay(lines: Sequence[str], dice: Random) -> Page:
    """A page of the lines of one document, in letters, margins and steps drawn at random."""
    told = [fill_line(line, dice) for line in lines]
    if dice.random() < NAMED:
        heads = next((place for place, line in enumerate(told[:6]) if line.startswith((_TITLE, _RIGHT))), 1)
        told.insert(min(heads, len(told)), fill_line(dice.choice(_OWNERS), dice))
    size, left = dice.uniform(0.009, 0.014), dice.uniform(0.06, 0.14)
    step, top = size * dice.uniform(1.3, 2.0), dice.uniform(0.03, 0.12)
    step = min(step, (0.95 - top) / max(1, sum(1 + len(line) * size * 0.62 // 0.8 for line in told)))
    words: list[Word] = []
    number = 0
    for line in told:
        text, scale, x = line.removeprefix(_TITLE).removeprefix(_RIGHT), 1.0, left
        if line.startswith(_RIGHT):
            x = dice.uniform(0.5, 0.6)
        elif line.startswith(_TITLE):
            text = text.upper() if dice.random() < 0.5 else text
            scale = dice.choice((1.0, 1.2, 1.4, 1.6))
            x = max(left, 0.5 - len(text) * size * scale * 0.31) if dice.random() < 0.5 else left
        start = x
        for column in text.split(_GAP):
            for piece in column.split():
                width = len(piece) * size * scale * 0.62
                if x + width > 0.94 and x > start:
                    x, top, number = left, top + step, number + 1
                box = Box(x0=x, y0=min(0.985, top), x1=min(1.0, x + width), y1=min(1.0, top + size * scale))
                words.append(Word(text=piece, box=box, line=number))
                x += width + size * 0.5
            x += size * 4
        top, number = top + step * max(1.0, scale), number + 1
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))
