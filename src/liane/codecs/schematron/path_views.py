"""What is asked of a path: does it select something, its values, its nodes, how many."""

from liane.codecs.schematron.compiler_face import Compiler
from liane.codecs.schematron.path_code import walk_path
from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.template_index import template_oid
from liane.codecs.schematron.typed_code import Count, ItemKind, Kind, Scope, Value
from liane.codecs.schematron.xpath_ast import Expression


def exists_code(path: Expression, scope: Scope, compiler: Compiler) -> str:
    """Give code that is true when a path selects something."""
    oid = template_oid(path)
    if oid is not None and scope.item.kind is ItemKind.ELEMENT:
        return f"({scope.item.code} in d.templates.get({oid!r}, E))"
    walk = walk_path(path, scope, compiler)
    if walk.attribute:
        walk.condition(f"{walk.attribute!r} in {walk.item.code}.attrs")
    if walk.presence:
        walk.clauses[-1] = f"if {walk.presence}"
        walk.loops = any(clause.startswith("for ") for clause in walk.clauses)
    if not walk.loops:
        conditions = [clause.removeprefix("if ") for clause in walk.clauses]
        return f"({' and '.join(conditions)})" if conditions else "True"
    return walk.listing("1")


def value_code(path: Expression, scope: Scope, compiler: Compiler) -> Value:
    """Give code of the atomized values of a path."""
    walk = walk_path(path, scope, compiler)
    if walk.attribute:
        owner, name = walk.item.code, walk.attribute
        if not walk.clauses:
            return Value(code=f"{owner}.attrs.get({name!r})", kind=Kind.UNTYPED, count=Count.OPTIONAL)
        if not walk.loops:
            conditions = " and ".join(clause.removeprefix("if ") for clause in walk.clauses)
            code = f"({owner}.attrs.get({name!r}) if {conditions} else None)"
            return Value(code=code, kind=Kind.UNTYPED, count=Count.OPTIONAL)
        walk.condition(f"{name!r} in {owner}.attrs")
        return Value(code=walk.listing(f"{owner}.attrs[{name!r}]"), kind=Kind.UNTYPED, count=Count.MANY)
    if walk.item.kind is ItemKind.ATOM:
        return Value(code=walk.listing(walk.item.code), kind=walk.item.atom, count=Count.MANY)
    if walk.is_distinct and (walk.is_ordered or not walk.loops):
        if not walk.clauses:
            return Value(code=f"{walk.item.code}.value", kind=Kind.UNTYPED)
        return Value(code=walk.listing(f"{walk.item.code}.value"), kind=Kind.UNTYPED, count=Count.MANY)
    name = scope.writer.fresh()
    code = f"[{name}.value for {name} in in_order({walk.listing(walk.item.code)})]"
    return Value(code=code, kind=Kind.UNTYPED, count=Count.MANY)


def nodes_code(path: Expression, scope: Scope, compiler: Compiler) -> str:
    """Give code of the nodes of a path, in document order, each once; attributes as leaves."""
    walk = walk_path(path, scope, compiler)
    if walk.attribute:
        owner, attribute = walk.item.code, walk.attribute
        name = scope.writer.fresh()
        walk.loop(name, f"attributes({owner})", ItemKind.LEAF)
        walk.condition(f"{name}.name == {attribute!r}")
    if walk.item.kind is ItemKind.ATOM:
        raise UnsupportedRule("valeurs là où des nœuds sont attendus")
    listing = walk.listing(walk.item.code)
    return listing if walk.is_distinct and walk.is_ordered else f"in_order({listing})"


def count_code(path: Expression, scope: Scope, compiler: Compiler) -> str:
    """Give code of the number of items of a path."""
    walk = walk_path(path, scope, compiler)
    if walk.attribute:
        walk.condition(f"{walk.attribute!r} in {walk.item.code}.attrs")
        walk.attribute = ""
    if not walk.is_distinct and walk.item.kind is not ItemKind.ATOM:
        return f"len(set({walk.listing(walk.item.code)}))"
    return f"len({walk.listing('1') if len(walk.clauses) != 1 else walk.listing(walk.item.code)})"
