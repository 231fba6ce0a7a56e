"""Forms with one box for each sign: words of one sign at equal steps are one value.

What lives here: finding such rows of boxes. What must not: rows and cells (``sheet``).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from liane.domain.intake.page import Word

STEPS_MAX = 64
"""First signs of a run whose steps are compared (the first step is never over an empty box), however long the line."""
_TEETH_MIN = 4
_STEP_MAX = 4.0
"""Step between two boxes, in heights of a sign, at most."""
_CHARS_MAX = 4
_GLUED_MAX = 16
"""Letters of a word that the text of a PDF made of several boxes, at most."""
_SINGLE_MIN = 0.6
_LETTER = 0.6
"""Width of a capital, in heights of a line."""
_SAME_PITCH = 0.1
"""How far the step between letters of such a word may be from the step between boxes, as a share of it."""
_FEW = 3
_WIDE_STEP = 0.9
"""Step between boxes that hold small letters, in heights of a line, at least."""
_NEAR = 0.45
_DAY_SIGNS = (6, 8)
_DAY_GROUPS = ((2, 2, 4), (2, 2, 2))
_GROUP_STEP = 1.25
"""Step between two groups of boxes, in steps between the boxes of one, at least."""
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
        if _is_comb(run, aspect):
            for one, is_after_blank in run[1:]:
                (spaced if is_after_blank else glued).add(id(one))
        run = [(word, False)] if word is not None and _is_tooth(word) else []
    for group in _day_boxes(words, aspect):
        glued.update(id(one) for one in group[1:])
    return Combs(frozenset(glued), frozenset(spaced))


def _day_boxes(words: Sequence[Word], aspect: float) -> Iterator[Sequence[Word]]:
    """The day, the month and the year of a date whose boxes stand in three groups, one figure in each box."""
    digits: list[Word] = []
    for word in (*words, None):
        if word is not None and (not digits or _is_beside(digits[-1], word, aspect)) and _is_figure(word):
            digits.append(word)
            continue
        if len(digits) in _DAY_SIGNS:
            groups = _part(digits)
            if tuple(map(len, groups)) in _DAY_GROUPS:
                yield from groups
        digits = [word] if word is not None and _is_figure(word) else []


def _is_figure(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isdigit()


def _is_beside(last: Word, word: Word, aspect: float) -> bool:
    height = max(last.box.height, word.box.height, 1e-4)
    is_level = abs(word.box.middle[1] - last.box.middle[1]) <= 0.6 * height
    return word.line == last.line and is_level and 0 < (word.box.x0 - last.box.x0) * aspect <= 2 * _STEP_MAX * height


def _part(digits: Sequence[Word]) -> list[list[Word]]:
    """Figures in groups: a new one begins after a step wider than those inside."""
    steps = [after.box.middle[0] - before.box.middle[0] for before, after in pairwise(digits)]
    widest = _GROUP_STEP * min(steps)
    groups = [[digits[0]]]
    for digit, step in zip(digits[1:], steps, strict=True):
        if step > widest:
            groups.append([])
        groups[-1].append(digit)
    return groups


def _is_comb(run: Sequence[tuple[Word, bool]], aspect: float) -> bool:
    texts = [word.text.rstrip(",;.") for word, _ in run]
    if len(texts) < _FEW:
        return False
    if any(text.islower() for text in texts) and not _is_wide(run, aspect):
        return False  # « de 9 h à 11 h »
    singles = sum(len(text) == 1 for text in texts)
    plain = [text for text in texts if text.isalnum()]  # « - 12 / 03 / 1960 - F » holds one sign in a box, not five
    is_single = sum(len(text) == 1 for text in plain) >= _SINGLE_MIN * len(plain)
    is_mostly = is_single and singles >= _SINGLE_MIN * len(texts)
    if len(texts) >= _TEETH_MIN and is_mostly and max(map(len, texts)) <= _CHARS_MAX:
        return True
    if singles == len(texts):
        is_capital = all(text.isalpha() and text.isupper() for text in texts)  # « R O Y », « N O M »
        return is_capital or (texts[0].isupper() and all(text.islower() for text in texts[1:]))  # « B e n »
    return singles > 0 and _has_one_pitch(run, aspect)


def _is_wide(run: Sequence[tuple[Word, bool]], aspect: float) -> bool:
    """True when the step is that of boxes: small letters of prose stand closer."""
    height = max(word.box.height for word, _ in run)
    is_name = len(run) == _FEW and run[0][0].text.isupper()
    return (is_name or len(run) >= _TEETH_MIN) and _usual_step(run[:STEPS_MAX]) * aspect >= _WIDE_STEP * height


def _has_one_pitch(run: Sequence[tuple[Word, bool]], aspect: float) -> bool:
    """True when the letters of the words stand as far apart as the words do: boxes of which some were read together."""
    step = min(_steps(run[:STEPS_MAX]))
    return all(abs(_pitch(word, aspect) - step) <= _SAME_PITCH * step for word, _ in run if len(word.text) > 1)


def _is_apart(word: Word, step: float, aspect: float) -> bool:
    """True for a long word whose letters do not stand one step from each other: an ordinary word."""
    return len(word.text) > _CHARS_MAX and abs(_pitch(word, aspect) - step) > _SAME_PITCH * step


def _pitch(word: Word, aspect: float) -> float:
    """Step between two letters of a word, in widths of the page."""
    return (word.box.x1 - word.box.x0 - _LETTER * word.box.height / aspect) / (len(word.text) - 1)


def _is_tooth(word: Word) -> bool:
    text = word.text.rstrip(",;.") if len(word.text) == 2 else word.text  # « M A R T I N, »
    is_plain = text.isalnum() and (len(text) == 1 or text == text.upper())
    return (len(text) <= _GLUED_MAX and is_plain) or text in ("-", "'", "’", "/")


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
    usual = step if len(run) == 1 else _usual_step(run[:STEPS_MAX])
    if any(_is_apart(one, usual, aspect) for one in (*(one for one, _ in run[:1]), word)):
        return None
    if len(run) == 1:
        is_label = len(last.text) > 1 and last.text.isalpha() and word.text.isdigit()  # « INS 2 5 4 »
        return False if step * aspect <= _STEP_MAX * height and not is_label else None
    if abs(step - usual) < _NEAR * usual:
        return False
    return True if _BLANK[0] * usual < step < _BLANK[1] * usual else None


def _usual_step(run: Sequence[tuple[Word, bool]]) -> float:
    """The middle one of the steps seen so far, empty boxes apart."""
    steps = _steps(run)
    return steps[len(steps) // 2]


def _steps(run: Sequence[tuple[Word, bool]]) -> list[float]:
    """The steps from one box to the next that is not empty, shortest first; the first pair always counts."""
    return sorted(
        _ends(word)[0] - _ends(before)[1] for (before, _), (word, is_after_blank) in pairwise(run) if not is_after_blank
    )
