"""Names that the end of a line cuts at their hyphen: « MARTIN- » over « DUBOIS Marie ».

What lives here: finding such words, and bringing the second half to the first. What must not: rows (``sheet``).
"""

import re
from collections.abc import Sequence

from liane.domain.intake.extract.surface.combs import Combs
from liane.domain.intake.page import Word

_HEAD = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'’]+[-‐‑]")
_TAIL = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ'’\-]+[,.;)]?")
_EDGE_MAX = 0.03
_HEIGHTS = (0.4, 2.2)
"""How far under a line the next one begins, in heights of the word."""


def join_hyphens(cells: list[list[Word]], combs: Combs) -> tuple[list[list[Word]], Combs]:
    """Bring the rest of a name cut by its hyphen to the end of its line. cells: their words, in reading order."""
    carried: set[int] = set()
    for cell in cells:
        if not cell or _HEAD.fullmatch(cell[-1].text) is None:
            continue
        under = _find_under(cell, cells)
        if under is not None and _TAIL.fullmatch(under[0].text) and _are_alike(cell[-1].text, under[0].text):
            word = under.pop(0)
            cell.append(word)
            carried.add(id(word))
    if not carried:
        return cells, combs
    kept = [cell for cell in cells if cell]
    return kept, Combs(combs.glued | carried, combs.spaced, frozenset(carried))


def _find_under(cell: Sequence[Word], cells: Sequence[list[Word]]) -> list[Word] | None:
    """The cell that begins under the beginning of another, else under its last word, on the next line."""
    last = cell[-1].box
    height = max(last.height, 1e-4)
    near = [
        other
        for other in cells
        if other
        and other is not cell
        and _HEIGHTS[0] * height < other[0].box.y0 - last.y0 < _HEIGHTS[1] * height
        and min(abs(other[0].box.x0 - cell[0].box.x0), abs(other[0].box.x0 - last.x0)) < _EDGE_MAX
    ]
    return min(near, key=lambda other: (other[0].box.y0, abs(other[0].box.x0 - last.x0)), default=None)


def _are_alike(head: str, tail: str) -> bool:
    """True for two words in capitals, or two that are not."""
    return head.rstrip("-‐‑").isupper() == tail.rstrip(",.;)").isupper()
