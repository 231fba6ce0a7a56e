"""Compile an expression to Python, in the reading that its user needs: truth, values, nodes, number.

The same expression compiles to different code according to the reading: `@code` is a key test for the truth, a look-up
for the value. Variables of the schema are computed where a reading first needs them, once per rule.
"""

from dataclasses import replace

from liane.codecs.schematron.comparison_code import comparison_code
from liane.codecs.schematron.constant_code import availability, constant_text, file_lookup, file_values, opens_file
from liane.codecs.schematron.function_code import function_value
from liane.codecs.schematron.path_views import count_code, exists_code, nodes_code, value_code
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.static_nodes import gives_nodes, item_kind_of
from liane.codecs.schematron.typed_code import Binding, Count, Item, ItemKind, Kind, Scope, Value
from liane.codecs.schematron.xpath_ast import (
    Arithmetic,
    Castable,
    Comparison,
    Conditional,
    ContextItem,
    Expression,
    FilterStep,
    ForEach,
    FunctionCall,
    Literal,
    Logical,
    Negation,
    NodeSet,
    Path,
    Quantified,
    Sequence,
    VariableReference,
)

_CASTABLE = {
    "integer": "castable_integer",
    "decimal": "castable_decimal",
    "dateTime": "castable_datetime",
    "anyURI": "castable_uri",
}
_LITERAL_KINDS = {str: Kind.STRING, int: Kind.INTEGER, float: Kind.DOUBLE}


