"""The XPath 2.0 subset as values: what the parser makes and the generator reads.

Only the constructs that the national rule sets use have a node here; everything else is refused by the parser.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A string, integer, decimal or double written in the expression."""

    value: str | int | Decimal | float


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableReference:
    """``$name``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextItem:
    """``.``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """``(a, b)``; no item is the empty sequence."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logical:
    """``and`` / ``or`` over two operands or more, in order."""

    operator: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """General (``=``, ``<``…) or value (``eq``, ``lt``…) comparison; ``operator`` is always the symbol."""

    operator: str
    left: "Expression"
    right: "Expression"
    is_general: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """``+ - * div idiv mod``."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Unary minus."""

    operand: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSet:
    """``union`` / ``except`` of two node sequences."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """``if (test) then yes else no``."""

    test: "Expression"
    yes: "Expression"
    no: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified:
    """``some`` / ``every $variable in source satisfies condition``."""

    quantifier: str
    variable: str
    source: "Expression"
    condition: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForEach:
    """``for $variable in source return result``."""

    variable: str
    source: "Expression"
    result: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Castable:
    """``operand castable as type``; the type is a local name of XML Schema."""

    operand: "Expression"
    type_name: str
    allows_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCall:
    """``name(arguments)``; the name keeps its prefix when it has one."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTest:
    """What a step selects.

    kind: ``name``, ``text``, ``node``. namespace: URI, empty for none, ``None`` for any. local: ``None`` for any.
    """

    kind: str
    namespace: str | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisStep:
    """``axis::test[predicates]``."""

    axis: str
    test: NodeTest
    predicates: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterStep:
    """A primary expression used as a step, with its predicates."""

    primary: "Expression"
    predicates: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Steps from the context item, or from the root of its document when ``is_absolute``."""

    is_absolute: bool
    steps: tuple["Step", ...] = field(default=())


Step: TypeAlias = AxisStep | FilterStep
Expression: TypeAlias = (
    Literal
    | VariableReference
    | ContextItem
    | Sequence
    | Logical
    | Comparison
    | Arithmetic
    | Negation
    | NodeSet
    | Conditional
    | Quantified
    | ForEach
    | Castable
    | FunctionCall
    | FilterStep
    | Path
)
