"""Where the pages name the person of the record, whole, and what words stand around: what the rest is judged by.

What lives here: the cells of a page, the namings of the record in them, the words before and after. What must not: what
those words say of whom the page is (``decide.aside``).
Rule: intake.md §3 (roles from labels, position, civility and grammar).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from liane.domain.identity.lexis import fold_name
from liane.domain.intake.classify.tokens import COLUMN_GAP, fold
from liane.domain.intake.decide.facts import Facts
from liane.domain.intake.decide.subjects import find_names, fold_cues, is_own, is_professional
from liane.domain.intake.fields import FieldName
from liane.domain.intake.matching.marks import LINE_CHARS_MAX
from liane.domain.intake.page import Page, Word

CELLS_MAX = 2000
HEADING_LINES = 3
SENTENCE_CHARS_MIN = 40
"""Signs of a line whose sentence may go on over the next."""
HEADING_HEIGHT_MAX = 0.1
HEADING_WIDTH_MAX = 0.3
"""Of the page, between a heading and the name in the box that it heads."""
_HANGING = re.compile(
    r"(?:(?<![^\W\d_])(?:de|du|des|par|à|au|aux|chez|avec|pour|et|que|qui|la|le|les|ma|mon|sa|son|ses|votre|"
    r"notre|entre|en)|[dl]') ?$"
)
"""Ends a line whose sentence goes on over the next."""
_LABELLED = re.compile(r"[^:]{2,40} ?:")
_LED = re.compile(
    r"(?:^|[\s(,;:–—.-])(?:M|MM|MR|MRS|MME|MLLE|MELLE|MADAME|MONSIEUR|MADEMOISELLE|(?<!NOUVEAU[ -])NEE?S?|EP|EPSE|"
    r"EPOUSE|VEUVE|VVE|"
    r"(?:NOM )?D'USAGE|NOM DE NAISSANCE)[.)]?[ (,:–—-]*$"
)
"""Civilities and words between the two names of one person."""


class Naming(NamedTuple):
    """The record named whole. before, after: of its cell, folded, without civility nor other names of the record; over:
    the cell above whose sentence goes on; under: the line below.
    """

    before: str
    after: str
    over: str
    under: str


def find_namings(page: Page, facts: Facts) -> Iterator[Naming]:
    """Each place of a page where the record is named by a family name and a first name, professionals apart."""
    own = _own_words(facts)
    cells = _read_cells(page)
    for place, (text, line) in enumerate(cells):
        folded = fold_cues(text, page.is_read_by_eye)
        if len(folded) != len(text):
            continue
        under = next((one for one, number in cells[place + 1 :] if number > line), "")
        under = "" if _LABELLED.match(under) else under
        for name in find_names(text):
            before, after = folded[: name.start], folded[name.end :]
            if not name.is_whole or not is_own(name, facts) or is_professional(before, after):
                continue
            led = _without_own(before, own)
            is_led = bool(led.strip(" .,:;(-–—"))
            over = "" if is_led else _find_over(cells, place)
            if is_led and text[:1].islower():
                led = f"{_find_sentence(cells, place)} {led}".lstrip()
            yield Naming(led, after, over, fold(under))


def find_heading(facts: Facts) -> list[str]:
    """The lines over the box that gives the birth name, folded, the nearest last; HEADING_LINES of them."""
    found = facts.read.fields.get(FieldName.BIRTH_NAME)
    page = next((one for one in facts.written if found is not None and one.number == found.chosen.page), None)
    if found is None or page is None or not found.chosen.boxes:
        return []
    top, left = min(box.y0 for box in found.chosen.boxes), min(box.x0 for box in found.chosen.boxes)
    right = max(box.x1 for box in found.chosen.boxes)
    over: list[str] = []
    for cell in _part_cells(page):
        box = cell[0].box
        is_over = top - HEADING_HEIGHT_MAX <= box.y0 and (box.y0 + box.y1) / 2 < top
        if is_over and left - HEADING_WIDTH_MAX <= box.x0 <= right:
            over.append(fold(_text_of(cell)))
    return over[-HEADING_LINES:]


def _read_cells(page: Page) -> list[tuple[str, int]]:
    """The parts of the lines of a page that wide blanks part, each with the number of its line."""
    cells = list(_part_cells(page))
    numbers: dict[int, int] = {}
    for cell in cells:
        numbers.setdefault(cell[0].line, len(numbers))
    return [(_text_of(cell), numbers[cell[0].line]) for cell in cells]


def _text_of(cell: Sequence[Word]) -> str:
    text = " ".join(word.text for word in cell)[:LINE_CHARS_MAX]
    return text.replace("’", "'").replace("œ", "oe").replace("Œ", "OE")


def _part_cells(page: Page) -> Iterator[list[Word]]:
    """The words of each cell of a page, CELLS_MAX at most."""
    cell: list[Word] = []
    count = 0
    for word in page.words:
        last = cell[-1] if cell else None
        is_apart = last is not None and (
            word.line != last.line or word.box.x0 - last.box.x1 > COLUMN_GAP * _height(page, word, last)
        )
        if is_apart:
            yield cell
            cell = []
            count += 1
            if count >= CELLS_MAX:
                return
        cell.append(word)
    if cell:
        yield cell


def _height(page: Page, *words: Word) -> float:
    """The height of the letters, as a share of the width of the page."""
    return max(word.box.y1 - word.box.y0 for word in words) * page.height_pt / max(1.0, page.width_pt)


def _line_above(cells: Sequence[tuple[str, int]], place: int) -> str:
    """The line just above that of a cell; empty where blanks part it in several."""
    line = cells[place][1]
    above = [text for text, number in cells[max(0, place - 6) : place] if number == line - 1]
    return above[0] if len(above) == 1 else ""


def _find_over(cells: Sequence[tuple[str, int]], place: int) -> str:
    """The line above, folded, where its sentence goes on; empty where it ends or is a line of its own."""
    text = _line_above(cells, place)
    return fold(text) if _HANGING.search(text) and len(text) > 20 else ""


def _find_sentence(cells: Sequence[tuple[str, int]], place: int) -> str:
    """The line above, folded, whose sentence a line goes on with; empty where it ends, or where it is not wide."""
    text = _line_above(cells, place)
    return fold(text) if len(text) >= SENTENCE_CHARS_MIN and not text.endswith((".", ":", ";", "!", "?")) else ""


def _own_words(facts: Facts) -> set[str]:
    traits = facts.traits
    used = [one.value for one in facts.seen(FieldName.USED_NAME)]
    return set(fold_name(" ".join([traits.birth_family, traits.used_family, traits.birth_givens, *used])).split())


def _without_own(before: str, own: set[str]) -> str:
    """The words before a name, less civilities, « née » and the other names of the record: « Mme DURAND née »."""
    left = before.rstrip()
    while True:
        led = _LED.search(left)
        words = left.replace("-", " ").split()
        last = words[-1].strip(" ().,;:") if words else ""
        if led is not None:
            left = left[: led.start()].rstrip()
        elif last and own.issuperset(fold_name(last).split()) and not left.endswith(":"):
            left = left[: left.rindex(last)].rstrip(" (-")
        else:
            return left
