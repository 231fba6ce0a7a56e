"""ER7 and MLLP under any bytes."""

from contextlib import suppress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.charset import Charset
from liane.codecs.hl7v2.describe import describe_message
from liane.codecs.hl7v2.er7 import parse_message
from liane.codecs.hl7v2.mllp import MLLPReceiver, wrap_mllp
from liane.codecs.hl7v2.rendering import escape_text, join_components, render_message, render_segment
from liane.domain.errors import InvalidInput, MalformedMessage
from tests.codecs.hl7v2.samples import make_oru, read

HEAD = b"MSH|^~\\&|A|B|C|D|2026||ORU^R01|1|T|2.5|||||FRA|"
printable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
pieces = st.lists(
    st.one_of(
        st.sampled_from([b"|", b"^", b"~", b"\\", b"&", b"\r", b"\n", b'""', b"MSH|^~\\&|", b"PID|", b"OBX|1|ED|"]),
        st.binary(max_size=8),
    ),
    max_size=60,
).map(b"".join)


@given(st.one_of(st.binary(max_size=300), pieces.map(lambda tail: HEAD + tail)))
def test_any_bytes_give_a_message_or_invalid_input(data: bytes) -> None:
    try:
        message = parse_message(data)
    except MalformedMessage:
        return
    for segment in message.segments:
        for number in range(segment.field_count() + 2):
            segment.presence(number)
            segment.component(number, 2, sub=2, rep=2)
            segment.component_span(number, 3)
    again = parse_message(render_message(message))
    assert [segment.raw for segment in again.segments] == [segment.raw for segment in message.segments]


@given(st.one_of(st.binary(max_size=300), pieces.map(lambda tail: HEAD + tail)))
def test_any_bytes_are_read_or_refused_as_a_request(data: bytes) -> None:
    result = read(data)
    assert result.request is not None or result.findings


@given(st.data())
def test_a_spoiled_request_never_raises(data: st.DataObject) -> None:
    message = bytearray(make_oru())
    for _ in range(data.draw(st.integers(1, 8))):
        position = data.draw(st.integers(0, len(message) - 1))
        message[position : position + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=5))
    read(bytes(message))
    with suppress(InvalidInput):
        describe_message(bytes(message))


@given(printable)
def test_an_escaped_text_comes_back(text: str) -> None:
    line = render_segment("NTE", {3: join_components("", text, "end")}) + b"\r"
    nte = parse_message(HEAD + b"UNICODE UTF-8\r" + line).first("NTE")
    assert nte is not None
    assert nte.component(3, 2) == text.strip()
    assert "\r" not in escape_text(text)


@given(printable)
def test_latin_output_is_always_latin(text: str) -> None:
    data = HEAD + b"8859/15\r" + render_segment("NTE", {3: escape_text(text)}, Charset.LATIN_9)
    assert parse_message(data).charset is Charset.LATIN_9


@given(st.lists(st.binary(max_size=50).map(lambda body: body.replace(b"\x1c\r", b"")), max_size=5), st.data())
def test_frames_do_not_depend_on_the_cuts(bodies: list[bytes], data: st.DataObject) -> None:
    bodies = [body.removesuffix(b"\x1c") for body in bodies]
    stream = b"".join(map(wrap_mllp, bodies))
    receiver, taken, position = MLLPReceiver(), [], 0
    while position < len(stream):
        step = data.draw(st.integers(1, 20))
        taken += receiver.feed(stream[position : position + step])
        position += step
    receiver.close()
    assert taken == bodies


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_any_stream_gives_the_same_messages_and_verdict_whatever_the_cuts(stream: bytes, cuts: list[int]) -> None:
    assert receive(stream, []) == receive(stream, cuts)


def receive(stream: bytes, cuts: list[int]) -> tuple[list[bytes], str]:
    receiver, messages = MLLPReceiver(size_bytes_max=20), []
    places = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    try:
        for start, end in pairwise(places):
            messages += receiver.feed(stream[start:end])
        receiver.close()
    except MalformedMessage as error:
        return messages, error.findings[0].code
    return messages, ""
