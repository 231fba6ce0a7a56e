"""Read a fault of the téléservice INSi, and say what it calls for.

Rule: ins.md §6.8.
"""

from enum import Enum

from lxml import etree

from liane.codecs.insi.exchange import INSiFault
from liane.codecs.insi.reading import child, children, local_name, text

TEXT_CHARS_MAX = 500
SUBCODES_MAX = 8


class FaultClass(Enum):
    """What a fault calls for."""

    CONFIGURATION = "configuration"
    """Authorisation or certificate: do not call again before the settings are right."""
    AUTHENTICATE = "authenticate"
    """Authenticate again, then once more."""
    FUNCTIONAL = "functional"
    """The question itself: show it, do not repeat it as it is."""
    OUTAGE = "outage"
    """Degraded mode: the question waits."""


def read_fault(fault: etree._Element) -> INSiFault:
    """Read a ``Fault``; absent parts stay empty. ``Detail`` may have any prefix, the texts any language."""
    subcode = ""
    inner = child(child(fault, "Code"), "Subcode")
    for _ in range(SUBCODES_MAX):
        if inner is None:
            break
        subcode = text(inner, "Value").rpartition(":")[2]
        inner = child(inner, "Subcode")
    reasons = list(children(child(fault, "Reason"), "Text"))
    reason = next((one for one in reasons if _language(one) == "fr"), reasons[0] if reasons else None)
    detail = child(fault, "Detail")
    if detail is None:
        detail = child(fault, "detail")
    error = _find_error(detail)
    label = _flat(error) if error is not None else ""
    said = _flat(reason) if reason is not None else ""
    return INSiFault(
        subcode=subcode,
        code=(error.get("code", "") if error is not None else "")[:TEXT_CHARS_MAX],
        label=label or said,
        severity=(error.get("severite", "") if error is not None else "")[:TEXT_CHARS_MAX],
        message_id=(error.get("messageID", "") if error is not None else "")[:TEXT_CHARS_MAX],
        reason=said,
    )


def _language(element: etree._Element) -> str:
    return str(element.get("{http://www.w3.org/XML/1998/namespace}lang", ""))[:2].lower()


def _flat(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())[:TEXT_CHARS_MAX]


def _find_error(detail: etree._Element | None) -> etree._Element | None:
    if detail is None:
        return None
    return next((one for one in detail.iter(etree.Element) if local_name(one) == "Erreur"), None)


def classify_fault(fault: INSiFault) -> FaultClass:
    """Say what a fault calls for.

    Rule: ins.md §6.8: ``siram_100`` (``desir_550``, ``desir_560``) configuration; ``siram_40`` authentication;
    ``insi_102`` functional; any other, degraded mode.
    """
    codes = {fault.subcode, fault.code}
    if codes & {"siram_100", "desir_550", "desir_560"}:
        return FaultClass.CONFIGURATION
    if "siram_40" in codes:
        return FaultClass.AUTHENTICATE
    if "insi_102" in codes:
        return FaultClass.FUNCTIONAL
    return FaultClass.OUTAGE
