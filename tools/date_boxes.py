"""Boxes of forms that tell dates: a heading over or beside each value, among boxes that tell something else.

What lives here: the words of a box as lines of words laid on a page. What must not: where the box stands
(``date_moves``).
"""

from collections.abc import Sequence
from random import Random

from eval.people import draw_doctor

from liane.domain.intake.page import Word
from tools.date_lines import CHAR, lay_line
from tools.date_words import words

ROOM, GAP = 0.86, 0.035
Pair = tuple[str, str]


def box_words(dated: Sequence[Pair], dice: Random) -> list[list[Word]]:
    """Lines of words that tell some headed dates, in one of the manners of forms. dated: heading and day of each."""
    pairs = _among_others(dated, dice)
    manner = dice.choice(("head", "head", "head", "cells", "cells", "beside", "two", "run"))
    if manner == "beside":
        return [lay_line(f"{heading}\t{value}", 0.08, column=dice.choice((0.2, 0.3, 0.4))) for heading, value in pairs]
    if manner == "run":
        return [_run(pairs, dice)]
    if manner == "two":
        return [_columns([f"{heading}{mark}{value}" for heading, value in pairs[at : at + 2]])
                for mark in (dice.choice((" : ", " ", ": ")),) for at in range(0, len(pairs), 2)]  # fmt: skip
    each = len(pairs) if manner == "head" else dice.choice((2, 3, 4))
    lines: list[list[Word]] = []
    for first in range(0, len(pairs), each):
        some = pairs[first : first + each]
        lines += _table([[heading for heading, _ in some], [value for _, value in some]])
    return lines


def _among_others(dated: Sequence[Pair], dice: Random) -> list[Pair]:
    """The dates in any order, other boxes before, between and after; as many as fit on a line at most."""
    others = dice.sample(words("box_others"), k=dice.choice((1, 2, 2, 3, 4)))
    made = [(heading, _named(value, dice)) for heading, value in (one.split("|") for one in others)]
    for at, one in enumerate(dated):
        made.insert(dice.randrange(at, len(made) + 1), one)
    case = dice.choice((str, str, str, str.upper))
    made = [(case(heading), value) for heading, value in made]
    while len(made) > len(dated) + 1 and _width(made) > ROOM:
        made.remove(next(one for one in made if one[1] not in {value for _, value in dated}))
    return made


def _named(value: str, dice: Random) -> str:
    doctor = draw_doctor(dice)
    return value.format(n=f"{doctor.family.title()} {doctor.given[:1]}.")


def _width(pairs: Sequence[Pair]) -> float:
    return sum(CHAR * max(map(len, one)) + GAP for one in pairs)


def _table(rows: Sequence[Sequence[str]]) -> list[list[Word]]:
    """Rows of cells in columns as wide as what they hold."""
    wide = [CHAR * max(map(len, cells)) + GAP for cells in zip(*rows, strict=True)]
    share = min(1.3, ROOM / max(0.01, sum(wide)))
    starts = [0.06 + share * sum(wide[:at]) for at in range(len(wide))]
    return [[word for start, cell in zip(starts, row, strict=True) for word in lay_line(cell, start)] for row in rows]


def _columns(cells: Sequence[str]) -> list[Word]:
    return [word for at, cell in enumerate(cells) for word in lay_line(cell, 0.08 + 0.42 * at)]


def _run(pairs: Sequence[Pair], dice: Random) -> list[Word]:
    mark, joint = dice.choice((" - ", " / ", "  ", " | ", ", ")), dice.choice((" : ", " ", ": "))
    return lay_line(mark.join(f"{heading}{joint}{value}" for heading, value in pairs), 0.06)
