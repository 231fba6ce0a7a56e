"""The three examples of the datamatrix INS, as ins.md §9 prints them: read, and written byte for byte."""

import re
from pathlib import Path

import pytest

from liane.codecs.barcode.datamatrix_ins import encode_payload, read_payload
from liane.codecs.barcode.reader import read_symbols
from liane.codecs.barcode.symbol import render_png

pytestmark = pytest.mark.conformance
LINE = re.compile(r"^(IS01\S.*?) +\( *(\d+) bytes", re.MULTILINE)


def examples(spec_dir: Path) -> list[tuple[bytes, int]]:
    """Payload and size of each example."""
    text = (spec_dir / "ins.md").read_text(encoding="utf-8")
    return [(payload.replace("<GS>", "\x1d").encode("ascii"), int(size)) for payload, size in LINE.findall(text)]


def test_the_three_examples_are_read_and_written_byte_for_byte(spec_dir: Path) -> None:
    found = examples(spec_dir)
    assert [size for _, size in found] == [120, 107, 96]
    for payload, size in found:
        assert len(payload) == size
        read = read_payload(payload, is_production=True)
        assert read.findings == ()
        assert encode_payload(read.ins, read.traits) == payload


def test_their_symbols_give_them_back(spec_dir: Path) -> None:
    for payload, _ in examples(spec_dir):
        assert [symbol.data for symbol in read_symbols(render_png(payload))] == [payload]


def test_the_last_one_has_no_birth_place(spec_dir: Path) -> None:
    places = [read_payload(payload, is_production=True).traits.birth_place for payload, _ in examples(spec_dir)]
    assert [bool(place) for place in places] == [True, True, False]
