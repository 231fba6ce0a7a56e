"""What the compiled rules call while they run: the functions of XPath that Python does not have as they are.

Every name of this module that has no underscore is visible to generated code. Values are plain: an attribute or an
untyped text is `str`, an absent one `None`, a sequence a list.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import isinf, isnan
from typing import TypeVar

from liane.codecs.schematron.dynamic_errors import DynamicError, MissingFile
from liane.codecs.schematron.regex_matching import REWRITTEN_CHARS_MAX
from liane.codecs.schematron.tree import Leaf, Node, attribute_leaves, long_name, text_leaves

T = TypeVar("T")
E: tuple[Node, ...] = ()
"""The empty sequence, shared."""


def missing_file(path: str) -> bool:
    """Stand for a look-up in an absent file."""
    raise MissingFile(path)


def missing_set(path: str) -> frozenset[str]:
    """Stand for the values of an absent file."""
    raise MissingFile(path)


# -- sequences -------------------------------------------------------------------------------------------------------


def present(item: T | None) -> tuple[T, ...]:
    """Give a sequence of one item, or none."""
    return () if item is None else (item,)


def one(items: Sequence[str]) -> str | None:
    """Give the only item, `None` when there is none; several are an error."""
    if len(items) > 1:
        raise DynamicError("plusieurs valeurs là où une seule est attendue")
    return items[0] if items else None


def one_truth(items: Sequence[object]) -> bool:
    """Give the truth of the only value, false when there is none; several are an error."""
    if len(items) > 1:
        raise DynamicError("plusieurs valeurs là où une seule condition est attendue")
    return bool(items[0]) if items else False


def one_text(items: Sequence[str]) -> str:
    """Give the only text, empty when there is none; several are an error."""
    return one(items) or ""


def in_order(items: Iterable[Node | Leaf]) -> list[Node | Leaf]:
    """Put nodes in document order, each once."""
    return sorted(dict.fromkeys(items), key=_order)


def _order(item: Node | Leaf) -> tuple[int, int, int]:
    return item.order


def without(items: Iterable[Node | Leaf], others: Iterable[Node | Leaf]) -> list[Node | Leaf]:
    """Give the nodes that are not among the others."""
    excluded = set(others)
    return [item for item in items if item not in excluded]


def attributes(node: Node) -> list[Leaf]:
    """Give the attributes of an element."""
    return attribute_leaves(node)


def texts(node: Node) -> list[Leaf]:
    """Give the text nodes of an element."""
    return text_leaves(node)


def siblings_before(node: Node) -> Sequence[Node]:
    """Give the elements before this one under the same parent, in document order."""
    return () if node.parent is None else [other for other in node.parent.children if other.start < node.start]


def siblings_after(node: Node) -> Sequence[Node]:
    """Give the elements after this one under the same parent."""
    return () if node.parent is None else [other for other in node.parent.children if other.start > node.start]


def distinct(items: Iterable[str]) -> list[str]:
    """Give each text once."""
    return list(dict.fromkeys(items))


def shares(left: Collection[str], right: Collection[str]) -> bool:
    """Tell whether two collections of texts have one in common."""
    return not set(left).isdisjoint(right)


# -- comparisons of values that may be absent ------------------------------------------------------------------------


def same(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and equal."""
    return left is not None and left == right


