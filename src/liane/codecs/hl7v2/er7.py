"""ER7: from bytes to segments, fields, repetitions and components, without any catalogue of segments.

What lives here: the syntax (delimiters, escapes, segment ends, bounds). What must not: the meaning of any field, but
for MSH-1, MSH-2 and MSH-18 without which the bytes cannot be read. Nothing is split before it is asked for, and a
large segment is only looked at through offsets: a document of 200 kB in OBX-5 is copied once, when it is taken.
"""

import re
from enum import Enum

from liane.codecs.hl7v2.charset import Charset, find_charset, guess_charset, is_readable_as
from liane.codecs.hl7v2.codes import HL7Code
from liane.domain.errors import Finding, MalformedMessage

SIZE_BYTES_MAX = 64 * 1024 * 1024
SEGMENTS_MAX = 10_000
COMPONENTS_MAX = 100
EAGER_BYTES_MAX = 4096
"""Up to this size a segment is split at once: cheaper than one search per field."""
BARE_CDA_LOOK_BYTES_MAX = 4096
"""How far a message in XML is searched for a CDA sent without its HL7 v2 message."""

_BOM = b"\xef\xbb\xbf"
_EDGES = b"\x0b\x1c \t\r\n"
_SEGMENT_NAME = re.compile(rb"[A-Z][A-Z0-9]{2}")


class Presence(Enum):
    """The four states of a field: HL7 tells an absent field, an empty one and an explicit null (``""``) apart."""

    ABSENT = "absent"
    EMPTY = "empty"
    NULL = "null"
    VALUED = "valued"


class Delimiters:
    """The five delimiters of one message, each one byte. Rule: HL7 v2.5 §2.5.4; hl7v2.md §2."""

    __slots__ = (
        *("component", "escape", "field", "repetition", "subcomponent"),
        *("component_text", "field_text", "is_standard", "repetition_text", "subcomponent_text"),
    )

    def __init__(self, field: bytes, encoding: bytes) -> None:
        self.field = field
        self.component, self.repetition, self.escape, self.subcomponent = (encoding[i : i + 1] for i in range(4))
        self.field_text = field.decode("latin-1")
        self.component_text = self.component.decode("latin-1")
        self.repetition_text = self.repetition.decode("latin-1")
        self.subcomponent_text = self.subcomponent.decode("latin-1")
        self.is_standard = field + encoding == b"|^~\\&"
        """True for ``|^~\\&``, the only ones that French profiles allow to emit."""

    @property
    def encoding(self) -> bytes:
        """MSH-2."""
        return self.component + self.repetition + self.escape + self.subcomponent


