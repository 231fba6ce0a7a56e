"""What every HL7 v3 message of the DMP shares: namespace, wrapper, devices."""

from lxml import etree

HL7 = "urn:hl7-org:v3"
INTERACTION_OID = "2.16.840.1.113883.1.6"

# The type stubs forget that None names the default namespace.
_DEFAULT: dict[str, str] = {None: HL7}  # type: ignore[dict-item]


def hl7(name: str) -> str:
    """Qualified name of an element of HL7 v3."""
    return f"{{{HL7}}}{name}"


def add_element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Append an element of HL7 v3 with its attributes, in the order given."""
    element = etree.SubElement(parent, hl7(name))
    for key, value in attributes.items():
        element.set(key, value)
    return element


def add_device(root: etree._Element, role: str, oid: str, name: str) -> None:
    """Append the ``receiver`` or the ``sender`` of a message: a device and its software."""
    holder = add_element(root, role, typeCode="RCV" if role == "receiver" else "SND")
    device = add_element(holder, "device", classCode="DEV", determinerCode="INSTANCE")
    add_element(device, "id", root=oid)
    if name:
        add_element(device, "softwareName").text = name


def start_message(name: str, message: tuple[str, str], created_at: str, processing_code: str) -> etree._Element:
    """Begin a message: its identifier (root, extension), its instant (UTC digits), its interaction and its modes."""
    root = etree.Element(hl7(name), nsmap=_DEFAULT)
    root.set("ITSVersion", "XML_1.0")
    add_element(root, "id", root=message[0], extension=message[1])
    add_element(root, "creationTime", value=created_at)
    add_element(root, "interactionId", root=INTERACTION_OID, extension=name)
    add_element(root, "processingCode", code=processing_code)
    add_element(root, "processingModeCode", code="T")
    return root


def find_element(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path of HL7 v3 names separated by ``/``; None when there is none."""
    return element.find("/".join(hl7(step) for step in path.split("/")))


def find_attribute(element: etree._Element, path: str, attribute: str) -> str:
    """An attribute of the first element at a path; empty when either is absent."""
    found = find_element(element, path)
    return found.get(attribute, "") if found is not None else ""
