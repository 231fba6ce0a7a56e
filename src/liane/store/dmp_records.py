"""What the store keeps of the consultation of DMPs, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from liane.domain.dmp.folder import AccessMode, FolderFacts
from liane.domain.identity.ins import INS


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningKey:
    """Who opened whose DMP, and how. session: number of the reader's session, or their PS_IdNat without one."""

    session: str
    person_id: int
    access: AccessMode = AccessMode.NORMAL
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One DMP opened, with its end. previous_visit: of the same reader, whatever the session."""

    id: str
    key: OpeningKey
    ins: INS
    facts: FolderFacts
    reason: str = field(default="", repr=False)
    opened_at: datetime
    until: datetime
    previous_visit: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document kept for an opening: its fiche (JSON) and its exact bytes."""

    unique_id: str
    fiche: bytes = field(repr=False)
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """A document of the DMP given to the incoming flow. item_id: its line of the worklist. news: what became of it."""

    person_id: int
    unique_id: str
    logical_id: str
    entry_uuid: str
    version: str
    item_id: int
    by: str
    at: datetime
    news: "IntegrationNews | None" = None


class NewsKind(StrEnum):
    """What became of a document after its integration. Rule: CDA/DD.05."""

    REPLACED = "remplacé"
    CHANGED = "fiche modifiée"
    DELETED = "supprimé ou plus accessible"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationNews:
    """One integrated document that is no longer as it was. by_unique_id: what replaces it, empty otherwise."""

    unique_id: str
    kind: NewsKind
    by_unique_id: str = ""
