"""What a title is of, by the word that it begins with and by what follows: « prescription » + « verres », « compte
rendu » + « admission ». A title that no table holds is told by its parts.

What lives here: how the rules of data/title_parts.tsv are read and tried. What must not: which lines are titles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from liane.domain.intake.classify.tokens import LINK_WORDS

ANYTHING = "*"
WORD_LETTERS_MAX = 40
"""Letters of a word that are looked at."""
_WHOLE, _ENDING, _RUN = "$", "-", "+"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRule:
    """One rule: what the title begins with, what is in the rest of it (None: anything), what must not be in it; over
    its words between blanks. letters: the first two of the words that may begin it, none when any may.
    """

    code: str
    weight: float
    first: re.Pattern[str]
    about: re.Pattern[str] | None
    without: re.Pattern[str] | None
    letters: frozenset[str]


@cache
def load_rules() -> tuple[PartRule, ...]:
    """Read the packaged rules, in the order in which they are tried."""
    text = files("liane.domain.intake.classify").joinpath("data", "title_parts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith(("#", "code\t"))]
    return tuple(
        PartRule(
            code=code,
            weight=float(weight),
            first=_compile(first),
            about=None if about == ANYTHING else _compile(about),
            without=_compile(without) if without else None,
            letters=frozenset() if f" {_ENDING}" in f" {first}" else frozenset(stem[:2] for stem in first.split()),
        )
        for code, weight, first, about, without in rows
    )


def find_part(tokens: Sequence[str]) -> tuple[str, float] | None:
    """Code and weight of the first rule that a title holds, or None. tokens: folded, without link words, from the word
    that names the paper.
    """
    rules = _rules_of(tokens[0][:2]) if tokens else ()
    text = f" {' '.join(token[:WORD_LETTERS_MAX] for token in tokens)} " if rules else ""
    for rule in rules:
        first = rule.first.match(text)
        if first is None or (rule.about is not None and rule.about.search(text, text.index(" ", 1)) is None):
            continue
        if rule.without is None or rule.without.search(text) is None:
            return rule.code, rule.weight
    return None


@lru_cache(maxsize=2_000)
def _rules_of(letters: str) -> tuple[PartRule, ...]:
    """The rules that a word of these two letters may begin."""
    return tuple(rule for rule in load_rules() if not rule.letters or letters in rule.letters)


def _compile(stems: str) -> re.Pattern[str]:
    return re.compile(f" (?:{'|'.join(map(_write, stems.split()))})(?= )")


def _write(stem: str) -> str:
    """A stem as an expression: words that follow one another, each by its beginning, whole or by its end."""
    pieces = [piece for piece in stem.split(_RUN) if piece and piece not in LINK_WORDS]
    return " ".join(_write_word(piece) for piece in pieces)


def _write_word(piece: str) -> str:
    if piece.startswith(_ENDING):
        return rf"[^ ]*{re.escape(piece[1:])}S?"
    return re.escape(piece[:-1]) if piece.endswith(_WHOLE) else rf"{re.escape(piece)}[^ ]*"
