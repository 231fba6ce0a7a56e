"""SOAP 1.2: headers written and read, missing ones named, Faults in both languages."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from liane.codecs.soap.envelope import (
    Addressing,
    parse_envelope,
    render_answer,
    render_envelope,
    render_fault,
    render_request,
)
from liane.codecs.soap.fault import Fault
from liane.codecs.soap.names import ANONYMOUS, FAULT_ACTION, SOAP, WSA
from liane.codecs.xml import parse_xml
from liane.codecs.xmldsig.algorithms import canonicalize
from liane.domain.errors import MalformedMessage

REQUEST = Addressing(action="urn:action", message_id="urn:uuid:1", to="https://dmp.test/registry")


def test_a_request_is_read_back() -> None:
    body, token = parse_xml(b"<b xmlns='urn:b'>\xc3\xa9</b>"), parse_xml(b"<t/>")
    envelope = parse_envelope(render_request(REQUEST, body, security=token))
    assert envelope.addressing == Addressing(
        action="urn:action", message_id="urn:uuid:1", to="https://dmp.test/registry", reply_to=ANONYMOUS
    )
    assert envelope.missing == ()
    assert envelope.body is not None
    assert canonicalize(envelope.body, is_exclusive=True) == canonicalize(body, is_exclusive=True)
    assert [one.tag for one in envelope.security] == ["t"]
    assert envelope.fault is None


def test_the_action_must_be_understood() -> None:
    root = parse_xml(render_request(REQUEST, etree.Element("b")))
    action = root.find(f"{{{SOAP}}}Header/{{{WSA}}}Action")
    assert action is not None
    assert action.get(f"{{{SOAP}}}mustUnderstand") == "true"


def test_an_answer_names_the_request() -> None:
    envelope = parse_envelope(
        render_answer(Addressing(action="a", message_id="m", relates_to="urn:uuid:1"), etree.Element("b"))
    )
    assert envelope.addressing == Addressing(action="a", message_id="m", to=ANONYMOUS, relates_to="urn:uuid:1")


def test_a_signed_token_stays_byte_for_byte() -> None:
    token = b"<t   a='1'  ><!-- x --></t>"
    assert token in render_envelope(REQUEST, b"<b/>", security=token)


def test_no_token_no_security_header() -> None:
    assert b"Security" not in render_envelope(REQUEST, b"<b/>")


@pytest.mark.conformance
def test_the_headers_of_the_specification_are_read(spec_dir: Path) -> None:
    """dmp.md §6.4."""
    text = (spec_dir / "dmp.md").read_text()
    found = re.search(r"<soap:Envelope.*?</soap:Envelope>", text, re.DOTALL)
    assert found is not None
    envelope = parse_envelope(found.group().encode())
    assert envelope.missing == ()
    assert envelope.addressing.action == "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
    assert envelope.addressing.message_id == "urn:uuid:4f3c0f2e-5a0e-4d7d-9d63-6c6fbb0a3a11"
    assert envelope.body is None


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (b"", ("MessageID", "To", "ReplyTo", "Action")),
        (b"<wsa:To/>", ("MessageID", "ReplyTo", "Action")),
        (b"<wsa:To/><wsa:MessageID>1</wsa:MessageID><wsa:Action> </wsa:Action>", ("ReplyTo", "Action")),
        (b"<wsa:MessageID>1</wsa:MessageID><wsa:Action>a</wsa:Action>", ("To", "ReplyTo")),
    ],
)
def test_missing_headers_are_named(header: bytes, missing: tuple[str, ...]) -> None:
    """An empty To is accepted, an absent one is not. Rule: dmp.md §2."""
    data = b'<s:Envelope xmlns:s="%b" xmlns:wsa="%b"><s:Header>%b</s:Header><s:Body/></s:Envelope>'
    assert parse_envelope(data % (SOAP.encode(), WSA.encode(), header)).missing == missing


def test_an_envelope_without_header_is_read() -> None:
    envelope = parse_envelope(f'<s:Envelope xmlns:s="{SOAP}"><s:Body><b/></s:Body></s:Envelope>'.encode())
    assert envelope.security == ()
    assert len(envelope.missing) == 4


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a/>", "SOAP-001"),
        (b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>', "SOAP-001"),
        (f'<s:Envelope xmlns:s="{SOAP}"/>'.encode(), "SOAP-002"),
        (f'<s:Envelope xmlns:s="{SOAP}"><s:Body/><s:Body/></s:Envelope>'.encode(), "SOAP-002"),
        (f'<s:Envelope xmlns:s="{SOAP}"><s:Body><a/><b/></s:Body></s:Envelope>'.encode(), "SOAP-002"),
        (b"<!DOCTYPE a><a/>", "XML-002"),
    ],
)
def test_what_is_no_envelope_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage, match=code):
        parse_envelope(data)


def test_a_size_above_the_bound_is_refused() -> None:
    with pytest.raises(MalformedMessage, match="XML-001"):
        parse_envelope(render_envelope(REQUEST, b"<b/>"), size_bytes_max=10)


text = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=40)


@given(action=text, message_id=text, to=text)
def test_any_text_survives_in_a_header(action: str, message_id: str, to: str) -> None:
    envelope = parse_envelope(
        render_envelope(Addressing(action=action, message_id=message_id, to=to), b"<b/>")
    ).addressing
    assert (envelope.action, envelope.message_id, envelope.to) == (action.strip(), message_id.strip(), to.strip())


FAULT = Fault(
    code="Sender",
    subcode="DMPInvalidCertificate",
    subcode_namespace="urn:dmp",
    reasons={"fr": "Certificat <refusé>", "en": "Not a valid signature certificate"},
    detail="VIHF-010",
)


def test_a_fault_is_read_back() -> None:
    envelope = parse_envelope(render_fault(Addressing(action="", message_id="m", relates_to="1"), FAULT))
    assert envelope.fault == FAULT
    assert envelope.addressing.action == FAULT_ACTION
    assert envelope.fault is not None
    assert envelope.fault.reason == "Certificat <refusé>"


def test_a_fault_without_subcode_nor_reason_is_read_back() -> None:
    envelope = parse_envelope(render_fault(Addressing(action="a", message_id="m"), Fault(code="Receiver")))
    assert envelope.fault == Fault(code="Receiver", reasons={"fr": "Erreur"})


def test_the_deepest_subcode_is_kept_and_english_alone_is_a_reason() -> None:
    fault = (
        "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>a:Premier</s:Value><s:Subcode>"
        "<s:Value>XDSDocumentUniqueIdError</s:Value></s:Subcode></s:Subcode></s:Code>"
        '<s:Reason><s:Text xml:lang="en-US">unknown</s:Text></s:Reason></s:Fault>'
    )
    data = f'<s:Envelope xmlns:s="{SOAP}" xmlns:a="urn:a"><s:Body>{fault}</s:Body></s:Envelope>'
    found = parse_envelope(data.encode()).fault
    assert found == Fault(code="Sender", subcode="XDSDocumentUniqueIdError", reasons={"en": "unknown"})
    assert found is not None
    assert found.reason == "unknown"


def test_an_empty_fault_is_read() -> None:
    data = f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault/></s:Body></s:Envelope>'
    assert parse_envelope(data.encode()).fault == Fault(code="")
