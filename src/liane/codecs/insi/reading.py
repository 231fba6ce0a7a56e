"""Open an answer of the téléservice INSi: the element in its Body, whatever prefixes the service chose.

Real answers put prefixes and their declarations in odd places; nothing else is forgiven (size, depth, DOCTYPE).
Rule: ins.md §6.6 « Parser tolerance ».
"""

import re
from collections.abc import Iterator

from lxml import etree

from liane.codecs.xml import parse_xml
from liane.domain.errors import Finding, MalformedMessage, Severity

ANSWER_BYTES_MAX = 4 * 1024 * 1024
DEPTH_MAX = 30
PREFIXES_MAX = 50
_DECLARATION = re.compile(rb"""\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*("[^"<]*"|'[^'<]*')""")
_USED = re.compile(rb"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_ROOT = re.compile(rb"<[A-Za-z_][\w.:-]*")
_UNDECLARED = "préfixe d'espace de noms"


def refuse(code: str, location: str, message: str) -> MalformedMessage:
    """Make the refusal of an answer that cannot be read."""
    return MalformedMessage(
        Finding(
            code=code,
            severity=Severity.ERROR,
            location=location,
            message=message,
            remedy="Rien à corriger ici : l'appel sera refait ; si cela dure, prévenir l'exploitant.",
            layer="insi",
            rule="ins.md §6.6",
        )
    )


def open_body(data: bytes) -> etree._Element:
    """Give the element in the Body of an envelope. Raises MalformedMessage: XML-…, INSI-010 (no Envelope, Body)."""
    root = _parse(data)
    body = child(root, "Body") if local_name(root) == "Envelope" else None
    content = next(iter(body.iterchildren(etree.Element)), None) if body is not None else None
    if content is None:
        raise refuse("INSI-010", "Envelope/Body", "La réponse d'INSi n'est pas une enveloppe SOAP avec un corps.")
    return content


def _parse(data: bytes) -> etree._Element:
    data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        return parse_xml(data, size_bytes_max=ANSWER_BYTES_MAX, depth_max=DEPTH_MAX)
    except MalformedMessage as error:
        if not any(_UNDECLARED in finding.message for finding in error.findings):
            raise
        return parse_xml(_declare_prefixes(data), size_bytes_max=ANSWER_BYTES_MAX, depth_max=DEPTH_MAX)


def _declare_prefixes(data: bytes) -> bytes:
    """Declare on the root the prefixes that are used outside the element that declares them (or nowhere)."""
    root = _ROOT.search(data)
    if root is None:
        return data
    end = data.find(b">", root.end())
    declared = dict(_DECLARATION.findall(data)[:PREFIXES_MAX])
    on_root = dict(_DECLARATION.findall(data[root.start() : end]))
    used = dict.fromkeys(_USED.findall(data))
    missing = [prefix for prefix in used if prefix not in on_root and prefix != b"xml"][:PREFIXES_MAX]
    added = b"".join(b" xmlns:%b=%b" % (prefix, declared.get(prefix, b'"urn:inconnu"')) for prefix in missing)
    return data[: root.end()] + added + data[root.end() :]


def local_name(element: etree._Element) -> str:
    """Name of an element without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Child elements of that local name, whatever their namespace; none below nothing."""
    below = element.iterchildren(etree.Element) if element is not None else iter(())
    return (one for one in below if local_name(one) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child element of that local name."""
    return next(children(element, name), None)


def text(element: etree._Element | None, *path: str) -> str:
    """Text below an element along local names; empty when absent. White space around it is not part of it."""
    return exact_text(element, *path).strip()


def exact_text(element: etree._Element | None, *path: str) -> str:
    """As ``text``, with every character that was there."""
    for name in path:
        element = child(element, name)
    return (element.text or "") if element is not None else ""
