"""How far words read on a page look like French: shares by which a text layer or an OCR is judged.

What lives here: counts over words and a packaged lexicon. What must not: what follows from them.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from liane.domain.intake.page import Word

_LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]{2,}")
_NUMBER = re.compile(r"\d[\d./:,\- ]*\d|\d")
_USUAL = (("\u0300", "\u03ff"), ("\u1e00", "\u1eff"), ("\u2000", "\u23ff"), ("\u25a0", "\u27bf"))
_FILES = ("words_fr.txt", "words_letters_fr.txt")


@cache
def load_lexicon() -> frozenset[str]:
    """The packaged words, lower case with accents; their sources are told at the head of each file."""
    folder = files("liane.codecs.pdf").joinpath("lexicon")
    lines = (line for name in _FILES for line in folder.joinpath(name).read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def lexical_share(words: Sequence[Word]) -> tuple[float, int]:
    """Share of words of the French lexicon among those made of letters, and how many such words there are.

    Names of persons and places are in no lexicon: a good letter gives 0.5 to 0.85, garbage less than 0.15.
    Rule: intake.md §1.3.
    """
    lexicon = load_lexicon()
    found = [piece for word in words for piece in _LETTERS.findall(word.text.lower())]
    if not found:
        return 0.0, 0
    return sum(piece in lexicon for piece in found) / len(found), len(found)


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean confidence of words, weighted by their length; 0 without words."""
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def reading_score(words: Sequence[Word]) -> float:
    """How much of a page was read for good: sure words of the lexicon and sure numbers, by their length."""
    lexicon = load_lexicon()
    score = 0.0
    for word in words:
        known = sum(len(piece) for piece in _LETTERS.findall(word.text.lower()) if piece in lexicon)
        numbers = sum(len(piece) for piece in _NUMBER.findall(word.text))
        score += word.confidence * (known + 0.5 * numbers)
    return score


def strange_share(words: Sequence[Word]) -> float:
    """Share of characters that no French text holds: private codes, replacement marks, other scripts."""
    text = "".join(word.text for word in words)
    return sum(not _is_usual(character) for character in text) / len(text) if text else 0.0


def _is_usual(character: str) -> bool:
    """Latin, Greek of formulas, punctuation, arrows, mathematical and drawn signs."""
    return character < "\u0250" or any(low <= character <= high for low, high in _USUAL)
