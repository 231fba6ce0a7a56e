"""The versions of one document: every request of its lineage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liane.domain.documents.delivery import DeliveryState
from liane.store.records import StoredDocument
from liane.web.views.states import ACTION_WORDS, State, summarise


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


def describe_versions(
    documents: Sequence[tuple[StoredDocument, Sequence[DeliveryState]]],
) -> tuple[VersionRow, ...]:
    """Describe the requests of a lineage, the newest first."""
    rows = [
        VersionRow(
            id=document.id,
            action=ACTION_WORDS.get(document.action, document.action),
            version=str(document.version) if document.version is not None else "sans numéro",
            unique_id=document.unique_id,
            replaces=document.replaces or "",
            state=summarise(states),
            received_at=document.received_at,
        )
        for document, states in documents
    ]
    return tuple(sorted(rows, key=lambda row: (row.received_at, row.id), reverse=True))