class Segment:
    """One segment: a window on the message's bytes. Field numbers are HL7's (MSH-1 is the delimiter itself).

    is_large: it is read through offsets only.
    """

    __slots__ = ("_end", "_fields", "_first", "_message", "_start", "_texts", "is_large", "name", "occurrence")

    def __init__(self, message: "Message", start: int, end: int, name: str, occurrence: int) -> None:
        self._message = message
        self._start = start
        self._end = end
        self._fields: list[bytes] | None = None
        self._texts: list[str] | None = None
        self._first = 1 if name == "MSH" else 0
        self.name = name
        self.occurrence = occurrence
        self.is_large = end - start > EAGER_BYTES_MAX

    @property
    def raw(self) -> bytes:
        """The segment's bytes, without its end."""
        return self._message.data[self._start : self._end]

    @property
    def size_bytes(self) -> int:
        """The length of ``raw``."""
        return self._end - self._start

    @property
    def label(self) -> str:
        """How findings name it: ``PID``, or ``OBX(7)`` for the seventh."""
        return self.name if self.occurrence == 1 else f"{self.name}({self.occurrence})"

    def field_count(self) -> int:
        """The number of the last field written, valued or not."""
        separators = self._message.data.count(self._message.delimiters.field, self._start, self._end)
        return separators + 1 if self.name == "MSH" else separators

    def field(self, number: int) -> bytes:
        """The bytes of a field, as received; empty when it is absent or empty (see ``presence``)."""
        if self.name == "MSH":
            if number == 1:
                return self._message.delimiters.field
            number -= 1
        if self.is_large:
            span = self._field_span(number)
            return self._message.data[span[0] : span[1]] if span else b""
        fields = self._fields
        if fields is None:
            fields = self._fields = self.raw.split(self._message.delimiters.field)
        return fields[number] if 0 < number < len(fields) else b""

    def presence(self, number: int) -> Presence:
        """Tell whether a field is absent, empty, null (``""``) or valued."""
        value = self.field(number).strip()
        if value == b'""':
            return Presence.NULL
        if value:
            return Presence.VALUED
        return Presence.EMPTY if number <= self.field_count() else Presence.ABSENT

    def has(self, number: int) -> bool:
        """Tell whether a field carries a value, delimiters and blanks apart."""
        value = self.field(number).strip()
        return value != b'""' and bool(value.strip(self._message.delimiters.component + b"~& \t"))

    def repetitions(self, number: int) -> list[bytes]:
        """The repetitions of a field, as received; an empty list when it has no value."""
        value = self.field(number)
        return value.split(self._message.delimiters.repetition) if value else []

    def component(self, number: int, component: int = 1, *, sub: int = 1, rep: int = 1) -> str:
        """The text of one component, decoded with the message's charset, unescaped, stripped; null reads as empty."""
        texts = self._texts
        if texts is None:
            texts = self._texts = self._split_texts()
        if not texts:
            return self._read_escaped(number, component, sub=sub, rep=rep)
        number -= self._first
        if not self._first <= number < len(texts) or not (value := texts[number]):
            return self._message.delimiters.field_text if number < self._first else ""
        delimiters = self._message.delimiters
        if delimiters.repetition_text in value or rep > 1:
            value = _part(value, delimiters.repetition_text, rep)
        if delimiters.component_text in value or component > 1:
            value = _part(value, delimiters.component_text, component)
        if delimiters.subcomponent_text in value or sub > 1:
            value = _part(value, delimiters.subcomponent_text, sub)
        value = value.strip()
        return "" if value == '""' else value

    def _split_texts(self) -> list[str]:
        """The fields of a small segment without escapes as texts, decoded at once; none for any other segment.

        Delimiters are ASCII, so that cutting before or after decoding is the same.
        """
        raw = self.raw
        message = self._message
        if self.is_large or b"\x00" in raw or raw.find(message.delimiters.escape, 9 if self._first else 0) >= 0:
            return []
        return raw.decode(message._codec, "replace").split(message.delimiters.field_text)

    def _read_escaped(self, number: int, component: int, *, sub: int, rep: int) -> str:
        if rep == 1 and self.is_large:
            span = self.component_span(number, component)
            return self._message.read_component(self._message.data[slice(*span)], 1, sub) if span else ""
        value = self.field(number)
        if not value:
            return ""
        message = self._message
        delimiters = message.delimiters
        if delimiters.repetition in value:
            repetitions = value.split(delimiters.repetition, rep)
            value = repetitions[rep - 1] if rep <= len(repetitions) else b""
        elif rep > 1:
            return ""
        if component == sub == 1 and delimiters.component not in value and delimiters.subcomponent not in value:
            text = message.decode(value)
            return "" if text == '""' else text
        return message.read_component(value, component, sub)

    def component_span(self, number: int, component: int) -> tuple[int, int] | None:
        """The offsets in the message of one component of the first repetition; None when it is not there."""
        span = self._field_span(number - 1 if self.name == "MSH" else number)
        if span is None:
            return None
        data, delimiters = self._message.data, self._message.delimiters
        start, limit = span
        next_repetition = data.find(delimiters.repetition, start, limit)
        limit = limit if next_repetition < 0 else next_repetition
        for _ in range(component - 1):
            found = data.find(delimiters.component, start, limit)
            if found < 0:
                return None
            start = found + 1
        end = data.find(delimiters.component, start, limit)
        return start, limit if end < 0 else end

    def _field_span(self, number: int) -> tuple[int, int] | None:
        data, separator = self._message.data, self._message.delimiters.field
        start = self._start
        for _ in range(number):
            found = data.find(separator, start, self._end)
            if found < 0:
                return None
            start = found + 1
        end = data.find(separator, start, self._end)
        return start, self._end if end < 0 else end

    def __repr__(self) -> str:
        return f"Segment({self.label}, {self._end - self._start} octets)"


def _part(value: str, separator: str, number: int) -> str:
    parts = value.split(separator, number)
    return parts[number - 1] if number <= len(parts) else ""


