"""Forms with one box for each sign: words of one sign at equal steps are one value.

What lives here: finding such rows of boxes. What must not: rows and cells (``sheet``).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from liane.domain.intake.page import Word

STEPS_MAX = 64
"""First signs of a run whose steps are compared (the first step is never over an empty box), however long the line."""
_TEETH_MIN = 4
_SHORT = frozenset({"NOM", "DDN", "INS", "IPP", "AGE", "MME"})
"""Words of three letters that are often printed with blanks between the letters."""
_STEP_MAX = 4.0
"""Step between two boxes, in heights of a sign, at most."""
_CHARS_MAX = 4
_SINGLE_MIN = 0.6
_NEAR = 0.45
_BLANK = (1.6, 2.5)
"""A step of about two boxes is an empty one: a blank."""


class Combs(NamedTuple):
    """Words that follow another directly (glued) or after an empty box (spaced), by identity.

    carried: words brought from the start of the next line, after a hyphen that ends theirs.
    """

    glued: frozenset[int]
    spaced: frozenset[int]
    carried: frozenset[int] = frozenset()


def find_combs(words: Sequence[Word], aspect: float) -> Combs:
    """Find the signs in boxes at equal steps. aspect: width of the page over its height."""
    glued: set[int] = set()
    spaced: set[int] = set()
    run: list[tuple[Word, bool]] = []
    for word in (*words, None):
        blank = _follows(run, word, aspect) if word is not None and run else None
        if word is not None and blank is not None:
            run.append((word, blank))
            continue
        if _is_comb([one.text for one, _ in run]):
            for one, is_after_blank in run[1:]:
                (spaced if is_after_blank else glued).add(id(one))
        run = [(word, False)] if word is not None and _is_tooth(word) else []
    return Combs(frozenset(glued), frozenset(spaced))


def _is_comb(texts: Sequence[str]) -> bool:
    if len(texts) < _TEETH_MIN:
        return "".join(texts) in _SHORT and len(texts) == len("".join(texts))
    return sum(len(text.rstrip(",;.")) == 1 for text in texts) >= _SINGLE_MIN * len(texts)


def _is_tooth(word: Word) -> bool:
    text = word.text.rstrip(",;.") if len(word.text) == 2 else word.text  # « M A R T I N, »
    return (len(text) <= _CHARS_MAX and text.isalnum() and text == text.upper()) or text in ("-", "'", "/")


def _ends(word: Word) -> tuple[float, float]:
    """Middles of the first and of the last sign of a word."""
    half = (word.box.x1 - word.box.x0) / (2 * len(word.text))
    return word.box.x0 + half, word.box.x1 - half


def _follows(run: Sequence[tuple[Word, bool]], word: Word, aspect: float) -> bool | None:
    """False when a word is one step after the last of a run, True when after an empty box, None when it is neither."""
    last = run[-1][0]
    height = max(last.box.height, word.box.height, 1e-4)
    if not _is_tooth(word) or word.line != last.line or abs(word.box.middle[1] - last.box.middle[1]) > 0.6 * height:
        return None
    step = _ends(word)[0] - _ends(last)[1]
    if not 0 < step * aspect <= 2 * _STEP_MAX * height:
        return None
    if len(run) == 1:
        return False if step * aspect <= _STEP_MAX * height else None
    usual = _usual_step(run[:STEPS_MAX])
    if abs(step - usual) < _NEAR * usual:
        return False
    return True if _BLANK[0] * usual < step < _BLANK[1] * usual else None


def _usual_step(run: Sequence[tuple[Word, bool]]) -> float:
    """The middle one of the steps seen so far, empty boxes apart."""
    steps = sorted(
        _ends(word)[0] - _ends(before)[1] for (before, _), (word, is_after_blank) in pairwise(run) if not is_after_blank
    )
    return steps[len(steps) // 2]
