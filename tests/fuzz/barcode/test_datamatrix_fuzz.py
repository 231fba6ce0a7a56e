"""What a scanner may type, under any bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.barcode.datamatrix_ins import encode_payload, looks_like_ins, read_payload
from liane.domain.errors import InvalidInput

SEED = (
    b"IS010000000000000000000000S1262119999900190S21.2.250.1.213.1.4.10S3MARTINE ODILE\x1dS4LECLERCQ-DUBUS\x1dS5F"
    b"S615-11-1962S799999"
)
WORDS = (b"\x1d", b"S1", b"S2", b"S3", b"S7", b"<GS>", b"]d2", b"\xe8", b"I", b"1.2.250.1.213.1.4.9", b"\xff")
edits = st.lists(
    st.tuples(st.integers(0, 130), st.integers(0, 20), st.one_of(st.sampled_from(WORDS), st.binary(max_size=4))),
    max_size=4,
)


@given(edits, st.booleans(), st.booleans())
def test_any_bytes_are_an_ins_that_can_be_written_again_or_refused(
    changes: list[tuple[int, int, bytes]], is_text: bool, is_production: bool
) -> None:
    data = bytearray(SEED)
    for start, length, word in changes:
        data[start : start + length] = word
    raw = data.decode("latin-1") if is_text else bytes(data)
    looks_like_ins(raw)
    read = None
    with suppress(InvalidInput):
        read = read_payload(raw, is_production=is_production)
    if read is not None and read.ins.has_valid_key:
        again = read_payload(encode_payload(read.ins, read.traits), is_production=True)
        assert (again.ins, again.traits) == (read.ins, read.traits)


@given(st.one_of(st.binary(max_size=700), st.text(max_size=700)), st.one_of(st.none(), st.text(min_size=1, max_size=3)))
def test_anything_at_all_is_refused_with_a_reason(raw: bytes | str, separator: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_payload(raw, separator=separator, is_production=False)
    assert all(finding.message and finding.remedy for finding in refused.value.findings)
