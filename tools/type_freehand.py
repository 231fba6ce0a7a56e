"""Documents written by hand that may be learnt from, as banks of the model of types: printed by Chromium, read as the
pipeline reads them, whole and worn. Two halves, so that one is left out while the other teaches.
"""

import random
from collections.abc import Iterator
from functools import cache

from eval.freehand import load_freehand, make_freehand
from eval.outside import open_printer
from eval.running import page_reader

from liane.domain.intake.page import Page
from tools.type_examples import Example, behead, spoil, surround, wear

HALVES = ("freehand_even", "freehand_odd")
"""By place among the documents that may be learnt from."""
COPIES = 5
"""Of each document: whole, without its title, the others worn."""
WEIGHT = 0.7


@cache
def _read_half(half: str) -> tuple[tuple[tuple[Page, ...], str, frozenset[str]], ...]:
    """Pages, code and accepted codes of the documents of a half. Raises LookupError where Chromium is absent."""
    chosen = [one for one in load_freehand() if not one.is_kept][HALVES.index(half) :: 2]
    read = page_reader()
    with open_printer() as printer:
        files = [make_freehand(one, printer) for one in chosen]
    truths = [file.documents[0] for file in files]
    accepted = [frozenset(truth.fields["doc_type"]) for truth in truths]
    pages = [tuple(read(file.data, file.name).pages) for file in files]
    return tuple((own, truth.code, near) for own, truth, near in zip(pages, truths, accepted, strict=True))


def taught_by_half(half: str) -> Iterator[Example]:
    """What a half teaches: each document in COPIES, of other words lost and other letterheads."""
    dice = random.Random(5)
    for pages, code, near in _read_half(half):
        for copy in range(COPIES):
            own = pages if copy == 0 else tuple(wear(page, dice) for page in pages)
            if copy == 1:
                own = tuple(behead(page) for page in pages)
            elif copy == COPIES - 1:
                own = (surround(own[0], dice), *own[1:])
            yield Example(own, code, "freehand", WEIGHT, near)


def asked_of_half(half: str) -> Iterator[Example]:
    """What a model that never read a half is asked: its documents as printed, and misread."""
    dice = random.Random(3)
    for pages, code, near in _read_half(half):
        yield Example(pages, code, "words", near=near)
        yield Example(tuple(spoil(page, dice) for page in pages), code, "misread", near=near)
