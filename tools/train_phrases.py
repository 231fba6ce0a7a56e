"""Documents made of the phrases of a bank (tools/data/type_phrases*.txt) alone: letters with and without a title,
tables of results. They widen what the model of types learns from: words of other hands than those of eval/.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from liane.domain.intake.page import Box, Page, Word

PHRASES = Path(__file__).resolve().parent / "data" / "type_phrases.txt"
FOLDS = 3
ANY = "*"
TITLED = 0.45
"""Share of the documents that bear a title."""
PLAIN_SHARE = 2
_USUAL = (
    "11488-4", "11490-0", "34112-3", "96349-6", "11488-4", "34112-3", "15507-7", "57833-6", "89601-9", "60591-5",
    "18761-7", "11506-3", "11502-2", "18748-4", "34874-8", "70004-7",
)  # fmt: skip
"""Types that a letter without a word of its own may have, the likelier twice."""
_LEFT, _STEP, _LINE = 0.1, 0.017, 0.013
_HEADS = ("Centre hospitalier", "Cabinet médical", "Clinique", "CHU", "Maison de santé", "Service", "Docteur", "Pôle")
_DRUGS = ("paracétamol", "furosémide", "apixaban", "metformine", "pantoprazole", "amlodipine", "sertraline", "insuline")
_ANALYTES = ("Hémoglobine", "Créatinine", "Sodium", "Potassium", "Glycémie", "CRP", "TSH", "Ferritine", "Plaquettes")
_LAB, _PRESCRIPTIONS = ("11502-2", "51969-4"), ("57833-6",)


@dataclass(slots=True)
class Wording:
    """What documents of one type say."""

    titles: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


@cache
def load_phrases(bank: Path = PHRASES) -> dict[str, Wording]:
    """Read the phrases of a bank, by type; ANY for those of every type."""
    table: dict[str, Wording] = {}
    code = ANY
    for line in bank.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code = line.strip("[]")
            table.setdefault(code, Wording())
        elif line.startswith("= "):
            table[code].titles.append(line[2:])
        elif line and not line.startswith("#"):
            table[code].sentences.append(line)
    return table


def make_letters(count: int, dice: Random, bank: Mapping[str, Wording]) -> Iterator[tuple[Page, str, int]]:
    """Documents of every type of a bank: page, code, fold of their phrases. count: of each type and fold.

    A type of few sentences is known by its titles alone: its rare words must not draw other letters to it.
    """
    common = bank[ANY].sentences
    for code, wording in bank.items():
        if code == ANY:
            continue
        is_rich = len(wording.sentences) >= FOLDS
        for fold in range(FOLDS):
            own = wording.sentences[fold::FOLDS] if is_rich else []
            titles = wording.titles[fold::FOLDS] or wording.titles
            for _ in range(count if is_rich else max(1, count // 4)):
                yield _lay(_write(code, own, titles, common if is_rich else [], dice)), code, fold
    for number in range(PLAIN_SHARE * count):  # what says nothing of the type must leave it open
        body = dice.sample(common, k=dice.randrange(2, 7))
        yield _lay([(line, False) for line in body]), dice.choice(_USUAL), number % FOLDS


def _write(code: str, own: list[str], titles: list[str], common: list[str], dice: Random) -> list[tuple[str, bool]]:
    """Lines of one document, with which is a title."""
    lines = [(f"{dice.choice(_HEADS)} de Testville", False)] * dice.randrange(0, 3)
    if titles and (not own or dice.random() < TITLED):
        title = dice.choice(titles)
        lines.append((title.upper() if dice.random() < 0.5 else title, True))
    body = dice.sample(own, k=min(len(own), dice.randrange(1, 5))) if own else []
    body += dice.sample(common, k=min(len(common), dice.randrange(0, 5)))
    dice.shuffle(body)
    if dice.random() < (0.7 if code in _LAB else 0.2):
        body += [make_result(dice) for _ in range(dice.randrange(3, 8))]
    if code in _PRESCRIPTIONS or dice.random() < 0.15:
        body += [f"{name} {dice.choice((5, 10, 20, 500))} mg : {dice.randrange(1, 4)} par jour"
                 for name in dice.sample(_DRUGS, k=dice.randrange(1, 5))]  # fmt: skip
    return [*lines, *((line, False) for line in body)]


def make_result(dice: Random) -> str:
    """A row of a table of results."""
    name = dice.choice(_ANALYTES)
    low, high = dice.randrange(9), dice.randrange(9, 99)
    return f"{name} {dice.randrange(1, 200)},{dice.randrange(10)} g/L {low} - {high}"


def _lay(lines: list[tuple[str, bool]]) -> Page:
    words: list[Word] = []
    top, number = 0.06, 0
    for text, is_title in lines:
        height = _LINE * (1.5 if is_title else 1.0)
        x = _LEFT
        for piece in text.split():
            width = 0.009 * len(piece) * (1.3 if is_title else 1.0)
            if x + width > 0.92:
                x, top, number = _LEFT, top + _STEP, number + 1
            words.append(Word(text=piece, box=Box(x0=x, y0=top, x1=min(1.0, x + width), y1=top + height), line=number))
            x += width + 0.008
        top, number = min(0.95, top + _STEP * (1.6 if is_title else 1.1)), number + 1
    return Page(number=1, width_pt=595, height_pt=842, words=tuple(words))