class Message:
    """One ER7 message. data: the bytes as received; charset: the declared one, else the one guessed."""

    __slots__ = ("_by_name", "_codec", "charset", "charset_declared", "data", "delimiters", "segments")

    def __init__(self, data: bytes, delimiters: Delimiters) -> None:
        self.data = data
        self.delimiters = delimiters
        self.segments: tuple[Segment, ...] = ()
        self._by_name: dict[str, list[Segment]] = {}
        self.charset = Charset.UTF_8
        self.charset_declared = ""
        self._codec = Charset.UTF_8.codec

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        found = self._by_name.get(name)
        return found[0] if found else None

    def all(self, name: str) -> tuple[Segment, ...]:
        """Every segment of that name, in order."""
        return tuple(self._by_name.get(name, ()))

    def read_component(self, repetition: bytes, component: int = 1, sub: int = 1) -> str:
        """The text of one component of a repetition given as bytes; empty when absent or null."""
        delimiters, value = self.delimiters, repetition
        if delimiters.component in repetition:
            parts = repetition.split(delimiters.component, component)
            value = parts[component - 1] if component <= len(parts) else b""
        elif component > 1:
            return ""
        if not value:
            return ""
        if delimiters.subcomponent in value:
            subs = value.split(delimiters.subcomponent, sub)
            value = subs[sub - 1] if sub <= len(subs) else b""
        elif sub > 1:
            return ""
        text = self.decode(value)
        return "" if text == '""' else text

    def read_components(self, repetition: bytes) -> list[str]:
        """The texts of every component of a repetition, as ``read_component`` gives them one by one."""
        delimiters = self.delimiters
        if delimiters.escape in repetition or b'""' in repetition:
            parts = repetition.split(delimiters.component, COMPONENTS_MAX)
            return [self.read_component(part) if part else "" for part in parts]
        text = repetition.decode(self._codec, "replace").replace("\x00", "\ufffd")
        texts = text.split(delimiters.component_text, COMPONENTS_MAX)
        if delimiters.subcomponent_text in text:
            texts = [part.partition(delimiters.subcomponent_text)[0] for part in texts]
        return [part.strip() for part in texts]

    def decode(self, value: bytes) -> str:
        """Unescape and decode; bytes outside the charset, and NUL, show as U+FFFD. Blanks around are dropped."""
        if self.delimiters.escape in value:
            value = _unescape(value, self.delimiters)
        text = value.decode(self._codec, "replace").strip()
        return text.replace("\x00", "\ufffd") if "\x00" in text else text

    def respects_charset(self) -> bool:
        """Tell whether every byte belongs to the charset; segments of ASCII alone, the document's first, cost least."""
        return self.data.isascii() or all(is_readable_as(segment.raw, self.charset) for segment in self.segments)

    def __repr__(self) -> str:
        return f"Message({len(self.segments)} segments, {len(self.data)} octets)"


def parse_message(data: bytes, *, size_bytes_max: int = SIZE_BYTES_MAX, segments_max: int = SEGMENTS_MAX) -> Message:
    """Read an ER7 message; segments end with CR, LF or CRLF, blank lines are skipped.

    Raises MalformedMessage HL7-001 (too large), HL7-002 (no MSH first), HL7-003 (delimiters), HL7-004 (a line that is
    no segment), HL7-005 (too many segments), HL7-006 (the XML form of HL7 v2, not read here). Rule: hl7v2.md §2.
    """
    if len(data) > size_bytes_max:
        raise MalformedMessage(
            HL7Code.TOO_LARGE.finding(
                "message",
                f"Le message compte {len(data)} octets ; la limite est de {size_bytes_max}.",
                "Envoyer un document plus petit, ou demander à l'exploitant de relever la limite.",
            )
        )
    start = _find_start(data)
    message = Message(data, _read_delimiters(data, start))
    message.segments = _cut_segments(message, start, segments_max)
    by_name = message._by_name
    for segment in message.segments:
        by_name.setdefault(segment.name, []).append(segment)
    _settle_charset(message)
    return message


def _refuse_xml(is_cda: bool) -> Finding:
    if is_cda:
        return HL7Code.XML_FORM.finding(
            "message",
            "Le message est un document CDA seul : le message HL7 v2 qui doit le porter manque.",
            "Mettre le CDA, en Base64, dans OBX-5 d'un message ORU^R01 ou MDM^T02 en forme ER7 (segments terminés par "
            "CR), puis envoyer ce message.",
        )
    return HL7Code.XML_FORM.finding(
        "message",
        "Le message commence par du XML : la forme XML de HL7 v2 n'est pas prise en charge.",
        "Envoyer le message HL7 v2 en forme ER7 (segments terminés par CR), le document CDA en Base64 dans OBX-5.",
    )


