"""Pictures of a narrative: decoded within bounds, drawn where the document shows them, never transparent."""

import base64
import io
import re
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from liane.codecs.cda.header import read_document
from liane.codecs.pdf.pictures import PICTURE_BYTES_MAX, PICTURES_MAX, read_picture, read_pictures
from liane.codecs.pdf.rendering import render_pdf
from liane_sandbox.emitter.example_documents import make_example
from liane_sandbox.emitter.examples.facts import make_facts
from liane_sandbox.patients import PATIENTS

N3 = make_example("cr_bio", facts=make_facts(PATIENTS[0], 1))


def picture(file_format: str, mode: str, size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, file_format)
    return out.getvalue()


def with_pictures(*pictures: bytes) -> bytes:
    """The example with pictures in an entry, all shown at the end of its narrative."""
    medias = "".join(
        f'<entry><observationMedia classCode="OBS" moodCode="EVN" ID="im{number}"><value mediaType="image/png" '
        f'representation="B64">{base64.b64encode(data).decode()}</value></observationMedia></entry>'
        for number, data in enumerate(pictures)
    )
    shown = " ".join(f"im{number}" for number in range(len(pictures)))
    added = f'<renderMultiMedia referencedObject="{shown}"/></text>{medias}'
    return re.sub(rb"</text>", added.encode(), N3, count=1)


def images_of(pdf: bytes) -> list[dict[str, object]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            {key: image.stream_dict.get(key) for key in ("/Width", "/Height", "/ColorSpace", "/SMask")}
            for image in opened.objects
            if isinstance(image, pikepdf.Stream) and image.stream_dict.get("/Subtype") == "/Image"
        ]


@pytest.mark.parametrize(
    ("file_format", "mode", "is_grey", "encoding"),
    [
        ("JPEG", "RGB", False, "/DCTDecode"),
        ("JPEG", "L", True, "/DCTDecode"),
        ("JPEG", "CMYK", False, "/FlateDecode"),
        ("PNG", "RGB", False, "/FlateDecode"),
        ("PNG", "RGBA", False, "/FlateDecode"),
        ("PNG", "LA", False, "/FlateDecode"),
        ("PNG", "P", False, "/FlateDecode"),
        ("PNG", "1", True, "/FlateDecode"),
        ("GIF", "P", False, "/FlateDecode"),
    ],
)
def test_a_picture_becomes_grey_or_rgb(file_format: str, mode: str, is_grey: bool, encoding: str) -> None:
    read = read_picture(picture(file_format, mode))
    assert read is not None
    assert (read.width, read.height, read.is_grey, read.encoding) == (40, 20, is_grey, encoding)
    if encoding == "/FlateDecode":
        assert len(zlib.decompress(read.data)) == 40 * 20 * (1 if is_grey else 3)


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (2, 1), (0, 0, 0, 0)).save(out, "PNG")
    read = read_picture(out.getvalue())
    assert read is not None
    assert zlib.decompress(read.data) == b"\xff" * 6


def test_what_is_too_large_or_no_picture_is_left_out() -> None:
    header = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + b"IHDR" + struct.pack(">LLBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    )
    assert read_picture(header + struct.pack(">L", zlib.crc32(header[12:]))) is None
    assert read_picture(picture("PNG", "1", (4_000, 3_000))) is None
    assert read_picture(b"\x00" * (PICTURE_BYTES_MAX + 1)) is None
    assert read_picture(b"") is None
    assert read_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    assert read_picture(picture("JPEG", "RGB", (400, 400))[:-600]) is None


@given(st.integers(0, 600), st.binary(min_size=1, max_size=20), st.sampled_from(("PNG", "JPEG", "GIF")))
def test_any_damage_gives_a_picture_or_nothing(start: int, insert: bytes, file_format: str) -> None:
    whole = picture(file_format, "L" if file_format == "JPEG" else "P")
    read = read_picture(whole[:start] + insert + whole[start + len(insert) :])
    assert read is None or read.width >= 1


def test_pictures_are_drawn_below_what_shows_them() -> None:
    data = with_pictures(picture("PNG", "RGBA"), picture("JPEG", "L"), b"rien")
    assert set(read_pictures(read_document(data).root)) == {"im0", "im1"}
    images = images_of(render_pdf(data))
    assert [(image["/Width"], image["/Height"], image["/SMask"]) for image in images] == [(40, 20, None)] * 2
    assert [str(image["/ColorSpace"]) for image in images] == ["/DeviceRGB", "/DeviceGray"]


def test_the_same_picture_is_kept_once() -> None:
    assert len(images_of(render_pdf(with_pictures(picture("PNG", "RGB"), picture("PNG", "RGB"))))) == 1


def test_pictures_are_bounded() -> None:
    data = with_pictures(*[picture("PNG", "1", (1 + number, 1)) for number in range(PICTURES_MAX + 5)])
    assert len(read_pictures(read_document(data).root)) == PICTURES_MAX


@pytest.mark.conformance
@pytest.mark.parametrize(
    ("name", "count"),
    [("BIO-CR-BIO_2023.01_Electrophorese.xml", 1), ("CANCER-D2LM-FIDD_2022.01.xml", 2)],
)
def test_the_pictures_of_official_examples_are_read(name: str, count: int, corpus_dir: Path) -> None:
    assert len(read_pictures(read_document((corpus_dir / "cda" / name).read_bytes()).root)) == count
