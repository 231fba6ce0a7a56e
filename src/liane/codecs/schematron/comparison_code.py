"""Compile comparisons, with the conversions that XPath 2.0 makes between untyped texts, texts and numbers.

Two attributes compare as text, even with `<`; an attribute against a number is converted and fails on a bad text.
"""

from liane.codecs.schematron.compiler_face import Compiler
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.template_index import template_oid
from liane.codecs.schematron.typed_code import Count, ItemKind, Kind, Scope, Value
from liane.codecs.schematron.xpath_ast import Comparison

_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_HELPERS = {"=": "same", "!=": "differs", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}


def comparison_code(comparison: Comparison, scope: Scope, compiler: Compiler) -> str:
    """Give code whose truth is that of a comparison.

    Raises UnsupportedRule when the types cannot be compared.
    Rule: XPath 2.0 3.5.1 (value comparisons), 3.5.2 (general comparisons).
    """
    oid = template_oid(comparison)
    if oid is not None and scope.item.kind is ItemKind.ELEMENT:
        return f"({scope.item.code} in d.templates.get({oid!r}, E))"
    left = compiler.value(comparison.left, scope)
    right = compiler.value(comparison.right, scope)
    if Kind.EMPTY in (left.kind, right.kind):
        return "False"
    if left.is_set or right.is_set:
        return _membership(comparison, left, right)
    converts = _conversions(comparison, left, right)
    if not comparison.is_general and Count.MANY in (left.count, right.count):
        raise UnsupportedRule("comparaison de valeurs entre séquences")
    return _by_count(comparison.operator, left, right, converts, scope)


def _membership(comparison: Comparison, left: Value, right: Value) -> str:
    if left.is_set:
        left, right = right, left
    if comparison.operator != "=" or left.is_set or not left.kind.is_text:
        raise UnsupportedRule("comparaison avec les valeurs d'un fichier")
    if left.count is Count.MANY:
        return f"(not {right.code}.isdisjoint({left.code}))"
    return f"({left.code} in {right.code})"


def _conversions(comparison: Comparison, left: Value, right: Value) -> tuple[str, str]:
    """Give the function that converts each side, empty for none."""
    if left.kind.is_text and right.kind.is_text:
        return "", ""
    if left.kind.is_number and right.kind.is_number:
        return "", ""
    if left.kind is right.kind and left.kind in (Kind.BOOLEAN, Kind.QNAME, Kind.DATETIME):
        return "", ""
    if comparison.is_general and left.kind is Kind.UNTYPED and right.kind.is_number:
        return "number_cast", ""
    if comparison.is_general and left.kind.is_number and right.kind is Kind.UNTYPED:
        return "", "number_cast"
    raise UnsupportedRule(f"comparaison entre {left.kind.value} et {right.kind.value}")


def _by_count(operator: str, left: Value, right: Value, converts: tuple[str, str], scope: Scope) -> str:
    python = _PYTHON[operator]
    many_left, many_right = left.count is Count.MANY, right.count is Count.MANY
    is_plain = converts == ("", "")
    if many_left and many_right and operator == "=" and is_plain:
        return f"shares({left.code}, {right.code})"
    if many_left or many_right:
        return _over_sequences(operator, left, right, converts, scope)
    if left.count is right.count is Count.ONE:
        return f"({_call(converts[0], left.code)} {python} {_call(converts[1], right.code)})"
    if operator == "=" and is_plain and Count.ONE in (left.count, right.count):
        return f"({left.code} == {right.code})"
    if is_plain:
        return f"{_HELPERS[operator]}({left.code}, {right.code})"
    first, second = scope.writer.fresh(), scope.writer.fresh()
    clauses = f"for {first} in present({left.code}) for {second} in present({right.code})"
    return f"[1 {clauses} if {_call(converts[0], first)} {python} {_call(converts[1], second)}]"


def _over_sequences(operator: str, left: Value, right: Value, converts: tuple[str, str], scope: Scope) -> str:
    # A conversion may fail: the first match ends the search, as in the reference processor, before a bad text is met.
    if operator == "=" and converts == ("", ""):
        sequence, single = (left, right) if left.count is Count.MANY else (right, left)
        return f"({single.code} in {sequence.code})"
    first, second = scope.writer.fresh(), scope.writer.fresh()
    clauses = f"for {first} in {_iterable(left)} for {second} in {_iterable(right)}"
    test = f"{_call(converts[0], first)} {_PYTHON[operator]} {_call(converts[1], second)}"
    if converts != ("", ""):
        return f"any(True {clauses} if {test})"
    return f"[1 {clauses} if {test}]"


def _iterable(value: Value) -> str:
    if value.count is Count.MANY:
        return value.code
    return f"present({value.code})" if value.count is Count.OPTIONAL else f"({value.code},)"


def _call(function: str, code: str) -> str:
    return f"{function}({code})" if function else code
