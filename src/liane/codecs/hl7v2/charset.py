"""MSH-18 and the codecs it names. Nothing here reads a message."""

from enum import StrEnum


class Charset(StrEnum):
    """Character sets of French HL7 v2 messages; the value is what MSH-18 carries.

    Rule: volet « Transmission de document(s) CDA en HL7v2 » 2.1, MSH-18; hl7v2.md §2.
    """

    UTF_8 = "UNICODE UTF-8"
    LATIN_9 = "8859/15"
    LATIN_1 = "8859/1"

    @property
    def codec(self) -> str:
        """The name of the Python codec."""
        return _CODECS[self]


_CODECS = {Charset.UTF_8: "utf-8", Charset.LATIN_9: "iso8859-15", Charset.LATIN_1: "iso8859-1"}
_NAMES = {
    "UNICODE UTF-8": Charset.UTF_8,
    "UNICODE UTF8": Charset.UTF_8,
    "UTF-8": Charset.UTF_8,
    "UTF8": Charset.UTF_8,
    "UNICODE": Charset.UTF_8,
    "8859/15": Charset.LATIN_9,
    "ISO-8859-15": Charset.LATIN_9,
    "8859/1": Charset.LATIN_1,
    "ISO-8859-1": Charset.LATIN_1,
    "ASCII": Charset.UTF_8,
}

_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u202f": "\u00a0"}
)


def find_charset(declared: str) -> Charset | None:
    """The character set that MSH-18 names; None when the field is empty or names no accepted set."""
    return _NAMES.get(declared.strip().upper())


def is_readable_as(data: bytes, charset: Charset) -> bool:
    """Tell whether every byte belongs to the character set. ISO 8859 sets take any byte."""
    if charset is not Charset.UTF_8 or data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def guess_charset(data: bytes) -> Charset:
    """The character set of bytes that declare none: strict UTF-8, else ISO-8859-15. Rule: hl7v2.md §2."""
    return Charset.UTF_8 if is_readable_as(data, Charset.UTF_8) else Charset.LATIN_9


def encode_text(text: str, charset: Charset) -> bytes:
    """Encode text; in an ISO 8859 set, typographic signs fall back to their plain form and the rest to ``?``."""
    if charset is Charset.UTF_8:
        return text.encode("utf-8", "replace")
    try:
        return text.encode(charset.codec)
    except UnicodeEncodeError:
        return text.translate(_TYPOGRAPHY).encode(charset.codec, "replace")
