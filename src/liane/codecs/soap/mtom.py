"""MTOM/XOP: a multipart/related message whose root is an envelope and whose other parts are documents.

The writer returns chunks and never copies a document; the reader takes what real peers send: any boundary, quoted or
not, root anywhere, base64 parts, URL-encoded ``cid:`` references, inline base64 instead of an attachment.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from liane.codecs.soap.names import SOAP_TYPE, XOP, XOP_TYPE
from liane.domain.errors import Finding, MalformedMessage, Severity

PARTS_MAX = 200
PART_HEADER_BYTES_MAX = 16_384
MESSAGE_BYTES_MAX = 256 * 1024 * 1024
BOUNDARY_CHARS_MAX = 200
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_CID_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@")
_DELIMITER_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")


def _refuse(code: str, location: str, message: str, remedy: str = "") -> MalformedMessage:
    return MalformedMessage(
        Finding(code=code, severity=Severity.ERROR, location=location, message=message, remedy=remedy, layer="mtom")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One attachment to write. content_id: without angle brackets."""

    content_id: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multipart:
    """A message as read. root: the envelope's bytes. parts: Content-ID without brackets → content, decoded."""

    root: bytes = field(repr=False)
    parts: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def parse_media_type(header: str) -> tuple[str, dict[str, str]]:
    """Split a Content-Type into its type (lower case) and its parameters (names in lower case, values unquoted)."""
    kind, _, _ = header.partition(";")
    parameters: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(header):
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        parameters.setdefault(name.lower(), value)
    return kind.strip().lower(), parameters


def render_multipart(
    root: bytes, parts: Sequence[Part], *, boundary: str, root_id: str, action: str = ""
) -> tuple[str, tuple[bytes, ...]]:
    """Write an MTOM message: its Content-Type and its chunks, whose documents are the given bytes, not copies.

    boundary: a token that the contents do not hold (a random one). root_id: Content-ID of the envelope, no brackets.
    Rule: dmp.md §6.4.
    """
    suffix = f'; action="{action}"' if action else ""
    content_type = (
        f'multipart/related; type="{XOP_TYPE}"; start="<{root_id}>"; start-info="{SOAP_TYPE}"; '
        f'boundary="{boundary}"{suffix}'
    )
    root_type = f'{XOP_TYPE}; charset=UTF-8; type="{SOAP_TYPE}"'
    chunks: list[bytes] = [_part_header(boundary, root_type, root_id), root]
    for part in parts:
        chunks += [b"\r\n" + _part_header(boundary, part.media_type, part.content_id), part.content]
    chunks.append(f"\r\n--{boundary}--\r\n".encode())
    return content_type, tuple(chunks)


def _part_header(boundary: str, media_type: str, content_id: str) -> bytes:
    return (
        f"--{boundary}\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{content_id}>\r\n\r\n"
    ).encode()


def parse_multipart(content_type: str, body: bytes) -> Multipart:
    """Read a message that is multipart/related, or a bare envelope (no attachment).

    Raises MalformedMessage: MTOM-001 too large, MTOM-002 type or boundary absent or unreadable, MTOM-003 too many
    parts, MTOM-004 part cut or header too long, MTOM-005 transfer encoding, MTOM-006 no root part, MTOM-007 two parts
    of one Content-ID. Rule: dmp.md §9, §14.1-8.
    """
    if len(body) > MESSAGE_BYTES_MAX:
        raise _refuse("MTOM-001", "body", f"Le message dépasse {MESSAGE_BYTES_MAX} octets.")
    kind, parameters = parse_media_type(content_type)
    if kind in (SOAP_TYPE, "text/xml", "application/xml", XOP_TYPE):
        return Multipart(root=body)
    boundary = parameters.get("boundary", "")
    if not kind.startswith("multipart/") or not 1 <= len(boundary) <= BOUNDARY_CHARS_MAX:
        raise _refuse(
            "MTOM-002", "Content-Type", "Le type du message n'est ni une enveloppe SOAP, ni multipart/related."
        )
    return _assemble(_split_parts(body, boundary), parameters.get("start", "").strip().strip("<>"))


def _assemble(parts: list[tuple[dict[str, str], bytes]], start: str) -> Multipart:
    """Find the root (``start``, else the first part) and index the others."""
    if not parts:
        raise _refuse("MTOM-006", "body", "Le message multipart ne contient aucune partie.")
    identifiers = [headers.get("content-id", "").strip().strip("<>") for headers, _ in parts]
    position = identifiers.index(start) if start and start in identifiers else 0
    if start and start not in identifiers and any(identifiers):
        raise _refuse("MTOM-006", "Content-Type; start", "La partie désignée par « start » est absente.")
    attachments: dict[str, bytes] = {}
    for index, (headers, content) in enumerate(parts):
        identifier = identifiers[index]
        if index == position or not identifier:  # what has no name cannot be referred to
            continue
        if identifier in attachments or identifier == identifiers[position]:
            raise _refuse("MTOM-007", "Content-ID", "Deux parties du message portent le même Content-ID.")
        attachments[identifier] = _decode(headers, content)
    return Multipart(root=_decode(parts[position][0], parts[position][1]), parts=attachments)


