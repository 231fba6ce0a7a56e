"""Compile what is known before any document comes: constant texts, and look-ups in the files of the rule set.

A value set named by `doc()` or `document()` is read when compiling; a rule then asks a constant set, in one look-up.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from liane.codecs.schematron.compiler_face import Compiler
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.typed_code import Count, Item, Kind, Scope, Value
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    Comparison,
    ContextItem,
    Expression,
    FilterStep,
    FunctionCall,
    Literal,
    Logical,
    NodeTest,
    Path,
    Step,
    VariableReference,
)

DOCUMENT_FUNCTIONS = frozenset({"doc", "document"})


def constant_text(expression: Expression, scope: Scope) -> str | None:
    """Give the text that an expression always has, or `None` when it depends on the document."""
    match expression:
        case Literal():
            return expression.value if isinstance(expression.value, str) else None
        case VariableReference():
            binding = scope.variables.get(expression.name)
            if binding is None or isinstance(binding, Item):
                return None
            return constant_text(binding.expression, replace(scope, variables=binding.variables))
        case FunctionCall() if expression.name == "concat":
            parts = [constant_text(argument, scope) for argument in expression.arguments]
            return None if any(part is None for part in parts) else "".join(part or "" for part in parts)
        case _:
            return None


def subexpressions(expression: object) -> Iterator[object]:
    """Give an expression and everything inside it."""
    yield expression
    if is_dataclass(expression):
        for part in fields(expression):
            yield from subexpressions(getattr(expression, part.name))
    elif isinstance(expression, tuple):
        for item in expression:
            yield from subexpressions(item)


def reads_files(expression: Expression, scope: Scope) -> bool:
    """Tell whether an expression, or a variable that it uses, looks into a file of the rule set."""
    for part in subexpressions(expression):
        if isinstance(part, FunctionCall) and part.name in DOCUMENT_FUNCTIONS:
            return True
        if isinstance(part, VariableReference):
            binding = scope.variables.get(part.name)
            if binding is not None and not isinstance(binding, Item):
                inner = replace(scope, variables=binding.variables)
                if reads_files(binding.expression, inner):
                    return True
    return False


def opens_file(expression: Expression) -> bool:
    """Tell whether a path starts from a file of the rule set."""
    if not isinstance(expression, Path) or expression.is_absolute or not expression.steps:
        return False
    first = expression.steps[0]
    is_call = isinstance(first, FilterStep) and isinstance(first.primary, FunctionCall)
    return is_call and first.primary.name in DOCUMENT_FUNCTIONS  # type: ignore[union-attr]


def file_values(path: Path, scope: Scope) -> Value:
    """Compile a path in a file that no document can change: a constant set of values.

    Raises UnsupportedRule when the path depends on the document.
    """
    target = _target(path, scope)
    steps = path.steps[1:]
    if target is None or not all(_is_constant(step) for step in steps):
        raise UnsupportedRule("valeurs d'un fichier choisies par le document")
    values = scope.writer.constants.files.values(target, steps)
    if values is None:
        return Value(code=f"missing_set({target!r})", kind=Kind.UNTYPED, count=Count.MANY, is_set=True)
    return Value(code=scope.writer.constants.name("set", values), kind=Kind.UNTYPED, count=Count.MANY, is_set=True)


def file_lookup(path: Path, scope: Scope, compiler: Compiler) -> str:
    """Compile the existence of an element in a file, chosen by values of the document: one look-up.

    Raises UnsupportedRule for a condition other than equalities with attributes, or with the text.
    """
    steps = _flattened(path.steps[1:])
    *head, last = steps
    if not isinstance(last, AxisStep) or not all(_is_constant(step) for step in head):
        raise UnsupportedRule("recherche dans un fichier")
    equalities = [equality for predicate in last.predicates for equality in _equalities(predicate)]
    bare = (*head, replace(last, predicates=()))
    target = _target(path, scope)
    if target is None:
        return _lookup_in_chosen_file(path, bare, equalities, scope, compiler)
    if [left for left, _ in equalities] == [""]:
        return _lookup_of_text(target, bare, equalities[0][1], scope, compiler)
    attributes = tuple(left for left, _ in equalities)
    if not equalities or not all(attributes):
        raise UnsupportedRule("recherche dans un fichier sans attribut")
    keys = scope.writer.constants.files.keys(target, bare, attributes)
    if keys is None:
        return f"missing_file({target!r})"
    name = scope.writer.constants.name("set", keys)
    codes = [_single_text(right, scope, compiler) for _, right in equalities]
    return f"({codes[0] if len(codes) == 1 else '(' + ', '.join(codes) + ')'} in {name})"


def availability(call: FunctionCall, scope: Scope, compiler: Compiler) -> str:
    """Compile `doc-available()` over a name that the document chooses: membership among the files that exist."""
    prefix, suffix = _frame(call.arguments[0], scope)
    names = frozenset(scope.writer.constants.files.texts(prefix, suffix, ()))
    chosen = compiler.value(call.arguments[0], scope).code
    return f"({chosen} in {scope.writer.constants.name('set', names)})"


def _target(path: Path, scope: Scope) -> str | None:
    first = path.steps[0]
    assert isinstance(first, FilterStep)
    assert isinstance(first.primary, FunctionCall)
    if len(first.primary.arguments) != 1 or first.predicates:
        raise UnsupportedRule("appel de doc()")
    return constant_text(first.primary.arguments[0], scope)


def _is_constant(step: Step) -> bool:
    allowed = (AxisStep, FilterStep, NodeTest, Literal, FunctionCall, Path, tuple, str, int, bool, type(None))
    return all(isinstance(part, allowed) for part in subexpressions(step))


def _flattened(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Turn `x[y/z]` at the end into `x/y/z`: both exist together."""
    last = steps[-1]
    if isinstance(last, AxisStep) and last.predicates:
        inner = last.predicates[-1]
        if isinstance(inner, Path) and not inner.is_absolute:
            return _flattened((*steps[:-1], replace(last, predicates=last.predicates[:-1]), *inner.steps))
    return steps


