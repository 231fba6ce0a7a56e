"""Compile paths: steps become the clauses of one Python comprehension over the light tree.

A step knows three things: how to loop over what it selects, how to tell without looping that it selects something, and
whether order and uniqueness survive it.
"""

from dataclasses import dataclass, field, replace

from liane.codecs.schematron.compiler_face import Compiler
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.static_nodes import gives_nodes, item_kind_of
from liane.codecs.schematron.tree import HL7, short_tag
from liane.codecs.schematron.typed_code import Count, Item, ItemKind, Kind, Scope
from liane.codecs.schematron.xpath_ast import (
    AxisStep,
    ContextItem,
    Expression,
    FilterStep,
    FunctionCall,
    Literal,
    NodeTest,
    Path,
    Step,
    VariableReference,
)

ANY_NODE = NodeTest(kind="node")


@dataclass(slots=True, kw_only=True)
class Walk:
    """A path being compiled.

    clauses: `for` and `if` clauses so far. item: what one turn of the loop holds. attribute: pending attribute of
    `item`, read at the end. presence: code that says as much as the last clause when only existence is asked.
    is_flat: no item lies below another, so that children come in document order.
    """

    item: Item
    clauses: list[str] = field(default_factory=list)
    attribute: str = ""
    presence: str = ""
    loops: bool = False
    is_ordered: bool = True
    is_flat: bool = True
    is_distinct: bool = True

    def loop(self, name: str, iterable: str, kind: ItemKind = ItemKind.ELEMENT, atom: Kind = Kind.UNTYPED) -> None:
        """Add a `for` clause and go to its item."""
        self.clauses.append(f"for {name} in {iterable}")
        self.item = Item(code=name, kind=kind, atom=atom)
        self.loops = True
        self.presence = ""

    def condition(self, code: str) -> None:
        """Add an `if` clause."""
        if code != "True":
            self.clauses.append(f"if {code}")
            self.presence = ""

    def listing(self, code: str) -> str:
        """Give a list of what `code` says at each turn."""
        if not self.clauses:
            return f"({code},)"
        if not self.loops:
            conditions = " and ".join(clause.removeprefix("if ") for clause in self.clauses)
            return f"(({code},) if {conditions} else ())"
        if len(self.clauses) == 1 and self.clauses[0].startswith(f"for {code} in "):
            return self.clauses[0].removeprefix(f"for {code} in ")
        if not self.clauses[0].startswith("for "):
            return f"[{code} for _ in (0,) {' '.join(self.clauses)}]"
        return f"[{code} {' '.join(self.clauses)}]"


def walk_path(path: Expression, scope: Scope, compiler: Compiler) -> Walk:
    """Compile a path or a filtered primary into a walk.

    Raises UnsupportedRule for a step outside the subset.
    """
    if isinstance(path, Path):
        steps, is_absolute = path.steps, path.is_absolute
    else:
        assert isinstance(path, FilterStep)
        steps, is_absolute = (path,), False
    if is_absolute:
        walk = Walk(item=Item(code="d.root"))
    elif scope.item.kind is ItemKind.ELEMENT or isinstance(steps[0], FilterStep):
        walk = Walk(item=scope.item)
    else:
        raise UnsupportedRule("pas dans un chemin depuis une valeur")
    for step in _merged(steps):
        is_value = walk.item.kind is not ItemKind.ELEMENT
        if walk.attribute or (is_value and not isinstance(step, FilterStep)):
            raise UnsupportedRule("pas après un attribut ou une valeur")
        _add_step(walk, step, scope, compiler)
    return walk


def _merged(steps: tuple[Step, ...]) -> list[Step]:
    """Join `//` with the child step that follows, when no position is asked."""
    merged: list[Step] = []
    for step in steps:
        before = merged[-1] if merged else None
        joins = (
            isinstance(step, AxisStep)
            and step.axis in ("child", "descendant")
            and step.test.kind == "name"
            and not any(_position(predicate) is not None for predicate in step.predicates)
            and before == AxisStep(axis="descendant-or-self", test=ANY_NODE)
        )
        if joins:
            assert isinstance(step, AxisStep)
            merged[-1] = replace(step, axis="descendant")
        else:
            merged.append(step)
    return merged


