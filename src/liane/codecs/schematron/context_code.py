"""Compile the contexts of rules: which elements does each rule apply to.

A match pattern `a[p]/b` selects the elements that the path `//a[p]/b` selects. Contexts of one schema share their
beginnings, so each distinct beginning becomes one list, computed once per document from the list before it and from
the indexes of the tree; an empty list costs one test.
"""

from collections.abc import Mapping

from liane.codecs.schematron.expression_code import ExpressionCompiler
from liane.codecs.schematron.path_code import Walk, tag_test
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.static_nodes import gives_nodes
from liane.codecs.schematron.template_index import template_oid
from liane.codecs.schematron.tree import short_tag
from liane.codecs.schematron.typed_code import Binding, Constants, FunctionWriter, Item, Scope
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    Expression,
    Literal,
    NodeSet,
    NodeTest,
    Path,
)

_COMPILER = ExpressionCompiler()
_ANYWHERE = AxisStep(axis="descendant-or-self", test=NodeTest(kind="node"))
_MAY_FAIL = (
    "one(",
    "one_text(",
    "one_node(",
    "one_truth(",
    "_cast(",
    "rewritten(",
    "cut(",
    "resolved_name(",
    "listed(",
    "missing_",
)


class ContextCompiler:
    """Compile contexts into lines of the function `select(d)`; each gives the name of a list of elements."""

    def __init__(self, namespaces: Mapping[str, str], variables: Mapping[str, Binding], constants: Constants) -> None:
        self._namespaces = namespaces
        self._variables = variables
        self._constants = constants
        self._names: dict[tuple[bool, tuple[AxisStep, ...]], str] = {}
        self.lines: list[str] = []
        self.predicates: list[str] = []

    def add(self, context: Expression) -> str:
        """Compile one context; give code of its elements, without order, perhaps with repetitions.

        Raises UnsupportedRule for a pattern outside the subset.
        Rule: XSLT 2.0 5.5.3 (meaning of a pattern).
        """
        if isinstance(context, NodeSet) and context.operator == "union":
            return f"(*{self.add(context.left)}, *{self.add(context.right)})"
        if not isinstance(context, Path) or not all(isinstance(step, AxisStep) for step in context.steps):
            raise UnsupportedRule("contexte qui n'est pas un motif")
        steps = tuple(step for step in context.steps if isinstance(step, AxisStep))
        if not steps:
            return "(d.root,)"
        is_rooted = context.is_absolute and steps[0] != _ANYWHERE
        if context.is_absolute and not is_rooted:
            steps = steps[1:]
        return self._list(is_rooted, steps)

    def _list(self, is_rooted: bool, steps: tuple[AxisStep, ...]) -> str:
        key = (is_rooted, steps)
        if key not in self._names:
            code = self._first(is_rooted, steps[0]) if len(steps) == 1 else self._later(is_rooted, steps)
            name = f"l{len(self._names)}"
            self._names[key] = name
            self.lines.append(f"{name} = {code}")
        return self._names[key]

    def _first(self, is_rooted: bool, step: AxisStep) -> str:
        if step.axis != "child" or step.test.kind != "name":
            raise UnsupportedRule("premier pas d'un contexte")
        if is_rooted:
            walk = Walk(item=Item(code="d.root"))
            walk.loop("n", "d.root.children")
            walk.condition(tag_test("n", step.test))
            return self._filtered(walk, step.predicates)
        walk = Walk(item=Item(code="d.root"))
        oid = template_oid(step.predicates[0]) if step.predicates else None
        if oid is not None:
            walk.loop("n", f"d.templates.get({oid!r}, E)")
            walk.condition(tag_test("n", step.test) if step.test.local is not None else "True")
            return self._filtered(walk, step.predicates[1:])
        if step.test.local is not None and step.test.namespace is not None:
            walk.loop("n", f"d.tags.get({short_tag(step.test.namespace, step.test.local)!r}, E)")
        else:
            walk.loop("n", "d.descendants(d.root)")
            walk.condition(tag_test("n", step.test))
        return self._filtered(walk, step.predicates)

    def _later(self, is_rooted: bool, steps: tuple[AxisStep, ...]) -> str:
        *before, step = steps
        is_below = before[-1] == _ANYWHERE
        parent = self._list(is_rooted, tuple(before[:-1] if is_below else before))
        if step.axis != "child" or step.test.kind != "name":
            raise UnsupportedRule("pas d'un contexte")
        walk = Walk(item=Item(code="p"))
        walk.loop("p", parent)
        is_named = step.test.local is not None and step.test.namespace is not None
        if is_named:
            tag = short_tag(step.test.namespace or "", step.test.local or "")
            walk.loop("n", f"d.below(p, {tag!r})" if is_below else f"p.by.get({tag!r}, E)")
        else:
            walk.loop("n", "d.descendants(p)" if is_below else "p.children")
            walk.condition(tag_test("n", step.test) if step.test.namespace or step.test.local else "True")
        return f"{parent} and {self._filtered(walk, step.predicates)}"

    def _filtered(self, walk: Walk, predicates: tuple[Expression, ...]) -> str:
        for predicate in predicates:
            walk.condition(self._predicate(predicate))
        return walk.listing("n")

    def _predicate(self, predicate: Expression) -> str:
        if isinstance(predicate, Literal) and not isinstance(predicate.value, str):
            raise UnsupportedRule("position dans un contexte")
        writer = FunctionWriter(self._constants)
        scope = Scope(item=Item(code="n"), variables=self._variables, writer=writer, namespaces=self._namespaces)
        if not gives_nodes(predicate, scope) and not _is_boolean(predicate):
            raise UnsupportedRule("prédicat de contexte qui n'est pas une condition")
        code = _COMPILER.truth(predicate, scope)
        if not writer.text() and not any(mark in code for mark in _MAY_FAIL):
            return code
        name = f"p{len(self.predicates)}"
        body = "\n".join("        " + line for line in [*writer.text(), f"return {code}"])
        self.predicates.append(
            f"def {name}(n, d):\n    try:\n{body}\n    except MissingFile:\n        raise\n"
            "    except DynamicError:\n        return False"
        )
        return f"{name}(n, d)"


def _is_boolean(expression: Expression) -> bool:
    kinds = ("Logical", "Comparison", "Quantified", "Castable")
    if type(expression).__name__ in kinds:
        return True
    boolean = {"not", "exists", "empty", "matches", "contains", "starts-with", "ends-with", "true", "false"}
    return getattr(expression, "name", "") in boolean
