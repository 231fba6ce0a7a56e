"""Run the regular expressions of a rule set over texts that strangers wrote, in bounded time.

Two engines read the same tree. Python's is used where it cannot back-track for long: no repetition inside a repetition
(or only one way to read any text), short text. Otherwise ours runs: all paths at once, one step per character, no
back-tracking; it answers « matches » only, which is all that a rule needs there. `replace` and `tokenize` refuse at
build time a pattern that Python could not run safely.
"""

import re
from collections.abc import Callable, Iterator

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.regex_syntax import Anchor, Chain, Characters, Choice, Group, Node, Repeat, parse_regex

BACKTRACKING_CHARS_MAX = 256
REWRITTEN_CHARS_MAX = 20_000
STATES_MAX = 4_000
STEPS_CACHED_MAX = 20_000
_MATCH = -1


def compile_matcher(pattern: str, flags: str = "") -> Callable[[str], bool]:
    """Make the function that answers ``matches(text, pattern, flags)``.

    flags: empty or ``i``. Raises UnsupportedRule for a pattern or a flag outside the subset.
    Rule: XPath and XQuery Functions 7.6.2.
    """
    node = parse_regex(pattern)
    ignores_case = _ignores_case(pattern, flags)
    machine = LinearMachine(node, ignores_case=ignores_case)
    if any("w" in part.classes.lower() for part in _walk(node) if isinstance(part, Characters)):
        return machine.search
    if not (_is_safe_to_backtrack(node) or machine.is_deterministic()):
        return machine.search
    search = re.compile(to_python(node), re.IGNORECASE if ignores_case else 0).search

    def matches(text: str) -> bool:
        if len(text) > BACKTRACKING_CHARS_MAX:
            return machine.search(text)
        return search(text) is not None

    return matches


def compile_rewriter(pattern: str) -> re.Pattern[str]:
    """Make the Python pattern for ``replace`` and ``tokenize``.

    Raises UnsupportedRule when the pattern matches the empty text (an error in XPath too) or could back-track for long.
    Rule: XPath and XQuery Functions 7.6.3 and 7.6.4.
    """
    node = parse_regex(pattern)
    if not _is_safe_to_backtrack(node):
        raise UnsupportedRule("expression régulière à répétitions imbriquées", text=pattern)
    compiled = re.compile(to_python(node))
    if compiled.search("") is not None:
        raise UnsupportedRule("expression régulière qui accepte le texte vide", text=pattern)
    return compiled


def compile_replacement(replacement: str, groups: int) -> str:
    """Turn a replacement of XPath (``$1``, ``\\$``) into one of Python."""
    result = ""
    position = 0
    while position < len(replacement):
        character = replacement[position]
        following = replacement[position + 1 : position + 2]
        if character == "\\" and following in ("\\", "$"):
            result += "\\\\" if following == "\\" else "$"
        elif character == "$" and following.isdecimal():
            result += f"\\g<{following}>" if int(following) <= groups else ""
        elif character in "\\$":
            raise UnsupportedRule("texte de remplacement mal écrit", text=replacement)
        else:
            result += character
            position += 1
            continue
        position += 2
    return result


def _ignores_case(pattern: str, flags: str) -> bool:
    if flags not in ("", "i"):
        raise UnsupportedRule(f"option « {flags} » d'expression régulière", text=pattern)
    return flags == "i"


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Repeat() | Group():
            return (node.item,)
        case Chain():
            return node.items
        case Choice():
            return node.branches
        case _:
            return ()


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in _children(node):
        yield from _walk(child)


def _is_safe_to_backtrack(node: Node) -> bool:
    for part in _walk(node):
        if isinstance(part, Repeat) and part.most not in (0, 1):
            nested = (inner for inner in _walk(part.item) if isinstance(inner, Repeat))
            if any(True for _ in nested):
                return False
    return True


# -- Python's engine -------------------------------------------------------------------------------------------------


def to_python(node: Node) -> str:
    """Write a tree as a pattern of Python's ``re`` with the same meaning."""
    match node:
        case Characters():
            return _class_text(node)
        case Anchor():
            return r"\A" if node.is_start else r"\Z"
        case Chain():
            return "".join(to_python(item) for item in node.items)
        case Choice():
            return "(?:" + "|".join(to_python(branch) for branch in node.branches) + ")"
        case Group():
            return ("(" if node.captures else "(?:") + to_python(node.item) + ")"
        case Repeat():
            most = "" if node.most is None else str(node.most)
            lazy = "" if node.is_greedy else "?"
            return f"(?:{to_python(node.item)}){{{node.least},{most}}}{lazy}"