class ExpressionCompiler:
    """The four readings; stateless, the scope carries everything."""

    # -- truth -------------------------------------------------------------------------------------------------------

    def truth(self, expression: Expression, scope: Scope) -> str:
        """Give code whose truth is the effective boolean value.

        Rule: XPath 2.0 2.4.3 (effective boolean value).
        """
        match expression:
            case Logical():
                return self._logical(expression, scope)
            case Comparison():
                return comparison_code(expression, scope, self)
            case Conditional():
                test = self.truth(expression.test, scope)
                return f"({self.truth(expression.yes, scope)} if {test} else {self.truth(expression.no, scope)})"
            case Quantified():
                return self._quantified(expression, scope)
            case FunctionCall() if expression.name == "doc-available":
                return availability(expression, scope, self)
            case _:
                if gives_nodes(expression, scope):
                    return self.exists(expression, scope)
                return self._truth_of_value(self.value(expression, scope))

    def _logical(self, expression: Logical, scope: Scope) -> str:
        absorbing, neutral = ("True", "False") if expression.operator == "or" else ("False", "True")
        codes = [self.truth(operand, scope) for operand in expression.operands]
        if absorbing in codes:
            return absorbing
        codes = [code for code in codes if code != neutral]
        if len(codes) < 2:
            return codes[0] if codes else neutral
        return f"({f' {expression.operator} '.join(codes)})"

    def _truth_of_value(self, value: Value) -> str:
        if value.kind is Kind.EMPTY:
            return "False"
        if value.count is Count.MANY:
            if value.is_set:
                raise UnsupportedRule("vérité des valeurs d'un fichier")
            return f"one_truth({value.code})"
        if value.code.isdecimal():
            return "True" if int(value.code) else "False"
        if value.kind is Kind.DOUBLE:
            return f"is_true_number({value.code})"
        if value.kind in (Kind.QNAME, Kind.DATETIME):
            raise UnsupportedRule(f"vérité d'une valeur {value.kind.value}")
        return value.code

    def _quantified(self, expression: Quantified, scope: Scope) -> str:
        item, iterable = self._range(expression.source, scope)
        inner = scope.bound(expression.variable, item)
        condition = self.truth(expression.condition, inner)
        if expression.quantifier == "some":
            return f"[1 for {item.code} in {iterable} if {condition}]"
        return f"(not [1 for {item.code} in {iterable} if not {condition}])"

    def _range(self, source: Expression, scope: Scope) -> tuple[Item, str]:
        name = scope.writer.fresh()
        if gives_nodes(source, scope):
            return Item(code=name, kind=item_kind_of(source, scope)), self.nodes(source, scope)
        value = self.value(source, scope)
        if value.is_set:
            raise UnsupportedRule("boucle sur les valeurs d'un fichier")
        iterable = value.code if value.count is Count.MANY else f"present({value.code})"
        return Item(code=name, kind=ItemKind.ATOM, atom=value.kind), iterable

    def exists(self, expression: Expression, scope: Scope) -> str:
        """Give code that is true when there is at least one item."""
        if opens_file(expression):
            assert isinstance(expression, Path)
            return file_lookup(expression, scope, self)
        match expression:
            case Path() | FilterStep():
                return exists_code(expression, scope, self)
            case NodeSet() if expression.operator == "union":
                return f"({self.exists(expression.left, scope)} or {self.exists(expression.right, scope)})"
            case Sequence():
                parts = [self.exists(item, scope) for item in expression.items]
                return f"({' or '.join(parts)})" if parts else "False"
            case VariableReference():
                return self._variable_exists(expression, scope)
            case ContextItem():
                return "True"
            case _ if gives_nodes(expression, scope):
                return self.nodes(expression, scope)
            case _:
                return self._exists_value(self.value(expression, scope))

    def _exists_value(self, value: Value) -> str:
        if value.kind is Kind.EMPTY:
            return "False"
        if value.count is Count.MANY:
            return value.code
        return "True" if value.count is Count.ONE else f"({value.code} is not None)"

    def _variable_exists(self, reference: VariableReference, scope: Scope) -> str:
        binding = self._binding(reference, scope)
        if isinstance(binding, Item):
            return "True"
        if isinstance(binding.expression, Literal):
            return "True"
        inner = replace(scope, item=binding.item, variables=binding.variables)
        return scope.writer.computed(
            binding,
            "exists",
            lambda: Value(code=self.exists(binding.expression, inner), kind=Kind.BOOLEAN),
        ).code

    # -- values ------------------------------------------------------------------------------------------------------

    def value(self, expression: Expression, scope: Scope) -> Value:
        """Give code of the atomized values, with their static type."""
        match expression:
            case Literal():
                return self._literal(expression)
            case VariableReference():
                return self._variable_value(expression, scope)
            case ContextItem():
                return self._item_value(scope.item)
            case Path() if opens_file(expression):
                return file_values(expression, scope)
            case Path() | FilterStep():
                return value_code(expression, scope, self)
            case NodeSet():
                name = scope.writer.fresh()
                code = f"[{name}.value for {name} in {self.nodes(expression, scope)}]"
                return Value(code=code, kind=Kind.UNTYPED, count=Count.MANY)
            case Logical() | Comparison() | Quantified():
                return Value(code=f"bool({self.truth(expression, scope)})", kind=Kind.BOOLEAN)
            case FunctionCall():
                if expression.name == "doc-available":
                    return Value(code=self.truth(expression, scope), kind=Kind.BOOLEAN)
                return function_value(expression, scope, self)
            case _:
                return self._composed_value(expression, scope)

    def _composed_value(self, expression: Expression, scope: Scope) -> Value:
        match expression:
            case Sequence():
                return self._sequence(expression, scope)
            case Conditional():
                return self._conditional(expression, scope)
            case Castable():
                return self._castable(expression, scope)
            case ForEach():
                return self._for_each(expression, scope)
            case Arithmetic():
                return self._arithmetic(expression, scope)
            case Negation():
                operand = self._number(expression.operand, scope)
                return replace(operand, code=f"(-{operand.code})")
            case _:
                raise UnsupportedRule(f"construction {type(expression).__name__}")

    def _literal(self, literal: Literal) -> Value:
        kind = _LITERAL_KINDS.get(type(literal.value))
        if kind is None:
            raise UnsupportedRule("littéral décimal")
        return Value(code=repr(literal.value), kind=kind)

    def _item_value(self, item: Item) -> Value:
        if item.kind is ItemKind.ATOM:
            return Value(code=item.code, kind=item.atom)
        return Value(code=f"{item.code}.value", kind=Kind.UNTYPED)

    def _binding(self, reference: VariableReference, scope: Scope) -> Binding:
        binding = scope.variables.get(reference.name)
        if binding is None:
            raise UnsupportedRule(f"variable « {reference.name} » non déclarée", text=f"${reference.name}")
        return binding

    def _variable_value(self, reference: VariableReference, scope: Scope) -> Value:
        binding = self._binding(reference, scope)
        if isinstance(binding, Item):
            return self._item_value(binding)
        constant = constant_text(binding.expression, replace(scope, variables=binding.variables))
        if constant is not None:
            return Value(code=repr(constant), kind=Kind.STRING)
        inner = replace(scope, item=binding.item, variables=binding.variables)
        if opens_file(binding.expression):
            return self.value(binding.expression, inner)
        return scope.writer.computed(binding, "value", lambda: self.value(binding.expression, inner))

    def _sequence(self, expression: Sequence, scope: Scope) -> Value:
        values = [self.value(item, scope) for item in expression.items]
        values = [value for value in values if value.kind is not Kind.EMPTY]
        if not values:
            return Value(code="None", kind=Kind.EMPTY, count=Count.OPTIONAL)
        if all(value.is_set for value in values):
            code = "(" + " | ".join(value.code for value in values) + ")"
            return Value(code=code, kind=Kind.UNTYPED, count=Count.MANY, is_set=True)
        if not all(value.kind.is_text and not value.is_set for value in values):
            raise UnsupportedRule("suite de valeurs de types différents")
        kind = values[0].kind if len({value.kind for value in values}) == 1 else Kind.STRING
        parts = {Count.ONE: "{}", Count.OPTIONAL: "*present({})", Count.MANY: "*{}"}
        code = "[" + ", ".join(parts[value.count].format(value.code) for value in values) + "]"
        return Value(code=code, kind=kind, count=Count.MANY)

    def _conditional(self, expression: Conditional, scope: Scope) -> Value:
        test = self.truth(expression.test, scope)
        yes, no = self.value(expression.yes, scope), self.value(expression.no, scope)
        kinds = {value.kind for value in (yes, no)} - {Kind.EMPTY}
        if len(kinds) > 1 and not all(kind.is_text for kind in kinds):
            raise UnsupportedRule("branches de types différents")
        if Count.MANY in (yes.count, no.count):
            raise UnsupportedRule("branche à plusieurs valeurs")
        kind = kinds.pop() if len(kinds) == 1 else (Kind.STRING if kinds else Kind.EMPTY)
        count = Count.ONE if yes.count is no.count is Count.ONE else Count.OPTIONAL
        return Value(code=f"({yes.code} if {test} else {no.code})", kind=kind, count=count)

    def _castable(self, expression: Castable, scope: Scope) -> Value:
        function = _CASTABLE.get(expression.type_name)
        operand = self.value(expression.operand, scope)
        is_text = operand.kind.is_text and operand.count is not Count.MANY
        if function is None or not is_text or expression.allows_empty:
            raise UnsupportedRule(f"castable as xs:{expression.type_name}")
        return Value(code=f"{function}({operand.code})", kind=Kind.BOOLEAN)

    def _for_each(self, expression: ForEach, scope: Scope) -> Value:
        item, iterable = self._range(expression.source, scope)
        result = self.value(expression.result, scope.bound(expression.variable, item))
        if result.count is not Count.ONE:
            raise UnsupportedRule("boucle « for » à plusieurs valeurs par tour")
        code = f"[{result.code} for {item.code} in {iterable}]"
        return Value(code=code, kind=result.kind, count=Count.MANY)

    def _arithmetic(self, expression: Arithmetic, scope: Scope) -> Value:
        left, right = self._number(expression.left, scope), self._number(expression.right, scope)
        kind = left.kind if left.kind is right.kind else Kind.DOUBLE
        if expression.operator in ("+", "-", "*"):
            return Value(code=f"({left.code} {expression.operator} {right.code})", kind=kind)
        if expression.operator == "mod":
            return Value(code=f"modulo({left.code}, {right.code})", kind=Kind.DOUBLE)
        raise UnsupportedRule(f"opérateur « {expression.operator} »")

    def _number(self, expression: Expression, scope: Scope) -> Value:
        value = self.value(expression, scope)
        if value.kind not in (Kind.INTEGER, Kind.DOUBLE) or value.count is not Count.ONE:
            raise UnsupportedRule("calcul sur autre chose qu'un nombre")
        return value

    # -- nodes and number --------------------------------------------------------------------------------------------

    def nodes(self, expression: Expression, scope: Scope) -> str:
        """Give code of an iterable of nodes, in document order, each once."""
        match expression:
            case Path() | FilterStep():
                return nodes_code(expression, scope, self)
            case NodeSet():
                left, right = self.nodes(expression.left, scope), self.nodes(expression.right, scope)
                if expression.operator == "union":
                    return f"in_order((*{left}, *{right}))"
                return f"without({left}, {right})"
            case ContextItem():
                return f"({scope.item.code},)"
            case VariableReference():
                binding = self._binding(expression, scope)
                if isinstance(binding, Item):
                    return f"({binding.code},)"
                inner = replace(scope, item=binding.item, variables=binding.variables)
                return scope.writer.computed(
                    binding,
                    "nodes",
                    lambda: Value(code=self.nodes(binding.expression, inner), kind=Kind.UNTYPED, count=Count.MANY),
                ).code
            case _:
                raise UnsupportedRule("nœuds attendus")

    def count(self, expression: Expression, scope: Scope) -> str:
        """Give code of the number of items."""
        if isinstance(expression, Path | FilterStep) and gives_nodes(expression, scope):
            return count_code(expression, scope, self)
        if gives_nodes(expression, scope):
            return f"len({self.nodes(expression, scope)})"
        value = self.value(expression, scope)
        if value.is_set:
            raise UnsupportedRule("nombre de valeurs d'un fichier")
        if value.kind is Kind.EMPTY:
            return "0"
        return f"len({value.code if value.count is Count.MANY else f'present({value.code})'})"
