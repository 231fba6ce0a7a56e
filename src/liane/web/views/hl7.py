"""An HL7 v2 message on a page: segments folded, fields and components in rows, what a check said beside its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liane.codecs.hl7v2.describe import FieldView as DescribedField
from liane.codecs.hl7v2.describe import SegmentView as DescribedSegment
from liane.codecs.hl7v2.describe import describe_message

VALUE_CHARS_MAX = 600
OPEN_SEGMENTS = frozenset({"MSH", "PID", "MSA", "ERR", "ORC", "TXA"})
_HINT_FIELDS = {"OBX": 3, "PRT": 4, "ERR": 8}
_HINT_CHARS_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One row: a field, or a component of it. fault: what a check said of it."""

    path: str
    name: str
    value: str
    is_component: bool = False
    fault: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFold:
    """One segment, folded unless it matters at once."""

    label: str
    name: str
    hint: str
    fields: tuple[FieldRow, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A whole message."""

    segments: tuple[SegmentFold, ...]


def describe_hl7(data: bytes, findings: Iterable[Mapping[str, Any]] = ()) -> MessageView:
    """Describe a message for a page. findings: stored findings, shown at their location. Raises MalformedMessage."""
    faults = [(str(finding.get("location", "")), str(finding.get("message", ""))) for finding in findings]
    return MessageView(segments=tuple(_fold(segment, faults) for segment in describe_message(data)))


def _fold(segment: DescribedSegment, faults: list[tuple[str, str]]) -> SegmentFold:
    hint_number = _HINT_FIELDS.get(segment.code)
    named = next((field for field in segment.fields if field.number == hint_number), None)
    hint = named.text if named else ""
    mine = list(faults)
    if named:
        code = f"{segment.code}[{hint.partition(' ^ ')[0]}]"
        mine += [(named.location, message) for location, message in faults if location == code]
    rows = tuple(row for field in segment.fields for row in _rows(field, mine))
    return SegmentFold(
        label=segment.label,
        name=segment.name or "segment sans nom connu",
        hint=hint[:_HINT_CHARS_MAX],
        fields=rows,
        is_open=segment.code in OPEN_SEGMENTS or any(row.fault for row in rows),
    )


def _rows(field: DescribedField, faults: list[tuple[str, str]]) -> list[FieldRow]:
    fault = " ".join(message for location, message in faults if _is_at(location, field.location))
    if field.is_null:
        return [FieldRow(path=field.location, name=field.name, value='""', meaning="à effacer", fault=fault)]
    simple = len(field.repetitions) == 1 and len(field.repetitions[0]) == 1
    rows = [FieldRow(path=field.location, name=field.name, value=_cut(field.text), fault=fault)]
    if simple and field.repetitions[0][0].number == 1:
        return rows
    for rank, components in enumerate(field.repetitions, 1):
        mark = f"[{rank}]" if len(field.repetitions) > 1 else ""
        rows.extend(
            FieldRow(
                path=f"{field.location}{mark}.{component.number}",
                name=component.name,
                value=_cut(component.text),
                is_component=True,
            )
            for component in components
        )
    return rows


def _is_at(location: str, field: str) -> bool:
    """Tell whether a finding's location is this field or inside it."""
    if not location or not location.startswith(field):
        return False
    return not location[len(field) : len(field) + 1].isdigit()


def _cut(text: str) -> str:
    return text if len(text) <= VALUE_CHARS_MAX else f"{text[:VALUE_CHARS_MAX]}… ({len(text)} caractères)"
