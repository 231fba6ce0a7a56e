"""Technical acknowledgements: ours, and those of others."""

from datetime import UTC, datetime

import pytest

from liane.codecs.hl7v2.ack import ERRORS_MAX, Ack, AckCode, AckError, parse_ack, render_ack, render_location
from liane.codecs.hl7v2.envelope import MessageEnvelope, read_envelope
from liane.codecs.hl7v2.er7 import parse_message
from liane.domain.errors import Finding, MalformedMessage, Severity
from tests.codecs.hl7v2.samples import make_mdm, make_oru, set_field

AT = datetime(2026, 3, 2, 13, 15, 1, tzinfo=UTC)  # 14:15:01 in Paris


def envelope_of(message: bytes) -> MessageEnvelope:
    return read_envelope(parse_message(message))


def finding(code: str, location: str = "PID-3", message: str = "Patient ^ inconnu|") -> Finding:
    return Finding(code=code, severity=Severity.ERROR, location=location, message=message, remedy="Corriger.")


def test_a_positive_ack() -> None:
    assert render_ack(envelope_of(make_oru()), code=AckCode.AA, control_id="PFI-1", at=AT) == (
        b"MSH|^~\\&|PFI-TEST|CH-FICTIF|SGL-TEST|LABO-FICTIF|20260302141501||ACK^R01^ACK|PFI-1|T|2.5|||||FRA|"
        b"UNICODE UTF-8\rMSA|AA|SGL-000245\r"
    )


def test_a_negative_ack() -> None:
    findings = (
        finding("COH-001"),
        finding("HL7-013", "MSH-12", "Version."),
        Finding(code="HL7-094", severity=Severity.WARNING, location="OBX", message="Non dit."),
    )
    ack = render_ack(envelope_of(make_mdm()), code=AckCode.AE, findings=findings, control_id="PFI-2", at=AT)
    head, msa, *errors, end = ack.decode().split("\r")
    assert "|ACK^T02^ACK|PFI-2|T|2.6|" in head
    assert msa == "MSA|AE|RIS-000012"
    assert errors == [
        "ERR||PID^1^3|207^Application error^messageErrorCondition|E|"
        "COH-001^Patient \\S\\ inconnu\\F\\^applicationErrorCode|||Patient \\S\\ inconnu\\F\\ Corriger.",
        "ERR||MSH^1^12|203^Unsupported version id^messageErrorCondition|E||||Version. Corriger.",
    ]
    assert end == ""


def test_our_ack_is_read_back() -> None:
    ack = render_ack(envelope_of(make_oru()), code=AckCode.AE, findings=[finding("COH-001")], control_id="P", at=AT)
    assert parse_ack(ack) == Ack(
        code=AckCode.AE,
        request_control_id="SGL-000245",
        control_id="P",
        event="R01",
        version="2.5",
        errors=(
            AckError(
                condition="207",
                condition_label="Application error",
                severity="E",
                location="PID^1^3",
                application_code="COH-001",
                application_label="Patient ^ inconnu|",
                application_table="applicationErrorCode",
                user_message="Patient ^ inconnu| Corriger.",
            ),
        ),
    )


def test_the_charset_of_the_message_is_kept() -> None:
    envelope = envelope_of(make_oru(charset="8859/15"))
    ack = render_ack(envelope, code=AckCode.AE, findings=[finding("X", message="Réf. n’est")], control_id="P", at=AT)
    assert "Réf. n'est".encode("iso8859-15") in ack
    assert b"|FRA|8859/15\r" in ack


def test_the_routing_is_given_back_whole() -> None:
    message = set_field(make_oru(), "MSH", 3, "SGL^1.2.250.1.999.3^ISO")
    assert b"|SGL^1.2.250.1.999.3^ISO|LABO-FICTIF|" in render_ack(
        envelope_of(message), code=AckCode.AA, control_id="P", at=AT
    )


def test_other_delimiters_are_answered_with_standard_ones() -> None:
    envelope = envelope_of(b"MSH$*@!%$SGL*1.2%3$F^AC$PFI$CH$2026$$ORU*R01*ORU_R01$42$T$2.5\r")
    ack = render_ack(envelope, code=AckCode.AA, control_id="P", at=AT)
    assert ack.startswith(b"MSH|^~\\&|PFI|CH|SGL^1.2&3|F\\S\\AC|")


def test_the_version_of_pam_is_kept_whole() -> None:
    envelope = envelope_of(b"MSH|^~\\&|GAM|CH|PFI|CH|2026||ADT^A28^ADT_A05|1|T|2.5^FRA^2.11|||||FRA|UNICODE UTF-8\r")
    ack = render_ack(envelope, code=AckCode.AA, control_id="P", at=AT)
    assert b"|ACK^A28^ACK|P|T|2.5^FRA^2.11|" in ack


