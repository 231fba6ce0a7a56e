"""The words of IMAP commands: atoms, quoted strings, literals already read, lists, sets of numbers. Values only.

Rule: RFC 3501 §4, §9.
"""

import base64
import re
from collections.abc import Iterable, Sequence

NESTING_MAX = 10
WORDS_MAX = 2_000
Word = bytes | list["Word"]
_SPECIALS = b'(){ %*"\\]'


class IMAPSyntaxError(Exception):
    """A command that cannot be read; the client gets BAD."""


class Words:
    """Reads the arguments of one command, given as pieces: text, literal, text, literal…, text."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = list(pieces)
        self._index = 0
        self._at = 0
        self._count = 0

    def read_all(self) -> list[Word]:
        """Read every word. Raises IMAPSyntaxError."""
        return self._read_list(0, closes=False)

    def _read_list(self, depth: int, *, closes: bool) -> list[Word]:
        if depth > NESTING_MAX:
            raise IMAPSyntaxError("too deep")
        words: list[Word] = []
        while (character := self._skip_spaces()) != b")":
            self._count += 1
            if self._count > WORDS_MAX:
                raise IMAPSyntaxError("too many words")
            if character:
                words.append(self._read_word(character, depth))
            elif self._index + 1 < len(self._pieces):
                words.append(self._pieces[self._index + 1])
                self._index += 2
                self._at = 0
            elif closes:
                raise IMAPSyntaxError("list not closed")
            else:
                return words
        if not closes:
            raise IMAPSyntaxError("stray parenthesis")
        self._at += 1
        return words

    def _read_word(self, character: bytes, depth: int) -> Word:
        if character == b"(":
            self._at += 1
            return self._read_list(depth + 1, closes=True)
        return self._read_quoted() if character == b'"' else self._read_atom()

    def _skip_spaces(self) -> bytes:
        while self._peek() == b" ":
            self._at += 1
        return self._peek()

    def _peek(self) -> bytes:
        return self._pieces[self._index][self._at : self._at + 1]

    def _read_quoted(self) -> bytes:
        text = self._pieces[self._index]
        out = bytearray()
        position = self._at + 1
        while position < len(text):
            byte = text[position]
            if byte == 0x22:
                self._at = position + 1
                return bytes(out)
            if byte == 0x5C:
                position += 1
            if position < len(text):
                out.append(text[position])
            position += 1
        raise IMAPSyntaxError("string not closed")

    def _read_atom(self) -> bytes:
        """Read an atom; a section ``BODY[HEADER.FIELDS (To)]<0.10>`` is one atom, spaces and lists included."""
        text = self._pieces[self._index]
        start = position = self._at
        depth = 0
        while position < len(text):
            byte = text[position : position + 1]
            if byte == b"[":
                depth += 1
            elif byte == b"]":
                depth -= 1
            elif depth <= 0 and byte in (b" ", b"(", b")"):
                break
            position += 1
        self._at = position
        return text[start:position]


def as_text(word: Word) -> str:
    """Take a word as text. Raises IMAPSyntaxError when it is a list."""
    if isinstance(word, list):
        raise IMAPSyntaxError("a string was expected")
    return word.decode("utf-8", "replace")


def as_list(word: Word) -> list[Word]:
    """Take a word as a list, a single word being a list of one."""
    return word if isinstance(word, list) else [word]


def parse_set(text: str, largest: int) -> list[tuple[int, int]]:
    """Read ``1:3,7,9:*`` as ranges, ``*`` being the largest number in use. Raises IMAPSyntaxError."""
    ranges = []
    for piece in text.split(",")[:WORDS_MAX]:
        first, separator, last = piece.partition(":")
        low = _number(first, largest)
        high = _number(last, largest) if separator else low
        ranges.append((min(low, high), max(low, high)))
    return ranges


def _number(text: str, largest: int) -> int:
    if text == "*":
        return largest
    if not (text.isascii() and text.isdigit()) or len(text) > 10:
        raise IMAPSyntaxError("a number was expected")
    return int(text)


def is_in(number: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a number is in a set."""
    return any(low <= number <= high for low, high in ranges)


def quote(text: str) -> bytes:
    """Write a string as IMAP: quoted when plain, else as a literal."""
    data = text.encode("utf-8", "replace")
    if text.isascii() and "\r" not in text and "\n" not in text and "\0" not in text and len(data) < 1000:
        return b'"' + data.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return b"{%d}\r\n" % len(data) + data


def nil_or_quote(text: str) -> bytes:
    """Write a string, or NIL when it is empty."""
    return quote(text) if text else b"NIL"


def encode_name(name: str) -> str:
    """Write a folder name in modified UTF-7. Rule: RFC 3501 §5.1.3."""

    def shift(match: re.Match[str]) -> str:
        encoded = base64.b64encode(match.group().encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        return f"&{encoded.decode()}-"

    return re.sub(r"[^\x20-\x7e]+", shift, name.replace("&", "&-"))


def decode_name(name: str) -> str:
    """Read a folder name in modified UTF-7; a name that is not is kept as it is."""

    def unshift(match: re.Match[str]) -> str:
        text = match.group(1)
        if not text:
            return "&"
        padded = text.replace(",", "/") + "=" * (-len(text) % 4)
        try:
            return base64.b64decode(padded).decode("utf-16-be")
        except ValueError:
            return match.group()

    return re.sub(r"&([A-Za-z0-9+,]*)-", unshift, name)


def render_set(numbers: Iterable[int]) -> str:
    """Write numbers as a set."""
    return ",".join(str(number) for number in numbers)