def _position(predicate: Expression) -> int | None:
    if isinstance(predicate, Literal) and isinstance(predicate.value, int):
        return predicate.value
    return None


def _add_step(walk: Walk, step: Step, scope: Scope, compiler: Compiler) -> None:
    if isinstance(step, FilterStep):
        _add_filter(walk, step, scope, compiler)
    elif step.axis == "attribute":
        _add_attribute(walk, step, scope, compiler)
    elif step.axis in ("self", "parent"):
        _add_single(walk, step, scope, compiler)
    else:
        _add_axis(walk, step, scope, compiler)


# -- attributes ------------------------------------------------------------------------------------------------------


def _add_attribute(walk: Walk, step: AxisStep, scope: Scope, compiler: Compiler) -> None:
    test = step.test
    if test.kind == "name" and test.local is not None and test.namespace is not None and not step.predicates:
        walk.attribute = attribute_name(test)
        return
    owner, name = walk.item.code, scope.writer.fresh()
    walk.loop(name, f"attributes({owner})", ItemKind.LEAF)
    if test.kind == "name" and test.local is not None:
        if test.namespace is None:
            walk.condition(f"local_name({name}) == {test.local!r}")
        else:
            walk.condition(f"{name}.name == {attribute_name(test)!r}")
    elif test.namespace:
        walk.condition(f"{name}.name.startswith({'{' + test.namespace + '}'!r})")
    for predicate in step.predicates:
        walk.condition(_condition(predicate, scope.at(walk.item), compiler))


def attribute_name(test: NodeTest) -> str:
    """Give the key of an attribute in the tree."""
    return f"{{{test.namespace}}}{test.local}" if test.namespace else str(test.local)


# -- elements --------------------------------------------------------------------------------------------------------


def _add_single(walk: Walk, step: AxisStep, scope: Scope, compiler: Compiler) -> None:
    if step.axis == "parent":
        walk.is_distinct = walk.is_ordered = walk.is_distinct and not walk.loops
        walk.loop(scope.writer.fresh(), f"present({walk.item.code}.parent)")
    _filter(walk, tag_test(walk.item.code, step.test), step.predicates, scope, compiler)


def _add_axis(walk: Walk, step: AxisStep, scope: Scope, compiler: Compiler) -> None:
    if step.test.kind == "text":
        _add_texts(walk, step, scope, compiler)
        return
    owner, iterable = walk.item.code, _iterable(walk.item.code, step)
    if step.axis == "child":
        walk.is_ordered = walk.is_ordered and walk.is_flat
    else:
        walk.is_distinct = walk.is_ordered = walk.is_distinct and not walk.loops
        walk.is_flat = walk.is_flat and not step.axis.startswith("descendant")
    test = _is_answered_by_index(step)
    predicates = step.predicates
    for index, predicate in enumerate(predicates):
        position = _position(predicate)
        if position is not None:
            if len(predicates) > index + 1 and any(_position(later) is not None for later in predicates[index + 1 :]):
                raise UnsupportedRule("plusieurs positions dans un pas")
            inner = Walk(item=walk.item)
            inner.loop(scope.writer.fresh(), iterable)
            _filter(inner, "" if test else tag_test(inner.item.code, step.test), predicates[:index], scope, compiler)
            iterable = f"{inner.listing(inner.item.code)}[{position - 1}:{position}]"
            test, predicates = True, predicates[index + 1 :]
            break
    walk.loop(scope.writer.fresh(), iterable)
    presence = f"{_key(step.test)} in {owner}.by" if step.axis == "child" and test and not step.predicates else ""
    _filter(walk, "" if test else tag_test(walk.item.code, step.test), predicates, scope, compiler)
    walk.presence = presence


def _filter(walk: Walk, test: str, predicates: tuple[Expression, ...], scope: Scope, compiler: Compiler) -> None:
    walk.condition(test or "True")
    for predicate in predicates:
        walk.condition(_condition(predicate, scope.at(walk.item), compiler))