def test_nothing_could_be_read() -> None:
    ack = parse_ack(render_ack(None, code=AckCode.AE, findings=[finding("HL7-002", "MSH")], control_id="P", at=AT))
    assert (ack.code, ack.request_control_id) == (AckCode.AE, "")
    assert ack.errors[0].condition == "100"


@pytest.mark.parametrize("code", [AckCode.AE, AckCode.AR])
def test_a_refusal_always_says_something(code: AckCode) -> None:
    ack = parse_ack(render_ack(envelope_of(make_oru()), code=code, control_id="P", at=AT))
    assert ack.code is code
    assert len(ack.errors) == 1
    assert ack.errors[0].user_message


def test_errors_are_bounded() -> None:
    ack = render_ack(envelope_of(make_oru()), code=AckCode.AE, findings=[finding("X")] * 99, control_id="P", at=AT)
    assert len(parse_ack(ack).errors) == ERRORS_MAX


@pytest.mark.parametrize(
    ("location", "written"),
    [
        ("PID", "PID^1"),
        ("PID-3", "PID^1^3"),
        ("PID-3[2]", "PID^1^3^2"),
        ("PID-3[2].4", "PID^1^3^2^4"),
        ("PID-3.4.2", "PID^1^3^1^4^2"),
        ("OBX(7)-5", "OBX^7^5"),
        ("OBX(7)-5.1", "OBX^7^5^1^1"),
        ("OBX[DESTDMP]", "OBX"),
        ("PRT[SB]-8", "PRT"),
        ("/ClinicalDocument/id", ""),
        ("ligne 3, colonne 2", ""),
        ("", ""),
    ],
)
def test_locations(location: str, written: str) -> None:
    assert render_location(location) == written


MSH = b"MSH|^~\\&|B|B|A|A|2026||%s|%s|P|%s"
FOREIGN = [
    pytest.param(MSH % (b"ACK", b"ACK", b"2.3") + b"\rMSA|AA|42", id="node-hl7-server, no last CR"),
    pytest.param(MSH % (b"ACK^A01^ACK", b"1", b"2.3") + b"\rMSA|AA|42\r", id="simple-hl7"),
    pytest.param(MSH % (b"ACK^A01^ACK_A01", b"1", b"2.5") + b"\rMSA|AA|42\r", id="three components"),
    pytest.param(MSH % (b"ACK^A01", b"1", b"2.4") + b"\nMSA|AA|42|Message accepted\n", id="LF and MSA-3"),
    pytest.param(MSH % (b"ACK^A01", b"1", b"2.5") + b"\r\nMSA|CA|42\r\n", id="enhanced mode"),
    pytest.param(MSH % (b"ACK", b"", b"") + b"\rMSA|aa| 42 \r", id="careless"),
    pytest.param(b"\x0b" + MSH % (b"ACK", b"1", b"2.5") + b"\rMSA|AA|42\r\x1c", id="frame left on"),
    pytest.param(MSH % (b"ACK", b"1", b"2.5") + b"\rSFT|x\rMSA|AA|42\rZZZ|1\r", id="more segments"),
]


@pytest.mark.parametrize("data", FOREIGN)
def test_foreign_acks_are_read(data: bytes) -> None:
    ack = parse_ack(data)
    assert (ack.code, ack.request_control_id) == (AckCode.AA, "42")


def test_an_old_err_is_read() -> None:
    ack = parse_ack(MSH % (b"ACK", b"1", b"2.3") + b"\rMSA|AE|42|Refused\rERR|PID^1^3^101&Required field missing\r")
    assert ack.text == "Refused"
    assert (ack.errors[0].location, ack.errors[0].condition) == ("PID^1^3", "101")
    assert ack.errors[0].condition_label == "Required field missing"


def test_the_error_of_a_consumer_is_read() -> None:
    ack = parse_ack(
        b"MSH|^~\\&|DPI-TEST|CH|PFI-TEST|CH|2026||ACK^T10^ACK|D|T|2.6|||||FRA|UNICODE UTF-8\rMSA|AE|PFI-900310\r"
        b"ERR||PID^1^3|207^Application error^messageErrorCondition|E|902^Identifiant de patient inconnu^"
        b"applicationErrorCode\r"
    )
    assert (ack.errors[0].application_code, ack.errors[0].application_table) == ("902", "applicationErrorCode")


@pytest.mark.parametrize(
    "data", [b"", b"MSH|^~\\&|A\r", b"MSH|^~\\&|A\rMSA|ZZ|42\r", b"MSH|^~\\&|A\rMSA\r", b"HTTP/1.1 400"]
)
def test_what_is_no_ack(data: bytes) -> None:
    with pytest.raises(MalformedMessage):
        parse_ack(data)
