"""Header fields: encoded words, folding, addresses, parameters, xtext. Text in, text out; no message structure here.

Rule: RFC 5322 §2.2.3 (folding), RFC 2047 (encoded words), RFC 2231 (parameters), RFC 3461 §4 (xtext).
"""

import binascii
import re
from collections.abc import Iterable

import pybase64

LINE_COLUMNS_MAX = 78
WORD_COLUMNS_MAX = 75
ADDRESSES_MAX = 500
_WORD_BYTES_MAX = 45
_RAW_WORD_COLUMNS_MAX = 900
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_PIECE = re.compile(r" *[^ ]+")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=")
_ATOM_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\Z")
_FOUND_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_PARAMETER = re.compile(r';\s*([^=;\s]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "utf-16": "utf-16",
}


def is_address(value: str) -> bool:
    """Tell whether value is one plain ASCII ``local@domain``, free of anything that could break a command or a line."""
    return _ADDRESS.match(value) is not None


def clean_text(value: str) -> str:
    """Replace control characters (so that no line can be injected) by spaces and strip both ends."""
    return _CONTROLS.sub(" ", value).strip()


def render_text_field(name: str, value: str) -> bytes:
    """Render one unstructured field, folded, CRLF-ended.

    The leading words that are plain ASCII stay readable; everything from the first other word on is encoded, so that
    no reader has to decide about a space between an encoded and a plain word. Unfolding and decoding give back
    clean_text(value).
    """
    text = clean_text(value)
    plain, encoded = _split_plain(text)
    pieces = _PIECE.findall(plain)
    pieces.extend(f" {word}" for word in encode_words(encoded))
    return _fold(f"{name}:", [piece if piece.startswith(" ") else f" {piece}" for piece in pieces])


def _split_plain(text: str) -> tuple[str, str]:
    start = 0
    for match in _PIECE.finditer(text):
        word = match.group().lstrip()
        if not word.isascii() or "=?" in word or len(word) > _RAW_WORD_COLUMNS_MAX:
            return text[:start], text[start + 1 :] if start else text
        start = match.end()
    return text, ""


def encode_words(text: str) -> list[str]:
    """Encode text as UTF-8 base64 encoded words of at most 75 columns; no character is cut in two."""
    words = []
    chunk = b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(chunk) + len(encoded) > _WORD_BYTES_MAX:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    if chunk:
        words.append(chunk)
    return [f"=?utf-8?B?{pybase64.b64encode_as_string(word)}?=" for word in words]


def _fold(head: str, pieces: Iterable[str]) -> bytes:
    lines = []
    line = head
    for piece in pieces:
        if len(line) + len(piece) > LINE_COLUMNS_MAX and line != head:
            lines.append(line)
            line = piece
        else:
            line += piece
    lines.append(line)
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def render_address_field(name: str, mailboxes: Iterable[tuple[str, str]]) -> bytes:
    """Render an address field. mailboxes: pairs (label, address); an empty label gives the bare address."""
    pieces: list[str] = []
    for label, address in mailboxes:
        if pieces:
            pieces[-1] += ","
        text = clean_text(label)
        if not text:
            pieces.append(f" {address}")
            continue
        if not text.isascii() or "=?" in text or len(text) > LINE_COLUMNS_MAX:
            pieces.extend(f" {word}" for word in encode_words(text))
        elif _ATOM_PHRASE.match(text) and "  " not in text:
            pieces.append(f" {text}")
        else:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            pieces.append(f' "{escaped}"')
        pieces.append(f" <{address}>")
    return _fold(f"{name}:", pieces)


def render_parameter(name: str, value: str) -> str:
    """Render one MIME parameter: quoted when it is ASCII, RFC 2231 extended otherwise."""
    text = clean_text(value)
    if text.isascii():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'
    encoded = "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or byte in b"-._" else f"%{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )
    return f"{name}*=UTF-8''{encoded}"


def decode_charset(data: bytes, charset: str) -> str:
    """Decode text bytes: the named charset when it is known, else UTF-8, else Windows-1252. Never raises."""
    try:
        return data.decode(_CHARSETS.get(charset.strip("\"' ").lower(), "utf-8"))
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def decode_base64(data: bytes) -> bytes:
    """Decode base64 with whatever whitespace, stray characters or wrong padding. Never raises."""
    compact = data.translate(None, b"\r\n\t ")
    try:
        return pybase64.b64decode(compact, validate=True)
    except (binascii.Error, ValueError):
        kept = bytes(re.sub(rb"[^A-Za-z0-9+/]", b"", compact.split(b"=", 1)[0]))
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return pybase64.b64decode(kept + b"=" * (-len(kept) % 4))


