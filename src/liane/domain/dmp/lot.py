"""One deposit in a DMP: when, and which documents."""

from dataclasses import dataclass, field
from datetime import datetime

from liane.domain.dmp.document import DocumentAuthor
from liane.domain.terminology.code import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class DMPLot:
    """One « lot de soumission ». members: entryUUIDs of its fiches. Rule: xdm-xds.md §3; dmp.md §6.2."""

    unique_id: str
    entry_uuid: str
    submitted_at: datetime | None
    source_id: str
    content_type: Code
    title: str = field(default="", repr=False)
    authors: tuple[DocumentAuthor, ...] = field(default=(), repr=False)
    members: tuple[str, ...] = ()
