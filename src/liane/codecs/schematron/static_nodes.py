"""Tell, without compiling, whether an expression gives nodes, and which."""

from dataclasses import replace

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.typed_code import Item, ItemKind, Scope
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    ContextItem,
    Expression,
    FilterStep,
    NodeSet,
    Path,
    Sequence,
    VariableReference,
)


def gives_nodes(expression: Expression, scope: Scope) -> bool:
    """Tell whether an expression gives nodes rather than atomic values."""
    match expression:
        case Path():
            last = expression.steps[-1] if expression.steps else None
            return not isinstance(last, FilterStep) or gives_nodes(last, scope)
        case FilterStep():
            return gives_nodes(expression.primary, scope)
        case NodeSet():
            return True
        case ContextItem():
            return scope.item.kind is not ItemKind.ATOM
        case Sequence():
            return bool(expression.items) and all(gives_nodes(item, scope) for item in expression.items)
        case VariableReference():
            return _variable_gives_nodes(expression.name, scope)
        case _:
            return False


def _variable_gives_nodes(name: str, scope: Scope) -> bool:
    binding = scope.variables.get(name)
    if binding is None:
        raise UnsupportedRule(f"variable « {name} » non déclarée", text=f"${name}")
    if isinstance(binding, Item):
        return binding.kind is not ItemKind.ATOM
    return gives_nodes(binding.expression, replace(scope, variables=binding.variables, item=binding.item))


def item_kind_of(expression: Expression, scope: Scope) -> ItemKind:
    """Tell whether the nodes that an expression gives are elements or leaves."""
    match expression:
        case Path():
            last = expression.steps[-1] if expression.steps else None
            if isinstance(last, AxisStep):
                return ItemKind.LEAF if last.axis == "attribute" or last.test.kind == "text" else ItemKind.ELEMENT
            return ItemKind.ELEMENT if last is None else item_kind_of(last.primary, scope)
        case FilterStep():
            return item_kind_of(expression.primary, scope)
        case NodeSet():
            left = item_kind_of(expression.left, scope)
            if expression.operator == "union" and left is not item_kind_of(expression.right, scope):
                return ItemKind.LEAF
            return left
        case ContextItem():
            return scope.item.kind
        case VariableReference():
            binding = scope.variables[expression.name]
            if isinstance(binding, Item):
                return binding.kind
            return item_kind_of(binding.expression, replace(scope, variables=binding.variables, item=binding.item))
        case _:
            return ItemKind.LEAF
