"""Boxes to tick as words of a page: the sign of each, in the place of what was read there.

What lives here: signs among words. What must not: pixels (``imaging``), nor what a box answers (``domain``).
"""

from collections.abc import Sequence

from liane.codecs.imaging.ticks import TICKED_SIGN, TickBox
from liane.domain.intake.page import Box, Engine, Word

SIGN_CONFIDENCE = 0.9
_MARKS = frozenset("xX×✕✖vV✓✔✗✘*☒☑☐□")
"""What is read inside a box that somebody ticked."""


def place_signs(words: Sequence[Word], boxes: Sequence[TickBox], *, engine: Engine) -> tuple[Word, ...]:
    """Words with the sign of each box added, in no order.

    A box where another letter was read is the square of that letter and gets none; nor does one that a word covers
    already, as in the text of a PDF.
    """
    kept = list(words)
    for one in boxes:
        inside = [word for word in kept if _holds(one.box, word.box.middle)]
        if any(word.text not in _MARKS for word in inside):
            continue
        if not inside and any(_holds(word.box, one.box.middle) for word in kept):
            continue
        sign = one.sign if not inside or one.is_ticked else inside[0].text
        kept = [word for word in kept if word not in inside]
        kept.append(Word(text=sign, box=one.box, confidence=_sureness(one, inside), engine=engine))
    return tuple(kept)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1


def _sureness(one: TickBox, inside: Sequence[Word]) -> float:
    if any(word.engine is Engine.TEXT_LAYER for word in inside):
        return 1.0
    return SIGN_CONFIDENCE if one.sign != TICKED_SIGN or one.is_joined or inside else SIGN_CONFIDENCE - 0.2
