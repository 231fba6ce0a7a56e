"""The SOAP 1.2 Fault: code, subcode, reasons by language, detail."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.soap.names import SOAP

SUBCODES_MAX = 8
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A Fault. code: local name (``Sender``, ``Receiver``, ``MustUnderstand``…). subcode: local name, or empty.

    subcode_namespace: its namespace, when known. reasons: language → text. detail: text of the detail.
    """

    code: str
    subcode: str = ""
    subcode_namespace: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""

    @property
    def reason(self) -> str:
        """The French reason, else the first one."""
        return self.reasons.get("fr") or next(iter(self.reasons.values()), "")


def render_fault_body(fault: Fault) -> bytes:
    """Write the ``soap:Fault`` element. Rule: dmp.md §12.1."""
    subcode = ""
    if fault.subcode:
        name = fault.subcode.translate(_ESCAPES)
        if fault.subcode_namespace:
            namespace = fault.subcode_namespace.translate(_ESCAPES)
            value = f'<soap:Value xmlns:sub="{namespace}">sub:{name}</soap:Value>'
        else:
            value = f"<soap:Value>{name}</soap:Value>"
        subcode = f"<soap:Subcode>{value}</soap:Subcode>"
    reasons = "".join(
        f'<soap:Text xml:lang="{language.translate(_ESCAPES)}">{text.translate(_ESCAPES)}</soap:Text>'
        for language, text in (fault.reasons or {"fr": "Erreur"}).items()
    )
    detail = f"<soap:Detail><context>{fault.detail.translate(_ESCAPES)}</context></soap:Detail>" if fault.detail else ""
    return (
        f'<soap:Fault xmlns:soap="{SOAP}"><soap:Code><soap:Value>soap:{fault.code.translate(_ESCAPES)}</soap:Value>'
        f"{subcode}</soap:Code><soap:Reason>{reasons}</soap:Reason>{detail}</soap:Fault>"
    ).encode()


def _soap(name: str) -> str:
    return f"{{{SOAP}}}{name}"


def _qualified(element: etree._Element | None) -> tuple[str, str]:
    """Namespace and local name of a QName in text; the namespace is empty when the prefix is unknown."""
    text = (element.text or "").strip() if element is not None else ""
    prefix, colon, local = text.rpartition(":")
    namespace = (element.nsmap.get(prefix or None) or "") if element is not None and colon else ""
    return namespace, local


def parse_fault(element: etree._Element) -> Fault:
    """Read a ``soap:Fault``; absent parts stay empty. Of nested subcodes, the deepest is kept."""
    code = element.find(_soap("Code"))
    value = code.find(_soap("Value")) if code is not None else None
    subcode_namespace, subcode = "", ""
    inner = code.find(_soap("Subcode")) if code is not None else None
    for _ in range(SUBCODES_MAX):
        if inner is None:
            break
        subcode_namespace, subcode = _qualified(inner.find(_soap("Value")))
        inner = inner.find(_soap("Subcode"))
    reasons = {
        text.get(_XML_LANG, "").lower()[:2]: (text.text or "").strip()
        for text in element.iterfind(f"{_soap('Reason')}/{_soap('Text')}")
    }
    detail = element.find(_soap("Detail"))
    return Fault(
        code=_qualified(value)[1],
        subcode=subcode,
        subcode_namespace=subcode_namespace,
        reasons=reasons,
        detail=" ".join("".join(str(part) for part in detail.itertext()).split()) if detail is not None else "",
    )
