"""Spoil official documents in reproducible ways, so that rules which never fail on examples fail somewhere."""

import random

from lxml import etree

PARSER = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
VALUES = (
    "",
    " ",
    "X",
    "0",
    "-1",
    "1.5",
    "abc",
    "FR",
    "fr",
    "1.2.3",
    "2.16.840.1.113883.5.1",
    "20",
    "2024",
    "20240101",
    "20240101120000",
    "20240101120000+0100",
    "20241301",
    "tel:0102030405",
    "tel: 01 02",
    "0102030405",
    "mailto:a@b.fr",
    "mailto:nobody",
    "http://exemple.test/é",
    "UNK",
    "H WP",
    "true",
    "é_$+",
    "a\nb",
)
NULL_FLAVORS = ("UNK", "NA", "NASK", "PINF", "NINF", "ZZZ")
TYPES = ("CD", "CE", "ST", "IVL_TS", "TS", "PQ", "AD", "x:CD", "INT", "ANY")


def mutant(document: bytes, seed: int, changes: int) -> bytes:
    """Give a document with so many random changes; the same seed gives the same bytes."""
    chance = random.Random(seed)
    root = etree.fromstring(document, PARSER)
    for _ in range(changes):
        elements = [element for element in root.iter("*") if element.getparent() is not None]
        header = [element for element in elements if not _is_body(element)]
        pool = header if header and chance.random() < 0.5 else elements
        chance.choice(CHANGES)(chance.choice(pool), chance)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _is_body(element: etree._Element) -> bool:
    return any("Body" in str(above.tag) for above in element.iterancestors())


def _remove(element: etree._Element, chance: random.Random) -> None:
    element.getparent().remove(element)


def _double(element: etree._Element, chance: random.Random) -> None:
    if len(list(element.iter())) < 400:
        element.addnext(etree.fromstring(etree.tostring(element, with_tail=False), PARSER))


def _move(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    parent.insert(chance.randrange(len(parent)), element)


def _change_attribute(element: etree._Element, chance: random.Random) -> None:
    names = element.keys()
    if names:
        element.set(chance.choice(names), chance.choice(VALUES))


def _remove_attribute(element: etree._Element, chance: random.Random) -> None:
    names = element.keys()
    if names:
        del element.attrib[chance.choice(names)]


def _add_attribute(element: etree._Element, chance: random.Random) -> None:
    name = chance.choice(("nullFlavor", "use", "code", "codeSystem", "value", "unit", "qualifier", "root", "xsi:type"))
    if name == "xsi:type":
        element.set(XSI_TYPE, chance.choice(TYPES[:7]))
    else:
        element.set(name, chance.choice(NULL_FLAVORS if name == "nullFlavor" else VALUES))


def _null(element: etree._Element, chance: random.Random) -> None:
    element.set("nullFlavor", chance.choice(NULL_FLAVORS))


def _type(element: etree._Element, chance: random.Random) -> None:
    element.set(XSI_TYPE, chance.choice(TYPES))


def _text(element: etree._Element, chance: random.Random) -> None:
    element.text = chance.choice(VALUES)


def _comment(element: etree._Element, chance: random.Random) -> None:
    comment = etree.Comment("note")
    comment.tail = "après"
    element.insert(0, comment)


def _template(element: etree._Element, chance: random.Random) -> None:
    oids = [other.get("root", "") for other in element.getroottree().iter("{urn:hl7-org:v3}templateId")]
    if oids:
        added = etree.Element("{urn:hl7-org:v3}templateId")
        added.set("root", chance.choice(oids))
        element.insert(0, added)


CHANGES = (
    _remove,
    _remove,
    _remove,
    _double,
    _double,
    _move,
    _change_attribute,
    _change_attribute,
    _change_attribute,
    _remove_attribute,
    _remove_attribute,
    _add_attribute,
    _add_attribute,
    _null,
    _type,
    _text,
    _comment,
    _template,
)
