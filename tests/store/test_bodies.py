"""Bytes in, the same bytes out: whatever the message, however its document was written."""

import base64
import hashlib
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from liane.store.bodies import Encoding, Form, compress, cut_message, decompress, join_message, make_body

MONTH = date(2026, 11, 1)


def round_trip(raw: bytes, embedded: tuple[int, int] | None, document: bytes | None) -> tuple[Form, bytes]:
    envelope = cut_message(raw, embedded, document)
    content = decompress(envelope.encoding, envelope.content)
    return envelope.form, join_message(content, envelope.form, envelope.cut_at, envelope.body)


@given(st.binary(max_size=300), st.integers(-5, 305), st.integers(-5, 305), st.none() | st.binary(max_size=100))
def test_any_message_comes_back_to_the_byte(raw: bytes, start: int, end: int, document: bytes | None) -> None:
    assert round_trip(raw, (start, end), document)[1] == raw


@given(
    st.binary(max_size=200),
    st.binary(max_size=3000),
    st.binary(max_size=200),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
@example(b"", b"x", b"", True, True, False)
def test_a_document_in_base64_is_cut_out(
    head: bytes, document: bytes, tail: bytes, is_padded: bool, is_known: bool, is_other: bool
) -> None:
    text = base64.b64encode(document)
    if not is_padded:
        text = text.rstrip(b"=")
    raw = head + text + tail
    known = (b"other" if is_other else document) if is_known else None
    form, back = round_trip(raw, (len(head), len(head) + len(text)), known)
    assert back == raw
    if document:
        assert form is (Form.BASE64 if text == base64.b64encode(document) else Form.BASE64_UNPADDED)


@pytest.mark.parametrize(
    "text",
    [
        b"QUJD\r\nREVG",
        b"QUJD\\.br\\REVG",
        b"QUJD REVG",
        b"QR==",
        b"QUI=\n",
        b"QUJD=",
        b"====",
        "é".encode(),
        b"QUJ_",
    ],
)
def test_what_base64_cannot_give_back_is_kept_whole(text: bytes) -> None:
    raw = b"head|" + text + b"|tail"
    form, back = round_trip(raw, (5, 5 + len(text)), None)
    assert (form, back) == (Form.WHOLE, raw)


def test_compression_is_used_when_it_gains() -> None:
    assert compress(b"x" * 1000)[0] is Encoding.RAW, "too short to be worth it"
    assert compress(b"abc" * 1000)[0] is Encoding.ZSTD
    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(200))
    assert compress(noise) == (Encoding.RAW, noise)


@given(st.binary(max_size=5000))
def test_a_body_row_holds_its_bytes(data: bytes) -> None:
    row = make_body(data * 3, "text/xml", MONTH)
    assert decompress(row.encoding, row.content) == data * 3
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(data * 3).digest(), len(data) * 3)
