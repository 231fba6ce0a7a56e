"""Compile calls of functions of XPath: each takes the code of its arguments and gives code with its type."""

from collections.abc import Callable
from dataclasses import dataclass

from liane.codecs.schematron.compiler_face import Compiler
from liane.codecs.schematron.constant_code import constant_text
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.regex_matching import compile_matcher, compile_replacement, compile_rewriter
from liane.codecs.schematron.static_nodes import gives_nodes
from liane.codecs.schematron.typed_code import Count, ItemKind, Kind, Scope, Value
from liane.codecs.schematron.xpath_ast import ContextItem, Expression, FunctionCall, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call being compiled."""

    name: str
    arguments: tuple[Expression, ...]
    scope: Scope
    compiler: Compiler

    def text(self, index: int) -> str:
        """Give code of an argument as a text; absent counts as empty, several are an error when it runs."""
        if index >= len(self.arguments):
            return self._context_text()
        value = self.compiler.value(self.arguments[index], self.scope)
        if value.kind is Kind.EMPTY:
            return "''"
        if not value.kind.is_text or value.is_set:
            raise UnsupportedRule(f"argument {index + 1} de {self.name}() : texte attendu")
        if value.count is Count.MANY:
            return f"one_text({value.code})"
        return value.code if value.count is Count.ONE else f"({value.code} or '')"

    def _context_text(self) -> str:
        value = self.compiler.value(ContextItem(), self.scope)
        if not value.kind.is_text:
            raise UnsupportedRule(f"{self.name}() sans argument")
        return value.code

    def optional_text(self, index: int) -> str:
        """Give code of an argument as a text or `None`."""
        value = self.compiler.value(self.arguments[index], self.scope)
        if value.kind is Kind.EMPTY:
            return "None"
        if not value.kind.is_text or value.is_set:
            raise UnsupportedRule(f"argument {index + 1} de {self.name}() : texte attendu")
        return f"one({value.code})" if value.count is Count.MANY else value.code

    def string(self, index: int) -> str:
        """Give code of an argument cast to a string."""
        return string_code(self.compiler.value(self.arguments[index], self.scope))

    def many(self, index: int) -> Value:
        """Give code of an argument as an iterable of texts."""
        value = self.compiler.value(self.arguments[index], self.scope)
        if value.kind is Kind.EMPTY:
            return Value(code="()", kind=Kind.STRING, count=Count.MANY)
        if not value.kind.is_text or value.is_set:
            raise UnsupportedRule(f"argument {index + 1} de {self.name}() : textes attendus")
        code = {
            Count.MANY: value.code,
            Count.OPTIONAL: f"present({value.code})",
            Count.ONE: f"({value.code},)",
        }[value.count]
        return Value(code=code, kind=value.kind, count=Count.MANY)

    def constant(self, index: int) -> str:
        """Give an argument that must be known when compiling."""
        text = constant_text(self.arguments[index], self.scope)
        if text is None:
            raise UnsupportedRule(f"argument {index + 1} de {self.name}() : constante attendue")
        return text

    def node(self) -> str:
        """Give code of the only node that the first argument is, or the context item."""
        if not self.arguments or self.arguments[0] == ContextItem():
            if self.scope.item.kind is ItemKind.ATOM:
                raise UnsupportedRule(f"{self.name}() sur une valeur")
            return self.scope.item.code
        return f"one_node({self.compiler.nodes(self.arguments[0], self.scope)})"


def string_code(value: Value) -> str:
    """Give code of a value cast to `xs:string`; an absent one gives the empty text."""
    if value.kind is Kind.EMPTY:
        return "''"
    if value.is_set:
        raise UnsupportedRule("texte de plusieurs valeurs d'un fichier")
    if value.kind.is_text:
        if value.count is Count.MANY:
            return f"one_text({value.code})"
        return value.code if value.count is Count.ONE else f"({value.code} or '')"
    if value.count is not Count.ONE:
        raise UnsupportedRule("texte d'une séquence")
    if value.kind is Kind.BOOLEAN:
        return f"('true' if {value.code} else 'false')"
    if value.kind.is_number:
        return f"number_text({value.code})"
    raise UnsupportedRule(f"texte d'une valeur {value.kind.value}")


def function_value(call: FunctionCall, scope: Scope, compiler: Compiler) -> Value:
    """Compile a call that gives atomic values.

    Raises UnsupportedRule for a function or a number of arguments outside the subset.
    Rule: XPath and XQuery Functions, by section of each name.
    """
    entry = FUNCTIONS.get(call.name)
    if entry is None:
        raise UnsupportedRule(f"fonction « {call.name}() » non prise en charge")
    least, most, build = entry
    if not least <= len(call.arguments) <= most:
        raise UnsupportedRule(f"nombre d'arguments de {call.name}()")
    return build(Call(name=call.name, arguments=call.arguments, scope=scope, compiler=compiler))


def _boolean(code: str) -> Value:
    return Value(code=code, kind=Kind.BOOLEAN)


def _string(code: str) -> Value:
    return Value(code=code, kind=Kind.STRING)


# -- booleans and sequences ------------------------------------------------------------------------------------------


def _not(call: Call) -> Value:
    return _boolean(f"(not {call.compiler.truth(call.arguments[0], call.scope)})")


def _empty(call: Call) -> Value:
    return _boolean(f"(not {call.compiler.exists(call.arguments[0], call.scope)})")


def _exists(call: Call) -> Value:
    return _boolean(f"(True if {call.compiler.exists(call.arguments[0], call.scope)} else False)")


def _count(call: Call) -> Value:
    return Value(code=call.compiler.count(call.arguments[0], call.scope), kind=Kind.INTEGER)


def _distinct_values(call: Call) -> Value:
    value = call.many(0)
    return Value(code=f"distinct({value.code})", kind=value.kind, count=Count.MANY)


def _string_join(call: Call) -> Value:
    separator = call.text(1) if len(call.arguments) > 1 else "''"
    return _string(f"{separator}.join({call.many(0).code})")


# -- texts -----------------------------------------------------------------------------------------------------------


def _string_function(call: Call) -> Value:
    if not call.arguments:
        return _string(call.text(0))
    return _string(call.string(0))


def _concat(call: Call) -> Value:
    parts = [call.string(index) for index in range(len(call.arguments))]
    return _string(f"({' + '.join(parts)})")


def _substring(call: Call) -> Value:
    numbers = [_number_argument(call, index) for index in range(1, len(call.arguments))]
    literals = [argument.value for argument in call.arguments[1:] if isinstance(argument, Literal)]
    if len(literals) == len(numbers) and all(isinstance(value, int) and value >= 1 for value in literals):
        first = int(literals[0])
        last = str(first - 1 + int(literals[1])) if len(literals) > 1 else ""
        return _string(f"{call.text(0)}[{first - 1}:{last}]")
    return _string(f"portion({call.text(0)}, {', '.join(numbers)})")


def _number_argument(call: Call, index: int) -> str:
    value = call.compiler.value(call.arguments[index], call.scope)
    if value.count is not Count.ONE or not value.kind.is_number:
        raise UnsupportedRule(f"argument {index + 1} de {call.name}() : nombre attendu")
    return value.code


def _translate(call: Call) -> Value:
    table = call.scope.writer.constants.name("translation", call.constant(1), call.constant(2))
    return _string(f"{call.text(0)}.translate({table})")


def _matches(call: Call) -> Value:
    pattern = call.constant(1)
    flags = call.constant(2) if len(call.arguments) > 2 else ""
    compile_matcher(pattern, flags)
    return _boolean(f"{call.scope.writer.constants.name('matcher', pattern, flags)}({call.text(0)})")


def _replace(call: Call) -> Value:
    pattern = call.constant(1)
    replacement = compile_replacement(call.constant(2), compile_rewriter(pattern).groups)
    name = call.scope.writer.constants.name("rewriter", pattern)
    return _string(f"rewritten({name}, {call.text(0)}, {replacement!r})")


def _tokenize(call: Call) -> Value:
    pattern = call.constant(1)
    compile_rewriter(pattern)
    name = call.scope.writer.constants.name("rewriter", pattern)
    return Value(code=f"cut({name}, {call.text(0)})", kind=Kind.STRING, count=Count.MANY)


# -- names, numbers ----------------------------------------------------------------------------------------------------


def _resolve_qname(call: Call) -> Value:
    if call.arguments[1] != ContextItem() or call.scope.item.kind is not ItemKind.ELEMENT:
        raise UnsupportedRule("resolve-QName() ailleurs que sur l'élément courant")
    code = f"resolved_name({call.optional_text(0)}, {call.scope.item.code})"
    return Value(code=code, kind=Kind.QNAME, count=Count.OPTIONAL)


def _qname(call: Call) -> Value:
    local = call.constant(1).rpartition(":")[2]
    return Value(code=repr(f"{{{call.constant(0)}}}{local}"), kind=Kind.QNAME)


def _qname_part(function: str) -> Callable[[Call], Value]:
    def build(call: Call) -> Value:
        value = call.compiler.value(call.arguments[0], call.scope)
        if value.kind is not Kind.QNAME:
            raise UnsupportedRule(f"{call.name}() sans nom qualifié")
        return Value(code=f"{function}({value.code})", kind=Kind.STRING, count=value.count)

    return build


def _number(call: Call) -> Value:
    if not call.arguments:
        return Value(code=f"number({call.text(0)})", kind=Kind.DOUBLE)
    value = call.compiler.value(call.arguments[0], call.scope)
    if value.kind.is_number and value.count is Count.ONE:
        return Value(code=f"float({value.code})", kind=Kind.DOUBLE)
    return Value(code=f"number({call.optional_text(0)})", kind=Kind.DOUBLE)


def _cast(function: str, kind: Kind) -> Callable[[Call], Value]:
    def build(call: Call) -> Value:
        return Value(code=f"{function}({call.optional_text(0)})", kind=kind, count=Count.OPTIONAL)

    return build


def _wrapped(template: str, kind: Kind = Kind.STRING) -> Callable[[Call], Value]:
    """Make the builder of a function whose arguments are texts, from the code that it becomes."""

    def build(call: Call) -> Value:
        texts = [call.text(index) for index in range(max(len(call.arguments), 1))]
        return Value(code=template.format(*texts), kind=kind)

    return build


def _of_node(function: str) -> Callable[[Call], Value]:
    def build(call: Call) -> Value:
        if call.arguments and not gives_nodes(call.arguments[0], call.scope):
            raise UnsupportedRule(f"{call.name}() sur une valeur")
        return _string(f"{function}({call.node()})")

    return build


def _constant_boolean(code: str) -> Callable[[Call], Value]:
    def build(call: Call) -> Value:
        return _boolean(code)

    return build


ARGUMENTS_MAX = 60
FUNCTIONS: dict[str, tuple[int, int, Callable[[Call], Value]]] = {
    "not": (1, 1, _not),
    "true": (0, 0, _constant_boolean("True")),
    "false": (0, 0, _constant_boolean("False")),
    "empty": (1, 1, _empty),
    "exists": (1, 1, _exists),
    "count": (1, 1, _count),
    "distinct-values": (1, 1, _distinct_values),
    "string-join": (1, 2, _string_join),
    "string": (0, 1, _string_function),
    "concat": (2, ARGUMENTS_MAX, _concat),
    "substring": (2, 3, _substring),
    "translate": (3, 3, _translate),
    "matches": (2, 3, _matches),
    "replace": (3, 3, _replace),
    "tokenize": (2, 2, _tokenize),
    "contains": (2, 2, _wrapped("({1} in {0})", Kind.BOOLEAN)),
    "starts-with": (2, 2, _wrapped("{0}.startswith({1})", Kind.BOOLEAN)),
    "ends-with": (2, 2, _wrapped("{0}.endswith({1})", Kind.BOOLEAN)),
    "substring-before": (2, 2, _wrapped("before({0}, {1})")),
    "substring-after": (2, 2, _wrapped("after({0}, {1})")),
    "normalize-space": (0, 1, _wrapped("normalized({0})")),
    "string-length": (0, 1, _wrapped("len({0})", Kind.INTEGER)),
    "upper-case": (1, 1, _wrapped("{0}.upper()")),
    "lower-case": (1, 1, _wrapped("{0}.lower()")),
    "iri-to-uri": (1, 1, _wrapped("escaped_iri({0})")),
    "resolve-QName": (2, 2, _resolve_qname),
    "QName": (2, 2, _qname),
    "namespace-uri-from-QName": (1, 1, _qname_part("namespace_part")),
    "local-name-from-QName": (1, 1, _qname_part("local_part")),
    "number": (0, 1, _number),
    "name": (0, 1, _of_node("name_of")),
    "local-name": (0, 1, _of_node("local_name")),
    "xs:integer": (1, 1, _cast("integer_cast", Kind.INTEGER)),
    "xs:decimal": (1, 1, _cast("decimal_cast", Kind.DECIMAL)),
    "xs:dateTime": (1, 1, _cast("datetime_cast", Kind.DATETIME)),
}
