"""Any bytes give an envelope, a message, or InvalidInput; nothing else, and within bounds."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.soap.envelope import Addressing, parse_envelope, render_envelope, render_fault
from liane.codecs.soap.fault import Fault
from liane.codecs.soap.mtom import Part, parse_multipart, render_multipart
from liane.domain.errors import InvalidInput

ENVELOPE = render_envelope(Addressing(action="a", message_id="m", to="t", reply_to="r"), b"<b/>", security=b"<s/>")
FAULT = render_fault(Addressing(action="a", message_id="m"), Fault(code="Sender", subcode="X", reasons={"fr": "non"}))
TYPE, CHUNKS = render_multipart(
    ENVELOPE, [Part(content_id="d@x", media_type="text/xml", content=b"<cda/>")], boundary="b", root_id="r"
)
MESSAGE = b"".join(CHUNKS)


def mutate(seed: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Replace slices of a seed by other bytes."""
    data = seed
    for start, length, replacement in cuts:
        begin = start % (len(data) + 1)
        data = data[:begin] + replacement + data[begin + length :]
    return data


edits = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=20)), max_size=4)


@given(seed=st.sampled_from([ENVELOPE, FAULT]), cuts=edits)
def test_an_envelope_or_invalid_input(seed: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    with contextlib.suppress(InvalidInput):
        parse_envelope(mutate(seed, cuts))


@given(cuts=edits, kind=st.one_of(st.just(TYPE), st.text(max_size=60), st.just("multipart/related; boundary=b")))
def test_a_message_or_invalid_input(cuts: list[tuple[int, int, bytes]], kind: str) -> None:
    with contextlib.suppress(InvalidInput):
        parse_multipart(kind, mutate(MESSAGE, cuts))


@given(st.binary(max_size=300), st.text(max_size=80))
def test_raw_bytes(data: bytes, kind: str) -> None:
    for content_type in (kind, "multipart/related; boundary=a", "text/xml"):
        with contextlib.suppress(InvalidInput):
            parse_multipart(content_type, data)
    with contextlib.suppress(InvalidInput):
        parse_envelope(data)
