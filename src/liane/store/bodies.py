"""Bytes on their way into the store and back: compressed when it gains, cut around the document when nothing is lost.

What lives here: pure transformations of bytes, and the rows they make. Rule: store.md §1.3; architecture.md §3.
"""

import binascii
import hashlib
import threading
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

import pybase64
import zstandard

ZSTD_LEVEL = 1
COMPRESSED_SHARE_MAX = 0.9
COMPRESSION_FROM_BYTES = 1024
BODY_SIZE_BYTES_MAX = 1024 * 1024 * 1024


class _Compressors(threading.local):
    """One compressor per thread: making one costs as much as compressing a small body."""

    def __init__(self) -> None:
        self.zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)


_compressors = _Compressors()


class Encoding(IntEnum):
    """How content lies in the table."""

    RAW = 0
    ZSTD = 1


class Form(IntEnum):
    """How the document was written inside its message."""

    WHOLE = 0
    BASE64 = 1
    BASE64_UNPADDED = 2


class BodyRow(NamedTuple):
    """One row of ``bodies``, columns in the table's order."""

    month: date
    sha256: bytes
    size_bytes: int
    encoding: int
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A message without its document. cut_at: where the text of ``body`` goes back; body: the document, decoded."""

    form: Form
    cut_at: int
    encoding: Encoding
    content: bytes
    body: bytes | None


def compress(data: bytes) -> tuple[Encoding, bytes]:
    """Compress when at least a tenth is gained."""
    if len(data) >= COMPRESSION_FROM_BYTES:
        packed = _compressors.zstd.compress(data)
        if len(packed) <= len(data) * COMPRESSED_SHARE_MAX:
            return Encoding.ZSTD, packed
    return Encoding.RAW, data


def decompress(encoding: int, content: bytes) -> bytes:
    """Undo compress()."""
    if encoding == Encoding.RAW:
        return content
    return zstandard.ZstdDecompressor().decompress(content, max_output_size=BODY_SIZE_BYTES_MAX)


def make_body(data: bytes, media_type: str, month: date, sha256: bytes | None = None) -> BodyRow:
    """Make the row of one body. sha256: its digest, when it is known."""
    encoding, content = compress(data)
    digest = hashlib.sha256(data).digest() if sha256 is None else sha256
    return BodyRow(month, digest, len(data), int(encoding), media_type, content)


def cut_message(raw: bytes, embedded: tuple[int, int] | None, document: bytes | None) -> Envelope:
    """Cut a message around its embedded document, only when the very same bytes can be given back.

    embedded: bounds of the base64 text in raw. document: the decoded document when the caller has it, to spare a
    decoding. Where the text is not the plain base64 of what it decodes to (line breaks, escapes, spare bits), the
    message is kept whole.
    """
    found = None if embedded is None else _find_document(raw, embedded, document)
    if found is None or embedded is None:
        encoding, content = compress(raw)
        return Envelope(form=Form.WHOLE, cut_at=0, encoding=encoding, content=content, body=None)
    form, body = found
    encoding, content = compress(raw[: embedded[0]] + raw[embedded[1] :])
    return Envelope(form=form, cut_at=embedded[0], encoding=encoding, content=content, body=body)


def _find_document(raw: bytes, embedded: tuple[int, int], document: bytes | None) -> tuple[Form, bytes] | None:
    start, end = embedded
    if not 0 <= start < end <= len(raw):
        return None
    text = raw[start:end]
    if document is not None and (form := _compare(text, document)) is not None:
        return form, document
    try:
        decoded = pybase64.b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    form = _compare(text, decoded)
    return None if form is None else (form, decoded)


def _compare(text: bytes, document: bytes) -> Form | None:
    encoded = pybase64.b64encode(document)
    if encoded == text:
        return Form.BASE64
    if encoded.endswith(b"=") and encoded.rstrip(b"=") == text:
        return Form.BASE64_UNPADDED
    return None


def join_message(content: bytes, form: int, cut_at: int, body: bytes | None) -> bytes:
    """Give back a message exactly as received. content: the envelope, decompressed; body: the document, decoded."""
    if form == Form.WHOLE:
        return content
    assert body is not None
    text = pybase64.b64encode(body)
    if form == Form.BASE64_UNPADDED:
        text = text.rstrip(b"=")
    return content[:cut_at] + text + content[cut_at:]