def _equalities(predicate: Expression) -> list[tuple[str, Expression]]:
    """Give attribute name (empty for the text) and wanted value of each condition."""
    if isinstance(predicate, Logical) and predicate.operator == "and":
        return [equality for operand in predicate.operands for equality in _equalities(operand)]
    if not isinstance(predicate, Comparison) or predicate.operator != "=" or not _is_outer(predicate.right):
        raise UnsupportedRule("condition dans un fichier autre qu'une égalité")
    left = predicate.left
    if isinstance(left, Path) and not left.is_absolute and len(left.steps) == 1:
        step = left.steps[0]
        if isinstance(step, AxisStep) and not step.predicates:
            if step.test.kind == "text" and step.axis == "child":
                return [("", predicate.right)]
            if step.axis == "attribute" and step.test.namespace == "" and step.test.local:
                return [(step.test.local, predicate.right)]
    raise UnsupportedRule("condition dans un fichier autre qu'une égalité d'attribut")


def _is_outer(expression: Expression) -> bool:
    """Tell whether a value does not depend on the element of the file being tested."""
    if isinstance(expression, FunctionCall) and expression.name == "string" and expression.arguments:
        return all(_is_outer(argument) for argument in expression.arguments)
    return isinstance(expression, VariableReference | Literal)


def _single_text(expression: Expression, scope: Scope, compiler: Compiler) -> str:
    value = compiler.value(expression, scope)
    if value.count is Count.MANY or not value.kind.is_text:
        raise UnsupportedRule("recherche de plusieurs valeurs dans un fichier")
    return value.code


def _lookup_of_text(target: str, steps: tuple[Step, ...], wanted: Expression, scope: Scope, compiler: Compiler) -> str:
    found = scope.writer.constants.files.texts(target, "", steps)
    if target not in found:
        return f"missing_file({target!r})"
    name = scope.writer.constants.name("set", found[target])
    return f"({_single_text(wanted, scope, compiler)} in {name})"


def _lookup_in_chosen_file(
    path: Path, steps: tuple[Step, ...], equalities: list[tuple[str, Expression]], scope: Scope, compiler: Compiler
) -> str:
    if [left for left, _ in equalities] != [""]:
        raise UnsupportedRule("recherche dans un fichier choisi par le document")
    first = path.steps[0]
    assert isinstance(first, FilterStep)
    assert isinstance(first.primary, FunctionCall)
    argument = first.primary.arguments[0]
    prefix, suffix = _frame(argument, scope)
    found = scope.writer.constants.files.texts(prefix, suffix, steps)
    name = scope.writer.constants.name("table", tuple(sorted(found.items())))
    chosen = compiler.value(argument, scope).code
    return f"listed({name}, {chosen}, {_single_text(equalities[0][1], scope, compiler)})"


def _frame(argument: Expression, scope: Scope) -> tuple[str, str]:
    """Give the constant start and end of a file name that the document completes."""
    if isinstance(argument, FunctionCall) and argument.name == "concat" and len(argument.arguments) > 2:
        prefix = constant_text(argument.arguments[0], scope)
        suffix = constant_text(argument.arguments[-1], scope)
        if prefix and suffix:
            return prefix, suffix
    raise UnsupportedRule("nom de fichier choisi par le document", text=str(ContextItem))
