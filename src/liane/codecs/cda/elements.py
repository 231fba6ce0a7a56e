"""Small readers of CDA elements: children, text, codes, identifiers, people and structures.

What lives here: how one element of the CDA vocabulary becomes one domain value, leniently. What must not: which
elements a document has to carry (see ``header`` and the ``structuration_*`` modules).
"""

import binascii
from collections.abc import Iterator

import pybase64
from lxml import etree

from liane.domain.actors.actor import Author, Device, Professional, Structure
from liane.domain.documents.header import DocumentId
from liane.domain.terminology.code import Code

NAMESPACE = "urn:hl7-org:v3"
LAB_NAMESPACE = "urn:oid:1.3.6.1.4.1.19376.1.3.2"
IMAGING_NAMESPACE = "urn:dicom-org:ps3-20"
SDTC_NAMESPACE = "urn:hl7-org:sdtc"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_V3 = f"{{{NAMESPACE}}}"
_WHITE_SPACE = b" \t\r\n"


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The child elements of that name in the CDA namespace; none when there is no parent."""
    return iter(()) if parent is None else parent.iterchildren(_V3 + name)


def child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    """Follow the first child of each name in turn; None as soon as one is absent."""
    element = parent
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(_V3 + name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """All the text below an element, white space collapsed; empty when the element is absent."""
    if element is None:
        return ""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join("".join(str(part) for part in element.itertext()).split())


def value_of(element: etree._Element | None, attribute: str = "value") -> str:
    """An attribute, stripped; empty when the element or the attribute is absent."""
    return "" if element is None else element.get(attribute, "").strip()


def code_of(element: etree._Element | None) -> Code | None:
    """A coded element; None when it is absent or carries no code (nullFlavor)."""
    code = value_of(element, "code")
    if element is None or not code:
        return None
    label = value_of(element, "displayName") or text_of(child(element, "originalText"))
    return Code(code=code, system=value_of(element, "codeSystem"), label=label)


def identifier_of(element: etree._Element | None) -> DocumentId | None:
    """An instance identifier; None when it is absent or has no root (nullFlavor)."""
    root = value_of(element, "root")
    return DocumentId(root=root, extension=value_of(element, "extension")) if root else None


def identifiers_of(parent: etree._Element | None, name: str = "id") -> tuple[DocumentId, ...]:
    """Every identifier of a parent that has a root."""
    found = (identifier_of(element) for element in children(parent, name))
    return tuple(identifier for identifier in found if identifier is not None)


def interval_of(parent: etree._Element | None, name: str = "effectiveTime") -> tuple[str, str]:
    """First and last instant of a time, verbatim; a point in time is its own first instant."""
    time = child(parent, name)
    return value_of(child(time, "low")) or value_of(time), value_of(child(time, "high"))


def base64_of(element: etree._Element) -> bytes | None:
    """The bytes that an element carries in base64, white space allowed; None when it is no base64 or is cut."""
    try:
        encoded = (element.text or "").encode("ascii").translate(None, _WHITE_SPACE)
        return pybase64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None


def structure_of(element: etree._Element | None) -> Structure | None:
    """An organisation (``representedOrganization``, ``representedCustodianOrganization``…); None when absent."""
    if element is None:
        return None
    identifier = identifier_of(child(element, "id"))
    return Structure(
        identifier=identifier.extension if identifier else "",
        oid=identifier.root if identifier else "",
        name=text_of(child(element, "name")),
        practice_setting=code_of(child(element, "standardIndustryClassCode")),
    )


def professional_of(entity: etree._Element, person_name: str, role: str = "") -> Professional:
    """A person from an entity that holds ``id``, ``code`` and a person element of the given name.

    role: label of the functionCode. title: ``suffix`` (DR, PR) when given, else ``prefix`` (M, MME).
    """
    identifier = identifier_of(child(entity, "id"))
    name = child(entity, person_name, "name")
    return Professional(
        identifier=identifier.extension if identifier else "",
        oid=identifier.root if identifier else "",
        family=text_of(child(name, "family")),
        given=text_of(child(name, "given")),
        specialty=code_of(child(entity, "code")),
        role=role,
        title=text_of(child(name, "suffix")) or text_of(child(name, "prefix")),
    )


def author_of(participation: etree._Element | None, entity_name: str = "assignedEntity") -> Author | None:
    """Who took part: person or device, structure, time; None when the participation is absent.

    participation: ``author``, ``legalAuthenticator``, ``performer``… time: its ``time`` (value, else high, else low).
    """
    entity = child(participation, entity_name)
    if participation is None or entity is None:
        return None
    function = child(participation, "functionCode")
    time = child(participation, "time")
    instant = value_of(time) or value_of(child(time, "high")) or value_of(child(time, "low"))
    structure = structure_of(child(entity, "representedOrganization"))
    device = child(entity, "assignedAuthoringDevice")
    if device is not None:
        return Author(device=_device_of(entity, device), structure=structure, time=instant)
    person = professional_of(entity, "assignedPerson", value_of(function, "displayName"))
    return Author(person=person, structure=structure, time=instant)


def _device_of(entity: etree._Element, device: etree._Element) -> Device:
    identifier = identifier_of(child(entity, "id"))
    return Device(
        identifier=identifier.extension if identifier else "",
        oid=identifier.root if identifier else "",
        name=text_of(child(device, "softwareName")),
        model=text_of(child(device, "manufacturerModelName")),
    )
