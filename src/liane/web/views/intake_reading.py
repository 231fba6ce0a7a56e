"""What was read of an item, as kept with it (schema of ``docs/intake.schema.json``), taken apart for the screen. Pure.

A reading is data of our own, yet an older release may have written it: what is missing counts as not read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from liane.domain.intake.fields import ReadDocument
from liane.domain.intake.page import Box

BOXES_MAX = 40
CANDIDATES_MAX = 5
DOCUMENTS_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadField:
    """One value read. page: from 1 in the file, 0 when it comes from a metadata element, which ``source`` names."""

    value: str
    confidence: float
    page: int = 0
    boxes: tuple[Box, ...] = ()
    source: str = ""
    is_checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvidence:
    """What one trait says of a record. agreement: ``concorde``, ``proche``, ``diffère`` or ``absent``."""

    text: str
    agreement: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCandidate:
    """One record proposed. record_id: the number of a person of the registry."""

    record_id: int
    score: float
    evidence: tuple[ReadEvidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document as read. pages: in its file. types: codes proposed with their share, best first.

    rotations: by page, degrees that make it upright. margin: of the first record over the second, None when unknown.
    region: where the document lies on its first page, None where it has whole pages.
    """

    pages: tuple[int, ...] = ()
    fields: Mapping[str, ReadField] = field(default_factory=dict)
    record_id: int | None = None
    record_confidence: float = 0.0
    candidates: tuple[ReadCandidate, ...] = ()
    types: tuple[tuple[str, float], ...] = ()
    margin: float | None = None
    action: str = ""
    reason: str = ""
    rotations: Mapping[int, int] = field(default_factory=dict)
    region: Box | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing was read."""
        return not self.fields and not self.candidates

    def value(self, name: str) -> str:
        """The value of a field; empty when it was not found."""
        found = self.fields.get(name)
        return found.value if found else ""


def read_documents(reading: Mapping[str, Any] | None, file_name: str) -> tuple[Reading, ...]:
    """Give the documents read in one file of an item; none when the file was not read."""
    if not reading:
        return ()
    whole = reading if "documents" in reading else _mapping(reading.get(file_name))
    rotations = {
        _whole(one.get("number")): _whole(one.get("rotation")) for one in map(_mapping, _list(whole.get("pages")))
    }
    return tuple(_document(_mapping(one), rotations) for one in _list(whole.get("documents"))[:DOCUMENTS_MAX])


def read_briefly(reading: Mapping[str, Any] | None, file_name: str) -> tuple[Reading, ...]:
    """Give of each document read in one file its type and the record proposed alone: what a line of a list shows."""
    if not reading:
        return ()
    whole = reading if "documents" in reading else _mapping(reading.get(file_name))
    return tuple(_brief(_mapping(one)) for one in _list(whole.get("documents"))[:DOCUMENTS_MAX])


def _brief(values: Mapping[str, Any]) -> Reading:
    told = _mapping(_mapping(values.get("fields")).get("doc_type"))
    fields = {"doc_type": _field(told)} if told.get("value") else {}
    return Reading(fields=fields, record_id=_record(values.get("record_id")))


def _document(values: Mapping[str, Any], rotations: Mapping[int, int]) -> Reading:
    fields = {name: _field(_mapping(one)) for name, one in _mapping(values.get("fields")).items() if one}
    candidates = [_candidate(_mapping(one)) for one in _list(values.get("candidates"))[:CANDIDATES_MAX]]
    types = [
        (str(one.get("code", "")), _number(one.get("probability"))) for one in map(_mapping, _list(values.get("types")))
    ]
    margin = values.get("margin")
    return Reading(
        pages=tuple(_whole(one) for one in _list(values.get("pages"))),
        fields={name: one for name, one in fields.items() if one.value},
        record_id=_record(values.get("record_id")),
        record_confidence=_number(values.get("record_confidence")),
        candidates=tuple(one for one in candidates if one.record_id),
        types=tuple(types),
        margin=_number(margin) if margin is not None else _find_margin(candidates),
        action=str(values.get("action", "")),
        reason=str(values.get("reason", "")),
        rotations=rotations,
        region=_box(values.get("region")),
    )


def _find_margin(candidates: Sequence[ReadCandidate]) -> float | None:
    """By how much the first record stands above the second; None when it is alone."""
    return candidates[0].score - candidates[1].score if len(candidates) > 1 else None


def _field(values: Mapping[str, Any]) -> ReadField:
    value = values.get("value")
    told = "; ".join(str(one) for one in value) if isinstance(value, list) else str(value or "")
    boxes = [box for one in _list(values.get("boxes"))[:BOXES_MAX] if (box := _box(one)) is not None]
    return ReadField(
        value=told,
        confidence=_number(values.get("confidence")),
        page=_whole(values.get("page")),
        boxes=tuple(boxes),
        source=str(values.get("element") or values.get("source") or ""),
        is_checked=bool(values.get("is_checked")),
    )


def _box(values: Any) -> Box | None:
    if not isinstance(values, Sequence) or len(values) != 4:
        return None
    x0, y0, x1, y1 = (min(max(_number(one), 0.0), 1.0) for one in values)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x1 > x0 and y1 > y0 else None


def _candidate(values: Mapping[str, Any]) -> ReadCandidate:
    return ReadCandidate(
        record_id=_record(values.get("record_id")) or 0,
        score=_number(values.get("score")),
        evidence=tuple(_evidence(one) for one in _list(values.get("evidence"))),
    )


def _evidence(value: Any) -> ReadEvidence:
    if isinstance(value, str):
        return ReadEvidence(text=value)
    values = _mapping(value)
    weight = values.get("weight")
    return ReadEvidence(
        text=str(values.get("text") or values.get("trait") or ""),
        agreement=str(values.get("agreement", "")),
        weight=_number(weight) if weight is not None else None,
    )


def reading_of(document: ReadDocument) -> Reading:
    """Take apart what a structured document says of itself (header of a CDA)."""
    fields = {
        name.value: ReadField(
            value="; ".join(one.value for one in found.values) or found.chosen.value,
            confidence=found.chosen.confidence,
            page=found.chosen.page,
            boxes=found.chosen.boxes,
            source=f"{found.chosen.source.value}, {found.chosen.element}".rstrip(", "),
            is_checked=found.chosen.is_checked,
        )
        for name, found in document.fields.items()
    }
    return Reading(fields=fields, types=tuple((one.code, one.probability) for one in document.types))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) else []


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 0


def _record(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