def differs(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and different."""
    return left is not None and right is not None and left != right


def less(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and the first comes before."""
    return left is not None and right is not None and left < right


def at_most(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and the first does not come after."""
    return left is not None and right is not None and left <= right


def more(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and the first comes after."""
    return less(right, left)


def at_least(left: str | None, right: str | None) -> bool:
    """Tell whether two values are present and the first does not come before."""
    return at_most(right, left)


# -- texts -----------------------------------------------------------------------------------------------------------

_SPACES = re.compile(r"[ \t\r\n]+")


def normalized(text: str) -> str:
    """Trim and make each run of white space one space (the four characters of XML only)."""
    return _SPACES.sub(" ", text).strip(" ")


def before(text: str, mark: str) -> str:
    """Give what precedes the first mark, empty when there is none."""
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def after(text: str, mark: str) -> str:
    """Give what follows the first mark, empty when there is none, all for an empty mark."""
    return text.partition(mark)[2] if mark else text


def portion(text: str, start: float, length: float | None = None) -> str:
    """Give a part of a text, with the rounding of XPath; positions count from 1."""
    first = _rounded(start)
    last = float("inf") if length is None else first + _rounded(length)
    if isnan(first) or isnan(last):
        return ""
    low = int(max(first, 1)) if not isinf(first) else (1 if first < 0 else len(text) + 1)
    high = len(text) + 1 if isinf(last) and last > 0 else int(max(min(last, len(text) + 1), 0))
    return text[low - 1 : max(high - 1, 0)]


def _rounded(number: float) -> float:
    return number if isnan(number) or isinf(number) else float((number + 0.5) // 1)


def rewritten(pattern: re.Pattern[str], text: str, replacement: str) -> str:
    """Replace every match."""
    return pattern.sub(replacement, _bounded(text))


def cut(pattern: re.Pattern[str], text: str) -> list[str]:
    """Cut a text at every match; the empty text gives nothing."""
    if not text:
        return []
    pieces: list[str] = []
    position = 0
    for match in pattern.finditer(_bounded(text)):
        pieces.append(text[position : match.start()])
        position = match.end()
    return [*pieces, text[position:]]


def _bounded(text: str) -> str:
    if len(text) > REWRITTEN_CHARS_MAX:
        raise DynamicError("texte trop long pour une expression régulière")
    return text


def escaped_iri(text: str) -> str:
    """Percent-encode what a URI cannot hold, as `iri-to-uri()` does."""
    return "".join(
        character
        if "!" <= character <= "~" and character not in '<>"{}|\\^`'
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
        for character in text
    )


# -- names -----------------------------------------------------------------------------------------------------------


def name_of(item: Node | Leaf | None) -> str:
    """Give the name as written in the document, with its prefix."""
    if item is None or (isinstance(item, Node) and not item.tag):
        return ""
    if isinstance(item, Node):
        prefix, local = item.source.prefix, local_name(item)
        return f"{prefix}:{local}" if prefix else local
    if not item.name.startswith("{"):
        return item.name
    namespace, _, local = item.name[1:].partition("}")
    prefixes = (prefix for prefix, uri in item.owner.source.nsmap.items() if uri == namespace and prefix)
    return f"{next(prefixes, 'xml')}:{local}"


def local_name(item: Node | Leaf | None) -> str:
    """Give the name without its prefix."""
    if item is None:
        return ""
    if isinstance(item, Node):
        return long_name(item.tag)[1]
    return item.name.rpartition("}")[2]


def one_node(items: Sequence[Node | Leaf]) -> Node | Leaf | None:
    """Give the only node, `None` when there is none; several are an error."""
    if len(items) > 1:
        raise DynamicError("plusieurs nœuds là où un seul est attendu")
    return items[0] if items else None


_NCNAME = re.compile(r"[^\W\d][\w.\-\u00b7]*")


def resolved_name(text: str | None, node: Node) -> str | None:
    """Read a prefixed name with the declarations in force on an element, as `{uri}local`."""
    if text is None:
        return None
    prefix, colon, local = text.strip(" \t\r\n").rpartition(":")
    if not _NCNAME.fullmatch(local) or (colon and not prefix):
        raise DynamicError("nom qualifié mal écrit")
    if prefix == "xml":
        return f"{{http://www.w3.org/XML/1998/namespace}}{local}"
    namespace = node.source.nsmap.get(prefix or None, None if prefix else "")
    if namespace is None:
        raise DynamicError("préfixe non déclaré")
    return f"{{{namespace}}}{local}"


def namespace_part(name: str | None) -> str | None:
    """Give the namespace of a `{uri}local` name."""
    return None if name is None else name[1:].partition("}")[0]


def local_part(name: str | None) -> str | None:
    """Give the local part of a `{uri}local` name."""
    return None if name is None else name.rpartition("}")[2]


# -- value sets --------------------------------------------------------------------------------------------------------


def listed(table: Mapping[str, frozenset[str]], path: str, text: str) -> bool:
    """Tell whether a terminology, chosen by the document itself, holds a code; an absent one is an error."""
    found = table.get(path)
    if found is None:
        raise MissingFile(path)
    return text in found
