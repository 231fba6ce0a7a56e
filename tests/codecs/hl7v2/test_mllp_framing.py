"""MLLP frames: cut anywhere, glued together, broken."""

import pytest

from liane.codecs.hl7v2.mllp import KEPT_BYTES_MAX, MLLPReceiver, wrap_mllp
from liane.domain.errors import MalformedMessage
from tests.codecs.hl7v2.samples import make_oru


def test_a_frame() -> None:
    assert wrap_mllp(b"MSH|") == b"\x0bMSH|\x1c\r"


def test_cut_at_any_byte() -> None:
    first, second = b"MSH|^~\\&|A\x1cB", b"MSH|^~\\&|C"
    stream = wrap_mllp(first) + b"\r\n" + wrap_mllp(second)
    for cut in range(len(stream) + 1):
        receiver = MLLPReceiver()
        assert receiver.feed(stream[:cut]) + receiver.feed(stream[cut:]) == [first, second]
        assert receiver.is_idle
        receiver.close()


def test_byte_by_byte() -> None:
    receiver, stream = MLLPReceiver(), wrap_mllp(make_oru())
    received = [message for byte in stream for message in receiver.feed(bytes([byte]))]
    assert received == [make_oru()]


def test_several_messages_in_one_read() -> None:
    assert MLLPReceiver().feed(wrap_mllp(b"a") + wrap_mllp(b"") + wrap_mllp(b"c")) == [b"a", b"", b"c"]


def test_bytes_outside_a_frame_are_kept() -> None:
    receiver = MLLPReceiver()
    with pytest.raises(MalformedMessage) as caught:
        receiver.feed(b"GET / HTTP/1.1\r\n")
    assert caught.value.findings[0].code == "MLLP-001"
    assert receiver.rejected == b"GET / HTTP/1.1\r\n"
    with pytest.raises(MalformedMessage):
        receiver.feed(wrap_mllp(b"a"))
    with pytest.raises(MalformedMessage):
        receiver.close()


def test_messages_before_a_defect_are_given_first() -> None:
    receiver = MLLPReceiver()
    assert receiver.feed(wrap_mllp(b"a") + b"garbage") == [b"a"]
    assert receiver.defect is not None
    assert receiver.rejected == b"garbage"
    with pytest.raises(MalformedMessage):
        receiver.close()


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_a_frame_too_large(step: int) -> None:
    receiver, stream = MLLPReceiver(size_bytes_max=100), wrap_mllp(b"x" * 101)

    def feed_all() -> None:
        for start in range(0, len(stream), step):
            receiver.feed(stream[start : start + step])

    with pytest.raises(MalformedMessage) as caught:
        feed_all()
    assert caught.value.findings[0].code == "MLLP-002"
    assert receiver.buffered_bytes == 0


def test_the_largest_frame_passes() -> None:
    assert MLLPReceiver(size_bytes_max=100).feed(wrap_mllp(b"x" * 100)) == [b"x" * 100]


def test_what_is_kept_is_bounded() -> None:
    receiver = MLLPReceiver()
    with pytest.raises(MalformedMessage):
        receiver.feed(b"z" * (KEPT_BYTES_MAX + 10))
    assert len(receiver.rejected) == KEPT_BYTES_MAX


def test_a_stream_cut_inside_a_frame() -> None:
    receiver = MLLPReceiver()
    assert receiver.feed(b"\x0bMSH|half") == []
    assert receiver.buffered_bytes == 8
    with pytest.raises(MalformedMessage) as caught:
        receiver.close()
    assert caught.value.findings[0].code == "MLLP-003"
    assert receiver.rejected == b"MSH|half"


def test_an_empty_stream_ends_well() -> None:
    receiver = MLLPReceiver()
    receiver.feed(b"\r\n")
    receiver.close()
