"""Documents of the examiners that may be learnt from, as banks of the model of types.

Each one is left out while the others teach.
"""

import random
from collections.abc import Iterator

from tools.examined_pages import TAUGHT, load_examined
from tools.type_examples import Example, behead, spoil, surround, wear

BANKS = TAUGHT
COPIES = 4
"""Of each document: whole, without its title, worn, worn and misread in a letterhead of anybody."""
WEIGHT = 0.7


def taught_by_examined(bank: str) -> Iterator[Example]:
    """What an examiner teaches. Raises LookupError when what it draws with is not installed."""
    dice = random.Random(5)
    for one in load_examined(bank):
        if not one.codes:
            continue
        for copy in range(COPIES):
            own = one.pages if copy == 0 else tuple(wear(page, dice) for page in one.pages)
            if copy == 1:
                own = tuple(behead(page) for page in one.pages)
            elif copy == COPIES - 1:
                own = (surround(spoil(own[0], dice), dice), *own[1:])
            yield Example(own, one.codes[0], "examined", WEIGHT, frozenset(one.codes))


def asked_of_examined(bank: str) -> Iterator[Example]:
    """What a model that never read an examiner is asked: its documents as printed, and misread."""
    dice = random.Random(3)
    for one in load_examined(bank):
        if one.codes:
            near = frozenset(one.codes)
            yield Example(one.pages, one.codes[0], "words", near=near)
            yield Example(tuple(spoil(page, dice) for page in one.pages), one.codes[0], "misread", near=near)
