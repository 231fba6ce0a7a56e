"""Births told by the words before a date: « née le », « date de naissance » at the end of the line over it.

What lives here: the words. What must not: labels, the owner of a birth. Rule: intake.md §3 (roles of dates).
"""

import re

from liane.domain.intake.extract.surface.reading import PageReading
from liane.domain.intake.extract.surface.sheet import Cell

_WIDE_MIN = 0.45
"""Share of the page that a line of prose is wide."""
_BORN = re.compile(
    r"\bN[EÉ]E?S?(?:\(E\))?\b(?!\))(?! (?:S'|SE |EST |SONT |PAS |PLUS |SERA|PEU[TV]|POU[RV]|DOI|DEV|PRES|MONTR|RETROUV|"
    r"NECESS|PERMET|SAI[TS]|SAV|VEU|VOU|SOUHAIT|FAI|FAU|PREN|COND|TROUV|COMPORT|REPOND|RE?VIEN|RESTE|REGUL|TRAVAILL))"
    r"[^0-9.;:]{0,40}(?:\bLE|\bEN|\bDU)? ?$"
)
"""« Né le », never the « ne » of « ne peut se rendre à la convocation du »."""
_BORN_ABOVE = re.compile(
    r"(?:DATE DE NAISSANCE|NAISSANCE)(?: EST)?(?: LE|:)? ?$|\bNEE?S?(?:\(E\))?(?: LE| EN| DU| CE)? ?$"
)
_GOES_ON = re.compile(r"(?:DE |LE |EN |DU |CE |NAISSANCE |EST |: )*")


def is_born(reading: PageReading, cell: Cell, before: str) -> bool:
    """True when the words before a date of a cell, or those of the line over it, tell a birth."""
    return _BORN.search(before) is not None or _is_over_lines(reading, cell, before)


def _is_over_lines(reading: PageReading, cell: Cell, before: str) -> bool:
    """True when the words that tell a birth date are parted from it by the end of the line over it."""
    if not _GOES_ON.fullmatch(before):
        return False
    over = reading.sheet.above(cell.box, cell.row, heights_max=1.3)
    if over is None or over.box.x1 - over.box.x0 < _WIDE_MIN:
        return False
    return _BORN_ABOVE.search(f"{over.folded[-60:]} {before}") is not None
