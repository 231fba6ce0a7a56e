"""Read a regular expression of XPath (XML Schema syntax plus anchors) into a tree.

The dialect differs from Python's: ``\\w`` has no underscore but has symbols such as ``+ $ < = >``, ``\\s`` is four
characters, ``$`` only matches at the very end, ``$`` in a class is plain, an anchor may be repeated.
"""

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from liane.codecs.schematron.refusal import UnsupportedRule

DEPTH_MAX = 50
REPEAT_MAX = 1_000
_SPACES = " \t\n\r"
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_PLAIN_ESCAPES = frozenset("\\|.?*+(){}-[]^$")
_CLASS_ESCAPES = frozenset("dDsSwW")


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """One character out of a set: ranges (inclusive) or class letters, minus ``without``, negated or not."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: str = ""
    is_negated: bool = False
    without: "Characters | None" = None

    def contains(self, character: str) -> bool:
        """Tell whether one character is in the set."""
        found = any(low <= character <= high for low, high in self.ranges) or any(
            in_class(letter, character) for letter in self.classes
        )
        return found is not self.is_negated and not (self.without is not None and self.without.contains(character))


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """``^`` or ``$``."""

    is_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """``item`` from ``least`` to ``most`` times (``None``: no bound)."""

    item: "Node"
    least: int
    most: int | None
    is_greedy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Parentheses; ``captures`` is false for ``(?:…)``."""

    item: "Node"
    captures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Items one after the other; none matches the empty text."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several branches."""

    branches: tuple["Node", ...]


Node: TypeAlias = Characters | Anchor | Repeat | Group | Chain | Choice


def in_class(letter: str, character: str) -> bool:
    """Tell whether a character is in ``\\d``, ``\\s``, ``\\w`` or in one of their complements.

    Rule: XML Schema part 2, appendix F.1.1 (multi-character escapes).
    """
    if letter in "dD":
        found = unicodedata.category(character) == "Nd"
    elif letter in "sS":
        found = character in _SPACES
    else:
        found = unicodedata.category(character)[0] not in "PZC"
    return found is letter.islower()


def parse_regex(pattern: str) -> Node:
    """Read one regular expression.

    Raises UnsupportedRule for a syntax error or a construct outside the subset (back-references, Unicode properties).
    Rule: XPath and XQuery Functions 5.6.1; cda-validation.md §6 (regular expressions).
    """
    return _Parser(pattern).parse()


class _Parser:
    """Recursive descent over the characters of one pattern."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._choice()
        if self._position < len(self._pattern):
            raise self._refuse("parenthèse fermante en trop")
        return node

    def _refuse(self, reason: str) -> UnsupportedRule:
        return UnsupportedRule(f"expression régulière : {reason}", text=self._pattern)

    def _peek(self) -> str:
        return self._pattern[self._position : self._position + 1]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise self._refuse("fin inattendue")
        self._position += 1
        return character

    def _skip(self, text: str) -> bool:
        if self._pattern.startswith(text, self._position):
            self._position += len(text)
            return True
        return False

    def _choice(self) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self._refuse("trop profonde")
        branches = [self._chain()]
        while self._skip("|"):
            branches.append(self._chain())
        self._depth -= 1
        return branches[0] if len(branches) == 1 else Choice(branches=tuple(branches))

    def _chain(self) -> Node:
        items = []
        while self._peek() not in ("", "|", ")"):
            items.append(self._piece())
        return items[0] if len(items) == 1 else Chain(items=tuple(items))

    def _piece(self) -> Node:
        item = self._atom()
        while self._peek() and self._peek() in "?*+{":
            least, most = self._quantifier()
            item = Repeat(item=item, least=least, most=most, is_greedy=not self._skip("?"))
        return item

    def _quantifier(self) -> tuple[int, int | None]:
        bounds: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        sign = self._take()
        if sign in bounds:
            return bounds[sign]
        least = self._number()
        most: int | None = least
        if self._skip(","):
            most = None if self._peek() == "}" else self._number()
        if not self._skip("}") or (most is not None and most < least):
            raise self._refuse("quantificateur mal écrit")
        return least, most

    def _number(self) -> int:
        digits = ""
        while self._peek().isdecimal():
            digits += self._take()
        if not digits or int(digits) > REPEAT_MAX:
            raise self._refuse("quantificateur mal écrit ou trop grand")
        return int(digits)

    def _atom(self) -> Node:
        character = self._take()
        if character == "(":
            captures = not self._skip("?:")
            node = self._choice()
            if not self._skip(")"):
                raise self._refuse("parenthèse jamais fermée")
            return Group(item=node, captures=captures)
        if character == "[":
            return self._character_class()
        if character == "\\":
            return self._escape()
        if character == ".":
            return Characters(ranges=(("\n", "\n"), ("\r", "\r")), is_negated=True)
        if character in "^$":
            return Anchor(is_start=character == "^")
        if character in "?*+{}]":
            raise self._refuse(f"« {character} » inattendu")
        return Characters(ranges=((character, character),))

    def _escape(self) -> Characters:
        letter = self._take()
        if letter in _CLASS_ESCAPES:
            return Characters(classes=letter)
        single = _SIMPLE_ESCAPES.get(letter, letter if letter in _PLAIN_ESCAPES else None)
        if single is None:
            raise self._refuse(f"échappement « \\{letter} » non pris en charge")
        return Characters(ranges=((single, single),))

    def _character_class(self) -> Characters:
        is_negated = self._skip("^")
        ranges: list[tuple[str, str]] = []
        classes = ""
        while not self._skip("]"):
            if self._skip("-["):
                without = self._character_class()
                if not self._skip("]"):
                    raise self._refuse("classe de caractères mal fermée")
                return Characters(ranges=tuple(ranges), classes=classes, is_negated=is_negated, without=without)
            low = self._class_member()
            if low.classes:
                classes += low.classes
                continue
            start = low.ranges[0][0]
            ranges.append((start, self._range_end(start)))
        return Characters(ranges=tuple(ranges), classes=classes, is_negated=is_negated)

    def _range_end(self, start: str) -> str:
        following = self._pattern[self._position + 1 : self._position + 2]
        if self._peek() != "-" or following in ("", "]", "["):
            return start
        self._take()
        end = self._class_member()
        if end.classes or end.ranges[0][0] < start:
            raise self._refuse("intervalle mal écrit")
        return end.ranges[0][0]

    def _class_member(self) -> Characters:
        character = self._take()
        if character == "\\":
            return self._escape()
        return Characters(ranges=((character, character),))
