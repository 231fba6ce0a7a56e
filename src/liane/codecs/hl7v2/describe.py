"""A message as a person reads it: segments, fields with their French names, components; never a rule.

The names are packaged tables; a segment or field that they do not know is shown by its number alone.
Rule: screens.md §4 (HL7 v2: a table segment → field → component with the names of the profile).
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from liane.codecs.hl7v2.er7 import Message, Presence, Segment, parse_message

TEXT_CHARS_MAX = 2_000
SEGMENTS_SHOWN_MAX = 2_000
FIELDS_SHOWN_MAX = 200
REPETITIONS_SHOWN_MAX = 100
COMPONENTS_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentView:
    """One component: number, French name (empty when unknown), text, subcomponents when there are several."""

    number: int
    name: str
    text: str
    subcomponents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One valued field. location: as findings write it (``OBX(7)-5``). repetitions: components of each repetition."""

    number: int
    name: str
    location: str
    repetitions: tuple[tuple[ComponentView, ...], ...]
    is_null: bool = False

    @property
    def text(self) -> str:
        """The whole field on one line."""
        return " ~ ".join(
            " ^ ".join(component.text for component in components if component.text) for components in self.repetitions
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """One segment. label: ``OBX(7)``; name: French, empty when unknown; size_bytes: as received."""

    code: str
    label: str
    name: str
    size_bytes: int
    fields: tuple[FieldView, ...]


def describe_message(data: bytes) -> list[SegmentView]:
    """Describe a message for a screen, SEGMENTS_SHOWN_MAX segments at most; fields without value are left out.

    A base64 value longer than TEXT_CHARS_MAX shows as « CDA encodé, N octets » (N: octets of base64 text). Raises
    MalformedMessage as ``parse_message``.
    """
    message = parse_message(data)
    return [_describe_segment(message, segment) for segment in message.segments[:SEGMENTS_SHOWN_MAX]]


def _describe_segment(message: Message, segment: Segment) -> SegmentView:
    count = min(segment.field_count(), FIELDS_SHOWN_MAX)
    fields = (
        _describe_field(message, segment, number)
        for number in range(1, count + 1)
        if segment.presence(number) in (Presence.VALUED, Presence.NULL)
    )
    return SegmentView(
        code=segment.name,
        label=segment.label,
        name=_segment_names().get(segment.name, ""),
        size_bytes=len(segment.raw),
        fields=tuple(fields),
    )


def _describe_field(message: Message, segment: Segment, number: int) -> FieldView:
    name, data_type = _field_names().get((segment.name, number), ("", ""))
    if data_type == "*":
        data_type = segment.component(2).upper()
        data_type = "CWE" if data_type == "CE" else data_type
    location = f"{segment.label}-{number}"
    if segment.name == "MSH" and number <= 2:
        mark = segment.field(number).decode("ascii", "replace")
        literal = ((ComponentView(number=1, name="", text=mark),),)
        return FieldView(number=number, name=name, location=location, repetitions=literal)
    if segment.presence(number) is Presence.NULL:
        return FieldView(number=number, name=name, location=location, repetitions=(), is_null=True)
    repetitions = segment.repetitions(number)[:REPETITIONS_SHOWN_MAX]
    return FieldView(
        number=number,
        name=name,
        location=location,
        repetitions=tuple(_describe_components(message, repetition, data_type) for repetition in repetitions),
    )


def _describe_components(message: Message, repetition: bytes, data_type: str) -> tuple[ComponentView, ...]:
    delimiters = message.delimiters
    views = []
    for number, component in enumerate(repetition.split(delimiters.component)[:COMPONENTS_SHOWN_MAX], start=1):
        if not component.strip():
            continue
        subs = component.split(delimiters.subcomponent)[:COMPONENTS_SHOWN_MAX] if len(component) < 4096 else [component]
        texts = tuple(_shorten(message, sub) for sub in subs)
        views.append(
            ComponentView(
                number=number,
                name=_component_names().get((data_type, number), ""),
                text=" & ".join(texts),
                subcomponents=texts if len(texts) > 1 else (),
            )
        )
    return tuple(views)


def _shorten(message: Message, value: bytes) -> str:
    if len(value) <= TEXT_CHARS_MAX:
        return message.decode(value)
    if value[:4] in _DOCUMENT_STARTS:
        return f"CDA encodé, {len(value)} octets"
    return f"{message.decode(value[:TEXT_CHARS_MAX])}… ({len(value)} octets)"


_DOCUMENT_STARTS = (b"PENs", b"PD94", b"77u/", b"PCEt")
"""Base64 of « <Cl », « <?x », of a byte order mark, of « <!- »."""


def _read_rows(name: str) -> list[list[str]]:
    text = (resources.files("liane.codecs.hl7v2") / "data" / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _segment_names() -> dict[str, str]:
    return {row[0]: row[1] for row in _read_rows("segments.tsv")}


@cache
def _field_names() -> dict[tuple[str, int], tuple[str, str]]:
    return {(code, int(number)): (name, kind) for code, number, name, kind in _read_rows("fields.tsv")}


@cache
def _component_names() -> dict[tuple[str, int], str]:
    return {(kind, int(number)): name for kind, number, name in _read_rows("components.tsv")}
