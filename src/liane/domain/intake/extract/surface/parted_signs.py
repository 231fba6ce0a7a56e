"""Values whose signs the text itself parts: « |D|U|P|O|N|T| », « [D][U][P] », « | 1 | 2 | », « 12 | 03 | 1960 ».

What lives here: making one word of them again. What must not: signs one step apart, without marks (``combs``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from liane.domain.intake.page import Box, Word

RUN_MAX = 80
"""Words of one run of boxes, at most."""
_FEW, _LETTERS_MIN = 2, 3
_BLANK = 0.005
"""Of the width of a page: a blank between two words."""
_CELLS = re.compile(
    r"[|¦│]{1,2}(?:[^\W_][|¦│]{1,2}|[/'’-][|¦│]{1,2}){2,}|(?:\[[^\W_/'’-]\]|\[[/'’-]\]){2,}|[|¦│]?[^\W_](?:[|¦│][^\W_]){3,}[|¦│]?"
    r"|[A-ZÀ-Ý0-9](?:_[A-ZÀ-Ý0-9]){3,}"
)
_MARKS = re.compile(r"[|¦│\[\]_]")
_DATE = re.compile(r"[|¦│\[]?(\d{1,2})(?:[|¦│]|\]\[|_)(\d{1,2})(?:[|¦│]|\]\[|_)((?:19|20)\d\d)[|¦│\]]?")
_BAR = re.compile(r"[|¦│]{1,2}")
_BOX = re.compile(r"(?P<open>[|¦│\[]?)(?P<sign>[^\W_]|[/'’-])(?P<close>[|¦│\]]?)")
_PIECE = re.compile(r"\d{1,4}")
_DATE_BAR = re.compile(r"[|¦│_]")
_DATE_RUN = 5


def open_parted(words: Sequence[Word]) -> list[Word]:
    """The words of a page, in the order given, with those that marks part made whole."""
    if not any(_MARKS.search(word.text) for word in words):
        return list(words)
    opened: list[Word] = []
    place = 0
    while place < len(words):
        taken, made = _date_run(words, place) or _box_run(words, place) or (1, [_open(words[place])])
        opened.extend(made)
        place += taken
    return opened


def _open(word: Word) -> Word:
    """« |D|U|P| » as « DUP », « |12|03|1960| » as « 12/03/1960 »; any other word as it is."""
    date = _DATE.fullmatch(word.text)
    if date is not None:
        return replace(word, text="/".join(date.groups()))
    if _CELLS.fullmatch(word.text) is None:
        return word
    text = _MARKS.sub("", word.text)
    return replace(word, text=text) if text.upper() not in ("MF", "FM", "HF", "FH", "ON") else word


def _date_run(words: Sequence[Word], place: int) -> tuple[int, list[Word]] | None:
    """« 12 | 03 | 1960 » in five words of a line, as one date."""
    run = words[place : place + _DATE_RUN]
    if len(run) < _DATE_RUN or any(word.line != run[0].line for word in run):
        return None
    if not all(_PIECE.fullmatch(word.text) for word in run[::2]) or not all(
        _DATE_BAR.fullmatch(word.text) for word in run[1::2]
    ):
        return None
    joined = "|".join(word.text for word in run[::2])
    return (_DATE_RUN, [_open(replace(_join(run), text=joined))]) if _DATE.fullmatch(joined) else None


def _box_run(words: Sequence[Word], place: int) -> tuple[int, list[Word]] | None:
    """« | D | U | P | » as one word; two where an empty box stands between. None where no such run begins."""
    first = words[place]
    if not (_BAR.fullmatch(first.text) or (_MARKS.search(first.text) and _BOX.fullmatch(first.text))):
        return None
    groups: list[list[Word]] = [[]]
    text = [""]
    bars = 0
    at, was_bar = place, False
    for word in words[place : place + RUN_MAX]:
        box = _BOX.fullmatch(word.text)
        is_bar = _BAR.fullmatch(word.text) is not None
        if word.line != first.line or (box is None and not is_bar):
            break
        if is_bar and was_bar and text[-1]:
            groups.append([])
            text.append("")
        if box is not None:
            if not was_bar and text[-1] and not (box.group("open") or _MARKS.search(words[at - 1].text)):
                break  # two signs that no bar parts
            groups[-1].append(word)
            text[-1] += box.group("sign")
        bars += is_bar or (box is not None and bool(box.group("open") or box.group("close")))
        was_bar, at = is_bar, at + 1
    signs = "".join(text)
    if len(signs) < _LETTERS_MIN or bars < _FEW:
        return None
    made = [replace(_join(group), text=one) for group, one in zip(groups, text, strict=True) if one]
    return at - place, [_reach(one, after) for one, after in zip_longest(made, made[1:])]


def _reach(word: Word, after: Word | None) -> Word:
    """A word that reaches to the one after it: nothing but an empty box parts them."""
    end = word.box.x1 if after is None else max(word.box.x1, after.box.x0 - _BLANK)
    return replace(word, box=replace(word.box, x1=end))


def _join(words: Sequence[Word]) -> Word:
    """One word over the places of several, as sure as the least sure of them."""
    box = Box(
        x0=min(word.box.x0 for word in words),
        y0=min(word.box.y0 for word in words),
        x1=max(word.box.x1 for word in words),
        y1=max(word.box.y1 for word in words),
    )
    return replace(words[0], box=box, confidence=min(word.confidence for word in words))
