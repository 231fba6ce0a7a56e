"""The published answer of ``liane intake read``: plain JSON values, under the schema ``docs/intake.schema.json``."""

from typing import Any

from liane.domain.intake.fields import PUBLISHED_FIELDS, Candidate, FieldName, FieldValue
from liane.domain.intake.matching.match import Match
from liane.domain.intake.outcome import IntakeDocument
from liane.pipeline.intake.reader import FileRead

SCHEMA_VERSION = "1.1"
LISTED = FieldName.RECIPIENTS
"""The one field whose value is a list."""


def describe_file(read: FileRead, seconds: float) -> dict[str, Any]:
    """Say what a file holds. Dates are ISO, what is absent is null, a place is a page and fractions of it."""
    return {
        "seconds": round(seconds, 3),
        "documents": [describe_document(document) for document in read.documents],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in read.findings
        ],
    }


def describe_document(document: IntakeDocument) -> dict[str, Any]:
    """Say one document: its pages, its fields, the records proposed, what is done and why."""
    decision = document.decision
    return {
        "pages": list(document.read.pages),
        "fields": {name.value: describe_field(document.read.fields.get(name)) for name in PUBLISHED_FIELDS},
        "record_id": decision.record_id,
        "record_confidence": round(decision.record_confidence, 6),
        "candidates": [describe_match(found) for found in document.matching.matches],
        "action": decision.action.value,
        "reason": decision.reason,
        "codes": list(decision.codes),
    }


def describe_field(found: FieldValue | None) -> dict[str, Any] | None:
    """Say one field: its value with its place; null when it was not found."""
    if found is None:
        return None
    chosen = found.chosen
    values = found.values or (chosen,)
    value: str | list[str] = [one.value for one in values] if found.name is LISTED else chosen.value
    boxes = [box for one in values for box in _boxes(one)] if found.name is LISTED else _boxes(chosen)
    return {
        "value": value,
        "confidence": round(chosen.confidence, 4),
        "page": chosen.page or None,
        "boxes": boxes,
        "source": chosen.source.value,
    }


def _boxes(candidate: Candidate) -> list[list[float]]:
    return [[round(side, 5) for side in (box.x0, box.y0, box.x1, box.y1)] for box in candidate.boxes]


def describe_match(found: Match) -> dict[str, Any]:
    """Say one record proposed, with its evidence trait by trait."""
    return {
        "record_id": found.person.record_id,
        "score": round(found.score, 3),
        "evidence": [
            {
                "trait": one.trait,
                "agreement": one.agreement.value,
                "weight": round(one.weight, 3),
                "text": one.text,
                "page": one.page or None,
            }
            for one in found.evidence
        ],
    }
