"""Documents of the examiners that may be learnt from, as banks of the model of types.

Each one is left out while the others teach.
"""

import random
from collections.abc import Iterator

from liane.domain.intake.classify.titles import score_titles
from tools.examined_pages import Examined, load_examined
from tools.type_examples import Example, behead, spoil, surround, wear

COPIES = 4
"""Of each document: whole, without its title, worn, worn and misread in a letterhead of anybody."""
WEIGHT = 0.7


def taught_by_examined(bank: str) -> Iterator[Example]:
    """What an examiner teaches. Raises LookupError when what it draws with is not installed."""
    dice = random.Random(5)
    for one in load_examined(bank):
        if not one.codes:
            continue
        code = choose_code(one)
        for copy in range(COPIES):
            own = one.pages if copy == 0 else tuple(wear(page, dice) for page in one.pages)
            if copy == 1:
                own = tuple(behead(page) for page in one.pages)
            elif copy == COPIES - 1:
                own = (surround(spoil(own[0], dice), dice), *own[1:])
            yield Example(own, code, "examined", WEIGHT, frozenset(one.codes))


def choose_code(one: Examined) -> str:
    """The code to learn of those that a document may bear: the one that its title says most of, else the first."""
    scores = score_titles(one.pages)
    return max(one.codes, key=lambda code: scores.get(code, 0.0))


def asked_of_examined(bank: str) -> Iterator[Example]:
    """What a model that never read an examiner is asked: its documents as printed, and misread."""
    dice = random.Random(3)
    for one in load_examined(bank):
        if one.codes:
            near = frozenset(one.codes)
            yield Example(one.pages, one.codes[0], "words", near=near)
            yield Example(tuple(spoil(page, dice) for page in one.pages), one.codes[0], "misread", near=near)
