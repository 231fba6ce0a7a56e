"""Compile rules: one Python function per rule and per abstract rule, variables computed only where they are used."""

from collections.abc import Mapping

from liane.codecs.schematron.check_info import CheckInfo
from liane.codecs.schematron.constant_code import reads_files, subexpressions
from liane.codecs.schematron.expression_code import ExpressionCompiler
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.schema_model import Check, Extends, Let, Rule, ValueOf
from liane.codecs.schematron.typed_code import (
    Binding,
    Constants,
    Count,
    FunctionWriter,
    Item,
    Kind,
    LetVariable,
    Scope,
)
from liane.codecs.schematron.xpath_ast import Conditional, Expression, FunctionCall, Logical, VariableReference
from liane.codecs.schematron.xpath_parser import parse_xpath

CONTEXT_ITEM = Item(code="n")
_COMPILER = ExpressionCompiler()
_TEXTS = {
    Kind.STRING: "{}",
    Kind.UNTYPED: "{}",
    Kind.BOOLEAN: "('true' if {} else 'false')",
    Kind.INTEGER: "number_text({})",
    Kind.DECIMAL: "number_text({})",
    Kind.DOUBLE: "number_text({})",
}


class RuleCompiler:
    """Compile the rules of one schema; keeps the table of checks that generated code refers to by rank."""

    def __init__(self, namespaces: Mapping[str, str], variables: Mapping[str, Binding], constants: Constants) -> None:
        self._namespaces = namespaces
        self._variables = variables
        self._constants = constants
        self.checks: list[CheckInfo] = []
        self.lines: list[str] = []

    def add(self, name: str, rule: Rule, abstract_names: Mapping[str, str]) -> None:
        """Compile one rule into the function `name(n, d, out)`.

        abstract_names: function of each abstract rule, by id. Raises UnsupportedRule, with file and text.
        """
        writer = FunctionWriter(self._constants)
        variables: dict[str, Binding] = dict(self._variables)
        for item in rule.items:
            match item:
                case Let():
                    variables = self._declared(item, variables, rule)
                case Check():
                    self._check(
                        item,
                        rule,
                        Scope(item=CONTEXT_ITEM, variables=variables, writer=writer, namespaces=self._namespaces),
                    )
                case Extends():
                    if item.rule_id not in abstract_names:
                        raise UnsupportedRule("règle abstraite absente", text=item.rule_id, file=rule.file)
                    writer.line(f"{abstract_names[item.rule_id]}(n, d, out)")
        self.lines.append(f"def {name}(n, d, out):")
        self.lines.extend("    " + line for line in writer.text() or ["pass"])

    def _declared(self, let: Let, variables: dict[str, Binding], rule: Rule) -> dict[str, Binding]:
        expression = self._parse(let.value, rule)
        return {**variables, let.name: LetVariable(expression=expression, item=CONTEXT_ITEM, variables=variables)}

    def _parse(self, text: str, rule: Rule) -> Expression:
        try:
            return parse_xpath(text, self._namespaces)
        except UnsupportedRule as refusal:
            raise UnsupportedRule(refusal.reason, text=text, file=rule.file) from None

    def _check(self, check: Check, rule: Rule, scope: Scope) -> None:
        test = self._parse(check.test, rule)
        try:
            self._emit_check(check, test, rule, scope)
        except UnsupportedRule as refusal:
            if refusal.file:
                raise
            raise UnsupportedRule(refusal.reason, text=check.test, file=rule.file) from None

    def _emit_check(self, check: Check, test: Expression, rule: Rule, scope: Scope) -> None:
        condition = emit_condition(test, scope)
        if condition == ("False" if check.is_report else "True"):
            return
        rank = len(self.checks)
        self.checks.append(
            CheckInfo(
                test=" ".join(check.test.split()),
                role=check.role,
                reads_values=reads_files(test, scope),
                owner=rule.rule_id if rule.is_abstract else " ".join(rule.context.split()),
                file=rule.file,
            )
        )
        writer = scope.writer
        with writer.branch() as failure:
            message = self._message(check, rule, scope)
            writer.line(f"out.append(({rank}, n, {message}))")
        writer.line(f"if {condition if check.is_report else f'not {condition}'}:")
        writer.indented(failure)

    def _message(self, check: Check, rule: Rule, scope: Scope) -> str:
        parts = [repr(part) if isinstance(part, str) else self._value_of(part, rule, scope) for part in check.message]
        return " + ".join(parts) or "''"

    def _value_of(self, part: ValueOf, rule: Rule, scope: Scope) -> str:
        expression = self._parse(part.select, rule)
        if part.is_name:
            expression = FunctionCall(name="name", arguments=(expression,))
        value = _COMPILER.value(expression, scope)
        if value.kind is Kind.EMPTY:
            return "''"
        if value.is_set:
            raise UnsupportedRule("valeurs d'un fichier dans un message", text=part.select)
        text = _TEXTS.get(value.kind)
        if text is None:
            raise UnsupportedRule("valeur sans texte dans un message", text=part.select)
        if value.count is Count.MANY:
            name = scope.writer.fresh()
            return f"' '.join([{text.format(name)} for {name} in {value.code}])"
        if value.count is Count.OPTIONAL:
            name = scope.writer.fresh()
            return f"''.join([{text.format(name)} for {name} in present({value.code})])"
        return text.format(value.code)


