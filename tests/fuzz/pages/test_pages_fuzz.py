"""What a file may hold, under any bytes: pages or a refusal, always in bounds."""

import io
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from liane.codecs.imaging.reading import OCRReaders
from liane.codecs.pdf.pages import read_pages
from liane.codecs.pdf.pages_file import render_page
from liane.codecs.pdf.pages_limits import PageLimits
from liane.codecs.pdf.pages_order import order_words
from liane.domain.errors import InvalidInput
from liane.domain.intake.page import Box, Word
from tests.pages_kit import encode, letter_image, letter_pdf, pdf_of, scan_pdf, show

LIMITS = PageLimits(pages_max=8, pixels_max=4_000_000, pixels_read_max=200_000, stream_bytes_max=4_000_000)
SMALL = letter_image(dpi=40).convert("L")
TIFF = io.BytesIO()
SMALL.save(TIFF, "TIFF", save_all=True, append_images=[Image.new("1", (50, 70), 1)], compression="tiff_lzw")
SEEDS = (
    letter_pdf(),
    pdf_of([show("Nom", 50, 50), b"q Q"], page=b"/Rotate 90"),
    scan_pdf(SMALL, over=show("Nom", 60, 20)),
    encode(SMALL, "PNG"),
    encode(SMALL, "JPEG"),
    TIFF.getvalue(),
)
WORDS = (
    b"0",
    b"-1",
    b"99999999999",
    b"obj",
    b"endobj",
    b"stream",
    b"<<",
    b">>",
    b"[",
    b"/Kids",
    b"/Rotate 91",
    b"(",
    b"R",
)
edits = st.lists(
    st.tuples(st.integers(0, 6000), st.integers(0, 30), st.one_of(st.sampled_from(WORDS), st.binary(max_size=6))),
    max_size=5,
)


def check(data: bytes, name: str) -> None:
    """Pages within bounds or a refusal."""
    with suppress(InvalidInput):
        result = read_pages(data, name=name, readers=OCRReaders(), limits=LIMITS)
        assert 1 <= len(result.pages) <= LIMITS.pages_max
        for page in result.pages:
            for word in page.words:
                assert word.text.strip()
                assert 0 <= word.box.x0 < word.box.x1 <= 1
                assert 0 <= word.box.y0 < word.box.y1 <= 1
    with suppress(InvalidInput):
        render_page(data, 1, 20, limits=LIMITS)


@given(st.sampled_from(SEEDS), edits)
def test_any_damage_gives_pages_or_a_refusal(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(seed)
    for start, length, word in changes:
        data[start : start + length] = word
    check(bytes(data), "courrier.pdf")


@given(
    st.sampled_from((b"", b"%PDF-1.4\n", b"II*\x00", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n")),
    st.binary(max_size=300),
)
def test_any_bytes_give_pages_or_a_refusal(head: bytes, rest: bytes) -> None:
    check(head + rest, "a")


boxes = st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.001, 0.1), st.floats(0.001, 0.1))


@given(st.lists(boxes, max_size=60))
def test_every_word_is_read_once_whatever_the_places(places: list[tuple[float, float, float, float]]) -> None:
    words = [
        Word(text=str(number), box=Box(x0=x, y0=y, x1=x + wide, y1=y + high))
        for number, (x, y, wide, high) in enumerate(places)
    ]
    ordered = order_words(words, width_pt=595, height_pt=842)
    assert sorted(word.text for word in ordered) == sorted(word.text for word in words)
    lines = [word.line for word in ordered]
    assert lines == sorted(lines)
