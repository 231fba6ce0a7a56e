"""Generated code with its static type, and the scope in which an expression is compiled.

What lives here: values that the modules of the generator hand to each other. No decision about XPath.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from liane.codecs.schematron.xpath_ast import Expression, Step


class Kind(Enum):
    """Type of an atomic value, as known when compiling."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    STRING = "string"
    UNTYPED = "untyped"
    QNAME = "QName"
    DATETIME = "dateTime"
    EMPTY = "empty"

    @property
    def is_text(self) -> bool:
        """Whether the Python value is a text that compares as text."""
        return self in (Kind.STRING, Kind.UNTYPED)

    @property
    def is_number(self) -> bool:
        """Whether the Python value is a number."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE)


class Count(Enum):
    """How many values a piece of code gives: a plain value, a value or ``None``, or an iterable."""

    ONE = "one"
    OPTIONAL = "optional"
    MANY = "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Code of atomic values. is_set: the code is a constant `frozenset`, good for membership only."""

    code: str
    kind: Kind
    count: Count = Count.ONE
    is_set: bool = False


class ItemKind(Enum):
    """What a context item or a range variable is at run time."""

    ELEMENT = "element"
    LEAF = "leaf"
    ATOM = "atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The context item, or a range variable: the Python name that holds it."""

    code: str
    kind: ItemKind = ItemKind.ELEMENT
    atom: Kind = Kind.UNTYPED


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LetVariable:
    """A variable of the schema: computed only where a test or a message uses it, from its own context item."""

    expression: Expression
    item: Item
    variables: Mapping[str, "Binding"]


Binding = LetVariable | Item


class FunctionWriter:
    """Lines of one generated function; remembers which variables are already computed at this point."""

    def __init__(self, constants: "Constants") -> None:
        self.constants = constants
        self._lines: list[str] = []
        self._known: dict[tuple[int, str], Value] = {}
        self._names = 0

    def fresh(self) -> str:
        """Give a name that no line uses yet."""
        self._names += 1
        return f"v{self._names}"

    def line(self, text: str) -> None:
        """Add one line."""
        self._lines.append(text)

    @contextmanager
    def branch(self) -> Iterator[list[str]]:
        """Collect lines apart; what they compute is forgotten afterwards, since the branch may not be taken."""
        outer_lines, outer_known = self._lines, self._known
        self._lines, self._known = [], dict(outer_known)
        try:
            yield self._lines
        finally:
            self._lines, self._known = outer_lines, outer_known

    def indented(self, lines: list[str]) -> None:
        """Add lines one level deeper."""
        self._lines.extend("    " + text for text in lines)

    def computed(self, variable: LetVariable, view: str, compile_it: Callable[[], Value]) -> Value:
        """Give the name that holds one view of a variable, computing it here when it is not known yet."""
        key = (id(variable), view)
        if key not in self._known:
            value = compile_it()
            name = self.fresh()
            self.line(f"{name} = {value.code}")
            self._known[key] = replace(value, code=name)
        return self._known[key]

    def text(self) -> list[str]:
        """Give all the lines."""
        return self._lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where an expression is compiled: its context item, the variables it sees, the function it belongs to."""

    item: Item
    variables: Mapping[str, Binding]
    writer: FunctionWriter
    namespaces: Mapping[str, str]

    def at(self, item: Item) -> "Scope":
        """Give the same scope with another context item."""
        return replace(self, item=item)

    def bound(self, name: str, item: Item) -> "Scope":
        """Give the same scope with one more range variable."""
        return replace(self, variables={**self.variables, name: item})


class ValueFiles(Protocol):
    """Where the values of files named by `doc()` are found when compiling."""

    def values(self, path: str, steps: tuple[Step, ...]) -> frozenset[str] | None:
        """Give the values that constant steps select in a file, or `None` when the file is absent."""
        ...

    def keys(self, path: str, steps: tuple[Step, ...], attributes: tuple[str, ...]) -> frozenset[object] | None:
        """Give the attribute values of the elements that steps select in a file, or `None` when it is absent."""
        ...

    def texts(self, prefix: str, suffix: str, steps: tuple[Step, ...]) -> dict[str, frozenset[str]]:
        """Give, for every file whose path starts and ends so, the texts of the elements that steps select."""
        ...


@dataclass(slots=True, kw_only=True)
class Constants:
    """Constants of one compiled unit: name in generated code to a description that the loader makes real."""

    files: ValueFiles
    described: dict[str, tuple[object, ...]] = field(default_factory=dict)
    _names: dict[tuple[object, ...], str] = field(default_factory=dict)

    def name(self, *description: object) -> str:
        """Give the name of a constant, the same for the same description."""
        if description not in self._names:
            name = f"K{len(self._names)}"
            self._names[description] = name
            self.described[name] = description
        return self._names[description]
