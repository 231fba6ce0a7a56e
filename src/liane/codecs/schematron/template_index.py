"""Recognize the commonest condition of rules, « this element bears that templateId », which an index answers."""

from liane.codecs.schematron.tree import HL7
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    Comparison,
    ContextItem,
    Expression,
    FilterStep,
    Literal,
    NodeTest,
    Path,
)

_TEMPLATE_ID = NodeTest(kind="name", namespace=HL7, local="templateId")
_ROOT = AxisStep(axis="attribute", test=NodeTest(kind="name", namespace="", local="root"))
_SELF = FilterStep(primary=ContextItem())


def template_oid(expression: Expression) -> str | None:
    """Give the oid when an expression is `templateId/@root = 'oid'` or `templateId[@root = 'oid']`, else `None`."""
    if isinstance(expression, Comparison):
        oid = _equal_text(expression)
        steps = _steps(expression.left)
        return oid if steps == (AxisStep(axis="child", test=_TEMPLATE_ID), _ROOT) else None
    steps = _steps(expression)
    if len(steps) != 1 or not isinstance(steps[0], AxisStep):
        return None
    step = steps[0]
    if step.axis != "child" or step.test != _TEMPLATE_ID or len(step.predicates) != 1:
        return None
    predicate = step.predicates[0]
    if isinstance(predicate, Comparison) and _steps(predicate.left) == (_ROOT,):
        return _equal_text(predicate)
    return None


def _steps(expression: Expression) -> tuple[AxisStep | FilterStep, ...]:
    if not isinstance(expression, Path) or expression.is_absolute:
        return ()
    return tuple(step for step in expression.steps if step != _SELF)


def _equal_text(comparison: Comparison) -> str | None:
    right = comparison.right
    if comparison.operator == "=" and isinstance(right, Literal) and isinstance(right.value, str):
        return right.value
    return None
