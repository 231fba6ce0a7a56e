"""One schematron file as values, once includes are pasted and abstract patterns are expanded.

Texts of expressions stay as written; the compiler parses them. Nothing here knows where files lie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOf:
    """``<value-of select>`` inside a message, or ``<name path>`` when ``is_name``."""

    select: str
    is_name: bool = False


MessagePart: TypeAlias = str | ValueOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Let:
    """A variable; ``value`` is an expression."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One ``assert`` (fails when the test is false) or ``report`` (fails when it is true)."""

    is_report: bool
    test: str
    role: str
    message: tuple[MessagePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extends:
    """A reference to an abstract rule, by its id."""

    rule_id: str


RuleItem: TypeAlias = Let | Check | Extends


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Checks made on each element that ``context`` matches; an abstract rule has an empty context and an id."""

    context: str
    rule_id: str
    is_abstract: bool
    items: tuple[RuleItem, ...]
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Rules of which only the first that matches an element applies to it."""

    pattern_id: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One schematron file, ready to compile.

    namespaces: prefixes declared by this file. lets: global variables (of the file and of its active patterns).
    patterns: active ones only, in order. abstract_rules: by id.
    missing: files named by an include that the rule set does not hold.
    """

    file: str
    namespaces: Mapping[str, str]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...]
    abstract_rules: Mapping[str, Rule]
    missing: tuple[str, ...]
