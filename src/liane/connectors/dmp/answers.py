"""What the DMP answered, as values that keep the bytes exchanged, for the timeline."""

from dataclasses import dataclass, field

from liane.codecs.ebxml.metadata import RegistryObjects
from liane.codecs.ebxml.responses import RegistryResponse
from liane.codecs.xds.existence import Access, ExistenceAnswer
from liane.codecs.xds.modes import Transaction
from liane.codecs.xds.provide import RetrievedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP exchange. request_root: the envelope sent, without attachments. answer: the whole body, as received."""

    transaction: Transaction
    message_id: str
    request_root: bytes = field(repr=False)
    status: int
    content_type: str
    answer: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryAnswer:
    """A success of ITI-41 or ITI-57; the response may carry warnings."""

    exchange: Exchange
    response: RegistryResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAnswer:
    """What TD3.1b found. entry_uuids: every version that the registry named; entry_uuid: the first, None for none."""

    exchange: Exchange
    entry_uuids: tuple[str, ...]

    @property
    def entry_uuid(self) -> str | None:
        """The entryUUID found; None when the document is not in the DMP."""
        return self.entry_uuids[0] if self.entry_uuids else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """What TD3.1 found. total: count told by the registry, None when not told."""

    exchange: Exchange
    objects: RegistryObjects
    response: RegistryResponse
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrieveAnswer:
    """What TD3.2 brought. response: a partial success names the documents that are missing."""

    exchange: Exchange
    documents: tuple[RetrievedDocument, ...]
    response: RegistryResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistenceCheck:
    """What TD0.2 said, and what it allows."""

    exchange: Exchange
    answer: ExistenceAnswer
    access: Access
