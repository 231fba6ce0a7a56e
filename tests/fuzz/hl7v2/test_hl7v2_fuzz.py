"""What outsiders send in HL7 v2, under any bytes; each target states its invariant in one sentence."""

from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.describe import describe_message
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.codecs.hl7v2.policy import AcceptancePolicy
from liane.codecs.hl7v2.rendering import render_message
from liane.codecs.hl7v2.request import read_request
from liane.codecs.hl7v2.zam import parse_zam, render_zam
from liane.domain.errors import InvalidInput, MalformedMessage
from tests.codecs.hl7v2.samples import make_mdm, make_oru
from tests.codecs.hl7v2.test_zam import Z01, Z02

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
NEGATIVE = render_zam(Z02).replace(b"|Y^^", b"|N^^") + b"ERR|||207|E|550^x\r"
SEEDS = (make_oru(), make_mdm(), render_zam(Z01), render_zam(Z02), NEGATIVE, wrap_mllp(render_zam(Z01)) * 3, b"")
WORDS = (
    *(b"|", b"^", b"~", b"\\", b"&", b"\r", b"\n", b"\x0b", b"\x1c\r", b"\x1c", b'""', b"\\X0D\\", b"\\F\\", b"\xff"),
    *(b"MSH|^~\\&|", b"MSH|$*!%|", b"OBX|1|ED|", b"\rPID|", b"\rPRT||UC||RCT", b"<", b"8859/15", "é".encode()),
)
edits = st.lists(
    st.tuples(st.integers(0, 6000), st.integers(0, 400), st.one_of(st.sampled_from(WORDS), st.binary(max_size=6))),
    max_size=6,
)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A known message with a few places written over."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for start, length, word in draw(edits):
        place = start % (len(data) + 1)
        data[place : place + length] = word
    return bytes(data)


@given(spoiled())
def test_any_bytes_are_a_message_or_malformed_and_written_again_are_read_the_same(data: bytes) -> None:
    try:
        message = parse_message(data)
    except MalformedMessage:
        return
    again = parse_message(render_message(message))
    assert [segment.raw for segment in again.segments] == [segment.raw for segment in message.segments]
    for segment in message.segments:
        for number in (1, 2, 3, 5, 18, segment.field_count()):
            segment.presence(number)
            segment.component(number, 2, sub=2, rep=2)
            segment.component_span(number, 5)


@given(spoiled())
def test_any_bytes_give_a_request_or_a_finding_and_an_ack_that_others_can_read(data: bytes) -> None:
    result = read_request(data, accepted=AcceptancePolicy())
    assert result.request is not None or result.findings
    code = AckCode.AA if result.is_accepted else AckCode.AE
    raw = render_ack(result.envelope, code=code, findings=result.findings, control_id="F", at=AT)
    assert parse_ack(raw).code is code
    if result.embedded is not None:
        start, end = result.embedded
        assert 0 <= start < end <= len(data)


@given(spoiled())
def test_any_bytes_are_an_ack_a_zam_a_described_message_or_invalid_input(data: bytes) -> None:
    with suppress(InvalidInput):
        parse_ack(data)
    with suppress(InvalidInput):
        describe_message(data)
    with suppress(InvalidInput):
        zam = parse_zam(data)
        with suppress(ValueError):
            assert parse_zam(render_zam(zam)).is_positive is zam.is_positive


@given(spoiled(), st.lists(st.integers(0, 6000), max_size=8))
def test_messages_and_verdict_of_a_stream_do_not_depend_on_its_cuts(data: bytes, cuts: list[int]) -> None:
    assert receive(data, sorted(cut % (len(data) + 1) for cut in cuts)) == receive(data, [])


def receive(data: bytes, cuts: list[int]) -> tuple[list[bytes], str]:
    """Messages and code of the defect."""
    receiver, messages = MLLPReceiver(size_bytes_max=5_000), []
    try:
        for start, end in pairwise([0, *cuts, len(data)]):
            messages += receiver.feed(data[start:end])
        receiver.close()
    except MalformedMessage as defect:
        return messages, defect.findings[0].code
    return messages, ""
