"""A document as a light tree that rules read fast: tags by number of look-ups, not by walking.

The tree is built once per document from the parsed one, without recursion. Tags are short: the local name alone for
CDA (`urn:hl7-org:v3`), `{uri}local` for every other namespace, `{}local` for none; attributes keep the parser's names.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from liane.domain.errors import Finding, MalformedMessage, Severity

HL7 = "urn:hl7-org:v3"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ELEMENTS_MAX = 500_000
_STRING_VALUE = etree.XPath("string()")
_NO_CHILDREN: dict[str, list["Node"]] = {}


def short_tag(namespace: str, local: str) -> str:
    """Give the short tag of an element name."""
    return local if namespace == HL7 else f"{{{namespace}}}{local}"


def long_name(tag: str) -> tuple[str, str]:
    """Give back namespace and local name from a short tag."""
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        return namespace, local
    return HL7, tag


class Node:
    """One element, or the document itself (empty tag).

    start: rank among elements in document order, 0 for the document. end: rank of its last descendant.
    by: children by short tag, only tags present. source: the parsed element, for texts and prefixes.
    """

    __slots__ = ("attrs", "by", "children", "end", "parent", "source", "start", "tag")

    tag: str
    attrs: dict[str, str]
    children: "list[Node] | tuple[Node, ...]"
    by: "dict[str, list[Node]]"
    parent: "Node | None"
    start: int
    end: int
    source: etree._Element

    @property
    def order(self) -> tuple[int, int, int]:
        """Place in document order, comparable with that of a `Leaf`."""
        return (self.start, 0, 0)

    @property
    def value(self) -> str:
        """String value: the text of the element and of all its descendants."""
        return str(_STRING_VALUE(self.source))


@dataclass(frozen=True, slots=True)
class Leaf:
    """An attribute or a text node, made only when a rule needs its identity; two leaves are one at the same place."""

    order: tuple[int, int, int]
    name: str
    value: str
    owner: Node


class Tree:
    """The elements of one document with the indexes that rules use.

    nodes: every element in document order, the document first. tags: elements by short tag. templates: elements by
    root of a `templateId` child.
    """

    __slots__ = ("nodes", "root", "tags", "templates")

    def __init__(self, root: Node, nodes: list[Node], tags: dict[str, list[Node]]) -> None:
        self.root = root
        self.nodes = nodes
        self.tags = tags
        self.templates: dict[str, dict[Node, None]] = {}
        for template_id in tags.get("templateId", ()):
            bearer, oid = template_id.parent, template_id.attrs.get("root")
            if bearer is not None and oid is not None:
                self.templates.setdefault(oid, {})[bearer] = None

    def below(self, node: Node, tag: str) -> Sequence[Node]:
        """Give the descendants of a node that bear a tag, in document order."""
        found = self.tags.get(tag)
        if not found or node.end == node.start:
            return ()
        if len(found) <= 4:
            return [other for other in found if node.start < other.start <= node.end]
        first = bisect_right(found, node.start, key=_start)
        return found[first : bisect_left(found, node.end + 1, lo=first, key=_start)]

    def descendants(self, node: Node) -> Sequence[Node]:
        """Give all the descendant elements of a node, in document order."""
        return self.nodes[node.start + 1 : node.end + 1]

    def release(self) -> None:
        """Break the cycles between parents and children, so that memory is freed without the cyclic collector."""
        for node in self.nodes:
            node.parent = None
            node.children = ()
            node.by = _NO_CHILDREN
        self.nodes = []
        self.tags = {}
        self.templates = {}


def _start(node: Node) -> int:
    return node.start


def build_tree(root: etree._Element) -> Tree:
    """Index a parsed document.

    root: its root element. Raises MalformedMessage above ELEMENTS_MAX elements.
    Rule: cda-validation.md §5.2 (light tree, no recursion, bounded).
    """
    document = _new_node("", {}, None, 0, root)
    nodes = [document]
    tags: dict[str, list[Node]] = {}
    names: dict[str, str] = {}
    node_of: dict[etree._Element | None, Node] = {None: document}
    for rank, element in enumerate(root.iter("*"), start=1):
        name = element.tag
        tag = names.get(name)
        if tag is None:
            tag = names[name] = _short(name)
            tags[tag] = []
        parent = node_of[element.getparent()]
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
        node = _new_node(tag, dict(attributes), parent, rank, element)
        node_of[element] = node
        nodes.append(node)
        tags[tag].append(node)
        by = parent.by
        if not by:
            parent.by = {tag: [node]}
            parent.children = [node]
        else:
            parent.children.append(node)  # type: ignore[union-attr]
            if tag in by:
                by[tag].append(node)
            else:
                by[tag] = [node]
        if rank > ELEMENTS_MAX:
            raise _too_many()
    for node in reversed(nodes):
        above = node.parent
        if above is not None and above.end < node.end:
            above.end = node.end
    return Tree(document, nodes, tags)


def _new_node(tag: str, attrs: dict[str, str], parent: Node | None, rank: int, source: etree._Element) -> Node:
    node = Node()
    node.tag = tag
    node.attrs = attrs
    node.parent = parent
    node.start = node.end = rank
    node.source = source
    node.children = ()
    node.by = _NO_CHILDREN
    return node


def _short(name: str) -> str:
    if not name.startswith("{"):
        return f"{{}}{name}"
    namespace, _, local = name[1:].partition("}")
    return short_tag(namespace, local)


def _too_many() -> MalformedMessage:
    return MalformedMessage(
        Finding(
            code="CDA-901",
            severity=Severity.ERROR,
            location="/",
            message=f"Le document compte plus de {ELEMENTS_MAX} éléments.",
            remedy="Réduire le document : il dépasse ce qu'un contrôle peut lire.",
            layer="xml",
        )
    )


def attribute_leaves(node: Node) -> list[Leaf]:
    """Give the attributes of an element as leaves."""
    return [Leaf((node.start, 1, index), name, value, node) for index, (name, value) in enumerate(node.attrs.items())]


def text_leaves(node: Node) -> list[Leaf]:
    """Give the text nodes that are children of an element, in order; a comment or an instruction splits a text."""
    return [Leaf((rank, 2, index), "", text, node) for index, (rank, text) in enumerate(_texts(node))]


def _texts(node: Node) -> Iterator[tuple[int, str]]:
    if not node.tag:
        return
    rank = node.start
    if node.source.text:
        yield rank, node.source.text
    elements = iter(node.children)
    for child in node.source:
        if isinstance(child.tag, str):
            rank = next(elements).end
        if child.tail:
            yield rank, child.tail


def location_of(node: Node) -> str:
    """Write the place of an element as a path that a person can follow: `/ClinicalDocument[1]/author[2]`."""
    parts: list[str] = []
    current: Node | None = node
    while current is not None and current.tag:
        parent = current.parent
        local = long_name(current.tag)[1]
        same = [] if parent is None else parent.by.get(current.tag, [])
        parts.append(f"{local}[{same.index(current) + 1 if current in same else 1}]")
        current = parent
    return "/" + "/".join(reversed(parts))
