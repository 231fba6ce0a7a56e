"""Words of a page as titles are compared: capitals without accents, no link words, OCR slips in letters mended.

What lives here: folding and lines with their size. What must not: what a word means.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Final

from liane.domain.intake.page import Box, Page, Word

LINES_MAX = 400
COLUMN_GAP = 2.0
"""A blank wider than this many heights of a letter parts a line in columns."""
COLUMNS_MAX = 3
TOKENS_MAX = 6_000
TALL = 1.15
"""Height of the letters of a line that stands apart, for one of the usual ones."""
_SPLIT = re.compile(r"[^A-Z0-9]+")
_SLIPS = str.maketrans("015", "OIS")
LINK_WORDS = frozenset(
    {"A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "PAR", "POUR", "SUR", "UN", "UNE"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its words folded, its place, its height as a multiple of the page's usual one, its raw text; columns:
    its parts where wide blanks part it.
    """

    tokens: tuple[str, ...]
    box: Box
    height: float
    text: str
    columns: "tuple[Line, ...]" = ()

    @property
    def is_capital(self) -> bool:
        """Written in capitals."""
        return self.text.isupper()

    @property
    def stands_apart(self) -> bool:
        """In letters of its own: taller, or capitals."""
        return self.height > TALL or self.is_capital

    def ends_sentence(self, least: int) -> bool:
        """Whether the line ends a sentence: so many words at least, the last with a full stop."""
        return len(self.tokens) >= least and self.text.rstrip().endswith(".")


_SIGNS_MAX: Final = 10_000


class _Unaccented(dict[int, str]):
    """What each sign becomes without its accents, worked out the first time that it is met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFD", chr(code))
        kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
        if len(self) < _SIGNS_MAX:
            self[code] = kept
        return kept


_UNACCENTED: Final = _Unaccented({ord("Œ"): "OE", ord("Æ"): "AE"})


def fold(text: str) -> str:
    """Capitals without accents."""
    capitals = text.upper()
    return capitals if capitals.isascii() else capitals.translate(_UNACCENTED)


def tokenise(text: str) -> tuple[str, ...]:
    """Folded words of a text; « CR » and « C.R. » are « COMPTE RENDU »; link words are dropped."""
    words = [_mend(word) for word in _SPLIT.split(fold(text)) if word]
    return tuple(_expand(words))


@lru_cache(maxsize=20_000)
def _mend(word: str) -> str:
    if any(c.isdigit() for c in word) and sum(c.isalpha() for c in word) >= 3:
        return word.translate(_SLIPS)
    return word


def _expand(words: list[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        word = words[place]
        if word == "CR":
            yield from ("COMPTE", "RENDU")
        elif (
            word == "C" and words[place + 1 : place + 2] == ["R"] and words[place + 2 : place + 3] not in (["H"], ["O"])
        ):
            yield from ("COMPTE", "RENDU")
            place += 1
        elif word == "COMPTERENDU":
            yield from ("COMPTE", "RENDU")
        elif word not in LINK_WORDS:
            yield word
        place += 1


def lines_of(page: Page) -> tuple[Line, ...]:
    """The lines of a page in reading order."""
    groups: dict[int, list[Word]] = {}
    for word in page.words[:TOKENS_MAX]:
        groups.setdefault(word.line, []).append(word)
    usual = median([word.box.height for word in page.words]) if page.words else 1.0
    return tuple(_part(words, usual or 1.0) for words in list(groups.values())[:LINES_MAX])


def _part(words: list[Word], usual: float) -> Line:
    """A line with its columns."""
    cuts = [at for at in range(1, len(words)) if words[at].box.x0 - words[at - 1].box.x1 > COLUMN_GAP * usual]
    whole = _line(words, usual)
    if not cuts or len(cuts) >= COLUMNS_MAX:
        return whole
    ends = [0, *cuts, len(words)]
    return replace(whole, columns=tuple(_line(words[start:end], usual) for start, end in pairwise(ends)))


def _line(words: list[Word], usual: float) -> Line:
    boxes = [word.box for word in words]
    box = Box(
        x0=min(one.x0 for one in boxes),
        y0=min(one.y0 for one in boxes),
        x1=max(one.x1 for one in boxes),
        y1=max(one.y1 for one in boxes),
    )
    text = " ".join(word.text for word in words)
    return Line(tokens=tokenise(text), box=box, height=median([word.box.height for word in words]) / usual, text=text)


def near_spellings(word: str) -> Iterator[str]:
    """The word with each letter dropped, to find words one letter apart."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def index_spellings(words: Iterable[str], *, length_min: int = 5) -> dict[str, str]:
    """Index of near spellings: dropped letters of each long word, to the word."""
    index: dict[str, str] = {}
    for word in words:
        if len(word) >= length_min:
            for spelling in near_spellings(word):
                index.setdefault(spelling, word)
    return index
