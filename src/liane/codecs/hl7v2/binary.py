"""Base64 as senders write it: without padding, cut in lines, with blanks; and how we write it.

Rule: hl7v2.md §2, §10.
"""

import binascii

import pybase64

_BLANKS = b" \t\r\n\x0b\x0c"
_LINE_ESCAPES = (b"\\.br\\", b"\\X0D\\", b"\\X0A\\", b"\\X0D0A\\", b"\\X0d\\", b"\\X0a\\")


def decode_base64(value: bytes | memoryview) -> bytes | None:
    """Decode standard base64; missing padding is restored, blanks and escaped line ends are dropped.

    None when it holds any other character, or a number of characters that no bytes give.
    """
    missing = -len(value) % 4
    try:
        return pybase64.b64decode(bytes(value) + b"=" * missing if missing else value, validate=True)
    except (binascii.Error, ValueError):
        pass  # blanks, line ends, or no base64 at all: the careful way tells
    text = bytes(value)
    if b"\\" in text:
        for escape in _LINE_ESCAPES:
            text = text.replace(escape, b"")
    text = text.translate(None, _BLANKS).rstrip(b"=")
    if len(text) % 4 == 1:
        return None
    try:
        return pybase64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def encode_base64(data: bytes) -> bytes:
    """Write base64 with padding, on one line."""
    return pybase64.b64encode(data)


def decode_text(data: bytes) -> str:
    """Text of a mail body: UTF-8, else ISO-8859-15; a leading byte order mark is dropped, NUL shows as U+FFFD."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("iso8859-15")
    return text.replace("\x00", "\ufffd")
