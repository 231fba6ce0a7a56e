"""Identity messages under any bytes."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.hl7v2.ack import AckCode, parse_ack, render_ack
from liane.codecs.hl7v2.adt_build import render_adt
from liane.codecs.hl7v2.adt_events import EVENTS
from liane.codecs.hl7v2.adt_read import read_adt
from liane.codecs.hl7v2.policy import AcceptancePolicy
from tests.codecs.hl7v2.adt_samples import make_identity, make_merge, make_stay

AT = datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
SEEDS = (
    make_identity(),
    make_merge(),
    make_merge("A47", "ADT_A30"),
    make_stay(),
    make_stay("Z99", action="UPDATE", original="A01"),
    make_stay("A13", "ADT_A01", "CANCEL", "A03"),
    b"",
)
WORDS = (
    *(b"|", b"^", b"~", b"\\", b"&", b"\r", b"\n", b'""', b"\\X00\\", b"\\F\\", b"\xff", b"\x00", "é".encode()),
    *(b"ADT^A40^ADT_A39", b"\rMRG|", b"\rZBE|", b"\rPID|", b"\rZFA||", b"CANCEL", b"99999999", b"8859/1", b"MSH|$*!%|"),
)
edits = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 200), st.one_of(st.sampled_from(WORDS), st.binary(max_size=6))),
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
def test_any_bytes_give_a_message_or_a_finding_and_an_ack_that_others_can_read(data: bytes) -> None:
    result = read_adt(data, accepted=AcceptancePolicy())
    assert result.message is not None or result.findings
    code = AckCode.AA if result.is_accepted else AckCode.AE
    raw = render_ack(result.envelope, code=code, findings=result.findings, control_id="F", at=AT)
    assert parse_ack(raw).code is code


@given(spoiled())
def test_what_is_accepted_can_be_told_again_and_is_accepted_there(data: bytes) -> None:
    policy = AcceptancePolicy()
    result = read_adt(data, accepted=policy)
    if not result.is_accepted or result.message is None:
        return
    assert result.message.event in EVENTS
    again = read_adt(render_adt(result.message, at=AT), accepted=policy)
    assert again.message is not None
    assert again.message.action is result.message.action
    assert again.message.told.identity.identifiers
