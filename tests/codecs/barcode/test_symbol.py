"""The symbol drawn and found again: square, quiet, at any angle, small, several at once, never a bomb."""

import io
import re
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from liane.codecs.barcode.reader import IMAGE_BYTES_MAX, read_symbols
from liane.codecs.barcode.symbol import QUIET_MODULES, find_runs, modules, render_png, render_svg
from liane.codecs.xml import parse_xml
from liane.domain.errors import InvalidInput, MalformedMessage, RuleViolation

PAYLOAD = (
    b"IS010000000000000000000000S1262119999900190S21.2.250.1.213.1.4.10S3MARTINE ODILE\x1dS4LECLERCQ-DUBUS\x1dS5F"
    b"S615-11-1962S799999"
)
OTHER = b"IS010000000000000000000000S1724019999900187S21.2.250.1.213.1.4.9\x1dS3NOE\x1dS4N'DIAYE\x1dS5MS617-01-2024"
FULL = b"IS01" + b"0" * 22 + b"S1262119999900190S21.2.250.1.213.1.4.8\x1dS3" + b"A" * 100 + b"S4" + b"B" * 100


def encode(image: Image.Image, kind: str = "PNG") -> bytes:
    """A picture file."""
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def sheet(*payloads: bytes, module_pixels: int = 6, angle: float = 0) -> Image.Image:
    """Symbols side by side on a white sheet, turned."""
    tiles = [
        Image.open(io.BytesIO(render_png(payload, module_pixels=module_pixels))).convert("L") for payload in payloads
    ]
    side = max(tile.width for tile in tiles)
    page = Image.new("L", (side * (2 * len(tiles) + 1), side * 3), 255)
    for rank, tile in enumerate(tiles):
        page.paste(tile, (side * (2 * rank + 1), side))
    return page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


@pytest.mark.parametrize("payload", [PAYLOAD, OTHER, FULL, b"\x1d", bytes(range(256))])
def test_a_symbol_is_square_with_its_finder_and_its_quiet_zone(payload: bytes) -> None:
    rows = modules(payload)
    side = len(rows)
    assert {len(row) for row in rows} == {side}
    assert side % 2 == 0
    assert all(row[0] for row in rows), "solid left border"
    assert all(rows[-1]), "solid bottom border"
    assert [rows[0][column] for column in range(side)] == [column % 2 == 0 for column in range(side)]
    image = Image.open(io.BytesIO(render_png(payload, module_pixels=1)))
    assert image.size == (side + 2 * QUIET_MODULES,) * 2
    border = [image.getpixel((0, place)) for place in range(image.height)]
    assert set(border) == {255}


@pytest.mark.parametrize("payload", [PAYLOAD, OTHER, FULL, bytes(range(256))])
def test_the_bytes_are_read_back_exactly(payload: bytes) -> None:
    assert [symbol.data for symbol in read_symbols(render_png(payload))] == [payload]


def test_the_svg_draws_the_same_modules() -> None:
    svg = render_svg(PAYLOAD, title='INS « à scanner » <"&>')
    root = parse_xml(svg.encode())
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'INS « à scanner » <"&>'
    assert "style" not in svg
    drawn = root[1].get("d") or ""
    runs = [tuple(int(number) for number in run) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn)]
    expected = find_runs(modules(PAYLOAD))
    assert runs == [(column + QUIET_MODULES, row + QUIET_MODULES, length) for column, row, length in expected]
    assert sum(length for _, _, length in expected) == sum(map(sum, modules(PAYLOAD)))


@pytest.mark.parametrize("angle", [0, 7, 30, 45, 90, 133, 180, 270, 315])
@pytest.mark.parametrize("module_pixels", [2, 3, 6])
def test_a_symbol_is_found_turned_and_small(angle: int, module_pixels: int) -> None:
    page = sheet(PAYLOAD, module_pixels=module_pixels, angle=angle)
    assert [symbol.data for symbol in read_symbols(encode(page))] == [PAYLOAD]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_every_kind_of_picture_is_read(kind: str) -> None:
    assert [symbol.data for symbol in read_symbols(encode(sheet(PAYLOAD), kind))] == [PAYLOAD]


def test_a_poor_scan_is_read() -> None:
    page = sheet(PAYLOAD, module_pixels=4, angle=3)
    dim = page.point(lambda value: 90 + value // 3)
    out = io.BytesIO()
    dim.save(out, "JPEG", quality=30)
    assert [symbol.data for symbol in read_symbols(out.getvalue())] == [PAYLOAD]


def test_a_transparent_picture_is_on_white() -> None:
    grey = sheet(PAYLOAD)
    image = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    image.putalpha(grey.point(lambda value: 255 - value))
    assert [symbol.data for symbol in read_symbols(encode(image))] == [PAYLOAD]


def test_several_symbols_are_all_found_where_they_are() -> None:
    symbols = read_symbols(encode(sheet(PAYLOAD, OTHER)))
    assert {symbol.data for symbol in symbols} == {PAYLOAD, OTHER}
    first = next(symbol for symbol in symbols if symbol.data == PAYLOAD)
    side = 6 * (len(modules(PAYLOAD)) + 2 * QUIET_MODULES)
    assert all(side <= x <= 2 * side and side <= y <= 2 * side for x, y in first.corners)


def test_a_picture_without_symbol_gives_none() -> None:
    assert read_symbols(encode(Image.new("L", (300, 200), 255))) == ()


def test_a_large_picture_is_reduced_and_still_read() -> None:
    page = Image.new("1", (5000, 5000), 1)
    page.paste(Image.open(io.BytesIO(render_png(PAYLOAD, module_pixels=12))), (4200, 300))
    (symbol,) = read_symbols(encode(page))
    assert symbol.data == PAYLOAD
    assert 4200 <= symbol.corners[0][0] <= 4800


def chunk(name: bytes, data: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


BOMB = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">LLBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)) + chunk(b"IEND", b"")
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "DTM-031"),
        (b"%PDF-1.4", "DTM-031"),
        (render_png(PAYLOAD)[:200], "DTM-031"),
        (b"\0" * (IMAGE_BYTES_MAX + 1), "DTM-030"),
        (encode(Image.new("1", (9000, 5000), 1)), "DTM-032"),
        (BOMB, "DTM-031"),
    ],
)
def test_what_is_no_picture_or_a_bomb_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(MalformedMessage) as caught:
        read_symbols(data)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_bounds_of_writing() -> None:
    for payload in (b"", b"x" * 1001):
        with pytest.raises(RuleViolation):
            modules(payload)
    with pytest.raises(ValueError, match="bounds"):
        render_png(PAYLOAD, module_pixels=0)


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=40)
def test_any_bytes_survive_the_symbol(payload: bytes) -> None:
    assert [symbol.data for symbol in read_symbols(render_png(payload, module_pixels=4))] == [payload]


@given(st.binary(max_size=300), st.integers(0, 500), st.integers(0, 60))
@settings(max_examples=60)
def test_any_bytes_are_a_picture_or_refused(data: bytes, place: int, length: int) -> None:
    picture = bytearray(render_png(PAYLOAD, module_pixels=2))
    picture[place : place + length] = data
    with suppress(InvalidInput):
        read_symbols(bytes(picture))