def emit_condition(test: Expression, scope: Scope) -> str:
    """Give code of a test, writing first the variables that it needs, each in the narrowest branch that uses it."""
    match test:
        case Logical() if _uses_variables(test):
            return _emit_logical(test, scope)
        case FunctionCall() if test.name == "not" and len(test.arguments) == 1:
            return f"(not {emit_condition(test.arguments[0], scope)})"
        case Conditional() if _uses_variables(test):
            return _emit_conditional(test, scope)
        case _:
            return _COMPILER.truth(test, scope)


def _uses_variables(expression: Expression) -> bool:
    return any(isinstance(part, VariableReference) for part in subexpressions(expression))


def _emit_logical(test: Logical, scope: Scope) -> str:
    absorbing, neutral = ("True", "False") if test.operator == "or" else ("False", "True")
    result = emit_condition(test.operands[0], scope)
    for operand in test.operands[1:]:
        if result == absorbing:
            break
        with scope.writer.branch() as lines:
            condition = emit_condition(operand, scope)
        if lines:
            result = _emit_late(test.operator, result, condition, lines, scope)
        elif condition == absorbing:
            result = absorbing
        elif condition != neutral:
            result = condition if result == neutral else f"({result} {test.operator} {condition})"
    return result


def _emit_late(operator: str, result: str, condition: str, lines: list[str], scope: Scope) -> str:
    name = scope.writer.fresh()
    scope.writer.line(f"{name} = {result}")
    scope.writer.line(f"if {name}:" if operator == "and" else f"if not {name}:")
    scope.writer.indented([*lines, f"{name} = {condition}"])
    return name


def _emit_conditional(test: Conditional, scope: Scope) -> str:
    condition = emit_condition(test.test, scope)
    name = scope.writer.fresh()
    for keyword, part in ((f"if {condition}:", test.yes), ("else:", test.no)):
        with scope.writer.branch() as lines:
            code = emit_condition(part, scope)
        scope.writer.line(keyword)
        scope.writer.indented([*lines, f"{name} = {code}"])
    return name


def global_variables(lets: tuple[Let, ...], namespaces: Mapping[str, str], file: str) -> dict[str, Binding]:
    """Declare the variables of a file: computed from the root of the document, each seeing the others.

    Raises UnsupportedRule when a name is declared twice with two values, or on a syntax error.
    """
    variables: dict[str, Binding] = {}
    for let in lets:
        try:
            expression = parse_xpath(let.value, namespaces)
        except UnsupportedRule as refusal:
            raise UnsupportedRule(refusal.reason, text=let.value, file=file) from None
        binding = LetVariable(expression=expression, item=Item(code="d.root"), variables=dict(variables))
        known = variables.get(let.name)
        if isinstance(known, LetVariable) and known.expression != expression:
            raise UnsupportedRule("variable globale déclarée deux fois", text=let.name, file=file)
        variables[let.name] = binding
    return variables
