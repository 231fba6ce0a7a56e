"""What FETCH answers: flags, sizes, envelopes, structures, sections of a message. Bytes in, bytes out.

Rule: RFC 3501 §6.4.5, §7.4.2.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC

from liane.codecs.mssante_mail.header_fields import parse_addresses
from liane.codecs.mssante_mail.mime import Part, parse_mime, split_message
from liane.domain.errors import InvalidInput
from liane_sandbox.mssante.imap_syntax import IMAPSyntaxError, nil_or_quote, quote
from liane_sandbox.mssante.records import StoredMail

_SECTION = re.compile(
    r"BODY(?P<peek>\.PEEK)?\[(?P<section>[^\]]*)\](?:<(?P<start>\d{1,10})(?:\.(?P<length>\d{1,10}))?>)?\Z"
)
_MACROS = {
    "ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
    "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
    "FULL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"),
}


def expand_items(items: Iterable[str]) -> list[str]:
    """Write macros out; names in upper case."""
    expanded: list[str] = []
    for item in items:
        expanded.extend(_MACROS.get(item.upper(), (item.upper(),)))
    return expanded


def sets_seen(items: Iterable[str]) -> bool:
    """Tell whether fetching these items marks the message as read."""
    return any(item in ("RFC822", "RFC822.TEXT") or item.startswith("BODY[") for item in items)


class Fetched:
    """One message being fetched; its bytes are loaded and parsed only when an item needs them."""

    def __init__(self, mail: StoredMail, load: Callable[[], bytes]) -> None:
        self._mail = mail
        self._load = load
        self._raw: bytes | None = None
        self._tree: Part | None = None

    @property
    def raw(self) -> bytes:
        """The delivered bytes."""
        if self._raw is None:
            self._raw = self._load()
        return self._raw

    @property
    def tree(self) -> Part:
        """The MIME tree; a message that cannot be read shows as plain text."""
        if self._tree is None:
            try:
                self._tree = parse_mime(self.raw)
            except InvalidInput:
                self._tree = parse_mime(b"\r\n")
        return self._tree

    def render(self, items: Iterable[str]) -> bytes:
        """Render the items as ``NAME value NAME value``. Raises IMAPSyntaxError on an unknown item."""
        return b" ".join(self._render_item(item) for item in items)

    def _render_item(self, item: str) -> bytes:
        mail = self._mail
        simple: dict[str, Callable[[], bytes]] = {
            "UID": lambda: b"%d" % mail.uid,
            "FLAGS": lambda: b"(" + " ".join(sorted(mail.flags)).encode() + b")",
            "RFC822.SIZE": lambda: b"%d" % mail.size,
            "INTERNALDATE": lambda: mail.at.astimezone(UTC).strftime('"%d-%b-%Y %H:%M:%S +0000"').encode(),
            "ENVELOPE": lambda: render_envelope(self.tree),
            "BODY": lambda: render_structure(self.tree, is_extended=False),
            "BODYSTRUCTURE": lambda: render_structure(self.tree, is_extended=True),
            "RFC822": lambda: _literal(self.raw),
            "RFC822.HEADER": lambda: _literal(split_message(self.raw)[0] + b"\r\n\r\n"),
            "RFC822.TEXT": lambda: _literal(split_message(self.raw)[1]),
        }
        if item in simple:
            return item.encode() + b" " + simple[item]()
        match = _SECTION.match(item)
        if match is None:
            raise IMAPSyntaxError(f"unknown item {item[:40]}")
        data = self._read_section(match.group("section").strip())
        name = b"BODY[" + match.group("section").encode() + b"]"
        if match.group("start") is not None:
            start = int(match.group("start"))
            length = int(match.group("length") or len(data))
            data = data[start : start + length]
            name += b"<%d>" % start
        return name + b" " + _literal(data)

    def _read_section(self, section: str) -> bytes:
        if not section:
            return self.raw
        words = section.split(" ", 1)
        path = words[0].split(".")
        numbers = []
        while path and path[0].isdigit() and len(path[0]) < 4:
            numbers.append(int(path.pop(0)))
        kind = ".".join(path)
        part = _find_part(self.tree, numbers) if numbers else self.tree
        if part is None:
            return b""
        if numbers and not kind:
            return part.body if part.body or not part.children else b""
        inner = part.children[0] if numbers and part.media_type == "message/rfc822" and part.children else part
        if kind == "TEXT":
            return inner.body if numbers else split_message(self.raw)[1]
        if kind == "MIME":
            return _render_fields(part, None, keeps=False)
        if kind == "HEADER":
            return _render_fields(inner, None, keeps=False) if numbers else split_message(self.raw)[0] + b"\r\n\r\n"
        if kind in ("HEADER.FIELDS", "HEADER.FIELDS.NOT") and len(words) == 2:
            names = {name.strip('"').lower() for name in words[1].strip("() ").split()}
            return _render_fields(inner, names, keeps=kind == "HEADER.FIELDS")
        raise IMAPSyntaxError("unknown section")


def _render_fields(part: Part, names: set[str] | None, *, keeps: bool) -> bytes:
    lines = [
        f"{'-'.join(word.capitalize() for word in name.split('-'))}: {value}\r\n"
        for name, value in part.fields.items
        if names is None or (name in names) is keeps
    ]
    return "".join(lines).encode("utf-8", "replace") + b"\r\n"


def _find_part(root: Part, numbers: list[int]) -> Part | None:
    part = root
    for depth, number in enumerate(numbers):
        if part.media_type == "message/rfc822" and part.children and depth:
            part = part.children[0]
        if part.media_type.startswith("multipart/") and part.children:
            if not 0 < number <= len(part.children):
                return None
            part = part.children[number - 1]
        elif number != 1:
            return None
    return part


def _literal(data: bytes) -> bytes:
    return b"{%d}\r\n" % len(data) + data


def render_envelope(part: Part) -> bytes:
    """Render an ENVELOPE. Absent Sender and Reply-To take the value of From."""
    fields = part.fields
    senders = _render_addresses(fields.get("from"))
    return (
        b"("
        + b" ".join(
            (
                nil_or_quote(fields.get("date")),
                nil_or_quote(fields.get("subject")),
                senders,
                _render_addresses(fields.get("sender")) if fields.get("sender") else senders,
                _render_addresses(fields.get("reply-to")) if fields.get("reply-to") else senders,
                _render_addresses(fields.get("to")),
                _render_addresses(fields.get("cc")),
                _render_addresses(fields.get("bcc")),
                nil_or_quote(fields.get("in-reply-to")),
                nil_or_quote(fields.get("message-id")),
            )
        )
        + b")"
    )


def _render_addresses(value: str) -> bytes:
    rendered = []
    for label, address in parse_addresses(value):
        local, _, domain = address.rpartition("@")
        rendered.append(b"(" + b" ".join((nil_or_quote(label), b"NIL", quote(local), quote(domain))) + b")")
    return b"(" + b"".join(rendered) + b")" if rendered else b"NIL"


def render_structure(part: Part, *, is_extended: bool) -> bytes:
    """Render a BODY or a BODYSTRUCTURE."""
    kind, _, subtype = part.media_type.partition("/")
    if kind == "multipart" and part.children:
        children = b"".join(render_structure(child, is_extended=is_extended) for child in part.children)
        extension = b" " + _render_parameters(part) + b" NIL NIL" if is_extended else b""
        return b"(" + children + b" " + quote(subtype) + extension + b")"
    size = len(part.body)
    lines = part.body.count(b"\n")
    words = [quote(kind), quote(subtype), _render_parameters(part)]
    words += [nil_or_quote(part.fields.get("content-id")), nil_or_quote(part.fields.get("content-description"))]
    words += [quote(part.fields.get("content-transfer-encoding") or "7bit"), b"%d" % size]
    if part.media_type == "message/rfc822" and part.children:
        inner = part.children[0]
        words += [render_envelope(inner), render_structure(inner, is_extended=is_extended), b"%d" % lines]
    elif kind == "text":
        words.append(b"%d" % lines)
    if is_extended:
        words += [b"NIL", _render_disposition(part), b"NIL"]
    return b"(" + b" ".join(words) + b")"


def _render_parameters(part: Part) -> bytes:
    pairs = [quote(name) + b" " + quote(value) for name, value in part.parameters]
    return b"(" + b" ".join(pairs) + b")" if pairs else b"NIL"


def _render_disposition(part: Part) -> bytes:
    value = part.fields.get("content-disposition")
    if not value:
        return b"NIL"
    name = part.file_name
    parameters = b"(" + quote("filename") + b" " + quote(name) + b")" if name else b"NIL"
    return b"(" + quote(value.split(";", 1)[0].strip()) + b" " + parameters + b")"