def _is_answered_by_index(step: AxisStep) -> bool:
    test = step.test
    is_name = test.local is not None and test.namespace is not None and step.axis in ("child", "descendant")
    return test.kind == "node" or is_name


def _key(test: NodeTest) -> str:
    return repr(short_tag(test.namespace or "", test.local or ""))


def _iterable(owner: str, step: AxisStep) -> str:
    """Give what a step loops over; the name test remains to be made unless an index answered it."""
    test = step.test
    if test.kind == "name" and _is_answered_by_index(step):
        if step.axis == "child":
            return f"{owner}.by.get({_key(test)}, E)"
        return f"d.tags.get({_key(test)}, E)" if owner == "d.root" else f"d.below({owner}, {_key(test)})"
    if test.kind == "node" and step.axis != "descendant-or-self":
        raise UnsupportedRule("test node() sur cet axe")
    return {
        "child": f"{owner}.children",
        "descendant": f"d.descendants({owner})",
        "descendant-or-self": f"({owner}, *d.descendants({owner}))",
        "following-sibling": f"siblings_after({owner})",
        "preceding-sibling": f"siblings_before({owner})",
    }[step.axis]


def tag_test(owner: str, test: NodeTest) -> str:
    """Give code that tells whether an element passes a name test."""
    if test.kind == "node":
        return "True"
    if test.kind != "name":
        raise UnsupportedRule("test de nœud sur cet axe")
    if test.local is None:
        if test.namespace is None:
            return f"{owner}.tag"
        if test.namespace == HL7:
            return f"{owner}.tag and not {owner}.tag.startswith('{{')"
        return f"{owner}.tag.startswith({'{' + test.namespace + '}'!r})"
    if test.namespace is None:
        return f"local_name({owner}) == {test.local!r}"
    return f"{owner}.tag == {short_tag(test.namespace, test.local)!r}"


def _add_texts(walk: Walk, step: AxisStep, scope: Scope, compiler: Compiler) -> None:
    if step.axis != "child":
        raise UnsupportedRule("text() sur un axe autre que child")
    walk.loop(scope.writer.fresh(), f"texts({walk.item.code})", ItemKind.LEAF)
    walk.is_ordered = False
    for predicate in step.predicates:
        walk.condition(_condition(predicate, scope.at(walk.item), compiler))


# -- primaries as steps ----------------------------------------------------------------------------------------------


def _add_filter(walk: Walk, step: FilterStep, scope: Scope, compiler: Compiler) -> None:
    inner = scope.at(walk.item)
    predicates = list(step.predicates)
    if isinstance(step.primary, ContextItem):
        pass
    elif gives_nodes(step.primary, scope):
        iterable = compiler.nodes(step.primary, inner)
        if predicates and (position := _position(predicates[0])) is not None:
            iterable = f"list({iterable})[{position - 1}:{position}]"
            predicates = predicates[1:]
        walk.loop(scope.writer.fresh(), iterable, item_kind_of(step.primary, scope))
    else:
        value = compiler.value(step.primary, inner)
        iterable = value.code if value.count is Count.MANY else f"present({value.code})"
        walk.loop(scope.writer.fresh(), iterable, ItemKind.ATOM, value.kind)
    for predicate in predicates:
        walk.condition(_condition(predicate, scope.at(walk.item), compiler))


def _condition(predicate: Expression, scope: Scope, compiler: Compiler) -> str:
    if _is_numeric(predicate, scope, compiler):
        raise UnsupportedRule("prédicat de position calculée")
    return compiler.truth(predicate, scope)


def _is_numeric(expression: Expression, scope: Scope, compiler: Compiler) -> bool:
    if isinstance(expression, Literal):
        return not isinstance(expression.value, str)
    if isinstance(expression, FunctionCall):
        return expression.name in ("number", "count", "position", "last", "string-length") or (
            expression.name.startswith("xs:") and compiler.value(expression, scope).kind.is_number
        )
    if isinstance(expression, VariableReference) and not gives_nodes(expression, scope):
        return compiler.value(expression, scope).kind.is_number
    return False
