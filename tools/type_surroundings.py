"""What stands around the text of any paper: letterheads of every kind, teams, telephones, references, signatures.

Drawn without regard to the type, so that the model of types learns that they tell little of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

from liane.domain.intake.page import Box, Page, Word
from tools.train_phrases import PHRASES

SURROUNDINGS = PHRASES.with_name("type_surroundings.txt")
_TOWNS = ("Testville", "Saint-Essai", "Modèle-sur-Orge", "Villefictive", "La Fable", "Port-Exemple")
_FIRST = ("Anne", "Luc", "Marie", "Paul", "Inès", "Hugo", "Rose", "Jean", "Lina", "Karim")
_LAST = (
    "AUBRAC",
    "BELLIN",
    "CORVIN",
    "DAMERY",
    "ESTAL",
    "FOREST",
    "GARDEL",
    "HUVAL",
    "ISARD",
    "JOUVE",
    "LORMEL",
    "MARSAN",
)
_LEFT, _ROOM = 0.07, 0.86
_STEP = 1.35
"""Of a line, in heights of its letters."""


@cache
def load_surroundings(half: int | None) -> dict[str, tuple[str, ...]]:
    """Lines by place; half: 0 or 1 for one in two of them, None for all."""
    table: dict[str, list[str]] = {}
    place = ""
    for line in SURROUNDINGS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            place = line.strip("[]")
        elif line and not line.startswith("#"):
            table.setdefault(place, []).append(line)
    return {name: tuple(lines if half is None else lines[half::2]) for name, lines in table.items()}


def surround(page: Page, dice: Random, *, half: int | None = None) -> Page:
    """The page with a letterhead over it, references under that, and perhaps a signature and a foot; its own words are
    lowered, in the same order.
    """
    lines = load_surroundings(half)
    heads = _draw_heads(lines, dice)
    ends = [*_some(lines["sign"], dice, 0, 1), *_some(lines["foot"], dice, 0, 2)]
    usual = sorted(word.box.height for word in page.words)[len(page.words) // 2] if page.words else 0.012
    room = min(0.35, usual * _STEP * 1.25 * len(heads) + 0.01)
    foot = min(0.2, usual * _STEP * len(ends))
    share = 1 - room - foot
    own = [replace(word, box=_lower(word.box, room, share)) for word in page.words]
    height = usual * share
    above = _write(heads, dice, top=0.01, low=room, height=height, first=-len(heads) - 1)
    last = max((word.line for word in own), default=0)
    below = _write(ends, dice, top=1 - foot, low=0.995, height=height, first=last + 1)
    return replace(page, words=(*above, *own, *below))


def _draw_heads(lines: dict[str, tuple[str, ...]], dice: Random) -> list[str]:
    heads = _some(lines["cover"], dice, 2, 5) if dice.random() < 0.1 else []
    heads += _some(lines["head"], dice, 1, 3)
    heads += _some(lines["team"], dice, 0, 4) if dice.random() < 0.5 else []
    if dice.random() < 0.65:
        heads += _some(lines["phones"], dice, 1, 3)
    if dice.random() < 0.2:
        dice.shuffle(heads)
    return heads + (_some(lines["reference"], dice, 1, 3) if dice.random() < 0.5 else [])


def _some(lines: Sequence[str], dice: Random, least: int, most: int) -> list[str]:
    return [fill_line(line, dice) for line in dice.sample(lines, k=min(len(lines), dice.randrange(least, most + 1)))]


def fill_line(line: str, dice: Random) -> str:
    """A line with its names, telephones, town, date and numbers drawn."""
    while "{name}" in line:
        line = line.replace("{name}", f"{dice.choice(_FIRST)} {dice.choice(_LAST)}", 1)
    while "{phone}" in line:
        line = line.replace("{phone}", " ".join(["03", "99", *(f"{dice.randrange(100):02d}" for _ in range(3))]), 1)
    day = f"{dice.randrange(1, 29):02d}/{dice.randrange(1, 13):02d}/20{dice.randrange(21, 27)}"
    number = str(dice.randrange(2, 10 ** dice.randrange(2, 8)))
    return line.replace("{town}", dice.choice(_TOWNS)).replace("{date}", day).replace("{number}", number)


def _lower(box: Box, room: float, share: float) -> Box:
    return Box(x0=box.x0, x1=box.x1, y0=min(1.0, room + box.y0 * share), y1=min(1.0, room + box.y1 * share))


def _write(lines: Sequence[str], dice: Random, *, top: float, low: float, height: float, first: int) -> list[Word]:
    """Words of lines one under another from top to low; first: number of the first line."""
    words: list[Word] = []
    step = (low - top) / max(1, len(lines))
    is_capital = dice.random() < 0.2
    side = dice.choice((_LEFT, _LEFT, 0.3, 0.5))
    for at, text in enumerate(lines):
        size = min(step * 0.95, height * dice.choice((0.8, 0.9, 1.0, 1.0, 1.2, 1.4)))
        y0, x = min(0.99, top + step * at), side
        told = text.upper() if is_capital or dice.random() < 0.15 else text
        wide = min(0.011 * size / 0.013, (0.97 - side) / max(1, len(told)))
        for piece in told.split():
            end = min(1.0, x + wide * len(piece))
            words.append(Word(text=piece, box=Box(x0=x, x1=end, y0=y0, y1=min(1.0, y0 + size)), line=first + at))
            x = min(0.99, end + wide)
    return words
