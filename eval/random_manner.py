"""The manner of a group of pages drawn at random: each choice depends on the group and on the name of the choice alone.

What lives here: choices and words. What must not: drawing. Words: data/random_wordings.toml.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from eval.people import DATA

SEPARATORS = (" :", " :", " :", ":", " : ", "", "", " -", " .....", " ............")
CASES = ("as is", "as is", "as is", "as is", "upper", "upper", "title")


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """Every list of words, by name."""
    raw = tomllib.loads((DATA / "random_wordings.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in raw.items()}


@dataclass(frozen=True, slots=True)
class Manner:
    """The manner of one group. Same group, same choices."""

    group: int

    def dice(self, slot: str) -> Random:
        """Dice of one choice."""
        return Random(f"hasard-{self.group}-{slot}")

    def pick(self, slot: str, options: Sequence[str]) -> str:
        """Choose one; options written several times are the likelier."""
        return self.dice(slot).choice(options)

    def chance(self, slot: str, share: float) -> bool:
        """True for this share of the groups."""
        return self.dice(slot).random() < share

    def word(self, name: str, slot: str = "") -> str:
        """The words of the group for a list."""
        return self.dice(f"word-{slot or name}").choice(wordings()[name])

    def label(self, name: str, slot: str = "") -> str:
        """The label of the group for a field, without what parts it from its value."""
        text = self.word(name, slot).rstrip(" :")
        how = self.pick("label-case", CASES)
        return text.upper() if how == "upper" else text[:1].upper() + text[1:] if how == "title" else text

    def lead(self, name: str, slot: str = "") -> str:
        """The label with what parts it from its value."""
        return self.label(name, slot) + self.pick("separator", SEPARATORS)
