"""What was read of an item, without the record that a person said to be the wrong one: nobody's proposal any more.

Pure. What the reading kept stays in the store: learning and figures start from it. Rule: intake.md §5, §6.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from liane.pipeline.intake.watched_desk import was_told_wrong
from liane.store.intake_records import IntakeItem


def hide_refused(item: IntakeItem) -> IntakeItem:
    """Take from an item the record that was said to be wrong: as its person, and wherever its reading proposes it."""
    if not was_told_wrong(item):
        return item
    refused = str(item.person_id or "")
    reading = _walk(item.reading, refused) if item.reading is not None else None
    return replace(item, person_id=None, reading=reading)


def _walk(reading: Mapping[str, Any], refused: str) -> dict[str, Any]:
    """Take a record from the documents of each file. A reading is by name of file, or of the only file there is."""
    if "documents" in reading:
        return _take_from_file(reading, refused)
    return {name: _take_from_file(one, refused) if isinstance(one, Mapping) else one for name, one in reading.items()}


def _take_from_file(file: Mapping[str, Any], refused: str) -> dict[str, Any]:
    documents = [_take_from(one, refused) for one in file.get("documents") or []]
    return {**file, "documents": documents} if "documents" in file else dict(file)


def _take_from(document: Mapping[str, Any], refused: str) -> dict[str, Any]:
    """Take a record from one document; what was measured against it (confidence, margin) goes with it."""
    candidates = document.get("candidates") or []
    left = [one for one in candidates if str(one.get("record_id")) != refused]
    is_first = str(document.get("record_id") or "") == refused
    if not is_first and len(left) == len(candidates):
        return dict(document)
    action = "review" if document.get("action") == "auto" else document.get("action")
    taken = {**document, "candidates": left, "margin": None, "would_file": False, "action": action}
    return taken | ({"record_id": None, "record_confidence": 0.0} if is_first else {})
