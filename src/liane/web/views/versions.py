"""The versions of one document: every request of its lineage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.store.page_records import DocumentLine
from liane.web.views.states import ACTION_WORDS, State, find_shown, summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One request of a lineage."""

    id: int
    action: str
    version: str
    unique_id: str
    replaces: str
    state: State
    received_at: datetime


def describe_versions(lines: Sequence[DocumentLine]) -> tuple[VersionRow, ...]:
    """Describe the requests of a lineage, the newest first."""
    rows = [
        VersionRow(
            id=line.document.id,
            action=ACTION_WORDS.get(line.document.action, line.document.action),
            version=str(line.document.version) if line.document.version is not None else "sans numéro",
            unique_id=line.document.unique_id,
            replaces=line.document.replaces or "",
            state=summarise(delivery.state for delivery in find_shown(line.deliveries)),
            received_at=line.document.received_at,
        )
        for line in lines
    ]
    return tuple(sorted(rows, key=lambda row: (row.received_at, row.id), reverse=True))