def decode_words(value: str) -> str:
    """Decode the encoded words of a field value (already unfolded). Never raises.

    White space between two encoded words disappears; a character cut between two words of one charset is put back
    together. Rule: RFC 2047 §6.2.
    """
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    end = 0

    def flush() -> None:
        while pending:
            charset = pending[0][0]
            run = 1
            while run < len(pending) and pending[run][0] == charset:
                run += 1
            out.append(decode_charset(b"".join(data for _, data in pending[:run]), charset))
            del pending[:run]

    for match in _ENCODED_WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or not pending:
            flush()
            out.append(between)
        charset, encoding, text = match.groups()
        data = text.encode("utf-8", "replace")
        decoded = decode_base64(data) if encoding in "Bb" else binascii.a2b_qp(data, header=True)
        pending.append((charset.split("*", 1)[0].lower(), decoded))
        end = match.end()
    flush()
    out.append(value[end:])
    return "".join(out)


def parse_addresses(value: str) -> tuple[tuple[str, str], ...]:
    """Read an address field (unfolded) as pairs (decoded label, address). Things without address are left out."""
    found = []
    for item in _split_addresses(value):
        label, separator, rest = item.rpartition("<")
        match = _FOUND_ADDRESS.search(rest)
        if match is None:
            continue
        text = decode_words(label.strip()) if separator else ""
        if len(text) > 1 and text[0] == '"' and text[-1] == '"':
            text = _QUOTED_PAIR.sub(r"\1", text[1:-1])
        found.append((clean_text(text), match.group().rstrip(".")))
        if len(found) >= ADDRESSES_MAX:
            break
    return tuple(found)


def _split_addresses(value: str) -> list[str]:
    items = []
    start = 0
    is_quoted = False
    for index, character in enumerate(value):
        if character == '"' and (index == 0 or value[index - 1] != "\\"):
            is_quoted = not is_quoted
        elif character in ",;" and not is_quoted:
            items.append(value[start:index])
            start = index + 1
    items.append(value[start:])
    return items


def find_addresses(text: str) -> tuple[str, ...]:
    """Find every address in free text, in order, each once."""
    return tuple(dict.fromkeys(match.group().rstrip(".") for match in _FOUND_ADDRESS.finditer(text)))[:ADDRESSES_MAX]


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Read ``type/subtype; name=value…`` (unfolded): the lower-case head and the parameters by lower-case name.

    RFC 2231 continuations and charsets are put back together; encoded words in a value are decoded too, as many
    emitters write them there. Never raises.
    """
    head = value.split(";", 1)[0].strip().lower()
    plain: dict[str, str] = {}
    extended: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value[len(value.split(";", 1)[0]) :]):
        name, raw = match.group(1).lower(), match.group(2).strip()
        if len(raw) > 1 and raw[0] == '"' and raw[-1] == '"':
            raw = _QUOTED_PAIR.sub(r"\1", raw[1:-1])
        base, star, index = name.partition("*")
        if not star:
            plain.setdefault(base, decode_words(raw))
            continue
        digits = index.rstrip("*")
        position = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else 0
        extended.setdefault(base, []).append((position, index.endswith("*") or not index, raw))
    for base, sections in extended.items():
        plain[base] = _join_sections(sections)
    return head, plain


def _join_sections(sections: list[tuple[int, bool, str]]) -> str:
    charset = "utf-8"
    data = b""
    for order, (_, is_encoded, raw) in enumerate(sorted(sections, key=lambda section: section[0])):
        text = raw
        if order == 0 and is_encoded and raw.count("'") >= 2:
            charset, _, text = raw.split("'", 2)
        encoded = text.encode("utf-8", "replace")
        data += _PERCENT.sub(lambda m: bytes([int(m.group(1), 16)]), encoded) if is_encoded else encoded
    return decode_charset(data, charset)


def encode_xtext(value: str) -> str:
    """Encode for an SMTP parameter. Rule: RFC 3461 §4."""
    return "".join(
        character if "!" <= character <= "~" and character not in "+=" else f"+{ord(character) & 0xFF:02X}"
        for character in value
    )


def decode_xtext(value: str) -> str:
    """Decode an xtext; text that is no xtext comes back unchanged."""
    return _XTEXT.sub(lambda match: chr(int(match.group(1), 16)), value)
