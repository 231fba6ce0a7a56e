"""From values to ER7 bytes: escapes, components, segments, timestamps. What is emitted is always strict.

Delimiters are ``|^~\\&`` and segments end with CR, whatever was received. Rule: hl7v2.md §2.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from liane.codecs.hl7v2.charset import Charset, encode_text
from liane.codecs.hl7v2.er7 import Message
from liane.domain.documents.timestamp import PARIS

_ESCAPES = {"|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\", "\\": "\\E\\"}
_TO_ESCAPE = re.compile(r"[|^&~\\\x00-\x1f\x7f]")


def escape_text(text: str) -> str:
    """Escape a text for one component; control characters go as ``\\X0A\\``. Rule: hl7v2.md §2."""
    return _TO_ESCAPE.sub(lambda match: _ESCAPES.get(match.group(), f"\\X{ord(match.group()):02X}\\"), text)


def join_components(*texts: str, separator: str = "^") -> str:
    """Escape each text and join them as components (or subcomponents with ``&``), without trailing delimiters."""
    return separator.join(escape_text(text) for text in texts).rstrip(separator)


def render_segment(name: str, fields: Mapping[int, str | bytes], charset: Charset = Charset.UTF_8) -> bytes:
    """Write one segment, without its end. fields: number to ER7 text, already escaped; bytes go as they are.

    For MSH, numbers start at 3: MSH-1 and MSH-2 are written here.
    """
    last = max((number for number, value in fields.items() if value), default=0)
    first = 3 if name == "MSH" else 1
    parts = [b"MSH|^~\\&" if name == "MSH" else name.encode("ascii")]
    for number in range(first, last + 1):
        value = fields.get(number, "")
        parts.append(value if isinstance(value, bytes) else encode_text(value, charset))
    return b"|".join(parts)


def render_message(segments: Message | Iterable[bytes]) -> bytes:
    """Write a whole message, each segment ended with CR; a parsed message is written again as received, CR apart."""
    if isinstance(segments, Message):
        segments = (segment.raw for segment in segments.segments)
    return b"".join(part for segment in segments for part in (segment, b"\r"))


def render_timestamp(instant: datetime) -> str:
    """Write an aware instant as French local time, ``yyyyMMddHHmmss``, as the official examples do.

    Raises ValueError for a naive instant.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return instant.astimezone(PARIS).strftime("%Y%m%d%H%M%S")
