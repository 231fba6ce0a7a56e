"""The tree of a MIME message, read within bounds. Any bytes give a tree or MalformedMessage; nothing is interpreted.

The standard library's parser is not used: it is slow on large attachments and raises assorted errors on hostile
headers. It serves as the outside judge in the tests.
Rule: RFC 5322, RFC 2045, RFC 2046 §5.1.
"""

import binascii
import re
from dataclasses import dataclass

from liane.codecs.mssante_mail.findings import malformed
from liane.codecs.mssante_mail.header_fields import decode_base64, decode_charset, decode_words, parse_parameters

SIZE_BYTES_MAX = 64 * 1024 * 1024
HEADER_BYTES_MAX = 256 * 1024
FIELDS_MAX = 1000
PARTS_MAX = 200
DEPTH_MAX = 10
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Header fields in order, names in lower case, values unfolded but not decoded."""

    items: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """First value of a field, unfolded, stripped; empty when absent."""
        return next((value for key, value in self.items if key == name), "")

    def get_all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, in order."""
        return tuple(value for key, value in self.items if key == name)

    def get_text(self, name: str) -> str:
        """First value of a field with its encoded words decoded."""
        return decode_words(self.get(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entity. body: undecoded bytes (empty for a container whose children were read)."""

    fields: Fields
    media_type: str
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    children: tuple["Part", ...] = ()

    @property
    def file_name(self) -> str:
        """Name given by Content-Disposition, else by Content-Type; empty when there is none."""
        _, disposition = parse_parameters(self.fields.get("content-disposition"))
        return disposition.get("filename", "") or dict(self.parameters).get("name", "")

    @property
    def is_attachment(self) -> bool:
        """True when the part is a file rather than text to read."""
        disposition = self.fields.get("content-disposition").lower()
        return disposition.startswith("attachment") or bool(self.file_name)

    def decode(self) -> bytes:
        """Undo the transfer encoding. Never raises."""
        encoding = self.fields.get("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return decode_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body

    def decode_text(self) -> str:
        """Undo the transfer encoding and the charset; line ends become ``\\n``. Never raises."""
        text = decode_charset(self.decode(), dict(self.parameters).get("charset", "utf-8"))
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def walk(self) -> list["Part"]:
        """This part and all below it, in reading order, without entering attached messages."""
        found = [self]
        if self.media_type != "message/rfc822":
            for child in self.children:
                found.extend(child.walk())
        return found


def parse_fields(block: bytes) -> Fields:
    """Read a block of fields. Lines that are no field are left out. Raises MalformedMessage past the bounds."""
    if len(block) > HEADER_BYTES_MAX:
        raise malformed("MSS-101", "En-têtes", "Les en-têtes du courriel dépassent la taille permise.")
    items = []
    for line in _FOLD.sub(b"", block).replace(b"\r\n", b"\n").split(b"\n"):
        name, colon, value = line.partition(b":")
        name = name.strip()
        if not colon or not name or b" " in name or len(name) > 100:
            continue
        items.append((name.decode("latin-1").lower(), decode_charset(value, "utf-8").strip()))
        if len(items) > FIELDS_MAX:
            raise malformed("MSS-102", "En-têtes", "Le courriel porte trop d'en-têtes.")
    return Fields(items=tuple(items))


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """Cut a message into its header block and its body, wherever the first blank line is."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return b"", raw.split(b"\n", 1)[1]
    match = _HEADER_END.search(raw, 0, HEADER_BYTES_MAX + 4)
    if match is None:
        if len(raw) > HEADER_BYTES_MAX:
            raise malformed("MSS-101", "En-têtes", "Les en-têtes du courriel dépassent la taille permise.")
        return raw, b""
    return raw[: match.start()], raw[match.end() :]


class _Budget:
    """Counts the parts of one message."""

    def __init__(self) -> None:
        self.parts = 0

    def spend(self) -> None:
        self.parts += 1
        if self.parts > PARTS_MAX:
            raise malformed("MSS-103", "MIME", f"Le courriel a plus de {PARTS_MAX} parties.")


def parse_mime(raw: bytes) -> Part:
    """Read a message as a tree.

    Raises MalformedMessage (MSS-100…104) when it passes a bound: 64 MiB, 256 KiB and 1000 fields of header, 200 parts,
    10 levels.
    """
    if len(raw) > SIZE_BYTES_MAX:
        raise malformed("MSS-100", "Courriel", "Le courriel dépasse la taille permise.")
    return _parse_entity(raw, _Budget(), 0, "text/plain")


def _parse_entity(raw: bytes, budget: _Budget, depth: int, default_type: str) -> Part:
    if depth > DEPTH_MAX:
        raise malformed("MSS-104", "MIME", f"Les parties du courriel s'emboîtent sur plus de {DEPTH_MAX} niveaux.")
    budget.spend()
    block, body = split_message(raw)
    fields = parse_fields(block)
    media_type, parameters = parse_parameters(fields.get("content-type"))
    if "/" not in media_type:
        media_type = default_type
    children: tuple[Part, ...] = ()
    boundary = parameters.get("boundary", "").encode("utf-8", "replace")
    if media_type.startswith("multipart/") and boundary:
        inner = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
        children = tuple(_parse_entity(part, budget, depth + 1, inner) for part in _split_parts(body, boundary))
    elif media_type == "message/rfc822":
        shell = Part(fields=fields, media_type=media_type, body=body)
        children = (_parse_entity(shell.decode(), budget, depth + 1, "text/plain"),)
    is_container = bool(children) and media_type != "message/rfc822"
    return Part(
        fields=fields,
        media_type=media_type,
        parameters=tuple(parameters.items()),
        body=b"" if is_container else body,
        children=children,
    )


def _split_parts(body: bytes, boundary: bytes) -> list[bytes]:
    """Cut a multipart body; a missing closing delimiter ends the last part at the end of the body."""
    parts: list[bytes] = []
    start: int | None = None
    marker = b"--" + boundary
    position = 0
    while (found := body.find(marker, position)) != -1:
        position = found + len(marker)
        delimiter = _read_delimiter(body, found, position)
        if delimiter is None:
            continue
        end_of_part, start_of_next, is_last = delimiter
        if start is not None:
            parts.append(body[start:end_of_part])
            if len(parts) > PARTS_MAX:
                raise malformed("MSS-103", "MIME", f"Le courriel a plus de {PARTS_MAX} parties.")
        if is_last or start_of_next is None:
            return parts
        start = start_of_next
    if start is not None:
        parts.append(body[start:])
    return parts


def _read_delimiter(body: bytes, found: int, after: int) -> tuple[int, int | None, bool] | None:
    """Check a delimiter line found in a body; None when the text only looks like one.

    Gives the end of the part before it (its line end belongs to the delimiter), the start of the part after it (None
    at the end of the body), and whether it closes the multipart. Rule: RFC 2046 §5.1.1.
    """
    if found and body[found - 1] != 0x0A:
        return None
    is_last = body[after : after + 2] == b"--"
    line_end = body.find(b"\n", after)
    rest = body[after + 2 * is_last : line_end if line_end != -1 else min(len(body), after + 1000)]
    if rest.strip(b" \t\r"):
        return None
    end = found - 1 if found else 0
    if end > 0 and body[end - 1] == 0x0D:
        end -= 1
    return end, line_end + 1 if line_end != -1 else None, is_last
