"""XML made readable: indented, folded by its great parts, long values shortened; nothing of it is ever executed."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from liane.codecs.xml.parsing import parse_xml

VALUE_CHARS_MAX = 600
FOLDS_MAX = 300
FOLD_CHARS_MAX = 60_000
HL7 = "urn:hl7-org:v3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One part of a source: what it is, its indented text, and whether it is shown open."""

    title: str
    text: str
    is_open: bool = False


def fold_document(data: bytes) -> tuple[Fold, ...]:
    """Fold a CDA: its header in one part, then each section. Raises MalformedMessage."""
    root = parse_xml(data)
    sections = [section for section in root.iter(f"{{{HL7}}}section") if _depth_of_sections(section) == 0]
    bodies = [child for child in root if local_name(child) == "component"]
    header = "\n".join(_indent(child) for child in root if child not in bodies)
    folds = [Fold(title="En-tête", text=_cut(header))]
    for section in sections[:FOLDS_MAX]:
        title = section.findtext(f"{{{HL7}}}title") or _code_of(section) or "Section sans titre"
        folds.append(Fold(title=f"Section : {' '.join(title.split())}", text=_cut(_indent(section))))
    if not sections:
        folds.extend(Fold(title="Corps", text=_cut(_indent(body))) for body in bodies)
    return tuple(folds)


def fold_source(data: bytes) -> tuple[Fold, ...]:
    """Fold any XML by the children of its root. Raises MalformedMessage."""
    root = parse_xml(data)
    children = [child for child in root if isinstance(child.tag, str)]
    if not children:
        return (Fold(title=local_name(root), text=_indent(root), is_open=True),)
    return tuple(
        Fold(title=local_name(child), text=_cut(_indent(child)), is_open=len(children) < 3)
        for child in children[:FOLDS_MAX]
    )


def fold_element(element: etree._Element, title: str, *, is_open: bool = False) -> Fold:
    """Make one fold of one element."""
    return Fold(title=title, text=_cut(_indent(element)), is_open=is_open)


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _depth_of_sections(section: etree._Element) -> int:
    return sum(1 for ancestor in section.iterancestors() if local_name(ancestor) == "section")


def _code_of(section: etree._Element) -> str:
    code = section.find(f"{{{HL7}}}code")
    return "" if code is None else str(code.get("displayName") or code.get("code") or "")


def _cut(text: str) -> str:
    if len(text) <= FOLD_CHARS_MAX:
        return text
    return f"{text[:FOLD_CHARS_MAX]}\n… coupé ici ; le fichier téléchargé est entier."


def _indent(element: etree._Element) -> str:
    return "\n".join(_lines(element, 0))


def _lines(element: etree._Element, level: int) -> Iterator[str]:
    """Write an element as lines. Written here so that long values can be shortened and mixed content kept whole."""
    pad = "  " * level
    if not isinstance(element.tag, str):
        yield f"{pad}<!-- … -->"
        return
    name = _prefixed(element)
    opening = f"{pad}<{name}{_attributes(element)}"
    text = (element.text or "").strip()
    is_mixed = any((child.tail or "").strip() for child in element)
    if is_mixed:
        content = etree.tostring(element, encoding="unicode", with_tail=False)
        yield f"{pad}{_shorten(' '.join(content.split()))}"
    elif not len(element):
        yield f"{opening}>{_shorten(text)}</{name}>" if text else f"{opening}/>"
    else:
        yield f"{opening}>{_shorten(text)}"
        for child in element:
            yield from _lines(child, level + 1)
        yield f"{pad}</{name}>"


def _prefixed(element: etree._Element) -> str:
    return f"{element.prefix}:{local_name(element)}" if element.prefix else local_name(element)


def _attributes(element: etree._Element) -> str:
    written = []
    prefixes = {uri: prefix for prefix, uri in element.nsmap.items()}
    for key, value in element.attrib.items():
        name = etree.QName(key)
        prefix = prefixes.get(name.namespace) if name.namespace else None
        written.append(f' {f"{prefix}:" if prefix else ""}{name.localname}="{_shorten(str(value))}"')
    return "".join(written)


def _shorten(value: str) -> str:
    if len(value) <= VALUE_CHARS_MAX:
        return value
    return f"{value[:80]}… ({len(value)} caractères)"
