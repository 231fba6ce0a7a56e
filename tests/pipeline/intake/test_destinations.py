"""Where an item goes: by its door and its type, once its type is known."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from liane.domain.documents.request import Endpoint
from liane.pipeline.intake.destinations import Destinations
from liane.pipeline.intake.doors import Route
from liane.store.intake_records import IntakeItem, ItemKind, ItemSource, ItemState

DPI, GED = Endpoint(application="DPI", facility="CH"), Endpoint(application="GED", facility="CH")
ROUTES = (Route(target=GED, type_codes=frozenset({"57833-6"})), Route(target=DPI))
BOTH = Destinations(doors={"scans": ROUTES}, applications=("DPI@CH", "GED@CH"))


def make_item(**changes: Any) -> IntakeItem:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    values: dict[str, Any] = {
        "id": 1,
        "version": 1,
        "source": ItemSource.FOLDER,
        "kind": ItemKind.FILE,
        "state": ItemState.WAITING,
        "door": "scans",
        "received_at": now,
    }
    blank = {name: None for name in IntakeItem.__dataclass_fields__ if name not in values}
    texts = {"sender", "sender_label", "subject", "message_id", "mail_sha256", "unit", "target", "code", "reason"}
    blank |= {name: "" for name in texts if name in blank} | {"details": {}, "files": (), "findings": ()}
    return replace(IntakeItem(**(blank | values)), **changes)


@pytest.mark.parametrize(
    ("changes", "type_code", "expected"),
    [
        ({}, "57833-6", "GED@CH"),
        ({}, "11488-4", "DPI@CH"),
        ({}, "", "DPI@CH"),
        ({"target": "DPI@CH"}, "57833-6", "GED@CH"),
        ({"door": "autre"}, "57833-6", ""),
        ({"door": "autre", "target": "DPI@CH"}, "57833-6", "DPI@CH"),
        ({"target": "DPI@CH", "document_id": 4}, "57833-6", "DPI@CH"),
        ({"kind": ItemKind.DOCUMENT, "details": {"document": {"type_code": "57833-6"}}}, "11488-4", "GED@CH"),
    ],
)
def test_the_door_and_the_type_choose(changes: dict[str, Any], type_code: str, expected: str) -> None:
    assert BOTH.find(make_item(**changes), type_code) == expected


def test_one_application_needs_no_choice() -> None:
    assert Destinations(applications=("DPI@CH",)).find(make_item(), "11488-4") == "DPI@CH"
    assert BOTH.list_choices(make_item(target="VIEUX@CH")) == ["DPI@CH", "GED@CH", "VIEUX@CH"]
