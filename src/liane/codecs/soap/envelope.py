"""The SOAP 1.2 envelope with its WS-Addressing headers: written as bytes, read as values."""

from dataclasses import dataclass

from lxml import etree

from liane.codecs.soap.fault import Fault, parse_fault, render_fault_body
from liane.codecs.soap.names import ANONYMOUS, FAULT_ACTION, SOAP, WSA, WSSE
from liane.codecs.xml import parse_xml
from liane.domain.errors import Finding, MalformedMessage, Severity

ENVELOPE_BYTES_MAX = 64 * 1024 * 1024
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressing:
    """The WS-Addressing headers. Empty: absent. Rule: dmp.md §2 « HTTP rules »."""

    action: str
    message_id: str
    to: str = ""
    reply_to: str = ""
    relates_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An envelope as read. body: its only child element (None: empty). security: the children of wsse:Security.

    missing: names of the WS-Addressing headers that a request must have and that are absent.
    """

    addressing: Addressing
    body: etree._Element | None
    security: tuple[etree._Element, ...] = ()
    missing: tuple[str, ...] = ()
    fault: Fault | None = None


def _header(name: str, value: str) -> str:
    return f"<wsa:{name}>{value.translate(_ESCAPES)}</wsa:{name}>"


def render_envelope(addressing: Addressing, body: bytes, *, security: bytes = b"") -> bytes:
    """Write an envelope around a serialised body and a serialised security token (both without XML declaration).

    The pieces are copied as they are, so that a signed token stays as it was signed.
    Rule: dmp.md §2, §6.4 (MessageID, To, ReplyTo, Action with mustUnderstand; wsse:Security).
    """
    action = addressing.action.translate(_ESCAPES)
    headers = _header("MessageID", addressing.message_id) + _header("To", addressing.to)
    if addressing.reply_to:
        headers += f"<wsa:ReplyTo>{_header('Address', addressing.reply_to)}</wsa:ReplyTo>"
    if addressing.relates_to:
        headers += _header("RelatesTo", addressing.relates_to)
    start = (
        f'<soap:Envelope xmlns:soap="{SOAP}" xmlns:wsa="{WSA}"><soap:Header>{headers}'
        f'<wsa:Action soap:mustUnderstand="true">{action}</wsa:Action>'
    )
    token = b'<wsse:Security xmlns:wsse="%b">%b</wsse:Security>' % (WSSE.encode(), security) if security else b""
    return b"".join(
        (start.encode(), token, b"</soap:Header><soap:Body>", body, b"</soap:Body></soap:Envelope>"),
    )


def render_request(addressing: Addressing, body: etree._Element, *, security: etree._Element | None = None) -> bytes:
    """Write a request: as ``render_envelope``, from elements; ReplyTo is anonymous unless told otherwise."""
    complete = Addressing(
        action=addressing.action,
        message_id=addressing.message_id,
        to=addressing.to,
        reply_to=addressing.reply_to or ANONYMOUS,
    )
    return render_envelope(complete, serialize(body), security=serialize(security) if security is not None else b"")


def render_answer(addressing: Addressing, body: etree._Element) -> bytes:
    """Write an answer: To is anonymous unless told otherwise; ``relates_to`` is the request's MessageID."""
    complete = Addressing(
        action=addressing.action,
        message_id=addressing.message_id,
        to=addressing.to or ANONYMOUS,
        relates_to=addressing.relates_to,
    )
    return render_envelope(complete, serialize(body))


def render_fault(addressing: Addressing, fault: Fault) -> bytes:
    """Write an envelope that carries a Fault (HTTP 500)."""
    complete = Addressing(
        action=addressing.action or FAULT_ACTION,
        message_id=addressing.message_id,
        to=addressing.to or ANONYMOUS,
        relates_to=addressing.relates_to,
    )
    return render_envelope(complete, render_fault_body(fault))


def serialize(element: etree._Element) -> bytes:
    """Serialise an element as UTF-8, without XML declaration."""
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False)
    return data


def _refuse(code: str, location: str, message: str) -> MalformedMessage:
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=location, message=message, layer="soap", rule="dmp.md §2")
    )


def parse_envelope(data: bytes, *, size_bytes_max: int = ENVELOPE_BYTES_MAX) -> Envelope:
    """Read a SOAP 1.2 envelope.

    Raises MalformedMessage: XML-… (not readable), SOAP-001 (no SOAP 1.2 envelope), SOAP-002 (not exactly one Body, or
    several elements in it). Rule: dmp.md §2.
    """
    root = parse_xml(data, size_bytes_max=size_bytes_max)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise _refuse("SOAP-001", "Envelope", "Le message n'est pas une enveloppe SOAP 1.2.")
    bodies = root.findall(f"{{{SOAP}}}Body")
    contents = list(bodies[0].iterchildren(etree.Element)) if len(bodies) == 1 else []
    if len(bodies) != 1 or len(contents) > 1:
        raise _refuse("SOAP-002", "Body", "L'enveloppe doit contenir un seul Body, avec un seul élément au plus.")
    headers = root.findall(f"{{{SOAP}}}Header")
    header = headers[0] if headers else None
    body = contents[0] if contents else None
    has_fault = body is not None and body.tag == f"{{{SOAP}}}Fault"
    return Envelope(
        addressing=_read_addressing(header),
        body=body,
        security=_read_security(header),
        missing=_find_missing(header),
        fault=parse_fault(body) if has_fault and body is not None else None,
    )


def _wsa(header: etree._Element | None, path: str) -> etree._Element | None:
    return header.find("/".join(f"{{{WSA}}}{step}" for step in path.split("/"))) if header is not None else None


def _read_addressing(header: etree._Element | None) -> Addressing:
    def text(path: str) -> str:
        element = _wsa(header, path)
        return (element.text or "").strip() if element is not None else ""

    return Addressing(
        action=text("Action"),
        message_id=text("MessageID"),
        to=text("To"),
        reply_to=text("ReplyTo/Address"),
        relates_to=text("RelatesTo"),
    )


def _find_missing(header: etree._Element | None) -> tuple[str, ...]:
    """Headers that a request must carry; an empty To is accepted, an absent one is not. Rule: dmp.md §2."""
    missing = []
    for name, may_be_empty in (("MessageID", False), ("To", True), ("ReplyTo/Address", False), ("Action", False)):
        element = _wsa(header, name)
        if element is None or not (may_be_empty or (element.text or "").strip()):
            missing.append(name.partition("/")[0])
    return tuple(missing)


def _read_security(header: etree._Element | None) -> tuple[etree._Element, ...]:
    security = header.findall(f"{{{WSSE}}}Security") if header is not None else []
    return tuple(child for one in security for child in one.iterchildren(etree.Element))