def _find_start(data: bytes) -> int:
    head = data[:64]
    start = len(head) - len(head.removeprefix(_BOM).lstrip(_EDGES))
    if data.startswith(b"MSH", start):
        return start
    if data.startswith(b"<", start):
        raise MalformedMessage(_refuse_xml(b"ClinicalDocument" in data[:BARE_CDA_LOOK_BYTES_MAX]))
    raise MalformedMessage(
        HL7Code.NO_MSH.finding(
            "MSH",
            "Le message est vide." if not data.strip(_EDGES) else "Le message ne commence pas par un segment MSH.",
            "Vérifier la trame MLLP et le connecteur de l'application émettrice.",
        )
    )


def _read_delimiters(data: bytes, start: int) -> Delimiters:
    field = data[start + 3 : start + 4]
    encoding = data[start + 4 : start + 8]
    closing = data[start + 8 : start + 9]
    if closing not in (field, b"\r", b"\n", b"") and data[start + 9 : start + 10] != field:
        encoding = b""  # HL7 2.7 may add a fifth delimiter (truncation); anything longer is no MSH-2
    marks = field + encoding
    if len(marks) != 5 or len(set(marks)) != 5 or any(mark not in _PUNCTUATION for mark in marks):
        raise MalformedMessage(
            HL7Code.BAD_DELIMITERS.finding(
                "MSH-2",
                "Les délimiteurs annoncés par MSH-1 et MSH-2 sont inutilisables.",
                "Écrire « MSH|^~\\&| » en tête du message.",
            )
        )
    return Delimiters(field, encoding)


_PUNCTUATION = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def _cut_segments(message: Message, start: int, segments_max: int) -> tuple[Segment, ...]:
    data, separator = message.data, message.delimiters.field
    size = len(data)
    segments: list[Segment] = []
    counts: dict[bytes, int] = {}
    carriage, line = data.find(b"\r", start), data.find(b"\n", start)
    while start < size:
        if 0 <= carriage < start:
            carriage = data.find(b"\r", start)
        if 0 <= line < start:
            line = data.find(b"\n", start)
        end = carriage if line < 0 or 0 <= carriage < line else line
        end = size if end < 0 else end
        name = data[start : start + 3]
        if (
            end - start >= 3
            and _SEGMENT_NAME.match(name)
            and (end == start + 3 or data[start + 3 : start + 4] == separator)
        ):
            count = counts[name] = counts.get(name, 0) + 1
            segments.append(Segment(message, start, end, name.decode("ascii"), count))
            if len(segments) > segments_max:
                raise MalformedMessage(
                    HL7Code.TOO_MANY_SEGMENTS.finding("message", f"Le message compte plus de {segments_max} segments.")
                )
        elif data[start:end].strip(_EDGES):
            raise MalformedMessage(_unreadable(len(segments) + 1))
        start = end + 1
    return tuple(segments)


def _unreadable(position: int) -> Finding:
    return HL7Code.UNREADABLE_SEGMENT.finding(
        f"segment {position}",
        f"La ligne {position} du message n'est pas un segment HL7 (trois caractères puis le délimiteur).",
        "Vérifier qu'aucun retour à la ligne n'est écrit tel quel dans un champ.",
    )


def _settle_charset(message: Message) -> None:
    header = message.segments[0]
    declared = header.component(18)
    message.charset_declared = declared
    message.charset = find_charset(declared) or guess_charset(message.data)
    message._codec = message.charset.codec
    header._texts = None  # decoded before its own charset was known


_HEX_ESCAPE = re.compile(rb"X((?:[0-9A-Fa-f]{2})+)$")


def _unescape(value: bytes, delimiters: Delimiters) -> bytes:
    """Replace escape sequences; an unknown or unfinished sequence stays as written."""
    mark = delimiters.escape
    known = {
        b"F": delimiters.field,
        b"S": delimiters.component,
        b"T": delimiters.subcomponent,
        b"R": delimiters.repetition,
        b"E": mark,
        b".br": b"\n",
        b"H": b"",
        b"N": b"",
    }
    parts = value.split(mark)
    result = [parts[0]]
    index = 1
    while index < len(parts):
        part = parts[index]
        closed = index + 1 < len(parts)
        hexadecimal = _HEX_ESCAPE.match(part) if closed else None
        if closed and part in known:
            result += (known[part], parts[index + 1])
            index += 2
        elif hexadecimal:
            result += (bytes.fromhex(hexadecimal.group(1).decode("ascii")), parts[index + 1])
            index += 2
        else:
            result += (mark, part)
            index += 1
    return b"".join(result)
