"""The four readings of an expression, as the modules of the generator ask them of each other."""

from typing import Protocol

from liane.codecs.schematron.typed_code import Scope, Value
from liane.codecs.schematron.xpath_ast import Expression


class Compiler(Protocol):
    """Compile an expression according to what its user needs of it; each answer is Python code."""

    def truth(self, expression: Expression, scope: Scope) -> str:
        """Give code whose truth is the effective boolean value."""
        ...

    def value(self, expression: Expression, scope: Scope) -> Value:
        """Give code of the atomized values."""
        ...

    def nodes(self, expression: Expression, scope: Scope) -> str:
        """Give code of an iterable of nodes, in document order, each once."""
        ...

    def count(self, expression: Expression, scope: Scope) -> str:
        """Give code of the number of items."""
        ...

    def exists(self, expression: Expression, scope: Scope) -> str:
        """Give code that is true when there is at least one item."""
        ...
