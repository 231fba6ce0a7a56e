"""From an lxml tree to bytes."""

from lxml import etree


def render_xml(element: etree._Element, *, is_indented: bool = False) -> bytes:
    """Write an element as a whole UTF-8 document, with its XML declaration.

    is_indented: adds white space between elements; only for what a person reads, never for what is signed or hashed.
    """
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=is_indented)
    return data