def _class_text(characters: Characters) -> str:
    letters = {"d": r"\d", "D": r"\D", "s": r" \t\n\r", "S": r"\S"}
    inside = "".join(
        re.escape(low) if low == high else f"{re.escape(low)}-{re.escape(high)}" for low, high in characters.ranges
    )
    inside += "".join(letters[letter] for letter in characters.classes if letter != "S")
    if "S" in characters.classes:
        if inside or characters.without or characters.is_negated:
            raise UnsupportedRule("classe de caractères composée avec \\S", text=inside)
        return r"[^ \t\n\r]"
    negated = "^" if characters.is_negated else ""
    text = f"[{negated}{inside}]" if inside else (r"[\s\S]" if characters.is_negated else r"[^\s\S]")
    return f"(?!{_class_text(characters.without)}){text}" if characters.without else text


def _samples(characters: Characters) -> Iterator[str]:
    """Give characters at which membership may change, so that two sets overlap only if they share a sample."""
    for edge in (edge for bounds in characters.ranges for edge in bounds):
        yield from (chr(max(0, min(0x10FFFF, ord(edge) + shift))) for shift in (-1, 0, 1))
    yield from "0 aA.\u0100\u0660"
    if characters.without is not None:
        yield from _samples(characters.without)


# -- our engine --------------------------------------------------------------------------------------------------------


class LinearMachine:
    """A set of states advanced one character at a time: time grows with the text only, whatever the text holds."""

    def __init__(self, node: Node, *, ignores_case: bool) -> None:
        self._ignores_case = ignores_case
        self._tests: list[Characters | None] = []
        self._nexts: list[tuple[int, ...]] = []
        self._anchors: dict[int, bool] = {}
        start = self._build(node, _MATCH)
        self._first = self._closure((start,), at_start=True)
        self._later = self._closure((start,), at_start=False)
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def is_deterministic(self) -> bool:
        """Tell whether any text can be read in one way only, so that back-tracking never explores twice."""
        tests = [test for test in self._tests if test is not None]
        samples = {sample for test in tests for sample in _samples(test)}
        starts = [self._first, *(self._closure(nexts, at_start=True, at_end=True) for nexts in self._nexts)]
        for states in starts:
            reached = [self._tests[state] for state in states if state != _MATCH]
            if any(sum(test is not None and test.contains(sample) for test in reached) > 1 for sample in samples):
                return False
        return True

    def search(self, text: str) -> bool:
        """Tell whether the pattern is found anywhere in the text."""
        current = self._first
        steps = self._steps
        for character in text:
            if _MATCH in current:
                return True
            following = steps.get((current, character))
            if following is None:
                following = self._step(current, character)
                if len(steps) < STEPS_CACHED_MAX:
                    steps[(current, character)] = following
            current = following
        return _MATCH in current or self._ends(current)

    def _state(self, test: Characters | None, *nexts: int) -> int:
        if len(self._nexts) >= STATES_MAX:
            raise UnsupportedRule("expression régulière trop grande", text="")
        self._tests.append(test)
        self._nexts.append(nexts)
        return len(self._nexts) - 1

    def _build(self, node: Node, following: int) -> int:
        match node:
            case Characters():
                return self._state(node, following)
            case Anchor():
                state = self._state(None, following)
                self._anchors[state] = node.is_start
                return state
            case Group():
                return self._build(node.item, following)
            case Chain():
                for item in reversed(node.items):
                    following = self._build(item, following)
                return following
            case Choice():
                return self._state(None, *(self._build(branch, following) for branch in node.branches))
            case Repeat():
                return self._build_repeat(node, following)

    def _build_repeat(self, node: Repeat, following: int) -> int:
        if node.most is None:
            loop = self._state(None)
            self._nexts[loop] = (self._build(node.item, loop), following)
            following = loop
        else:
            end = following
            for _ in range(node.most - node.least):
                following = self._state(None, self._build(node.item, following), end)
        for _ in range(node.least):
            following = self._build(node.item, following)
        return following

    def _closure(self, states: tuple[int, ...], *, at_start: bool, at_end: bool = False) -> frozenset[int]:
        seen: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            if state == _MATCH or self._tests[state] is not None:
                continue
            anchor_is_start = self._anchors.get(state)
            if anchor_is_start is None or (at_start if anchor_is_start else at_end):
                waiting.extend(self._nexts[state])
        return frozenset(
            state
            for state in seen
            if state == _MATCH or self._tests[state] is not None or self._anchors.get(state) is False
        )

    def _step(self, current: frozenset[int], character: str) -> frozenset[int]:
        variants: tuple[str, ...] = (character,)
        if self._ignores_case:
            variants = (character, character.lower(), character.upper())
        reached: list[int] = []
        for state in current:
            test = self._tests[state] if state != _MATCH else None
            if test is not None and any(len(variant) == 1 and test.contains(variant) for variant in variants):
                reached.extend(self._nexts[state])
        return self._closure(tuple(reached), at_start=False) | self._later

    def _ends(self, current: frozenset[int]) -> bool:
        waiting = tuple(state for state in current if state in self._anchors)
        follow = tuple(following for state in waiting for following in self._nexts[state])
        return _MATCH in self._closure(follow, at_start=current is self._first, at_end=True)
