"""What a body is, so that it is shown as what it says: HL7 v2, CDA, SOAP, mail, archive, other XML, text, or bytes."""

import re
from enum import StrEnum

HEAD_BYTES = 4096
TEXT_CHARS_MAX = 40_000
TEXT_BYTES_MAX = 4 * 1024 * 1024
ENCODED_CHARS_MIN = 400
HEX_BYTES_MAX = 4096
_ENCODED = re.compile(rf"(?<![A-Za-z0-9+/=\n])[A-Za-z0-9+/=\n]{{{ENCODED_CHARS_MIN},}}+")
_CDA = re.compile(rb"<(?:\w+:)?ClinicalDocument[\s>]")
_ENVELOPE = re.compile(rb"<(?:[\w.-]+:)?Envelope[\s>]")
_MAIL = re.compile(rb"^(?:received|return-path|from|message-id|mime-version|date|subject|to):", re.I | re.M)
_FILE_ENDINGS = {
    "hl7": ("hl7", "application/octet-stream"),
    "cda": ("xml", "application/octet-stream"),
    "soap": ("txt", "application/octet-stream"),
    "mail": ("eml", "application/octet-stream"),
    "archive": ("zip", "application/zip"),
    "xml": ("xml", "application/octet-stream"),
    "json": ("json", "application/octet-stream"),
    "text": ("txt", "application/octet-stream"),
    "pdf": ("pdf", "application/octet-stream"),
    "binary": ("bin", "application/octet-stream"),
}


class BodyKind(StrEnum):
    """What bytes are."""

    HL7 = "hl7"
    CDA = "cda"
    SOAP = "soap"
    MAIL = "mail"
    ARCHIVE = "archive"
    XML = "xml"
    JSON = "json"
    TEXT = "text"
    PDF = "pdf"
    BINARY = "binary"


KIND_WORDS = {
    BodyKind.HL7: "message HL7 v2",
    BodyKind.CDA: "document CDA",
    BodyKind.SOAP: "échange SOAP",
    BodyKind.MAIL: "courriel",
    BodyKind.ARCHIVE: "archive XDM",
    BodyKind.XML: "document XML",
    BodyKind.JSON: "données JSON",
    BodyKind.TEXT: "texte",
    BodyKind.PDF: "document PDF",
    BodyKind.BINARY: "octets",
}


def recognise_body(data: bytes, media_type: str = "") -> BodyKind:
    """Say what bytes are: the bytes speak first, the announced media type decides between texts."""
    head = data[:HEAD_BYTES].lstrip(b"\x0b\xef\xbb\xbf \t\r\n")
    for prefix, kind in ((b"MSH", BodyKind.HL7), (b"PK\x03\x04", BodyKind.ARCHIVE), (b"%PDF", BodyKind.PDF)):
        if head.startswith(prefix):
            return kind
    if head.startswith(b"--") or media_type.startswith("multipart/related"):
        return BodyKind.SOAP
    if head.startswith(b"<"):
        return _recognise_xml(data)
    if media_type == "message/rfc822" or _MAIL.match(head):
        return BodyKind.MAIL
    if b"\x00" in head or not _is_text(head):
        return BodyKind.BINARY
    return BodyKind.JSON if head[:1] in (b"{", b"[") else BodyKind.TEXT


def _recognise_xml(data: bytes) -> BodyKind:
    head = data[: HEAD_BYTES * 4]
    if _CDA.search(head):
        return BodyKind.CDA
    return BodyKind.SOAP if _ENVELOPE.search(head) else BodyKind.XML


def _is_text(head: bytes) -> bool:
    """Tell whether bytes look like text: UTF-8, or mostly ASCII (a text in ISO-8859-15)."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        is_cut_character = error.end == len(head) == HEAD_BYTES
        return is_cut_character or sum(byte < 128 for byte in head) > 0.7 * len(head)
    return True


def read_text(data: bytes) -> tuple[str, bool]:
    """Decode bytes for the eye: UTF-8, else ISO-8859-15; long base64 runs shortened; cut at ``TEXT_CHARS_MAX``.

    Tells whether it was cut.
    """
    piece = data[:TEXT_BYTES_MAX]
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        text = piece.decode("iso-8859-15")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ENCODED.sub(lambda run: f"{run.group()[:60]}… ({len(run.group())} caractères encodés)", text)
    text = "".join(char if char >= " " or char in "\n\t" else chr(0x2400 + ord(char)) for char in text)
    return text[:TEXT_CHARS_MAX], len(text) > TEXT_CHARS_MAX or len(data) > len(piece)


def dump_hex(data: bytes) -> str:
    """Write bytes as offset, hexadecimal and characters, the first ``HEX_BYTES_MAX``."""
    lines = []
    for start in range(0, min(len(data), HEX_BYTES_MAX), 16):
        row = data[start : start + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
        lines.append(f"{start:06x}  {row.hex(' '):<47}  {shown}")
    return "\n".join(lines)


def name_file(kind: BodyKind, stem: str) -> tuple[str, str]:
    """Give the name and the media type of a download: never a type that a browser would run."""
    ending, media_type = _FILE_ENDINGS[kind.value]
    return f"{re.sub(r'[^A-Za-z0-9._-]', '-', stem)[:80]}.{ending}", media_type