def _split_parts(body: bytes, boundary: str) -> list[tuple[dict[str, str], bytes]]:
    """Cut the body at its delimiter lines; a preamble and an epilogue are ignored."""
    delimiter = b"--" + boundary.encode("utf-8", "replace")
    parts: list[tuple[dict[str, str], bytes]] = []
    content_start: int | None = None
    place = body.find(delimiter)
    while place >= 0:
        end = _DELIMITER_END.match(body, place + len(delimiter))
        if end is None or (place and body[place - 1 : place] != b"\n"):
            place = body.find(delimiter, place + len(delimiter))
            continue
        if content_start is not None:
            if len(parts) >= PARTS_MAX:
                raise _refuse("MTOM-003", "body", f"Le message contient plus de {PARTS_MAX} parties.")
            parts.append(_read_part(body, content_start, place))
        if end.group(1):
            return parts
        content_start = end.end()
        place = body.find(delimiter, content_start)
    raise _refuse(
        "MTOM-004", "body", "Le message multipart est tronqué (délimiteur de fin absent).", "Renvoyer le message."
    )


def _read_part(body: bytes, start: int, end: int) -> tuple[dict[str, str], bytes]:
    """Headers and raw content of one part; the line break before the delimiter is not content."""
    if body[start : start + 2] == b"\r\n":
        blank, width = start, 2
    elif body[start : start + 1] == b"\n":
        blank, width = start, 1
    else:
        blank, width = body.find(b"\r\n\r\n", start, min(end, start + PART_HEADER_BYTES_MAX)), 4
        if blank < 0:
            blank, width = body.find(b"\n\n", start, min(end, start + PART_HEADER_BYTES_MAX)), 2
    if blank < 0:
        raise _refuse("MTOM-004", "part", "Les en-têtes d'une partie sont absents, ou trop longs.")
    content_end = end - 2 if body[end - 2 : end] == b"\r\n" else end - 1
    return _read_headers(body[start:blank]), body[blank + width : max(content_end, blank + width)]


def _read_headers(block: bytes) -> dict[str, str]:
    unfolded = re.sub(r"\r?\n[ \t]+", " ", block.decode("utf-8", "replace"))
    headers: dict[str, str] = {}
    for line in unfolded.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _decode(headers: Mapping[str, str], content: bytes) -> bytes:
    encoding = headers.get("content-transfer-encoding", "binary").lower()
    if encoding in ("binary", "8bit", "7bit"):
        return content
    if encoding == "base64":
        return decode_inline(content)
    raise _refuse("MTOM-005", "Content-Transfer-Encoding", "L'encodage de transfert d'une partie n'est pas accepté.")


def decode_inline(text: bytes | str) -> bytes:
    """Decode base64 with any white space. Raises MalformedMessage MTOM-005."""
    raw = text.encode("ascii", "replace") if isinstance(text, str) else text
    try:
        return b64decode(b"".join(raw.split()), validate=True)
    except (Base64Error, ValueError):
        raise _refuse("MTOM-005", "base64", "Un contenu annoncé en base64 est illisible.") from None


def resolve_content(element: etree._Element, parts: Mapping[str, bytes]) -> bytes:
    """Give the bytes of an element: the attachment of its ``xop:Include``, else its own base64 text.

    Raises MalformedMessage MTOM-008 when the reference names no part. Rule: dmp.md §9 « resolve cid: after
    URL-decoding ».
    """
    include = element.find(f"{{{XOP}}}Include")
    if include is None:
        return decode_inline(element.text or "")
    href = include.get("href", "")
    reference = href[4:] if href[:4].lower() == "cid:" else ""
    for candidate in (decode_percent(reference), reference):
        if candidate and candidate in parts:
            return parts[candidate]
    raise _refuse("MTOM-008", "xop:Include/@href", "La référence cid: ne désigne aucune partie du message.")


def encode_percent(content_id: str) -> str:
    """Write a Content-ID as the ``cid:`` reference wants it: what is no unreserved character is percent-encoded."""
    return "".join(chr(byte) if chr(byte) in _CID_PLAIN else f"%{byte:02X}" for byte in content_id.encode())


def decode_percent(text: str) -> str:
    """Undo the percent-encoding of a ``cid:`` reference."""
    raw = _PERCENT.sub(lambda match: chr(int(match.group(1), 16)), text)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw
